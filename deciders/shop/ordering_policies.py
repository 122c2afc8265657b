"""What orders do when something happens."""

from __future__ import annotations

from generated.shop.customers import Email
from generated.shop.ordering import (
    CompleteOrder,
    CompleteWhenDeliveredPolicy,
    LineBackOrdered,
    NoteBackOrder,
    NoteReservation,
    NoteWhenBackOrderedPolicy,
    NoteWhenReservedPolicy,
    SendBackOrderNotice,
    TellWhenBackOrderedPolicy,
)

from .addressee import newest_email


def tell(line: LineBackOrdered, email: Email | None) -> list[SendBackOrderNotice]:
    """The customer learns that a line waits."""
    if email is None:
        return []
    return [SendBackOrderNotice(line.order_id, line.customer_id, email, line.sku, line.quantity)]


note_when_reserved = NoteWhenReservedPolicy(
    react=lambda goods: [NoteReservation(goods.order_id, goods.sku, goods.quantity)]
)
note_when_back_ordered = NoteWhenBackOrderedPolicy(
    react=lambda goods: [NoteBackOrder(goods.order_id, goods.sku, goods.quantity)]
)
tell_when_back_ordered = TellWhenBackOrderedPolicy(initial=None, evolve=newest_email, react=tell)
complete_when_delivered = CompleteWhenDeliveredPolicy(react=lambda parcel: [CompleteOrder(parcel.order_id)])
