"""What the shop does outside: a function for each effect.

Where the outside is, the environment says: ``SHOP_PAYMENTS`` is the URL of the payment provider, ``SHOP_MAIL`` the
``host:port`` of the mail server, ``SHOP_SENDER`` the address that mails come from.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from generated.shop.billing import ChargeCustomer, RefundCustomer, SendReminder
from generated.shop.ordering import SendBackOrderNotice
from generated.shop.shipping import SendMail

from .mail import MailServer
from .payments import PaymentProvider

__all__ = ["EFFECTS", "effects"]


def effects(payments: PaymentProvider, mail: MailServer) -> Mapping[type[Any], Callable[[Any, UUID], object]]:
    """Every effect of the shop, done by this provider and this server."""
    return {
        ChargeCustomer: payments.charge,
        RefundCustomer: payments.refund,
        SendReminder: mail.remind,
        SendBackOrderNotice: mail.tell_of_back_order,
        SendMail: mail.tell_of_parcel,
    }


EFFECTS = effects(
    PaymentProvider(os.environ.get("SHOP_PAYMENTS", "http://127.0.0.1:8081")),
    MailServer(os.environ.get("SHOP_MAIL", "127.0.0.1:2525"), os.environ.get("SHOP_SENDER", "shop@shop.example")),
)
"""What ``factbook run`` uses."""
