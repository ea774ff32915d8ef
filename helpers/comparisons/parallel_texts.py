"""For the reader: versions of one text side by side, and readings of single words held against the sentences
they stand in."""

import re
from difflib import SequenceMatcher

import pandas as pd

from helpers.comparisons.alignments import align, sentences_of

OMITTED = "—"
ADDED = "[added] "


def parallel_text(corpus, pivot: str, others: dict[str, str]) -> pd.DataFrame:
    """One text and its versions side by side, as plain text: one row per smallest group of sentences that go together.

    `pivot` is an article, `others` maps a column name to an article: each is aligned with the pivot. Columns: `sentences` (of the pivot), `start`, `end` (its raw address), `text` (the pivot's), `gloss` (of
    `sentence_glosses`; empty where there is none), then for each other its text under the name given, and under the
    name followed by ` sentences`, ` start`, ` end` where it stands. What a version leaves out is `—`; what only a
    version has gets a row of its own where it comes, after `[added] `. Words that a version adds to the row's
    earlier version in the same language stand between ⟦ and ⟧.
    """
    sentences = sentences_of(corpus, pivot)
    aligned = {
        name: align(sentences, sentences_of(corpus, article), lexicon=corpus.lexicon)
        for name, article in others.items()
    }
    group = {str(number): {str(number)} for number in sentences["sentence"]}
    for links in aligned.values():
        for numbers in links["left_sentences"]:
            together = set().union(*(group[number] for number in numbers.split("+") if number))
            for number in together:
                group[number] = together
    glosses = corpus.study["sentence_glosses"].set_index(["page", "start"])["gloss"]
    page = corpus.articles.at[pivot, "page"]
    rows = _additions(aligned, group, None)
    done: set[str] = set()
    for number in group:
        if number in done:
            continue
        done |= group[number]
        part = sentences[sentences["sentence"].astype(str).isin(group[number])]
        row = {
            "sentences": "+".join(part["sentence"].astype(str)),
            "start": part["start"].min(),
            "end": part["end"].max(),
            "text": " ".join(part["text"]),
            "gloss": " ".join(str(glosses.get((page, start), "")) for start in part["start"]).strip(),
        }
        for name, links in aligned.items():
            found = links[[bool(set(cell.split("+")) & group[number]) for cell in links["left_sentences"]]]
            row |= _cells(name, found[found["right_sentences"] != ""])
        earlier: dict[str, str] = {}
        for name, article in others.items():
            language = corpus.articles.at[article, "language"]
            if row[name] != OMITTED:
                earlier.setdefault(language, row[name])
                row[name] = _marked(row[name], earlier[language])
        rows += [row, *_additions(aligned, group, number)]
    table = pd.DataFrame(rows).reset_index(drop=True)
    return table.astype({name: "Int64" for name in table if name.endswith(("start", "end"))})


def _cells(name: str, links: pd.DataFrame) -> dict:
    return {
        name: " ".join(links["right_text"]) or OMITTED,
        f"{name} sentences": "+".join(links["right_sentences"]),
        f"{name} start": links["right_start"].min() if len(links) else None,
        f"{name} end": links["right_end"].max() if len(links) else None,
    }


def _marked(text: str, earlier: str) -> str:
    """The text with the words that the earlier one does not have between ⟦ and ⟧.

    >>> _marked("They met in Baku, according to Xinhua.", "They met in Baku.")
    'They met in Baku⟦, according to Xinhua⟧.'
    """
    words, others = (re.findall(r"\w+|\W", one) for one in (text, earlier))
    pieces = []
    for step, _, _, start, end in SequenceMatcher(None, others, words, autojunk=False).get_opcodes():
        piece = "".join(words[start:end])
        pieces.append(piece if step == "equal" or not piece.strip() else f"⟦{piece}⟧")
    return "".join(pieces)


def _additions(aligned: dict[str, pd.DataFrame], group: dict[str, set[str]], after: str | None) -> list[dict]:
    """The rows of what a version adds behind the group of sentence `after`; before all of them for None."""
    rows = []
    for name, links in aligned.items():
        before: str | None = None
        for link in links.itertuples():
            if link.left_sentences:
                before = link.left_sentences.split("+")[-1]
            elif before == after or (before is not None and after is not None and before in group[after]):
                row = {"sentences": "", "start": None, "end": None, "text": OMITTED, "gloss": ""}
                for other, its_links in aligned.items():
                    row |= _cells(other, its_links.loc[[link.Index]] if other == name else its_links.iloc[:0])
                row[name] = ADDED + row[name]
                rows.append(row)
    return rows


def locate(corpus, links: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Readings of single words, each held against the sentences that `align` links: the addresses are found,
    or the reading is refused.

    `words` has `left` and `right`, the words as printed in either text; `absent`, a regular expression that
    must not occur in the linked sentences (of the right text; of the left one if `left` is empty), or in the
    whole text where none is linked; and any other columns, which are kept. An empty side says that nothing
    stands there; then `absent` says what one would look for. Added columns: `left_sentence`, `left_start`,
    `left_end`, `right_sentence`, `right_start`, `right_end` (raw pages).

    Raises `ValueError` naming the reading whose words do not stand in linked sentences, stand in several, or
    whose `absent` words are there.
    """
    rows = []
    for reading in words.fillna("").itertuples(index=False):
        found = [
            link for link in links.itertuples() if reading.left in link.left_text and reading.right in link.right_text
        ]
        name = f"reading {reading.left or '(nothing)'!r} -> {reading.right or '(nothing)'!r}"
        if len(found) != 1 or not (reading.left or reading.right):
            raise ValueError(f"{name} stands in {len(found)} links, not in one; give words that stand together once")
        column = "right_text" if reading.left else "left_text"
        # Of a sentence without a link the whole other text is searched.
        searched = getattr(found[0], column) or " ".join(links[column])
        if reading.absent and (there := re.search(reading.absent, searched)):
            raise ValueError(f"{name}: {there[0]!r} stands in the linked sentence after all")
        if not reading.absent and not (reading.left and reading.right):
            raise ValueError(f"{name}: say under absent what one would look for on the other side")
        rows.append(
            (
                *_place(corpus, found[0].left_article, found[0].left_sentences, reading.left),
                *_place(corpus, found[0].right_article, found[0].right_sentences, reading.right),
            )
        )
    columns = ["left_sentence", "left_start", "left_end", "right_sentence", "right_start", "right_end"]
    places = pd.DataFrame(rows, columns=columns, index=words.index).astype("Int64")
    return pd.concat([words, places], axis=1)


def _place(corpus, article: str, numbers: str, printed: str) -> tuple[int | None, int | None, int | None]:
    if not printed:
        return None, None, None
    sentences = sentences_of(corpus, article)
    for row in sentences[sentences["sentence"].astype(str).isin(numbers.split("+"))].itertuples():
        at = row.text.find(printed)
        if at >= 0:
            return row.sentence, *corpus.places.address(article, row.start, at, at + len(printed))
    raise ValueError(f"{printed!r} stands in no single sentence of {article}; give words that do")
