"""Holds a file against the language's own JSON Schema.

The schema is the only truth about the shape of a file. Asking ``jsonschema`` takes about a millisecond a message, too
long for thousands of them, so the same schema is first compiled into closures over nodes that only answer yes or no.
Where the answer is no, ``jsonschema`` says why (of the entries in question only) and its words are turned into ours.
A test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from attrs import field, frozen

from ..model import Json
from .nodes import Node
from .problems import Problems
from .wording import Wording

Accepts = Callable[[Node], bool]

MOST: Final = 1_000
"""So many problems with the shape of one file are reported; whoever has more mends these first."""


@cache
def language_schema() -> dict[str, Json]:
    """The JSON Schema of the catalogue language."""
    import json

    text = files("factbook_codegen").joinpath("language.schema.json").read_text("utf-8")
    loaded: dict[str, Json] = json.loads(text)
    return loaded


@frozen
class Removed:
    """What was taken out of a file because it has not the shape of the language: entries by section, whole keys."""

    entries: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    keys: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.entries or self.keys)

    def holds(self, section: str) -> bool:
        """Whether anything of a section was taken out."""
        return section in self.keys or section in self.entries

    def covers(self, section: str, name: str) -> bool:
        """Whether a name may have been declared there."""
        if section == "rejections":
            return self.holds("commands")
        return section in self.keys or name in self.entries.get(section, ())


NOTHING: Final = Removed()


def well_shaped(root: Node, problems: Problems) -> tuple[Node, Removed]:
    """The part of a file that has the shape of a catalogue, and what has not, whose problems are reported.

    Only an entry (one event, one command …) that is wrong is taken out, so that the others are still looked at.
    """
    accepts = compiled()
    if accepts(root):
        return root, NOTHING
    entries: dict[str, frozenset[str]] = {}
    keys: set[str] = set()
    kept: dict[str, Node] = {}
    wrong: dict[str, Node] = {}
    for key, value in root.entries.items():
        if accepts(_with(root, {key: value})):
            kept[key] = value
            continue
        good, bad = _sift(key, value, root, accepts)
        if bad and accepts(_with(root, {key: _with(value, good)})):
            kept[key], wrong[key] = _with(value, good), _with(value, bad)
            entries[key] = frozenset(bad)
        else:
            wrong[key] = value
            keys.add(key)
    _explain(_with(root, wrong), problems)
    return _with(root, kept), Removed(entries, frozenset(keys))


def _sift(key: str, value: Node, root: Node, accepts: Accepts) -> tuple[dict[str, Node], dict[str, Node]]:
    """The good and the bad entries of a section."""
    good: dict[str, Node] = {}
    bad: dict[str, Node] = {}
    for name, entry in value.value.items() if isinstance(value.value, dict) else ():
        alone = _with(root, {key: _with(value, {name: entry})})
        (good if accepts(alone) else bad)[name] = entry
    return good, bad


def _with(node: Node, entries: dict[str, Node]) -> Node:
    return Node(entries, node.line, node.column, node.end, node.plain, node.key_at)


def _explain(root: Node, problems: Problems) -> None:
    wording = Wording(root, problems, language_schema()["properties"])
    before = len(problems.found)
    errors = list(islice(_errors(root.json()), MOST))
    # Of two messages in the place of one only that is said, not also what is wrong with the second.
    crowded = [list(error.absolute_path) for error in errors if error.validator == "maxProperties"]
    for error in errors:
        path = list(error.absolute_path)
        if error.validator == "maxProperties" or not any(path[: len(above)] == above for above in crowded):
            wording.report(error)
    assert len(problems.found) > before, "the compiled schema and jsonschema disagree"
    problems.found[before:] = dict.fromkeys(problems.found[before:])


# The reasons ---------------------------------------------------------------------------------------------------------


def _errors(value: Json) -> Iterator[Any]:
    return iter(validator().iter_errors(value))


@cache
def validator() -> Any:
    """``jsonschema``'s validator of the language; strict where JSON Schema and Python's ``re`` are not.

    ``1.0`` is no integer, and ``$`` is the very end of a text, not the place before a last line break.
    """
    from jsonschema import Draft202012Validator, ValidationError, validators

    def is_integer(_checker: Any, value: object) -> bool:
        return type(value) is int

    def pattern(_validator: Any, wanted: str, value: object, _schema: Any) -> Iterator[Any]:
        if isinstance(value, str) and not _searcher(wanted)(value):
            yield ValidationError(f"{value!r} does not match {wanted!r}")

    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    extend: Any = validators.extend  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # untyped
    return extend(Draft202012Validator, {"pattern": pattern}, type_checker=checker)(language_schema())


@cache
def _searcher(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern.replace("$", r"\Z")).search


# The fast answer -----------------------------------------------------------------------------------------------------


@cache
def compiled() -> Accepts:
    """The language's schema as one function that says whether a file has its shape."""
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
    pattern = _searcher(schema["pattern"]) if "pattern" in schema else None
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
        return (kinds is None or "number" in kinds or ("integer" in kinds and isinstance(scalar, int))) and not (
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
