"""A machine drives a whole system, and says which sentence does not hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, settings

from deciders.shop import shop
from factbook.testing import World, machine
from generated.shop.shipping import ShipmentDispatched


def test_a_sentence_that_does_not_hold_is_named_with_what_happened() -> None:
    """Also one that takes many steps to refute, because runs begin with stories of the catalogue."""

    def nothing_leaves(world: World) -> bool:
        return not list(world.events(ShipmentDispatched))

    def nothing_is_wrong(world: World) -> bool:
        return bool(world.system)

    sentences = {"this is true": nothing_is_wrong, "nothing leaves": nothing_leaves}
    case: Any = machine(shop, sentences, examples=200)
    case.settings = settings(
        case.settings, phases=[Phase.generate]
    )  # to shrink it takes ten times as long as to find it
    with pytest.raises(AssertionError) as caught:
        case("runTest").debug()

    text = str(caught.value)
    assert text.startswith("it does not hold that nothing leaves\n\n  recorded   1  ")
    assert "  ShipmentDispatched" in text
