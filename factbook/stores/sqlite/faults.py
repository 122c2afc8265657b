"""What SQLite reports, in the words of :mod:`factbook.errors`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import apsw

from factbook.errors import OutcomeUnknown, StoreUnavailable

__all__ = ["PASSING", "unavailable", "uncertain"]

PASSING: Final = (
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.ConnectionClosedError,
    apsw.FullError,
    apsw.IOError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.ReadOnlyError,
)
"""What passes, or what an administrator has to see to: it has nothing to do with the statement."""


def unavailable(error: apsw.Error | UnicodeDecodeError, file: Path) -> StoreUnavailable:
    """Nothing was recorded, and this is why."""
    match error:
        case apsw.BusyError() | apsw.LockedError():
            why = "another process has locked it for too long"
        case apsw.FullError():
            why = "the disk is full; make room"
        case apsw.ConnectionClosedError():
            why = "it is closed"
        case apsw.ReadOnlyError():
            why = "it may not be written to"
        case apsw.CorruptError() | apsw.NotADBError() | UnicodeDecodeError():
            why = f"it is damaged ({error}); restore a backup"
        case _:
            why = str(error)
    return StoreUnavailable(f"{file}: {why}")


def uncertain(error: apsw.Error, file: Path) -> OutcomeUnknown:
    """It may be recorded, or not: the last step failed, and what reached the disk cannot be known."""
    return OutcomeUnknown(f"{file}: {error}; send it again with the same ids to settle it")
