"""Finds out in which states a decider can be and what it answers there, by going where it has rarely been.

What the catalogue tells in scenarios is tried first. Besides, a pool of messages is drawn once from the strategies,
always the same. Then histories are extended step by step, the next one always from where decisions were rarest, so that
what is rare is not left to luck. The result is the shortest history found for every pair of state and answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, Final

import attrs
from attrs import define, field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from factbook.contracts import CommandContract
from factbook.decider import Decider, accepted, fold

from .domain import Fact, about, fact, strategy_of, visible
from .past import contract_of, examples, foreign_events, starts

__all__ = ["ACCEPTED", "Cell", "Exploration", "explore", "few", "samples", "state_name"]

ACCEPTED: Final = "accepted"
POOL: Final = 40
TRIES: Final = 12_000
LONGEST: Final = 12
WAITING: Final = 8
"""How many histories may wait to be extended from one state."""

EACH: Final = 10
"""How many commands of each kind are sent after each history; the next history gets others."""

ALIKE: Final = 6
"""How many of them are sent once more, with the ids and values of what happened before."""

QUIET: Final = (
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
    HealthCheck.too_slow,
)
"""What Hypothesis would say about the strategies, which are not of the making of whoever runs the test."""


def samples(strategy: SearchStrategy[Any], count: int) -> list[Any]:
    """``count`` values of a strategy, always the same ones."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=QUIET,
    )
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


_FEW: Final[dict[tuple[type[Any], int], list[Any]]] = {}


def few(kind: type[Any], count: int = 1) -> list[Any]:
    """A few messages of a class, always the same ones, drawn when they are asked for first."""
    if (kind, count) not in _FEW:
        _FEW[kind, count] = samples(strategy_of(kind), count)
    return _FEW[kind, count]


def state_name(state: object, initial: object = None) -> str:
    """What a state is called: its word in an enum, ``nothing`` for ``None``, else the name of its class.

    Where it has the class of the initial state, the fields in which it differs from that are named, too.
    """
    if state is None:
        return "nothing"
    if isinstance(state, Enum):
        return str(state.value)
    kind: Any = type(state)
    if kind is type(initial) and attrs.has(kind):
        set_ = [one.name for one in attrs.fields(kind) if getattr(state, one.name) != getattr(initial, one.name)]
        return f"{kind.__name__} with {', '.join(set_)}" if set_ else kind.__name__
    return str(kind.__name__)


@frozen
class Cell:
    """How a state answered a command, and the shortest history that led there."""

    history: tuple[Any, ...]
    command: Any
    outcome: Any


@frozen
class Move:
    """From one state to another, because of an event of others or of what a command recorded."""

    before: str
    cause: str
    after: str
    ours: bool


@define
class Exploration:
    """What was found: for every state and command, the answers (``accepted``, or the name of a rejection).

    ``visits`` counts the decisions in each state, ``moves`` are the ways from state to state.
    """

    commands: tuple[CommandContract, ...]
    cells: dict[tuple[str, str], dict[str, Cell]] = field(factory=dict[tuple[str, str], dict[str, Cell]])
    moves: set[Move] = field(factory=set[Move])
    visits: Counter[str] = field(factory=Counter[str])
    recorded: set[type[object]] = field(factory=set[type[object]])
    tries: int = 0

    @property
    def states(self) -> list[str]:
        """The states, those with the shortest way to them first."""
        shortest: dict[str, int] = {}
        for (state, _), answers in self.cells.items():
            length = min(len(cell.history) for cell in answers.values())
            shortest[state] = min(shortest.get(state, length), length)
        return sorted(shortest, key=lambda state: (shortest[state], state))

    @property
    def answers(self) -> set[str]:
        """All answers that any state gave: names of rejections, and ``accepted``."""
        return {answer for answers in self.cells.values() for answer in answers}

    def unreached(self) -> Iterator[str]:
        """What the catalogue declares and nothing led to: rejections, events, and commands that were never accepted."""
        for contract in self.commands:
            name = contract.command.__name__
            mine = {answer for (_, command), cells in self.cells.items() if command == name for answer in cells}
            if not mine:
                yield f"{name} never ran"
                continue
            if ACCEPTED not in mine:
                yield f"{name} was never accepted"
            for rejection in contract.rejects:
                if rejection.__name__ not in mine:
                    yield f"{name} was never refused with {rejection.__name__}"
            for event in contract.records:
                if event not in self.recorded:
                    yield f"{name} never recorded {event.__name__}"

    def report(self) -> Iterator[str]:
        """How often each state was visited and what it accepts, then what was not reached: lines for a terminal."""
        width = max(map(len, self.states), default=0)
        for state in self.states:
            taken = [one for one in self._names if ACCEPTED in self.cells.get((state, one), {})]
            yield f"{state:<{width}}  {self.visits[state]:>6} decisions  accepts {', '.join(taken) or 'nothing'}"
        yield from self.unreached()

    @property
    def _names(self) -> list[str]:
        return [contract.command.__name__ for contract in self.commands]

    def saw(self, command: str, state: str, history: Sequence[Any], message: Any, outcome: Any) -> bool:
        """Note an answer; whether it is a new one in this state."""
        self.tries += 1
        self.visits[state] += 1
        answer = ACCEPTED if accepted(outcome) else type(outcome).__name__
        answers = self.cells.setdefault((state, command), {})
        known = answers.get(answer)
        if known is None or _order(history) < _order(known.history):
            answers[answer] = Cell(tuple(history), message, outcome)
        if accepted(outcome):
            events: Sequence[object] = outcome
            self.recorded.update(type(event) for event in events)
        return known is None


def _order(history: Sequence[Any]) -> tuple[int, list[str]]:
    """Shorter histories come first, and of equally long ones always the same."""
    return len(history), [type(event).__name__ for event in history]


def explore(
    decider: Decider[Any, Any, Any, Any],
    tries: int = TRIES,
    on_fault: Callable[[Sequence[Any], Any], None] | None = None,
) -> Exploration:
    """Explore a decider of a generated constructor with at most ``tries`` decisions.

    What its functions raise is raised; before that, ``on_fault`` is given what had happened, and the command.
    """
    explorer = _Explorer(decider, on_fault)
    explorer.try_examples()
    while explorer.found.tries < tries and explorer.extend():
        pass
    return explorer.found


class _Explorer:
    """One exploration: histories that wait to be extended, by the state that they led to."""

    def __init__(
        self, decider: Decider[Any, Any, Any, Any], on_fault: Callable[[Sequence[Any], Any], None] | None
    ) -> None:
        contract = contract_of(decider)
        self.decider = decider
        self.on_fault = on_fault
        self.found = Exploration(tuple(contract.commands.values()))
        drawn = {one.command.__name__: samples(strategy_of(one.command), POOL) for one in self.found.commands}
        for _, message in examples(decider):  # what a scenario sends may meet other histories, too
            same = drawn[type(message).__name__]
            same[:] = [message, *(other for other in same if other != message)]
        self.pools = {
            one.command.__name__: [(message, one.reads.query(message)) for message in drawn[one.command.__name__]]
            for one in self.found.commands
        }
        self.foreign = [fact(event) for kind in foreign_events(contract) for event in samples(strategy_of(kind), 10)]
        self.strange = set(foreign_events(contract))
        self.waiting: dict[str, list[tuple[Fact, ...]]] = {
            "start": [tuple(map(fact, start)) for start in starts(decider)]
        }
        self.turns: Counter[str] = Counter()
        self.turn = 0

    def try_examples(self) -> None:
        """Decide what the scenarios of the catalogue ask."""
        for happened, message in examples(self.decider):
            history = [fact(event) for event in happened]
            self._decide(type(message).__name__, message, history, history)

    def extend(self) -> bool:
        """Take up the history that waits where decisions were rarest; whether there was one."""
        waiting = [name for name, logs in self.waiting.items() if logs]
        if not waiting:
            return False
        rarest = min(waiting, key=lambda name: (self.turns[name], name))
        log = self.waiting[rarest].pop(0)
        self.turns[rarest] += 1
        if len(log) <= LONGEST:
            for command in self.found.commands:
                self._try(command, log)
            for event in self.foreign[self.turn % 3 :: 3]:
                self._happen(event, log)
                if log:
                    self._happen(fact(about(event.event, log[self.turn % len(log)].event)), log)
            self.turn += 7
        return True

    def _try(self, command: CommandContract, log: tuple[Fact, ...]) -> None:
        """Send some commands of one kind as they were drawn, and some that are about what happened."""
        name = command.command.__name__
        pool = self.pools[name]
        for offset in range(EACH):
            message, query = pool[(self.turn + offset) % len(pool)]
            if offset < ALIKE and log:
                alike = about(message, log[(self.turn + offset) % len(log)].event)
                self._decide(name, alike, visible(command.reads.query(alike), log), log)
            self._decide(name, message, visible(query, log), log)

    def _happen(self, event: Fact, log: tuple[Fact, ...]) -> None:
        """Let others record an event; the history then waits under the states that the commands that see it find."""
        extended = (*log, event)
        names: dict[str, None] = {}
        for command in self.found.commands:
            message = about(self.pools[command.command.__name__][0][0], event.event)
            facts = visible(command.reads.query(message), extended)
            if facts and facts[-1] is event:
                names[state_name(self._folded([one.event for one in facts]), self.decider.initial)] = None
        for name in names:
            self._wait(name, extended)

    def _decide(self, name: str, message: Any, history: Sequence[Fact], log: Sequence[Fact]) -> None:
        events = [one.event for one in history]
        try:
            state = self._folded(events)
            outcome = self.decider.decide(message, state)
        except Exception:  # whatever a function raises
            if self.on_fault is not None:
                self.on_fault(events, message)
            raise
        before = state_name(state, self.decider.initial)
        new = self.found.saw(name, before, events, message, outcome)
        if accepted(outcome) and outcome:
            after = state_name(fold(self.decider, outcome, state), self.decider.initial)
            self.found.moves.add(Move(before, name, after, ours=True))
            self._wait(after, (*log, *map(fact, outcome)), always=new)

    def _folded(self, events: Sequence[Any]) -> Any:
        """The state after these events; where the last one is the first of its kind from others, it was a move."""
        kinds: list[type[object]] = [event.__class__ for event in events]
        if not kinds or kinds[-1] not in self.strange or kinds[-1] in kinds[:-1]:
            return fold(self.decider, events)
        state = fold(self.decider, events[:-1])
        after = self.decider.evolve(state, events[-1])
        names = (state_name(one, self.decider.initial) for one in (state, after))
        self.found.moves.add(Move(next(names), type(events[-1]).__name__, next(names), ours=False))
        return after

    def _wait(self, name: str, log: tuple[Fact, ...], *, always: bool = False) -> None:
        queue = self.waiting.setdefault(name, [])
        if always or len(queue) < WAITING:
            queue.append(log)
