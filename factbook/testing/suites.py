"""The laws: what every decider, view and policy of a catalogue promises, held to generated histories.

``check_laws(order)`` in a test holds one function to all of them; of a whole system tests are made without a line for
each of its parts, by ``TestLaws = law_tests(shop)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from unittest import TestCase

from factbook.decider import Decider
from factbook.policy import Policy
from factbook.system import System
from factbook.view import View

from .decider_laws import check_decider
from .exploring import Exploration
from .policy_laws import check_policy
from .versions import check_versions
from .view_laws import check_view

__all__ = ["check_laws", "law_tests"]


EXAMPLES: Final = 60
"""How many histories are tried; every step of each is held to every law."""


def check_laws(
    subject: Any,
    *,
    examples: int = EXAMPLES,
    unreachable: Iterable[str] = (),
    system: System | None = None,
) -> Exploration | None:
    """Hold a decider, view or policy to its laws, or the versions of all events of a system; raises
    :class:`~.laws.LawBroken`.

    A view is given its events in any order. With ``system`` they come as they can come in that system, for views that
    rely on what deciders promise.

    For a decider the answer is what exploring it found, and every declared event and rejection must have come up;
    those that cannot are named in ``unreachable`` (``"PayOrder was never refused with OrderIsGone"``), each as the
    failure says it. ``examples`` are the histories to try.
    """
    __tracebackhide__ = True
    kind: type[object] = subject.__class__
    if kind is Decider:
        return check_decider(subject, examples, set(unreachable))
    if kind is View:
        check_view(subject, examples, system)
    elif kind is Policy:
        check_policy(subject, examples)
    elif kind is System:
        check_versions(subject, examples=examples)
    else:
        raise TypeError(f"check_laws() takes a decider, a view, a policy or a system, not {kind.__name__}")
    return None


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
