"""Where reactions wait: beside the events, and nobody's truth about what happened.

A desk keeps how far each policy has come, and the reactions that are not carried out yet. Several processes may work at
one desk: each reaction is handed to one of them at a time, and to another one if that one does not come back.

A desk belongs to the events that it has seen. :func:`check` finds one that was left over from others, as when a store
was deleted, or replaced by a backup, and what is beside it was not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from .beside import Beside, open_beside
from .errors import StoreUnfit
from .reactions import Issued, Reaction, Seen
from .stores import Store

__all__ = ["Desk", "Refusal", "Standing", "check", "open_desk"]

_TABLES: Final = (
    """create table if not exists {0}cursors (
        policy text primary key,
        position bigint not null
    )""",
    """create table if not exists {0}reactions (
        policy text not null,
        position bigint not null,
        lane text not null,
        due_at bigint not null,
        issued text,
        done integer not null default 0,
        tries integer not null default 0,
        reason text,
        parked integer not null default 0,
        held_until bigint not null default 0,
        primary key (policy, position)
    )""",
    "create index if not exists reactions_due on {0}reactions (parked, due_at, position)",
    "create index if not exists reactions_lane on {0}reactions (policy, lane, parked, position)",
    "create index if not exists reactions_held on {0}reactions (held_until) where held_until <> 0",
    """create table if not exists {0}refusals (
        at bigint not null,
        policy text not null,
        position bigint not null,
        command text not null,
        rejection text not null
    )""",
    "create index if not exists refusals_at on {0}refusals (at)",
    """create table if not exists {0}seen (
        one integer primary key check (one = 1),
        position bigint not null,
        event text not null
    )""",
)
"""Times are microseconds since 1970. What is asked most is whether something is due, and what is first in its lane."""

HELD: Final = timedelta(seconds=20)
REFUSALS: Final = 1_000
_COLUMNS: Final = "policy, position, lane, due_at, issued, done, tries, reason, parked"
_FIRST: Final = (
    "parked = 0 and not exists (select 1 from {0}reactions as earlier where earlier.policy = one.policy"
    " and earlier.lane = one.lane and earlier.parked = 0 and earlier.position < one.position)"
)
"""It is the first of its lane."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_issued: Final = msgspec.json.Decoder(tuple[Issued, ...]).decode


class Refusal(NamedTuple):
    """A command that a policy issued and that was refused, and why."""

    policy: str
    position: int
    command: str
    rejection: str
    at: datetime


class Standing(NamedTuple):
    """How a policy stands: how far it has come, how many of its reactions wait, and how many are parked."""

    position: int
    waiting: int
    parked: int


class Desk:
    """Reactions that wait, in a database. May be used by several threads; every call is durable when it returns."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self.name = beside.name
        self._transaction, self._run, self._run_many = beside.transaction, beside.run, beside.run_many

    def close(self) -> None:
        """Let go of the database."""
        self._beside.close()

    def cursors(self) -> Mapping[str, int]:
        """The position up to which each policy's reactions were put here."""
        with self._transaction():
            return dict(self._run("select policy, position from {0}cursors"))

    def seen(self) -> Seen | None:
        """The newest event that was looked at, if there was one."""
        with self._transaction():
            found = self._run("select position, event from {0}seen")
        return Seen(found[0][0], UUID(found[0][1])) if found else None

    def schedule(
        self,
        policies: Sequence[str],
        before: int,
        after: int,
        reactions: Sequence[Reaction],
        seen: Seen | None = None,
    ) -> bool:
        """Put reactions here and move cursors, if all still stand at ``before`` or are not known; else do nothing.

        ``seen`` is the last event that was looked at for it.
        """
        with self._transaction():
            known = dict(self._run("select policy, position from {0}cursors"))
            if any(known.get(policy, before) != before for policy in policies):
                return False
            self._run_many(
                "insert into {0}cursors (policy, position) values (?, ?)"
                " on conflict (policy) do update set position = excluded.position",
                [(policy, after) for policy in policies],
            )
            self._run_many(
                "insert into {0}reactions (policy, position, lane, due_at) values (?, ?, ?, ?)",
                [(one.policy, one.position, one.lane, _micros(one.due_at)) for one in reactions],
            )
            if seen is not None:
                self._run(
                    "insert into {0}seen (one, position, event) values (1, ?, ?)"
                    " on conflict (one) do update set position = excluded.position, event = excluded.event",
                    (seen.position, str(seen.event)),
                )
            return True

    def claim(self, now: datetime, limit: int) -> list[Reaction]:
        """Reactions that are due, the first of each lane, oldest first; for 20 seconds nobody else gets them."""
        moment = _micros(now)
        with self._transaction():
            rows = self._run(
                f"select {_COLUMNS} from {{0}}reactions as one where {_FIRST} and due_at <= ? and held_until <= ?"
                " order by due_at, position limit ?",
                (moment, moment, limit),
            )
            self._run_many(
                "update {0}reactions set held_until = ? where policy = ? and position = ?",
                [(moment + HELD // _MICROSECOND, row[0], row[1]) for row in rows],
            )
        return list(map(_reaction, rows))

    def keep(self, reaction: Reaction, *, held: bool) -> None:
        """Write a reaction down as it is; if it is not ``held``, others may claim it when it is due."""
        issued = None if reaction.issued is None else msgspec.json.encode(reaction.issued).decode()
        with self._transaction():
            self._run(
                "update {0}reactions set due_at = ?, issued = ?, done = ?, tries = ?, reason = ?, parked = ?,"
                f" held_until = {'held_until' if held else '0'} where policy = ? and position = ?",
                (
                    _micros(reaction.due_at),
                    issued,
                    reaction.done,
                    reaction.tries,
                    reaction.reason,
                    int(reaction.parked),
                    reaction.policy,
                    reaction.position,
                ),
            )

    def finish(self, reaction: Reaction, refusals: Sequence[Refusal]) -> None:
        """Forget a reaction; keep the latest thousand refusals."""
        with self._transaction():
            self._run(
                "delete from {0}reactions where policy = ? and position = ?", (reaction.policy, reaction.position)
            )
            if refusals:
                self._run_many(
                    "insert into {0}refusals (at, policy, position, command, rejection) values (?, ?, ?, ?, ?)",
                    [(_micros(one.at), one.policy, one.position, one.command, one.rejection) for one in refusals],
                )
                self._run(
                    "delete from {0}refusals where at < (select min(at) from"
                    " (select at from {0}refusals order by at desc limit ?) as latest)",
                    (REFUSALS,),
                )

    def next_due(self) -> datetime | None:
        """When the next reaction can be claimed: the first of a lane that is neither parked nor held."""
        with self._transaction():
            waiting = self._run(
                f"select due_at from {{0}}reactions as one where {_FIRST} and held_until = 0"
                " order by due_at, position limit 1"  # the first in the index: there may be many that are due in days
            )
            held = self._run(  # what is held was the first of its lane, and is not parked
                "select case when held_until > due_at then held_until else due_at end"
                " from {0}reactions where held_until <> 0"
            )
        return min((_time(due) for (due,) in (*waiting, *held)), default=None)

    def standings(self) -> dict[str, Standing]:
        """How each policy stands."""
        with self._transaction():
            rows = self._run(
                "select c.policy, c.position,"
                " (select count(*) from {0}reactions as r where r.policy = c.policy and r.parked = 0),"
                " (select count(*) from {0}reactions as r where r.policy = c.policy and r.parked = 1)"
                " from {0}cursors as c order by c.policy"
            )
        return {policy: Standing(*rest) for policy, *rest in rows}

    def parked(self) -> list[Reaction]:
        """What waits for a person, oldest first."""
        with self._transaction():
            rows = self._run(f"select {_COLUMNS} from {{0}}reactions where parked = 1 order by position, policy")
        return list(map(_reaction, rows))

    def failing(self, limit: int) -> list[Reaction]:
        """What failed and will be tried again, the oldest first."""
        with self._transaction():
            rows = self._run(
                f"select {_COLUMNS} from {{0}}reactions where parked = 0 and tries > 0"
                " order by position, policy limit ?",
                (limit,),
            )
        return list(map(_reaction, rows))

    def refusals(self, limit: int) -> list[Refusal]:
        """The latest refusals, newest first."""
        with self._transaction():
            rows = self._run(
                "select policy, position, command, rejection, at from {0}refusals order by at desc limit ?", (limit,)
            )
        return [Refusal(policy, position, command, why, _time(at)) for policy, position, command, why, at in rows]

    def resume(self, policy: str, position: int, now: datetime) -> bool:
        """Let a parked reaction be tried again; false if there is none."""
        return self._parked_one(
            "update {0}reactions set parked = 0, tries = 0, held_until = 0, due_at = ?"
            " where policy = ? and position = ? and parked = 1 returning 1",
            (_micros(now), policy, position),
        )

    def resume_all(self, policy: str, now: datetime) -> int:
        """Let everything of a policy that is parked be tried again; answers how much that is."""
        with self._transaction():
            found = self._run(
                "update {0}reactions set parked = 0, tries = 0, held_until = 0, due_at = ?"
                " where policy = ? and parked = 1 returning 1",
                (_micros(now), policy),
            )
        return len(found)

    def drop(self, policy: str, position: int) -> bool:
        """Forget a parked reaction without carrying it out; false if there is none."""
        return self._parked_one(
            "delete from {0}reactions where policy = ? and position = ? and parked = 1 returning 1", (policy, position)
        )

    def _parked_one(self, sql: str, values: Sequence[object]) -> bool:
        with self._transaction():
            return bool(self._run(sql, values))


def _reaction(row: tuple[Any, ...]) -> Reaction:
    policy, position, lane, due_at, issued, done, tries, reason, parked = row
    return Reaction(
        policy=policy,
        position=position,
        lane=lane,
        due_at=_time(due_at),
        issued=None if issued is None else _issued(issued),
        done=done,
        tries=tries,
        reason=reason,
        parked=bool(parked),
    )


def _micros(time: datetime) -> int:
    return (time - _EPOCH) // _MICROSECOND


def _time(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND


def open_desk(store_url: str, *, read_only: bool = False) -> Desk:
    """The desk beside the store of a URL, or with ``read_only`` what is on it, which then nobody changes here.

    Raises :class:`~factbook.errors.StoreUnfit`.
    """
    return Desk(open_beside(store_url, "work", _TABLES, read_only=read_only))


def check(desk: Desk, store: Store) -> None:
    """Raise :class:`~factbook.errors.StoreUnfit` unless a desk belongs to the events of this store.

    On another one's, policies would pass over what is new until they have come as far as they were, and react to events
    that happen to stand where theirs stood.
    """
    seen, farthest = desk.seen(), max(desk.cursors().values(), default=0)
    if farthest <= store.wait(-1, 0) and (
        seen is None or [seen.position] == [event.position for event in store.find([seen.event])]
    ):
        return
    raise StoreUnfit(
        f"{desk.name} holds what policies have to do about other events than those of {store!r}: it has come to"
        f" position {farthest}, and what it saw there is not in this store. Was the store deleted, copied or put back"
        f" from a backup? Then remove {desk.name}, too: all policies begin again with the first event, and what they"
        " have recorded is not recorded twice"
    )
