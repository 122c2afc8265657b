"""Decides on the price of one item."""

from __future__ import annotations

from generated.shop import Price
from generated.shop.cart import PriceSet, SetPrice, SetPriceDecider, SetPriceOutcome

# State: what the item costs now; ``None`` until somebody says.


def evolve(_: Price | None, event: PriceSet) -> Price | None:
    """The last price counts."""
    return event.unit_price


# Decisions.


def decide(command: SetPrice, price: Price | None) -> SetPriceOutcome:
    """A price that is set to what it is already stays as it is."""
    return [] if command.unit_price == price else [PriceSet(command.sku, command.unit_price)]


set_price = SetPriceDecider(initial=None, evolve=evolve, set_price=decide)
