"""Views as values: what is folded from events only to be looked at, and what can be made of them.

A view has the first half of a decider, so it has the same operations: :func:`combine`, :func:`many`, :func:`adapt`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from attrs import field, frozen

if TYPE_CHECKING:
    from .contracts import ViewContract

__all__ = ["View", "adapt", "combine", "many"]

S = TypeVar("S")
E = TypeVar("E")
K = TypeVar("K", bound=Hashable)


@frozen
class View(Generic[S, E]):
    """What events look like when they are added up: ``evolve(state, event)`` is the state after one more event.

    A view of the catalogue is a table: its state is one row or ``None``, ``initial`` is ``None``, and ``keys(event)``
    are the keys of the rows that an event concerns. ``events`` are the classes that ``evolve`` takes; ``contract`` is
    what the catalogue says about it, where it was made by a generated constructor.
    """

    initial: S
    evolve: Callable[[S, E], S]
    events: tuple[type[object], ...] = field(default=(), kw_only=True)
    keys: Callable[[E], Iterable[Hashable]] | None = field(default=None, kw_only=True, repr=False)
    contract: ViewContract | None = field(default=None, kw_only=True, repr=False)


S1 = TypeVar("S1")
S2 = TypeVar("S2")
S3 = TypeVar("S3")
E1 = TypeVar("E1")
E2 = TypeVar("E2")
E3 = TypeVar("E3")


@overload
def combine(first: View[S1, E1], second: View[S2, E2], /) -> View[tuple[S1, S2], E1 | E2]: ...
@overload
def combine(
    first: View[S1, E1], second: View[S2, E2], third: View[S3, E3], /
) -> View[tuple[S1, S2, S3], E1 | E2 | E3]: ...
@overload
def combine(*views: View[Any, Any]) -> View[tuple[Any, ...], Any]: ...
def combine(*views: View[Any, Any]) -> View[tuple[Any, ...], Any]:
    """One view out of several, their states kept apart in a tuple.

    An event goes to every view that names its class among its ``events``. Raises ``TypeError`` if one names none.
    """
    takers: dict[type[object], list[int]] = {}
    for place, view in enumerate(views):
        if not view.events:
            raise TypeError("combine needs to know which events are whose: give each its events=(…)")
        for event in view.events:
            takers.setdefault(event, []).append(place)

    def evolve(states: tuple[Any, ...], event: Any) -> tuple[Any, ...]:
        try:
            places = takers[event.__class__]
        except KeyError:
            raise TypeError(nobody(event, takers)) from None
        after = list(states)
        for place in places:
            after[place] = views[place].evolve(states[place], event)
        return tuple(after)

    return View(tuple(view.initial for view in views), evolve, events=tuple(takers))


def many(view: View[S, E], keys: Callable[[E], Iterable[K]]) -> View[Mapping[K, S], E]:
    """One view over many keys: its state is a mapping from key to state, and an event concerns all of its ``keys``.

    A key whose state is the initial one (``None``, for a row) is not in the mapping. Each step copies the mapping, so
    this is for tests and for small numbers.
    """

    def evolve(states: Mapping[K, S], event: E) -> Mapping[K, S]:
        after = dict(states)
        for key in dict.fromkeys(keys(event)):
            state = view.evolve(states.get(key, view.initial), event)
            if state is view.initial:
                after.pop(key, None)
            else:
                after[key] = state
        return after

    return View(dict[K, S](), evolve, events=view.events)


@overload
def adapt(view: View[S, E1], *, event: Callable[[E2], E1 | None]) -> View[S, E2]: ...
@overload
def adapt(
    view: View[S1, E1],
    *,
    event: Callable[[E2], E1 | None],
    state: Callable[[S1], S2],
    back: Callable[[S2], S1],
) -> View[S2, E2]: ...
def adapt(
    view: View[Any, Any],
    *,
    event: Callable[[Any], Any],
    state: Callable[[Any], Any] | None = None,
    back: Callable[[Any], Any] | None = None,
) -> View[Any, Any]:
    """The same view for other events, and another form of its state.

    ``event`` translates an event, and answers ``None`` for one that is none of the view's business. ``state`` and
    ``back`` translate the state, and undo each other.
    """
    if state is None or back is None:
        state = back = _same

    def evolve(outer: Any, message: Any) -> Any:
        inner = event(message)
        return outer if inner is None else state(view.evolve(back(outer), inner))

    return View(state(view.initial), evolve)


def _same(state: Any) -> Any:
    return state


def nobody(message: object, known: Iterable[type[object]]) -> str:
    """What to say about a message that belongs to nobody."""
    names = ", ".join(one.__name__ for one in known)
    return f"nobody here takes a {type(message).__name__}; known are {names}"
