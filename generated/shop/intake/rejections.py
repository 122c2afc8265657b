# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define


@constrained
@define(frozen=True, slots=True)
class OtherDataReceived:
    """Other data was received under this number."""


@constrained
@define(frozen=True, slots=True)
class NothingReceived:
    """No data was received under this number."""


@constrained
@define(frozen=True, slots=True)
class AlreadySettled:
    """The data was already translated or refused."""
