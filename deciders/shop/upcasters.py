"""What old events say in the words of today.

These functions see one old payload, or a value of one, as it travels. They stay as they are when the rules of the shop
change: what was recorded does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from factbook.messages import Json

__all__ = ["noon_of", "time_of_seconds", "vat_contained"]


def vat_contained(invoice: Mapping[str, Json]) -> str:
    """The VAT that an invoice did not show: it was 19 %, of everything and at all times."""
    vat = Decimal(invoice["total"]) * 19 / 119
    return str(vat.quantize(Decimal("0.01"), ROUND_HALF_UP))


def time_of_seconds(since_1970: int) -> str:
    """The time that the payment provider told in seconds."""
    return datetime.fromtimestamp(since_1970, UTC).isoformat().replace("+00:00", "Z")


def noon_of(day: str) -> str:
    """Some time of the day on which a parcel left: nobody wrote down when."""
    return f"{day}T12:00:00Z"
