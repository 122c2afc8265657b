"""A state machine over a whole system: commands in any order, time, flags, effects that fail; what must always hold.

def stock(world: World) -> Iterable[StockLevel]:
    return world.rows("stock.StockLevel").values()

TestShop = machine(shop, {"stock never falls below zero": lambda world: all(row.free >= 0 for row in stock(world))})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from unittest import TestCase

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from factbook.decider import accepted
from factbook.system import System

from .domain import about, strategy_of
from .exploring import few
from .playing import first_outcome, play_step
from .tables import table
from .world import World, outcomes_of
from .worlds import COPIES, beginnings, issuable

__all__ = ["Invariant", "machine"]

Invariant = Callable[[World], bool]
"""What must be true of a world after every step."""

_WAITS: Final = (timedelta(hours=1), timedelta(days=1), timedelta(days=2, seconds=1), timedelta(days=30))
_READY: Final = 30
_MOSTLY: Final = 3


def machine(
    system: System,
    invariants: Mapping[str, Invariant],
    *,
    start: Callable[[World], None] | None = None,
    examples: int = 40,
    steps: int = 30,
) -> type[TestCase]:
    """A test case that runs a Hypothesis state machine; pytest finds it under a name that begins with ``Test``.

    ``invariants`` are functions by the sentence that they check. ``start`` may prepare each world. Then some steps of a
    story are played, so that what is rare is reached, and after them come commands that some role may issue: valid by
    themselves and in any order, so many are refused. Effects have any of their declared outcomes.
    """
    commands = issuable(system)

    class Machine(RuleBasedStateMachine):
        """One run."""

        def __init__(self) -> None:
            super().__init__()
            self.turn = 0
            self.begun = False
            self.world = World(system, self.outcome)

        def outcome(self, world: World, effect: Any) -> Any:
            """Any declared outcome of an effect, mostly the first; in stories always, as they are told with it."""
            kinds = outcomes_of(effect, world.catalogue)
            self.turn += self.begun
            kind = kinds[self.turn // _MOSTLY % len(kinds) if self.turn % _MOSTLY == 0 else 0]
            plain = first_outcome(world, effect)
            if type(plain) is kind:
                return plain
            other = few(kind)[0]
            own: Any = effect.__class__
            taken = {
                field.name: getattr(effect, field.name) for field in attrs.fields(own) if hasattr(other, field.name)
            }
            return attrs.evolve(other, **taken)

        @initialize(data=st.data())
        def begin(self, data: st.DataObject) -> None:
            """Prepare the world, and play some steps of a story."""
            if start is not None:
                start(self.world)
            steps = data.draw(st.sampled_from(beginnings(system)))
            for step in steps[: data.draw(st.integers(len(steps) // 3, len(steps)))]:
                play_step(self.world, step)
            self.begun = True

        @rule(kind=st.sampled_from(commands), data=st.data())
        def send(self, kind: type[Any], data: st.DataObject) -> None:
            """Send any command, one that was drawn before, or one that takes over what an event has."""
            command = data.draw(st.sampled_from(few(kind, _READY)) | strategy_of(kind))
            event = data.draw(st.none() | st.sampled_from(self.world.log[-COPIES:])) if self.world.log else None
            if event is not None:
                command = about(command, event)
            before = len(self.world.log)
            outcome = self.world.send(command)
            assert accepted(outcome) or len(self.world.log) == before

        @rule(duration=st.sampled_from(_WAITS))
        def wait(self, duration: timedelta) -> None:
            """Let time pass."""
            self.world.wait(duration)

        @rule(data=st.data())
        def switch(self, data: st.DataObject) -> None:
            """Switch a flag."""
            if self.world.flags:
                flag = data.draw(st.sampled_from(sorted(self.world.flags)))
                self.world.flags[flag] = not self.world.flags[flag]

        @invariant()
        def hold(self) -> None:
            """Every invariant is true."""
            for sentence, holds in invariants.items():
                if not holds(self.world):
                    shown = table(("recorded", event) for event in self.world.log)
                    raise AssertionError(f"it does not hold that {sentence}\n\n{shown}")

    Machine.__name__ = Machine.__qualname__ = f"{system.name.title()}Machine"
    Machine.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
            HealthCheck.nested_given,
        ],
    )
    return Machine.TestCase
