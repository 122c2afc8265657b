# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Policies of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from factbook.contracts import PolicyContract
from factbook.decider import Evolve
from factbook.policy import Policy
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_policy

from ..customers.events import (
    CustomerRegistered,
    EmailChanged,
)
from ..ordering.commands import CancelUnpaidOrder
from ..ordering.events import (
    OrderCancelled,
    OrderConfirmed,
)
from ..shipping.events import ShipmentReturned
from .commands import (
    CalculateAmount,
    PrepareInvoice,
    RefundPayment,
    VerifyAmount,
)
from .effects import (
    ChargeCustomer,
    RefundCustomer,
    SendReminder,
)
from .events import (
    AmountCalculated,
    AmountVerified,
    InvoicePrepared,
    PaymentFailed,
    PaymentReceived,
    PaymentRetried,
    RefundRequested,
)

S = TypeVar("S")

CALCULATE_WHEN_CONFIRMED_CONTRACT = PolicyContract(
    "billing.CalculateWhenConfirmed",
    when=(OrderConfirmed,),
    issues=(CalculateAmount,),
)


@checked(CALCULATE_WHEN_CONFIRMED_CONTRACT)
def CalculateWhenConfirmedPolicy(
    *,
    react: Callable[[OrderConfirmed], Sequence[CalculateAmount]],
) -> Policy[OrderConfirmed, None, CalculateAmount]:
    """Works out the amount of every confirmed order."""
    return wire_policy(CALCULATE_WHEN_CONFIRMED_CONTRACT, react)


VERIFY_WHEN_CALCULATED_CONTRACT = PolicyContract(
    "billing.VerifyWhenCalculated",
    when=(AmountCalculated,),
    issues=(VerifyAmount,),
)


@checked(VERIFY_WHEN_CALCULATED_CONTRACT)
def VerifyWhenCalculatedPolicy(
    *,
    react: Callable[[AmountCalculated], Sequence[VerifyAmount]],
) -> Policy[AmountCalculated, None, VerifyAmount]:
    """Compares every amount with what was agreed."""
    return wire_policy(VERIFY_WHEN_CALCULATED_CONTRACT, react)


INVOICE_WHEN_VERIFIED_CONTRACT = PolicyContract(
    "billing.InvoiceWhenVerified",
    when=(AmountVerified,),
    issues=(PrepareInvoice,),
)


@checked(INVOICE_WHEN_VERIFIED_CONTRACT)
def InvoiceWhenVerifiedPolicy(
    *,
    react: Callable[[AmountVerified], Sequence[PrepareInvoice]],
) -> Policy[AmountVerified, None, PrepareInvoice]:
    """Writes the invoice once the amount is verified."""
    return wire_policy(INVOICE_WHEN_VERIFIED_CONTRACT, react)


CHARGE_WHEN_DUE_CONTRACT = PolicyContract(
    "billing.ChargeWhenDue",
    when=(InvoicePrepared, PaymentRetried),
    issues=(ChargeCustomer,),
)


@checked(CHARGE_WHEN_DUE_CONTRACT)
def ChargeWhenDuePolicy(
    *,
    react: Callable[[InvoicePrepared | PaymentRetried], Sequence[ChargeCustomer]],
) -> Policy[InvoicePrepared | PaymentRetried, None, ChargeCustomer]:
    """Asks the payment provider for the money, for the invoice as attempt 1 and for every attempt after it."""
    return wire_policy(CHARGE_WHEN_DUE_CONTRACT, react)


RemindWhenFailedEvent = CustomerRegistered | EmailChanged
"""What RemindWhenFailed looks at before it reacts."""

REMIND_WHEN_FAILED_CONTRACT = PolicyContract(
    "billing.RemindWhenFailed",
    when=(PaymentFailed,),
    issues=(SendReminder,),
    flag="mail_customers",
    reads=Boundary(
        Read(("customers.CustomerRegistered", "customers.EmailChanged"), (("customer", "customer_id"),)),
    ),
    evolves=(CustomerRegistered, EmailChanged),
)


@checked(REMIND_WHEN_FAILED_CONTRACT)
def RemindWhenFailedPolicy(
    *,
    initial: S,
    evolve: Evolve[S, RemindWhenFailedEvent],
    react: Callable[[PaymentFailed, S], Sequence[SendReminder]],
) -> Policy[PaymentFailed, S, SendReminder]:
    """Writes to the customer, at the newest address, that the payment failed."""
    return wire_policy(REMIND_WHEN_FAILED_CONTRACT, react, initial, evolve)


CancelWhenUnpaidEvent = PaymentReceived
"""What CancelWhenUnpaid looks at before it reacts."""

CANCEL_WHEN_UNPAID_CONTRACT = PolicyContract(
    "billing.CancelWhenUnpaid",
    when=(InvoicePrepared,),
    issues=(CancelUnpaidOrder,),
    after=timedelta(days=2),
    flag="cancel_unpaid_orders",
    reads=Boundary(
        Read(("billing.PaymentReceived",), (("order", "order_id"),)),
    ),
    evolves=(PaymentReceived,),
)


@checked(CANCEL_WHEN_UNPAID_CONTRACT)
def CancelWhenUnpaidPolicy(
    *,
    initial: S,
    evolve: Evolve[S, CancelWhenUnpaidEvent],
    react: Callable[[InvoicePrepared, S], Sequence[CancelUnpaidOrder]],
) -> Policy[InvoicePrepared, S, CancelUnpaidOrder]:
    """Cancels the order when its invoice is 48 hours old and no money has arrived."""
    return wire_policy(CANCEL_WHEN_UNPAID_CONTRACT, react, initial, evolve)


RefundWhenCancelledEvent = OrderCancelled | PaymentReceived
"""What RefundWhenCancelled looks at before it reacts."""

REFUND_WHEN_CANCELLED_CONTRACT = PolicyContract(
    "billing.RefundWhenCancelled",
    when=(OrderCancelled, PaymentReceived),
    issues=(RefundPayment,),
    reads=Boundary(
        Read(("ordering.OrderCancelled", "billing.PaymentReceived"), (("order", "order_id"),)),
    ),
    evolves=(OrderCancelled, PaymentReceived),
)


@checked(REFUND_WHEN_CANCELLED_CONTRACT)
def RefundWhenCancelledPolicy(
    *,
    initial: S,
    evolve: Evolve[S, RefundWhenCancelledEvent],
    react: Callable[[OrderCancelled | PaymentReceived, S], Sequence[RefundPayment]],
) -> Policy[OrderCancelled | PaymentReceived, S, RefundPayment]:
    """Has money paid back that was paid for a cancelled order, whichever of the two came first. Money may arrive after
    the cancellation, because a charge cannot be called back.
    """
    return wire_policy(REFUND_WHEN_CANCELLED_CONTRACT, react, initial, evolve)


REFUND_WHEN_RETURNED_CONTRACT = PolicyContract(
    "billing.RefundWhenReturned",
    when=(ShipmentReturned,),
    issues=(RefundPayment,),
)


@checked(REFUND_WHEN_RETURNED_CONTRACT)
def RefundWhenReturnedPolicy(
    *,
    react: Callable[[ShipmentReturned], Sequence[RefundPayment]],
) -> Policy[ShipmentReturned, None, RefundPayment]:
    """Has the money paid back when the parcel comes back."""
    return wire_policy(REFUND_WHEN_RETURNED_CONTRACT, react)


PAY_BACK_WHEN_REQUESTED_CONTRACT = PolicyContract(
    "billing.PayBackWhenRequested",
    when=(RefundRequested,),
    issues=(RefundCustomer,),
)


@checked(PAY_BACK_WHEN_REQUESTED_CONTRACT)
def PayBackWhenRequestedPolicy(
    *,
    react: Callable[[RefundRequested], Sequence[RefundCustomer]],
) -> Policy[RefundRequested, None, RefundCustomer]:
    """Asks the payment provider to pay the money back."""
    return wire_policy(PAY_BACK_WHEN_REQUESTED_CONTRACT, react)
