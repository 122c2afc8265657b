"""The Python of the library, as it was read and approved, and what it does."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from factbook.decider import fold
from factbook.errors import ConstraintViolated
from factbook.queries import Query, QueryItem
from tests.codegen.python import making
from tests.conftest import Golden

FILES = making.python(making.library())
EXPECTED = making.LIBRARY / "expected"


@pytest.mark.parametrize("path", FILES)
def test_file(path: str, golden: Golden) -> None:
    """``pytest tests/codegen/python --golden-update`` writes the files anew; read them as who has to maintain them."""
    file = EXPECTED / f"{path}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)

    assert golden(file, FILES[path]) == FILES[path]


def test_no_other_files_are_made() -> None:
    """Modules are there where there is something to hold, and nowhere else."""
    expected = {file.relative_to(EXPECTED).as_posix().removesuffix(".txt") for file in EXPECTED.rglob("*.txt")}

    assert expected == FILES.keys()


def test_the_same_catalogue_makes_the_same_bytes() -> None:
    """Neither the order of sets nor the clock, the path or the machine shows."""
    script = (
        "import hashlib; from tests.codegen.python import making; "
        "print(hashlib.sha256(repr(sorted(making.python(making.library()).items())).encode()).hexdigest())"
    )
    environment = {"PYTHONPATH": f"{making.ROOT}:{making.ROOT / 'codegen'}", "TZ": "Asia/Tokyo"}
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_formatter_and_linter_have_nothing_to_do(tmp_path: Path) -> None:
    """The files are as ruff would leave them."""
    making.write(FILES, tmp_path)

    assert making.ruff(tmp_path, "format", "--diff") == ""
    assert making.ruff(tmp_path, "check") == ""


def test_generated_code_runs(tmp_path: Path) -> None:
    """Messages are made and refused, written and read; functions are wired, and decide."""
    making.write(FILES, tmp_path)
    with making.importable(tmp_path):
        _borrow_a_book()


def _borrow_a_book() -> None:
    lending: Any = import_module("generated.library.lending")
    codec: Any = import_module("generated.library.lending.codec").CODEC
    one, two, three = (UUID(int=number) for number in (1, 2, 3))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    command = lending.BorrowCopy(one, two, three, date(2026, 1, 1), now)
    borrowed = lending.CopyBorrowed(one, two, three, 30, now)

    assert (30, ("new", "it's"), "1.50") == (command.days, command.labels, str(command.price.amount))
    assert borrowed == codec.decode(lending.CopyBorrowed, codec.encode(borrowed))
    with pytest.raises(ConstraintViolated):
        lending.CopyBorrowed(one, two, three, 31, now)

    def evolve(state: tuple[str, ...], event: object) -> tuple[str, ...]:
        return (*state, type(event).__name__)

    def borrow_copy(_: Any, state: tuple[str, ...]) -> Any:
        return lending.CopyIsOut() if state else [borrowed]

    decider = lending.BorrowCopyDecider(initial=(), evolve=evolve, borrow_copy=borrow_copy)
    reads = decider.contract.commands["borrow_copy"].reads
    out = QueryItem(("lending.CopyBorrowed", "lending.CopyReturned"), (f"copy:{two}",))
    blocked = QueryItem(("readers.ReaderBlocked",), (f"reader:{three}",))

    assert [borrowed] == decider.decide(command, decider.initial)
    assert lending.CopyIsOut() == decider.decide(command, fold(decider, [borrowed]))
    assert () == fold(decider, [lending.LoanEvent(one, {"read": "by nobody"})])
    assert (Query((out, blocked)), Query((out,))) == (reads.query(command), reads.condition(command))

    def same(row: object, _: object) -> object:
        return row

    def days(_: object) -> list[date]:
        return [date(2026, 1, 1)]

    view = lending.IncomeView(evolve=same, keys=days)

    assert [(date(2026, 1, 1),)] == view.keys(lending.FeePaid(three, lending.Invoice('"A"', date(2026, 1, 1)), {}))
