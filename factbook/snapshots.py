"""Folded states kept beside the events, so that a long boundary is not folded again by every process.

A snapshot is a cache: it is found by what the state is folded with (the source of ``evolve`` and of all it uses, the
shapes and versions of the events, the boundary), so that a changed rule never loads an old one. Deleting them all costs
nothing but time.

A state is written by cattrs, by the type that ``evolve`` says it is. Where that is not said, or a state does not come
back as it was, no snapshot is kept, and :attr:`Snapshots.unkept` says of which decider.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, reduce
from hashlib import blake2b
from threading import Lock
from typing import Any, Final, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
import msgspec
from cattrs import Converter
from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from .beside import Beside, open_beside
from .effects import Held, LoadState, SaveState
from .fingerprints import fingerprint
from .queries import ALL, Query
from .states import States
from .stores import Store
from .system import System

__all__ = ["Snapshots", "open_snapshots"]

WORTH: Final = 500
"""After how many newly folded events a state is written again."""

COUNTED: Final = 100_000
"""Of how many boundaries, those that were folded last, it is known how much that was."""

_LOG: Final = logging.getLogger("factbook")

_TABLES: Final = (
    """create table if not exists {0}kept (
        decider text not null,
        boundary text not null,
        fingerprint text not null,
        position bigint not null,
        event text not null,
        state text not null,
        primary key (decider, boundary)
    )""",
)


class Snapshots:
    """A :class:`~factbook.states.States` that also keeps states beside the events; what it lacks is looked up there.

    With each state is kept which event of the ``store`` was its newest: one that was left over from other events, as
    when a store was put back from a backup, is not found.
    """

    def __init__(self, system: System, beside: Beside, states: States, store: Store, worth: int = WORTH) -> None:
        self._system, self._beside, self._states, self._store, self._worth = system, beside, states, store, worth
        self._deciders = {decider.contract.name: decider for decider in system.deciders.values() if decider.contract}
        self._fingerprints: dict[str, str] = {}
        self._folded: dict[tuple[str, Query], int] = {}
        self._lock = Lock()
        self.unkept: dict[str, str] = {}

    def load(self, asked: LoadState) -> Held | None:
        """What is kept in memory, or else beside the events, folded as it would be folded now."""
        held = self._states.load(asked)
        if held is not None or asked.decider not in self._deciders or asked.decider in self.unkept:
            return held
        try:
            held = self._found(asked)
        except Exception as error:  # whatever is wrong with a cache, the events are there
            _LOG.warning("a kept state of %s is not used: %s", asked.decider, error)
            return None
        if held is not None:
            self._states.save(SaveState(asked.decider, asked.query, held, 0))
        return held

    def _found(self, asked: LoadState) -> Held | None:
        with self._beside.transaction():
            found = self._beside.run(
                "select position, event, state from {0}kept where decider = ? and boundary = ? and fingerprint = ?",
                (asked.decider, _key(asked.query), self._fingerprint(asked.decider)),
            )
        if not found:
            return None
        ((position, event, text),) = found
        return Held(self._form(asked.decider).read(text), position) if self._is_there(UUID(event), position) else None

    def save(self, asked: SaveState) -> None:
        """Keep a state in memory, and beside the events, once enough was folded since it was written.

        Nothing is raised: what it was folded for is recorded by now.
        """
        self._states.save(asked)
        if asked.decider not in self._deciders or asked.decider in self.unkept:
            return
        key = asked.decider, asked.query
        with self._lock:
            folded = self._folded.pop(key, 0) + asked.events
            if folded < self._worth:
                self._folded[key] = folded
                if len(self._folded) > COUNTED:
                    del self._folded[next(iter(self._folded))]
                return
        try:
            self._write(asked)
        except Exception as error:
            _LOG.warning("a state of %s is not kept: %s", asked.decider, error)

    def _write(self, asked: SaveState) -> None:
        try:
            text = self._form(asked.decider).written(asked.held.state)
        except Exception as error:  # whatever a user's state is made of, it is only a cache that is not kept
            self.unkept[asked.decider] = f"{type(error).__name__}: {error}"
            return
        newest = self._store.read(ALL, 0, asked.held.position, 1, backwards=True).events
        if not newest:
            return
        with self._beside.transaction():
            self._beside.run(
                "insert into {0}kept (decider, boundary, fingerprint, position, event, state) values (?, ?, ?, ?, ?, ?)"
                " on conflict (decider, boundary) do update set fingerprint = excluded.fingerprint,"
                " position = excluded.position, event = excluded.event, state = excluded.state",
                (
                    asked.decider,
                    _key(asked.query),
                    self._fingerprint(asked.decider),
                    asked.held.position,
                    str(newest[0].id),
                    text,
                ),
            )

    def _is_there(self, event: UUID, position: int) -> bool:
        """Whether the store holds an event, and all that was up to a position."""
        found = self._store.find([event])
        return bool(found) and found[0].position <= position <= self._store.wait(-1, 0)

    def clear(self) -> None:
        """Forget everything, in memory and beside the events."""
        self._states.clear()
        with self._beside.transaction():
            self._beside.run("delete from {0}kept")

    def close(self) -> None:
        """Let go of the database."""
        self._beside.close()

    def _fingerprint(self, decider: str) -> str:
        if decider not in self._fingerprints:
            self._fingerprints[decider] = fingerprint(self._system, self._deciders[decider])
        return self._fingerprints[decider]

    def _form(self, decider: str) -> _Form:
        return _form(self._deciders[decider].evolve)


def open_snapshots(system: System, store_url: str, states: States, store: Store, worth: int = WORTH) -> Snapshots:
    """The snapshots beside the store of a URL: ``shop.states.db``, or the schema ``states``."""
    return Snapshots(system, open_beside(store_url, "states", _TABLES), states, store, worth)


def _key(query: Query) -> str:
    """A query as a short text: the same for equal queries, in every process."""
    return blake2b(repr(query).encode(), digest_size=16).hexdigest()


# States as texts -----------------------------------------------------------------------------------------------------


class _Form:
    """How the states of one ``evolve`` are written and read."""

    def __init__(self, kind: Any, converter: Converter) -> None:
        self._kind, self._converter = kind, converter

    def written(self, state: Any) -> str:
        """The text of a state; raises ``ValueError`` if it would not come back as it is."""
        text = json.dumps(self._converter.unstructure(state, self._kind))
        if self.read(text) != state:
            raise ValueError("the state does not come back as it was written")
        return text

    def read(self, text: str) -> Any:
        """The state of a text."""
        return self._converter.structure(json.loads(text), self._kind)


@cache
def _form(evolve: Callable[..., Any]) -> _Form:
    hints = get_type_hints(evolve, include_extras=True)
    names = [name for name in hints if name != "return"]
    if not names:
        raise ValueError("evolve does not say of which type the state is")
    kind = hints[names[0]]
    converter = make_converter()
    for plain in (UUID, Decimal):
        _as_text(converter, plain, str, plain)
    _as_text(converter, timedelta, _duration, _from_duration)
    _as_text(converter, datetime, datetime.isoformat, datetime.fromisoformat)
    _as_text(converter, date, date.isoformat, date.fromisoformat)
    for whole, classes in _unions(kind, set()):
        union: Any = reduce(_either, classes)
        configure_tagged_union(union, converter)
        if type(None) in get_args(whole):
            _optional(converter, whole, union)
    return _Form(kind, converter)


def _as_text(converter: Converter, kind: type[Any], write: Callable[[Any], str], read: Callable[[str], Any]) -> None:
    converter.register_unstructure_hook_func(lambda one: one is kind, write)
    converter.register_structure_hook_func(lambda one: one is kind, lambda text, _: read(text))


def _duration(value: timedelta) -> str:
    return str(msgspec.to_builtins(value))


def _from_duration(text: str) -> timedelta:
    return msgspec.convert(text, timedelta)


def _either(one: Any, other: Any) -> Any:
    return one | other


def _optional(converter: Converter, whole: Any, union: Any) -> None:
    """A union that may also be ``None``, which cattrs does not take as it is."""
    converter.register_unstructure_hook_func(
        lambda one: one == whole, lambda value: None if value is None else converter.unstructure(value, union)
    )
    converter.register_structure_hook_func(
        lambda one: one == whole, lambda raw, _: None if raw is None else converter.structure(raw, union)
    )


def _unions(kind: Any, seen: set[Any]) -> list[tuple[Any, tuple[type[Any], ...]]]:
    """The unions of attrs classes anywhere in a type, those inside first, each with its classes."""
    if kind in seen:
        return []
    seen.add(kind)
    found: list[tuple[Any, tuple[type[Any], ...]]] = []
    if isinstance(kind, type) and attrs.has(kind):
        for hint in get_type_hints(kind, include_extras=True).values():
            found += _unions(hint, seen)
        return found
    arguments = get_args(kind)
    for argument in arguments:
        found += _unions(argument, seen) if not isinstance(argument, list) else []
    members = tuple(one for one in arguments if one is not type(None))
    if _is_union(kind) and len(members) > 1 and all(isinstance(one, type) and attrs.has(one) for one in members):
        found.append((kind, members))
    return found


def _is_union(kind: Any) -> bool:
    from types import UnionType

    return get_origin(kind) in (Union, UnionType)
