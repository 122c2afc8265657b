"""How events were: worked out from what they are now and from their changes."""

from __future__ import annotations

from typing import Any

from factbook_codegen.model import (
    Event,
    Fields,
    ListOf,
    MapOf,
    Named,
    Older,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeExpr,
    functions,
)

from tests.codegen.reading.support import codes, read_one, read_texts

TYPES = """
types:
  OrderId: {type: uuid, tag: order}
  Sku: {type: text, tag: sku, example: MUG}
  Money:
    record: {amount: {type: decimal, min: 0}, currency: {type: text, example: EUR}}
    version: 2
    changes: {2: {from: {type: int, min: 0}, by: euros}}
  Line:
    record: {sku: Sku, quantity: int, price: Money}
    version: 2
    changes: {2: {rename: {qty: quantity}}}
  Lines: {type: 'list[Line]', min: 1}
  Cash: {record: {paid: Money}}
  Card: {record: {token: text}}
  Payment: {union: [Cash, Card]}
"""


def placed(fields: str, version: int, changes: str, more: str = "") -> Event:
    """The event of a catalogue in which nothing is wrong."""
    text = f"context: ordering\n{TYPES}events:\n  OrderPlaced:\n    fields: {fields}\n    version: {version}\n"
    context, found = read_one(f"{text}    changes: {changes}\n{more}")
    assert {code for code in codes(found) if code < "FB2" or code > "FB6"} == set(), found
    return context.events["OrderPlaced"]


def shown(fields: Fields) -> dict[str, str]:
    """Fields as their types are written."""
    return {name: _written(field.type) + ("?" if field.optional else "") for name, field in fields.items()}


def _written(expr: TypeExpr) -> str:
    match expr:
        case Primitive(name):
            return name
        case Named(ref):
            return ref.name
        case ListOf(item):
            return f"list[{_written(item)}]"
        case MapOf(key, value):
            return f"map[{_written(key)}, {_written(value)}]"


def steps(older: Older) -> list[tuple[Any, ...]]:
    """The steps to the next version; of a function only the name."""
    return [(one.kind, ".".join(one.path), one.function.name if one.function else one.value) for one in older.steps]


def test_each_kind_of_change_is_taken_back() -> None:
    """Fields that were added are gone, those that were removed are back with the type they had, and so on."""
    event = placed(
        "{order_id: OrderId, reason: text?, gift: bool, placed_at: datetime}",
        3,
        "{2: {rename: {why: reason}, remove: {colour: 'text?'}},"
        " 3: {add: {gift: {by: guess}}, convert: {placed_at: {from: int, by: to_time}, reason: trimmed}}}",
    )

    first, second = event.older
    before = {"order_id": "OrderId", "why": "text?", "placed_at": "int", "colour": "text?"}
    assert (1, before) == (first.version, shown(first.fields))
    assert [("rename", "why", "reason"), ("remove", "colour", None)] == steps(first)
    assert (2, {"order_id": "OrderId", "reason": "text?", "placed_at": "int"}) == (second.version, shown(second.fields))
    assert [
        ("add", "gift", "guess"),
        ("convert", "placed_at", "to_time"),
        ("convert", "reason", "trimmed"),
    ] == steps(second)


def test_types_change_wherever_an_event_holds_them() -> None:
    """In fields, lists, maps and unions; types that hold a type that was another were another as well."""
    event = placed(
        "{order_id: OrderId, lines: Lines, named: 'map[text, Line]', total: Money?, pay: Payment}",
        3,
        "{2: {types: {Line: 2}}, 3: {types: {Money: 2}}}",
    )

    first, second = event.older
    assert [("rename", "lines.*.qty", "quantity"), ("rename", "named.*.qty", "quantity")] == steps(first)
    paths = ["lines.*.price", "named.*.price", "total", "pay.Cash.paid"]
    assert [("convert", path, "euros") for path in paths] == steps(second)
    assert ["Cash", "Line", "Lines", "Money", "Payment"] == [ref.name for ref in second.types]
    line = second.types[Ref("ordering", "Line")]
    assert isinstance(line, RecordType)
    assert {"sku": "Sku", "quantity": "int", "price": "Money"} == shown(line.fields)
    money = second.types[Ref("ordering", "Money")]
    assert isinstance(money, SimpleType)
    assert Primitive("int") == money.base


def test_a_path_changes_a_record_of_the_event() -> None:
    """Wherever the event holds the record, and only there: the type itself has no versions."""
    context, found = read_one(
        "context: ordering\n"
        "types: {Parcel: {record: {label: text, weight: int}}}\n"
        "events:\n"
        "  OrderPacked:\n"
        "    fields: {first: Parcel, others: 'list[Parcel]'}\n"
        "    version: 2\n"
        "    changes: {2: {add: {others.weight: 0}, rename: {first.tag: first.label}}}\n"
    )

    assert ["FB302"] == codes(found)
    (older,) = context.events["OrderPacked"].older
    assert [
        ("add", "first.weight", 0),
        ("add", "others.*.weight", 0),
        ("rename", "first.tag", "label"),
        ("rename", "others.*.tag", "label"),
    ] == steps(older)
    parcel = older.types[Ref("ordering", "Parcel")]
    assert isinstance(parcel, RecordType)
    assert {"tag": "text"} == shown(parcel.fields)


def test_tags_stand_where_they_stood() -> None:
    """A tag follows renames backwards; a field that was added had no tag before."""
    event = placed(
        "{order_id: OrderId, items: Lines, sku: Sku}",
        4,
        "{2: {rename: {order: order_id}}, 3: {rename: {lines: items}}, 4: {add: {sku: MUG}, types: {Line: 2}}}",
    )

    assert [["order"], ["order_id"], ["order_id"]] == [[tag.path[0] for tag in one.tags] for one in event.older]


def test_written_tags_follow_renames() -> None:
    """Also into records."""
    event = placed(
        "{order_id: OrderId, items: Lines}",
        2,
        "{2: {rename: {lines: items}}}",
        "    tags: [order_id, items.sku]\n",
    )

    (older,) = event.older
    assert [("order_id",), ("lines", "sku")] == [tag.path for tag in older.tags]


def test_functions_take_and_give_what_travels() -> None:
    """A decimal is a text, a record an object; each function is named once for each place that names it."""
    system, _ = read_texts(
        ordering=f"context: ordering\n{TYPES}events:\n  OrderPlaced:\n"
        "    fields: {lines: Lines, total: Money, rate: decimal?, gift: bool}\n"
        "    version: 3\n"
        "    changes:\n"
        "      2: {types: {Money: 2}, convert: {rate: {from: float, by: rate_of}}}\n"
        "      3: {add: {gift: {by: guess}}, types: {Line: 2}}\n"
    )

    thing = MapOf(Primitive("text"), Primitive("json"))
    assert [
        ("euros", Primitive("int"), False, thing, False),
        ("rate_of", Primitive("float"), False, Primitive("text"), True),
        ("guess", thing, False, Primitive("bool"), False),
    ] == [(one.name, one.takes, one.takes_none, one.gives, one.gives_none) for one in functions(system)]
