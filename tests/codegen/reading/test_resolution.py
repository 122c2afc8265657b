"""From names to meaning: what the model says of a catalogue in which nothing is wrong."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from factbook_codegen.diagnostics import Severity
from factbook_codegen.model import (
    ABSENT,
    Command,
    Constraints,
    Context,
    Default,
    Do,
    EnumType,
    ListOf,
    MapOf,
    Named,
    Place,
    Primitive,
    Recorded,
    RecordType,
    Ref,
    Refused,
    See,
    SetFlag,
    SimpleType,
    System,
    Tag,
    TypeExpr,
    UnionType,
    Wait,
)

from tests.codegen.reading.rich import RICH
from tests.codegen.reading.support import codes, read_one, read_texts


@pytest.fixture(scope="module")
def shop() -> System:
    """The system that uses every part of the language."""
    return read_texts(**RICH)[0]


@pytest.fixture(scope="module")
def ordering(shop: System) -> Context:
    """Its largest context."""
    return shop.contexts["ordering"]


def test_head(shop: System, ordering: Context) -> None:
    """Titles, summaries and owners are taken over; a title left out is made of the name."""
    assert ("shop", "The shop", "Sells mugs.") == (shop.name, shop.title, shop.summary)
    assert ("Ordering", "", "checkout", "shop") == (ordering.title, ordering.summary, ordering.owner, ordering.system)
    assert "Billing" == shop.contexts["billing"].title


def test_places(ordering: Context) -> None:
    """Everything that has a name knows where that stands."""
    lines = RICH["ordering"].splitlines()
    for section in ("types", "events", "commands", "rejections", "views", "queries"):
        entries: dict[str, Any] = getattr(ordering, section)
        for name, entry in entries.items():
            place: Place = entry.place
            assert lines[place.line - 1][place.column - 1 :].startswith(name)


def test_roles_and_flags(shop: System, ordering: Context) -> None:
    """Roles and flags in their short and their long form."""
    assert {"clerk": "Sells.", "auditor": "Looks at everything."} == {
        one.name: one.summary for one in shop.roles.values()
    }
    assert {"cautious": False} == {one.name: one.default for one in shop.flags.values()}
    assert ["customer"] == list(ordering.roles)


@pytest.mark.parametrize(("word", "on"), [("on", True), ("off", False), ("true", True), ("false", False)])
def test_flags_are_switches(word: str, on: bool) -> None:
    """A flag is on or off from the start; on, when it says nothing."""
    context, _ = read_one(f"context: ordering\nflags: {{a: {{default: {word}}}, b: Says nothing.}}")

    assert (on, True) == (context.flags["a"].default, context.flags["b"].default)


@pytest.mark.parametrize(
    ("written", "meant", "optional"),
    [
        ("text", Primitive("text"), False),
        ("text?", Primitive("text"), True),
        ("Line", Named(Ref("ordering", "Line")), False),
        ("ordering.Line", Named(Ref("ordering", "Line")), False),
        ("customers.CustomerId?", Named(Ref("customers", "CustomerId")), True),
        ("Money", Named(Ref("", "Money")), False),
        ("list[Line]", ListOf(Named(Ref("ordering", "Line"))), False),
        ("list[ list[int] ]", ListOf(ListOf(Primitive("int"))), False),
        ("map[text, Money]", MapOf(Primitive("text"), Named(Ref("", "Money"))), False),
        ("map[OrderStatus,map[int,list[text]]]?", None, True),
    ],
)
def test_type_expressions(written: str, meant: TypeExpr | None, optional: bool) -> None:
    """What a type expression means: own names first, then those of the system, or of another context by its name."""
    texts = RICH | {"ordering": RICH["ordering"].replace("note: text?", f"note: '{written}'", 1)}
    system, _ = read_texts(**texts)
    field = system.contexts["ordering"].events["OrderPlaced"].fields["note"]

    assert optional is field.optional
    if meant is not None:
        assert meant == field.type


def test_own_types_come_first() -> None:
    """A type of the context hides one of the system with the same name."""
    system, _ = read_texts(
        system="system: shop\ntypes: {Money: {type: int}}",
        ordering="context: ordering\ntypes: {Money: {type: text}}\nevents: {E: {fields: {a: Money}}}",
        billing="context: billing\nevents: {E: {fields: {a: Money}}}",
    )

    assert Named(Ref("ordering", "Money")) == system.contexts["ordering"].events["E"].fields["a"].type
    assert Named(Ref("", "Money")) == system.contexts["billing"].events["E"].fields["a"].type


def test_kinds_of_types(shop: System, ordering: Context) -> None:
    """Simple types, enums, records and unions."""
    sku, status, line, payment = (ordering.types[name] for name in ("Sku", "OrderStatus", "Line", "Payment"))

    assert isinstance(sku, SimpleType)
    assert ("[A-Z]{3}-[0-9]{4}", "sku", "MUG-0001") == (sku.effective.pattern, sku.tag, sku.example)
    assert isinstance(status, EnumType)
    assert ("placed", "paid") == status.values
    assert isinstance(line, RecordType)
    assert ["sku", "quantity", "price", "parent", "notes"] == list(line.fields)
    assert isinstance(payment, UnionType)
    assert (Ref("ordering", "Card"), Ref("ordering", "Transfer")) == payment.members
    currency = shop.types["Currency"]
    assert isinstance(currency, EnumType)
    assert {"EUR": "Euro", "USD": "Dollar"} == currency.summaries


def test_narrowing() -> None:
    """A type made of another has the constraints of both, its tag, and whose personal data it is."""
    context, _ = read_one(
        "context: ordering\n"
        "types:\n"
        "  Wide: {type: decimal, digits: 9, min: 0, personal: customer_id}\n"
        "  Narrow: {type: Wide, places: 2, max: 10}\n"
        "  Code: {type: text, tag: code}\n"
        "  Number: {type: Code, pattern: '[0-9]+'}\n"
        "  Status: {enum: [a], tag: status}\n"
        "  Alias: {type: Status}\n"
        "events: {E: {fields: {customer_id: uuid, n: {type: Narrow, max: 5}, c: Number, s: Alias}}}\n"
    )
    narrow, number, alias = (context.types[name] for name in ("Narrow", "Number", "Alias"))

    assert isinstance(narrow, SimpleType)
    assert Constraints(min=Decimal(0), max=Decimal(10), digits=9, places=2) == narrow.effective
    assert Constraints(max=Decimal(10), places=2) == narrow.constraints
    assert (Primitive("decimal"), "customer_id") == (narrow.base, narrow.personal)
    assert isinstance(number, SimpleType)
    assert "code" == number.tag
    assert isinstance(alias, SimpleType)
    assert (Named(Ref("ordering", "Status")), "status") == (alias.base, alias.tag)
    field = context.events["E"].fields["n"]
    assert (Constraints(max=Decimal(5)), "customer_id") == (field.constraints, field.personal)
    assert (Tag("code", ("c",)), Tag("status", ("s",))) == context.events["E"].tags


def test_events(ordering: Context) -> None:
    """Tags, versions, changes and whether others may rely on it."""
    event = ordering.events["OrderPlaced"]

    assert (True, 3) == (event.public, event.version)
    assert (Tag("order", ("order_id",)), Tag("sku", ("lines", "sku"))) == event.tags
    assert [2, 3] == [change.to for change in event.changes]
    assert (
        ("rename", "sum", "total"),
        ("remove", "old", "int"),
        ("convert", "placed_at", "to_time"),
        ("add", "weight", {"by": "guess_weight"}),
    ) == event.changes[1].steps


def test_tags_by_default() -> None:
    """An event is tagged by each of its fields whose type, or whose items' type, has a tag."""
    context, _ = read_one(
        "context: ordering\n"
        "types: {Id: {type: uuid, tag: id}, Row: {record: {id: Id}}}\n"
        "events: {E: {fields: {a: Id, b: Id?, c: 'list[Id]', d: Row, e: text}}, F: {fields: {a: Id}, tags: []}}\n"
    )

    assert [("id", ("a",)), ("id", ("b",)), ("id", ("c",))] == list(context.events["E"].tags)
    assert () == context.events["F"].tags


def test_defaults(ordering: Context) -> None:
    """``new`` and ``now`` are filled in by the edge, constants are values, and the rest is absent."""
    fields = ordering.commands["PlaceOrder"].fields

    assert {
        "order_id": Default.NEW,
        "customer_id": ABSENT,
        "lines": ABSENT,
        "urgent": False,
        "placed_at": Default.NOW,
    } == {name: field.default for name, field in fields.items()}


def test_new_and_now_may_be_texts() -> None:
    """For a text, ``new`` and ``now`` are words like others."""
    context, _ = read_one(
        "context: ordering\nevents: {F: {}}\n"
        "effects: {E: {fields: {a: {type: text, default: new}, b: {type: json, default: now}}, records: [F]}}\n"
    )

    assert ["new", "now"] == [field.default for field in context.effects["E"].fields.values()]


def test_boundaries(ordering: Context) -> None:
    """A boundary names events and the values by which they are found; some parts may be tolerated."""
    reads = ordering.commands["PlaceOrder"].reads

    assert [
        (Ref("ordering", "OrderPlaced"), (Tag("order", ("order_id",)),), False),
        (Ref("customers", "CustomerRegistered"), (Tag("customer", ("customer_id",)),), True),
        (None, (Tag("sku", ("lines", "sku")),), False),
    ] == [(read.event, read.tags, read.tolerated) for read in reads]


def test_groups(shop: System) -> None:
    """Commands of a group read what all of them record, by the key, and what the group reads besides."""
    billing = shop.contexts["billing"]
    pay, refuse = billing.commands["PayOrder"], billing.commands["RefuseOrder"]
    paid, placed = Ref("billing", "OrderPaid"), Ref("ordering", "OrderPlaced")
    by_order = (Tag("order", ("order_id",)),)

    assert [(paid, by_order, True), (placed, by_order, False)] == [read[:3] for read in pay.reads]
    assert [(paid, by_order, False), (placed, by_order, False)] == [read[:3] for read in refuse.reads]
    group = billing.deciders["Payment"]
    assert ("order_id", ("PayOrder", "RefuseOrder"), (paid, placed), True) == (
        group.key,
        group.commands,
        group.evolves,
        group.declared,
    )
    assert ["Payment", "Payment"] == [pay.decider, refuse.decider]


def test_a_group_may_read_its_own_events() -> None:
    """What a group reads anyway may be said again; it is read once."""
    context, found = read_one(
        "context: ordering\nallow: {FB513: Short.}\nroles: {clerk: Sells.}\n"
        "types: {Id: {type: uuid, tag: id}}\n"
        "events: {E: {fields: {id: Id}}}\n"
        "commands: {Do: {by: [clerk], fields: {id: Id}, reads: {E: id}, records: [E]}}\n"
        "deciders: {D: {key: id, commands: [Do], reads: {E: id}}}\n"
    )

    assert codes(found) == []
    assert 1 == len(context.commands["Do"].reads)


def test_a_command_alone_is_its_own_decider(ordering: Context) -> None:
    """Outside of every group a command has a decider of its own name."""
    decider = ordering.deciders["PlaceOrder"]

    assert (None, ("PlaceOrder",), False) == (decider.key, decider.commands, decider.declared)
    assert (Ref("ordering", "OrderPlaced"), Ref("customers", "CustomerRegistered")) == decider.evolves


def test_commands(ordering: Context) -> None:
    """Who may issue it, what it records, how it refuses, and whether once is enough."""
    command: Command = ordering.commands["PlaceOrder"]

    assert (("customer",), (Ref("ordering", "OrderPlaced"),), ("OrderAlreadyPlaced", "OutOfStock"), True) == (
        command.by,
        command.records,
        command.rejects,
        command.once,
    )


def test_rejections(shop: System) -> None:
    """A rejection is declared once, and may be mentioned by other commands."""
    billing, ordering = shop.contexts["billing"], shop.contexts["ordering"]

    assert {"OrderAlreadyPaid": "It was paid before."} == {one.name: one.summary for one in billing.rejections.values()}
    assert ["sku", "left"] == list(ordering.rejections["OutOfStock"].fields)


def test_policies_and_effects(shop: System) -> None:
    """What sets something off, when, and what."""
    policies = shop.contexts["billing"].policies
    late, mail = policies["RefuseWhenLate"], policies["SendReceipt"]

    assert (timedelta(days=2), None) == (late.after, late.flag)
    assert (Ref("ordering", "OrderPlaced"), Ref("billing", "ReceiptFailed")) == late.when
    assert [("command", Ref("billing", "RefuseOrder"))] == [(one.kind, one.ref) for one in late.issues]
    assert [("effect", Ref("billing", "Mail"))] == [(one.kind, one.ref) for one in mail.issues]
    assert ("cautious", (Tag("order", ("order_id",)),)) == (mail.flag, mail.reads[0].tags)
    effect = shop.contexts["billing"].effects["Mail"]
    assert ["ReceiptSent", "ReceiptFailed"] == [ref.name for ref in effect.records]
    assert "Hello" == effect.fields["text"].default


def test_views_and_queries(ordering: Context) -> None:
    """Where rows come from, how they are found, and who may see which."""
    summary, sold = ordering.views["OrderSummary"], ordering.views["Sold"]

    assert [(("order_id",),), None] == [source.key for source in summary.sources]
    assert [(("lines", "sku"), ("order_id",))] == [source.key for source in sold.sources]
    assert (("customer_id",), ("status", "at")) == summary.index
    assert [("customer", "customer_id"), ("clerk", None), ("auditor", None)] == list(summary.visible_to)
    query = ordering.queries["OrdersOfCustomer"]
    assert (Ref("ordering", "OrderSummary"), ("customer_id",), 100) == (query.view, query.where, query.limit)
    assert [("at", True), ("status", False)] == list(query.order)


def test_scenarios(shop: System) -> None:
    """Given, when and then of deciders, policies and views."""
    ordering, billing = shop.contexts["ordering"], shop.contexts["billing"]

    assert [
        ("an order is placed", "decider", "PlaceOrder"),
        ("an order is placed once", "decider", "PlaceOrder"),
        ("nothing is left", "decider", "PlaceOrder"),
        ("a placed order", "view", "OrderSummary"),
    ] == [(one.title, one.kind, one.subject) for one in ordering.scenarios]
    assert ["Payment", "Payment", "Payment", "SendReceipt"] == [one.subject for one in billing.scenarios]
    refused = ordering.scenarios[1].then
    assert isinstance(refused, Refused)
    assert Ref("ordering", "OrderAlreadyPlaced") == refused.rejection.ref
    assert ["status"] == [name for row in _then(ordering, 3) for name in row.written]
    assert [{"MUG-0002"}] == [{line["sku"] for line in event.data["lines"]} for event in _then(ordering, 0)]


def _then(context: Context, index: int) -> Any:
    then = context.scenarios[index].then
    assert not isinstance(then, Refused)
    return then


def test_stories(shop: System, ordering: Context) -> None:
    """The steps of a story, with names of any context."""
    steps = shop.stories[0].steps

    assert [Do, Recorded, SetFlag, Do, See, Wait, Do, See] == [type(step) for step in steps]
    place, recorded, flag, pay, see, wait, again, absent = steps
    assert isinstance(place, Do)
    assert isinstance(pay, Do)
    assert ("customer", Ref("ordering", "PlaceOrder")) == (place.role, place.command.ref)
    assert place.command.data["order_id"] == pay.command.data["order_id"]
    assert isinstance(recorded, Recorded)
    assert (Ref("ordering", "OrderPlaced"),) == recorded.events
    assert isinstance(flag, SetFlag)
    assert ("cautious", True) == (flag.flag, flag.on)
    assert isinstance(see, See)
    assert (("order_id", "status"), False) == (see.row.written, see.absent)
    assert isinstance(wait, Wait)
    assert timedelta(hours=48) == wait.duration
    assert isinstance(again, Do)
    assert Ref("billing", "OrderAlreadyPaid") == again.refused
    assert isinstance(absent, See)
    assert absent.absent
    assert ["Placing"] == [story.title for story in ordering.stories]


def test_absent_may_come_first() -> None:
    """``absent`` is no view, wherever it stands in its step."""
    system, found = read_texts(
        **RICH
        | {
            "system": RICH["system"].replace(
                "{OrderSummary: {order_id: o2}, absent: true}", "{absent: true, OrderSummary: {order_id: o2}}"
            )
        }
    )

    assert codes(found, Severity.WARNING) == []
    assert isinstance(system.stories[0].steps[-1], See)


def test_tolerated_in_a_group() -> None:
    """A command may tolerate what it reads only because its group does."""
    _, found = read_texts(**RICH)

    assert "FB310" not in codes(found)


def test_commands_issued_by_policies_need_no_role(shop: System) -> None:
    """A command that nobody but a policy issues needs no role."""
    assert () == shop.contexts["billing"].commands["RefuseOrder"].by
