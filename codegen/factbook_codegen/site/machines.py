"""Pages for machines: ``llms.txt``, which leads through a site in plain Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..diagrams.links import page
from ..model import Context, ListOf, MapOf, Named, Primitive, TypeExpr
from ..targets import Files
from .book import Book

__all__ = ["guide", "lead"]


def lead(title: str, books: Sequence[Book]) -> Files:
    """The one for the site: it names the systems and their contexts."""
    lines = [f"# {_line(title)}", ""]
    for book in books:
        system = book.system
        lines += [f"## {_line(system.title or system.name)}", "", _line(system.summary), ""]
        lines.append(f"- [Everything as JSON]({system.name}/catalogue.json): the resolved catalogue")
        for name, context in system.contexts.items():
            lines.append(f"- [{_line(context.title or name)}]({system.name}/{name}/llms.txt): {_line(context.summary)}")
        lines += [
            f"- [{_line(story.title)}]({system.name}/{book.addresses[str(story.place)]}): a story"
            for story in book.stories
        ]
        lines.append("")
    return {"llms.txt": "\n".join(lines)}


def guide(context: Context) -> Files:
    """The one for a context: all that is in it."""
    return {f"{context.system}/{context.name}/llms.txt": "\n".join(_guide(context)) + "\n"}


def _guide(context: Context) -> Iterator[str]:
    yield from (f"# {_line(context.title or context.name)}", "", _line(context.summary), "")
    groups: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
        ("Commands", "command", context.commands),
        ("Events", "event", context.events),
        ("Policies", "policy", context.policies),
        ("Effects", "effect", context.effects),
        ("Views", "view", context.views),
        ("Queries", "query", context.queries),
    )
    for title, kind, things in groups:
        if things:
            yield from (f"## {title}", "")
            for name, one in things.items():
                address = page(kind, context.name, name).removeprefix(f"{context.name}/")
                yield f"- [{name}]({address}): {_line(one.summary)}{''.join(_more(kind, one))}{_old(context, name)}"
            yield ""


def _more(kind: str, one: Any) -> Iterator[str]:
    if fields := getattr(one, "fields", None):
        yield f" Fields: {', '.join(f'{name} ({_type(field.type)})' for name, field in fields.items())}."
    match kind:
        case "command":
            yield f" Records: {_names(one.records)}."
            if one.rejects:
                yield f" Refused as: {', '.join(one.rejects)}."
        case "effect":
            yield f" Records: {_names(one.records)}."
        case "policy":
            yield f" When: {_names(one.when)}. Issues: {_names(issue.ref for issue in one.issues)}."
        case "view":
            yield f" From: {_names(source.event for source in one.sources)}."
        case _:
            pass


def _old(context: Context, name: str) -> str:
    why = context.deprecated.get(name)
    return f" Deprecated {_line(str(why))}" if why else ""


def _names(refs: Iterable[object]) -> str:
    return ", ".join(map(str, refs)) or "nothing"


def _type(expression: TypeExpr) -> str:
    match expression:
        case Primitive(name):
            return name
        case Named(ref):
            return str(ref)
        case ListOf(item):
            return f"list of {_type(item)}"
        case MapOf(key, value):
            return f"map from {_type(key)} to {_type(value)}"


def _line(text: str) -> str:
    return " ".join(text.split())
