"""From payloads that were recorded in an older version to the newest: steps as data, carried out on JSON.

The steps are generated from the `changes` of the catalogue, as entries of a codec:

    EventEntry(
        OrderCancelled,
        version=3,
        upcasts=(
            (rename("why", "reason"),),
            (add("at_cost", False), convert("cancelled_at", "to_time")),
        ),
    )

The first tuple leads from version 1 to version 2, and so on. A path leads through objects by their keys; ``*`` means
each item of a list, or each value of a map: ``lines.*.sku``. A function that is named is hand-written, pure, and takes
and gives values as they travel; it sees one payload only, so that it cannot make up history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

import msgspec
from attrs import frozen

from .wire import Json

__all__ = ["Functions", "Upcast", "UpcastFailed", "add", "convert", "named", "remove", "rename", "upcaster"]

Functions: TypeAlias = Mapping[str, Callable[[Any], Any]]
"""The hand-written functions of a system that steps name, by their names."""

Apply: TypeAlias = Callable[[Any], None]


class UpcastFailed(msgspec.ValidationError):
    """A hand-written function raised something; says so as msgspec does, so that readers have one thing to expect."""


@frozen
class Upcast:
    """One step: ``value`` is what is added or the new name, ``by`` the function that computes or converts.

    ``none`` says whether a function that converts is also asked where there is nothing.
    """

    kind: Literal["add", "rename", "remove", "convert"]
    path: str
    value: Json = None
    by: str | None = None
    none: bool = False


def add(path: str, value: Json = None, *, by: str | None = None) -> Upcast:
    """Give a new field a value, or the one that a function computes from the object that gets it."""
    return Upcast("add", path, value, by)


def rename(path: str, to: str) -> Upcast:
    """Call a field otherwise."""
    return Upcast("rename", path, to)


def remove(path: str) -> Upcast:
    """Leave a field away."""
    return Upcast("remove", path)


def convert(path: str, by: str, *, none: bool = False) -> Upcast:
    """Put what a function makes of a value in its place; where there is none, only if ``none`` says so."""
    return Upcast("convert", path, None, by, none)


def named(steps: Iterable[Upcast]) -> frozenset[str]:
    """The functions that steps name."""
    return frozenset(step.by for step in steps if step.by is not None)


def upcaster(steps: Iterable[Upcast], functions: Functions) -> Callable[[dict[str, Json]], None]:
    """What changes a payload by some steps, in place; raises ``KeyError`` now for a function that is not there.

    What does not have the form that a step expects is left as it is: the newest class says what is wrong with it.
    """
    applies = [_compiled(step, functions) for step in steps]

    def upcast(payload: dict[str, Json]) -> None:
        for apply in applies:
            apply(payload)

    return upcast


def _compiled(step: Upcast, functions: Functions) -> Apply:
    *above, key = step.path.split(".")
    apply = _each(_function(step, functions)) if key == "*" else _on_object(step, key, functions)
    for part in reversed(above):
        apply = _in_each(apply) if part == "*" else _under(part, apply)
    return apply


def _under(key: str, inner: Apply) -> Apply:
    def apply(holder: Any) -> None:
        if holder.__class__ is dict and (below := holder.get(key)) is not None:
            inner(below)

    return apply


def _in_each(inner: Apply) -> Apply:
    def apply(holder: Any) -> None:
        if holder.__class__ is dict:
            holder = holder.values()
        elif holder.__class__ is not list:
            return
        for below in holder:
            inner(below)

    return apply


def _on_object(step: Upcast, key: str, functions: Functions) -> Apply:
    match step.kind:
        case "add" if step.by is not None:
            apply = _computed(key, _function(step, functions))
        case "add":
            apply = _added(key, step.value)
        case "rename":
            apply = _renamed(key, step.value)
        case "remove":
            apply = _removed(key)
        case "convert":
            apply = _converted(key, _function(step, functions), step.none)
    return apply


def _added(key: str, value: Json) -> Apply:
    copied = value.__class__ is dict or value.__class__ is list

    def apply(holder: Any) -> None:
        if holder.__class__ is dict:
            holder[key] = deepcopy(value) if copied else value

    return apply


def _computed(key: str, function: Callable[[Any], Any]) -> Apply:
    def apply(holder: Any) -> None:
        if holder.__class__ is dict:
            holder[key] = function(MappingProxyType(cast("dict[str, Json]", holder)))

    return apply


def _renamed(key: str, to: str) -> Apply:
    def apply(holder: Any) -> None:
        if holder.__class__ is dict and key in holder:
            holder[to] = holder.pop(key)

    return apply


def _removed(key: str) -> Apply:
    def apply(holder: Any) -> None:
        if holder.__class__ is dict:
            holder.pop(key, None)

    return apply


def _converted(key: str, function: Callable[[Any], Any], none: bool) -> Apply:
    def apply(holder: Any) -> None:
        if holder.__class__ is dict and ((value := holder.get(key)) is not None or none):
            holder[key] = function(value)

    return apply


def _each(function: Callable[[Any], Any]) -> Apply:
    """Convert each item of a list, each value of a map."""

    def apply(holder: Any) -> None:
        if holder.__class__ is list:
            holder[:] = map(function, holder)
        elif holder.__class__ is dict:
            holder.update({key: function(value) for key, value in holder.items()})

    return apply


def _function(step: Upcast, functions: Functions) -> Callable[[Any], Any]:
    assert step.by is not None
    name, function = step.by, functions[step.by]

    def asked(value: Any) -> Any:
        try:
            return function(value)
        except Exception as error:  # it is hand-written: whatever it raises is told
            said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise UpcastFailed(f"{name} raised {said} - at `$.{step.path}`") from error

    return asked
