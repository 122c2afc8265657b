"""All that the pages of one system are made from, looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import Factory, frozen

from ..diagrams import boundaries, collisions, contention, context_map, flow, slug, story_timeline, told
from ..diagrams.collisions import Collisions, Race, race
from ..model import Context, Fields, Json, Ref, Scenario, Story, System
from .examples import Examples
from .played import UNPLAYED, Played
from .references import References, refer, stories_of

__all__ = ["Book", "Collision", "Look", "Matrix", "Text"]


@frozen
class Look:
    """What the pages of all systems share: the name of the site, its front page, whether there is only one system,
    and the template of addresses where the catalogue can be edited."""

    title: str
    home: str = "index.html"
    edit: str | None = None


@frozen
class Text:
    """A page written by hand: its address below the folder of its system (or of the site), title, and Markdown."""

    address: str
    title: str
    file: str
    markdown: str


class Matrix(NamedTuple):
    """Which commands a decider accepts in which states, as ``factbook matrix`` wrote it: Markdown, and a drawing."""

    markdown: str
    svg: str = ""


class Collision(NamedTuple):
    """A command that another can collide with: on which tags, and which of the two then voids the other's decision."""

    other: Ref
    tags: tuple[str, ...]
    way: str


def _collision(command: Ref, other: Ref, both: Race) -> Collision:
    if command == other:
        way = ""
    elif both.there and both.back:
        way = "either voids the other"
    else:
        way = "this one voids it" if both.there else "it voids this one"
    return Collision(other, tuple(sorted(both.there | both.back)), way)


@frozen(slots=False)
class Book:
    """A system with what refers to what in it, what came of its examples, and the pages written about it by hand.

    ``matrices`` are by decider, ``ordering.Order``; ``released`` are versions of events that are frozen: context, name,
    version.
    """

    system: System
    look: Look
    played: Played = UNPLAYED
    texts: Sequence[Text] = ()
    matrices: Mapping[str, Matrix] = Factory(dict[str, Matrix])
    released: frozenset[tuple[str, str, int]] = frozenset()

    @cached_property
    def refs(self) -> References:
        """Who refers to what."""
        return refer(self.system)

    @cached_property
    def examples(self) -> Examples:
        """A message of every kind."""
        return Examples(self.system, self.refs)

    def message(self, ref: Ref, fields: Fields) -> Json | None:
        """A message or row as JSON: as its codec wrote it, where that was asked; ``None`` where none can be made up."""
        return self.played.messages[str(ref)] if self.is_read_back(ref) else self.examples.of(ref, fields)

    def is_read_back(self, ref: Ref) -> bool:
        """Whether the JSON of a message or row has gone through its codec."""
        return str(ref) in self.played.messages

    @cached_property
    def collisions(self) -> Collisions:
        """Which commands can collide."""
        return collisions(self.system)

    @cached_property
    def _voided_by(self) -> Mapping[Ref, list[Ref]]:
        found: dict[Ref, list[Ref]] = {}
        for voider, voided in self.collisions.items():
            for one in voided:
                found.setdefault(one, []).append(voider)
        return found

    @cached_property
    def races_across(self) -> Mapping[str, Sequence[tuple[Ref, Ref, Sequence[str]]]]:
        """For each context the collisions of its commands with those of others: who voids whose decision, on what."""
        found: dict[str, list[tuple[Ref, Ref, Sequence[str]]]] = {}
        for voider, voided in self.collisions.items():
            for one, tags in voided.items():
                if one.context != voider.context:
                    for name in (voider.context, one.context):
                        found.setdefault(name, []).append((voider, one, sorted(tags)))
        return found

    def is_released(self, event: Ref, version: int) -> bool:
        """Whether a version of an event is frozen."""
        return (*event, version) in self.released

    def collide(self, command: Ref) -> list[Collision]:
        """The commands that one can collide with, itself perhaps among them, and on what."""
        others = dict.fromkeys((*self.collisions.get(command, ()), *self._voided_by.get(command, ())))
        return [_collision(command, other, race(self.collisions, command, other)) for other in others]

    @cached_property
    def registers(self) -> Sequence[tuple[str, str]]:
        """The registers that have something to say, with their addresses."""
        flags = self.system.flags or any(one.flags for one in self.system.contexts.values())
        found = [
            ("Glossary", "glossary.html"),
            ("Roles", "roles.html"),
            ("Flags", "flags.html") if flags else None,
            ("Personal data", "personal-data.html"),
            ("Contention", "contention.html") if self.collisions else None,
            ("Changes", "changes.html"),
            ("Tests", "tests.html"),
            ("In one piece", "print.html"),
        ]
        return [one for one in found if one]

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Every story of the system."""
        return tuple(stories_of(self.system))

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where each story is told, by its place."""
        taken: dict[str, str] = {}
        for story in self.stories:
            taken[slug(story.title, taken)] = str(story.place)
        return {place: f"story-{name}.html" for name, place in taken.items()}

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """Where each scenario stands on its page, by its place: that follows from its title, so that links survive
        reordering."""
        found: dict[str, str] = {}
        taken: dict[tuple[str, Ref], dict[str, None]] = {}
        for context in self.system.contexts.values():
            for scenario in context.scenarios:
                on_page = taken.setdefault(self.home(context.name, scenario), {})
                on_page[name := slug(scenario.title, on_page)] = None
                found[str(scenario.place)] = f"scenario-{name}"
        return found

    def anchor(self, scenario: Scenario) -> str:
        """The anchor of a scenario on its page."""
        return self.anchors[str(scenario.place)]

    def home(self, context: str, scenario: Scenario) -> tuple[str, Ref]:
        """On which page a scenario stands: that of its command, policy or view."""
        if scenario.kind == "decider" and scenario.when is not None:
            return "command", scenario.when.ref
        return scenario.kind, Ref(context, scenario.subject)

    def drawings(self, context: Context) -> dict[str, str]:
        """The DOT of each diagram of a context: ``flow``, and ``<Command>.boundary`` for each command."""
        drawn = {"flow": flow(context, self.system)}
        drawn.update((f"{name}.boundary", dot) for name, dot in boundaries(context, self.system).items())
        return drawn

    def system_drawings(self) -> dict[str, str]:
        """The DOT of each diagram of the system: ``context-map``, ``contention``, and by its address each story."""
        drawn = {"context-map": context_map(self.system), **contention(self.system)}
        for story in self.stories:
            happened = self.played.stories.get(str(story.place))
            columns = None if happened is None else told(story, self.system, happened)
            drawn[self.addresses[str(story.place)]] = story_timeline(story, self.system, columns)
        return drawn
