"""The reference of the language says everything, each key where it belongs, and nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import pytest
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Severity
from factbook_codegen.reading.shape import language_schema

from tests.docs.snippets import PAGES, ROOT

PAGE: Final = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
HEADINGS: Final = {
    "": "The head of a file",
    "deprecated": "Deprecation",
    "role": "Roles",
    "flag": "Flags",
    "field": "Fields",
    "type": "Types",
    "event": "Events",
    "change": "Versions of an event",
    "conversion": "Versions of an event",
    "typeChange": "Versions of a type",
    "command": "Commands",
    "rejection": "Rejections",
    "decider": "Deciders",
    "policy": "Policies",
    "effect": "Effects",
    "view": "Views",
    "query": "Queries",
    "scenario": "Scenarios",
}
"""Where each definition of the language's schema that has keys is described."""


def sections() -> Mapping[str, str]:
    """The text below each heading of the page, without what stands below deeper headings."""
    parts = re.split(r"^#{1,3} (.+)\n", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def keys() -> dict[str, set[str]]:
    """The keys of every definition of the language's schema that has some."""
    schema: Any = language_schema()
    parts: dict[str, Any] = {"": schema, **schema["$defs"]}
    return {name: set(part["properties"]) for name, part in parts.items() if "properties" in part}


def test_every_definition_has_a_place() -> None:
    """What the schema of the language defines is known to have a section."""
    assert set(HEADINGS) == set(keys())


@pytest.mark.parametrize("definition", HEADINGS)
def test_every_key_of_the_language_is_described(definition: str) -> None:
    """A key stands, as a word of the language, in the section of what it belongs to."""
    text = sections()[HEADINGS[definition]]

    assert {key for key in keys()[definition] if f"`{key}`" not in text} == set()


def test_every_code_of_the_catalogue_is_described() -> None:
    """Each code that reading a catalogue may report stands on the page."""
    reading = {code for code in CODES if code < "FB700" or code >= "FB900"}

    assert reading - set(re.findall(r"FB\d{3}", PAGE)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_code_on_a_page_exists(page: Any) -> None:
    """No page speaks of a code that factbook does not know."""
    assert set(re.findall(r"FB\d{3}", page.read_text("utf-8"))) - set(CODES) == set()


def test_severities_are_told_right() -> None:
    """A row of a table of codes says "(warning)" or "(note)" just where that is the severity of the code."""
    rows = re.findall(r"^\| `(FB\d{3})` \| (.*) \|$", PAGE, flags=re.MULTILINE)
    told = {code: re.findall(r"\((warning|note)\)$", text) for code, text in rows}

    assert told == {
        code: [] if CODES[code].severity is Severity.ERROR else [CODES[code].severity.word] for code in told
    }
