"""Where two revisions of the deciders decide differently: the same histories and commands, asked of both.

The other revision runs in a process of its own (``python -m factbook.testing.behaviour SYSTEM``, in its folder), which
answers a question a line. What it cannot read, because it came later, is not asked.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from hypothesis import Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from factbook.decider import Decider
from factbook.system import System

from .answers import Answer, Line, Message, answer_of, apart, line, message_of, same
from .counterexamples import scenario_yaml
from .domain import instance, package_of, strategy_of
from .exploring import QUIET
from .past import contract_of, histories
from .specs import decide
from .wired import wired

__all__ = ["Change", "Other", "changes", "other"]

TRIES: Final = 150
"""How many histories are tried for each command."""


class Change(NamedTuple):
    """A command that is decided on otherwise: what came of it, what comes of it now, and a scenario that shows it."""

    command: str
    before: str
    now: str
    scenario: str


class Question(msgspec.Struct):
    """A history, and the command that comes then."""

    decider: str
    events: list[Message]
    command: Message


class Other:
    """The other revision of a system, that answers questions."""

    def __init__(self, to: Line) -> None:
        self._line = to

    def ask(self, question: Question) -> Answer | None:
        """What it decides; ``None`` where it does not understand the question."""
        answer = msgspec.json.decode(self._line.ask(question), type=Answer)
        return answer if answer.understood else None


@contextmanager
def other(folder: Path, system: str) -> Generator[Other]:
    """Run the revision that stands in a folder, with its ``deciders`` and ``generated``."""
    with line(__name__, folder, system) as to:
        yield Other(to)


def changes(system: System, of_before: Other) -> Iterator[Change]:
    """Every command of the system on which the two decide differently, with the smallest case found."""
    for decider in system.deciders.values():
        contract = contract_of(decider)
        for command in contract.commands.values():
            cases = st.tuples(histories(decider), strategy_of(command.command))
            found = _differing(contract.name, decider, cases, of_before)
            if found is not None:
                history, sent = found
                before = of_before.ask(_question(contract.name, history, sent))
                outcome = decide(decider, history, sent)
                title = f"{command.name.rpartition('.')[2]} is decided on differently"
                scenario = scenario_yaml(command.name, title, history, sent, outcome)
                yield Change(command.name, before.told if before else "", answer_of(outcome).told, scenario)


def _differing(
    name: str, decider: Decider[Any, Any, Any, Any], cases: st.SearchStrategy[Any], of_before: Other
) -> tuple[Sequence[Any], Any] | None:
    def differ(case: tuple[Sequence[Any], Any]) -> bool:
        history, command = case
        before = of_before.ask(_question(name, history, command))
        return before is not None and not same(before, answer_of(decide(decider, history, command)))

    try:
        found: tuple[Sequence[Any], Any] = find(
            cases,
            differ,
            settings=settings(
                max_examples=TRIES,
                database=None,
                deadline=None,
                derandomize=True,
                verbosity=Verbosity.quiet,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=QUIET,
            ),
        )
    except NoSuchExample:
        return None
    return found


def _question(decider: str, history: Sequence[Any], command: Any) -> Question:
    return Question(decider, [message_of(one) for one in history], message_of(command))


def _serve(name: str) -> None:
    """Answer questions until there are none."""
    to = apart()
    system = wired(name)
    deciders = {contract_of(one).name: one for one in system.deciders.values()}
    for asked in sys.stdin.buffer:
        question = msgspec.json.decode(asked, type=Question)
        try:
            decider = deciders[question.decider]
            package = package_of(next(iter(contract_of(decider).commands.values())).command)
            events = [instance(package, one.name, one.data) for one in question.events]
            answer = answer_of(decide(decider, events, instance(package, question.command.name, question.command.data)))
        except (ValueError, LookupError, AttributeError, ModuleNotFoundError):  # what it does not know, it did not have
            answer = Answer()
        to.write(msgspec.json.encode(answer) + b"\n")
        to.flush()


if __name__ == "__main__":
    sys.path.insert(0, "")
    _serve(sys.argv[1])
