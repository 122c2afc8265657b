"""What tests need to know about a message: its codec, name, tags and strategy, and what a boundary sees of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from hypothesis.strategies import SearchStrategy

from factbook import catalogue
from factbook.codec import Codec
from factbook.queries import ALL, Boundary

__all__ = ["codec_of", "entry_of", "instance", "kind_of", "name_of", "seen", "snake", "strategy_of", "tags_of"]

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
    except (ImportError, AttributeError, ValueError):
        raise LookupError(f"{package or 'this'} is no package that factbook generated") from None
    assert isinstance(codec, Codec)
    return codec


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


def name_of(kind: type[Any]) -> str:
    """The name of a message on the store: ``ordering.OrderPlaced``."""
    return f"{codec_of(package_of(kind)).context}.{kind.__name__}"


def tags_of(event: object) -> tuple[str, ...]:
    """The tags that an event carries."""
    return codec_of(package_of(type(event))).tags_of(event)


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


def seen(boundary: Boundary, message: object, log: Iterable[Any]) -> list[Any]:
    """The events of ``log``, in order, that a decision on ``message`` may look at."""
    query = boundary.query(message)
    if query is ALL:
        return list(log)
    return [event for event in log if query.matches(name_of(event.__class__), tags_of(event))]
