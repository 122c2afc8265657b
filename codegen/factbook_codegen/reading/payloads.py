"""Payloads of examples: a name, and the fields of a message, checked and completed."""

from __future__ import annotations

from ..model import Fields, Payload, Ref
from .messages import Messages
from .nodes import Node
from .source import Source
from .types import Types
from .values import Filling


class Payloads:
    """Reads the payloads of scenarios and stories."""

    def __init__(self, types: Types, messages: Messages) -> None:
        self.types = types
        self.messages = messages

    def payload(
        self, node: Node | None, ref: Ref, fields: Fields, source: Source, scope: str, key: Node, code: str = "FB503"
    ) -> Payload:
        """The message at ``node``, all its fields; ``scope`` is the scenario or story within which words mean uuids."""
        body = node if node is not None and isinstance(node.value, dict) else None
        if node is not None and body is None and not node.is_null:
            help_ = f"write `{ref.name}: {{field: value}}`"
            source.problems.at(code, node, f"{node.kind} stands here, where the fields of {ref.name} belong", help_)
        at = body if body is not None else key
        data = self.types.values.message(at, fields, ref.name, source, Filling(scope), code)
        return Payload(ref, data, tuple(body.entries) if body else (), source.problems.place(key))

    @staticmethod
    def named(node: Node) -> tuple[Node, Node | None]:
        """The name and the body of ``Name`` or ``{Name: {…}}``."""
        if isinstance(node.value, str):
            return node, None
        name = next(iter(node.entries))
        return node.key(name), node.entries[name]

    def event(self, node: Node, source: Source, scope: str) -> Payload | None:
        """An event that somebody in ``source`` may read."""
        key, body = self.named(node)
        ref = self.messages.events.find(key, source)
        return (
            None if ref is None else self.payload(body, ref, self.messages.events.event(ref).fields, source, scope, key)
        )


def is_message(node: Node, source: Source) -> bool:
    """Whether this is ``Name`` or ``{Name: {…}}``; reports what is not."""
    if isinstance(node.value, str) and not node.is_null:
        return True
    if isinstance(node.value, dict) and len(node.value) == 1:
        body = next(iter(node.value.values()))
        if isinstance(body.value, dict) or body.is_null:
            return True
    source.problems.at("FB506", node, "one message stands here", "write `Name` or `{Name: {field: value}}`")
    return False
