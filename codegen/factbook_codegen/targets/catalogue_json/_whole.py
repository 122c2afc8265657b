"""Contexts and systems for ``catalogue.json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ...model import Context, Deprecated, Flag, Role, System
from . import _messages
from ._examples import scenario, story
from ._parts import Object, entry, given
from ._types import type_def

_T = TypeVar("_T")


def context_object(context: Context) -> Object:
    """Everything of one context."""
    parts = entry(
        context,
        owner=context.owner,
        roles=_each(_role, context.roles),
        flags=_each(_flag, context.flags),
        types=_each(type_def, context.types),
        events=_each(_messages.event, context.events),
        commands=_each(_messages.command, context.commands),
        rejections=_each(_messages.rejection, context.rejections),
        deciders=_each(_messages.decider, context.deciders),
        policies=_each(_messages.policy, context.policies),
        effects=_each(_messages.effect, context.effects),
        views=_each(_messages.view, context.views),
        queries=_each(_messages.query, context.queries),
        scenarios=[scenario(each) for each in context.scenarios],
        stories=[story(each) for each in context.stories],
        deprecated=_each(_deprecated, context.deprecated),
    )
    return {"system": context.system, "title": context.title, **parts}


def system_object(system: System) -> Object:
    """What the contexts of a system share, and their names."""
    parts = entry(
        system,
        roles=_each(_role, system.roles),
        flags=_each(_flag, system.flags),
        types=_each(type_def, system.types),
        stories=[story(each) for each in system.stories],
        deprecated=_each(_deprecated, system.deprecated),
    )
    return {"title": system.title, **parts, "contexts": list(system.contexts)}


def _each(make: Callable[[_T], Object], entries: Mapping[str, _T]) -> Object:
    return {name: make(each) for name, each in entries.items()}


def _role(role: Role) -> Object:
    return entry(role)


def _flag(flag: Flag) -> Object:
    return {**entry(flag), "default": flag.default}


def _deprecated(why: Deprecated) -> Object:
    return {"since": why.since, "reason": why.reason, **given(use=why.use)}
