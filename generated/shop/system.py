# Made by factbook from catalogue/shop.
# Do not edit: change the catalogue, then run `factbook generate`.
"""What wires The shop: every decider, policy and view, by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Never

from factbook.contracts import SystemContract
from factbook.decider import Decider
from factbook.messages import Json
from factbook.policy import Policy
from factbook.system import System
from factbook.view import View
from factbook.wiring import checked, wire_system

if TYPE_CHECKING:
    from . import (
        billing,
        cart,
        customers,
        intake,
        ordering,
        shipping,
        stock,
    )

SHOP_CONTRACT = SystemContract(
    "shop",
    deciders={
        "invoice": "billing.Invoice",
        "cart": "cart.Cart",
        "discount": "cart.Discount",
        "set_price": "cart.SetPrice",
        "customer": "customers.Customer",
        "delivery": "intake.Delivery",
        "placing": "ordering.Placing",
        "order": "ordering.Order",
        "shipment": "shipping.Shipment",
        "shelf": "stock.Shelf",
    },
    policies={
        "calculate_when_confirmed": "billing.CalculateWhenConfirmed",
        "verify_when_calculated": "billing.VerifyWhenCalculated",
        "invoice_when_verified": "billing.InvoiceWhenVerified",
        "charge_when_due": "billing.ChargeWhenDue",
        "remind_when_failed": "billing.RemindWhenFailed",
        "cancel_when_unpaid": "billing.CancelWhenUnpaid",
        "refund_when_cancelled": "billing.RefundWhenCancelled",
        "refund_when_returned": "billing.RefundWhenReturned",
        "pay_back_when_requested": "billing.PayBackWhenRequested",
        "reprice_carts": "cart.RepriceCarts",
        "translate_data": "intake.TranslateData",
        "pass_order_on": "intake.PassOrderOn",
        "note_when_reserved": "ordering.NoteWhenReserved",
        "note_when_back_ordered": "ordering.NoteWhenBackOrdered",
        "tell_when_back_ordered": "ordering.TellWhenBackOrdered",
        "complete_when_delivered": "ordering.CompleteWhenDelivered",
        "ship_when_paid": "shipping.ShipWhenPaid",
        "tell_customer": "shipping.TellCustomer",
        "reserve_when_placed": "stock.ReserveWhenPlaced",
        "follow_change": "stock.FollowChange",
        "release_when_cancelled": "stock.ReleaseWhenCancelled",
        "take_when_dispatched": "stock.TakeWhenDispatched",
    },
    views={
        "invoice_list": "billing.InvoiceList",
        "daily_sales": "billing.DailySales",
        "cart_contents": "cart.CartContents",
        "customer_directory": "customers.CustomerDirectory",
        "intake_log": "intake.IntakeLog",
        "order_summary": "ordering.OrderSummary",
        "parcel_list": "shipping.ParcelList",
        "stock_level": "stock.StockLevel",
    },
    upcasters={
        "vat_contained": "vat_contained",
        "time_of_seconds": "time_of_seconds",
        "noon_of": "noon_of",
    },
)


@checked(SHOP_CONTRACT)
def ShopSystem(
    *,
    invoice: Decider[billing.InvoiceCommand, Any, billing.InvoiceEvent, billing.InvoiceRejection],
    cart: Decider[cart.CartCommand, Any, cart.CartEvent, cart.CartRejection],
    discount: Decider[cart.DiscountCommand, Any, cart.DiscountEvent, cart.DiscountRejection],
    set_price: Decider[cart.SetPrice, Any, cart.SetPriceEvent, Never],
    customer: Decider[customers.CustomerCommand, Any, customers.CustomerEvent, customers.CustomerRejection],
    delivery: Decider[intake.DeliveryCommand, Any, intake.DeliveryEvent, intake.DeliveryRejection],
    placing: Decider[ordering.PlacingCommand, Any, ordering.PlacingEvent, ordering.PlacingRejection],
    order: Decider[ordering.OrderCommand, Any, ordering.OrderEvent, ordering.OrderRejection],
    shipment: Decider[shipping.ShipmentCommand, Any, shipping.ShipmentEvent, shipping.ShipmentRejection],
    shelf: Decider[stock.ShelfCommand, Any, stock.ShelfEvent, stock.ShelfRejection],
    calculate_when_confirmed: Policy[ordering.OrderConfirmed, None, billing.CalculateAmount],
    verify_when_calculated: Policy[billing.AmountCalculated, None, billing.VerifyAmount],
    invoice_when_verified: Policy[billing.AmountVerified, None, billing.PrepareInvoice],
    charge_when_due: Policy[billing.InvoicePrepared | billing.PaymentRetried, None, billing.ChargeCustomer],
    remind_when_failed: Policy[billing.PaymentFailed, Any, billing.SendReminder],
    cancel_when_unpaid: Policy[billing.InvoicePrepared, Any, ordering.CancelUnpaidOrder],
    refund_when_cancelled: Policy[ordering.OrderCancelled | billing.PaymentReceived, Any, billing.RefundPayment],
    refund_when_returned: Policy[shipping.ShipmentReturned, None, billing.RefundPayment],
    pay_back_when_requested: Policy[billing.RefundRequested, None, billing.RefundCustomer],
    reprice_carts: Policy[cart.PriceSet, Any, cart.RecalculatePrices],
    translate_data: Policy[
        intake.RawDataReceived,
        None,
        intake.MatchBuyer | stock.CountStock | intake.MarkTranslated | intake.RefuseData,
    ],
    pass_order_on: Policy[
        intake.BuyerMatched,
        None,
        customers.RegisterCustomer | customers.RecordAddress | ordering.ImportOrder,
    ],
    note_when_reserved: Policy[stock.StockReserved | stock.BackOrderFilled, None, ordering.NoteReservation],
    note_when_back_ordered: Policy[stock.StockBackOrdered, None, ordering.NoteBackOrder],
    tell_when_back_ordered: Policy[ordering.LineBackOrdered, Any, ordering.SendBackOrderNotice],
    complete_when_delivered: Policy[shipping.ShipmentDelivered, None, ordering.CompleteOrder],
    ship_when_paid: Policy[billing.PaymentReceived, None, shipping.PrepareShipment],
    tell_customer: Policy[
        shipping.ShipmentDispatched | shipping.ShipmentDelivered | shipping.ShipmentReturned,
        Any,
        shipping.SendMail,
    ],
    reserve_when_placed: Policy[ordering.OrderPlaced, None, stock.ReserveStock],
    follow_change: Policy[ordering.OrderChanged, None, stock.ReleaseStock | stock.ReserveStock],
    release_when_cancelled: Policy[ordering.OrderCancelled, None, stock.ReleaseStock],
    take_when_dispatched: Policy[shipping.ShipmentDispatched, None, stock.TakeStock],
    invoice_list: View[billing.InvoiceList | None, billing.InvoiceListEvent],
    daily_sales: View[billing.DailySales | None, billing.DailySalesEvent],
    cart_contents: View[cart.CartContents | None, cart.CartContentsEvent],
    customer_directory: View[customers.CustomerDirectory | None, customers.CustomerDirectoryEvent],
    intake_log: View[intake.IntakeLog | None, intake.IntakeLogEvent],
    order_summary: View[ordering.OrderSummary | None, ordering.OrderSummaryEvent],
    parcel_list: View[shipping.ParcelList | None, shipping.ParcelListEvent],
    stock_level: View[stock.StockLevel | None, stock.StockLevelEvent],
    vat_contained: Callable[[Mapping[str, Json]], str],
    time_of_seconds: Callable[[int], str],
    noon_of: Callable[[str], str],
) -> System:
    """A small shop that sells things from its own shelf, to people in its web shop and through marketplaces. All prices
    are in euro and contain 19 % VAT. Where several refusals apply, the answer is the one that its command lists first.
    A field holds a time only where somebody outside the system says it; when a fact was recorded stands beside every
    fact.
    """
    return wire_system(
        SHOP_CONTRACT,
        __name__,
        invoice=invoice,
        cart=cart,
        discount=discount,
        set_price=set_price,
        customer=customer,
        delivery=delivery,
        placing=placing,
        order=order,
        shipment=shipment,
        shelf=shelf,
        calculate_when_confirmed=calculate_when_confirmed,
        verify_when_calculated=verify_when_calculated,
        invoice_when_verified=invoice_when_verified,
        charge_when_due=charge_when_due,
        remind_when_failed=remind_when_failed,
        cancel_when_unpaid=cancel_when_unpaid,
        refund_when_cancelled=refund_when_cancelled,
        refund_when_returned=refund_when_returned,
        pay_back_when_requested=pay_back_when_requested,
        reprice_carts=reprice_carts,
        translate_data=translate_data,
        pass_order_on=pass_order_on,
        note_when_reserved=note_when_reserved,
        note_when_back_ordered=note_when_back_ordered,
        tell_when_back_ordered=tell_when_back_ordered,
        complete_when_delivered=complete_when_delivered,
        ship_when_paid=ship_when_paid,
        tell_customer=tell_customer,
        reserve_when_placed=reserve_when_placed,
        follow_change=follow_change,
        release_when_cancelled=release_when_cancelled,
        take_when_dispatched=take_when_dispatched,
        invoice_list=invoice_list,
        daily_sales=daily_sales,
        cart_contents=cart_contents,
        customer_directory=customer_directory,
        intake_log=intake_log,
        order_summary=order_summary,
        parcel_list=parcel_list,
        stock_level=stock_level,
        vat_contained=vat_contained,
        time_of_seconds=time_of_seconds,
        noon_of=noon_of,
    )
