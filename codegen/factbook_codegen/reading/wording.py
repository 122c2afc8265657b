"""Turns what ``jsonschema`` says about a file into words for the person who wrote it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from ..diagnostics import near
from ..model import Json
from .mending import FALSE, ODD_NUMBER, PLAIN_DIGITS, TRUE
from .nodes import Node
from .problems import Problems
from .scan import shortened

_KIND_WORDS: Final = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_PASCAL: Final = "^[A-Z][A-Za-z0-9]*$"
_SNAKE: Final = "^[a-z][a-z0-9_]*$"
_PATH: Final = "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$"
_NAME: Final = "^([a-z][a-z0-9_]*\\.)?[A-Z][A-Za-z0-9]*$"
FORMS: Final = {
    _PASCAL: "PascalCase: ASCII letters and digits, a capital first, such as OrderPlaced",
    _SNAKE: "snake_case: ASCII small letters, digits and underscores, a letter first, such as order_id",
    _PATH: "a field, or a path of fields such as lines.sku",
    _NAME: "a name such as OrderPlaced, or with its context: ordering.OrderPlaced",
    "^(any|([a-z][a-z0-9_]*\\.)?[A-Z][A-Za-z0-9]*)$": "an event such as OrderPlaced, or the word any",
    "^[A-Za-z][A-Za-z0-9_-]*$": "a word of ASCII letters, digits, _ and -, a letter first",
    "^FB[0-9]{3}$": "a diagnostic code such as FB304",
    "^[1-9][0-9]*$": "a version number",
    "^-?[a-z][a-z0-9_]*$": "a field, with - in front for descending order",
    "^all$": "the word all, or `own:` and a field",
}
"""Each pattern of the language's schema in words; a test holds the two together."""

_ELSEWHERE: Final = {
    "attributes": "fields",
    "describe": "summary",
    "description": "summary",
    "doc": "summary",
    "emits": "records",
    "errors": "rejects",
    "length": "max",
    "maxLength": "max",
    "maximum": "max",
    "minLength": "min",
    "minimum": "min",
    "optional": "type",
    "precision": "digits",
    "produces": "records",
    "properties": "fields",
    "regex": "pattern",
    "rejections": "rejects",
    "roles": "by",
    "scale": "places",
    "values": "enum",
}
"""What people write who come from other languages, and the word of this one."""


@frozen
class Wording:
    """Reports errors of ``jsonschema`` about one file; ``sections`` are the keys that stand at its top."""

    root: Node
    problems: Problems
    sections: Mapping[str, Json]

    def report(self, error: Any) -> None:
        """Report one error at the place in the file that it is about."""
        path: list[str | int] = list(error.absolute_path)
        node = self.root.at(path)
        where = _where(path)
        match error.validator:
            case "additionalProperties":
                self._unknown_keys(error, node)
            case "required":
                self._missing_keys(error, node, where, self._key(path) or node)
            case "type":
                self._wrong_kind(error, node, where, path)
            case "enum":
                choices = [_yaml_word(choice) for choice in error.validator_value]
                written = node.value if isinstance(node.value, str) else node.kind
                help_ = near(written, choices)
                if not help_.startswith("did"):
                    help_ = f"one of: {', '.join(choices)}"
                self.problems.at("FB104", node, f"{where} cannot be {_quoted(written)}", help_)
            case "pattern":
                self._wrong_form(error, node, where)
            case "maxLength" | "minLength":
                self._wrong_length(error, node, where)
            case "minItems" | "minProperties":
                help_ = "write at least one entry" + (", or remove the key" if path else "")
                self.problems.at("FB106", self._key(path) or node, f"{where} is empty", help_)
            case "maxProperties":
                second = node.key(list(node.entries)[1])
                many = f"one message stands here, not {len(node.entries)}"
                self.problems.at("FB103", second, many, "begin a new item with -, or indent it if it is a field")
            case "minimum" | "maximum":
                side = "smaller" if error.validator == "minimum" else "larger"
                bound = f"{where} may not be {side} than {error.validator_value:,}"
                self.problems.at("FB111", node, bound)
            case other:  # the language's schema uses no other keyword; a test reads it to make sure
                self.problems.at("FB103", node, f"{where} is not as the language wants it ({other})")

    def _key(self, path: list[str | int]) -> Node | None:
        """The key of the entry at ``path``; ``None`` for an item of a list and for the file as a whole."""
        return self.root.at(path[:-1]).key(path[-1]) if path and isinstance(path[-1], str) else None

    def _unknown_keys(self, error: Any, node: Node) -> None:
        known = error.schema.get("properties", {})
        for name in node.entries:
            if name not in known:
                help_ = self._known_key(name, known)
                self.problems.at("FB101", node.key(name), f"there is no key {_quoted(name)} here", help_)

    def _known_key(self, name: str, known: Iterable[str]) -> str:
        if (meant := _ELSEWHERE.get(name, "")) in known:
            return f'write "{meant}"' if name != "optional" else "write ? after the type: `note: text?`"
        if (help_ := near(name, known)).startswith("did"):
            return help_
        if name in ("enum", "record", "union"):
            return "declare a type under `types:` and name it here"
        if name in self.sections:
            return f"`{name}:` stands at the beginning of a line"
        return help_ or f"known here: {', '.join(known)}"

    def _missing_keys(self, error: Any, node: Node, where: str, at: Node) -> None:
        for key in error.validator_value:
            if key not in node.entries:
                self.problems.at("FB102", at, f'{where} lacks the key "{key}"', f"add `{key}:`")

    def _wrong_kind(self, error: Any, node: Node, where: str, path: list[str | int]) -> None:
        value: str | list[str] = error.validator_value
        wanted = [value] if isinstance(value, str) else value
        words = " or ".join(_KIND_WORDS[kind] for kind in wanted)
        written = node.value if isinstance(node.value, str) else ""
        if node.kind == "nothing":
            at = self._key(path) or node
            help_ = (
                f"write `{at.text}: {{}}` if there is no more to say"
                if wanted == ["object"] and not error.schema.keys() & {"minProperties", "required", "anyOf"}
                else "write it, or remove it"
            )
            self.problems.at("FB106", at, f"{where} is empty; it wants {words}", help_)
        elif "boolean" in wanted and written in (*TRUE, *FALSE):
            word = "true" if written in TRUE else "false"
            help_ = f"write {word}; `{written}` means different things to different YAML readers"
            self.problems.at("FB112", node, f'{where} wants true or false, and "{written}" is a text here', help_)
        elif ("integer" in wanted or "number" in wanted) and ODD_NUMBER.fullmatch(written):
            wrong = f'{where} wants a number, and "{written}" is a text here'
            self.problems.at("FB112", node, wrong, PLAIN_DIGITS)
        elif "string" in wanted and node.kind in ("a number", "true or false"):
            wrong = f"{where} wants {words}, and {written} is {node.kind}"
            self.problems.at("FB103", node, wrong, f'put it in quotes: "{written}"')
        else:
            at = node if isinstance(node.value, str) else self._key(path) or node
            self.problems.at("FB103", at, f"{where} wants {words}, not {node.kind}", _instead(wanted, node, path))

    def _wrong_form(self, error: Any, node: Node, where: str) -> None:
        key = _key_of(error, node)
        text: str = error.instance
        wrong = f"the name {_quoted(text)} has the wrong form"
        if key is None:
            wrong = f"{_quoted(text)} has the wrong form for {where}"
        wanted: str = error.validator_value
        help_ = f"write {FORMS.get(wanted, f'a text that matches {wanted}')}"
        spell = {_PASCAL: _pascal, _SNAKE: _snake, _PATH: _path, _NAME: _name}.get(wanted)
        if spell is not None and (suggestion := spell(text)):
            help_ = f"write {suggestion}"
        if key is not None and text in self.sections:
            help_ = f"`{text}:` stands at the beginning of a line"
        self.problems.at("FB105", key or node, wrong, help_)

    def _wrong_length(self, error: Any, node: Node, where: str) -> None:
        at = _key_of(error, node)
        what = "a name" if at is not None else where
        if len(error.instance) == 0:
            self.problems.at("FB106", at or node, f"{what} is empty", "write a text")
        else:
            long = f"{what} may have {error.validator_value:,} characters, and this has {len(error.instance):,}"
            self.problems.at("FB107", at or node, long, "say it in fewer words")


def _where(path: list[str | int]) -> str:
    """What a path leads to, in words."""
    if not path:
        return "the file"
    if isinstance(path[-1], str):
        return _quoted(path[-1])
    named = next((step for step in reversed(path) if isinstance(step, str)), "")
    return f"an item of {_quoted(named)}"


def _key_of(error: Any, node: Node) -> Node | None:
    """The key a problem is about, where it is about a key (``propertyNames``) and not a value."""
    if "propertyNames" in error.absolute_schema_path and isinstance(node.value, dict):
        return node.key(error.instance) if error.instance in node.value else None
    return None


def _instead(wanted: list[str], node: Node, path: list[str | int]) -> str:
    """How to write what is wanted, where that can be told from what is there."""
    if path[:1] == ["types"] and len(path) == 2 and isinstance(node.value, str):
        return f"write {{type: {shortened(node.value)}}}"
    if wanted == ["integer"]:
        return "write it in digits"
    if "array" in wanted and isinstance(node.value, str) and "string" not in wanted:
        return f"write [{shortened(node.value)}]"
    if "object" in wanted and isinstance(node.value, list):
        names = [item.text for item in node.items if isinstance(item.value, str)]
        if path[-1:] == ["fields"] and len(names) == len(node.items):
            return f"write {{{', '.join(f'{shortened(name)}: …' for name in names)}}}, each with its type"
        return "write `name: …` lines without -"
    if "array" in wanted and isinstance(node.value, dict):
        return "begin each item with -"
    return ""


def _quoted(text: str) -> str:
    return f'"{shortened(text)}"'


def _yaml_word(value: Json) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _pascal(text: str) -> str:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", text) if word]
    name = "".join(word[0].upper() + word[1:] for word in words)
    return name if text.isascii() and name[:1].isalpha() else ""


def _snake(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", text)
    name = spaced.strip("_").lower()
    fine = text.isascii() and re.fullmatch(r"[a-z][a-z0-9_]*", name) and not keyword.iskeyword(name)
    return name if fine else ""


def _path(text: str) -> str:
    steps = [_snake(step) for step in text.split(".")]
    return ".".join(steps) if all(steps) else ""


def _name(text: str) -> str:
    context, dot, name = text.rpartition(".")
    context, name = _snake(context), _pascal(name)
    return f"{context}.{name}" if context and name else name if not dot else ""
