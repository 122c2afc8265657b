"""Scenarios and stories, as ``catalogue.json`` tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, TypeAlias

from ._parts import Json, Kind, Part


class Payload(Part, frozen=True, kw_only=True):
    """A message, rejection or row of an example: all its ``data``, of which the author wrote ``written``."""

    ref: str
    place: str
    data: Mapping[str, Json] = {}
    written: tuple[str, ...] = ()


class Scenario(Part, frozen=True, kw_only=True):
    """Given these events, when this happens, then these are the outcome, or ``refused`` is.

    For a decider ``when`` is a command and ``then`` are events; for a policy it is an event and they are what it
    issues; a view has no ``when``, and ``then`` are its rows.
    """

    title: str
    kind: Literal["decider", "policy", "view"]
    subject: str
    place: str
    given: tuple[Payload, ...] = ()
    when: Payload | None = None
    then: tuple[Payload, ...] = ()
    refused: Payload | None = None


class Do(Kind, frozen=True, kw_only=True):
    """A role issues a command; ``refused`` is the rejection that must be the answer."""

    role: str
    command: Payload
    place: str
    refused: str | None = None


class See(Kind, frozen=True, kw_only=True):
    """A view shows a row with the written fields of this one; or, when ``absent``, none with its key."""

    row: Payload
    place: str
    absent: bool = False


class Wait(Kind, frozen=True):
    """The clock moves on."""

    duration: timedelta
    place: str


class SetFlag(Kind, frozen=True, tag="flag"):
    """A flag is switched."""

    flag: str
    on: bool
    place: str


class Recorded(Kind, frozen=True):
    """Since the step before, exactly these events were recorded, in this order."""

    events: tuple[str, ...]
    place: str


Step: TypeAlias = Do | See | Wait | SetFlag | Recorded


class Story(Part, frozen=True):
    """A run through the whole system."""

    title: str
    place: str
    steps: tuple[Step, ...] = ()
