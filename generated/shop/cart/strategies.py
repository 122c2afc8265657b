# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Cart: every type and message, valid by construction."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, day, identity, integer, many, message, moment

from ..customers.strategies import customer_id
from ..strategies import (
    money,
    order_id,
    order_line,
    order_lines,
    payment_method,
    percent,
    price,
    quantity,
    sku,
)
from .commands import (
    AddItem,
    ApplyDiscountCode,
    CheckOut,
    IssueDiscountCode,
    RecalculatePrices,
    RemoveItem,
    SetPrice,
    WithdrawDiscountCode,
)
from .events import (
    CartCheckedOut,
    DiscountCodeApplied,
    DiscountCodeIssued,
    DiscountCodeWithdrawn,
    ItemAdded,
    ItemRemoved,
    PriceSet,
    PricesRecalculated,
)
from .rejections import (
    CartIsCheckedOut,
    CartIsEmpty,
    CartIsFull,
    CartOfAnother,
    CodeExists,
    CodeExpired,
    CodeWithdrawn,
    NotForSale,
    NotInCart,
    OrderNumberTaken,
    TooManyPieces,
    UnknownCode,
)
from .types import (
    CartId,
    CartLines,
    DiscountCode,
)


def cart_id() -> SearchStrategy[CartId]:
    """Any valid ``CartId``."""
    return identity(CartId)


def discount_code() -> SearchStrategy[DiscountCode]:
    """Any valid ``DiscountCode``."""
    return identity(str, "WELCOME10", "WELCOME11", "WELCOME12", "WELCOME13")


def cart_lines() -> SearchStrategy[CartLines]:
    """Any valid ``CartLines``."""
    return many(order_line(), 0, 20)


def price_set(**fields: SearchStrategy[Any]) -> SearchStrategy[PriceSet]:
    """Any valid ``PriceSet``; name a field to say how it is drawn."""
    return message(PriceSet, fields, sku=sku(), unit_price=price())


def discount_code_issued(**fields: SearchStrategy[Any]) -> SearchStrategy[DiscountCodeIssued]:
    """Any valid ``DiscountCodeIssued``; name a field to say how it is drawn."""
    return message(DiscountCodeIssued, fields, code=discount_code(), percent=integer(1, 90), last_day=day())


def discount_code_withdrawn(**fields: SearchStrategy[Any]) -> SearchStrategy[DiscountCodeWithdrawn]:
    """Any valid ``DiscountCodeWithdrawn``; name a field to say how it is drawn."""
    return message(DiscountCodeWithdrawn, fields, code=discount_code())


def item_added(**fields: SearchStrategy[Any]) -> SearchStrategy[ItemAdded]:
    """Any valid ``ItemAdded``; name a field to say how it is drawn."""
    return message(
        ItemAdded,
        fields,
        cart_id=cart_id(),
        customer_id=customer_id(),
        sku=sku(),
        quantity=quantity(),
        unit_price=price(),
    )


def item_removed(**fields: SearchStrategy[Any]) -> SearchStrategy[ItemRemoved]:
    """Any valid ``ItemRemoved``; name a field to say how it is drawn."""
    return message(ItemRemoved, fields, cart_id=cart_id(), sku=sku())


def discount_code_applied(**fields: SearchStrategy[Any]) -> SearchStrategy[DiscountCodeApplied]:
    """Any valid ``DiscountCodeApplied``; name a field to say how it is drawn."""
    return message(DiscountCodeApplied, fields, cart_id=cart_id(), code=discount_code(), percent=integer(1, 90))


def prices_recalculated(**fields: SearchStrategy[Any]) -> SearchStrategy[PricesRecalculated]:
    """Any valid ``PricesRecalculated``; name a field to say how it is drawn."""
    return message(
        PricesRecalculated,
        fields,
        cart_id=cart_id(),
        customer_id=customer_id(),
        lines=cart_lines(),
        discount_percent=percent(),
        goods=money(),
        discount=money(),
        total=money(),
    )


def cart_checked_out(**fields: SearchStrategy[Any]) -> SearchStrategy[CartCheckedOut]:
    """Any valid ``CartCheckedOut``; name a field to say how it is drawn."""
    return message(
        CartCheckedOut,
        fields,
        cart_id=cart_id(),
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        discount_percent=percent(),
        goods=money(),
        discount=money(),
        total=money(),
        payment_method=payment_method(),
        checked_out_at=moment(),
    )


def set_price(**fields: SearchStrategy[Any]) -> SearchStrategy[SetPrice]:
    """Any valid ``SetPrice``; name a field to say how it is drawn."""
    return message(SetPrice, fields, sku=sku(), unit_price=price())


def issue_discount_code(**fields: SearchStrategy[Any]) -> SearchStrategy[IssueDiscountCode]:
    """Any valid ``IssueDiscountCode``; name a field to say how it is drawn."""
    return message(IssueDiscountCode, fields, code=discount_code(), percent=integer(1, 90), last_day=day())


def withdraw_discount_code(**fields: SearchStrategy[Any]) -> SearchStrategy[WithdrawDiscountCode]:
    """Any valid ``WithdrawDiscountCode``; name a field to say how it is drawn."""
    return message(WithdrawDiscountCode, fields, code=discount_code())


def add_item(**fields: SearchStrategy[Any]) -> SearchStrategy[AddItem]:
    """Any valid ``AddItem``; name a field to say how it is drawn."""
    return message(AddItem, fields, cart_id=cart_id(), customer_id=customer_id(), sku=sku(), quantity=quantity())


def remove_item(**fields: SearchStrategy[Any]) -> SearchStrategy[RemoveItem]:
    """Any valid ``RemoveItem``; name a field to say how it is drawn."""
    return message(RemoveItem, fields, cart_id=cart_id(), sku=sku())


def apply_discount_code(**fields: SearchStrategy[Any]) -> SearchStrategy[ApplyDiscountCode]:
    """Any valid ``ApplyDiscountCode``; name a field to say how it is drawn."""
    return message(ApplyDiscountCode, fields, cart_id=cart_id(), code=discount_code(), applied_on=day())


def recalculate_prices(**fields: SearchStrategy[Any]) -> SearchStrategy[RecalculatePrices]:
    """Any valid ``RecalculatePrices``; name a field to say how it is drawn."""
    return message(RecalculatePrices, fields, cart_id=cart_id(), sku=sku())


def check_out(**fields: SearchStrategy[Any]) -> SearchStrategy[CheckOut]:
    """Any valid ``CheckOut``; name a field to say how it is drawn."""
    return message(
        CheckOut,
        fields,
        cart_id=cart_id(),
        order_id=order_id(),
        payment_method=payment_method(),
        checked_out_at=moment(),
    )


def code_exists(**fields: SearchStrategy[Any]) -> SearchStrategy[CodeExists]:
    """Any valid ``CodeExists``; name a field to say how it is drawn."""
    return message(CodeExists, fields)


def unknown_code(**fields: SearchStrategy[Any]) -> SearchStrategy[UnknownCode]:
    """Any valid ``UnknownCode``; name a field to say how it is drawn."""
    return message(UnknownCode, fields)


def cart_is_checked_out(**fields: SearchStrategy[Any]) -> SearchStrategy[CartIsCheckedOut]:
    """Any valid ``CartIsCheckedOut``; name a field to say how it is drawn."""
    return message(CartIsCheckedOut, fields)


def cart_of_another(**fields: SearchStrategy[Any]) -> SearchStrategy[CartOfAnother]:
    """Any valid ``CartOfAnother``; name a field to say how it is drawn."""
    return message(CartOfAnother, fields)


def not_for_sale(**fields: SearchStrategy[Any]) -> SearchStrategy[NotForSale]:
    """Any valid ``NotForSale``; name a field to say how it is drawn."""
    return message(NotForSale, fields)


def too_many_pieces(**fields: SearchStrategy[Any]) -> SearchStrategy[TooManyPieces]:
    """Any valid ``TooManyPieces``; name a field to say how it is drawn."""
    return message(TooManyPieces, fields)


def cart_is_full(**fields: SearchStrategy[Any]) -> SearchStrategy[CartIsFull]:
    """Any valid ``CartIsFull``; name a field to say how it is drawn."""
    return message(CartIsFull, fields)


def not_in_cart(**fields: SearchStrategy[Any]) -> SearchStrategy[NotInCart]:
    """Any valid ``NotInCart``; name a field to say how it is drawn."""
    return message(NotInCart, fields)


def cart_is_empty(**fields: SearchStrategy[Any]) -> SearchStrategy[CartIsEmpty]:
    """Any valid ``CartIsEmpty``; name a field to say how it is drawn."""
    return message(CartIsEmpty, fields)


def code_withdrawn(**fields: SearchStrategy[Any]) -> SearchStrategy[CodeWithdrawn]:
    """Any valid ``CodeWithdrawn``; name a field to say how it is drawn."""
    return message(CodeWithdrawn, fields)


def code_expired(**fields: SearchStrategy[Any]) -> SearchStrategy[CodeExpired]:
    """Any valid ``CodeExpired``; name a field to say how it is drawn."""
    return message(CodeExpired, fields)


def order_number_taken(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderNumberTaken]:
    """Any valid ``OrderNumberTaken``; name a field to say how it is drawn."""
    return message(OrderNumberTaken, fields)
