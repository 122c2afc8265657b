"""Payloads of events, drawn from the generated strategies of a project."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import Phase, Verbosity, given, settings
from hypothesis.strategies import SearchStrategy

from factbook import catalogue
from factbook.codec import Codec, encode
from factbook.queries import tagger
from factbook.testing.domain import strategy_of
from factbook.testing.exploring import QUIET
from factbook.testing.versions import older_strategy
from factbook.wire import is_list, is_object

if TYPE_CHECKING:
    from factbook_codegen.settings import Project

__all__ = ["drawn", "payloads"]

MOST = 6
LARGEST = 1500


def payloads(project: Project) -> Callable[[str, str, str, int], list[Any]]:
    """What makes payloads of an event: a few that differ, the plainest first, with their tags."""
    sys.path.insert(0, str(project.root))
    package = project.settings.generated.replace("/", ".")

    def make(system: str, context: str, name: str, version: int) -> list[Any]:
        codec: Codec = import_module(f"{package}.{system}.{context}.codec").CODEC
        declared = catalogue.load(project.generated / system).contexts[context].events[name]
        kind = codec.class_of(name)
        if version == declared.version:
            strategy, tags = strategy_of(kind), declared.tags
        else:
            strategy, tags = older_strategy(kind, version), declared.older[version - 1].tags
        tags_of = tagger([(tag.prefix, tag.path) for tag in tags])
        return [{"data": msgspec.json.decode(encode(one)), "tags": list(tags_of(one))} for one in drawn(strategy)]

    return make


def drawn(strategy: SearchStrategy[Any]) -> list[Any]:
    """A few values that differ in more than their texts and numbers, none of them large; the same in every run."""
    found: dict[str, Any] = {}

    @settings(
        max_examples=80,
        database=None,
        deadline=None,
        derandomize=True,
        verbosity=Verbosity.quiet,
        phases=[Phase.generate],
        suppress_health_check=QUIET,
    )
    @given(strategy)
    def draw(value: Any) -> None:
        text = encode(value)
        if len(text) <= LARGEST and len(found) < MOST:
            found.setdefault(_form(msgspec.json.decode(text)), value)

    draw()
    return list(found.values())


def _form(value: Any) -> str:
    """What a payload looks like without its values: which fields are there, how many items lists have."""
    if is_object(value):
        return "{" + ",".join(f"{key}:{_form(one)}" for key, one in value.items()) + "}"
    if is_list(value):
        return "[" + ",".join(map(_form, value[:3])) + "]"
    return "-" if value is None else "x"
