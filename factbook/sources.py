"""Which files of the catalogue are no longer what the generated code was made from.

The generator lists them, with the SHA-256 of each, at the head of ``SHA256SUMS`` in the generated folder. Neither the
generator nor the model of the catalogue is needed to compare them, so that every command can afford to look.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

__all__ = ["changed", "told"]


def changed(generated: Path, system: str | None = None) -> list[Path]:
    """The files of a system (or of all) that were changed, added or removed since, sorted.

    None where the catalogue is not there at all, as where a system only runs, and where nothing was listed.
    """
    listed = {file: sums for file, sums in _listed(generated).items() if system in (None, file.parent.name)}
    folders = {file.parent for file in listed}
    there = {file for folder in folders if folder.is_dir() for file in folder.iterdir() if _counts(file)}
    if not there:
        return []
    return sorted(there - listed.keys()) + sorted(file for file, sums in listed.items() if _digest(file) != sums)


def told(files: list[Path], root: Path) -> str:
    """What to tell a person about files that have changed."""
    more = f" and {len(files) - 1} more have" if len(files) > 1 else " has"
    first = files[0].relative_to(root) if files[0].is_relative_to(root) else files[0]
    return f"{first.as_posix()}{more} changed since the code was generated; run `factbook generate`"


def _listed(generated: Path) -> dict[Path, str]:
    found: dict[Path, str] = {}
    try:
        with (generated / "SHA256SUMS").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                sums, two, path = line.rstrip("\n").partition("  ")
                if path.startswith("../"):
                    found[Path(os.path.normpath(generated / path))] = sums
                elif two:
                    break  # from here on it lists what was generated
    except OSError:
        pass
    return found


def _counts(file: Path) -> bool:
    return file.suffix.lower() in (".yaml", ".yml") and file.is_file()


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:  # it is gone
        return ""
