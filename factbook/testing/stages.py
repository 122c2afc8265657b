"""What stories are played on: a world in memory, or an application on any store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from attrs import define, field

from factbook.application import Application
from factbook.catalogue import System as Catalogue
from factbook.flags import FLAG_SET
from factbook.handling import Rejected
from factbook.queries import ALL
from factbook.system import System

from .domain import name_of
from .world import NOON, World

__all__ = ["ApplicationStage", "Clock", "Happened", "Stage", "WorldStage"]


class Happened(NamedTuple):
    """An event that was recorded: its full name, the event, and the policy or role that led to it."""

    name: str
    event: Any
    by: str


class Stage(Protocol):
    """Where a story is played."""

    @property
    def system(self) -> System:
        """The system that plays."""
        ...

    @property
    def position(self) -> int:
        """How much was recorded so far."""
        ...

    def send(self, role: str, command: Any) -> Any:
        """Let a role issue a command and everything follow; answers events or a rejection."""
        ...

    def wait(self, duration: timedelta) -> None:
        """Let time pass."""
        ...

    def switch(self, flag: str, on: bool) -> None:
        """Switch a flag."""
        ...

    def row(self, view: str, key: tuple[Any, ...]) -> Any:
        """The row of a view with a key, or ``None``."""
        ...

    def happened(self, after: int) -> Sequence[Happened]:
        """What was recorded beyond a position."""
        ...


@define
class WorldStage:
    """A world in memory."""

    world: World

    @property
    def system(self) -> System:
        """See :class:`Stage`."""
        return self.world.system

    @property
    def position(self) -> int:
        """See :class:`Stage`."""
        return len(self.world.log)

    def send(self, role: str, command: Any) -> Any:
        """See :class:`Stage`."""
        return self.world.send(command)

    def wait(self, duration: timedelta) -> None:
        """See :class:`Stage`."""
        self.world.wait(duration)

    def switch(self, flag: str, on: bool) -> None:
        """See :class:`Stage`."""
        self.world.flags[flag] = on

    def row(self, view: str, key: tuple[Any, ...]) -> Any:
        """See :class:`Stage`."""
        return self.world.rows(view).get(key)

    def happened(self, after: int) -> Sequence[Happened]:
        """See :class:`Stage`."""
        return [Happened(name_of(event.__class__), event, "") for event in self.world.log[after:]]


@define
class Clock:
    """A clock that is moved by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now


@define
class ApplicationStage:
    """An application whose clock is ``clock``, and which has no workers: what follows is done between the steps."""

    application: Application
    clock: Clock = field(factory=Clock)

    @property
    def system(self) -> System:
        """See :class:`Stage`."""
        return self.application.system

    @property
    def catalogue(self) -> Catalogue:
        """What is declared."""
        return self.system.catalogue

    @property
    def position(self) -> int:
        """See :class:`Stage`."""
        return self.application.store.read(ALL, limit=1, backwards=True).head

    def send(self, role: str, command: Any) -> Any:
        """See :class:`Stage`."""
        outcome = self.application.send(command, actor=role, roles=(role,))
        self.application.settle()
        return outcome.rejection if isinstance(outcome, Rejected) else outcome.events

    def wait(self, duration: timedelta) -> None:
        """See :class:`Stage`."""
        end = self.clock.now + duration
        while (due := self.application.desk.next_due()) is not None and due <= end:
            self.clock.now = max(self.clock.now, due)
            self.application.settle()
        self.clock.now = end
        self.application.settle()

    def switch(self, flag: str, on: bool) -> None:
        """See :class:`Stage`."""
        self.application.switch(flag, on)

    def row(self, view: str, key: tuple[Any, ...]) -> Any:
        """See :class:`Stage`."""
        return self.application.views.get(view, *key)

    def happened(self, after: int) -> Sequence[Happened]:
        """See :class:`Stage`."""
        events = self.application.store.read(ALL, after).events
        decode = self.application.translation.decode
        return [
            Happened(event.type, decode(event), event.metadata.actor or "")
            for event in events
            if event.type != FLAG_SET
        ]
