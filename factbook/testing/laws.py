"""The laws: what every decider, view and policy of a catalogue promises, tried on generated histories.

One line in a test holds a function to all of them: ``check_laws(order)``. Hypothesis looks for a counterexample and
shrinks it; it is shown as a scenario to paste into the catalogue. The sources: purity and totality are what Chassaing
asks of a decider ("Functional Event Sourcing Decider", 2021); the rest is what the catalogue declares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any, Final, NoReturn
from warnings import warn

from hypothesis import Phase, Verbosity, given, settings
from hypothesis import strategies as st

from factbook.contracts import CommandContract
from factbook.decider import Decider, accepted, fold
from factbook.policy import Policy
from factbook.system import System
from factbook.view import View

from .counterexamples import scenario_yaml
from .domain import codec_of, entry_of, name_of, package_of, seen, strategy_of
from .elsewhere import NotAsked, decided_elsewhere, outcome_text
from .exploring import QUIET, Exploration, explore
from .past import Happened, Step, contract_of, starts, steps
from .purity import Changed, elsewhere, frozen, watched
from .tables import told
from .worlds import some_pasts

__all__ = ["LawBroken", "check_laws", "check_policy", "check_view", "raised", "run"]

EXAMPLES: Final = 60
"""How many histories are tried; every step of each is held to every law."""


class LawBroken(AssertionError):
    """Raised with the law that does not hold, and the smallest case found, as a scenario of a context.

    ``context`` is ``shop/stock``; it and ``scenario`` are empty where no single case shows it.
    """

    def __init__(self, law: str, context: str = "", scenario: str = "") -> None:
        super().__init__(f"{law}\n\nscenarios:\n{scenario}" if scenario else law)
        self.context = context
        self.scenario = scenario


def _broken(law: str, subject: str, kind: type[Any], title: str, *case: Any) -> LawBroken:
    """A law that a case of ``subject`` breaks; ``kind`` is any class that was generated for the same system."""
    context = f"{package_of(kind).split('.')[-2]}/{subject.partition('.')[0]}"
    return LawBroken(law, context, scenario_yaml(subject, title, *case))


def check_laws(
    subject: Any,
    *,
    examples: int = EXAMPLES,
    unreachable: Iterable[str] = (),
    system: System | None = None,
) -> Exploration | None:
    """Hold a decider, view or policy to its laws, or the versions of all events of a system; raises :class:`LawBroken`.

    A view is given its events in any order. With ``system`` they come as they can come in that system, for views that
    rely on what deciders promise.

    For a decider the answer is what exploring it found, and every declared event and rejection must have come up;
    those that cannot are named in ``unreachable`` (``"PayOrder was never refused with OrderIsGone"``), each as the
    failure says it. ``examples`` are the histories to try.
    """
    __tracebackhide__ = True
    kind: type[object] = subject.__class__
    if kind is Decider:
        return _check_decider(subject, examples, set(unreachable))
    if kind is View:
        check_view(subject, examples, system)
    elif kind is Policy:
        check_policy(subject, examples)
    elif kind is System:
        from .versions import check_versions  # which needs what stands here

        check_versions(subject, examples=examples)
    else:
        raise TypeError(f"check_laws() takes a decider, a view, a policy or a system, not {kind.__name__}")
    return None


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


# Deciders ------------------------------------------------------------------------------------------------------------


def _check_decider(decider: Decider[Any, Any, Any, Any], examples: int, unreachable: set[str]) -> Exploration:
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
            _check_codec(outcome, self.fail)
            return ()
        events: Sequence[Any] = outcome
        for event in events:
            _check_codec(event, self.fail)
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
        raise _broken(law, self.contract.name, self.contract.command, title, *case) from error


def raised(error: Exception) -> str:
    """What is told of an exception."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _check_codec(message: Any, fail: Callable[[str, Any], None]) -> None:
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


# Views and policies --------------------------------------------------------------------------------------------------


def check_view(view: View[Any, Any], examples: int = EXAMPLES, system: System | None = None) -> None:
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
            raise _broken(f"{name}: {law}", name, kind, law.partition(":")[0], case)

        try:
            keys = list(view.keys(event)) if view.keys else [()]
        except Exception as error:
            fail(f"keys raised {raised(error)}: a view must take every event that it reads", error)
        for key in keys:
            case[:] = happened.setdefault(key, [])  # no other event can have had a part in this row
            case.append(event)
            happened[key] = list(case)
            try:
                rows[key] = _evolved(view.evolve, rows.get(key), event, fail)
            except LawBroken:
                raise
            except Exception as error:
                fail(f"raised {raised(error)}: a view must take every event that it reads", error)
            if rows[key] is not None:
                _check_codec(rows[key], fail)


def check_policy(policy: Policy[Any, Any, Any], examples: int = EXAMPLES) -> None:
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
            raise _broken(f"{contract.name}: {law}", contract.name, contract.when[0], law.partition(":")[0], *case)

        try:
            state = deepcopy(policy.initial)
            for one in events:
                state = _evolved(policy.evolve, state, one, fail, "state")
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
            _check_codec(one, fail)

    run(st.tuples(st.one_of(*map(strategy_of, contract.when)), read), examples, holds)


def _evolved(
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
