"""Holds a file against the language's own JSON Schema.

The schema is the only truth about the shape of a file. Asking ``jsonschema`` takes about a millisecond a message, too
long for thousands of them, so the same schema is first compiled into closures over nodes that only answer yes or no.
Where the answer is no, ``jsonschema`` says why and its words are turned into ours. A test holds the two together.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ..diagnostics import near
from ..model import Json
from .nodes import Node
from .problems import Problems
from .scan import shortened

Accepts = Callable[[Node], bool]

_SURPRISES: Final = {"no": "false", "yes": "true", "on": "true", "off": "false", "n": "false", "y": "true"}
_ODD_NUMBER: Final = re.compile(
    r"[-+]?(?:0[0-7]+|0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+(?:_[0-9]+)+|[0-9]+(?::[0-9]+)+|\+[0-9]+)"
)
_KIND_WORDS: Final = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_NAME_FORMS: Final = {
    "^[A-Z][A-Za-z0-9]*$": "PascalCase: ASCII letters and digits, a capital first, such as OrderPlaced",
    "^[a-z][a-z0-9_]*$": "snake_case: ASCII small letters, digits and underscores, a letter first, such as order_id",
    "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$": "a field, or a path of fields such as lines.sku",
    "^([a-z][a-z0-9_]*\\.)?[A-Z][A-Za-z0-9]*$": "a name such as OrderPlaced, or with its context: ordering.OrderPlaced",
    "^(any|([a-z][a-z0-9_]*\\.)?[A-Z][A-Za-z0-9]*)$": "an event such as OrderPlaced, or the word any",
    "^[A-Za-z][A-Za-z0-9_-]*$": "a word of ASCII letters, digits, _ and -, a letter first",
    "^FB[0-9]{3}$": "a diagnostic code such as FB304",
    "^[1-9][0-9]*$": "a version number",
    "^-?[a-z][a-z0-9_]*$": "a field, with - in front for descending order",
    "^all$": "the word all, or own: and a field",
}


@cache
def language_schema() -> dict[str, Json]:
    """The JSON Schema of the catalogue language."""
    import json

    text = files("factbook_codegen").joinpath("language.schema.json").read_text("utf-8")
    loaded: dict[str, Json] = json.loads(text)
    return loaded


def well_shaped(root: Node, problems: Problems) -> bool:
    """Whether the file has the shape of a catalogue; everything that is not goes into ``problems``."""
    if _compiled()(root):
        return True
    before = len(problems.found)
    for error in _validator().iter_errors(root.json()):
        _translate(error, root, problems)
    assert len(problems.found) > before, "the compiled schema and jsonschema disagree"
    return False


# The fast answer -----------------------------------------------------------------------------------------------------


@cache
def _compiled() -> Accepts:
    schema = language_schema()
    definitions: dict[str, Accepts] = {}

    def of(part: Json) -> Accepts:
        if "$ref" not in part:
            return _compile(part, of)
        name = part["$ref"].rpartition("/")[2]
        rest = {key: value for key, value in part.items() if key not in ("$ref", "description")}

        def referred(node: Node) -> bool:
            return definitions[name](node)

        if not rest:
            return referred
        more = _compile(rest, of)
        return lambda node: referred(node) and more(node)

    for name, definition in schema["$defs"].items():
        definitions[name] = of(definition)
    return of(schema)


def _compile(schema: Mapping[str, Json], of: Callable[[Json], Accepts]) -> Accepts:
    """The answer of one schema; only the keywords that the language's schema uses are known."""
    checks_mapping = _compile_mapping(schema, of)
    items = of(schema["items"]) if "items" in schema else None
    min_items = schema.get("minItems", 0)
    wanted = schema.get("type")
    kinds = frozenset([wanted] if isinstance(wanted, str) else wanted) if wanted else None
    pattern = re.compile(schema["pattern"]).search if "pattern" in schema else None
    longest = schema.get("maxLength")
    choices: list[Json] | None = schema.get("enum")
    smallest, largest = schema.get("minimum"), schema.get("maximum")
    shortest = schema.get("minLength", 0)

    def accepts(node: Node) -> bool:
        value = node.value
        if isinstance(value, dict):
            return (kinds is None or "object" in kinds) and choices is None and checks_mapping(node)
        if isinstance(value, list):
            if (kinds is not None and "array" not in kinds) or choices is not None or len(value) < min_items:
                return False
            return items is None or all(map(items, value))
        # Most texts begin with a letter that no number, null, true or false begins with.
        scalar = node.json() if node.plain and (not value or value[0] in "-0123456789ntf~") else value
        if choices is not None and not any(type(scalar) is type(choice) and scalar == choice for choice in choices):
            return False
        if isinstance(scalar, str):
            return (
                (kinds is None or "string" in kinds)
                and (longest is None or len(scalar) <= longest)
                and len(scalar) >= shortest
                and (pattern is None or pattern(scalar) is not None)
            )
        if isinstance(scalar, bool):
            return kinds is None or "boolean" in kinds
        if scalar is None:
            return kinds is None or "null" in kinds
        return (kinds is None or "number" in kinds or ("integer" in kinds and scalar == int(scalar))) and not (
            (smallest is not None and scalar < smallest) or (largest is not None and scalar > largest)
        )

    return accepts


def _compile_mapping(schema: Mapping[str, Json], of: Callable[[Json], Accepts]) -> Accepts:
    properties = {name: of(part) for name, part in schema.get("properties", {}).items()}
    others = schema.get("additionalProperties", True)
    other: Accepts | None = of(others) if isinstance(others, dict) else None
    closed = others is False
    key = of(schema["propertyNames"]) if "propertyNames" in schema else None
    required: tuple[str, ...] = tuple(schema.get("required", ()))
    fewest, most = schema.get("minProperties", 0), schema.get("maxProperties")

    def accepts(node: Node) -> bool:
        entries = node.entries
        if len(entries) < fewest or (most is not None and len(entries) > most):
            return False
        for name in required:
            if name not in entries:
                return False
        if key is not None and not all(key(Node(name, 0, 0, 0, False)) for name in entries):
            return False
        for name, value in entries.items():
            if (check := properties.get(name, other)) is None:
                if closed:
                    return False
            elif not check(value):
                return False
        return True

    return accepts


# The reasons ---------------------------------------------------------------------------------------------------------


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(language_schema())


def _translate(error: Any, root: Node, problems: Problems) -> None:
    path = list(error.absolute_path)
    node = root.at(path)
    holder = root.at(path[:-1]) if path else root
    name = path[-1] if path else ""
    where = f'"{name}"' if isinstance(name, str) and name else "this"
    match error.validator:
        case "additionalProperties":
            _unknown_keys(error, node, problems)
        case "required":
            missing = next(key for key in error.validator_value if key not in node.entries)
            at = holder.key(name) if isinstance(name, str) and name else node
            problems.at("FB102", at, f'{where} lacks the key "{missing}"', f"add `{missing}:`")
        case "type":
            _wrong_kind(error, node, where, problems)
        case "enum":
            choices = [_yaml_word(choice) for choice in error.validator_value]
            written = node.value if isinstance(node.value, str) else node.kind
            help_ = near(written, choices)
            if not help_.startswith("did"):
                help_ = f"one of: {', '.join(choices)}"
            problems.at("FB104", node, f"{where} cannot be {_quoted(written)}", help_)
        case "pattern":
            _wrong_form(error, node, where, root, path, problems)
        case "maxLength" | "minLength":
            at = _key_node(error, node) or node
            if len(error.instance) == 0:
                problems.at("FB106", at, f"{where} is empty")
            else:
                long = (
                    f"{len(error.instance)} characters are more than the {error.validator_value} that {where} may have"
                )
                problems.at("FB107", at, long)
        case "minItems" | "minProperties":
            problems.at("FB106", node, f"{where} is empty", "write at least one entry, or remove the key")
        case "maxProperties":
            second = node.key(list(node.entries)[1])
            problems.at(
                "FB103", second, f"one message stands here, not {len(node.entries)}", "begin a new item with - "
            )
        case "minimum" | "maximum":
            side = "smaller" if error.validator == "minimum" else "larger"
            bound = f"{where} may not be {side} than {error.validator_value}"
            problems.at("FB111", node, bound)
        case other:  # the language's schema uses no other keyword; a test reads it to make sure
            problems.at("FB103", node, f"{where} is not as the language wants it ({other})")


def _unknown_keys(error: Any, node: Node, problems: Problems) -> None:
    known = error.schema.get("properties", {})
    for name in node.entries:
        if name not in known:
            problems.at("FB101", node.key(name), f"there is no key {_quoted(name)} here", near(name, known))


def _wrong_kind(error: Any, node: Node, where: str, problems: Problems) -> None:
    value: str | list[str] = error.validator_value
    wanted = [value] if isinstance(value, str) else value
    words = " or ".join(_KIND_WORDS[kind] for kind in wanted)
    written = node.value if isinstance(node.value, str) else ""
    if "boolean" in wanted and written in _SURPRISES:
        help_ = f"write {_SURPRISES[written]}; `{written}` means different things to different YAML readers"
        problems.at("FB112", node, f'{where} wants true or false, and "{written}" is a text here', help_)
    elif ("integer" in wanted or "number" in wanted) and _ODD_NUMBER.fullmatch(written):
        help_ = "write it in decimal digits without separators or leading zeros"
        problems.at("FB112", node, f'{where} wants a number, and "{written}" is a text here', help_)
    elif "string" in wanted and node.kind in ("a number", "true or false"):
        problems.at(
            "FB103", node, f"{where} wants {words}, and {written} is {node.kind}", f'put it in quotes: "{written}"'
        )
    elif node.kind == "nothing":
        problems.at("FB106", node, f"{where} is empty; it wants {words}")
    else:
        problems.at("FB103", node, f"{where} wants {words}, not {node.kind}")


def _wrong_form(error: Any, node: Node, where: str, root: Node, path: list[str | int], problems: Problems) -> None:
    form = _NAME_FORMS.get(error.validator_value, f"a text that matches {error.validator_value}")
    key = _key_node(error, node)
    text: str = error.instance
    what = "the name" if key is not None else where
    help_ = f"write {form}"
    spell = {"^[A-Z][A-Za-z0-9]*$": _pascal, "^[a-z][a-z0-9_]*$": _snake}.get(error.validator_value)
    if spell is not None and (suggestion := spell(text)):
        help_ = f"write {suggestion}"
    problems.at("FB105", key or node, f"{what} {_quoted(text)} has the wrong form", help_)


def _key_node(error: Any, node: Node) -> Node | None:
    """The key a problem is about, where it is about a key (``propertyNames``) and not a value."""
    if "propertyNames" in error.absolute_schema_path and isinstance(node.value, dict):
        return node.key(error.instance) if error.instance in node.value else None
    return None


def _quoted(text: str) -> str:
    return f'"{shortened(text)}"'


def _yaml_word(value: Json) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _pascal(text: str) -> str:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", text) if word]
    name = "".join(word[0].upper() + word[1:] for word in words)
    return name if name.isascii() and name[:1].isalpha() else ""


def _snake(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", text)
    name = spaced.strip("_").lower()
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) and not keyword.iskeyword(name) else ""
