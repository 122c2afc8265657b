"""Models of systems, built by hand, for the tests of diagrams: short to write, complete where a diagram looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from factbook_codegen.model import (
    Command,
    Context,
    Decider,
    Do,
    Effect,
    Event,
    Flag,
    Issue,
    Payload,
    Place,
    Policy,
    Read,
    Ref,
    Rejection,
    Role,
    See,
    Source,
    Step,
    Story,
    System,
    Tag,
    View,
    Wait,
)

HERE = Place("catalogue/shop/ordering.yaml", 1, 1)


def ref(text: str, context: str) -> Ref:
    """``Name`` or ``other.Name`` as seen from ``context``."""
    owner, _, name = text.rpartition(".")
    return Ref(owner or context, name)


def tags(text: str) -> tuple[Tag, ...]:
    """``order`` (by field ``order_id``), ``sku=lines.sku``, several with ``+``; ``all`` is none."""
    if text == "all":
        return ()
    pairs = (part.partition("=") for part in text.split("+"))
    return tuple(Tag(prefix, tuple((path or f"{prefix}_id").split("."))) for prefix, _, path in pairs)


def event(name: str, tagged: str = "all", summary: str = "", public: bool = True) -> Event:
    """An event that carries these tags."""
    return Event(name, summary or f"{name} happened.", HERE, {}, tags(tagged), public)


def command(
    context: str,
    name: str,
    records: Sequence[str] = (),
    reads: Mapping[str, str] | None = None,
    rejects: Sequence[str] = (),
    by: Sequence[str] = (),
    tolerates: Sequence[str] = (),
    decider: str = "",
) -> Command:
    """A command; ``reads`` maps an event (``any`` for each type) to what :func:`tags` reads."""
    boundary = tuple(
        Read(None if read == "any" else ref(read, context), tags(by_tags), read in tolerates, HERE)
        for read, by_tags in (reads or {}).items()
    )
    recorded = tuple(ref(each, context) for each in records)
    return Command(name, f"Asks for {name}.", HERE, tuple(by), {}, boundary, recorded, tuple(rejects), decider or name)


def policy(
    context: str, name: str, when: Sequence[str], issues: Sequence[str], after: int = 0, flag: str | None = None
) -> Policy:
    """A policy; an issue that starts with ``!`` is an effect; ``after`` are hours."""
    issued = tuple(
        Issue(ref(each.removeprefix("!"), context), "effect" if each.startswith("!") else "command") for each in issues
    )
    span = timedelta(hours=after) if after else None
    return Policy(name, f"{name}.", HERE, tuple(ref(each, context) for each in when), issued, span, flag)


def effect(context: str, name: str, records: Sequence[str]) -> Effect:
    """An effect."""
    return Effect(name, f"{name} outside.", HERE, {}, tuple(ref(each, context) for each in records))


def view(context: str, name: str, sources: Sequence[str], key: str = "id") -> View:
    """A view fed by these events."""
    return View(
        name, f"{name}.", HERE, (key,), tuple(Source(ref(each, context), ((key,),), HERE) for each in sources), {}
    )


def context(
    name: str,
    *,
    events: Sequence[Event] = (),
    commands: Sequence[Command] = (),
    policies: Sequence[Policy] = (),
    effects: Sequence[Effect] = (),
    views: Sequence[View] = (),
    groups: Mapping[str, str] | None = None,
    stories: Sequence[Story] = (),
    title: str | None = None,
) -> Context:
    """A context; ``groups`` maps a declared decider to its key."""
    by_decider: dict[str, list[Command]] = {}
    for each in commands:
        by_decider.setdefault(each.decider, []).append(each)
    deciders = {
        decider: Decider(
            decider, "", HERE, (groups or {}).get(decider), tuple(c.name for c in of), (), decider in (groups or {})
        )
        for decider, of in by_decider.items()
    }
    rejections = {each: Rejection(each, f"{each}.", HERE) for of in commands for each in of.rejects}
    roles = {role: Role(role, f"{role}.", HERE) for of in commands for role in of.by}
    flags = {each.flag: Flag(each.flag, "", HERE) for each in policies if each.flag}
    return Context(
        name,
        "shop",
        title if title is not None else name.capitalize(),
        f"All about {name}.",
        HERE._replace(file=f"catalogue/shop/{name}.yaml"),
        roles=roles,
        flags=flags,
        events={each.name: each for each in events},
        commands={each.name: each for each in commands},
        rejections=rejections,
        deciders=deciders,
        policies={each.name: each for each in policies},
        effects={each.name: each for each in effects},
        views={each.name: each for each in views},
        stories=tuple(stories),
    )


def system(*contexts: Context, stories: Sequence[Story] = (), name: str = "shop") -> System:
    """A system of these contexts."""
    return System(
        name,
        name.capitalize(),
        "",
        HERE._replace(file=f"catalogue/{name}/system.yaml"),
        stories=tuple(stories),
        contexts={each.name: each for each in contexts},
    )


def do(role: str, command: str, refused: str = "", **data: str) -> Do:
    """A step in which a role issues ``context.Command``."""
    asked = ref(command, "")
    return Do(role, Payload(asked, data, tuple(data), HERE), Ref(asked.context, refused) if refused else None, HERE)


def see(view: str, absent: bool = False, **data: str) -> See:
    """A step that looks at a row of ``context.View``."""
    return See(Payload(ref(view, ""), data, tuple(data), HERE), absent, HERE)


def story(title: str, *steps: Step) -> Story:
    """A story."""
    return Story(title, steps, HERE)


def wait(hours: int) -> Wait:
    """A step in which time passes."""
    return Wait(timedelta(hours=hours), HERE)


def shop() -> System:
    """A small shop of three contexts with everything that a diagram can show."""
    reads_order = {"OrderPlaced": "order", "OrderPaid": "order", "OrderShipped": "order", "OrderCancelled": "order"}
    ordering = context(
        "ordering",
        events=[
            event("OrderPlaced", "order+customer"),
            event("OrderPaid", "order"),
            event("OrderShipped", "order"),
            event("OrderCancelled", "order"),
        ],
        commands=[
            command(
                "ordering",
                "PlaceOrder",
                ["OrderPlaced"],
                {"OrderPlaced": "order", "stock.StockCounted": "sku=lines.sku", "stock.StockReserved": "sku=lines.sku"},
                ["OrderAlreadyPlaced", "OutOfStock"],
                ["customer", "clerk"],
                ["stock.StockCounted"],
            ),
            command("ordering", "PayOrder", ["OrderPaid"], reads_order, ["OrderNotPlaced"], decider="Order"),
            command("ordering", "ShipOrder", ["OrderShipped"], reads_order, ["OrderNotPlaced"], decider="Order"),
            command(
                "ordering",
                "CancelOrder",
                ["OrderCancelled"],
                reads_order,
                ["OrderAlreadyShipped"],
                ["customer"],
                (),
                "Order",
            ),
        ],
        policies=[
            policy("ordering", "PayWhenReceived", ["billing.PaymentReceived"], ["PayOrder"]),
            policy("ordering", "ShipWhenPaid", ["OrderPaid"], ["ShipOrder"], flag="ship_automatically"),
            policy("ordering", "CancelWhenUnpaid", ["OrderPlaced"], ["CancelOrder"], after=48),
            policy("ordering", "ReserveWhenPlaced", ["OrderPlaced"], ["stock.ReserveStock"]),
        ],
        views=[view("ordering", "OrderSummary", ["OrderPlaced", "OrderPaid", "OrderShipped", "OrderCancelled"])],
        groups={"Order": "order_id"},
    )
    stock = context(
        "stock",
        events=[event("StockCounted", "sku"), event("StockReserved", "sku+order")],
        commands=[
            command("stock", "CountStock", ["StockCounted"], {}, (), ["warehouse"]),
            command(
                "stock",
                "ReserveStock",
                ["StockReserved"],
                {"StockCounted": "sku", "StockReserved": "sku"},
                ["NotEnough"],
            ),
        ],
        views=[view("stock", "StockLevel", ["StockCounted", "StockReserved"])],
    )
    billing = context(
        "billing",
        events=[event("InvoicePrepared", "order"), event("PaymentReceived", "order"), event("PaymentFailed", "order")],
        commands=[command("billing", "PrepareInvoice", ["InvoicePrepared"], {"InvoicePrepared": "order"})],
        policies=[
            policy("billing", "InvoiceWhenPlaced", ["ordering.OrderPlaced"], ["PrepareInvoice"]),
            policy("billing", "ChargeWhenInvoiced", ["InvoicePrepared"], ["!Charge"]),
        ],
        effects=[effect("billing", "Charge", ["PaymentReceived", "PaymentFailed"])],
    )
    return system(ordering, stock, billing)
