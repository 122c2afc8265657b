"""``factbook generate --watch``, in a process of its own, as in a terminal."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from attrs import frozen

from tests.cli.running import factbook


@frozen
class Watching:
    """A watch that runs, and what it says."""

    process: subprocess.Popen[str]
    lines: Queue[str]

    def says(self) -> str:
        """The next line, without the time at its start and the seconds at its end; empty after too long a wait."""
        line = self.lines.get(timeout=120).rstrip()
        return line.partition("  ")[2].rpartition(" (")[0] if line[:2].isdigit() else line


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A new project with one target that needs nothing to be drawn."""
    factbook("new", "shop", cwd=tmp_path)
    file = tmp_path / "shop/pyproject.toml"
    file.write_text(file.read_text().replace("[tool.factbook]", '[tool.factbook]\ntargets = ["catalogue_json"]'))
    return tmp_path / "shop"


@pytest.fixture
def watching(shop: Path) -> Iterator[Watching]:
    """A watch over it."""
    started = (  # who runs the tests in the background may have all of them ignore Ctrl-C
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from factbook.cli import main; main()"
    )
    command = [sys.executable, "-u", "-c", started, "generate", "--watch"]
    with subprocess.Popen(
        command, cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    ) as process:
        lines: Queue[str] = Queue()

        def listen() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                lines.put(line)

        threading.Thread(target=listen, daemon=True).start()
        try:
            yield Watching(process, lines)
        finally:
            process.kill()


def edit(file: Path, old: str, new: str) -> None:
    """Replace a file as editors do: a new one is moved over the old one."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(file.read_text().replace(old, new))
    fresh.replace(file)


def test_every_change_is_followed(shop: Path, watching: Watching) -> None:
    """One line a run; errors in the YAML and in the settings are waited out; Ctrl-C ends it cleanly."""
    catalogue, settings = shop / "catalogue/shop/lending.yaml", shop / "pyproject.toml"
    assert "watching catalogue/ (Ctrl-C ends it)" == watching.says()
    assert "2 new, 0 changed, 0 removed, 0 unchanged" == watching.says()

    edit(catalogue, "Lends the books", "Lends all books")
    assert "0 new, 1 changed, 0 removed, 1 unchanged" == watching.says()

    edit(catalogue, "title: Title}", "title: [")
    assert "nothing written: 1 error" == watching.says()

    edit(catalogue, "title: [", "title: Title}")
    assert "all 2 files are current" == watching.says()

    edit(settings, "targets =", "targts =")
    edit(catalogue, "Lends all books", "Lends the books")
    edit(settings, "targts =", "targets =")
    assert "0 new, 1 changed, 0 removed, 1 unchanged" == watching.says()

    watching.process.send_signal(signal.SIGINT)
    assert "stopped" == watching.says()
    assert 0 == watching.process.wait(10)
