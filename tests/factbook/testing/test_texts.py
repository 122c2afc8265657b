"""What a failing example says: read by somebody who has not seen the code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from deciders.shop.billing_policies import cancel_when_unpaid
from deciders.shop.order import order
from deciders.shop.shelf import shelf
from deciders.shop.stock_policies import follow_change
from deciders.shop.stock_views import stock_level
from factbook.testing import spec
from generated.shop import Card, OrderId, OrderLine
from generated.shop.billing import InvoicePrepared, PaymentReceived
from generated.shop.customers import Address, CustomerId
from generated.shop.ordering import (
    CancelOrder,
    CancelReason,
    CancelUnpaidOrder,
    OrderCancelled,
    OrderChanged,
    OrderPlaced,
)
from generated.shop.stock import (
    CountBelowReserved,
    CountStock,
    ReleaseStock,
    ReserveStock,
    StockBackOrdered,
    StockCounted,
    StockLevel,
    StockReserved,
)
from tests.conftest import Golden
from tests.factbook.testing.projects import Library

TEXTS = Path(__file__).parent / "texts"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ONE, TWO, ADA = OrderId(UUID(int=1)), OrderId(UUID(int=2)), CustomerId(UUID(int=10))
MUG, PEN = "MUG-0001", "PEN-0001"
HOME = Address("Lindenstr. 1", "10969", "Berlin", "DE")
LINES = (OrderLine(MUG, 2, Decimal("12.50")), OrderLine(PEN, 1, Decimal("1.20")))
INVOICE = InvoicePrepared(ONE, ADA, LINES, Decimal("26.20"), Decimal("4.18"), Card("tok-1"))
PLACED = OrderPlaced(ONE, ADA, LINES, 0, Decimal("26.20"), HOME, Card("tok-1"), NOON)


def wrong_events() -> None:
    """Other events than expected."""
    given = spec(shelf).given(StockCounted(MUG, 1, NOON))
    given.when(ReserveStock(MUG, ONE, 2)).then(StockReserved(MUG, ONE, 2))


def wrong_field_deep_inside() -> None:
    """One field of one line of one event."""
    lines = (LINES[0], OrderLine(PEN, 3, LINES[1].unit_price))
    asked = spec(order).given(PLACED).when(CancelOrder(ONE, CancelReason.CHANGED_MIND))
    asked.then(OrderCancelled(ONE, ADA, CancelReason.CHANGED_MIND, lines))


def rejected_instead_of_accepted() -> None:
    """A command that should have been accepted."""
    given = spec(shelf).given(StockCounted(MUG, 5, NOON), StockReserved(MUG, ONE, 4))
    given.when(CountStock(MUG, 3, NOON)).then(StockCounted(MUG, 3, NOON))


def accepted_instead_of_rejected() -> None:
    """A command that should have been refused."""
    given = spec(shelf).given(StockCounted(MUG, 5, NOON), StockReserved(MUG, ONE, 4))
    given.when(CountStock(MUG, 4, NOON)).then_rejected(CountBelowReserved(4))


def rejected_differently() -> None:
    """A rejection with another field."""
    given = spec(shelf).given(StockCounted(MUG, 5, NOON), StockReserved(MUG, ONE, 4))
    given.when(CountStock(MUG, 3, NOON)).then_rejected(CountBelowReserved(5))


def one_event_too_many() -> None:
    """Nothing should have happened."""
    spec(shelf).when(ReserveStock(MUG, ONE, 2)).then()


def outside_the_boundary() -> None:
    """A given event that the decision would never see."""
    given = spec(shelf).given(StockCounted(PEN, 5, NOON), StockCounted(MUG, 5, NOON))
    given.when(ReserveStock(MUG, ONE, 2)).then(StockReserved(MUG, ONE, 2))


def no_event() -> None:
    """A class that was not called: no event at all."""
    given = spec(shelf).given(StockCounted(MUG, 5, NOON), cast("Any", StockReserved))
    given.when(ReserveStock(MUG, ONE, 2)).then(StockReserved(MUG, ONE, 2))


def outside_what_a_policy_reads() -> None:
    """A given event about another order."""
    paid = PaymentReceived(TWO, ADA, 1, Decimal("11.90"), "pay-0001", NOON)
    spec(cancel_when_unpaid).given(paid).when(INVOICE).then(CancelUnpaidOrder(ONE))


def outside_a_view() -> None:
    """A given event that the view is not made from."""
    spec(stock_level).given(StockCounted(MUG, 5, NOON), cast("Any", INVOICE)).then(StockLevel(MUG, 5, 0, 5, 0, NOON))


def view_rows() -> None:
    """Rows that show something else."""
    given = spec(stock_level).given(StockCounted(MUG, 5, NOON), StockBackOrdered(PEN, ONE, 2))
    given.then(StockLevel(MUG, 5, 0, 5, 0, NOON), StockLevel(PEN, 0, 2, 0, 0))


def policy_commands() -> None:
    """Commands in another order."""
    changed = OrderChanged(ONE, ADA, MUG, 1, LINES, Decimal("26.20"))
    spec(follow_change).when(changed).then(ReserveStock(MUG, ONE, 1), ReleaseStock(MUG, ONE))


@pytest.mark.parametrize(
    "example",
    [
        wrong_events,
        wrong_field_deep_inside,
        rejected_instead_of_accepted,
        accepted_instead_of_rejected,
        rejected_differently,
        one_event_too_many,
        outside_the_boundary,
        no_event,
        outside_what_a_policy_reads,
        outside_a_view,
        view_rows,
        policy_commands,
    ],
)
def test_the_text_of(example: Callable[[], None], golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened as a table, what was expected, what is there instead, and where they differ."""
    monkeypatch.setenv("PYTEST_CURRENT_TEST", f"tests/test_shop.py::test_{example.__name__} (call)")
    with pytest.raises(AssertionError) as caught:
        example()

    assert golden(TEXTS / f"{example.__name__}.txt", f"{caught.value}\n") == f"{caught.value}\n"


def test_a_policy_reacts_to_its_own_events() -> None:
    """To no other, whatever its function makes of it."""
    with pytest.raises(TypeError) as caught:
        spec(cancel_when_unpaid).when(cast("Any", StockReserved(MUG, ONE, 2)))

    assert "CancelWhenUnpaid does not react to StockReserved; it reacts to InvoicePrepared" == str(caught.value)


def test_it_fails_at_the_line_of_the_test(library: Library) -> None:
    """Not somewhere in factbook."""
    test = library.root / "tests/test_failing.py"
    test.write_text(
        "from datetime import date\n"
        "from uuid import UUID\n"
        "from deciders.library.book import book\n"
        "from factbook.testing import spec\n"
        "from generated.library.lending import BookAdded, BookId, LendBook, NoSuchBook, ReaderId\n"
        "\n"
        "def test_lending():\n"
        "    one = BookId(UUID(int=1))\n"
        "    given = spec(book).given(BookAdded(one, 'Dune'))\n"
        "    given.when(LendBook(one, ReaderId(UUID(int=2)), date(2026, 1, 1))).then_rejected(NoSuchBook())\n"
    )
    ran = library.pytest("tests/test_failing.py")

    assert 1 == ran.code
    assert "\ntests/test_failing.py:10: AssertionError\n" in ran.out
    assert "run it again: pytest tests/test_failing.py::test_lending" in ran.out
    assert "specs.py" not in ran.out
