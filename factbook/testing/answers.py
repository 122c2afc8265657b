"""What a decider answers, as it travels between two revisions, and whether two answers are the same."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from os import dup, dup2, fdopen
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, BinaryIO

import msgspec

from factbook.codec import encode
from factbook.decider import accepted
from factbook.wire import Json

from .domain import name_of

__all__ = ["Answer", "Line", "Message", "answer_of", "apart", "line", "message_of", "same"]


class Message(msgspec.Struct):
    """An event or command as it travels."""

    name: str
    data: Json


class Answer(msgspec.Struct):
    """What was decided: events, or one rejection, or a fault; nothing where the question was not understood."""

    events: list[Message] | None = None
    rejection: Message | None = None
    fault: str | None = None

    @property
    def understood(self) -> bool:
        """Whether there is an answer."""
        return self != Answer()

    @property
    def told(self) -> str:
        """In a few words."""
        if self.fault is not None:
            return f"not decided: {self.fault}"
        if self.rejection is not None:
            return f"refused with {self.rejection.name.rpartition('.')[2]}"
        if not self.events:
            return "accepted, and records nothing"
        return f"accepted, and records {', '.join(one.name.rpartition('.')[2] for one in self.events)}"


def message_of(one: Any) -> Message:
    """A message as it travels."""
    kind: type[Any] = one.__class__
    return Message(name_of(kind), msgspec.json.decode(encode(one)))


def answer_of(outcome: Any) -> Answer:
    """An outcome as it travels."""
    if accepted(outcome):
        recorded: Sequence[Any] = outcome
        return Answer(events=[message_of(one) for one in recorded])
    return Answer(rejection=message_of(outcome))


def same(before: Answer, now: Answer) -> bool:
    """The same events or the same rejection, as far as both have the same fields; or the same fault."""
    if before.fault is not None or now.fault is not None:
        return before.fault == now.fault
    if (before.rejection is None) != (now.rejection is None):
        return False
    if now.rejection is not None and before.rejection is not None:
        return _alike(now.rejection, before.rejection)
    ours, theirs = now.events or [], before.events or []
    return len(ours) == len(theirs) and all(map(_alike, ours, theirs))


def _alike(one: Message, two: Message) -> bool:
    return one.name == two.name and all(one.data[key] == two.data[key] for key in one.data if key in two.data)


class Line:
    """The line to another process, which runs another revision: a JSON value a line, both ways."""

    def __init__(self, process: Popen[bytes]) -> None:
        self._process = process

    def say(self, value: object) -> None:
        """Send something that has no answer; it may arrive later."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(value) + b"\n")
        except BrokenPipeError:
            raise _gone() from None

    def ask(self, value: object) -> bytes:
        """Send something, and wait for the answer; raises ``RuntimeError`` where there will be none."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.say(value)
        try:
            self._process.stdin.flush()
        except BrokenPipeError:
            raise _gone() from None
        if not (answer := self._process.stdout.readline()):
            raise _gone()
        return answer


def _gone() -> RuntimeError:
    return RuntimeError("the other revision cannot be run: look at what it printed")


def apart() -> BinaryIO:
    """Where the other process answers; what its modules print goes to where errors go from now on."""
    answers = fdopen(dup(sys.stdout.fileno()), "wb")
    dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


@contextmanager
def line(module: str, folder: Path, system: str) -> Generator[Line]:
    """Run a module of factbook on the revision that stands in a folder, with its ``deciders`` and ``generated``."""
    process = Popen([sys.executable, "-m", module, system], cwd=folder, stdin=PIPE, stdout=PIPE)
    try:
        yield Line(process)
    finally:
        process.kill()
        process.communicate()
