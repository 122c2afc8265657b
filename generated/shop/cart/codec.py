# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order. The
price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from factbook.codec import NEW, NOW, TODAY, Codec, CommandEntry, EventEntry
from factbook.upcasting import rename

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
from .views import CartContents

CODEC = Codec(
    "cart",
    events=(
        EventEntry(PriceSet, tags=(("sku", "sku"),)),
        EventEntry(DiscountCodeIssued, tags=(("discount", "code"),)),
        EventEntry(DiscountCodeWithdrawn, tags=(("discount", "code"),)),
        EventEntry(ItemAdded, tags=(("cart", "cart_id"), ("customer", "customer_id"), ("sku", "sku"))),
        EventEntry(ItemRemoved, tags=(("cart", "cart_id"), ("sku", "sku"))),
        EventEntry(DiscountCodeApplied, tags=(("cart", "cart_id"), ("discount", "code"))),
        EventEntry(PricesRecalculated, tags=(("cart", "cart_id"), ("customer", "customer_id"))),
        EventEntry(
            CartCheckedOut,
            version=2,
            tags=(("cart", "cart_id"), ("order", "order_id"), ("customer", "customer_id"), ("sku", "lines.sku")),
            upcasts=((rename("lines.*.price", "unit_price"),),),
        ),
    ),
    commands=(
        CommandEntry(SetPrice),
        CommandEntry(IssueDiscountCode),
        CommandEntry(WithdrawDiscountCode),
        CommandEntry(AddItem, defaults={"cart_id": NEW}),
        CommandEntry(RemoveItem),
        CommandEntry(ApplyDiscountCode, defaults={"applied_on": TODAY}),
        CommandEntry(RecalculatePrices),
        CommandEntry(CheckOut, defaults={"order_id": NEW, "checked_out_at": NOW}),
    ),
    rejections=(
        CodeExists,
        UnknownCode,
        CartIsCheckedOut,
        CartOfAnother,
        NotForSale,
        TooManyPieces,
        CartIsFull,
        NotInCart,
        CartIsEmpty,
        CodeWithdrawn,
        CodeExpired,
        OrderNumberTaken,
    ),
    rows=(CartContents,),
)
