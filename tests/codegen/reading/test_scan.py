"""From bytes to nodes: what YAML says, where it says it, and what is kept as text."""

from __future__ import annotations

import pytest
from factbook_codegen.reading.nodes import Node
from hypothesis import given
from hypothesis import strategies as st

from tests.codegen.reading.support import scanned, tree


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        (".5", ".5"),
        ("+1", "+1"),
        ("1e999", "1e999"),
        ("9" * 200, "9" * 200),
        (".inf", ".inf"),
        ("2026-01-31", "2026-01-31"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("'~'", "~"),
    ],
)
def test_plain_scalars_are_what_json_says(written: str, value: object) -> None:
    """A plain scalar is a number, a truth value or null only where JSON would read it so; all else stays text."""
    actual = tree(f"key: {written}").entries["key"].json()

    assert value == actual
    assert type(value) is type(actual)


def test_places() -> None:
    """Every node knows its line and column, the place of its key, and the last line that belongs to it."""
    root = tree(
        "first: one\n"
        "second:\n"
        "  inner: [a,\n"
        "    b]\n"
        "  text: |\n"
        "    two\n"
        "    lines\n"
        "\n"
        "third: {x: 1}\n"
        "fourth:\n"
        "  - a\n"
        "  - b\n"
        "fifth: 'x'\n"
    )

    assert {name: (one.line, one.column, one.end, one.key_at) for name, one in root.entries.items()} == {
        "first": (1, 8, 1, (1, 1)),
        "second": (3, 3, 8, (2, 1)),
        "third": (9, 8, 9, (9, 1)),
        "fourth": (11, 3, 12, (10, 1)),
        "fifth": (13, 8, 13, (13, 1)),
    }
    assert (root.entries["second"].entries["inner"].line, root.entries["second"].entries["inner"].end) == (3, 4)


@pytest.mark.parametrize("start", ["\ufeff", "# comment\n", "---\n", "\n\n", "\ufeff---\n"])
def test_what_may_stand_before(start: str) -> None:
    """A byte order mark, comments and a document start do no harm."""
    assert tree(f"{start}context: ordering").json() == {"context": "ordering"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_line_ends(end: str) -> None:
    """Lines are counted as libyaml counts them, whatever ends them."""
    _, found = scanned(f"a: 1{end}b: 2{end}a: 3".encode())

    assert [(3, 1, "a: 3")] == [(one.place.line, one.place.column, one.source) for one in found]


def test_byte_order_mark_shifts_nothing() -> None:
    """The column of a problem in the first line does not count the byte order mark."""
    _, found = scanned("\ufeff{a: 1, a: 2}".encode())

    assert [(1, 8, "{a: 1, a: 2}")] == [(one.place.line, one.place.column, one.source) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "see [1, and { without ends: [[[[[[[[[[",
        "a & b, c * d, e! f? !",
        "100 % sure",
        "* * *",
        "tab\\there",
        '"""; import os',
        "</script><script>",
        "digraph { a -> b }",
        "**bold** `code` [link](http://example.com) <!-- -->",
        "{{ jinja }} {% raw %}",
        "\\",
        "😀 e\u0301",
    ],
)
def test_text_is_text(text: str) -> None:
    """Signs that mean something elsewhere mean nothing inside a quoted text or a block of text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    root = tree(f'a: "{quoted}"\nb: |-\n  {text}\n' + "\n".join(f"c{n}: '{n} [ ( {{'" for n in range(200)))

    assert root.entries["a"].text == text
    assert root.entries["b"].text == text


def test_tabs_in_a_block_of_text_are_text() -> None:
    """A tab behind the indentation of a block of text belongs to the text."""
    assert tree("a: |\n  one\n  \ttwo\n").entries["a"].text == "one\n\ttwo\n"


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Whatever the bytes, scanning answers with nodes or with problems, and reports each at a place of the file."""
    root, found = scanned(data)

    assert (root is None) <= bool(found)
    for one in found:
        assert one.place.line >= 1
        assert one.place.column >= 1
        assert one.length >= 1


_PIECES = st.sampled_from(
    [
        *"[]{}:,-?|>&*!%@`\"'#~\\ \n\t\r",
        "  ",
        "\n  ",
        "- ",
        ": ",
        "<<",
        "a",
        "1",
        "---\n",
        "...\n",
        "é",
        "\x00",
        "\ufeff",
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_signs(text: str) -> None:
    """Whatever the order of YAML's own signs, scanning answers with nodes or with problems."""
    root, found = scanned(text.encode())

    assert (root is None) <= bool(found)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(exclude_categories=["C"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab<é \n", max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), _JSON, min_size=1, max_size=4))
def test_json_is_yaml(value: dict[str, object]) -> None:
    """A JSON document reads as itself."""
    import json

    assert tree(json.dumps(value, ensure_ascii=False)).json() == value


def test_a_node_walks_itself() -> None:
    """All nodes below one are found in the order of the file."""
    texts = [node.value for node in tree("a: [b, {c: d}]").walk() if isinstance(node.value, str)]

    assert texts == ["b", "d"]


def test_parts_of_a_text_have_places() -> None:
    """A piece of a scalar stands where it is written, also behind a quote."""
    root = tree("a: list[Money]\nb: 'list[Money]'\n")
    parts = [node.part(5, "Money") for node in root.entries.values()]

    assert [(part.line, part.column) for part in parts] == [(1, 9), (2, 10)]


def test_kinds_in_words() -> None:
    """A node says what a person would call it."""
    root = tree("[a, 1, true, ~, [], {}]")

    assert [node.kind for node in root.items] == [
        "a text",
        "a number",
        "true or false",
        "nothing",
        "a list",
        "a mapping",
    ]


def test_null_is_no_value() -> None:
    """A key without a value is as good as no key, but is there."""
    root: Node = tree("a:\nb: ~\nc: x")

    assert [root.get(key) is None for key in "abcd"] == [True, True, False, True]
    assert list(root.entries) == ["a", "b", "c"]
