"""Every snippet of the documentation is run: catalogues are read, Python is executed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeAlias

import pytest
from factbook_codegen import reports
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Diagnostic, Severity
from factbook_codegen.reading import read

from tests.docs.snippets import CATALOGUE_VERBS, PAGES, ROOT, Snippet, laid_over, snippets

Files: TypeAlias = dict[str, str]


def yaml_cases() -> Iterator[tuple[Snippet, Files, Files]]:
    """Each catalogue snippet with the files that the page has shown before it, and those files with it."""
    for page in PAGES:
        shown: Files = {}
        blocks = [one for one in snippets(page) if one.language == "yaml" and one.verb in CATALOGUE_VERBS]
        for is_file, group in groupby(blocks, key=lambda one: one.verb == "file"):
            if is_file:  # files that follow each other belong together
                files = list(group)
                shown |= {one.what: one.text for one in files}
                yield files[-1], {}, shown.copy()
                continue
            for one in group:
                text = laid_over(shown[one.what], one.text) if one.verb == "into" else one.text
                yield one, shown.copy(), {**shown, one.what: text}


def problems(files: Mapping[str, str], folder: Path) -> list[Diagnostic]:
    """What the reader says of these files, notes left out."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [one for one in read(folder / "catalogue").diagnostics if one.severity > Severity.NOTE]


def added(before: Files, files: Files, snippet: Snippet, folder: Path) -> list[Diagnostic]:
    """The problems that a snippet brings; beside errors that it announces, warnings that follow do not count."""
    known = {(one.code, one.message) for one in problems(before, folder / "before")} if before else set[object]()
    found = [one for one in problems(files, folder / "with") if (one.code, one.message) not in known]
    meant = any(CODES[code].severity is Severity.ERROR for code in snippet.codes)
    return [one for one in found if one.severity is Severity.ERROR or one.code in snippet.codes or not meant]


def named(case: object) -> str:
    return str(case) if isinstance(case, Snippet) else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_yaml_snippet_is_marked(page: Path) -> None:
    """A YAML snippet says which file it is or belongs to, or why it is not read."""
    unmarked = [str(one) for one in snippets(page) if one.language in ("yaml", "yml") and not one.verb]

    assert unmarked == []


EXCERPT = "an excerpt of "


@pytest.mark.parametrize(
    "snippet", [one for page in PAGES for one in snippets(page) if one.what.startswith(EXCERPT)], ids=named
)
def test_excerpts_are_what_the_file_says(snippet: Snippet) -> None:
    """What is shown of a file of this project stands there, word for word."""
    assert snippet.text in (ROOT / snippet.what.removeprefix(EXCERPT)).read_text("utf-8")


@pytest.mark.parametrize(("snippet", "before", "files"), list(yaml_cases()), ids=named)
def test_catalogue_snippets_are_read(snippet: Snippet, before: Files, files: Files, tmp_path: Path) -> None:
    """A catalogue snippet reads with exactly the problems that it announces: mostly none."""
    found = added(before, files, snippet, tmp_path)

    assert sorted(snippet.codes) == sorted({one.code for one in found}), reports.text(found)


def report_cases() -> Iterator[tuple[Snippet, Snippet]]:
    """Each report with the snippet above it."""
    for page in PAGES:
        blocks = list(snippets(page))
        yield from ((one, above) for above, one in pairwise(blocks) if one.verb == "report")


@pytest.mark.parametrize(("report", "above"), list(report_cases()), ids=named)
def test_reports_are_those_of_the_snippet_above(report: Snippet, above: Snippet, tmp_path: Path) -> None:
    """A report on a page is, to the letter, what the reader says of the snippet above it."""
    before, files = next((before, files) for one, before, files in yaml_cases() if one == above)

    assert report.text.rstrip() == reports.text(added(before, files, above, tmp_path)).rstrip()


RUNNABLE = [
    page for page in PAGES if any(one.language in ("python", "pycon") or one.verb == "run" for one in snippets(page))
]


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: page.name)
def test_pages_run(page: Path, tmp_path: Path) -> None:
    """The files of a page are a project; the marked shell snippets run in it, and then all Python does, in order."""
    blocks = list(snippets(page))
    own = [one for one in blocks if one.verb == "file"]
    for one in own:
        (tmp_path / one.what).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / one.what).write_text(one.text, "utf-8")
    paths = [str(tmp_path), str(ROOT)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    def done(*command: str) -> None:
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout}\n{ended.stderr}"

    if any(one.what.startswith("catalogue/") for one in own):
        (tmp_path / "pyproject.toml").touch()
        done("factbook", "generate")
    for one in blocks:
        if one.verb == "run":
            done("bash", "-euc", one.text)
    done(sys.executable, "-m", "tests.docs.run_page", str(page))
