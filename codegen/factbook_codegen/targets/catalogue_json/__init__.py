"""``catalogue.json``: the resolved model for other tools and for the runtime, which reads it without the generator.

One file for what the contexts of a system share, and one for each context; ``catalogue.schema.json`` is their schema.
What is empty, false or not given is left out. The modules here mirror those of ``factbook.catalogue``, which reads it.
"""

from __future__ import annotations

from typing import Final

from msgspec import json

from ...model import Context, System
from .. import Files, Target
from ._parts import Object
from ._whole import context_object, system_object

FORMAT: Final = 1
"""The form of the files; a form that older readers would misunderstand gets another number."""


def context(own: Context, system: System) -> Files:
    """The file of one context."""
    return {f"{system.name}/{own.name}/catalogue.json": _text("context", context_object(own))}


def system(whole: System) -> Files:
    """The file of what the contexts of a system share, with the names of the contexts."""
    return {f"{whole.name}/catalogue.json": _text("system", system_object(whole))}


def _text(kind: str, parts: Object) -> str:
    return json.format(json.encode({"format": FORMAT, "kind": kind, **parts}), indent=2).decode() + "\n"


TARGET: Final = Target("catalogue_json", context, system)
"""The target that writes ``catalogue.json``."""
