"""Patterns: what is in the portable subset means the same in Python's own words, and what is not is refused."""

from __future__ import annotations

import re
import warnings

import pytest
from factbook_codegen.formats import EXAMPLES, FORMATS
from factbook_codegen.reading.regex import MAX_REPEAT, NotPortableError, lengths, parse, portable, smallest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples

CLASSES = re.findall(
    r"\S+", r"[abc] [^abc] [a-z] [A-Z0-9_] [^a-z-] [\d.] [\w-] [\s,] [\]\[^] [a&&b|~] [^\n] [\u0041-\u0043]"
)
PLAIN = re.findall(r"\S+", r"""a b 0 _ é 😀 - / " \. \\ \[ \d \w \s \D \W \S . \t \n \u0041 \u2028""")
ATOMS = [" ", *PLAIN, *CLASSES]
COUNTS = ["", "", "*", "+", "?", "{2}", "{0,3}", "{1,}", "{2,4}", "{0}"]

ATOM = st.sampled_from(ATOMS)
QUANTIFIED = st.builds(str.__add__, ATOM, st.sampled_from(COUNTS))


def grouped(parts: list[str], opening: str, count: str) -> str:
    """Several patterns as the branches of a group."""
    return f"{opening}{'|'.join(parts)}){count}"


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Groups of patterns, with a quantifier."""
    branches = st.lists(inner, min_size=1, max_size=3)
    return st.builds(grouped, branches, st.sampled_from(["(", "(?:"]), st.sampled_from(COUNTS))


SEQUENCES = st.lists(QUANTIFIED, min_size=1, max_size=4).map("".join)
PATTERNS = st.recursive(SEQUENCES, groups, max_leaves=4)
TEXTS = st.text(st.sampled_from([*'ab01_-. ,[]^\\/"é😀\t\n\r\u2028\x85AZÄ٣']), max_size=6)


def in_python(pattern: str) -> re.Pattern[str]:
    """A pattern of the subset as Python's ``re`` reads it; only ``.`` differs there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        dots = re.sub(r"(\\.|\[(?:\\.|[^\]\\])*\])|\.", lambda found: found[1] or "[^\n\r\u2028\u2029]", pattern)
        return re.compile(dots, re.ASCII)


@settings(max_examples=examples(150))
@given(PATTERNS, TEXTS)
def test_means_what_it_says(pattern: str, text: str) -> None:
    """The portable spelling matches a text just where the pattern as written does."""
    spelled = portable(parse(pattern))

    assert (in_python(pattern).fullmatch(text) is None) == (re.fullmatch(spelled, text) is None)


@settings(max_examples=examples(150))
@given(PATTERNS)
def test_smallest_matches(pattern: str) -> None:
    """The text made up for a pattern matches it, is one of the shortest, and is the same every time."""
    tree = parse(pattern)
    text = smallest(tree)

    assert in_python(pattern).fullmatch(text)
    assert lengths(tree)[0] <= len(text)
    assert smallest(parse(pattern)) == text


@settings(max_examples=examples(60))
@given(PATTERNS, st.data())
def test_lengths_are_bounds(pattern: str, data: st.DataObject) -> None:
    """No text that matches is shorter or longer than the lengths say."""
    least, most = lengths(parse(pattern))
    text = data.draw(st.from_regex(portable(parse(pattern)), fullmatch=True))

    assert least <= len(text)
    assert most is None or len(text) <= most


@settings(max_examples=examples(100))
@given(PATTERNS, st.integers(0, 12))
def test_smallest_of_a_length(pattern: str, length: int) -> None:
    """Where repetition allows it, the text made up is as long as asked for, and it still matches."""
    tree = parse(pattern)

    assert in_python(pattern).fullmatch(smallest(tree, length))


@given(PATTERNS)
def test_spelling_is_stable(pattern: str) -> None:
    """What has been spelled out is in the subset, and spelled out again it is the same."""
    spelled = portable(parse(pattern))

    assert portable(parse(spelled)) == spelled
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        re.compile(spelled)


@given(st.text(st.sampled_from([*"ab()[]{}|*+?.^$\\-,:=!<>dwsDWSbBpu0129 "]), max_size=12))
def test_any_signs(text: str) -> None:
    """Whatever the signs, a pattern is parsed or refused at one of its characters; what is parsed compiles."""
    try:
        tree = parse(text)
    except NotPortableError as error:
        at = error.at or 0
    else:
        at = 0
        assert re.fullmatch(portable(tree), smallest(tree))

    assert 0 <= at <= len(text)


@pytest.mark.parametrize(
    ("pattern", "at"),
    [
        ("^a", 0),
        ("a$", 1),
        ("a(?=b)", 2),
        ("(?!a)", 1),
        ("(?<=a)b", 1),
        ("(?P<n>a)", 1),
        ("(?i)a", 1),
        ("(?#c)", 1),
        ("(a)\\1", 3),
        ("a*?", 2),
        ("a+?", 2),
        ("a++", 2),
        ("a{2}{3}", 4),
        ("\\bword", 0),
        ("\\Aa", 0),
        ("a\\Z", 1),
        ("\\p{L}", 0),
        ("\\x41", 0),
        ("\\0", 0),
        ("\\ud83d", 0),
        ("a\\", 1),
        ("[", 0),
        ("[]", 0),
        ("[^]", 0),
        ("[z-a]", 1),
        ("[a-\\d]", 1),
        ("[\\D]", 1),
        ("[\\b]", 1),
        ("[^\\w\\s!-\U0010ffff]", 0),
        ("(", 0),
        ("(a", 0),
        ("a)", 1),
        ("*", 0),
        ("a|*", 2),
        ("a{", 1),
        ("a{,3}", 1),
        ("a{3,1}", 1),
        (f"a{{{MAX_REPEAT + 1}}}", 1),
        ("}", 0),
        ("]", 0),
        ("(" * 30 + ")" * 30, 20),
        ("a{٣}", 1),
    ],
)
def test_refused(pattern: str, at: int) -> None:
    """What readers of patterns disagree about is refused, and the character in question is named."""
    with pytest.raises(NotPortableError) as caught:
        parse(pattern)

    assert at == caught.value.at


def test_texts_too_long() -> None:
    """A pattern that only texts of a million characters match is refused."""
    with pytest.raises(NotPortableError, match="10,000"):
        parse("(?:a{1000}){1000}")


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_portable(name: str) -> None:
    """Every format is a pattern of the subset, already spelled out, and its example matches."""
    assert portable(parse(FORMATS[name])) == FORMATS[name].replace("{1,1}", "{1}")
    assert re.fullmatch(FORMATS[name], EXAMPLES[name])


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (
            "email",
            ["a@b.co", "first.last+tag@mail.example.com", "x@1.2"],
            ["a@b", "@b.co", "a b@c.co", "a@b..co", "a@-b.co"],
        ),
        (
            "uri",
            ["https://example.com/a?b=c#d", "urn:isbn:0451450523", "mailto:a@b.co"],
            ["example.com", "1http://a", "a b:c"],
        ),
        ("hostname", ["localhost", "a-b.example", "1.example"], ["-a", "a-", "a..b", "a_b", "a" * 64, ""]),
        ("ipv4", ["0.0.0.0", "255.255.255.255", "192.0.2.1"], ["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5"]),
        (
            "ipv6",
            ["::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1::8", "fe80::1:2:3:4", "1:2:3:4:5:6::8"],
            ["1:2:3:4:5:6:7", "1::2::3", ":::", "12345::", "1:2:3:4:5:6:7:8:9", "::1%eth0", "g::"],
        ),
    ],
)
def test_formats(name: str, good: list[str], bad: list[str]) -> None:
    """Formats take what is well-known and refuse what is certainly wrong."""
    assert [text for text in good if not re.fullmatch(FORMATS[name], text)] == []
    assert [text for text in bad if re.fullmatch(FORMATS[name], text)] == []


@given(st.integers(0, 2**128 - 1))
def test_every_ipv6_address(number: int) -> None:
    """Every address as Python writes it, short or long, is one of the format."""
    from ipaddress import IPv6Address

    address = IPv6Address(number)

    assert re.fullmatch(FORMATS["ipv6"], address.exploded)
    assert address.ipv4_mapped or re.fullmatch(FORMATS["ipv6"], address.compressed)
