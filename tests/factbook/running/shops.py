"""A shop that runs in a test: a clock that is moved by hand, and an outside that is seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from attrs import define, field

from deciders.shop import shop
from factbook.application import Application
from factbook.catalogue import Do, SetFlag, Story, Wait
from factbook.desk import Desk
from factbook.flags import FLAG_SET
from factbook.queries import ALL
from factbook.stores import Store
from factbook.testing.domain import instance
from factbook.testing.playing import first_outcome
from factbook.testing.stages import Clock

__all__ = ["PLACED", "STORIES", "Outside", "at_the_charge", "decoded", "do", "running", "step", "story", "wait"]

_CATALOGUE = shop.catalogue
STORIES = [
    *_CATALOGUE.stories,
    *(story for context in _CATALOGUE.contexts.values() for story in context.stories),
]
PLACED = "A first order from cart to doorstep"


@define
class Outside:
    """Does effects by noting their keys; ``trouble`` is raised as often as it says, before anything is done."""

    done: list[tuple[str, UUID]] = field(factory=list[tuple[str, UUID]])
    trouble: list[Exception] = field(factory=list[Exception])

    def __call__(self, effect: Any, key: UUID) -> Any:
        if self.trouble:
            raise self.trouble.pop()
        self.done.append((type(effect).__name__, key))
        return first_outcome(shop, effect)

    @property
    def handlers(self) -> dict[type[Any], Outside]:
        """Itself, for every effect of the shop."""
        return dict.fromkeys(shop.effects(), self)


def running(store: str | Store, outside: Outside, clock: Clock, desk: Desk | None = None) -> Application:
    """The shop on a store."""
    return Application(shop, store, effects=outside.handlers, clock=clock, desk=desk)


def step(app: Application, clock: Clock, one: object) -> None:
    """Do what is done in a step of a story, and let everything follow."""
    match one:
        case Do():
            do(app, one)
            app.settle()
        case Wait(duration=duration):
            wait(app, clock, duration)
        case SetFlag(flag=flag, on=on):
            app.switch(flag, on)
        case _:
            pass


def do(app: Application, one: Do) -> None:
    """Send the command of a step, always under the same id."""
    command = instance("generated.shop.cart", one.command.ref, one.command.data)
    app.send(command, actor=one.role, command_id=uuid5(NAMESPACE_URL, one.place))


def wait(app: Application, clock: Clock, duration: timedelta) -> None:
    """Let time pass, with everything at its time."""
    end = clock.now + duration
    while (due := app.desk.next_due()) is not None and due <= end:
        clock.now = max(clock.now, due)
        app.settle()
    clock.now = end


def decoded(app: Application) -> list[Any]:
    """Everything that happened, but for flags."""
    events = app.store.read(ALL).events
    return [app.translation.decode(event) for event in events if event.type != FLAG_SET]


def story(title: str) -> Story:
    """A story of the shop."""
    return next(one for one in STORIES if one.title == title)


def at_the_charge(app: Application, clock: Clock) -> None:
    """A shop in which the customer is about to be charged."""
    for one in story(PLACED).steps:
        if isinstance(one, Do) and one.command.ref == "billing.ConfirmPayment":
            return
        step(app, clock, one)
