# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Policies of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from factbook.contracts import PolicyContract
from factbook.policy import Policy
from factbook.wiring import checked, wire_policy

from ..customers.commands import (
    RecordAddress,
    RegisterCustomer,
)
from ..ordering.commands import ImportOrder
from ..stock.commands import CountStock
from .commands import (
    MarkTranslated,
    MatchBuyer,
    RefuseData,
)
from .events import (
    BuyerMatched,
    RawDataReceived,
)

TRANSLATE_DATA_CONTRACT = PolicyContract(
    "intake.TranslateData",
    when=(RawDataReceived,),
    issues=(MatchBuyer, CountStock, MarkTranslated, RefuseData),
)


@checked(TRANSLATE_DATA_CONTRACT)
def TranslateDataPolicy(
    *,
    react: Callable[[RawDataReceived], Sequence[MatchBuyer | CountStock | MarkTranslated | RefuseData]],
) -> Policy[RawDataReceived, None, MatchBuyer | CountStock | MarkTranslated | RefuseData]:
    """Reads the payload. A stock list, {"kind": "stock_list", "counts": [{"sku", "count"}]}, becomes a count of each of
    its items, at the time at which it applies. An order, {"kind": "order", "buyer": {"email", "name", "street",
    "postcode", "city", "country"}, "items": [{"sku", "quantity", "unit_price"}], "card": "token"}, becomes a
    MatchBuyer, whose new customer would get the number of the data. Amounts are texts, such as "11.90". No item may
    stand in the list twice. Fields that nobody asked for are passed over. Otherwise the data is refused with the first
    thing that is wrong, in the order above.
    """
    return wire_policy(TRANSLATE_DATA_CONTRACT, react)


PASS_ORDER_ON_CONTRACT = PolicyContract(
    "intake.PassOrderOn",
    when=(BuyerMatched,),
    issues=(RegisterCustomer, RecordAddress, ImportOrder),
)


@checked(PASS_ORDER_ON_CONTRACT)
def PassOrderOnPolicy(
    *,
    react: Callable[[BuyerMatched], Sequence[RegisterCustomer | RecordAddress | ImportOrder]],
) -> Policy[BuyerMatched, None, RegisterCustomer | RecordAddress | ImportOrder]:
    """Registers a new buyer with the address of the order, and hands the order to ordering. The order and the entry of
    the address get the number of the data.
    """
    return wire_policy(PASS_ORDER_ON_CONTRACT, react)
