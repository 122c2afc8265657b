"""What is asked of a store, and how the question follows from a command.

A :class:`Query` names events by type and tag, as the specification of Dynamic Consistency Boundaries does. A
:class:`Boundary` is the form in which the catalogue says which events a decision may look at; filled with a command it
answers the query to read by, and the query to append under.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from operator import attrgetter
from typing import Any, Final, TypeAlias
from uuid import UUID

from attrs import field, frozen
from msgspec import to_builtins

from .paths import reader

__all__ = ["ALL", "NOTHING", "Boundary", "Query", "QueryItem", "Read", "tag", "tagger"]

Tags: TypeAlias = tuple[str, ...]


@frozen(cache_hash=True)  # states are looked up by queries
class QueryItem:
    """Events of one of ``types`` (of any, if there are none) that carry all ``tags``.

    Raises ``ValueError`` if there is neither a type nor a tag.
    """

    types: tuple[str, ...] = ()
    tags: Tags = ()

    def __attrs_post_init__(self) -> None:
        if not self.types and not self.tags:
            raise ValueError("a query item needs a type or a tag; ask for ALL if all is meant")

    def matches(self, type: str, tags: Container[str]) -> bool:  # noqa: A002  # the word of the specification
        """Whether an event of this type with these tags is meant."""
        return (not self.types or type in self.types) and all(one in tags for one in self.tags)


@frozen(cache_hash=True)
class Query:
    """Events that at least one of ``items`` means; :data:`ALL` means every event, :data:`NOTHING` none."""

    items: tuple[QueryItem, ...] = ()
    everything: bool = False

    def matches(self, type: str, tags: Container[str]) -> bool:  # noqa: A002  # the word of the specification
        """Whether an event of this type with these tags is meant."""
        return self.everything or any(item.matches(type, tags) for item in self.items)


ALL: Final = Query(everything=True)
NOTHING: Final = Query()


# Tags ----------------------------------------------------------------------------------------------------------------


def tag(prefix: str, value: object) -> str:
    """A tag's text, ``prefix:value``, with the value in the form in which it travels."""
    if value.__class__ is UUID:
        return f"{prefix}:{to_builtins(value)}"  # the same text as str(value), three times as fast
    if value is True or value is False:
        return f"{prefix}:{'true' if value else 'false'}"
    return f"{prefix}:{value}"


def tagger(tags: Iterable[tuple[str, str]]) -> Callable[[Any], Tags]:
    """A function from a message to its tags, each given as prefix and path (``("sku", "lines.sku")``).

    A list on the way, or at its end, stands for each of its items; what is ``None`` gives no tag; no tag comes twice.
    """
    parts = [(prefix, attrgetter(path), "." in path, reader((path,))) for prefix, path in tags]

    def tags_of(message: Any) -> Tags:
        found: dict[str, None] = {}
        for prefix, get, nested, read in parts:
            if not nested and (value := get(message)).__class__ in _SINGLE:  # the usual case, made fast
                found[tag(prefix, value)] = None
            else:
                found.update((tag(prefix, value), None) for (value,) in read(message))
        return tuple(found)

    return tags_of


_SINGLE: Final = frozenset({UUID, str, int})
"""Classes of what is one value of a tag, neither a list nor nothing."""


# Boundaries ----------------------------------------------------------------------------------------------------------


@frozen
class Read:
    """One part of a boundary: events of one of ``types`` that carry all ``tags``, whose values a command holds.

    A tag is a prefix and a path in the command; a path through a list means each of its items. Without types events of
    any type are meant, without both every event. ``tolerated``: these events are read, but a new one does not void the
    decision.
    """

    types: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    tolerated: bool = False


_Part: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], Callable[[Any], list[tuple[Any, ...]]]]
"""Types, the prefixes of tags, and how their values are read."""


@frozen(init=False)
class Boundary:
    """All that a decision may look at: ``Boundary(Read(…), …)``.

    A decision reads exactly what :meth:`query` names, and is recorded under the condition that nothing has joined what
    :meth:`condition` names. So no two decisions are both recorded if either changes what the other has seen.
    """

    reads: tuple[Read, ...]
    _query: tuple[_Part, ...] = field(eq=False, repr=False)
    _condition: tuple[_Part, ...] | None = field(eq=False, repr=False)

    def __init__(self, *reads: Read) -> None:
        strict = tuple(read for read in reads if not read.tolerated)
        object.__setattr__(self, "reads", reads)
        object.__setattr__(self, "_query", _parts(reads))
        object.__setattr__(self, "_condition", None if strict == reads else _parts(strict))

    def query(self, message: Any) -> Query:
        """What to read before deciding on this command."""
        return _fill(self._query, message)

    def condition(self, message: Any) -> Query:
        """What must not have grown when the decision is recorded: the query without what is tolerated."""
        return _fill(self._query if self._condition is None else self._condition, message)

    @property
    def tolerates(self) -> bool:
        """Whether the query and the condition differ."""
        return self._condition is not None


def _parts(reads: Iterable[Read]) -> tuple[_Part, ...]:
    """Reads by the same tags are one part with several types: fewer items for the store."""
    merged: dict[tuple[tuple[str, str], ...], dict[str, None] | None] = {}
    for read in reads:
        types = merged.setdefault(read.tags, {})
        if not read.types or types is None:
            merged[read.tags] = None  # any type: whatever else is read by these tags is among them
        else:
            types.update(dict.fromkeys(read.types))
    return tuple(
        (tuple(types or ()), tuple(prefix for prefix, _ in tags), reader([path for _, path in tags]))
        for tags, types in merged.items()
    )


def _fill(parts: tuple[_Part, ...], message: Any) -> Query:
    items: list[QueryItem] = []
    for types, prefixes, read in parts:
        if prefixes:
            items += [QueryItem(types, tuple(map(tag, prefixes, values))) for values in read(message)]
        elif types:
            items.append(QueryItem(types))
        else:
            return ALL
    return Query(tuple(items))
