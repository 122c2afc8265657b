"""A store beside the definition: whatever is asked, both answer the same."""

from __future__ import annotations

from typing import Any, Final

from attrs import define, field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from factbook.errors import EventIdTaken
from factbook.queries import ALL, NOTHING, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent
from factbook.stores import Store

from ._contract import Contract
from ._events import kept, meant, new, written

__all__ = ["Modelled"]


PHASES: Final = (Phase.generate, Phase.shrink)
"""Without the phase that explains a failure, which takes minutes on a store."""


@frozen
class Append:
    """Append events, given by type and tags, under a condition on what the decision saw."""

    events: list[tuple[str, tuple[str, ...]]]
    query: Query | None
    back: int


@frozen
class Again:
    """Append an earlier batch again, perhaps with something changed or left out."""

    back: int
    change: str


@frozen
class Look:
    """Read a query between two places, from one end or the other."""

    query: Query
    after: int
    until: int | None
    limit: int | None
    backwards: bool


TYPES: Final = ("A", "B", "a")
TAGS: Final = ("x:1", "x:10", "X:1")

types = st.sampled_from([(), (), ("A",), ("B",), ("A", "B"), ("a", "B"), ("A", "A")])
tags = st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple)
items = st.tuples(types, st.just(()) | tags).filter(any).map(lambda item: QueryItem(*item))
some = st.lists(items, min_size=1, max_size=3).map(lambda some: Query(tuple(some)))
queries = some | some | st.sampled_from([ALL, NOTHING])
places = st.just(99) | st.integers(0, 12)
events = st.tuples(st.sampled_from(TYPES), tags)
pasts = st.builds(Append, st.lists(events, min_size=1, max_size=12), st.none(), st.just(0))
steps = st.lists(
    st.builds(
        Append,
        st.lists(events, min_size=1, max_size=3),
        st.none() | queries,
        places,
    )
    | st.builds(
        Again, places, st.sampled_from(["nothing", "nothing", "data", "type", "tags", "one left out", "one more"])
    )
    | st.builds(Look, queries, places, st.none() | places, st.none() | st.integers(0, 4), st.booleans()),
    min_size=5,
    max_size=20,
)


@define
class Definition:
    """What a store is, in the fewest words: a list. ``base`` is where it begins, for stores that are used before."""

    base: int
    log: list[tuple[int, NewEvent]] = field(factory=list[tuple[int, NewEvent]])
    batches: list[tuple[list[NewEvent], int]] = field(factory=list[tuple[list[NewEvent], int]])

    def place(self, back: int) -> int:
        """The position of the event so far from the end, or where everything began."""
        return self.log[-back][0] if 0 < back <= len(self.log) else self.base if back else self.end

    @property
    def end(self) -> int:
        """Where the log ends."""
        return self.log[-1][0] if self.log else self.base

    def offender(self, condition: AppendCondition | None) -> int | None:
        """The first event that is in the way of a condition."""
        if condition is None:
            return None
        found = (at for at, event in self.log if at > condition.after and meant(condition.query, event))
        return next(found, None)

    def read(self, query: Query, after: int, until: int | None, limit: int | None, backwards: bool) -> list[NewEvent]:
        """What is to be read."""
        found = [event for at, event in self.log if after < at and (until is None or at <= until)]
        found = [event for event in found if meant(query, event)]
        return (found[::-1] if backwards else found)[:limit]


class Modelled(Contract):
    """Hypothesis asks, and shows the shortest sequence of questions that tells the two apart."""

    def test_it_answers_what_the_definition_answers(self, store: Store) -> None:
        """Any sequence of appends, repetitions and reads."""

        @settings(
            max_examples=60 * self.effort,
            phases=PHASES,
            database=None,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],  # a busy machine is nothing to fail for
        )
        @given(pasts, steps)
        def answers_the_same(past: Append, steps: list[Append | Again | Look]) -> None:
            model = Definition(store.read(ALL).head)
            for step in (past, *steps):
                _take(step, store, model)
            page = store.read(ALL, model.base)

            assert [at for at, _ in model.log] == [event.position for event in page.events]
            assert written(event for _, event in model.log) == kept(page.events)
            assert written(event for _, event in model.log) == kept(store.find([event.id for _, event in model.log]))

        answers_the_same()


def _take(step: Append | Again | Look, store: Store, model: Definition) -> None:
    match step:
        case Append(events, query, back):
            batch = [new(kind, *tags) for kind, tags in events]
            condition = None if query is None else AppendCondition(query, model.place(back))
            offender = model.offender(condition)
            answer = store.append(batch, condition)
            if offender is not None:
                assert Conflict(offender) == answer
                return
            assert isinstance(answer, Appended)
            recorded = store.find([event.id for event in batch])
            assert answer.position == recorded[-1].position
            assert all(event.position > model.end for event in recorded)
            model.log += [(one.position, event) for one, event in zip(recorded, batch, strict=True)]
            model.batches.append((batch, answer.position))
        case Again(back, change):
            if not model.batches:
                return
            batch, position = model.batches[-1 - back % len(model.batches)]
            _again(batch, position, change, store)
        case Look(query, after, until, limit, backwards):
            first, last = model.place(after), None if until is None else model.place(until)
            page = store.read(query, first, last, limit, backwards)
            assert written(model.read(query, first, last, limit, backwards)) == kept(page.events)
            assert page.head >= model.end


def _again(batch: list[NewEvent], position: int, change: str, store: Store) -> None:
    changes: dict[str, dict[str, Any]] = {
        "data": {"data": b'{"other":1}'},
        "type": {"type": "Other"},
        "tags": {"tags": ("other",)},
    }
    match change:
        case "nothing" | "one left out":
            assert Appended(position) == store.append(batch, AppendCondition(ALL, 0))
            return
        case "one more":
            changed = [*batch, new("More")]
        case _:
            changed = [*batch[:-1], batch[-1]._replace(**changes[change])]
    try:
        answer = store.append(changed)
    except EventIdTaken:
        return
    raise AssertionError(f"an id that is there was taken again, with another {change}: {answer}")
