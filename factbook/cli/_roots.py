"""Where a project is that can be run: it has generated code and deciders."""

from __future__ import annotations

from pathlib import Path

from ._shared import CannotGoOn

__all__ = ["find_root", "nearest_root"]


def find_root() -> Path:
    """The folder of the project around the current one."""
    if (root := nearest_root()) is not None:
        return root
    raise CannotGoOn(
        "there is nothing to run here: neither this folder nor one above it has the folders generated and deciders."
        " Start a project with `factbook new NAME`, then run `factbook generate`."
    )


def nearest_root() -> Path | None:
    """The folder of the project around the current one, if there is one."""
    for folder in (here := Path.cwd().resolve(), *here.parents):
        if (folder / "generated").is_dir() and (folder / "deciders").is_dir():
            return folder
    return None
