"""An environment of its own for what factbook is measured beside, so that neither sees the other's packages."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

PINNED: Final = Path(__file__).with_name("peers.txt")


def environment(folder: Path) -> Path:
    """The ``bin`` folder of the peers' environment, made when it is missing or other versions are wanted."""
    stamp = folder / "installed.txt"
    wanted = PINNED.read_text("utf-8")
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        venv.create(folder, with_pip=True, clear=True)
        pip = (binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run((*pip, "--requirement", PINNED), check=True, timeout=600)
        stamp.write_text(wanted, "utf-8")
    return binaries


def version(package: str) -> str:
    """The version that is pinned."""
    pins = dict(line.split("==") for line in PINNED.read_text("utf-8").splitlines() if "==" in line)
    return pins[package]


def dataclasses(binaries: Path, folder: Path, schemas: str, models: str, *options: str) -> None:
    """Let datamodel-code-generator write dataclasses, unmeasured."""
    subprocess.run(generator(binaries, schemas, models, *options), cwd=folder, check=True, capture_output=True)


def generator(binaries: Path, schemas: str, models: str, *options: str) -> tuple[str | Path, ...]:
    """The command that makes dataclasses in the folder ``models`` from a folder of JSON Schemas."""
    paths = ("--input", schemas, "--input-file-type", "jsonschema", "--output", models)
    kind = ("--output-model-type", "dataclasses.dataclass", "--disable-warnings")
    return (binaries / "datamodel-codegen", *paths, *kind, *options)
