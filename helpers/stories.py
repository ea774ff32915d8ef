"""Which articles are versions of one story, and by which rule that is known."""

import re
from difflib import SequenceMatcher
from itertools import combinations
from unicodedata import normalize

import pandas as pd

from helpers.scripts import simplify

# Rules are tried in this order; the first that holds names the link.
RELATIONS = ("two digests", "reprint", "translation", "one press conference", "one meeting")
_SHINGLE = {"zh": 5, "en": 4}
_REPRINT = 0.5
_DAYS_BETWEEN_DIGESTS = 3
_DAYS_BETWEEN_REPORTS = 2
# Characters of a speaker's words: long enough not to be a common formula.
_SAME_WORDS = 12
# A speaker before a colon at the beginning of a title, or after its label: 外交部:… , 快讯|中方:…
_SPEAKER = re.compile(r"(?:^|[|丨])[^:：|丨]{2,16}[:：](?P<words>.+)$")
_MEETING = re.compile(
    r"[\u4e00-\u9fff\d]{8,30}?(?:会议|会晤|论坛|峰会|大会|发布会|记者会|吹风会|对话会|研讨会)"
)
_BEFORE_A_MEETING = re.compile(r"出席|参加|举办|举行|召开|主持|来华|在|于|了|的")
_HELD = re.compile(r"举行|召开|开幕|举办|出席|主持")
_TO_COME = re.compile(r"将|期待|筹备|准备|召开在即")


def shingles(text: str, language: str) -> frozenset[str]:
    """The overlapping pieces of a text by which it is compared: runs of 5 characters in Chinese, of 4 words in
    English; one script, no punctuation, no case.

    >>> sorted(shingles("One, two three four FIVE!", "en"))
    ['one two three four', 'two three four five']
    """
    size = _SHINGLE.get(language, 4)
    if language == "zh":
        units: list[str] | str = _bare(text)
        return frozenset(units[i : i + size] for i in range(len(units) - size + 1))
    units = re.findall(r"\w+(?:['’-]\w+)*", text.casefold())
    return frozenset(" ".join(units[i : i + size]) for i in range(len(units) - size + 1))


def similarities(articles: pd.DataFrame) -> pd.DataFrame:
    """Every pair of articles in one language: `article`, `other`, `language`, `shared` shingles, `jaccard` (of the
    union), `containment` (of the shorter text). Pairs across languages cannot be compared so and are not listed."""
    rows = []
    for language, group in articles.groupby("language", sort=True):
        sets = {article: shingles(text, str(language)) for article, text in group["text"].items()}
        for one, other in combinations(sorted(sets), 2):
            shared = len(sets[one] & sets[other])
            union = len(sets[one] | sets[other])
            least = min(len(sets[one]), len(sets[other]))
            rows.append(
                (
                    one,
                    other,
                    language,
                    shared,
                    shared / union if union else 0.0,
                    shared / least if least else 0.0,
                )
            )
    return pd.DataFrame(rows, columns=["article", "other", "language", "shared", "jaccard", "containment"])


def story_links(articles: pd.DataFrame, versions: dict[str, str]) -> pd.DataFrame:
    """The pairs of articles that tell one story: `article`, `other`, `relation` (one of `RELATIONS`), `evidence`.
    `versions` names, for an article that has no header of its own, the article under whose header it stands.

    * `two digests`: the titles say the same, one outlet, at most three days apart, machine digests both;
    * `reprint`: half of the shorter text's shingles stand in the other (one language);
    * `translation`: versions in two languages under one header of a page;
    * `one press conference`: words that one title gives to a speaker (twelve characters or more) stand in the other
      text, at most two days apart;
    * `one meeting`: both texts say of the same meeting, by its full name, that it is held, at most two days apart.

    The same title months apart, or over different texts, is no link.
    """
    near = similarities(articles).set_index(["article", "other"])["containment"]
    meetings = {
        article: _meetings(row.text) if row.language == "zh" else set()
        for article, row in articles.iterrows()
    }
    rows = []
    for one, other in combinations(articles.index, 2):
        left, right = articles.loc[one], articles.loc[other]
        contained = near.get((one, other), near.get((other, one), 0.0))
        reported_together = _days_apart(left, right) <= _DAYS_BETWEEN_REPORTS
        if _two_digests(left, right):
            rows.append((one, other, "two digests", _bare_title(left["title"])))
        elif contained >= _REPRINT:
            rows.append((one, other, "reprint", f"{contained:.2f} of the shorter text"))
        elif versions.get(other) == one:
            rows.append((one, other, "translation", "one header, two languages"))
        elif reported_together and (
            words := max(_same_words(left, right), _same_words(right, left), key=len)
        ):
            rows.append((one, other, "one press conference", words))
        elif reported_together and (shared := meetings[one] & meetings[other]):
            rows.append((one, other, "one meeting", max(shared, key=lambda name: (len(name), name))))
    return pd.DataFrame(rows, columns=["article", "other", "relation", "evidence"])


def same_story(articles: pd.Index, links: pd.DataFrame) -> pd.Series:
    """The label of each article's story: the first article among those that links join, itself if it stands alone."""
    label = {article: article for article in articles}

    def root(article: str) -> str:
        while label[article] != article:
            article = label[article]
        return article

    for one, other in zip(links["article"], links["other"], strict=True):
        first, second = sorted((root(one), root(other)))
        label[second] = first
    return pd.Series({article: root(article) for article in articles}, name="same_story", dtype="str")


def _bare(text: str) -> str:
    # 丨 is a character by category, but stands for a bar in titles.
    return re.sub(r"[\W_丨]+", "", simplify(normalize("NFKC", text))).casefold()


def _bare_title(title: object) -> str:
    """A title without the speaker before it, the column name in brackets behind it, and its punctuation."""
    if not isinstance(title, str):
        return ""
    core = re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", title)
    core = re.sub(r"^[^:：“”\"|丨]{2,12}[:：]", "", core)
    return _bare(core)


def _two_digests(left: pd.Series, right: pd.Series) -> bool:
    title = _bare_title(left["title"])
    return (
        left["form"] == right["form"] == "digest"
        and bool(title)
        and title == _bare_title(right["title"])
        and left["outlet"] == right["outlet"]
        and _days_apart(left, right) <= _DAYS_BETWEEN_DIGESTS
    )


def _same_words(titled: pd.Series, other: pd.Series) -> str:
    """The longest run of the words a title gives to a speaker that stands in the other text, or nothing."""
    if not isinstance(titled["title"], str) or not isinstance(other["text"], str):
        return ""
    spoken = _SPEAKER.search(titled["title"])
    if spoken is None:
        return ""
    words, text = _bare(spoken.group("words")), _bare(other["text"])
    match = SequenceMatcher(None, words, text, autojunk=False).find_longest_match()
    return words[match.a : match.a + match.size] if match.size >= _SAME_WORDS else ""


def _meetings(text: str) -> set[str]:
    """Full names of meetings in clauses that say they are held."""
    names = set()
    for clause in re.split(r"[。；;!?！？\n]", simplify(text)):
        if _HELD.search(clause) and not _TO_COME.search(clause):
            for piece in re.split(r"[,，、:：\s]", clause):
                found = (_MEETING.match(part) for part in _BEFORE_A_MEETING.split(piece))
                names.update(match.group() for match in found if match)
    return names


def _days_apart(left: pd.Series, right: pd.Series) -> float:
    if pd.isna(left["published"]) or pd.isna(right["published"]):
        return float("inf")
    return abs((left["published"] - right["published"]).total_seconds()) / 86400
