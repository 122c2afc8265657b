"""Real disks that are full or read-only: nothing is half-written. Needs Linux namespaces, as most kernels allow."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import factbook

FACTBOOK = f"{sys.executable} -c 'from factbook.cli import main; main()'"


def on_a_disk_of_its_own(folder: Path, options: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script while ``folder`` is a file system in memory, mounted with ``options`` for that script only."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no program unshare")
    prepare = f"mount -t tmpfs -o {options} none {folder}"
    unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*unshare, prepare], capture_output=True).returncode:
        pytest.skip("this kernel lets nobody mount")
    command = [*unshare, f"set -e; {prepare}; cd {folder.parent}; {script}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A new project, and beside its catalogue an empty folder for what is generated."""
    factbook("new", "shop", cwd=tmp_path)
    (tmp_path / "shop/generated").mkdir()
    return tmp_path / "shop"


def test_a_full_disk(shop: Path) -> None:
    """One with room for a part of the files is left empty."""
    script = f"{FACTBOOK} generate --no-svg || echo exit $?; find generated -mindepth 1"
    answer = on_a_disk_of_its_own(shop / "generated", "size=32k", script)

    assert "FB704]: nothing was written, because this cannot be: No space left on device" in answer.stderr
    assert "exit 3" == answer.stdout.splitlines()[-1]


def test_a_read_only_disk(shop: Path) -> None:
    """What was generated before is left as it was."""
    script = (
        f"{FACTBOOK} generate --no-svg >/dev/null; find generated -type f | xargs sha256sum | sort > before;"
        "mount -o remount,ro none generated; sed -i 's/Lends the books/Lends all books/' catalogue/shop/lending.yaml;"
        f"{FACTBOOK} generate --no-svg || echo exit $?;"
        "find generated -type f | xargs sha256sum | sort > after; cmp before after && echo the same"
    )
    answer = on_a_disk_of_its_own(shop / "generated", "size=10m", script)

    assert "FB704]: nothing was written, because this cannot be: Read-only file system" in answer.stderr
    assert ["exit 3", "the same"] == answer.stdout.splitlines()[-2:]
