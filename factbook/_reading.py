"""From the bytes of a recorded message to an instance, by msgspec, straight onto the generated classes.

msgspec cannot decode a union of attrs classes. So a record that holds one gets a twin: a subclass with the same fields,
in which the union is a struct with one optional field for each of its records, which is just how it travels. The twin
is decoded, its unions are replaced by the records that they hold, and then it is given the class that it is the twin
of: Python allows that, since a subclass that adds nothing is laid out alike in memory. Nothing is copied, and no
constructor called. Records without a union, and all they hold, are decoded directly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import NoneType
from typing import Annotated, Any, Final, NamedTuple, TypeAlias, cast, get_args, get_origin, get_type_hints

import msgspec
from attrs import field, fields, make_class
from msgspec import UNSET, UnsetType

from ._shapes import OneOf, contains, shape_of
from ._words import one_of

__all__ = ["reader", "value_reader"]

Read: TypeAlias = Callable[[bytes], Any]
Turn: TypeAlias = Callable[[Any], Any]
"""From what a twin holds to what its class holds."""


class Twin(NamedTuple):
    """A type that msgspec can decode, and what to do with its values; ``None`` if nothing is to be done."""

    hint: Any
    turn: Turn | None


def reader(cls: type[Any]) -> Read:
    """The function that reads recorded instances of a class; it raises what msgspec raises."""
    return value_reader(cls)


def value_reader(hint: Any) -> Read:
    """The function that reads values of a type hint; it raises what msgspec raises."""
    hint, turn = _twin(hint)
    decode = msgspec.json.Decoder(hint).decode
    return decode if turn is None else lambda data: turn(decode(data))


def _twin(hint: Any) -> Twin:
    if not contains(shape_of(hint), OneOf):
        return Twin(hint, None)
    form: Any = get_origin(hint)
    parts = get_args(hint)
    if form is Annotated:
        inner, turn = _one_of([parts[0]]) if one_of in parts else _twin(parts[0])
        return Twin(_made(form, inner, *parts[1:]), turn)
    if form is tuple:
        inner, turn = _twin(parts[0])
        return Twin(_made(form, inner, ...), _each(turn))
    if form is Mapping:
        inner, turn = _twin(parts[1])
        return Twin(_made(form, parts[0], inner), _each_value(turn))
    if isinstance(hint, type):
        return _record(cast("type[Any]", hint))
    members = [one for one in parts if one is not NoneType]
    inner, turn = _twin(members[0]) if len(members) == 1 else _one_of(members)
    return Twin(inner | None, _unless_none(turn)) if NoneType in parts else Twin(inner, turn)


def _made(form: Any, *parts: Any) -> Any:
    """``tuple[int, ...]`` of ``tuple`` and its parts."""
    return form[parts]


def _record(cls: type[Any]) -> Twin:
    if (known := _TWINS.get(cls)) is not None:
        return known
    hints = get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {}
    turns: list[tuple[str, Turn]] = []
    for one in fields(cls):
        inner, turn = _twin(hints[one.name])
        members[one.name] = field(default=one.default, type=inner)
        if turn is not None:
            turns.append((one.name, turn))
    twin = _TWINS[cls] = Twin(_subclass(cls, members), _turned(cls, turns))
    return twin


_TWINS: Final[dict[type[Any], Twin]] = {}


def _subclass(cls: type[Any], members: dict[str, Any]) -> type[Any]:
    """One whose instances are laid out as those of the class."""
    return make_class(
        cls.__name__,
        members,
        (cls,),
        slots=not cls.__dictoffset__,
        weakref_slot=bool(cls.__weakrefoffset__),
        kw_only=True,
        init=False,
        eq=False,
        repr=False,
    )


def _turned(cls: type[Any], turns: list[tuple[str, Turn]]) -> Turn:
    """Make an instance of the class of its twin, where it stands: only what unions hold is put in another place."""
    put: Callable[[object, str, object], None] = object.__setattr__  # instances are frozen
    become: Callable[[object, type[Any]], None] = vars(object)["__class__"].__set__
    parts = [(name, attrgetter(name), turn) for name, turn in turns]

    def turned(twin: Any) -> Any:
        for name, get, turn in parts:
            put(twin, name, turn(get(twin)))
        become(twin, cls)
        return twin

    return turned


def _one_of(classes: list[Any]) -> Twin:
    twins = {cls.__name__: _twin(cls) for cls in classes}
    members = [(name, twin.hint | UnsetType, UNSET) for name, twin in twins.items()]
    turns = [(attrgetter(name), twin.turn) for name, twin in twins.items()]
    names = " or ".join(twins)

    def chosen(twin: Any) -> Any:
        found: Any = UNSET
        for get, turn in turns:
            if (value := get(twin)) is not UNSET:
                if found is not UNSET:
                    break
                found = value if turn is None else turn(value)
        else:
            if found is not UNSET:
                return found
        raise msgspec.ValidationError(f"Expected an object with one key, {names}")

    return Twin(msgspec.defstruct("OneOf", members), chosen)


def _each(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda values: tuple(map(turn, values))


def _each_value(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda values: {key: turn(value) for key, value in values.items()}


def _unless_none(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda value: None if value is None else turn(value)
