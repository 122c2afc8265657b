"""Compiles the check that a class makes of its arguments: all rules of all fields as one expression."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from attrs import NOTHING, Factory, fields, has

from . import _rules
from ._rules import NAMES, Rules
from ._shapes import Anything, Entries, Items, Leaf, OneOf, Optional, Record, Shape, Words, parts_of
from .errors import ConstraintViolated

__all__ = ["Violation", "checked_init", "fitting", "violations"]


_FACTORY: Final = cast("type[Any]", Factory)
"""The class of what stands for a default that is made anew each time; to type checkers it is a function."""


class Violation(NamedTuple):
    """A value that does not fit, the way to it (``lines[3]``, ``prices["EUR"]``), and the rule it breaks."""

    path: str
    value: object
    says: str


def checked_init(cls: type[Any], plain: Callable[..., None]) -> Callable[..., None]:
    """An ``__init__`` that checks its arguments and then calls the ``plain`` one of attrs."""
    parts = parts_of(cls)
    attributes = [one for one in fields(cls) if one.init]
    shapes = {one.alias: parts[one.name] for one in attributes}
    source = _Source()
    parameters: list[str] = []
    factories: list[str] = []
    for one in attributes:
        if one.kw_only and "*" not in parameters:
            parameters.append("*")
        name = "" if one.default is NOTHING else source.named(one.default)
        parameters.append(f"{one.alias}={name}" if name else one.alias)
        if isinstance(one.default, _FACTORY):  # what was left out is made before it is checked
            made = source.named(cast("Any", one.default).factory)
            factories += [f"    if {one.alias} is {name}:", f"        {one.alias} = {made}()"]
    arguments = ", ".join(f"{one.alias}={one.alias}" if one.kw_only else one.alias for one in attributes)
    tests = "\n        and ".join(source.test(shape, name) for name, shape in shapes.items()) or "True"

    def refuse(values: Mapping[str, object]) -> None:
        for name, shape in shapes.items():
            for path, value, says in violations(shape, values[name], name):
                raise ConstraintViolated(cls.__name__, path, _shown(value), says)

    source.names |= {"_plain": plain, "_refuse": refuse}
    values = ", ".join(f"{name!r}: {name}" for name in shapes)
    source.lines += [
        f"def __init__({', '.join(['self', *parameters])}):",
        *factories,
        f"    if not ({tests}):",
        f"        _refuse({{{values}}})",
        f"    _plain({', '.join(['self', arguments] if arguments else ['self'])})",
    ]
    init: Callable[..., None] = source.function("__init__", f"<checks of {cls.__module__}.{cls.__qualname__}>")
    init.__module__, init.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
    init.__annotations__ = dict(plain.__annotations__)
    init.__wrapped__ = plain  # type: ignore[attr-defined]  # for whoever knows that nothing is to be checked
    return init


def fitting(shape: Shape) -> Callable[[object], bool]:
    """A function that tells whether a value is of a shape."""
    source = _Source()
    test = source.test(shape, "value")
    source.lines += ["def fits(value):", f"    return {test}"]
    fits: Callable[[object], bool] = source.function("fits", "<a check>")
    return fits


class _Source:
    """Functions under construction, and the values that they name."""

    def __init__(self) -> None:
        self.names = dict(NAMES)
        self.lines: list[str] = []

    def named(self, value: object) -> str:
        """A name for a value."""
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name

    def function(self, name: str, filename: str) -> Any:
        """The function of this name, compiled with those that it needs."""
        exec(compile("\n".join(self.lines), filename, "exec"), self.names)
        return self.names[name]

    def test(self, shape: Shape, v: str) -> str:
        """An expression that is true when the value that ``v`` names fits."""
        match shape:
            case Leaf(_, rules):
                return self.all(rules, v)
            case Words(kind) | Record(kind):
                return f"_isinstance({v}, {self.named(kind)})"
            case OneOf(kinds):
                return f"_isinstance({v}, {self.named(kinds)})"
            case Anything():
                return self.all((_rules.JSON,), v)
            case Optional(inner):
                return f"({v} is None or {self.test(inner, v)})"
            case Items(item, rules):
                return f"{self.all(rules, v)} and {self.each('v', v, self.test(item, 'v'))}"
            case Entries(key, value, rules):
                parts = f"{self.test(key, 'k')} and {self.test(value, 'v')}"
                return f"{self.all(rules, v)} and {self.each('k, v', f'{v}.items()', parts)}"

    def all(self, rules: Rules, v: str) -> str:
        """All of these rules."""
        return " and ".join(
            rule.test.format(v=v, a="" if rule.argument is None else self.named(rule.argument)) for rule in rules
        )

    def each(self, names: str, parts: str, test: str) -> str:
        """A test of each part: a function of its own, because a loop is no expression and ``all`` is slow."""
        name = self.named(None)
        self.lines += [
            f"def {name}(parts):",
            f"    for {names} in parts:",
            f"        if not ({test}):",
            "            return False",
            "    return True",
        ]
        return f"{name}({parts})"


def violations(shape: Shape, value: Any, path: str) -> Iterator[Violation]:
    """All that does not fit, of a value that stands at ``path``."""
    match shape:
        case Leaf(_, rules):
            yield from _broken(rules, value, path)
        case Words(kind):
            if not isinstance(value, kind):
                yield Violation(path, value, f"is no {kind.__name__}")
        case Record(kind):
            if not isinstance(value, kind):
                yield Violation(path, value, f"is no {kind.__name__}")
        case OneOf(kinds):
            if not isinstance(value, kinds):
                yield Violation(path, value, f"is none of {', '.join(kind.__name__ for kind in kinds)}")
        case Anything():
            yield from _broken((_rules.JSON,), value, path)
        case Optional(inner):
            if value is not None:
                yield from violations(inner, value, path)
        case Items(item, rules):
            broken = list(_broken(rules, value, path))
            yield from broken
            if isinstance(value, tuple):
                for index, one in enumerate(cast("tuple[object, ...]", value)):
                    yield from violations(item, one, f"{path}[{index}]")
        case Entries(key, part, rules):
            yield from _broken(rules, value, path)
            if isinstance(value, Mapping):
                for name, one in cast("Mapping[object, object]", value).items():
                    yield from violations(key, name, f"{path}[{_shown(name)}]")
                    yield from violations(part, one, f"{path}[{_shown(name)}]")


def _broken(rules: Rules, value: object, path: str) -> Iterator[Violation]:
    """The first rule that is broken: those after it may rely on it."""
    for rule in rules:
        if not rule.holds(value):
            yield Violation(path, value, rule.says)
            return


class _Shortened(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = 60


_repr: Final = _Shortened().repr


def _shown(value: object) -> str:
    """A value in a sentence, cut short; of one that has parts only what it is."""
    kind = type(value)
    if isinstance(value, list | tuple | dict):
        return f"a {kind.__name__} of {len(cast('Collection[object]', value))}"
    return f"{kind.__name__}(…)" if has(kind) else _repr(value)
