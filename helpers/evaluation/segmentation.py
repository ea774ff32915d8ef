"""Scores of segmenters against words segmented by hand."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import accumulate, pairwise

import pandas as pd

from helpers.corpora.corpus import Corpus
from helpers.evaluation.scores import f1_interval, gold_table, span_scores
from helpers.texts.engines import names_of_persons, terms
from helpers.texts.places import Span
from helpers.texts.scripts import simplify
from helpers.texts.tokens import cut

# Each segmenter: its dictionary, whether wraps are repaired first, whether script and vocabulary are converted.
SEGMENTERS = {
    "jieba as shipped, page as printed": {"terms": False, "convert": False, "repair": False},
    "+ wraps repaired": {"terms": False, "convert": False, "repair": True},
    "+ converted to Simplified": {"terms": False, "convert": True, "repair": True},
    "+ uncounted phrases split": {"terms": frozenset(), "convert": True, "repair": True},
    "+ dictionary from other texts": {"terms": "elsewhere", "convert": True, "repair": True},
    "+ the project's dictionary": {"terms": True, "convert": True, "repair": True},
}
ICU = "ICU word breaking (second opinion)"


def gold_segmentation() -> pd.DataFrame:
    """Read the passages of the seeds segmented by hand: `page`, `start`, `end`, `script`, `wrapped`, `split`, `words`,
    `text` (without the spaces of line wraps) and `spans` (of the words in `text`, a set)."""
    table = gold_table("segmentation.csv")
    return _with_spans(table.assign(machine_converted=table["script"] == "Hant"))


def unseen_segmentation() -> pd.DataFrame:
    """Read sentences of invented pages (`tests/pages`), segmented by hand after all rules and dictionaries were
    written.

    `article`, `sentence`, `script`, `machine_converted`, `words`, `text` and `spans`.
    """
    return _with_spans(gold_table("segmentation_unseen.csv"))


def _with_spans(table: pd.DataFrame) -> pd.DataFrame:
    words = table["words"].str.split(" ")
    spans = [set(pairwise(accumulate(map(len, row), initial=0))) for row in words]
    return table.assign(text=words.str.join(""), spans=spans)


def spans_without_spaces(text: str, cutter: Callable[[str], list[Span]]) -> set[Span]:
    """Return the spans that `cutter` finds in a text with spaces, as spans of the text without them.

    >>> sorted(spans_without_spaces("上合组 织", lambda text: [(0, 3), (4, 5)]))
    [(0, 3), (3, 4)]
    """
    place = list(accumulate((character != " " for character in text), initial=0))
    return {(place[start], place[end]) for start, end in cutter(text) if place[start] < place[end]}


def icu_words(text: str) -> list[Span]:
    """Segment words with the International Components for Unicode, independent of this project; skips white space."""
    from icu4py.breakers import WordBreaker

    # ICU counts as Python does: one per code point.
    return [(start, end) for start, end in WordBreaker(text, "zh").segments() if text[start:end].strip()]


def terms_met_elsewhere(corpus: Corpus, passages: pd.DataFrame) -> frozenset[str]:
    """Return the dictionary without the entries that the corpus has only in these passages.

    The authors of the dictionary had read these texts; this is the dictionary as if they had not.
    """
    held_out = "\n".join(passages["text"])
    others = []
    for page, raw in corpus.pages["raw"].items():
        for row in passages[passages["page"] == page].sort_values("start", ascending=False).itertuples():
            raw = raw[: row.start] + raw[row.end :]
        others.append(raw.replace(" ", ""))
    rest = "\n".join(others)
    printed = terms(lexicon=corpus.lexicon)["traditional"].str.split("|").to_dict()
    forms_of = {**names_of_persons(lexicon=corpus.lexicon), **printed}
    forms_of = {term: [term, *filter(None, forms)] for term, forms in forms_of.items()}
    met = {term for term, forms in forms_of.items() if any(form in rest for form in forms)}
    unmet = {term for term, forms in forms_of.items() if not any(form in held_out for form in forms)}
    return frozenset(met | unmet)


def found_by(segmenter: str, passages: pd.DataFrame, corpus: Corpus | None = None) -> list[set[Span]]:
    """Return the word spans that one of `SEGMENTERS`, or `ICU`, finds in each passage, in its text without wrap spaces.

    `corpus` holds the pages of the passages; without it only segmenters that need no page work.
    """
    if segmenter == ICU:
        return [set(icu_words(text)) for text in passages["text"]]
    how = SEGMENTERS[segmenter]
    chosen = terms_met_elsewhere(corpus, passages) if how["terms"] == "elsewhere" else how["terms"]
    lexicon = corpus.lexicon if corpus is not None else None
    found = []
    for row in passages.itertuples():
        text = row.text if how["repair"] else corpus.pages.at[row.page, "raw"][row.start : row.end]
        known = {"terms": chosen, "convert": how["convert"], "machine_converted": row.machine_converted}
        found.append(spans_without_spaces(text, partial(cut, **known, lexicon=lexicon)))
    return found


def compare_segmenters(passages: pd.DataFrame, corpus: Corpus | None = None) -> pd.DataFrame:
    """Compute precision, recall and F1 of every segmenter on passages segmented by hand, per script.

    One row per segmenter and script: `segmenter`, `script`, `passages`, `gold`, `found`, `right`, `precision`,
    `recall`, `f1`, `low`, `high` (95 % percentile interval of F1, passages resampled). Without the `corpus` of the
    passages, the segmenters that need its pages are left out.
    """
    needs_pages = {name for name, how in SEGMENTERS.items() if not how["repair"] or how["terms"] == "elsewhere"}
    asked = [name for name in SEGMENTERS if corpus is not None or name not in needs_pages]
    rows = []
    for segmenter in [ICU, *asked]:
        found = pd.Series(found_by(segmenter, passages, corpus), index=passages.index)
        for script, group in passages.groupby("script", sort=True):
            ours = found[group.index]
            pairs = list(zip(group["spans"], ours, strict=True))
            right, both = [len(one & other) for one, other in pairs], [len(one) + len(other) for one, other in pairs]
            low, high = f1_interval(right, both)
            about = {"segmenter": segmenter, "script": script, "passages": len(group)}
            rows.append({**about, **span_scores(group["spans"], ours), "low": low, "high": high})
    columns = "segmenter script passages gold found right precision recall f1 low high".split()
    return pd.DataFrame(rows, columns=columns)


def words_found(passages: pd.DataFrame, words: list[str], found: Mapping[str, list[set[Span]]]) -> pd.DataFrame:
    """Score segmenters on single words, in whatever script they are printed: one row per word and segmenter.

    `found` maps each segmenter to the result of `found_by` for the passages. Columns: `word`, `segmenter`, `places` (in
    the gold), `right` (of these, found with both ends), `share` (right of places), `extra` (found elsewhere).
    """
    plain = [simplify(row.text, row.script) for row in passages.itertuples()]
    tables = {"hand": passages["spans"], **found}
    places = {
        name: [(one, *span) for one, spans in enumerate(table) for span in spans] for name, table in tables.items()
    }
    rows = []
    for word in words:
        of = {name: {at for at in known if plain[at[0]][at[1] : at[2]] == word} for name, known in places.items()}
        hand = of.pop("hand")
        rows += [(word, name, len(hand), len(hand & own), len(own - hand)) for name, own in of.items()]
    table = pd.DataFrame(rows, columns=["word", "segmenter", "places", "right", "extra"])
    return table.assign(share=table["right"] / table["places"])


def segmentation_errors(passages: pd.DataFrame, found: list[set[Span]]) -> pd.DataFrame:
    """Return every stretch segmented otherwise than by hand: `id`, `page`, `script` (of the passage), `gold` and `ours`
    (words with `|` between), `start` (in the passage's text). `found` is from `found_by` for the same passages."""
    rows = []
    for row, ours in zip(passages.itertuples(), found, strict=True):
        common = sorted({0, *({end for _, end in row.spans} & {end for _, end in ours})})
        for first, last in pairwise(common):
            pieces = [
                "|".join(row.text[a:b] for a, b in sorted(spans) if first <= a and b <= last)
                for spans in (row.spans, ours)
            ]
            if pieces[0] != pieces[1]:
                rows.append((row.id, row.page, row.script, *pieces, first))
    return pd.DataFrame(rows, columns=["id", "page", "script", "gold", "ours", "start"])
