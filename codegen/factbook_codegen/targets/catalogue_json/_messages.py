"""Messages and what reacts to them, for ``catalogue.json``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ...model import Change, Command, Decider, Effect, Event, Older, Policy, Query, Read, Ref, Rejection, Tag, View
from ...reading.literals import duration_text
from ._parts import Object, dotted, entry, given
from ._types import fields, type_def


def event(declared: Event) -> Object:
    """An event with the tags it carries."""
    return entry(
        declared,
        public=declared.public,
        tags=_tags(declared.tags),
        fields=fields(declared.fields),
        version=declared.version if declared.version != 1 else None,
        changes=[_change(change) for change in declared.changes],
        older=[_older(older) for older in declared.older],
    )


def command(declared: Command) -> Object:
    """A command with its boundary and its outcomes."""
    return entry(
        declared,
        decider=declared.decider,
        by=declared.by,
        once=declared.once,
        fields=fields(declared.fields),
        reads=_reads(declared.reads),
        records=_refs(declared.records),
        rejects=declared.rejects,
    )


def rejection(declared: Rejection) -> Object:
    """A rejection."""
    return entry(declared, fields=fields(declared.fields))


def decider(declared: Decider) -> Object:
    """A decider; ``declared`` is always said."""
    return {
        **entry(declared, key=declared.key, commands=declared.commands, evolves=_refs(declared.evolves)),
        "declared": declared.declared,
    }


def policy(declared: Policy) -> Object:
    """A policy."""
    return entry(
        declared,
        when=_refs(declared.when),
        after=None if declared.after is None else duration_text(declared.after),
        flag=declared.flag,
        reads=_reads(declared.reads),
        issues=[{"kind": issue.kind, "ref": str(issue.ref)} for issue in declared.issues],
    )


def effect(declared: Effect) -> Object:
    """An effect with its outcomes."""
    return entry(declared, fields=fields(declared.fields), records=_refs(declared.records))


def view(declared: View) -> Object:
    """A view with its sources; a source without ``key`` has it computed."""
    sources = [
        {
            "event": str(source.event),
            "place": str(source.place),
            **({} if source.key is None else {"key": [dotted(path) for path in source.key]}),
        }
        for source in declared.sources
    ]
    return entry(
        declared,
        key=declared.key,
        sources=sources,
        fields=fields(declared.fields),
        index=declared.index,
        visible_to=[given(role=seen.role, own=seen.own) for seen in declared.visible_to],
    )


def query(declared: Query) -> Object:
    """A query on a view."""
    return entry(
        declared,
        view=str(declared.view),
        where=declared.where,
        order=[given(field=column.field, descending=column.descending) for column in declared.order],
        limit=declared.limit,
    )


def _refs(refs: Iterable[Ref]) -> list[str]:
    return [str(ref) for ref in refs]


@lru_cache(maxsize=4096)
def _tags(tags: tuple[Tag, ...]) -> list[Object]:
    """Tags, of which a catalogue has few and says them often; the answer is shared, and not to be changed."""
    return [{"prefix": tag.prefix, "path": dotted(tag.path)} for tag in tags]


def _reads(reads: Iterable[Read]) -> list[Object]:
    return [_read(read) for read in reads]


def _read(read: Read) -> Object:
    made: Object = {"event": None if read.event is None else str(read.event), "place": str(read.place)}
    if read.tags:
        made["tags"] = _tags(read.tags)
    if read.tolerated:
        made["tolerated"] = True
    return made


def _change(change: Change) -> Object:
    steps = [{"kind": kind, "field": field, "value": value} for kind, field, value in change.steps]
    return {"to": change.to, "place": str(change.place), **given(steps=steps)}


def _older(older: Older) -> Object:
    types = {str(ref): type_def(definition) for ref, definition in older.types.items()}
    return {"version": older.version, **given(tags=_tags(older.tags), fields=fields(older.fields), types=types)}
