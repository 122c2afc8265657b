"""What SQLite reports, in the words of :mod:`factbook.errors`."""

from __future__ import annotations

from pathlib import Path

import apsw

from factbook.errors import OutcomeUnknown, StoreUnavailable

__all__ = ["unavailable", "uncertain"]


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
