"""Scores for words, sentences, scripts, dates, alignment and pages on gold that other people made and published.

This project contains none of the data. Put the sets you want into one folder, each under the name on the left (a clone,
or a plain copy of the files named); a missing set is named and left out. All are public repositories on GitHub:

    UD_Chinese-GSD, UD_Chinese-GSDSimp, UD_Chinese-HK, UD_Chinese-PUD, UD_English-PUD, UD_English-EWT
                    UniversalDependencies/<the same name>: the files *-ud-dev.conllu and *-ud-test.conllu
    TempEval-3      jspotter/TempEval-3: the folder data/TBAQ-cleaned, so that TempEval-3/AQUAINT/*.tml is there
    pySBD           nipunsadvilkar/pySBD: benchmarks/english_golden_rules.py (read as data, never run)
    OpenCC          BYVoid/OpenCC: test/testcases/testcases.json
    article-extraction-benchmark
                    scrapinghub/article-extraction-benchmark: ground-truth.json and the folder html
    fundus          flairNLP/fundus: the folder tests/resources/parser/test_data, as fundus/us, fundus/uk ...

    python benchmarks/public_gold.py FOLDER                             # three minutes; benchmarks/public_gold.csv
    python benchmarks/public_gold.py FOLDER --only words,dates
    python benchmarks/public_gold.py FOLDER --only dates --errors 40    # faults of the dev parts, gold ≠ ours; stores nothing

Rules may be tuned on rows with the `role` dev: GSD dev, GSDSimp dev, EWT dev, documents 1, 3, 5 ... of TempEval-3 (by
name), cases 1, 3, 5 ... of OpenCC, pages 1, 3, 5 ... of both sets of pages, pySBD's rules and, for alignment, PUD's
Wikipedia sentences. Other rows are only reported: HK, PUD, the test parts, the even documents, and the sums `dev+test`
and `all` (as the peers of `peers.py`).

How each is counted:

* words: F1 of exact token spans, including marks; in Chinese also of tokens of Han characters alone. A contraction in
  English gold is one token, but 's is always a separate token, as in the module `tokens`.
* sentences: F1 of the ends of sentences, except the end of the text. GSD, HK and PUD: ten sentences a text, joined by
  nothing (Chinese) or a space; EWT: whole documents, joined by a space without paragraphs. pySBD: rules kept in full.
* scripts: cases right in full, and characters, of OpenCC's t2s, tw2s and hk2s; width and case of letters ignored.
* dates: the share of gold expressions of type DATE whose value names days (not PRESENT_REF, not 1998-FA) that overlap
  one of ours with the same days. A range of ours over several (between 1994 and 1997) counts for the first by its first
  day, for the last by its last. Relative dates start from the day of the document. And the share of ours on any gold.
* alignment: PUD's Chinese and English, 50 sentences a document, F1 of linked pairs of sentences: clean; a twentieth of
  either side left out and a tenth of the Chinese merged with the next; half of either side left out (both three times).
* pages: each page as HTML, and as the lines of text that a browser shows of it. Of its longest article the body: F1 of
  the mean precision and recall of runs of four words, as the benchmark counts it; the title, by letters and digits; the
  day, in any zone (fundus tells title and moment from the metadata, and a headline may differ on the page).
"""

import argparse
import csv
import inspect
import platform
import random
import re
import sys
import tempfile
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from importlib.metadata import version
from itertools import groupby, pairwise, product
from pathlib import Path
from typing import NamedTuple

import pandas as pd

# The public functions under test: the only lines to edit if a name moves.
from helpers import load_corpus
from helpers.comparisons import align
from helpers.corpora.conventions.marks import bare_words
from helpers.mentions.dates import dates_in
from helpers.texts import cut, sentence_spans, simplify

sys.path.insert(0, str(Path(__file__).parent))
from gold_readers import (
    Gold,
    Page,
    cases_of,
    days_of,
    golden_rules,
    pages_of_benchmark,
    pages_of_fundus,
    present,
    shown,
    timeml,
    treebanks,
)


def sentences_in(text: str, language: str) -> list[tuple[int, int]]:
    tells = "language" in inspect.signature(sentence_spans).parameters
    return sentence_spans(text, language) if tells else sentence_spans(text)


def simplified(text: str) -> str:
    return simplify(text, "Hant")


RESULTS = Path(__file__).parent / "public_gold.csv"
COLUMNS = "date versions group set part role measure n ours peer peer_value source".split()
VERSIONS = f"jieba {version('jieba')}, opencc {version('opencc')}, Python {platform.python_version()}"
SOURCE = "benchmarks/peers.py, November 2026"
PEERS = """
UD_Chinese-GSD|dev+test|words|jieba 0.42.1 after t2s|0.7956
UD_Chinese-HK|test|words|THULAC 0.2.2 after t2s|0.8868
UD_Chinese-PUD|test|words|THULAC 0.2.2 after t2s|0.8644
UD_English-PUD|test|words|spaCy 3.8.18|0.9955
UD_English-EWT weblog|dev+test|words|spaCy 3.8.18|0.9859
UD_English-EWT newsgroup|dev+test|words|spaCy 3.8.18|0.9685
UD_English-EWT reviews|dev+test|words|spaCy 3.8.18|0.9688
UD_English-EWT answers|dev+test|words|spaCy 3.8.18|0.9632
UD_English-EWT email|dev+test|words|spaCy 3.8.18|0.9377
UD_Chinese-GSD|dev+test|sentences|pySBD 0.3.4|0.9927
UD_Chinese-HK|test|sentences|pySBD 0.3.4|0.9639
UD_Chinese-PUD|test|sentences|pySBD 0.3.4|0.9801
UD_English-PUD|test|sentences|pySBD 0.3.4|0.9967
UD_English-EWT weblog|dev+test|sentences|pySBD 0.3.4|0.8652
UD_English-EWT newsgroup|dev+test|sentences|pySBD 0.3.4|0.7232
UD_English-EWT reviews|dev+test|sentences|pySBD 0.3.4|0.8604
UD_English-EWT answers|dev+test|sentences|pySBD 0.3.4|0.8361
UD_English-EWT email|dev+test|sentences|pySBD 0.3.4|0.7420
pySBD|all|rules kept|pySBD 0.3.4|0.9792
TempEval-3 AQUAINT|all|days right|recognizers-text 1.0.2a2|0.6875
TempEval-3 TimeBank|all|days right|recognizers-text 1.0.2a2|0.6477
PUD zh-en|news|links, clean|Gale-Church, NLTK 3.10.4|0.9683
PUD zh-en|news|links, 5 % left out, 10 % merged|Gale-Church, NLTK 3.10.4|0.7978
PUD zh-en|news|links, half left out|Gale-Church, NLTK 3.10.4|0.1905
article-extraction-benchmark|all|body, from html|trafilatura 2.3.1|0.9602
article-extraction-benchmark|all|body, from text|the whole text|0.6856
fundus|all|body, from html|trafilatura 2.3.1|0.9552
fundus|all|title, from html|trafilatura 2.3.1|0.7143
fundus|all|day, from html|trafilatura 2.3.1|0.9881
fundus|all|body, from text|the whole text|0.7040
"""
BESIDE = {tuple(line.split("|")[:3]): line.split("|")[3:] for line in PEERS.split("\n") if line}
HAN = r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U0003fffd]+"
# Shares left out of either side, and of Chinese sentences merged with the next.
DAMAGES = {"clean": (0, 0), "5 % left out, 10 % merged": (0.05, 0.1), "half left out": (0.5, 0)}


class Score(NamedTuple):
    """`n` gold items, our score (`ours`: share or F1), and the faults in words."""

    n: int
    ours: float
    faults: list[str]


class Tally:
    """Counts of right, gold and found items, with the faults."""

    def __init__(self) -> None:
        self.right = self.gold = self.found = 0
        self.faults: list[str] = []

    def add(self, gold: set, ours: set) -> None:
        self.right, self.gold, self.found = (
            self.right + len(gold & ours),
            self.gold + len(gold),
            self.found + len(ours),
        )

    def f1(self) -> Score:
        return Score(self.gold, 2 * self.right / max(1, self.gold + self.found), self.faults)


def row(name: str, part: str, role: str, measure: str, score: Score) -> dict:
    peer, value = BESIDE.get((name, part, measure), ("", ""))
    return {
        "set": name, "part": part, "role": role, "measure": measure, "n": score.n, "ours": f"{score.ours:.4f}", "peer": peer,
        "peer_value": value, "source": peer and SOURCE, "faults": score.faults if role == "dev" else [],
    }  # fmt: skip


def halves(items: list) -> list[tuple[str, str, list]]:
    return [("odd", "dev", items[::2]), ("even", "reported", items[1::2]), ("all", "reported", items)]


def words_scores(sentences: list[Gold], script: str | None) -> tuple[Score, Score]:
    """Score all tokens, and tokens of Han characters; faults are stretches segmented otherwise, most frequent first."""
    every, han, faults = Tally(), Tally(), Counter()
    for _, text, gold in sentences:
        ours = cut(text, script)
        every.add({*gold}, {*ours})
        han.add(*({span for span in spans if re.fullmatch(HAN, text[slice(*span)])} for spans in (gold, ours)))
        edges = sorted({0, *(end for _, end in gold)} & {0, *(end for _, end in ours)})
        for low, high in pairwise(edges):
            both = [" ".join(text[start:end] for start, end in spans if low <= start < high) for spans in (gold, ours)]
            faults[" ≠ ".join(both)] += both[0] != both[1]
    every.faults = [f"{count:4}  {fault}" for fault, count in faults.most_common() if count]
    return every.f1(), han.f1()


def words(folder: Path) -> Iterator[dict]:
    for *about, script, gold in treebanks(folder):
        every, han = words_scores(gold, script)
        yield row(*about, "words", every)
        if script:
            yield row(*about, "words of Han characters", han)


def sentences_score(texts: list[list[str]], language: str) -> Score:
    """Compute F1 of the ends of sentences inside the texts, each a list of gold sentences."""
    tally = Tally()
    joiner = "" if language == "zh" else " "
    for pieces in texts:
        text = joiner.join(pieces)
        gold = {len(joiner.join(pieces[:count])) for count in range(1, len(pieces))}
        ours = {end for _, end in sentences_in(text, language)} - {len(text)}
        tally.add(gold, ours)
        for place in sorted(ours ^ gold):
            kind = "not found" if place in gold else "too many "
            tally.faults.append(f"{kind} {text[max(0, place - 50) : place]} | {text[place : place + 40]}")
    return tally.f1()


def rules_score(rules: list[tuple[str, list[str]]]) -> Score:
    faults = []
    for text, gold in rules:
        ours = [text[start:end] for start, end in sentences_in(text, "en")]
        if ours != [sentence.strip() for sentence in gold]:
            faults.append(f"{' | '.join(gold)} ≠ {' | '.join(ours)}")
    return Score(len(rules), 1 - len(faults) / max(1, len(rules)), faults)


def sentences(folder: Path) -> Iterator[dict]:
    for name, part, role, script, gold in treebanks(folder):
        texts = [[one.text for one in gold[place : place + 10]] for place in range(0, len(gold), 10)]
        if "EWT" in name:
            texts = [[one.text for one in document] for _, document in groupby(gold, lambda one: one.document)]
        yield row(name, part, role, "sentences", sentences_score(texts, "zh" if script else "en"))
    path = next((folder / "pySBD").rglob("english_golden_rules.py"), folder / "pySBD/english_golden_rules.py")
    if present(path):
        yield row("pySBD", "all", "dev", "rules kept", rules_score(golden_rules(path)))


def scripts_scores(pairs: list[tuple[str, str]]) -> tuple[Score, Score]:
    """Score whole cases, and the characters of cases that keep their length."""
    faults, right, characters = [], 0, 0
    for text, expected in pairs:
        gold, ours = (unicodedata.normalize("NFKC", one).casefold() for one in (expected, simplified(text)))
        if ours != gold:
            faults.append(f"{text}: {gold} ≠ {ours}")
        if len(ours) == len(gold):
            right, characters = right + sum(map(str.__eq__, ours, gold)), characters + len(gold)
    return Score(len(pairs), 1 - len(faults) / max(1, len(pairs)), faults), Score(
        characters, right / max(1, characters), []
    )


def scripts(folder: Path) -> Iterator[dict]:
    path = next((folder / "OpenCC").rglob("testcases.json"), folder / "OpenCC/testcases.json")
    for (part, role, cases), way in product(halves(cases_of(path)) if present(path) else [], ("t2s", "tw2s", "hk2s")):
        pairs = [(case["input"], case["expected"][way]) for case in cases if way in case["expected"]]
        whole, characters = scripts_scores(pairs)
        yield row("OpenCC", part, role, f"{way}, cases right", whole)
        yield row("OpenCC", part, role, f"{way}, characters right", characters)


def dates_scores(documents: list[tuple[str, date, list]]) -> tuple[Score, Score]:
    """Score gold expressions with the right days, and ours that overlap a gold expression of any type."""
    faults, strays, gold, found = [], [], 0, 0
    for text, day, marked in documents:
        table = dates_in(text, "en", day).dropna(subset=["first", "last"])
        columns = (table["start"], table["end"], table["first"].dt.date, table["last"].dt.date)
        ours = [*zip(*columns, strict=True)]
        dated = [(*span, days_of(about["value"])) for *span, about in marked if about["type"] == "DATE"]
        dated = sorted(one for one in dated if one[2])
        gold, found = gold + len(dated), found + len(ours)
        for one in dated:
            over = [other for other in ours if _overlap(one, other)]
            if not any(other[2:] == one[2] or _is_edge(one, other, dated) for other in over):
                said = "; ".join(f"{text[slice(*other[:2])]!r} {other[2]}..{other[3]}" for other in over)
                faults.append(f"{day} {_around(text, *one[:2])} {one[2][0]}..{one[2][1]} ≠ {said or 'nothing'}")
        lone = [other for other in ours if not any(_overlap(one, other) for one in marked)]
        strays += [f"{day} {_around(text, *one[:2])} {one[2]}..{one[3]}" for one in lone]
    return tuple(Score(n, 1 - len(wrong) / max(1, n), wrong) for n, wrong in ((gold, faults), (found, strays)))


def _overlap(one: tuple, other: tuple) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_edge(one: tuple, ours: tuple, dated: list[tuple]) -> bool:
    covered = [other for other in dated if _overlap(other, ours)]
    begins, ends = one == covered[0] and ours[2] == one[2][0], one == covered[-1] and ours[3] == one[2][1]
    return len(covered) > 1 and (begins or ends)


def _around(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 25]}".split())


def dates(folder: Path) -> Iterator[dict]:
    for name in ("AQUAINT", "TimeBank"):
        paths = sorted((folder / "TempEval-3" / name).glob("[!.]*.tml"))
        present(folder / "TempEval-3" / name)
        for part, role, documents in halves([timeml(path) for path in paths]) if paths else []:
            right, touching = dates_scores(documents)
            yield row(f"TempEval-3 {name}", part, role, "days right", right)
            yield row(f"TempEval-3 {name}", part, role, "ours on a gold expression", touching)


def damaged(count: int, left_out: float, merged: float, rng: random.Random) -> list[list[list[int]]]:
    """Return, for left and right, which of `count` sentences each unit holds."""
    left, right = ([[place] for place in range(count) if rng.random() >= left_out] for _ in range(2))
    units: list[list[int]] = []
    for unit in left:
        if units and len(units[-1]) == 1 and rng.random() < merged:
            units[-1] = units[-1] + unit
        else:
            units.append(unit)
    return [units, right]


def links_score(pairs: list[tuple[str, str]], left_out: float, merged: float, size: int = 50) -> Score:
    """Compute F1 of pairs of units that hold the same sentence, over documents of `size` sentences."""
    tally = Tally()
    for seed, begin in product(range(3 if left_out else 1), range(0, len(pairs), size)):
        part = pairs[begin : begin + size]
        sides = damaged(len(part), left_out, merged, random.Random(f"{seed} {begin}"))
        texts = [
            [joiner.join(part[one][side] for one in unit) for unit in sides[side]]
            for side, joiner in enumerate(("", " "))
        ]
        tables = [
            pd.DataFrame({"text": text, "language": tag}) for text, tag in zip(texts, ("zh-Hant", "en"), strict=True)
        ]
        links = align(*tables)[["left_sentences", "right_sentences"]].astype("str")
        numbered = ([[int(n) - 1 for n in re.findall(r"\d+", cell)] for cell in cells] for cells in links.to_numpy())
        ours = {pair for left, right in numbered for pair in product(left, right)}
        gold = {(x, y) for (x, one), (y, other) in product(*map(enumerate, sides)) if {*one} & {*other}}
        tally.add(gold, ours)
        for x, y in sorted(ours ^ gold):
            kind = "not found" if (x, y) in gold else "too many "
            tally.faults.append(f"{kind} {x + 1}-{y + 1}  {texts[0][x]}  =  {texts[1][y]}")
    return tally.f1()


def pairs_of(folder: Path, letter: str) -> list[tuple[str, str]]:
    """Return the sentences of PUD, Chinese and English: Wikipedia (`w`) or news (`n`)."""
    paths = [folder / "UD_Chinese-PUD/zh_pud-ud-test.conllu", folder / "UD_English-PUD/en_pud-ud-test.conllu"]
    named = r"# sent_id = (\w+)\n(?:#.*\n)*?# text = (.*)"
    chinese, english = (
        dict(re.findall(named, path.read_text(encoding="utf-8"))) if present(path) else {} for path in paths
    )
    return [(chinese[name].strip(), english[name].strip()) for name in english if name[0] == letter and name in chinese]


def alignment(folder: Path) -> Iterator[dict]:
    for part, role, letter in (("wikipedia", "dev", "w"), ("news", "reported", "n")):
        pairs = pairs_of(folder, letter)
        for damage, shares in DAMAGES.items() if pairs else ():
            yield row("PUD zh-en", part, role, f"links, {damage}", links_score(pairs, *shares))


def articles_of(pages: list[Page], form: str) -> list[tuple[str, str, date | None]]:
    """Return body, title and day of the longest article of each page, read as `html` or as `text`."""
    names = [f"{number:03}.{'html' if form == 'html' else 'txt'}" for number in range(len(pages))]
    with tempfile.TemporaryDirectory() as folder:
        for name, page in zip(names, pages, strict=True):
            text = page.html if form == "html" else shown(page.html)
            Path(folder, name).write_text(text, encoding="utf-8")
        table = load_corpus(folder, on_error="skip").articles
    table = table.assign(length=table["text"].fillna("").str.len()).sort_values("length", kind="stable")
    longest = table.groupby("page").last().fillna({"text": "", "title": ""})
    found = {row.Index: (row.text, row.title, row.published) for row in longest.itertuples()}
    found = {page: (text, title, None if pd.isna(day) else day.date()) for page, (text, title, day) in found.items()}
    return [found.get(name, ("", "", None)) for name in names]


def runs_of(text: str) -> Counter:
    """Count the runs of four words of a text; of a Chinese one, of characters."""
    words = re.findall(r"[\u4e00-\u9fff]|\w+", text.casefold())
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def pages(folder: Path) -> Iterator[dict]:
    benchmark = folder / "article-extraction-benchmark"
    for name, told in ((benchmark.name, pages_of_benchmark(benchmark)), ("fundus", pages_of_fundus(folder / "fundus"))):
        for form in ("html", "text") if told else ():
            both = [*zip(told, articles_of(told, form), strict=True)]
            for part, role, some in halves(both):
                yield row(name, part, role, f"body, from {form}", body_score(some))
                dated = [one for one in some if one[0].published]
                if dated:
                    titles = [
                        (bare_words(page.title or ""), bare_words(title or ""), page) for page, (_, title, _) in some
                    ]
                    days = [(days_at(page.published), day, page) for page, (_, _, day) in dated]
                    yield row(name, part, role, f"title, from {form}", share(titles, str.__eq__))
                    yield row(name, part, role, f"day, from {form}", share(days, set.__contains__))


def share(found: list[tuple], right: Callable) -> Score:
    faults = [f"{page.title}: {gold} ≠ {ours}" for gold, ours, page in found if not right(gold, ours)]
    return Score(len(found), 1 - len(faults) / max(1, len(found)), faults)


def days_at(moment: datetime) -> set[date]:
    """Return the days of a moment in all zones."""
    return {(moment + timedelta(hours=hours)).date() for hours in (-12, 14)} | {moment.date()}


def body_score(found: list[tuple[Page, tuple]]) -> Score:
    shares, faults = [], []
    for page, (text, *_) in found:
        gold, ours = runs_of(" ".join(page.body)), runs_of(text)
        right = (gold & ours).total()
        shares.append((right / max(1, ours.total()), right / max(1, gold.total())))
        if min(shares[-1]) < 0.9:
            faults.append(f"precision {shares[-1][0]:.2f}, recall {shares[-1][1]:.2f}: {page.body[0][:80]}")
    precision, recall = (sum(one) / max(1, len(shares)) for one in zip(*shares, strict=True))
    return Score(len(found), 2 * precision * recall / max(precision + recall, 1e-9), faults)


GROUPS = {
    "words": words,
    "sentences": sentences,
    "scripts": scripts,
    "dates": dates,
    "alignment": alignment,
    "pages": pages,
}


def keep(rows: list[dict], path: Path) -> None:
    """Write the rows; keep an earlier file's rows for groups and sets not measured now."""
    measured = {(one["group"], one["set"]) for one in rows}
    before = list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []
    rows = [*(one for one in before if (one["group"], one["set"]) not in measured), *rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda one: (list(GROUPS).index(one["group"]), one["set"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the sets are")
    parser.add_argument("--only", default=",".join(GROUPS), help=f"some of {','.join(GROUPS)}")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N faults of each dev row; store nothing"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="the CSV to write")
    given = parser.parse_args()
    names = given.only.split(",")
    if unknown := [name for name in names if name not in GROUPS]:
        parser.error(f"--only: {unknown[0]!r} is not one of {', '.join(GROUPS)}")
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is not a folder; --help says what to put there")
    warnings.simplefilter("ignore")
    run = {"date": date.today().isoformat(), "versions": VERSIONS}
    for name in names:
        rows = []
        for one in GROUPS[name](given.folder):
            rows.append(one | run | {"group": name})
            cells = f"{one['set']:25} {one['part']:9} {one['role']:9} {one['measure']:33} {one['n']:6} {one['ours']}"
            print(f"{cells}  {one['peer']} {one['peer_value']}".rstrip(), flush=True)
            print(*(f"      {fault}\n" for fault in one["faults"][: given.errors]), sep="", end="")
        if not given.errors:
            keep(rows, given.results)


if __name__ == "__main__":
    main()
