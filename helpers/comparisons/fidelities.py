"""Digest fidelity: what becomes of the actors, numbers, dates, concepts, modal force and speakers of a text
in its digest, translation or reprint, and what the other text says that this one does not."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pandas as pd

from helpers.comparisons.alignments import align, sentences_of
from helpers.comparisons.anchors import side
from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.mentions.actors import actors
from helpers.mentions.modals import modal_table, modals_in

KINDS = ("actor", "number", "date", "concept", "modal", "speaker")
FATES = ("survives", "changed", "dropped", "added", "invented")
_COLUMNS = (
    "kind item fate article sentence page start end printed"
    " other_item other_article other_sentence other_page other_start other_end other_printed note"
).split()
_KIND_OF_ANCHOR = {"name": "actor", "number": "number", "date": "date", "concept": "concept"}


class Mention(NamedTuple):
    """`text[start:end]` of sentence `row` says `item`."""

    kind: str
    item: str
    row: int
    start: int
    end: int


class _Forces(NamedTuple):
    """How strong modal words are: the force of each, and the scale of each force with its rank on it."""

    of: dict[str, str]
    place: dict[str, tuple[str, int]]


@per_lexicon
def _forces(*, lexicon: Lexicon) -> _Forces:
    table = modal_table(lexicon=lexicon)
    places = zip(table["kind"], table["rank"], strict=True)
    return _Forces(table.set_index("modal")["gloss"].to_dict(), dict(zip(table["gloss"], places, strict=True)))


def fidelity(corpus, pair: tuple[str, str], voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """What becomes in the second article of what the first says: `pair` names both, the source first.

    One row per mention in the source, then one for each thing that only the other text says: `kind` (`actor`,
    `number`, `date`, `concept`, `modal`, `speaker`), `item` (actor, value, interval, concept, force or
    speaker, in one form for both languages), `fate`, the raw address and `printed` words on either side
    (missing where there is none), `note`.

    `fate` is judged within the sentences that `align` links (in `free` order if either article is a digest): `survives` - the item stands there too (or, noted, elsewhere in the other text);
    `changed` - another number, date or force stands there and has no source of its own; `dropped` - nothing
    does; `added` - in the other text only, though the source has it elsewhere, or in a sentence that is
    linked to none; `invented` - nowhere in the source. A paraphrase without the item's name counts as
    dropped: this is what a reader can look up, not what a reader may infer.

    `voices` is the table of `helpers.mentions.voices.find_voices`; without it speakers are not compared. Raises
    `KeyError` for an unknown article.
    """
    source, other = (sentences_of(corpus, article) for article in pair)
    order = "free" if (corpus.articles.loc[list(pair), "form"] == "digest").any() else "kept"
    linked, back = _linked_rows(align(source, other, order, lexicon=corpus.lexicon), source, other)
    here = _mentions(corpus, pair[0], source, str(other["language"].iloc[0]), voices)
    there = _mentions(corpus, pair[1], other, str(source["language"].iloc[0]), voices)
    rows = []
    for one, two, fate, note in _fates(here, there, linked, back, _forces(lexicon=corpus.lexicon)):
        ours, theirs = _address(corpus, pair[0], source, one), _address(corpus, pair[1], other, two)
        items = one.item if one else None, two.item if two else None
        rows.append(((one or two).kind, items[0], fate, *ours, items[1], *theirs, note))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    offsets = [name for name in _COLUMNS if name.endswith(("start", "end", "sentence"))]
    texts = [name for name in _COLUMNS if name not in [*offsets, "kind", "fate"]]
    table = table.astype(dict.fromkeys(offsets, "Int64") | dict.fromkeys(texts, "str"))
    return table.assign(kind=pd.Categorical(table["kind"], KINDS), fate=pd.Categorical(table["fate"], FATES))


def _linked_rows(
    links: pd.DataFrame, source: pd.DataFrame, other: pd.DataFrame
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each row of the source the rows of the other text that go with it, and the other way round."""
    rows, other_rows = ({str(number): row for row, number in enumerate(table["sentence"])} for table in (source, other))
    linked: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for link in links.itertuples():
        left = [rows[number] for number in link.left_sentences.split("+") if number]
        right = [other_rows[number] for number in link.right_sentences.split("+") if number]
        linked |= dict.fromkeys(left, right)
        back |= dict.fromkeys(right, left)
    return linked, back


def _mentions(
    corpus, article: str, sentences: pd.DataFrame, other_language: str, voices: pd.DataFrame | None
) -> list[Mention]:
    about = corpus.articles.loc[article]
    forces = _forces(lexicon=corpus.lexicon)
    made = side(sentences, other_language, lexicon=corpus.lexicon)
    found = []
    for row, (text, anchors) in enumerate(zip(made.texts, made.anchors, strict=True)):
        spans = [(one.start, one.end) for one in anchors if one.kind == "name"]
        for one in anchors:
            named = one.key in actors(lexicon=corpus.lexicon).index or patterns.is_inside(one.start, one.end, spans)
            if one.kind in _KIND_OF_ANCHOR and not (one.kind == "concept" and named):
                found.append(Mention(_KIND_OF_ANCHOR[one.kind], one.key, row, one.start, one.end))
        # 谋求 in 谋求共同发展 is part of a name, not somebody's aim.
        spans += [(one.start, one.end) for one in anchors if one.kind in ("concept", "date")]
        known = made.language, about["script"], bool(about["machine_converted"])
        found += [
            Mention("modal", forces.of[one.modal], row, one.start, one.end)
            for one in modals_in(text, *known, lexicon=corpus.lexicon)
            if not patterns.is_inside(one.start, one.end, spans)
        ]
    if voices is not None:
        found += _speakers(corpus, article, sentences, voices)
    return sorted(found, key=lambda one: (one.row, one.start, one.end, one.kind, one.item))


def _speakers(corpus, article: str, sentences: pd.DataFrame, voices: pd.DataFrame) -> Iterator[Mention]:
    chain = corpus.places.chain(article)
    rows = {number: row for row, number in enumerate(sentences["sentence"])}
    # `none` is a speaker whom a digest has erased, `source` where the outlet has it from.
    spoken = voices[(voices["article"] == article) & ~voices["form"].isin(["none", "source"])]
    for event in spoken.itertuples():
        if event.sentence in rows and isinstance(event.speaker, str) and event.speaker:
            row = rows[event.sentence]
            first = chain.text(*sentences[["start", "end"]].iloc[row])[0]
            start, end = (place - first for place in chain.text(event.start, event.end))
            yield Mention("speaker", event.speaker, row, start, end)


def _fates(
    here: list[Mention], there: list[Mention], linked: dict[int, list[int]], back: dict[int, list[int]], forces: _Forces
) -> Iterator[tuple[Mention | None, Mention | None, str, str | None]]:
    """Each mention of the source with its counterpart, fate and note; then what only the other text says."""
    used: set[Mention] = set()
    pairs: dict[Mention, tuple[Mention | None, str, str | None]] = {}
    for one in here:
        same = [two for two in there if (two.kind, two.item) == (one.kind, one.item)]
        near = [two for two in same if two.row in linked[one.row]]
        if near or (same and one.kind not in ("modal", "speaker")):
            # Each mention has its own counterpart as long as there are some.
            found = min(near or same, key=lambda two: (two in used, two.row, two.start))
            used.add(found)
            pairs[one] = found, "survives", None if near else "elsewhere in the other text"
    left = [one for one in here if one not in pairs]
    for *_, one, two, change in sorted(_changes(left, there, linked, forces)):
        if one not in pairs and two not in used:
            used.add(two)
            pairs[one] = two, "changed", change
    for one in left:
        note = None if linked[one.row] else "the whole sentence is left out"
        pairs.setdefault(one, (None, "dropped", note))
    yield from ((one, *pairs[one]) for one in here)
    yield from _additions(here, [two for two in there if two not in used], back)


def _changes(
    left: list[Mention], there: list[Mention], linked: dict[int, list[int]], forces: _Forces
) -> Iterator[tuple]:
    """A number for a number, a date for a date, a force for another on its scale: how near and where, both, and in words."""
    for one, two in product(left, there):
        if one.kind != two.kind or one.kind not in ("number", "date", "modal") or two.row not in linked[one.row]:
            continue
        far, change = 0, f"{one.item} becomes {two.item}"
        if one.kind == "modal":
            (scale, rank), (other, other_rank) = forces.place[one.item], forces.place[two.item]
            if scale != other:
                continue
            far, change = abs(rank - other_rank), f"{change}: {'weaker' if other_rank < rank else 'stronger'}"
        yield far, one.row, one.start, two.row, two.start, one, two, change


def _additions(
    here: list[Mention], unused: list[Mention], back: dict[int, list[int]]
) -> Iterator[tuple[None, Mention, str, str | None]]:
    items = {(one.kind, one.item) for one in here}
    in_rows = {(one.kind, one.item, one.row) for one in here}
    for two in unused:
        if any((two.kind, two.item, row) in in_rows for row in back[two.row]):
            continue
        if not back[two.row]:
            yield None, two, "added", "the whole sentence is added"
        elif (two.kind, two.item) in items:
            yield None, two, "added", "in the source, but not there"
        else:
            yield None, two, "invented", None


def _address(corpus, article: str, sentences: pd.DataFrame, one: Mention | None) -> tuple:
    if one is None:
        return (None,) * 6
    row = sentences.iloc[one.row]
    start, end = corpus.places.address(article, row["start"], one.start, one.end)
    page = corpus.articles.at[article, "page"]
    return article, row["sentence"], page, start, end, row["text"][one.start : one.end]
