"""The laws of views: total over their events, pure, and with rows that can be written and read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from hypothesis import strategies as st

from factbook.system import System
from factbook.view import View

from .domain import strategy_of
from .laws import LawBroken, broken, check_codec, evolved, raised, run
from .worlds import some_pasts

__all__ = ["check_view"]


def check_view(view: View[Any, Any], examples: int, system: System | None) -> None:
    """Hold a view to its laws: total over its events, pure, and its rows can be written and read."""
    __tracebackhide__ = True
    assert view.contract is not None, "this view knows no catalogue: make it by its generated constructor"
    if system is None:
        events = st.lists(st.one_of(*map(strategy_of, view.events)), min_size=1, max_size=8)
        run(events, examples, lambda drawn: _check_rows(view, drawn))
        return
    for past in some_pasts(system, examples // 2):
        _check_rows(view, [event for event in past if type(event) in view.events])


def _check_rows(view: View[Any, Any], events: Sequence[Any]) -> None:
    assert view.contract is not None
    name, kind = view.contract.name, view.contract.row
    rows: dict[Any, Any] = {}
    happened: dict[Any, list[Any]] = {}
    for event in events:
        case = [event]

        def fail(law: str, _: Any, case: list[Any] = case) -> NoReturn:
            raise broken(f"{name}: {law}", name, kind, law.partition(":")[0], case)

        try:
            keys = list(view.keys(event)) if view.keys else [()]
        except Exception as error:
            fail(f"keys raised {raised(error)}: a view must take every event that it reads", error)
        for key in keys:
            case[:] = happened.setdefault(key, [])  # no other event can have had a part in this row
            case.append(event)
            happened[key] = list(case)
            try:
                rows[key] = evolved(view.evolve, rows.get(key), event, fail)
            except LawBroken:
                raise
            except Exception as error:
                fail(f"raised {raised(error)}: a view must take every event that it reads", error)
            if rows[key] is not None:
                check_codec(rows[key], fail)
