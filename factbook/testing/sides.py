"""A revision of a system that is asked what it would decide: here, or in another process.

The other process is ``python -m factbook.testing.sides SYSTEM``, in the folder of that revision. It has no store: it
says which events it would read, gets them, and decides.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from factbook.errors import Undecodable
from factbook.queries import Query, QueryItem
from factbook.recording import Recorded
from factbook.system import System
from factbook.translation import Translation

from .answers import Answer, Line, Message, answer_of, apart, line
from .wired import wired

__all__ = ["Here", "Side", "there"]


class Side(Protocol):
    """A revision, which is asked about one command after the other."""

    def begin(self, command: Message) -> Query | None:
        """Which events it reads for a command; ``None`` where it does not understand the command."""
        ...

    def fold(self, events: Sequence[Recorded]) -> None:
        """The next of these events."""
        ...

    def decide(self) -> Answer:
        """What it decides then; nothing where it did not understand an event."""
        ...


class Here:
    """The revision that is imported. ``command`` and ``outcome`` are those that it was asked about last."""

    command: Any = None
    outcome: Any = None

    def __init__(self, system: System) -> None:
        self.translation = Translation(system)
        self._state: Any = None
        self._understood = False
        self._fault: str | None = None

    def begin(self, command: Message) -> Query | None:
        """See :meth:`Side.begin`."""
        system = self.translation.system
        context, _, name = command.name.partition(".")
        self.outcome, self._fault, self._understood = None, None, False
        try:
            self.command = system.codec(context).structure(name, command.data)
            decider, contract = system.decider(self.command.__class__), system.contract(self.command.__class__)
        except (Undecodable, KeyError, ModuleNotFoundError):  # what it does not know, it does not have
            return None
        self._understood = True
        self._decider, self._contract, self._state = decider, contract, decider.initial
        return contract.reads.query(self.command)

    def fold(self, events: Sequence[Recorded]) -> None:
        """See :meth:`Side.fold`."""
        if not self._understood or self._fault is not None:
            return
        try:
            self._state = self.translation.fold(self._decider.evolve, self._state, events)
        except Undecodable:
            self._understood = False
        except Exception as error:  # whatever a function raises is what would come of it
            self._fault = _fault(error)

    def decide(self) -> Answer:
        """See :meth:`Side.decide`."""
        if not self._understood:
            return Answer()
        if self._fault is None:
            try:
                self.outcome = self._decider.decide(self.command, self._state)
                if not (strays := self._contract.strays(self.outcome)):
                    return answer_of(self.outcome)
                self._fault = f"it answers {', '.join(one.__name__ for one in strays)}, undeclared"
            except Exception as error:  # whatever a function raises is what would come of it
                self._fault = _fault(error)
            self.outcome = None
        return Answer(fault=self._fault)


def _fault(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


# Another process -----------------------------------------------------------------------------------------------------


class Begin(msgspec.Struct, tag=True):
    """Here is a command: which events are read?"""

    command: Message


class Drawn(msgspec.Struct):
    """These; or the command is not understood."""

    items: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    everything: bool = False
    understood: bool = True


class Past(msgspec.Struct, tag=True):
    """Some of them: position, type, version, data."""

    events: list[tuple[int, str, int, bytes]]


class Decide(msgspec.Struct, tag=True):
    """That was all: what is decided?"""


class There:
    """The revision at the other end of a line."""

    def __init__(self, to: Line) -> None:
        self._line = to

    def begin(self, command: Message) -> Query | None:
        """See :meth:`Side.begin`."""
        drawn = msgspec.json.decode(self._line.ask(Begin(command)), type=Drawn)
        if not drawn.understood:
            return None
        return Query(tuple(QueryItem(types, tags) for types, tags in drawn.items), drawn.everything)

    def fold(self, events: Sequence[Recorded]) -> None:
        """See :meth:`Side.fold`."""
        if events:
            self._line.say(Past([(one.position, one.type, one.version, one.data) for one in events]))

    def decide(self) -> Answer:
        """See :meth:`Side.decide`."""
        return msgspec.json.decode(self._line.ask(Decide()), type=Answer)


@contextmanager
def there(folder: Path, system: str) -> Generator[There]:
    """Run the revision that stands in a folder, with its ``deciders`` and ``generated``."""
    with line(__name__, folder, system) as to:
        yield There(to)


def _serve(name: str) -> None:
    """Be the other end, until nothing more is asked."""
    to = apart()
    side = Here(wired(name))
    for sent in sys.stdin.buffer:
        said: Begin | Past | Decide = msgspec.json.decode(sent, type=Begin | Past | Decide)
        match said:
            case Begin(command):
                query = side.begin(command)
                _answer(to, Drawn(understood=False) if query is None else _drawn(query))
            case Past(events):
                side.fold([Recorded(*one, b"", b"[]", b"{}") for one in events])
            case Decide():
                _answer(to, side.decide())


def _drawn(query: Query) -> Drawn:
    return Drawn([(one.types, one.tags) for one in query.items], query.everything)


def _answer(to: BinaryIO, value: object) -> None:
    to.write(msgspec.json.encode(value) + b"\n")
    to.flush()


if __name__ == "__main__":
    sys.path.insert(0, "")
    _serve(sys.argv[1])
