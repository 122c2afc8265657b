"""What the shell sees: start-up, completion, pipes and narrow terminals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from factbook.cli import main
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


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What completion looks at in a project: the names that were generated."""
    root = tmp_path_factory.mktemp("project")
    (root / "deciders").mkdir()
    flag = {"mail": {"summary": "Mails are sent."}}
    contexts: dict[str, dict[str, object]] = {
        "": {"contexts": ["cart", "orders"], "roles": {"clerk": {"summary": "Sells."}, "client": {}}, "flags": flag},
        "cart": {
            "commands": {"Add": {"summary": "Puts\n  it in."}, "Change": {"summary": ""}},
            "events": {"Added": {"summary": ""}},
            "deciders": {"Cart": {"summary": ""}},
            "flags": {"maintenance": {"summary": ""}},
        },
        "orders": {
            "commands": {"Place": {"summary": "Orders."}, "Change": {"summary": ""}},
            "policies": {"Remind": {"summary": ""}},
            "views": {"Open": {"summary": ""}, "Rejected": {"summary": ""}},
        },
    }
    for name, declared in contexts.items():
        folder = root / "generated/shop" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "catalogue.json").write_text(json.dumps(declared))
    return root


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("send ", ["Add", "cart.Change", "Place", "orders.Change"]),
        ("send P", ["Place"]),
        ("send cart.", ["cart.Change"]),
        ("send cart.A", ["cart.Add"]),
        ("send Add --role cl", ["clerk", "client"]),
        ("send Add --system ", ["shop"]),
        ("send --system other ", []),
        ("state ", ["Cart", "Add", "cart.Change", "Place", "orders.Change"]),
        ("events --type A", ["Added"]),
        ("views re", ["rebuild", "resume"]),
        ("views O", ["Open"]),
        ("views rebuild ", ["Open", "Rejected"]),
        ("views Open ", []),
        ("flags m", ["mail", "maintenance"]),
        ("reactions drop o", ["orders.Remind"]),
        ("sned P", []),
    ],
)
def test_completion_of_names(
    project: Path, words: str, completions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of the project stand alone where one context has them; other words stand nowhere."""
    monkeypatch.chdir(project)
    *typed, incomplete = words.split(" ")
    found = ShellComplete(main, {}, "factbook", "_FACTBOOK_COMPLETE").get_completions(typed, incomplete)

    assert completions == [item.value for item in found]


@pytest.mark.parametrize(
    ("shell", "answer"),
    [
        ("bash", "plain,Add\n"),
        ("zsh", "plain\nAdd\nPuts it in.\n"),
        ("fish", "plain,Add\tPuts it in.\n"),
    ],
)
def test_shells_get_names(project: Path, shell: str, answer: str) -> None:
    """Each in its form, from any folder of the project; nothing is written, and nothing but names is told."""
    before = sorted(project.rglob("*"))
    words = {"COMP_WORDS": "factbook send A", "COMP_CWORD": "A" if shell == "fish" else "2"}
    told = run(cwd=project / "deciders", _FACTBOOK_COMPLETE=f"{shell}_complete", **words)

    assert (answer, "") == (told.stdout.replace("\r", ""), told.stderr)
    assert before == sorted(project.rglob("*"))


@pytest.mark.parametrize("content", [None, "", "[]", '{"contexts": 3}', '{"contexts": ["../.."]}'])
def test_no_names_are_no_error(tmp_path: Path, content: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was generated, or what stands there cannot be read, nothing is offered, and nothing is said."""
    (tmp_path / "generated/shop").mkdir(parents=True)
    (tmp_path / "deciders").mkdir()
    if content is not None:
        (tmp_path / "generated/shop/catalogue.json").write_text(content)
    monkeypatch.chdir(tmp_path)

    assert [] == ShellComplete(main, {}, "factbook", "_FACTBOOK_COMPLETE").get_completions(["send"], "A")


def test_names_are_found_without_what_runs_a_system(project: Path) -> None:
    """Whoever presses TAB waits: the modules of the project, and those that run it, are not imported."""
    program = f"import sys, atexit\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n{PROGRAM}"
    environment = {"_FACTBOOK_COMPLETE": "bash_complete", "COMP_WORDS": "factbook send P", "COMP_CWORD": "2"}
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=project, env={**os.environ, **environment}, capture_output=True, text=True
    )

    assert answer.stdout == "plain,Place\n"
    assert not {"factbook.application", "factbook.stores", "hypothesis", "yaml", "apsw", "deciders"} & set(
        answer.stderr.split()
    )


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
