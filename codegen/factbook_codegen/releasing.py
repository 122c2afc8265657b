"""Freezes what is live: for each version of each event its schema, and payloads that have to stay readable.

What was released is never written again. ``generated/<system>/released/`` holds a file for each version of each event,
in ``catalogue/`` the files of the catalogue as they were at the last release, to compare with, and ``SHA256SUMS`` of
all of it. Only ``catalogue/`` changes with each release.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import frozen
from msgspec import DecodeError, json

from .diagnostics import Diagnostic
from .disk import digest
from .model import Catalogue, Context, Event, Json, Older, System
from .settings import Project
from .targets.schemas import bundled
from .writing import SUMS, problem

__all__ = [
    "CATALOGUE",
    "FOLDER",
    "Frozen",
    "Payloads",
    "edited",
    "freeze",
    "missing",
    "released_folder",
    "sums",
    "unfit",
    "wanted",
]

FOLDER: Final = "released"
CATALOGUE: Final = "catalogue"
"""The folder in :data:`FOLDER` with the catalogue of the last release."""

Payloads: TypeAlias = Callable[[str, str, str, int], list[Json]]
"""Makes payloads, ``{"data": …, "tags": […]}``, of an event: of a system, a context, by its name, in a version."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


@frozen
class Frozen:
    """What a release did: the files that are new, and how many were there before."""

    added: tuple[str, ...]
    kept: int


def released_folder(project: Project, system: str) -> Path:
    """Where the released versions of a system stand."""
    return project.generated / system / FOLDER


def wanted(system: System) -> Iterator[tuple[str, Context, Event, Older | None]]:
    """Every version of every event with the path of its file; ``None`` for the newest."""
    for context in system.contexts.values():
        for event in context.events.values():
            for older in event.older:
                yield f"{context.name}/{event.name}.v{older.version}.json", context, event, older
            yield f"{context.name}/{event.name}.v{event.version}.json", context, event, None


def freeze(project: Project, catalogue: Catalogue, payloads: Payloads) -> Frozen:
    """Write what was not released before; what was is left as it is."""
    added: list[str] = []
    kept = 0
    for system in catalogue.systems.values():
        folder = released_folder(project, system.name)
        known = {path: one for path, one in sums(folder).items() if not path.startswith(f"{CATALOGUE}/")}
        for path, context, event, older in wanted(system):
            if path in known:
                kept += 1
                continue
            version = older.version if older else event.version
            live: dict[str, Any] = {
                "event": f"{context.name}.{event.name}",
                "version": version,
                "schema": bundled(context, system, event, older),
                "payloads": payloads(system.name, context.name, event.name, version),
            }
            _write(folder / path, json.format(json.encode(live), indent=2) + b"\n")
            added.append(f"{system.name}/{FOLDER}/{path}")
        for file in folder.glob("*/*.json"):  # those that people added as well
            known.setdefault(file.relative_to(folder).as_posix(), digest(file.read_bytes()))
        for file in (folder / CATALOGUE).glob("*.yaml"):
            file.unlink()
        for file in (project.catalogue / system.name).glob("*.y*ml"):
            _write(folder / CATALOGUE / f"{file.stem}.yaml", content := file.read_bytes())
            known[f"{CATALOGUE}/{file.stem}.yaml"] = digest(content)
        _write(folder / SUMS, "".join(f"{known[path]}  {path}\n" for path in sorted(known)).encode())
    return Frozen(tuple(added), kept)


def missing(project: Project, catalogue: Catalogue) -> list[str]:
    """What is live and was not released."""
    return [
        f"{project.settings.generated}/{name}/{FOLDER}/{path}"
        for name, system in catalogue.systems.items()
        for path, *_ in wanted(system)
        if path not in sums(released_folder(project, name))
    ]


def edited(project: Project, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A problem for each released file that is gone, or not as it was released."""
    for name in catalogue.systems:
        folder = released_folder(project, name)
        for path, should in sums(folder).items():
            shown = f"{project.settings.generated}/{name}/{FOLDER}/{path}"
            file = folder / path
            if not file.is_file():
                help_ = "take it back from version control: what was recorded once stays readable"
                yield problem("FB708", shown, "this released file is missing", help_)
            elif digest(file.read_bytes()) != should:
                more = "more payloads go into a file beside it, <Event>.v1.more.json"
                if path.startswith(f"{CATALOGUE}/"):
                    more = "what is declared today stands in the catalogue itself"
                help_ = f"take it back from version control; {more}"
                yield problem("FB708", shown, "this released file was edited by hand", help_)


def unfit(project: Project, catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with payloads that people added and that no release has frozen yet; once frozen, they stay."""
    for name, system in catalogue.systems.items():
        folder = released_folder(project, name)
        known = sums(folder)
        fit = {path.removesuffix(".json") for path in (*known, *(path for path, *_ in wanted(system)))}
        for file in sorted(folder.glob("*/*.json")):
            path = file.relative_to(folder).as_posix()
            if path in known:
                continue
            version, _, _ = path.removesuffix(".json").partition(".v")[2].partition(".")
            of = f"{path.partition('.')[0]}.v{version}"
            wrong = _wrong(file) if of in fit else f"there is no {of} to add payloads to: name it <Event>.v1.more.json"
            if wrong:
                yield f"{project.settings.generated}/{name}/{FOLDER}/{path}: {wrong}"


def _wrong(file: Path) -> str | None:
    try:
        found = json.decode(file.read_bytes(), type=dict[str, Any] | list[dict[str, Any]])
    except (DecodeError, UnicodeError) as error:
        return f"this is neither a JSON object nor a list of them: {error}"
    return None if found else "there is nothing in it"


def sums(folder: Path) -> dict[str, str]:
    """What was released, by its path in the folder of released versions: the digest that its content has to have."""
    try:
        text = (folder / SUMS).read_text("utf-8")
    except OSError:
        return {}
    return {match[2]: match[1] for line in text.splitlines() if (match := _LINE.fullmatch(line))}


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(content)
    beside.replace(file)
