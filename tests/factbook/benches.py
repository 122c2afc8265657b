"""A place to handle commands at, where every question is seen, and may be answered otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from attrs import define, field

from factbook.drivers import sync
from factbook.effects import Effect, Pause
from factbook.handling import SENT, Handling, Outcome, Sent
from factbook.queries import ALL
from factbook.recording import Metadata
from factbook.states import States
from factbook.stores.memory import MemoryStore
from tests.factbook.drivers.shops import TRANSLATION, command, uuid

NOW: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
ID: Final = UUID("01947000-0000-7000-8000-000000000001")


def count(counted: int) -> Any:
    return command("stock.CountStock", sku="MUG-0001", counted=counted, counted_at="2026-01-01T12:00:00Z")


def counted(number: int) -> Any:
    return command("stock.StockCounted", sku="MUG-0001", counted=number, counted_at="2026-01-01T12:00:00Z")


def reserve(quantity: int, order: int = 1) -> Any:
    return command("stock.ReserveStock", sku="MUG-0001", order_id=uuid(1, order), quantity=quantity)


def reserved(quantity: int, order: int = 1) -> Any:
    return command("stock.StockReserved", sku="MUG-0001", order_id=uuid(1, order), quantity=quantity)


def take(order: int = 1) -> Any:
    return command("stock.TakeStock", sku="MUG-0001", order_id=uuid(1, order))


def nothing(effect: Effect) -> Any:
    return None


@define
class Bench:
    """A store, a cache, and a note of what was asked. ``before`` may do something first, answer instead, or raise."""

    handling: Handling = field(factory=lambda: Handling(TRANSLATION))
    store: MemoryStore = field(factory=MemoryStore)
    states: States = field(factory=States)
    asked: list[Effect] = field(factory=list[Effect])
    before: Callable[[Effect], Any] = nothing

    def send(self, message: Any, sent: Sent = SENT) -> Outcome:
        """Handle a command; ``asked`` holds the questions of this one."""
        self.asked.clear()
        answers = sync.answers(self.store, self.states, lambda: NOW)

        def noted(answer: Callable[[Any], Any], effect: Any) -> Any:
            self.asked.append(effect)
            instead = self.before(effect)
            return answer(effect) if instead is None else instead

        noting = {kind: partial(noted, answer) for kind, answer in answers.items()}
        return sync.run(self.handling.handle(message, sent), {**noting, Pause: self.asked.append})

    def record(self, *events: Any) -> None:
        """Somebody else records events."""
        self.store.append([TRANSLATION.new_event(event, uuid4(), Metadata()) for event in events])

    def kinds(self, *of: type[Any]) -> list[str]:
        """What was asked, by name; only questions of these kinds, if there are any."""
        return [type(effect).__name__ for effect in self.asked if not of or isinstance(effect, of)]

    @property
    def types(self) -> list[str]:
        """The names of the events in the store."""
        return [event.type.partition(".")[2] for event in self.store.read(ALL).events]
