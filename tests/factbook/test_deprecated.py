"""What is not to be used any more warns who makes it by hand, and nobody else."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from uuid import UUID

import pytest

from deciders.shop import shop
from generated.shop import OrderId
from generated.shop.customers import CustomerId
from generated.shop.shipping import CustomerTold

ID = UUID(int=1)
ORDER, CUSTOMER = OrderId(ID), CustomerId(ID)
WHY = "The words of a mail do not tell its occasion, so that one could not be built from the other."


def test_making_one_warns() -> None:
    """With what to use instead, at the line that makes it."""
    with pytest.warns(DeprecationWarning, match="CustomerTold") as caught:
        made = [CustomerTold(ORDER, CUSTOMER, "Hello!") for _ in range(2)]

    said = f"CustomerTold is deprecated since 2026-03: use MailSent; {WHY}"
    assert made[0] == made[1]
    assert [said, said] == [str(one.message) for one in caught]
    assert __file__ == caught[0].filename


def test_reading_one_does_not() -> None:
    """What was recorded is read, by both ways."""
    data = f'{{"order_id": "{ID}", "customer_id": "{ID}", "words": "Hello!"}}'
    codec = shop.codec("shipping")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = codec.decode_recorded("CustomerTold", 1, data.encode())
        assert read == codec.decode("CustomerTold", data)


def test_the_schema_and_the_catalogue_say_so() -> None:
    """`deprecated` is a word of JSON Schema."""
    schema = json.loads(Path("generated/shop/shipping/schemas/CustomerTold.json").read_text("utf-8"))

    assert (True, f"since 2026-03: use MailSent; {WHY}") == (schema["deprecated"], schema["x-deprecated"])
    assert "MailSent" == shop.catalogue.contexts["shipping"].deprecated["CustomerTold"].use
