"""Looks at a file of SQLite, and changes nothing: neither the file, nor what is beside it.

SQLite keeps a log (``shop.db-wal``) and shared memory (``shop.db-shm``) beside a file that is in use, and makes both
for who only reads, too. Where it may not, it does not read at all; where it may, they stay behind, and whoever has
looked owns them: others may then be unable to write. So a file without anything in its log is read as it stands,
without locks and without what lies beside it (SQLite calls that immutable). That is right for as long as nobody writes,
which is seen from outside, by the log and by the time of the file, after each question: if somebody has written, the
answer counts for nothing. A file with something in its log is read as SQLite reads it beside those who write.
"""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import apsw

from factbook.errors import StoreUnavailable, StoreUnfit

from .files import patience
from .mounts import network

__all__ = ["Look", "look", "looking"]

_TIMEOUT: Final = 10.0
"""For how many seconds others may keep a file locked."""

Standing: TypeAlias = tuple[int, ...]
"""What of a file changes whenever somebody writes to it."""


class Look(NamedTuple):
    """A connection that changes nothing, and how the file stood then, if it is read as it stands."""

    file: Path
    db: apsw.Connection
    standing: Standing | None

    def holds(self) -> bool:
        """Whether what was read is what was recorded: nobody has written meanwhile, or SQLite has seen to it."""
        return self.standing is None or self.standing == _standing(self.file)


def look(file: Path) -> Look:
    """Raises :class:`~factbook.errors.StoreUnfit`, or what SQLite itself raises."""
    if not file.is_file():
        raise StoreUnfit(f"{file}: there is no such file")
    if not os.access(file, os.R_OK):
        raise StoreUnfit(f"{file}: this process may not read it")
    standing = _standing(file)
    if standing is not None:
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        return Look(file, _set(apsw.Connection(f"{file.absolute().as_uri()}?immutable=1", flags=flags)), standing)
    log = f"{file.name}-wal"
    if kind := network(file.absolute().parent):
        raise StoreUnfit(
            f"{file}: {log} beside it holds something, and both are on a network file system ({kind}), on which they"
            " cannot be read together: copy both to a local disk, and look there"
        )
    db = _set(apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY))
    db.set_busy_handler(patience(_TIMEOUT))
    try:
        db.pragma("user_version")
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        db.close()
        raise StoreUnfit(
            f"{file}: {log} beside it holds what is not in the file yet, and cannot be read here, where this process"
            f" may not make a {file.name}-shm: copy {file.name} and {log} to a folder of your own, and look there"
        ) from None
    return Look(file, db, None)


def _set(db: apsw.Connection) -> apsw.Connection:
    db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)  # else a statement is planned anew whenever values are bound
    return db


@contextmanager
def looking(file: Path) -> Generator[apsw.Connection]:
    """A connection for a question or two; raises :class:`~factbook.errors.StoreUnavailable` if somebody has written."""
    seen = look(file)
    try:
        yield seen.db
    except apsw.Error:
        _hold(seen)
        raise
    else:
        _hold(seen)
    finally:
        seen.db.close()


def _hold(seen: Look) -> None:
    if not seen.holds():
        raise StoreUnavailable(f"{seen.file}: it was written to while it was looked at: look again")


def _standing(file: Path) -> Standing | None:
    """Nothing where it has to be read together with what is beside it, or where it is gone."""
    try:
        found = file.stat()
    except OSError:
        return None
    if any(_holds_something(file.with_name(f"{file.name}{ending}")) for ending in ("-wal", "-journal")):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _holds_something(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False
