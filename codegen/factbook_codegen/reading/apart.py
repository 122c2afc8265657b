"""The fields of messages apart from everything else in a context.

They are three quarters of it, and whoever looks at a context from outside seldom needs them. So they are kept as a
piece of their own, which is taken from the shelf only when somebody asks for a field.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Final, TypeVar

from attrs import evolve

from ..model import Command, Context, Effect, Event, Field, Fields, Rejection, View

__all__ = ["Apart", "apart"]

Piece = tuple[Mapping[str, Field], ...]
"""The fields of every message of a context, one after the other."""

Message = TypeVar("Message", Event, Command, Rejection, Effect, View)

_UNBOUND: Final = "these fields are not on the shelf yet"


class Apart(Mapping[str, Field]):
    """The fields of one message: those at ``index`` of the piece that ``fetch`` answers."""

    __slots__ = ("_fetch", "_index")

    def __init__(self, index: int, fetch: Callable[[], Piece] | None = None) -> None:
        self._index = index
        self._fetch = fetch

    def __reduce__(self) -> tuple[type[Apart], tuple[int]]:
        """A place in the piece; where the piece is, knows who reads this again."""
        return Apart, (self._index,)

    @property
    def _all(self) -> Mapping[str, Field]:
        assert self._fetch is not None, _UNBOUND
        return self._fetch()[self._index]

    def __getitem__(self, name: str) -> Field:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return self._all == (other._all if isinstance(other, Apart) else other)

    __hash__ = None  # type: ignore[assignment]  # like that of a dict

    def __repr__(self) -> str:
        return repr(self._all)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._all.keys()

    def values(self) -> ValuesView[Field]:
        """The fields."""
        return self._all.values()

    def items(self) -> ItemsView[str, Field]:
        """Names and fields."""
        return self._all.items()


def apart(context: Context) -> tuple[Context, Piece]:
    """A context with places instead of fields, and the piece that these are places in."""
    piece: list[Fields] = []

    def without(messages: Mapping[str, Message]) -> dict[str, Message]:
        return {name: _without(message, piece) for name, message in messages.items()}

    light = evolve(
        context,
        events=without(context.events),
        commands=without(context.commands),
        rejections=without(context.rejections),
        effects=without(context.effects),
        views=without(context.views),
    )
    return light, tuple(piece)


def _without(message: Message, piece: list[Fields]) -> Message:
    if not message.fields:
        return message
    piece.append(message.fields)
    return evolve(message, fields=Apart(len(piece) - 1))
