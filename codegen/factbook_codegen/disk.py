"""Looks at a folder and remembers what it saw, so that the next look needs to read only what changed since."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from attrs import define, field
from msgspec import Struct

_SETTLED_NS: Final = 50_000_000
"""A file that changed less than this before it was looked at may change again without its times telling: file systems
count time in steps of up to 10 ms."""


class Stamp(Struct, array_like=True, frozen=True, gc=False):
    """What a file looked like when its content had this ``digest``; times are nanoseconds since the epoch."""

    digest: str
    size: int
    modified: int
    changed: int
    inode: int


@define
class Disk:
    """What stands below a folder: regular files, folders, and everything else (``odd``: path to what it is).

    Paths are POSIX paths below the folder. ``stamps`` are from an earlier look; ``proven`` are those that still hold.
    """

    folder: Path
    files: dict[str, os.stat_result]
    folders: set[str]
    odd: dict[str, str]
    stamps: Mapping[str, Stamp] = field(factory=dict[str, Stamp])
    proven: dict[str, Stamp] = field(factory=dict[str, Stamp])

    def digest(self, path: str) -> str | None:
        """The SHA-256 of a file, in hexadecimal; ``None`` when there is no such file."""
        if (found := self.proven.get(path)) is not None:
            return found.digest
        seen = self.files.get(path)
        if seen is None:
            return None
        stamp = self.stamps.get(path)
        if (
            stamp is not None
            and stamp.modified == seen.st_mtime_ns
            and stamp.changed == seen.st_ctime_ns
            and stamp.size == seen.st_size
            and stamp.inode == seen.st_ino
        ):
            self.proven[path] = stamp
            return stamp.digest
        return digest((self.folder / path).read_bytes())

    def look_again(self, paths: Iterable[str]) -> None:
        """Look at files that were written since."""
        for path in paths:
            self.proven.pop(path, None)
            with suppress(OSError):
                self.files[path] = os.lstat(self.folder / path)


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def look(folder: Path, stamps: Mapping[str, Stamp] | None = None, skip: Iterable[str] = ()) -> Disk:
    """Look at everything below a folder, following no links; ``skip`` are names of folders not looked into."""
    disk = Disk(folder, {}, set(), {}, stamps or {})
    skipped = frozenset(skip)
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            entries = os.scandir(os.path.join(folder, below))
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                if entry.is_file(follow_symlinks=False):
                    disk.files[path] = entry.stat(follow_symlinks=False)
                elif entry.is_dir(follow_symlinks=False):
                    if entry.name not in skipped:
                        disk.folders.add(path)
                        pending.append(path)
                else:
                    disk.odd[path] = "a symbolic link" if entry.is_symlink() else "no regular file"
    return disk


def stamp(disk: Disk, digests: Mapping[str, str]) -> dict[str, Stamp]:
    """Stamps for files whose content is known, but not for those that changed too recently to be sure."""
    settled = time.time_ns() - _SETTLED_NS
    stamps: dict[str, Stamp] = {}
    for path, known in digests.items():
        proven = disk.proven.get(path)
        if proven is not None and proven.digest == known:
            stamps[path] = proven
            continue
        seen = disk.files.get(path)
        if seen is not None and max(seen.st_mtime_ns, seen.st_ctime_ns) < settled:
            stamps[path] = Stamp(known, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
    return stamps
