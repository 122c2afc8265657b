"""The timeline of a story: what surely happens, what possibly, and what policies do about it."""

from __future__ import annotations

from factbook_codegen.diagrams import Cell, Column, timeline
from factbook_codegen.model import Recorded, Ref, SetFlag, Step, System

from tests.codegen.diagram_models import HERE, command, context, do, event, policy, see, shop, story, system, wait


def words(column: Column) -> tuple[object, ...]:
    """A column in short: its steps, who, what is asked, what happens, what is seen; ``?`` for what may happen."""

    def word(cell: Cell) -> str:
        return cell.words + {"maybe": "?", "refused": "!", "absent": "-", "": ""}[cell.variant]

    who, asked = (word(cell) if cell else "" for cell in (column.who, column.asked))
    return column.steps, who, asked, [*map(word, column.happened)], [*map(word, column.seen)]


def told(*steps: Step, model: System | None = None) -> list[tuple[object, ...]]:
    """The timeline of a story of these steps in the shop."""
    return [words(column) for column in timeline(story("A story", *steps), model or shop())]


def test_policies_follow_what_surely_happened() -> None:
    """A command that records one event surely does, and policies go on from there, until something is only possible."""
    assert [
        ((1,), "customer", "PlaceOrder", ["OrderPlaced"], []),
        ((), "ReserveWhenPlaced", "ReserveStock", ["StockReserved"], []),
        ((), "InvoiceWhenPlaced", "PrepareInvoice", ["InvoicePrepared"], []),
        ((), "ChargeWhenInvoiced", "Charge", ["PaymentReceived?", "PaymentFailed?"], []),
    ] == told(do("customer", "ordering.PlaceOrder"))


def test_what_a_story_says_was_recorded_is_what_happened() -> None:
    """A step ``recorded`` settles what was possible, and names what did not happen by leaving it out."""
    recorded = Recorded(
        (
            Ref("ordering", "OrderPlaced"),
            Ref("billing", "InvoicePrepared"),
            Ref("billing", "PaymentFailed"),
        ),
        HERE,
    )

    assert [
        ((1,), "customer", "PlaceOrder", ["OrderPlaced"], []),
        ((), "InvoiceWhenPlaced", "PrepareInvoice", ["InvoicePrepared"], []),
        ((), "ChargeWhenInvoiced", "Charge", ["PaymentFailed"], []),
    ] == told(do("customer", "ordering.PlaceOrder"), recorded)


def test_what_was_recorded_without_a_known_reason_is_told_too() -> None:
    """An event that follows from nothing told is put down to the only policy that can cause it, or stands alone."""
    cancelled = Recorded((Ref("ordering", "OrderCancelled"), Ref("stock", "StockCounted")), HERE)

    assert [
        ((1,), "wait 1 h", "", [], []),
        ((), "CancelWhenUnpaid", "CancelOrder", ["OrderCancelled"], []),
        ((), "", "", ["StockCounted"], []),
    ] == told(wait(1), cancelled)


def test_a_refused_step_shows_its_rejection() -> None:
    """A refused command records nothing; its rejection stands where events would."""
    assert [((1,), "customer", "CancelOrder!", ["OrderAlreadyShipped"], [])] == told(
        do("customer", "ordering.CancelOrder", refused="OrderAlreadyShipped")
    )


def test_flags_and_waiting_decide_on_policies() -> None:
    """A policy whose flag is off does nothing; one that waits acts when the time has come, possibly."""
    pay, off = do("clerk", "ordering.PayOrder"), SetFlag("ship_automatically", False, HERE)

    assert [
        ((1,), "clerk", "PayOrder", ["OrderPaid"], []),
        ((), "ShipWhenPaid", "ShipOrder", ["OrderShipped"], []),
    ] == told(pay)
    assert [((1,), "ship_automatically off", "", [], []), ((2,), "clerk", "PayOrder", ["OrderPaid"], [])] == told(
        off, pay
    )
    assert [
        ((2,), "wait 47 h", "", [], []),
        ((3,), "wait 1 h", "", [], []),
        ((), "CancelWhenUnpaid?", "CancelOrder?", ["OrderCancelled?"], []),
    ] == told(do("customer", "ordering.PlaceOrder"), wait(47), wait(1))[-3:]


def test_views_are_seen_below_what_happened() -> None:
    """Views looked at in a row share the column of what happened before, three at most; after a wait they have one."""
    look = see("ordering.OrderSummary", id="o1", status="paid")

    assert [
        ((1, 2, 3, 4), "warehouse", "CountStock", ["StockCounted"], ["OrderSummary", "OrderSummary-", "OrderSummary"]),
        ((5,), "", "", [], ["OrderSummary"]),
        ((6,), "wait 1 h", "", [], []),
        ((7,), "", "", [], ["OrderSummary"]),
    ] == told(do("warehouse", "stock.CountStock"), look, see("ordering.OrderSummary", True), look, look, wait(1), look)


def test_a_view_shows_what_the_story_says_of_it() -> None:
    """A row is shown by the fields that the author wrote, without its key and without uuids."""
    row = see("ordering.OrderSummary", id="o1", status="paid", by="0190b6a2-0000-4000-8000-000000000001")
    (column,) = timeline(story("A story", row), shop())

    assert ("status: paid",) == column.seen[0].notes


def test_policies_that_feed_each_other_come_to_an_end() -> None:
    """A circle of policies is told a dozen times, not for ever."""
    owner = context(
        "c",
        events=[event("Done")],
        commands=[command("c", "Do", ["Done"])],
        policies=[policy("c", "Again", ["Done"], ["Do"])],
    )

    assert 13 == len(told(do("x", "c.Do"), model=system(owner)))
