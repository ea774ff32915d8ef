"""Layouts that were misread once, each on an invented page of `layouts/`, with what must come out of it (`facts.json`)."""

import json
import re
import shutil
import time
import warnings
from pathlib import Path

import pandas as pd
import pytest

from helpers import load_corpus
from helpers.corpora.articles import language_of
from helpers.corpora.conventions import segment_page
from helpers.corpora.conventions.furniture import furniture_kind
from helpers.corpora.conventions.headers import is_byline
from helpers.corpora.conventions.marks import dateline, datelines
from helpers.lexicon import shipped
from helpers.mentions.actors import find_actors
from helpers.mentions.voices import find_voices
from helpers.texts.scripts import simplify

HERE = Path(__file__).parent / "layouts"
PAGES = json.loads((HERE / "facts.json").read_text(encoding="utf-8"))
PROSE = "海边图书馆新馆6月2日开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室,并在周末开到深夜。"

MORE = "市民代表认为,这是全市今年最受欢迎的一项工程,旧馆的木头书架全部留用。新馆共有藏书12万册。"


def read(folder, text=None, page=None):
    """The corpus of one page, and what was said of it."""
    if page:
        shutil.copy(page, folder)
    else:
        (folder / "page.txt").write_text(text, encoding="utf-8")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        corpus = load_corpus(folder, on_error="skip")
    return corpus, [str(one.message) for one in said]


def bare(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("facts", PAGES, ids=lambda facts: facts["file"][:-4])
def test_what_must_come_out_of_a_layout(tmp_path, facts):
    corpus, said = read(tmp_path, page=HERE / facts["file"])
    row = corpus.articles.iloc[0]
    for column in facts.keys() & {"title", "outlet", "words_by", "form", "truncated"}:
        assert row[column] == facts[column], column
    if "published" in facts:
        assert row["published"].floor("min") == pd.Timestamp(facts["published"])
    if "body" in facts:
        assert bare(row["text"]) == bare(facts["body"])
    for words, kind in facts.get("kind_of", {}).items():
        at = corpus.pages["raw"].iloc[0].index(words)
        tile = corpus.segments[(corpus.segments["start"] <= at) & (corpus.segments["end"] > at)]
        assert tile["kind"].tolist() == [kind], words
    assert not [words for words in facts.get("text_not", ()) if words in row["text"]]
    assert not set(facts.get("actors_not", ())) & set(find_actors(corpus)["actor"])
    assert len(corpus.articles) == facts.get("articles", len(corpus.articles))
    assert len(corpus.articles) == facts.get("articles_or_warned", len(corpus.articles)) or said
    assert len(corpus.sentences) == facts.get("sentences", len(corpus.sentences))
    if "speakers" in facts:
        assert find_voices(corpus)["speaker"].tolist() == facts["speakers"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("登錄 | 註冊", "button"), ("字體： 小 中 大", "button"), ("讚 56", "button"), ("分享到：", "button"), ("Share", "button"),
        ("延伸閱讀", "related"), ("Most viewed", "related"), ("Comments (0) Closed", "end"), ("京ICP备00000000号", "end"),
        ("© 2025 Copyright RFI - All rights reserved.", "end"), ("首页 > 国际", "section"), ("Home Latest Opinion Business World", "section"),
        ("我们使用cookies改善体验", "notice"), ("編者按：這是一篇舊文。", "insert"),
        ("Get the harbour news in your inbox every morning", "line"), ("For more, follow the Harbour Times on Facebook.", "line"), ("For the latest headlines, follow our Harbour News channel online.", "line"), ("想看更多，請加入海灣新聞網LINE好友", "line"),
        ("Get your books back in time, the director said.", None), ("关注海边图书馆的人越来越多。", None),
        ("海边图书馆新馆开放", None), ("Seaside library reopens after two years", None), ("Markets rally as talks resume", None),
        ("404", "notice"), ("Error 404: this page is gone", "notice"), ("404 - Page not found", "notice"), ("Access denied", "notice"),
        ("Start your free trial", "notice"), ("Your support helps us to tell the story", "notice"), ("请升级浏览器版本后访问", "notice"),
        ("“It’s all over for us,” he said.", None), ("Kühn can only shake his head.", None), ("财经 体育 娱乐 汽车 房产", "section"),
        ("A total of 404 people died in the flood, officials said.", None), ("404 people died in the flood, officials said.", None),
        ("Aid workers said their access has been denied by both sides since May.", None), ("The firm began a free trial of the vaccine on Monday.", None),
        ("The front page cannot be printed without ink, the editor said.", None), ("Meta said that its community guidelines ban such words.", None),
        ("主办方介绍，交流营自2019年创办以来已举办5届，累计有300多人参加；今年首次设立线上课堂，观看人次超过12万。", None),
    ],
)  # fmt: skip
def test_furniture_is_known_by_its_words(line, kind):
    assert furniture_kind(simplify(line)) == kind


@pytest.mark.parametrize(
    ("line", "names"), [("文・攝影 蔡某某", True), ("本报记者 马小某 李 某", True), ("中亚记者眼中的中国", False)]
)
def test_a_byline_names_who_wrote_and_nothing_else(line, names):
    assert is_byline(simplify(line)) is names


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("NUR-SULTAN. KAZINFORM – The ministry said so.", "NUR-SULTAN. KAZINFORM – "), ("ASTANA – The library reopened on Tuesday.", "ASTANA – "),
        ("ISLAMABAD: The library reopened on Tuesday.", "ISLAMABAD: "), ("【南岸通訊社基隆六月三日電】(南岸通訊社記者李某)海邊", "【南岸通訊社基隆六月三日電】(南岸通訊社記者李某)"),
        ("〔記者李某／基隆報導〕館長表示", "〔記者李某／基隆報導〕"), ("（联合早报讯）馆长说", "（联合早报讯）"), ("中新网 青岛6月3日电 (记者 李某) 馆长说", "中新网 青岛6月3日电 (记者 李某) "),
        ("馆长3日说,新馆开放。", ""), ("The library reopened on Tuesday, June 3.", ""),
        ("HARBOUR BAY, 3rd June, 2025 (HBA) -- The library", "HARBOUR BAY, 3rd June, 2025 (HBA) -- "), ("Lisbon, Jun 3 (hba-enc).- The", "Lisbon, Jun 3 (hba-enc).- "),
        ('KUMBULAK, Sarmat (AP) " The', 'KUMBULAK, Sarmat (AP) " '), ("New Harbour [Sarmat], June 3 (HBI): The", "New Harbour [Sarmat], June 3 (HBI): "), ("(Reuters) - The", "(Reuters) - "),
        ("海滨日报社海滨融媒讯 6月3日,新馆", "海滨日报社海滨融媒讯 "), ("【文匯網訊】海濱全媒體報道：新館", "【文匯網訊】海濱全媒體報道："), ("环球网6月3日报道 新馆", "环球网6月3日报道 "),
        ("据环球网6月3日报道,新馆开放。", ""), ("国际在线报道（记者 李某）：新馆", "国际在线报道（记者 李某）："),
        ("AKIpress.com - The library", "AKIpress.com - "), ("MOSCOW, June 3 - RIA Novosti. The", "MOSCOW, June 3 - RIA Novosti. "), ("HarbourWire.Net - The", "HarbourWire.Net - "), ("海滨时报讯(通讯员 李某)新馆", "海滨时报讯(通讯员 李某)"), ("Trend - a newspaper", ""),
        ("本报北京6月3日讯 记者李某报道：新馆", "本报北京6月3日讯 记者李某报道："),
        ("浙江在线杭州4月19日讯(记者 李某)新馆", "浙江在线杭州4月19日讯(记者 李某)"), ("越通社河内——新馆", "越通社河内——"), ("图书馆河内——新馆", ""),
        ("(海滨新闻通讯社/海滨时报1月21日讯)以下", "(海滨新闻通讯社/海滨时报1月21日讯)"), ("海滨华语台消息:新馆", "海滨华语台消息:"), ("海滨消息:新馆", ""),
        ("Astana, March 12, Kazinform", "Astana, March 12, Kazinform"),
    ],
)  # fmt: skip
def test_a_dateline_opens_a_text(text, opening):
    assert text[: dateline(text)[0]] == opening


def test_each_shape_of_a_dateline_reads_its_example():
    for shape, example in zip(datelines(lexicon=shipped()), shipped().table("datelines")["example"], strict=True):
        assert shape.match(simplify(example)), example


def test_a_wrong_title_is_worse_than_none(tmp_path):
    corpus, said = read(tmp_path, f"[晚间]\n2025-06-03 09:20 来源：新华网\n{PROSE}\n{MORE}\n")
    assert corpus.articles["title"].isna().all()
    assert any("no title" in one for one in said)


def test_one_header_with_a_dot_in_it_makes_no_search_page(tmp_path):
    text = "The library of the port has reopened on Tuesday, after two years of work. A crowd of readers came from all of the town."
    corpus, _ = read(tmp_path, f"Readers come back\nHarbour Times · 2025-06-03 22:00\n{text}\nShare\n")
    row = corpus.articles.iloc[0]
    assert (row["outlet"], row["form"], row["text"]) == ("Harbour Times", "full", text)
    assert row["published"] == pd.Timestamp("2025-06-03 22:00")


def test_lines_that_compete_for_the_title_are_said(tmp_path):
    head = "海边图书馆新馆开放接待读者\n分享\n海边图书馆周末开到深夜\n分享\n"
    _, said = read(tmp_path, f"{head}2025-06-03 09:20 来源：新华网\n{PROSE}\n{MORE}\n")
    assert any("two lines compete" in one for one in said)


@pytest.mark.parametrize(("owner", "outlet"), [("原作者", None), ("海边日报", "海边日报")])
def test_rights_of_nobody_in_particular_name_no_outlet(tmp_path, owner, outlet):
    corpus, _ = read(
        tmp_path, f"海边图书馆新馆开放\n2025-06-03 09:20\n{PROSE}\n{MORE}\n声明：版权归{owner}所有，仅供参考。\n"
    )
    assert corpus.articles["outlet"].tolist() == [outlet] or (outlet is None and corpus.articles["outlet"].isna().all())


def test_more_prose_around_a_text_than_in_it_is_said(tmp_path):
    """One text, cut in two by a list of links: the larger part is read, and what is left is not lost in silence."""
    links = "".join(f"Markets {number}\n" for number in range(12))
    parts = [f"{PROSE}\n{MORE}\n" * times for times in (2, 3, 2)]
    head = "海边图书馆新馆开放\n2025-06-03 09:20 来源：新华网\n"
    _, said = read(tmp_path, f"{head}{links.join(parts)}")
    assert any("more prose stands around the text than in it" in one for one in said)
    _, said = read(tmp_path, head + "".join(parts))
    assert not any("more prose" in one for one in said)


def test_a_page_of_notices_is_no_article(tmp_path):
    corpus, said = read(
        tmp_path, "Marina Times\nSubscribe to continue reading\nEnable JavaScript and cookies to continue\n"
    )
    assert corpus.articles.empty
    assert any("no article found" in one for one in said)


@pytest.mark.parametrize(
    ("head", "end", "said"),
    [
        ("09:20 环球时报 作者：阿曼诺夫\n", "（作者为某国驻华大使）\n", ("Global Times", "阿曼诺夫", "signed by a guest")),
        ("09:20 来源：环球网\n新华社青岛6月3日电 ", "", ("Global Times", "Xinhua News Agency", "dateline: 新华社")),
    ],
)  # fmt: skip
def test_a_guest_who_signed_or_a_dateline_tells_whose_words(tmp_path, head, end, said):
    text = f"海边图书馆见证友谊\n2025-06-03 {head}{PROSE}\n{MORE}\n{end}"
    row = read(tmp_path, text)[0].articles.iloc[0]
    assert (row["outlet"], row["words_by"], row["words_by_because"]) == said
    assert "大使" not in row["text"]


def test_a_sentence_cut_by_an_advertisement_is_one(tmp_path):
    cut = "市民代表认为,这是全市今年广受欢迎的\n广告\n一项工程,旧馆的木头书架全部留用。\n"
    row = read(tmp_path, f"海边图书馆新馆开放\n2025-06-03 来源：新华网\n{PROSE}\n{cut}{PROSE}\n")[0]
    assert "市民代表认为,这是全市今年广受欢迎的一项工程,旧馆的木头书架全部留用。" in row.sentences["text"].tolist()


def test_words_at_the_end_of_a_wrapped_line_stay_two(tmp_path):
    lines = [
        "The ministers of the four countries met in the old part of the city in a café",
        "and said that the tax would be “a small step for every one of us here today”",
        "which nobody wanted to make before the summer, and that the talks will go on",
        "until the autumn, when the parliaments of the four countries are to meet again.",
    ]
    corpus, _ = read(tmp_path, "Ministers meet over a tax\n\nLISBON, June 3 (Reuters) - " + "\n".join(lines) + "\n")
    assert corpus.articles["text"].iloc[0] == "\n".join(lines)


def test_labels_of_an_interview_stay_in_the_text(tmp_path):
    turns = "记者：为什么建在海边？\n馆长：因为渔民住在这里。\n记者：孩子们来吗？\n馆长：每天都来。\n"
    corpus, _ = read(tmp_path, f"海边图书馆新馆开放\n2025-06-03 来源：新华网\n{PROSE}\n{turns}")
    assert corpus.sentences["text"].tolist()[-4:] == turns.split()


ENGLISH = (
    "The library by the port has opened its doors to readers again after two years of work on the roof and the stairs.",
    "Readers came from all parts of the town, and the children of the fishermen were given the room with the widest window.",
)


@pytest.mark.parametrize(
    ("page", "title", "outlet", "text"),
    [
        ("Harbour library opens again\nHarbour library opens again\n{0}\n{1}", "Harbour library opens again", None, ENGLISH),
        ("Harbour library opens again\nHarbour Wire\n{0}\n{1}\n", "Harbour library opens again", "Harbour Wire", ENGLISH),
        ("Harbour library opens again\nKUMBULAK, Sarmat — {0}\n{1} — Agencies", "Harbour library opens again", None, ENGLISH),
        ("Harbour library opens again\n{0}\n{1} (KNA)\nLEGAL WARNING: All rights reserved.", "Harbour library opens again", "KNA", ENGLISH),
        ("Harbour library opens again\nNew Harbour: {0}\n{1}", "Harbour library opens again", None, ENGLISH),
        ("KNA (Sep 03) – {0}\n{1}", None, "KNA", ENGLISH),
        ("Readers walk into the library on its first day. Photo | KNA\n{0}\n{1}", None, None, ENGLISH),
        ("新华社北京5月28日电 题:海边图书馆新馆开放\n新华社记者 陈岚\n{0}\n{1}", "海边图书馆新馆开放", "Xinhua News Agency", (PROSE, MORE)),
        ("date 2025-06-03 新馆是全市藏书最多的一座。 中评社香港6月3日电（评论员 丁一）{0}\n{1}", None, "China Review News Agency", (PROSE, MORE)),
        ("海边图书馆新馆开放\n联合报／ 记者李四／台北报导\n新馆昨天开放，读者排队。（欧新社）\n新馆昨天开放，读者排队。（欧新社）\n{0}\n{1}", "海边图书馆新馆开放", "United Daily News", (PROSE, MORE)),
        ("海边图书馆新馆开放\n{0}\n{1}(央视记者 赵一 赵二)", "海边图书馆新馆开放", None, (PROSE, MORE)),
        ("网易首页 > 新闻中心 > 新闻 > 正文\n海边图书馆新馆开放\n{0}\n{1}", "海边图书馆新馆开放", "NetEase", (PROSE, MORE)),
    ],
)  # fmt: skip
def test_what_stands_around_a_text_is_not_the_text(tmp_path, page, title, outlet, text):
    corpus, _ = read(tmp_path, page.format(*text))
    row = corpus.articles.iloc[0]
    assert (None if pd.isna(row["title"]) else row["title"]) == title
    assert (None if pd.isna(row["outlet"]) else row["outlet"]) == outlet
    assert bare(row["text"]) == bare("".join(text))


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        # A reading time, a label or the clock stands against the date.
        ("Harbour library opens again\nAugust 31, 20252 Mins Read\n{0}\n{1}", {"published": "2025-08-31"}),
        ("Harbour library opens again\nJane Doe\n3 min readMay 26, 2023\n{0}\n{1}", {"title": "Harbour library opens again", "published": "2023-05-26"}),
        ("27 September 201520:12\nHarbour library opens again\n{0}\n{1}", {"published": "2015-09-27 20:12"}),
        ("Harbour library opens again\nPublished OnSep 01, 2025 13:04 pm IST\n{0}\n{1}", {"published": "2025-09-01 15:34"}),
        # The numerals and the clock of a masthead.
        ("澳湾时报\n二○二五年八月十二日 星期二\n海边图书馆新馆开放\n{2}\n{3}", {"outlet": "澳湾时报", "published": "2025-08-12"}),
        ("Radio Marina\nMonday, 01 September 2025, 05:14:22 pm\nHarbour library opens again\nSeptember 02, 2025\n{0}\n{1}", {"published": "2025-09-02"}),
        ("海边图书馆新馆开放\n更新时间 2012年12月10日, 格林尼治标准时间10:41\n{2}\n{3}\n2012年12月6日\n", {"published": "2012-12-10 18:41"}),
        # What stands under a title, in its own words, in those of another language, or in a question.
        ("图书馆见证友谊\n——写在海边图书馆新馆开放之际\n2025-06-03 来源：新华网\n{2}\n{3}", {"title": "图书馆见证友谊"}),
        ("双语海边\n2025年7月30日 / July 30, 2025\n海边图书馆新馆开放\nHarbour library opens again\n{2}\n{0}\n{1}\n{0}", {"title": "海边图书馆新馆开放"}),
        ("The director’s answers to readers, New Harbour, September 27, 2015\nQuestion: Have readers come back to the library by the port?\nDirector: Yes, they have.\n{0}\n{1}", {"title": "The director’s answers to readers, New Harbour, September 27, 2015"}),
        ("当前版: 06版 上一版  下一版\n记者眼中的图书馆\n{2}\n{3}", {"title": "记者眼中的图书馆"}),
        # Where the outlet stands.
        ("海边图书馆新馆开放\n{2}\n{3}\n(来源:光明日报 2025年04月11日 09版 作者:本报记者 陈某)\n", {"outlet": "Guangming Daily", "published": "2025-04-11"}),
        ("海边图书馆新馆开放\n发布时间:2025-03-1409:22来源:海边县融媒体中心浏览次数:318次【字体:大中小】\n{2}\n{3}", {"outlet": "海边县融媒体中心", "published": "2025-03-14 09:22"}),
        ("海边图书馆新馆开放\n原创 李某 海边笔记\n2025年08月15日 08:05\n{2}\n{3}", {"outlet": "海边笔记"}),
        ("南湾日报 > 评论 > 笔阵\n海边图书馆新馆开放\n作者：李某\n2025/09/01\n{2}\n{3}", {"outlet": "南湾日报"}),
        ("海边图书馆新馆开放\n2025-09-01\n【海湾新闻台】{2}\n{3}", {"outlet": "海湾新闻台", "text": "{2}{3}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\nPhoto source: an open source", {"outlet": None}),
        ("Harbour library opens again\n{0}\n{1}\nLocal News\n• App\nCopyright 2022 Copyright Marina Times Company", {"outlet": "Marina Times"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\n{0}\n{1}\n{0}\n{1}\nThe market opens on Sunday\nRead more\n{0}\n{1}", {"text": "{0}{1}{0}{1}{0}{1}{0}{1}"}),
        # The entries of a live page, and what follows a text.
        ("Harbour library live: readers come back\nMon 1 Sep 2025\nPlease turn on JavaScript to use this feature\n13:05\nDoors open\n{0}\n11:48\nThe queue grows\n{1}\n", {"title": "Harbour library live: readers come back", "text": "Doors open{0}The queue grows{1}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\nMarket opens again on Sunday morning\n- 4 hours ago\nThe bakers are becoming more busy. The millers, not so much.\n- 5 hours ago\nFerry runs late after a night of fog\n- 5 hours ago", {"text": "{0}{1}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\nThe old captain Tom Poe, right, meets the director Ann Roe, centre, on the first day.\n{1}", {"text": "{0}{1}"}),
        ("海边图书馆新馆开放\n2025-09-01\n{2}\n馆长陈某（左）8日向读者赠书。\n{3}", {"text": "{2}{3}"}),
        ("海边图书馆新馆开放\n2025-09-01\n分享\n海边的图书馆。\n图像来源: Ann Roe/picture alliance\n(海湾之声中文网){2}\n{3}", {"text": "{2}{3}"}),
        ("海邊圖書館新館開放\n2025-09-01\n{2}\n{3}\n蔡某某\n自由作家，著有《走在海邊》。\n看更多作者文章\n", {"text": "{2}{3}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\nEditorial Staff\nOur Editorial Staff at Marina Times is a team publishing news from the harbour.", {"text": "{0}{1}"}),
        ("海边图书馆新馆开放\n2025-09-01\n{2}\n{3}\n- END -\n作者简介:李某,自由撰稿人,常居海边。\n", {"text": "{2}{3}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\nJane Doe, a former member of the board, is the author of The Long Shelf.\nAnn Roe and Tom Poe contributed.", {"text": "{0}{1}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\n(This story has not been edited by the staff of the Marina Times.)", {"text": "{0}{1}"}),
        # The day of a dateline where no header has one; known outlets in brackets; a name printed twice; who asks readers in.
        ("海边图书馆新馆开放\n【新唐人北京时间2025年09月01日讯】{2}\n{3}\n", {"published": "2025-09-01", "outlet": "NTD", "text": "{2}{3}"}),
        ("Harbour library opens again\nADDIS ABABA - 28 August 2025: {0}\n{1}\n", {"published": "2025-08-28", "text": "{0}{1}"}),
        ("海邊圖書館新館開放\n2025-09-01\n{2}\n{3}\n版權聲明:海灣新聞社版權所有,未經授權不得轉載。", {"outlet": "海灣新聞社"}),
        ("海边图书馆新馆开放\n2025-09-01\n{2}\n{3}\n(作者观点不代表海湾风立场。未经海湾风同意,请勿转载。)", {"outlet": "海湾风", "text": "{2}{3}"}),
        ("Harbour library opens again\nSeptember 1, 2025\n{0}\n{1}\nHarbourite does not publish comments with attacks on any person.", {"outlet": "Harbourite"}),
        ("海邊圖書館新館開放\n•發布時間：2025-09-01\n•資料來源：海邊市政府秘書處\n一、新館開放情形\n{2}\n{3}\n", {"title": "海邊圖書館新館開放", "outlet": "海邊市政府秘書處"}),
        ("海边图书馆新馆开放\n{2}{3}发布:2025年9月1日5:15PM\n", {"published": "2025-09-01 17:15", "text": "{2}{3}"}),
        ("【投書】難道新館開放:是漁民的節日 還是讀者的節日?\n李某/退休人員\n{2}\n{3}\n", {"title": "【投書】難道新館開放:是漁民的節日 還是讀者的節日?", "text": "{2}{3}"}),
        ("Harbour library opens again\nPlay Live Radio\nOn Air\nBANGKOK/SINGAPORE • {0}\n{1}\n", {"outlet": None, "text": "{0}{1}"}),
        ("Harbour library opens again\nBBC News BBC News 01/09/2025\n{0}\n{1}\n", {"outlet": "BBC"}),
        ("Harbour library opens again\nParliament Correspondent, marinatimes.com\nPublished: 1 Sep 2025 07:02 PM BdST\n{0}\n{1}\n", {"outlet": "marinatimes.com", "published": "2025-09-01 21:02", "text": "{0}{1}"}),
        ("1 September 2025\nEthiopian News Agency (Addis Ababa)\nHarbour library opens again\n{0}\n{1}\nRead the original article on ENA.\n", {"title": "Harbour library opens again", "outlet": "Ethiopian News Agency", "text": "{0}{1}"}),
        ("Harbour library opens again\n2025年9月1日\nThe library in the rain, Ann Roe reports from the harbour.\n{0}\n{1}\n", {"outlet": None}),
        ("海边图书馆新馆开放\n馆长强调新馆属于渔民的孩子。（图片来源：海滨通讯社） / AA\n2025年9月1日\n{2}\n{3}", {"outlet": None, "text": "{2}{3}"}),
        ("海边图书馆新馆开放\n2025-09-01\n{2}\n{3}\n正是有了读者，才有这座图书馆！（评论员 罗某 萧某）\n图集\n", {"text": "{2}{3}正是有了读者，才有这座图书馆！（评论员 罗某 萧某）"}),
    ],
)  # fmt: skip
def test_layouts_of_fresh_pages(tmp_path, page, facts):
    pieces = (*ENGLISH, PROSE, MORE)
    row = read(tmp_path, page.format(*pieces))[0].articles.iloc[0]
    for column, fact in facts.items():
        found = None if pd.isna(row[column]) else row[column]
        if column == "text":
            found, fact = bare(found), bare(fact.format(*pieces))
        assert (found.floor("min") if column == "published" else found) == (
            pd.Timestamp(fact) if column == "published" else fact
        ), column


HEAD_EN, HEAD_ZH = "Harbour library opens again\nSeptember 1, 2025\n", "海边图书馆新馆开放\n2025-09-01 来源：新华网\n"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        # A list is text, announced or with bullets, and so is what goes on below it.
        (HEAD_EN + "{0}\nThe rules are:\n" + "Books may be kept for two weeks at most\n" * 1 + "".join(f"Shelf {n} stays where the sailors put it\n" for n in "ABCDEFGHIJ") + "{1}\n",
         "{0}Therulesare:Booksmaybekeptfortwoweeksatmost" + "".join(f"Shelf{n}stayswherethesailorsputit" for n in "ABCDEFGHIJ") + "{1}"),
        (HEAD_EN + "{0}\n• North wing: the old maps and all the letters of the captains (open from June to August)\n• South wing: books for the children of fishermen\n{1}", "{0}•Northwing:theoldmapsandallthelettersofthecaptains(openfromJunetoAugust)•Southwing:booksforthechildrenoffishermen{1}"),
        # Headlines of other articles: several in a row, one that the page prints twice, teasers under their label, one behind a label.
        (HEAD_EN + "{0}\nMayor asks sailors to help rebuild the pier\nThree boats lost in the storm as the pilots sleep\n{1}", "{0}{1}"),
        (HEAD_EN + "{0}\nNight of the readers\n{1}\nMost read\nNight of the readers", "{0}{1}"),
        (HEAD_ZH + "{2}\n{3}\n{2}\n相关推荐\n渡轮恢复通航\n渡轮3日恢复通航，首日乘客两千人，船票三元。船长说，航班将增加到每天十二次，并为渔民的孩子免票。\n码头重开\n码头昨日重开，渔民代表到场，市场同日开市，游客很多。市长说，旧仓库将改成阅览室，在周末开到深夜。\n", "{2}{3}{2}"),
        (HEAD_EN + "{0}\nWATCH | Readers queue in the rain\n2 hours ago\n{1}", "{0}{1}"),
        # The outlet advertises itself, or asks for money.
        (HEAD_EN + "Just 2 crowns for the first month. Support the harbour by subscribing to our digital news package.\n{0}\n{1}\nLike this story? Share it with a friend!\n", "{0}{1}"),
        (HEAD_EN + "{0}\n{1}\nOur work would be safer with your help: for as little as £5, you can support the harbour and its paper.\n", "{0}{1}"),
        (HEAD_ZH + "{2}\n{3}\n海湾之声有了新频道！欢迎搜寻海湾之声，看更多图文报道。\n", "{2}{3}"),
        # Pictures: a credit in brackets, the present tense with a day of the past, another script, a sentence that begins so.
        (HEAD_EN + "Readers queue at the harbour, Sarmat. (Credits: HBA)\n{0}\n{1}\nPhoto Source: Ann Roe from the harbour club.", "{0}{1}"),
        (HEAD_EN + "Director Ann Roe speaks to readers in the old harbour on September 1, 2025 during the first night.\n{0}\n{1}", "{0}{1}"),
        (HEAD_ZH + "{2}\nЖаңа кітапхана ашылды\nФото: Порт\n{3}", "{2}{3}"),
        # Kinds of cookies, a player that asks for another browser, rankings, a message of a form, rules for comments.
        ("Customize Consent Preferences\nThe cookies that are categorized as \"Necessary\" are stored on your browser as they are essential for the working of the basic parts of the site.\nNecessary cookies are required to enable the basic parts of this site, such as a secure login or the choice of what you allow; they keep nothing of you.\nPerformance cookies are used to understand what is slow on this site, which helps us to give its visitors a better time with it.\nAnalytical cookies are used to understand how visitors use the site: how many they are, how long they stay and where they come from.\nAlways Active\nFunctional cookies help perform certain tasks like sharing the content of the website on social platforms, and many other features.\nNo cookies to display.\n" + HEAD_EN + "{0}\n{1}", "{0}{1}"),
        ("为了更好浏览多媒体内容,您的浏览器需要安装Flash插件。为了更好浏览,海湾网与以下浏览器兼容:甲8,乙10,丙3,丁17等等。\n" + HEAD_ZH + "{2}\n{3}", "{2}{3}"),
        (HEAD_ZH + "{2}\n{3}\n24小时新闻排行榜 | 更多>> |\n" + "".join(f"{n} | 渡轮恢复通航,首日乘客两千人都坐满了整整{n}船 |\n" for n in "12345"), "{2}{3}"),
        (HEAD_EN + "{0}\n{1}\nWrite a comment\nThe Marina Times does not publish comments that hold offensive language or attacks on any person. Please write of the content.", "{0}{1}"),
        # The first paragraph once more, behind a picture; beginnings of other articles with a button for the rest; wide credits.
        (HEAD_EN + "{0}\nDirector Ann Roe (L) reads to Tom Poe (R) in the old harbour. Picture: AFP\none hour ago\nNEW HARBOUR – {1}\n{0}", "{1}{0}"),
        (HEAD_ZH + "{2}\n{3}\n" + "".join(f"渔民代表到场,{what}同日开市,游客很多。市长说,旧{what}将改成阅览室,在周末...\n详情\n" for what in ("码头", "仓库", "船厂")), "{2}{3}"),
        (HEAD_EN + "Director Ann Roe sits next to the captain of the ferry during a first reading of the new book in the old harbour, Sarmat, in the autumn of last year.\n(photo credit: TOM POE/REUTERS)\n{0}\n{1}", "{0}{1}"),
        (HEAD_ZH + "{2}\n图1 2019年度海边图书馆的读者和借书情况 渔民占四成\n嘉宾合影\n{3}", "{2}{3}"),
        # The key points above a dateline, a place alone in its line, and the seconds of a clock against the first word.
        (HEAD_EN + "A reader at the door of the library before the opening.\nQuick Read\nThe library is open\nReaders came early\nNew Harbour:\n{0}\n{1}", "{0}{1}"),
        ("海边图书馆新馆开放\n最后更新: 2025-09-01 21:25:366月2日晚，{2}\n{3}", "6月2日晚，{2}{3}"),
        # A byline, a signed post or a day in a box does not part a text that has begun under its header.
        (HEAD_EN + "{0}\n{1}\n{0}\n{1}\nHarbour Playbook: who reads what in the new library\nBy Ann Roe\n{0}\n{1}\n{0}\n{1}\n{0}\n{1}", "{0}{1}{0}{1}{0}{1}{0}{1}{0}{1}"),
        (HEAD_EN + "{0}\n{1}\n{0}\nCome and see the old maps in the room.\n— Ann Roe (@annroe) September 1, 2025\n{1}\n{0}\n{1}", "{0}{1}{0}Comeandseetheoldmapsintheroom.{1}{0}{1}"),
        (HEAD_EN + "Readers of the club and other readers at the harbour last year.\nPhotograph: Ann Roe/Harbour Images\n{0}\n{1}", "{0}{1}"),
        # Teasers with their days or headlines are no text, above it or below.
        (HEAD_EN + "{0}\n{1}\n{0}\n{1}\nMarket opens again\n{0}\nAugust 20, 2025\nFerry runs late\n{1}\nAugust 19, 2025", "{0}{1}{0}{1}"),
        (HEAD_EN + "{0}\n{1}\n{0}\nJoin the Conversation\n{0}\nPlease log in here to leave a comment.\nMost read\n" + "Market opens again on Sunday\n{0}\nFerry runs late after the fog\n{1}\n" * 2, "{0}{1}{0}"),
        # Whose words they are is no watermark, however often it is said; a picture's agency in brackets.
        (HEAD_EN + "“{0},” he said.\n“{1},” he said.\n“{0},” he said.", "“{0},”hesaid.“{1},”hesaid.“{0},”hesaid."),
        (HEAD_ZH + "{2}\n9月1日，首日的读者在新馆门口排队，一名男孩举着海图。（Getty）\n{3}", "{2}{3}"),
        # The first of several headings; the text once more behind an address; headlines in one line.
        (HEAD_ZH + "图为新馆的近影。\n读者排起长队\n{2}\n馆长接受采访\n{3}", "读者排起长队{2}馆长接受采访{3}"),
        (HEAD_ZH + "{2}\n{3}\n{2}{3}\n{3}\nharbour.example false 海湾网 report 54 {2}{3}", "{2}{3}{2}{3}{3}"),
        ("渡轮恢复通航首日乘客两千人码头同日重开 市长会见渔民代表并参观新建的冷库 船票价格三年不变 码头市场周日开市渔民代表到场 灯塔修缮工程下月完工 学生参观海洋馆并为珊瑚取名 市长宣布全市学校秋季提供热午餐\n海边图书馆新馆开放\n{2}\n{3}", "{2}{3}"),
    ],
)  # fmt: skip
def test_the_body_of_whole_pages(tmp_path, page, text):
    pieces = (*ENGLISH, PROSE, MORE)
    articles = read(tmp_path, page.format(*pieces))[0].articles
    assert [bare(one) for one in articles["text"]] == [bare(text.format(*pieces))]


def test_a_weekday_and_its_date_above_everything_may_be_that_of_the_visit(tmp_path):
    page = "Harbour library opens again\n{0}\n{1}".format(*ENGLISH)
    for first, doubts in (("Friday, September 5, 2025", 1), ("September 5, 2025", 0)):
        said = read(tmp_path, f"{first}\n{page}")[1]
        assert sum("the day on which it was saved" in one for one in said) == doubts


def test_two_articles_with_their_headers_are_two(tmp_path):
    page = f"海边图书馆新馆开放\n来源：新华网 2025-09-01 08:00\n{PROSE}\n{MORE}\n{PROSE}\n{MORE}\n渡轮恢复通航首日客流稳定\n来源：光明网 2025-09-02 09:00\n{MORE}\n{PROSE}\n{MORE}\n"
    articles = read(tmp_path, page)[0].articles
    assert articles["title"].tolist() == ["海边图书馆新馆开放", "渡轮恢复通航首日客流稳定"]
    assert [bare(text) for text in articles["text"]] == [(PROSE + MORE) * 2, MORE + PROSE + MORE]


def test_other_languages_are_und():
    french = "La bibliothèque du port a rouvert ses portes mardi, après deux ans de travaux, devant une foule de lecteurs venus de toute la ville."
    english = "The library of the port has reopened on Tuesday, after two years of work, and a crowd of readers came from all of the town."
    assert (language_of(french), language_of(english)) == ("und", "en")


def test_a_line_of_clocks_is_read_at_once():
    line = "2025/11/3 14:22（11/3 15:05 更新）" * 8 + "图书馆"
    begun = time.process_time()
    assert furniture_kind(line) is None
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("unit", [PROSE + "\n分享\n", "Markets {} rally again\n", "讀者{}排隊入館。（歐新社）\n"])  # fmt: skip
def test_reading_stays_linear(unit):
    page = "标题一行标题\n2025-06-03 来源：新华网\n" + "".join(unit.format(number) for number in range(5000)) + PROSE
    segments, drafts, _ = segment_page(page)
    assert segments[-1].end == len(page)
    assert len(drafts) == 1
