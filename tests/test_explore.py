"""The explorers: what is asked, what is shown, and that no page can do more than be shown."""

import json
import re
import threading
import time
from html.parser import HTMLParser

import ipywidgets
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import explore, load_corpus, tokenize
from helpers.explore import QuestionError, views
from helpers.explore.searches import LONGEST_QUERY, sentence_row, span_of
from helpers.lexicon import NO_OUTLET
from helpers.mentions.concepts import find_concepts
from helpers.mentions.frames import FRAMES, label_frames
from helpers.notebooks.runs import WIDGET

EVIL = '<script>window.ran=1</script><img src=x onerror="window.ran=1"> & $1 and $2'


@pytest.fixture(scope="module")
def index(corpus, tokens):
    return explore.Index(corpus, tokens)


def pages(folder, **texts):
    """A corpus of pages of two search results; each text stands in the body of the first, a short one in the title too."""
    for name, text in texts.items():
        title = text if len(text) < 100 else "一个长篇"
        page = (
            f"和平\n\nSearch documents\n{title}\nXin Hua She· 2025-06-11 23:05\n和平合作。{text} 我们开会。 ...\n"
            "青年与和平\nLiao Ning Ri Bao· 2025-06-12 03:00\n青年合作。 ...\n"
        )
        (folder / f"{name}.txt").write_text(page, encoding="utf-8")
    made = load_corpus(folder)
    return made, tokenize(made)


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


OWN_TAGS = set("div p table caption thead tbody tr th td b i mark code span br small ol li blockquote".split())
OWN_ATTRIBUTES = set("class role tabindex aria-label style scope align valign width title value".split())


def assert_harmless(html):
    read = Tags(html)
    assert read.tags <= OWN_TAGS and read.attributes <= OWN_ATTRIBUTES
    return read.text


# Searching ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query, mode", [("上海精神", "words"), ("上海合作组织", "characters"), ("和平", "concept"), (r"弘扬.{1,3}精神", "pattern")])  # fmt: skip
def test_every_line_is_the_raw_characters_at_its_address(index, query, mode):
    lines = index.lines(query, mode)
    assert len(lines) > 2
    for row in lines.itertuples():
        raw = index.corpus.pages.at[row.page, "raw"][row.start : row.end]
        assert row.node in (raw, raw.replace(" ", "")) and row.article in index.corpus.articles.index


def test_either_script_finds_both(index):
    for mode in ("words", "characters", "pattern", "concept"):
        simplified, traditional = (index.lines(query, mode) for query in ("上海合作组织", "上海合作組織"))
        pd.testing.assert_frame_equal(simplified, traditional)
        assert {"上海合作组织", "上海合作組織"} <= set(simplified["node"])


def test_a_word_is_found_as_printed_on_a_converted_page_and_as_counted(index):
    assert index.lines("共用")["node"].tolist() == ["共用"]
    assert "共用" in index.lines("共享")["node"].tolist()


def test_marks_between_words_do_not_hide_a_phrase(index):
    """The page prints 弘扬“上海精神”."""
    lines = index.lines("弘扬上海精神")
    assert len(lines) >= 6 and {"弘扬“上海精神", '弘扬"上海精神'} & set(lines["node"])
    for query in ("弘扬“上海精神”", '弘扬"上海精神"', "弘扬 上海精神", "弘揚「上海精神」"):
        pd.testing.assert_frame_equal(index.lines(query), lines)
    assert len(index.lines("互信、互利")) == len(index.lines("互信互利"))


def test_a_concept_is_found_in_both_languages_by_any_of_its_forms(index, corpus):
    places = [index.find(query, "concept") for query in ("peace", "PEACE", "和平")]
    assert all(place.equals(places[0]) for place in places)
    mentions = find_concepts(corpus)
    assert len(places[0]) == (mentions["concept"] == "peace").sum()
    assert set(corpus.articles.loc[places[0]["article"], "language"]) == {"zh", "en"}


def test_characters_are_found_inside_words_and_across_them_whatever_the_marks(index):
    assert len(index.find("合作", "characters")) > len(index.find("合作", "words"))
    straight, curly = (index.find(f"{mark}上海精神", "characters") for mark in ('"', "“"))
    assert straight.equals(curly) and len(straight) > 10
    assert len(index.find("SCO", "characters")) == len(index.find("sco", "characters"))


def test_characters_are_no_pattern(index):
    assert index.lines(".", "characters")["node"].eq(".").all()
    with pytest.raises(QuestionError, match="do not occur"):
        index.find("上.精神", "characters")
    assert len(index.find("上.精神", "pattern")) > 10


def test_context_is_sorted_from_the_node_outwards(index):
    left = index.lines("上海精神", sort="left context")["left"].str.replace(r"\W", "", regex=True).str[-1]
    assert left.tolist() == sorted(left)
    right = index.lines("cooperation", sort="right context")["right"].str.lower().str.findall(r"\w+").str[0]
    assert right.dropna().tolist() == sorted(right.dropna())
    dates = index.lines("上海精神", sort="date")["published"]
    assert dates.is_monotonic_increasing and index.lines("上海精神", sort="outlet")["outlet"].is_monotonic_increasing
    plain = index.lines("上海精神")[["article", "start"]]
    assert plain.sort_values(["article", "start"], kind="stable").equals(plain)


def test_window_is_characters_on_either_side(index):
    assert index.lines("上海精神", window=5)["left"].str.len().max() == 5
    assert index.lines("上海精神", window=0)["right"].eq("").all()


BAD = {
    "": "Type something", "  ": "Type something", ",": "',' is punctuation and no word", "。": "punctuation", "“”": "punctuation",
    "cooperatoin": "'cooperatoin' does not occur; the nearest terms are 'cooperation'",
    "上海精申": "does not occur; the nearest terms are '上海精神'.*Characters finds it", "summit cooperation": "do not stand next to each other.*Characters",
    "x" * (LONGEST_QUERY + 1): "ask for 200 at most",
}  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_a_bad_word_is_answered_with_a_sentence(corpus, tokens, query):
    shown = explore.concordance(corpus, tokens, query)
    assert re.search(BAD[query], shown.answer.sentence) and shown.table.empty
    assert views.text_html(shown.answer.sentence) in shown.box.children[-1].value


@pytest.mark.parametrize(
    "pattern, reason",
    [
        ("[", "cannot be read: unterminated"), ("(a", "cannot be read: missing"), ("\\", "cannot be read: bad escape"),
        ("a{99999999999}", "cannot be read"), ("(?R)?a", "calls itself"), ("((.)(?1)*)*", "calls itself"), ("(?P<x>a(?&x)?)", "calls itself"),
        ("^", "matches in no sentence"), ("(?=x)", "matches in no sentence"), ("龥", "matches in no sentence"),
    ],
)  # fmt: skip
def test_a_bad_pattern_is_answered_with_a_sentence(corpus, tokens, pattern, reason):
    assert reason in explore.concordance(corpus, tokens, pattern, "pattern").answer.sentence


CATASTROPHIC = [r"(\w|\w\w)+\d{6}", r"(\w+\w+)+\d{6}", r"(\w|\w|\w)*\d{6}", r"((\w?){40}){40}\d{6}"]


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_pattern_that_backtracks_for_ever_is_stopped(tmp_path, pattern):
    made = pages(tmp_path, page="长题目" + "上" * 400 + "a" * 400)
    index = explore.Index(*made)
    begin = time.monotonic()
    with pytest.raises(QuestionError, match=r"no sentence|not done after 0\.2 seconds"):
        index.find(pattern, "pattern", seconds=0.2)
    assert time.monotonic() - begin < 5


def test_the_time_limit_is_what_stops_it(tmp_path):
    index = explore.Index(*pages(tmp_path, page="上" * 400))
    with pytest.raises(QuestionError, match=r"not done after 0\.2 seconds.*repetition inside a repetition"):
        index.find(CATASTROPHIC[0], "pattern", seconds=0.2)


@given(query=st.text(max_size=30), mode=st.sampled_from(explore.MODES))
def test_whatever_is_typed_is_answered_or_refused(index, query, mode):
    try:
        places = index.find(query, mode, seconds=0.5)
    except QuestionError as error:
        assert str(error).strip()
    else:
        assert (places["start"] < places["end"]).all()


def test_an_outlet_or_a_form_without_articles_is_named_with_what_there_is(index):
    with pytest.raises(QuestionError, match="Nobody's Gazette has no article here; the outlets are AZERTAC, "):
        index.lines("上海精神", outlet="Nobody's Gazette")
    with pytest.raises(QuestionError, match="AZERTAC has no article of the form 'digest'; it has 1 full"):
        index.lines("上海精神", outlet="AZERTAC", form="digest")
    with pytest.raises(QuestionError, match="stands in 15 places of the corpus, but in none of AZERTAC, full"):
        index.lines("上海精神", outlet="AZERTAC", form="full")


def test_a_page_without_outlet_and_date_can_be_asked_too(tmp_path):
    (tmp_path / "essay.txt").write_text("Words travel slowly. They travel by boat.\n", encoding="utf-8")
    with pytest.warns(UserWarning, match="no known page convention"):
        made = load_corpus(tmp_path)
    tokens = tokenize(made)
    lines = explore.concordance(made, tokens, "travel", outlet=NO_OUTLET, sort="date")
    assert "n = 2 lines in 1 article" in lines.answer.sentence and "no date" in lines.html
    assert explore.shares(made, tokens, "travel").table[["group", "texts", "n"]].iloc[0].tolist()[1:] == [1, 1]
    assert "without a title" in explore.article(made, made.articles.index[0]).question()


# Shares ---------------------------------------------------------------------------------------------------------------


def test_shares_count_texts_once_and_only_in_the_language_of_the_query(index, corpus):
    chinese = index.shares("上海精神", by="language")
    assert chinese["group"].tolist() == ["zh"] and chinese["n"].sum() == (corpus.articles["language"] == "zh").sum()
    english = index.shares("sco", by="form").set_index("group")
    # Two stories are digested twice, and the dispatch is printed twice, in two forms.
    assert english.at["digest", "n"] == (corpus.articles["form"] == "digest").sum() - 2
    both = index.shares("peace", "concept", by="language")
    assert set(both["group"]) == {"zh", "en"}
    assert (both["low"] <= both["share"]).all() and (both["share"] <= both["high"]).all()


def test_a_share_of_under_five_texts_has_no_interval(index):
    table = index.shares("peace", "concept", by="form")
    few = table["n"] < 5
    assert few.any() and not few.all()
    assert table["low"].isna().equals(few) and table["high"].isna().equals(few)
    shown = views.shares_html(table, "form")
    assert shown.count("too few texts") == few.sum() and "nan" not in shown


def test_groups_without_the_word_are_rows_and_articles_say_where(index):
    table = index.shares("天津")
    assert (table["texts"] == 0).any() and (table["texts"] > 0).any()
    for row in table.itertuples():
        assert bool(row.articles) == (row.lines > 0)
        assert (row.texts > 0) == (row.lines > 0)
    assert table["lines"].sum() == len(index.find("天津"))


def test_the_bar_shows_the_interval_and_the_share():
    assert views.bar(0, 0, 0.5) == "●─────────┨··········"
    assert views.bar(0.5, float("nan"), float("nan")) == "··········●··········"
    assert len(views.bar(1, 0.2, 1)) == 21 and views.bar(1, 0.2, 1).endswith("●")


# Explorers ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorers(corpus, tokens):
    return {
        "concordance": explore.concordance(corpus, tokens, "上海精神"), "shares": explore.shares(corpus, tokens, "上海精神"),
        "frames": explore.frames(corpus, "003-05", 5), "article": explore.article(corpus, "001-04", 2),
        "alignment": explore.alignment(corpus, "001-02", "001-03"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["concordance", "shares", "frames", "article", "alignment"])
def test_live_and_static_are_one_bundle_that_says_the_same(explorers, name):
    shown = explorers[name]
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {WIDGET, "text/html", "text/plain"}
    assert shown.box.children[-1].value == shown.html and shown.html in bundle["text/html"]
    assert "open this notebook in JupyterLab" in bundle["text/html"] and "n = " in bundle["text/plain"]
    assert "VBox" not in bundle["text/plain"] and "<table" in bundle["text/html"]
    assert bundle == shown._repr_mimebundle_()  # nothing random in it but the widget's own identifier
    assert_harmless(bundle["text/html"])


@pytest.mark.parametrize("name", ["concordance", "shares", "frames", "article", "alignment"])
def test_every_control_holds_a_value_has_a_name_and_can_be_reached_by_keyboard(explorers, name):
    for control in explorers[name].controls.values():
        assert isinstance(control, ipywidgets.Text | ipywidgets.Dropdown | ipywidgets.BoundedIntText)
        assert control.description and control.tabbable is not False
    html = explorers[name].html
    assert all('tabindex="0"' in tag for tag in re.findall(r"<div[^>]*overflow[^>]*>", html))


def test_each_answer_shows_addresses_that_lead_back(explorers, corpus):
    for name in ("concordance", "frames", "alignment"):
        addresses = re.findall(r"<code>(\S+) (\d+)-(\d+)</code>", explorers[name].html)
        assert addresses
        for page, start, end in addresses:
            assert corpus.quote(page, int(start), int(end), context=0)


def test_a_changed_control_changes_answer_and_page(corpus, tokens):
    shown = explore.concordance(corpus, tokens, "cooperation")
    assert "page 1 of 3" in shown.answer.sentence
    shown.controls["page"].value = 3
    assert f"Lines 41 to {len(shown.table)}" in shown.html
    shown.controls["sort"].value = "right context"
    assert shown.controls["page"].value == 1 and "Lines 1 to 20" in shown.box.children[-1].value
    shown.controls["query"].value = "上海精神"
    assert (shown.controls["page"].max, len(shown.table)) == (1, 15)


def test_two_selections_in_quick_succession_end_with_the_last(corpus, tokens):
    shown = explore.concordance(corpus, tokens, "上海精神")
    shown.controls["outlet"].value = "AZERTAC"
    assert "in none of AZERTAC" in shown.box.children[-1].value
    shown.controls["outlet"].value = "Liaoning Daily"
    shown.controls["form"].value = "digest"
    shown.controls["form"].value = "excerpt"
    once = explore.concordance(corpus, tokens, "上海精神", outlet="Liaoning Daily", form="excerpt")
    assert shown.html == once.html and shown.table.equals(once.table)
    shown.controls["outlet"].value = "all"
    shown.controls["form"].value = "all"
    assert "n = 15 lines" in shown.html


def test_two_changes_in_two_threads_are_both_answered(corpus, tokens, monkeypatch):
    """JupyterLab hands the messages of widgets to threads; a slow first answer must not swallow the second change."""
    shown = explore.concordance(corpus, tokens, "上海精神")
    lines, begun = explore.Index.lines, threading.Event()

    def slow(*arguments):
        begun.set()
        time.sleep(0.3)
        return lines(*arguments)

    monkeypatch.setattr(explore.Index, "lines", slow)
    first = threading.Thread(target=setattr, args=(shown.controls["outlet"], "value", "Liaoning Daily"))
    first.start()
    begun.wait(5)
    shown.controls["sort"].value = "right context"
    first.join()
    monkeypatch.undo()
    once = explore.concordance(corpus, tokens, "上海精神", outlet="Liaoning Daily", sort="right context")
    assert shown.html == once.html


def test_no_cell_of_the_notebook_changes_what_an_earlier_one_shows(request):
    """After Run All each control holds what the text above it says."""
    path = request.config.rootpath / "notebooks" / "08-explore.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    shown = [text.splitlines()[-1] for text in code]
    changed = {number: re.findall(r"^(\w+)\.controls\b", text, re.MULTILINE) for number, text in enumerate(code)}
    assert any(changed.values())
    for number, names in changed.items():
        assert not set(names) & set(shown[:number]), code[number]


def test_another_article_starts_at_its_first_sentence(corpus):
    shown = explore.frames(corpus, "000-01", 20)
    shown.controls["article"].value = "001-04"
    assert "Sentence 1 of 3 of 001-04" in shown.html and shown.controls["sentence"].max == 3
    shown.controls["sentence"].value = 99
    assert "Sentence 3 of 3" in shown.html
    shown.controls["lists"].value = "strict"
    assert "Sentence 3 of 3" in shown.html, "another list is asked about the same sentence"


def test_csv_is_the_whole_table_and_only_when_asked_for(corpus, tokens):
    shown = explore.concordance(corpus, tokens, "cooperation")
    button, text = shown.box.children[0].children[-1], shown.box.children[1]
    assert (text.value, text.layout.display) == ("", "none")
    shown.controls["page"].value = 2
    button.value = True
    assert text.value == shown.table.to_csv(index=False, lineterminator="\n") and text.layout.display == "flex"
    assert len(text.value.splitlines()) == len(shown.table) + 1 > 41
    assert shown.controls["page"].value == 2, "to copy is not to ask anew"
    shown.controls["query"].value = ""
    assert text.value.strip() == ""


def test_ten_thousand_lines_are_paged(tmp_path):
    made, tokens = pages(tmp_path, page="和平。" * 10_000)
    begin = time.monotonic()
    shown = explore.concordance(made, tokens, "和平")
    assert time.monotonic() - begin < 20
    assert shown.answer.sentence == "n = 10,001 lines in 1 article; page 1 of 501."
    assert shown.html.count("<tr>") == 21 and len(shown.html) < 20_000
    shown.controls["page"].value = 501
    assert "page 501 of 501" in shown.answer.sentence


def test_frames_are_those_of_the_labeller_with_every_cue_marked(corpus, explorers):
    shown = explorers["frames"]
    one = corpus.sentences.query("article == '003-05' and sentence == 5")
    fired = label_frames(one, corpus).fired
    pd.testing.assert_frame_equal(shown.table, fired)
    marks = "".join(re.findall("<mark>(.*?)</mark>", shown.html))
    for row in fired.itertuples():
        assert row.text in marks and f">{row.frame}</td>" in shown.html
    shown.controls["lists"].value = "strict"
    assert shown.table["strict"].all() and 0 < len(shown.table) < len(fired)
    shown.controls["lists"].value = "wide"


def test_a_sentence_without_a_frame_says_so(corpus):
    labels = label_frames(corpus.sentences, corpus)
    without = corpus.sentences.iloc[~labels.labels[list(FRAMES)].any(axis=1).to_numpy()].iloc[0]
    shown = explore.frames(corpus, without["article"], int(without["sentence"]))
    assert "carries no frame: no cue fired; n = 0 cues" in shown.answer.sentence


def test_the_page_is_shown_whole_with_the_span_marked_on_both_sides(corpus, explorers):
    shown = explorers["article"]
    row = corpus.sentences.query("article == '001-04' and sentence == 2").iloc[0]
    left, right = re.split('<td align="left" valign="top"[^>]*>', shown.html)[1:]
    assert Tags("".join(re.findall("<mark>⟦(.*?)⟧</mark>", left))).text == row["text"]
    raw = corpus.pages.at["001_1934daa730ff53b1.txt", "raw"]
    assert Tags("".join(re.findall("<mark>(.*?)</mark>", right))).text == raw[row["start"] : row["end"]]
    start, end = corpus.articles.loc["001-04", ["start", "end"]]
    kinds = set(re.findall(r'<span title="(\w+)"', right))
    assert kinds == set(shown.table["kind"]) >= {"title", "meta", "body", "apparatus"}
    without_names = re.sub(r"<small>.*?</small> ", "", right.replace("¶<br>", "\n"))
    assert raw[start:end] in Tags(without_names).text


def test_an_address_can_be_read_where_it_stands(corpus):
    shown = explore.article(corpus, "000-01")
    shown.controls["span"].value = "524-526"
    assert "The span, 000_ef9d8672496fcad0.txt 524-526, is marked" in shown.answer.sentence
    assert shown.html.count("<mark>⟦上午⟧</mark>") == 1 and shown.html.count("<mark>上午</mark>") == 1
    for wrong in ("abc", "5", "9-3", "3-3", "0-99999999", "-1-5", "1 2"):
        shown.controls["span"].value = wrong
        assert "is no address" in shown.answer.sentence or "is not a span" in shown.answer.sentence
        assert shown.table.empty


def test_a_whole_page_is_shown_up_to_a_limit(corpus, monkeypatch):
    shown = explore.article(corpus, "001-04", extent="page")
    assert "14,545 of the page's 14,545 characters" in shown.answer.sentence
    monkeypatch.setattr(explore.explorers, "MOST_RAW", 1000)
    cut = explore.article(corpus, "001-04", extent="page")
    assert "1,000 of the page's 14,545" in cut.answer.sentence and cut.html.count("<mark>") > 1


@pytest.mark.parametrize("text, span", [("519-524", (519, 524)), (" 1 – 2 ", (1, 2))])
def test_spans_are_read_with_either_dash(text, span):
    assert span_of(text, 1000) == span


def test_alignment_shows_every_sentence_of_both_once(corpus, explorers):
    shown = explorers["alignment"]
    for side, article in (("left", "001-02"), ("right", "001-03")):
        numbers = [n for cell in shown.table[f"{side}_sentences"] for n in cell.split("+") if n]
        assert (
            sorted(map(int, numbers))
            == corpus.sentences.loc[corpus.sentences["article"] == article, "sentence"].tolist()
        )
    text = Tags(shown.html).text
    for side in ("left_text", "right_text"):
        assert all(part in text for part in shown.table[side])
    assert "<i>nothing</i>" in shown.html
    shown.controls["right"].value = "001-02"
    assert "That is one article twice" in shown.html and shown.table.empty
    shown.controls["right"].value = "001-03"


def test_a_choice_that_is_none_is_an_error_of_the_caller(corpus, tokens):
    with pytest.raises(KeyError, match="no outlet 'Nobody'; there are all, "):
        explore.concordance(corpus, tokens, "和平", outlet="Nobody")
    with pytest.raises(KeyError, match="no article '9'"):
        explore.frames(corpus, "9")


def test_a_single_sentence_is_counted_in_the_singular(tmp_path):
    made, _ = pages(tmp_path, page="和平")
    with pytest.raises(QuestionError, match=r"has 1 sentence; there is no number 9"):
        sentence_row(made, made.articles.index[1], 9)


# Nothing on a page runs -----------------------------------------------------------------------------------------------


def test_markup_on_a_page_is_shown_as_text_everywhere(tmp_path):
    made, tokens = pages(tmp_path, page=EVIL)
    first, second = made.articles.index[:2]
    assert made.articles.at[first, "title"] == EVIL, "the title is to be the evil one"
    shown = [
        explore.concordance(made, tokens, "和平"), explore.concordance(made, tokens, "script", mode="characters"),
        explore.concordance(made, tokens, EVIL, mode="characters"), explore.shares(made, tokens, EVIL, mode="characters"),
        explore.shares(made, tokens, "<b>", mode="pattern"), explore.frames(made, first, 1), explore.article(made, first, 1, extent="page"),
        explore.alignment(made, first, second),
    ]  # fmt: skip
    for explorer in shown:
        bundle = explorer._repr_mimebundle_()
        assert_harmless(explorer.box.children[-1].value)
        assert_harmless(bundle["text/html"])
        assert not re.search(r"\$(?!</span>)", bundle["text/html"]), "a dollar sign could begin a formula"
    assert "<script>window.ran=1</script>" in assert_harmless(shown[6].html)
    assert len(re.findall("window.ran", assert_harmless(shown[6].html))) >= 6  # twice in each: left, title, body


@given(st.text(alphabet="<>&\"'$ab中\\/=", max_size=40))
def test_text_as_html_reads_back_and_holds_no_tag(text):
    read = Tags(views.text_html(text))
    assert read.text == text and read.tags <= {"span"}


@given(st.text(alphabet="<&a中", max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4))  # fmt: skip
def test_marks_change_no_character(text, spans):
    spans = [(start, min(end, len(text))) for start, end in spans]
    html = views.marked(text, spans)
    inside = {place for start, end in spans for place in range(start, end)}
    assert Tags(html).text == text
    assert sum(len(Tags(part).text) for part in re.findall("<mark>(.*?)</mark>", html)) == len(inside)


def test_a_parallel_text_is_set_left_and_marks_what_stands_alone():
    table = pd.DataFrame({"sentences": ["1+2", "3"], "text": ["甲<乙丙", "丁"], "gloss": ["one", "two"], "Baku": ["A & b, he said", "—"]})  # fmt: skip
    readings = pd.DataFrame({"left": ["乙", "", "丙"], "right": ["", "he said", "b"]})
    html = views.parallel_html(table, "Baku", readings, {"2": "cut $here"})
    cells = re.findall(r'<td [^>]*><div align="left">(.*?)</div></td>', html)
    assert len(cells) == html.count("<td ") == 6
    assert cells[0] == "<b>1+2</b> 甲&lt;<mark>⟦乙⟧</mark>丙<br><i>one</i>"
    assert cells[1] == "A &amp; b, <mark>⟦he said⟧</mark>"
    assert cells[3] == "<b>[cut <span>$</span>here]</b>" and cells[5] == "<b>[left out]</b>"
