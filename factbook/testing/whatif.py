"""What if today's deciders, or those of another revision, had decided on the commands that a store recorded?

Each command that was kept (``Application(keep_commands=True)``) is decided on by both, on the events that stood before
the first one that it recorded. The store is read, the newest command first, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from attrs import define, field, frozen

from factbook.errors import Undecodable
from factbook.queries import ALL, Query
from factbook.recording import Metadata, Recorded, event_id
from factbook.stores import Store

from .answers import Answer, Message, message_of, same
from .counterexamples import scenario_yaml
from .sides import Here, Side

__all__ = ["Difference", "Replay", "Tally", "replay", "scenario"]

PAGE: Final = 1_000
"""How many events are read at a time."""

SHOWN: Final = 20
"""How many differences of a command are kept; the others are counted."""

LONGEST: Final = 100
"""How many events a scenario may begin with."""


@frozen
class Difference:
    """A recorded command on which the two decide differently: what was recorded, what each decides.

    ``query`` is what is read now, and ``read`` how many events that are; ``kept`` is the command.
    """

    position: int
    actor: str | None
    recorded: tuple[str, ...]
    then: Answer
    now: Answer
    kept: Message
    query: Query
    read: int


@define
class Tally:
    """What was found about one kind of command.

    ``unlike`` counts those on which both decide the same, but otherwise than was recorded. ``example`` is the
    difference with the shortest history.
    """

    asked: int = 0
    differing: int = 0
    unlike: int = 0
    unknown_now: int = 0
    unknown_then: int = 0
    shown: list[Difference] = field(factory=list[Difference])
    example: Difference | None = None

    def differs(self, one: Difference) -> None:
        """Note a difference."""
        self.differing += 1
        if len(self.shown) < SHOWN:
            self.shown.append(one)
        if self.example is None or one.read < self.example.read:
            self.example = one


@define
class Replay:
    """What was found in a store, by the names of commands. ``skipped`` commands were not kept."""

    tallies: dict[str, Tally] = field(factory=dict[str, Tally])
    skipped: int = 0

    @property
    def asked(self) -> int:
        """How many commands were decided on."""
        return sum(one.asked for one in self.tallies.values())

    @property
    def differing(self) -> int:
        """How many of them differently."""
        return sum(one.differing for one in self.tallies.values())


def replay(
    store: Store,
    now: Here,
    then: Side,
    limit: int | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Replay:
    """Decide anew on the commands of a store, on the newest ``limit`` of them at most.

    ``tell`` is called with the number of commands decided on so far.
    """
    found = Replay()
    effects = {
        f"{name}.{effect}"
        for name, context in now.translation.system.catalogue.contexts.items()
        for effect in context.effects
    }
    for event, about in _decisions(store):
        assert about.command is not None
        if about.sent is None:
            found.skipped += about.command not in effects
            continue
        tally = found.tallies.setdefault(about.command, Tally())
        _decided(store, event, about, Message(about.command, about.sent), now, then, tally)
        tally.asked += 1
        tell(found.asked)
        if found.asked == limit:
            break
    return found


def scenario(store: Store, now: Here, one: Difference) -> str | None:
    """A difference as a scenario of what is decided now; ``None`` where its history is too long for that."""
    if one.read > LONGEST:
        return None
    events = store.read(one.query, 0, one.position - 1, LONGEST).events
    now.begin(one.kept)
    now.fold(events)
    now.decide()
    title = f"{one.kept.name.rpartition('.')[2]} is decided on differently"
    return scenario_yaml(one.kept.name, title, [*map(now.translation.decode, events)], now.command, now.outcome)


def _decisions(store: Store) -> Iterator[tuple[Recorded, Metadata]]:
    """The first event of each decision, the newest first."""
    until: int | None = None
    while events := store.read(ALL, 0, until, PAGE, backwards=True).events:
        for event in events:
            about = event.metadata
            first = about.command_id is not None and event.raw_id == event_id(about.command_id, 0).bytes
            if first and about.command is not None:
                yield event, about
        until = events[-1].position - 1


def _decided(
    store: Store, event: Recorded, about: Metadata, kept: Message, now: Here, then: Side, tally: Tally
) -> None:
    """Ask both, each on what it reads; where both read the same, it is read once."""
    ours, theirs = now.begin(kept), then.begin(kept)
    tally.unknown_now += ours is None
    tally.unknown_then += theirs is None
    if ours is None or theirs is None:
        return
    together: list[Side] = [now, then] if ours == theirs else [now]
    read = _fold(store, ours, event.position - 1, together)
    if ours != theirs:
        _fold(store, theirs, event.position - 1, [then])
    answer, before = now.decide(), then.decide()
    tally.unknown_now += not answer.understood
    tally.unknown_then += not before.understood
    if not answer.understood or not before.understood:
        return
    recorded = _batch(store, event, about)
    if not same(before, answer):
        names = tuple(one.type for one in recorded)
        tally.differs(Difference(event.position, about.actor, names, before, answer, kept, ours, read))
    elif not same(_as_answer(recorded, now), answer):
        tally.unlike += 1


def _fold(store: Store, query: Query, until: int, sides: list[Side]) -> int:
    """Give them the events of a query up to a position, and answer how many these are."""
    read = after = 0
    while events := store.read(query, after, until, PAGE).events:
        read += len(events)
        for side in sides:
            side.fold(events)
        if len(events) < PAGE:
            break
        after = events[-1].position
    return read


def _batch(store: Store, first: Recorded, about: Metadata) -> list[Recorded]:
    """All events of a decision."""
    if about.batch == 1 or about.command_id is None:
        return [first]
    return store.find([event_id(about.command_id, number) for number in range(about.batch)])


def _as_answer(recorded: list[Recorded], now: Here) -> Answer:
    """What was recorded, as it is read today."""
    try:
        return Answer(events=[message_of(now.translation.decode(one)) for one in recorded])
    except Undecodable:
        return Answer()
