"""Corpora of any size for the benchmarks: sentences of the seeds, drawn at random and perturbed, as JSON Lines.

Every sentence is changed before use: three in ten of its words are replaced by other words of its language (drawn by
frequency, so the vocabulary keeps its shape), and numbers by other numbers. So no two articles repeat each other by
chance, and caching gains nothing. One seed gives one corpus, byte for byte.

    python benchmarks/generate.py 10 corpus.jsonl     # 10 MB
"""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from helpers import load_corpus, tokenize

CHANGED = 0.3
OUTLETS = ("Xinhua News Agency", "China News Service", "People's Daily", "Economic Daily")
_DAYS = 720


def articles(
    characters: int | None = None, number: int | None = None, seed: int = 0, reprints: float = 0.0
) -> Iterator[dict]:
    """Yield articles until their UTF-8 bytes reach `characters`, or `number` of them: `id`, `text`, `title`, `outlet`,
    `date`, `reprint_of`. A share of `reprints` keep at least seven tenths of an earlier article, word for word."""
    random = np.random.default_rng(seed)
    corpus = load_corpus()
    tokens = tokenize(corpus)
    # One script: Traditional words among Simplified ones would make a text that nobody writes.
    tokens = tokens[tokens["article"].map(corpus.articles["script"]).astype(str) != "Hant"]
    words = {language: _words(corpus, tokens, language) for language in ("zh", "en")}
    languages = corpus.sentences["article"].map(corpus.articles["language"]).to_numpy()
    sentences = {
        language: [
            list(zip(rows["token"].astype(str), _gaps(rows), rows["kind"].astype(str), strict=True))
            for _, rows in tokens[tokens["article"].map(corpus.articles["language"]) == language].groupby(
                ["article", "sentence"], observed=True
            )
        ]
        for language in ("zh", "en")
    }
    share = (languages == "zh").mean()
    written, count = 0, 0
    kept: list[tuple[str, list[str], str]] = []
    while (characters is None or written < characters) and (number is None or count < number):
        count += 1
        name = f"{count:08d}"
        source = None
        if kept and random.random() < reprints:
            source, parts, language = kept[int(random.integers(len(kept)))]
            fresh = _text(random, sentences[language], words[language], 2)
            parts = [*parts[: max(1, round(0.85 * len(parts)))], *fresh[:1]]
        else:
            language = "zh" if random.random() < share else "en"
            parts = _text(random, sentences[language], words[language], int(random.integers(6, 15)))
        text = ("" if language == "zh" else " ").join(parts)
        if source is None and len(parts) > 8 and len(kept) < 5_000:
            kept.append((name, parts, language))
        day = datetime(2024, 1, 1) + timedelta(minutes=int(random.integers(_DAYS * 1440)))
        written += len(text.encode())
        yield {
            "id": name, "text": text, "title": "", "outlet": OUTLETS[int(random.integers(len(OUTLETS)))],
            "date": f"{day:%Y-%m-%d %H:%M}", "reprint_of": source or "",
        }  # fmt: skip


def _words(corpus, tokens, language: str) -> list[str]:
    mine = tokens[(tokens["article"].map(corpus.articles["language"]) == language) & (tokens["kind"] == "word")]
    return mine["token"].astype(str).tolist()


def _gaps(rows) -> list[bool]:
    """Whether each token has white space before it."""
    starts, ends = rows["start"].to_numpy(), rows["end"].to_numpy()
    return [False, *(starts[1:] > ends[:-1]).tolist()]


def _text(random, sentences: list, words: list[str], number: int) -> list[str]:
    parts = []
    for place in random.integers(len(sentences), size=number):
        sentence = sentences[int(place)]
        changed = random.random(len(sentence)) < CHANGED
        drawn = random.integers(len(words), size=len(sentence))
        digits = random.integers(2, 10_000, size=len(sentence))
        latin = not any("\u4e00" <= token[0] <= "\u9fff" for token, _, _ in sentence)
        written = []
        for (token, gap, kind), change, draw, number_ in zip(sentence, changed, drawn, digits, strict=True):
            if change and kind == "word":
                token = words[int(draw)]
            elif change and kind == "number" and token.isdigit():
                token = str(int(number_))
            written.append(f" {token}" if gap and latin else token)
        parts.append("".join(written))
    return parts


def write(path: Path, **options) -> int:
    """Write the articles as JSON Lines; return their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for article in articles(**options):
            count += 1
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", type=float)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reprints", type=float, default=0.0, help="share of articles that reprint an earlier one")
    given = parser.parse_args()
    print(
        write(given.path, characters=int(given.megabytes * 1e6), seed=given.seed, reprints=given.reprints), "articles"
    )
