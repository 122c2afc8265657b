"""Finds out in which states a decider can be and what it answers there, by going where it has rarely been.

What the catalogue tells in scenarios is tried first. Besides, a pool of messages is drawn once from the strategies,
always the same. Then histories are extended step by step, the next one always from a state that was visited least, so
that what is rare is not left to luck. The result is the shortest history found for every pair of state and answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, Final

from attrs import define, field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from factbook.contracts import CommandContract
from factbook.decider import Decider, accepted, fold

from .domain import seen, strategy_of
from .past import contract_of, examples, foreign_events, starts

__all__ = ["ACCEPTED", "Cell", "Exploration", "explore", "few", "samples", "state_name"]

ACCEPTED: Final = "accepted"
POOL: Final = 40
TRIES: Final = 6000
LONGEST: Final = 12
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


def state_name(state: object) -> str:
    """What a state is called: its word in an enum, ``nothing`` for ``None``, else the name of its class."""
    if state is None:
        return "nothing"
    return str(state.value) if isinstance(state, Enum) else type(state).__name__


@frozen
class Cell:
    """How a state answered a command, and the shortest history that led there."""

    history: tuple[Any, ...]
    command: Any
    outcome: Any


@define
class Exploration:
    """What was found: for every state and command, the answers (``accepted``, or the name of a rejection)."""

    commands: tuple[CommandContract, ...]
    cells: dict[tuple[str, str], dict[str, Cell]] = field(factory=dict[tuple[str, str], dict[str, Cell]])
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
            mine = {
                answer: cell
                for (_, command), cells in self.cells.items()
                if command == name
                for answer, cell in cells.items()
            }
            if ACCEPTED not in mine:
                yield f"{name} was never accepted"
            for rejection in contract.rejects:
                if rejection.__name__ not in mine:
                    yield f"{name} was never refused with {rejection.__name__}"
            for event in contract.records:
                if event not in self.recorded:
                    yield f"{name} never recorded {event.__name__}"

    def saw(self, command: str, state: str, history: Sequence[Any], message: Any, outcome: Any) -> bool:
        """Note an answer; whether it is a new one in this state."""
        answer = ACCEPTED if accepted(outcome) else type(outcome).__name__
        answers = self.cells.setdefault((state, command), {})
        known = answers.get(answer)
        if known is None or len(history) < len(known.history):
            answers[answer] = Cell(tuple(history), message, outcome)
        if accepted(outcome):
            events: Sequence[object] = outcome
            self.recorded.update(type(event) for event in events)
        return known is None


def explore(decider: Decider[Any, Any, Any, Any], tries: int = TRIES) -> Exploration:
    """Explore a decider of a generated constructor with at most ``tries`` decisions."""
    contract = contract_of(decider)
    commands = tuple(contract.commands.values())
    pools = {command.command.__name__: samples(strategy_of(command.command), POOL) for command in commands}
    foreign = [event for kind in foreign_events(contract) for event in samples(strategy_of(kind), POOL // 4)]
    found = Exploration(commands)
    frontier: dict[str, list[tuple[Any, ...]]] = {}
    for start in starts(decider):
        frontier.setdefault("start", []).append(start)
    for happened, message in examples(decider):
        name = type(message).__name__
        pools[name] = [message, *(other for other in pools[name] if other != message)]  # it may meet other starts, too
        state = fold(decider, happened)
        outcome = decider.decide(message, state)
        found.tries += 1
        found.saw(name, state_name(state), happened, message, outcome)
        if accepted(outcome) and outcome:
            after = state_name(fold(decider, outcome, state))
            frontier.setdefault(after, []).append((*happened, *outcome))
    turn = 0
    while found.tries < tries and any(frontier.values()):
        rarest = min((name for name, logs in frontier.items() if logs), key=lambda name: (found.visits[name], name))
        log = frontier[rarest].pop(0)
        found.visits[rarest] += 1
        if len(log) > LONGEST:
            continue
        for command in commands:
            name = command.command.__name__
            for offset in range(POOL):
                message = pools[name][(turn + offset) % len(pools[name])]
                visible = seen(command.reads, message, log)
                if offset > 6 and len(visible) < len(log):
                    continue
                state = fold(decider, visible)
                outcome = decider.decide(message, state)
                found.tries += 1
                new = found.saw(name, state_name(state), visible, message, outcome)
                if accepted(outcome) and outcome:
                    after = fold(decider, outcome, state)
                    queue = frontier.setdefault(state_name(after), [])
                    if new or len(queue) < 8:
                        queue.append((*log, *outcome))
        for event in foreign[turn % 3 :: 3]:
            queue = frontier.setdefault(f"after {type(event).__name__}", [])
            if len(queue) < 8:
                queue.append((*log, event))
        turn += 7
    return found
