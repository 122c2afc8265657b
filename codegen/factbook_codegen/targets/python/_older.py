"""The package ``older`` of a context: how its events were, each version in a module of its own."""

from __future__ import annotations

from attrs import evolve

from ...model import Context, Event, Older, RecordType, System
from .. import Files
from ._messages import message
from ._past import FOLDER, PastScope, as_it_was, back_then, local_names, module_of, versions
from ._render import Renderer
from ._text import Code, docstring
from ._typedefs import Record, items
from ._types import Types

__all__ = ["older_modules"]


def older_modules(context: Context, system: System, head: Code, renderer: Renderer) -> Files:
    """A module for each older version of each event, with the types that were another then; none where nothing is."""
    folder = f"{system.name}/{context.name}/{FOLDER}"
    files: Files = {}
    for event, older in versions(context):
        path = f"{folder}/{module_of(event, older)}.py"
        files[path] = _module(path, event, older, context, system, head, renderer)
    if files:
        doc = docstring(f"How events of {context.title} were before: tests read what was recorded then.")
        path = f"{folder}/__init__.py"
        files = {path: renderer.render("root.py.jinja", path, header=head, doc=doc), **files}
    return files


def _module(
    path: str, event: Event, older: Older, context: Context, system: System, head: Code, renderer: Renderer
) -> str:
    names = local_names(event, older, context)
    types = {ref: evolve(definition, name=names[ref]) for ref, definition in older.types.items()}
    before = as_it_was(event, older)
    records = [definition for definition in types.values() if isinstance(definition, RecordType)]
    fields = {field for record in records for field in record.fields} | set(before.fields)
    scope = PastScope(context.name, names, fields)
    scope.decorator("factbook.messages", "define")
    scope.decorator("factbook.constraints", "constrained")
    write = Types(back_then(system, older), scope)
    made = message(before, write)
    record = RecordType(event.name, before.summary, event.place, older.fields)
    doc = docstring(f"How {event.name} of {context.title} was in version {older.version}.")
    everything = (*items(types, write), Record(made.name, made.doc, made.fields, record))
    values = {"header": head, "doc": doc, "items": everything, "imports": scope.imports()}
    return renderer.render("types.py.jinja", path, scope.imported, **values)
