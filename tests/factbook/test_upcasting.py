"""Old payloads become new ones, step by step, as data says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from factbook.codec import Codec, EventEntry
from factbook.constraints import constrained
from factbook.errors import Miswired, Undecodable
from factbook.messages import Json, define
from factbook.upcasting import Functions, Upcast, add, convert, remove, rename, upcaster


def euros(cents: int) -> str:
    """Cents as a decimal."""
    return f"{cents // 100}.{cents % 100:02}"


def guessed(before: Mapping[str, Json]) -> bool:
    """Whether it looks like a gift."""
    return "gift" in str(before.get("note"))


def none_or(value: str | None) -> str:
    """A text in any case."""
    return value or "-"


FUNCTIONS: Functions = {"euros": euros, "guessed": guessed, "none_or": none_or}


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (add("gift", False), {"a": 1}, {"a": 1, "gift": False}),
        (add("gift"), {}, {"gift": None}),
        (add("gift", by="guessed"), {"note": "a gift"}, {"note": "a gift", "gift": True}),
        (add("lines.*.gift", 0), {"lines": [{}, {"sku": "A"}]}, {"lines": [{"gift": 0}, {"sku": "A", "gift": 0}]}),
        (rename("why", "reason"), {"why": "x", "b": 1}, {"b": 1, "reason": "x"}),
        (rename("why", "reason"), {"b": 1}, {"b": 1}),
        (rename("by_sku.*.qty", "quantity"), {"by_sku": {"A": {"qty": 2}}}, {"by_sku": {"A": {"quantity": 2}}}),
        (remove("old"), {"old": 1, "b": 2}, {"b": 2}),
        (remove("a.b.c"), {"a": {"b": {"c": 1, "d": 2}}}, {"a": {"b": {"d": 2}}}),
        (convert("total", "euros"), {"total": 1250}, {"total": "12.50"}),
        (convert("total", "euros"), {"total": None}, {"total": None}),
        (convert("total", "euros"), {}, {}),
        (convert("note", "none_or", none=True), {}, {"note": "-"}),
        (convert("prices.*", "euros"), {"prices": [1, 250]}, {"prices": ["0.01", "2.50"]}),
        (convert("prices.*", "euros"), {"prices": {"A": 1}}, {"prices": {"A": "0.01"}}),
        (convert("pay.Cash.paid", "euros"), {"pay": {"Cash": {"paid": 5}}}, {"pay": {"Cash": {"paid": "0.05"}}}),
        (convert("pay.Cash.paid", "euros"), {"pay": {"Card": {"paid": 5}}}, {"pay": {"Card": {"paid": 5}}}),
    ],
)
def test_steps(step: Upcast, before: dict[str, Json], after: dict[str, Json]) -> None:
    """Each kind of step, at the top, in lists, maps and unions."""
    upcaster([step], FUNCTIONS)(before)

    assert after == before


@pytest.mark.parametrize("odd", [None, 5, "text", [1], [[]], {"b": 5}, {"b": [5]}])
@pytest.mark.parametrize(
    "step", [add("a.*.b", 1), rename("a.b", "c"), remove("a.b"), convert("a.b.*", "euros"), add("a.b.c", by="guessed")]
)
def test_what_has_another_form_is_left_to_the_class(step: Upcast, odd: Json) -> None:
    """A payload that is not what its version says does not stop the steps."""
    payload = {"a": odd}

    upcaster([step], FUNCTIONS)(payload)

    assert ["a"] == list(payload)


def test_what_is_added_is_not_shared() -> None:
    """Two payloads do not get the same list."""
    upcast = upcaster([add("labels", [])], {})
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}
    upcast(first)
    upcast(second)
    first["labels"].append("x")

    assert {"labels": []} == second


@constrained
@define(frozen=True, slots=True)
class Paid:
    """An event at version 3."""

    amount: Decimal
    gift: bool
    note: str | None = None


CODEC = Codec(
    "billing",
    events=(
        EventEntry(
            Paid, version=3, upcasts=((rename("sum", "amount"),), (convert("amount", "euros"), add("gift", False)))
        ),
    ),
)
BOUND = CODEC.bound(FUNCTIONS)


def test_old_events_are_decoded_as_the_newest() -> None:
    """From any version, and as fast as ever where nothing is to be done."""
    paid = Paid(Decimal("12.50"), False, None)

    assert [paid] * 3 == [
        BOUND.decode_recorded("billing.Paid", 1, b'{"sum":1250}'),
        BOUND.decode_recorded("Paid", 2, b'{"amount":1250}'),
        BOUND.decode_recorded("Paid", 3, b'{"amount":"12.50","gift":false}'),
    ]


def test_upcasting_may_stop_on_the_way() -> None:
    """The payload that is given stays as it is."""
    payload = {"sum": 1250}

    assert {"amount": 1250} == BOUND.upcast("Paid", 1, payload, to=2)
    assert {"amount": "12.50", "gift": False} == BOUND.upcast("Paid", 1, payload)
    assert {"sum": 1250} == payload


def test_what_a_function_gives_has_to_travel() -> None:
    """An object is no JSON."""
    odd = CODEC.bound({**FUNCTIONS, "euros": lambda _: object()})

    with pytest.raises(Undecodable, match="a function gave what does not travel"):
        odd.decode_recorded("Paid", 1, b'{"sum":1}')


def test_a_codec_without_its_functions_says_where_they_are() -> None:
    """Versions that need none are read all the same."""
    with pytest.raises(Miswired, match=r'read with euros.*`system.codec\("billing"\)`'):
        CODEC.decode_recorded("Paid", 1, b'{"sum":1250}')

    assert Paid(Decimal(1), True) == CODEC.decode_recorded("Paid", 3, b'{"amount":"1","gift":true}')


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"sum":"12"}', "$.amount: euros raised TypeError"),
        (b"{}", "missing required field `amount`"),
        (b"[]", "Expected `object`, got `array`"),
        (b"{", "is no JSON"),
    ],
)
def test_what_cannot_be_changed_is_undecodable(data: bytes, said: str) -> None:
    """With the path at which a function failed, or what the newest class says."""
    with pytest.raises(Undecodable) as caught:
        BOUND.decode_recorded("Paid", 1, data)

    assert said in str(caught.value)
