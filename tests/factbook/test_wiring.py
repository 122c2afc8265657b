"""What generated constructors say at run time, where no type checker has looked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from factbook.decider import Decider
from factbook.errors import Miswired
from factbook.system import System
from tests.codegen.python import making


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package of the library, with its catalogue beside it."""
    folder = tmp_path_factory.mktemp("wiring")
    system = making.library()
    making.write(making.python(system) | making.catalogue(system), folder)
    with making.importable(folder):
        yield import_module("generated.library")


def place(name: str) -> str:
    """Where an entry of the library stands in its YAML."""
    context, _, entry = name.rpartition(".")
    file = f"catalogue/library/{context or 'system'}.yaml"
    begins = f"  {entry}:" if context else "system:"
    lines = (making.LIBRARY / file).read_text().splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if line.startswith(begins)]
    return f"({name}, {file}:{number})"


def one(_: Any) -> Any:
    """A function of too few parameters."""


def two(_: Any, __: Any) -> Any:
    """A function that says nothing about its types."""


def loan(library: Any, **given: Any) -> Decider[Any, Any, Any, Any]:
    """A decider out of what is right, and what a test puts into its place; ``None`` leaves it out."""
    right = {"initial": 0, "evolve": two, "return_copy": two, "import_": two, **given}
    made: Decider[Any, Any, Any, Any] = library.lending.LoanDecider(
        **{key: value for key, value in right.items() if value is not None}
    )
    return made


Wrong = Callable[[Any], object]


def takes_another(library: Any) -> Any:
    def renew(command: int, _: int) -> list[int]:
        return [command]

    return loan(library, import_=renew)


def answers_another(library: Any) -> Any:
    def renew(_: Any, __: int) -> Any:
        return []

    renew.__annotations__["return"] = list[library.lending.FeePaid] | library.lending.CopyIsOut
    return loan(library, import_=renew)


def evolves_too_little(library: Any) -> Any:
    def evolve(state: int, _: Any) -> int:
        return state

    evolve.__annotations__["_"] = library.lending.CopyBorrowed | library.lending.CopyReturned
    return loan(library, evolve=evolve)


WRONG: dict[str, tuple[Wrong, str]] = {
    "a command forgotten": (
        lambda library: loan(library, import_=None),
        f"LoanDecider: missing:\n  import_ {place('lending.Import')}",
    ),
    "everything forgotten": (
        lambda library: library.lending.LoanListView(),
        f"LoanListView: missing:\n  evolve {place('lending.LoanList')}",
    ),
    "a keyword misspelt": (
        lambda library: loan(library, retrun_copy=two),
        f"LoanDecider: there is no keyword retrun_copy {place('lending.Loan')}",
    ),
    "a keyword misspelt that is missing": (
        lambda library: loan(library, return_copy=None, retrun_copy=two),
        f"LoanDecider: there is no keyword retrun_copy; did you mean return_copy? {place('lending.Loan')}",
    ),
    "no keywords": (
        lambda library: library.lending.PayFeeDecider(two),
        f"PayFeeDecider: everything is given by keyword, PayFeeDecider(pay_fee=…) {place('lending.PayFee')}",
    ),
    "no function": (
        lambda library: loan(library, import_="renew"),
        f"LoanDecider: import_ is no function import_(command, state), but 'renew' {place('lending.Import')}",
    ),
    "too few parameters": (
        lambda library: loan(library, return_copy=one),
        "LoanDecider: return_copy cannot be called as return_copy(command, state): one(_: 'Any') -> 'Any' "
        + place("lending.ReturnCopy"),
    ),
    "too few parameters of evolve": (
        lambda library: loan(library, evolve=one),
        "LoanDecider: evolve cannot be called as evolve(state, event): one(_: 'Any') -> 'Any' " + place("lending.Loan"),
    ),
    "another command": (
        takes_another,
        "LoanDecider: import_ does not take Import: "
        f"takes_another.<locals>.renew(command: 'int', _: 'int') -> 'list[int]' {place('lending.Import')}",
    ),
    "another event and another rejection": (
        answers_another,
        "LoanDecider: import_ answers FeePaid, CopyIsOut, which lending.Import does not declare: "
        f"answers_another.<locals>.renew {place('lending.Import')}",
    ),
    "too few events": (
        evolves_too_little,
        "LoanDecider: evolve does not take LoanEvent: evolves_too_little.<locals>.evolve(state: 'int', "
        "_: generated.library.lending.events.CopyBorrowed | generated.library.lending.events.CopyReturned) -> 'int' "
        + place("lending.Loan"),
    ),
    "no keys": (
        lambda library: library.lending.IncomeView(evolve=two, keys=[]),
        f"IncomeView: keys is no function keys(event), but [] {place('lending.Income')}",
    ),
    "a policy without its state": (
        lambda library: library.lending.RemindOfCopyPolicy(initial=0, evolve=two, react=one),
        "RemindOfCopyPolicy: react cannot be called as react(event, state): one(_: 'Any') -> 'Any' "
        + place("lending.RemindOfCopy"),
    ),
}


@pytest.mark.parametrize("title", WRONG)
def test_a_mistake_is_told_with_its_place(title: str, library: Any) -> None:
    """What is wrong, with the name of the catalogue's entry, its file and its line."""
    wrong, message = WRONG[title]

    with pytest.raises(Miswired) as caught:
        wrong(library)

    assert message == str(caught.value)
    assert isinstance(caught.value, TypeError)


def test_without_the_catalogue_the_name_is_told(library: Any) -> None:
    """Generated Python may be used without the generated JSON: then only the place is missing."""
    (file,) = [Path(path) / "lending/catalogue.json" for path in library.__path__]
    hidden = file.rename(file.with_suffix(".away"))
    try:
        with pytest.raises(Miswired, match=r"LoanDecider: missing:\n  import_ \(lending.Import\)$"):
            loan(library, import_=None)
    finally:
        hidden.rename(file)


# Systems -------------------------------------------------------------------------------------------------------------


def parts(library: Any) -> dict[str, Any]:
    lending, readers = library.lending, library.readers
    return {
        "loan": loan(library),
        "borrow_copy": lending.BorrowCopyDecider(initial=0, evolve=two, borrow_copy=two),
        "pay_fee": lending.PayFeeDecider(pay_fee=two),
        "register_reader": readers.RegisterReaderDecider(initial=0, evolve=two, register_reader=two),
        "block_reader": readers.BlockReaderDecider(initial=0, evolve=two, block_reader=two),
        "remind_of_copy": lending.RemindOfCopyPolicy(initial=0, evolve=two, react=two),
        "block_late_reader": lending.BlockLateReaderPolicy(react=one),
        "loan_list": lending.LoanListView(evolve=two),
        "income": lending.IncomeView(evolve=two, keys=one),
    }


def test_a_system_knows_its_parts(library: Any) -> None:
    """Deciders by name and by command, boundaries, and the codec of each context."""
    wired = parts(library)
    system: System = library.LibrarySystem(**wired)

    assert ("library", "generated.library") == (system.name, system.package)
    assert wired["loan"] is system.decider(library.lending.Import) is system.deciders["lending.Loan"]
    assert "lending.PayFee" == system.contract(library.lending.PayFee).name
    assert "readers" == system.codec("readers").context
    assert ["lending.RemindOfCopy", "lending.BlockLateReader"] == list(system.policies)
    assert ["lending.LoanList", "lending.Income"] == list(system.views)


def test_a_part_in_the_wrong_place_is_told(library: Any) -> None:
    """Only what the right constructor has made may stand under a keyword."""
    right = parts(library)
    made = f"is not what LoanDecider makes, but a Decider made for lending.PayFee {place('lending.Loan')}"
    by_hand = f"is not what LoanDecider makes, but a Decider made by hand {place('lending.Loan')}"
    function = "LibrarySystem: income is not what IncomeView makes, but <function two at "

    with pytest.raises(Miswired) as first:
        library.LibrarySystem(**right | {"loan": right["pay_fee"]})
    with pytest.raises(Miswired) as second:
        library.LibrarySystem(**right | {"loan": Decider(0, two, two)})
    with pytest.raises(Miswired) as third:
        library.LibrarySystem(**right | {"income": two})

    assert f"LibrarySystem: loan {made}" == str(first.value)
    assert f"LibrarySystem: loan {by_hand}" == str(second.value)
    assert str(third.value).startswith(function)
    assert str(third.value).endswith(place("lending.Income"))


def test_all_that_is_missing_is_told_at_once(library: Any) -> None:
    """Who wires a system for the first time sees the whole list."""
    right = parts(library)
    del right["loan"], right["remind_of_copy"], right["income"]

    with pytest.raises(Miswired) as caught:
        library.LibrarySystem(**right)

    expected = ["loan", "lending.Loan"], ["remind_of_copy", "lending.RemindOfCopy"], ["income", "lending.Income"]
    assert ["LibrarySystem: missing:", *(f"  {key} {place(name)}" for key, name in expected)] == str(
        caught.value
    ).splitlines()


# What was wired ------------------------------------------------------------------------------------------------------


def test_a_contract_knows_strays(library: Any) -> None:
    """The pipeline and the laws ask what in an outcome the command does not declare."""
    lending = library.lending
    contract = loan(library).contract
    assert contract is not None
    renew = contract.commands["import_"]
    event, other = object.__new__(lending.LoanEvent), object.__new__(lending.FeePaid)

    assert () == renew.strays([event, event])
    assert (lending.FeePaid,) == renew.strays((event, other, other))
    assert () == renew.strays(lending.NothingBorrowed())
    assert (lending.CopyIsOut,) == renew.strays(lending.CopyIsOut())
    assert (lending.LoanEvent,) == renew.strays(event)


def test_views_answer_keys_as_tuples(library: Any) -> None:
    """The key of a row is a tuple, however many fields it has, and whether it is read or computed."""
    lending = library.lending
    event = object.__new__(lending.CopyBorrowed)
    for name, value in (("reader_id", "r1"), ("copy_id", "c1")):
        object.__setattr__(event, name, value)
    listed = lending.LoanListView(evolve=two)

    def days(_: Any) -> list[str]:
        return ["monday", "tuesday"]

    computed = lending.IncomeView(evolve=two, keys=days)

    assert [("r1", "c1")] == listed.keys(event)
    assert [("monday",), ("tuesday",)] == computed.keys(object.__new__(lending.FeePaid))
