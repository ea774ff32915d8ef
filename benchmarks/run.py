"""Side by side in one run: this collection and the tools of the field, on the same texts, as ratios.

Every comparison is interleaved (ours, theirs, ours, theirs, ...) and its time is the median of the runs, of processor time where
one process works, of the wall clock where several do; memory is the peak of a
process of its own. Corpora are those of `generate.py`. Writes one CSV, a row for each comparison, with the date and the kind of machine.

    uv pip install -e ".[benchmark]"
    python benchmarks/run.py                    # about 15 minutes; benchmarks/results.csv
    python benchmarks/run.py --only tokens,reuse
"""

import argparse
import csv
import logging
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import Corpus, load_corpus, measures, scale, stories, tokenize
from helpers.matching import concepts, find_concepts
from helpers.tables import read_table
from helpers.tokens import compare_engines

sys.path.insert(0, str(Path(__file__).parent))
import generate

RESULTS = Path(__file__).parent / "results.csv"
COLUMNS = (
    "group measure ours other size unit runs ours_value other_value ratio target better reached note date machine"
).split()
ROWS: list[dict] = []
MACHINE = f"{os.cpu_count()} shared cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"


def medians(
    runs: int, *works: Callable[[], object], clock: Callable[[], float] = time.process_time
) -> list[float]:
    """The median seconds of each, run in turns: of processor time, since others work on the machine; of the wall clock where
    several processes share the work (`time.perf_counter`)."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, kept in zip(works, times, strict=True):
            begun = clock()
            work()
            kept.append(clock() - begun)
    return [statistics.median(kept) for kept in times]


def record(
    group: str, measure: str, ours: str, other: str, size: str, runs: int, ours_value: float, other_value: float | None,
    target: float | None = None, better: str = "higher", ratio: float | None = None, unit: str = "seconds", note: str = "",
) -> None:  # fmt: skip
    """One row: `ratio` is how many times faster ours is (other / ours), unless it is given."""
    ratio = other_value / ours_value if ratio is None and other_value is not None else ratio
    reached = ""
    if target is not None and ratio is not None:
        reached = "yes" if (ratio >= target if better == "higher" else ratio <= target) else "no"
    row = {
        "group": group, "measure": measure, "ours": ours, "other": other, "size": size, "unit": unit, "runs": runs,
        "ours_value": f"{ours_value:.4g}", "other_value": "" if other_value is None else f"{other_value:.4g}",
        "ratio": "" if ratio is None else f"{ratio:.3g}", "target": "" if target is None else target, "better": better,
        "reached": reached, "note": note, "date": date.today().isoformat(), "machine": MACHINE,
    }  # fmt: skip
    ROWS.append(row)
    print(
        f"{group:12} {measure:44} {row['ours_value']:>9} {row['other_value']:>9}  x{row['ratio']:>7} {reached:3} {note}",
        flush=True,
    )


def corpus_of(folder: Path, megabytes: float, **options) -> Corpus:
    path = folder / f"{megabytes}.jsonl"
    if not path.exists():
        generate.write(path, characters=int(megabytes * 1e6), **options)
    return load_corpus(path)


def cold(folder: Path) -> None:
    base = "import jieba, logging; jieba.setLogLevel(60); jieba.initialize(); import pandas"
    ours = "from helpers import load_corpus, tokenize; tokenize(load_corpus())"
    works = [
        lambda code=code: subprocess.run([sys.executable, "-c", code], check=True) for code in (ours, base)
    ]
    mine, theirs = medians(7, *works, clock=time.perf_counter)
    record(
        "start", "import, load and tokenize the five seeds", "helpers", "jieba.initialize() and import pandas", "36 kB",
        7, mine, theirs, 1.3, "lower", mine / theirs,
    )  # fmt: skip


def tokens(folder: Path) -> None:
    import jieba
    import rjieba

    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    rjieba.cut("上海")
    corpus = corpus_of(folder, 3)
    for language, name in ((None, "mixed, as the seeds"), ("zh", "Chinese alone")):
        articles = corpus.articles if language is None else corpus.articles.query("language == @language")
        inside = corpus.sentences["article"].isin(articles.index)
        part = Corpus(
            corpus.pages, corpus.segments, articles, corpus.sentences[inside], corpus.links, corpus.refusals
        )
        texts = articles["text"].tolist()
        tokenize(part), tokenize(part, engine="rjieba")
        size = f"{sum(len(text.encode()) for text in texts) / 1e6:.1f} MB"
        mine, port, bare, rust = medians(
            5,
            lambda part=part: tokenize(part),
            lambda part=part: tokenize(part, engine="rjieba"),
            lambda texts=texts: [list(jieba.cut(text)) for text in texts],
            lambda texts=texts: [rjieba.cut(text) for text in texts],
        )
        two, wall = medians(
            5,
            lambda part=part: tokenize(part, engine="rjieba", workers=2),
            lambda texts=texts: [list(jieba.cut(text)) for text in texts],
            clock=time.perf_counter,
        )
        record("tokens", f"tokenize, jieba ({name})", "tokenize", "bare jieba.cut", size, 5, mine, bare, 0.8)
        record(
            "tokens",
            f"tokenize, rjieba ({name})",
            "tokenize(engine='rjieba')",
            "bare jieba.cut",
            size,
            5,
            port,
            bare,
            8,
        )
        record(
            "tokens",
            f"tokenize, rjieba, 2 workers ({name})",
            "tokenize(workers=2)",
            "bare jieba.cut",
            size,
            5,
            two,
            wall,
            12,
        )
        record(
            "tokens",
            f"tokenize, rjieba, against rjieba ({name})",
            "tokenize(engine='rjieba')",
            "bare rjieba.cut",
            size,
            5,
            port,
            rust,
        )
    differences = compare_engines(corpus)
    record(
        "tokens", "tokens on which jieba and rjieba differ", "rjieba", "jieba", "3 MB", 1, differences.attrs["differing"],
        differences.attrs["tokens"], unit="tokens", ratio=differences.attrs["differing"] / differences.attrs["tokens"], better="lower",
    )  # fmt: skip
    for compact in (True, False):
        table = tokenize(corpus, engine="rjieba", compact=compact)
        held = table.memory_usage(index=False, deep=False)
        bytes_each = sum(
            table[name].to_numpy().itemsize
            if table[name].dtype.kind == "i"
            else table[name].cat.codes.dtype.itemsize
            for name in table
        )
        record(
            "memory", f"bytes per token, compact={compact}", "token table", "", f"{len(table):,} tokens", 1,
            float(held.sum() / len(table)), None, 20 if compact else None, "lower", ratio=bytes_each, unit="bytes",
        )  # fmt: skip


def growth(folder: Path) -> None:
    """log(time) over log(size), from 1 to 10 MB."""
    sizes = (1, 3, 10)
    works: dict[str, list[float]] = {}
    for megabytes in sizes:
        corpus_of(folder, megabytes)
        path = folder / f"{megabytes}.jsonl"
        corpus = load_corpus(path)
        table = tokenize(corpus, engine="rjieba")
        groups = corpus.articles["outlet"]
        runs = 5 if megabytes < 10 else 3
        chinese = concepts()
        part = corpus.articles.index[: len(corpus.articles) // 5]
        few = Corpus(
            corpus.pages, corpus.segments[corpus.segments["article"].isin(part)], corpus.articles.loc[part],
            corpus.sentences[corpus.sentences["article"].isin(part)], corpus.links, corpus.refusals,
        )  # fmt: skip
        timed = {
            "load_corpus": lambda path=path: load_corpus(path),
            "tokenize, rjieba": lambda corpus=corpus: tokenize(corpus, engine="rjieba"),
            "find_concepts (a fifth of the articles)": lambda few=few, chinese=chinese: find_concepts(
                few, table=chinese
            ),
            "keyness": lambda table=table, groups=groups: measures.keyness(table, groups),
            "dispersion": lambda table=table, groups=groups: measures.dispersion(table, groups),
            "collocates": lambda table=table: measures.collocates(table, "上海精神"),
            "concordance": lambda table=table, corpus=corpus: measures.concordance(corpus, table, "上海精神"),
        }
        for name, seconds in zip(timed, medians(runs, *timed.values()), strict=True):
            works.setdefault(name, []).append(seconds)
    for name, seconds in works.items():
        slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        record(
            "growth", f"growth exponent of {name}", name, "", "1, 3, 10 MB", 3, seconds[-1], seconds[0], 1.05, "lower",
            ratio=slope, note="ours_value: 10 MB, other_value: 1 MB",
        )  # fmt: skip


def _ten_million(corpus: Corpus) -> tuple[pd.DataFrame, pd.Series]:
    """Ten million tokens: those of 3 MB laid behind one another, each time under new articles and with other terms."""
    table = tokenize(corpus, engine="rjieba")
    random = np.random.default_rng(0)
    copies = -(-10_000_000 // len(table))
    articles = len(corpus.articles)
    terms = table["term"].cat.categories
    codes = table["term"].cat.codes.to_numpy()
    rare = np.arange(len(terms))
    parts = []
    for _ in range(copies):
        random.shuffle(rare[len(rare) // 4 :])
        parts.append(rare[codes])
    whole = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(
                np.concatenate(
                    [
                        table["article"].cat.codes.to_numpy().astype(np.int32) + number * articles
                        for number in range(copies)
                    ]
                ),
                categories=[f"{number:07d}" for number in range(copies * articles)],
            ),
            "sentence": np.tile(table["sentence"].to_numpy(), copies),
            "term": pd.Categorical.from_codes(np.concatenate(parts), categories=terms),
            "kind": pd.Categorical.from_codes(
                np.tile(table["kind"].cat.codes, copies), categories=table["kind"].cat.categories
            ),
        }
    ).iloc[:10_000_000]
    labels = np.where(random.random(copies * articles) < 0.5, "one", "two")
    return whole, pd.Series(pd.Categorical(labels), index=whole["article"].cat.categories)


def counts(folder: Path) -> None:
    import nltk
    import polars
    from sklearn.feature_extraction.text import CountVectorizer

    corpus = corpus_of(folder, 3)
    table, groups = _ten_million(corpus)
    table = table[table["kind"] != "mark"].drop(columns="kind")
    size = f"{len(table) / 1e6:.1f} M words"
    strings = table["term"].astype(object)
    label = groups.reindex(table["article"].cat.categories).to_numpy()[table["article"].cat.codes]
    lists = {name: strings[label == name].tolist() for name in ("one", "two")}
    frame = pd.DataFrame({"group": pd.Series(label, dtype=object), "term": strings.to_numpy()})
    arrow = polars.DataFrame({"group": np.asarray(label, dtype=str), "term": strings.to_list()})
    group = groups.cat.codes.to_numpy()[table["article"].cat.codes].astype(np.int64)
    width = len(table["term"].cat.categories)
    codes = group * width + table["term"].cat.codes.to_numpy()

    def vectorizer():
        return CountVectorizer(analyzer=lambda words: words).fit_transform([lists["one"], lists["two"]])

    ours, keys, one_pass, pandas, nltks, polar, sklearn = medians(
        5,
        lambda: measures.frequency(table, groups),
        lambda: measures.keyness(table, groups, "one", "two"),
        lambda: np.bincount(codes, minlength=2 * width),
        lambda: frame.groupby(["group", "term"]).size(),
        lambda: [nltk.FreqDist(words) for words in lists.values()],
        lambda: arrow.group_by(["group", "term"]).len(),
        vectorizer,
    )
    both = "counts and keyness of all terms, 2 groups"
    record(
        "counts", both, "keyness", "one numpy.bincount", size, 5, keys, one_pass, 3, "lower", keys / one_pass
    )
    record("counts", both, "keyness", "pandas groupby on strings (counts only)", size, 5, keys, pandas, 5)
    record("counts", both, "keyness", "NLTK FreqDist (counts only)", size, 5, keys, nltks, 20)
    record("counts", both, "keyness", "polars group_by on strings (counts only)", size, 5, keys, polar)
    record("counts", both, "keyness", "scikit-learn CountVectorizer (counts only)", size, 5, keys, sklearn)
    record(
        "counts",
        "frequency with articles per term",
        "frequency",
        "pandas groupby on strings",
        size,
        5,
        ours,
        pandas,
    )
    few = table.iloc[:1_000_000]
    words = few["term"].astype(object).tolist()
    node = "上海精神"

    def nltk_collocates():
        finder = nltk.collocations.BigramCollocationFinder.from_words(words, window_size=6)
        return finder.score_ngrams(nltk.collocations.BigramAssocMeasures().likelihood_ratio)

    mine, theirs = medians(5, lambda: measures.collocates(few, node), nltk_collocates)
    record(
        "counts", "collocates of one node, window 5", "collocates", "NLTK BigramCollocationFinder", "1 M words", 5, mine,
        theirs, note="NLTK has no way to ask for one node: it scores all pairs",
    )  # fmt: skip
    record(
        "counts", "counts, keyness, collocations, KWIC", "measures", "quanteda (R)", "", 0, float("nan"), None, 5,
        note="not measured: Debian has no package r-cran-quanteda",
    )  # fmt: skip


def concordance(folder: Path) -> None:
    from nltk.text import ConcordanceIndex

    corpus = corpus_of(folder, 10)
    table = tokenize(corpus, engine="rjieba")
    words = table["term"].astype(object).tolist()
    size = f"{len(table) / 1e6:.1f} M tokens"
    hits = int((table["term"] == "上海精神").sum())

    def theirs():
        return ConcordanceIndex(words).find_concordance("上海精神")

    mine, other = medians(5, lambda: measures.concordance(corpus, table, "上海精神"), theirs)
    record(
        "concordance",
        "concordance of one term",
        "concordance",
        "NLTK ConcordanceIndex",
        size,
        5,
        mine,
        other,
        10,
        note=f"{hits} hits",
    )


def matching(folder: Path) -> None:
    corpus = corpus_of(folder, 1)
    table = concepts()
    forms = [
        form for row in table.itertuples() for form in [row.zh, *filter(None, row.zh_variants.split("|"))]
    ]
    chinese = re.compile("|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form))))
    english = re.compile("|".join(rf"\b(?:{row.en})\b" for row in table.itertuples()), re.IGNORECASE)
    by_language = [
        (chinese if language == "zh" else english, text)
        for language, text in zip(corpus.articles["language"], corpus.articles["text"], strict=True)
    ]
    mine, other = medians(
        5,
        lambda: find_concepts(corpus),
        lambda: [list(pattern.finditer(text)) for pattern, text in by_language],
    )
    record(
        "matching", "all concepts, with addresses", "find_concepts", "one re alternation a language", "1 MB", 5, mine, other,
        note="re alternation finds neither nested nor overlapping mentions, knows no exclusions and no addresses",
    )  # fmt: skip


def dask(folder: Path, runs: int = 5) -> None:
    path = folder / "5.jsonl"
    if not path.exists():
        generate.write(path, characters=5_000_000)
    table = read_table(path, rows=250)
    for engine, target in (("jieba", 1.6), ("rjieba", 1.3)):
        options = {"engine": engine, "concepts": False, "frames": False}

        def alone(options=options):
            place = Path(tempfile.mkdtemp(dir=folder))
            for number, part in enumerate(scale._parts(table, 0)):
                scale._part(number, part, "", str(place), options)
            shutil.rmtree(place)

        def two(options=options):
            place = Path(tempfile.mkdtemp(dir=folder))
            scale.run(table, place, workers=2, **options)
            shutil.rmtree(place)

        two_workers, one = medians(runs, two, alone, clock=time.perf_counter)
        record(
            "dask",
            f"parse, tokenize and count with {engine}",
            "Dask, 2 workers, start counted",
            "one process",
            "5 MB",
            runs,
            two_workers,
            one,
            target,
        )


def _reuse_articles(path: Path, number: int) -> pd.DataFrame:
    if not path.exists():
        generate.write(path, number=number, seed=7, reprints=0.02)
    table = pd.read_json(path, lines=True, dtype={"id": str, "reprint_of": str}).set_index("id")
    chinese = table["text"].str.contains("[\u4e00-\u9fff]")
    return table.assign(language=np.where(chinese, "zh", "en"))


def _datasketch(articles: pd.DataFrame) -> set[tuple[str, str]]:
    from datasketch import MinHash, MinHashLSH

    found = set()
    for language, group in articles.groupby("language"):
        index = MinHashLSH(threshold=0.4, num_perm=128)
        for name, text in group["text"].items():
            sketch = MinHash(num_perm=128)
            sketch.update_batch([piece.encode() for piece in stories.shingles(text, language)])
            found |= {(other, name) for other in index.query(sketch)}
            index.insert(name, sketch)
    return found


def reuse(folder: Path, numbers: tuple[int, ...] = (1_000, 10_000, 100_000), most_runs: int = 5) -> None:
    for number in numbers:
        path = folder / f"reuse-{number}.jsonl"
        articles = _reuse_articles(path, number)
        planted = {(source, name) for name, source in articles["reprint_of"].items() if source}
        size = f"{number:,} articles, {articles['text'].str.len().sum() / 1e6:.0f} M characters"
        kept: dict[str, object] = {}
        runs = most_runs if number < 100_000 else 1
        works = [
            lambda articles=articles, kept=kept: kept.update(ours=stories.similar_pairs(articles)),
            lambda articles=articles, kept=kept: kept.update(theirs=_datasketch(articles)),
        ]
        if number == 100_000:
            # A tenth for datasketch: it is linear, and the whole would take longer than all else together.
            tenth = articles.iloc[: number // 10]
            works[1] = lambda tenth=tenth, kept=kept: kept.update(theirs=_datasketch(tenth))
        mine, other = medians(runs, *works)
        note = ""
        if number == 100_000:
            other, note = 10 * other, "datasketch: a tenth of the articles, times ten"
            planted_theirs = {pair for pair in planted if pair[0] in tenth.index and pair[1] in tenth.index}
        else:
            planted_theirs = planted
        found = {
            tuple(sorted(pair)) for pair in zip(kept["ours"]["article"], kept["ours"]["other"], strict=True)
        }
        recall = len(planted & found) / len(planted)
        theirs = len(planted_theirs & kept["theirs"]) / max(len(planted_theirs), 1)
        record(
            "reuse",
            "all similar pairs",
            "similar_pairs",
            "datasketch MinHashLSH, 128",
            size,
            runs,
            mine,
            other,
            1,
            note=note,
        )
        record(
            "reuse", "recall of planted reprints", "similar_pairs", "datasketch MinHashLSH, 128", size, 1, recall, theirs, 1.0,
            ratio=recall, unit="share", note=f"{len(planted):,} planted, {len(found):,} pairs found",
        )  # fmt: skip
    code = (
        "import sys, resource; sys.path.insert(0, sys.argv[1]); import run, pathlib;"
        "from helpers import stories;"
        "stories.similar_pairs(run._reuse_articles(pathlib.Path(sys.argv[2]), int(sys.argv[3]))[['text', 'language']]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)"
    )
    arguments = [sys.executable, "-c", code, str(Path(__file__).parent), str(path), str(number)]
    peak = float(subprocess.run(arguments, check=True, capture_output=True, text=True).stdout)
    record(
        "reuse",
        "peak memory of similar_pairs",
        "similar_pairs",
        "",
        f"{number:,} articles",
        1,
        peak,
        None,
        5,
        "lower",
        peak,
        "GB",
    )


GROUPS = {
    "cold": cold, "tokens": tokens, "counts": counts, "concordance": concordance, "matching": matching, "growth": growth,
    "dask": dask, "reuse": reuse,
}  # fmt: skip

# The groups as rows name them, in the order of the file.
ORDER = ("start", "tokens", "memory", "counts", "concordance", "matching", "growth", "dask", "reuse")


def _keep(path: Path) -> None:
    """Write the rows measured so far; of an earlier file those of other comparisons stay."""
    before = []
    if path.exists():
        groups = {row["group"] for row in ROWS}
        with path.open(encoding="utf-8", newline="") as file:
            before = [row for row in csv.DictReader(file) if row["group"] not in groups]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(chain(before, ROWS), key=lambda row: ORDER.index(row["group"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(GROUPS), help=f"some of {','.join(GROUPS)}")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--corpora", type=Path, help="a folder to keep the generated corpora in")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.corpora or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.only.split(","):
            GROUPS[name](folder)
            _keep(given.results)  # after each group: a run that is broken off has measured something
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{time.perf_counter() - begun:.0f} s, {peak:.1f} GB; {given.results}")


if __name__ == "__main__":
    main()
