"""Where reactions wait: beside the events, in a database of its own, and nobody's truth about what happened.

A desk keeps how far each policy has come, and the reactions that are not carried out yet. Several processes may work at
one desk: each reaction is handed to one of them at a time, and to another one if that one does not come back.

================  =====================================================================================================
``memory:``       in this process
``sqlite:FILE``   a file; ``sqlite:shop.db`` is the store's name, and ``shop.work.db`` the desk's
``postgresql:…``  the schema ``work`` in the store's database
================  =====================================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from factbook.errors import StoreUnfit
from factbook.reactions import Reaction

__all__ = ["Desk", "Refusal", "Standing", "open_desk"]


class Refusal(NamedTuple):
    """A command that a policy issued and that was refused, and why."""

    policy: str
    position: int
    command: str
    rejection: str
    at: datetime


class Standing(NamedTuple):
    """How a policy stands: how far it has come, how many of its reactions wait, and how many of these are parked."""

    position: int
    waiting: int
    parked: int


class Desk(Protocol):
    """Reactions that wait. May be used by several threads; every call is durable when it returns."""

    def cursors(self) -> Mapping[str, int]:
        """The position up to which each policy's reactions were put here."""
        ...

    def schedule(self, policies: Sequence[str], before: int, after: int, reactions: Sequence[Reaction]) -> bool:
        """Put reactions here and move cursors, if all still stand at ``before`` or are not known; else do nothing."""
        ...

    def claim(self, now: datetime, limit: int) -> list[Reaction]:
        """Reactions that are due, the first of each policy's lane, oldest first; nobody else gets them for a minute."""
        ...

    def keep(self, reaction: Reaction, *, held: bool) -> None:
        """Write a reaction down as it is; if it is not ``held``, others may claim it when it is due."""
        ...

    def finish(self, reaction: Reaction, refusals: Sequence[Refusal]) -> None:
        """Forget a reaction; keep the latest thousand refusals."""
        ...

    def next_due(self) -> datetime | None:
        """When the next reaction can be claimed: the first of a lane that is neither parked nor held."""
        ...

    def standings(self) -> dict[str, Standing]:
        """How each policy stands."""
        ...

    def parked(self) -> list[Reaction]:
        """What waits for a person, oldest first."""
        ...

    def refusals(self, limit: int) -> list[Refusal]:
        """The latest refusals, newest first."""
        ...

    def resume(self, policy: str, position: int, now: datetime) -> bool:
        """Let a parked reaction be tried again; false if there is none."""
        ...

    def drop(self, policy: str, position: int) -> bool:
        """Forget a parked reaction without carrying it out; false if there is none."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def open_desk(store_url: str) -> Desk:
    """The desk beside the store of this URL."""
    scheme, _, rest = store_url.partition(":")
    match scheme:
        case "memory":
            from .sqlite import SqliteDesk

            return SqliteDesk(":memory:")
        case "sqlite":
            from .sqlite import SqliteDesk

            return SqliteDesk(str(Path(rest.partition("?")[0]).with_suffix(".work.db")))
        case "postgresql" | "postgres":
            from .postgres import PostgresDesk

            return PostgresDesk(store_url)
        case _:
            raise StoreUnfit(f'there is no desk beside a store of the kind "{scheme}"')
