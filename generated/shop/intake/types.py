# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

from factbook.constraints import pattern

IntakeId = NewType("IntakeId", UUID)
"""Names one piece of raw data."""

SourceName = Annotated[str, pattern(r"[a-z][a-z0-9\-]{1,39}")]
"""Who sent it, such as a marketplace, a web form or the supplier."""


class RefusalReason(StrEnum):
    """Why raw data could not be translated."""

    UNKNOWN_KIND = "unknown_kind"
    """The data does not say what it is, or it is nothing that the shop knows."""
    MISSING_FIELD = "missing_field"
    """Something that is needed is not there."""
    WRONG_VALUE = "wrong_value"
    """Something is there, but it is not what it should be."""


DataPath = Annotated[str, pattern(r"\$[A-Za-z0-9_.\[\]]{0,200}")]
"""Where in the data something is, from its root: $.items[0].sku"""


class IntakeStatus(StrEnum):
    """What became of a piece of raw data."""

    RECEIVED = "received"
    TRANSLATED = "translated"
    REFUSED = "refused"


class DataKind(StrEnum):
    """What the shop can translate."""

    ORDER = "order"
    """Somebody ordered elsewhere."""
    STOCK_LIST = "stock_list"
    """Somebody counted elsewhere."""
