"""A disk on which writing and syncing fail when they are told to: a VFS of SQLite, in Python."""

# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false, reportUnknownArgumentType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from random import Random
from typing import Any

import apsw
from attrs import define, field

NAME = "faulty"


class Broken(apsw.IOError):
    """An I/O error of some kind."""

    def __init__(self, kind: int) -> None:
        super().__init__("the disk is broken")
        self.result, self.extendedresult = apsw.SQLITE_IOERR, kind


@define
class Disk:
    """Fails one in so many times, while it is ``armed``."""

    chance: Random
    armed: bool = False
    rate: float = 0.05
    faults: list[str] = field(factory=list[str])

    def write(self) -> None:
        if self._fails():
            full = self.chance.random() < 0.5
            self.faults.append("full" if full else "write")
            raise apsw.FullError("the disk is full") if full else Broken(apsw.SQLITE_IOERR_WRITE)

    def sync(self) -> None:
        if self._fails():
            self.faults.append("sync")
            raise Broken(apsw.SQLITE_IOERR_FSYNC)

    def _fails(self) -> bool:
        return self.armed and self.chance.random() < self.rate


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self.disk = disk
        super().__init__("unix", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802  # SQLite calls it so
        self.disk.write()
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.sync()
        super().xSync(flags)


class _Files(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__(NAME, "unix", makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self.disk, name, flags)

    def excepthook(self, etype: Any, evalue: Any, etraceback: Any) -> bool:
        return True


@contextmanager
def faulty(disk: Disk) -> Generator[None]:
    """What is opened meanwhile is on this disk."""
    files = _Files(disk)
    try:
        yield
    finally:
        files.unregister()
