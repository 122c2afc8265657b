"""From a command to recorded facts: query, replay, state, decide, record. Once, for all drivers and stores.

Nothing here touches the world. :meth:`Handling.handle` is a generator that asks for what it needs (see
:mod:`factbook.effects`) and ends in an answer.

The state of a boundary is kept, with its position, by whoever answers ``LoadState``. A kept state is decided on as it
is: if something new has come into the boundary, the append finds that out, what is new is read, and the decision is
made again. An answer that records nothing has no append to find it out, and what a command tolerates is in no
condition; so there a kept state is refreshed first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from attrs import Attribute, evolve, field, frozen

from .contracts import CommandContract
from .decider import Decider, accepted
from .effects import Append, Asking, Find, Held, LoadState, NewId, Now, Pause, Read, SaveState
from .errors import (
    CommandIdTaken,
    Conflicted,
    ConstraintViolated,
    EventIdTaken,
    OutcomeUnknown,
    Problem,
    StoreUnavailable,
    Undeclared,
    Undecodable,
)
from .queries import Query
from .recording import AppendCondition, Appended, Conflict, Metadata, NewEvent, Recorded, batches_of_ids, event_id
from .system import System
from .translation import Translation

__all__ = ["LONGEST", "SENT", "Accepted", "Handling", "Outcome", "Rejected", "Sent"]

PAGE: Final = 10_000
"""How many events of a boundary are read at a time."""

ASKED: Final = 5
"""How often an append is asked for whose answer was lost, before that is told."""

TRIES: Final = 20
"""How often a decision is made again when others record first, before it is given up."""


LONGEST: Final = 1_000
"""How many characters the name of an actor, of a role or an address may have."""


def _plain(sent: Sent, attribute: Attribute[Any], value: str | tuple[str, ...] | None) -> None:
    """Refuse what would forge a line of a log, steer a terminal, or be no text in any encoding."""
    for one in value if isinstance(value, tuple) else (value or "",):
        if not one.isprintable():
            raise ConstraintViolated("Sent", attribute.name, ascii(one[:60]), "has characters that cannot be printed")
        if len(one) > LONGEST:
            raise ConstraintViolated("Sent", attribute.name, f'"{one[:60]}…"', f"is longer than {LONGEST:,} characters")


@frozen
class Sent:
    """Who sends a command, and what led to it.

    A ``command_id`` that the sender brings makes sending it again safe: what was recorded under it is answered again.
    ``extra`` goes into the metadata as it is; it is JSON. Who sends it, in which roles and from where are texts of one
    line, of at most :data:`LONGEST` characters each; else :class:`~factbook.errors.ConstraintViolated` is raised.
    """

    actor: str | None = field(default=None, validator=_plain)
    roles: tuple[str, ...] = field(default=(), validator=_plain)
    ip: str | None = field(default=None, validator=_plain)
    command_id: UUID | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    extra: dict[str, Any] = field(factory=dict[str, Any])

    def by(self, actor: str | None, roles: tuple[str, ...], ip: str | None, command_id: UUID | None) -> Sent:
        """The same with what is said here."""
        said = {"actor": actor, "roles": roles, "ip": ip, "command_id": command_id}
        changes: dict[str, Any] = {name: value for name, value in said.items() if value}
        return evolve(self, **changes) if changes else self


SENT: Final = Sent()
"""A command of nobody in particular."""


@frozen
class Accepted:
    """The events that were recorded, in order, and the position of the last one.

    Where nothing had to be recorded, there are no events, and the position is that up to which was read.
    """

    position: int
    events: tuple[Any, ...]


@frozen
class Rejected:
    """Why nothing was recorded: a generated rejection."""

    rejection: Any


Outcome: TypeAlias = Accepted | Rejected


@frozen
class Handling:
    """Decides on the commands of a system. ``keep_commands`` puts each command into the metadata of its first event."""

    translation: Translation
    keep_commands: bool = False

    @property
    def system(self) -> System:
        """What is decided by."""
        return self.translation.system

    def handle(self, command: Any, sent: Sent = SENT) -> Asking[Outcome]:
        """Decide on a command and record what was decided.

        Raises :class:`~factbook.errors.Conflicted`, :class:`~factbook.errors.OutcomeUnknown` when the tries to settle
        it are used up, :class:`~factbook.errors.CommandIdTaken`, :class:`~factbook.errors.Undeclared`,
        :class:`~factbook.errors.Undecodable`, and what a store raises.
        """
        try:
            decider, contract = self.system.decider(command.__class__), self.system.contract(command.__class__)
        except KeyError:
            raise self._no_command(command) from None
        if sent.command_id is None:
            command_id: UUID = yield NewId()
        else:
            command_id = sent.command_id
            if (first := (yield from self._first_answer(command_id, contract))) is not None:
                return first
        boundary = contract.reads
        query = boundary.query(command)
        condition = boundary.condition(command) if boundary.tolerates else query
        name = decider.contract.name if decider.contract else contract.name
        held: Held | None = yield LoadState(name, query)
        fresh = held is None or boundary.tolerates  # no append would find out that something tolerated is new
        if held is None or fresh:
            held = yield from self._refreshed(decider, name, query, held or Held(decider.initial, 0))
        for attempt in range(TRIES):
            outcome = decider.decide(command, held.state)
            if contract.strays(outcome):
                raise Undeclared(contract.told(outcome))
            if not accepted(outcome) or not outcome:
                if fresh:
                    # what was read may hold the events of another sender of this command, who was faster
                    first = (yield from self._first_answer(command_id, contract)) if sent.command_id else None
                    return first or (Accepted(held.position, ()) if accepted(outcome) else Rejected(outcome))
                held, fresh = (yield from self._refreshed(decider, name, query, held)), True
                continue
            messages: Sequence[Any] = outcome
            now: datetime = yield Now()
            events = self._events(messages, contract, command, command_id, sent, now)
            try:
                answer = yield from _appended(Append(events, AppendCondition(condition, held.position)))
            except EventIdTaken:
                if (first := (yield from self._first_answer(command_id, contract))) is None:
                    raise
                return first
            if isinstance(answer, Appended):
                if answer.again and (first := (yield from self._first_answer(command_id, contract))) is not None:
                    return first  # what is there may be more than this, and was decided on a state of its own
                if not boundary.tolerates:  # else something tolerated may stand between, and was not folded
                    state = held.state
                    for event, message in zip(events, messages, strict=True):
                        if query.matches(event.type, event.tags):
                            state = decider.evolve(state, message)
                    yield SaveState(name, query, Held(state, answer.position), len(events))
                return Accepted(answer.position, tuple(messages))
            if attempt:
                yield Pause(min(0.001 * 2**attempt, 0.1))
            held, fresh = (yield from self._refreshed(decider, name, query, held)), True
        raise Conflicted(f"{contract.name}: others recorded first, {TRIES} times; nothing was recorded")

    def _no_command(self, given: object) -> Undecodable:
        text = (
            f"{given.__class__.__name__} is none of its commands; make one by calling its class, or out of JSON by"
            " factbook.codec.structure(CLASS, data)"
        )
        return Undecodable(f"command of {self.system.name}", [Problem("$", text)])

    def _refreshed(self, decider: Decider[Any, Any, Any, Any], name: str, query: Query, held: Held) -> Asking[Held]:
        """The state with everything that is new in it."""
        state, position, folded = held.state, held.position, 0
        while True:
            page = yield Read(query, position, PAGE)
            state = self.translation.fold(decider.evolve, state, page.events)
            folded += len(page.events)
            if len(page.events) < PAGE:
                break
            position = page.events[-1].position
        held = Held(state, max(position, page.head))
        yield SaveState(name, query, held, folded)
        return held

    def _first_answer(self, command_id: UUID, contract: CommandContract) -> Asking[Accepted | None]:
        """What was answered to a command of this id before, if anything was recorded.

        Fields are not compared: those that were filled in at the edge differ when a sender repeats a command.
        """
        found: list[Recorded] = yield Find((event_id(command_id, 0),))
        if not found:
            return None
        before = found[0].metadata
        if before.command != contract.name:
            raise CommandIdTaken(f"the id {command_id} was used before, for {before.command}, not for {contract.name}")
        if before.batch > 1:
            found = []
            for ids in batches_of_ids(command_id, before.batch):
                there: list[Recorded] = yield Find(ids)
                found += there
                if len(there) < len(ids):
                    break
        return Accepted(found[-1].position, tuple(map(self.translation.decode, found)))

    def _events(
        self,
        outcome: Sequence[Any],
        contract: CommandContract,
        command: Any,
        command_id: UUID,
        sent: Sent,
        now: datetime,
    ) -> tuple[NewEvent, ...]:
        about = Metadata(
            recorded_at=now,
            command_id=command_id,
            command=contract.name,
            batch=len(outcome),
            correlation_id=sent.correlation_id,
            causation_id=sent.causation_id,
            actor=sent.actor,
            roles=sent.roles,
            ip=sent.ip,
            sent=self.translation.plain(command) if self.keep_commands else None,
            extra=sent.extra,
        )
        return tuple(self.translation.new_events(outcome, command_id, about))


def _appended(append: Append) -> Asking[Appended | Conflict]:
    """Append; if the answer is lost, ask again: the same ids are recorded once."""
    lost: OutcomeUnknown | None = None
    for again in range(ASKED):
        if again:
            yield Pause(0.05 * 2**again)
        try:
            answer: Appended | Conflict = yield append
        except OutcomeUnknown as fault:
            lost = fault
        except StoreUnavailable:
            if lost is None:
                raise  # nothing was recorded; of what was asked before, nobody knows that
        else:
            return answer
    assert lost is not None
    raise lost
