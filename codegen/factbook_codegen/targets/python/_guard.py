"""The last look at a file before it leaves: does it hold only what its template can produce?

Parsing every line of five thousand messages takes longer than writing them, and most lines are alike. So the texts of
literals and comments are cut out, what is left is split into logical lines, names and numbers that can do no harm are
made one, and each line that has not been seen before is parsed; every node must be on the list of its kind of file. A
file that cannot be cut up that way is parsed as a whole.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

__all__ = ["Forbidden", "check", "look_at_all", "look_at_lines"]


class Forbidden(Exception):
    """A generated file holds something that its template cannot have produced."""


_DATA: Final = "Module Expr Constant ImportFrom alias Name Load Store Subscript Tuple Call keyword BinOp BitOr"
_CLASSES: Final = f"{_DATA} Import ClassDef AnnAssign Attribute UnaryOp USub Lambda arguments Dict List Assign"
_FUNCTIONS: Final = f"{_DATA} Assign Dict FunctionDef arguments arg Return List Attribute Starred"

KINDS: Final = {
    "types.py.jinja": frozenset(_CLASSES.split()),
    "messages.py.jinja": frozenset(_CLASSES.split()),
    "views.py.jinja": frozenset(f"{_CLASSES} {_FUNCTIONS}".split()),
    "queries.py.jinja": frozenset(f"{_FUNCTIONS} Import".split()),
    "deciders.py.jinja": frozenset(_FUNCTIONS.split()),
    "policies.py.jinja": frozenset(_FUNCTIONS.split()),
    "codec.py.jinja": frozenset(f"{_DATA} Assign Dict List UnaryOp USub Attribute".split()),
    "package.py.jinja": frozenset(f"{_DATA} Assign Dict List If".split()),
    "system.py.jinja": frozenset(f"{_FUNCTIONS} If".split()),
    "strategies.py.jinja": frozenset(f"{_FUNCTIONS} UnaryOp USub Attribute".split()),
    "root.py.jinja": frozenset(["Module", "Expr", "Constant"]),
}
"""The kinds of nodes that each template of ours can produce."""

_WORDS: Final = frozenset(
    [
        *("x", "str", "int", "float", "bool", "bytes", "tuple", "list", "dict", "builtins"),
        *("lazy_exports", "initial", "evolve", "keys", "react", "views", "_views", "__name__"),
    ]
)
"""The names in small letters that any generated file may read, beside those that it imports (large ones are the
catalogue's, and do no harm)."""

_MODULES: Final = re.compile(r"__future__|collections\.abc|datetime|decimal|enum|typing|uuid|factbook\.[a-z.]+")


def check(text: str, template: str | None, path: str, known: frozenset[str] = frozenset()) -> None:
    """Raise :class:`Forbidden` if a file holds what ``template`` cannot produce.

    ``known`` are the names in small letters that the file imports or defines. Without ``template`` (a project has its
    own, and may do in it what it likes) the file only has to be Python.
    """
    try:
        if template is None:
            ast.parse(text)
        elif not look_at_lines(text, template, known):
            look_at_all(text, template, known)
    except (Forbidden, SyntaxError) as error:
        raise Forbidden(f"{path} would hold what no catalogue may put there: {error}") from None


# Line by line --------------------------------------------------------------------------------------------------------

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_TEXTS: Final = re.compile(
    r'''#[^\n]*|"(?:""[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*"""|[^"\\\n]*(?:\\.[^"\\\n]*)*")'''
    r"""|'(?!'')[^'\\\n]*(?:\\.[^'\\\n]*)*'"""
)
"""Comments and literals (but for the letter before them), found from the left as Python finds them."""

_STRAY: Final = re.compile(r"""["'\\]""")
"""What stands nowhere else; if it does, the literals were not cut out as Python sees them."""

_LOGICAL: Final = re.compile(r"^( *)[^\s)\]}][^\n]*(?:(?<=[(\[{])\n(?:\1 [^\n]+\n)+\1[)\]}][^\n]*)*$", re.MULTILINE)
"""A line, and as long as it ends in an opening bracket, the deeper lines after it and the one that closes it."""

_SAME: Final = (
    (re.compile(r"^(.*\n)\1+", re.MULTILINE), r"\1"),  # items that are alike
    (re.compile(r"\b[A-Z]\w*"), "X"),
    (re.compile(r"\b\d[\d._]*(?:e[+-]?\d+)?"), "0"),
    (re.compile(r"(\(|\n +)([a-z]\w*)=\2\b"), r"\1x=x"),  # within brackets: elsewhere it reads a name
    (re.compile(r"(, )([a-z]\w*)=\2\b(?=[^()\n]*\))"), r"\1x=x"),
    (re.compile(r"\b[a-z]\w*(?==)"), "x"),
    (re.compile(r"^( +)[a-z]\w*(?=: )", re.MULTILINE), r"\1x"),
    (re.compile(r"\b[a-z]\w*\.(?=X)"), "x."),
    (re.compile(r"^(from \.+)[\w.]*(?= import )"), r"\1x"),
    (re.compile(r"^(.*\n)\1+", re.MULTILINE), r"\1"),
)
"""What makes no difference to whether a line is harmless."""

_seen: Final[dict[str, dict[str, frozenset[str]]]] = {template: {} for template in KINDS}
_parsed: Final[dict[str, dict[str, frozenset[str]]]] = {template: {} for template in KINDS}
"""Lines that were looked at, as they stood and with what makes no difference made one, and the names that they read."""


def look_at_lines(text: str, template: str, known: frozenset[str] = frozenset()) -> bool:
    """Look at every logical line; false where the file cannot be split into lines with certainty."""
    if _CONTROL.search(text):
        return False
    lines: set[str] = set()

    def take(line: re.Match[str]) -> str:
        lines.add(line[0])
        return ""

    cut = _TEXTS.sub(lambda found: "" if found[0].startswith("#") else "''", text)
    if _STRAY.search(cut.replace("''", "")) or _LOGICAL.sub(take, cut).strip():
        return False
    seen, parsed = _seen[template], _parsed[template]
    read: set[frozenset[str]] = set()
    for line in lines:
        names = seen.get(line)
        if names is None:
            same = line
            for pattern, one in _SAME:
                same = pattern.sub(one, same)
            if same not in parsed:
                try:
                    nodes = _parts(same)
                except SyntaxError:
                    return False
                parsed[same] = _look(nodes, KINDS[template], line)
            names = seen[line] = parsed[same]
        read.add(names)
    _only({name for names in read for name in names}, _WORDS | known)
    return True


def _parts(line: str) -> Sequence[ast.AST]:
    """What a logical line holds; a line that needs others to be complete gets them for a moment."""
    pad = line[: len(line) - len(line.lstrip())]
    line = line.removeprefix(pad).replace(f"\n{pad}", "\n")
    if line == "else:":
        line = "if x:"
    if line.startswith("@"):
        decorated = ast.parse(f"{line}\nclass X: pass").body[0]
        return decorated.decorator_list if isinstance(decorated, ast.ClassDef) else [decorated]
    if not line.endswith(":"):
        return ast.parse(line).body
    statement = ast.parse(f"{line} pass").body[0]
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.If):
        statement.body = []
    return [statement]


# As a whole ----------------------------------------------------------------------------------------------------------


def look_at_all(text: str, template: str, known: frozenset[str] = frozenset()) -> None:
    """Parse a file and look at every node."""
    tree = ast.parse(text)
    parameters = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    modules = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module is None and node.level
        for name in node.names
    }
    _only(_look([tree], KINDS[template], ""), {*_WORDS, *known, *parameters, *modules})


def _only(names: Collection[str], known: Collection[str]) -> None:
    if strange := sorted(name for name in names if name not in known):
        raise Forbidden(f"the name {strange[0]}")


def _look(nodes: Iterable[ast.AST], kinds: Collection[str], line: str) -> frozenset[str]:
    """Look at every node; answers the names in small letters that are read."""
    names: set[str] = set()
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        kind = type(node).__name__
        if kind not in kinds or not _harmless(node):
            where = f" in {line.strip()!r}" if line else f" in line {getattr(node, 'lineno', 1)}"
            raise Forbidden(f"{kind}{where}")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and not node.id[0].isupper():
            names.add(node.id)
    return frozenset(names)


def _harmless(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=value):
            return isinstance(value, ast.Constant) and isinstance(value.value, str)
        case ast.Attribute(value=value, attr=attr):
            return isinstance(value, ast.Name) and (attr[0].isupper() or attr in _WORDS)
        case ast.Call(func=func):
            return isinstance(func, ast.Name)
        case ast.ImportFrom(module=module, level=level):
            return level > 0 or (module is not None and _MODULES.fullmatch(module) is not None)
        case ast.Import(names=names):
            return [one.name for one in names] == ["builtins"]
        case _:
            return True
