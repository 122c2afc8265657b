"""Deciders as values: an initial state and two pure functions, and what can be made of them.

A decider is what Jérémie Chassaing calls by that name ("Functional Event Sourcing Decider", 2021). Nothing here knows
stores, threads or clocks; nothing here is a base class, a decorator or a registry.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, overload

from attrs import field, frozen

from . import view as views
from .outcomes import accepted
from .view import View

if TYPE_CHECKING:
    from .contracts import DeciderContract

__all__ = ["Decider", "Evolve", "accepted", "adapt", "combine", "dispatch", "fold", "many"]

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
E_contra = TypeVar("E_contra", contravariant=True)


class Evolve(Protocol[S, E_contra]):
    """``evolve(state, event) -> state``.

    A protocol, where a ``Callable`` would say the same: mypy infers ``S`` from ``initial`` alone when what stands
    beside it is a ``Callable``, and then refuses every state that is a union of cases.
    """

    def __call__(self, state: S, event: E_contra, /) -> S:
        """The state after one more event."""
        ...


@frozen
class Decider(Generic[C, S, E, R]):
    """Commands in, events or a rejection out, judged by a state that is folded from the events before.

    ``evolve(state, event)`` is the state after one more event. ``decide(command, state)`` answers the events to record,
    in order (none is an answer, too), or one rejection, which is a value and no exception. Both are pure.

    ``commands`` and ``events`` are the classes it deals with; :func:`combine` needs them. ``contract`` is what the
    catalogue says about it, where it was made by a generated constructor.
    """

    initial: S
    evolve: Callable[[S, E], S]
    decide: Callable[[C, S], Sequence[E] | R]
    commands: tuple[type[object], ...] = field(default=(), kw_only=True)
    events: tuple[type[object], ...] = field(default=(), kw_only=True)
    contract: DeciderContract | None = field(default=None, kw_only=True, repr=False)


class _Start(Enum):
    INITIAL = "initial"


def fold(
    machine: Decider[Any, S, E, Any] | View[S, E],
    events: Iterable[E],
    state: S | Literal[_Start.INITIAL] = _Start.INITIAL,
) -> S:
    """The state after these events, from ``state`` on (a snapshot), or from the machine's initial state."""
    start = machine.initial if state is _Start.INITIAL else state
    return reduce(machine.evolve, events, start)


def dispatch(functions: Mapping[type[object], Callable[[Any, Any], Any]]) -> Callable[[Any, Any], Any]:
    """One function that hands a message to the function for its class, subclasses not included.

    It costs one look-up in a dict. Where there is only one function, the answer is that function.
    """
    table = dict(functions)
    if len(table) == 1:
        return next(iter(table.values()))

    def dispatched(message: Any, state: Any) -> Any:
        try:
            function = table[message.__class__]
        except KeyError:
            raise TypeError(views.nobody(message, table)) from None
        return function(message, state)

    return dispatched


C1 = TypeVar("C1")
C2 = TypeVar("C2")
C3 = TypeVar("C3")
S1 = TypeVar("S1")
S2 = TypeVar("S2")
S3 = TypeVar("S3")
E1 = TypeVar("E1")
E2 = TypeVar("E2")
E3 = TypeVar("E3")
R1 = TypeVar("R1")
R2 = TypeVar("R2")
R3 = TypeVar("R3")


@overload
def combine(
    first: Decider[C1, S1, E1, R1], second: Decider[C2, S2, E2, R2], /
) -> Decider[C1 | C2, tuple[S1, S2], E1 | E2, R1 | R2]: ...
@overload
def combine(
    first: Decider[C1, S1, E1, R1], second: Decider[C2, S2, E2, R2], third: Decider[C3, S3, E3, R3], /
) -> Decider[C1 | C2 | C3, tuple[S1, S2, S3], E1 | E2 | E3, R1 | R2 | R3]: ...
@overload
def combine(*deciders: Decider[Any, Any, Any, Any]) -> Decider[Any, tuple[Any, ...], Any, Any]: ...
def combine(*deciders: Decider[Any, Any, Any, Any]) -> Decider[Any, tuple[Any, ...], Any, Any]:
    """One decider that decides on the commands of all, each by a state of its own.

    An event goes to every decider that names its class among its ``events``; a command belongs to exactly one.
    Raises ``TypeError`` if one names no commands or no events, or two name the same command.
    """
    owners: dict[type[object], int] = {}
    for place, decider in enumerate(deciders):
        if not decider.commands:
            raise TypeError("combine needs to know which commands are whose: give each its commands=(…)")
        for command in decider.commands:
            if owners.setdefault(command, place) != place:
                raise TypeError(f"two deciders decide on {command.__name__}")

    def decide(command: Any, states: tuple[Any, ...]) -> Any:
        try:
            place = owners[command.__class__]
        except KeyError:
            raise TypeError(views.nobody(command, owners)) from None
        return deciders[place].decide(command, states[place])

    view = views.combine(*map(_folded, deciders))
    return Decider(view.initial, view.evolve, decide, commands=tuple(owners), events=view.events)


def many(
    decider: Decider[C, S, E, R], *, command: Callable[[C], K], event: Callable[[E], Iterable[K]]
) -> Decider[C, Mapping[K, S], E, R]:
    """One decider over many identities; its state is a mapping from identity to state.

    ``command`` answers whom a command is for, ``event`` whom an event concerns. An identity in its initial state is not
    in the mapping. Each step copies the mapping, so this is for tests and for small numbers.
    """

    def decide(message: C, states: Mapping[K, S]) -> Sequence[E] | R:
        return decider.decide(message, states.get(command(message), decider.initial))

    view = views.many(_folded(decider), event)
    return Decider(view.initial, view.evolve, decide, commands=decider.commands, events=decider.events)


@overload
def adapt(
    decider: Decider[C1, S, E1, R],
    *,
    command: Callable[[C2], C1 | None],
    event: Callable[[E2], E1 | None],
    recorded: Callable[[E1], E2],
) -> Decider[C2, S, E2, R]: ...
@overload
def adapt(
    decider: Decider[C1, S1, E1, R],
    *,
    command: Callable[[C2], C1 | None],
    event: Callable[[E2], E1 | None],
    recorded: Callable[[E1], E2],
    state: Callable[[S1], S2],
    back: Callable[[S2], S1],
) -> Decider[C2, S2, E2, R]: ...
def adapt(
    decider: Decider[Any, Any, Any, Any],
    *,
    command: Callable[[Any], Any],
    event: Callable[[Any], Any],
    recorded: Callable[[Any], Any],
    state: Callable[[Any], Any] | None = None,
    back: Callable[[Any], Any] | None = None,
) -> Decider[Any, Any, Any, Any]:
    """The same decider for other commands and events, and another form of its state.

    ``command`` and ``event`` translate what comes in, and answer ``None`` for what is none of the decider's business:
    it records nothing and stays as it is. ``recorded`` translates what comes out. ``state`` and ``back`` translate the
    state, and undo each other. Rejections stay as they are.
    """
    if state is None or back is None:
        view = views.adapt(_folded(decider), event=event)
        back = _same
    else:
        view = views.adapt(_folded(decider), event=event, state=state, back=back)
    inward = back

    def decide(message: Any, outer: Any) -> Any:
        inner = command(message)
        if inner is None:
            return ()
        outcome = decider.decide(inner, inward(outer))
        return list(map(recorded, outcome)) if accepted(outcome) else outcome

    return Decider(view.initial, view.evolve, decide)


def _folded(decider: Decider[Any, S, E, Any]) -> View[S, E]:
    """The half of a decider that is a view."""
    return View(decider.initial, decider.evolve, events=decider.events)


def _same(state: Any) -> Any:
    return state
