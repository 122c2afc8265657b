"""Hostile texts in every place of a catalogue, through every target at once, down to the files."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Final

import pytest
import yaml
from factbook_codegen.reports import has_errors

from tests.codegen.drawn import read
from tests.codegen.hostile import DESCRIPTIONS, everywhere
from tests.codegen.projects import ProjectFolder

NAMES: Final = """\
context: ordering
allow: {FB317: Kept short., FB403: Kept short., FB412: Kept short., FB513: Kept short.}
roles: {no: Says no., yes: Agrees., on: Is on., y: Is brief.}
flags: {off: Kept short., n: Kept short.}
types:
  Answer: {enum: [no, yes, on, off, y, n]}
events:
  Null: {fields: {no: Answer, yes: text, on: int, off: bool, y: date, n: uuid, true: text, null: text?}}
commands:
  No: {by: [no, yes, on, y], fields: {no: {type: Answer, default: no}}, records: [Null]}
"""
"""What YAML 1.1 takes for booleans, nothing, numbers and times, as names of everything."""


@pytest.fixture
def project(tmp_path: Path) -> ProjectFolder:
    """A project with nothing but its catalogue, for which all targets write."""
    return ProjectFolder(tmp_path)


@pytest.mark.parametrize("said", [" ".join(DESCRIPTIONS[:4]), " ".join(DESCRIPTIONS[4:])])
def test_texts_stay_texts(project: ProjectFolder, said: str) -> None:
    """No text becomes code, markup or DOT, and every format gives back what was written."""
    project.write(ordering=everywhere(said).replace("FB501", "FB402"))
    outcome = project.generate()
    texts = project.texts()

    assert outcome.done, outcome.problems
    assert not has_errors(outcome.problems)
    for path, text in texts.items():
        if path.endswith(".py"):
            assert "os" not in {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}, path
        elif path.endswith(".svg"):
            assert read(text).title, path  # nothing but what a diagram is made of
    folder = "shop/ordering"
    assert said == json.loads(texts[f"{folder}/schemas/OrderPlaced.json"])["description"]
    assert said == json.loads(texts[f"{folder}/catalogue.json"])["events"]["OrderPlaced"]["summary"]
    messages = yaml.safe_load(texts["shop/asyncapi.yaml"])["channels"]["ordering.events"]["messages"]
    assert said == messages["OrderPlaced"]["summary"]


def test_booleans_of_yaml_are_names(project: ProjectFolder) -> None:
    """``no`` is a name like any other, wherever one may stand."""
    project.write(ordering=NAMES)
    outcome = project.generate(svg=False)
    texts = project.texts()

    assert () == outcome.problems
    folder = "shop/ordering"
    properties = json.loads(texts[f"{folder}/schemas/Null.json"])["properties"]
    assert ["no", "yes", "on", "off", "y", "n", "true", "null"] == list(properties)
    answer = json.loads(texts[f"{folder}/schemas/types.json"])["$defs"]["Answer"]
    assert ["no", "yes", "on", "off", "y", "n"] == answer["enum"]
    assert ["no", "yes", "on", "y"] == list(json.loads(texts[f"{folder}/catalogue.json"])["roles"])
    assert "no: Answer" in texts[f"{folder}/events.py"]
