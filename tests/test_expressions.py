"""The automaton finds what each expression finds alone, and proposes no place in vain that it must not miss."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import expressions, load_corpus
from helpers.expressions import Expressions, beginnings
from helpers.matching import concepts

ODD = [
    r"co-?operat(?:ion|e)", r"(?<=mutual trust, )benefit", r"trust(?= and)", r"(?-i:AI)", r"U\.S\.|(?-i:US)(?!\$)",
    r"[a-z]+ly", r"(?:the )?spirit(?:s|ed)?", r"s?peace", r"\d+ states?", r"(?:ab){2}c", r"(?:ab)+c", r"a?b?c?d", r"aa", r"",
    r"上合(?:组织)?", r"[三五]个家园", r"Straße", r"(?>peace|trade) talks", r"(trade) \1", r"k.ng", r"^the", r"(?:a|ab)(?:c|bcd)",
]  # fmt: skip
PIECES = ["co", "-", "operat", "ion", "mutual trust, ", "benefit", " and", "AI", "ai", "U.S.", "US$", "the ", "spirits", "peace",
          "aa", "ab", "abc", "bcd", "五个家园", "上合组织", "STRASSE", "straße", "İ", "ı", "ſ", "\u212a", "king", "5 states", " ", "\n"]  # fmt: skip


def alone(patterns: list[re.Pattern], text: str) -> list[tuple[int, int, int]]:
    return sorted(
        (number, *match.span()) for number, pattern in enumerate(patterns) for match in pattern.finditer(text)
    )


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
        ("communit(?:y|ies) with", {"communit"}),
        ("(?:good-)?neighbou?rly", {"good-nei", "neighbor", "neighbou"}),
        ("defen[cs]e", {"defence", "defense"}),
        ("(?:a|ab)c", {"ac", "abc"}),
        ("peace|peaceful", {"peace"}),
        ("(?:ab){2}", {"ab"}),
        (r"U\.S\.", {"u.s."}),
        ("É", set()),
        ("[a-z]+ly", set()),
        ("(?:the )?", set()),
        (r"\bthe", {"the"}),
        ("[^a]b", set()),
    ],
)
def test_beginnings(expression, literals):
    assert beginnings(re.compile(expression, re.IGNORECASE)) == literals


def test_without_the_parser_every_expression_is_searched_for(monkeypatch):
    monkeypatch.setattr(expressions, "parser", None)
    many = Expressions([re.compile("peace")])
    assert many.elsewhere == [0]
    assert list(many.matches("war and peace")) == [(0, 8, 13)]
