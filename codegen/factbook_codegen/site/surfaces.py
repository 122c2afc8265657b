"""What the pages of other contexts can show of a context, as a digest: while it stays, they need not be made again."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from attrs import evolve

from ..model import Context
from ..place import Place
from ..reading.apart import Apart

__all__ = ["surface"]

_NOWHERE = Place("", 0, 0)


def surface(context: Context) -> str:
    """A digest of what can be seen of a context from outside.

    That is everything but where it stands, its examples (who tells of what is looked up for each context), its
    deciders, and what it says about itself and its messages. Drawings show that too: whoever draws must look at what
    is drawn.
    """
    seen = evolve(
        context,
        summary="",
        place=_NOWHERE,
        owner="",
        events=_silent(context.events),
        commands=_silent(context.commands),
        rejections=_silent(context.rejections),
        policies=_silent(context.policies),
        effects=_silent(context.effects),
        views={name: evolve(view, fields=dict(view.fields)) for name, view in context.views.items()},
        deciders={},
        scenarios=(),
        stories=(),
    )
    text = io.BytesIO()
    _Pickler(text).dump(seen)
    return sha256(text.getbuffer()).hexdigest()


def _refuse(_: Apart) -> tuple[Any, ...]:
    raise TypeError("fields that are kept apart would be written as a number only")


class _Pickler(pickle.Pickler):
    """Writes the same bytes for equal values, whichever of their parts are the same object; and no places."""

    dispatch_table = {Place: lambda _: (str, ()), Apart: _refuse}  # noqa: RUF012  # pickle looks for it in the class

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, 5)
        self.fast = True


def _silent(things: Mapping[str, Any]) -> dict[str, Any]:
    """Messages without what they say about themselves, with their fields as they are wherever those are kept."""
    return {
        name: evolve(one, summary="", fields=dict(one.fields)) if hasattr(one, "fields") else evolve(one, summary="")
        for name, one in things.items()
    }
