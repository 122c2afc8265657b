"""What follows from events: policies, views and the queries on them; and the roles and flags of a context."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from ..diagnostics import near
from ..model import (
    EnumType,
    Field,
    Fields,
    Flag,
    Issue,
    ListOf,
    Order,
    Path,
    Policy,
    Primitive,
    Query,
    Ref,
    Role,
    View,
    Visibility,
)
from ..model import Source as ViewSource
from . import literals
from .events import common
from .lookup import Dead
from .mending import mended
from .messages import Messages
from .nodes import Node
from .scan import shortened
from .source import Source, SystemSources
from .types import Types

COMPUTED: Final = "computed"
_NO_COLUMN: Final = ("json", "bytes", "?")
_NO_KEY: Final = (*_NO_COLUMN, "float")


class Reactions:
    """Resolves what reacts to the events of one system."""

    def __init__(self, system: SystemSources, types: Types, messages: Messages) -> None:
        self.system = system
        self.types = types
        self.events = messages.events
        self.boundaries = messages.boundaries
        self._fields: dict[Ref, Fields] = {}

    # Policies --------------------------------------------------------------------------------------------------------

    def policies(self, source: Source) -> dict[str, Policy]:
        """The policies of a context."""
        return {name: self._policy(name, node, source) for name, node in source.entries("policies").items()}

    def _policy(self, name: str, node: Node, source: Source) -> Policy:
        found = [self.events.find(item, source) for item in one_or_many(node.entries["when"])]
        if None in found:
            self.system.doubts.obscure("when", Ref(source.name, name))
        when = tuple(dict.fromkeys(ref for ref in found if ref is not None))
        flag, after = node.get("flag"), node.get("after")
        switch = self.system.find("flags", source, flag, "FB401") if flag else None
        fields = common([self.events.event(ref).fields for ref in when])
        holder = when[0].name if len(when) == 1 else f"one of the events of {name}"
        return Policy(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            when=when,
            issues=tuple(dict.fromkeys(self._issues(name, node.entries["issues"], source))),
            after=read_duration(after, source) if after else None,
            flag=switch.name if switch else None,
            reads=self.boundaries.read(name, node.get("reads"), fields if when else None, source, holder=holder),
        )

    def _issues(self, policy: str, node: Node, source: Source) -> Iterator[Issue]:
        for item in node.items:
            context, _, name = item.text.rpartition(".")
            owner = context or source.name
            if self.system.has(owner) and name in self.system.names("effects", owner):
                yield Issue(Ref(owner, name), "effect")
                continue
            ref = None
            if self.system.has(owner) and name in self.system.names("events", owner):
                wrong = f"{item.text} is an event, and a policy issues commands and effects"
                source.problems.at("FB316", item, wrong, "issue the command that records it")
            elif not self.system.excused("effects", owner, name):
                ref = self.system.find("commands", source, item, "FB316", also="effects")
            if ref is not None:
                yield Issue(ref, "command")
            else:
                self.system.doubts.obscure("issues", Ref(source.name, policy))

    # Views -----------------------------------------------------------------------------------------------------------

    def fields_of(self, ref: Ref) -> Fields:
        """The fields of a view that exists."""
        if ref.context in self.system.known:
            return self.system.known[ref.context].views[ref.name].fields
        if (found := self._fields.get(ref)) is None:
            source = self.system.sources[ref.context]
            node = source.entries("views")[ref.name].get("fields")
            found = self._fields[ref] = self.types.fields.read(node, source)
        return found

    def views(self, source: Source) -> dict[str, View]:
        """The views of a context."""
        return {name: self._view(name, node, source) for name, node in source.entries("views").items()}

    def _view(self, name: str, node: Node, source: Source) -> View:
        fields = self.fields_of(Ref(source.name, name))
        keys = one_or_many(node.entries["key"])
        for index, item in enumerate(keys):
            self._check_key(item, fields, source)
            if item.text in [one.text for one in keys[:index]]:
                source.problems.at("FB406", item, f'"{item.text}" stands twice in the key', "remove one of them")
        sources: list[ViewSource] = []
        for event, paths in node.entries["from"].entries.items():
            at = node.entries["from"].key(event)
            ref = self.events.find(at, source)
            if ref is None:
                self.system.doubts.obscure("from", Ref(source.name, name))
            else:
                found = None if paths.value == COMPUTED else self._key_paths(paths, ref, keys, fields, source)
                sources.append(ViewSource(ref, found, source.problems.place(at)))
        return View(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            key=tuple(item.text for item in keys),
            sources=tuple(sources),
            fields=fields,
            index=tuple(self._index(node.get("index"), fields, source)),
            visible_to=tuple(self._visible_to(node.get("visible_to"), fields, source)),
        )

    def _check_key(self, item: Node, fields: Fields, source: Source) -> None:
        if item.text not in fields:
            wrong = f'the key "{item.text}" is no field of the view'
            source.problems.at("FB406", item, wrong, near(item.text, fields) or "add it to `fields:`")
        elif fields[item.text].optional:
            wrong = f'the key "{item.text}" may be missing, and a row needs one'
            source.problems.at("FB406", item, wrong, "remove the ? of the field")
        elif not self._is_plain(fields[item.text], _NO_KEY):
            wrong = f'"{item.text}" cannot name a row: it is no short text, number or date'
            source.problems.at("FB407", item, wrong, "choose another field, or one field of it")

    def _is_plain(self, field: Field, refused: tuple[str, ...]) -> bool:
        """Whether a field holds one plain value that rows can be told apart or found by."""
        base = self.types.base(field.type)
        plain = isinstance(base, EnumType) or (isinstance(base, Primitive) and base.name not in refused)
        return plain or self.types.is_unknown(field.type)

    def _key_paths(self, node: Node, ref: Ref, keys: list[Node], fields: Fields, source: Source) -> tuple[Path, ...]:
        items = one_or_many(node)
        if len(items) != len(keys):
            names = ", ".join(key.text for key in keys)
            count = "1 field" if len(keys) == 1 else f"{len(keys)} fields"
            wrong = (
                f"the key has {count} ({names}), and here {'stands 1' if len(items) == 1 else f'stand {len(items)}'}"
            )
            source.problems.at("FB407", items[0], wrong, "name one path in the event for each, in the same order")
        paths: list[Path] = []
        for key, item in zip(keys, items, strict=False):
            path: Path = tuple(item.text.split("."))
            steps = self.types.follow(self.events.event(ref).fields, path, ref.name)
            if isinstance(steps, Dead):
                computed = f"write {COMPUTED} if a function keys(event) finds it"
                source.problems.at("FB306", item, steps.why, f"{steps.help}; or {computed}" if steps.help else computed)
                continue
            self._check_path(item, key, steps, fields, source)
            paths.append(path)
        return tuple(paths)

    def _check_path(self, item: Node, key: Node, steps: list[Field], fields: Fields, source: Source) -> None:
        """A path must always lead to a value that can be the key."""
        help_ = f"write {COMPUTED}, and a function keys(event)"
        found = steps[-1].type
        kind = found.item if isinstance(found, ListOf) else found
        if any(step.optional for step in steps):
            wrong = f'"{item.text}" may be missing, and then there is no row'
            source.problems.at("FB407", item, wrong, help_)
        elif key.text in fields and not self.types.is_unknown(kind):
            wanted = fields[key.text].type
            tags = {self.types.tag_of(kind), self.types.tag_of(wanted)} - {None}
            if self.types.is_unknown(wanted):
                return
            if self.types.base(kind) != self.types.base(wanted) or len(tags) > 1:
                wrong = f'"{item.text}" and the key "{key.text}" have different types'
                source.problems.at("FB407", item, wrong, help_)

    def _index(self, node: Node | None, fields: Fields, source: Source) -> Iterator[tuple[str, ...]]:
        for item in node.items if node else ():
            group = [name for name in one_or_many(item) if self._is_column(name, fields, source)]
            if group:
                yield tuple(name.text for name in group)

    def _visible_to(self, node: Node | None, fields: Fields, source: Source) -> Iterator[Visibility]:
        for role, what in node.entries.items() if node else ():
            assert node is not None
            ref = self.system.find("roles", source, node.key(role), "FB404")
            own = what.get("own")
            if own is not None and not self._is_column(own, fields, source):
                continue
            if ref is not None:
                yield Visibility(role, own.text if own else None)

    def _is_column(self, node: Node, fields: Fields, source: Source) -> bool:
        """Whether a text names a field that rows can be searched or sorted by; reports what does not."""
        if node.text not in fields:
            wrong = f'the view has no field "{shortened(node.text)}"'
            source.problems.at("FB409", node, wrong, near(node.text, fields))
            return False
        if not self._is_plain(fields[node.text], _NO_COLUMN):
            wrong = f'rows cannot be found by "{node.text}": it is no short text, number or date'
            source.problems.at("FB413", node, wrong, "add a field that holds what is looked for")
            return False
        return True

    def queries(self, source: Source) -> dict[str, Query]:
        """The queries of a context."""
        found: dict[str, Query] = {}
        for name, node in source.entries("queries").items():
            ref = self.system.find("views", source, node.entries["view"], "FB408")
            if ref is None:
                continue
            fields = self.fields_of(ref)
            where, order, limit = node.get("where"), node.get("order"), node.get("limit")
            asked = [item for item in (where.items if where else ()) if self._is_column(item, fields, source)]
            found[name] = Query(
                name=name,
                summary=node.summary(),
                place=source.problems.place(node),
                view=ref,
                where=tuple(dict.fromkeys(item.text for item in asked)),
                order=tuple(self._orders(order, fields, source)),
                limit=limit.json() if limit else None,
            )
        return found

    def _orders(self, node: Node | None, fields: Fields, source: Source) -> Iterator[Order]:
        for item in node.items if node else ():
            name = item.text.removeprefix("-")
            at = Node(name, item.line, item.column + len(item.text) - len(name), item.end, item.plain)
            if self._is_column(at, fields, source):
                yield Order(name, item.text.startswith("-"))


def read_duration(node: Node, source: Source) -> timedelta | None:
    """How long a policy or a story waits; reports what is no duration."""
    delay = literals.duration(node.text) if isinstance(node.value, str) else None
    if delay is None:
        said, help_ = node.kind, ""
        if isinstance(node.value, str):
            said, help_ = f'"{shortened(node.text)}"', mended("duration", node)
        source.problems.at("FB411", node, f"{said} is no duration", help_ or f"write {literals.HOW['duration']}")
    return delay


def one_or_many(node: Node) -> list[Node]:
    """The items of a list; a text alone is a list of one."""
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
