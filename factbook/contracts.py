"""What the catalogue says about hand-written functions, as data that they carry with them.

Generated constructors fill these in; laws, Given/When/Then and the pipeline look at them. Names are ``context.Name``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from .outcomes import accepted
from .queries import Boundary

__all__ = [
    "NO_READS",
    "Classes",
    "CommandContract",
    "Contract",
    "DeciderContract",
    "PolicyContract",
    "SystemContract",
    "ViewContract",
]

Classes: TypeAlias = tuple[type[object], ...]

NO_READS: Final = Boundary()
"""The boundary of what looks at nothing."""


@frozen
class CommandContract:
    """What deciding on a command may look at, record, and refuse with."""

    name: str
    command: type[object]
    reads: Boundary = NO_READS
    records: Classes = ()
    rejects: Classes = ()

    def strays(self, outcome: Any) -> Classes:
        """The classes in an outcome that the command does not declare; none, if all is well."""
        found, declared = (outcome, self.records) if accepted(outcome) else ((outcome,), self.rejects)
        return tuple(dict.fromkeys(one.__class__ for one in found if one.__class__ not in declared))

    def shapeless(self, outcome: Any) -> bool:
        """Whether an outcome is neither events nor a rejection, but nothing at all, or an event by itself."""
        return outcome is None or outcome.__class__ in self.records

    def told(self, outcome: Any) -> str:
        """What is wrong with an outcome that has strays, and how to mend it."""
        if outcome is None:
            return f"{self.name} answered None: its `match` has no case for this state, or it ends without `return`"
        if self.shapeless(outcome):
            name = outcome.__class__.__name__
            return f"{self.name} answered a {name} by itself: answer a list of events, [{name}(…)]"
        answered, records, rejects = (
            ", ".join(one.__name__ for one in classes) for classes in (self.strays(outcome), self.records, self.rejects)
        )
        may = f"it may record {records or 'nothing'}{', or be refused with ' if rejects else ''}{rejects}"
        return (
            f"{self.name} answered {answered}, which the catalogue does not declare for it: {may}. Mend the function,"
            " or declare it in `records` or `rejects` of the command"
        )


@frozen
class DeciderContract:
    """The events that a decider's ``evolve`` takes, and its commands by the keyword of the generated constructor."""

    name: str
    evolves: Classes
    commands: Mapping[str, CommandContract]


@frozen
class ViewContract:
    """A view's row, the fields of its key, and the events it is made from.

    ``sources`` says for each event by which paths in it the key is found; ``None`` if a function computes it.
    """

    name: str
    row: type[object]
    key: tuple[str, ...]
    sources: Mapping[type[object], tuple[str, ...] | None]


@frozen
class PolicyContract:
    """What a policy reacts to, what it may issue, how much later, and whether it is switched by a flag."""

    name: str
    when: Classes
    issues: Classes
    after: timedelta | None = None
    flag: str | None = None
    reads: Boundary = NO_READS
    evolves: Classes = ()

    def wrong(self, answer: Any) -> str:
        """What is wrong with what the policy answered, and how to mend it; nothing, if all is well."""
        may = f"it may issue {', '.join(one.__name__ for one in self.issues)}"
        if answer is None:
            return f"{self.name} answered None: its `match` has no case, or it ends without `return`; [] issues nothing"
        name = answer.__class__.__name__
        if answer.__class__ in self.issues:
            return f"{self.name} answered a {name} by itself: answer a list, [{name}(…)]"
        if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
            return f"{self.name} answered {name}, which is no list: {may}"
        found: Sequence[Any] = answer  # pyright: ignore[reportUnknownVariableType]  # of anything
        strays = dict.fromkeys(one.__class__.__name__ for one in found if one.__class__ not in self.issues)
        if strays:
            return f"{self.name} answered {', '.join(strays)}, which the catalogue does not declare for it: {may}"
        return ""


@frozen
class SystemContract:
    """The deciders, policies and views of a system, by the keyword of its generated constructor.

    ``upcasters`` are the functions that changes of events name, by keyword as well.
    """

    name: str
    deciders: Mapping[str, str] = field(factory=dict[str, str])
    policies: Mapping[str, str] = field(factory=dict[str, str])
    views: Mapping[str, str] = field(factory=dict[str, str])
    upcasters: Mapping[str, str] = field(factory=dict[str, str])


Contract: TypeAlias = DeciderContract | ViewContract | PolicyContract
