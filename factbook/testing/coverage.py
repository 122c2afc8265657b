"""Which arrows of a catalogue ran in tests: command → event or rejection, event → policy or view; words and bounds.

What is wired while coverage is switched on notes what it does. The functions themselves are the user's and unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import attrs

from factbook import catalogue, wiring
from factbook.contracts import DeciderContract, PolicyContract, ViewContract
from factbook.decider import Decider, accepted
from factbook.policy import Policy
from factbook.view import View

from .bounds import bounds, touched
from .purity import unwatched

__all__ = ["Arrow", "Recorder", "arrows", "as_html", "as_json", "as_text", "share"]

SCENARIOS: Final = "scenarios"
TESTS: Final = "other tests"


class Arrow(NamedTuple):
    """What may happen because of what; ``kind`` is one of :data:`KINDS`."""

    system: str
    kind: str
    tail: str
    head: str


KINDS: Final = ("command → event", "command → rejection", "event → policy", "event → view", "word of an enum", "bound")
_EVENT, _REJECTION, _POLICY, _VIEW, _WORD, _BOUND = KINDS

Ran = Mapping[Arrow, Iterable[str]]
"""By what each arrow was exercised: :data:`SCENARIOS`, :data:`TESTS`."""


class Recorder:
    """Notes what runs; ``by`` says for whom."""

    def __init__(self) -> None:
        self.by = TESTS
        self.ran: dict[Arrow, set[str]] = {}
        self._systems: dict[str, catalogue.System] = {}

    def start(self) -> None:
        """Have everything that is wired from now on note what it does."""
        plain_decider, plain_view, plain_policy = wiring.wire_decider, wiring.wire_view, wiring.wire_policy

        def wire_decider(contract: DeciderContract, *given: Any, **functions: Any) -> Decider[Any, Any, Any, Any]:
            made = plain_decider(contract, *given, **functions)
            return attrs.evolve(made, decide=self._deciding(contract, made.decide))

        def wire_view(contract: ViewContract, *given: Any, **functions: Any) -> View[Any, Any]:
            made = plain_view(contract, *given, **functions)
            return attrs.evolve(made, evolve=self._reacting(_VIEW, contract.name, 1, made.evolve))

        def wire_policy(contract: PolicyContract, *given: Any, **functions: Any) -> Policy[Any, Any, Any]:
            made = plain_policy(contract, *given, **functions)
            return attrs.evolve(made, react=self._reacting(_POLICY, contract.name, 0, made.react))

        for function in (wire_decider, wire_view, wire_policy):
            setattr(wiring, function.__name__, function)

    def _deciding(self, contract: DeciderContract, decide: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        names = {command.command: command.name for command in contract.commands.values()}

        def noting(command: Any, state: Any) -> Any:
            outcome = decide(command, state)
            if command.__class__ in names:
                kind, heads = (_EVENT, outcome) if accepted(outcome) else (_REJECTION, (outcome,))
                with unwatched():
                    for head in heads:
                        self._note(command, kind, names[command.__class__], _full_name(head.__class__))
                        self._note_values(head)
                    self._note_values(command)
            return outcome

        return noting

    def _reacting(self, kind: str, name: str, place: int, function: Callable[..., Any]) -> Callable[[Any, Any], Any]:
        def noting(first: Any, second: Any) -> Any:
            event = (first, second)[place]
            self._note(event, kind, _full_name(event.__class__), name)
            outcome = function(first, second)
            issued: Sequence[Any] = outcome if accepted(outcome) else (outcome,)
            with unwatched():
                for message in (event, *issued):
                    self._note_values(message)
            return outcome

        return noting

    def _note(self, message: object, kind: str, tail: str, head: str) -> None:
        system = type(message).__module__.split(".")[-3]
        self.ran.setdefault(Arrow(system, kind, tail, head), set()).add(self.by)

    def _note_values(self, message: object) -> None:
        """The words and bounds in a message."""
        if message is None:
            return
        self._note_words(message)
        kind: type[Any] = message.__class__
        package, _, _ = kind.__module__.rpartition(".")
        if package not in self._systems:
            self._systems[package] = catalogue.load(Path(import_module(package).__file__ or "").parent.parent)
        system = self._systems[package]
        for owner, bound in touched(message, system, package.rpartition(".")[2]):
            self.ran.setdefault(Arrow(system.name, _BOUND, owner, bound), set()).add(self.by)

    def _note_words(self, value: object) -> None:
        if isinstance(value, Enum):
            package, owner = type(value).__module__.split(".")[-3:-1]
            for system in (package, owner):  # a type of a context, or one that the contexts of a system share
                arrow = Arrow(system, _WORD, f"{owner}.{type(value).__name__}", str(value.value))
                self.ran.setdefault(arrow, set()).add(self.by)
        elif attrs.has(type(value)):
            for field in attrs.fields(cast("Any", type(value))):
                self._note_words(getattr(value, field.name))
        elif isinstance(value, tuple | list):
            for item in cast("Sequence[object]", value):
                self._note_words(item)


def _full_name(kind: type[Any]) -> str:
    return f"{kind.__module__.split('.')[-2]}.{kind.__name__}"


def arrows(generated: Path) -> Iterator[Arrow]:
    """All arrows of the systems that were generated into a folder, in the order of the catalogue."""
    for file in sorted(generated.glob("*/catalogue.json")):
        system = catalogue.load(file.parent)
        for name, context in system.contexts.items():
            for command in context.commands.values():
                tail = f"{name}.{command.name}"
                yield from (Arrow(system.name, _EVENT, tail, ref) for ref in command.records)
                yield from (Arrow(system.name, _REJECTION, tail, f"{name}.{one}") for one in command.rejects)
            for policy in context.policies.values():
                yield from (Arrow(system.name, _POLICY, ref, f"{name}.{policy.name}") for ref in policy.when)
            for view in context.views.values():
                yield from (Arrow(system.name, _VIEW, one.event, f"{name}.{view.name}") for one in view.sources)
        for owner, types in (
            (system.name, system.types),
            *((name, one.types) for name, one in system.contexts.items()),
        ):
            for one in types.values():
                if isinstance(one, catalogue.EnumType):
                    yield from (Arrow(system.name, _WORD, f"{owner}.{one.name}", word) for word in one.values)
        yield from (Arrow(system.name, _BOUND, *bound) for bound in bounds(system))


def share(known: Sequence[Arrow], ran: Ran) -> float:
    """How many of the arrows ran, in percent; 100 where there are none."""
    return 100 * sum(arrow in ran for arrow in known) / len(known) if known else 100.0


def as_text(known: Sequence[Arrow], ran: Ran) -> Iterator[str]:
    """A report for a terminal: counts by kind, and all that nothing exercised."""
    if not any(arrow in ran for arrow in known):
        yield "nothing of the catalogue ran in these tests"
        return
    width = max(map(len, KINDS))
    for kind in KINDS:
        mine = [arrow for arrow in known if arrow.kind == kind]
        told = sum(SCENARIOS in ran.get(arrow, ()) for arrow in mine)
        reached = sum(arrow in ran for arrow in mine)
        by = f"by scenarios {told:>4}, by other tests only {reached - told:>4}"
        yield f"{kind:<{width}}  {reached:>4} of {len(mine):>4}   {by}"
    yield f"{'all':<{width}}  {sum(arrow in ran for arrow in known):>4} of {len(known):>4}   {share(known, ran):.1f} %"
    if missing := [arrow for arrow in known if arrow not in ran]:
        yield "exercised by nothing:"
        yield from (f"  {arrow.kind:<{width}}  {arrow.tail} → {arrow.head}" for arrow in missing)


def as_json(known: Sequence[Arrow], ran: Ran) -> str:
    """The same for programs: every arrow, and by what it was exercised."""
    listed = [{**arrow._asdict(), "by": sorted(ran.get(arrow, ()))} for arrow in known]
    return json.dumps({"percent": round(share(known, ran), 1), "arrows": listed}, indent=2, ensure_ascii=False) + "\n"


def as_html(known: Sequence[Arrow], ran: Ran) -> str:
    """The same as a table to put into a page."""
    lines = ['<table class="catalogue-coverage">']
    lines.append(f"<caption>{share(known, ran):.1f} % of {len(known)} arrows ran</caption>")
    lines.append("<thead><tr><th>what</th><th>from</th><th>to</th><th>exercised by</th></tr></thead>")
    lines.append("<tbody>")
    for arrow in known:
        by = ", ".join(sorted(ran.get(arrow, ())))
        cells = "".join(f"<td>{escape(text)}</td>" for text in (arrow.kind, arrow.tail, arrow.head, by or "nothing"))
        lines.append(f'<tr class="{"ran" if by else "missing"}">{cells}</tr>')
    return "\n".join([*lines, "</tbody>", "</table>", ""])
