"""Patterns that mean the same everywhere: a portable subset of regular expressions, parsed once.

Python's ``re``, ECMAScript (the dialect of JSON Schema) and generators of test data disagree about ``\\d``, ``.``,
anchors, lazy quantifiers and more. The subset has literals, ``.``, classes, ``\\d \\w \\s`` (ASCII), groups, ``|`` and
greedy quantifiers; :func:`portable` spells out what dialects read differently.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, NoReturn, TypeAlias

MAX_REPEAT: Final = 10_000
"""The largest count in a quantifier, and the longest text that a pattern may demand."""

_SPELLED: Final = {"d": "0-9", "w": "A-Za-z0-9_", "s": " \\t\\n\\r\\f\\v"}
_ANY: Final = "[^\\n\\r\\u2028\\u2029]"
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_COUNT: Final = re.compile(r"\{([0-9]{1,6})(,([0-9]{0,6}))?\}")
_CODE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")
_SIGNS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_SPECIAL: Final = "\\^$.|?*+()[]{}"
_LINE_ENDS: Final = "\x85\u2028\u2029"
_CANDIDATES: Final = (*"aA0 -_.", *map(chr, range(33, 0x3000)))
"""Characters to try for a class that says which ones it does not hold."""


class NotPortableError(ValueError):
    """Raised with a reason when a pattern is outside the subset; ``at`` is the index of the character in question."""

    def __init__(self, why: str, at: int | None = None) -> None:
        super().__init__(why)
        self.at = at


class One(NamedTuple):
    """One character of a class: its portable spelling, and its smallest member."""

    spelling: str
    smallest: str


class Times(NamedTuple):
    """Something repeated ``least`` to ``most`` times; ``most`` is ``None`` without a limit."""

    what: Pattern
    least: int
    most: int | None


class Either(NamedTuple):
    """One of several sequences."""

    branches: tuple[tuple[Pattern, ...], ...]


Pattern: TypeAlias = One | Times | Either


@lru_cache(maxsize=4096)
def parse(text: str) -> Either:
    """The tree of a pattern; raises :class:`NotPortableError` with a reason."""
    parser = _Parser(text)
    tree = parser.either()
    if parser.at < len(text):
        parser.refuse("this ) closes nothing")
    if lengths(tree)[0] > MAX_REPEAT:
        raise NotPortableError(f"it matches only texts longer than {MAX_REPEAT:,} characters")
    return tree


def portable(tree: Pattern) -> str:
    """The pattern in the words that all dialects read alike, without anchors."""
    match tree:
        case One():
            return tree.spelling
        case Times():
            inner = portable(tree.what)
            if isinstance(tree.what, Either):
                inner = f"(?:{inner})"
            return inner + _quantifier(tree.least, tree.most)
        case Either():
            return "|".join("".join(_grouped(part) for part in branch) for branch in tree.branches)


def smallest(tree: Pattern, length: int = 0) -> str:
    """A short text that matches, at least ``length`` long where repetition allows it; always the same one."""
    match tree:
        case One():
            return tree.smallest
        case Times():
            once = smallest(tree.what)
            wanted = max(tree.least, -(-length // len(once)) if once else tree.least)
            return once * (wanted if tree.most is None else min(wanted, tree.most))
        case Either():
            return min((_sequence(branch, length) for branch in tree.branches), key=lambda text: len(text) < length)


def lengths(tree: Pattern) -> tuple[int, int | None]:
    """The shortest and the longest text that matches; ``None`` where there is no longest."""
    match tree:
        case One():
            return 1, 1
        case Times():
            least, most = lengths(tree.what)
            return least * tree.least, None if tree.most is None or most is None else most * tree.most
        case Either():
            ends = [_total(branch) for branch in tree.branches]
            longest = [most for _, most in ends]
            return min(least for least, _ in ends), None if None in longest else max(
                most for most in longest if most is not None
            )


def _sequence(branch: tuple[Pattern, ...], length: int) -> str:
    parts = [smallest(part) for part in branch]
    for index, part in enumerate(branch):
        missing = length - sum(map(len, parts))
        if missing > 0:
            parts[index] = smallest(part, len(parts[index]) + missing)
    return "".join(parts)


def _total(branch: tuple[Pattern, ...]) -> tuple[int, int | None]:
    least = 0
    most: int | None = 0
    for part in branch:
        part_least, part_most = lengths(part)
        least += part_least
        most = None if most is None or part_most is None else most + part_most
    return least, most


def _grouped(part: Pattern) -> str:
    return f"(?:{portable(part)})" if isinstance(part, Either) else portable(part)


def _quantifier(least: int, most: int | None) -> str:
    match least, most:
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case 0, 1:
            return "?"
        case _, None:
            return f"{{{least},}}"
        case _:
            return f"{{{least}}}" if least == most else f"{{{least},{most}}}"


def _literal(character: str) -> str:
    return f"\\{character}" if character in _SPECIAL else _coded(character)


def _class_literal(character: str) -> str:
    return f"\\{character}" if character in "[]^-\\" else _coded(character)


def _coded(character: str) -> str:
    """Characters that end a line for some readers and not for others are written as their code."""
    return f"\\u{ord(character):04x}" if character in _LINE_ENDS else character


class _Parser:
    """A reader of one pattern, character by character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def refuse(self, why: str, at: int | None = None) -> NoReturn:
        raise NotPortableError(why, self.at if at is None else at)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def either(self) -> Either:
        branches: list[tuple[Pattern, ...]] = []
        while True:
            branches.append(self.sequence())
            if self.peek() != "|":
                return Either(tuple(branches))
            self.at += 1

    def sequence(self) -> tuple[Pattern, ...]:
        parts: list[Pattern] = []
        while (character := self.peek()) and character not in "|)":
            parts.append(self.quantified(self.atom(character)))
        return tuple(parts)

    def atom(self, character: str) -> Pattern:
        match character:
            case "(":
                return self.group()
            case "[":
                return self.character_class()
            case "\\":
                return self.escape()
            case ".":
                self.at += 1
                return One(_ANY, "a")
            case "^" | "$":
                self.refuse(f"{character} is not needed, because a pattern matches the whole text")
            case "*" | "+" | "?":
                self.refuse(f"{character} repeats nothing")
            case "{" | "}" | "]":
                self.refuse(f"write \\{character} for the character itself")
            case _:
                self.at += 1
                return One(character, character)

    def group(self) -> Pattern:
        self.depth += 1
        if self.depth > 20:
            self.refuse("groups nest deeper than 20 levels")
        start = self.at
        self.at += 1
        if self.peek() == "?":
            if not self.text.startswith("?:", self.at):
                self.refuse("only plain groups and (?: ) mean the same everywhere")
            self.at += 2
        inner = self.either()
        if self.peek() != ")":
            self.refuse("the group is not closed", start)
        self.at += 1
        self.depth -= 1
        return inner

    def quantified(self, what: Pattern) -> Pattern:
        sign = self.peek()
        if sign == "{":
            return self.counted(what)
        if sign not in _SIGNS:
            return what
        self.at += 1
        return self.once_quantified(Times(what, *_SIGNS[sign]))

    def counted(self, what: Pattern) -> Pattern:
        found = _COUNT.match(self.text, self.at)
        if found is None:
            self.refuse("write {2}, {2,} or {2,5} for a count, or \\{ for the character")
        least = int(found[1])
        most = least if found[2] is None else int(found[3]) if found[3] else None
        if most is not None and most < least:
            self.refuse(f"{found[0]} counts backwards")
        if max(least, most or 0) > MAX_REPEAT:
            self.refuse(f"{found[0]} repeats more than {MAX_REPEAT:,} times")
        self.at = found.end()
        return self.once_quantified(Times(what, least, most))

    def once_quantified(self, times: Times) -> Times:
        if self.peek() in ("*", "+", "?", "{"):
            self.refuse("a quantifier after a quantifier does not mean the same everywhere")
        return times

    def code(self) -> str:
        """The character that a ``\\uXXXX`` here stands for; empty when there is none."""
        found = _CODE.match(self.text, self.at)
        if found is None:
            return ""
        if 0xD800 <= int(found[1], 16) <= 0xDFFF:
            self.refuse("half a character")
        self.at = found.end()
        return chr(int(found[1], 16))

    def escape(self) -> One:
        if character := self.code():
            return One(_literal(character), character)
        self.at += 1
        character = self.peek()
        self.at += 1
        if character in _SPELLED:
            return One(f"[{_SPELLED[character]}]", {"d": "0", "w": "a", "s": " "}[character])
        if character.lower() in _SPELLED and character:
            return One(f"[^{_SPELLED[character.lower()]}]", {"D": "a", "W": "-", "S": "a"}[character])
        if character in _CONTROLS:
            return One(f"\\{character}", _CONTROLS[character])
        if not character or character.isalnum() or not character.isascii():
            why = f"\\{character} does not mean the same everywhere" if character else "a \\ ends the pattern"
            self.refuse(why, self.at - 2)
        return One(_literal(character), character)

    def character_class(self) -> One:
        start = self.at
        self.at += 1
        negated = self.peek() == "^"
        self.at += negated
        spelled: dict[str, None] = {}
        first = ""
        while (character := self.peek()) != "]":
            if not character:
                self.refuse("the class is not closed", start)
            begin = self.at
            spelling, low = self.class_member(character)
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high_spelling, high = self.class_member(self.peek())
                if len(low) != 1 or len(high) != 1 or high < low:
                    self.refuse("the range counts backwards or has no ends", begin)
                spelling = f"{spelling}-{high_spelling}"
            first = first or low[0]
            spelled[spelling] = None
        if not spelled:
            self.refuse("the class has no characters", start)
        self.at += 1
        body = f"[{'^' if negated else ''}{''.join(spelled)}]"
        if negated:
            fits = re.compile(body).fullmatch
            first = next(filter(fits, _CANDIDATES), "")
            if not first:
                self.refuse("hardly any character is in the class", start)
        return One(body, first)

    def class_member(self, character: str) -> tuple[str, str]:
        """The spelling of one member inside a class, and the characters it stands for."""
        if character != "\\":
            self.at += 1
            return _class_literal(character), character
        if code := self.code():
            return _class_literal(code), code
        self.at += 1
        character = self.peek()
        self.at += 1
        if character in _SPELLED:
            return _SPELLED[character], {
                "d": "0123456789",
                "w": "a" + "bcdefghijklmnopqrstuvwxyz_0123456789",
                "s": " \t\n\r\f\v",
            }[character]
        if character in _CONTROLS:
            return f"\\{character}", _CONTROLS[character]
        if not character or character.isalnum() or not character.isascii():
            self.refuse(f"\\{character} does not mean the same inside a class everywhere", self.at - 2)
        return _class_literal(character), character
