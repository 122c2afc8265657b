"""What generated classes are made with: attrs, and the type of any JSON value.

Generated modules import nothing but the standard library and factbook.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from inspect import currentframe
from typing import Any, Final, TypeVar

from attrs import define, field

from .wire import Json

__all__ = ["Json", "define", "deprecated", "field"]

T = TypeVar("T")

_OURS: Final = ("factbook", "cattrs", "hypothesis")


def deprecated(text: str) -> Callable[[type[T]], type[T]]:
    """Warn whoever makes instances of a class by hand; reading what was recorded is no reason to."""

    def decorate(cls: type[T]) -> type[T]:
        made: Any = cls.__init__

        @wraps(made)
        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            nonlocal made
            frame = currentframe()
            caller = frame.f_back.f_globals.get("__name__", "factbook") if frame and frame.f_back else "factbook"
            if caller.partition(".")[0] not in _OURS:
                warnings.warn(f"{cls.__name__} is deprecated {text}", DeprecationWarning, stacklevel=2)
            made(self, *args, **kwargs)
            if cls.__init__ is not init:  # the checks put themselves in place when they are first needed
                made, cls.__init__ = cls.__init__, init  # type: ignore[method-assign]

        cls.__init__ = init  # type: ignore[method-assign]  # pyright: ignore[reportAttributeAccessIssue]
        return cls

    return decorate
