"""Which appends travel together. Pure: what they are waited for with is the business of each twin.

An append waits for the disk, and the lock that keeps the order lets only one at a time wait. So all that come meanwhile
go together in the next statement, each for itself all or nothing. What touches another one of a group goes in the next
group, when the database knows what became of the first.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from factbook.errors import EventIdTaken, FactbookError
from factbook.queries import QueryItem
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Recorded

from .statements import Outcome, prepare

__all__ = ["Pending", "Queue", "again", "repeats", "settle"]

MOST_EVENTS: Final = 2_000
MOST_BYTES: Final = 8_000_000
"""How much goes together, unless a single append is larger."""


class Pending:
    """An append that waits for its answer."""

    __slots__ = ("answer", "blocker", "condition", "events", "position", "prepared")

    def __init__(self, events: Sequence[NewEvent], condition: AppendCondition | None) -> None:
        self.events = events
        self.condition = condition
        self.prepared = prepare(events, condition)
        self.answer: Appended | Conflict | FactbookError | None = None
        self.position = 0
        self.blocker: Pending | None = None

    @property
    def bytes(self) -> int:
        """About how much it is."""
        return sum(len(data) for _, data in self.prepared.columns)

    @property
    def doomed(self) -> bool:
        """Whether it will certainly not be recorded: what it touches was, beyond all that its condition allows."""
        if self.blocker is None or self.blocker.position == 0:
            return False
        first = self.blocker.position - len(self.blocker.events) + 1
        return self.condition is None or self.condition.after < first or _share_ids(self, self.blocker)

    def result(self) -> Appended | Conflict:
        """The answer; raises it if it is a fault."""
        if isinstance(self.answer, FactbookError):
            raise self.answer
        assert self.answer is not None
        return self.answer


class Queue:
    """Appends in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[Pending] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, pending: Pending) -> None:
        """One more."""
        self._waiting.append(pending)

    def __iter__(self) -> Iterator[Pending]:
        return iter(self._waiting)

    def clear(self) -> None:
        """Forget them."""
        self._waiting.clear()

    def take(self) -> list[Pending]:
        """The next ones that go together."""
        if len(self._waiting) == 1:
            return [self._waiting.popleft()]
        group: list[Pending] = []
        left: deque[Pending] = deque()
        seen = _Seen()
        events = size = 0
        for pending in self._waiting:
            events, size = events + len(pending.events), size + pending.bytes
            if group and (events > MOST_EVENTS or size > MOST_BYTES):
                left.append(pending)
                continue
            if (blocker := seen.touched_by(pending)) is not None:
                pending.blocker = blocker
                left.append(pending)
                continue
            if not pending.doomed:
                seen.add(pending)
            group.append(pending)
        self._waiting = left
        return group


def settle(group: Iterable[Pending], outcomes: Iterable[Outcome]) -> bool:
    """Give each its answer; whether anything was recorded."""
    recorded = False
    for pending, (kind, position) in zip(group, outcomes, strict=True):
        match kind:
            case "appended":
                pending.position = position
                pending.answer = Appended(position)
                recorded = True
            case "again":
                pending.answer = Appended(position, again=True)
            case "conflict":
                pending.answer = Conflict(position)
            case _:
                pending.answer = taken()
    return recorded


def taken() -> EventIdTaken:
    """What is answered where an id was used for something else."""
    return EventIdTaken("an event id is in the store already, with another type, other data or other tags")


def repeats(events: Sequence[NewEvent]) -> bool:
    """Whether an id stands twice in them; then they cannot be recorded, but they may be recorded already."""
    return len(events) > 1 and len({event.id for event in events}) < len(events)


def again(events: Sequence[NewEvent], found: Sequence[Recorded]) -> Appended:
    """The first answer, if these events are what was recorded then."""
    known = {one.id: one for one in found}
    for event in events:
        one = known.get(event.id)
        if one is None or (one.type, one.data, one.tags) != (event.type, event.data, event.tags):
            raise taken()
    return Appended(known[events[-1].id].position, again=True)


class _Seen:
    """The events of a group, by what may touch them."""

    def __init__(self) -> None:
        self._ids: dict[UUID, Pending] = {}
        self._tags: defaultdict[str, list[tuple[NewEvent, Pending]]] = defaultdict(list)
        self._types: dict[str, Pending] = {}
        self._first: Pending | None = None

    def add(self, pending: Pending) -> None:
        self._first = self._first or pending
        for event in pending.events:
            self._ids[event.id] = pending
            self._types[event.type] = pending
            for tag in event.tags:
                self._tags[tag].append((event, pending))

    def touched_by(self, pending: Pending) -> Pending | None:
        """One whose events are in the way of this one."""
        for event in pending.events:
            if event.id in self._ids:
                return self._ids[event.id]
        if pending.condition is None:
            return None
        query = pending.condition.query
        return self._first if query.everything else next(chain.from_iterable(map(self._meant, query.items)), None)

    def _meant(self, item: QueryItem) -> Iterator[Pending]:
        if not item.tags:
            yield from (self._types[one] for one in item.types if one in self._types)
        elif item.tags[0] in self._tags:
            yield from (pending for event, pending in self._tags[item.tags[0]] if item.matches(event.type, event.tags))


def _share_ids(one: Pending, other: Pending) -> bool:
    return not {event.id for event in one.events}.isdisjoint(event.id for event in other.events)
