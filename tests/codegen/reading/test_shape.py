"""The language's schema: compiled and asked by ``jsonschema`` it says the same, in words of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from factbook_codegen.formats import FORMATS
from factbook_codegen.reading.problems import Problems
from factbook_codegen.reading.shape import compiled, language_schema, validator, well_shaped
from factbook_codegen.reading.wording import FORMS
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.reading.rich import RICH
from tests.codegen.reading.support import node_of
from tests.codegen.reading.test_mutations import DOCUMENTS, mutate


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    yield schema
    for key in ("properties", "$defs"):
        for part in schema.get(key, {}).values():
            yield from parts(part)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            yield from parts(schema[key])


def test_the_schema_is_a_schema() -> None:
    """The language's schema is valid JSON Schema 2020-12."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(language_schema())


def test_only_known_keywords() -> None:
    """The schema uses no keyword that the compiled form, or the words for people, would not know."""
    told = {"$schema", "$id", "$defs", "$ref", "title", "description"}
    checked = {"type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "items"}
    mappings = {"properties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties"}

    assert {key for part in parts(language_schema()) for key in part} <= told | checked | mappings


def test_every_pattern_has_words() -> None:
    """What a name has to look like is said in words, never as a regular expression."""
    patterns = {part["pattern"] for part in parts(language_schema()) if "pattern" in part}

    assert patterns == FORMS.keys()


def test_patterns_match_whole_texts() -> None:
    """Every pattern of the schema is anchored at both ends and uses $ for nothing else."""
    for pattern in FORMS:
        assert re.fullmatch(r"\^[^$]*\$", pattern)


def test_formats_are_those_of_the_language() -> None:
    """The schema offers just the formats that there are."""
    offered = [
        part["properties"]["format"]["enum"]
        for part in parts(language_schema())
        if "format" in part.get("properties", {})
    ]

    assert [list(FORMATS)] * 3 == offered


def test_everything_is_described() -> None:
    """An editor can say what each key means."""
    definitions = language_schema()["$defs"]
    for part in parts(language_schema()):
        for name, inner in part.get("properties", {}).items():
            referred = definitions.get(inner.get("$ref", "").rpartition("/")[2], {})
            assert "description" in inner or "description" in referred or inner.get("$ref", "").endswith("fields"), name


@settings(max_examples=200)
@given(st.sampled_from(sorted(RICH)), st.randoms(use_true_random=False), st.integers(0, 2))
def test_compiled_and_asked_agree(name: str, random: Random, times: int) -> None:
    """On documents near the language, the compiled schema says yes where ``jsonschema`` does, and no where it does."""
    document = json.loads(json.dumps(DOCUMENTS[name]))
    for _ in range(times):
        if document:
            mutate(document, random)
    root = node_of(document)

    assert validator().is_valid(root.json()) == compiled()(root)


TEXTS = [
    "order",
    "Order",
    "FB304",
    "2",
    "all",
    "-at",
    "lines.sku",
    "shop.Order",
    "a\n",
    "A\n",
    "a" * 101,
    "A" * 101,
    "",
    "x" * 10_001,
]


def near(schema: Any, random: Random) -> Any:
    """A value that a schema accepts, or one at the edge of what it accepts."""
    if "$ref" in schema:
        definition = language_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
        schema = definition | {key: value for key, value in schema.items() if key != "$ref"}
    slip = random.random() < 0.08
    if slip and random.random() < 0.3:
        return random.choice([None, True, 0, 1.5, "x", [], {}, ["x"], {"x": 1}])
    if "enum" in schema:
        return random.choice([*schema["enum"], *(["On", 1] if slip else [])])
    kind = schema.get("type", "string")
    match kind if isinstance(kind, str) else random.choice(kind):
        case "object":
            return near_mapping(schema, random)
        case "array":
            return [near(schema.get("items", {}), random) for _ in range(random.choice([0, 2]) if slip else 1)]
        case "integer" | "number":
            low, high = schema.get("minimum", 0), schema.get("maximum", 9)
            return random.choice([low - 1, high + 1, 1.0, 1.5, True, "1"] if slip else [low, high])
        case "boolean":
            return random.choice(["yes", 1] if slip else [True, False])
        case "null":
            return None
        case _:
            short = [text for text in TEXTS if 0 < len(text) <= schema.get("maxLength", 100) and text[-1] != "\n"]
            fitting = [text for text in short if re.search(schema.get("pattern", ""), text)]
            return random.choice(TEXTS if slip else fitting)


def near_mapping(schema: Any, random: Random) -> dict[str, Any]:
    """A mapping that a schema accepts, or one at the edge of what it accepts."""
    found: dict[str, Any] = {}
    for name, part in schema.get("properties", {}).items():
        if random.random() < (0.97 if name in schema.get("required", ()) else 0.3):
            found[name] = near(part, random)
    others = schema.get("additionalProperties", True)
    if isinstance(others, dict):
        for _ in range(random.choice([0, 1, 2, 2]) if random.random() < 0.2 else 1):
            found[str(near(schema.get("propertyNames", {}) | {"type": "string"}, random))] = near(others, random)
    if random.random() < 0.03:
        found[random.choice(TEXTS)] = None
    return found


@pytest.mark.parametrize("section", sorted(language_schema()["properties"]))
def test_compiled_and_asked_agree_at_the_edges(section: str) -> None:
    """On values made from the schema itself, just inside and just outside of every bound, they agree as well."""
    for seed in range(200):
        root = node_of({section: near(language_schema()["properties"][section], Random(seed))})

        assert validator().is_valid(root.json()) == compiled()(root), root.json()


@pytest.mark.parametrize(
    ("document", "fine"),
    [
        ({"stories": {"": [{"wait": "1h"}]}}, False),
        ({"stories": {" ": [{"wait": "1h"}]}}, True),
        ({"flags": {"a": {"default": 1}}}, False),
        ({"flags": {"a": {"default": True}}}, True),
        ({"flags": {"a": {"default": "on"}}}, True),
        ({"flags": {"a": {"default": "On"}}}, False),
        ({"events": {"A": {"version": 1.0}}}, False),
        ({"events": {"A": {"version": True}}}, False),
        ({"events": {"A\n": {}}}, False),
        ({"events": {"A" * 100: {}}}, True),
        ({"events": {"A" * 101: {}}}, False),
        ({"events": {"A": None}}, False),
        ({"commands": {"A": {"records": []}}}, False),
        ({"commands": {"A": {}}}, False),
    ],
)
def test_edges(document: dict[str, Any], fine: bool) -> None:
    """Both know the edges of the language that are easily overlooked."""
    root = node_of(document)

    assert fine is compiled()(root)
    assert fine is validator().is_valid(root.json())


@settings(max_examples=60)
@given(st.sampled_from(sorted(RICH)), st.randoms(use_true_random=False))
def test_what_is_kept_is_well_shaped(name: str, random: Random) -> None:
    """What is left of a broken file has the shape of the language; if something was taken out, a problem says so."""
    document = json.loads(json.dumps(DOCUMENTS[name]))
    mutate(document, random)
    root = node_of(document)
    problems = Problems("test.yaml")
    kept, removed = well_shaped(root, problems)

    assert compiled()(kept)
    assert bool(problems.found) is bool(removed)
    assert bool(removed) is not compiled()(root)
