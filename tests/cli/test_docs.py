"""``factbook docs`` shows only what is true."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import Answer

COMMAND = [sys.executable, "-c", "from factbook.cli import main; main()"]


def run(*arguments: str, cwd: Path) -> Answer:
    """Run factbook in a process of its own: it imports the functions of the project."""
    done = subprocess.run([*COMMAND, *arguments], cwd=cwd, capture_output=True, text=True)
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, generated, without pictures."""
    folder = tmp_path_factory.mktemp("docs")
    assert run("new", "library", cwd=folder).code == 0
    project = folder / "library"
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace("[tool.factbook]", '[tool.factbook]\nsvg = "none"'))
    assert run("generate", cwd=project).code == 0
    return project


def test_scenarios_and_stories_are_played(library: Path) -> None:
    """All of them, from any folder; the pages say so."""
    answer = run("docs", cwd=library / "deciders")

    assert (0, "") == (answer.code, answer.err)
    assert answer.out.endswith("open site/index.html\n")
    tests = (library / "site/library/tests.html").read_text()
    played = re.search(r"<p>(\d+) of (\d+) scenarios and (\d+) of (\d+) stories were played", tests)
    assert played is not None
    assert (played[1], played[3]) == (played[2], played[4])
    unmet = re.findall(r"<td>([^<]*)</td><td>by nothing", tests)
    assert [] == [one for one in unmet if not one.startswith(("min ", "max "))]


def test_without_playing(library: Path) -> None:
    """The site says that nothing was played."""
    assert 0 == run("docs", "--no-play", cwd=library).code
    assert "Nothing was played: the site was built with --no-play" in (library / "site/library/tests.html").read_text()


def test_a_port_without_serving_is_a_mistake(tmp_path: Path) -> None:
    """It would change nothing."""
    answer = run("docs", "--port", "8601", cwd=tmp_path)

    assert 2 == answer.code
    assert answer.err.endswith("Error: --port goes with --serve: without it the site is only written, into a folder.\n")


def test_a_false_scenario_fails_the_build(library: Path) -> None:
    """It is named with its place and what came instead, and nothing is written."""
    run("docs", cwd=library)
    before = (library / "site/library/index.html").read_text()
    book = library / "deciders/library/book.py"
    text = book.read_text()
    book.write_text(re.sub(r"return \[BookLent\(.*?\)\]", "return []", text, flags=re.DOTALL))
    assert text != book.read_text()
    answer = run("docs", cwd=library)
    book.write_text(text)

    assert 1 == answer.code
    assert "error[FB811]" in answer.err
    assert "does not come out as told" in answer.err
    assert "site/: nothing was written" in answer.out
    assert before == (library / "site/library/index.html").read_text()


def test_json_has_gone_through_its_codec(library: Path) -> None:
    """A page says so; what a codec refuses is not shown."""
    run("docs", cwd=library)
    page = (library / "site/library/lending/event-BookLent.html").read_text()
    types = library / "generated/library/lending/types.py"
    text = types.read_text()
    types.write_text(text.replace("length(1, 200)", "length(100, 200)"))
    assert text != types.read_text()
    answer = run("docs", cwd=library)
    types.write_text(text)

    assert "read and written by its codec" in page
    assert 1 == answer.code
    assert "error[FB811]: the JSON of lending.AddBook cannot be shown, because its codec refuses it" in answer.err


def test_what_is_generated_must_be_current(library: Path) -> None:
    """Else something would be played that is not what the pages show."""
    file = library / "catalogue/library/lending.yaml"
    text = file.read_text()
    file.write_text(text.replace("summary:", "summary: Really.  #", 1))
    answer = run("docs", cwd=library)
    file.write_text(text)

    assert 3 == answer.code
    assert "is not as the catalogue says: run `factbook generate` first." in answer.err


def test_a_catalogue_alone_is_documented(tmp_path: Path) -> None:
    """Functions may come later."""
    (tmp_path / "catalogue/shop").mkdir(parents=True)
    (tmp_path / "catalogue/shop/stock.yaml").write_text("context: stock\nsummary: Counts.\n")

    assert 0 == run("docs", cwd=tmp_path).code
    assert "there are no functions in deciders/shop" in (tmp_path / "site/shop/tests.html").read_text()


def test_functions_that_cannot_be_imported(library: Path) -> None:
    """The mistake is told, and where it is."""
    book = library / "deciders/library/book.py"
    text = book.read_text()
    book.write_text(text + "\nimport nothing_of_this_name\n")
    answer = run("docs", cwd=library)
    book.write_text(text)

    assert 2 == answer.code
    assert "No module named 'nothing_of_this_name'" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.long
def test_the_site_follows_the_catalogue(library: Path) -> None:
    """While it is served, a change shows as soon as it is built; Ctrl-C ends it."""
    process = subprocess.Popen(
        [*COMMAND, "docs", "--serve", "--port", "0"],
        cwd=library,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    file = library / "catalogue/library/lending.yaml"
    text = file.read_text()
    try:
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        assert "unchanged" in process.stdout.readline()
        time.sleep(1)  # the file system tells times in steps
        file.write_text(text.replace("summary:", "summary: Really so.  #", 1))
        while "Really so." not in (library / "site/library/index.html").read_text():
            assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
        file.write_text(text)
