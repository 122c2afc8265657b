"""What the annotations of a hand-written function say, as far as they can be read at run time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from inspect import signature
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

_UNIONS = (Union, UnionType)


def hints(function: Callable[..., Any]) -> tuple[list[Any], Any]:
    """The annotations of the parameters, in order, and of the result; ``Any`` where nothing can be read."""
    try:
        read = get_type_hints(function)
        names = list(signature(function).parameters)
    except Exception:  # names that only type checkers import, or a callable that has no annotations: nothing to hold
        return [], Any
    return [read.get(name, Any) for name in names], read.get("return", Any)


def members(annotation: Any) -> Iterator[Any]:
    """The parts of a union; aliases and ``Annotated`` are looked through."""
    annotation = getattr(annotation, "__value__", annotation)
    if annotation is None:
        yield NoneType
    elif get_origin(annotation) in _UNIONS:
        for one in get_args(annotation):
            yield from members(one)
    elif get_origin(annotation) is Annotated:
        yield from members(get_args(annotation)[0])
    else:
        yield annotation


def refused(annotation: Any, wanted: Iterable[type[object]]) -> list[type[object]]:
    """The classes among ``wanted`` that a parameter with this annotation does not take."""
    taken = list(members(annotation))
    if not all(isinstance(one, type) and one is not Any and get_origin(one) is None for one in taken):
        return []  # Any, a type variable, a protocol with arguments: what they take is not known here
    return [one for one in wanted if not issubclass(one, tuple(taken))]


def results(annotation: Any) -> tuple[list[type[object]], list[type[object]]]:
    """The classes that a function says it answers: those in sequences, and those by themselves."""
    several: list[type[object]] = []
    single: list[type[object]] = []
    for one in members(annotation):
        if isinstance(one, type) and get_origin(one) is None:
            single += [] if one is Any else [one]
        elif isinstance(get_origin(one), type):
            several += [
                part for arg in get_args(one) for part in members(arg) if isinstance(part, type) and part is not Any
            ]
    return several, single
