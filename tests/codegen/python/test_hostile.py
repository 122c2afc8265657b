"""Whatever stands in a catalogue, what comes out is Python: formatted, harmless, and saying what the catalogue says."""

from __future__ import annotations

import ast
import re
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import pytest
from factbook_codegen.model import System
from factbook_codegen.targets.python import _guard
from hypothesis import HealthCheck, given, settings

from tests.codegen.models import systems
from tests.codegen.python import making
from tests.examples import examples

SOME = settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MANY = settings(SOME, max_examples=400)


def formatted(system: System) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        making.write(making.python(system), folder)

        assert making.ruff(folder, "format", "--diff") == ""
        assert making.ruff(folder, "check") == ""


@SOME
@given(systems())
def test_formatter_and_linter_have_nothing_to_do(system: System) -> None:
    """Long names, names of builtins, texts that end their quotes: all is as ruff would leave it."""
    formatted(system)


@pytest.mark.long
@MANY
@given(systems())
def test_formatter_and_linter_have_nothing_to_do_for_long(system: System) -> None:
    """The same, for more systems than fit between two commits."""
    formatted(system)


@SOME
@given(systems())
def test_modules_can_be_imported(system: System) -> None:
    """Every module runs, in any order; every class is there, under its name; descriptions have stayed texts."""
    files = making.python(system)
    with tempfile.TemporaryDirectory() as name, making.importable(Path(name)):
        making.write(files, Path(name))
        for path in files:
            import_module(f"generated.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__"))
        for context in system.contexts.values():
            package = sys.modules[f"generated.shop.{context.name}"]
            for event in context.events.values():
                told = " ".join((getattr(package, event.name).__doc__ or "").partition("Attributes:")[0].split())
                said = " ".join(event.summary.partition("Attributes:")[0].split())

                assert told == _visible(said) or not said


def _visible(text: str) -> str:
    """A text as a docstring tells it: escapes are read again by Python, so only surrogates stay escaped."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


@SOME
@given(systems())
def test_the_short_look_and_the_long_one_agree(system: System) -> None:
    """What is found harmless line by line is found harmless as a whole."""
    templates = {
        "types.py": "types.py.jinja",
        "views.py": "views.py.jinja",
        "deciders.py": "deciders.py.jinja",
        "policies.py": "policies.py.jinja",
        "queries.py": "queries.py.jinja",
        "codec.py": "codec.py.jinja",
        "system.py": "system.py.jinja",
        "__init__.py": "package.py.jinja",
    }
    for path, text in making.python(system).items():
        template = templates.get(path.rpartition("/")[2], "messages.py.jinja")
        known = frozenset(name for name in re.findall(r"\b[a-z_]+\b", text) if name in IMPORTED)

        assert _guard.look_at_lines(text, template, known)
        _guard.look_at_all(text, template, known)
        assert ast.parse(text)


IMPORTED = frozenset(
    f"{name}{ending}"
    for name in (
        *("between", "length", "pattern", "text_format", "digits", "constrained", "define", "field", "checked"),
        *("date", "datetime", "timedelta", "wire_decider", "wire_view", "wire_policy", "wire_system", "ask"),
    )
    for ending in ("", "_")
)
