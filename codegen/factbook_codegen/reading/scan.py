"""From the bytes of a file to its nodes, safely: nothing here trusts the file.

libyaml's C loader is fast but crashes the process on deep nesting, expands aliases without bound and drops duplicate
keys silently. So depth and size are watched while it works, and aliases, anchors, tags and directives are refused.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml
from yaml._yaml import CParser

from .nodes import Node
from .problems import Problems
from .syntax import report_syntax

MAX_BYTES: Final = 8_000_000
"""No file of a catalogue is larger: 5,000 messages of eight fields are 3.2 MB."""

MAX_DEPTH: Final = 60
"""How deep values may nest; the deepest catalogue needs about fifteen."""

MAX_NODES: Final = 1_000_000
"""How many keys and values a file may have: 5,000 messages of eight fields have 250,000."""

_BOMS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SUSPECT: Final = re.compile(r"(?:^|[\s,\[{:?-])(?:[&*]\S|!)", re.MULTILINE)
_DIRECTIVE: Final = re.compile(r"^%.*", re.MULTILINE)
_LINE_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What libyaml counts as the end of a line."""


class _TooMuchError(Exception):
    """Raised when a file nests deeper or holds more than any catalogue needs."""

    def __init__(self, what: str, mark: Any) -> None:
        super().__init__(what)
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1


class _Composer(CParser):
    """libyaml's composer without YAML's own typing of scalars: what a scalar means depends on where it stands.

    libyaml composes with a C function that calls itself for each level; counting here stops it in time.
    """

    depth = 0
    nodes = 0

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, node: Any, _index: Any) -> None:
        self.depth += 1
        self.nodes += 1
        if self.depth > MAX_DEPTH:
            raise _TooMuchError(f"values nest deeper than {MAX_DEPTH} levels", node.start_mark)
        if self.nodes > MAX_NODES:
            raise _TooMuchError(f"the file holds more than {MAX_NODES:,} keys and values", node.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def scan(data: bytes, problems: Problems) -> Node | None:
    """The tree of a file, or ``None`` when it cannot be read; everything wrong with it goes into ``problems``."""
    text = _decode(data, problems)
    if text is None:
        return None
    problems.lines = lines_of(text)
    if not _plain_enough(text, problems):
        return None
    try:
        root: Any = _Composer(text).get_single_node()
    except _TooMuchError as error:
        problems.add(
            "FB005", error.line, error.column, str(error), "split it: no catalogue needs that much in one piece"
        )
        return None
    except yaml.MarkedYAMLError as error:
        report_syntax(error, problems)
        return None
    except yaml.YAMLError as error:
        problems.add("FB009", 1, 1, f"this is not YAML: {str(error).splitlines()[0]}")
        return None
    if root is None or (root.id == "scalar" and not root.value):
        problems.add("FB013", 1, 1, "the file is empty", "begin with `context: name`")
        return None
    tree = _convert(root, problems)
    # Without the entries of a merge key, or of a key that is no text, much else would seem to be missing.
    return None if any(one.code in ("FB010", "FB012") for one in problems.found) else tree


def too_large(size: int) -> str:
    """What is wrong with a file of so many bytes."""
    return f"the file has {size:,} bytes, more than the {MAX_BYTES:,} that a context may have"


def lines_of(text: str) -> list[str]:
    """The lines of a file as libyaml counts them."""
    return text.split("\n") if text.isascii() and "\r" not in text else _LINE_BREAK.split(text)


def _decode(data: bytes, problems: Problems) -> str | None:
    if len(data) > MAX_BYTES:
        problems.add("FB001", 1, 1, too_large(len(data)), "split the context")
        return None
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            problems.add("FB002", 1, 1, f"the file is {name}, not UTF-8", "save it as UTF-8")
            return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = lines_of(data[: error.start].decode("utf-8", "replace"))
        line, column = len(before), len(before[-1]) + 1
        problems.lines = lines_of(data.decode("utf-8", "replace"))
        if b"\x00" in data:
            problems.add("FB003", line, column, "this is a binary file, not YAML")
        else:
            wrong = f"byte 0x{data[error.start]:02X} is not UTF-8"
            problems.add("FB002", line, column, wrong, "save the file as UTF-8")
        return None
    if control := _CONTROL.search(text):
        problems.lines = lines_of(text)
        line, column = _position(text, control.start())
        wrong = f"the control character U+{ord(control[0]):04X} has no place in YAML text"
        problems.add("FB003", line, column, wrong, "remove it")
        return None
    return text


def _plain_enough(text: str, problems: Problems) -> bool:
    """Refuse what YAML can do and a catalogue has no use for: directives, anchors, aliases, tags."""
    if "%" in text and (directive := _DIRECTIVE.search(text)):
        line, column = _position(text, directive.start())
        wrong = f"the YAML directive {shortened(directive[0])} is not allowed"
        problems.add("FB007", line, column, wrong, "remove the line", len(directive[0]))
        return False
    suspicious = any(sign in text for sign in "&*!") and _SUSPECT.search(text) is not None
    return not suspicious or _without_references(text, problems)


def _without_references(text: str, problems: Problems) -> bool:
    """Refuse anchors, aliases and tags; called only for files in which something looks like one."""
    found = 0
    depth = 0
    try:
        for token in yaml.scan(text, Loader=yaml.CLoader):
            match token:
                case yaml.AnchorToken() | yaml.AliasToken():
                    what = "anchor" if isinstance(token, yaml.AnchorToken) else "alias"
                    help_ = "write the value out, or declare a type; a text that begins with & or * needs quotes"
                    _refuse_token(token, "FB006", what, help_, text, problems)
                    found += 1
                case yaml.TagToken():
                    _refuse_token(
                        token, "FB007", "YAML tag", "remove it; a text that begins with ! needs quotes", text, problems
                    )
                    found += 1
                case yaml.FlowSequenceStartToken() | yaml.FlowMappingStartToken():
                    depth += 1
                case yaml.FlowSequenceEndToken() | yaml.FlowMappingEndToken():
                    depth -= 1
                case _:  # every other token is harmless
                    pass
            if found >= _ENOUGH or depth > MAX_DEPTH:
                break
    except yaml.MarkedYAMLError as error:
        report_syntax(error, problems)
        return False
    return not found


_ENOUGH: Final = 10
"""So many anchors, aliases and tags of one file are reported; more say nothing new."""


def _refuse_token(token: Any, code: str, what: str, help_: str, text: str, problems: Problems) -> None:
    mark = token.start_mark
    written = text[mark.index : token.end_mark.index]
    wrong = f"the {what} {shortened(written)} is not allowed"
    problems.add(code, mark.line + 1, mark.column + 1, wrong, help_, len(written))


def _position(text: str, index: int) -> tuple[int, int]:
    before = lines_of(text[:index])
    return len(before), len(before[-1]) + 1


def _convert(node: Any, problems: Problems, key_at: tuple[int, int] | None = None) -> Node:
    """Turn libyaml's node into ours; duplicate, merge and non-text keys are reported and left out."""
    start = node.start_mark
    value = node.value
    line, column = start.line + 1, start.column + 1
    if type(value) is str:
        style = node.style
        end = node.end_mark
        # What follows a block of text ends it, so its mark stands on the line after.
        last = max(line, end.line) if style and style in "|>" else end.line + 1
        return Node(value, line, column, last, not style, key_at)
    if node.id == "sequence":
        items = [_convert(item, problems) for item in value]
        return Node(items, line, column, _last(node, items[-1] if items else None), False, key_at)
    entries: dict[str, Node] = {}
    ours = Node(entries, line, column, line, False, key_at)
    entry: Node | None = None
    for key_node, value_node in value:
        key = key_node.value
        at = key_node.start_mark
        entry = _convert(value_node, problems, (at.line + 1, at.column + 1))
        if type(key) is not str:
            wrong = "a key must be a plain text, not a list or mapping"
            problems.add("FB012", at.line + 1, at.column + 1, wrong, "a text that begins with [ or { needs quotes")
        elif key == "<<" and not key_node.style:
            wrong = "merge keys are not allowed"
            problems.add("FB010", at.line + 1, at.column + 1, wrong, "write the entries out", 2)
        elif key in entries:
            first = entries[key].key_at
            wrong = f'"{shortened(key)}" stands here a second time; the first is on line {first[0] if first else line}'
            help_ = "rename or remove one of the two"
            problems.add("FB008", at.line + 1, at.column + 1, wrong, help_, length=len(key))
        else:
            entries[key] = entry
    ours.end = _last(node, entry)
    return ours


def _last(node: Any, child: Node | None) -> int:
    """The last line of a list or mapping: in block style that of its last child, since its mark is beyond it."""
    if node.flow_style or child is None:
        last: int = node.end_mark.line + 1
        return last
    return child.end


def shortened(text: str, limit: int = 60) -> str:
    """A text that fits into a message."""
    return text if len(text) <= limit else f"{text[:limit]}…"
