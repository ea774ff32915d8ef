"""Link the articles that are versions of one story, and name the rule and the evidence."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
import pandas as pd
from ahocorasick_rs import AhoCorasick

from helpers.texts.scripts import HAN, simplify
from helpers.texts.shingles import REPRINT, bare, holdings, shared_counts, shingles, similar_pairs

Pair = tuple[int, int]
# Rules are tried in this order; the first that holds names the link.
RELATIONS = ("two digests", "reprint", "contains", "translation", "one press conference", "one meeting")
# Wording shared by so many texts is a publisher's notice (such as a disclaimer), unless half of them are nothing else.
_MANY = 5
_NOTHING_ELSE = 0.9
# Of a text with fewer shingles, one changed word can turn the meaning (will, will not): nearly all must be shared.
_SHORT, _NEARLY_ALL = 30, 0.9
# Two texts are the same part of a third if they share a quarter of their wording there. A text that makes up two thirds
# of a longer one is a version of it.
_SAME_PART = 0.25
_MOST = 2 / 3
_DAYS_BETWEEN_DIGESTS = 3
_DAYS_BETWEEN_REPORTS = 2
# Characters of a speaker's words: long enough not to be a common formula.
_SAME_WORDS = 12
# A speaker before a colon at the beginning of a Chinese title, or after its label: 外交部:… , 快讯|中方:…
_SPEAKER = re.compile(rf"(?:^|[|丨])[^:：|丨]{{2,16}}[:：](?P<words>.*[{HAN}].*)$")
_MEETING = re.compile(rf"[{HAN}\d]{{8,30}}?(?:会议|会晤|论坛|峰会|大会|发布会|记者会|吹风会|对话会|研讨会)")
_BEFORE_A_MEETING = re.compile(r"出席|参加|举办|举行|召开|主持|来华|在|于|了|的")
_HELD = re.compile(r"举行|召开|开幕|举办|出席|主持")
_TO_COME = re.compile(r"将|期待|筹备|准备|召开在即")


def story_links(articles: pd.DataFrame, versions: dict[str, str]) -> pd.DataFrame:
    """Return pairs of articles that tell one story: `article`, `other`, `relation` (one of `RELATIONS`), `evidence`.
    `versions` maps an article without a header to the article whose header it shares.

    * `two digests`: two machine digests of one outlet with the same title, at most three days apart;
    * `reprint`: half of the shorter text's shingles occur in the other text (same language), or nine tenths if it has
      fewer than thirty. This must also hold without the wording of notices, which five or more texts have beside words
      of their own;
    * `contains`: as `reprint`, but the longer text has several unrelated stories (a review of the day), so that the
      two are not versions of one story;
    * `translation`: versions in two languages under one header of a page;
    * `one press conference`: words that one Chinese title attributes to a speaker (twelve characters or more) occur in
      the other text, at most two days apart;
    * `one meeting`: both texts report the same meeting by its full name as held, at most two days apart.

    The same title months apart, or over different texts, makes no link. Only pairs with something in common are
    compared, so that the time grows with the number of articles, not with its square.
    """
    place = {article: number for number, article in enumerate(articles.index)}
    columns = ["title", "text", "language", "form", "outlet", "published"]
    rows = list(articles[columns].itertuples(index=False))
    similar = similar_pairs(articles)
    short = similar["shared"] < _SHORT * similar["containment"]
    similar = similar[
        (similar["containment"] >= np.where(short, _NEARLY_ALL, REPRINT)) & _alike_without_notices(articles, similar)
    ]
    near = {
        _pair(place[one], place[other]): contained
        for one, other, contained in zip(similar["article"], similar["other"], similar["containment"], strict=True)
    }
    told = {(place[one], place[other]) for other, one in versions.items() if place[one] < place[other]}
    meetings = [_meetings(row.text) if row.language == "zh" else set() for row in rows]
    named = [(name, number) for number, names in enumerate(meetings) for name in sorted(names)]
    digests = [
        ((title, row.outlet), number)
        for number, row in enumerate(rows)
        if row.form == "digest" and isinstance(row.outlet, str) and (title := _bare_title(row.title))
    ]
    rules: list[tuple[str, Iterable[Pair], Callable[[int, int], str]]] = [
        ("two digests", _within(rows, digests, _DAYS_BETWEEN_DIGESTS), lambda one, other: _bare_title(rows[one].title)),
        ("reprint", near, lambda one, other: f"{near[one, other]:.2f} of the shorter text"),
        ("translation", told, lambda one, other: "one header, two languages"),
        ("one press conference", _same_speakers(rows), lambda one, other: _spoken_in_both(rows[one], rows[other])),
        (
            "one meeting",
            _within(rows, named, _DAYS_BETWEEN_REPORTS),
            lambda one, other: max(meetings[one] & meetings[other], key=lambda name: (len(name), name)),
        ),
    ]
    found: dict[Pair, tuple[str, str]] = {}
    for relation, pairs, evidence in rules:
        for pair in pairs:
            if pair not in found and (known := evidence(*pair)):
                found[pair] = relation, known
    links = [(*pair, *found[pair]) for pair in sorted(found)]
    parts = _of_parts(rows, links)
    names = articles.index
    return pd.DataFrame(
        [
            (names[one], names[other], "contains" if (one, other) in parts else relation, evidence)
            for one, other, relation, evidence in links
        ],
        columns=["article", "other", "relation", "evidence"],
    )


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _alike_without_notices(articles: pd.DataFrame, similar: pd.DataFrame) -> np.ndarray:
    """Whether each pair of `similar_pairs` is still similar without the wording of notices."""
    alike = np.ones(len(similar), dtype=bool)
    for language, pairs in similar.groupby("language", sort=True):
        texts = articles["text"].loc[sorted({*pairs["article"], *pairs["other"]})]
        if len(texts) < _MANY:
            continue
        held, owner, _ = holdings(texts, str(language))
        hashes, shingle, holders = np.unique(held, return_inverse=True, return_counts=True)
        many = holders[shingle] >= _MANY
        # The share of such wording in each text; for each shingle, how many of its texts hold nothing else.
        share = np.bincount(owner, many, len(texts)) / np.maximum(np.bincount(owner, minlength=len(texts)), 1)
        plain = np.bincount(shingle, share[owner] >= _NOTHING_ELSE, len(hashes))
        own = ~many | (2 * plain >= holders)[shingle]
        if own.all():
            continue
        left = np.bincount(owner[own], minlength=len(texts))
        rows = np.stack([texts.index.get_indexer(pairs[column]) for column in ("article", "other")], axis=1)
        shared = shared_counts(held[own], owner[own], left, rows)
        alike[similar.index.get_indexer(pairs.index)] = shared >= np.maximum(REPRINT * left[rows].min(axis=1), 1)
    return alike


def _of_parts(rows: list, links: list[tuple]) -> set[Pair]:
    """Return the reprints whose longer text holds the shorter as one of several parts, which share little wording.
    A text that makes up most of the longer one is always a version of it, not a part."""
    pieces = lru_cache(1_000)(lambda number: shingles(rows[number].text, rows[number].language))
    shorter: dict[int, list[int]] = {}
    for pair in (link[:2] for link in links if link[2] == "reprint"):
        short, long = sorted(pair, key=lambda number: (len(pieces(number)), number))
        shorter.setdefault(long, []).append(short)
    parts = set()
    for long, texts in shorter.items():
        within = {text: pieces(text) & pieces(long) for text in texts} if len(texts) > 1 else {}
        wordings: list[frozenset[str]] = []
        for text in sorted(within, key=lambda text: (-len(within[text]), text)):
            wording = within[text]
            apart = []
            for other in wordings:
                if len(wording & other) >= _SAME_PART * min(len(wording), len(other)):
                    wording |= other
                else:
                    apart.append(other)
            wordings = [*apart, wording]
        if len(wordings) > 1:
            parts |= {_pair(text, long) for text in texts if len(within[text]) < _MOST * len(pieces(long))}
    return parts


def _within(rows: list, keyed: Iterable[tuple[object, int]], days: float) -> set[Pair]:
    """Return the pairs of articles with the same key that were published at most `days` apart."""
    groups: dict[object, list[int]] = {}
    for key, number in keyed:
        groups.setdefault(key, []).append(number)
    pairs = set()
    for members in groups.values():
        dated = sorted((rows[number].published, number) for number in members if not pd.isna(rows[number].published))
        for begin, (moment, one) in enumerate(dated):
            for later, other in dated[begin + 1 :]:
                if (later - moment).total_seconds() > days * 86400:
                    break
                pairs.add(_pair(one, other))
    return pairs


def _same_speakers(rows: list) -> set[Pair]:
    """Return the pairs in which part of the words attributed to a speaker in one title occurs in the other text."""
    speakers = defaultdict(list)
    for number, row in enumerate(rows):
        words = _spoken(row.title)
        for begin in range(len(words) - _SAME_WORDS + 1):
            speakers[words[begin : begin + _SAME_WORDS]].append(number)
    if not speakers:
        return set()
    automaton = AhoCorasick(list(speakers))
    pairs = set()
    for number, row in enumerate(rows):
        text = bare(row.text) if isinstance(row.text, str) else ""
        for run in set(automaton.find_matches_as_strings(text, overlapping=True)):
            for speaker in speakers[run]:
                if speaker != number and _days_apart(rows[speaker], row) <= _DAYS_BETWEEN_REPORTS:
                    pairs.add(_pair(speaker, number))
    return pairs


def same_story(articles: pd.Index, links: pd.DataFrame) -> pd.Series:
    """Return the story label of each article: the first of the articles that are linked, or itself if it has no link.
    A text that `contains` others is not a version of them and joins nothing."""
    links = links[links["relation"] != "contains"]
    label = {article: article for article in articles}

    def root(article: str) -> str:
        while label[article] != article:
            label[article] = label[label[article]]  # halves the path for later look-ups
            article = label[article]
        return article

    for one, other in zip(links["article"], links["other"], strict=True):
        first, second = sorted((root(one), root(other)))
        label[second] = first
    return pd.Series({article: root(article) for article in articles}, name="same_story", dtype="str")


def _bare_title(title: object) -> str:
    """Return a title without the speaker before it, the column name in brackets after it, and punctuation."""
    if not isinstance(title, str):
        return ""
    core = re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", title)
    core = re.sub(r"^[^:：“”\"|丨]{2,12}[:：]", "", core)
    return bare(core)


def _spoken(title: object) -> str:
    """Return the words that a title attributes to a speaker, as `bare` text."""
    spoken = _SPEAKER.search(title) if isinstance(title, str) else None
    return bare(spoken.group("words")) if spoken else ""


def _spoken_in_both(left, right) -> str:
    """Return the longest part of a speaker's words in one title that occurs in the other text, or an empty string."""
    found = [""]
    for titled, other in ((left, right), (right, left)):
        words = _spoken(titled.title)
        if words and isinstance(other.text, str):
            match = SequenceMatcher(None, words, bare(other.text), autojunk=False).find_longest_match()
            found.append(words[match.a : match.a + match.size])
    return next((words for words in sorted(found, key=len, reverse=True) if len(words) >= _SAME_WORDS), "")


def _meetings(text: str) -> set[str]:
    """Return the full names of meetings in clauses that report them as held."""
    names = set()
    for clause in re.split(r"[。；;!?！？\n]", simplify(text)):
        if _HELD.search(clause) and not _TO_COME.search(clause):
            for piece in re.split(r"[,，、:：\s]", clause):
                found = (_MEETING.match(part) for part in _BEFORE_A_MEETING.split(piece))
                names.update(match.group() for match in found if match)
    return names


def _days_apart(left, right) -> float:
    if pd.isna(left.published) or pd.isna(right.published):
        return float("inf")
    return abs((left.published - right.published).total_seconds()) / 86400
