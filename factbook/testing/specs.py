"""Given, when, then: examples of deciders, views and policies that read like the domain.

    spec(order).given(OrderPlaced(...)).when(PayOrder(...)).then(OrderPaid(...))
    spec(order).when(PayOrder(...)).then_rejected(OrderNotPlaced())
    spec(order_summary).given(OrderPlaced(...)).then(OrderSummary(...))
    spec(ship_when_paid).when(PaymentReceived(...)).then(ShipOrder(...))

Whole lists are compared, in order. What differs is shown at the line of the test, with the history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

from attrs import frozen

from factbook.contracts import CommandContract, PolicyContract, ViewContract
from factbook.decider import Decider, accepted, fold
from factbook.policy import Policy
from factbook.queries import Boundary
from factbook.view import View

from .domain import is_message, seen
from .tables import NOTHING, marks, rerun, table, told

__all__ = ["DeciderSpec", "Decision", "PolicySpec", "Reaction", "ViewSpec", "decide", "react", "rows", "spec"]

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")
R = TypeVar("R")


@overload
def spec(subject: Decider[C, S, E, R]) -> DeciderSpec[C, S, E, R]: ...
@overload
def spec(subject: View[S, E]) -> ViewSpec[S, E]: ...
@overload
def spec(subject: Policy[E, S, C]) -> PolicySpec[E, S, C]: ...
def spec(subject: Any) -> Any:
    """The beginning of an example of a decider, a view or a policy."""
    begin: dict[type[object], Callable[[Any], Any]] = {Decider: DeciderSpec, View: ViewSpec, Policy: PolicySpec}
    if type(subject) not in begin:
        raise TypeError(f"spec() takes a decider, a view or a policy, not {type(subject).__name__}")
    return begin[type(subject)](subject)


# Deciders ------------------------------------------------------------------------------------------------------------


@frozen
class DeciderSpec(Generic[C, S, E, R]):
    """An example of a decider: the events so far."""

    decider: Decider[C, S, E, R]
    history: tuple[E, ...] = ()

    def given(self, *events: E) -> DeciderSpec[C, S, E, R]:
        """These events have happened."""
        return DeciderSpec(self.decider, (*self.history, *events))

    def when(self, command: C) -> Decision[E, R]:
        """Decide on a command. A given event that the decision would never see fails the test here."""
        __tracebackhide__ = True
        contract = _contract_of(self.decider, command)
        _stop_at(
            _unseen(contract.reads, command, self.history) if contract else [],
            f"a given event is outside the boundary of {type(command).__name__}, so no decision would ever see it",
            self.history,
            [("when", command)],
        )
        outcome = self.decider.decide(command, fold(self.decider, self.history))
        if contract and contract.shapeless(outcome):
            _fail(contract.told(outcome), table([*(("given", event) for event in self.history), ("when", command)]), [])
        return Decision(self.history, command, outcome)


@frozen
class Decision(Generic[E, R]):
    """What was decided, to be compared with what should have been."""

    history: tuple[Any, ...]
    command: Any
    outcome: Sequence[E] | R

    def then(self, *events: E) -> None:
        """Exactly these events are recorded, in this order; none for "nothing happens"."""
        __tracebackhide__ = True
        if not accepted(self.outcome):
            self._fail(
                f"{type(self.command).__name__} is refused with {type(self.outcome).__name__}", events, (self.outcome,)
            )
        elif list(self.outcome) != list(events):
            self._fail(f"{type(self.command).__name__} records something else", events, tuple(self.outcome))

    def then_rejected(self, rejection: R) -> None:
        """The command is refused, with exactly this rejection."""
        __tracebackhide__ = True
        if accepted(self.outcome):
            what = f"{type(self.command).__name__} is accepted, not refused"
            self._fail(what, (rejection,), tuple(self.outcome))
        elif self.outcome != rejection:
            self._fail(f"{type(self.command).__name__} is refused differently", (rejection,), (self.outcome,))

    def _fail(self, what: str, expected: tuple[Any, ...], actual: tuple[Any, ...]) -> None:
        __tracebackhide__ = True
        _compare(what, [*(("given", event) for event in self.history), ("when", self.command)], expected, actual)


def decide(decider: Decider[Any, Any, Any, Any], history: Sequence[Any], command: object) -> Any:
    """What a decider answers to a command after a history, of which it sees what the command's boundary names."""
    contract = _contract_of(decider, command)
    events = history if contract is None else seen(contract.reads, command, history)
    return decider.decide(command, fold(decider, events))


def _contract_of(decider: Decider[Any, Any, Any, Any], command: object) -> CommandContract | None:
    for contract in decider.contract.commands.values() if decider.contract else ():
        if contract.command is type(command):
            return contract
    return None


def _unseen(boundary: Boundary, message: object, history: Sequence[Any]) -> list[Any]:
    known = [event for event in history if is_message(event)]
    visible = {id(event) for event in seen(boundary, message, known)} if known else set[int]()
    return [event for event in history if id(event) not in visible]


# Views ---------------------------------------------------------------------------------------------------------------


@frozen
class ViewSpec(Generic[S, E]):
    """An example of a view: the events so far."""

    view: View[S, E]
    history: tuple[E, ...] = ()

    def given(self, *events: E) -> ViewSpec[S, E]:
        """These events have happened."""
        return ViewSpec(self.view, (*self.history, *events))

    def then(self, *expected: S) -> None:
        """The view shows exactly these rows, in the order in which they came to be; none for an empty view.

        A given event that the view is not made from fails the test.
        """
        __tracebackhide__ = True
        name = _name_of(self.view.contract, "the view")
        _stop_at(
            [event for event in self.history if self.view.events and type(event) not in self.view.events],
            f"a given event is none that {name} is made from, so it makes no difference",
            self.history,
            [],
        )
        actual = tuple(rows(self.view, self.history).values())
        if actual != expected:
            _compare(f"{name} shows something else", [("given", event) for event in self.history], expected, actual)


def rows(view: View[Any, Any], history: Sequence[Any]) -> dict[Any, Any]:
    """The rows of a view after a history, by key; a view without keys has one row, under ``()``."""
    found: dict[Any, Any] = {}
    for event in history:
        if type(event) not in view.events and view.events:
            continue
        for key in view.keys(event) if view.keys else [()]:
            row = view.evolve(found.get(key, view.initial), event)
            if row is None:
                found.pop(key, None)
            else:
                found[key] = row
    return found


# Policies ------------------------------------------------------------------------------------------------------------


@frozen
class PolicySpec(Generic[E, S, C]):
    """An example of a policy: the events so far, where it reads any."""

    policy: Policy[E, S, C]
    history: tuple[Any, ...] = ()

    def given(self, *events: Any) -> PolicySpec[E, S, C]:
        """These events, which the policy reads, have happened."""
        return PolicySpec(self.policy, (*self.history, *events))

    def when(self, event: E) -> Reaction[C]:
        """This event happens. A given event that the policy would never see fails the test here.

        Raises ``TypeError`` for an event that the policy does not react to.
        """
        __tracebackhide__ = True
        name, contract = _name_of(self.policy.contract, "the policy"), self.policy.contract
        if self.policy.events and type(event) not in self.policy.events:
            known = ", ".join(one.__name__ for one in self.policy.events)
            raise TypeError(f"{name} does not react to {_called(event)}; it reacts to {known}")
        _stop_at(
            _unseen(contract.reads, event, self.history) if contract else [],
            f"a given event is outside what {name} reads, so it would never see it",
            self.history,
            [("when", event)],
        )
        return Reaction(name, self.history, event, tuple(react(self.policy, self.history, event)))


@frozen
class Reaction(Generic[C]):
    """What a policy issued, to be compared with what it should have."""

    policy: str
    history: tuple[Any, ...]
    event: Any
    issued: tuple[C, ...]

    def then(self, *commands: C) -> None:
        """Exactly these commands and effects are issued, in this order; none for "nothing follows"."""
        __tracebackhide__ = True
        if self.issued != commands:
            happened = [*(("given", event) for event in self.history), ("when", self.event)]
            _compare(f"{self.policy} issues something else", happened, commands, self.issued)


def react(policy: Policy[Any, Any, Any], history: Sequence[Any], event: object) -> Sequence[Any]:
    """What a policy issues when an event happens after a history, of which it sees what it reads."""
    contract: PolicyContract | None = policy.contract
    events = history if contract is None else seen(contract.reads, event, history)
    state = policy.initial
    for one in events:
        state = policy.evolve(state, one)
    return policy.react(event, state)


# Failures ------------------------------------------------------------------------------------------------------------


def _name_of(contract: ViewContract | PolicyContract | None, otherwise: str) -> str:
    return contract.name.rpartition(".")[2] if contract else otherwise


def _called(value: object) -> str:
    return value.__name__ if isinstance(value, type) else type(value).__name__


def _stop_at(strangers: list[Any], why: str, history: Sequence[Any], asked: list[tuple[str, Any]]) -> None:
    """Fail where given events cannot make a difference: such an example would show less than it seems to."""
    __tracebackhide__ = True
    if strangers:
        unseen = {id(event) for event in strangers}
        shown = table(
            [*(("given", event) for event in history), *asked],
            {place for place, event in enumerate(history) if id(event) in unseen},
        )
        _fail(why, shown, [f"not seen: {told(event)}" for event in strangers])


def _compare(what: str, happened: list[tuple[str, Any]], expected: tuple[Any, ...], actual: tuple[Any, ...]) -> None:
    __tracebackhide__ = True
    found = list(marks(expected, actual))
    first = len(happened) + max(len(expected), 1)
    shown = [*happened, *_labelled("expected", expected), *_labelled("actual", actual)]
    _fail(what, table(shown, {first + place for place, _ in found}), [line for _, line in found])


def _labelled(label: str, messages: tuple[Any, ...]) -> list[tuple[str, Any]]:
    return [(label, one) for one in messages or (NOTHING,)]


def _fail(what: str, shown: str, notes: list[str]) -> None:
    __tracebackhide__ = True
    arrows = "\n".join(f"→ {note}" for note in notes)
    raise AssertionError("\n\n".join(part for part in (what, shown, arrows, rerun()) if part))
