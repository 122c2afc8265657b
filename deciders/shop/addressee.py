"""Where mails to a customer go: folded by every policy that writes to one."""

from __future__ import annotations

from typing import assert_never

from generated.shop.customers import CustomerRegistered, Email, EmailChanged


def newest_email(_: Email | None, event: CustomerRegistered | EmailChanged) -> Email | None:
    """The e-mail address after one more event; ``None`` before the first, when there is nobody to write to."""
    match event:
        case CustomerRegistered(email=email) | EmailChanged(new_email=email):
            return email
        case _:
            assert_never(event)
