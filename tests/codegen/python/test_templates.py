"""Templates, and those that a project has in place of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.targets.python import TARGET
from factbook_codegen.targets.python._guard import Forbidden
from factbook_codegen.targets.python._render import TEMPLATES

from tests.codegen.python import making

MESSAGES = (TEMPLATES / "messages.py.jinja").read_text()


def test_a_project_replaces_single_templates(tmp_path: Path) -> None:
    """The others stay ours; what the project's template does beyond them is its own affair."""
    (tmp_path / "messages.py.jinja").write_text(
        MESSAGES.replace("{{ imports }}\n", "import logging\n\n{{ imports }}\n").replace(
            "class {{ message.name }}:", "class {{ message.name }}:  {{ message.entry.summary | comment }}"
        )
    )
    ours, theirs = making.python(making.library()), making.python(making.library(), tmp_path)
    changed = {path for path, text in theirs.items() if text != ours[path]}

    assert {
        path for path in ours if path.endswith(("/events.py", "/commands.py", "/rejections.py", "/effects.py"))
    } == (changed)
    assert "import logging\n" in theirs["library/lending/events.py"]
    assert "class CopyBorrowed:  # A reader took a copy home.\n" in theirs["library/lending/events.py"]


def test_the_target_answers_itself_with_other_templates(tmp_path: Path) -> None:
    """That is how settings reach it."""
    assert TARGET.templates is not None

    other = TARGET.templates(tmp_path)

    assert ("python", True) == (other.name, other is not TARGET)


def test_a_template_prints_no_bare_text(tmp_path: Path) -> None:
    """A text of the catalogue has to be quoted, named or described by a filter."""
    (tmp_path / "messages.py.jinja").write_text(MESSAGES + "{{ messages[0].entry.summary }}\n")

    with pytest.raises(TypeError, match=r"is no code: put it through one of the filters name, literal"):
        making.python(making.library(), tmp_path)


def test_a_template_that_prints_no_python_is_refused(tmp_path: Path) -> None:
    """It is found while it is written, not when it is imported."""
    (tmp_path / "codec.py.jinja").write_text("{{ header }}\nCODEC = = 1\n")

    with pytest.raises(Forbidden, match=r"library/lending/codec\.py would hold what no catalogue may put there"):
        making.python(making.library(), tmp_path)


def test_an_unknown_variable_is_an_error(tmp_path: Path) -> None:
    """A misspelt variable does not become nothing."""
    (tmp_path / "codec.py.jinja").write_text("{{ haeder }}\n")

    with pytest.raises(Exception, match="'haeder' is undefined"):
        making.python(making.library(), tmp_path)
