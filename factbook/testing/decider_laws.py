"""The laws of deciders, tried on generated histories and on all that exploring finds.

Purity and totality are what Chassaing asks of a decider ("Functional Event Sourcing Decider", 2021); the rest is what
the catalogue declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NoReturn
from warnings import warn

from hypothesis import strategies as st

from factbook.contracts import CommandContract
from factbook.decider import Decider, accepted, fold

from .domain import entry_of, seen
from .elsewhere import NotAsked, decided_elsewhere, outcome_text
from .exploring import Exploration, explore
from .laws import LawBroken, broken, check_codec, raised, run
from .past import Happened, Step, contract_of, starts, steps
from .purity import Changed, elsewhere, frozen, watched

__all__ = ["check_decider"]


def check_decider(decider: Decider[Any, Any, Any, Any], examples: int, unreachable: set[str]) -> Exploration:
    """Hold a decider to its laws; ``unreachable`` is what may not come up, as :func:`.check_laws` takes it."""
    __tracebackhide__ = True
    contract = contract_of(decider)
    commands = {command.command: command for command in contract.commands.values()}
    histories = st.tuples(st.sampled_from(starts(decider)), st.lists(steps(decider), min_size=1, max_size=8))

    def holds(drawn: tuple[Sequence[Any], Sequence[Step]]) -> None:
        log = list(drawn[0])
        for step in drawn[1]:
            if isinstance(step, Happened):
                log.append(step.event)
            else:
                log += _Trial(decider, commands[type(step.command)], log, step.command).run()

    run(histories, examples, holds)

    def hold(history: Sequence[Any], command: Any) -> None:
        _hold(decider, commands[type(command)], history, command)

    found = explore(decider, on_fault=hold)
    for answers in found.cells.values():
        for cell in answers.values():
            hold(cell.history, cell.command)
    _check_elsewhere(decider, found)
    missing = set(found.unreached())
    if dead := missing - unreachable:
        known = "\n".join(f"  {line}" for line in sorted(dead))
        raise LawBroken(
            f"{contract.name} declares what no history of {found.tries} decisions led to:\n{known}\n"
            "Is it dead? Remove it from the catalogue, or name it in check_laws(…, unreachable=[…])."
        )
    if wrong := unreachable - missing:
        raise LawBroken(f"{contract.name}: named as unreachable, but it was reached: {', '.join(sorted(wrong))}")
    return found


def _check_elsewhere(decider: Decider[Any, Any, Any, Any], found: Exploration) -> None:
    """Hold the shortest way to every answer to another process, with other hashes: sets have another order there.

    Where none can be asked, a warning says so.
    """
    __tracebackhide__ = True
    cells = [cell for answers in found.cells.values() for cell in answers.values()]
    try:
        answers = decided_elsewhere(decider, [(cell.history, cell.command) for cell in cells])
    except NotAsked as why:
        warn(f"{contract_of(decider).name} was not asked in another process: {why}", stacklevel=4)
        return
    commands = {command.command: command for command in found.commands}
    for cell, answer in zip(cells, answers, strict=True):
        if answer != outcome_text(cell.outcome):
            trial = _Trial(decider, commands[type(cell.command)], cell.history, cell.command)
            trial.fail(
                "decide answers differently in another process: does it hang on the order of a set?", cell.outcome
            )


def _hold(
    decider: Decider[Any, Any, Any, Any], contract: CommandContract, history: Sequence[Any], command: Any
) -> None:
    """Hold an explored decision to every law; one that does not hold is shown with no more than it takes to see it."""
    __tracebackhide__ = True
    try:
        _Trial(decider, contract, history, command).run()
    except LawBroken as broken:
        for place in range(len(history)):
            shorter = [*history[:place], *history[place + 1 :]]
            if _law(_Trial(decider, contract, shorter, command)) == str(broken).partition("\n")[0]:
                _hold(decider, contract, shorter, command)
        raise


def _law(trial: _Trial) -> str:
    """The law that a decision breaks; empty where it breaks none."""
    try:
        trial.run()
    except LawBroken as broken:
        return str(broken).partition("\n")[0]
    return ""


class _Trial:
    """One decision, held to every law."""

    def __init__(
        self, decider: Decider[Any, Any, Any, Any], contract: CommandContract, log: Sequence[Any], command: Any
    ) -> None:
        self.decider = decider
        self.contract = contract
        self.command = command
        self.events = seen(contract.reads, command, log)

    def run(self) -> Sequence[Any]:
        """The events that were recorded; raises when a law does not hold."""
        state = self._state()
        outcome = self._decided(state)
        if self.contract.shapeless(outcome):
            self.fail(self.contract.told(outcome), None)
        if strays := self.contract.strays(outcome):
            names = ", ".join(kind.__name__ for kind in strays)
            what = "records" if accepted(outcome) else "is refused with"
            self.fail(f"{self.contract.name} {what} {names}, which the catalogue does not declare", outcome)
        if not accepted(outcome):
            check_codec(outcome, self.fail)
            return ()
        events: Sequence[Any] = outcome
        for event in events:
            check_codec(event, self.fail)
        self._check_evolve(state, events)
        return events

    def _state(self) -> Any:
        try:
            state = self._fold(self.events)
            split = len(self.events) // 2
            again = fold(self.decider, self.events[split:], self._fold(self.events[:split]))
        except Exception as error:
            self.fail(f"evolve raised {raised(error)}: it must take every event that it reads", None, error)
        if state != again:
            self.fail("evolve is not a function of state and event: folding again gives another state", None)
        return state

    def _fold(self, events: Sequence[Any]) -> Any:
        """The state after these events, begun with a copy: who changes states must not spoil the initial one."""
        return fold(self.decider, events, deepcopy(self.decider.initial))

    def _decided(self, state: Any) -> Any:
        before, command, shown = deepcopy(state), deepcopy(self.command), frozen(state)
        try:
            with watched() as impure:
                outcome = self.decider.decide(self.command, shown)
        except Changed as error:
            self.fail("decide changed the state that it was given", None, error)
        except Exception as error:
            self.fail(f"decide raised {raised(error)}: it must answer every valid command", None, error)
        if impure:
            self.fail(f"decide {impure[0]}: it may look at the command and the state only", outcome)
        if shown != before:
            self.fail("decide changed the state that it was given", outcome)
        if self.command != command:
            self.fail("decide changed the command that it was given", outcome)
        if elsewhere(lambda: self.decider.decide(self.command, state), 1) != outcome:
            self.fail("decide answers differently the second time", outcome)
        return outcome

    def _check_evolve(self, state: Any, outcome: Sequence[Any]) -> None:
        after = state
        for event in outcome:
            before, shown = deepcopy(after), frozen(after)
            try:
                with watched() as impure:
                    following = self.decider.evolve(shown, event)
            except Changed as error:
                self.fail("evolve changed the state that it was given", outcome, error)
            except Exception as error:
                self.fail(f"evolve raised {raised(error)} on what was recorded", outcome, error)
            if impure:
                self.fail(f"evolve {impure[0]}: it may look at the state and the event only", outcome)
            if shown != before:
                self.fail("evolve changed the state that it was given", outcome)
            after = following
        if outcome and entry_of(self.contract.command).commands[self.contract.command.__name__].once:
            sent_again = _Trial(self.decider, self.contract, [*self.events, *outcome], self.command)
            again = sent_again._decided(sent_again._state())
            if accepted(again) and again:
                sent_again.fail(
                    f"{self.contract.name} is declared `once`, and does something when it is sent again", again
                )

    def fail(self, law: str, outcome: Any, error: Exception | None = None) -> NoReturn:
        """Raise, with the case as a scenario."""
        title, case = law.partition(":")[0], (self.events, self.command, outcome)
        raise broken(law, self.contract.name, self.contract.command, title, *case) from error
