"""From the bytes of a file to its nodes, safely: nothing here trusts the file.

libyaml's C loader is fast but crashes the process on deep nesting, expands aliases without bound and drops duplicate
keys silently. So the bytes are looked at first, aliases, anchors and tags are refused, and only then is the tree built.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml
from yaml._yaml import CParser

from .nodes import Node
from .problems import Problems

MAX_BYTES: Final = 8_000_000
"""No file of a catalogue is larger: 5,000 messages of eight fields are 3.2 MB."""

MAX_DEPTH: Final = 100
"""How deep brackets may nest; the deepest catalogue needs about ten."""

_BOMS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_COMPACT_NESTING: Final = re.compile(r"(?:[-?][ ]+){20}")
_TAB_INDENT: Final = re.compile(r"^ *\t+(?=[ \t]*[^\s#])", re.MULTILINE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SUSPECT: Final = re.compile(r"(?:^|[\s,\[{:?-])[&*!]\S", re.MULTILINE)
_BRACKETS: Final = re.compile(r"[\[\]{}]")


class _Composer(CParser):
    """libyaml's composer without YAML's own typing of scalars: what a scalar means depends on where it stands."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, _node: Any, _index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def scan(data: bytes, problems: Problems) -> Node | None:
    """The tree of a file, or ``None`` when it cannot be read; everything wrong with it goes into ``problems``."""
    text = _decode(data, problems)
    if text is None or not _harmless(text, problems):
        return None
    try:
        parser = _Composer(text)
        root: Any = parser.get_single_node()
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, problems)
        return None
    except (yaml.YAMLError, RecursionError) as error:
        problems.add("FB009", 1, 1, f"this is not YAML: {str(error).splitlines()[0]}")
        return None
    if root is None or (root.id == "scalar" and not root.value):
        problems.add("FB013", 1, 1, "the file is empty", "begin with `context: name`")
        return None
    return _convert(root, problems)


def _decode(data: bytes, problems: Problems) -> str | None:
    if len(data) > MAX_BYTES:
        problems.add("FB001", 1, 1, f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} a context may have")
        return None
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            problems.add("FB002", 1, 1, f"the file is {name}, not UTF-8", "save it as UTF-8")
            return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        if b"\x00" in data:
            problems.add("FB003", line, column, "this is a binary file, not YAML")
        else:
            wrong = f"byte 0x{data[error.start]:02X} is not UTF-8"
            problems.add("FB002", line, column, wrong, "save the file as UTF-8")
        return None
    if control := _CONTROL.search(text):
        line, column = _position(text, control.start())
        problems.add("FB003", line, column, f"the control character U+{ord(control[0]):04X} has no place in YAML text")
        return None
    return text


def _harmless(text: str, problems: Problems) -> bool:
    """Look for what would make libyaml crash or the tree explode, before libyaml sees it."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        if bracket[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                problems.add(
                    "FB005", *_position(text, bracket.start()), f"brackets nest deeper than {MAX_DEPTH} levels"
                )
                return False
        elif depth:
            depth -= 1
    if ("- - " in text or "? ? " in text) and (nested := _COMPACT_NESTING.search(text)):
        problems.add("FB005", *_position(text, nested.start()), "lists nest deeper than 20 levels in one line")
        return False
    if tab := _TAB_INDENT.search(text):
        at = text.index("\t", tab.start())
        problems.add("FB004", *_position(text, at), "a tab indents this line", "indent with spaces")
        return False
    suspicious = any(sign in text for sign in "&*!") and _SUSPECT.search(text) is not None
    return not suspicious or _without_references(text, problems)


def _without_references(text: str, problems: Problems) -> bool:
    """Refuse anchors, aliases and tags; called only for files in which something looks like one."""
    fine = True
    try:
        for token in yaml.scan(text, Loader=yaml.CLoader):
            mark = token.start_mark
            match token:
                case yaml.AnchorToken() | yaml.AliasToken():
                    what = "anchor" if isinstance(token, yaml.AnchorToken) else "alias"
                    problems.add(
                        "FB006",
                        mark.line + 1,
                        mark.column + 1,
                        f"the {what} {text[mark.index : token.end_mark.index]} is not allowed",
                        "write the value out, or declare a type; a text that begins with & or * needs quotes",
                    )
                    fine = False
                case yaml.TagToken():
                    problems.add(
                        "FB007",
                        mark.line + 1,
                        mark.column + 1,
                        f"the YAML tag {text[mark.index : token.end_mark.index]} is not allowed",
                        "remove it; a text that begins with ! needs quotes",
                    )
                    fine = False
                case _:  # every other token is harmless
                    pass
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, problems)
        return False
    return fine


def _report_syntax(error: yaml.MarkedYAMLError, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or "unreadable"
    if "expected a single document" in str(error):
        problems.add(
            "FB011", line, column, "a second YAML document begins here", "one file is one context: remove `---`"
        )
        return
    help_ = ""
    if "mapping values are not allowed" in problem:
        help_ = "a text that holds a colon and a space needs quotes"
    elif "cannot start any token" in problem:
        help_ = "a text that begins with this character needs quotes"
    context = f" ({error.context})" if error.context else ""
    problems.add("FB009", line, column, f"this is not YAML: {problem}{context}", help_)


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _convert(node: Any, problems: Problems, key_at: tuple[int, int] | None = None) -> Node:
    """Turn libyaml's node into ours; duplicate, merge and non-text keys are reported and left out."""
    start = node.start_mark
    value = node.value
    if type(value) is str:
        return Node(value, start.line + 1, start.column + 1, node.end_mark.line + 1, not node.style, key_at)
    end = node.end_mark
    last = end.line + 1 if end.column else end.line
    if node.id == "sequence":
        items = [_convert(item, problems) for item in value]
        return Node(items, start.line + 1, start.column + 1, last, False, key_at)
    entries: dict[str, Node] = {}
    ours = Node(entries, start.line + 1, start.column + 1, last, False, key_at)
    for key_node, value_node in value:
        key = key_node.value
        at = key_node.start_mark
        if type(key) is not str:
            problems.add("FB012", at.line + 1, at.column + 1, "a key must be a plain text, not a list or mapping")
        elif key == "<<":
            problems.add("FB010", at.line + 1, at.column + 1, "merge keys are not allowed", "write the entries out")
        elif key in entries:
            first = ours.key(key).line
            problems.add(
                "FB008",
                at.line + 1,
                at.column + 1,
                f'"{shortened(key)}" stands here a second time; the first is on line {first}',
                "rename or remove one of the two",
                length=len(key),
            )
        else:
            entries[key] = _convert(value_node, problems, (at.line + 1, at.column + 1))
    return ours


def shortened(text: str, limit: int = 60) -> str:
    """A text that fits into a message."""
    return text if len(text) <= limit else f"{text[:limit]}…"
