"""What makes a view anew, and what does not."""

from __future__ import annotations

import sys
from importlib import import_module, invalidate_caches
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest

from deciders.shop import shop
from factbook.fingerprints import sources
from factbook.view import View
from factbook.views._fingerprint import fingerprint
from generated.shop.stock import StockLevel, StockLevelView

NUMBERS = count(1)

HELPERS = '''
LIMIT = 3

def helper(value):
    return value + 1

class Helper:
    """A class."""

    def use(self):
        return other()

def other():
    return 2
'''
VIEW = '''
"""A view."""

from {package} import helpers
from {package}.helpers import LIMIT, Helper


def evolve(row, event):
    """What comes next."""
    return [helpers.helper(one) for one in row] + [LIMIT, Helper().use()]  # a comment
'''


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What ``sources`` says of ``evolve`` in a package whose texts are changed first."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def sources_of(old: str = "", new: str = "") -> list[str]:
        package = f"fingerprints_{next(NUMBERS)}_"
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        (tmp_path / package / "helpers.py").write_text(HELPERS.replace(old, new) if old else HELPERS, "utf-8")
        text = VIEW.replace("{package}", package)
        (tmp_path / package / "view.py").write_text(text.replace(old, new) if old else text, "utf-8")
        invalidate_caches()
        return [one.replace(package, "p") for one in sources(import_module(f"{package}.view").evolve)]

    return sources_of


@pytest.mark.parametrize(
    ("old", "new"),
    [("row]", "event]"), ("value + 1", "value + 2"), ("return 2", "return 3"), ("LIMIT = 3", "LIMIT = 4")],
    ids=["itself", "a function of a module", "behind a method", "a constant"],
)
def test_code_that_a_view_uses_makes_a_difference(written: Any, old: str, new: str) -> None:
    """Directly or through others."""
    assert written() != written(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [("  # a comment", ""), ("What comes next.", "Next."), ("A class.", "Another."), ("value + 1", "(value  +  1)")],
)
def test_comments_and_layout_make_none(written: Any, old: str, new: str) -> None:
    """Nothing is built anew for them."""
    assert written() == written(old, new)


def finger(view: View[Any, Any]) -> str:
    assert view.contract is not None
    return fingerprint(shop, view, view.contract)


def test_the_shape_of_the_row_and_the_events_make_a_difference() -> None:
    """And the key, and how it is found."""
    view = shop.views["stock.StockLevel"]
    contract = view.contract
    assert contract is not None
    source = next(iter(contract.sources))
    other = attrs.evolve(contract, row=shop.views["billing.DailySales"].contract.row)  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    fewer = attrs.evolve(contract, sources={one: paths for one, paths in contract.sources.items() if one != source})
    elsewhere = attrs.evolve(contract, sources={**contract.sources, source: ("lines.sku",)})
    all_of_them = [contract, other, fewer, elsewhere, attrs.evolve(contract, key=("sku", "free"))]

    assert 5 == len({fingerprint(shop, view, one) for one in all_of_them})


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("numeric(12, 2)", "numeric(14, 2)", False),
        ('("status")', '("status", "placed_at")', False),
        ("Every order", "Each order", True),
        ("Names one order", "An order", True),
    ],
)
def test_the_table_makes_a_difference_and_its_comments_make_none(old: str, new: str, same: bool) -> None:
    """An index more, or room for more digits, is only to be had in another table."""
    table = (
        'CREATE TABLE "t" (\n    -- Every order.\n    "order_id" uuid NOT NULL, -- Names one order.\n'
        '    "total" numeric(12, 2) NOT NULL,\n    PRIMARY KEY ("order_id")\n);',
        'CREATE INDEX "t#1" ON "t" ("status");',
        "COMMENT ON TABLE \"t\" IS 'Every order.';",
    )
    changed = tuple(statement.replace(old, new) for statement in table)
    view = shop.views["ordering.OrderSummary"]
    assert view.contract is not None

    assert same == (fingerprint(shop, view, view.contract, table) == fingerprint(shop, view, view.contract, changed))


def test_the_function_that_computes_keys_makes_a_difference() -> None:
    """It is hand-written, too."""
    sales = shop.views["billing.DailySales"]
    assert sales.contract is not None
    kind = import_module("generated.shop.billing").DailySalesView
    evolve = sales.evolve

    def none(event: object) -> list[Any]:
        return []

    assert finger(sales) != finger(kind(evolve=evolve, keys=none))


def test_the_same_code_has_the_same_fingerprint() -> None:
    """However often it is wired."""

    def evolve(row: StockLevel | None, event: object) -> StockLevel | None:
        return row

    assert finger(StockLevelView(evolve=evolve)) == finger(StockLevelView(evolve=evolve))
