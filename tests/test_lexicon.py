"""The reviewed tables: how a lexicon is loaded and refused, what its expressions find, and one test for each trap of
concept pairs and stop lists, in wording from texts nobody tuned on."""

import re
import tomllib
from dataclasses import replace
from functools import partial

import pandas as pd
import pytest
from conftest import assert_walks_back, cases, chinese, lexicon_with, made_corpus, quiet_corpus, refuses, write_pages
from hypothesis import given
from hypothesis import strategies as st

from helpers import tokenize
from helpers.corpora.conventions.furniture import outlet_names
from helpers.corpora.pages import ROOT, find_folder
from helpers.lexicon import File, Lexicon, LexiconError, outlet_of, patterns, per_lexicon, shipped
from helpers.lexicon.patterns import Expressions, beginnings, compiled
from helpers.lexicon.schemas import FRAMES, SCHEMAS, STUDY_TABLES
from helpers.mentions import frames, in_corpus
from helpers.mentions.actors import KINDS, actors, actors_in, find_actors
from helpers.mentions.concepts import concept_matcher, concepts, find_concepts, join_mentions
from helpers.mentions.formulas import formulas_in
from helpers.mentions.frames.occasions import occasion_rules
from helpers.mentions.modals import find_modals, modals_in
from helpers.mentions.voices import voices_in
from helpers.texts.matching import Matcher, glosses, stop_words
from helpers.texts.scripts import script_of, simplify, term_of


@pytest.fixture(scope="module")
def matcher():
    return Matcher(concepts())


def names(matcher, text, language="zh", nested=False):
    found = matcher.find(text, language)
    return [matcher.entries[match.entry] for match in found if nested or not match.nested]


@pytest.mark.parametrize("case", cases("concepts"), ids=lambda case: f"{case['kind']}: {case['text']}")
def test_traps(matcher, case):
    """With `nested`, mentions inside another one count, too."""
    found = names(matcher, case["text"], case["language"], bool(case["nested"]))
    assert found == [name for name in case["expected"].split("|") if name]


@pytest.mark.parametrize("case", cases("converted_concepts"), ids=lambda case: case["printed"])
@pytest.mark.parametrize("converted", [True, False])
def test_traditional_and_taiwan_forms_count_as_their_concept(case, converted):
    corpus = made_corpus(chinese(f"各國{case['printed']}。", script="Hant", machine_converted=converted))
    table = find_concepts(corpus)
    row = table[table["concept"] == case["concept"]].iloc[0]
    assert row["text"] in case["printed"]
    assert corpus.pages.at["000.txt", "raw"][row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize("gap", ["", " ", "[1] "])
def test_a_form_is_found_across_a_wrap_and_walks_back(gap):
    corpus = made_corpus(chinese("推动构建人类命运共同体。共同发展,合作。".replace("同", f"同{gap}".replace(" ", "␣"))))
    table = find_concepts(corpus)
    raw = corpus.pages.at["000.txt", "raw"]
    assert table["concept"].tolist() == ["shared future for humanity", "common development", "cooperation"]
    assert table["sentence"].tolist() == [1, 2, 2]
    for row in table.itertuples():
        printed = raw[row.start : row.end]
        assert (printed.replace(gap, "") if gap else printed) == row.text
        assert not printed[0].isspace() and not printed[-1].isspace()


def test_no_mention_reaches_across_a_sentence_or_is_of_a_namesake():
    for text in (chinese("人类命运\n共同体,发\n展"), {"text": "mutual\ntrust of Li Xi"}):
        corpus = made_corpus(text)
        assert len(corpus.sentences) > 1 and find_concepts(corpus).empty


# For each table of mentions: the function that makes it, the column of printed text, a number of rows to exceed.
MENTIONS = {
    "concepts": (find_concepts, "text", 1000), "actors": (find_actors, "printed", 300), "modals": (find_modals, "text", 90),
    "cues": (lambda corpus: frames.label_frames(corpus.sentences, corpus).fired, "text", 100),
}  # fmt: skip


@pytest.mark.parametrize("name", MENTIONS)
def test_mentions_walk_back_and_lie_in_their_sentence_and_an_empty_corpus_has_none(corpus, name):
    find, printed, many = MENTIONS[name]
    found = find(corpus)
    assert len(found) > many
    assert_walks_back(corpus, found, printed)
    wrapped = found["end"] - found["start"] > found[printed].str.len()
    assert wrapped.any() or name == "modals", "a line wrap hides none"
    inside = found.merge(corpus.sentences, on=["article", "sentence"], suffixes=("", "_sentence"))
    assert len(inside) == len(found)
    assert ((inside["start"] >= inside["start_sentence"]) & (inside["end"] <= inside["end_sentence"])).all()
    laps = found["start"] < found.groupby("article", observed=True)["end"].shift()
    assert not laps.any() or name in ("concepts", "cues"), "these may lie in one another"
    tables = ("segments", "articles", "sentences", "links", "problems")
    none = find(replace(corpus, **{table: getattr(corpus, table).iloc[:0] for table in tables}))
    assert none.empty and list(none.columns) == list(found.columns)


def test_every_concept_and_actor_has_its_category(corpus):
    mentions, found = find_concepts(corpus), find_actors(corpus)
    assert list(mentions["concept"].cat.categories) == list(concepts().index), "what nobody mentions, too"
    assert list(found["actor"].cat.categories) == list(actors().index)
    assert list(found["kind"].cat.categories) == list(KINDS)


# The tables -----------------------------------------------------------------------------------------------------------


def test_there_are_enough_pairs_and_each_finds_its_own_forms(matcher):
    table = concepts()
    assert len(table) >= 40
    for row in table.itertuples():
        assert row.gloss and row.zh and row.en
        for form in [row.zh, *filter(None, row.zh_variants.split("|"))]:
            assert row.Index in names(matcher, simplify(form)), (row.Index, form)


def test_the_address_of_each_concept_is_where_it_stands(corpus, matcher):
    """Also inside a longer mention, which `find_concepts` leaves out."""
    found = in_corpus(corpus, lambda text, about: matcher.find(about.normal(text), about.language), ["entry", "nested"])
    table = found.assign(concept=[matcher.entries[entry] for entry in found["entry"]])
    assert len(find_concepts(corpus)) == (~table["nested"]).sum() < len(table)
    table["page"] = table["article"].map(corpus.articles["page"])
    places = set(zip(table["concept"], table["page"] + ":" + table["start"].astype(str), strict=True))
    assert concepts()["met"].any()
    for concept, met in concepts()["met"].items():
        assert (concept, met) in places if met else concept not in set(table["concept"]), (concept, met)


@pytest.mark.parametrize("case", cases("bad_concepts"), ids=lambda case: case["message"])
def test_concepts_that_break_the_rules_are_refused(case):
    """Each row is tried beside one for Indonesia."""
    empty = dict.fromkeys("gloss zh zh_variants en unless_zh unless_en met note".split(), "")
    rows = [{name: case[name] for name in empty.keys() & case.keys()}, {"zh": "印尼", "en": "Indonesia"}]
    rows = [empty | row for row in rows]
    table = pd.DataFrame(rows, index=pd.Index(["India", "Indonesia"], name="concept"))
    refuses(LexiconError, re.escape(case["message"]), Matcher, table)


@pytest.mark.parametrize("case", cases("refused_tables"), ids=lambda case: f"{case['table']}: {case['message']}")
def test_a_table_that_cannot_be_used_is_named(tmp_path, case):
    write_pages(tmp_path, study={case["table"]: case["text"]})
    said = re.escape(case["message"])
    refuses(LexiconError, said, lambda: occasion_rules(lexicon=shipped().with_study(tmp_path)))


def test_a_table_in_another_encoding_is_named(tmp_path):
    (write_pages(tmp_path, study={"terms": ""}) / "study/terms.csv").write_bytes("上海精神".encode("gb18030"))
    refuses(LexiconError, "not readable as CSV in UTF-8", shipped().with_study, tmp_path)
    # A file as a spreadsheet saves it can be read.
    write_pages(tmp_path, study={"terms": "\ufeffterm\r\n河谷\r\n"})
    row = shipped().with_study(tmp_path).table("terms").iloc[-1]
    assert row["term"] == "河谷" and (row.drop(["term", "freq"]) == "").all()


def test_every_file_of_the_package_is_installed_with_it():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    declared = tools["setuptools"]["package-data"].items()
    folders = {ROOT / package.replace(".", "/"): globs for package, globs in declared}
    installed = {path for folder, globs in folders.items() for glob in globs for path in folder.glob(glob)}
    held = {path for path in (ROOT / "helpers").rglob("*.*") if path.suffix not in (".py", ".pyc")}
    assert held and held <= installed


def test_shipped_tables_have_every_column_and_a_reason_for_every_row():
    lexicon = shipped()
    for file in lexicon.files:
        assert set(file.text.splitlines()[0].split(",")) == set(SCHEMAS[file.table].columns), file.table
    for name, schema in SCHEMAS.items():
        if "reason" in schema.columns:
            assert (lexicon.table(name)["reason"] != "").all(), name


def test_a_shipped_table_may_lack_no_column_and_bring_no_frame_and_no_frame_is_called_like_a_column():
    lacking = "frame,language,cue\nsecurity,en,calm\n"
    bringing = "frame,language,cue,strict,exclude,reason\nriver,en,calm,true,,x\n"
    for text, message in [(lacking, "no column 'strict'"), (bringing, "frame is 'river', not one of security")]:
        refuses(LexiconError, message, Lexicon((File("frames", "frames.csv", text),)).table, "frames")
    lexicon = lexicon_with(frames="frame,language,cue\narticle,en,calm\n")
    refuses(LexiconError, "frame 'article' is the name of a column of sentences", frames.frame_names, lexicon=lexicon)


def test_a_lexicon_is_what_its_files_say(tmp_path):
    one, same = (lexicon_with(terms="term,gloss\n河谷,valley\n") for _ in range(2))
    assert one == same and hash(one) == hash(same) and one is not same
    other = lexicon_with(terms="term,gloss\n河谷,vale\n")
    assert other != one and one != shipped() and one != "a lexicon"
    assert shipped().with_study(tmp_path / "nowhere") == shipped()
    assert repr(other) == f"<Lexicon: {len(SCHEMAS)} tables, with terms of a study>"
    moved = Lexicon(tuple(File(file.table, f"elsewhere/{file.shown}", file.text) for file in shipped().files))
    assert moved == shipped()
    with pytest.raises(AttributeError):
        one.files = ()
    copied = one.table("terms")
    copied.loc[0, "gloss"] = "changed"
    assert "changed" not in set(one.table("terms")["gloss"])


def test_a_study_adds_rows_and_overrides_those_of_its_key():
    before = shipped().table("outlets").set_index("outlet")
    name = before.index[3]
    lexicon = lexicon_with(outlets=f"outlet,printed\n{name},Old Name\nRiver Post,River Post|河报｜环球时报\nam730,\n")
    after = lexicon.table("outlets").set_index("outlet")
    assert after.index.tolist() == [*before.index, "River Post", "am730"]
    assert after.loc[name, "printed"] == "Old Name"
    # A column that the study lacks keeps its value, or is empty.
    assert after.loc[name, "colour"] == before.loc[name, "colour"] != ""
    assert after.loc["River Post", "colour"] == ""
    for form, there, elsewhere in (case.values() for case in cases("moved_outlets")):
        assert outlet_of(form, lexicon=lexicon) == there and outlet_of(form) == (elsewhere or None)


def test_a_name_is_no_part_of_a_word_and_with_its_mark_no_part_of_a_line():
    lexicon = lexicon_with(outlets="outlet,printed\nRiver Post,River News|=水乡|河谷报|河谷网|河谷新闻\n")
    assert {outlet_of(name, lexicon=lexicon) for name in ("水乡", "river post", "The River Post")} == {"River Post"}
    for case in cases("outlet_names"):
        text = case["text"].replace("~", "\u00a0")
        names = [text[start:end] for start, end in outlet_names(text, lexicon=lexicon)]
        assert "|".join(names).replace("\u00a0", "~") == case["found"]


def test_what_is_made_of_a_lexicon_or_of_some_of_its_tables_is_kept_for_all_that_share_them():
    made_of = per_lexicon(lambda name, *, lexicon: [name, lexicon])
    other, same = (lexicon_with(terms="term\n河谷\n") for _ in range(2))
    assert made_of("a") is made_of("a", lexicon=shipped()) is not made_of("b")
    assert made_of("a", lexicon=other) is made_of("a", lexicon=same) is not made_of("a")
    made = []

    @partial(per_lexicon, tables=("taiwan",))
    def rows(name, *, lexicon):
        made.append(name)
        return len(lexicon.table(name))

    taiwan = "taiwan,mainland,gloss,unless,met\n风筝线,风筝的线,kite line,,here\n"
    elsewhere, there = lexicon_with(concepts="concept,gloss,zh\nkites,kites,风筝\n"), lexicon_with(taiwan=taiwan)
    assert rows("taiwan") == rows("taiwan", lexicon=elsewhere) == rows("taiwan", lexicon=there) - 1
    assert made == ["taiwan"] * 2
    refuses(KeyError, "concepts is not one of the tables that may be read here: taiwan; add it there", rows, "concepts")


def test_two_corpora_with_other_tables_never_share_them(tmp_path):
    """Read one text with two studies in turn: each reading has its own terms, actors, concepts, frames and outlets."""
    text = "水务会议\n\n河谷日报2025年7月15日电 石大川在河谷堤坝会议上说，引水渠要修好，各方都同意。\n"
    heads = {"terms": "term", "actors": "actor,kind,zh", "concepts": "concept,zh", "frames": "frame,language,cue"}
    rows = {
        "one": ["河谷堤坝", "Shi Dachuan,person,石大川", "levee,堤坝", "water,zh,引水渠"],
        "other": ["堤坝会议", "Dachuan,organisation,大川", "canal,水渠", "water,zh,堤坝\nharmony,zh,同意"],
    }
    studies = {name: dict(zip(heads, own, strict=True)) for name, own in rows.items()}
    studies = {name: {one: f"{heads[one]}\n{row}\n" for one, row in own.items()} for name, own in studies.items()}
    folders = {name: write_pages(tmp_path / name, study=tables, river=text) for name, tables in studies.items()}
    corpora = {name: quiet_corpus(folder) for name, folder in folders.items()}
    assert corpora["one"].lexicon != corpora["other"].lexicon
    for name, terms, actor, concept, fired in [
        ("one", {"河谷堤坝"}, "Shi Dachuan", "levee", [("water", "引水渠")]),
        ("other", {"堤坝会议"}, "Dachuan", "canal", [("water", "堤坝"), ("harmony", "同意")]),
    ] * 2:
        corpus = corpora[name]
        found = set(tokenize(corpus)["term"].astype(str)) & {"河谷堤坝", "堤坝会议"}
        assert found == terms
        assert {"Shi Dachuan", "Dachuan"} & set(find_actors(corpus)["actor"].astype(str)) == {actor}
        assert {"levee", "canal"} & set(find_concepts(corpus)["concept"].astype(str)) == {concept}
        labels, cues = frames.label_frames(corpus.sentences, corpus)
        own = cues[~cues["frame"].isin(FRAMES)]
        assert own[["frame", "text"]].astype(str).to_records(index=False).tolist() == fired
        assert tuple(frames.frames_of(labels)) == (*FRAMES, *dict.fromkeys(frame for frame, _ in fired))
        assert (labels["water"] == labels["text"].str.contains(fired[0][1])).all()
    assert not set(frames.frame_names()) & {"water", "harmony"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_stop_lists_are_reviewed_and_hold_counted_forms(language):
    table = stop_words(language)
    assert len(table) > 100 and (table["reason"].str.len() > 4).all()
    assert all(term == term_of(term) for term in table.index)
    assert {"zh": {"目前", "不能", "上", "到", "后"}, "en": {"now", "until"}}[language] <= set(table.index)
    # Words that may be content are not stop words.
    assert not {"国", "新", "人", "共同", "说", "表示", "united", "new", "said", "common"} & set(table.index)
    refuses(ValueError, "'zh' and for 'en', not for 'fr'", stop_words, "fr")


def test_glosses_are_of_chinese_words_and_no_word_has_two():
    assert (glosses()["全球南方"], glosses()["马克龙"]) == ("Global South", "Emmanuel Macron")
    assert all(script_of(gloss) in ("Latn", "Zyyy") for gloss in glosses().values())
    # All tables gloss a word alike; one may leave out what another adds, such as the kind of person or body.
    keys = {"glosses": "term", "terms": "term", "concepts": "zh", "reporting_verbs": "verb"}
    tables = [shipped().table(name).rename(columns={key: "word"}) for name, key in keys.items()]
    rows = pd.concat(tables).query("word != ''")
    said = rows["gloss"].str.casefold().str.removeprefix("to ").groupby(rows["word"]).unique()
    apart = [word for word, given in said.items() if any(min(given, key=len) not in one for one in given)]
    assert said.str.len().max() > 1 and apart == []


def test_a_name_of_several_words_is_one_word_once_joined(corpus, tokens):
    mentions = find_concepts(corpus)
    members = mentions[mentions["concept"] == "member states"]
    is_english = members["article"].map(corpus.articles["language"]) == "en"
    names, chinese = members[is_english], members[~is_english]
    joined = join_mentions(tokens, names)
    assert (joined["term"] == "member states").sum() == len(names)
    assert len(tokens) - len(joined) == len(names), "each name was two words and is one"
    first = joined[joined["term"] == "member states"].iloc[0]
    assert first[["start", "end", "token"]].tolist() == names.iloc[0][["start", "end", "text"]].tolist()
    assert joined["end"].dtype == tokens["end"].dtype
    # Names that are one word already stay one, and all other words stay unchanged.
    assert join_mentions(tokens, chinese)["token"].tolist() == tokens["token"].tolist()
    assert not (joined["term"] == "states").sum() > (tokens["term"] == "states").sum() - len(names)


def test_the_forms_of_a_name_are_one_word_in_each_language(corpus, tokens):
    named = find_concepts(corpus).query("concept == 'SCO'")
    joined = join_mentions(tokens, named)["term"]
    # A longer token (上合大家庭, SCO+) holds the name and keeps its own word.
    assert len(named) - 10 < joined.isin(["上海合作组织", "sco"]).sum() <= len(named)
    assert joined.isin(["上海合作组织"]).any() and joined.isin(["sco"]).any()
    assert not joined.isin(["上合组织", "上合"]).any()


# --- What the tables' expressions find ----------------------------------------------------------------------------------


ODD = [re.compile(case["expression"]) for case in cases("expressions")]
PIECES = ["co", "-", "operat", "ion", "mutual trust, ", "benefit", " and", "AI", "ai", "U.S.", "US$", "the ", "spirits", "peace",
          "aa", "ab", "abc", "bcd", "五个家园", "上合组织", "STRASSE", "straße", "ÉTÉ", "été", "İ", "ı", "ſ", "\u212a", "king", "5 states", " ", "\n"]  # fmt: skip


def alone(patterns: list[re.Pattern], text: str) -> list[tuple[int, int, int]]:
    found = [(number, match) for number, pattern in enumerate(patterns) for match in pattern.finditer(text)]
    return sorted((number, *match.span()) for number, match in found)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.booleans())
def test_matches_are_those_of_finditer(text, caseless):
    patterns = [re.compile(pattern.pattern, re.IGNORECASE if caseless else 0) for pattern in ODD]
    assert sorted(Expressions(patterns).matches(text)) == alone(patterns, text)


def test_the_reviewed_tables_are_found_as_one_by_one(corpus):
    patterns = [re.compile(rf"(?<!\w)(?:{row.en})(?!\w)", re.IGNORECASE) for row in concepts().itertuples()]
    many = Expressions(patterns)
    # Otherwise the automaton would not be used.
    assert len(many.elsewhere) == 0
    for text in corpus.articles["text"]:
        assert sorted(many.matches(text)) == alone(patterns, text)


@pytest.mark.parametrize("case", cases("beginnings"), ids=lambda case: case["expression"])
def test_beginnings(case):
    found = beginnings(re.compile(case["expression"], re.IGNORECASE))
    assert found == set(filter(None, case["literals"].split("|")))


@pytest.mark.parametrize("strange", ["(?i)peace", "(?P<name>a)(?P=name)", "(?#peace)talks", "(a)?(?(1)b|c)"])
def test_what_the_reader_of_expressions_does_not_know_is_searched_for(strange):
    many = Expressions([re.compile(strange)])
    texts = ["peace and talks", "aa", "ab", "c"]
    assert [list(many.matches(text)) for text in texts] == [alone(many.patterns, text) for text in texts]


@pytest.mark.parametrize("white", [" ", "\u00a0", "\n  "])
def test_contexts_are_those_that_a_search_from_every_place_finds(corpus, white):
    found = 0
    for language in ("zh", "en"):
        cues = frames.cues.cues(language)
        expressions = cues._expressions
        exclusions = {number: row.exclude for number, row in enumerate(cues.rows) if row.exclude is not None}
        articles = corpus.articles.query("language == @language")
        for text in articles["text"].str.slice(0, 400).str.replace(" ", white):
            text = frames.cues.readable(text, language)
            places = expressions.places(text)
            for number, pattern in exclusions.items():
                everywhere = [match.span() for match in patterns.overlapping(pattern, text, len(text))]
                for last in {len(text), *(start for start, _ in everywhere)}:
                    searched = [span for span in everywhere if span[0] <= last]
                    assert sorted(expressions.contexts(number, text, places, last)) == searched
                    found += len(searched)
    assert found > 50


# White space -----------------------------------------------------------------------------------------------------------

WHITE = ["\u00a0", "\u202f", "\u2009", "\u3000", "\n", "\t"]


@pytest.mark.parametrize("white", [" ", "  ", " \n", "\r\n", *WHITE])
@pytest.mark.parametrize("case", cases("spaces"), ids=lambda case: case["expression"])
def test_a_space_of_an_expression_is_any_white_space(white, case):
    pattern = compiled("here", case["expression"], words=True)
    assert pattern.search(case["text"].replace(" ", white)) or (len(white) > 1 and "[" in case["expression"])
    assert not compiled("here", case["expression"]).search("coldwar sharedhome warpeace")


def test_what_white_space_boundaries_and_case_an_expression_asks_for():
    assert compiled("here", "(?<=mutual trust, )benefit").search("mutual\u00a0trust,\nbenefit")
    assert not compiled("here", "(?<! of )peace").search("talk\u00a0of\u00a0peace")
    assert not compiled("here", "peace talk", words=True).search("peace talks")
    assert not compiled("here", "peace talk", flags=0).search("Peace talk")
    # The error names an expression that cannot be used.
    said = dict.fromkeys(["peace(", "(?<=a+)b", "a{99999999999999}"], "impossible expression")
    for expression, message in (said | {"(?:the )?": "also matches an empty text"}).items():
        where = rf"^words\.csv, peace: .*{message}.*mend it"
        refuses(LexiconError, where, compiled, "words.csv, peace", expression)


# The formulas are those of the study in `seeds`.
STUDY = shipped().with_study(find_folder("seeds"))
READINGS = {
    "concepts": lambda text: concept_matcher().find(text, "en"), "actors": lambda text: actors_in(text, "en"),
    "formulas": lambda text: formulas_in(text, "en", lexicon=STUDY), "modals": lambda text: modals_in(text, "en"),
    "voices": lambda text: [event._replace(verb=" ".join(event.verb.split())) for event in voices_in(text, "en")],
    "frames": lambda text: frames.label_frames(pd.DataFrame({"text": [text], "language": "en"})).fired[["start", "end", "frame"]].to_numpy().tolist(),
}  # fmt: skip


@pytest.mark.parametrize("white", ["\u00a0", "\u202f"])
@pytest.mark.parametrize("table", READINGS)
def test_every_table_finds_the_same_with_another_white_space(table, white, corpus):
    found, language = 0, corpus.sentences["article"].map(corpus.articles["language"])
    for text in corpus.sentences["text"][language == "en"]:
        usual = READINGS[table](text)
        assert READINGS[table](text.replace(" ", white)) == usual, text
        found += len(usual)
    assert found > 5


def test_the_codebooks_explain_every_value_of_a_closed_column():
    shipped_book = "".join(
        (ROOT / "helpers/lexicon" / name).read_text(encoding="utf-8") for name in ("README.md", "frames.md")
    )
    study_book = (ROOT / "seeds/study/README.md").read_text(encoding="utf-8")
    for name, schema in SCHEMAS.items():
        book = study_book if name in STUDY_TABLES else shipped_book
        values = [value for column in schema.allowed.values() for value in column if value]
        assert [value for value in values if f"`{value}`" not in book] == [], name
