"""Stories: runs through the whole system, every step held against what the catalogue allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..diagnostics import near
from ..model import Context, Do, Recorded, Ref, See, SetFlag, Step, Story, Wait
from . import literals
from .nodes import Node
from .payloads import Payloads
from .scan import shortened
from .source import SINGULAR, Source, SystemSources

_STEPS: Final = ("see", "wait", "flag", "recorded")


class Stories:
    """Reads the stories of a system whose contexts are otherwise complete."""

    def __init__(self, system: SystemSources, payloads: Payloads, contexts: Mapping[str, Context]) -> None:
        self.system = system
        self.payloads = payloads
        self.contexts = contexts

    def read(self, source: Source) -> Iterator[Story]:
        """The stories of a file."""
        section = source.root.get("stories")
        for title, node in section.entries.items() if section else ():
            steps = [step for item in node.items if (step := self._step(item, source, title)) is not None]
            yield Story(title, tuple(steps), source.problems.place(node))

    def _step(self, node: Node, source: Source, title: str) -> Step | None:
        verb = next(iter(node.entries))
        body = node.entries[verb]
        place = source.problems.place(node)
        if len(node.entries) > 1:
            extra = node.key(list(node.entries)[1])
            source.problems.at("FB509", extra, "a step is one thing", "begin a new step with -")
        match verb:
            case "wait":
                delay = literals.duration(body.text) if isinstance(body.value, str) else None
                if delay is None:
                    said = body.text if isinstance(body.value, str) else body.kind
                    wrong = f'"{shortened(said)}" is no duration'
                    source.problems.at("FB411", body, wrong, f"write {literals.HOW['duration']}")
                    return None
                return Wait(delay, place)
            case "flag":
                return self._set_flag(body, source)
            case "recorded":
                return self._recorded(body, source)
            case "see":
                return self._see(body, source, title)
            case role:
                return self._do(role, node, source, title)

    def _all(self, attribute: str, source: Source) -> list[str]:
        """The names of all roles or flags of the system."""
        found = [*self.system.names(attribute, "")]
        for context in self.system.contexts:
            found += self.system.names(attribute, context)
        return list(dict.fromkeys(found))

    def _anywhere(self, section: str, node: Node, source: Source) -> Ref | None:
        """A name of any context: bare where only one context has it."""
        written = node.text
        what = SINGULAR[section]
        context, _, name = written.rpartition(".")
        holders = [one for one in self.system.contexts if name in self.system.names(section, one)]
        if context and context in holders:
            return Ref(context, name)
        if not context and source.name in holders:
            return Ref(source.name, name)
        if not context and len(holders) == 1:
            return Ref(holders[0], name)
        if not context and holders:
            several = " or ".join(f"{one}.{name}" for one in holders)
            source.problems.at("FB511", node, f'"{name}" is a {what} of several contexts', f"write {several}")
            return None
        known = [one for holder in self.system.contexts for one in self.system.names(section, holder)]
        source.problems.at("FB510", node, f'there is no {what} "{shortened(written)}" in the system', near(name, known))
        return None

    def _set_flag(self, body: Node, source: Source) -> SetFlag | None:
        if not isinstance(body.value, dict) or len(body.value) != 1:
            source.problems.at("FB509", body, "a flag is switched by its name", "write `flag: {name: on}`")
            return None
        name, value = next(iter(body.entries.items()))
        known = self._all("flags", source)
        if name not in known:
            source.problems.at("FB401", body.key(name), f'there is no flag "{shortened(name)}"', near(name, known))
            return None
        if value.value not in ("on", "off", "true", "false"):
            source.problems.at("FB509", value, "a flag is on or off")
            return None
        return SetFlag(name, value.value in ("on", "true"), source.problems.place(body))

    def _recorded(self, body: Node, source: Source) -> Recorded | None:
        if not isinstance(body.value, list) or not all(isinstance(item.value, str) for item in body.items):
            source.problems.at("FB509", body, "`recorded` wants the names of events", "write `recorded: [OrderPlaced]`")
            return None
        refs = [self._anywhere("events", item, source) for item in body.items]
        return Recorded(tuple(ref for ref in refs if ref is not None), source.problems.place(body))

    def _see(self, body: Node, source: Source, title: str) -> See | None:
        if not isinstance(body.value, dict) or not body.value:
            source.problems.at("FB509", body, "`see` wants a view and its row", "write `see: {View: {field: value}}`")
            return None
        name, row = next(iter(body.entries.items()))
        absent = body.get("absent")
        for extra in body.entries:
            if extra not in (name, "absent"):
                source.problems.at("FB509", body.key(extra), "one view is seen in a step", "begin a new step with -")
        ref = self._anywhere("views", body.key(name), source)
        if ref is None:
            return None
        view = self.contexts[ref.context].views[ref.name]
        payload = self.payloads.payload(row, ref, view.fields, source, title, body.key(name))
        for key in view.key:
            if key not in payload.written:
                wrong = f'the row of {ref.name} is found by "{key}"'
                source.problems.at("FB508", body.key(name), wrong, f"write `{key}:`")
        return See(payload, bool(absent and absent.json()), source.problems.place(body))

    def _do(self, role: str, node: Node, source: Source, title: str) -> Do | None:
        body = node.entries[role]
        roles = self._all("roles", source)
        if role not in roles:
            wrong = f'"{shortened(role)}" is neither a role nor a step'
            help_ = near(role, [*roles, *_STEPS]) or f"steps: {', '.join(_STEPS)}"
            source.problems.at("FB404", node.key(role), wrong, help_)
            return None
        if isinstance(body.value, list) or body.is_null:
            source.problems.at("FB509", body, f"{role} issues a command", f"write `{role}: {{Command: {{…}}}}`")
            return None
        key, inner = self.payloads.named(body)
        ref = self._anywhere("commands", key, source)
        if ref is None:
            return None
        command = self.contexts[ref.context].commands[ref.name]
        if role not in command.by:
            allowed = ", ".join(command.by) or "only policies issue it"
            source.problems.at(
                "FB512", node.key(role), f"{role} may not issue {ref.name}", f"it is issued by: {allowed}"
            )
        payload = self.payloads.payload(inner, ref, command.fields, source, title, key)
        refused: Ref | None = None
        for extra, value in list(body.entries.items())[1:] if isinstance(body.value, dict) else ():
            if extra != "refused" or not isinstance(value.value, str):
                source.problems.at("FB509", body.key(extra), "beside the command only `refused: Rejection` may stand")
            elif value.text not in command.rejects:
                wrong = f'{ref.name} has no rejection "{shortened(value.text)}"'
                source.problems.at("FB507", value, wrong, near(value.text, command.rejects))
            else:
                refused = Ref(ref.context, value.text)
        return Do(role, payload, refused, source.problems.place(node))
