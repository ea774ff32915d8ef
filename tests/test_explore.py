"""The workbench: queries, answers and clicks; and no page can run code."""

import io
import json
import re
import threading
import time
from html import escape, unescape

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import cases, chinese, lexicon_with, lines_of, made_corpus, quiet_corpus, refuses, write_pages
from hypothesis import given
from hypothesis import strategies as st

from helpers import explore, load_corpus, measures, tokenize
from helpers.explore import QuestionError, queries, views
from helpers.explore.queries import LONGEST_QUERY, sentence_row
from helpers.lexicon import NO_OUTLET
from helpers.mentions.concepts import find_concepts
from helpers.mentions.frames import FRAMES, label_frames
from helpers.mentions.voices import sentence_voices
from helpers.notebooks.runs import WIDGET

EVIL = '<script>window.ran=1</script><img src=x onerror="window.ran=1"> & $1 and $2'


def pages(folder, text):
    """A corpus of one page with two articles; the body of the first has the text, and so has its title if it is short."""
    title = text if len(text) < 100 else "一个长篇"
    one = f"{title}\nXin Hua She· 2025-06-11 23:05\n和平合作。{text} 我们开会。 ...\n"
    other = "青年与和平\nLiao Ning Ri Bao· 2025-06-12 03:00\n青年合作。 ...\n"
    made = load_corpus(write_pages(folder, page=f"和平\n\nSearch documents\n{one}{other}"))
    return made, tokenize(made)


def text_of(html):
    return BeautifulSoup(html, "html.parser").get_text()


def tags_and_attributes(html):
    tags = BeautifulSoup(html, "html.parser").find_all(True)
    return {tag.name for tag in tags}, {name for tag in tags for name in tag.attrs}


def assert_harmless(html):
    tags = "div p table caption thead tbody tr th td b i mark code span br small ol li blockquote bdi details summary button"
    attributes = "class role tabindex aria-label aria-sort style scope align valign nowrap width title value type"
    used, named = tags_and_attributes(html)
    assert used <= {*tags.split()} and named <= {*attributes.split(), "data-go"}
    return text_of(html)


# Searching ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query, mode", [("上海精神", "words"), ("上海合作组织", "characters"), ("和平", "concept"), (r"弘扬.{1,3}精神", "pattern")])  # fmt: skip
def test_every_line_is_the_raw_characters_at_its_address(index, query, mode):
    lines = lines_of(index, query, mode)
    assert len(lines) > 2
    for row in lines.itertuples():
        raw = index.corpus.pages.at[row.page, "raw"][row.start : row.end]
        assert row.node in (raw, raw.replace(" ", "")) and row.article in index.corpus.articles.index


@pytest.mark.parametrize("case", cases("same_hits"), ids=lambda case: f"{case['why']}: {case['same_as']}")
def test_two_queries_find_the_same(index, case):
    lines, others = (lines_of(index, case[query], case["mode"]) for query in ("query", "same_as"))
    pd.testing.assert_frame_equal(lines, others)
    assert len(lines) >= int(case["at_least"])


@pytest.mark.parametrize("case", cases("nodes"), ids=lambda case: case["query"])
def test_words_phrases_and_wildcards_are_found_as_printed(index, case):
    """Phrases with the marks in them, words of a converted page also in their counted form; * alone is any word."""
    nodes, among = lines_of(index, case["query"])["node"].str.lower(), filter(None, case["among"].split("|"))
    assert set(among) <= set(nodes) and nodes.str.fullmatch(case["every"] or ".+").all()
    assert int(case["least"]) <= len(nodes) <= int(case["most"])


def test_a_concept_is_found_where_it_is_mentioned_in_either_language(index, corpus):
    places = index.read("peace", "concept").places
    assert len(places) == (find_concepts(corpus)["concept"] == "peace").sum()
    assert set(corpus.articles.loc[places["article"], "language"]) == {"zh", "en"}


def test_characters_are_found_inside_words_and_across_them_and_are_no_pattern(index):
    assert len(index.read("合作", "characters").places) > len(index.read("合作", "words").places)
    assert lines_of(index, ".", "characters")["node"].eq(".").all()
    refuses(QuestionError, "do not occur", index.read, "上.精神", "characters")
    assert len(index.read("上.精神", "pattern").places) > 10


def test_context_is_as_wide_as_asked_and_sorted_from_the_node_outwards(index):
    def words(side, place, **options):
        lines = lines_of(index, "cooperation", **options)
        return lines[side].str.lower().str.findall(r"[\w'-]+").str[place].dropna().tolist()

    right, second, left = words("right", 0, sort="R1"), words("right", 1, sort="R2"), words("left", -1, sort="L1")
    assert [right, second, left] == [sorted(right), sorted(second), sorted(left)] and len(set(right)) > 5
    assert words("right", 0, sort="R1", reverse=True) == sorted(right, reverse=True)
    verbs = lines_of(index, "上海精神", sort="L1")["left"].str.rstrip('“"').str[-2:].tolist()
    apart = len(verbs) - verbs[::-1].index("弘扬") - verbs.index("弘扬")
    assert apart == verbs.count("弘扬") > 3, "words, not characters"
    found = lines_of(index, "cooperat*|partner*", sort="found")["node"].str.lower().tolist()
    assert found == sorted(found) and len(set(found)) > 2
    for sort, column in (("date", "published"), ("outlet", "outlet")):
        assert lines_of(index, "上海精神", sort=sort)[column].is_monotonic_increasing
    plain = lines_of(index, "上海精神")[["article", "start"]]
    assert plain.sort_values(["article", "start"], kind="stable").equals(plain)
    assert lines_of(index, "上海精神", reverse=True)["start"].tolist() == plain["start"].tolist()[::-1]
    # The window is in characters on either side.
    assert lines_of(index, "上海精神", window=5)["left"].str.len().max() == 5
    assert lines_of(index, "上海精神", window=0)["right"].eq("").all()


def test_alternatives_are_found_together_and_what_is_missing_is_said(index):
    both = index.read("peace|和平").places
    assert len(both) == len(index.read("peace").places) + len(index.read("和平").places)
    order = index.corpus.articles.index.get_indexer(both["article"])
    assert (order[:-1] <= order[1:]).all()
    assert "not found: xyzzy" in index.read("peace|xyzzy").said
    counts = [len(index.read(query, "characters").places) for query in ("上海精|合作组", "上海精", "合作组")]
    assert counts[0] == counts[1] + counts[2]


@pytest.mark.parametrize("case", cases("guessed_modes"), ids=lambda case: case["query"])
def test_the_mode_is_guessed_said_and_can_be_switched(index, case):
    query, mode = case["query"], case["mode"]
    found = index.read(query)
    assert found.mode == mode and "guessed" in found.said
    assert found.said.startswith(f"read as {'a pattern' if mode == 'pattern' else mode}")
    assert "guessed" not in index.read(query, mode).said and index.read(query, mode).places.equals(found.places)


@pytest.mark.parametrize("case", cases("unanswered"), ids=lambda case: f"{case['mode']}: {case['query']}")
def test_what_cannot_be_answered_is_answered_with_a_sentence(corpus, tokens, case):
    shown = explore.workbench(corpus, tokens, case["query"], mode=case["mode"])
    assert re.search(case["answer"], shown.answer.sentence) and shown.table.empty
    assert views.text_html(shown.answer.sentence) in shown.html


@pytest.mark.parametrize("case", cases("strange_values"), ids=lambda case: f"{case['control']}: {case['value']}")
def test_a_value_that_no_control_has_is_answered_with_a_sentence(bench, case):
    value = int(case["value"]) if case["value"].isdigit() else case["value"]
    asked = bench.ask(case["tab"], **{case["control"]: value})
    assert case["answer"] in asked.sentence and asked.table.empty == (case["tab"] != "lines")


def test_a_long_query_is_refused_and_the_nearest_word_can_be_clicked(corpus, tokens):
    assert "ask for 200 at most" in explore.workbench(corpus, tokens, "x" * (LONGEST_QUERY + 1)).answer.sentence
    shown = explore.workbench(corpus, tokens, "cooperatoin", mode="words")
    click(shown, "set", "query", "cooperation")
    assert shown.controls["query"].value == "cooperation" and len(shown.table) > 40


def test_a_pattern_that_backtracks_for_ever_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(queries, "PATTERN_SECONDS", 0.2)
    index = explore.Index(*pages(tmp_path, "长题目" + "上" * 400 + "a" * 400))
    stopped = r"not done after 0\.2 seconds.*repetition inside a repetition"
    for pattern in (r"(\w|\w\w)+\d{6}", r"(\w+\w+)+\d{6}", r"(\w|\w|\w)*\d{6}", r"((\w?){40}){40}\d{6}"):
        begin, or_none = time.monotonic(), "" if pattern.startswith(r"(\w|\w\w)") else "no sentence|"
        refuses(QuestionError, or_none + stopped, index.read, pattern, "pattern")
        assert time.monotonic() - begin < 5


@given(query=st.text(max_size=30), mode=st.sampled_from(explore.MODES))
def test_whatever_is_typed_is_answered_or_refused(index, query, mode):
    try:
        places = index.read(query, mode).places
    except QuestionError as error:
        assert str(error).strip()
    else:
        assert (places["start"] < places["end"]).all()


@pytest.mark.parametrize("case", cases("without_articles"), ids=lambda case: f"{case['outlet']}, {case['form']}")
def test_an_outlet_or_a_form_without_articles_is_named_with_what_there_is(index, case):
    choice = {"outlet": case["outlet"], "form": case["form"]}
    refuses(QuestionError, case["said"], lines_of, index, "上海精神", **choice)


def test_a_page_without_outlet_and_date_can_be_asked_too(tmp_path):
    with pytest.warns(UserWarning, match="no known page convention"):
        made = load_corpus(write_pages(tmp_path, essay="Words travel slowly. They travel by boat.\n"))
    tokens = tokenize(made)
    lines = explore.workbench(made, tokens, "travel", outlet=NO_OUTLET, sort="date")
    assert "n = 2 lines in 1 article" in lines.answer.sentence and "no date" in lines.html
    for by in explore.GROUPINGS:
        assert lines.ask("spread", by=by).table[["texts", "n"]].iloc[0].tolist() == [1, 1]
    assert "without a title" in lines.controls["article"].options[0][0]
    assert all(lines.ask(tab).sentence for tab in explore.TABS)


def test_a_third_language_can_be_searched_and_is_read_for_no_frame(tmp_path, recwarn):
    text = "Le sommet de Tianjin a réuni les dirigeants. Ils ont parlé de paix et de coopération. La coopération est utile."
    made = load_corpus(write_pages(tmp_path, sommet=f"Le sommet de Tianjin\n\n{text}\n"))
    bench = explore.workbench(made, query="coopération")
    assert bench.index.about["language"].tolist() == ["und"]
    recwarn.clear()
    assert bench.ask("spread").table[["texts", "n", "lines"]].iloc[0].tolist() == [1, 1, 2]
    said = bench.ask("frames and voices").sentence
    assert "Only Chinese and English sentences are read for frames. The rules were written for another corpus" in said
    assert "Only Chinese and English sentences are read for frames and voices." in bench.ask("article").html
    assert not recwarn.list, "said in the answer, not beside it"


# Shares ---------------------------------------------------------------------------------------------------------------


def test_shares_count_texts_once_and_only_in_the_language_of_the_query(index, corpus):
    chinese = index.shares("上海精神", by="language")
    assert chinese["group"].tolist() == ["zh"] and chinese["n"].sum() == (corpus.articles["language"] == "zh").sum()
    english = index.shares("sco", by="form").set_index("group")
    # Two stories have two digests each, and the dispatch is printed twice, in two forms.
    assert english.at["digest", "n"] == (corpus.articles["form"] == "digest").sum() - 2
    both = index.shares("peace", "concept", by="language")
    assert set(both["group"]) == {"zh", "en"}
    assert (both["low"] <= both["share"]).all() and (both["share"] <= both["high"]).all()
    # Groups without the word are rows.
    table = index.shares("天津")
    assert (table["texts"] == 0).any() and (table["texts"] > 0).any()
    assert ((table["texts"] > 0) == (table["lines"] > 0)).all()
    assert table["lines"].sum() == len(index.read("天津").places)


def test_the_dispersion_of_a_query_is_that_of_the_measure_with_texts_that_lack_it(corpus, tokens):
    table = measures.dispersion(tokens, corpus.articles["language"]).set_index(["group", "term"])
    dp, texts = table.loc[("zh", "上海精神"), ["dp", "of_articles"]]
    said = text_of(explore.workbench(corpus, tokens, "上海精神", "spread").html)
    assert f"Gries's DP over {texts:.0f} texts {dp:.2f}" in said


def test_a_table_of_tokens_may_have_fewer_articles_other_types_and_another_order(corpus, tokens):
    fewer = tokens[tokens["article"] != corpus.articles.index[0]]
    expected = explore.workbench(corpus, fewer, "上海精神").answer.places
    trimmed = fewer.assign(article=fewer["article"].cat.remove_unused_categories())
    for table in (trimmed, fewer.astype({"article": "str", "term": "str"}), fewer.sample(frac=1, random_state=0)):
        pd.testing.assert_frame_equal(explore.workbench(corpus, table, "上海精神").answer.places, expected)


def test_a_share_of_under_five_texts_has_no_interval(index):
    table = index.shares("peace", "concept", by="form")
    few = table["n"] < 5
    assert few.any() and not few.all()
    assert table["low"].isna().equals(few) and table["high"].isna().equals(few)
    shown = views.shares_html(table, "form")
    assert shown.count("too few texts") == few.sum() and "nan" not in shown


def test_a_picture_is_also_drawn_in_characters():
    def drawn(*values, **more):
        return re.search("<code>(.*)</code>", views.track(*values, **more))[1]

    assert drawn([0], 0, 0.5) == "●─────────┨··········" and drawn([0.5]) == "··········●··········"
    assert drawn([0], other=1) == "●···················○" and len(drawn([1], 0.2, 1)) == 21
    assert re.search("<code>(.*)</code>", views.strip([(0, 0, ""), (1, 1, "")]))[1] == "┃" + "·" * 39 + "┃"


def test_times_without_a_text_are_a_row(corpus, tokens):
    bench = explore.workbench(corpus, tokens, "上海精神", "spread", by="time")
    assert bench.table["group"].tolist() == sorted(bench.table["group"])
    assert ">2024-06 to 2025-05</td>" in bench.html and bench.html.count("no text") == 1


def test_company_of_one_word_is_that_of_the_measure(index, corpus, tokens):
    """With function words, and also for a phrase."""
    chinese = tokens[tokens["article"].map(corpus.articles["language"]).eq("zh").to_numpy()]
    expected = measures.collocates(chinese, "上海精神").query("count >= 2")
    table = index.company(index.read("上海精神").places, function_words=True)
    columns = ["term", "count", "articles", "term_count", "log_dice", "g2"]
    one, other = (each[columns].astype({"term": "str"}).reset_index(drop=True) for each in (table, expected))
    pd.testing.assert_frame_equal(one, other)
    assert "的" in set(table["term"]) and "的" not in set(index.company(index.read("上海精神").places)["term"])
    phrase = index.company(index.read("互信、互利").places)
    assert "平等" in set(phrase["term"]) and not {"互信", "互利"} & set(phrase["term"])


def test_frames_and_voices_are_those_of_the_sentences(index, corpus, tokens):
    places = index.read("上海精神").places
    having, others, remark = index.framed(places)
    keys = {(row.article, row.sentence) for row in places.itertuples()}
    assert {(row.article, row.sentence) for row in having.itertuples()} == keys and not remark
    assert "another corpus" not in explore.workbench(corpus, tokens, "上海精神").ask("frames and voices").sentence
    assert len(having) + len(others) == (corpus.sentences["article"].map(corpus.articles["language"]) == "zh").sum()
    voices, looked = index.voiced(places)
    whole = sentence_voices(corpus).set_index(["article", "sentence"])["voice"].astype(str)
    # An erased speaker is known from a Chinese text with the same words, which may not be among these articles.
    assert {(row.article, row.sentence) for row in voices.itertuples()} == keys
    assert looked == places["article"].nunique()
    assert all(row.voice == whole[row.article, row.sentence] for row in voices.itertuples())


# The workbench --------------------------------------------------------------------------------------------------------


def goals_of(bench):
    return [json.loads(unescape(goal)) for goal in re.findall('data-go="([^"]*)"', bench.html)]


def click(bench, *to):
    """Send the message of a click in the panel to Python."""
    assert list(to) in goals_of(bench), f"nothing to click leads to {to}"
    bench._panel._handle_custom_msg({"go": list(to)}, [])


@pytest.fixture(scope="module")
def bench(corpus, tokens):
    return explore.workbench(corpus, tokens, "上海精神", article="001-04", sentence=2, left="001-02", right="001-03")


@pytest.mark.parametrize("tab", explore.TABS)
def test_live_and_static_are_one_bundle_that_says_the_same(corpus, tokens, tab):
    shown = explore.workbench(corpus, tokens, "上海精神", tab)
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {WIDGET, "text/html", "text/plain"}
    assert text_of(views.static(shown.html)) in text_of(bundle["text/html"])
    assert "open this notebook in JupyterLab" in bundle["text/html"] and "n = " in bundle["text/plain"]
    assert "VBox" not in bundle["text/plain"] and "<table" in bundle["text/html"]
    tags, attributes = tags_and_attributes(bundle["text/html"])
    assert "button" not in tags and "data-go" not in attributes
    assert bundle == shown._repr_mimebundle_()  # only the identifier of the widget is random
    assert_harmless(bundle["text/html"])
    assert_harmless(shown.html)
    alone = shown.ask(tab)
    assert alone._repr_html_() in bundle["text/html"] and alone.question.startswith(tab)


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(bench):
    for control in bench.controls.values():
        assert control.description and control.tabbable is not False
    for tab in explore.TABS:
        html = bench.ask(tab).html
        assert all('tabindex="0"' in tag for tag in re.findall(r"<div[^>]*overflow[^>]*>", html))
        assert {"button", "tr"} >= set(re.findall(r"<(\w+)[^>]* data-go=", html)), "a button, or a row that holds one"


def test_a_hit_is_one_unbroken_line_with_its_address_as_a_tooltip(bench, corpus):
    table = bench.table
    addresses = re.findall(r'<tr data-go="[^"]*" title="(\S+) (\d+)-(\d+)">', bench.html)
    assert [f"{row.page} {row.start} {row.end}" for row in table.itertuples()] == [" ".join(one) for one in addresses]
    cells = re.findall(r'<td class="(\w+)"', bench.html)
    assert cells == ["number", "left", "node", "right", "about", "about", "day", "day"] * len(table)
    for tab, pattern in (("article", r"(\S+) (\d+)-(\d+), is"), ("two articles", r"<code>(\S+) (\d+)-(\d+)</code>")):
        answer = bench.ask(tab)
        found = re.findall(pattern, answer.sentence + answer.html)
        assert found and all(corpus.quote(page, int(s), int(e), context=0) for page, s, e in addresses + found)


def test_headings_sort_and_sort_back(corpus, tokens):
    bench = explore.workbench(corpus, tokens, "cooperation", page=1)
    bench.controls["page"].value = 2
    click(bench, "sort", "R1")
    assert (bench.controls["sort"].value, bench.controls["page"].value) == ("R1", 1)
    assert 'aria-sort="ascending"' in bench.html
    rising = bench.table["right"].tolist()
    click(bench, "sort", "R1")
    assert bench.controls["reverse"].value and 'aria-sort="descending"' in bench.html
    assert bench.table["right"].tolist() != rising and sorted(bench.table["right"]) == sorted(rising)
    bench.controls["sort"].value = "L2"
    assert re.search(r'<th scope="col" aria-sort="descending"><button[^>]*>left', bench.html)
    bench.tabs.value = "company"
    click(bench, "sort", "together")
    assert bench.table["count"].is_monotonic_decreasing


def test_a_hit_opens_its_article_with_its_sentence_marked(corpus, tokens):
    bench = explore.workbench(corpus, tokens, "上海精神", sort="L1")
    row = bench.table.iloc[4]
    click(bench, "hit", 4)
    assert bench.tabs.value == "article" and bench.controls["article"].value == row["article"]
    text = corpus.sentences.query("article == @row.article and sentence == @row.sentence")["text"].iloc[0]
    marked = re.search("<li[^>]*><mark>⟦(.*?)⟧</mark>", bench.html)[1]
    assert text_of(marked) == text and "<b>上海精神</b>" in marked.replace("精神“", "")
    click(bench, "step", 1)
    assert bench.controls["sentence"].value == lines_of(bench.index, "上海精神", sort="L1")["sentence"].iloc[5]
    click(bench, "step", -1)
    click(bench, "set", "tab", "lines")
    assert bench.tabs.value == "lines" and bench.controls["sort"].value == "L1"


@pytest.mark.parametrize("tab, kind", [("spread", "time"), ("spread", "outlet"), ("spread", "article"), ("company", "company"), ("frames and voices", "frame"), ("frames and voices", "voice")])  # fmt: skip
def test_every_point_of_a_picture_leads_to_its_lines(corpus, tokens, tab, kind):
    bench = explore.workbench(corpus, tokens, "上海精神", tab)
    goals = [goal for goal in goals_of(bench) if goal[:2] == ["only", kind]]
    assert goals
    for goal in goals[:6]:
        told = bench.html.split(escape(json.dumps(goal, ensure_ascii=False), quote=True))[1].split("</tr>")[0]
        click(bench, *goal)
        assert bench.tabs.value == "lines" and f"Only {kind} {goal[2]}." in bench.answer.sentence
        n = len(bench.table)
        counts = [int(number) for number in re.findall(r">(\d+)(?: of \d+)?</td>", told)]
        # A word may occur twice in one window.
        assert n in counts or (kind == "company" and n <= counts[0]), "the picture counts what the lines show"
        click(bench, "only")
        assert len(bench.table) == 15
        bench.tabs.value = tab


def test_a_message_that_no_answer_offers_changes_nothing(corpus, tokens):
    bench = explore.workbench(corpus, tokens, "上海精神")
    before = bench.html
    goals = [[], ["nowhere"], ["_init__"], "x", ["hit", 99_999], ["sort", "no such"], ["hit"], ["set", "only", 1]]
    for content in [{}, *({"go": goal} for goal in goals)]:
        bench._panel._handle_custom_msg(content, [])
        assert bench.html == before


def test_a_changed_control_changes_answer_and_page(corpus, tokens):
    shown = explore.workbench(corpus, tokens, "cooperation")
    assert "Page 1 of 3" in shown.answer.sentence
    click(shown, "set", "page", 2)
    shown.controls["page"].value = 3
    assert f"Lines 41 to {len(shown.table)}" in shown.html
    shown.controls["sort"].value = "R1"
    assert shown.controls["page"].value == 1 and "Lines 1 to 20" in shown.html
    shown.controls["query"].value = "上海精神"
    assert (shown.controls["page"].max, len(shown.table)) == (1, 15)


def test_to_ask_changes_nothing_and_says_what_was_asked(bench):
    before = bench.html
    answer = bench.ask("lines", query="peace", sort="R1")
    assert answer.question == "lines; query peace; sort R1" and len(answer.table) == 2
    assert bench.html == before and bench.controls["query"].value == "上海精神"
    refuses(KeyError, "no tab 'nowhere'", bench.ask, "nowhere")
    refuses(KeyError, "lines does not ask for 'around'; it asks for query, mode", bench.ask, "lines", around=3)


def test_two_selections_in_quick_succession_end_with_the_last(corpus, tokens):
    shown = explore.workbench(corpus, tokens, "上海精神")
    shown.controls["outlet"].value = "AZERTAC"
    assert "in none of AZERTAC" in shown.html
    shown.controls["outlet"].value = "Liaoning Daily"
    shown.controls["form"].value = "digest"
    shown.controls["form"].value = "excerpt"
    once = explore.workbench(corpus, tokens, "上海精神", outlet="Liaoning Daily", form="excerpt")
    assert shown.html == once.html and shown.table.equals(once.table)
    shown.controls["outlet"].value = shown.controls["form"].value = "all"
    assert "n = 15 lines" in shown.html


def test_two_changes_in_two_threads_are_both_answered(corpus, tokens, monkeypatch):
    """JupyterLab hands the messages of widgets to threads; a slow first answer must not swallow the second change."""
    shown = explore.workbench(corpus, tokens, "上海精神")
    hits, begun = explore.Index.hits, threading.Event()

    def slow(*arguments):
        begun.set()
        time.sleep(0.3)
        return hits(*arguments)

    monkeypatch.setattr(explore.Index, "hits", slow)
    first = threading.Thread(target=setattr, args=(shown.controls["outlet"], "value", "Liaoning Daily"))
    first.start()
    begun.wait(5)
    shown.controls["sort"].value = "R1"
    first.join()
    monkeypatch.undo()
    once = explore.workbench(corpus, tokens, "上海精神", outlet="Liaoning Daily", sort="R1")
    assert shown.html == once.html


def test_no_cell_of_the_notebook_changes_what_an_earlier_one_shows(request):
    """After Run All each control has the value that the text above it names."""
    notebook = (request.config.rootpath / "notebooks/08-explore.ipynb").read_text(encoding="utf-8")
    cells = [cell for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]
    assert not [cell for cell in cells if re.search(r"\bbench\.(controls|tabs)\b|\.value = ", "".join(cell["source"]))]


def test_another_article_starts_at_its_first_sentence(corpus, tokens):
    shown = explore.workbench(corpus, tokens, tab="article", article="000-01", sentence=20)
    assert "Sentence 20 of 23" in shown.html
    shown.controls["article"].value = "001-04"
    assert "Sentence 1 of 3, 001" in shown.html and shown.controls["sentence"].max == 3
    refuses(QuestionError, "has 3 sentences; there is no number 9", sentence_row, corpus, "001-04", 9)
    shown.controls["sentence"].value = 99
    assert "Sentence 3 of 3" in shown.html
    shown.controls["lists"].value = "strict"
    assert "Sentence 3 of 3" in shown.html, "another list is asked about the same sentence"
    click(shown, "set", "sentence", 2)
    assert "Sentence 2 of 3" in shown.html


def test_the_file_is_the_whole_table_safe_for_a_spreadsheet(tmp_path, monkeypatch):
    made, tokens = pages(tmp_path, "说和平，=1+1 是二。" + "和平。" * 30)
    bench = explore.workbench(made, tokens, "=1+1", mode="characters")
    sent = []
    monkeypatch.setattr(type(bench._panel), "send", lambda self, content, buffers=None: sent.append((content, buffers)))
    bench._save.click()
    bench.controls["query"].value = "和平"
    bench.controls["page"].value = 2
    bench._save.click()
    (first, (data,)), (second, (whole,)) = sent
    assert first == {"file": "lines-1-1.csv"} and second == {"file": "lines-和平.csv"}
    assert data.startswith(b"\xef\xbb\xbf") and b",'=1+1," in data and not re.search(rb"(^|,|\n)[=+@-][^,]", data)
    read = pd.read_csv(io.BytesIO(whole))
    assert len(read) == len(bench.table) > 30 and list(read) == list(bench.table)
    assert bench.controls["page"].value == 2, "to save is not to ask anew"


def test_ten_thousand_lines_are_paged_and_quick(tmp_path):
    made, tokens = pages(tmp_path, "和平。" * 10_000)
    shown = explore.workbench(made, tokens, "和平")
    begin = time.monotonic()
    shown.controls["sort"].value = "R1"
    assert time.monotonic() - begin < 3
    assert shown.answer.sentence.startswith("n = 10,001 lines in 1 article; read as words (guessed). Page 1 of 501.")
    assert shown.html.count("<tr") == 21 and len(shown.html) < 40_000
    shown.controls["page"].value = 501
    assert "Page 501 of 501" in shown.answer.sentence


def test_frames_are_those_of_the_labeller_with_every_cue_marked_or_none(corpus, bench):
    one = corpus.sentences.query("article == '003-05' and sentence == 5")
    for lists, strict in (("wide", False), ("strict", True)):
        fired = label_frames(one, corpus, lists).fired
        shown = bench.ask("article", article="003-05", sentence=5, lists=lists).html.split("</blockquote>")
        marks = "".join(re.findall("<mark>(.*?)</mark>", shown[0].rsplit("<blockquote>", 1)[1]))
        for row in fired.itertuples():
            assert row.text in marks and f">{row.frame}</td>" in shown[1]
        assert shown[1].count("wide only") == (~fired["strict"]).sum()
        assert len(fired) and fired["strict"].all() == strict
    labels = label_frames(corpus.sentences, corpus)
    without = corpus.sentences.iloc[~labels.labels[list(FRAMES)].any(axis=1).to_numpy()].iloc[0]
    shown = bench.ask("article", article=without["article"], sentence=int(without["sentence"]))
    assert "carries no frame: no cue fired; its voice is " in shown.html


def test_the_page_is_shown_with_the_sentence_marked_on_both_sides_up_to_a_limit(corpus, bench, monkeypatch):
    shown = bench.ask("article")
    row = corpus.sentences.query("article == '001-04' and sentence == 2").iloc[0]
    left, right = re.split('<td align="left" valign="top"[^>]*>', shown.html.split("<blockquote>")[0])[1:]
    assert text_of("".join(re.findall("<mark>⟦(.*?)⟧</mark>", left))) == row["text"]
    raw = corpus.pages.at["001_1934daa730ff53b1.txt", "raw"]
    assert text_of("".join(re.findall("<mark>(.*?)</mark>", right))) == raw[row["start"] : row["end"]]
    start, end = corpus.articles.loc["001-04", ["start", "end"]]
    kinds = set(re.findall(r'<span title="(\w+)"', right))
    assert kinds == set(shown.table["kind"]) >= {"title", "meta", "body", "apparatus"}
    assert "color:#111" in right, "dark letters on a pale ground, whatever the theme"
    without_names = re.sub(r"<small>.*?</small> ", "", right.replace("¶<br>", "\n"))
    assert raw[start:end] in text_of(without_names)
    monkeypatch.setattr(explore.answers, "MOST_RAW", 500)
    assert "500 of the page's 14,545" in (cut := bench.ask("article")).sentence and cut.html.count("<mark>") > 1


def test_alignment_shows_every_sentence_of_both_once(corpus, bench):
    shown = bench.ask("two articles")
    for side, article in (("left", "001-02"), ("right", "001-03")):
        numbers = [n for cell in shown.table[f"{side}_sentences"] for n in cell.split("+") if n]
        own = corpus.sentences.loc[corpus.sentences["article"] == article, "sentence"].tolist()
        assert sorted(map(int, numbers)) == own
    text = text_of(shown.html)
    for side in ("left_text", "right_text"):
        assert all(part in text for part in shown.table[side])
    assert "<i>nothing</i>" in shown.html
    same = bench.ask("two articles", right="001-02")
    assert "That is one article twice" in same.sentence and same.table.empty


def test_the_tabs_of_articles_begin_at_the_first_hit_and_at_two_versions_of_one_text(corpus, tokens, tmp_path):
    for bench in (explore.workbench(corpus, tokens, "和平", tab) for tab in ("lines", "article")):
        first = lines_of(bench.index, "和平").iloc[0]
        bench.tabs.value = "article"
        assert [bench.controls[key].value for key in ("article", "sentence")] == first[["article", "sentence"]].tolist()
        assert first["sentence"] > 1
    assert "6 links" in bench.ask("two articles").sentence and "Too few links" not in bench.ask("two articles").sentence
    assert "Too few links" in bench.ask("two articles", left="001-09", right="003-02").sentence
    strangers = quiet_corpus(write_pages(tmp_path, sea="Nobody came to the sea.\n", fair="All went to a fair.\n"))
    assert "choose two" in explore.workbench(strangers, tab="two articles").answer.sentence


def test_two_articles_are_aligned_with_the_words_of_the_study():
    own = lexicon_with(time_words="language,kind,word,means,reason\nzh,day,后儿个,2,northern speech\n")
    made = made_corpus(chinese("他后儿个走。"), {"text": "They leave on September 3."}, lexicon=own)
    [row] = explore.answers.two_articles(explore.Index(made, tokenize(made)), "000-01", "001-01").table.itertuples()
    assert (row.left_sentences, row.right_sentences) == ("1", "1") and "2025-09-03" in row.anchors


def test_a_choice_that_is_none_is_an_error_of_the_caller(corpus, tokens):
    said = {"outlet": "no outlet 'no'; there are all, ", "article": "no article 'no'", "tab": "no tab 'no'"}
    said["windows"] = "no control 'windows'; there are query, "
    for control, message in said.items():
        refuses(KeyError, message, explore.workbench, corpus, tokens, "和平", **{control: "no"})


def test_of_many_articles_the_list_holds_some_and_any_can_be_gone_to_by_its_tick(corpus, tokens, monkeypatch):
    monkeypatch.setattr(explore.workbenches, "MOST_LISTED", 3)
    bench = explore.workbench(corpus, tokens, "上海精神", "spread")
    assert len(bench.controls["article"].options) == 3 and bench.html.count('class="tick"') == 15
    click(bench, "hit", 14)  # a tick of a strip opens its hit
    assert bench.controls["article"].value == bench.index.read("上海精神").places["article"].iloc[14] == "004-01"
    assert len(bench.controls["article"].options) == 4


# Nothing on a page runs -----------------------------------------------------------------------------------------------


def test_markup_on_a_page_is_shown_as_text_everywhere(tmp_path):
    made, tokens = pages(tmp_path, EVIL)
    assert made.articles["title"].iloc[0] == EVIL, "the title is to be the evil one"
    article = {"tab": "article", "query": "和平"}
    asked = [{"query": "和平"}, {"query": "script", "mode": "characters"}, {"query": "<b>", "mode": "pattern"}, article]
    asked += [{"query": EVIL, "mode": "characters", "tab": tab} for tab in explore.TABS]
    for values in asked:
        bench = explore.workbench(made, tokens, **values)
        bundle = bench._repr_mimebundle_()
        assert_harmless(bench.html)
        assert_harmless(bundle["text/html"])
        shown = re.sub(r'(title|aria-label|data-go)="[^"]*"', "", bundle["text/html"])
        assert not re.search(r"\$(?!</span>)", shown), "a dollar sign could begin a formula"
    html = explore.workbench(made, tokens, **article).html
    assert "<script>window.ran=1</script>" in assert_harmless(html)
    assert len(re.findall("window.ran", assert_harmless(html))) >= 6  # twice in each: left, title, body


def test_overrides_of_direction_are_shown_as_marks(tmp_path):
    with pytest.warns(UserWarning, match="invisible characters, passed over"):
        made, tokens = pages(tmp_path, "和平\u202e页面\u2066说")
    for tab in ("lines", "article"):
        html = explore.workbench(made, tokens, "和平", tab).html
        assert ("⟨U+202E⟩" in html) == (tab == "article") and not re.search("[\u202a-\u202e\u2066-\u2069]", html)


@given(st.text(alphabet="<>&\"'$ab中\\/=", max_size=40))
def test_text_as_html_reads_back_and_holds_no_tag(text):
    html = views.text_html(text)
    assert text_of(html) == text and tags_and_attributes(html)[0] <= {"span"}


@given(st.text(alphabet="<&a中", max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4))  # fmt: skip
def test_marks_change_no_character(text, spans):
    spans = [(start, min(end, len(text))) for start, end in spans]
    html = views.marked(text, spans)
    inside = {place for start, end in spans for place in range(start, end)}
    assert text_of(html) == text
    assert sum(len(text_of(part)) for part in re.findall("<mark>(.*?)</mark>", html)) == len(inside)


def test_a_parallel_text_is_set_left_and_marks_what_stands_alone():
    rows = [("1+2", "甲<乙丙", "one", "A & b, he said"), ("3", "丁", "two", "—")]
    table = pd.DataFrame(rows, columns=["sentences", "text", "gloss", "Baku"])
    readings = pd.DataFrame({"left": ["乙", "", "丙"], "right": ["", "he said", "b"]})
    html = views.parallel_html(table, "Baku", readings, {"2": "cut $here"})
    cells = re.findall(r'<td [^>]*><div align="left">(.*?)</div></td>', html)
    assert cells[0] == "<b>1+2</b> 甲&lt;<mark>⟦乙⟧</mark>丙<br><i>one</i>"
    assert cells[1] == "A &amp; b, <mark>⟦he said⟧</mark>" and len(cells) == html.count("<td ") == 6
    assert cells[3] == "<b>[cut <span>$</span>here]</b>" and cells[5] == "<b>[left out]</b>"
