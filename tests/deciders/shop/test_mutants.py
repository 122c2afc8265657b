"""Twelve mistakes that people make in deciders, policies and views: the shop's tests find every one.

Each mutant is a copy of ``deciders/`` with one change. Scenarios, laws and the machine run on it in a process of their
own and must fail; how long that took, and which of the three it was, is printed (``pytest -s``).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[3]
TESTS = ("catalogue", "tests/deciders/shop/test_laws.py", "tests/deciders/shop/test_machine.py")

pytestmark = pytest.mark.long


@frozen
class Mutant:
    """A mistake: in which file, what stands there, and what stands there after it."""

    file: str
    right: str
    wrong: str


MUTANTS = {
    "a guard dropped": Mutant("shelf.py", "if command.order_id in shelf.cancelled:", "if False:"),
    "a bound off by one": Mutant("shelf.py", "command.quantity <= shelf.free:", "command.quantity <= shelf.free + 1:"),
    "a wrong event": Mutant(
        "shelf.py",
        "return [BackOrderDropped(command.sku, command.order_id, quantity)]",
        "return [StockReleased(command.sku, command.order_id, quantity)]",
    ),
    "two events swapped": Mutant(
        "shelf.py",
        "return [counted, *filled(command.sku, evolve(shelf, counted))]",
        "return [*filled(command.sku, evolve(shelf, counted)), counted]",
    ),
    "a forgotten rejection": Mutant("order.py", "if command.quantity >= old.quantity:", "if False:"),
    "state mutated in place": Mutant(
        "shelf.py",
        "return attrs.evolve(shelf, reserved={**shelf.reserved, order: quantity})",
        "shelf.reserved[order] = quantity; return shelf",
    ),
    "a clock read inside decide": Mutant(
        "set_price.py",
        "    return [] if command.unit_price == price",
        "    __import__('time').time()\n    return [] if command.unit_price == price",
    ),
    "an event ignored in evolve": Mutant(
        "order.py", "return attrs.evolve(order, paid=True)", "return attrs.evolve(order, paid=False)"
    ),
    "a policy that issues twice": Mutant(
        "billing_policies.py",
        "return [ChargeCustomer(event.order_id, event.customer_id, attempt, event.total, event.payment_method)]",
        "return [ChargeCustomer(event.order_id, event.customer_id, attempt, event.total, event.payment_method)] * 2",
    ),
    "a view that misses an event": Mutant(
        "stock_views.py",
        "            reserved -= quantity\n            on_hand -= quantity\n",
        "            pass\n",
    ),
    "a decision on an undeclared event": Mutant(
        "shelf.py",
        "from generated.shop.ordering import OrderCancelled",
        "from generated.shop.billing import PaymentReceived as OrderCancelled",
    ),
    "a rejection that is not declared": Mutant(
        "shelf.py", "return NotReserved() if quantity is None", "return NothingHeld() if quantity is None"
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_found(name: str, tmp_path: Path) -> None:
    """The tests of the shop fail on it."""
    mutant = MUTANTS[name]
    shutil.copytree(ROOT / "deciders", tmp_path / "deciders", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "deciders" / "shop" / mutant.file
    source = file.read_text("utf-8")
    assert 1 == source.count(mutant.right)
    file.write_text(source.replace(mutant.right, mutant.wrong), "utf-8")
    begin = time.monotonic()

    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-o", f"pythonpath={tmp_path} ."]
    run = subprocess.run([*command, *TESTS], cwd=ROOT, capture_output=True, text=True, check=False)
    failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", run.stdout, re.MULTILINE)
    print(f"{name}: {failed[1] if failed else 'not found'}, {time.monotonic() - begin:.1f} s")

    assert (1, True) == (run.returncode, failed is not None), run.stdout[-2000:]
