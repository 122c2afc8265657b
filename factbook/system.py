"""A system as a value: everything that was wired, by the names of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from .contracts import CommandContract
from .decider import Decider
from .policy import Policy
from .upcasting import Functions
from .view import View

if TYPE_CHECKING:
    from .catalogue import System as Catalogue
    from .codec import Codec

__all__ = ["System"]

AnyDecider: TypeAlias = Decider[Any, Any, Any, Any]
AnyPolicy: TypeAlias = Policy[Any, Any, Any]
AnyView: TypeAlias = View[Any, Any]


@frozen
class System:
    """Deciders, policies and views of a system, each by its full name (``ordering.Order``).

    ``upcasters`` are the functions that changes of events name (:mod:`factbook.upcasting`), by their names.
    ``package`` is the name of the generated package (``generated.shop``), whose codecs are imported when they are asked
    for. Made by the generated constructor of the system.
    """

    name: str
    package: str
    deciders: Mapping[str, AnyDecider] = field(repr=False)
    policies: Mapping[str, AnyPolicy] = field(repr=False)
    views: Mapping[str, AnyView] = field(repr=False)
    upcasters: Functions = field(factory=dict[str, Callable[[Any], Any]], repr=False)
    _codecs: dict[str, Codec] = field(init=False, factory=dict[str, "Codec"], eq=False, repr=False)
    _commands: Mapping[type[object], tuple[AnyDecider, CommandContract]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        commands = {
            command.command: (decider, command)
            for decider in self.deciders.values()
            if decider.contract is not None
            for command in decider.contract.commands.values()
        }
        object.__setattr__(self, "_commands", commands)

    def decider(self, command: type[object]) -> AnyDecider:
        """The decider that decides on a class of commands; ``KeyError`` if there is none."""
        return self._commands[command][0]

    def contract(self, command: type[object]) -> CommandContract:
        """What the catalogue says about a class of commands, its boundary among it; ``KeyError`` if nothing."""
        return self._commands[command][1]

    def codec(self, context: str) -> Codec:
        """The codec of a context, with the functions that old events are changed with."""
        if (known := self._codecs.get(context)) is None:
            generated: Codec = import_module(f"{self.package}.{context}.codec").CODEC
            known = self._codecs[context] = generated.bound(self.upcasters) if self.upcasters else generated
        return known

    @property
    def catalogue(self) -> Catalogue:
        """What is declared, out of the generated ``catalogue.json``; raises ``CatalogueUnreadable``."""
        return _catalogue(self.package)

    def effects(self) -> Mapping[type[Any], tuple[type[Any], ...]]:
        """The classes of effects, each with the classes of events that may come of it."""
        return {
            self._class(f"{name}.{effect}"): tuple(map(self._class, declared.records))
            for name, context in self.catalogue.contexts.items()
            for effect, declared in context.effects.items()
        }

    def flags(self) -> Mapping[str, bool]:
        """The flags, and how they stand at first."""
        catalogue = self.catalogue
        parts = (catalogue.flags, *(context.flags for context in catalogue.contexts.values()))
        return {name: flag.default for flags in parts for name, flag in flags.items()}

    def _class(self, ref: str) -> type[Any]:
        context, _, name = ref.rpartition(".")
        found: type[Any] = getattr(import_module(f"{self.package}.{context}"), name)
        return found


@cache
def _catalogue(package: str) -> Catalogue:
    from .catalogue import load  # a system that only decides needs no catalogue

    return load(Path(import_module(package).__file__ or "").parent)
