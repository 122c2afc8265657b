"""Which appends travel together, and what is written down of them."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent
from factbook.stores.postgres.groups import MOST_EVENTS, Pending, Queue, settle
from factbook.stores.postgres.statements import LONGEST_KEY, Outcome, escaped, key, outcomes


def event(number: int, *tags: str, type: str = "A") -> NewEvent:  # noqa: A002  # the word of the port
    return NewEvent(UUID(int=number), type, 1, b"{}", tags)


def after(position: int, *tags: str, types: tuple[str, ...] = ()) -> AppendCondition:
    return AppendCondition(Query((QueryItem(types, tags),)), position)


def groups(*appends: Pending) -> list[list[int]]:
    """Which go together, by the numbers of their first events; all are recorded."""
    queue, found, head = Queue(), list[list[int]](), 0
    for append in appends:
        queue.add(append)
    while len(queue):
        group = queue.take()
        found.append([one.events[0].id.int for one in group])
        told = outcomes([(0, "head", head)], [len(one.events) for one in group])
        settle(group, told)
        head = told[-1].position
    return found


def test_what_does_not_touch_goes_together() -> None:
    """Other tags, other types, no condition at all."""
    first = Pending([event(1, "a")], after(0, "a"))
    second = Pending([event(2, "b", type="B")], after(0, "b"))
    third = Pending([event(3, "a")], None)

    assert [[1, 2, 3]] == groups(first, second, third)


@pytest.mark.parametrize(
    "condition",
    [after(9, "a"), after(9, types=("A",)), after(9, "a", types=("A",)), AppendCondition(ALL, 9)],
    ids=["tag", "type", "both", "all"],
)
def test_what_touches_goes_later(condition: AppendCondition) -> None:
    """The database has to know first what became of the one before."""
    assert [[1, 3], [2]] == groups(
        Pending([event(1, "a", "b")], None), Pending([event(2, "c")], condition), Pending([event(3, "d")], None)
    )


def test_the_same_ids_go_one_after_the_other() -> None:
    """The second gets the first answer again, or learns that its id is taken."""
    assert [[1], [1]] == groups(Pending([event(1)], None), Pending([event(1)], None))


def test_all_that_lost_a_race_are_refused_together() -> None:
    """What certainly records nothing is in nobody's way: a hundred losers are two groups, not a hundred."""
    racers = [Pending([event(number, "a")], after(0, "a")) for number in range(1, 101)]

    assert [1, 99] == [len(group) for group in groups(*racers)]


def test_what_was_stated_later_is_in_the_way_again() -> None:
    """A condition that allows what it was held up by may record, and then the next one has to wait for it."""
    first, second, third = (
        Pending([event(number, "a")], after(position, "a")) for number, position in ((1, 0), (2, 1), (3, 1))
    )

    assert [[1], [2], [3]] == groups(first, second, third)


def test_a_group_does_not_grow_without_bound() -> None:
    """A large batch goes alone, also if it is larger than a group may be."""
    large = Pending([event(number) for number in range(10, 10 + MOST_EVENTS + 1)], None)

    assert [[1], [10], [2]] == groups(Pending([event(1)], None), large, Pending([event(2)], None))


def test_outcomes_count_on_from_the_head() -> None:
    """What is not said to be otherwise is recorded, without gaps."""
    rows = [(0, "head", 10), (2, "conflict", 7), (4, "again", 3)]

    assert [
        Outcome("appended", 12),
        Outcome("conflict", 7),
        Outcome("appended", 13),
        Outcome("again", 3),
        Outcome("appended", 16),
    ] == outcomes(rows, [2, 5, 1, 1, 3])


def test_each_gets_its_answer() -> None:
    """Recorded, recorded before, and in the way of something."""
    group = [Pending([event(number)], None) for number in range(3)]
    settle(group, [Outcome("appended", 1), Outcome("again", 9), Outcome("conflict", 4)])

    assert [Appended(1), Appended(9), Conflict(4)] == [one.result() for one in group]


texts = st.text(st.sampled_from("a\x00\x1a01 ") | st.characters(exclude_categories=["Cs"]), max_size=6)
many = st.sampled_from([1, 33, 34, 200, 201, 1000])
long = texts | st.tuples(texts, many).map(lambda pair: pair[0] * pair[1])


@given(long, long)
def test_another_tag_has_another_key(one: str, other: str) -> None:
    """A key is a text that PostgreSQL takes and that fits into its indexes, and no two tags share one."""
    assert (one == other) == (key(one) == key(other))
    assert "\0" not in key(one)
    assert len(key(one)) <= LONGEST_KEY + 65


@given(texts, texts)
def test_another_type_is_written_otherwise(one: str, other: str) -> None:
    """Also if it holds what stands for something else."""
    assert (one == other) == (escaped(one) == escaped(other))
