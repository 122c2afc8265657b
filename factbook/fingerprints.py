"""What something kept was made by, as one short text: when that changes, what was made before is no longer right.

It covers the source of functions and of everything of the same package that they use, and the version and shape of each
event. Comments, docstrings and layout make no difference.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from textwrap import dedent
from types import CodeType, FunctionType
from typing import Any, cast

from ._shapes import Anything, Entries, Items, Leaf, OneOf, Optional, Record, Shape, Words, parts_of
from .system import AnyDecider, System

__all__ = ["digest", "event_text", "fingerprint", "shape_text", "sources"]


def fingerprint(system: System, decider: AnyDecider) -> str:
    """What the state of a decider is folded with: its ``evolve``, its first state, and the events that it takes."""
    contract = decider.contract
    events = contract.evolves if contract else decider.events
    name = contract.name if contract else ""
    parts = [name, *sources(decider.evolve), repr(decider.initial), *(event_text(system, event) for event in events)]
    return digest([*parts, *(repr(one.reads) for one in contract.commands.values())] if contract else parts)


def digest(parts: Iterable[str]) -> str:
    """One short text for several long ones."""
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def event_text(system: System, event: type[Any]) -> str:
    """An event as it is now: its name, version and shape, and by which tags it is found."""
    context = event.__module__.removeprefix(f"{system.package}.").partition(".")[0]
    entry = next(entry for entry in system.codec(context).events if entry.type is event)
    return f"{context}.{event.__name__} {entry.version} {entry.tags} {shape_text(event)}"


def shape_text(cls: type[Any]) -> str:
    """The shape of a generated class, or of one like it, as text."""
    return _shape(Record(cls), set())


def sources(function: Callable[..., Any]) -> list[str]:
    """The source of a function, and of every function and class of the same top package that it uses, sorted."""
    home = function.__module__.partition(".")[0]
    found: dict[str, str] = {}
    todo: list[Any] = [inspect.unwrap(function)]
    while todo:
        one = todo.pop()
        name = f"{one.__module__}.{one.__qualname__}"
        if name in found or one.__module__.partition(".")[0] != home:
            continue
        found[name] = _source(one)
        todo += _used(one)
    return [f"{name}: {text}" for name, text in sorted(found.items())]


def _used(one: Any) -> Iterator[Any]:
    """The functions and classes that a function, or a method of a class, names."""
    functions = [one] if inspect.isfunction(one) else list[Any](cast("dict[str, Any]", one.__dict__).values())
    for function in filter(inspect.isfunction, functions):
        names = _names(function.__code__)
        for used in _captured(function, names).values():
            inside = (
                [getattr(used, name) for name in names if hasattr(used, name)] if inspect.ismodule(used) else [used]
            )
            yield from (part for part in inside if inspect.isfunction(part) or inspect.isclass(part))


def _names(code: CodeType) -> set[str]:
    """All names in a function and in the functions inside of it."""
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return {*code.co_names, *code.co_freevars}.union(*map(_names, inner))


def _captured(function: FunctionType, names: set[str]) -> dict[str, Any]:
    """What a function means by names that it does not define itself."""
    around = {name: function.__globals__[name] for name in names if name in function.__globals__}
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return around | {name: cell.cell_contents for name, cell in cells}


def _source(one: Any) -> str:
    """The source without what makes no difference; the compiled code where there is none to read."""
    values = ""
    if inspect.isfunction(one):
        captured = _captured(one, _names(one.__code__))
        values = repr(sorted((name, repr(value)) for name, value in captured.items() if _is_plain(value)))
    try:
        text = dedent(inspect.getsource(one))
    except (OSError, TypeError):
        return values + (_compiled(one.__code__) if inspect.isfunction(one) else repr(one))
    try:
        tree = ast.parse(text)
    except SyntaxError:  # a lambda in the midst of something
        return values + text
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return values + ast.dump(tree)


def _is_plain(value: object) -> bool:
    """Whether the text of a value says all about it."""
    return not (callable(value) or inspect.ismodule(value) or " at 0x" in repr(value))


def _compiled(code: CodeType) -> str:
    inner = [_compiled(const) if isinstance(const, CodeType) else repr(const) for const in code.co_consts]
    return f"{code.co_code.hex()} {code.co_names} {inner}"


def _shape(shape: Shape, above: set[type[Any]]) -> str:
    """A shape as text; of a record inside of itself only the name."""
    match shape:
        case Leaf(kind):
            return kind.__name__
        case Anything():
            return "json"
        case Words(kind):
            return f"{kind.__name__}{[word.value for word in kind]}"
        case Record(cls):
            if cls in above:
                return cls.__name__
            parts = (f"{name}: {_shape(part, above | {cls})}" for name, part in parts_of(cls).items())
            return f"{cls.__name__}({', '.join(parts)})"
        case OneOf(classes):
            return " | ".join(_shape(Record(cls), above) for cls in classes)
        case Optional(inner):
            return f"{_shape(inner, above)}?"
        case Items(item, _):
            return f"[{_shape(item, above)}]"
        case Entries(key, value, _):
            return f"{{{_shape(key, above)}: {_shape(value, above)}}}"
