"""Has the codecs read and write every message and row that the documentation shows as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.model import Ref
    from factbook_codegen.model import System as SystemModel


def written(model: SystemModel, package: str) -> tuple[dict[str, Any], list[Diagnostic]]:
    """What came out of the codecs of a generated package, by the names of messages and rows; which they refuse."""
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.site.examples import Examples
    from factbook_codegen.site.references import refer

    from factbook.errors import FactbookError
    from factbook.testing.domain import codec_of, instance

    examples = Examples(model, refer(model))
    found: dict[str, Any] = {}
    false: list[Diagnostic] = []
    for ref, thing in _with_fields(model):
        data = examples.of(ref, thing.fields)
        if data is None:
            continue
        own = f"{package}.{ref.context}"
        try:
            found[str(ref)] = json.loads(codec_of(own).encode(instance(own, str(ref), data)))
        except FactbookError as error:
            message = f"the JSON of {ref} cannot be shown, because its codec refuses it: {' '.join(str(error).split())}"
            false.append(Diagnostic("FB811", message, thing.place, help="run `factbook generate`, then `pytest`"))
    return found, false


def _with_fields(model: SystemModel) -> Iterator[tuple[Ref, Any]]:
    """Everything that has JSON on its page."""
    from factbook_codegen.model import Ref

    for name, context in model.contexts.items():
        kinds: tuple[Mapping[str, Any], ...] = (context.events, context.commands, context.effects, context.views)
        for things in kinds:
            yield from ((Ref(name, one), thing) for one, thing in things.items())
