"""What came of playing the examples of a catalogue, told as data by whoever can run hand-written functions."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from ..diagrams import Moment
from ..model import Json

__all__ = ["UNPLAYED", "Arrow", "Played"]


@frozen
class Arrow:
    """Something that may happen because of something else, and whether an example showed it; ``kind`` is one of
    ``command → event``, ``command → rejection``, ``event → policy``, ``event → view``."""

    kind: str
    tail: str
    head: str
    ran: bool


@frozen
class Played:
    """The examples of one system: the places of scenarios that came out as told, and of stories with what happened in
    each of their steps; and what the codecs wrote of a message or row of each kind, by its name, ``ordering.Placed``.

    ``reason`` says why nothing was played, where that is so.
    """

    reason: str = ""
    scenarios: frozenset[str] = frozenset()
    stories: Mapping[str, tuple[tuple[Moment, ...], ...]] = Factory(dict[str, tuple[tuple[Moment, ...], ...]])
    arrows: tuple[Arrow, ...] = ()
    messages: Mapping[str, Json] = Factory(dict[str, Json])


UNPLAYED = Played("there are no functions to play them on")
"""Where only the catalogue is known."""
