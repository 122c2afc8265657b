"""What PostgreSQL and psycopg say when something goes wrong, in our words.

What matters is whether something may have been recorded. A server that says why it refused has recorded nothing. One
that falls silent while it should answer may have committed before.
"""

from __future__ import annotations

from typing import Final

import psycopg

from factbook.errors import FactbookError, OutcomeUnknown, StoreUnavailable, StoreUnfit

from .settings import Settings

__all__ = ["closed", "command", "fault", "one_of_them", "unreachable"]

NOT_SET_UP: Final = ("3F000", "42P01", "42883")
"""There is no such schema, table or function."""

BUSY: Final = "55P03"
INTERRUPTED: Final = ("57P", "08")
"""Classes of what a server says while it cuts a connection: an answer may have been on its way."""


def closed() -> StoreUnavailable:
    """The answer of a store that was closed."""
    return StoreUnavailable("the store is closed")


def unreachable(error: psycopg.Error, settings: Settings) -> FactbookError:
    """Why there is no connection."""
    said = settings.clean(str(error))
    state = getattr(error, "sqlstate", None) or ""
    if (
        state.startswith("28")
        or state == "3D000"
        or "password authentication failed" in said
        or "does not exist" in said
    ):
        return StoreUnfit(f"{settings.place} cannot be used: {said}")
    return StoreUnavailable(f"{settings.place} cannot be reached: {said}")


def fault(error: psycopg.Error, settings: Settings, appending: bool) -> FactbookError:
    """Why a statement was not answered."""
    state = error.sqlstate or ""
    said = settings.clean(str(error)) or type(error).__name__
    place = settings.place
    if not state or state.startswith(INTERRUPTED):
        if appending:
            return OutcomeUnknown(
                f"{place}: the answer to an append was lost ({said}); the same append again settles it"
            )
        return StoreUnavailable(f"{place}: the connection was lost: {said}")
    if state in NOT_SET_UP:
        return StoreUnfit(f"{place} is no store yet, or an older one; run: {command('init', settings)}")
    match state:
        case "FB001":
            return StoreUnfit(f"{place}: {said}")
        case "FB002" | "25006":
            return StoreUnfit(f"{place} is a replica, or read-only: decisions need the primary server")
        case "42501":
            return StoreUnfit(f"{place}: {said}; the role needs the rights named in docs/stores-postgres.md")
        case "55P03":
            seconds = settings.lock_timeout
            return StoreUnavailable(
                f"{place} is busy: others held the lock for more than {seconds:g} s; nothing was recorded"
            )
        case "40001":
            return StoreUnavailable(f"{place}: transactions got into each other's way ({said}); nothing was recorded")
        case _:
            refused = StoreUnavailable(f"{place}: {said} (SQLSTATE {state}); nothing was recorded")
            refused.sqlstate = state  # type: ignore[attr-defined]
            return refused


def one_of_them(error: FactbookError) -> bool:
    """Whether a group may have failed because of what stands in one of its appends; then each is sent by itself."""
    return isinstance(error, StoreUnavailable) and getattr(error, "sqlstate", "")[:2] in ("22", "23", "54")


def command(word: str, settings: Settings) -> str:
    """What to run, with the place of the store without secrets."""
    schema = "" if settings.schema == "factbook" else f"?schema={settings.schema}"
    return f"factbook store {word} --store '{settings.place}{schema}'"
