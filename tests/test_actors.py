"""Actors: the longest name, one test per trap, both scripts and both languages, addresses that hold."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from conftest import body
from hypothesis import given
from hypothesis import strategies as st

from helpers import evaluation
from helpers.lexicon import File, Lexicon, LexiconError, shipped
from helpers.mentions import actors
from helpers.mentions.actors import KINDS, actors_in, find_actors
from helpers.texts.dictionary import jieba_entries

NAMES = "上海合作组织中印土巴俄罗斯白尼西亚外长国防部新华社天津联合拉伕羅夫习近平 XiSCO's-China,。"


def named(text, language="zh", **about):
    return [(text[m.start : m.end], m.actor) for m in actors_in(text, language, **about)]


def only(text, language="zh", **about):
    return [actor for _, actor in named(text, language, **about)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 印度 in 印度尼西亚, 印度洋
        ("印度尼西亚与印度", [("印度尼西亚", "Indonesia"), ("印度", "India")]), ("印度洋的岛国", []),
        # 俄罗斯 in 白俄罗斯
        ("白俄罗斯和俄罗斯", [("白俄罗斯", "Belarus"), ("俄罗斯", "Russia")]),
        # 中 in 中方, and in pairs; not inside words
        ("中方愿同印方合作", [("中方", "China"), ("印方", "India")]), ("改善中印关系", [("中", "China"), ("印", "India")]),
        ("中土同为发展中大国", [("中", "China"), ("土", "Turkey")]), ("巴中双方进行了会谈", [("巴", "Pakistan"), ("中", "China")]), ("集中俄制部件", []), ("其中日产汽车", []),
        ("中老年人", []), ("中老两国关系", [("中", "China"), ("老", "Laos")]), ("来华访华", []), ("中国式现代化", []),
        # an organisation whole, also in the name of its event
        ("上合组织国家代表", [("上合组织国家", "SCO countries")]), ("上海合作组织成员国外长理事会会议", [("上海合作组织成员国外长理事会", "SCO Council of Foreign Ministers")]),
        ("上合峰会", [("上合", "Shanghai Cooperation Organization")]),
        # neither the city nor the SCO in the Spirit, in slogans and look-alikes
        ("弘扬上海精神", []), ("贡献“上合力量”", []), ("海上合作与网上合作", []),
        # Xinhua counts wherever it is named
        ("据新华社消息", [("新华社", "Xinhua News Agency")]),
        # a title beside a name is none, the body in it is; alone it is an office
        ("外交部发言人郭嘉昆", [("外交部", "Ministry of Foreign Affairs of China"), ("郭嘉昆", "Guo Jiakun")]),
        ("俄罗斯国防部长别洛乌索夫", [("俄罗斯", "Russia"), ("别洛乌索夫", "Andrey Belousov")]), ("国防部长董军会见多国防长", [("董军", "Dong Jun"), ("防长", "defence ministers")]),
        ("上合防长会达成共识", [("上合", "Shanghai Cooperation Organization")]),
        # a doctrine is no person
        ("习近平外交思想", []),
        # a city acts, or is a venue
        ("天津联合上合组织国家机构举办音乐会", [("天津", "Tianjin"), ("上合组织国家", "SCO countries")]), ("峰会在天津举行", []),
        ("上合组织天津峰会", [("上合组织", "Shanghai Cooperation Organization")]),
        # media of a country are no country
        ("印媒注意到", [("印媒", "Indian media")]),
        # a short form is no half of two words, and no part of a longer one
        ("新方法、新方向、新方案", []), ("新方表示欢迎", [("新方", "Singapore")]), ("其中方法,完美方案,户外媒体,如日方升", []), ("中方向巴方提供", [("中方", "China"), ("巴方", "Pakistan")]),
        ("印方针对此事,俄方面临压力", [("印方", "India"), ("俄方", "Russia")]), ("多国防长进行会谈", [("防长", "defence ministers")]), ("李强强调", [("李强", "Li Qiang")]),
        ("李强调,韩正式访问,张明确表示", []), ("中美洲,美中不足,巴中市", []), ("中美关系", [("中", "China"), ("美", "United States")]),
        # a surname beside another given name is another person's
        ("阿利耶夫说", [("阿利耶夫", "Ilham Aliyev")]), ("伊尔哈姆·阿利耶夫说", [("伊尔哈姆·阿利耶夫", "Ilham Aliyev")]), ("卡姆兰·阿利耶夫说", []), ("阿西夫·阿里·扎尔达里", []),
        ("要闻·习近平会见来宾", [("习近平", "Xi Jinping")]), ("基辛格与施瓦辛格", []),
        # the president of a country is told by the country
        ("俄罗斯总统说", [("俄罗斯", "Russia")]), ("各国总统", [("总统", "presidents")]),
        # a ministry of another country is not China's, and a department is no ministry
        ("乌克兰国防部表示", [("乌克兰", "Ukraine")]), ("中国国防部表示", [("中国国防部", "Ministry of National Defense of China")]), ("外交部门、国防部门和教育部门", []),
        ("朝鲜劳动党中央致电党中央", [("朝鲜", "North Korea"), ("党中央", "Communist Party of China")]),
        # short names inside other names and everyday words
        ("南美国家和欧美国家", []), ("新墨西哥州、西孟加拉邦、南乔治亚岛", []), ("荷兰豆、巴西木、瑞士军刀", []), ("领导人员与非成员国", []),
    ],
)  # fmt: skip
def test_traps_in_chinese(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chinese President Xi Jinping", ["China", "Xi Jinping"]), ("Xi said that Xi'an is old", ["Xi Jinping"]),
        ("Xi Jinping Thought on Diplomacy", []), ("Russian Foreign Minister Sergey Lavrov", ["Russia", "Sergey Lavrov"]),
        ("the foreign minister of Russia", ["foreign ministers", "Russia"]), ("Prime Minister Jane Doe", []),
        ("the prime minister left", ["prime ministers"]), ("the China-Central Asia Spirit", []),
        ("between China and Central Asia", ["China", "Central Asian countries"]),
        ("Shanghai Cooperation Organization (SCO)", ["Shanghai Cooperation Organization"] * 2), ("the Shanghai Spirit", []), ("the SCO+ model", []),
        ("SCO member states and SCO countries", ["SCO member states", "SCO countries"]),
        ("the Council of the Ministers of Foreign Affairs of SCO Member States", ["SCO Council of Foreign Ministers"]),
        ("the Chinese People's War of Resistance against Japanese Aggression", []), ("they told us and US officials", ["United States"]),
        ("over US$510 billion", []), ("Indonesia and the Indian Ocean", ["Indonesia"]), ("the UN Charter", []), ("the South China Sea", []),
        ("the Chinese president said", ["China"]), ("Russia's president and the prime minister of India", ["Russia", "India"]),
        ("the presidents of Russia and China", ["presidents", "Russia", "China"]), ("the president left", ["presidents"]),
        ("Lalit Modi and Manmohan Singh, J. Singh", []), ("Yesterday Modi met Mr. Putin", ["Narendra Modi", "Vladimir Putin"]),
        ("On Monday Putin, then Foreign Minister Lavrov", ["Vladimir Putin", "Sergey Lavrov"]),
        ("Vladimir Vladimirovich Putin in Moscow", ["Vladimir Putin"]), ("In Tianjin PM Modi said", ["Narendra Modi"]),
        ("In Kazan Putin spoke, and in Astana Tokayev", ["Vladimir Putin", "Kassym-Jomart Tokayev"]), ("Xi Zhongxun", []),
        ("Xi Calls for unity, Xi on Monday, Xi Tuesday", ["Xi Jinping"] * 3), ("Asif Ali Zardari and Anwar Sadat", []),
        ("those who stay, and the WHO", ["World Health Organization"]), ("Iran's Ministry of National Defense", ["Iran"]),
        ("the Ministry of Foreign Affairs of Kazakhstan", ["Kazakhstan"]),
        ("the Ministry of Foreign Affairs of China", ["Ministry of Foreign Affairs of China"]),
        ("fine china, a roast turkey, a white house, tell us media is free", []),
    ],
)  # fmt: skip
def test_traps_in_english(text, expected):
    assert only(text, "en") == expected


def test_three_scripts_name_one_person():
    assert only("拉夫罗夫") == only("拉夫羅夫") == only("拉伕羅夫") == only("Lavrov", "en") == ["Sergey Lavrov"]
    assert only("拉伕羅夫", script="Hant", machine_converted=True) == ["Sergey Lavrov"]
    assert named("習近平會見外長", script="Hant") == [("習近平", "Xi Jinping"), ("外長", "foreign ministers")]


@pytest.fixture(scope="module")
def dictionary():
    """The everyday words of jieba's dictionary, the commonest first."""
    words, frequencies, _ = jieba_entries()
    known = sorted((-frequency, word) for word, frequency in zip(words, frequencies, strict=True))
    return [word for frequency, word in known if frequency <= -100]


# Between other characters, and the name all the same.
NAMES_BETWEEN = [("新中国报", "中国"), ("联邦德国队", "德国")]


def sides():
    table = actors.actors()
    for actor, row in table[table["kind"] == "country"].iterrows():
        for form in row["zh_variants"].split("|"):
            if len(form) == 2 and form[1] == "方":
                yield form, str(actor)


# Words whose first character is as often the end of a side: 中方|可以, 俄方|向中方; where not, the table says so (新方向).
AFTER_A_SIDE = "方可 方正 方子 方城 方向 方面".split()


@pytest.mark.parametrize(("form", "actor"), list(sides()))
def test_no_side_is_found_in_everyday_words(dictionary, form, actor):
    after = [word for word in dictionary if word[0] == "方" and len(word) > 1 and word not in AFTER_A_SIDE]
    before = [word for word in dictionary if word[-1] == form[0] and len(word) == 2]
    assert len(after) > 20
    texts = [f"这种{form[0]}{word}很好" for word in after]
    texts += [f"{word}{noun}" for word in before for noun in ("方案", "方法", "方式")]
    texts += [word for word in dictionary if form in word and len(word) > 2]
    assert [text for text in texts if actor in only(text)] == []
    assert only(f"{form}表示欢迎") == [actor]


def test_no_short_form_is_put_together_from_two_words(dictionary):
    """集中国家力量: each form of two characters, between the commonest words that end and begin with them."""
    begins, ends = {}, {}
    for word in dictionary:
        if len(word) == 2:
            begins.setdefault(word[0], []).append(word)
            ends.setdefault(word[1], []).append(word)
    table = actors.actors()
    forms = {form for row in table.itertuples() for form in [row.zh, *row.zh_variants.split("|")] if len(form) == 2}
    texts = [
        (form, one + other)
        for form in sorted(forms)
        for one in ends.get(form[0], [])[:6]
        for other in begins.get(form[1], [])[:6]
    ]
    found = [(form, text) for form, text in texts if form in [printed for printed, _ in named(text)]]
    # Where the dictionary itself prefers the name: 一|日本|人.
    assert len(texts) > 2000 and len(found) < 0.01 * len(texts), found


def test_no_short_form_is_found_inside_everyday_words():
    """南美国家: a form between other characters of one word; 美国人 begins with one, 驻美国 ends with one."""
    table = actors.actors()
    forms = {
        form: str(actor)
        for actor, row in table.iterrows()
        for form in [row["zh"], *row["zh_variants"].split("|")]
        if 1 < len(form) < 4
    }
    words = [word for word in jieba_entries()[0] if 3 < len(word) < 6 and not word.startswith("中国")]
    inside = [
        (word, word[start:end])
        for word in words
        for start in range(1, len(word) - 2)
        for end in range(start + 2, min(start + 4, len(word)))
        if word[start:end] in forms
    ]
    assert len(inside) > 30
    found = [(word, form) for word, form in inside if (form, forms[form]) in named(word)]
    assert found == NAMES_BETWEEN


def persons():
    table = actors.actors()
    for actor, row in table[table["kind"] == "person"].iterrows():
        yield from ((form, str(actor)) for form in [row["zh"], *row["zh_variants"].split("|")] if 1 < len(form) < 3)


@pytest.mark.parametrize(("form", "actor"), list(persons()))
def test_no_short_name_is_found_in_longer_names(form, actor):
    # Entries with a word before or behind the name, which are no words: 向普京, 普京当.
    words = [word for word in jieba_entries()[0] if form in word[1:-1] or (len(word) > 2 and word.startswith(form))]
    words = [word for word in words if word not in ("普京当", "钱峰雷")]
    assert [word for word in words if actor in only(word)] == []
    assert only(f"{form}表示欢迎") == [actor]


def test_another_language_has_no_actors():
    assert actors_in("Россия", "und") == []


@given(st.one_of(st.text(st.sampled_from(NAMES), max_size=40), st.text(max_size=40)), st.sampled_from(["zh", "en"]))  # fmt: skip
def test_mentions_stand_in_order_and_never_lap(text, language):
    mentions = actors_in(text, language)
    assert all(0 <= m.start < m.end <= len(text) and m.kind in KINDS for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@pytest.fixture(scope="module")
def found(corpus):
    return find_actors(corpus)


def test_every_mention_walks_back_to_its_page(corpus, found):
    assert len(found) > 300
    for row in found.itertuples():
        assert body(corpus, corpus.articles.at[row.article, "page"], row.start, row.end) == row.printed
    inside = found.merge(corpus.sentences, on=["article", "sentence"], suffixes=("", "_sentence"))
    assert len(inside) == len(found)
    assert ((inside["start"] >= inside["start_sentence"]) & (inside["end"] <= inside["end_sentence"])).all()


def test_a_line_wrap_inside_a_name_does_not_hide_it(corpus, found):
    wrapped = [row for row in found.itertuples() if row.end - row.start == len(row.printed) + 1]
    assert wrapped and any(row.printed == "中国国防部" or len(row.printed) > 1 for row in wrapped)


def test_nobody_is_left_out_of_the_categories(found):
    assert list(found["actor"].cat.categories) == list(actors.actors().index)
    assert list(found["kind"].cat.categories) == list(KINDS)


def test_an_empty_corpus_gives_an_empty_table(corpus):
    names = ("segments", "articles", "sentences", "links", "problems")
    empty = replace(corpus, **{name: getattr(corpus, name).iloc[:0] for name in names})
    table = find_actors(empty)
    assert table.empty and list(table.columns)[:4] == ["article", "sentence", "start", "end"]


def test_the_table_is_large_and_its_forms_are_found():
    table = actors.actors()
    assert len(table) >= 120 and set(table["kind"]) == set(KINDS)
    for actor, row in table[table["kind"].isin(["country", "person", "organisation"])].iterrows():
        assert actor in only(row["zh"]), f"{row['zh']} is not found as {actor}"


@pytest.mark.parametrize(
    ("column", "value", "message"), [("kind", "planet", "planet"), ("country", "Atlantis", "Atlantis"), ("short_zh", "中国", "one character")],
)  # fmt: skip
def test_a_broken_row_is_named(column, value, message):
    table = shipped().table("actors")
    broken = table[table["actor"] == "Wang Yi"].assign(**{column: value}).to_csv(index=False)
    lexicon = Lexicon((*shipped().files, File("actors", "study/actors.csv", broken)))
    with pytest.raises(LexiconError, match=rf"Wang Yi.*{message}|{message}|short name of Wang Yi"):
        actors.actors(lexicon=lexicon)


def test_a_study_may_name_its_own(tmp_path):
    columns = ",".join(shipped().table("actors").columns)
    row = "Fishers' League,渔民联合会,渔联,,Fishers['’] League,organisation,,,,"
    lexicon = Lexicon((*shipped().files, File("actors", "study/actors.csv", f"{columns}\n{row}\n")))
    assert [one.actor for one in actors_in("渔联表示欢迎", "zh", lexicon=lexicon)] == ["Fishers' League"]
    assert only("渔联表示欢迎") == []


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.95), ("test", 0.8)])
def test_gold_is_reproduced(corpus, found, split, floor):
    gold = evaluation.gold_actors().query("split == @split")
    scores = evaluation.actor_scores(gold, found).set_index("group")
    print(split, scores.round(2).to_string())
    assert scores.at["all", "gold"] > 50
    assert scores.at["all", "f1"] >= floor and scores.at["all", "named"] >= floor


def test_scores_see_a_wrong_span_and_a_wrong_name():
    gold = pd.DataFrame(
        [("a", 1, 0, 2, "China", "country"), ("a", 1, 4, 6, "India", "country")],
        columns=["article", "sentence", "start", "end", "actor", "kind"],
    )
    found = gold.assign(start=[0, 5], actor=["Russia", "India"])
    scores = evaluation.actor_scores(gold, found).set_index("group").loc["all"]
    assert (scores["right"], scores["f1"], scores["named"]) == (1, 0.5, 0.0)
