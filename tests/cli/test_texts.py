"""What a newcomer reads: every text of the command line, as it stands in ``texts/``.

``pytest tests/cli/test_texts.py --golden-update`` writes the texts anew; look at the difference before committing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Answer, factbook
from tests.conftest import Golden

TEXTS = Path(__file__).parent / "texts"

HELP = [
    "",
    "new",
    "check",
    "generate",
    "matrix",
    "diff",
    "release",
    "scenario",
    "scenario add",
    "docs",
    "play",
    "send",
    "events",
    "state",
    "views",
    "flags",
    "run",
    "reactions",
    "store",
    "store init",
    "store upgrade",
    "store retag",
    "store verify",
    "store copy",
    "explain",
    "doctor",
    "completion",
]


Expect = Callable[..., None]


@pytest.fixture
def expect(golden: Golden) -> Expect:
    """Compares an answer with the text of that name; ``places`` are left out of it, for they differ each time."""

    def compare(name: str, answer: Answer, *places: Path) -> None:
        parts = answer.out, f"--- stderr ---\n{answer.err}" if answer.err else "", f"--- exit {answer.code} ---\n"
        text = "".join(parts)
        for place in places:
            text = text.replace(str(place), "…")

        assert golden(TEXTS / f"{name}.txt", text) == text

    return compare


@pytest.mark.parametrize("command", HELP)
def test_help(command: str, expect: Expect) -> None:
    """Each page of help, with its examples and exit codes."""
    expect(f"help-{command.replace(' ', '-') or 'factbook'}", factbook(*command.split(), "--help"))


def test_a_mistyped_command(expect: Expect) -> None:
    """The nearest one is named."""
    expect("mistyped", factbook("genrate"))


def test_no_project(tmp_path: Path, expect: Expect) -> None:
    """What to do where there is none."""
    expect("no-project", factbook("check", cwd=tmp_path))


def test_the_first_minutes(tmp_path: Path, expect: Expect) -> None:
    """A new project, its check, what is generated, and that a second time there is nothing to do."""
    expect("new", factbook("new", "shop", cwd=tmp_path))
    shop = tmp_path / "shop"
    expect("check", factbook("check", cwd=shop / "catalogue/shop"))
    expect("generate", factbook("generate", cwd=shop / "deciders"))
    expect("generate-again", factbook("generate", cwd=shop))
    expect("generate-check", factbook("generate", "--check", cwd=shop))


def test_new_touches_nothing(tmp_path: Path, expect: Expect) -> None:
    """A folder that exists is left alone, and a name that cannot be used is refused."""
    (tmp_path / "shop").mkdir()
    expect("new-exists", factbook("new", "shop", cwd=tmp_path))
    expect("new-bad-name", factbook("new", "My Shop", cwd=tmp_path))

    assert [] == list((tmp_path / "shop").iterdir())


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A new project with one target that needs nothing to be drawn."""
    factbook("new", "shop", cwd=tmp_path)
    file = tmp_path / "shop/pyproject.toml"
    file.write_text(file.read_text().replace("[tool.factbook]", '[tool.factbook]\ntargets = ["catalogue_json"]'))
    return tmp_path / "shop"


def test_a_catalogue_with_errors(shop: Path, expect: Expect) -> None:
    """Every problem with its place, its line and a way out; nothing is written."""
    file = shop / "catalogue/shop/lending.yaml"
    file.write_text(
        file.read_text()
        .replace("title: Title}", "title: Titel}", 1)
        .replace("records: [BookLent]", "records: [BookLend]")
    )
    expect("errors-check", factbook("check", cwd=shop))
    expect("errors-check-json", factbook("check", "--format", "json", cwd=shop))
    expect("errors-generate", factbook("generate", cwd=shop))

    assert not (shop / "generated").exists()


def test_settings_with_errors(shop: Path, expect: Expect) -> None:
    """They stop every command before it reads the catalogue."""
    file = shop / "pyproject.toml"
    file.write_text(file.read_text().replace("[tool.factbook]", '[tool.factbook]\ngeneratd = "out"'))
    expect("settings-check", factbook("check", cwd=shop))
    expect("settings-generate", factbook("generate", cwd=shop))


def test_files_edited_by_hand(shop: Path, expect: Expect) -> None:
    """They are refused by name, with the way to give the edit up."""
    factbook("generate", cwd=shop)
    file = shop / "generated/shop/catalogue.json"
    before = file.read_text()
    file.write_text(before + "// mine\n")
    expect("edited-generate", factbook("generate", cwd=shop))
    expect("edited-check", factbook("generate", "--check", cwd=shop))
    expect("edited-elsewhere", factbook("generate", "--overwrite", "README.md", cwd=shop))
    expect("edited-overwrite", factbook("generate", "--overwrite", "catalogue.json", cwd=shop / "generated/shop"))

    assert before == file.read_text()


def test_options_that_contradict_each_other(shop: Path, expect: Expect) -> None:
    """A person is told which."""
    expect("contradiction", factbook("generate", "--check", "--watch", cwd=shop))


def test_explain(expect: Expect) -> None:
    """A code in any spelling; an unknown one gets the near miss."""
    page = factbook("explain", "FB801")

    assert page == factbook("explain", "fb801") == factbook("explain", "801")
    assert page.out.startswith("# FB801: unknown setting")
    expect("explain-unknown", factbook("explain", "FB299"))


def test_explain_lists_all_codes() -> None:
    """One a line, with how bad it is."""
    lines = factbook("explain").out.splitlines()

    assert "FB001  error    file too large" == lines[0]
    assert "FB302  warning  event that nobody records" in lines


def test_the_readme_shows_what_happens(shop: Path) -> None:
    """The mistake that it asks for gives the report that it shows."""
    file = shop / "catalogue/shop/lending.yaml"
    file.write_text(file.read_text().replace("title: Title}", "title: Titel}", 1))
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0]

    assert shown == factbook("check", cwd=shop).err.rstrip() + "\n"
