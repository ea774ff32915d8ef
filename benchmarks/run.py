"""This collection and other tools of the field in one run, on the same texts, as ratios.

Comparisons are interleaved (ours, theirs, ours, theirs, ...); the time is the median of the runs: processor time for
one process, wall clock for several. Memory is the peak of a separate process (on Linux). Corpora come from
`generate.py`, as small as the ratio allows. Writes one CSV: a row per comparison, with date and kind of machine.
    pip install -e ".[benchmark]"
    python benchmarks/run.py                          # under 25 minutes on two cores that do nothing else
    python benchmarks/run.py --only start,tokens      # the rows of other groups stay
    python benchmarks/run.py --size 0.02 --results tried.csv     # does every row still work?
"""

import argparse
import csv
import logging
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import comparisons, load_corpus, measures, scale, tokenize
from helpers.corpora import stories
from helpers.corpora.corpus import Corpus, selected
from helpers.notebooks import runs as notebook_runs

sys.path.insert(0, str(Path(__file__).parent))
import generate

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results.csv"
COLUMNS = (
    "group measure other size unit runs ours_value other_value ratio target better reached note date machine".split()
)
MACHINE = (
    f"{os.cpu_count()} shared cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
)
RUNS = 5
NODE = "上海精神"
# Factor for every size.
SIZE = 1.0
ROWS: list[dict] = []


def medians(
    *works: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.process_time
) -> list[float]:
    """Return the median seconds of each, run in turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, kept in zip(works, times, strict=True):
            begun = clock()
            work()
            kept.append(clock() - begun)
    return [statistics.median(kept) for kept in times]


def record(
    measure: str, size: str, ours: float | None, other: str = "", theirs: float | None = None, *,
    target: float | None = None, ratio: str = "faster", unit: str = "seconds", runs: int = RUNS, note: str = "",
) -> None:  # fmt: skip
    """Add one row. The `ratio` says how many times `faster` ours is, or how much `slower`, or is our `value` itself.
    The target is a minimum for `faster` and `share`, a maximum for the others."""
    better = "higher" if ratio in ("faster", "share") else "lower"
    number = ours
    if ours is not None and ratio in ("faster", "slower"):
        number = theirs / ours if ratio == "faster" else ours / theirs
    reached = ""
    if target is not None and number is not None:
        reached = "yes" if (number >= target if better == "higher" else number <= target) else "no"
    note = "; ".join(
        filter(None, [{"slower": "ratio: ours / other", "value": "ratio: the value"}.get(ratio, ""), note])
    )
    shown = ["" if value is None else f"{value:.4g}" for value in (ours, theirs, number)]
    row = [measure, other, size, unit, runs, *shown, "" if target is None else target, better, reached, note]
    ROWS.append(dict(zip(COLUMNS[1:], [*row, date.today().isoformat(), MACHINE], strict=True)))
    print(f"  {measure:46} {shown[0]:>9} {shown[1]:>9} {shown[2]:>9}  {reached:3} {note}", flush=True)


def corpus_file(folder: Path, megabytes: float) -> Path:
    characters = int(megabytes * 1_000_000 * SIZE)
    path = folder / f"{characters}.jsonl"
    if not path.exists():
        generate.write(path, characters=characters)
    return path


def alone(code: str, *arguments: object) -> tuple[float, float, float]:
    """Return the seconds of `code` in a separate process, its peak memory in GB, and that of its largest child
    process."""
    before = (
        "import resource, sys, time, warnings; warnings.simplefilter('ignore'); sys.path.insert(0, sys.argv[1]); import run\n"
        "from pathlib import Path; from helpers import load_corpus, measures, scale; from helpers.corpora import read_table, stories"
    )
    after = (
        "seconds = time.perf_counter() - begun; peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]\n"
        "print(seconds, int(peak) / 1e6, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6)"
    )
    script = f"{before}\nbegun = time.perf_counter()\n{code}\n{after}"
    command = [sys.executable, "-c", script, Path(__file__).parent, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak, of_children = map(float, done.stdout.splitlines()[-1].split())
    return seconds, peak, of_children


def start(folder: Path) -> None:
    base = "import jieba, logging; jieba.setLogLevel(60); jieba.initialize(); import pandas"
    ours = "from helpers import load_corpus, tokenize; tokenize(load_corpus())"
    # Both keep their bytecode from the first run on, as anywhere it may be written.
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    run = partial(subprocess.run, check=True, env=kept)
    works = [partial(run, [sys.executable, "-c", code]) for code in (ours, base)]
    mine, theirs = medians(*works, runs=9, clock=time.perf_counter)
    record(
        "import, load and tokenize the five seeds", "36 kB", mine, "jieba.initialize() and import pandas", theirs,
        target=1.3, ratio="slower", runs=9,
    )  # fmt: skip


def tokens(folder: Path) -> None:
    import jieba
    import rjieba

    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    rjieba.cut("上海")
    corpus = load_corpus(corpus_file(folder, 3))
    chinese = selected(corpus, corpus.articles.index[corpus.articles["language"] == "zh"])
    for name, part in (("mixed", corpus), ("Chinese alone", chinese)):
        texts = part.articles["text"].tolist()
        size = f"{sum(len(text.encode()) for text in texts) / 1e6:.1f} MB"
        tokenize(part)
        works = {
            "ours": lambda part=part: tokenize(part),
            "bare jieba.cut": lambda texts=texts: [list(jieba.cut(text)) for text in texts],
            "bare rjieba.cut": lambda texts=texts: [rjieba.cut(text) for text in texts],
        }
        took = dict(zip(works, medians(*works.values()), strict=True))
        record(f"tokenize, {name}", size, took["ours"], "bare jieba.cut", took["bare jieba.cut"], target=8)
        record(f"tokenize, {name}", size, took["ours"], "bare rjieba.cut", took["bare rjieba.cut"])


def many_tokens(corpus: Corpus, number: int) -> tuple[pd.DataFrame, pd.Series]:
    """Make a table of so many tokens, and a group for each article: the corpus's own tokens repeated, each time with
    new articles and with other terms except for the frequent ones."""
    table = tokenize(corpus, compact=True)
    random = np.random.default_rng(0)
    copies = -(-number // len(table))
    articles = len(corpus.articles)
    terms = table["term"].cat.categories
    codes = table["term"].cat.codes.to_numpy()
    rare = np.arange(len(terms), dtype=codes.dtype)
    article = np.empty(copies * len(table), dtype=np.int32)
    term = np.empty(copies * len(table), dtype=codes.dtype)
    for copy in range(copies):
        random.shuffle(rare[len(rare) // 4 :])
        place = slice(copy * len(table), (copy + 1) * len(table))
        article[place] = table["article"].cat.codes.to_numpy().astype(np.int32) + copy * articles
        term[place] = rare[codes]
    names = pd.Index([f"{place:07d}" for place in range(copies * articles)])
    whole = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(article, categories=names),
            **{name: np.tile(table[name].to_numpy(), copies) for name in ("sentence", "start", "end")},
            "token": pd.Categorical.from_codes(term, categories=terms),
            "term": pd.Categorical.from_codes(term, categories=terms),
            "kind": pd.Categorical.from_codes(np.tile(table["kind"].cat.codes, copies), table["kind"].cat.categories),
        },
        copy=False,
    ).iloc[:number]
    labels = np.where(random.random(len(names)) < 0.5, "one", "two")
    return whole, pd.Series(pd.Categorical(labels), index=names)


def counts(folder: Path) -> None:
    import nltk
    import polars
    from sklearn.feature_extraction.text import CountVectorizer

    whole, groups = many_tokens(load_corpus(corpus_file(folder, 3)), int(10_000_000 * SIZE))
    table = whole.loc[(whole["kind"] != "mark").to_numpy(), ["article", "sentence", "term"]]
    size = f"{len(table) / 1e6:.1f} M words"
    strings = table["term"].astype(object)
    label = groups.reindex(table["article"].cat.categories).to_numpy()[table["article"].cat.codes]
    lists = {name: strings[label == name].tolist() for name in ("one", "two")}
    frame = pd.DataFrame({"group": pd.Series(label, dtype=object), "term": strings.to_numpy()})
    arrow = polars.DataFrame({"group": np.asarray(label, dtype=str), "term": strings.to_list()})
    width = len(table["term"].cat.categories)
    group = groups.cat.codes.to_numpy()[table["article"].cat.codes].astype(np.int64)
    codes = group * width + table["term"].cat.codes.to_numpy()
    vectorizer = CountVectorizer(analyzer=lambda words: words)
    keys, one_pass, frequencies, pandas, nltks, polar, sklearn = medians(
        lambda: measures.keyness(table, groups, "one", "two"),
        lambda: np.bincount(codes, minlength=2 * width),
        lambda: measures.frequency(table, groups),
        lambda: frame.groupby(["group", "term"]).size(),
        lambda: [nltk.FreqDist(words) for words in lists.values()],
        lambda: arrow.group_by(["group", "term"]).len(),
        lambda: vectorizer.fit_transform(lists.values()),
    )
    both = "counts and keyness, two groups"
    record(both, size, keys, "one numpy.bincount", one_pass, target=3, ratio="slower")
    record(both, size, keys, "pandas on strings, counts only", pandas, target=5)
    record(both, size, keys, "NLTK FreqDist, counts only", nltks, target=20)
    record(both, size, keys, "polars on strings, counts only", polar, note="polars uses all cores")
    record(both, size, keys, "scikit-learn CountVectorizer, counts only", sklearn)
    record("counts, with the articles of each term", size, frequencies, "pandas groupby on strings", pandas)

    begin = int((table["term"] == NODE).to_numpy().argmax())
    few = table.iloc[begin : begin + int(300_000 * SIZE)]
    words = few["term"].astype(object).tolist()

    def nltk_collocates():
        finder = nltk.collocations.BigramCollocationFinder.from_words(words, window_size=6)
        return finder.score_ngrams(nltk.collocations.BigramAssocMeasures().likelihood_ratio)

    mine, theirs = medians(lambda: measures.collocates(few, NODE), nltk_collocates)
    record(
        "collocates of one node, window of five", f"{len(few):,} words", mine, "NLTK BigramCollocationFinder", theirs,
        note="NLTK scores the pairs of all nodes: it cannot be asked for one",
    )  # fmt: skip
    record(
        "counts, keyness, collocations, KWIC", "", None, "quanteda (R)", target=5, runs=0,
        note="not measured: Debian 12 has no package of it",
    )  # fmt: skip


def concordance(folder: Path) -> None:
    from nltk.text import ConcordanceIndex

    corpus = load_corpus(corpus_file(folder, 10))
    table = tokenize(corpus)
    words = table["term"].astype(object).tolist()
    at = table["term"].value_counts()
    rare = at.index[(at > 5) & (at < 15)].sort_values()[0]
    for node in (NODE, rare):
        mine, other = medians(
            lambda node=node: measures.concordance(corpus, table, node),
            lambda node=node: ConcordanceIndex(words).find_concordance(node),
        )
        record(
            f"concordance of a term with {at[node]:,} lines", f"{len(table) / 1e6:.1f} M tokens", mine, "NLTK ConcordanceIndex",
            other, target=10, note="NLTK builds its index each time",
        )  # fmt: skip


# How many times faster than bare jieba each table should be.
TABLES = {"dates": 2.5, "voices": 1.5, "actors": 4, "frames": 4, "concepts": None, "modals": None, "formulas": None}


def tables(folder: Path) -> None:
    """Time each table against bare jieba on the same text, and the slope of log(time) over log(size)."""
    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    sizes = (1, 3, 10)
    works: dict[str, list[float]] = {}
    for megabytes in sizes:
        path = corpus_file(folder, megabytes)
        corpus = load_corpus(path)
        words = tokenize(corpus)
        groups, texts = corpus.articles["outlet"], corpus.articles["text"].tolist()
        timed = {
            "bare jieba": lambda texts=texts: [list(jieba.cut(text)) for text in texts],
            "load_corpus, with story links": lambda path=path: load_corpus(path),
            "tokens": lambda corpus=corpus: tokenize(corpus),
            **{name: lambda corpus=corpus, name=name: scale.TABLES[name](corpus) for name in TABLES},
            "frequency": lambda words=words, groups=groups: measures.frequency(words, groups),
            "keyness": lambda words=words, groups=groups: measures.keyness(
                words, groups, *groups.value_counts().index[:2]
            ),
            "dispersion": lambda words=words, groups=groups: measures.dispersion(words, groups),
            "collocates": lambda words=words: measures.collocates(words, NODE),
            "concordance": lambda words=words, corpus=corpus: measures.concordance(corpus, words, NODE),
        }
        for name in TABLES:
            timed[name]()  # compile first
        for name, seconds in zip(timed, medians(*timed.values(), runs=3), strict=True):
            works.setdefault(name, []).append(seconds)
    bare, size = works.pop("bare jieba")[-1], f"{sizes[-1] * SIZE:g} MB"
    for name, target in TABLES.items():
        record(f"table of {name}", size, works[name][-1], "bare jieba.cut", bare, target=target, runs=3)
    whole = sum(works[name][-1] for name in ("tokens", *TABLES))
    record("all tables and the tokens", size, whole, "bare jieba.cut", bare, target=0.45, runs=3)
    for name, seconds in works.items():
        slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        record(
            f"growth of {name}", "1, 3, 10 MB", slope, target=1.05, ratio="value", unit="exponent", runs=3,
            note=f"{seconds[0]:.3g} to {seconds[-1]:.3g} seconds",
        )  # fmt: skip


def align(folder: Path) -> None:
    """Align two texts: one is the other with a fifth of its sentences exchanged."""
    corpus = load_corpus(corpus_file(folder, 1))
    chinese = corpus.articles.index[corpus.articles["language"] == "zh"]
    texts = corpus.sentences.loc[corpus.sentences["article"].isin(chinese), "text"]
    sizes, seconds = [int(number * SIZE) or 10 for number in (200, 400, 800)], []
    for number in sizes:
        left = pd.DataFrame({"text": texts.iloc[:number].to_numpy(), "language": "zh"})
        others = texts.iloc[number : 2 * number].to_numpy()
        right = left.assign(text=left["text"].where(left.index % 5 > 0, others))
        seconds += medians(lambda left=left, right=right: comparisons.align(left, right), runs=3)
    size = f"{sizes[-1]} x {sizes[-1]} sentences"
    record("alignment", size, seconds[-1], target=10, ratio="value", runs=3)
    slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
    record(
        "growth of alignment", f"{', '.join(map(str, sizes))} sentences", slope, target=1.2, ratio="value", unit="exponent",
        runs=3, note=f"{seconds[0]:.3g} to {seconds[-1]:.3g} seconds",
    )  # fmt: skip


def memory(folder: Path) -> None:
    corpus = load_corpus(corpus_file(folder, 3))
    for compact in (True, False):
        table = tokenize(corpus, compact=compact)
        codes = [column.cat.codes if hasattr(column, "cat") else column for _, column in table.items()]
        each, held = sum(column.dtype.itemsize for column in codes), table.memory_usage(index=False).sum() / len(table)
        record(
            f"bytes a token, compact={compact}", f"{len(table) / 1e6:.1f} M tokens", each, target=20 if compact else None,
            ratio="value", unit="bytes", runs=1, note=f"{held:.3g} with the vocabularies",
        )  # fmt: skip
    code = "whole, groups = run.many_tokens(load_corpus(sys.argv[2]), int(sys.argv[3])); measures.keyness(whole, groups, 'one', 'two')"
    number = int(100_000_000 * SIZE)
    _, peak, _ = alone(code, corpus_file(folder, 3), number)
    size = f"{number / 1e6:g} M tokens"
    record("peak memory: tokens and their keyness", size, peak, target=4, ratio="value", unit="GB", runs=1)
    _, peak, _ = alone("for chunk in read_table(sys.argv[2]).chunks(): pass", corpus_file(folder, 100))
    size = f"{100 * SIZE:g} MB"
    record("peak memory: a table read in parts", size, peak, target=0.3, ratio="value", unit="GB", runs=1)


ALL_PARTS = """
options = {"tables": list(scale.TABLES), "day_first": None, "columns": None}
for number, part in enumerate(scale.parts.parts_of(read_table(sys.argv[2]), 200, options)):
    scale.parts.write_part(number, part, "", sys.argv[3], options)
"""


def dask(folder: Path) -> None:
    """Time a full run with two workers (with the cluster's start) and in one process; once, as it takes minutes."""
    path, out = corpus_file(folder, 100), folder / "run"
    whole = "scale.run(sys.argv[2], sys.argv[3])"
    peaks = {}
    for megabytes in (10, 100):
        two, _, peaks[megabytes] = alone(whole, corpus_file(folder, megabytes), out)
        shutil.rmtree(out)
    one, _, _ = alone(ALL_PARTS, path, out)
    shutil.rmtree(out)
    # The limit of these cores: the same work in one process, and in two independent ones at once.
    few = corpus_file(folder, 3)
    with ThreadPoolExecutor() as pool:
        alike = [max(pool.map(lambda at: alone(ALL_PARTS, few, folder / at)[0], names)) for names in ("1", "23")]
    size, most = f"{100 * SIZE:g} MB", 2 * alike[0] / alike[1]
    record(
        "the whole walk in two workers, their start counted", size, two, "one process", one, target=1.6, runs=1,
        note=f"two processes that share nothing: {most:.3g}",
    )  # fmt: skip
    for megabytes, peak in peaks.items():
        size = f"{megabytes * SIZE:g} MB"
        record("peak memory of a worker", size, peak, target=0.6, ratio="value", unit="GB", runs=1)


def reuse_articles(path: Path, number: int) -> pd.DataFrame:
    if not path.exists():
        generate.write(path, number=number, seed=7, reprints=0.02)
    table = pd.read_json(path, lines=True, dtype={"id": str, "reprint_of": str}).set_index("id")
    chinese = table["text"].str.contains("[\u4e00-\u9fff]")
    return table.assign(language=np.where(chinese, "zh", "en"))


def datasketch_pairs(articles: pd.DataFrame) -> set[tuple[str, str]]:
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


def reuse(folder: Path) -> None:
    other = "datasketch MinHashLSH, 128"
    for number in (int(1_000 * SIZE), int(10_000 * SIZE)):
        articles = reuse_articles(folder / f"reuse-{number}.jsonl", number)
        planted = {(source, name) for name, source in articles["reprint_of"].items() if source}
        kept: dict[str, object] = {}
        mine, theirs = medians(
            lambda articles=articles, kept=kept: kept.update(ours=stories.similar_pairs(articles)),
            lambda articles=articles, kept=kept: kept.update(theirs=datasketch_pairs(articles)),
            runs=3,
        )
        size = f"{number:,} articles"
        record("similar pairs", size, mine, other, theirs, target=1, runs=3)
        pairs = kept["ours"]
        found = {tuple(sorted(pair)) for pair in zip(pairs["article"], pairs["other"], strict=True)}
        recalled = (len(planted & pairs) / max(len(planted), 1) for pairs in (found, kept["theirs"]))
        record(
            "recall of reprints", size, next(recalled), other, next(recalled), target=1, ratio="share", unit="share", runs=1,
            note=f"{len(planted):,} planted, {len(found):,} pairs found; ratio: ours",
        )  # fmt: skip
    number = int(100_000 * SIZE)
    path = folder / f"reuse-{number}.jsonl"
    articles = reuse_articles(path, number)
    code = "stories.similar_pairs(run.reuse_articles(Path(sys.argv[2]), 0)[['text', 'language']])"
    seconds, peak, _ = alone(code, path)
    size = f"{number:,} articles, {articles['text'].str.len().sum() / 1e6:.0f} M characters"
    note = f"{seconds:.0f} seconds, reading included"
    record("peak memory of similar pairs", size, peak, target=5, ratio="value", unit="GB", runs=1, note=note)


def notebooks(folder: Path) -> None:
    """Run each notebook in full, one after another, in a copy."""
    copy = shutil.copytree(ROOT / "notebooks", folder / "notebooks", dirs_exist_ok=True)
    seconds = {}
    for path in sorted(copy.glob("*.ipynb")):
        (seconds[path.stem],) = medians(lambda path=path: notebook_runs.run(path), runs=1, clock=time.perf_counter)
    slowest = max(seconds, key=seconds.get)
    size = f"{len(seconds)} notebooks"
    record("notebooks from the top, together", size, sum(seconds.values()), target=75, ratio="value", runs=1)
    record("the slowest notebook", slowest, seconds[slowest], target=15, ratio="value", runs=1)


GROUPS = {
    "start": start, "tokens": tokens, "counts": counts, "concordance": concordance, "tables": tables, "align": align, "memory": memory,
    "reuse": reuse, "dask": dask, "notebooks": notebooks,
}  # fmt: skip


def keep(path: Path, group: str) -> None:
    """Write the rows measured so far; keep an earlier file's rows for groups not measured anew."""
    before = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []
    for row in ROWS:
        row.setdefault("group", group)
    anew = {row["group"] for row in ROWS}
    rows = [*(row for row in before if row["group"] in GROUPS and row["group"] not in anew), *ROWS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: list(GROUPS).index(row["group"])))


def main() -> None:
    global SIZE
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(GROUPS), help=f"some of {','.join(GROUPS)}")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--corpora", type=Path, help="a folder to keep the generated corpora in")
    parser.add_argument("--size", type=float, default=SIZE, help="multiply every size, to try the script")
    given = parser.parse_args()
    SIZE = given.size
    warnings.simplefilter("ignore")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.corpora or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.only.split(","):
            print(f"{name}, after {time.perf_counter() - begun:.0f} s", flush=True)
            GROUPS[name](folder)
            keep(given.results, name)  # after each group, so that an interrupted run has results
    print(f"{time.perf_counter() - begun:.0f} s; {given.results}")


if __name__ == "__main__":
    main()
