"""The same decisions in another process, with other hashes of texts: what hangs on the order of a set shows there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any, Final

from factbook.decider import Decider, accepted, fold

from .domain import codec_of, package_of

__all__ = ["Case", "NotAsked", "decided_elsewhere", "outcome_text"]

SECONDS: Final = 60
"""How long the other process may take."""

Case = tuple[Sequence[Any], Any]
"""What happened, and a command."""


class NotAsked(Exception):
    """Raised with the reason why another process could not be asked."""


_CALL: Final = f"from {__name__} import answer; answer()"


def decided_elsewhere(decider: Decider[Any, Any, Any, Any], cases: Iterable[Case]) -> list[str]:
    """What the decider answers in another process, as :func:`outcome_text` has it.

    Raises :class:`NotAsked`, as where another process would not find the decider: it has to stand in a module, under a
    name.
    """
    place = _place(decider)
    if place is None:
        raise NotAsked("the decider stands in no module under a name of its own")
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    asked = {"place": place, "cases": [[[_sent(event) for event in events], _sent(one)] for events, one in cases]}
    called = [sys.executable, "-c", _CALL]
    try:
        done = subprocess.run(
            called,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotAsked(f"the other process took longer than {SECONDS} seconds") from None
    if done.returncode:
        raise NotAsked(f"the other process failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[-1]}")
    answers: list[str] = json.loads(done.stdout)
    return answers


def outcome_text(outcome: Any) -> str:
    """What was decided, as a text that is the same in every process."""
    return json.dumps([_sent(one) for one in (outcome if accepted(outcome) else (outcome,))])


def answer() -> None:
    """The other side: decides what is asked on stdin, and answers on stdout."""
    asked: dict[str, Any] = json.load(sys.stdin)
    module, name = asked["place"]
    with redirect_stdout(sys.stderr):  # what a module prints when it is imported is no answer
        decider: Decider[Any, Any, Any, Any] = getattr(import_module(module), name)
        answers = [
            outcome_text(decider.decide(_received(command), fold(decider, map(_received, events))))
            for events, command in asked["cases"]
        ]
    print(json.dumps(answers))


def _place(decider: Decider[Any, Any, Any, Any]) -> tuple[str, str] | None:
    for name, module in list(sys.modules.items()):
        if name != "__main__" and module.__dict__.get("__file__"):
            for key, value in module.__dict__.items():
                if value is decider:
                    return name, key
    return None


def _sent(message: Any) -> tuple[str, str, str]:
    kind: type[Any] = message.__class__
    package = package_of(kind)
    return package, kind.__name__, codec_of(package).encode(message).decode()


def _received(sent: Sequence[str]) -> Any:
    package, name, data = sent
    return codec_of(package).decode(getattr(import_module(package), name), data.encode())
