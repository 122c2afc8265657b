"""The words that narrow the types of generated classes, and the decorator that holds the classes to them.

    Quantity = Annotated[int, between(1, 999)]
    Price = Annotated[Decimal, between(Decimal(0), None), digits(12, 2)]

Each word may stand once in an ``Annotated``, also when annotated types are nested: a type that narrows another one
writes out all that holds for it.

All words hold for whoever calls a class and for whatever comes in from outside. What was recorded was checked by its
writer, and is read back without looking at them again, but for those that cost nothing: bounds of whole numbers and
floats, and lengths, are msgspec's ``Meta``, which it checks in C. It passes over the others. A pattern is not left to
it, though it could be: it would ask Python's ``re`` about every text, which takes longer than reading all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast

from msgspec import Meta

from ._formats import FORMATS
from ._words import Between, Bound, Digits, OneOf, Pattern, one_of

__all__ = [
    "Between",
    "Bound",
    "Digits",
    "Format",
    "OneOf",
    "Pattern",
    "between",
    "constrained",
    "digits",
    "length",
    "one_of",
    "pattern",
    "text_format",
]

Format: TypeAlias = Literal["email", "uri", "hostname", "ipv4", "ipv6"]

_INT_64: Final = range(-(2**63), 2**63)
"""The bounds that msgspec can check."""


def between(least: Bound | None, most: Bound | None) -> Meta | Between:
    """From ``least`` to ``most``, both included; ``None`` is no bound. Both are of the type that they narrow."""
    for bound in (least, most):
        if not (bound is None or isinstance(bound, float) or (isinstance(bound, int) and bound in _INT_64)):
            return Between(least, most)
    return Meta(ge=cast("float | None", least), le=cast("float | None", most))


def length(least: int | None, most: int | None) -> Meta:
    """From ``least`` to ``most`` characters, bytes or items; ``None`` is no limit."""
    return Meta(min_length=least, max_length=most)


def pattern(text: str) -> Pattern:
    """Texts that match as a whole; ``text`` is a portable regular expression without anchors."""
    return Pattern(text, f"does not match {text}")


def text_format(name: Format) -> Pattern:
    """Texts of a well-known form: see :data:`factbook._formats.FORMATS` for what each admits."""
    return Pattern(FORMATS[name], f"is no {name}")


def digits(total: int | None, places: int | None) -> Digits:
    """Decimals of a size: see :class:`Digits`."""
    return Digits(total, places)


# Holding classes to them ---------------------------------------------------------------------------------------------

C = TypeVar("C", bound=type[Any])


def constrained(cls: C) -> C:
    """Make an attrs class refuse, when it is called, what its annotations do not allow.

    Each value must be of the very type that its field says (``bool`` is no ``int``, ``int`` is no ``Decimal``, a list
    is no tuple), and keep to the words of this module. Records inside were checked when they were made, and are not
    looked at again. Raises :class:`~factbook.errors.ConstraintViolated`.

    The check is compiled when the class is first called, so classes that are never called cost nothing.
    """
    plain = cast("Callable[..., None]", cls.__init__)

    def first(self: object, *args: object, **kwargs: object) -> None:
        from ._checks import checked_init  # the compiler is not needed for classes that are only decoded

        cls.__init__ = compiled = checked_init(cls, plain)
        compiled(self, *args, **kwargs)

    first.__wrapped__ = plain  # type: ignore[attr-defined]  # what inspect.signature follows
    cls.__init__ = first
    return cls
