"""Compares what a folder should hold with what it holds, and never plans to write over what a person wrote.

``SHA256SUMS`` in the folder lists what factbook wrote there, and the files that it was made from. A file whose content
is neither that nor what should be there now was edited by hand and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import frozen

from .codes import CODES
from .diagnostics import Diagnostic
from .disk import Disk, digest
from .place import Place

SUMS: Final = "SHA256SUMS"
"""The list of what factbook wrote, as ``sha256sum -c`` reads it, and of its sources (see ``factbook.sources``)."""

STAGING: Final = ".writing"
"""Where files are written before they are moved to their place; left behind only by a crash."""

_LINE: Final = re.compile(r"^([0-9a-f]{64})  (.+)$", re.MULTILINE)
_FOREIGN_SHOWN: Final = 20
_NONE: Final = frozenset[str]()
_NOTHING: Final[Mapping[str, str]] = {}

Sums = Mapping[str, frozenset[str]]
"""Path to the digests that factbook may have written there: more than one after a merge or a crash."""


@frozen
class Plan:
    """What has to be done so that a folder holds what it should; nothing may be done while there are ``problems``.

    ``stale`` are files of ours that differ from what they should be; ``edited`` differ because a person changed them;
    ``foreign`` are not ours. ``unlisted``: ``SHA256SUMS`` itself is not as it should be.
    """

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    orphans: tuple[str, ...]
    edited: tuple[str, ...]
    foreign: tuple[str, ...]
    unchanged: int
    unlisted: bool = False
    problems: tuple[Diagnostic, ...] = ()

    @property
    def writes(self) -> tuple[str, ...]:
        """What has to be written, in order."""
        return tuple(sorted((*self.missing, *self.stale)))

    @property
    def refused(self) -> bool:
        """Whether it may not be carried out."""
        return bool(self.edited or self.problems)

    @property
    def current(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.missing or self.stale or self.orphans or self.edited or self.unlisted or self.problems)


def sums_text(wanted: Mapping[str, str], sources: Mapping[str, str] = _NOTHING) -> str:
    """The text of ``SHA256SUMS`` for paths and their digests; ``sources``, outside of the folder, come first."""
    return "".join(f"{digests[path]}  {path}\n" for digests in (sources, wanted) for path in sorted(digests))


def read_sums(folder: Path) -> Sums:
    """What factbook wrote into a folder; lines that are no sums are skipped, so that a merge conflict does no harm.

    A run that crashed has left the sums of what it was about to write: they count as well.
    """
    found: dict[str, frozenset[str]] = {}
    for file in (folder / SUMS, folder / STAGING / SUMS):
        try:
            text = file.read_text("utf-8", errors="replace")
        except OSError:
            continue
        for digest_, path in _LINE.findall(text):
            found[path] = found.get(path, _NONE) | {digest_}
    return found


def proper(path: str) -> bool:
    """Whether a path stays below the folder it is meant for and means the same file everywhere."""
    parts = path.split("/")
    forbidden = any(part in ("", ".", "..") or part[-1] in " ." or len(part.encode()) > 255 for part in parts)
    return not forbidden and path.isprintable() and not set(path) & set('\\:*?"<>|') and parts[0] not in (SUMS, STAGING)


def plan(
    wanted: Mapping[str, str],
    disk: Disk,
    sums: Sums,
    overwrite: Collection[str],
    name: str,
    sources: Mapping[str, str] = _NOTHING,
) -> Plan:
    """Compare what should be there (path to digest) with what is; ``sources`` are what it is made from.

    ``overwrite`` are paths, files or folders below the folder, where edits by hand may be lost; ``name`` is what the
    folder is called in reports. A folder inside with a list of its own belongs to whoever keeps that list.
    """
    missing: list[str] = []
    stale: list[str] = []
    edited: list[str] = []
    problems = list(_obstacles(wanted, disk, name))
    for path, should in wanted.items():
        is_ = disk.digest(path)
        if is_ is None:
            missing.append(path)
        elif is_ != should:
            ours = is_ in sums.get(path, ()) or _covered(path, overwrite)
            (stale if ours else edited).append(path)
    orphans: list[str] = []
    for path in sums:
        if path in wanted or (is_ := disk.digest(path)) is None:
            continue
        (orphans if is_ in sums[path] or _covered(path, overwrite) else edited).append(path)
    strange = (path for path in disk.files if path not in wanted and path not in sums and not _ignored(path))
    foreign = [path for path in strange if not any(f"{above}/{SUMS}" in disk.files for above in parents(path))]
    return Plan(
        missing=tuple(sorted(missing)),
        stale=tuple(sorted(stale)),
        orphans=tuple(sorted(orphans)),
        edited=tuple(sorted(edited)),
        foreign=tuple(sorted(foreign)),
        unchanged=len(wanted) - len(missing) - len(stale) - sum(path in wanted for path in edited),
        unlisted=disk.digest(SUMS) != digest(sums_text(wanted, sources).encode()),
        problems=tuple(problems),
    )


def complaints(plan: Plan, name: str) -> Iterator[Diagnostic]:
    """Why a plan may not be carried out."""
    yield from plan.problems
    for path in plan.edited:
        help_ = f"move the change into the catalogue, then run `factbook generate --overwrite {name}/{path}`"
        yield problem("FB701", f"{name}/{path}", "this file was edited by hand, and is not written over", help_)


def outdated(plan: Plan, name: str) -> Iterator[Diagnostic]:
    """In what the folder is not as the catalogue says."""
    help_ = "run `factbook generate`"
    for path in plan.missing:
        yield problem("FB702", f"{name}/{path}", "this file is missing", help_)
    for path in plan.stale:
        yield problem("FB702", f"{name}/{path}", "this file is not as the catalogue says", help_)
    for path in plan.orphans:
        yield problem("FB703", f"{name}/{path}", "nothing in the catalogue makes this file any more", help_)
    if plan.unlisted:
        yield problem("FB702", f"{name}/{SUMS}", "the list of generated files is not as it should be", help_)


def foreign(plan: Plan, name: str) -> Iterator[Diagnostic]:
    """A warning for each file that is not ours (for the first few, when there are many)."""
    for path in plan.foreign[:_FOREIGN_SHOWN]:
        more = len(plan.foreign) - _FOREIGN_SHOWN
        and_more = f", and {more} more like it" if more > 0 and path == plan.foreign[_FOREIGN_SHOWN - 1] else ""
        message = f"factbook did not write this file{and_more}"
        yield problem("FB705", f"{name}/{path}", message, "move it out of the generated folder")


def problem(code: str, path: str, message: str, help: str) -> Diagnostic:  # noqa: A002  # the word of the report
    """A problem with a file as a whole."""
    return Diagnostic(code, message, Place(path, 1, 1), CODES[code].severity, help)


def _obstacles(wanted: Iterable[str], disk: Disk, name: str) -> Iterator[Diagnostic]:
    """What stands where a file or a folder of ours has to be."""
    holders = {path.rpartition("/")[0] for path in wanted} - {""}
    needed = holders.union(*map(parents, holders))
    for path in sorted(needed):
        if path in disk.files:
            message = "a file stands where a folder has to be"
            yield problem("FB704", f"{name}/{path}", message, f"move {name}/{path} away")
    for path in sorted({*needed, *wanted, SUMS} & disk.odd.keys()):
        message = f"this is {disk.odd[path]}, and only real files and folders are written"
        yield problem("FB704", f"{name}/{path}", message, f"remove {name}/{path}")
    for path in sorted({*wanted, SUMS} & disk.folders):
        message = "a folder stands where a file has to be"
        yield problem("FB704", f"{name}/{path}", message, f"move {name}/{path} away")


def parents(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _covered(path: str, overwrite: Collection[str]) -> bool:
    return bool(overwrite) and ("." in overwrite or not {path, *parents(path)}.isdisjoint(overwrite))


def _ignored(path: str) -> bool:
    return (
        path in (SUMS,)
        or path.split("/")[1:2] == ["released"]
        or any(part.startswith((".", "__pycache__")) for part in path.split("/"))
    )
