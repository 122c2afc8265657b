"""What a decider answers in each kind of state, as a table to read and as a picture to draw: found by exploring it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import frozen

from factbook.decider import Decider

from .exploring import ACCEPTED, Cell, Exploration, Move, explore, state_name
from .past import contract_of

__all__ = ["Matrix", "Picture", "matrix"]

TRIES: Final = 12_000
"""Decisions for one matrix."""

MOST: Final = 12
"""How many states a picture shows; where there are more, states of one class are drawn as one."""

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>|&#~]")


@frozen
class Picture:
    """What is to be drawn: the states, each with the commands that it accepts and stays in, and the ways between."""

    stays: dict[str, set[str]]
    commands: dict[tuple[str, str], set[str]]
    events: dict[tuple[str, str], set[str]]


@frozen
class Matrix:
    """The answers of one decider (``ordering.Order``); ``initial`` is the name of the state in which it begins."""

    decider: str
    initial: str
    found: Exploration

    @property
    def commands(self) -> list[str]:
        """The commands, in the order of the catalogue."""
        return [contract.command.__name__ for contract in self.found.commands]

    def markdown(self) -> str:
        """The matrix, and the shortest history to each of its answers, as Markdown."""
        name = self.decider.rpartition(".")[2]
        lines = [
            f"<!-- Made by factbook by exploring {self.decider}. -->",
            "<!-- Do not edit: change the decider or the catalogue, then run `factbook matrix`. -->",
            f"# {_plain(name)}: which command is accepted in which state",
            "",
            f"Found in {self.found.tries} decisions, not proved. A state is called by its class and, where everything",
            "begins in a state of the same class, by the fields in which it differs from that. Where a cell is empty,",
            "the command does not see what makes it, or was not met there. States that answer alike share a row.",
            "",
            *_table(["state", *map(_plain, self.commands)], self._rows()),
            "",
            "## The shortest way to each answer",
            "",
            *_table(["state", "command", "answer", "what happened before"], self._ways()),
        ]
        if unreached := list(self.found.unreached()):
            lines += ["", "## What nothing led to", "", *(f"- {_plain(line)}" for line in unreached)]
        return "\n".join([*lines, ""])

    def _rows(self) -> Iterator[list[str]]:
        alike: dict[tuple[str, ...], list[str]] = {}
        for state in self.found.states:
            alike.setdefault(tuple(self._answers(state, command) for command in self.commands), []).append(state)
        for answers, states in alike.items():
            yield ["<br>".join(map(_plain, states)), *answers]

    def _answers(self, state: str, command: str) -> str:
        answers = self.found.cells.get((state, command), {})
        refused = [_plain(answer) for answer in sorted(answers) if answer != ACCEPTED]
        return "<br>".join(["**accepted**", *refused] if ACCEPTED in answers else refused)

    def _ways(self) -> Iterator[list[str]]:
        for state in self.found.states:
            for command in self.commands:
                cells = self.found.cells.get((state, command), {})
                for answer in sorted(cells, key=lambda answer: (answer != ACCEPTED, answer)):
                    yield [_plain(state), _plain(command), _plain(answer), _way(cells[answer])]

    def picture(self) -> Picture:
        """The same as states and ways between them."""
        states = self.found.states
        if len(states) > MOST:
            states = list(dict.fromkeys(map(_coarse, states)))
            moves = {Move(_coarse(one.before), one.cause, _coarse(one.after), one.ours) for one in self.found.moves}
        else:
            moves = self.found.moves
        states.sort(key=lambda state: state != self.initial)
        picture = Picture({state: set() for state in states}, {}, {})
        for (state, command), answers in self.found.cells.items():
            if ACCEPTED in answers:
                name = state if state in picture.stays else _coarse(state)
                if not any((one.before, one.cause) == (name, command) and one.after != name for one in moves):
                    picture.stays[name].add(command)
        for move in moves:
            if move.before != move.after and {move.before, move.after} <= picture.stays.keys():
                ways = picture.commands if move.ours else picture.events
                ways.setdefault((move.before, move.after), set()).add(move.cause)
        return picture


def matrix(decider: Decider[Any, Any, Any, Any], tries: int = TRIES) -> Matrix:
    """Explore a decider of a generated constructor; the same answer in every run."""
    return Matrix(contract_of(decider).name, state_name(decider.initial, decider.initial), explore(decider, tries))


def _coarse(state: str) -> str:
    return state.partition(" with ")[0]


def _way(cell: Cell) -> str:
    return " → ".join(_plain(type(event).__name__) for event in cell.history) or "nothing"


def _plain(text: str) -> str:
    """A text in which nothing is Markdown: words of an enum may hold anything."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def _table(heads: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(row)} |"
