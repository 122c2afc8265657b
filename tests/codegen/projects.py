"""Small projects for tests, with a target of their own that is announced as a package would announce it."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest
from attrs import frozen
from factbook_codegen.disk import look
from factbook_codegen.generating import generate
from factbook_codegen.outcome import Outcome
from factbook_codegen.settings import load_project

SETTINGS = '[tool.factbook]\ntargets = ["words"]\n'

SYSTEM = "system: shop\nroles: {clerk: Sells.}\n"

LEDGER = """\
    context: ledger
    summary: Keeps the books.
    types:
      Amount: {type: int, min: 0, example: 5}
    events:
      Booked: {fields: {amount: Amount}, public: true}
    commands:
      Book: {by: [clerk], fields: {amount: Amount}, records: [Booked], allow: {FB317: each is booked}}
    scenarios:
      Book:
        an amount is booked:
          when: {Book: {amount: 1}}
          then: [{Booked: {amount: 1}}]
"""

STOCK = """\
    context: stock
    summary: Knows what there is.
    events:
      Counted: {fields: {number: int}, public: true}
    commands:
      Count: {by: [clerk], fields: {number: int}, records: [Counted], allow: {FB317: each count stands}}
    scenarios:
      Count:
        a count:
          when: {Count: {number: 1}}
          then: [{Counted: {number: 1}}]
"""

TILL = """\
    context: till
    summary: Takes the money.
    events:
      Sold: {fields: {amount: ledger.Amount}, public: true}
    commands:
      Sell: {by: [clerk], fields: {amount: ledger.Amount}, records: [Sold], allow: {FB317: each sale counts}}
    scenarios:
      Sell:
        something is sold:
          when: {Sell: {amount: 1}}
          then: [{Sold: {amount: 1}}]
"""

WORDS = '''\
"""A target that writes what it was given, and notes each time that it was asked."""
from factbook_codegen.targets import Target

ASKED = []


def context(context, system):
    ASKED.append(context.name)
    types = ", ".join(str(field.type) for event in context.events.values() for field in event.fields.values())
    return {f"{system.name}/{context.name}/words.txt": f"{context.summary} {types}\\n"}


def system(system):
    ASKED.append("*")
    names = " ".join(system.contexts)
    return {f"{system.name}/names.txt": names + "\\n", f"{system.name}/names.dot": f'graph {{ "{names}" }}\\n'}


TARGET = Target("words", context, system)
'''


def announce(monkeypatch: pytest.MonkeyPatch, site: Path, targets: dict[str, str], modules: dict[str, str]) -> None:
    """Install a package with these entry points (name to ``module:object``) and modules (name to text)."""
    info = site / f"{site.name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {site.name}\nVersion: 1.0\n")
    lines = [f"{name} = {place}" for name, place in targets.items()]
    (info / "entry_points.txt").write_text("\n".join(["[factbook.targets]", *lines, ""]))
    for name, text in modules.items():
        (site / f"{name}.py").write_text(text)
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])


@frozen
class ProjectFolder:
    """A project under test."""

    root: Path

    def write(self, **texts: str) -> None:
        """Write contexts of the system ``shop``, by name."""
        for name, text in texts.items():
            file = self.root / f"catalogue/shop/{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text))

    def settings(self, text: str) -> None:
        """Write pyproject.toml."""
        (self.root / "pyproject.toml").write_text(text)

    def generate(self, *, check: bool = False, svg: bool = True, overwrite: tuple[str, ...] = ()) -> Outcome:
        """Generate, as ``factbook generate`` does."""
        project, problems = load_project(self.root)
        assert not problems
        return generate(project, check=check, svg=svg, overwrite=overwrite)

    def asked(self) -> list[str]:
        """What the target was asked for since the last time: contexts, and ``*`` for the system."""
        asked: list[str] = sys.modules["words_target"].ASKED if "words_target" in sys.modules else []
        taken = list(asked)
        asked.clear()
        return taken

    def texts(self) -> dict[str, str]:
        """Every generated file."""
        folder = self.root / "generated"
        return {path: (folder / path).read_text() for path in sorted(look(folder).files)}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectFolder:
    """A project with three contexts, one of which uses a type of another, and one target."""
    announce(monkeypatch, tmp_path / "site", {"words": "words_target:TARGET"}, {"words_target": WORDS})
    folder = ProjectFolder(tmp_path / "project")
    folder.write(system=SYSTEM, ledger=LEDGER, stock=STOCK, till=TILL)
    folder.settings(SETTINGS)
    return folder


def problems(outcome: Outcome) -> list[tuple[str, str, str]]:
    """The problems of a run as (code, file, message)."""
    return [(one.code, one.place.file, one.message) for one in outcome.problems]
