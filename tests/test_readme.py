"""The front page says what the tables say, in both languages."""

import json
import re

import pandas as pd

from helpers import comparisons, evaluation, measures, tokenize
from helpers.corpora import stories
from helpers.corpora.articles import MACHINE
from helpers.corpora.pages import ROOT
from helpers.lexicon import read_lexicon
from helpers.mentions import dates, frames, voices
from helpers.mentions.concepts import concepts

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def test_every_source_is_listed_and_every_listed_source_is_cited():
    listed = re.findall(
        r"^\* (\w+)[^.]* (\d{4})\. ", (ROOT / "REFERENCES.md").read_text(encoding="utf-8"), re.M
    )
    assert listed and len(set(listed)) == len(listed)
    notebooks = [
        json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "notebooks").glob("*.ipynb")
    ]
    prose = " ".join(
        "".join(cell["source"])
        for notebook in notebooks
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
    )
    code = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "helpers").rglob("*.py"))
    for name, year in listed:
        assert re.search(rf"{name}\b(?: et al\.)?[^.]{{0,40}}?{year}", f"{prose} {code}"), (
            f"nothing cites {name} {year}"
        )
    # Before the years the texts themselves are of.
    cited = re.findall(r"\b([A-Z]\w+)(?: et al\.| & [A-Z]\w+)?,? (19\d\d|20[01]\d|202[0-3])[):,;]", prose)
    assert set(cited) <= set(listed)


def says(english: str, chinese: str) -> None:
    assert english in ENGLISH
    assert chinese in CHINESE


def test_whose_words(corpus):
    articles = corpus.articles
    own = int((articles["words_by"] != MACHINE).sum())
    chars = articles["text"].str.len()
    english = articles["language"] == "en"
    share = chars[english & (articles["words_by"] == MACHINE)].sum() / chars[english].sum()
    says(
        f"Only {own} of the {len(articles)} articles are in the words of a newsroom, a ministry or a signed guest; {share:.0%}".replace(
            "%", " %"
        ),
        f"{len(articles)} 篇文章中只有 {own} 篇出自编辑部、外交部或署名作者之手；英文字符的 {share:.0%}",
    )
    says(f"{chars.sum():,} characters", f"{chars.sum():,} 个正文字符")
    says(
        f"{len(articles)} articles, {articles['same_story'].nunique()} stories",
        f"{articles['same_story'].nunique()} 则报道",
    )
    assert articles["outlet"].nunique() == 11


def test_the_noise_floor(corpus):
    pairs = stories.similarities(corpus.articles).set_index(["article", "other"])["containment"]
    digests = corpus.articles.index[corpus.articles["form"] == "digest"]
    outlets = corpus.articles["outlet"]
    across = max(
        value for (a, b), value in pairs.items() if {a, b} <= set(digests) and outlets[a] != outlets[b]
    )
    says(
        f"share {pairs['001-02', '001-03']:.0%} of their wording, two of one interview {pairs['001-07', '001-08']:.0%},"
        f" digests of two different outlets up to {across:.0%}".replace("%", " %"),
        f"只有 {pairs['001-02', '001-03']:.0%} 的文字相同，同一篇专访的两份摘要为 {pairs['001-07', '001-08']:.0%}，"
        f"两家不同媒体的摘要可达 {across:.0%}",
    )


def test_looking_back_and_ahead(corpus):
    horizon = dates.horizon(dates.find_dates(corpus), corpus)
    once = horizon[horizon["article"].isin(comparisons.one_of_each_text(corpus, ("reprint", "translation")))]
    looks = pd.crosstab(once["form"] == "digest", once["worded"])
    own, digests = looks.loc[False], looks.loc[True]
    over = ((once["worded"] == "announced") & (once["told"] == "remembered")).sum()
    says(
        f"name {own['remembered']} past times and {own['announced']} to come. Digests tell {digests['remembered']} times as"
        f" past and {digests['announced']} as to come, and {over} of these {digests['announced']} were already over",
        f"{own['remembered']} 处过去的时间、{own['announced']} 处将来的时间；摘要把 {digests['remembered']} 处说成过去，"
        f"{digests['announced']} 处说成将来，而这 {digests['announced']} 处中有 {over} 处其实早已过去",
    )
    assert own["remembered"] > own["announced"] and digests["remembered"] < digests["announced"]


def test_who_may_speak(corpus):
    voice = (
        voices.sentence_voices(corpus)
        .drop(columns="form")
        .join(corpus.articles[["language", "form"]], on="article")
    )
    own = voice[(voice["language"] == "zh") & (voice["form"] != "digest")]
    quoted = (own["voice"] == "quoted").mean()
    says(f"{quoted:.0%} are in somebody's words".replace("%", " %"), f"{quoted:.0%} 的句子是某人的话")
    assert not (voice.loc[voice["form"] == "digest", "voice"] == "quoted").any()


def test_one_object_and_no_concept(corpus):
    lines = measures.concordance(corpus, tokenize(corpus), "弘扬", context=20)
    right = int(lines["right"].str.contains('^[“"]上海精神').sum())
    says(f"in {right} of {len(lines)} cases", f"{len(lines)} 例中 {right} 例皆然")
    says(f"none of {len(concepts())} concepts", f"{len(concepts())} 个中英配对概念")


def test_frames_go_with_the_occasion(corpus):
    gold = evaluation.gold_frames(split="test")
    read = frames.label_frames(gold, corpus)
    about = corpus.articles.loc[gold["article"]].reset_index()
    measured = evaluation.measurable_frames(
        evaluation.frame_scores(gold, read.labels, about["language"], about["same_story"])
    )["measured"]
    used = measured.index[measured].tolist()
    fired = frames.label_frames(corpus.sentences, corpus).fired
    profiles = comparisons.profiles(fired[fired["frame"].isin(used)], corpus.sentences, "frame", used)
    groupings = {
        "outlet": comparisons.tellings(corpus)["outlet"],
        "occasion": frames.occasions(corpus)["occasion"],
    }
    found = comparisons.explained(profiles.loc[comparisons.one_of_each_text(corpus)], groupings).set_index(
        "grouping"
    )
    occasion, outlet = found.loc["occasion"], found.loc["outlet"]
    others = profiles.loc[comparisons.one_of_each_text(corpus)].drop(columns=list(frames.FRAMES_OF_OCCASIONS))
    p = comparisons.explained(others, groupings).set_index("grouping")["p"]
    assert p["outlet"] > 0.05
    says(f"on the border of chance (p {p['occasion']:.2f})", f"随机水平的边缘（p {p['occasion']:.2f}）")
    says(
        f"its occasion (R² {occasion['r2']:.2f}, by chance {occasion['null']:.2f}), not visibly with its outlet ({outlet['r2']:.2f}, by chance {outlet['null']:.2f})",
        f"（R² {occasion['r2']:.2f}，打乱标签后平均 {occasion['null']:.2f}），看不出与媒体有关（{outlet['r2']:.2f}，打乱后平均 {outlet['null']:.2f}）",
    )


def test_one_dispatch(corpus):
    chinese = comparisons.sentences_of(corpus, "000-01")

    def rendered(article: str) -> int:
        links = comparisons.align(chinese, comparisons.sentences_of(corpus, article))
        linked = links[(links["left_sentences"] != "") & (links["right_sentences"] != "")]
        return int(linked["left_sentences"].str.split("+").str.len().sum())

    baku, page = rendered("002-01"), rendered("000-02")
    says(
        f"Its English renders {baku} of the {len(chinese)} Chinese sentences. A bilingual page that credits Xinhuanet renders"
        f" {page} and stops without a mark.",
        f"{len(chinese)} 个中文句子，其英文稿译出了 {baku} 句；注明来源为新华网的双语页面只译出 {page} 句，随后不加说明地中断",
    )


def test_the_scores_of_the_cutting(corpus):
    scores = evaluation.compare_segmenters(evaluation.gold_segmentation().query("split == 'test'"), corpus)
    best = scores[scores["segmenter"] == "+ the project's dictionary"].set_index("script")["f1"]
    says(
        f"F1 {best['Hans']:.2f} in Simplified, {best['Hant']:.2f} in Traditional text",
        f"F1 简体 {best['Hans']:.2f}，繁体 {best['Hant']:.2f}",
    )


def test_what_stands_under_other_choices(corpus):
    opening = (ROOT / "notebooks" / "06-sensitivity.ipynb").read_text(encoding="utf-8")
    claims = len(read_lexicon("claims", "claim", ["claim"]))
    found = re.search(
        r"none is withdrawn, (\d+) stand whatever is chosen, (\d+) stand with a caveat", opening
    )
    stand, caveat = found.groups()
    says(
        f"of {claims} claims {stand} stand whatever is chosen, {caveat} with a caveat",
        f"{claims} 个论断中 {stand} 个始终成立，{caveat} 个有保留",
    )


def test_both_languages_have_the_same_links_and_code():
    def links(text: str) -> list[str]:
        return [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")]

    assert links(ENGLISH) == links(CHINESE)
    assert re.findall(r"`\.venv[^`]+`", ENGLISH) == re.findall(r"`\.venv[^`]+`", CHINESE)
    here = [link for link in links(ENGLISH) if not link.startswith("https://")]
    assert len(here) > 20
    assert all((ROOT / link).exists() for link in [*here, "README.md", "README.zh.md"])


def test_both_languages_have_the_same_numbers_in_their_findings():
    def numbers(text: str) -> list[pd.Series]:
        findings = text.split("## ")[1]
        return [
            sorted(re.findall(r"(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d", line.split("(notebooks")[0]))
            for line in findings.split("\n* ")[1:]
        ]

    assert numbers(ENGLISH) == numbers(CHINESE)
