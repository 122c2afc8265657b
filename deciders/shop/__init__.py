"""The shop: every decider, policy and view that is written by hand, wired to its catalogue."""

from __future__ import annotations

from generated.shop import ShopSystem

from . import (
    billing_policies,
    billing_views,
    cart_policies,
    cart_views,
    customers_views,
    intake_policies,
    intake_views,
    ordering_policies,
    ordering_views,
    shipping_policies,
    shipping_views,
    stock_policies,
    stock_views,
    upcasters,
)
from .cart import cart
from .customer import customer
from .delivery import delivery
from .discount import discount
from .invoice import invoice
from .order import order
from .placing import placing
from .set_price import set_price
from .shelf import shelf
from .shipment import shipment

__all__ = ["shop"]

shop = ShopSystem(
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
    calculate_when_confirmed=billing_policies.calculate_when_confirmed,
    verify_when_calculated=billing_policies.verify_when_calculated,
    invoice_when_verified=billing_policies.invoice_when_verified,
    charge_when_due=billing_policies.charge_when_due,
    remind_when_failed=billing_policies.remind_when_failed,
    cancel_when_unpaid=billing_policies.cancel_when_unpaid,
    refund_when_cancelled=billing_policies.refund_when_cancelled,
    refund_when_returned=billing_policies.refund_when_returned,
    pay_back_when_requested=billing_policies.pay_back_when_requested,
    reprice_carts=cart_policies.reprice_carts,
    translate_data=intake_policies.translate_data,
    pass_order_on=intake_policies.pass_order_on,
    note_when_reserved=ordering_policies.note_when_reserved,
    note_when_back_ordered=ordering_policies.note_when_back_ordered,
    tell_when_back_ordered=ordering_policies.tell_when_back_ordered,
    complete_when_delivered=ordering_policies.complete_when_delivered,
    ship_when_paid=shipping_policies.ship_when_paid,
    tell_customer=shipping_policies.tell_customer,
    reserve_when_placed=stock_policies.reserve_when_placed,
    follow_change=stock_policies.follow_change,
    release_when_cancelled=stock_policies.release_when_cancelled,
    take_when_dispatched=stock_policies.take_when_dispatched,
    invoice_list=billing_views.invoice_list,
    daily_sales=billing_views.daily_sales,
    cart_contents=cart_views.cart_contents,
    customer_directory=customers_views.customer_directory,
    intake_log=intake_views.intake_log,
    order_summary=ordering_views.order_summary,
    parcel_list=shipping_views.parcel_list,
    stock_level=stock_views.stock_level,
    vat_contained=upcasters.vat_contained,
    time_of_seconds=upcasters.time_of_seconds,
    noon_of=upcasters.noon_of,
)
