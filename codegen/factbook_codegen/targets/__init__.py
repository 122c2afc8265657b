"""What can be made of a catalogue: each target is a pure function from the model to texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from ..model import Context, System

Files: TypeAlias = dict[str, str]
"""Path below ``generated/`` (POSIX) to the text of the file."""


@frozen
class Target:
    """One kind of output.

    ``context`` is called once for every bounded context, ``system`` once for every system; both are pure, so what
    they answer may be kept as long as neither the catalogue nor the target has changed. ``context`` may look at other
    contexts only through what its own context refers to. ``templates`` is for targets that use templates: it answers
    the same target with the templates of a folder in place of its own of the same name.
    """

    name: str
    context: Callable[[Context, System], Files] | None = None
    system: Callable[[System], Files] | None = None
    templates: Callable[[Path], Target] | None = None
