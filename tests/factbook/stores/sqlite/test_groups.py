"""What is appended together is answered, and kept, as if one had come after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, NewEvent, Recorded
from factbook.stores.sqlite import Durability, SqliteStore
from factbook.stores.sqlite.writing import Request

TAGS = st.sampled_from([(), ("a",), ("b",), ("a", "b"), ("b", "c")])
EVENTS = st.builds(
    NewEvent,
    id=st.integers(1, 6).map(lambda number: UUID(int=number)),
    type=st.sampled_from(["X", "Y"]),
    version=st.sampled_from([1, 1, 1, 1 << 70]),  # more than a column holds
    data=st.sampled_from([b"{}", b"[]"]),
    tags=TAGS,
)
QUERIES = st.one_of(
    st.just(ALL),
    st.sampled_from([Query((QueryItem((), tags),)) for tags in (("a",), ("b",), ("a", "b"))]),
    st.sampled_from([Query((QueryItem((name,)),)) for name in ("X", "Y")]),
)
CONDITIONS = st.none() | st.builds(AppendCondition, QUERIES, st.integers(0, 6))
APPENDS = st.tuples(st.lists(EVENTS, min_size=1, max_size=3), CONDITIONS)
GROUPS = st.lists(APPENDS, min_size=1, max_size=4).flatmap(lambda some: st.lists(st.sampled_from(some), max_size=7))
"""Some of them are sent again."""


def answers(
    place: Path, groups: Sequence[Sequence[tuple[list[NewEvent], AppendCondition | None]]]
) -> tuple[list[tuple[str, str, object]], list[Recorded]]:
    """What is answered to each append, and what is there in the end."""
    store, told = SqliteStore(place, Durability.NORMAL), list[tuple[str, str, object]]()
    for group in groups:
        requests = [Request.of(events, condition, lambda: None) for events, condition in group]
        for request in requests:
            store.submit(request)
        store.lead()
        told += [(type(one.answer).__name__, str(one.answer), getattr(one.answer, "again", None)) for one in requests]
    kept = store.read(ALL).events
    store.close()
    return told, kept


ONCE = [NewEvent(UUID(int=1), "X", 1, b"{}", ("a",))], AppendCondition(Query((QueryItem((), ("a",)),)), 0)


@settings(max_examples=40)
@example([], [ONCE, ONCE])
@given(st.lists(APPENDS, max_size=3), GROUPS)
def test_together_is_one_after_the_other(
    before: list[tuple[list[NewEvent], AppendCondition | None]],
    group: list[tuple[list[NewEvent], AppendCondition | None]],
) -> None:
    with TemporaryDirectory() as folder:
        together = answers(Path(folder) / "together.db", [before, group])
        apart = answers(Path(folder) / "apart.db", [[one] for one in (*before, *group)])

    assert apart == together


def test_what_is_wrong_with_one_does_not_touch_the_others(tmp_path: Path) -> None:
    """One id is taken, one condition does not hold; the second answer stands on what the first has recorded."""
    sizes = [200, 1, 3, 1]
    numbers = iter(range(1_000))
    appends: list[tuple[list[NewEvent], AppendCondition | None]] = [
        ([NewEvent(UUID(int=next(numbers)), "X", 1, b"{}", (f"batch:{size}",)) for _ in range(size)], None)
        for size in sizes
    ]
    appends[1][0][0] = appends[0][0][7]._replace(data=b"[]")
    appends[3] = appends[3][0], AppendCondition(Query((QueryItem((), ("batch:200",)),)), 0)

    told, kept = answers(tmp_path / "events.db", [appends])

    assert ["Appended", "EventIdTaken", "Appended", "Conflict"] == [kind for kind, _, _ in told]
    assert [*range(200), *(event.id.int for event in appends[2][0])] == [UUID(bytes=event[4]).int for event in kept]
