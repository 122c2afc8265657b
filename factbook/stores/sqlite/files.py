"""The file: whether it can be a store, how it is opened, and what is in it.

``event`` holds the events. ``tagged`` and ``segment`` are an index of their tags (:mod:`.segments`), which could be
made again from the events at any time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from shlex import quote
from typing import Final
from urllib.parse import quote as in_url

import apsw

from factbook.errors import StoreUnfit

from .database import Database
from .mounts import network
from .sides import belongs

__all__ = ["APPLICATION", "Durability", "connect", "fit", "fit_library", "patience", "prepare", "refuse_side", "unfit"]


class Durability(Enum):
    """What is certain when an append has been answered."""

    FULL = "full"
    """It is on the disk; a power failure loses nothing."""
    NORMAL = "normal"
    """It survives the end of the process; a power failure may lose the last appends, the newest ones first."""


APPLICATION: Final = 0x66626F6B
"""What the header of the file says about whose it is: ``fbok``."""

_SOUND: Final = (3, 51, 3)
"""SQLite before it may, in rare cases, overwrite a part of the log that is needed (the "WAL-reset bug")."""

_SCHEMA: Final = """\
CREATE TABLE event (
    position INTEGER PRIMARY KEY, -- in the order of commits, from 1, without a gap
    type TEXT NOT NULL,           -- ordering.OrderPlaced
    version INTEGER NOT NULL,
    data BLOB NOT NULL,           -- JSON, as UTF-8
    id BLOB NOT NULL UNIQUE,      -- 16 bytes
    tags BLOB NOT NULL,           -- a JSON array
    metadata BLOB NOT NULL        -- JSON
) STRICT;
CREATE INDEX event_type ON event (type);
CREATE TABLE segment (
    number INTEGER PRIMARY KEY,
    level INTEGER NOT NULL,
    first INTEGER NOT NULL,       -- covers the events from this position
    last INTEGER NOT NULL,        -- to this one
    state INTEGER NOT NULL        -- 0 live, 1 being built, 2 left
) STRICT;
CREATE UNIQUE INDEX live ON segment (first) WHERE state = 0;
CREATE TABLE tagged (
    segment INTEGER NOT NULL,
    tag TEXT NOT NULL,
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (segment, tag, position)
) STRICT, WITHOUT ROWID;
"""

_NOTES: Final = """\
CREATE TABLE note (
    about TEXT PRIMARY KEY,       -- 'tags': by which rules the events have theirs
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_MAPPED: Final = 1 << 40
"""Bytes; SQLite takes as much of it as there is, and as it was built for."""

_STEP: Final = 0.0003
"""Seconds between two tries to get a lock."""

_STEPS: Final = (_SCHEMA, _NOTES)
"""What leads from each version of the schema to the next; version 0 is an empty file."""


def connect(file: Path, durability: Durability, timeout: float, mapped: bool = False) -> Database:
    """A connection to a file that :func:`prepare` has looked at.

    What is ``mapped`` into memory is read faster, and never written that way.
    """
    connection = apsw.Connection(str(file), statementcachesize=200)
    connection.set_busy_handler(patience(timeout))
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)  # else a statement is planned anew whenever values are bound
    return _set(connection, durability, mapped)


def _set(db: Database, durability: Durability, mapped: bool) -> Database:
    db.pragma("synchronous", durability.value)
    db.pragma("cache_size", -8_000)
    db.pragma("wal_autocheckpoint", 2_000)
    db.pragma("mmap_size", _MAPPED if mapped else 0)
    return db


def patience(timeout: float) -> Callable[[int], bool]:
    """Waits for a lock in short steps; those that SQLite would take by itself become long, and others go first."""
    began = 0.0

    def again(tries: int) -> bool:
        nonlocal began
        now = time.monotonic()
        if tries == 0:
            began = now
        elif now - began > timeout:
            return False
        time.sleep(_STEP)
        return True

    return again


def prepare(file: Path, durability: Durability, timeout: float) -> Database:
    """Make or upgrade what is needed, and answer the connection that writes; raises ``StoreUnfit``."""
    fit_library()
    _look(file)
    db: Database | None = None
    try:
        db = connect(file, durability, timeout)
        return _prepared(db, file, durability)
    except (apsw.Error, StoreUnfit) as error:
        if db is not None:
            db.close()
        raise error if isinstance(error, StoreUnfit) else unfit(error, file) from None


def fit_library() -> None:
    """Raises ``StoreUnfit`` if the SQLite library may lose something."""
    if tuple(map(int, apsw.sqlite_lib_version().split("."))) < _SOUND:
        raise StoreUnfit(
            f"SQLite {apsw.sqlite_lib_version()} may lose what was recorded (the WAL-reset bug, mended in 3.51.3):"
            " upgrade the package apsw"
        )


def refuse_side(file: Path) -> None:
    """Raises ``StoreUnfit`` for a name that says that the file belongs to another store."""
    if owner := belongs(file):
        raise StoreUnfit(
            f"{file}: a file of this name belongs to the store {owner} beside it, and cannot be one itself: name"
            " another file, or give this one another name"
        )


def _look(file: Path) -> None:
    """What can be known without SQLite."""
    refuse_side(file)
    folder = file.absolute().parent
    if not folder.is_dir():
        raise StoreUnfit(f"{file}: there is no folder {folder}: create it, or name another one")
    if file.is_dir():
        raise StoreUnfit(f"{file}: this is a folder: name a file in it")
    if kind := network(folder):
        raise StoreUnfit(
            f"{file}: {folder} is on a network file system ({kind}), on which SQLite loses data: use a local disk, or"
            " postgresql://… for several machines"
        )
    if not os.access(folder, os.W_OK) or (file.exists() and not os.access(file, os.R_OK | os.W_OK)):
        raise StoreUnfit(f"{file}: this process may not write there; both the file and its folder have to be writable")


def _prepared(db: Database, file: Path, durability: Durability) -> Database:
    db.execute("BEGIN")
    _claim(db, file)
    db.execute("COMMIT")
    if (mode := db.pragma("journal_mode", "wal")) != "wal":
        raise StoreUnfit(f"{file}: SQLite cannot keep a write-ahead log here (it says {mode}): use a local disk")
    kept = db.pragma("synchronous")
    if kept != (2 if durability is Durability.FULL else 1):
        raise StoreUnfit(f"{file}: SQLite does not keep its promise to write at once (synchronous is {kept})")
    if db.pragma("user_version") < len(_STEPS):
        db.execute("BEGIN IMMEDIATE")
        _claim(db, file)  # it may have become somebody's meanwhile
        _upgrade(db)
        db.execute("COMMIT")
    return db


def _claim(db: Database, file: Path) -> None:
    """Whose file it is, in one transaction, and whether this code knows its schema."""
    owner, version = db.pragma("application_id"), db.pragma("user_version")
    if owner == APPLICATION:
        if version > len(_STEPS):
            raise StoreUnfit(
                f"{file}: a newer factbook made this store (schema {version}; this one knows {len(_STEPS)}):"
                " upgrade factbook"
            )
    elif owner or version or db.execute("SELECT 1 FROM sqlite_schema").get:
        raise StoreUnfit(f"{file}: this is another program's database: name another file")


def fit(db: Database, file: Path) -> None:
    """Raises ``StoreUnfit`` unless this is a store of today, which nobody has to upgrade before it is read."""
    _claim(db, file)
    if (version := db.pragma("user_version")) == 0:
        raise StoreUnfit(
            f"{file}: there is nothing in this file ({file.stat().st_size:,} bytes), so it is no store: look at the"
            " name, or at the copy that it was made by; the first `factbook send` to it makes it one"
        )
    if version < len(_STEPS):
        raise StoreUnfit(
            f"{file}: this store has an older form ({version}; this factbook reads {len(_STEPS)}), and looking at it"
            f" changes nothing: run `factbook store upgrade --store {quote(f'sqlite:{in_url(str(file))}')}`, on a copy"
            " if it has to stay as it is"
        )


def _upgrade(db: Database) -> None:
    for step in _STEPS[db.pragma("user_version") :]:
        db.execute(step)
    db.pragma("application_id", APPLICATION)
    db.pragma("user_version", len(_STEPS))


def unfit(error: apsw.Error | UnicodeDecodeError, file: Path) -> StoreUnfit:
    """Why there is no connection."""
    match error:
        case apsw.NotADBError():
            return StoreUnfit(f"{file}: this is not a database: name another file")
        case apsw.BusyError():
            return StoreUnfit(f"{file}: another process has locked it: wait until it has ended")
        case _:
            return StoreUnfit(f"{file}: cannot be opened: {error}")
