"""The typed, frozen model of a catalogue: what the reader builds and every target reads.

Everything here is resolved: names have become references, type expressions have become values, examples and
scenarios hold payloads in the form in which they travel (plain JSON values: a decimal, a date and a uuid are text).
Mappings keep the order of the file. Classes are frozen but not slotted, because the cache pickles tens of thousands
of them and only a class with a ``__dict__`` is pickled without calling back into Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

from attrs import field, frozen

from .place import Place as Place  # the part of the model that everything else can do without

Json: TypeAlias = Any
"""A plain JSON value: ``dict``, ``list``, ``str``, ``int``, ``float``, ``bool`` or ``None``."""

Bound: TypeAlias = int | float | Decimal | date | datetime | timedelta
"""What ``min`` and ``max`` hold: a value of the bounded type, or a length (``int``) for text, bytes, lists and maps."""

Path: TypeAlias = tuple[str, ...]
"""A way to a value inside a message: ``lines.sku`` is ``("lines", "sku")``; a list on the way means each item."""

PRIMITIVES: Final = (
    "text",
    "int",
    "decimal",
    "float",
    "bool",
    "uuid",
    "date",
    "datetime",
    "duration",
    "bytes",
    "json",
)


class Ref(NamedTuple):
    """The resolved name of an event, command, effect, view or type; ``context`` is ``""`` for types of the system."""

    context: str
    name: str

    def __str__(self) -> str:
        return f"{self.context}.{self.name}" if self.context else self.name


# Type expressions ----------------------------------------------------------------------------------------------------


class Primitive(NamedTuple):
    """A type the language brings along: one of :data:`PRIMITIVES`."""

    name: str


class Named(NamedTuple):
    """A type somebody declared under ``types``, here or in another context of the system."""

    ref: Ref


class ListOf(NamedTuple):
    """``list[T]``."""

    item: TypeExpr


class MapOf(NamedTuple):
    """``map[K, V]``; keys travel as JSON object keys, so ``K`` is text-like (text, uuid, date, int or an enum)."""

    key: TypeExpr
    value: TypeExpr


TypeExpr: TypeAlias = Primitive | Named | ListOf | MapOf


class Constraints(NamedTuple):
    """What narrows a type; ``None`` where nothing does.

    ``pattern`` is a portable regular expression that matches the whole text (``\\d`` and friends are already spelled
    out as ASCII classes, so Python, ECMAScript and the strategies agree on it).
    """

    min: Bound | None = None
    max: Bound | None = None
    pattern: str | None = None
    format: str | None = None
    digits: int | None = None
    places: int | None = None

    def __bool__(self) -> bool:
        return any(part is not None for part in self)

    def narrowed(self, other: Constraints) -> Constraints:
        """These constraints where ``other`` says nothing, and ``other``'s words where it does.

        Fewer places alone make no room before the point: the digits are as many fewer.
        """
        both = self._replace(**{name: part for name, part in other._asdict().items() if part is not None})
        if other.digits is None and other.places is not None and self.digits is not None and self.places is not None:
            return both._replace(digits=self.digits - self.places + other.places)
        return both


NO_CONSTRAINTS: Final = Constraints()


class Default(Enum):
    """How the edge fills a field that the caller left out, besides constants."""

    NEW = "new"
    NOW = "now"


class Absent(Enum):
    """The answer to "which value?" where there is none (``None`` is a value: JSON's null)."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT


@frozen(slots=False)
class Field:
    """One field of a message, record, row or rejection.

    ``constraints`` are only those the field adds to its type. ``default`` is :class:`Default` or a plain JSON value;
    ``example`` is a plain JSON value; both are :data:`ABSENT` where the catalogue gives none.
    """

    name: str
    type: TypeExpr
    place: Place
    optional: bool = False
    constraints: Constraints = NO_CONSTRAINTS
    default: Default | Json | Absent = ABSENT
    example: Json | Absent = ABSENT
    summary: str = ""
    personal: str | None = None


Fields: TypeAlias = Mapping[str, Field]


class Tag(NamedTuple):
    """A tag that every event of a type carries: ``prefix:<value at path>``."""

    prefix: str
    path: Path


# Versions ------------------------------------------------------------------------------------------------------------


class Function(NamedTuple):
    """A hand-written function that a change names: what it takes and gives, as it travels.

    Both are made of primitives, lists and maps only; a record is a map of texts to ``json``. ``takes_none`` and
    ``gives_none`` say whether there may be nothing.
    """

    name: str
    takes: TypeExpr
    gives: TypeExpr
    place: Place
    takes_none: bool = False
    gives_none: bool = False


class UpcastStep(NamedTuple):
    """One step from a version of a payload to the next, as it is carried out on JSON.

    ``kind`` is ``add``, ``rename``, ``remove`` or ``convert``. ``path`` leads to the value: keys of objects, and ``*``
    for each item of a list or value of a map. ``value`` is what is added, or the new name; with a ``function`` that
    computes what is added, or converts.
    """

    kind: str
    path: Path
    value: Json = None
    function: Function | None = None


class OlderType(NamedTuple):
    """How a named type was in an older version, and the steps from its values to those of the next version."""

    version: int
    definition: TypeDef
    steps: tuple[UpcastStep, ...]


class Older(NamedTuple):
    """How an event was in an older version, and the steps from its payload to that of the next version.

    ``types`` are those that were not as they are now, and those that hold one of them; the fields, and these types
    themselves, refer to them by their names of today.
    """

    version: int
    fields: Fields
    types: Mapping[Ref, TypeDef]
    tags: tuple[Tag, ...]
    steps: tuple[UpcastStep, ...]


# Named types ---------------------------------------------------------------------------------------------------------


@frozen(slots=False)
class SimpleType:
    """A named type made of another type and constraints: ``Sku: {type: text, pattern: ...}``.

    ``type`` may itself be named; ``effective`` are all constraints along that chain, ``base`` is its end.
    ``tag`` is the tag's prefix (``order`` in ``order:<id>``), inherited along the chain; ``personal`` names the field
    that holds the subject whose personal data this is.
    """

    name: str
    summary: str
    place: Place
    type: TypeExpr
    base: TypeExpr
    constraints: Constraints = NO_CONSTRAINTS
    effective: Constraints = NO_CONSTRAINTS
    tag: str | None = None
    personal: str | None = None
    example: Json | Absent = ABSENT
    older: tuple[OlderType, ...] = ()


@frozen(slots=False)
class EnumType:
    """A closed list of words; ``values`` travel as written, ``summaries`` explain those that need it."""

    name: str
    summary: str
    place: Place
    values: tuple[str, ...]
    summaries: Mapping[str, str] = field(factory=dict[str, str])
    tag: str | None = None
    personal: str | None = None
    example: Json | Absent = ABSENT
    older: tuple[OlderType, ...] = ()


@frozen(slots=False)
class RecordType:
    """A group of fields that travels as one JSON object."""

    name: str
    summary: str
    place: Place
    fields: Fields
    personal: str | None = None
    example: Json | Absent = ABSENT
    older: tuple[OlderType, ...] = ()


@frozen(slots=False)
class UnionType:
    """One of several records; travels as an object with one key, the record's name: ``{"Card": {...}}``."""

    name: str
    summary: str
    place: Place
    members: tuple[Ref, ...]
    personal: str | None = None
    example: Json | Absent = ABSENT
    older: tuple[OlderType, ...] = ()


TypeDef: TypeAlias = SimpleType | EnumType | RecordType | UnionType


# Messages ------------------------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """How version ``to`` of an event is built from the one before; ``steps`` in the order written.

    A step is ``("add", field, value)``, ``("rename", old, new)``, ``("remove", field, type)``,
    ``("convert", field, function)`` or ``("types", type, version)``; a value that a function computes, and a function
    that converts another type, are written as in the catalogue: ``{"by": name}``, ``{"from": type, "by": name}``.
    """

    to: int
    steps: tuple[tuple[str, str, Json], ...]
    place: Place


@frozen(slots=False)
class Event:
    """A fact that happened; ``older`` are its versions before this one, the first of them first."""

    name: str
    summary: str
    place: Place
    fields: Fields
    tags: tuple[Tag, ...] = ()
    public: bool = False
    version: int = 1
    changes: tuple[Change, ...] = ()
    older: tuple[Older, ...] = ()


class Read(NamedTuple):
    """One part of a boundary: events of one type (or of any: ``event`` is ``None``) that carry all ``tags``.

    A tag here is a prefix and the path, in the command (or in the event a policy reacts to), of its value; a path
    through a list means any of these values. ``tolerated``: read, but a new one does not void the decision.
    """

    event: Ref | None
    tags: tuple[Tag, ...]
    tolerated: bool
    place: Place


@frozen(slots=False)
class Rejection:
    """A way in which commands of a context are refused."""

    name: str
    summary: str
    place: Place
    fields: Fields = field(factory=dict[str, Field])


@frozen(slots=False)
class Command:
    """What somebody asks for; ``decider`` is the name of the decider that decides on it."""

    name: str
    summary: str
    place: Place
    by: tuple[str, ...]
    fields: Fields
    reads: tuple[Read, ...]
    records: tuple[Ref, ...]
    rejects: tuple[str, ...]
    decider: str
    once: bool = False


@frozen(slots=False)
class Decider:
    """Commands that decide on the same state; a command outside every group has a decider of its own name.

    ``reads`` is the union of what its commands read; ``evolves`` are the event types its ``evolve`` must take.
    ``key`` is the field that all commands of a declared group share, ``None`` for a command on its own.
    """

    name: str
    summary: str
    place: Place
    key: str | None
    commands: tuple[str, ...]
    evolves: tuple[Ref, ...]
    declared: bool = True


class Issue(NamedTuple):
    """What a policy sets off: a command, or an effect."""

    ref: Ref
    kind: str
    """``"command"`` or ``"effect"``."""


@frozen(slots=False)
class Policy:
    """When an event happens (or some time ``after``), issue commands or effects."""

    name: str
    summary: str
    place: Place
    when: tuple[Ref, ...]
    issues: tuple[Issue, ...]
    after: timedelta | None = None
    flag: str | None = None
    reads: tuple[Read, ...] = ()


@frozen(slots=False)
class Effect:
    """Something done outside, once, whose outcome is recorded as one of ``records``."""

    name: str
    summary: str
    place: Place
    fields: Fields
    records: tuple[Ref, ...]


class Source(NamedTuple):
    """An event that a view is built from; ``key`` are the paths in the event that give the row's key, in the order of
    the view's key; ``None`` when the hand-written function ``keys(event)`` computes it."""

    event: Ref
    key: tuple[Path, ...] | None
    place: Place


class Visibility(NamedTuple):
    """Who may see which rows: all, or those whose field ``own`` holds the role's own identity."""

    role: str
    own: str | None


@frozen(slots=False)
class View:
    """A table kept up to date from events."""

    name: str
    summary: str
    place: Place
    key: tuple[str, ...]
    sources: tuple[Source, ...]
    fields: Fields
    index: tuple[tuple[str, ...], ...] = ()
    visible_to: tuple[Visibility, ...] = ()


class Order(NamedTuple):
    """One column of a sort order."""

    field: str
    descending: bool


@frozen(slots=False)
class Query:
    """A question that a view answers: rows whose ``where`` fields equal the arguments, in ``order``."""

    name: str
    summary: str
    place: Place
    view: Ref
    where: tuple[str, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None


# Scenarios and stories -----------------------------------------------------------------------------------------------


@frozen(slots=False)
class Payload:
    """A message, rejection or row in an example: ``data`` is complete (left-out fields are filled) and in the form in
    which it travels; ``written`` are the top-level fields that the author wrote."""

    ref: Ref
    data: Mapping[str, Json]
    written: tuple[str, ...]
    place: Place


@frozen(slots=False)
class Refused:
    """The outcome of a scenario in which the command is refused."""

    rejection: Payload


@frozen(slots=False)
class Scenario:
    """Given these events, when this happens, then that.

    ``subject`` is the decider, policy or view under test and ``kind`` says which (``"decider"``, ``"policy"``,
    ``"view"``). For a decider, ``when`` is a command and ``then`` the events or :class:`Refused`; for a policy ``when``
    is an event and ``then`` the commands and effects it issues; for a view ``when`` is ``None`` and ``then`` its rows.
    """

    title: str
    kind: str
    subject: str
    given: tuple[Payload, ...]
    when: Payload | None
    then: tuple[Payload, ...] | Refused
    place: Place


@frozen(slots=False)
class Do:
    """A role issues a command; ``refused`` names the rejection that must be the answer."""

    role: str
    command: Payload
    refused: Ref | None
    place: Place


@frozen(slots=False)
class See:
    """What a view must show: the row with this key has at least these fields (only the written ones are compared).

    ``absent`` is true when no row may be there.
    """

    row: Payload
    absent: bool
    place: Place


@frozen(slots=False)
class Wait:
    """The clock moves on."""

    duration: timedelta
    place: Place


@frozen(slots=False)
class SetFlag:
    """A flag is switched."""

    flag: str
    on: bool
    place: Place


@frozen(slots=False)
class Recorded:
    """Since the step before, exactly these events were recorded, in this order."""

    events: tuple[Ref, ...]
    place: Place


Step: TypeAlias = Do | See | Wait | SetFlag | Recorded


@frozen(slots=False)
class Story:
    """A run through the whole system: who does what, and what is then to be seen."""

    title: str
    steps: tuple[Step, ...]
    place: Place


# The whole -----------------------------------------------------------------------------------------------------------


class Deprecated(NamedTuple):
    """Why something is not to be used any more, since when, and what to use instead (empty where there is nothing)."""

    since: str
    reason: str
    use: str = ""

    def __str__(self) -> str:
        instead = f"use {self.use}; " if self.use else ""
        return f"since {self.since}: {instead}{self.reason}"


@frozen(slots=False)
class Role:
    """Somebody who may issue commands and see views."""

    name: str
    summary: str
    place: Place


@frozen(slots=False)
class Flag:
    """A switch that policies look at."""

    name: str
    summary: str
    place: Place
    default: bool = True


def _empty() -> dict[str, Any]:
    return {}


@frozen(slots=False)
class Context:
    """A bounded context: one file."""

    name: str
    system: str
    title: str
    summary: str
    place: Place
    owner: str = ""
    roles: Mapping[str, Role] = field(factory=_empty)
    flags: Mapping[str, Flag] = field(factory=_empty)
    types: Mapping[str, TypeDef] = field(factory=_empty)
    events: Mapping[str, Event] = field(factory=_empty)
    commands: Mapping[str, Command] = field(factory=_empty)
    rejections: Mapping[str, Rejection] = field(factory=_empty)
    deciders: Mapping[str, Decider] = field(factory=_empty)
    policies: Mapping[str, Policy] = field(factory=_empty)
    effects: Mapping[str, Effect] = field(factory=_empty)
    views: Mapping[str, View] = field(factory=_empty)
    queries: Mapping[str, Query] = field(factory=_empty)
    scenarios: tuple[Scenario, ...] = ()
    stories: tuple[Story, ...] = ()
    deprecated: Mapping[str, Deprecated] = field(factory=_empty)


@frozen(slots=False)
class System:
    """A folder of contexts and what they share (``system.yaml``)."""

    name: str
    title: str
    summary: str
    place: Place
    roles: Mapping[str, Role] = field(factory=_empty)
    flags: Mapping[str, Flag] = field(factory=_empty)
    types: Mapping[str, TypeDef] = field(factory=_empty)
    stories: tuple[Story, ...] = ()
    deprecated: Mapping[str, Deprecated] = field(factory=_empty)
    contexts: Mapping[str, Context] = field(factory=_empty)

    def type(self, ref: Ref) -> TypeDef:
        """The type that ``ref`` names."""
        return (self.contexts[ref.context].types if ref.context else self.types)[ref.name]

    def event(self, ref: Ref) -> Event:
        """The event that ``ref`` names."""
        return self.contexts[ref.context].events[ref.name]

    def command(self, ref: Ref) -> Command:
        """The command that ``ref`` names."""
        return self.contexts[ref.context].commands[ref.name]

    def view(self, ref: Ref) -> View:
        """The view that ``ref`` names."""
        return self.contexts[ref.context].views[ref.name]


@frozen(slots=False)
class Catalogue:
    """All systems of a project."""

    systems: Mapping[str, System] = field(factory=_empty)


def functions(system: System) -> Iterator[Function]:
    """The functions that changes of events name, each as often as it is named in another place."""
    seen: set[tuple[str, Place]] = set()
    for context in system.contexts.values():
        for event in context.events.values():
            for older in event.older:
                for step in older.steps:
                    if step.function is not None and (step.function.name, step.function.place) not in seen:
                        seen.add((step.function.name, step.function.place))
                        yield step.function
