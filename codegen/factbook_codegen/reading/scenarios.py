"""Scenarios: given these events, when this happens, then that, held against what the catalogue allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import define

from ..diagnostics import near
from ..model import Command, Context, Decider, Payload, Policy, Read, Ref, Refused, Scenario, View
from .nodes import Node
from .payloads import Payloads, is_message
from .scan import shortened
from .source import Source

_SUBJECTS: Final = ("commands", "deciders", "policies", "views")
_Reader = Callable[[str, Node, Source], Scenario | None]


def scenarios(
    payloads: Payloads, source: Source, context: Context, contexts: Mapping[str, Context]
) -> Iterator[Scenario]:
    """The scenarios of a context, in its order."""
    section = source.root.get("scenarios")
    for subject, titles in section.entries.items() if section else ():
        assert section is not None
        read = _reader_of(subject, payloads, context, contexts)
        if read is None:
            payloads.messages.system.doubts.miss("scenarios", [context.name])
            if any(payloads.messages.system.excused(one, context.name, subject) for one in _SUBJECTS):
                continue
            known = [*context.deciders, *context.commands, *context.policies, *context.views]
            wrong = f'there is no command, decider, policy or view "{shortened(subject)}" here'
            source.problems.at("FB502", section.key(subject), wrong, near(subject, known))
            continue
        for title, node in titles.entries.items():
            scenario = read(title, node, source)
            if scenario is not None:
                yield scenario
            else:
                payloads.messages.system.doubts.miss("scenarios", [context.name])


def _reader_of(subject: str, payloads: Payloads, context: Context, contexts: Mapping[str, Context]) -> _Reader | None:
    if subject in context.commands:
        decider = context.deciders[context.commands[subject].decider]
        return _Decision(payloads, context, decider, subject).read
    if subject in context.deciders:
        return _Decision(payloads, context, context.deciders[subject], None).read
    if subject in context.policies:
        return _Reaction(payloads, contexts, context.policies[subject]).read
    if subject in context.views:
        return _Projection(payloads, context.views[subject]).read
    return None


def given(
    payloads: Payloads, node: Node, source: Source, title: str, reads: Mapping[Ref, object] | None
) -> tuple[Payload, ...]:
    """The events that happened before; ``reads`` are those that count, ``None`` for all."""
    found: list[Payload] = []
    written = node.get("given")
    for item in written.items if written else ():
        event = payloads.event(item, source, title)
        if event is None:
            continue
        if reads is not None and event.ref not in reads:
            key, _ = payloads.named(item)
            wrong = f"{event.ref.name} is not read here, so it cannot make a difference"
            known = ", ".join(ref.name for ref in reads) or "nothing"
            source.problems.at("FB505", key, wrong, f"what is read: {known}; remove it, or read it too")
        found.append(event)
    return tuple(found)


@define
class _Decision:
    """Reads the scenarios of a decider, or of one command of it."""

    payloads: Payloads
    context: Context
    decider: Decider
    command: str | None

    def read(self, title: str, node: Node, source: Source) -> Scenario | None:
        problems = source.problems
        when = node.get("when")
        if when is None:
            wrong = f"nothing happens in this scenario of {self.decider.name}"
            problems.entry("FB506", node, title, wrong, "add `when: {Command: {…}}`")
            return None
        key, body = self.payloads.named(when)
        allowed = (self.command,) if self.command else self.decider.commands
        if key.text not in allowed:
            system, decider = self.payloads.messages.system, Ref(self.context.name, self.decider.name)
            grouped = key.text in self.context.commands and system.doubts.unclear("commands", decider)
            if grouped or system.excused("commands", self.context.name, key.text):
                return None
            wrong = f"{shortened(key.text)} is not what {self.command or self.decider.name} is about"
            help_ = near(key.text, allowed)
            problems.at("FB506", key, wrong, help_ if help_.startswith("did") else f"write {' or '.join(allowed)}")
            return None
        command = self.context.commands[key.text]
        ref = Ref(self.context.name, command.name)
        issued = self.payloads.payload(body, ref, command.fields, source, title, key)
        reads: dict[Ref, Read] | None = None
        unclear = self.payloads.messages.system.doubts.unclear("reads", ref)
        if not unclear and all(read.event is not None for read in command.reads):
            reads = {read.event: read for read in command.reads if read.event is not None}
        before = given(self.payloads, node, source, title, reads)
        then = self._then(node.entries["then"], command, source, title)
        if then is None:
            return None
        return Scenario(title, "decider", self.decider.name, before, issued, then, problems.place(node))

    def _then(self, node: Node, command: Command, source: Source, title: str) -> tuple[Payload, ...] | Refused | None:
        doubts, own = self.payloads.messages.system.doubts, Ref(self.context.name, command.name)
        if isinstance(node.value, list):
            events: list[Payload] = []
            for item in node.items:
                if not is_message(item, source):
                    continue
                key, _ = self.payloads.named(item)
                if key.text in command.rejects:
                    wrong = f"{key.text} is a rejection, and nothing is recorded with it"
                    source.problems.at("FB507", key, wrong, f"write `then: {key.text}`")
                    continue
                event = self.payloads.event(item, source, title)
                if event is None:
                    continue
                if event.ref in command.records:
                    events.append(event)
                elif not doubts.unclear("records", own):
                    wrong = f"{command.name} does not record {event.ref.name}"
                    records = ", ".join(ref.name for ref in command.records) or "nothing"
                    source.problems.at("FB507", key, wrong, f"it records: {records}")
            return tuple(events)
        if not is_message(node, source):
            return None
        key, body = self.payloads.named(node)
        if key.text not in command.rejects:
            help_ = near(key.text, command.rejects)
            if key.text in {ref.name for ref in command.records}:
                help_ = "events stand in a list: [ … ]"
            if not doubts.unclear("rejects", own):
                wrong = f'{command.name} has no rejection "{shortened(key.text)}"'
                source.problems.at("FB507", key, wrong, help_)
            return None
        rejection = self.context.rejections[key.text]
        ref = Ref(self.context.name, rejection.name)
        return Refused(self.payloads.payload(body, ref, rejection.fields, source, title, key))


@define
class _Reaction:
    """Reads the scenarios of a policy."""

    payloads: Payloads
    contexts: Mapping[str, Context]
    policy: Policy

    def read(self, title: str, node: Node, source: Source) -> Scenario | None:
        problems = source.problems
        when = node.get("when")
        if when is None:
            wrong = f"nothing happens in this scenario of {self.policy.name}"
            problems.entry("FB506", node, title, wrong, "add `when: {Event: {…}}`")
            return None
        event = self.payloads.event(when, source, title)
        if event is None:
            return None
        key, _ = self.payloads.named(when)
        doubts, ref = self.payloads.messages.system.doubts, Ref(source.name, self.policy.name)
        if event.ref not in self.policy.when:
            if doubts.unclear("when", ref):
                return None
            several = ", ".join(str(ref) for ref in self.policy.when)
            wrong = f"{self.policy.name} does not react to {event.ref.name}"
            problems.at("FB506", key, wrong, f"it reacts to: {several}")
            return None
        unclear = doubts.unclear("reads", ref)
        known = None if unclear else {read.event: read for read in self.policy.reads if read.event is not None}
        before = given(self.payloads, node, source, title, known)
        then = node.entries["then"]
        if not isinstance(then.value, list):
            problems.at("FB506", then, "a policy is followed by a list of commands", "write [ … ]")
            return None
        issued: list[Payload] = []
        for item in then.items:
            payload = self._issued(item, source, title) if is_message(item, source) else None
            if payload is not None:
                issued.append(payload)
        return Scenario(title, "policy", self.policy.name, before, event, tuple(issued), problems.place(node))

    def _issued(self, item: Node, source: Source, title: str) -> Payload | None:
        key, body = self.payloads.named(item)
        for issue in self.policy.issues:
            if key.text in (str(issue.ref), issue.ref.name):
                context = self.contexts[issue.ref.context]
                entries = context.commands if issue.kind == "command" else context.effects
                fields = entries[issue.ref.name].fields
                return self.payloads.payload(body, issue.ref, fields, source, title, key)
        owner, _, name = key.text.rpartition(".")
        system = self.payloads.messages.system
        unclear = system.doubts.unclear("issues", Ref(source.name, self.policy.name))
        if unclear or any(system.excused(section, owner or source.name, name) for section in ("commands", "effects")):
            return None
        known = [str(issue.ref) for issue in self.policy.issues]
        wrong = f"{self.policy.name} does not issue {shortened(key.text)}"
        source.problems.at("FB507", key, wrong, f"it issues: {', '.join(known)}")
        return None


@define
class _Projection:
    """Reads the scenarios of a view."""

    payloads: Payloads
    view: View

    def read(self, title: str, node: Node, source: Source) -> Scenario | None:
        problems = source.problems
        if "when" in node.entries:
            problems.at("FB506", node.key("when"), "a view only follows events", "put them under `given`")
        ref = Ref(source.name, self.view.name)
        unclear = self.payloads.messages.system.doubts.unclear("from", ref)
        sources = None if unclear else {one.event: one for one in self.view.sources}
        before = given(self.payloads, node, source, title, sources)
        then = node.entries["then"]
        if not isinstance(then.value, list) or not all(isinstance(item.value, dict) for item in then.items):
            problems.at("FB506", then, "a view shows a list of rows", "write [{field: value}]")
            return None
        rows = [self.payloads.payload(item, ref, self.view.fields, source, title, item) for item in then.items]
        return Scenario(title, "view", self.view.name, before, None, tuple(rows), problems.place(node))
