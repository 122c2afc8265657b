"""Draws the diagrams of a site, each only once: what was drawn is kept from one build to the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..settings import Renderer

__all__ = ["draw"]

_STYLE: Final = re.compile(r"<style>.*?</style>\n?", re.DOTALL)
_SIZE: Final = re.compile(r'width="([0-9.]+)pt" height="([0-9.]+)pt"')


def draw(dots: Mapping[str, str], renderer: Renderer, kept: Path | None) -> tuple[dict[str, str], dict[str, str]]:
    """The SVG of every DOT text by the same key, ready to stand in a page; and why some could not be drawn.

    ``kept`` is the folder of what was drawn before.
    """
    if renderer == "none":
        return {}, {}
    digests = {key: sha256(f"{renderer}\n{dot}".encode()).hexdigest() for key, dot in dots.items()}
    found = {key: before for key, digest in digests.items() if (before := _kept(kept, digest)) is not None}
    missing = {key: dot for key, dot in dots.items() if key not in found}
    problems: dict[str, str] = {}
    if missing:
        from .. import svg

        try:
            drawn = svg.render(missing, renderer=renderer)
        except svg.Undrawn as undrawn:
            drawn, problems = undrawn.drawn, undrawn.problems
        for key, picture in drawn.items():
            found[key] = inlined(picture)
            _keep(kept, digests[key], found[key])
    return found, problems


def inlined(svg: str) -> str:
    """A drawing without what the page says once for all: its style sheet; its size is that of its text, in pixels."""
    return _SIZE.sub(r'width="\1" height="\2"', _STYLE.sub("", svg), count=1)


def _kept(folder: Path | None, digest: str) -> str | None:
    if folder is not None:
        with suppress(OSError, UnicodeDecodeError):
            return (folder / f"{digest}.svg").read_text("utf-8")
    return None


def _keep(folder: Path | None, digest: str, picture: str) -> None:
    if folder is not None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            new = folder / f"{digest}.new"
            new.write_text(picture, "utf-8", newline="\n")
            new.replace(folder / f"{digest}.svg")
