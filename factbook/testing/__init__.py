"""What tests of deciders, views and systems need: examples, laws, histories, worlds in memory.

It needs the extra ``[test]``: Hypothesis and pytest. Everything is loaded on first use, so that pytest, which loads
:mod:`factbook.testing.plugin` in every run, stays as fast as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from .counterexamples import scenario_yaml
    from .exploring import Exploration, explore
    from .invalid import JustInvalid, just_invalid
    from .laws import LawBroken
    from .machines import Invariant, machine
    from .past import histories
    from .playing import first_outcome, play_scenario, play_story
    from .released import check_released
    from .simulating import check_history, send_all, simulate
    from .specs import spec
    from .suites import check_laws, law_tests
    from .versions import check_version, check_versions
    from .world import World
    from .worlds import pasts
else:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "counterexamples": ("scenario_yaml",),
            "exploring": ("Exploration", "explore"),
            "invalid": ("JustInvalid", "just_invalid"),
            "laws": ("LawBroken",),
            "machines": ("Invariant", "machine"),
            "past": ("histories",),
            "playing": ("first_outcome", "play_scenario", "play_story"),
            "simulating": ("check_history", "send_all", "simulate"),
            "released": ("check_released",),
            "specs": ("spec",),
            "suites": ("check_laws", "law_tests"),
            "versions": ("check_version", "check_versions"),
            "world": ("World",),
            "worlds": ("pasts",),
        },
    )

__all__ = [
    "Exploration",
    "Invariant",
    "JustInvalid",
    "LawBroken",
    "World",
    "check_history",
    "check_laws",
    "check_released",
    "check_version",
    "check_versions",
    "explore",
    "first_outcome",
    "histories",
    "just_invalid",
    "law_tests",
    "machine",
    "pasts",
    "play_scenario",
    "play_story",
    "scenario_yaml",
    "send_all",
    "simulate",
    "spec",
]
