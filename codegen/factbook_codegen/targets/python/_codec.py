"""The module ``codec`` of a context: every message with what the codec has to know about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...model import ABSENT, Command, Context, Default, Effect, Event, Primitive, Ref, System, UpcastStep
from ._layout import Brackets, Expr, assignment, call, tuple_of
from ._scope import Scope
from ._text import Code, literal
from ._types import Types

__all__ = ["codec"]

_CODEC = "factbook.codec"


def codec(context: Context, system: System, scope: Scope) -> Code:
    """``CODEC = Codec(…)``."""
    types = Types(system, scope)

    def own(module: str) -> Callable[[str], Expr]:
        return lambda entry: scope.entry(Ref(context.name, entry), module)

    def all_of(entries: Iterable[Expr]) -> Expr:
        return Brackets("(", tuple(("", entry) for entry in entries), ")", explode=True)

    parts: dict[str, Expr] = {}
    if context.events:
        parts["events"] = all_of(_event(event, own("events")(event.name), types) for event in context.events.values())
    if context.commands:
        found = context.commands.values()
        parts["commands"] = all_of(_command(command, own("commands")(command.name), types) for command in found)
    if context.effects:
        effects = context.effects.values()
        parts["effects"] = all_of(_command(effect, own("effects")(effect.name), types) for effect in effects)
    if context.rejections:
        parts["rejections"] = all_of(map(own("rejections"), context.rejections))
    if context.views:
        parts["rows"] = all_of(map(own("views"), context.views))
    made = call(scope.library(_CODEC, "Codec"), literal(context.name), named=parts, explode=True)
    return assignment("CODEC", made)


def _event(event: Event, cls: Expr, types: Types) -> Expr:
    named: dict[str, Expr] = {}
    if event.version != 1:
        named["version"] = literal(event.version)
    if event.tags:
        tags = (tuple_of([literal(prefix), literal(".".join(path))]) for prefix, path in event.tags)
        named["tags"] = tuple_of(tags)
    if event.older:
        steps = [
            Brackets("(", tuple(("", _step(step, types)) for step in older.steps), ")", explode=len(older.steps) > 1)
            for older in event.older
        ]
        named["upcasts"] = Brackets("(", tuple(("", some) for some in steps), ")", explode=True)
    return call(types.scope.library(_CODEC, "EventEntry"), cls, named=named, explode=bool(event.older))


def _step(step: UpcastStep, types: Types) -> Expr:
    """``rename("lines.*.count", "quantity")``."""
    given: list[Expr] = [literal(".".join(step.path))]
    named: dict[str, Expr] = {}
    function = step.function
    match step.kind:
        case "add" if function is not None:
            named["by"] = literal(function.name)
        case "add":
            given.append(types.value(Primitive("json"), step.value))
        case "rename":
            given.append(literal(step.value))
        case "convert" if function is not None:
            given.append(literal(function.name))
            if function.takes_none and not function.gives_none:
                named["none"] = literal(True)
        case _:
            pass
    return call(types.scope.library("factbook.upcasting", step.kind), *given, named=named)


def _command(command: Command | Effect, cls: Expr, types: Types) -> Expr:
    defaults: list[tuple[str, Expr]] = []
    for field in command.fields.values():
        if field.default is ABSENT:
            continue
        if not isinstance(field.default, Default):
            value = types.value(Primitive("json"), field.default)
        elif field.default is Default.NEW:
            value = types.scope.library(_CODEC, "NEW")
        else:
            day = types.base(field.type) == Primitive("date")
            value = types.scope.library(_CODEC, "TODAY" if day else "NOW")
        defaults.append((f"{literal(field.name)}: ", value))
    named: dict[str, Expr] = {"defaults": Brackets("{", tuple(defaults), "}")} if defaults else {}
    return call(types.scope.library(_CODEC, "CommandEntry"), cls, named=named)
