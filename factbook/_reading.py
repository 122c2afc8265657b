"""From the bytes of a recorded message to an instance, by msgspec, straight onto the generated classes.

msgspec cannot decode a union of attrs classes. So a record that holds one gets a twin: a struct with the same fields,
in which the union is a struct with one optional field for each of its records, which is just how it travels. The twin
is decoded, and what it holds is handed to the class. Records without a union, and all they hold, are decoded directly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import unwrap
from operator import attrgetter
from types import NoneType
from typing import Annotated, Any, Final, NamedTuple, TypeAlias, cast, get_args, get_origin, get_type_hints

import msgspec
from attrs import NOTHING, fields
from msgspec import UNSET, UnsetType

from ._shapes import OneOf, contains, shape_of
from .constraints import one_of

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
    members: list[Any] = []
    turns: list[tuple[str, Turn | None]] = []
    for one in fields(cls):
        inner, turn = _twin(hints[one.name])
        default = () if one.default is NOTHING else (one.default,)
        members.append((one.name, inner, *default))
        turns.append((one.name, turn))
    struct = msgspec.defstruct(cls.__name__, members, kw_only=True)
    twin = _TWINS[cls] = Twin(struct, _handed_over(cls, turns))
    return twin


_TWINS: Final[dict[type[Any], Twin]] = {}


def _handed_over(cls: type[Any], turns: list[tuple[str, Turn | None]]) -> Turn:
    """Into an instance without its checks: whoever recorded it has made them."""
    get = attrgetter(*(name for name, _ in turns), "__class__")  # of several names a tuple comes, of one its value
    turned = [(index, turn) for index, (_, turn) in enumerate(turns) if turn is not None]
    make: Callable[..., Any] = cls.__new__
    fill: Callable[..., None] = unwrap(cls.__init__)

    def hand_over(twin: Any) -> Any:
        *values, _ = get(twin)
        for index, turn in turned:
            values[index] = turn(values[index])
        made = make(cls)
        fill(made, *values)
        return made

    return hand_over


def _one_of(classes: list[Any]) -> Twin:
    twins = {cls.__name__: _twin(cls) for cls in classes}
    members = [(name, twin.hint | UnsetType, UNSET) for name, twin in twins.items()]
    turns = [(name, twin.turn) for name, twin in twins.items()]
    names = " or ".join(twins)

    def chosen(twin: Any) -> Any:
        found = [(value, turn) for name, turn in turns if (value := getattr(twin, name)) is not UNSET]
        if len(found) != 1:
            raise msgspec.ValidationError(f"Expected an object with one key, {names}")
        value, turn = found[0]
        return value if turn is None else turn(value)

    return Twin(msgspec.defstruct("OneOf", members), chosen)


def _each(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda values: tuple(map(turn, values))


def _each_value(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda values: {key: turn(value) for key, value in values.items()}


def _unless_none(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda value: None if value is None else turn(value)
