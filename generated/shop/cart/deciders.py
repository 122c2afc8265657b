# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order.
The price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

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

S = TypeVar("S")

CartEvent = (
    ItemAdded
    | PricesRecalculated
    | ItemRemoved
    | DiscountCodeApplied
    | CartCheckedOut
    | PriceSet
    | DiscountCodeIssued
    | DiscountCodeWithdrawn
)
"""What Cart evolves from."""

CartCommand = AddItem | RemoveItem | ApplyDiscountCode | RecalculatePrices | CheckOut
"""What Cart decides on."""

CartRejection = (
    CartIsCheckedOut
    | CartOfAnother
    | NotForSale
    | TooManyPieces
    | CartIsFull
    | NotInCart
    | CartIsEmpty
    | UnknownCode
    | CodeWithdrawn
    | CodeExpired
    | OrderNumberTaken
)
"""How Cart refuses."""

AddItemOutcome = (
    Sequence[ItemAdded | PricesRecalculated]
    | CartIsCheckedOut
    | CartOfAnother
    | NotForSale
    | TooManyPieces
    | CartIsFull
)
"""What may come of AddItem."""

RemoveItemOutcome = Sequence[ItemRemoved | PricesRecalculated] | CartIsCheckedOut | NotInCart
"""What may come of RemoveItem."""

ApplyDiscountCodeOutcome = (
    Sequence[DiscountCodeApplied | PricesRecalculated]
    | CartIsCheckedOut
    | CartIsEmpty
    | UnknownCode
    | CodeWithdrawn
    | CodeExpired
)
"""What may come of ApplyDiscountCode."""

RecalculatePricesOutcome = Sequence[PricesRecalculated]
"""What may come of RecalculatePrices."""

CheckOutOutcome = Sequence[CartCheckedOut] | CartIsCheckedOut | CartIsEmpty | OrderNumberTaken
"""What may come of CheckOut."""

CART_READS = (
    Read(
        (
            "cart.ItemAdded",
            "cart.PricesRecalculated",
            "cart.ItemRemoved",
            "cart.DiscountCodeApplied",
            "cart.CartCheckedOut",
        ),
        (("cart", "cart_id"),),
    ),
)
"""What every command of Cart reads."""

CART_CONTRACT = DeciderContract(
    "cart.Cart",
    evolves=(
        ItemAdded,
        PricesRecalculated,
        ItemRemoved,
        DiscountCodeApplied,
        CartCheckedOut,
        PriceSet,
        DiscountCodeIssued,
        DiscountCodeWithdrawn,
    ),
    commands={
        "add_item": CommandContract(
            "cart.AddItem",
            AddItem,
            reads=Boundary(
                *CART_READS,
                Read(("cart.PriceSet",), (("sku", "sku"),)),
            ),
            records=(ItemAdded, PricesRecalculated),
            rejects=(CartIsCheckedOut, CartOfAnother, NotForSale, TooManyPieces, CartIsFull),
        ),
        "remove_item": CommandContract(
            "cart.RemoveItem",
            RemoveItem,
            reads=Boundary(*CART_READS),
            records=(ItemRemoved, PricesRecalculated),
            rejects=(CartIsCheckedOut, NotInCart),
        ),
        "apply_discount_code": CommandContract(
            "cart.ApplyDiscountCode",
            ApplyDiscountCode,
            reads=Boundary(
                *CART_READS,
                Read(("cart.DiscountCodeIssued", "cart.DiscountCodeWithdrawn"), (("discount", "code"),)),
            ),
            records=(DiscountCodeApplied, PricesRecalculated),
            rejects=(CartIsCheckedOut, CartIsEmpty, UnknownCode, CodeWithdrawn, CodeExpired),
        ),
        "recalculate_prices": CommandContract(
            "cart.RecalculatePrices",
            RecalculatePrices,
            reads=Boundary(
                *CART_READS,
                Read(("cart.PriceSet",), (("sku", "sku"),)),
            ),
            records=(PricesRecalculated,),
        ),
        "check_out": CommandContract(
            "cart.CheckOut",
            CheckOut,
            reads=Boundary(
                *CART_READS,
                Read(("cart.CartCheckedOut",), (("order", "order_id"),)),
            ),
            records=(CartCheckedOut,),
            rejects=(CartIsCheckedOut, CartIsEmpty, OrderNumberTaken),
        ),
    },
)


@checked(CART_CONTRACT)
def CartDecider(
    *,
    initial: S,
    evolve: Evolve[S, CartEvent],
    add_item: Callable[[AddItem, S], AddItemOutcome],
    remove_item: Callable[[RemoveItem, S], RemoveItemOutcome],
    apply_discount_code: Callable[[ApplyDiscountCode, S], ApplyDiscountCodeOutcome],
    recalculate_prices: Callable[[RecalculatePrices, S], RecalculatePricesOutcome],
    check_out: Callable[[CheckOut, S], CheckOutOutcome],
) -> Decider[CartCommand, S, CartEvent, CartRejection]:
    """Decides on one cart. What it holds and costs is what the last PricesRecalculated says; the other events say why.
    A line that is added comes last, and a line that grows keeps its place.
    """
    return wire_decider(
        CART_CONTRACT,
        initial,
        evolve,
        add_item=add_item,
        remove_item=remove_item,
        apply_discount_code=apply_discount_code,
        recalculate_prices=recalculate_prices,
        check_out=check_out,
    )


DiscountEvent = DiscountCodeIssued | DiscountCodeWithdrawn
"""What Discount evolves from."""

DiscountCommand = IssueDiscountCode | WithdrawDiscountCode
"""What Discount decides on."""

DiscountRejection = CodeExists | UnknownCode
"""How Discount refuses."""

IssueDiscountCodeOutcome = Sequence[DiscountCodeIssued] | CodeExists
"""What may come of IssueDiscountCode."""

WithdrawDiscountCodeOutcome = Sequence[DiscountCodeWithdrawn] | UnknownCode
"""What may come of WithdrawDiscountCode."""

DISCOUNT_READS = (Read(("cart.DiscountCodeIssued", "cart.DiscountCodeWithdrawn"), (("discount", "code"),)),)
"""What every command of Discount reads."""

DISCOUNT_CONTRACT = DeciderContract(
    "cart.Discount",
    evolves=(DiscountCodeIssued, DiscountCodeWithdrawn),
    commands={
        "issue_discount_code": CommandContract(
            "cart.IssueDiscountCode",
            IssueDiscountCode,
            reads=Boundary(*DISCOUNT_READS),
            records=(DiscountCodeIssued,),
            rejects=(CodeExists,),
        ),
        "withdraw_discount_code": CommandContract(
            "cart.WithdrawDiscountCode",
            WithdrawDiscountCode,
            reads=Boundary(*DISCOUNT_READS),
            records=(DiscountCodeWithdrawn,),
            rejects=(UnknownCode,),
        ),
    },
)


@checked(DISCOUNT_CONTRACT)
def DiscountDecider(
    *,
    initial: S,
    evolve: Evolve[S, DiscountEvent],
    issue_discount_code: Callable[[IssueDiscountCode, S], IssueDiscountCodeOutcome],
    withdraw_discount_code: Callable[[WithdrawDiscountCode, S], WithdrawDiscountCodeOutcome],
) -> Decider[DiscountCommand, S, DiscountEvent, DiscountRejection]:
    """Decides on one discount code."""
    return wire_decider(
        DISCOUNT_CONTRACT,
        initial,
        evolve,
        issue_discount_code=issue_discount_code,
        withdraw_discount_code=withdraw_discount_code,
    )


SetPriceEvent = PriceSet
"""What SetPrice evolves from."""

SetPriceOutcome = Sequence[PriceSet]
"""What may come of SetPrice."""

SET_PRICE_CONTRACT = DeciderContract(
    "cart.SetPrice",
    evolves=(PriceSet,),
    commands={
        "set_price": CommandContract(
            "cart.SetPrice",
            SetPrice,
            reads=Boundary(
                Read(("cart.PriceSet",), (("sku", "sku"),)),
            ),
            records=(PriceSet,),
        ),
    },
)


@checked(SET_PRICE_CONTRACT)
def SetPriceDecider(
    *,
    initial: S,
    evolve: Evolve[S, SetPriceEvent],
    set_price: Callable[[SetPrice, S], SetPriceOutcome],
) -> Decider[SetPrice, S, SetPriceEvent, Never]:
    """Puts an item on the price list, or changes its price."""
    return wire_decider(
        SET_PRICE_CONTRACT,
        initial,
        evolve,
        set_price=set_price,
    )
