"""For the reader: versions of one text side by side, and readings of single words held against the sentences
they stand in."""

import pandas as pd

from helpers.comparisons.alignments import align, sentences_of
from helpers.lexicon.patterns import compiled

OMITTED = "—"
ADDED = "[added] "


def parallel_text(corpus, pivot: str, version: str, name: str) -> pd.DataFrame:
    """An article and a version of it side by side, as plain text: one row for each link of `align`.

    Columns: those of `align`, but `sentences`, `start`, `end` and `text` for the pivot's, `gloss` (of `sentence_glosses`; empty
    where there is none), and the version's text under `name`. What the version leaves out is `—`; what only it has gets a row
    of its own where it comes, after `[added] `. Raises `ValueError` for a text in another language than Chinese and English.
    """
    sentences = sentences_of(corpus, pivot)
    links = align(sentences, sentences_of(corpus, version), lexicon=corpus.lexicon)
    known = corpus.study["sentence_glosses"].set_index(["page", "start"])["gloss"]
    page = corpus.articles.at[pivot, "page"]
    gloss = {str(row.sentence): known.get((page, row.start), "") for row in sentences.itertuples()}
    table = links.rename(columns={f"left_{column}": column for column in ("sentences", "start", "end", "text")})
    glosses = [" ".join(gloss[number] for number in cell.split("+") if number).strip() for cell in table["sentences"]]
    said = table["right_text"].mask(table["sentences"] == "", ADDED + table["right_text"]).replace("", OMITTED)
    return table.assign(gloss=glosses, text=table["text"].replace("", OMITTED), **{name: said})


def locate(corpus, links: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Readings of single words, each held against the sentences that `align` links: the addresses are found,
    or the reading is refused.

    `words` has `left` and `right`, the words as printed in either text; `absent`, a regular expression that
    must not occur in the linked sentences (of the right text; of the left one if `left` is empty), or in the
    whole text where none is linked; and any other columns, which are kept. An empty side says that nothing
    stands there; then `absent` says what one would look for. Added columns: `left_sentence`, `left_start`,
    `left_end`, `right_sentence`, `right_start`, `right_end` (raw pages).

    Raises `ValueError` naming the reading whose words do not stand in linked sentences, stand in several, or
    whose `absent` words are there or are no expression.
    """
    rows = []
    for reading in words.fillna("").itertuples(index=False):
        found = [one for one in links.itertuples() if reading.left in one.left_text and reading.right in one.right_text]
        name = f"reading {reading.left or '(nothing)'!r} -> {reading.right or '(nothing)'!r}"
        if len(found) != 1 or not (reading.left or reading.right):
            raise ValueError(f"{name} stands in {len(found)} links, not in one; give words that stand together once")
        column = "right_text" if reading.left else "left_text"
        # Of a sentence without a link the whole other text is searched.
        searched = getattr(found[0], column) or " ".join(links[column])
        absent = reading.absent and compiled(f"{name}, absent", reading.absent, flags=0)
        if absent and (there := absent.search(searched)):
            raise ValueError(f"{name}: {there[0]!r} stands in the linked sentence after all")
        if not reading.absent and not (reading.left and reading.right):
            raise ValueError(f"{name}: say under absent what one would look for on the other side")
        left = _place(corpus, found[0].left_article, found[0].left_sentences, reading.left)
        rows.append((*left, *_place(corpus, found[0].right_article, found[0].right_sentences, reading.right)))
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
