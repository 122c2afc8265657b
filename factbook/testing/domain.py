"""What tests need to know about a message: its codec, name, tags and strategy, and what a boundary sees of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from factbook import catalogue
from factbook.codec import Codec
from factbook.queries import ALL, Boundary, Query

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy  # it takes longer to import than all else that is needed to play

__all__ = [
    "Fact",
    "about",
    "codec_of",
    "entry_of",
    "fact",
    "instance",
    "is_message",
    "kind_of",
    "name_of",
    "seen",
    "snake",
    "strategy_of",
    "tags_of",
    "visible",
]

_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(name: str) -> str:
    """``PayOrder`` as ``pay_order``."""
    return _WORDS.sub("_", name).lower()


def package_of(kind: type[Any]) -> str:
    """The generated package of a message's class: ``generated.shop.ordering``."""
    return kind.__module__.rpartition(".")[0]


def codec_of(package: str) -> Codec:
    """The codec of a generated package; raises ``LookupError`` for a package that was not generated.

    It is asked for anew each time: a test may import a package twice, and then its classes are others.
    """
    try:
        codec = import_module(f"{package}.codec").CODEC
    except (ImportError, AttributeError, TypeError, ValueError):  # a TypeError where the package has no name
        raise LookupError(f"{package or 'this'} is no package that factbook generated") from None
    assert isinstance(codec, Codec)
    return codec


def is_message(value: object) -> bool:
    """Whether a value is a message of a generated package."""
    try:
        codec_of(package_of(type(value)))
    except LookupError:
        return False
    return True


@cache
def system_of(package: str) -> catalogue.System:
    """The catalogue of the system that a generated package belongs to."""
    module = import_module(package)
    assert module.__file__ is not None
    return catalogue.load(Path(module.__file__).parent.parent)


def entry_of(kind: type[Any]) -> catalogue.Context:
    """The context of the catalogue that a message's class belongs to."""
    package = package_of(kind)
    return system_of(package).contexts[codec_of(package).context]


_ADDRESSES: Final[dict[type[Any], tuple[str, Callable[[object], tuple[str, ...]]]]] = {}


def _address(kind: type[Any]) -> tuple[str, Callable[[object], tuple[str, ...]]]:
    """A message's name on the store, and the function that reads its tags; a class imported twice is two classes."""
    if (found := _ADDRESSES.get(kind)) is None:
        codec = codec_of(package_of(kind))
        found = _ADDRESSES[kind] = f"{codec.context}.{kind.__name__}", codec.tags_of
    return found


def name_of(kind: type[Any]) -> str:
    """The name of a message on the store: ``ordering.OrderPlaced``."""
    return _address(kind)[0]


def tags_of(event: object) -> tuple[str, ...]:
    """The tags that an event carries."""
    return _address(type(event))[1](event)


def kind_of(package: str, ref: str) -> type[Any]:
    """The class of ``ordering.OrderPlaced``, as seen from any generated package of its system."""
    context, _, name = ref.rpartition(".")
    found: type[Any] = getattr(import_module(f"{package.rpartition('.')[0]}.{context}"), name)
    return found


def instance(package: str, ref: str, data: Mapping[str, Any]) -> Any:
    """A message out of the payload of a scenario, as seen from any generated package of its system."""
    kind = kind_of(package, ref)
    return codec_of(package_of(kind)).structure(kind, data)


def strategy_of(kind: type[Any]) -> SearchStrategy[Any]:
    """The generated strategy for a message's class."""
    module = import_module(f"{package_of(kind)}.strategies")
    strategy: SearchStrategy[Any] = getattr(module, snake(kind.__name__))()
    return strategy


def about(message: Any, event: object) -> Any:
    """The message, with the fields that an event also has taken over from it, so that it is about the same things."""
    taken = {
        name: getattr(event, name)
        for name in _names(message.__class__)
        if hasattr(event, name) and type(getattr(event, name)) is type(getattr(message, name))
    }
    try:
        return attrs.evolve(message, **taken)
    except ValueError:  # the field of the message is narrower than that of the event
        return message


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


class Fact(NamedTuple):
    """An event with all that queries ask about it, so that it is worked out once."""

    event: Any
    name: str
    tags: tuple[str, ...]


def fact(event: Any) -> Fact:
    """An event, its name and its tags."""
    name, read_tags = _address(event.__class__)
    return Fact(event, name, read_tags(event))


def visible(query: Query, facts: Iterable[Fact]) -> list[Fact]:
    """Those that a query selects, in order."""
    return list(facts) if query is ALL else [one for one in facts if query.matches(one.name, one.tags)]


def seen(boundary: Boundary, message: object, log: Iterable[Any]) -> list[Any]:
    """The events of ``log``, in order, that a decision on ``message`` may look at."""
    return [one.event for one in visible(boundary.query(message), map(fact, log))]
