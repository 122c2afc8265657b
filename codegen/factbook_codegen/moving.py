"""Carries out a plan: everything or nothing.

Everything is first written into a folder beside its place, so that a full or read-only disk is noticed before anything
has changed. Then it is moved to its place, which needs no room; should a move fail, those before it are taken back.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from attrs import Factory, define

from .writing import STAGING, SUMS, Plan, parents


class CannotWrite(Exception):
    """The folder is as it was; ``path`` (below the folder) is what could not be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def carry_out(plan: Plan, folder: Path, folders: Collection[str], contents: Mapping[str, bytes], sums: bytes) -> None:
    """Write, replace and remove what a plan says, ``SHA256SUMS`` last.

    ``folders`` are the folders that exist below ``folder``; ``contents`` has at least the files that the plan writes.
    Raises :class:`CannotWrite`.
    """
    move = _Move(folder)
    existed = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new_folders = move.stage(plan, folders, contents, sums)
        move.commit(plan, new_folders)
    except BaseException as error:
        move.take_back()
        if isinstance(error, OSError):
            raise CannotWrite(move.path, error.strerror or str(error)) from error
        raise  # Ctrl-C, most likely
    finally:
        shutil.rmtree(move.staging, ignore_errors=True)
        if not existed:
            with suppress(OSError):  # not empty: the move succeeded
                folder.rmdir()
    _drop_empty_folders(folder, {above for path in plan.orphans for above in parents(path)})


@define
class _Move:
    """One attempt; ``path`` is what is being worked on, ``undo`` takes back what was done, the last first."""

    folder: Path
    path: str = ""
    undo: list[Callable[[], object]] = Factory(list[Callable[[], object]])

    @property
    def staging(self) -> Path:
        return self.folder / STAGING

    def stage(self, plan: Plan, folders: Collection[str], contents: Mapping[str, bytes], sums: bytes) -> list[str]:
        """Write everything into the staging folder; the answer is the topmost folders that are new."""
        shutil.rmtree(self.staging, ignore_errors=True)
        new = f"{self.staging}/new"
        os.makedirs(new)
        os.mkdir(self.staging / "old")
        _write(f"{self.staging}/{SUMS}", sums)
        made: set[str] = set()
        topmost: list[str] = []
        for path in plan.writes:
            self.path = path
            above = tuple(parents(path))
            for parent in reversed(above):
                if parent not in made:
                    made.add(parent)
                    os.mkdir(f"{new}/{parent}")
                    holder = parent.rpartition("/")[0]
                    if parent not in folders and (not holder or holder in folders):
                        topmost.append(parent)
            if above and above[0] in folders and not os.access(self.folder / above[0], os.W_OK | os.X_OK):
                raise PermissionError(0, "the folder it is in may not be written to")
            _write(f"{new}/{path}", contents[path])
        return topmost

    def commit(self, plan: Plan, new_folders: Collection[str]) -> None:
        """Move everything to its place: a new folder at once, all else file by file."""
        place, new, old = (os.fspath(path) for path in (self.folder, self.staging / "new", self.staging / "old"))
        for self.path in new_folders:
            os.rename(f"{new}/{self.path}", f"{place}/{self.path}")
            self.undo.append(partial(shutil.rmtree, f"{place}/{self.path}"))
        inside = frozenset(new_folders)
        for self.path in plan.missing:
            if inside.isdisjoint(parents(self.path)):
                os.rename(f"{new}/{self.path}", f"{place}/{self.path}")
                self.undo.append(partial(os.unlink, f"{place}/{self.path}"))
        for number, self.path in enumerate(plan.stale):
            self._replace(f"{new}/{self.path}", f"{place}/{self.path}", f"{old}/{number}")
        for number, self.path in enumerate(plan.orphans, len(plan.stale)):
            os.rename(f"{place}/{self.path}", f"{old}/{number}")
            self.undo.append(partial(os.rename, f"{old}/{number}", f"{place}/{self.path}"))
        self.path = SUMS
        self._replace(f"{self.staging}/{SUMS}", f"{place}/{SUMS}", f"{old}/{SUMS}")

    def _replace(self, new: str, place: str, old: str) -> None:
        """Replace a file in one step; the old content is kept aside until all is done."""
        if not os.path.exists(place):
            os.rename(new, place)
            self.undo.append(partial(os.unlink, place))
            return
        try:
            os.link(place, old)
        except OSError:  # a file system without hard links
            shutil.copyfile(place, old)
        os.replace(new, place)
        self.undo.append(partial(os.replace, old, place))

    def take_back(self) -> None:
        """Undo what was done; what cannot be undone is left, the next run will see it."""
        for step in reversed(self.undo):
            with suppress(OSError):
                step()


def _write(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _drop_empty_folders(folder: Path, candidates: Collection[str]) -> None:
    """Remove folders that hold nothing (but what Python compiled from files that are gone)."""
    for path in sorted(candidates, key=len, reverse=True):
        with suppress(OSError):
            if all(entry.name == "__pycache__" for entry in (folder / path).iterdir()):
                shutil.rmtree(folder / path)
