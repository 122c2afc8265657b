"""What all laws have in common: how a case is looked for that breaks one, and how it is told.

Hypothesis looks for a counterexample and shrinks it; it is shown as a scenario to paste into the catalogue. The laws
themselves are in :mod:`.decider_laws`, :mod:`.view_laws`, :mod:`.policy_laws` and :mod:`.versions`.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, NoReturn

from hypothesis import Phase, Verbosity, given, settings
from hypothesis import strategies as st

from .counterexamples import scenario_yaml
from .domain import codec_of, name_of, package_of
from .exploring import QUIET
from .purity import Changed, elsewhere, frozen, watched
from .tables import told

__all__ = ["LawBroken", "broken", "check_codec", "evolved", "raised", "run"]


class LawBroken(AssertionError):
    """Raised with the law that does not hold, and the smallest case found, as a scenario of a context.

    ``context`` is ``shop/stock``; it and ``scenario`` are empty where no single case shows it.
    """

    def __init__(self, law: str, context: str = "", scenario: str = "") -> None:
        super().__init__(f"{law}\n\nscenarios:\n{scenario}" if scenario else law)
        self.context = context
        self.scenario = scenario


def broken(law: str, subject: str, kind: type[Any], title: str, *case: Any) -> LawBroken:
    """A law that a case of ``subject`` breaks; ``kind`` is any class that was generated for the same system."""
    context = f"{package_of(kind).split('.')[-2]}/{subject.partition('.')[0]}"
    return LawBroken(law, context, scenario_yaml(subject, title, *case))


def run(strategy: st.SearchStrategy[Any], examples: int, holds: Callable[[Any], None]) -> None:
    """Let Hypothesis look for a value on which ``holds`` raises; the same ones in every run."""
    __tracebackhide__ = True

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=QUIET,
    )
    @given(strategy)
    def run(value: Any) -> None:
        holds(value)

    run()


def raised(error: Exception) -> str:
    """What is told of an exception."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def check_codec(message: Any, fail: Callable[[str, Any], None]) -> None:
    """What is recorded can be written and read, and comes back as it was."""
    kind: type[Any] = message.__class__
    codec = codec_of(package_of(kind))
    try:
        back: Any = codec.decode(kind, codec.encode(message))
    except Exception as error:  # whatever it is, the law does not hold
        fail(f"{name_of(kind)} cannot be read back: {raised(error)}", [message])
        return
    if back != message:
        fail(f"{name_of(kind)} comes back as something else: {told(back)}", [message])


def evolved(
    evolve: Callable[[Any, Any], Any],
    before: Any,
    event: Any,
    fail: Callable[[str, Any], NoReturn],
    what: str = "row",
) -> Any:
    """The row or state after one more event; raises when ``evolve`` is not pure."""
    same, shown = deepcopy(before), frozen(before)
    try:
        with watched() as impure:
            after = evolve(shown, event)
    except Changed:
        fail(f"evolve changed the {what} that it was given", None)
    if impure:
        fail(f"evolve {impure[0]}: it may look at the {what} and the event only", None)
    if shown != same:
        fail(f"evolve changed the {what} that it was given", None)
    if elsewhere(lambda: evolve(before, event), 1) != after:
        fail("evolve answers differently the second time", None)
    return after
