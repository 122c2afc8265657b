"""Systems and contexts, as ``catalogue.json`` tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ._examples import Scenario, Story
from ._messages import Command, Decider, Effect, Event, Policy, Query, Rejection, View
from ._parts import Entry, Part
from ._types import TypeDef


class Role(Entry, frozen=True, kw_only=True):
    """Somebody who may issue commands and see views."""


class Flag(Entry, frozen=True, kw_only=True):
    """A switch that policies look at."""

    default: bool = True


class Deprecated(Part, frozen=True, kw_only=True):
    """Why an entry is not to be used any more, since when, and what to use instead, if there is anything."""

    since: str
    reason: str
    use: str = ""


class Context(Entry, frozen=True, kw_only=True, tag_field="kind", tag="context"):
    """A bounded context."""

    format: int
    system: str
    title: str
    owner: str = ""
    roles: Mapping[str, Role] = {}
    flags: Mapping[str, Flag] = {}
    types: Mapping[str, TypeDef] = {}
    events: Mapping[str, Event] = {}
    commands: Mapping[str, Command] = {}
    rejections: Mapping[str, Rejection] = {}
    deciders: Mapping[str, Decider] = {}
    policies: Mapping[str, Policy] = {}
    effects: Mapping[str, Effect] = {}
    views: Mapping[str, View] = {}
    queries: Mapping[str, Query] = {}
    scenarios: tuple[Scenario, ...] = ()
    stories: tuple[Story, ...] = ()
    deprecated: Mapping[str, Deprecated] = {}


class Contexts(Mapping[str, Context]):
    """The contexts of a system by name; each is read when it is first asked for."""

    def __init__(self, names: Iterable[str], read: Callable[[str], Context]) -> None:
        self._known: dict[str, Context | None] = dict.fromkeys(names)
        self._read = read

    def __getitem__(self, name: str) -> Context:
        context = self._known[name]
        if context is None:
            context = self._known[name] = self._read(name)
        return context

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: object) -> bool:
        return name in self._known


class System(Entry, frozen=True, kw_only=True, tag_field="kind", tag="system"):
    """The contexts of a system, and what they share."""

    format: int
    title: str
    roles: Mapping[str, Role] = {}
    flags: Mapping[str, Flag] = {}
    types: Mapping[str, TypeDef] = {}
    stories: tuple[Story, ...] = ()
    deprecated: Mapping[str, Deprecated] = {}
    contexts: Contexts

    def type(self, ref: str) -> TypeDef:
        """The type that ``ref`` names: ``context.Name``, or ``Name`` for one of the system's own."""
        context, _, name = ref.rpartition(".")
        return self.contexts[context].types[name] if context else self.types[name]

    def event(self, ref: str) -> Event:
        """The event that ``ref`` names."""
        context, _, name = ref.rpartition(".")
        return self.contexts[context].events[name]

    def command(self, ref: str) -> Command:
        """The command that ``ref`` names."""
        context, _, name = ref.rpartition(".")
        return self.contexts[context].commands[name]

    def view(self, ref: str) -> View:
        """The view that ``ref`` names."""
        context, _, name = ref.rpartition(".")
        return self.contexts[context].views[name]
