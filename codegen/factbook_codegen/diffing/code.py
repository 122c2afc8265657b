"""The code of a catalogue as it was, so that payloads of then can be drawn and read."""

from __future__ import annotations

from pathlib import Path

from ..model import Catalogue
from ..targets.python import TARGET as PYTHON
from ..targets.strategies import TARGET as STRATEGIES

__all__ = ["write_code"]


def write_code(catalogue: Catalogue, folder: Path) -> None:
    """Write the Python and the test data of all systems below a folder, which is a package."""
    for system in catalogue.systems.values():
        for target in (PYTHON, STRATEGIES):
            files: dict[str, str] = {}
            if target.system is not None:
                files |= target.system(system)
            for context in system.contexts.values():
                if target.context is not None:
                    files |= target.context(context, system)
            for path, text in files.items():
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8", "backslashreplace")
