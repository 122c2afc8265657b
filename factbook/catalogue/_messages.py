"""Messages and what reacts to them, as ``catalogue.json`` tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from ._parts import Entry, Json, Part
from ._types import Field, TypeDef


class Tag(Part, frozen=True):
    """``prefix:<value at path>``; a list on the way means each item."""

    prefix: str
    path: str


class ChangeStep(Part, frozen=True):
    """One step from a version of an event to the next.

    ``value`` is what is added, the new name, the type of what was removed, what converts, or the version of a type.
    """

    kind: Literal["add", "rename", "remove", "convert", "types"]
    field: str
    value: Json = None


class Change(Part, frozen=True):
    """How version ``to`` of an event is built from the one before."""

    to: int
    place: str
    steps: tuple[ChangeStep, ...] = ()


class Older(Part, frozen=True, kw_only=True):
    """How an event was in an older version; ``types`` are those that were not as they are now, by name."""

    version: int
    tags: tuple[Tag, ...] = ()
    fields: Mapping[str, Field] = {}
    types: Mapping[str, TypeDef] = {}


class Event(Entry, frozen=True, kw_only=True):
    """A fact that happened; ``public`` ones may be read by other contexts, ``older`` are its versions before this."""

    fields: Mapping[str, Field] = {}
    tags: tuple[Tag, ...] = ()
    public: bool = False
    version: int = 1
    changes: tuple[Change, ...] = ()
    older: tuple[Older, ...] = ()


class Read(Part, frozen=True, kw_only=True):
    """One part of a boundary: events of a type (of any, when ``event`` is ``None``) that carry all ``tags``, whose
    values stand at their paths in the command, or in the event that a policy reacts to.

    ``tolerated``: a new such event does not void the decision.
    """

    event: str | None
    place: str
    tags: tuple[Tag, ...] = ()
    tolerated: bool = False


class Rejection(Entry, frozen=True, kw_only=True):
    """A way in which commands are refused."""

    fields: Mapping[str, Field] = {}


class Command(Entry, frozen=True, kw_only=True):
    """What somebody asks for: its boundary (``reads``), and every outcome it may have (``records``, ``rejects``)."""

    decider: str
    by: tuple[str, ...] = ()
    fields: Mapping[str, Field] = {}
    reads: tuple[Read, ...] = ()
    records: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    once: bool = False


class Decider(Entry, frozen=True, kw_only=True):
    """Commands that decide on the same state; ``evolves`` are the events that make it up.

    ``declared`` is false for a command that stands alone: its decider bears its name.
    """

    commands: tuple[str, ...]
    key: str | None = None
    evolves: tuple[str, ...] = ()
    declared: bool = True


class Issue(Part, frozen=True):
    """What a policy sets off."""

    ref: str
    kind: Literal["command", "effect"]


class Policy(Entry, frozen=True, kw_only=True):
    """When one of these events happens, or some time ``after``, issue these; unless its ``flag`` is off."""

    when: tuple[str, ...]
    issues: tuple[Issue, ...] = ()
    after: timedelta | None = None
    flag: str | None = None
    reads: tuple[Read, ...] = ()


class Effect(Entry, frozen=True, kw_only=True):
    """Something done outside, once; its outcome is one of ``records``."""

    fields: Mapping[str, Field] = {}
    records: tuple[str, ...] = ()


class Source(Part, frozen=True, kw_only=True):
    """An event that a view is built from, and the paths to the row's key in it; ``None`` when a function finds it."""

    event: str
    place: str
    key: tuple[str, ...] | None = None


class Visibility(Part, frozen=True):
    """Who sees which rows: all, or those whose field ``own`` holds the role's own identity."""

    role: str
    own: str | None = None


class View(Entry, frozen=True, kw_only=True):
    """A table that is kept up to date from events."""

    key: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    fields: Mapping[str, Field] = {}
    index: tuple[tuple[str, ...], ...] = ()
    visible_to: tuple[Visibility, ...] = ()


class Order(Part, frozen=True):
    """One column of a sort order."""

    field: str
    descending: bool = False


class Query(Entry, frozen=True, kw_only=True):
    """A question that a view answers: rows whose ``where`` fields equal the arguments."""

    view: str
    where: tuple[str, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
