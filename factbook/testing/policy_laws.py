"""The laws of policies: total over their events, pure, and with nothing issued that the catalogue does not declare."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NoReturn

from hypothesis import strategies as st

from factbook.policy import Policy

from .domain import seen, strategy_of
from .laws import LawBroken, broken, check_codec, evolved, raised, run
from .purity import Changed, elsewhere, frozen, watched

__all__ = ["check_policy"]


def check_policy(policy: Policy[Any, Any, Any], examples: int) -> None:
    """Hold a policy to its laws: total over its events, pure, and it issues only what it declares."""
    __tracebackhide__ = True
    contract = policy.contract
    assert contract is not None, "this policy knows no catalogue: make it by its generated constructor"
    read = st.lists(st.one_of(*map(strategy_of, contract.evolves)), max_size=6) if contract.evolves else st.just([])

    def holds(drawn: tuple[Any, Sequence[Any]]) -> None:
        event, log = drawn
        events = seen(contract.reads, event, log)

        def fail(law: str, outcome: Any) -> NoReturn:
            case = (events, event, outcome)
            raise broken(f"{contract.name}: {law}", contract.name, contract.when[0], law.partition(":")[0], *case)

        try:
            state = deepcopy(policy.initial)
            for one in events:
                state = evolved(policy.evolve, state, one, fail, "state")
            before, shown = deepcopy(state), frozen(state)
            with watched() as impure:
                issued = list(policy.react(event, shown))
            again = elsewhere(lambda: list(policy.react(event, state)), 1)
        except Changed:
            fail("react changed the state that it was given", None)
        except LawBroken:
            raise
        except Exception as error:
            fail(f"raised {raised(error)}: a policy must take every event that it reads or reacts to", None)
        if shown != before:
            fail("react changed the state that it was given", issued)
        if impure:
            fail(f"{impure[0]}: a policy may look at the event and its state only", issued)
        if issued != again:
            fail("issues something else the second time", issued)
        for one in issued:
            if type(one) not in contract.issues:
                fail(f"issues {type(one).__name__}, which the catalogue does not declare", issued)
            check_codec(one, fail)

    run(st.tuples(st.one_of(*map(strategy_of, contract.when)), read), examples, holds)
