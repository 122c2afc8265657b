"""The algebra of deciders and views: what holds for every decider, and what misuse is answered with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from factbook import view as views
from factbook.decider import Decider, accepted, adapt, combine, dispatch, fold, many
from factbook.view import View

# A till that never goes below zero, and a lamp that wears out.


@frozen
class Pay:
    amount: int
    till: str = "a"


@frozen
class Paid:
    amount: int
    till: str = "a"


@frozen
class Overdrawn:
    missing: int


@frozen
class Press:
    pass


@frozen
class Lit:
    pass


@frozen
class Darkened:
    pass


@frozen
class Worn:
    pass


LampEvent: TypeAlias = Lit | Darkened


def add(total: int, event: Paid) -> int:
    return total + event.amount


def pay(command: Pay, total: int) -> Sequence[Paid] | Overdrawn:
    left = total + command.amount
    return [Paid(command.amount, command.till)] if left >= 0 else Overdrawn(-left)


def count(number: int, _: object) -> int:
    return number + 1


def glow(lamp: tuple[bool, int], event: LampEvent) -> tuple[bool, int]:
    match event:
        case Lit():
            return (True, lamp[1] + 1)
        case Darkened():
            return (False, lamp[1])


def press(command: Press, lamp: tuple[bool, int]) -> Sequence[LampEvent] | Worn:
    match lamp:
        case (True, _):
            return [Darkened()]
        case (False, 3):
            return Worn()
        case _:
            return [Lit()]


TILL = Decider(0, add, pay, commands=(Pay,), events=(Paid,))
LAMP = Decider((False, 0), glow, press, commands=(Press,), events=(Lit, Darkened))
SHOP = combine(TILL, LAMP)

amounts = st.integers(-9, 9)
tills = st.sampled_from("abc")
payments = st.builds(Pay, amounts, tills)
paid = st.builds(Paid, amounts, tills)
lamp_events = st.sampled_from([Lit(), Darkened()])
shop_events = st.lists(paid | lamp_events)


# fold, accepted, dispatch --------------------------------------------------------------------------------------------


@given(st.lists(paid), st.integers(0, 20))
def test_folding_a_snapshot_and_the_tail_is_folding_all(events: list[Paid], at: int) -> None:
    """A history may be cut anywhere: the state at the cut and the rest give the same state."""
    snapshot = fold(TILL, events[:at])

    assert fold(TILL, events) == fold(TILL, events[at:], snapshot)


def test_folding_nothing_is_the_initial_state() -> None:
    """A state that is given counts even when it is false."""
    assert (fold(TILL, []), fold(TILL, [], 0), fold(LAMP, [])) == (0, 0, (False, 0))


@pytest.mark.parametrize(("outcome", "is_accepted"), [([], True), ((), True), (range(0), True), (Overdrawn(1), False)])
def test_any_sequence_of_events_is_accepted(outcome: Sequence[Paid] | Overdrawn, is_accepted: bool) -> None:
    """Events come as a list, a tuple or another sequence, even an empty one; a rejection is none of these."""
    assert accepted(outcome) is is_accepted


def test_a_single_function_is_dispatched_to_directly() -> None:
    """Where there is no choice there is no detour."""
    assert dispatch({Pay: pay}) is pay


def test_dispatch_goes_by_class() -> None:
    """Each message reaches the function for its own class, and no other message passes."""

    def first(command: Pay, state: int) -> tuple[object, int]:
        return command, state

    def second(command: Press, state: int) -> tuple[object, int]:
        return command, -state

    decide = dispatch({Pay: first, Press: second})
    expected = ((Pay(1), 5), (Press(), -6))

    assert expected == (decide(Pay(1), 5), decide(Press(), 6))
    with pytest.raises(TypeError, match="nobody here takes a Lit; known are Pay, Press"):
        decide(Lit(), 5)


# combine -------------------------------------------------------------------------------------------------------------


@given(shop_events)
def test_combined_states_are_folded_apart(events: list[Paid | LampEvent]) -> None:
    """Each half of the state is what its own decider folds from its own events."""
    ours = [event for event in events if isinstance(event, Paid)]
    theirs = [event for event in events if not isinstance(event, Paid)]

    assert fold(SHOP, events) == (fold(TILL, ours), fold(LAMP, theirs))


@given(shop_events, payments)
def test_a_combined_decider_decides_as_its_part(events: list[Paid | LampEvent], command: Pay) -> None:
    """What others have recorded makes no difference to a decision."""
    state = fold(SHOP, events)

    assert (TILL.decide(command, state[0]), LAMP.decide(Press(), state[1])) == (
        SHOP.decide(command, state),
        SHOP.decide(Press(), state),
    )


@given(shop_events)
def test_combining_is_associative_up_to_nesting(events: list[Paid | LampEvent]) -> None:
    """Three deciders combined at once or in two steps hold the same states."""

    def nothing(_: Worn, __: int) -> list[Lit]:
        return []

    audit = Decider[Worn, int, Paid | Lit, Worn](0, count, nothing, commands=(Worn,), events=(Paid, Lit))
    flat = fold(combine(TILL, LAMP, audit), events)
    nested = fold(combine(combine(TILL, LAMP), audit), events)

    assert flat == (*nested[0], nested[1])


def test_an_event_goes_to_everyone_who_takes_it() -> None:
    """Two deciders may fold the same event."""
    assert fold(combine(TILL, Decider(0, add, pay, commands=(Press,), events=(Paid,))), [Paid(2)]) == (2, 2)


def test_combine_refuses_what_it_could_not_route() -> None:
    """Commands must be known, and belong to one decider; strange messages are errors, not silence."""
    with pytest.raises(TypeError, match="which commands are whose"):
        combine(TILL, Decider(0, add, pay))
    with pytest.raises(TypeError, match="which events are whose"):
        combine(TILL, Decider(0, add, pay, commands=(Press,)))
    with pytest.raises(TypeError, match="two deciders decide on Pay"):
        combine(TILL, TILL)
    with pytest.raises(TypeError, match="nobody here takes a Worn; known are Pay, Press"):
        SHOP.decide(Worn(), SHOP.initial)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="nobody here takes a Pay; known are Paid, Lit, Darkened"):
        SHOP.evolve(SHOP.initial, Pay(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# many ----------------------------------------------------------------------------------------------------------------

TILLS = many(TILL, command=lambda command: command.till, event=lambda event: [event.till])


@given(st.lists(paid), payments)
def test_many_decides_for_each_identity_as_if_it_were_alone(events: list[Paid], command: Pay) -> None:
    """The state of one identity is folded from its events only, and it alone is decided by."""
    states = fold(TILLS, events)
    alone = {name: fold(TILL, [event for event in events if event.till == name]) for name in "abc"}

    assert alone == {name: states.get(name, 0) for name in "abc"}
    assert TILL.decide(command, alone[command.till]) == TILLS.decide(command, states)


def test_many_leaves_the_state_before_as_it_was() -> None:
    """A step makes a new mapping."""
    before: Mapping[str, int] = {"a": 1}
    after = TILLS.evolve(before, Paid(2))
    expected = ({"a": 1}, {"a": 3})

    assert expected == (before, after)


def test_an_identity_back_in_its_initial_state_is_gone() -> None:
    """Rows that evolve to None leave the table."""

    def row(_: int | None, event: Paid) -> int | None:
        return event.amount or None

    table = views.many(View[int | None, Paid](None, row), lambda event: [event.till, event.till, "all"])

    assert fold(table, [Paid(1, "a"), Paid(2, "b"), Paid(0, "a"), Paid(3, "c")]) == {"b": 2, "c": 3, "all": 3}


# adapt ---------------------------------------------------------------------------------------------------------------


def cents(euros: Pay | Press) -> Pay | None:
    return Pay(euros.amount * 100, euros.till) if isinstance(euros, Pay) else None


EUROS: Decider[Pay | Press, str, Paid | Lit, Overdrawn] = adapt(
    TILL,
    command=cents,
    event=lambda event: Paid(event.amount * 100, event.till) if isinstance(event, Paid) else None,
    recorded=lambda event: Paid(event.amount // 100, event.till),
    state=str,
    back=int,
)


@given(st.lists(paid | st.just(Lit())), payments)
def test_an_adapted_decider_is_the_same_one_in_other_words(events: list[Paid | Lit], command: Pay) -> None:
    """Deciding in the other's words and translating the answer is deciding in one's own."""
    state = fold(EUROS, events)
    inner = fold(TILL, [Paid(event.amount * 100) for event in events if isinstance(event, Paid)])
    outcome = EUROS.decide(command, state)

    assert str(inner) == state
    if inner + command.amount * 100 < 0:
        assert Overdrawn(-inner - command.amount * 100) == outcome
    else:
        assert [Paid(command.amount, command.till)] == outcome


def test_what_is_none_of_its_business_changes_nothing() -> None:
    """A command that translates to None records nothing, an event that does is passed over."""
    expected = ((), "7")

    assert expected == (EUROS.decide(Press(), "0"), EUROS.evolve("7", Lit()))


@given(st.lists(paid), payments)
def test_adapting_to_the_same_words_changes_nothing(events: list[Paid], command: Pay) -> None:
    """Translations that translate nothing give the decider back."""

    def same(message: Any) -> Any:
        return message

    copy = adapt(TILL, command=same, event=same, recorded=same)

    assert fold(TILL, events) == fold(copy, events)
    assert TILL.decide(command, fold(TILL, events)) == copy.decide(command, fold(copy, events))


# Views ---------------------------------------------------------------------------------------------------------------


@given(shop_events)
def test_views_are_combined_and_adapted_like_deciders(events: list[Paid | LampEvent]) -> None:
    """A view is half a decider, and the half behaves alike."""
    total = View(0, add, events=(Paid,))
    lamp = View((False, 0), glow, events=(Lit, Darkened))

    def ours(event: Paid | LampEvent) -> Paid | None:
        return event if isinstance(event, Paid) else None

    adapted = views.adapt(total, event=ours, state=str, back=int)

    assert fold(SHOP, events) == fold(views.combine(total, lamp), events)
    assert str(fold(SHOP, events)[0]) == fold(adapted, events)
