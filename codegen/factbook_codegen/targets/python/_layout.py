"""Expressions and where their lines break: as the formatter breaks them, so that it finds nothing to do.

What fits on a line stays on it; else brackets are opened, with one item a line and a comma after each, and unions stand
one member a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ._text import LINE, Code, width

__all__ = [
    "Brackets",
    "Expr",
    "Union",
    "assignment",
    "call",
    "declaration",
    "flat",
    "lay",
    "parameter",
    "subscript",
    "tuple_of",
    "union",
]


class Brackets:
    """``head`` with its opening bracket, items with their labels (``reads=``, ``"key": ``, or nothing), and the closing
    one. ``explode`` forces one item a line. ``line`` is all of it on one line, empty where it must not stand on one.
    """

    __slots__ = ("close", "head", "items", "line")

    line: str

    def __init__(self, head: str, items: tuple[tuple[str, Expr], ...], close: str, explode: bool = False) -> None:
        self.head, self.items, self.close = head, items, close
        alone = head == "(" and len(items) == 1  # the comma that makes it a tuple holds no line open
        lines = [] if explode and not alone else [item if isinstance(item, str) else item.line for _, item in items]
        if (explode and items and not alone) or not all(lines):
            self.line = ""
        else:
            inner = ", ".join([label + line for (label, _), line in zip(items, lines, strict=True)])
            self.line = f"{head}{inner}{',' if alone else ''}{close}"


class Union:
    """``A | B``."""

    __slots__ = ("line", "members")

    line: str

    def __init__(self, members: tuple[Expr, ...]) -> None:
        self.members = members
        lines = [flat(member) for member in members]
        self.line = " | ".join(lines) if all(lines) else ""


Expr: TypeAlias = "str | Brackets | Union"


def subscript(head: str, *items: Expr) -> Expr:
    """``head[a, b]``."""
    return Brackets(f"{head}[", tuple(("", item) for item in items), "]")


def call(head: str, *items: Expr, named: Mapping[str, Expr] | None = None, explode: bool = False) -> Expr:
    """``head(a, b, key=c)``."""
    labelled = tuple((f"{key}=", item) for key, item in (named or {}).items())
    return Brackets(f"{head}(", (*(("", item) for item in items), *labelled), ")", explode)


def tuple_of(items: Iterable[Expr]) -> Expr:
    """``(a, b)``, ``(a,)`` or ``()``."""
    return Brackets("(", tuple(("", item) for item in items), ")")


def union(members: Iterable[Expr]) -> Expr:
    """``A | B``, or the only member."""
    found = tuple(members)
    return found[0] if len(found) == 1 else Union(found)


# Laying out ----------------------------------------------------------------------------------------------------------


def flat(expr: Expr) -> str:
    """An expression on one line; empty where it must not stand on one."""
    return expr if isinstance(expr, str) else expr.line


def lay(expr: Expr, indent: int, before: int, after: int) -> str:
    """An expression that begins in column ``before`` of a line indented by ``indent``; ``after`` columns follow it."""
    line = flat(expr)
    if isinstance(expr, str) or (line and before + width(line) + after <= LINE):
        return line
    if isinstance(expr, Brackets) and not expr.items:
        return line
    pad = " " * indent
    if isinstance(expr, Union):
        last = len(expr.members) - 1
        parts = [
            lay(member, indent, before if number == 0 else indent + 2, after if number == last else 0)
            for number, member in enumerate(expr.members)
        ]
        return f"\n{pad}| ".join(parts)
    inner = indent + 4
    comma = "" if expr.close == "]" and len(expr.items) == 1 and expr.head != "[" else ","
    lines = [
        f"{' ' * inner}{label}{lay(item, inner, inner + width(label), len(comma))}{comma}\n"
        for label, item in expr.items
    ]
    return f"{expr.head}\n{''.join(lines)}{pad}{expr.close}"


def _in_parentheses(expr: Expr, indent: int) -> str:
    return f"(\n{' ' * (indent + 4)}{lay(expr, indent + 4, indent + 4, 0)}\n{' ' * indent})"


def assignment(target: str, expr: Expr, indent: int = 0) -> Code:
    """``target = expr``."""
    start = f"{target} = "
    line = flat(expr)
    before = indent + len(start)
    if line and before + width(line) <= LINE:
        return Code(start + line)
    atom = isinstance(expr, str) and indent + 4 + width(expr) <= LINE
    headless = isinstance(expr, Brackets) and before + width(expr.head) > LINE
    if isinstance(expr, Union) or atom or headless:
        return Code(start + _in_parentheses(expr, indent))
    return Code(start + lay(expr, indent, before, 0))


def declaration(target: str, annotation: Expr, default: Expr | None, indent: int) -> Code:
    """``target: annotation = default``, or without the default."""
    start = f"{target}: "
    kind = flat(annotation)
    if isinstance(default, Brackets) and not default.items and default.head[0].isalpha():
        default = default.line  # a call without arguments is as good as a name
    value = "" if default is None else f" = {flat(default)}"
    before = indent + len(start)
    if kind and before + width(kind) + width(value) <= LINE:
        return Code(f"{start}{kind}{value}")
    if isinstance(default, Brackets) and default.items and before + width(kind) + 3 + width(default.head) <= LINE:
        return Code(f"{start}{kind} = {lay(default, indent, LINE, 0)}")
    if isinstance(default, str) and before + width(kind) + 4 <= LINE:
        if indent + 4 + width(default) > LINE and isinstance(annotation, str):
            return Code(f"{start}{kind}{value}")  # parentheses would not help
        return Code(f"{start}{kind} = {_in_parentheses(default, indent)}")
    if isinstance(default, Brackets) and default.items and before + width(kind) + 4 <= LINE:
        return Code(f"{start}{kind} = {_in_parentheses(default, indent)}")
    # From here on the annotation is split, if it can be, and a closing bracket of it begins the last line.
    split = LINE if isinstance(annotation, str) else indent + 4
    behind = "" if default is None else f" = {lay(default, indent, split, 0)}"
    if isinstance(annotation, Union) or (isinstance(annotation, str) and default is None):
        return Code(f"{start}{_in_parentheses(annotation, indent)}{behind}")
    if isinstance(annotation, str):
        return Code(f"{start}{kind}{value if isinstance(default, str) else behind}")
    return Code(f"{start}{lay(annotation, indent, LINE, 0)}{behind}")


def parameter(target: str, annotation: Expr, indent: int = 4) -> Code:
    """``target: annotation,`` in a list of parameters that stand one a line."""
    start = f"{target}: "
    return Code(f"{start}{lay(annotation, indent, indent + len(start), 1)},")
