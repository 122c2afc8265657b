"""The names of one generated module: what it defines, what it imports, and under which name."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from ...model import Ref
from ._names import in_import_order, in_module_order
from ._text import LINE, Code

__all__ = ["Outside", "Scope", "statements"]

_STANDARD: Final = frozenset(["collections.abc", "datetime", "decimal", "enum", "typing", "uuid"])


class Scope:
    """The names of a module. ``context`` is the context it belongs to, ``""`` for the system's own modules.

    ``own`` are the names that it defines, ``fields`` those of the fields in its classes: an annotation in a class body
    that reads ``date`` means the field of that name, if there is one. ``entries`` are all entries of the context: its
    own keep their names, and those of other contexts that have the same get theirs with the context in front.
    """

    def __init__(
        self,
        context: str,
        module: str,
        own: Collection[str],
        fields: Collection[str] = (),
        entries: Collection[str] = (),
    ) -> None:
        self.context = context
        self.module = module
        self._own = {*own, *fields}
        self._reserved = frozenset(entries)
        self._names: dict[tuple[str, str], str] = {}
        self._entries: dict[tuple[Ref, str], str] = {}
        self._taken: set[str] = set()
        self._builtins = False

    def builtin(self, name: str) -> str:
        """``str``, ``int``, … even where a field has that name."""
        if name not in self._own:
            return name
        self._builtins = True
        return f"builtins.{name}"

    def library(self, module: str, name: str) -> str:
        """A name of the standard library or of factbook."""
        return self._names.get((module, name)) or self._import(module, name, f"{name}_")

    def decorator(self, module: str, name: str) -> None:
        """Import a name of the library that is only used outside of class bodies, and has no fields in its way."""
        self._taken.add(name)
        self._names[module, name] = name

    def entry(self, ref: Ref, module: str) -> str:
        """A class of the catalogue, or what was made of it, that stands in a module such as ``types``."""
        known = self._entries.get((ref, module))
        if known is None:
            if ref.context == self.context and module == self.module:
                known = ref.name
            else:
                place = self._place(ref.context, module)
                other = f"{_pascal(ref.context)}{ref.name}"
                foreign = ref.context != self.context and ref.name in self._reserved
                known = self._import(place, ref.name, other, foreign)
            self._entries[ref, module] = known
        return known

    def derived(self, context: str, name: str) -> str:
        """A name that follows from an entry of this module's context."""
        assert context == self.context
        return name

    @property
    def imported(self) -> frozenset[str]:
        """The names that were imported so far, as they are called here."""
        return frozenset(self._names.values())

    def _place(self, context: str, module: str) -> str:
        if context == self.context:
            return f".{module}"
        if not self.context:
            return f".{context}.{module}"
        return f"..{context}.{module}" if context else f"..{module}"

    def _import(self, module: str, name: str, other: str, foreign: bool = False) -> str:
        alias, other = (other, f"{other}_") if foreign else (name, other)
        while alias in self._own or alias in self._taken:
            alias, other = other, f"{other}_"
        self._taken.add(alias)
        self._names[module, name] = alias
        return alias

    # The imports themselves ------------------------------------------------------------------------------------------

    def imports(self) -> Code:
        """All imports, in sections, as the linter sorts them."""
        modules: dict[str, dict[str, str]] = {}
        for (module, name), alias in self._names.items():
            modules.setdefault(module, {})[name] = alias
        standard = [f"import {builtins.__name__}\n"] if self._builtins else []
        sections: tuple[list[str], list[str], list[str]] = (standard, [], [])
        for module in in_module_order(modules):
            section = sections[0 if module in _STANDARD else 2 if module[0] == "." else 1]
            section += [f"{line}\n" for line in statements(module, modules[module])]
        return Code("\n".join("".join(section) for section in sections if section).removesuffix("\n"))


class Outside(Scope):
    """The names of a module that looks at contexts from outside, and calls them by their names: ``ordering.Order``.

    ``contexts`` are those that were called.
    """

    def __init__(self, module: str, own: Collection[str]) -> None:
        super().__init__("", module, own)
        self.contexts: dict[str, str] = {}

    def entry(self, ref: Ref, module: str) -> str:
        """A class of the catalogue."""
        return self.derived(ref.context, ref.name)

    def derived(self, context: str, name: str) -> str:
        """A name that follows from an entry."""
        self.contexts[context] = context
        return f"{context}.{name}"


def statements(module: str, aliases: Mapping[str, str], indent: int = 0) -> Iterator[Code]:
    """The imports out of one module, by name and alias; each renamed one has a statement of its own.

    The first line of each is not indented.
    """
    plain = in_import_order(name for name, alias in aliases.items() if name == alias)
    renamed = in_import_order(name for name, alias in aliases.items() if name != alias)
    before = [name for name in renamed if not plain or in_import_order([name, plain[0]])[0] == name]
    for name in before:
        yield _import(module, [f"{name} as {aliases[name]}"], indent)
    if plain:
        yield _import(module, plain, indent)
    for name in renamed:
        if name not in before:
            yield _import(module, [f"{name} as {aliases[name]}"], indent)


def _import(module: str, names: list[str], indent: int) -> Code:
    """One statement; what comes from other generated modules stands one name a line."""
    line = f"from {module} import {', '.join(names)}"
    if indent + len(line) <= LINE and (len(names) == 1 or not module.startswith(".")):
        return Code(line)
    pad = " " * indent
    return Code("\n".join([f"from {module} import (", *(f"{pad}    {name}," for name in names), f"{pad})"]))


def _pascal(context: str) -> str:
    return "".join(part.capitalize() for part in context.split("_"))
