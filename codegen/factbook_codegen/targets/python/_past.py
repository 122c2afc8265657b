"""What targets need to write about older versions of events: the system as it was, and where its classes stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from attrs import evolve

from ...model import Context, Event, Older, Ref, System
from ._names import snake
from ._scope import Scope

__all__ = ["FOLDER", "PastScope", "as_it_was", "back_then", "local_names", "module_of", "versions"]

FOLDER: Final = "older"
"""The package of a context's older events."""


def versions(context: Context) -> Iterator[tuple[Event, Older]]:
    """Every older version of every event of a context."""
    for event in context.events.values():
        for older in event.older:
            yield event, older


def module_of(event: Event, older: Older) -> str:
    """The module of an older version: ``order_placed_v1``."""
    return f"{snake(event.name)}_v{older.version}"


def back_then(system: System, older: Older) -> System:
    """The system with its types as they were in an older version of an event."""
    contexts = dict(system.contexts)
    shared = dict(system.types)
    for ref, definition in older.types.items():
        if ref.context:
            context = contexts[ref.context]
            contexts[ref.context] = evolve(context, types={**context.types, ref.name: definition})
        else:
            shared[ref.name] = definition
    return evolve(system, contexts=contexts, types=shared)


class PastScope(Scope):
    """The names of a module about an older version of an event, in the package :data:`FOLDER` of its context.

    ``own`` are the entries of the time that the module defines, with their names there; ``beside`` are those that the
    module ``home`` next to it defines.
    """

    def __init__(
        self,
        context: str,
        own: Mapping[Ref, str],
        fields: Collection[str] = (),
        beside: Mapping[Ref, str] | None = None,
        home: str = "",
    ) -> None:
        super().__init__(context, "", own.values(), fields)
        self._then = own
        self._beside = beside or {}
        self._home = f".{home}"

    def entry(self, ref: Ref, module: str) -> str:
        """A class, or a function that draws one."""
        if (known := self._then.get(ref)) is not None:
            return known
        if (known := self._beside.get(ref)) is not None:
            return self.library(self._home, known)
        return super().entry(ref, module)

    def _place(self, context: str, module: str) -> str:
        return f".{super()._place(context, module)}"


def local_names(event: Event, older: Older, context: Context) -> dict[Ref, str]:
    """What the event and the types of the time are called in a module of their own: as they are called today.

    Where two have the same name, that of another context has the context in front.
    """
    names = {Ref(context.name, event.name): event.name}
    for ref in older.types:
        name = ref.name
        while name in names.values():
            name = f"{''.join(part.capitalize() for part in ref.context.split('_')) or 'Shared'}{name}"
        names[ref] = name
    return names


def as_it_was(event: Event, older: Older) -> Event:
    """An event in an older version."""
    summary = f"Version {older.version}: {event.summary}" if event.summary else f"Version {older.version}."
    return evolve(
        event, summary=summary, fields=older.fields, tags=older.tags, version=older.version, changes=(), older=()
    )
