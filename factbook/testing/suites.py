"""The laws of a whole system as tests, without a line for each of its parts.

TestLaws = law_tests(shop)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from unittest import TestCase

from factbook.system import System

from .laws import EXAMPLES, check_laws

__all__ = ["law_tests"]


def law_tests(
    system: System, *, examples: int = EXAMPLES, unreachable: Mapping[str, Iterable[str]] | None = None
) -> type[TestCase]:
    """A test case, a test for each decider, view and policy; pytest finds it under a name that begins with ``Test``.

    Each holds its part to :func:`~factbook.testing.check_laws`; views are given what can happen in the system.
    ``unreachable`` names, by the decider's name (``ordering.Order``), what cannot be reached in it.
    """
    known = dict(unreachable or {})
    if strangers := ", ".join(sorted(known.keys() - system.deciders.keys())):
        raise LookupError(f"{system.name} has no decider {strangers}; it has {', '.join(system.deciders)}")
    tests: dict[str, Callable[[TestCase], None]] = {}
    for name, decider in system.deciders.items():

        def decides(_: TestCase, name: str = name, decider: object = decider) -> None:
            check_laws(decider, examples=examples, unreachable=known.get(name, ()))

        tests[_called("decider", name)] = decides
    for name, view in system.views.items():

        def shows(_: TestCase, view: object = view) -> None:
            check_laws(view, examples=examples, system=system)

        tests[_called("view", name)] = shows
    for name, policy in system.policies.items():

        def reacts(_: TestCase, policy: object = policy) -> None:
            check_laws(policy, examples=examples)

        tests[_called("policy", name)] = reacts
    return type(f"{system.name.title()}Laws", (TestCase,), tests)


def _called(kind: str, name: str) -> str:
    return f"test_{kind}_{name.replace('.', '_')}"
