"""What ``factbook.testing`` offers."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import factbook.testing


def test_every_name_is_there_and_no_module_hides_it() -> None:
    """Whatever was imported before: functions and classes, sorted."""
    assert sorted(factbook.testing.__all__) == factbook.testing.__all__
    for name in factbook.testing.__all__:
        assert not isinstance(getattr(factbook.testing, name), ModuleType), name


def test_the_plugin_is_light() -> None:
    """Every run of pytest loads it, also those that have nothing to do with a catalogue."""
    script = (
        "import sys, pytest; before = set(sys.modules)\n"
        "import factbook.testing.plugin; print(*set(sys.modules) - before)"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert not {"attrs", "hypothesis", "msgspec"} & set(answer.stdout.split())


@pytest.mark.parametrize("name", ["elsewhere", "playing", "specs"])
def test_who_draws_nothing_loads_no_hypothesis(name: str) -> None:
    """It takes longer to load than a decider is asked in another process, or a catalogue is played."""
    script = f"import sys, factbook.testing.{name}; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "hypothesis" not in answer.stdout.split()
