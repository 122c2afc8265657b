"""Ways into a message: ``order_id``, ``address.zip``, ``lines.sku``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from operator import attrgetter
from typing import Any, TypeAlias, cast

__all__ = ["reader"]

Values: TypeAlias = tuple[Any, ...]


def reader(paths: Sequence[str]) -> Callable[[Any], list[Values]]:
    """A function from a message to the values at ``paths``, as tuples of one value for each path.

    A list, on the way or at the end, gives a tuple for each of its items; values out of the same item stay together,
    and paths through different lists are combined in every way. A value that is ``None`` gives no tuple; no tuple
    comes twice.
    """
    steps = [path.split(".") for path in paths]
    if len(steps) == 1:
        return _one_path(steps[0])

    def read(message: Any) -> list[Values]:
        return list(dict.fromkeys(_walk(message, steps)))

    return read


def _one_path(names: Sequence[str]) -> Callable[[Any], list[Values]]:
    """The usual case, made fast."""
    collect = _collector(names)

    def read(message: Any) -> list[Values]:
        found: dict[Any, None] = {}
        collect(message, found)
        return [(value,) for value in found]

    return read


def _collector(names: Sequence[str]) -> Callable[[Any, dict[Any, None]], None]:
    """A function that puts the values at the end of a path in the order in which they are met."""
    if not names:
        return lambda value, found: found.setdefault(value)
    get = attrgetter(names[0])
    follow = _collector(names[1:])

    def collect(message: Any, found: dict[Any, None]) -> None:
        each(get(message), found)

    def each(value: Any, found: dict[Any, None]) -> None:
        if value.__class__ is tuple or value.__class__ is list:
            for item in value:
                each(item, found)
        elif value is not None:
            follow(value, found)

    return collect


def _walk(value: Any, paths: Sequence[list[str]]) -> Iterator[Values]:
    """One tuple for each combination of what the paths lead to; the paths are taken one step at a time, together."""
    if value is None:
        return
    if isinstance(value, tuple | list):
        for item in cast("Sequence[Any]", value):
            yield from _walk(item, paths)
        return
    if not any(paths):
        yield (value,) * len(paths)
        return
    groups: dict[str, list[int]] = {}
    for place, path in enumerate(paths):
        groups.setdefault(path[0], []).append(place)
    found = [
        list(_walk(getattr(value, name), [paths[place][1:] for place in places])) for name, places in groups.items()
    ]
    for combination in product(*found):
        whole: dict[int, Any] = {}
        for places, values in zip(groups.values(), combination, strict=True):
            whole.update(zip(places, values, strict=True))
        yield tuple(whole[place] for place in range(len(paths)))
