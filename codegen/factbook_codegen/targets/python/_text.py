"""Texts of the catalogue as Python: literals, docstrings, comments, names. No text becomes code by another way.

Everything a template prints has to be :class:`Code`, and what makes ``Code`` of a text from outside stands here: it
quotes, or it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from unicodedata import combining, east_asian_width

__all__ = ["LINE", "Code", "comment", "docstring", "literal", "name", "pattern_literal", "width"]

LINE: Final = 120
"""The longest line that the formatter leaves alone."""


class Code(str):
    """Python that may be printed into a file as it is."""

    __slots__ = ()


_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")


def name(text: str) -> Code:
    """A name, or several joined by dots; raises ``ValueError`` for anything else."""
    if _NAME.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no Python name")
    return Code(text)


def width(text: str) -> int:
    """How many columns a text takes: some letters take two, and combining marks none."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else 0 if combining(char) else 1 for char in text)


# Literals ------------------------------------------------------------------------------------------------------------


def literal(value: str | int | float | bytes | None) -> Code:
    """A constant; texts and bytes in the quotes that the formatter prefers."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bytes):
        quote = b"'" if value.count(b'"') > value.count(b"'") else b'"'
        body = f"\\{quote.decode()}".join([repr(part)[2:-1] for part in value.split(quote)])
        return Code(f"b{quote.decode()}{body}{quote.decode()}")
    return Code(repr(value))


@lru_cache(16384)
def _quoted(text: str) -> Code:
    quote = "'" if text.count('"') > text.count("'") else '"'
    # A part holds only quotes of the other kind, and repr escapes those only beside ours.
    return Code(quote + f"\\{quote}".join([repr(part)[1:-1] for part in text.split(quote)]) + quote)


def pattern_literal(text: str) -> Code:
    """A regular expression; raw where that says the same."""
    if '"' not in text and not text.endswith("\\") and text.isascii() and text.isprintable():
        return Code(f'r"{text}"')
    return literal(text)


# Prose ---------------------------------------------------------------------------------------------------------------


def comment(text: str) -> Code:
    """A comment of one line; line breaks and what cannot be printed are escaped."""
    return Code(f"# {_printable(text)}")


def docstring(text: str, indent: int = 0, attributes: Iterable[tuple[str, str]] = ()) -> Code:
    """A docstring: prose, wrapped, and a list of attributes, each with its own prose.

    The first line stands where the docstring stands, the others are indented.
    """
    pad = " " * indent
    prose = [_escaped(" ".join(part.split())) for part in re.split(r"\n[ \t]*\n", text)]
    prose = [part for part in prose if part] or ["Not described."]
    listed = [(key, said) for key, said in attributes if said.strip()]
    if len(prose) == 1 and not listed and indent + 6 + width(prose[0]) <= LINE:
        return Code(f'"""{prose[0]}"""')
    alone = len(prose) == 1 and not listed and indent + 3 + width(prose[0]) <= LINE
    quotes = 6 if alone else 3  # what would fill one line has no room for the quotes that end it
    lines = [line for number, part in enumerate(prose) for line in _paragraph(part, indent, 0 if number else quotes)]
    if listed:
        lines += ["", f"{pad}Attributes:"]
        lines += [line for key, said in listed for line in _attribute(key, said, indent + 4)]
    body = "\n".join(lines).lstrip()
    return Code(f'"""{body}\n{pad}"""' if "\n" in body else f'"""{body}"""')


@lru_cache(4096)
def _attribute(key: str, said: str, indent: int) -> list[str]:
    """What is said about an attribute; messages that carry the same say the same about it."""
    lines = wrap(f"{name(key)}: {_escaped(' '.join(said.split()))}", LINE - indent, LINE - indent - 4)
    return [f"{' ' * (indent + 4 if number else indent)}{line}" for number, line in enumerate(lines)]


def _paragraph(text: str, indent: int, quotes: int) -> Iterator[str]:
    if not quotes:
        yield ""
    lines = wrap(text, LINE - indent - quotes, LINE - indent)
    yield from (f"{' ' * indent}{line}" for line in lines)


def wrap(text: str, first: int, others: int) -> list[str]:
    """Lines of words, the first no wider than ``first``; a word that is wider stands alone."""
    if not text.isascii():
        return _wrap_words(text.split(" "), first, others)
    lines: list[str] = []
    room = first
    while len(text) > room:
        end = text.rfind(" ", 0, room + 1)
        end = text.find(" ", room) if end == -1 else end
        if end == -1:
            break
        lines.append(text[:end])
        text, room = text[end + 1 :], others
    return [*lines, text]


def _wrap_words(words: list[str], first: int, others: int) -> list[str]:
    """The same where letters differ in width."""
    lines: list[str] = []
    line = ""
    room = first
    for word in words:
        if line and width(line) + 1 + width(word) > room:
            lines.append(line)
            line, room = word, others
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


_QUOTES: Final = re.compile(r'"{3,}|^"+|"+$')
"""Quotes that would end a docstring, or be read together with the quotes around it."""


_SURROGATES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters: no class takes them into its docstring, so they are told as escapes."""


def _escaped(text: str) -> str:
    """Prose that can stand between three quotes and stays prose."""
    text = _SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    text = _QUOTES.sub(lambda found: found[0].replace('"', '\\"'), text.replace("\\", "\\\\"))
    return _printable(text)


def _printable(text: str) -> str:
    """Control characters, bidirectional marks and whatever else cannot be seen, as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
