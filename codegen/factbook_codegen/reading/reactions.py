"""What follows from events: policies, views and the queries on them; and the roles and flags of a context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..diagnostics import near
from ..model import (
    Fields,
    Flag,
    Issue,
    ListOf,
    Order,
    Path,
    Policy,
    Query,
    Ref,
    Role,
    View,
    Visibility,
)
from ..model import Source as ViewSource
from . import literals
from .messages import Messages
from .nodes import Node
from .scan import shortened
from .source import Source, SystemSources
from .types import Types

COMPUTED = "computed"


class Reactions:
    """Resolves what reacts to the events of one system."""

    def __init__(self, system: SystemSources, types: Types, messages: Messages) -> None:
        self.system = system
        self.types = types
        self.messages = messages

    # Policies --------------------------------------------------------------------------------------------------------

    def policies(self, source: Source, flags: Iterable[str]) -> dict[str, Policy]:
        """The policies of a context; ``flags`` are those it may look at."""
        known = list(flags)
        return {name: self._policy(name, node, source, known) for name, node in source.entries("policies").items()}

    def _policy(self, name: str, node: Node, source: Source, flags: list[str]) -> Policy:
        when_node = node.entries["when"]
        items = [when_node] if isinstance(when_node.value, str) else when_node.items
        when = [ref for item in items if (ref := self.messages.event_ref(item, source)) is not None]
        flag = node.get("flag")
        if flag is not None and flag.text not in flags:
            source.problems.at("FB401", flag, f'there is no flag "{flag.text}"', near(flag.text, flags))
            flag = None
        after = node.get("after")
        delay = literals.duration(after.text) if after else None
        if after is not None and delay is None:
            source.problems.at(
                "FB411", after, f'"{shortened(after.text)}" is no duration', f"write {literals.HOW['duration']}"
            )
        fields: Fields = self.messages.event(when[0]).fields if when else {}
        for other in when[1:]:
            theirs = self.messages.event(other).fields
            fields = {name: field for name, field in fields.items() if name in theirs}
        return Policy(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            when=tuple(when),
            issues=tuple(self._issues(node.entries["issues"], source)),
            after=delay,
            flag=flag.text if flag else None,
            reads=self.messages.reads(node.get("reads"), (), fields, "the event", source) if when else (),
        )

    def _issues(self, node: Node, source: Source) -> Iterator[Issue]:
        for item in node.items:
            context, _, name = item.text.rpartition(".")
            owner = context or source.name
            if owner in self.system.contexts and name in self.system.names("effects", owner):
                yield Issue(Ref(owner, name), "effect")
            elif owner in self.system.contexts and name in self.system.names("commands", owner):
                yield Issue(Ref(owner, name), "command")
            elif (ref := self.system.find("commands", source, item, "FB316")) is not None:
                yield Issue(ref, "command")

    # Views -----------------------------------------------------------------------------------------------------------

    def views(self, source: Source, roles: Iterable[str]) -> dict[str, View]:
        """The views of a context."""
        known = list(roles)
        return {name: self._view(name, node, source, known) for name, node in source.entries("views").items()}

    def _view(self, name: str, node: Node, source: Source, roles: list[str]) -> View:
        fields = self.types.fields(node.get("fields"), source)
        key_nodes = _one_or_many(node.entries["key"])
        for item in key_nodes:
            if item.text not in fields:
                wrong = f'the key "{item.text}" is no field of the view'
                source.problems.at("FB406", item, wrong, near(item.text, fields))
            elif fields[item.text].optional:
                source.problems.at("FB406", item, f'the key "{item.text}" may be missing', "remove the ? of the field")
        key = tuple(item.text for item in key_nodes)
        sources: list[ViewSource] = []
        for event, paths in node.entries["from"].entries.items():
            at = node.entries["from"].key(event)
            ref = self.messages.event_ref(at, source)
            if ref is not None:
                found = None if paths.value == COMPUTED else self._key_paths(paths, ref, key, fields, source)
                sources.append(ViewSource(ref, found, source.problems.place(at)))
        return View(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            key=key,
            sources=tuple(sources),
            fields=fields,
            index=tuple(self._index(node.get("index"), fields, source)),
            visible_to=tuple(self._visible_to(node.get("visible_to"), fields, roles, source)),
        )

    def _key_paths(
        self, node: Node, ref: Ref, key: tuple[str, ...], fields: Fields, source: Source
    ) -> tuple[Path, ...]:
        items = _one_or_many(node)
        if len(items) != len(key):
            wrong = f"the key has {len(key)} fields ({', '.join(key)}), and here stand {len(items)}"
            source.problems.at("FB407", node, wrong, "name one path in the event for each, in the same order")
        paths: list[Path] = []
        for name, item in zip(key, items, strict=False):
            path: Path = tuple(item.text.split("."))
            found = self.types.follow(self.messages.event(ref).fields, path)
            if isinstance(found, str):
                wrong = f'"{shortened(item.text)}" is no field of {ref.name}: {found}'
                source.problems.at("FB306", item, wrong, f"or write {COMPUTED} and a function keys(event)")
                continue
            kind = found.type.item if isinstance(found.type, ListOf) else found.type
            if name in fields and self.types.base(kind) != self.types.base(fields[name].type):
                wrong = f'"{item.text}" and the key "{name}" have different types'
                source.problems.at("FB407", item, wrong, f"or write {COMPUTED} and a function keys(event)")
            paths.append(path)
        return tuple(paths)

    @staticmethod
    def _index(node: Node | None, fields: Fields, source: Source) -> Iterator[tuple[str, ...]]:
        for item in node.items if node else ():
            group = _one_or_many(item)
            missing = [name for name in group if not _is_field(name, fields, source)]
            if not missing:
                yield tuple(name.text for name in group)

    @staticmethod
    def _visible_to(node: Node | None, fields: Fields, roles: list[str], source: Source) -> Iterator[Visibility]:
        for role, what in node.entries.items() if node else ():
            if role not in roles:
                assert node is not None
                source.problems.at("FB404", node.key(role), f'there is no role "{role}"', near(role, roles))
                continue
            own = what.get("own")
            if own is None:
                yield Visibility(role, None)
            elif _is_field(own, fields, source):
                yield Visibility(role, own.text)

    def queries(self, source: Source, views: Mapping[str, View]) -> dict[str, Query]:
        """The queries of a context; ``views`` are its own."""
        found: dict[str, Query] = {}
        for name, node in source.entries("queries").items():
            written = node.entries["view"]
            ref = self.system.find("views", source, written, "FB408")
            if ref is None:
                continue
            fields = views[ref.name].fields if ref.context == source.name else self._fields_of(ref)
            where, order, limit = node.get("where"), node.get("order"), node.get("limit")
            found[name] = Query(
                name=name,
                summary=node.summary(),
                place=source.problems.place(node),
                view=ref,
                where=tuple(item.text for item in (where.items if where else ()) if _is_field(item, fields, source)),
                order=tuple(_orders(order, fields, source)),
                limit=limit.json() if limit else None,
            )
        return found

    def _fields_of(self, ref: Ref) -> Fields:
        """The fields of a view of another context."""
        if ref.context in self.system.known:
            return self.system.known[ref.context].views[ref.name].fields
        source = self.system.sources[ref.context]
        return self.types.fields(source.entries("views")[ref.name].get("fields"), source)


def _orders(node: Node | None, fields: Fields, source: Source) -> Iterator[Order]:
    for item in node.items if node else ():
        name = Node(item.text.removeprefix("-"), item.line, item.column, item.end, item.plain)
        if _is_field(name, fields, source):
            yield Order(name.text, item.text.startswith("-"))


def _is_field(node: Node, fields: Fields, source: Source) -> bool:
    if node.text in fields:
        return True
    source.problems.at("FB409", node, f'the view has no field "{shortened(node.text)}"', near(node.text, fields))
    return False


def _one_or_many(node: Node) -> list[Node]:
    return [node] if isinstance(node.value, str) else node.items


def roles(source: Source) -> dict[str, Role]:
    """The roles that a file declares."""
    return {
        name: Role(name, node.summary(), source.problems.place(node)) for name, node in source.entries("roles").items()
    }


def flags(source: Source) -> dict[str, Flag]:
    """The flags that a file declares; on unless it says otherwise."""
    found: dict[str, Flag] = {}
    for name, node in source.entries("flags").items():
        default = node.get("default")
        on = default is None or default.text in ("on", "true")
        found[name] = Flag(name, node.summary(), source.problems.place(node), on)
    return found
