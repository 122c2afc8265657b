"""Where two revisions of the deciders decide differently: the same histories and commands, asked of both.

The other revision runs in a process of its own (``python -m factbook.testing.behaviour SYSTEM``, in its folder), which
answers a question a line. What it cannot read, because it came later, is not asked.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from hypothesis import Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from factbook.codec import encode
from factbook.decider import Decider, accepted
from factbook.system import System
from factbook.wire import Json

from .counterexamples import scenario_yaml
from .domain import instance, name_of, package_of, strategy_of
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


class Message(msgspec.Struct):
    """An event or command as it travels."""

    name: str
    data: Json


class Question(msgspec.Struct):
    """A history, and the command that comes then."""

    decider: str
    events: list[Message]
    command: Message


class Answer(msgspec.Struct):
    """What was decided: events, or one rejection; nothing where the question was not understood."""

    events: list[Message] | None = None
    rejection: Message | None = None

    @property
    def told(self) -> str:
        """In a few words."""
        if self.rejection is not None:
            return f"refused with {self.rejection.name.rpartition('.')[2]}"
        if not self.events:
            return "accepted, and records nothing"
        return f"accepted, and records {', '.join(one.name.rpartition('.')[2] for one in self.events)}"


class Other:
    """The other revision of a system, that answers questions."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def ask(self, question: Question) -> Answer | None:
        """What it decides; ``None`` where it does not understand the question."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(question) + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the other revision cannot be run: look at what it printed")
        answer = msgspec.json.decode(line, type=Answer)
        return None if answer.events is None and answer.rejection is None else answer


@contextmanager
def other(folder: Path, system: str) -> Generator[Other]:
    """Run the revision that stands in a folder, with its ``deciders`` and ``generated``."""
    called = [sys.executable, "-m", "factbook.testing.behaviour", system]
    with subprocess.Popen(called, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Other(process)
        finally:
            process.kill()


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
                yield Change(command.name, before.told if before else "", _answer(outcome).told, scenario)


def _differing(
    name: str, decider: Decider[Any, Any, Any, Any], cases: st.SearchStrategy[Any], of_before: Other
) -> tuple[Sequence[Any], Any] | None:
    def differ(case: tuple[Sequence[Any], Any]) -> bool:
        history, command = case
        before = of_before.ask(_question(name, history, command))
        return before is not None and not _same(before, _answer(decide(decider, history, command)))

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
    return Question(decider, [_message(one) for one in history], _message(command))


def _message(one: Any) -> Message:
    kind: type[Any] = one.__class__
    return Message(name_of(kind), msgspec.json.decode(encode(one)))


def _answer(outcome: Any) -> Answer:
    if accepted(outcome):
        recorded: Sequence[Any] = outcome
        return Answer(events=[_message(one) for one in recorded])
    return Answer(rejection=_message(outcome))


def _same(before: Answer, now: Answer) -> bool:
    """The same events or the same rejection, as far as both have the same fields."""
    if (before.rejection is None) != (now.rejection is None):
        return False
    if now.rejection is not None and before.rejection is not None:
        return _alike(now.rejection, before.rejection)
    ours, theirs = now.events or [], before.events or []
    return len(ours) == len(theirs) and all(map(_alike, ours, theirs))


def _alike(one: Message, two: Message) -> bool:
    return one.name == two.name and all(one.data[key] == two.data[key] for key in one.data if key in two.data)


def _serve(name: str) -> None:
    """Answer questions until there are none."""
    system = wired(name)
    deciders = {contract_of(one).name: one for one in system.deciders.values()}
    for line in sys.stdin.buffer:
        question = msgspec.json.decode(line, type=Question)
        try:
            decider = deciders[question.decider]
            package = package_of(next(iter(contract_of(decider).commands.values())).command)
            events = [instance(package, one.name, one.data) for one in question.events]
            answer = _answer(decide(decider, events, instance(package, question.command.name, question.command.data)))
        except (ValueError, LookupError, AttributeError, ModuleNotFoundError):  # what it does not know, it did not have
            answer = Answer()
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.path.insert(0, "")
    _serve(sys.argv[1])
