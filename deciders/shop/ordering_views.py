"""The view of orders: how far each has come."""

from __future__ import annotations

from typing import assert_never

import attrs

from generated.shop.billing import PaymentReceived
from generated.shop.ordering import (
    BackOrderNoticeFailed,
    BackOrderNoticeSent,
    LineBackOrdered,
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderConfirmed,
    OrderPlaced,
    OrderStatus,
    OrderSummary,
    OrderSummaryEvent,
    OrderSummaryView,
)
from generated.shop.shipping import ShipmentDelivered, ShipmentDispatched, ShipmentReturned


def evolve_order_summary(row: OrderSummary | None, event: OrderSummaryEvent) -> OrderSummary | None:
    """An order after one more event; there is none before OrderPlaced."""
    match event:
        case OrderPlaced():
            return OrderSummary(
                order_id=event.order_id,
                customer_id=event.customer_id,
                source=event.source,
                status=OrderStatus.PLACED,
                lines=event.lines,
                total=event.total,
                notice_failed=False,
                placed_at=event.placed_at,
            )
        case _ if row is None:
            return None
        case LineBackOrdered():
            return attrs.evolve(row, status=OrderStatus.BACK_ORDERED)
        case BackOrderNoticeSent():
            return attrs.evolve(row, notice_failed=False)
        case BackOrderNoticeFailed():
            return attrs.evolve(row, notice_failed=True)
        case OrderChanged(lines=lines, total=total):
            return attrs.evolve(row, lines=lines, total=total)
        case OrderConfirmed():
            return attrs.evolve(row, status=OrderStatus.CONFIRMED)
        case OrderCancelled():
            return attrs.evolve(row, status=OrderStatus.CANCELLED)
        case PaymentReceived():
            cancelled = row.status is OrderStatus.CANCELLED
            return row if cancelled else attrs.evolve(row, status=OrderStatus.PAID)
        case ShipmentDispatched(tracking_number=number):
            return attrs.evolve(row, status=OrderStatus.SHIPPED, tracking_number=number)
        case ShipmentDelivered():
            return attrs.evolve(row, status=OrderStatus.DELIVERED)
        case ShipmentReturned():
            return attrs.evolve(row, status=OrderStatus.RETURNED)
        case OrderCompleted():
            return attrs.evolve(row, status=OrderStatus.COMPLETED)
        case _:
            assert_never(event)


order_summary = OrderSummaryView(evolve=evolve_order_summary)
