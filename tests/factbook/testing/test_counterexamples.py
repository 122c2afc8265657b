"""A failing case is printed as a scenario that can be pasted into the catalogue."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from shutil import copytree

import pytest
from factbook_codegen.diagnostics import Severity
from factbook_codegen.reading import read
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deciders.shop import shop
from factbook.decider import Decider, accepted, fold
from factbook.testing import histories, scenario_yaml
from factbook.testing.domain import seen, strategy_of

ROOT = Path(__file__).parents[3]
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def pasted(folder: Path, context: str, scenarios: str) -> list[str]:
    """What is wrong with the shop's catalogue when these are the only scenarios of a context."""
    catalogue = copytree(ROOT / "catalogue", folder / "catalogue")
    file = catalogue / f"shop/{context}.yaml"
    own, found, _ = file.read_text("utf-8").partition("\nscenarios:\n")
    assert found
    file.write_text(f"{own}{found}{scenarios}", "utf-8")
    return [f"{one.code} {one.message}" for one in read(catalogue).diagnostics if one.severity is Severity.ERROR]


@pytest.mark.parametrize("name", ["stock.Shelf", "ordering.Order", "customers.Customer", "intake.Delivery"])
def test_it_can_be_pasted(name: str, tmp_path: Path) -> None:
    """Whatever was given, asked and answered: it is read without an error."""
    decider: Decider[object, object, object, object] = shop.deciders[name]
    assert decider.contract is not None
    commands = list(decider.contract.commands.values())
    numbers, scenarios = count(), dict[str, str]()

    @settings(
        max_examples=20,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=SLOW,
    )
    @given(histories(decider), st.sampled_from(commands), st.data())
    def paste(history: list[object], contract: object, data: st.DataObject) -> None:
        wanted = next(one for one in commands if one is contract)
        command: object = data.draw(strategy_of(wanted.command))
        visible = seen(wanted.reads, command, history)
        outcome = decider.decide(command, fold(decider, visible))
        then = list(outcome) if accepted(outcome) else outcome
        title = f"a title: with a colon {next(numbers)}"
        subject, _, cases = scenario_yaml(wanted.name, title, visible, command, then).partition("\n")
        scenarios[subject] = scenarios.get(subject, "") + cases

    paste()
    texts = "".join(f"{subject}\n{cases}" for subject, cases in scenarios.items())

    assert [] == pasted(tmp_path, name.partition(".")[0], texts), texts
