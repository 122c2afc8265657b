"""Names of the project for shells to complete, from what was generated: nothing of the project is imported for them.

Whoever presses TAB wants an answer at once, and no reports: where nothing can be read, nothing is offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click
from click.shell_completion import CompletionItem

from ._roots import nearest_root

if TYPE_CHECKING:
    import msgspec

T = TypeVar("T")
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Section = Literal["events", "commands", "deciders", "policies", "views"]
"""What contexts declare: names that may stand with their context or, where only one has it, without."""


def of_contexts(*sections: Section, words: tuple[str, ...] = (), whole: bool = False) -> Completer:
    """Complete the names of these sections, and other words that may stand there.

    Names stand alone where one context has them, unless they are wanted ``whole`` or somebody begins with the context.
    """

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = dict(_quietly(lambda: _declared(ctx, sections)))
        times = Counter(name.partition(".")[2] for name in found)
        short: dict[str, str] = {}
        for name, summary in found.items():
            bare = name.partition(".")[2]
            short[name if whole or times[bare] > 1 else bare] = summary
        return _items(dict.fromkeys(words, "") | short, incomplete) or _items(found, incomplete)

    return complete


def of_system(section: Literal["roles", "flags"]) -> Completer:
    """Complete the roles or flags of a system, wherever they are declared."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return _items(dict(_quietly(lambda: _shared(ctx, section))), incomplete)

    return complete


def systems(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the names of systems."""
    return _items(dict.fromkeys(_quietly(lambda: (folder.name for folder in _folders(None))), ""), incomplete)


def _items(names: dict[str, str], incomplete: str) -> list[CompletionItem]:
    return [
        CompletionItem(name, help=" ".join(told.split())) for name, told in names.items() if name.startswith(incomplete)
    ]


def _quietly(find: Callable[[], Iterator[T]]) -> list[T]:
    """All that is found, or nothing."""
    try:
        return list(find())
    except Exception:  # a file may hold anything, and a shell shows whatever is printed between what is typed
        return []


def _declared(ctx: click.Context, sections: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    for folder in _folders(ctx):
        for context in _contexts(folder):
            for name, summary in _entries(folder / context, *sections):
                yield f"{context}.{name}", summary


def _shared(ctx: click.Context, section: str) -> Iterator[tuple[str, str]]:
    for folder in _folders(ctx):
        for holder in (folder, *(folder / context for context in _contexts(folder))):
            yield from _entries(holder, section)


def _folders(ctx: click.Context | None) -> Iterator[Path]:
    """What was generated for the systems of the project, or for the one that was asked for."""
    wanted = ctx.params.get("name") if ctx is not None else None
    root = nearest_root()
    for file in sorted(root.glob("generated/*/catalogue.json")) if root is not None else ():
        if wanted in (None, file.parent.name):
            yield file.parent


def _contexts(folder: Path) -> list[str]:
    import msgspec

    return msgspec.json.decode(_read(folder)["contexts"], type=list[str])


def _read(folder: Path) -> dict[str, msgspec.Raw]:
    """The parts of a file, of which most are not looked at."""
    import msgspec

    return msgspec.json.decode((folder / "catalogue.json").read_bytes(), type=dict[str, msgspec.Raw])


def _entries(folder: Path, *sections: str) -> Iterator[tuple[str, str]]:
    """The names in some sections of a file, with their summaries."""
    import msgspec

    declared = _read(folder)
    for section in sections:
        entries = declared.get(section, b"{}")  # what is empty is left out
        for name, entry in msgspec.json.decode(entries, type=dict[str, dict[str, msgspec.Raw]]).items():
            yield name, msgspec.json.decode(entry["summary"], type=str) if "summary" in entry else ""
