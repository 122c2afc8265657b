"""The reference of the command line says everything, and nothing that is not so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click
import pytest
from attrs import evolve, fields
from factbook_codegen.settings import Settings, load_project

from factbook.cli import main
from tests.docs.snippets import ROOT, snippets

PAGE: Final = ROOT / "docs" / "command-line.md"
TEXT: Final = PAGE.read_text("utf-8")
COMMANDS: Final = main.list_commands(click.Context(main))


def test_every_command_has_a_row() -> None:
    """In the order of ``factbook --help``."""
    assert COMMANDS == re.findall(r"^\| `factbook ([a-z]+)", TEXT, flags=re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described(name: str) -> None:
    """And every choice that it leaves."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for parameter in command.params:
        choices = parameter.type.choices if isinstance(parameter.type, click.Choice) else ("",)
        for choice in choices:
            shown = f"{parameter.opts[0]} {choice}".strip() if isinstance(parameter, click.Option) else str(choice)
            assert f"`{shown}" in TEXT


def test_the_settings_shown_are_the_defaults(tmp_path: Path) -> None:
    """All of them."""
    (tmp_path / "templates").mkdir()
    shown = next(one.text for one in snippets(PAGE) if one.language == "toml")
    (tmp_path / "pyproject.toml").write_text(shown)
    project, problems = load_project(tmp_path)

    edit = "https://code.example/shop/edit/main/{file}#L{line}"

    assert ([], evolve(Settings(), templates="templates", edit=edit)) == (problems, project.settings)
    assert {field.name for field in fields(Settings)} == set(re.findall(r"^([a-z]+) =", shown, re.MULTILINE))


def test_exit_codes_are_those_of_the_help() -> None:
    """Each is told."""
    assert ["0", "1", "2", "3"] == re.findall(r"^\| (\d) \|", TEXT, flags=re.MULTILINE)
    assert ["0", "1", "2", "3"] == re.findall(r"^  (\d)  ", main.epilog or "", flags=re.MULTILINE)
