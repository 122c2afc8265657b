"""What the shell sees: start-up, completion, pipes and narrow terminals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import factbook

PROGRAM = "from factbook.cli import main; main(prog_name='factbook')"


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run factbook in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    everything = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=cwd, env=everything, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )


def test_help_imports_next_to_nothing(tmp_path: Path) -> None:
    """No command is imported to list them, and of other packages only click: so it answers at once."""
    program = (
        f"import sys\nbefore = set(sys.modules)\ntry:\n    {PROGRAM}\nfinally:\n    print(*set(sys.modules) - before)"
    )
    answer = subprocess.run([sys.executable, "-c", program, "--help"], cwd=tmp_path, capture_output=True, text=True)
    imported = answer.stdout.splitlines()[-1].split()
    packages = {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names)

    assert {"click", "factbook"} == {name for name in packages if not name.startswith("_")}
    assert {"factbook", "factbook.cli", "factbook.cli._lazy"} == {
        name for name in imported if name.partition(".")[0] == "factbook"
    }


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("factbook ge", ["generate"]),
        ("factbook generate --n", ["--no-svg"]),
        ("factbook check --format s", ["sarif"]),
        ("factbook explain FB70", [f"FB70{number}" for number in range(1, 10)]),
        ("factbook completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_completion(tmp_path: Path, words: str, completions: list[str]) -> None:
    """Commands, options, choices and codes are completed."""
    answer = run(cwd=tmp_path, _FACTBOOK_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))

    assert completions == [line.partition(",")[2] for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    """Each shell gets a script that asks factbook."""
    answer = factbook("completion", shell)

    assert (0, "") == (answer.code, answer.err)
    assert f"_FACTBOOK_COMPLETE={shell}_complete" in answer.out


def test_bash_takes_its_script(tmp_path: Path) -> None:
    """It has no syntax error."""
    script = factbook("completion", "bash").out

    assert 0 == subprocess.run(["bash", "-n"], input=script, text=True, cwd=tmp_path).returncode


def test_a_terminal_without_the_characters(tmp_path: Path) -> None:
    """What it cannot show is escaped; nothing fails."""
    answer = run("doctor", cwd=tmp_path, PYTHONIOENCODING="latin-1")

    assert answer.stdout.startswith("\\u2713 Python 3.")
    assert "Traceback" not in answer.stderr


def test_reports_go_where_they_belong(tmp_path: Path) -> None:
    """Problems on stderr, the summary on stdout; without colour, since neither is a terminal."""
    (tmp_path / "catalogue/shop").mkdir(parents=True)
    (tmp_path / "catalogue/shop/stock.yaml").write_text("context: stock\nevent: {}\n")
    answer = run("check", cwd=tmp_path / "catalogue", FORCE_COLOR="1")

    assert (1, "1 context; 1 error, 0 warnings\n") == (answer.returncode, answer.stdout)
    assert answer.stderr.startswith('catalogue/shop/stock.yaml:2:1: error[FB101]: there is no key "event" here\n')
    assert "\x1b" not in answer.stderr
