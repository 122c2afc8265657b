"""Fills the templates of pages. Everything that is not markup made here is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from markupsafe import Markup

from ..diagrams import page_stylesheet
from .pen import Pen
from .values import Names, as_json, given

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["ASSETS", "assets", "current", "render"]

TEMPLATES: Final = Path(__file__).parent / "templates"
ASSETS: Final = Path(__file__).parent / "assets"
"""Style sheets and scripts, as they are written into a site."""

_DESCRIPTION: Final = 160
"""Characters of the description of a page."""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters["one_line"] = _one_line
    made.filters["as_json"] = as_json
    own = cast("dict[str, Any]", made.globals)  # what is imported sees these too
    own.update(given=given, new_names=Names)
    return made


def render(template: str, pen: Pen, **values: Any) -> str:
    """The text of ``template`` filled with ``values``."""
    return _environment().get_template(f"{template}.html.jinja").render(values, pen=pen)


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _DESCRIPTION else f"{words[: _DESCRIPTION - 1]}…"


def assets() -> dict[str, str]:
    """The files that all pages share."""
    files = {f"site-files/{file.name}": file.read_text("utf-8") for file in sorted(ASSETS.iterdir())}
    return {**files, "site-files/diagrams.css": page_stylesheet()}


def current(side: str, href: str) -> Markup:
    """A sidebar in which the entry that leads to this page is marked."""
    return Markup(side.replace(f'href="{href}">', f'href="{href}" aria-current="page">', 1))
