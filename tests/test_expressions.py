"""The automaton finds what each expression finds alone, and proposes no place in vain that it must not miss."""

import pathlib
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import load_corpus
from helpers.corpora.pages import find_folder
from helpers.lexicon import LexiconError, patterns, shipped
from helpers.lexicon.patterns import Expressions, beginnings, compiled
from helpers.mentions.actors import actors_in
from helpers.mentions.concepts import concept_matcher, concepts
from helpers.mentions.formulas import formulas_in
from helpers.mentions.frames import label_frames
from helpers.mentions.modals import modals_in
from helpers.mentions.voices import voices_in

ODD = [
    r"co-?operat(?:ion|e)", r"(?<=mutual trust, )benefit", r"trust(?= and)", r"(?-i:AI)", r"U\.S\.|(?-i:US)(?!\$)",
    r"[a-z]+ly", r"(?:the )?spirit(?:s|ed)?", r"s?peace", r"\d+ states?", r"(?:ab){2}c", r"(?:ab)+c", r"a?b?c?d", r"aa", r"",
    r"上合(?:组织)?", r"[三五]个家园", r"Straße", r"[eé]té", r"(?>peace|trade) talks", r"(trade) \1", r"k.ng", r"^the", r"(?:a|ab)(?:c|bcd)",
]  # fmt: skip
PIECES = ["co", "-", "operat", "ion", "mutual trust, ", "benefit", " and", "AI", "ai", "U.S.", "US$", "the ", "spirits", "peace",
          "aa", "ab", "abc", "bcd", "五个家园", "上合组织", "STRASSE", "straße", "ÉTÉ", "été", "İ", "ı", "ſ", "\u212a", "king", "5 states", " ", "\n"]  # fmt: skip


def alone(patterns: list[re.Pattern], text: str) -> list[tuple[int, int, int]]:
    found = [(number, match) for number, pattern in enumerate(patterns) for match in pattern.finditer(text)]
    return sorted((number, *match.span()) for number, match in found)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.booleans())
def test_matches_are_those_of_finditer(text, caseless):
    patterns = [re.compile(expression, re.IGNORECASE if caseless else 0) for expression in ODD if expression]
    assert sorted(Expressions(patterns).matches(text)) == alone(patterns, text)


def test_the_reviewed_tables_are_found_as_one_by_one():
    patterns = [re.compile(rf"(?<!\w)(?:{row.en})(?!\w)", re.IGNORECASE) for row in concepts().itertuples()]
    many = Expressions(patterns)
    # Else the table is searched as ever, and the automaton is for nothing.
    assert len(many.elsewhere) == 0
    for text in load_corpus().articles["text"]:
        found = alone(patterns, text)
        assert sorted(many.matches(text)) == found
        assert {number for number, _, _ in found} <= set(many.possible(text)) < set(range(len(patterns)))


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        ("communit(?:y|ies) with", {"communit"}), ("(?:good-)?neighbou?rly", {"good-nei", "neighbor", "neighbou"}),
        ("defen[cs]e", {"defence", "defense"}), ("(?:a|ab)c", {"ac", "abc"}), ("peace|peaceful", {"peace"}), ("(?:ab){2}", {"ab"}),
        (r"U\.S\.", {"u.s."}), ("É", {"é"}), ("Σ", set()), ("[a-z]+ly", set()), ("(?:the )?", set()), (r"\bthe", {"the"}), ("[^a]b", set()),
        # on behind white space and repetition
        (r"a\s+bc", {"a  ", "a bc"}), (r"a[-\s]?b", {"a b", "a-b", "ab"}), ("xa+b", {"xaa", "xab"}), ("xa*b", {"xaa", "xab", "xb"}),
        (r"(?:the\s+)?sea", {"sea", "the  ", "the sea"}),
    ],
)  # fmt: skip
def test_beginnings(expression, literals):
    assert beginnings(re.compile(expression, re.IGNORECASE)) == literals


@pytest.mark.parametrize("strange", ["(?i)peace", "(?P<name>a)(?P=name)", "(?#peace)talks", "(a)?(?(1)b|c)"])
def test_what_the_reader_of_expressions_does_not_know_is_searched_for(strange):
    many = Expressions([re.compile(strange)])
    texts = ["peace and talks", "aa", "ab", "c"]
    assert [list(many.matches(text)) for text in texts] == [alone(many.patterns, text) for text in texts]


# White space -----------------------------------------------------------------------------------------------------------

WHITE = ["\u00a0", "\u202f", "\u2009", "\u3000", "\n", "\t"]


@pytest.mark.parametrize("white", [" ", "  ", " \n", "\r\n", *WHITE])
@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("shared home", "a shared home"), ("home ?town", "a home town"), ("cold[ -]war", "the cold war"), ("cold[^a ]war", "cold-war"),
        (r"cold\ war", "cold war"), ("war (?:and )?peace", "war and peace"), ("(?:SCO )*summit", "SCO SCO summit"),
    ],
)  # fmt: skip
def test_a_space_of_an_expression_is_any_white_space(white, expression, text):
    pattern = compiled("here", expression, words=True)
    assert pattern.search(text.replace(" ", white)) or (len(white) > 1 and "[" in expression)
    assert not compiled("here", expression).search("coldwar sharedhome warpeace")


def test_a_look_behind_takes_one_white_space():
    assert compiled("here", "(?<=mutual trust, )benefit").search("mutual\u00a0trust,\nbenefit")
    assert not compiled("here", "(?<! of )peace").search("talk\u00a0of\u00a0peace")


def test_words_stand_between_word_boundaries_and_case_counts_if_asked():
    assert not compiled("here", "peace talk", words=True).search("peace talks")
    assert not compiled("here", "peace talk", flags=0).search("Peace talk")


@pytest.mark.parametrize(
    ("expression", "message"),
    [("peace(", "impossible expression"), ("(?<=a+)b", "impossible expression"), ("(?:the )?", "matches nothing at all"),
     ("a{99999999999999}", "impossible expression")],
)  # fmt: skip
def test_an_expression_that_cannot_be_used_is_named(expression, message):
    with pytest.raises(LexiconError, match=rf"^words\.csv, peace: .*{message}.*mend it"):
        compiled("words.csv, peace", expression)


# The formulas are those of the study in `seeds`.
STUDY = shipped().with_study(find_folder("seeds"))
READINGS = {
    "concepts": lambda text: concept_matcher().find(text, "en"), "actors": lambda text: actors_in(text, "en"),
    "formulas": lambda text: formulas_in(text, "en", lexicon=STUDY), "modals": lambda text: modals_in(text, "en"),
    "voices": lambda text: [event._replace(verb=" ".join(event.verb.split())) for event in voices_in(text, "en")],
}  # fmt: skip


@pytest.fixture(scope="module")
def english_sentences(corpus):
    language = corpus.sentences["article"].map(corpus.articles["language"])
    return corpus.sentences["text"][language == "en"].tolist()


@pytest.mark.parametrize("white", ["\u00a0", "\u202f"])
@pytest.mark.parametrize("table", READINGS)
def test_every_table_finds_the_same_with_another_white_space(table, white, english_sentences):
    found = 0
    for text in english_sentences:
        usual = READINGS[table](text)
        assert READINGS[table](text.replace(" ", white)) == usual, text
        found += len(usual)
    assert found > 5


def test_frames_are_the_same_with_another_white_space(english_sentences):
    def fired(white):
        texts = [text.replace(" ", white) for text in english_sentences]
        table = pd.DataFrame({"text": texts, "language": "en"})
        return label_frames(table).fired[["sentence", "start", "end", "frame"]]

    assert len(fired(" ")) > 100
    pd.testing.assert_frame_equal(fired("\u202f"), fired(" "))


def test_one_module_compiles_what_stands_in_the_tables():
    """Whoever compiles a cell of a table elsewhere has another idea of what a space is."""
    folder = pathlib.Path(patterns.__file__).parents[1]
    compiling = re.compile(r"re\.compile\([^)]*\b(?:row\.|cell\b|expression\b|row\[|form\b)")
    private = re.compile(r"\b_(?:parser|constants|compiler)\b|sre_")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
    assert [name for name, text in texts.items() if compiling.search(text) or private.search(text)] == []
