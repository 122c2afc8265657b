"""Keeps the names of what was released: what means something in recorded events never comes to mean something else.

An event that was released, and removed later, may come back only as it was. A field that a released version had, and
that a later one removed or renamed, leaves its name behind: nothing else is called so again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Final, NamedTuple, cast

from msgspec import DecodeError, json

from .codes import CODES
from .diagnostics import Diagnostic
from .model import Catalogue, Context, Event, Json, Older, Place, System
from .model import Path as Way
from .releasing import CATALOGUE, released_folder, sums
from .settings import Project
from .targets.schemas import bundled
from .upcasters import line

__all__ = ["reserved"]

_KEY: Final = re.compile(r"(?:^\s*|[{,]\s*)[\"']?(\w+)[\"']?\s*:", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*#.*$", re.MULTILINE)
_WORDS: Final = frozenset(["title", "description", "examples", "deprecated", "$comment", "$id"])
"""What a schema says to people; it may change."""


def reserved(catalogue: Catalogue, project: Project) -> Iterator[Diagnostic]:
    """A problem for each event and each change of one that takes a name which was released for something else."""
    for system in catalogue.systems.values():
        folder = released_folder(project, system.name)
        released = sums(folder).keys()
        if not released:
            continue
        for context in system.contexts.values():
            known: Set[str] | None = None
            for event in context.events.values():
                mine = _versions(released, context, event)
                if not mine:
                    continue
                known = _keys(folder / CATALOGUE / f"{context.name}.yaml") if known is None else known
                if event.name not in known:
                    yield from _came_back(project, folder, system, context, event, mine)
                for place, wrong, help_ in _fields(event, mine):
                    yield _problem(project, place, wrong, help_, 1)


def _versions(released: Set[str], context: Context, event: Event) -> list[int]:
    start = f"{context.name}/{event.name}.v"
    found = (re.fullmatch(r"(\d+)\.json", path[len(start) :]) for path in released if path.startswith(start))
    return sorted(int(match[1]) for match in found if match)


def _keys(file: Path) -> Set[str]:
    """The keys in a file of the catalogue of the last release; an event that it knows is among them."""
    try:
        return set(_KEY.findall(_COMMENT.sub("", file.read_text("utf-8"))))
    except (OSError, UnicodeError):
        return set()


def _came_back(
    project: Project, folder: Path, system: System, context: Context, event: Event, released: list[int]
) -> Iterator[Diagnostic]:
    """The last release did not have this event any more: is it the one that was there before?"""
    shapes: dict[int, Older | None] = {one.version: one for one in event.older}
    shapes[event.version] = None
    for version in released:
        was = _schema(folder / context.name / f"{event.name}.v{version}.json")
        if was is None:  # told as FB708
            continue
        if version not in shapes:
            differs = f"that one was released up to version {released[-1]}, and this one has {event.version}"
        elif (now := _said(bundled(context, system, event, shapes[version]))) == was:
            continue
        else:
            differs = f"version {version} had {_properties(was)}, and has {_properties(now)} now"
            if _properties(was) == _properties(now):
                differs = f"the fields of version {version} are of other types, or narrowed otherwise"
        wrong = f'the name "{event.name}" belongs to an event that was released and removed; {differs}'
        help_ = "give it another name, since what was recorded under this one stays; or take the event back as it was"
        yield _problem(project, event.place, wrong, help_, len(event.name))
        return


def _fields(event: Event, released: list[int]) -> Iterator[tuple[Place, str, str]]:
    """What changes call as something else was called in a released version."""
    things: dict[Way, _Thing] = {}
    left: dict[Way, tuple[_Thing, int]] = {}
    for older in event.older:
        to = older.version + 1
        place = next((change.place for change in event.changes if change.to == to), event.place)
        for kind, way, value, _ in older.steps:
            if kind not in ("add", "rename", "remove"):
                continue
            thing = things.pop(way, _Thing(way, 1, 1))
            if kind != "add":
                left[way] = thing, older.version
            if kind == "remove":
                continue
            name = (*way[:-1], value) if kind == "rename" else way
            new = things[name] = thing._replace(named=to) if kind == "rename" else _Thing(way, to, to)
            was, last = left.get(name, (new, 0))
            had = [version for version in released if was.named <= version <= last]
            if had and to not in released and (was.way, was.since) != (new.way, new.since):
                wrong = f'version {to} of {event.name} has a new "{".".join(name)}"'
                yield place, f"{wrong}, and version {had[-1]} was released with another one", "give it another name"


class _Thing(NamedTuple):
    """What a name means: what has first been called ``way`` in version ``since``; it has its name since ``named``."""

    way: Way
    since: int
    named: int


def _schema(file: Path) -> Json:
    try:
        return _said(json.decode(file.read_bytes())["schema"])
    except (OSError, DecodeError, TypeError, KeyError):
        return None


def _said(schema: Json) -> Json:
    """A schema without what it says to people only; what is called so in ``properties`` stays."""
    if isinstance(schema, list):
        return [_said(one) for one in cast("Sequence[Json]", schema)]
    if not isinstance(schema, dict):
        return schema
    entries = cast("dict[str, Json]", schema)
    return {
        key: {name: _said(one) for name, one in value.items()} if key in ("properties", "$defs") else _said(value)
        for key, value in entries.items()
        if key not in _WORDS
    }


def _properties(schema: Json) -> str:
    return ", ".join(schema.get("properties", ())) or "no fields"


def _problem(project: Project, place: Place, wrong: str, help_: str, length: int) -> Diagnostic:
    return Diagnostic(
        "FB709", wrong, place, CODES["FB709"].severity, help_, length, line(project.root / place.file, place)
    )
