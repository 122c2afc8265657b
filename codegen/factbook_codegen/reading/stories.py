"""Stories: runs through the whole system, every step held against what the catalogue allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..diagnostics import near
from ..model import Context, Do, Place, Recorded, Ref, See, SetFlag, Step, Story, Wait
from .nodes import Node
from .payloads import Payloads
from .reactions import read_duration
from .scan import shortened
from .source import SINGULAR, Source, SystemSources
from .words import with_article

STEPS: Final = ("see", "wait", "flag", "recorded")
"""The first words of steps that are no roles."""

_SWITCH: Final = {"on": True, "true": True, "off": False, "false": False}


class Stories:
    """Reads the stories of a system whose contexts are otherwise complete."""

    def __init__(self, system: SystemSources, payloads: Payloads, contexts: Mapping[str, Context]) -> None:
        self.system = system
        self.payloads = payloads
        self.contexts = contexts
        self._holders: dict[str, dict[str, list[str]]] = {}

    def read(self, source: Source) -> Iterator[Story]:
        """The stories of a file."""
        section = source.root.get("stories")
        for title, node in section.entries.items() if section else ():
            steps = [step for item in node.items if (step := self._step(item, source, title)) is not None]
            yield Story(title, tuple(steps), source.problems.place(node))

    def _step(self, node: Node, source: Source, title: str) -> Step | None:
        verb = next(iter(node.entries))
        body = node.entries[verb]
        if len(node.entries) > 1:
            extra = node.key(list(node.entries)[1])
            source.problems.at("FB509", extra, "a step is one thing", "begin a new step with -")
        match verb:
            case "wait":
                return self._wait(body, source.problems.place(node), source)
            case "flag":
                return self._set_flag(body, source)
            case "recorded":
                return self._recorded(body, source)
            case "see":
                return self._see(body, source, title)
            case role:
                return self._do(role, node, source, title)

    # Names of the whole system ---------------------------------------------------------------------------------------

    def _holders_of(self, section: str) -> Mapping[str, list[str]]:
        """For each name of a section the contexts (``""``: system.yaml) that declare it."""
        if (found := self._holders.get(section)) is None:
            found = self._holders[section] = {}
            for context in ("", *self.system.contexts):
                for name in self.system.names(section, context):
                    found.setdefault(name, []).append(context)
        return found

    def _excused(self, section: str, name: str) -> bool:
        """Whether a name may stand in what could not be read, in any context."""
        places = ("", *self.system.contexts, *self.system.unreadable)
        return any(self.system.excused(section, place, name) for place in places)

    def _anywhere(self, section: str, node: Node, source: Source) -> Ref | None:
        """A name of any context: bare where only one context has it, or the story's own."""
        context, _, name = node.text.rpartition(".")
        what = SINGULAR[section]
        holders = self._holders_of(section).get(name, [])
        if context and context in holders:
            return Ref(context, name)
        if not context and source.name in holders:
            return Ref(source.name, name)
        if not context and len(holders) == 1:
            return Ref(holders[0], name)
        if not context and holders:
            several = " or ".join(f"{one}.{name}" for one in holders)
            source.problems.at("FB511", node, f"{name} is {with_article(what)} of several contexts", f"write {several}")
        elif not self._excused(section, name):
            wrong = f'there is no {what} "{shortened(node.text)}" in the system'
            help_ = f"write {holders[0]}.{name}" if holders else near(name, self._holders_of(section))
            source.problems.at("FB510", node, wrong, help_)
        return None

    # Steps -----------------------------------------------------------------------------------------------------------

    def _wait(self, body: Node, place: Place, source: Source) -> Wait | None:
        delay = read_duration(body, source)
        return None if delay is None else Wait(delay, place)

    def _set_flag(self, body: Node, source: Source) -> SetFlag | None:
        if not isinstance(body.value, dict) or len(body.value) != 1:
            source.problems.at("FB509", body, "a flag is switched by its name", "write `flag: {name: on}`")
            return None
        name, value = next(iter(body.entries.items()))
        known = self._holders_of("flags")
        if name not in known:
            if not self._excused("flags", name):
                wrong = f'there is no flag "{shortened(name)}" in the system'
                source.problems.at("FB401", body.key(name), wrong, near(name, known))
            return None
        if not isinstance(value.value, str) or value.value not in _SWITCH:
            source.problems.at("FB509", value, f"{name} is switched on or off", f"write `{name}: on` or `{name}: off`")
            return None
        return SetFlag(name, _SWITCH[value.value], source.problems.place(body))

    def _recorded(self, body: Node, source: Source) -> Recorded | None:
        if not isinstance(body.value, list) or not all(isinstance(item.value, str) for item in body.items):
            source.problems.at("FB509", body, "`recorded` wants the names of events", "write `recorded: [OrderPlaced]`")
            return None
        refs = [self._anywhere("events", item, source) for item in body.items]
        return Recorded(tuple(ref for ref in refs if ref is not None), source.problems.place(body))

    def _see(self, body: Node, source: Source, title: str) -> See | None:
        seen = [name for name in body.value if name != "absent"] if isinstance(body.value, dict) else []
        if not seen:
            source.problems.at("FB509", body, "`see` wants a view and its row", "write `see: {View: {field: value}}`")
            return None
        name, *more = seen
        for extra in more:
            source.problems.at("FB509", body.key(extra), "one view is seen in a step", "begin a new step with -")
        absent = body.get("absent")
        if absent is not None and not isinstance(absent.json(), bool):
            source.problems.at("FB509", absent, "`absent` is true or false", "write `absent: true`")
        key = body.key(name)
        ref = self._anywhere("views", key, source)
        if ref is None:
            return None
        view = self.contexts[ref.context].views[ref.name]
        payload = self.payloads.payload(body.entries[name], ref, view.fields, source, title, key)
        misspelt = any(name not in view.fields for name in payload.written)
        for field in view.key:
            if field in view.fields and field not in payload.written and not misspelt:
                wrong = f'the row of {ref.name} is found by its key "{field}"'
                source.problems.at("FB508", key, wrong, f"write `{field}:`")
        return See(payload, absent is not None and absent.json() is True, source.problems.place(body))

    def _do(self, role: str, node: Node, source: Source, title: str) -> Do | None:
        body = node.entries[role]
        known = self._holders_of("roles")
        if role not in known:
            if not self._excused("roles", role):
                wrong = f'"{shortened(role)}" is neither a role nor a step'
                source.problems.at("FB404", node.key(role), wrong, near(role, [*known, *STEPS]))
            return None
        if isinstance(body.value, list) or body.is_null or not body.value:
            source.problems.at(
                "FB509", node.key(role), f"{role} issues a command", f"write `{role}: {{Command: {{…}}}}`"
            )
            return None
        key, inner = self.payloads.named(body)
        ref = self._anywhere("commands", key, source)
        if ref is None:
            return None
        command = self.contexts[ref.context].commands[ref.name]
        doubts = self.system.doubts
        if role not in command.by and not doubts.unclear("by", ref):
            by = f"it is issued by: {', '.join(command.by)}" if command.by else "only policies issue it"
            source.problems.at("FB512", node.key(role), f"{role} may not issue {ref.name}", by)
        payload = self.payloads.payload(inner, ref, command.fields, source, title, key)
        refused: Ref | None = None
        for extra, value in list(body.entries.items())[1:] if isinstance(body.value, dict) else ():
            if extra != "refused" or not isinstance(value.value, str):
                wrong = "beside the command only `refused: Rejection` may stand"
                source.problems.at("FB509", body.key(extra), wrong, "begin a new step with -")
            elif value.text in command.rejects:
                refused = Ref(ref.context, value.text)
            elif not doubts.unclear("rejects", ref):
                wrong = f'{ref.name} has no rejection "{shortened(value.text)}"'
                source.problems.at("FB507", value, wrong, near(value.text, command.rejects))
        return Do(role, payload, refused, source.problems.place(node))
