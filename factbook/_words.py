"""What stands in ``Annotated`` for the words of :mod:`.constraints` that msgspec has none for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import frozen

__all__ = ["Between", "Bound", "Digits", "OneOf", "Pattern", "one_of"]

Bound: TypeAlias = int | float | Decimal | date | datetime | timedelta


@frozen
class Between:
    """The bounds of a decimal, a date, a time or a duration, both included; ``None`` is no bound."""

    least: Bound | None
    most: Bound | None


@frozen
class Digits:
    """The size of a decimal: at most ``total`` digits, at most ``places`` of them after the point.

    Zeros that do not change the value do not count, nor does a zero before the point. Where both are given, ``total``
    less ``places`` digits may stand before the point, as in SQL's ``numeric(total, places)``.
    """

    total: int | None
    places: int | None


@frozen
class Pattern:
    """Texts that match a portable regular expression as a whole; ``says`` ends a sentence about one that does not."""

    text: str
    says: str


@frozen
class OneOf:
    """Marks a record that is the only one of a union."""


one_of: Final = OneOf()
"""A union that has one record so far, ``Payment = Annotated[Card, one_of]``: it travels under the record's name, as it
will when there are more."""
