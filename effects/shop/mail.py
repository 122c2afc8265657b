"""Mails customers. The id of a mail follows from its effect, so that a server that has it already can drop it."""

from __future__ import annotations

from email.message import EmailMessage
from smtplib import SMTP, SMTPException, SMTPRecipientsRefused
from typing import Final
from uuid import UUID

import attrs

from factbook.errors import EffectFailed
from generated.shop import MailTrouble
from generated.shop.billing import ReminderFailed, ReminderSent, SendReminder
from generated.shop.customers import Email
from generated.shop.ordering import BackOrderNoticeFailed, BackOrderNoticeSent, SendBackOrderNotice
from generated.shop.shipping import MailFailed, MailSent, SendMail

__all__ = ["MailServer"]

PATIENCE: Final = 10.0
"""How many seconds an answer may take."""


@attrs.frozen
class MailServer:
    """The server at ``host:port``, spoken to by SMTP."""

    address: str
    sender: str

    def remind(self, effect: SendReminder, key: UUID) -> ReminderSent | ReminderFailed:
        """A payment failed."""

        def failed(trouble: MailTrouble) -> ReminderFailed:
            return ReminderFailed(effect.order_id, effect.customer_id, effect.attempt, trouble)

        text = f"The payment for order {effect.order_id} failed: {effect.reason.value.replace('_', ' ')}."
        if self._send(effect.email, "Your payment failed", text, key, failed(MailTrouble.NOT_REACHABLE)):
            return ReminderSent(effect.order_id, effect.customer_id, effect.attempt)
        return failed(MailTrouble.ADDRESS_REFUSED)

    def tell_of_back_order(self, effect: SendBackOrderNotice, key: UUID) -> BackOrderNoticeSent | BackOrderNoticeFailed:
        """A line of an order waits."""

        def failed(trouble: MailTrouble) -> BackOrderNoticeFailed:
            return BackOrderNoticeFailed(effect.order_id, effect.customer_id, effect.sku, trouble)

        text = f"{effect.quantity} x {effect.sku} of order {effect.order_id} will come later."
        if self._send(effect.email, "A part of your order waits", text, key, failed(MailTrouble.NOT_REACHABLE)):
            return BackOrderNoticeSent(effect.order_id, effect.customer_id, effect.sku)
        return failed(MailTrouble.ADDRESS_REFUSED)

    def tell_of_parcel(self, effect: SendMail, key: UUID) -> MailSent | MailFailed:
        """A parcel is on its way, has arrived, or came back."""

        def failed(trouble: MailTrouble) -> MailFailed:
            return MailFailed(effect.order_id, effect.customer_id, effect.occasion, trouble)

        where = f" Follow it as {effect.tracking_number}." if effect.tracking_number else ""
        text = f"Your parcel for order {effect.order_id}: {effect.occasion.value}.{where}"
        if self._send(effect.email, "Your parcel", text, key, failed(MailTrouble.NOT_REACHABLE)):
            return MailSent(effect.order_id, effect.customer_id, effect.occasion)
        return failed(MailTrouble.ADDRESS_REFUSED)

    def _send(self, to: Email, subject: str, text: str, key: UUID, otherwise: object) -> bool:
        """Whether the server took it; false if it does not take the address. Anything else is tried again."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail["Message-ID"] = f"<{key}@{self.sender.rpartition('@')[2]}>"
        mail.set_content(text)
        host, _, port = self.address.rpartition(":")
        try:
            with SMTP(host, int(port), timeout=PATIENCE) as server:
                server.send_message(mail)
        except SMTPRecipientsRefused as error:
            if all(500 <= code < 600 for code, _ in error.recipients.values()):
                return False
            raise EffectFailed(f"the mail server does not take {to} now", otherwise=otherwise) from error
        except (OSError, SMTPException) as error:
            raise EffectFailed(f"the mail server cannot be reached: {error}", otherwise=otherwise) from error
        return True
