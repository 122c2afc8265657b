"""Adds scenarios to a file of the catalogue: everything that stands there already stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import dedent
from typing import Final

from attrs import evolve, field, frozen

from . import reports
from .diagnostics import Diagnostic, Severity, near
from .reading import Sheet, read_system
from .reading.nodes import Node
from .reading.problems import Problems
from .reading.scan import lines_of, scan

__all__ = ["Addition", "CannotAdd", "add"]

SUBJECTS: Final = ("commands", "deciders", "views", "policies")
"""The sections whose entries have scenarios."""

_SECTION: Final = "scenarios"
_KEY: Final = re.compile(r""" *(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s"'].*?)(?=\s*:(?:\s|$))""")
_PLAIN: Final = re.compile(r"[A-Za-z]\w*(?: \w+)+", re.ASCII)

Sheets = Mapping[str, Sequence[Sheet]]


class CannotAdd(Exception):
    """Raised with the reason; nothing was changed."""


@frozen
class Addition:
    """A file with one scenario more: its new bytes, and the line where the scenario begins."""

    file: str
    data: bytes = field(repr=False)
    subject: str
    title: str
    line: int


@frozen
class _Given:
    """A scenario as it was given: the lines from its title on, and the column at which they begin."""

    subject: str
    title: str
    lines: tuple[str, ...]
    column: int
    meaning: object


def add(sheets: Sheets, text: str, context: str = "", title: str = "", then: str = "") -> list[Addition]:
    """Add the scenarios of a YAML text, with or without ``scenarios:`` above them; the last answer for a file is whole.

    ``context`` (``stock`` or ``shop/stock``) says where, if the subject alone does not. ``title`` and ``then`` replace
    what the text says, where it is one scenario. Raises :class:`CannotAdd`, also when the catalogue would be wrong.
    """
    given = list(_given(text, title, then))
    if not given:
        raise CannotAdd("there is no scenario in this: write `Subject:`, below it a title, and below that what happens")
    if len(given) > 1 and (title or then):
        raise CannotAdd(f"there are {len(given)} scenarios in this, so --title and --then could mean any of them")
    now = {system: list(own) for system, own in sheets.items()}
    made: list[Addition] = []
    for one in given:
        system, place = _place(now, one.subject, context)
        addition = _added(now[system][place], one)
        now[system][place] = evolve(now[system][place], data=addition.data)
        made.append(addition)
    for system, own in now.items():
        if own != list(sheets[system]):
            _hold(system, sheets[system], own)
    return made


# What is given -------------------------------------------------------------------------------------------------------


def _given(text: str, title: str, then: str) -> Iterator[_Given]:
    text = dedent(text)
    root = _tree(text.encode(), "the scenario")
    subjects = root.get(_SECTION) or root
    lines = lines_of(text)
    for subject, titles in _entries(subjects, "a scenario stands below its subject and its title"):
        for called, scenario in _entries(titles, f"below {subject} stands a title, and below it the scenario"):
            at, column = scenario.key_at or (1, 1)
            own = lines[at - 1 : scenario.end]
            if own[0][: column - 1].strip():
                raise CannotAdd(f'"{called}" stands in braces: write its title on a line of its own')
            if then:
                own = _then(own, at, scenario, then)
            if title:
                own[0] = own[0][: column - 1] + _KEY.sub(lambda _: _quoted(title), own[0][column - 1 :], count=1)
            yield _Given(subject, title or called, tuple(own), column, scenario.json())


def _then(lines: list[str], at: int, scenario: Node, then: str) -> list[str]:
    """The lines of a scenario with another outcome."""
    entries = dict(_entries(scenario, "a scenario has `when` and `then`"))
    first = next(iter(entries.values())).key_at or (at, 1)
    if first[0] == at:
        raise CannotAdd("--then needs a scenario whose parts stand on lines of their own")
    margin = " " * (first[1] - 1)
    old = entries.get("then")
    if old is None or old.key_at is None:
        return [*lines, f"{margin}then: {then}"]
    return [*lines[: old.key_at[0] - at], f"{margin}then: {then}", *lines[old.end - at + 1 :]]


def _entries(node: Node, shape: str) -> Iterator[tuple[str, Node]]:
    if not isinstance(node.value, dict):
        raise CannotAdd(f"line {node.line} holds {node.kind}: {shape}")
    yield from node.value.items()


def _tree(data: bytes, file: str) -> Node:
    problems = Problems(file)
    root = scan(data, problems)
    if root is None or problems.found:
        raise CannotAdd(reports.text(problems.found).rstrip())
    return root


def _quoted(title: str) -> str:
    return title if _PLAIN.fullmatch(title) else json.dumps(title, ensure_ascii=False)


# Where it goes -------------------------------------------------------------------------------------------------------


def _place(sheets: Mapping[str, Sequence[Sheet]], subject: str, context: str) -> tuple[str, int]:
    """The system, and which of its files, an entry of this name stands in."""
    known: list[str] = []
    found: list[tuple[str, int]] = []
    for system, own in sheets.items():
        for index, sheet in enumerate(own):
            root = scan(sheet.data, Problems(sheet.file))
            if root is None or context not in ("", sheet.name, f"{system}/{sheet.name}"):
                continue
            names = [name for section in SUBJECTS if (node := root.get(section)) for name in _names(node)]
            known += names
            found += [(system, index)] if subject in names else []
    if not found:
        where = f" in {context}" if context else ""
        more = near(subject, known)
        raise CannotAdd(f"no command, decider, view or policy{where} is called {subject}{'; ' + more if more else ''}")
    if len(found) > 1:
        files = ", ".join(f"{system}/{sheets[system][index].name}" for system, index in found)
        raise CannotAdd(f"{subject} stands in several contexts; say which with --context: {files}")
    return found[0]


def _names(node: Node) -> list[str]:
    return list(node.value) if isinstance(node.value, dict) else []


def _added(sheet: Sheet, given: _Given) -> Addition:
    text = sheet.data.decode()
    lines = text.splitlines(keepends=True)
    root = _tree(sheet.data, sheet.file)
    section = root.get(_SECTION)
    before: list[str] = []
    if section is None:
        after, margin = _end_of_file(root, lines)
        before = ["\n", f"{_SECTION}:\n"] if _SECTION not in root.entries else []
        before += [f"  {given.subject}:\n"]
    else:
        _in_lines(section, lines, f"`{_SECTION}`", sheet.file)
        subject = section.get(given.subject)
        step = section.column - 1
        if subject is None:
            after, margin = _end_of(section, lines, step + 1), step + 2
            before = [f"{' ' * step}{given.subject}:\n"]
        else:
            _in_lines(subject, lines, given.subject, sheet.file)
            _hold_apart(subject, given, sheet.file)
            after, margin = _end_of(subject, lines, subject.column - 1), subject.column - 1
    block = [*before, *(f"{line}\n" for line in _moved(given, margin))]
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    block = [line.replace("\n", ending) for line in block]
    if after and not lines[after - 1].endswith(("\n", "\r")):
        block[0] = ending + block[0]
        block[-1] = block[-1].removesuffix(ending)
    new = "".join((*lines[:after], *block, *lines[after:]))
    return Addition(sheet.file, new.encode(), given.subject, given.title, after + len(before) + 1)


def _in_lines(node: Node, lines: Sequence[str], what: str, file: str) -> None:
    if lines[node.line - 1][node.column - 1 :].startswith("{"):
        raise CannotAdd(f"{what} stands in braces in {file}, line {node.line}: write it in lines first")


def _hold_apart(subject: Node, given: _Given, file: str) -> None:
    old = subject.entries.get(given.title)
    if old is not None and old.key_at is not None:
        same = "the same scenario is there already" if old.json() == given.meaning else "give it another --title"
        raise CannotAdd(f'{given.subject} has a scenario called "{given.title}", {file}, line {old.key_at[0]}: {same}')


def _end_of_file(root: Node, lines: Sequence[str]) -> tuple[int, int]:
    """After how many lines a new section begins, and how far its titles are moved in."""
    empty = root.entries.get(_SECTION)
    if empty is not None and empty.key_at is not None:
        return empty.key_at[0], 4
    last = len(lines)
    while last > root.end and not lines[last - 1].strip():
        last -= 1
    return last, 4


def _end_of(node: Node, lines: Sequence[str], margin: int) -> int:
    """After how many lines a mapping ends: comments that are moved in as far as it is belong to it."""
    last = node.end
    while last < len(lines) and lines[last].lstrip(" ").startswith("#") and not lines[last][:margin].strip():
        last += 1
    return last


def _moved(given: _Given, margin: int) -> Iterator[str]:
    """The lines of a scenario, moved in as far as its new neighbours are."""
    for line in given.lines:
        inside = line[given.column - 1 :] if not line[: given.column - 1].strip() else line.lstrip(" ")
        yield f"{' ' * margin}{inside}" if inside.strip() else ""


def _hold(system: str, before: Sequence[Sheet], after: Sequence[Sheet]) -> None:
    """Complain of errors that the catalogue has only since."""
    _, old = read_system(system, tuple(before))
    known = {(one.code, one.message, one.place.file) for one in old}
    found = [one for one in read_system(system, tuple(after))[1] if _is_new(one, known)]
    if found:
        raise CannotAdd(f"the catalogue would not be right any more:\n\n{reports.text(found).rstrip()}")


def _is_new(one: Diagnostic, known: set[tuple[str, str, str]]) -> bool:
    return one.severity is Severity.ERROR and (one.code, one.message, one.place.file) not in known
