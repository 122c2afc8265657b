"""Names that follow from names, and their order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from factbook_codegen.targets.python._names import (
    Names,
    argument,
    in_import_order,
    in_module_order,
    in_name_order,
    snake,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.codegen.python import making
from tests.examples import examples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PayOrder", "pay_order"),
        ("HTTPServer", "http_server"),
        ("SKUCounted", "sku_counted"),
        ("Order2Pay", "order2_pay"),
        ("PayIBAN", "pay_iban"),
        ("A", "a"),
        ("URL", "url"),
    ],
)
def test_snake_case(text: str, expected: str) -> None:
    """Humps become underscores; what is written in capitals stays one word."""
    assert expected == snake(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PayOrder", "pay_order"),
        ("Import", "import_"),
        ("Open", "open_"),
        ("Initial", "initial_"),
        ("Evolve", "evolve_"),
    ],
)
def test_a_keyword_of_a_constructor(text: str, expected: str) -> None:
    """Keywords and builtins of Python, and keywords that constructors have anyway, get an underscore."""
    assert expected == argument(text)


def test_what_would_hide_a_class_gets_an_underscore() -> None:
    """The library has an event LoanEvent, and a decider Loan."""
    lending = making.library().contexts["lending"]

    assert "LoanEvent_" == Names(lending).of("Loan", "Event")
    assert "LoanCommand" == Names(lending).of("Loan", "Command")


names = st.lists(st.from_regex(r"[ABab][ABab0129_]{0,4}", fullmatch=True), min_size=2, unique=True)
modules = st.lists(st.from_regex(r"\.{1,2}[ab][ab019_]{0,3}(\.types)?", fullmatch=True), min_size=2, unique=True)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names, modules)
def test_the_order_is_that_of_the_linter(unsorted: list[str], places: list[str]) -> None:
    """ruff sorts imports and ``__all__`` as we do."""
    lines = [f"from {place} import x{number}" for number, place in enumerate(places)]
    lines += ["from ...z import (", *(f"    {name}," for name in unsorted), ")"]
    lines += ["__all__ = [", *(f'    "{name}",' for name in unsorted), "]", ""]
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "I,RUF022", "--fix", "--quiet", "-"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False)
    imports, _, listed = done.stdout.partition("__all__")
    block = re.search(r"from \.\.\.z import \(([^)]*)\)", imports)

    assert block is not None
    assert in_import_order(unsorted) == re.findall(r"\w+", block[1])
    assert in_name_order(unsorted) == re.findall(r'"(\w+)"', listed)
    assert in_module_order(places) == re.findall(r"from (\S+) import x", imports)


def test_no_name_is_taken_twice() -> None:
    """What a package exports has one meaning."""
    for path in Path(making.LIBRARY / "expected").rglob("__init__.py.txt"):
        _, _, listed = path.read_text().partition("__all__")
        exported = re.findall(r'"(\w+)"', listed)

        assert len(set(exported)) == len(exported)
