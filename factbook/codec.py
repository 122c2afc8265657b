"""From messages to bytes and back, for the messages of one bounded context.

The tables are generated; everything here follows from them and from the annotations of the classes:

    CODEC = Codec(
        "ordering",
        events=(
            EventEntry(
                OrderPlaced,
                version=2,
                tags=(("order", "order_id"), ("sku", "lines.sku")),
                upcasts=((add("note", None),),),
            ),
            EventEntry(OrderPaid, tags=(("order", "order_id"),)),
        ),
        commands=(
            CommandEntry(PlaceOrder, defaults={"order_id": NEW, "placed_at": NOW, "currency": "EUR"}),
            CommandEntry(PayOrder),
        ),
        effects=(CommandEntry(SendReceipt),),
        rejections=(OrderAlreadyPlaced, OutOfStock),
        rows=(OrderSummary,),
    )

Names are the classes' own; outside the context they are written ``ordering.OrderPlaced``, and both are understood. How
values travel says :mod:`factbook.wire`.

There are two ways in. What was recorded was checked by its writer: :meth:`Codec.decode_recorded` reads it at msgspec's
speed without checking all of it again (see :mod:`factbook.constraints`), and turns what was recorded in an older
version into the newest (:mod:`factbook.upcasting`). What a stranger sends is checked in every detail, and all that is
wrong with it is said at once: :func:`structure`, :func:`decode`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar
from uuid import UUID

import msgspec
from attrs import evolve, field, frozen

from ._reading import reader
from ._unreadable import UNREADABLE, problem_of
from ._writing import writer
from .errors import Miswired, Problem, Undecodable
from .queries import tagger
from .upcasting import Functions, Upcast, UpcastFailed, named, upcaster
from .wire import Json

__all__ = [
    "NEW",
    "NOW",
    "TODAY",
    "Codec",
    "CommandEntry",
    "EventEntry",
    "Filled",
    "decode",
    "encode",
    "structure",
]

T = TypeVar("T")
Reader: TypeAlias = Callable[[bytes], Any]


def encode(message: object) -> bytes:
    """A message as canonical JSON: equal messages are equal bytes, but for zeros at the end of a decimal."""
    return writer(type(message))(message)


def structure(what: type[T], data: Json | bytes, at: str = "$", *, closed: bool = True) -> T:
    """An instance of a generated class, or of one written like it, out of JSON, as values or as bytes.

    Raises :class:`~factbook.errors.Undecodable` with all that is wrong; ``at`` is the path of ``data``. A key that
    names no field is wrong, too, unless ``closed`` is false: for data of others, who add to it without asking us.
    """
    raw = _parsed(what, data, at) if isinstance(data, bytes) else data
    return _structured(what, raw, at, closed)


def decode(what: type[T], data: bytes | str) -> T:
    """An instance of a generated class out of the text of JSON; nothing may be amiss.

    Raises :class:`~factbook.errors.Undecodable` with all that is wrong.
    """
    return _structured(what, _parsed(what, data, "$"), "$")


def _structured(what: type[T], raw: Json, at: str, closed: bool = True) -> T:
    from ._structuring import problems, record  # cattrs is not needed by what only reads what was recorded

    try:
        made: T = record(what, closed)(raw, what)
    except RecursionError:
        raise Undecodable(what.__name__, [Problem(at, "is nested too deeply")]) from None
    except (ValueError, ExceptionGroup) as error:
        raise Undecodable(what.__name__, list(problems(error, at))) from None
    return made


def _parsed(what: type[Any], data: bytes | str, at: str) -> Json:
    try:
        return msgspec.json.decode(data)
    except UNREADABLE as error:
        raise _unreadable(what, error, at) from None


def _unreadable(what: type[Any], error: Exception, at: str) -> Undecodable:
    return Undecodable(what.__name__, [problem_of(error, at)])


# Tables --------------------------------------------------------------------------------------------------------------


class Filled(Enum):
    """How the edge fills a field that the caller left out, besides constants."""

    NEW = "new"
    """A fresh uuid."""
    NOW = "now"
    """The time of the moment."""
    TODAY = "today"
    """The day of the moment, in UTC."""


NEW: Final = Filled.NEW
NOW: Final = Filled.NOW
TODAY: Final = Filled.TODAY

Default: TypeAlias = Json | Filled
"""A :class:`Filled`, or a constant in the form in which it travels."""


@frozen
class EventEntry:
    """An event: ``tags`` are prefix and path (``("sku", "lines.sku")``) of the tags that it carries.

    ``upcasts`` are the steps from each version to the next, the first of them from version 1.
    """

    type: type[Any]
    version: int = 1
    tags: tuple[tuple[str, str], ...] = ()
    upcasts: tuple[tuple[Upcast, ...], ...] = ()


@frozen
class CommandEntry:
    """A command or an effect, and the fields that are filled in when the caller leaves them out."""

    type: type[Any]
    defaults: Mapping[str, Default] = field(factory=dict[str, Any])


@frozen
class Codec:
    """All messages of one bounded context.

    ``functions`` are the hand-written ones that old events are changed with; the codec of a wired system has them
    (:meth:`~factbook.system.System.codec`), the generated one, ``CODEC``, has none.
    """

    context: str
    events: tuple[EventEntry, ...] = ()
    commands: tuple[CommandEntry, ...] = ()
    effects: tuple[CommandEntry, ...] = ()
    rejections: tuple[type[Any], ...] = ()
    rows: tuple[type[Any], ...] = ()
    functions: Functions = field(factory=dict[str, Callable[[Any], Any]], repr=False)
    _types: Mapping[str, type[Any]] = field(init=False, eq=False, repr=False)
    _events: Mapping[type[Any], EventEntry] = field(init=False, eq=False, repr=False)
    _readers: dict[str, dict[int, Reader]] = field(
        init=False, factory=dict[str, dict[int, Reader]], eq=False, repr=False
    )
    _taggers: dict[type[Any], Callable[[Any], tuple[str, ...]]] = field(
        init=False, factory=dict[type[Any], Callable[[Any], tuple[str, ...]]], eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        entries: tuple[EventEntry | CommandEntry, ...] = (*self.events, *self.commands, *self.effects)
        types = (*(entry.type for entry in entries), *self.rejections, *self.rows)
        object.__setattr__(self, "_types", {one.__name__: one for one in types})
        object.__setattr__(self, "_events", {entry.type: entry for entry in self.events})

    def class_of(self, name: str) -> type[Any]:
        """The class of this name, with or without the context; raises ``Undecodable`` if there is none."""
        try:
            return self._types[name.removeprefix(f"{self.context}.")]
        except KeyError:
            raise self._unknown(name, self._types) from None

    def bound(self, functions: Functions) -> Codec:
        """The same codec with these functions."""
        return evolve(self, functions=functions)

    def name_of(self, message: object) -> str:
        """What a message is called outside its context: ``ordering.OrderPlaced``."""
        return f"{self.context}.{type(message).__name__}"

    # Out -------------------------------------------------------------------------------------------------------------

    def encode(self, message: object) -> bytes:
        """A message as canonical JSON; see :func:`encode`."""
        return encode(message)

    def tags_of(self, event: object) -> tuple[str, ...]:
        """The tags that an event carries, in the order of the catalogue, none twice."""
        kind = event.__class__
        if (tags := self._taggers.get(kind)) is None:
            tags = self._taggers[kind] = tagger(self._events[kind].tags)
        return tags(event)

    def version_of(self, event: object) -> int:
        """The version in which an event is recorded."""
        return self._events[event.__class__].version

    # In --------------------------------------------------------------------------------------------------------------

    def decode_recorded(self, name: str, version: int, data: bytes) -> Any:
        """An event as it was recorded, in the newest version or an older one; raises ``Undecodable``.

        It is read at msgspec's speed. What its writer has checked (patterns and formats of texts, the bounds of
        decimals and times, the spelling of values) is not checked again, and unknown keys are passed over.
        """
        try:
            read = self._readers[name][version]
        except KeyError:  # not read before
            read = None
        try:
            return (read or self.reader(name, version))(data)
        except UNREADABLE as error:
            raise _unreadable(self.class_of(name), error, "$") from error

    def upcast(self, name: str, version: int, payload: Mapping[str, Json], to: int | None = None) -> dict[str, Json]:
        """The payload of an event of an older version as one of a newer, of the newest if ``to`` does not say which.

        Only the steps of the catalogue are taken; whether the outcome is valid says :meth:`structure`. Raises
        ``Undecodable`` for a version that there is not, and where a function raised something.
        """
        entry = self._entry(name, version)
        changed = deepcopy(dict(payload))
        try:
            self._upcaster(entry, version, entry.version if to is None else to)(changed)
        except UpcastFailed as error:
            raise _unreadable(entry.type, error, "$") from error
        return changed

    def reader(self, name: str, version: int) -> Reader:
        """What reads events of this name and version, for who reads many of them.

        Raises ``Undecodable`` if this code cannot read them; the function itself raises what msgspec raises.
        """
        known = self._readers.get(name, {})
        if version in known:
            return known[version]
        entry = self._entry(name, version)
        read = reader(entry.type) if version == entry.version else self._older_reader(entry, version)
        self._readers.setdefault(name, {})[version] = read
        return read

    def _entry(self, name: str, version: int) -> EventEntry:
        entry = self._events.get(self.class_of(name))
        if entry is None:
            raise Undecodable(name, [Problem("$", "is no event")])
        if not 1 <= version <= entry.version:
            known = f"version {entry.version}" if entry.version == 1 else f"versions 1 to {entry.version}"
            raise Undecodable(name, [Problem("$", f"is of version {version}; this code reads {known}")])
        return entry

    def _upcaster(self, entry: EventEntry, version: int, to: int) -> Callable[[dict[str, Json]], None]:
        steps = [step for some in entry.upcasts[version - 1 : to - 1] for step in some]
        if missing := sorted(named(steps) - self.functions.keys()):
            raise Miswired(
                f"version {version} of {self.context}.{entry.type.__name__} is read with {missing[0]}, which this codec"
                f' does not have: take the one of the wired system, `system.codec("{self.context}")`'
            )
        return upcaster(steps, self.functions)

    def _older_reader(self, entry: EventEntry, version: int) -> Reader:
        parse, write, build = msgspec.json.decode, msgspec.json.Encoder().encode, reader(entry.type)
        upcast = self._upcaster(entry, version, entry.version)

        def read(data: bytes) -> Any:
            payload = parse(data)
            if payload.__class__ is dict:
                upcast(payload)
            try:
                text = write(payload)  # once more through text: faster than msgspec.convert
            except TypeError as error:
                raise UpcastFailed(f"a function gave what does not travel: {error} - at `$`") from error
            return build(text)

        return read

    def decode(self, what: type[T] | str, data: bytes | str) -> T | Any:
        """A message of a class or a name out of the text of JSON; see :func:`decode`."""
        return decode(self.class_of(what) if isinstance(what, str) else what, data)

    def structure(self, what: type[T] | str, data: Json | bytes, at: str = "$") -> T | Any:
        """A message of a class or a name out of JSON, as values or as bytes; see :func:`structure`."""
        return structure(self.class_of(what) if isinstance(what, str) else what, data, at)

    def complete(
        self, name: str, data: Mapping[str, Json], *, now: datetime, new_id: Callable[[], UUID]
    ) -> dict[str, Json]:
        """The fields of a command or an effect as they travel, with the defaults of those that are left out.

        Nothing is checked here, and nothing depends on anything but the arguments. Raises ``Undecodable`` if there is
        no command or effect of this name.
        """
        entries = {entry.type.__name__: entry for entry in (*self.commands, *self.effects)}
        entry = entries.get(name.removeprefix(f"{self.context}."))
        if entry is None:
            raise self._unknown(name, entries)
        missing = {key: default for key, default in entry.defaults.items() if key not in data}
        return {**data, **dict(_filled(missing, now, new_id))}

    def _unknown(self, name: str, known: Mapping[str, object]) -> Undecodable:
        from difflib import get_close_matches  # only who is wrong waits for it

        near = get_close_matches(name, known, 1)
        instead = f'; did you mean "{near[0]}"?' if near else ""
        return Undecodable(f"message of {self.context}", [Problem("$", f'there is no "{name}"{instead}')])


def _filled(defaults: Mapping[str, Default], now: datetime, new_id: Callable[[], UUID]) -> Iterator[tuple[str, Json]]:
    for name, default in defaults.items():
        match default:
            case Filled.NEW:
                yield name, str(new_id())
            case Filled.NOW:
                yield name, now.astimezone(UTC).isoformat().replace("+00:00", "Z")
            case Filled.TODAY:
                yield name, now.astimezone(UTC).date().isoformat()
            case _:
                yield name, default
