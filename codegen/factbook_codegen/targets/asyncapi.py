"""``asyncapi.yaml``: the messages of a system as an AsyncAPI 3.0 document.

The application that the document describes is the system: it receives commands, answers with rejections, and sends
events. Channels are logical, one for each kind of message of each context, without an address, because where they are
reached is decided at deployment. The payloads are the JSON Schemas beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from msgspec import json

from ..model import Command, Context, Event, Rejection, System
from . import Files, Target

_WORDS: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
"""Plain names that a YAML reader takes for something else than text."""

_NOT_PLAIN: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that may stand in a JSON text but not, or not as themselves, in a YAML text."""

_MARKDOWN: Final = re.compile(r"[\\`*_<>\[\]&#|~]|(?<![^\n])[-+=]|(?<=\d)[.)](?=\s)")
"""What may mean something in CommonMark."""


def system(whole: System) -> Files:
    """The document of a system; none where it has no messages."""
    contexts = [context for context in whole.contexts.values() if context.events or context.commands]
    if not contexts:
        return {}
    lines = [
        f"# Made by factbook from {_comment(contexts[0])}.",
        "# Do not edit: change the catalogue, then run `factbook generate`.",
        'asyncapi: "3.0.0"',
        "info:",
        f"  title: {text(whole.title or whole.name)}",
        '  version: "1.0.0"',
        *([f"  description: {text(_plain(whole.summary))}"] if whole.summary else []),
        "  tags:",
    ]
    for context in contexts:
        lines += [f"    - name: {text(context.name)}", *_summary("      description", _plain(context.summary))]
    lines += [
        "    - name: public",
        "      description: Events that other contexts may rely on.",
        "defaultContentType: application/json",
        "channels:",
    ]
    for context in contexts:
        lines += _channels(context)
    lines.append("operations:")
    for context in contexts:
        lines += _operations(context)
    return {f"{whole.name}/asyncapi.yaml": "\n".join(lines) + "\n"}


def text(value: str) -> str:
    """Any text as a double-quoted YAML scalar on one line."""
    written = json.encode(value).decode()
    if written.isascii() and "\x7f" not in written:  # most are, and need not be searched
        return written
    return _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _channels(context: Context) -> Iterator[str]:
    if context.commands:
        yield from _channel(context, "commands", "what it is asked to do")
        for command in context.commands.values():
            yield from _message(context, command, command.by)
    if context.rejections:
        yield from _channel(context, "rejections", "why it refuses a command")
        for rejection in context.rejections.values():
            yield from _message(context, rejection, ())
    if context.events:
        yield from _channel(context, "events", "what happened")
        for event in context.events.values():
            yield from _message(context, event, ("public",) if event.public else ())
            if event.version > 1:
                yield f"        x-version: {event.version}"
            if event.tags:
                tags = (f"{prefix}:{{{'.'.join(path)}}}" for prefix, path in event.tags)
                yield f"        x-tags: [{', '.join(map(text, tags))}]"


def _channel(context: Context, kind: str, what: str) -> Iterator[str]:
    yield f"  {context.name}.{kind}:"
    yield "    address: null"
    yield f"    title: {text(f'{context.title or context.name}: {what}')}"
    yield from _tagged("    ", (context.name,))
    yield "    messages:"


def _message(context: Context, message: Command | Event | Rejection, tags: Iterable[str]) -> Iterator[str]:
    yield f"      {_key(message.name)}:"
    yield f"        name: {context.name}.{message.name}"
    yield from _summary("        summary", message.summary)
    yield from _tagged("        ", tags)
    yield f'        payload: {{$ref: "./{context.name}/schemas/{message.name}.json"}}'


def _operations(context: Context) -> Iterator[str]:
    for command in context.commands.values():
        yield f"  {context.name}.{command.name}:"
        yield "    action: receive"
        yield from _summary("    summary", command.summary)
        yield from _tagged("    ", (context.name, *command.by))
        yield from _channel_ref("    ", context, "commands", (command.name,))
        if command.rejects:
            yield "    reply:"
            yield from _channel_ref("      ", context, "rejections", command.rejects)
    if context.events:
        yield f"  {context.name}.events:"
        yield "    action: send"
        yield f"    summary: {text(f'Tells what happened in {context.title or context.name}.')}"
        yield from _tagged("    ", (context.name,))
        yield f'    channel: {{$ref: "#/channels/{context.name}.events"}}'


def _channel_ref(indent: str, context: Context, kind: str, names: Iterable[str]) -> Iterator[str]:
    channel = f"#/channels/{context.name}.{kind}"
    yield f'{indent}channel: {{$ref: "{channel}"}}'
    yield f"{indent}messages:"
    yield from (f'{indent}  - $ref: "{channel}/messages/{name}"' for name in names)


def _tagged(indent: str, names: Iterable[str]) -> Iterator[str]:
    if tags := _tags(tuple(names)):
        yield f"{indent}tags: [{tags}]"


@lru_cache(1024)
def _tags(names: tuple[str, ...]) -> str:
    """Roles and contexts, the same ones again and again."""
    return ", ".join([f"{{name: {text(name)}}}" for name in dict.fromkeys(names)])


def _summary(key: str, summary: str) -> Iterator[str]:
    if summary:
        yield f"{key}: {text(summary)}"


def _key(name: str) -> str:
    return text(name) if name.lower() in _WORDS else name


def _plain(words: str) -> str:
    """Plain text as CommonMark that shows just that text."""
    return _MARKDOWN.sub(r"\\\g<0>", words)


def _comment(context: Context) -> str:
    folder = PurePosixPath(context.place.file).parent.as_posix()
    return "".join(character if character.isprintable() else "?" for character in folder)


TARGET: Final = Target("asyncapi", system=system)
"""The target that writes ``asyncapi.yaml``."""
