"""Messages to bytes and back, fast and strictly, with one answer from both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest
from attrs import define, field, make_class
from hypothesis import given
from hypothesis import strategies as st

from factbook.codec import NEW, NOW, TODAY, Codec, CommandEntry, EventEntry, decode, encode, structure
from factbook.constraints import between, constrained
from factbook.errors import Problem, Undecodable
from tests.factbook.messages import Card, Currency, Debit, Everything, Money, OrderId, OrderLine, OrderPaid, OrderPlaced

ID = OrderId(UUID("6e8bc430-9c3a-41d9-9669-0800200c9a66"))
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
FIVE = Money(Decimal("5.00"))
PLACED = OrderPlaced(ID, (OrderLine("MUG-0001", 2, FIVE), OrderLine("CUP-0002", 1, FIVE)), FIVE, NOON)
PAID = OrderPaid(ID, Card("tok"), (Debit("a"), Card("b")), None, {"x": Debit("c")})


@constrained
@define(frozen=True, slots=True)
class Counted:
    at: datetime
    day: date
    number: int
    by: UUID


CODEC = Codec(
    "ordering",
    events=(
        EventEntry(OrderPlaced, version=2, tags=(("order", "order_id"), ("sku", "lines.sku"))),
        EventEntry(OrderPaid, tags=(("order", "order_id"),)),
    ),
    commands=(CommandEntry(Counted, defaults={"by": NEW, "at": NOW, "day": TODAY, "number": 7}),),
    rejections=(Debit,),
    rows=(Everything,),
)


def wire(message: object) -> Any:
    return json.loads(encode(message))


# Writing -------------------------------------------------------------------------------------------------------------


def test_what_is_written_is_canonical() -> None:
    """Keys in alphabetical order, no white space, null for what is absent, union by the name of its record."""
    assert encode(PLACED) == (
        b'{"due":null,"lines":[{"price":{"amount":"5.00","currency":"EUR"},"quantity":2,"sku":"MUG-0001"},'
        b'{"price":{"amount":"5.00","currency":"EUR"},"quantity":1,"sku":"CUP-0002"}],"note":null,'
        b'"order_id":"6e8bc430-9c3a-41d9-9669-0800200c9a66","placed_at":"2026-01-31T12:00:00Z",'
        b'"total":{"amount":"5.00","currency":"EUR"},"wait":null}'
    )
    assert encode(PAID) == (
        b'{"by_name":{"x":{"Debit":{"mandate":"c"}}},"method":{"Card":{"token":"tok"}},'
        b'"order_id":"6e8bc430-9c3a-41d9-9669-0800200c9a66","others":[{"Debit":{"mandate":"a"}},'
        b'{"Card":{"token":"b"}}],"spare":null}'
    )


@pytest.mark.parametrize("text", ["1E+2", "0E-9", "1E-7", "-0", "1.50", "123456789012345678901234567890.5"])
def test_decimals_are_written_without_exponent(text: str) -> None:
    """Also those that Python, and so msgspec, writes with one."""

    @constrained
    @define(frozen=True, slots=True)
    class Amount:
        of: Decimal
        note: str

    globals()["Amount"] = Amount
    value = Decimal(text)
    raw = wire(Amount(value, "1E-7"))

    assert {"of": format(value, "f"), "note": "1E-7"} == raw
    assert value == decode(Amount, encode(Amount(value, ""))).of


def test_maps_are_written_in_the_order_of_their_keys() -> None:
    """Equal messages are equal bytes."""
    prices = {Currency.USD: FIVE, Currency.EUR: FIVE}
    days = {date(2026, 1, 2): 1, date(2026, 1, 1): 2}
    parts: dict[str, Any] = {"prices": prices, "by_day": days, "anything": {"b": 1, "a": 2}}
    turned = {name: dict(reversed(part.items())) for name, part in parts.items()}

    assert encode(everything(**parts)) == encode(everything(**turned))
    assert list(wire(everything(**parts))["by_day"]) == ["2026-01-01", "2026-01-02"]


def test_subclasses_are_written_as_what_they_are() -> None:
    """A frozen clock makes times of a class of its own; a mapping need not be a dict."""

    class Time(datetime):
        pass

    class Amount(Decimal):
        pass

    class Text(str):
        pass

    class Day(date):
        pass

    class Lasting(timedelta):
        pass

    odd: dict[str, Any] = {
        "moment": Time(2026, 1, 31, 12, tzinfo=UTC),
        "decimal": Amount("1.50"),
        "text": Text("a"),
        "day": Day(2026, 1, 31),
        "lasting": Lasting(hours=1),
        "prices": MappingProxyType({Currency.EUR: FIVE}),
    }
    plain = everything(
        moment=NOON,
        decimal=Decimal("1.50"),
        text="a",
        day=date(2026, 1, 31),
        lasting=timedelta(hours=1),
        prices={Currency.EUR: FIVE},
    )

    assert encode(plain) == encode(everything(**odd))


def everything(**parts: Any) -> Everything:
    whole: dict[str, Any] = {
        "text": "text",
        "whole": 1,
        "number": 1.0,
        "decimal": Decimal("1.0"),
        "yes": True,
        "identity": ID,
        "day": date(2026, 1, 31),
        "moment": NOON,
        "lasting": timedelta(hours=1),
        "raw": b"abc",
        "anything": {"a": [1, None]},
        "email": "person@example.com",
        "prices": {Currency.EUR: FIVE},
        "by_day": {date(2026, 1, 31): 1},
        "by_id": {ID: 1},
        "by_number": {1: 1},
    }
    return Everything(**(whole | parts))


# Reading -------------------------------------------------------------------------------------------------------------

moneys = st.builds(Money, st.decimals(0, 10**9, places=2), st.sampled_from(Currency))
lines = st.builds(OrderLine, st.from_regex(r"[A-Z]{3}-[0-9]{4}", fullmatch=True), st.integers(1, 999), moneys)
methods = st.builds(Card, st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)) | st.builds(
    Debit, st.just("m")
)
moments = st.datetimes(timezones=st.just(UTC))
orders = st.uuids().map(OrderId)
placed = st.builds(
    OrderPlaced,
    orders,
    st.lists(lines, min_size=1, max_size=3).map(tuple),
    moneys,
    moments,
    st.none() | st.dates(),
    st.none() | st.text(st.characters(codec="utf-8")),
    st.none() | st.timedeltas(timedelta(0)),
)
paid = st.builds(
    OrderPaid,
    orders,
    methods,
    st.lists(methods, max_size=2).map(tuple),
    st.none() | methods,
    st.none() | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), methods, max_size=2),
)


@given(placed | paid)
def test_both_ways_in_give_one_answer(event: OrderPlaced | OrderPaid) -> None:
    """What was written is read back, by msgspec and by cattrs, from bytes and from values."""
    data = CODEC.encode(event)
    name, version = CODEC.name_of(event), CODEC.version_of(event)

    assert event == CODEC.decode_recorded(name, version, data)
    assert event == CODEC.decode(name, data) == decode(type(event), data.decode())
    assert event == CODEC.structure(type(event), json.loads(data)) == structure(type(event), data)
    assert hash(event) == hash(CODEC.decode(type(event), data)) if isinstance(event, OrderPlaced) else True


def test_everything_is_read_back() -> None:
    """Every type of the language, and keys of every type."""
    whole = everything()

    assert whole == decode(Everything, encode(whole)) == msgspec.json.decode(encode(whole), type=Everything)


def test_what_is_absent_may_be_left_out_or_null() -> None:
    """Both mean the same, on both ways."""
    raw = wire(PLACED)
    short = {name: value for name, value in raw.items() if value is not None}

    assert raw.keys() - short.keys() == {"due", "note", "wait"}
    for one in (raw, short):
        assert PLACED == structure(OrderPlaced, one)
        assert PLACED == CODEC.decode_recorded("OrderPlaced", 2, json.dumps(one).encode())


def test_unknown_keys_pass_in_what_was_recorded() -> None:
    """A field that was removed is still in old events; a stranger's unknown key is a mistake."""
    for message in (PLACED, PAID):
        data = json.dumps(wire(message) | {"more": 1}).encode()

        assert message == CODEC.decode_recorded(CODEC.name_of(message), CODEC.version_of(message), data)
        with pytest.raises(Undecodable, match=r"\$\.more: there is no such field"):
            decode(type(message), data)


def test_all_problems_are_said_at_once() -> None:
    """Each with its path, in words for people."""
    raw: Any = {
        "order_id": "x",
        "lines": [
            {"sku": "mug-0001", "quantity": 0, "price": {"amount": 12, "currency": "EUX"}},
            5,
            {"sku": "MUG-0001", "quantity": 1.5, "price": dict[str, Any](), "colour": "red"},
            None,
        ],
        "placed_at": "2026-01-31T12:00:00+01:00",
        "note": 5,
        "totl": None,
    }
    with pytest.raises(Undecodable) as caught:
        structure(OrderPlaced, raw, "$.data")

    assert (
        Problem("$.data.order_id", '"x" is no uuid: write a text such as "6e8bc430-9c3a-41d9-9669-0800200c9a66"'),
        Problem("$.data.lines[0].sku", '"mug-0001" does not match [A-Z]{3}-[0-9]{4}'),
        Problem("$.data.lines[0].quantity", "0 is less than 1"),
        Problem("$.data.lines[0].price.amount", '12 is no decimal: write a text such as "12.50"'),
        Problem("$.data.lines[0].price.currency", '"EUX" is no Currency; did you mean "EUR"?'),
        Problem("$.data.lines[1]", "5 is no OrderLine: write an object"),
        Problem("$.data.lines[2].quantity", "1.5 is no whole number"),
        Problem("$.data.lines[2].price.amount", "is missing"),
        Problem("$.data.lines[2].colour", "there is no such field"),
        Problem("$.data.lines[3]", "null is no OrderLine: write an object"),
        Problem("$.data.lines", "a list of 4 is longer than 3"),
        Problem("$.data.total", "is missing"),
        Problem(
            "$.data.placed_at",
            '"2026-01-31T12:00:00+01:00" is no time in UTC: write a text such as "2026-01-31T12:00:00Z"',
        ),
        Problem("$.data.note", "5 is no text"),
        Problem("$.data.totl", 'there is no such field; did you mean "total"?'),
    ) == caught.value.problems


@pytest.mark.parametrize(
    ("name", "value", "path", "text"),
    [
        ("prices", {"EUX": {"amount": "1"}}, "$.prices.EUX", 'the key "EUX" is no Currency'),
        ("prices", {"EUR": {"amount": "-1"}}, "$.prices.EUR.amount", '"-1" is less than 0'),
        ("by_day", {"2026": 1}, '$.by_day["2026"]', 'the key "2026" is no day: write a text such as "2026-01-31"'),
        ("by_number", {"1000": 1}, '$.by_number["1000"]', 'the key "1000" is more than 999'),
        ("by_id", [], "$.by_id", "a list of 0 is no object"),
        ("whole", 2**63, "$.whole", "9223372036854775808 does not fit into 64 bits"),
        ("whole", 1e300, "$.whole", "1e+300 does not fit into 64 bits"),
        ("number", 1.6, "$.number", "1.6 is more than 1.5"),
        ("anything", {"a": float("inf")}, "$.anything", "an object of 1 is no plain JSON value"),
        ("text", "\ud800", "$.text", '"\ud800" has half of a surrogate pair, which no encoding can write'),
        ("day", "2025-12-31", "$.day", '"2025-12-31" is less than 2026-01-01'),
        ("lasting", "PT48H1S", "$.lasting", '"PT48H1S" is more than 2 days, 0:00:00'),
        ("raw", "YWJjZA==", "$.raw", '"YWJjZA==" is longer than 3'),
        ("email", "a@b", "$.email", '"a@b" is no email'),
    ],
)
def test_problems_in_every_type(name: str, value: Any, path: str, text: str) -> None:
    """What breaks a rule is said like what is misspelled."""
    with pytest.raises(Undecodable) as caught:
        structure(Everything, wire(everything()) | {name: value})

    assert (Problem(path, text),) == caught.value.problems


@pytest.mark.parametrize(
    ("raw", "path", "text"),
    [
        ({"Card": {"token": ""}}, "$.method.Card.token", '"" is shorter than 1'),
        ({"Card": {}, "Debit": {}}, "$.method", "an object of 2 is none of its records: write {…}"),
        ({"Cash": {}}, "$.method", '"Cash" is none of its records: write {…}'),
        ({}, "$.method", "an object of 0 is none of its records: write {…}"),
        ({"token": "a"}, "$.method", '"token" is none of its records: write {…}'),
        (None, "$.method", "null is none of its records: write {…}"),
    ],
)
def test_problems_in_a_union(raw: Any, path: str, text: str) -> None:
    """It is written as an object with one key, the name of the record."""
    with pytest.raises(Undecodable) as caught:
        structure(OrderPaid, wire(PAID) | {"method": raw})

    assert (Problem(path, text.replace("{…}", '{"Card": …} or {"Debit": …}')),) == caught.value.problems


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "this is no Debit: $: is no JSON: Input data was truncated"),
        (b"{", "this is no Debit: $: is no JSON: Input data was truncated"),
        (b'{"mandate": NaN}', "is no JSON"),
        (b'{"mandate": "\xff"}', "is no JSON"),
        (b'{"mandate": 1e999}', "Number out of range"),
        (b'{"mandate": ' + b"[" * 100_000, "is nested too deeply"),
        (b"[]", "this is no Debit: $: a list of 0 is no Debit: write an object"),
    ],
)
def test_what_is_no_json_is_undecodable(data: bytes, said: str) -> None:
    """Whatever comes in, one kind of error comes out."""
    for read in (decode, structure):
        with pytest.raises(Undecodable) as caught:
            read(Debit, data)

        assert said in str(caught.value)


def test_deep_values_are_undecodable() -> None:
    """Values of any depth that came in by another way."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Undecodable, match=r"\$.anything: a list of 1 is no plain JSON value"):
        structure(Everything, wire(everything()) | {"anything": deep})
    while deep:  # a list of such depth cannot be freed in one go
        deep = deep[0]


@pytest.mark.parametrize(
    ("name", "version", "data", "said"),
    [
        ("OrderPlaced", 2, b"{}", "this is no OrderPlaced: $: Object missing required field `order_id`"),
        ("OrderPlaced", 2, b'{"order_id": 5}', "this is no OrderPlaced: $.order_id: Expected `uuid`, got `int`"),
        (
            "OrderPaid",
            1,
            b'{"order_id":"%s","method":{"Card":{"token":""}}}',
            "$.method.Card.token: Expected `str` of length",
        ),
        ("OrderPaid", 1, b'{"order_id":"%s","method":{}}', "Expected an object with one key, Card or Debit"),
        ("OrderPaid", 1, b'{"order_id":"%s","method":{"Card":{"token":"a"},"Debit":{"mandate":"a"}}}', "with one key"),
        ("OrderPaid", 1, b"{", "is no JSON"),
        ("OrderPlaced", 3, b"{}", "is of version 3; this code reads versions 1 to 2"),
        ("OrderPaid", 2, b"{}", "is of version 2; this code reads version 1"),
        ("Counted", 1, b"{}", "is no event"),
        ("OrderPlacd", 1, b"{}", 'there is no "OrderPlacd"; did you mean "OrderPlaced"?'),
    ],
)
def test_what_was_recorded_wrongly_is_undecodable(name: str, version: int, data: bytes, said: str) -> None:
    """A fault in the store is said with its path."""
    with pytest.raises(Undecodable) as caught:
        CODEC.decode_recorded(name, version, data.replace(b"%s", str(ID).encode()))

    assert said in str(caught.value)


@pytest.mark.parametrize(
    "form", [{"slots": False}, {"frozen": False}, {"weakref_slot": False}, {"kw_only": True}], ids=str
)
def test_unions_are_read_into_any_attrs_class(form: dict[str, Any]) -> None:
    """However its instances are laid out; they are of the class itself."""
    either: Any = Card | Debit
    hints: dict[str, Any] = {"by": either, "also": Mapping[str, either], "spare": either | None}
    make: Any = make_class
    kind = make(
        "Paid", {name: field(type=hint) for name, hint in hints.items()}, **({"slots": True, "frozen": True} | form)
    )
    paid = kind(by=Card("a"), also={"b": Debit("c")}, spare=None)
    read = Codec("ordering", events=(EventEntry(kind),)).decode_recorded("Paid", 1, encode(paid))

    assert (kind, paid) == (type(read), read)


@pytest.mark.parametrize(
    ("event", "written", "narrower", "path", "problem"),
    [
        (PLACED, b"MUG-0001", b"mug", "$.lines[0].sku", '"mug" does not match [A-Z]{3}-[0-9]{4}'),
        (everything(), b"person@example.com", b"a@b", "$.email", '"a@b" is no email'),
        (PLACED, b'"total":{"amount":"5.00"', b'"total":{"amount":"-5"', "$.total.amount", '"-5" is less than 0'),
        (everything(), b'"day":"2026-01-31"', b'"day":"2025-12-31"', "$.day", '"2025-12-31" is less than 2026-01-01'),
    ],
    ids=["pattern", "format", "decimal", "day"],
)
def test_what_its_writer_checked_is_not_checked_again(
    event: object, written: bytes, narrower: bytes, path: str, problem: str
) -> None:
    """What was recorded before a rule became narrower is read back as it is; from outside it is refused."""
    kind = type(event)
    data = encode(event).replace(written, narrower, 1)
    read = Codec("ordering", events=(EventEntry(kind),)).decode_recorded(kind.__name__, 1, data)

    assert data == encode(read)
    for refuse in (decode, structure):
        with pytest.raises(Undecodable) as caught:
            refuse(kind, data)
        assert (Problem(path, problem),) == caught.value.problems


def test_bounds_of_floats_hold_for_what_was_written() -> None:
    """A whole number beyond the bound is refused, also where the float nearest to it is within."""

    @constrained
    @define(frozen=True, slots=True)
    class Bounded:
        of: Annotated[float, between(None, 2.0**53)]

    globals()["Bounded"] = Bounded

    assert structure(Bounded, {"of": 2**53}).of == 2.0**53
    for data in (f'{{"of": {2**53 + 1}}}', '{"of": 1' + "0" * 400 + "}"):
        with pytest.raises(Undecodable):
            decode(Bounded, data)


# The tables ----------------------------------------------------------------------------------------------------------


def test_names_are_understood_with_and_without_the_context() -> None:
    """As they are written in a catalogue."""
    assert Everything is CODEC.class_of("Everything") is CODEC.class_of("ordering.Everything")
    assert CODEC.name_of(PLACED) == "ordering.OrderPlaced"
    with pytest.raises(Undecodable, match="this is no message of ordering"):
        CODEC.class_of("billing.OrderPlaced")


def test_tags_are_those_of_the_table() -> None:
    """In its order; a list gives one for each item, and none comes twice."""
    twice = OrderPlaced(ID, (*PLACED.lines, PLACED.lines[0]), FIVE, NOON)

    assert (f"order:{ID}", "sku:MUG-0001", "sku:CUP-0002") == CODEC.tags_of(twice)
    assert (f"order:{ID}",) == CODEC.tags_of(PAID)


def test_what_is_left_out_is_filled_in() -> None:
    """By the arguments alone, in the form in which it travels; what is there stays, also if it is wrong."""
    other = datetime.fromisoformat("2026-02-01T00:30:00+01:00")
    filled = CODEC.complete("Counted", {}, now=other, new_id=lambda: ID)
    expected = {"by": str(ID), "at": "2026-01-31T23:30:00Z", "day": "2026-01-31", "number": 7}

    assert expected == filled
    assert Counted(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), date(2026, 1, 31), 7, ID) == structure(Counted, filled)
    assert expected | {"number": None} == CODEC.complete(
        "ordering.Counted", {"number": None}, now=other, new_id=lambda: ID
    )
    with pytest.raises(Undecodable, match="there is no"):
        CODEC.complete("OrderPlaced", {}, now=other, new_id=lambda: ID)
