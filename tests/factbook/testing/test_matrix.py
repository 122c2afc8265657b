"""The matrix of states and commands says what a decider does, and stays current."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from deciders.shop.discount import discount
from deciders.shop.shipment import shipment
from factbook.decider import Decider, accepted, fold
from factbook.testing import Exploration, explore, spec
from factbook.testing.matrix import Matrix, matrix
from tests.factbook.testing.projects import BOOK, Library

ROOT = Path(__file__).parents[3]
WRITTEN = ROOT / "generated/shop/matrix"


def test_a_row_is_a_state_and_a_cell_what_it_answers() -> None:
    """States come in the order in which they can be reached, commands in that of the catalogue."""
    rows = [line for line in matrix(discount).markdown().splitlines() if line.startswith("| ")]

    assert [
        "| state | IssueDiscountCode | WithdrawDiscountCode |",
        "| --- | --- | --- |",
        "| unknown | **accepted** | UnknownCode |",
        "| issued<br>withdrawn | CodeExists | **accepted** |",
        "| state | command | answer | what happened before |",
        "| --- | --- | --- | --- |",
        "| unknown | IssueDiscountCode | accepted | nothing |",
        "| unknown | WithdrawDiscountCode | UnknownCode | nothing |",
        "| issued | IssueDiscountCode | CodeExists | DiscountCodeIssued |",
        "| issued | WithdrawDiscountCode | accepted | DiscountCodeIssued |",
        "| withdrawn | IssueDiscountCode | CodeExists | DiscountCodeIssued → DiscountCodeWithdrawn |",
        "| withdrawn | WithdrawDiscountCode | accepted | DiscountCodeIssued → DiscountCodeWithdrawn |",
    ] == rows


def test_every_cell_can_be_played_again() -> None:
    """The history that is named leads to the answer that is named, within the boundary of the command."""
    found = explore(cast("Decider[Any, Any, Any, Any]", shipment))

    for (_, name), answers in found.cells.items():
        for answer, cell in answers.items():
            outcome = (
                spec(cast("Decider[Any, Any, Any, Any]", shipment)).given(*cell.history).when(cell.command).outcome
            )
            shown = "accepted" if accepted(outcome) else type(outcome).__name__

            assert (type(cell.command).__name__, shown) == (name, answer)


def test_the_picture_joins_states_by_what_leads_on() -> None:
    """A command that changes nothing stands in its state."""
    picture = matrix(discount).picture()

    assert {"unknown": set(), "issued": set(), "withdrawn": {"WithdrawDiscountCode"}} == picture.stays
    assert {
        ("unknown", "issued"): {"IssueDiscountCode"},
        ("issued", "withdrawn"): {"WithdrawDiscountCode"},
    } == picture.commands
    assert {} == picture.events


def test_what_others_record_moves_it_too() -> None:
    """A parcel can be prepared once the order is confirmed and paid, in either order."""
    picture = matrix(cast("Decider[Any, Any, Any, Any]", shipment)).picture()
    ready = "Unprepared with order, paid"

    assert {"PaymentReceived"} == picture.events["Unprepared with order", ready]
    assert {"OrderConfirmed"} == picture.events["Unprepared with paid", ready]
    assert {"PrepareShipment"} == picture.commands[ready, "Prepared"]


def test_words_of_a_state_are_no_markdown() -> None:
    """An enum's words may hold anything."""

    class Odd(Enum):
        """A word that would end a cell."""

        PIPE = "a|b\n<script>"

    found = Exploration(explore(discount, 1).commands)
    found.saw("IssueDiscountCode", Odd.PIPE.value, (), None, ())

    assert r"| a\|b \<script\> | **accepted** |  |" in Matrix("cart.Discount", "", found).markdown().splitlines()


def test_what_was_not_reached_is_said() -> None:
    """Here nothing was tried."""
    lines = Matrix("cart.Discount", "unknown", Exploration(explore(discount, 1).commands)).markdown().splitlines()

    assert ["- IssueDiscountCode never ran", "- WithdrawDiscountCode never ran"] == lines[-2:]


def test_exploring_reports_visits_and_what_never_ran() -> None:
    """How often each state was met, and what it accepts."""

    def stubborn(command: Any, state: Any) -> Any:
        return () if state is None else discount.decide(command, fold(discount, []))

    lines = list(explore(attrs.evolve(discount, decide=stubborn), 300).report())

    assert lines[0].startswith("unknown ")
    assert lines[0].endswith(" decisions  accepts IssueDiscountCode")
    assert "WithdrawDiscountCode was never accepted" in lines


@pytest.mark.parametrize("seed", ["1", "2"])
def test_it_is_the_same_in_every_process(seed: str) -> None:
    """Byte for byte as it was written, whatever hashes are seeded with."""
    script = (
        "from deciders.shop.discount import discount; from deciders.shop.shipment import shipment\n"
        "from factbook.testing.matrix import matrix; print(matrix(discount).markdown(), matrix(shipment).markdown())"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    written = ((WRITTEN / file).read_text("utf-8") for file in ("cart.Discount.md", "shipping.Shipment.md"))

    assert " ".join(written) + "\n" == said.stdout


@pytest.mark.long
def test_the_command_writes_checks_and_refuses(library: Library) -> None:
    """Files that are current, that are not, and that somebody edited; the generator leaves them alone."""
    first = library.factbook("matrix")
    folder = library.root / "generated/library/matrix"

    assert (0, "generated/library/matrix/: 3 new, 0 changed, 0 removed, 0 unchanged\n") == (first.code, first.out)
    assert {"SHA256SUMS", "lending.Book.dot", "lending.Book.md", "lending.Book.svg"} == {
        file.name for file in folder.iterdir()
    }
    assert library.factbook("generate", "--check", "--no-svg").out.endswith(" files are current\n")

    library.change(BOOK, "            return BookIsNotOut()", "            return []")
    stale = library.factbook("matrix", "--check")
    assert 3 == stale.code
    assert "generated/library/matrix/lending.Book.md is not as the deciders are: run `factbook matrix`" in stale.out

    library.change("generated/library/matrix/lending.Book.md", "# Book", "# My book")
    edited = library.factbook("matrix")
    assert 3 == edited.code
    assert "FB701" in edited.out


def test_the_command_needs_a_system(library: Library) -> None:
    """What is missing is said in one sentence, not as a traceback."""
    (library.root / "deciders/library/__init__.py").write_text("")
    unwired = library.factbook("matrix")
    (library.root / "deciders/library/__init__.py").write_text("from generated.library import Nothing\n")
    broken = library.factbook("matrix")

    assert (2, 2) == (unwired.code, broken.code)
    assert "deciders/library/__init__.py holds no system called library." in unwired.out
    assert "deciders/library cannot be imported: ImportError" in broken.out
    assert "Traceback" not in unwired.out + broken.out
