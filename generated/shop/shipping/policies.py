# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Policies of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import PolicyContract
from factbook.decider import Evolve
from factbook.policy import Policy
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_policy

from ..billing.events import PaymentReceived
from ..customers.events import (
    CustomerRegistered,
    EmailChanged,
)
from .commands import PrepareShipment
from .effects import SendMail
from .events import (
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentReturned,
)

S = TypeVar("S")

SHIP_WHEN_PAID_CONTRACT = PolicyContract(
    "shipping.ShipWhenPaid",
    when=(PaymentReceived,),
    issues=(PrepareShipment,),
    flag="ship_automatically",
)


@checked(SHIP_WHEN_PAID_CONTRACT)
def ShipWhenPaidPolicy(
    *,
    react: Callable[[PaymentReceived], Sequence[PrepareShipment]],
) -> Policy[PaymentReceived, None, PrepareShipment]:
    """Has every order packed as soon as it is paid. Without the flag the warehouse does it by hand."""
    return wire_policy(SHIP_WHEN_PAID_CONTRACT, react)


TellCustomerEvent = CustomerRegistered | EmailChanged
"""What TellCustomer looks at before it reacts."""

TELL_CUSTOMER_CONTRACT = PolicyContract(
    "shipping.TellCustomer",
    when=(ShipmentDispatched, ShipmentDelivered, ShipmentReturned),
    issues=(SendMail,),
    flag="mail_customers",
    reads=Boundary(
        Read(("customers.CustomerRegistered", "customers.EmailChanged"), (("customer", "customer_id"),)),
    ),
    evolves=(CustomerRegistered, EmailChanged),
)


@checked(TELL_CUSTOMER_CONTRACT)
def TellCustomerPolicy(
    *,
    initial: S,
    evolve: Evolve[S, TellCustomerEvent],
    react: Callable[[ShipmentDispatched | ShipmentDelivered | ShipmentReturned, S], Sequence[SendMail]],
) -> Policy[ShipmentDispatched | ShipmentDelivered | ShipmentReturned, S, SendMail]:
    """Writes to the customer, at the newest address, where the parcel is."""
    return wire_policy(TELL_CUSTOMER_CONTRACT, react, initial, evolve)
