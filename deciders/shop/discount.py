"""Decides on one discount code."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from generated.shop.cart import (
    CodeExists,
    DiscountCodeIssued,
    DiscountCodeWithdrawn,
    DiscountDecider,
    DiscountEvent,
    IssueDiscountCode,
    IssueDiscountCodeOutcome,
    UnknownCode,
    WithdrawDiscountCode,
    WithdrawDiscountCodeOutcome,
)

# State: how far the code has come. There is nothing more to know about it, so words are enough.


class Discount(Enum):
    """A discount code in its three states."""

    UNKNOWN = "unknown"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


def evolve(_: Discount, event: DiscountEvent) -> Discount:
    """The code after one more event."""
    match event:
        case DiscountCodeIssued():
            return Discount.ISSUED
        case DiscountCodeWithdrawn():
            return Discount.WITHDRAWN
        case _:
            assert_never(event)


# Decisions: one function for each command.


def issue_discount_code(command: IssueDiscountCode, discount: Discount) -> IssueDiscountCodeOutcome:
    """A code is used once, even if it was withdrawn since."""
    match discount:
        case Discount.UNKNOWN:
            return [DiscountCodeIssued(command.code, command.percent, command.last_day)]
        case Discount.ISSUED | Discount.WITHDRAWN:
            return CodeExists()


def withdraw_discount_code(command: WithdrawDiscountCode, discount: Discount) -> WithdrawDiscountCodeOutcome:
    """What was withdrawn before stays so."""
    match discount:
        case Discount.UNKNOWN:
            return UnknownCode()
        case Discount.ISSUED:
            return [DiscountCodeWithdrawn(command.code)]
        case Discount.WITHDRAWN:
            return []


discount = DiscountDecider(
    initial=Discount.UNKNOWN,
    evolve=evolve,
    issue_discount_code=issue_discount_code,
    withdraw_discount_code=withdraw_discount_code,
)
