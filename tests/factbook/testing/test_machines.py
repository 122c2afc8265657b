"""A machine drives a whole system, and says which sentence does not hold."""

from __future__ import annotations

import pytest

from deciders.shop import shop
from factbook.testing import World, machine
from generated.shop.ordering import OrderCancelled
from generated.shop.shipping import ShipmentDispatched


def run(sentence: str, *never: type[object]) -> str:
    """What a machine says about a sentence that is not true as soon as one of these events happens."""

    def holds(world: World) -> bool:
        return not list(world.events(*never))

    with pytest.raises(AssertionError) as caught:
        machine(shop, {"this is true": lambda _: True, sentence: holds})("runTest").debug()
    return str(caught.value)


def test_a_sentence_that_does_not_hold_is_named_with_what_happened() -> None:
    """As a table of all that was recorded."""
    text = run("nobody cancels", OrderCancelled)

    assert text.startswith("it does not hold that nobody cancels\n\n  recorded   1  ")
    assert "  OrderCancelled" in text


def test_what_takes_many_steps_is_reached() -> None:
    """Because runs begin with stories of the catalogue."""
    assert "it does not hold that nothing leaves" in run("nothing leaves", ShipmentDispatched)
