"""What follows from recorded facts: policies are asked, and what they issue is carried out. Once, for all drivers.

Nothing here touches the world; see :mod:`factbook.effects`. For each event a policy waits for, a reaction is put on a
desk, together with the policy's cursor, so none is lost and none comes twice. When it is due, the policy is asked, what
it issues is written down, and then it is carried out, item by item. The id of each command and effect follows from the
event and the policy, so what is begun again after a crash is not done again: the store knows the command, and whoever
does effects outside gets the same key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from attrs import frozen

from .blaming import reason
from .contracts import PolicyContract
from .effects import Append, Asking, Claim, Cursors, Find, Finish, Keep, Now, Perform, Read, Schedule
from .errors import Conflicted, EffectFailed, OutcomeUnknown, StoreUnavailable, Undeclared, Undecodable
from .flags import FLAGS, Flags
from .handling import Handling, Outcome, Rejected, Sent
from .policy import Policy
from .queries import ALL, Query, QueryItem
from .reactions import Issued, Reaction, Seen
from .recording import Metadata, Page, Recorded, derived_id, event_id

__all__ = ["Processing"]

PAGE: Final = 500
"""How many events are looked at, and reactions claimed, at a time."""

BEGUN: Final = timedelta(seconds=8)
"""How long after they were claimed reactions are begun; a desk keeps them for 20 seconds, the last one may take 12."""

TRIES: Final = 12
"""How often a reaction may fail for a passing reason before it is parked: with doubled pauses about 34 minutes."""

PASSING: Final = (Conflicted, OutcomeUnknown, StoreUnavailable)
"""Faults after which it makes sense to try again."""


@frozen
class Processing:
    """Carries out the policies of a system.

    ``effects`` are the names of effects by class, with the classes of events that may come of them; ``flags`` are those
    of the catalogue as they stand at first.
    """

    handling: Handling
    effects: Mapping[type[Any], tuple[type[Any], ...]]
    flags: Mapping[str, bool]

    def round(self) -> Asking[int]:
        """Put what is new on the desk and carry out what is due; ends in how much was carried out or put off."""
        yield from self.schedule()
        now: datetime = yield Now()
        reactions: list[Reaction] = yield Claim(now, PAGE)
        if reactions:
            flags = Flags(self.flags).after((yield Read(FLAGS)).events)
            for reaction in reactions:
                if (yield Now()) - now > BEGUN:
                    break  # they may be somebody else's by now; what is left is claimed again
                yield from self.carry_out(reaction, flags)
        return len(reactions)

    # Onto the desk ---------------------------------------------------------------------------------------------------

    def schedule(self) -> Asking[None]:
        """Put a reaction on the desk for each new event that a policy waits for.

        A policy that the desk does not know begins where the others stand: with the first event on a new desk, and with
        what comes next where the system has been running without it.
        """
        policies = self._policies()
        if not policies:
            return
        now: datetime = yield Now()
        known: Mapping[str, int] = yield Cursors()
        newest: int = max((known[name] for name in policies if name in known), default=0)
        cursors: dict[str, int] = {name: known.get(name, newest) for name in policies}
        while cursors:
            before = min(cursors.values())
            group = {name: policies[name] for name, cursor in cursors.items() if cursor == before}
            page: Page = yield Read(self._waited_for(group), before, PAGE)
            whole = len(page.events) < PAGE
            after = max(page.head, before) if whole else page.events[-1].position
            if after > before or not set(group) <= set(known):
                reactions = tuple(
                    _reaction(event, name, policy, now)
                    for event in page.events
                    for name, policy in group.items()
                    if event.type in self._types(policy)
                )
                named = ((event.position, event.known_id) for event in reversed(page.events))
                seen = next((Seen(position, known) for position, known in named if known), None)
                if not (yield Schedule(tuple(group), before, after, reactions, seen)):
                    return  # somebody else is at it
            for name in group:
                cursors[name] = after
            if whole:
                cursors = {name: cursor for name, cursor in cursors.items() if cursor < after}

    def _policies(self) -> dict[str, PolicyContract]:
        return {name: policy.contract for name, policy in self.handling.system.policies.items() if policy.contract}

    def _waited_for(self, policies: Mapping[str, PolicyContract]) -> Query:
        types = dict.fromkeys(one for policy in policies.values() for one in self._types(policy))
        return Query((QueryItem(tuple(types)),))

    def _types(self, policy: PolicyContract) -> tuple[str, ...]:
        """The names of the events that a policy waits for."""
        return tuple(map(self.handling.translation.name_of, policy.when))

    # Off the desk ----------------------------------------------------------------------------------------------------

    def carry_out(self, reaction: Reaction, flags: Flags) -> Asking[None]:
        """Ask the policy, if it was not asked yet, and carry out what it issued."""
        try:
            yield from self._carry_out(reaction, flags)
        except PASSING as fault:
            yield from self._put_off(reaction, fault)
        except EffectFailed as fault:
            yield from self._put_off(reaction, fault, parked=fault.hopeless)
        except Exception as fault:  # a mistake in a function, or an event that nobody can read: it fails again
            yield from self._put_off(reaction, fault, parked=True)

    def _carry_out(self, reaction: Reaction, flags: Flags) -> Asking[None]:
        policy = self.handling.system.policies.get(reaction.policy)
        if policy is None or policy.contract is None:
            raise EffectFailed(f"there is no policy {reaction.policy} any more", hopeless=True)
        page: Page = yield Read(ALL, reaction.position - 1, 1)
        event = page.events[0] if page.events else None
        if event is None or event.position != reaction.position:
            raise EffectFailed(f"there is no event at position {reaction.position} any more", hopeless=True)
        if event.type not in self._types(policy.contract):
            raise EffectFailed(f"{reaction.policy} does not wait for {event.type} any more", hopeless=True)
        _ = event.id, event.tags, event.metadata  # where one of them is damaged, nothing can be done, not even a half
        if reaction.issued is None:
            flag = policy.contract.flag
            if flag is not None and not flags.is_on(flag, event.tags):
                yield Finish(reaction)
                return
            reaction = yield from self._asked(reaction, policy, event)
        refused: list[tuple[str, str]] = []
        for number, issued in enumerate(reaction.issued or ()):
            if number < reaction.done:
                continue
            if number > reaction.done:
                reaction = msgspec.structs.replace(reaction, done=number)
                yield Keep(reaction, held=True)
            refusal = yield from self._issue(reaction, event, number, issued)
            if refusal is not None:
                refused.append((issued.name, refusal))
        yield Finish(reaction, tuple(refused))

    def _asked(self, reaction: Reaction, policy: Policy[Any, Any, Any], event: Recorded) -> Asking[Reaction]:
        """The reaction with what the policy answers."""
        translation = self.handling.translation
        contract = policy.contract
        message, state = translation.decode(event), policy.initial
        if contract is not None and contract.reads.reads:
            page: Page = yield Read(contract.reads.query(message))
            state = translation.fold(policy.evolve, state, page.events)
        answer = policy.react(message, state)
        if contract is not None and (wrong := contract.wrong(answer)):
            raise Undeclared(f"{wrong}. Mend the function, or declare it in `issues` of the policy")
        issued = tuple(
            Issued(
                "effect" if one.__class__ in self.effects else "command",
                translation.name_of(one.__class__),
                translation.plain(one),
            )
            for one in answer
        )
        reaction = msgspec.structs.replace(reaction, issued=issued)
        if issued and (len(issued) > 1 or (contract is not None and contract.reads.reads)):
            yield Keep(reaction, held=True)  # asked again, it might answer otherwise
        return reaction

    def _issue(self, reaction: Reaction, event: Recorded, number: int, issued: Issued) -> Asking[str | None]:
        """Carry out one item; ends in why it was refused, if it was."""
        key = derived_id(event.id, f"{reaction.policy}/{number}")
        before = event.metadata
        correlation = before.correlation_id or before.command_id or event.id
        context = issued.name.partition(".")[0]
        message = self.handling.system.codec(context).structure(issued.name, issued.data)
        if issued.kind == "command":
            sent = Sent(actor=reaction.policy, command_id=key, correlation_id=correlation, causation_id=event.id)
            outcome: Outcome = yield from self.handling.handle(message, sent)
            return repr(outcome.rejection) if isinstance(outcome, Rejected) else None
        result = event_id(key, 0)
        if (yield Find((result,))):
            return None
        try:
            came = yield Perform(message, key)
        except EffectFailed as fault:
            if fault.otherwise is None or reaction.tries + 1 < TRIES:
                raise
            came = fault.otherwise
        if came.__class__ not in self.effects[message.__class__]:
            may = " or ".join(one.__name__ for one in self.effects[message.__class__])
            raise EffectFailed(
                f"the handler of {issued.name} answered {came.__class__.__name__}, which it does not record: answer"
                f" {may}",
                hopeless=True,
            )
        about = Metadata(
            recorded_at=(yield Now()),
            command_id=key,
            command=issued.name,
            correlation_id=correlation,
            causation_id=event.id,
            actor=reaction.policy,
        )
        yield Append((self.handling.translation.new_event(came, result, about),), None)
        return None

    def _put_off(self, reaction: Reaction, fault: Exception, *, parked: bool = False) -> Asking[None]:
        """Try again later, twice as late each time; or leave it to a person."""
        now: datetime = yield Now()
        tries = reaction.tries + 1
        yield Keep(
            msgspec.structs.replace(
                reaction,
                tries=tries,
                reason=reason(fault),
                parked=parked or tries >= TRIES,
                due_at=now + timedelta(seconds=min(0.5 * 2**reaction.tries, 3600)),
            )
        )


def _reaction(event: Recorded, name: str, policy: PolicyContract, now: datetime) -> Reaction:
    """What is damaged about an event is told when the reaction is carried out, which is at once."""
    try:
        tags, due_at = event.tags, (event.metadata.recorded_at or now) + (policy.after or timedelta())
    except (Undecodable, OverflowError):
        tags, due_at = (), now
    return Reaction(policy=name, position=event.position, lane=(tags or ("",))[0], due_at=due_at)
