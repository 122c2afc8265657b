"""Templates: layout only, and only of what is :class:`~._text.Code`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import frozen

from . import _guard
from ._text import Code, comment, docstring, literal, name

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["TEMPLATES", "Renderer", "environment"]

TEMPLATES: Final = Path(__file__).parents[2] / "templates"
"""The folder of factbook's own templates."""


def environment(override: Path | None = None) -> Environment:
    """Where templates are found and what they may use; those in ``override`` stand in for ours of the same name."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folders = [override, TEMPLATES] if override else [TEMPLATES]
    made = Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        finalize=only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters.update(name=name, literal=literal, docstring=docstring, comment=comment, lines=lines)
    return made


def only_code(value: object) -> object:
    """What a template may print; raises ``TypeError`` for a text that nobody has made safe."""
    if value.__class__ is Code:
        return value
    text = str(value)  # a misspelt variable raises here, with its name
    raise TypeError(f"{text!r} is no code: put it through one of the filters name, literal, docstring, comment")


def lines(items: Iterable[object], indent: int = 0) -> Code:
    """Code, one a line; the first line stands where the filter stands."""
    return Code(f"\n{' ' * indent}".join([cast("str", only_code(item)) for item in items]))


@frozen
class Renderer:
    """Fills templates, and looks at what came out before anybody else does."""

    environment: Environment
    override: Path | None = None

    def render(self, template: str, path: str, known: frozenset[str] = frozenset(), /, **values: Any) -> str:
        """The text of a file; ``path`` is for messages, ``known`` are names in small letters that it defines."""
        text = self.environment.get_template(template).render(values)
        ours = self.override is None or not (self.override / template).is_file()
        _guard.check(text, template if ours else None, path, known)
        return text
