"""A whole system in memory: deciders, policies and views together, one log, a clock that is moved by hand.

Nothing here is durable, concurrent or fast; it is the plainest thing that does what a catalogue says, and what
stories are played on, machines run on, and any other runtime can be compared with.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from attrs import Factory, define, field, frozen

from factbook.catalogue import System as SystemCatalogue
from factbook.decider import accepted, fold
from factbook.policy import Policy
from factbook.system import System

from .domain import kind_of, name_of, package_of, seen, system_of
from .specs import react

__all__ = ["Due", "Outcomes", "World"]

NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""When a world begins; the time that examples take place."""

MOST_REACTIONS: Final = 2_000
"""How many reactions may follow from one step before they are taken for endless."""

Outcomes = Callable[["World", Any], Any]
"""What came of an effect: a function from the world and the effect to the event that is recorded."""


@frozen(order=False)
class Due:
    """A reaction that waits for its time."""

    at: datetime
    number: int
    policy: str
    event: Any


@define
class World:
    """A system that runs. ``outcome`` says what comes of effects; ``log`` is every event, in order."""

    system: System
    outcome: Outcomes
    now: datetime = NOON
    log: list[Any] = Factory(list[Any])
    flags: dict[str, bool] = Factory(dict[str, bool])
    refused: list[tuple[Any, Any]] = Factory(list[tuple[Any, Any]])
    _rows: dict[str, dict[Any, Any]] = Factory(dict[str, dict[Any, Any]])
    _due: list[Due] = Factory(list[Due])
    _ready: deque[Due] = Factory(deque[Due])
    _count: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        for name, on in flags_of(self.catalogue):
            self.flags.setdefault(name, on)

    @property
    def catalogue(self) -> SystemCatalogue:
        """What is declared."""
        return catalogue_of(self.system)

    def send(self, command: Any) -> Any:
        """Decide on a command, record what was decided, and let everything follow from it that follows at once.

        Answers the events or the rejection.
        """
        outcome = self.decide(command)
        if accepted(outcome):
            self.record(outcome)
        self.settle()
        return outcome

    def decide(self, command: Any) -> Any:
        """What the system answers to a command now; nothing is recorded."""
        decider, contract = self.system.decider(command.__class__), self.system.contract(command.__class__)
        return decider.decide(command, fold(decider, seen(contract.reads, command, self.log)))

    def record(self, events: Sequence[Any]) -> None:
        """Add events to the log, to the views, and to what policies have to react to."""
        for event in events:
            self.log.append(event)
            for name, view in self.system.views.items():
                if type(event) in view.events:
                    self._project(name, event)
            for name, policy in self.system.policies.items():
                if type(event) in policy.events:
                    self._schedule(name, policy, event)

    def settle(self) -> None:
        """Carry out all reactions that are due; raises ``RecursionError`` when they never end."""
        for _ in range(MOST_REACTIONS):
            self._wake()
            if not self._ready:
                return
            self._react(self._ready.popleft())
        raise RecursionError(f"{MOST_REACTIONS} reactions followed from one step: do policies set each other off?")

    def wait(self, duration: timedelta) -> None:
        """Let time pass; what is due on the way happens at its own time."""
        end = self.now + duration
        while upcoming := sorted((due.at, due.number) for due in self._due if due.at <= end):
            self.now = max(self.now, upcoming[0][0])
            self.settle()
        self.now = end

    def rows(self, view: str) -> dict[Any, Any]:
        """The rows of a view (``ordering.OrderSummary``) by key."""
        if view not in self.system.views:
            raise KeyError(f"there is no view {view}; there are: {', '.join(self.system.views)}")
        return self._rows.setdefault(view, {})

    def events(self, *kinds: type[Any]) -> Iterator[Any]:
        """The events of these classes, in order."""
        return (event for event in self.log if isinstance(event, kinds))

    def _project(self, name: str, event: Any) -> None:
        view, rows = self.system.views[name], self.rows(name)
        for key in list(view.keys(event)) if view.keys else [()]:
            row = view.evolve(rows.get(key, view.initial), event)
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row

    def _schedule(self, name: str, policy: Policy[Any, Any, Any], event: Any) -> None:
        self._count += 1
        after = policy.contract.after if policy.contract else None
        due = Due(self.now + (after or timedelta(0)), self._count, name, event)
        if after:
            self._due.append(due)
        else:
            self._ready.append(due)

    def _wake(self) -> None:
        ripe = sorted((due for due in self._due if due.at <= self.now), key=lambda due: (due.at, due.number))
        self._ready.extend(ripe)
        self._due = [due for due in self._due if due.at > self.now]

    def _react(self, due: Due) -> None:
        policy = self.system.policies[due.policy]
        flag = policy.contract.flag if policy.contract else None
        if flag is not None and not self.flags[flag]:
            return
        for issued in react(policy, self.log, due.event):
            if self._is_effect(issued.__class__):
                self.record([self.outcome(self, issued)])
                continue
            outcome = self.decide(issued)
            if accepted(outcome):
                self.record(outcome)
            else:
                self.refused.append((issued, outcome))

    def _is_effect(self, kind: type[Any]) -> bool:
        context, _, name = name_of(kind).partition(".")
        return name in self.catalogue.contexts[context].effects


def catalogue_of(system: System) -> SystemCatalogue:
    """What is declared in a system."""
    contract = next(decider.contract for decider in system.deciders.values() if decider.contract)
    return system_of(package_of(next(iter(contract.commands.values())).command))


def flags_of(catalogue: SystemCatalogue) -> Iterator[tuple[str, bool]]:
    """The flags of a system and its contexts, and how they stand at first."""
    for flags in (catalogue.flags, *(context.flags for context in catalogue.contexts.values())):
        yield from ((name, flag.default) for name, flag in flags.items())


def outcomes_of(effect: Any, catalogue: SystemCatalogue) -> list[type[Any]]:
    """The classes of events that an effect may be recorded as, in the order of the catalogue."""
    context, _, name = name_of(effect.__class__).partition(".")
    package = effect.__class__.__module__.rpartition(".")[0]
    return [kind_of(package, ref) for ref in catalogue.contexts[context].effects[name].records]
