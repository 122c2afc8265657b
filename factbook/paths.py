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
    if len(paths) == 1 and "." not in paths[0]:
        return _one_step(attrgetter(paths[0]))
    steps = [path.split(".") for path in paths]

    def read(message: Any) -> list[Values]:
        return list(dict.fromkeys(_walk(message, steps)))

    return read


def _one_step(get: Callable[[Any], Any]) -> Callable[[Any], list[Values]]:
    """The usual case, made fast: the path is a field of the message."""

    def read(message: Any) -> list[Values]:
        value = get(message)
        if value.__class__ is tuple or value.__class__ is list:
            return [(item,) for item in dict.fromkeys(value)]
        return [] if value is None else [(value,)]

    return read


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
