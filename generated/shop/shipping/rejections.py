# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define


@constrained
@define(frozen=True, slots=True)
class OrderNotConfirmed:
    """The goods of the order are not all reserved."""


@constrained
@define(frozen=True, slots=True)
class OrderWasCancelled:
    """The order is off."""


@constrained
@define(frozen=True, slots=True)
class OrderNotPaid:
    """The payment has not arrived."""


@constrained
@define(frozen=True, slots=True)
class NotPrepared:
    """Nobody has had the goods packed."""


@constrained
@define(frozen=True, slots=True)
class AlreadyDispatched:
    """The parcel left the house with another number."""


@constrained
@define(frozen=True, slots=True)
class NotDispatched:
    """The parcel has not left the house."""


@constrained
@define(frozen=True, slots=True)
class AlreadyReturned:
    """The parcel came back."""
