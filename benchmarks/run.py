"""Side by side in one run: this collection and the tools of the field, on the same texts, as ratios.

Every comparison is interleaved (ours, theirs, ours, theirs, ...) and its time is the median of the runs: of processor time where
one process works, of the wall clock where several do. Memory is the peak of a process of its own. Corpora are those of
`generate.py`. Writes one CSV, a row for each comparison, with the date and the kind of machine.

    pip install -e ".[benchmark]"
    python benchmarks/run.py                    # about 45 minutes on two cores; benchmarks/results.csv
    python benchmarks/run.py --only start,tokens
"""

import argparse
import csv
import json
import logging
import os
import platform
import re
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

from helpers import Corpus, load_corpus, measures, scale, tokenize
from helpers.corpora import stories
from helpers.corpora.tables import read_table
from helpers.mentions.concepts import concepts, find_concepts
from helpers.texts.tokens import compare_engines

sys.path.insert(0, str(Path(__file__).parent))
import generate

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results.csv"
COLUMNS = (
    "group measure ours other size unit runs ours_value other_value ratio target better reached note date machine"
).split()
MACHINE = (
    f"{os.cpu_count()} shared cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
)
RUNS = 5
NODE = "上海精神"
ROWS: list[dict] = []


def medians(
    *works: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.process_time
) -> list[float]:
    """The median seconds of each, run in turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, kept in zip(works, times, strict=True):
            begun = clock()
            work()
            kept.append(clock() - begun)
    return [statistics.median(kept) for kept in times]


def record(
    measure: str, ours: str, other: str, size: str, ours_value: float | None, other_value: float | None = None, *,
    ratio: float | None = None, target: float | None = None, better: str = "higher", unit: str = "seconds", runs: int = RUNS,
    note: str = "",
) -> None:  # fmt: skip
    """One row: `ratio` is how many times faster ours is (other / ours), unless it is given."""
    if ratio is None and ours_value and other_value is not None:
        ratio = other_value / ours_value
    reached = ""
    if target is not None and ratio is not None:
        reached = "yes" if (ratio >= target if better == "higher" else ratio <= target) else "no"
    row = {
        "measure": measure, "ours": ours, "other": other, "size": size, "unit": unit, "runs": runs,
        "ours_value": "" if ours_value is None else f"{ours_value:.4g}",
        "other_value": "" if other_value is None else f"{other_value:.4g}",
        "ratio": "" if ratio is None else f"{ratio:.3g}", "target": "" if target is None else target, "better": better,
        "reached": reached, "note": note, "date": date.today().isoformat(), "machine": MACHINE,
    }  # fmt: skip
    ROWS.append(row)
    print(
        f"  {measure:48} {row['ours_value']:>9} {row['other_value']:>9}  {row['ratio']:>7} {reached:3} {note}",
        flush=True,
    )


def corpus_file(folder: Path, megabytes: int) -> Path:
    path = folder / f"{megabytes}.jsonl"
    if not path.exists():
        generate.write(path, characters=megabytes * 1_000_000)
    return path


def part_of(corpus: Corpus, articles: pd.Index) -> Corpus:
    inside = corpus.sentences["article"].isin(articles)
    return Corpus(
        corpus.pages,
        corpus.segments,
        corpus.articles.loc[articles],
        corpus.sentences[inside],
        corpus.links,
        corpus.refusals,
    )


def peak(code: str, *arguments: object, of_children: bool = False) -> float:
    """The peak memory, in GB, of a process that runs `code`, or of the largest that it began. On Linux: elsewhere a process begins
    with the peak of the one that began it."""
    code = (
        f"import sys, warnings; warnings.simplefilter('ignore'); sys.path.insert(0, sys.argv[1]); import run\n{code}\n"
    )
    if of_children:
        code += "import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6)"
    else:
        code += "print(int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) / 1e6)"
    command = [sys.executable, "-c", code, Path(__file__).parent, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def start(folder: Path) -> None:
    base = "import jieba, logging; jieba.setLogLevel(60); jieba.initialize(); import pandas"
    ours = "from helpers import load_corpus, tokenize; tokenize(load_corpus())"
    works = [lambda code=code: subprocess.run([sys.executable, "-c", code], check=True) for code in (ours, base)]
    mine, theirs = medians(*works, runs=9, clock=time.perf_counter)
    record(
        "import, load and tokenize the five seeds", "helpers", "jieba.initialize() and import pandas", "36 kB", mine, theirs,
        ratio=mine / theirs, target=1.3, better="lower", runs=9, note="ratio: ours / other",
    )  # fmt: skip


def tokens(folder: Path) -> None:
    import jieba
    import rjieba

    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    rjieba.cut("上海")
    corpus = load_corpus(corpus_file(folder, 10))
    chinese = corpus.articles.index[corpus.articles["language"] == "zh"]
    for name, part in (("mixed", corpus), ("Chinese alone", part_of(corpus, chinese))):
        texts = part.articles["text"].tolist()
        size = f"{sum(len(text.encode()) for text in texts) / 1e6:.1f} MB"
        tokenize(part), tokenize(part, engine="rjieba")

        def bare(texts=texts):
            return [list(jieba.cut(text)) for text in texts]

        whole, port, jiebas, rust = medians(
            lambda part=part: tokenize(part),
            lambda part=part: tokenize(part, engine="rjieba"),
            bare,
            lambda texts=texts: [rjieba.cut(text) for text in texts],
        )
        two, wall = medians(lambda part=part: tokenize(part, engine="rjieba", workers=2), bare, clock=time.perf_counter)
        record(f"tokenize, jieba, {name}", "tokenize", "bare jieba.cut", size, whole, jiebas, target=0.8)
        record(f"tokenize, rjieba, {name}", "tokenize(engine='rjieba')", "bare jieba.cut", size, port, jiebas, target=8)
        record(
            f"tokenize, rjieba, two workers, {name}",
            "tokenize(workers=2)",
            "bare jieba.cut",
            size,
            two,
            wall,
            target=12,
        )
        record(f"tokenize, rjieba, {name}", "tokenize(engine='rjieba')", "bare rjieba.cut", size, port, rust)
    differences = compare_engines(corpus)
    differing, number = differences.attrs["differing"], differences.attrs["tokens"]
    record(
        "tokens on which the engines differ", "rjieba", "jieba", f"{number / 1e6:.1f} M tokens", differing, number,
        ratio=differing / number, better="lower", unit="tokens", runs=1, note="ratio: a share",
    )  # fmt: skip


def ten_million(corpus: Corpus, number: int = 10_000_000) -> tuple[pd.DataFrame, pd.Series]:
    """A table of so many tokens, and a group for each article: the corpus's own tokens laid behind one another, each time under
    new articles and with other terms for all but the frequent ones."""
    table = tokenize(corpus, engine="rjieba", compact=True)
    random = np.random.default_rng(0)
    copies = -(-number // len(table))
    articles = len(corpus.articles)
    terms = table["term"].cat.categories
    codes = table["term"].cat.codes.to_numpy()
    rare = np.arange(len(terms), dtype=codes.dtype)
    columns = {
        "article": np.empty(copies * len(table), dtype=np.int32),
        "term": np.empty(copies * len(table), dtype=codes.dtype),
    }
    for copy in range(copies):
        random.shuffle(rare[len(rare) // 4 :])
        place = slice(copy * len(table), (copy + 1) * len(table))
        columns["article"][place] = table["article"].cat.codes.to_numpy().astype(np.int32) + copy * articles
        columns["term"][place] = rare[codes]
    names = pd.Index([f"{place:07d}" for place in range(copies * articles)])
    whole = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(columns["article"], categories=names),
            **{name: np.tile(table[name].to_numpy(), copies) for name in ("sentence", "start", "end")},
            "token": pd.Categorical.from_codes(columns["term"], categories=terms),
            "term": pd.Categorical.from_codes(columns["term"], categories=terms),
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

    whole, groups = ten_million(load_corpus(corpus_file(folder, 3)))
    table = whole.loc[(whole["kind"] != "mark").to_numpy(), ["article", "sentence", "term"]]
    size = f"{len(table) / 1e6:.1f} M words of {len(whole) / 1e6:.0f} M tokens"
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
    record(
        both, "keyness", "one numpy.bincount", size, keys, one_pass, ratio=keys / one_pass, target=3, better="lower",
        note="ratio: ours / other",
    )  # fmt: skip
    record(both, "keyness", "pandas on strings, counts only", size, keys, pandas, target=5)
    record(both, "keyness", "NLTK FreqDist, counts only", size, keys, nltks, target=20)
    record(both, "keyness", "polars on strings, counts only", size, keys, polar, note="polars uses all cores")
    record(both, "keyness", "scikit-learn CountVectorizer, counts only", size, keys, sklearn)
    record(
        "counts, with the articles of each term", "frequency", "pandas groupby on strings", size, frequencies, pandas
    )

    few = table.iloc[:1_000_000]
    words = few["term"].astype(object).tolist()

    def nltk_collocates():
        finder = nltk.collocations.BigramCollocationFinder.from_words(words, window_size=6)
        return finder.score_ngrams(nltk.collocations.BigramAssocMeasures().likelihood_ratio)

    mine, theirs = medians(lambda: measures.collocates(few, NODE), nltk_collocates)
    record(
        "collocates of one node, window of five", "collocates", "NLTK BigramCollocationFinder", "1 M words", mine, theirs,
        note="NLTK scores the pairs of all nodes: it cannot be asked for one",
    )  # fmt: skip
    record(
        "counts, keyness, collocations, KWIC", "measures", "quanteda (R)", "", None, target=5, runs=0,
        note="not measured: Debian 12 has no package of it",
    )  # fmt: skip


def concordance(folder: Path) -> None:
    from nltk.text import ConcordanceIndex

    corpus = load_corpus(corpus_file(folder, 100))
    table = tokenize(corpus, engine="rjieba")
    table = table.iloc[:10_000_000]
    words = table["term"].astype(object).tolist()
    at = table["term"].value_counts()
    rare = at.index[(at > 90) & (at < 110)].sort_values()[0]
    for node in (NODE, rare):
        mine, other = medians(
            lambda node=node: measures.concordance(corpus, table, node),
            lambda node=node: ConcordanceIndex(words).find_concordance(node),
        )
        record(
            f"concordance of a term with {at[node]:,} lines", "concordance", "NLTK ConcordanceIndex", "10 M tokens", mine, other,
            target=10, note="NLTK builds its index each time",
        )  # fmt: skip


def matching(folder: Path) -> None:
    corpus = load_corpus(corpus_file(folder, 3))
    table = concepts()
    forms = [form for row in table.itertuples() for form in [row.zh, *filter(None, row.zh_variants.split("|"))]]
    chinese = re.compile("|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form))))
    english = re.compile("|".join(rf"\b(?:{row.en})\b" for row in table.itertuples()), re.IGNORECASE)
    patterns = {"zh": chinese, "en": english}
    texts = [
        (patterns[language], text)
        for language, text in zip(corpus.articles["language"], corpus.articles["text"], strict=True)
    ]
    mine, other = medians(
        lambda: find_concepts(corpus), lambda: [list(pattern.finditer(text)) for pattern, text in texts]
    )
    record(
        "all concepts", "find_concepts", "one re alternation a language", "3 MB", mine, other,
        note="re finds no nested or overlapping mention and gives no address",
    )  # fmt: skip


def growth(folder: Path) -> None:
    """The slope of log(time) over log(size), from 1 to 100 MB."""
    sizes = (1, 10, 100)
    works: dict[str, list[float]] = {}
    for megabytes in sizes:
        path = corpus_file(folder, megabytes)
        corpus = load_corpus(path)
        table = tokenize(corpus, engine="rjieba")
        groups = corpus.articles["outlet"]
        timed = {
            "load_corpus, with story links": lambda path=path: load_corpus(path),
            "tokenize, rjieba": lambda corpus=corpus: tokenize(corpus, engine="rjieba"),
            "find_concepts": lambda corpus=corpus: find_concepts(corpus),
            "frequency": lambda table=table, groups=groups: measures.frequency(table, groups),
            "keyness": lambda table=table, groups=groups: measures.keyness(table, groups),
            "dispersion": lambda table=table, groups=groups: measures.dispersion(table, groups),
            "collocates": lambda table=table: measures.collocates(table, NODE),
            "concordance": lambda table=table, corpus=corpus: measures.concordance(corpus, table, NODE),
        }
        for name, seconds in zip(timed, medians(*timed.values()), strict=True):
            works.setdefault(name, []).append(seconds)
    for name, seconds in works.items():
        slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        record(
            f"growth of {name}", name, "", "1, 10, 100 MB", seconds[-1], seconds[0], ratio=slope, target=1.05, better="lower",
            note="ratio: exponent; values: 100 MB, 1 MB",
        )  # fmt: skip


def dask(folder: Path) -> None:
    table = read_table(corpus_file(folder, 100))
    for engine, target in (("jieba", 1.6), ("rjieba", 1.3)):
        options = {"engine": engine, "concepts": False, "frames": False}

        def alone(options=options):
            place = Path(tempfile.mkdtemp(dir=folder))
            for number, part in enumerate(scale.parts_of(table)):
                scale.write_part(number, part, "", str(place), options)
            shutil.rmtree(place)

        def two(options=options):
            place = Path(tempfile.mkdtemp(dir=folder))
            scale.run(table, place, workers=2, **options)
            shutil.rmtree(place)

        both, one = medians(two, alone, clock=time.perf_counter)
        record(
            f"read, tokenize and count, {engine}", "Dask, two workers, start counted", "one process", "100 MB", both, one,
            target=target,
        )  # fmt: skip


def memory(folder: Path) -> None:
    corpus = load_corpus(corpus_file(folder, 10))
    for compact in (True, False):
        table = tokenize(corpus, engine="rjieba", compact=compact)
        each = sum(
            column.dtype.itemsize if column.dtype.kind == "i" else column.cat.codes.dtype.itemsize
            for _, column in table.items()
        )
        held = float(table.memory_usage(index=False).sum() / len(table))
        record(
            f"bytes a token, compact={compact}", "token table", "", f"{len(table) / 1e6:.1f} M tokens", each, held, ratio=each,
            target=20 if compact else None, better="lower", unit="bytes", runs=1, note="values: columns; with the vocabularies",
        )  # fmt: skip
    code = "whole, groups = run.ten_million(run.load_corpus(sys.argv[2]), 100_000_000); run.measures.keyness(whole, groups)"
    value = peak(code, corpus_file(folder, 3))
    record(
        "peak memory: 100 M tokens and their keyness", "token table", "", "100 M tokens", value, ratio=value, target=4,
        better="lower", unit="GB", runs=1,
    )  # fmt: skip
    large = folder / "1000.jsonl"
    with large.open("w", encoding="utf-8") as file:
        for copy in range(10):
            for line in corpus_file(folder, 100).open(encoding="utf-8"):
                row = json.loads(line)
                file.write(json.dumps(row | {"id": f"{copy}-{row['id']}"}, ensure_ascii=False) + "\n")
    value = peak("for chunk in run.read_table(sys.argv[2]).chunks(): pass", large)
    record(
        "peak memory: a table of 1 GB read in parts", "read_table", "", f"{large.stat().st_size / 1e9:.1f} GB", value, ratio=value,
        better="lower", unit="GB", runs=1,
    )  # fmt: skip
    large.unlink()
    code = "if __name__ == '__main__': run.scale.run(run.read_table(sys.argv[2]), sys.argv[3], engine='rjieba', concepts=False, frames=False)"
    for megabytes in (10, 100):
        place = tempfile.mkdtemp(dir=folder)
        value = peak(code, corpus_file(folder, megabytes), place, of_children=True)
        record(
            "peak memory of a Dask worker",
            "scale.run",
            "",
            f"{megabytes} MB",
            value,
            ratio=value,
            better="lower",
            unit="GB",
            runs=1,
        )
        shutil.rmtree(place)


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
    for number in (1_000, 10_000, 100_000):
        path = folder / f"reuse-{number}.jsonl"
        articles = reuse_articles(path, number)
        planted = {(source, name) for name, source in articles["reprint_of"].items() if source}
        size = f"{number:,} articles, {articles['text'].str.len().sum() / 1e6:.0f} M characters"
        # Of 100,000 a tenth for datasketch: it is linear, and the whole would take longer than all else together.
        theirs = articles if number < 100_000 else articles.iloc[: number // 10]
        kept: dict[str, object] = {}
        runs = RUNS if number < 100_000 else 1
        mine, other = medians(
            lambda articles=articles, kept=kept: kept.update(ours=stories.similar_pairs(articles)),
            lambda theirs=theirs, kept=kept: kept.update(theirs=datasketch_pairs(theirs)),
            runs=runs,
        )
        record(
            f"similar pairs, {number:,} articles", "similar_pairs", "datasketch MinHashLSH, 128", size, mine, other * len(articles) / len(theirs),
            target=1, runs=runs, note="" if len(theirs) == number else "datasketch: a tenth of the articles, times ten",
        )  # fmt: skip
        pairs = kept["ours"]
        found = {tuple(sorted(pair)) for pair in zip(pairs["article"], pairs["other"], strict=True)}
        there = {pair for pair in planted if {*pair} <= {*theirs.index}}
        recall = len(planted & found) / len(planted)
        record(
            f"recall of reprints, {number:,} articles", "similar_pairs", "datasketch MinHashLSH, 128", size, recall,
            len(there & kept["theirs"]) / max(len(there), 1), ratio=recall, target=1, unit="share", runs=1,
            note=f"{len(planted):,} planted, {len(found):,} pairs found; ratio: a share",
        )  # fmt: skip
    code = (
        "run.stories.similar_pairs(run.reuse_articles(run.Path(sys.argv[2]), int(sys.argv[3]))[['text', 'language']])"
    )
    value = peak(code, path, number)
    record(
        "peak memory of similar_pairs",
        "similar_pairs",
        "",
        size,
        value,
        ratio=value,
        target=5,
        better="lower",
        unit="GB",
        runs=1,
    )


def notebooks(folder: Path) -> None:
    """Each notebook from its top, in a copy of the collection, against a kernel that imports the four libraries."""
    import nbformat

    copy = folder / "collection"
    shutil.copytree(ROOT / "notebooks", copy / "notebooks", dirs_exist_ok=True)
    floor = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import pandas, matplotlib, jieba, wordcloud")],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(floor, copy / "floor.ipynb")

    def run(path: Path) -> None:
        command = ["nbconvert", "--to", "notebook", "--execute", "--stdout", str(path)]
        subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)

    paths = sorted((copy / "notebooks").glob("*.ipynb"))
    times = medians(
        lambda: run(copy / "floor.ipynb"),
        *(lambda path=path: run(path) for path in paths),
        runs=3,
        clock=time.perf_counter,
    )
    base, each = times[0], dict(zip((path.stem for path in paths), times[1:], strict=True))
    rest = [seconds for name, seconds in each.items() if not name.startswith("07")]
    record(
        "notebooks from the top, but for 07", "notebooks", "a kernel that imports four libraries", f"{len(rest)} notebooks",
        sum(rest), len(rest) * base, ratio=sum(rest) / (len(rest) * base), target=1.5, runs=3, better="lower",
        note=f"ratio: ours / other; 07 takes {each['07-validity']:.0f} s",
    )  # fmt: skip


GROUPS = {
    "start": start, "tokens": tokens, "counts": counts, "concordance": concordance, "matching": matching, "memory": memory,
    "reuse": reuse, "growth": growth, "dask": dask, "notebooks": notebooks,
}  # fmt: skip


def keep(path: Path, done: str) -> None:
    """Write the rows measured so far; of an earlier file those of other groups stay."""
    before = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            before = list(csv.DictReader(file))
    for row in ROWS:
        row.setdefault("group", done)
    groups = {row["group"] for row in ROWS}
    rows = chain((row for row in before if row["group"] not in groups), ROWS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: list(GROUPS).index(row["group"])))


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
            print(name, flush=True)
            GROUPS[name](folder)
            keep(given.results, name)  # after each group: a run that is broken off has measured something
    print(f"{time.perf_counter() - begun:.0f} s; {given.results}")


if __name__ == "__main__":
    main()
