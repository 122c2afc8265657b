"""Writes to the file: what several threads append at the same time goes into one transaction.

Whoever comes first leads: it takes all requests that wait, checks the condition of each in turn, records them, commits
once, and hands over to the first that has come meanwhile. What is wrong with one request does not touch the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Final, TypeAlias

import apsw
import msgspec
from attrs import define, field

from factbook.errors import EventIdTaken, EventTooLarge, OutcomeUnknown, StoreUnavailable
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Recorded

from . import faults, fresh, reading, segments
from .database import Database
from .fresh import Fresh
from .window import Window, select

__all__ = ["Request", "Writer", "insert"]

_TOGETHER: Final = 1_000
"""How many requests go into one transaction at most."""

_MOVES: Final = 16
"""How often an entry of the index is moved at most, until it is in its place: twice at each of eight levels."""

_SOME: Final = (64, 16, 4, 1)
"""How many events go into one statement, most first.

For each statement Python's lock is let go and waited for, so a statement for each event would take longer, the more
threads send: each of them would go on with its own work in between.
"""

_INSERTS: Final = {some: f"INSERT INTO event VALUES {', '.join(['(?, ?, ?, ?, ?, ?, ?)'] * some)}" for some in _SOME}

_FAULTY: Final = (apsw.ConstraintError, apsw.TooBigError, TypeError, ValueError, OverflowError)
"""What is raised about an event that cannot be kept, or is there already."""

Row: TypeAlias = tuple[str, int, bytes, bytes, bytes, bytes]
"""An event as a row, without its position."""


@define(eq=False)
class Request:
    """An append that waits. ``done`` is called when there is an answer, or when it has to lead."""

    rows: list[Row]
    tags: int
    condition: AppendCondition | None
    done: Callable[[], object]
    answer: Appended | Conflict | Exception | None = None

    @classmethod
    def of(cls, events: Sequence[NewEvent], condition: AppendCondition | None, done: Callable[[], object]) -> Request:
        """With everything done that can be done before it is its turn."""
        if not events:
            raise ValueError("nothing to append")
        return cls([_row(event) for event in events], sum(len(event.tags) for event in events), condition, done)

    def result(self) -> Appended | Conflict:
        """The answer, once there is one; raises it if it is a fault."""
        if isinstance(self.answer, Exception):
            raise self.answer
        assert self.answer is not None
        return self.answer


def _told(error: Exception, rows: Sequence[Row]) -> Exception:
    """What is said about events that cannot be kept."""
    if not isinstance(error, apsw.TooBigError):
        return error
    kind, size = max(((kind, sum(map(len, parts))) for kind, _, *parts in rows), key=itemgetter(1))
    return EventTooLarge(
        f"nothing was recorded: {kind} has {size:,} bytes, more than SQLite keeps in a row; keep it elsewhere,"
        " and in the event where that is"
    )


def _row(event: NewEvent) -> Row:
    return event.type, event.version, event.data, event.id.bytes, msgspec.json.encode(event.tags), event.metadata


def insert(db: Database, rows: Sequence[Recorded]) -> None:
    """Keep events, all or, where it raises something, perhaps some."""
    start = 0
    for some in _SOME:
        while len(rows) - start >= some:
            db.execute(_INSERTS[some], tuple(chain.from_iterable(rows[start : start + some])))
            start += some


@define(eq=False)
class Writer:
    """The one connection of this process that writes. ``grown`` is called after each commit."""

    file: Path
    window: Window
    connect: Callable[[], Database]
    grown: Callable[[], object]
    _db: Database | None
    _waiting: deque[Request] = field(init=False, factory=deque[Request])
    _lock: Lock = field(init=False, factory=Lock)
    _led: bool = field(init=False, default=False)
    _closed: bool = field(init=False, default=False)
    _owed: int = field(init=False, default=0)

    def submit(self, request: Request) -> bool:
        """Let a request wait; says whether the caller has to :meth:`lead`, since nobody else does."""
        with self._lock:
            if self._closed:
                raise StoreUnavailable(f"{self.file}: the store is closed")
            self._waiting.append(request)
            leads, self._led = not self._led, True
        return leads

    def lead(self) -> Request | None:
        """Answer what waits, and what has come first meanwhile, if anything: then somebody has to lead again."""
        with self._lock:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER))]
        try:
            self._record(group)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for request in group:
                if request.answer is None:  # only an interrupt leads here
                    request.answer = OutcomeUnknown(f"{self.file}: the process was interrupted while it recorded this")
                request.done()
        return following

    def close(self) -> None:
        """End what was begun, and take nothing more."""
        turn = Lock()
        turn.acquire()
        last = Request([], 0, None, turn.release)
        with suppress(StoreUnavailable):
            leads = self.submit(last)
            self._closed = True
            if not leads:
                turn.acquire()
            if last.answer is None:
                self.lead()
            self._disconnect()

    # One transaction -------------------------------------------------------------------------------------------------

    def _record(self, group: Sequence[Request]) -> None:
        try:
            db = self._db = self._db or self.connect()
            db.execute("BEGIN IMMEDIATE")
            head = reading.head(db)
            transaction = _answered(group, db, self.window.upto(db, head), head)
            if not transaction.rows:
                db.execute("ROLLBACK")
                return
            indexed = self._index(transaction, sum(request.tags for request in group))
        except (apsw.Error, UnicodeDecodeError) as error:  # or a text in the file is damaged
            self._give_up(group, faults.unavailable(error, self.file))
            return
        try:
            db.execute("COMMIT")
        except apsw.Error as error:
            self._settle(group, transaction.rows[0].raw_id, error)
        else:
            self.window.grow(transaction.rows, indexed)
            self.grown()

    def _settle(self, group: Sequence[Request], first: bytes, error: apsw.Error) -> None:
        """Find out what became of a commit that failed: all of it may be on the disk, and be found after a crash.

        It is gone for certain once something else was committed, since that takes its place in the log.
        """
        self._disconnect()
        try:
            db = self._db = self.connect()
            db.execute("BEGIN IMMEDIATE")
            there = reading.at_ids(db, [first], reading.head(db))
            db.pragma("user_version", db.pragma("user_version"))
            db.execute("COMMIT")
        except apsw.Error:
            self._give_up(group, faults.uncertain(error, self.file))
        else:
            if not there:
                self._give_up(group, faults.unavailable(error, self.file))

    def _index(self, transaction: _Transaction, tags: int) -> int | None:
        """Keep the index of tags in order; answers up to where it is on disk, if that has changed."""
        db = transaction.db
        self._owed += tags * _MOVES
        while self._owed >= segments.CHUNK:
            self._owed = self._owed - segments.CHUNK if segments.work(db) else 0
        if not transaction.full:
            return None
        segments.flush(db, transaction.head, transaction.fresh.damaged)
        return transaction.head

    def _give_up(self, group: Sequence[Request], fault: Exception) -> None:
        """Nothing of the group is recorded, as far as can be known; the next one begins with a new connection."""
        for request in group:
            request.answer = fault
        self._disconnect()

    def _disconnect(self) -> None:
        if self._db is not None:
            with suppress(apsw.Error):
                self._db.close()
        self._db = None


def _answered(group: Sequence[Request], db: Database, fresh: Fresh, head: int) -> _Transaction:
    """All answers, and what is written with them.

    If an event of one request cannot be kept, everything is done again, and each is written apart: only so it is known
    which one, and that the others do not depend on it.
    """
    transaction = _Transaction(db, fresh, head)
    try:
        for request in group:
            request.answer = transaction.answer(request)
        transaction.write()
    except _FAULTY:
        transaction.take_back(head)
        transaction.apart = True
        for request in group:
            request.answer = transaction.answer(request)
    return transaction


@define(eq=False)
class _Transaction:
    """What one transaction adds to the events, ``fresh`` among them, that are there.

    All of it is written at once, or the events of each request ``apart``.
    """

    db: Database
    fresh: Fresh
    head: int
    apart: bool = False
    rows: list[Recorded] = field(init=False, factory=list[Recorded])
    _written: int = field(init=False, default=0)
    _staged: Fresh | None = field(init=False, default=None)

    @property
    def full(self) -> bool:
        """Whether memory holds enough."""
        return self.fresh.full or len(self.fresh.events) + len(self.rows) >= fresh.MANY

    def staged(self) -> Fresh:
        """What was added, found by tag and type."""
        if self._staged is None:
            self._staged = Fresh(self.head - len(self.rows))
        self._staged.add(self.rows[len(self._staged.events) :])
        return self._staged

    def answer(self, request: Request) -> Appended | Conflict | Exception:
        """Take in what is requested, if its condition holds.

        What is wrong with its events is an answer if they are written apart; else it is raised, here or later.
        """
        if request.condition is not None and (offender := self._offender(request.condition)):
            try:
                return self._again(request.rows) or Conflict(offender)
            except EventIdTaken as fault:
                return fault
        before = self.head
        self.rows += [reading.recorded((position, *row)) for position, row in enumerate(request.rows, before + 1)]
        self.head += len(request.rows)
        if self.apart:
            try:
                self.write()
            except _FAULTY as error:
                self.take_back(before)
                try:
                    return self._again(request.rows) or _told(error, request.rows)
                except EventIdTaken as fault:
                    return fault
        return Appended(self.head)

    def write(self) -> None:
        """Write what was taken in."""
        insert(self.db, self.rows[self._written :])
        self._written = len(self.rows)

    def take_back(self, head: int) -> None:
        """Forget everything beyond this position."""
        self.db.execute("DELETE FROM event WHERE position > ?", (head,))
        del self.rows[len(self.rows) - (self.head - head) :]
        self._written, self.head, self._staged = len(self.rows), head, None

    def _offender(self, condition: AppendCondition) -> int | None:
        """The first event that is in the way."""
        query, after = condition.query, condition.after
        if found := select(self.db, self.fresh, query, after, self.fresh.head, limit=1):
            return found[0].position
        return next(iter(self.staged().find(query, after, self.head)), None) if self.rows else None

    def _again(self, rows: Sequence[Row]) -> Appended | None:
        """The first answer, if these events are there already; raises ``EventIdTaken`` if they are, but not just so."""
        self.write()
        ids = [row[3] for row in rows]
        found = {event.raw_id: event for event in reading.at_ids(self.db, ids, self.head)}
        if not found and len(set(ids)) == len(ids):
            return None
        recorded = [found[one] for one in ids if one in found]
        if [(row[3], row[0], row[2], row[4]) for row in rows] != [
            (event.raw_id, event.type, event.data, event.raw_tags) for event in recorded
        ]:
            raise EventIdTaken("an event id is in the store already, with another type, other data or other tags")
        return Appended(recorded[-1].position, again=True)
