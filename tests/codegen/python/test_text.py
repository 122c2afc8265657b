"""Texts as literals, docstrings and comments: they say the same, and nothing of them is read as code."""

from __future__ import annotations

import ast
import re

import pytest
from factbook_codegen.targets.python._text import comment, docstring, literal, name, pattern_literal, width, wrap
from hypothesis import given
from hypothesis import strategies as st

from tests.codegen.hostile import HOSTILE

texts = HOSTILE | st.text(alphabet="ab\\\"'\n \u202e\x00é", max_size=30) | st.lists(HOSTILE, max_size=40).map(" ".join)


@given(
    texts | st.binary() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none()
)
def test_a_literal_is_its_value(value: str | bytes | float | bool | None) -> None:
    """Python reads back what was written, and nothing else."""
    read = ast.literal_eval(literal(value))

    assert (type(value), value) == (type(read), read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it", '"it"'),
        ("it's", '"it\'s"'),
        ('"it"', "'\"it\"'"),
        ('"it\'s"', "'\"it\\'s\"'"),
        ("it's 5\"", '"it\'s 5\\""'),
        ("\\", '"\\\\"'),
        ("\u202e\n", '"\\u202e\\n"'),
    ],
)
def test_quotes_are_those_of_the_formatter(text: str, expected: str) -> None:
    """Double quotes, unless that takes more backslashes."""
    assert expected == literal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(r"\.[A-Z]", r'r"\.[A-Z]"'), ("[A-Z]", 'r"[A-Z]"'), ('"', "'\"'"), ("a\\", '"a\\\\"'), ("é", '"é"')],
)
def test_a_pattern_is_raw_where_it_can_be(text: str, expected: str) -> None:
    """Raw and quoted say the same."""
    assert expected == pattern_literal(text)
    assert text == ast.literal_eval(pattern_literal(text))


@given(texts, st.sampled_from([0, 4]), st.dictionaries(st.sampled_from(["one", "two"]), texts))
def test_a_docstring_is_one_text(text: str, indent: int, attributes: dict[str, str]) -> None:
    """One constant that says what the description says, in lines that fit; words that are too long stand alone."""
    made = docstring(text, indent, attributes.items())
    (statement,) = ast.parse(made).body

    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    told = str(statement.value.value).split()
    said = [_visible(part) for part in (text, *(f"{key}: {said}" for key, said in attributes.items() if said.strip()))]
    words = [word for part in said for word in part.split()]

    assert (words or ["Not", "described."]) == [word for word in told if word != "Attributes:"] or not text.strip()
    for number, line in enumerate(made.split("\n")):
        assert line.isprintable()
        assert width(line) + (0 if number else indent) <= 120 or " " not in line.strip().removeprefix("one: ")


@pytest.mark.parametrize("indent", [0, 4])
@pytest.mark.parametrize("columns", range(100, 130))
@pytest.mark.parametrize("letter", ["a", "é"])
def test_a_docstring_has_room_for_its_quotes(letter: str, columns: int, indent: int) -> None:
    """Also where the words alone would just fit on a line."""
    text = f"{letter * 40} {letter * (columns - 41)}"
    made = docstring(text, indent)

    assert text.split() == ast.literal_eval(made).split()
    assert max(width(line) + (0 if number else indent) for number, line in enumerate(made.split("\n"))) <= 120


def _visible(text: str) -> str:
    """Surrogates, which no docstring can hold, are told as escapes."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


@given(texts)
def test_a_comment_is_one_line(text: str) -> None:
    """What would end the line is escaped."""
    made = comment(text)

    assert made.startswith("# ")
    assert made.isprintable()
    assert ast.parse(made).body == []


@given(st.text(st.sampled_from("ab c日"), max_size=200), st.integers(5, 40), st.integers(5, 40))
def test_lines_are_as_full_as_they_can_be(text: str, first: int, others: int) -> None:
    """No line is wider than it may be if its words allow it, and no next word would have fitted."""
    text = " ".join(text.split())
    lines = wrap(text, first, others)

    assert text == " ".join(lines)
    for number, line in enumerate(lines):
        room = others if number else first
        assert width(line) <= room or " " not in line
        assert number == 0 or width(lines[number - 1]) + 1 + width(line.split(" ")[0]) > (
            others if number > 1 else first
        )


@pytest.mark.parametrize("text", ["", "a b", "a;b", "1a", "a.", "a()", "a\n", "é", "__import__('os')"])
def test_a_name_is_a_name(text: str) -> None:
    """What is no name is not printed as one."""
    with pytest.raises(ValueError, match="is no Python name"):
        name(text)
