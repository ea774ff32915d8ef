"""Words, sentences, scripts, dates and alignment beside gold that other people made and published.

No data are part of this project. Put the sets you want into one folder, each under the name on the left (a clone, or a plain copy
of the files named); what is missing is named and left out. All are public repositories on GitHub:

    UD_Chinese-GSD, UD_Chinese-GSDSimp, UD_Chinese-HK, UD_Chinese-PUD, UD_English-PUD, UD_English-EWT
                    UniversalDependencies/<the same name>: the files *-ud-dev.conllu and *-ud-test.conllu
    TempEval-3      jspotter/TempEval-3: the folder data/TBAQ-cleaned, so that TempEval-3/AQUAINT/*.tml is there
    pySBD           nipunsadvilkar/pySBD: benchmarks/english_golden_rules.py (read, never executed)
    OpenCC          BYVoid/OpenCC: test/testcases/testcases.json

    python benchmarks/public_gold.py FOLDER                             # about three minutes; benchmarks/public_gold.csv
    python benchmarks/public_gold.py FOLDER --only words,dates
    python benchmarks/public_gold.py FOLDER --only dates --errors 40    # what went wrong, of the dev parts alone

Rules may be tuned on rows whose `role` is dev: GSD dev, GSDSimp dev, EWT dev, TempEval-3 and OpenCC documents 1, 3, 5 ... (in the
order of their names or of the file), pySBD's rules, and for alignment the Wikipedia sentences of PUD. All others are only reported:
HK, PUD, GSD test, EWT test, the even documents, and the sums `dev+test` and `all`, which are there to compare with peers.

How each is counted:

* words: F1 of exact token spans, marks among them; and of tokens of Han characters alone. A contraction of English gold is one token,
  but 's is always a token of its own, as the module `tokens` has it.
* sentences: F1 of the places where sentences end, without the end of the text. Chinese and PUD: ten sentences at a time, joined
  by nothing (Chinese) or a space; EWT: whole documents, joined by a space and without their paragraphs. pySBD: rules kept whole.
* scripts: cases converted without a fault, and characters, of OpenCC's t2s, tw2s and hk2s; width and case of letters aside.
* dates: the share of gold expressions of type DATE with a value that names days (no PRESENT_REF, no 1998-FA) that overlap
  one of ours with the same days. A range of ours (between 1994 and 1997) that covers several is right for the first
  that begins and the last that ends as it does. Read from the day of the document. Also: how many of ours touch no gold expression.
* alignment: PUD's Chinese and English, 50 sentences to a document, F1 of linked pairs of sentences: clean; a twentieth of
  either side left out and a tenth of the Chinese merged with the next; half of either side left out. Damaged three times.
"""

import argparse
import ast
import csv
import hashlib
import json
import platform
import random
import re
import unicodedata
import warnings
import xml.etree.ElementTree as ET
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

# The public face, and the only lines to edit if a name moves.
from helpers.dates import dates_in
from helpers.parallel import align
from helpers.scripts import HAN, simplify
from helpers.sentences import sentence_spans
from helpers.tokens import cut


def sentences_in(text: str, language: str) -> list[tuple[int, int]]:
    return sentence_spans(text)


def simplified(text: str) -> str:
    return simplify(text, "Hant")


RESULTS = Path(__file__).parent / "public_gold.csv"
COLUMNS = "date versions data group set part role measure n ours peer peer_value source".split()
VERSIONS = (
    ", ".join(f"{name} {version(name)}" for name in ("jieba", "opencc"))
    + f", Python {platform.python_version()}"
)
SOURCE = "measured beside ours on 2026-11-28"
PEERS = {
    ("UD_Chinese-PUD", "test", "words F1"): ("THULAC", 0.863),
    ("UD_Chinese-GSD", "dev+test", "words F1"): ("jieba after t2s", 0.795),
    ("UD_Chinese-GSDSimp", "dev+test", "words F1"): ("jieba after t2s", 0.795),
    ("UD_Chinese-HK", "test", "words F1"): ("THULAC", 0.887),
    ("UD_English-PUD", "test", "words F1"): ("spaCy", 0.995),
    ("UD_English-EWT weblog", "dev+test", "words F1"): ("spaCy", 0.986),
    ("UD_English-EWT newsgroup", "dev+test", "words F1"): ("spaCy", 0.969),
    ("UD_English-EWT reviews", "dev+test", "words F1"): ("spaCy", 0.970),
    ("UD_English-PUD", "test", "sentences F1"): ("best of several", 0.998),
    ("UD_English-EWT weblog", "dev+test", "sentences F1"): ("best of several", 0.924),
    ("UD_English-EWT answers", "dev+test", "sentences F1"): ("best of several", 0.878),
    ("UD_Chinese-PUD", "test", "sentences F1"): ("best of several", 0.980),
    ("UD_Chinese-GSD", "dev+test", "sentences F1"): ("best of several", 0.993),
    ("UD_Chinese-HK", "test", "sentences F1"): ("best of several", 0.971),
    ("pySBD", "all", "rules kept"): ("pySBD", 47 / 48),
    ("TempEval-3 AQUAINT", "all", "dates found, days right"): ("recognizers-text", 0.694),
    ("TempEval-3 TimeBank", "all", "dates found, days right"): ("dateparser", 0.414),
    ("UD PUD zh-en", "news", "links F1, clean"): ("Gale-Church", 1.00),
    ("UD PUD zh-en", "news", "links F1, 5 % left out on either side, 10 % merged"): (
        "length and dictionary",
        0.93,
    ),
    ("UD PUD zh-en", "news", "links F1, half left out on either side"): ("length and dictionary", 0.66),
}
GENRES = ("weblog", "newsgroup", "reviews", "answers", "email")
Span = tuple[int, int]


class Score(NamedTuple):
    """One row to be: `n` gold items, the share or F1 that is `ours`, and the faults in words."""

    n: int
    ours: float
    faults: list[str]


class Gold(NamedTuple):
    """A sentence of a treebank."""

    document: str
    text: str
    tokens: list[Span]


def f1(right: int, gold: int, found: int) -> float:
    return 2 * right / (gold + found) if gold + found else 1.0


def row(group: str, name: str, part: str, role: str, measure: str, score: Score) -> dict:
    peer, value = PEERS.get((name, part, measure), ("", ""))
    return {
        "group": group, "set": name, "part": part, "role": role, "measure": measure, "n": score.n, "ours": round(score.ours, 4),
        "peer": peer, "peer_value": value and round(value, 3), "source": peer and SOURCE, "faults": score.faults if role == "dev" else [],
    }  # fmt: skip


def present(*paths: Path) -> bool:
    """Whether all are there; what is not is named once."""
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"{path.parent.name}/{path.name}: not found, left out; --help says how to get it")
    return not missing


def halves(items: list, whole: str = "all") -> list[tuple[str, str, list]]:
    return [("odd", "dev", items[::2]), ("even", "reported", items[1::2]), (whole, "reported", items)]


def conllu(path: Path) -> list[Gold]:
    """The sentences with their surface tokens: a contraction whole, but a closing 's apart."""
    sentences, document = [], ""
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n"), start=1):
        lines = block.splitlines()
        about = dict(line[1:].strip().split(" = ", 1) for line in lines if line[0] == "#" and " = " in line)
        document, text = about.get("newdoc id", document), about["text"]
        forms, inside, whole = [], 0, ""
        for fields in (line.split("\t") for line in lines if line[0] != "#"):
            first, _, last = fields[0].partition("-")
            if last:
                inside, whole = int(last), fields[1]
            elif "." in first:
                continue
            elif int(first) > inside:
                forms.append(fields[1])
            elif int(first) == inside:
                ending = fields[1]
                apart = ending.lower() in ("'s", "’s") or fields[4] == "POS"
                forms += [whole.removesuffix(ending), ending] if apart and whole.endswith(ending) else [whole]
        tokens, place = [], 0
        for form in forms:
            place = text.find(form, place)
            if place < 0:
                raise ValueError(
                    f"{path.name}, sentence {number}: {form!r} is not in its text; download the file again"
                )
            tokens.append((place, place + len(form)))
            place += len(form)
        sentences.append(Gold(document, text, tokens))
    return sentences


def treebanks(folder: Path) -> Iterator[tuple[str, str, str, str | None, list[Gold]]]:
    """Set, part, role, script (None in English) and sentences of every treebank that is there."""
    for name, script in (("GSD", "Hant"), ("GSDSimp", "Hans"), ("HK", "Hant"), ("PUD", "Hant")):
        base = folder / f"UD_Chinese-{name}" / f"zh_{name.lower()}-ud"
        yield from (
            (base.parent.name, *part[:2], script, part[2]) for part in parts_of(base, name in ("HK", "PUD"))
        )
    yield from (
        ("UD_English-PUD", *part[:2], None, part[2])
        for part in parts_of(folder / "UD_English-PUD/en_pud-ud", True)
    )
    for part, role, sentences in parts_of(folder / "UD_English-EWT/en_ewt-ud", False):
        for genre in GENRES:
            chosen = [one for one in sentences if one.document.startswith(genre)]
            yield f"UD_English-EWT {genre}", part, role, None, chosen


def parts_of(base: Path, test_only: bool) -> list[tuple[str, str, list[Gold]]]:
    paths = {part: base.with_name(f"{base.name}-{part}.conllu") for part in ("dev", "test")[test_only:]}
    if not present(*paths.values()):
        return []
    read = {part: conllu(path) for part, path in paths.items()}
    parts = [(part, "dev" if part == "dev" else "reported", read[part]) for part in read]
    return parts if test_only else [*parts, ("dev+test", "reported", read["dev"] + read["test"])]


def words_score(sentences: list[Gold], script: str | None, only_han: bool = False) -> Score:
    """F1 of token spans; the faults are the shortest stretches cut otherwise, the most frequent first."""
    right = gold = found = 0
    faults: Counter = Counter()
    for one in sentences:
        ours = cut(one.text, script)
        keep = [set(spans) for spans in (one.tokens, ours)]
        if only_han:
            keep = [
                {span for span in spans if re.fullmatch(f"[{HAN}]+", one.text[slice(*span)])}
                for spans in keep
            ]
        right, gold, found = right + len(keep[0] & keep[1]), gold + len(keep[0]), found + len(keep[1])
        edges = sorted({0, *(end for _, end in one.tokens)} & {0, *(end for _, end in ours)})
        for low, high in pairwise(edges):
            one_way, other = (
                " ".join(one.text[a:b] for a, b in spans if low <= a < high) for spans in (one.tokens, ours)
            )
            if one_way != other:
                faults[f"{one_way}  <-  {other}"] += 1
    return Score(
        gold, f1(right, gold, found), [f"{count:4}  {fault}" for fault, count in faults.most_common()]
    )


def words(folder: Path) -> list[dict]:
    rows = []
    for name, part, role, script, sentences in treebanks(folder):
        rows.append(row("words", name, part, role, "words F1", words_score(sentences, script)))
        if script:
            score = words_score(sentences, script, only_han=True)
            rows.append(
                row("words", name, part, role, "words of Han characters F1", score._replace(faults=[]))
            )
    return rows


def sentences_score(texts: list[list[str]], language: str) -> Score:
    """F1 of the ends of sentences inside the texts, each a list of gold sentences."""
    right = gold = found = 0
    faults = []
    for pieces in texts:
        joiner = "" if language == "zh" else " "
        text = joiner.join(pieces)
        ends = {len(joiner.join(pieces[:count])) for count in range(1, len(pieces))}
        ours = {end for _, end in sentences_in(text, language)} - {len(text)}
        right, gold, found = right + len(ours & ends), gold + len(ends), found + len(ours)
        for place in sorted(ours ^ ends):
            kind = "not found" if place in ends else "too many "
            faults.append(f"{kind} {text[max(0, place - 50) : place]} | {text[place : place + 40]}")
    return Score(gold, f1(right, gold, found), faults)


def rules_score(rules: list[tuple[str, list[str]]]) -> Score:
    faults = []
    for text, wanted in rules:
        ours = [text[start:end] for start, end in sentences_in(text, "en")]
        if ours != [sentence.strip() for sentence in wanted]:
            faults.append(" | ".join(ours) + "  <-  " + " | ".join(wanted))
    return Score(len(rules), 1 - len(faults) / len(rules), faults)


def golden_rules(path: Path) -> list[tuple[str, list[str]]]:
    """The list of pairs in pySBD's file, read as data."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return next(ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign))


def sentences(folder: Path) -> list[dict]:
    rows = []
    for name, part, role, script, gold in treebanks(folder):
        texts = [one.text.strip() for one in gold]
        if "EWT" in name:
            documents = [
                [one.text.strip() for one in group] for _, group in groupby(gold, lambda one: one.document)
            ]
        else:
            documents = [texts[place : place + 10] for place in range(0, len(texts), 10)]
        score = sentences_score(documents, "zh" if script else "en")
        rows.append(row("sentences", name, part, role, "sentences F1", score))
    path = next((folder / "pySBD").rglob("english_golden_rules.py"), folder / "pySBD/english_golden_rules.py")
    if present(path):
        rows.append(row("sentences", "pySBD", "all", "dev", "rules kept", rules_score(golden_rules(path))))
    return rows


def cases_of(path: Path) -> list[dict]:
    """OpenCC's cases; its JSON has commas before a closing bracket."""
    return json.loads(re.sub(r",(\s*\n\s*[}\]])", r"\1", path.read_text(encoding="utf-8")))["cases"]


def scripts_score(pairs: list[tuple[str, str]]) -> tuple[Score, Score]:
    """Of whole cases, and of characters where the length is kept."""
    faults, right, all_of_them = [], 0, 0
    for traditional, wanted in pairs:
        ours, wanted = (
            unicodedata.normalize("NFKC", text).casefold() for text in (simplified(traditional), wanted)
        )
        if ours != wanted:
            faults.append(f"{traditional}: {ours}  <-  {wanted}")
        if len(ours) == len(wanted):
            right, all_of_them = right + sum(map(str.__eq__, ours, wanted)), all_of_them + len(wanted)
    whole = Score(len(pairs), 1 - len(faults) / max(1, len(pairs)), faults)
    return whole, Score(all_of_them, right / max(1, all_of_them), [])


def scripts(folder: Path) -> list[dict]:
    path = next((folder / "OpenCC").rglob("testcases.json"), folder / "OpenCC/testcases.json")
    if not present(path):
        return []
    rows = []
    for part, role, cases in halves(cases_of(path)):
        for way in ("t2s", "tw2s", "hk2s"):
            pairs = [(case["input"], case["expected"][way]) for case in cases if way in case["expected"]]
            for measure, score in zip(("cases right", "characters right"), scripts_score(pairs), strict=True):
                rows.append(row("scripts", "OpenCC", part, role, f"{way}, {measure}", score))
    return rows


def days_of(value: str) -> tuple[date, date] | None:
    """The days that a TimeML value names: a day, week, weekend, month, quarter, half, year or decade; None of all others."""
    numbers = [int(number) for number in re.findall(r"\d+", value.partition("T")[0])]
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
            return date(*numbers), date(*numbers)
        if re.fullmatch(r"\d{4}-W\d\d(-WE)?", value):
            first = date.fromisocalendar(*numbers, 6 if value.endswith("WE") else 1)
            return first, first + timedelta(days=1 if value.endswith("WE") else 6)
        for shape, months in ((r"\d{4}-\d\d", 1), (r"\d{4}-Q\d", 3), (r"\d{4}-H\d", 6), (r"\d{4}", 12)):
            if re.fullmatch(shape, value):
                year, last = numbers[0], (numbers[1] if len(numbers) > 1 else 1) * months
                return date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1])
        if re.fullmatch(r"\d{3}X?", value):
            return date(numbers[0] * 10, 1, 1), date(numbers[0] * 10 + 9, 12, 31)
    except ValueError:
        return None
    return None


def timeml(path: Path) -> tuple[str, date, list[tuple[int, int, dict]]]:
    """Text, day and marked expressions (`start, end, attributes`) of a document."""
    root = ET.parse(path).getroot()
    text, marked = "", []

    def read(node: ET.Element) -> None:
        nonlocal text
        start = len(text)
        text += node.text or ""
        for child in node:
            read(child)
            text += child.tail or ""
        if node.tag == "TIMEX3":
            marked.append((start, len(text), dict(node.attrib)))

    read(root.find("TEXT"))
    return text, date.fromisoformat(root.find("DCT/TIMEX3").get("value")[:10]), marked


def dates_score(documents: list[tuple[str, date, list]]) -> tuple[Score, Score]:
    """The share of gold expressions with the right days, and that of ours which touch a gold expression of any type."""
    right = gold = touching = all_of_ours = 0
    faults, strays = [], []
    for text, day, marked in documents:
        found = dates_in(text, "en", day).dropna(subset=["first", "last"])
        ours = list(
            zip(found["start"], found["end"], found["first"].dt.date, found["last"].dt.date, strict=True)
        )
        dated = [
            (start, end, days_of(about["value"])) for start, end, about in marked if about["type"] == "DATE"
        ]
        dated = [one for one in dated if one[2]]
        for start, end, days in dated:
            over = [one for one in ours if one[0] < end and start < one[1]]
            gold += 1
            if any(one[2:] == days or _is_edge(one, (start, end, days), dated) for one in over):
                right += 1
                continue
            said = "; ".join(f"{text[one[0] : one[1]]!r} {one[2]}..{one[3]}" for one in over) or "nothing"
            faults.append(f"{day} {_around(text, start, end)} {days[0]}..{days[1]}  <-  {said}")
        for start, end, *days in ours:
            if any(start < other_end and other < end for other, other_end, _ in marked):
                touching += 1
            else:
                strays.append(f"{day} {_around(text, start, end)} {days[0]}..{days[1]}")
        all_of_ours += len(ours)
    shares = right / max(1, gold), touching / max(1, all_of_ours)
    return Score(gold, shares[0], faults), Score(all_of_ours, shares[1], strays)


def _is_edge(ours: tuple, one: tuple, dated: list[tuple]) -> bool:
    covered = sorted(other for other in dated if ours[0] < other[1] and other[0] < ours[1])
    begins, ends = one == covered[0] and ours[2] == one[2][0], one == covered[-1] and ours[3] == one[2][1]
    return len(covered) > 1 and (begins or ends)


def _around(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 25]}".split())


def dates(folder: Path) -> list[dict]:
    rows = []
    for name in ("AQUAINT", "TimeBank"):
        if present(folder / "TempEval-3" / name):
            paths = sorted((folder / "TempEval-3" / name).glob("[!.]*.tml"))
            for part, role, documents in halves([timeml(path) for path in paths]):
                for measure, score in zip(
                    ("dates found, days right", "ours on a gold expression"),
                    dates_score(documents),
                    strict=True,
                ):
                    rows.append(row("dates", f"TempEval-3 {name}", part, role, measure, score))
    return rows


DAMAGES = ("clean", "5 % left out on either side, 10 % merged", "half left out on either side")


def damaged(count: int, damage: str, rng: random.Random) -> tuple[list[list[int]], list[list[int]]]:
    """Which of `count` sentences each unit of the left and of the right holds."""
    left_out = dict(zip(DAMAGES, (0, 0.05, 0.5), strict=True))[damage]
    left, right = ([[place] for place in range(count) if rng.random() >= left_out] for _ in range(2))
    merged: list[list[int]] = []
    free = False
    for unit in left:
        if free and "merged" in damage and rng.random() < 0.1:
            merged[-1] = merged[-1] + unit
            free = False
        else:
            merged.append(unit)
            free = True
    return merged, right


def links_score(pairs: list[tuple[str, str]], damage: str, times: int = 3, size: int = 50) -> Score:
    """F1 of pairs of units that hold the same sentence, over documents of `size` sentences."""
    right = gold = found = 0
    faults = []
    for seed in range(1 if damage == "clean" else times):
        rng = random.Random(seed)
        for begin in range(0, len(pairs), size):
            part = pairs[begin : begin + size]
            sides = damaged(len(part), damage, rng)
            tables = [
                pd.DataFrame(
                    {
                        "text": [joiner.join(part[one][side] for one in unit) for unit in sides[side]],
                        "language": language,
                    }
                )
                for side, (joiner, language) in enumerate((("", "zh-Hant"), (" ", "en")))
            ]
            wanted = {
                (x, y)
                for x, one in enumerate(sides[0])
                for y, other in enumerate(sides[1])
                if {*one} & {*other}
            }
            table = align(*tables)
            made = set()
            for lefts, rights in zip(table["left_sentences"], table["right_sentences"], strict=True):
                both = (
                    [int(number) - 1 for number in re.findall(r"\d+", str(cell))] for cell in (lefts, rights)
                )
                left, others = both
                made |= {(x, y) for x in left for y in others}
            right, gold, found = right + len(made & wanted), gold + len(wanted), found + len(made)
            for x, y in sorted(made ^ wanted):
                kind = "not found" if (x, y) in wanted else "too many "
                faults.append(f"{kind} {x + 1}-{y + 1}  {tables[0]['text'][x]}  =  {tables[1]['text'][y]}")
    return Score(gold, f1(right, gold, found), faults)


def alignment(folder: Path) -> list[dict]:
    paths = [folder / "UD_Chinese-PUD/zh_pud-ud-test.conllu", folder / "UD_English-PUD/en_pud-ud-test.conllu"]
    if not present(*paths):
        return []
    texts = [
        dict(re.findall(r"# sent_id = (\w+)\n(?:#.*\n)*?# text = (.*)", path.read_text(encoding="utf-8")))
        for path in paths
    ]
    rows = []
    for part, role, letter in (("wikipedia", "dev", "w"), ("news", "reported", "n")):
        pairs = [
            (texts[0][name].strip(), texts[1][name].strip())
            for name in texts[1]
            if name[0] == letter and name in texts[0]
        ]
        for damage in DAMAGES:
            rows.append(
                row(
                    "alignment", "UD PUD zh-en", part, role, f"links F1, {damage}", links_score(pairs, damage)
                )
            )
    return rows


GROUPS = {"words": words, "sentences": sentences, "scripts": scripts, "dates": dates, "alignment": alignment}


def fingerprint(folder: Path, name: str) -> str:
    """Eight digits that change with the data of a set, so that two runs can be compared."""
    tops = (
        [folder / "UD_Chinese-PUD", folder / "UD_English-PUD"]
        if name == "UD PUD zh-en"
        else [folder / name.split()[0]]
    )
    inner = name.split()[1] if name.startswith("TempEval") else ""
    paths = sorted(
        path
        for top in tops
        for path in (top / inner).rglob("*")
        if path.suffix in (".conllu", ".tml", ".json", ".py")
    )
    used = [path for path in paths if "train" not in path.name and not path.name.startswith(".")]
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in used)).hexdigest()[
        :8
    ]


def keep(rows: list[dict], path: Path) -> None:
    """Write the rows; of an earlier file those of groups and sets that were not measured now stay."""
    before = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            before = list(csv.DictReader(file))
    measured = {(one["group"], one["set"]) for one in rows}
    kept = [one for one in before if (one["group"], one["set"]) not in measured]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(
            sorted([*kept, *rows], key=lambda one: (list(GROUPS).index(one["group"]), one["set"]))
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the sets are")
    parser.add_argument(
        "--only", default=",".join(GROUPS), help=f"some of {','.join(GROUPS)}; all unless named"
    )
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N faults of each dev row; stores nothing"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="the CSV to write")
    given = parser.parse_args()
    names = given.only.split(",")
    if unknown := [name for name in names if name not in GROUPS]:
        parser.error(f"--only: {unknown[0]!r} is none of {', '.join(GROUPS)}")
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is not a folder; --help says what to put there")
    warnings.simplefilter("ignore")
    today = date.today().isoformat()
    for name in names:
        rows = GROUPS[name](given.folder)
        for one in rows:
            one |= {"date": today, "versions": VERSIONS, "data": fingerprint(given.folder, one["set"])}
            beside = f"   {one['peer']} {one['peer_value']}" if one["peer"] else ""
            print(
                f"{one['set']:26} {one['part']:10} {one['role']:9} {one['measure']:52} {one['n']:6} {one['ours']:.4f}{beside}",
                flush=True,
            )
            for fault in one["faults"][: given.errors]:
                print("    ", fault)
        if not given.errors:
            keep(rows, given.results)


if __name__ == "__main__":
    main()
