"""From the files of one system to its model: names, types, messages, reactions, examples, in that order."""

from __future__ import annotations

from attrs import evolve

from ..model import Context, Place, Ref, System
from . import reactions
from .deprecating import deprecated
from .messages import Messages
from .names import check_names
from .payloads import Payloads
from .reactions import Reactions
from .scenarios import scenarios
from .source import Source, SystemSources
from .stories import Stories
from .types import Types
from .versions import read_older


def resolve(sources: SystemSources) -> System:
    """The model of a system; what is wrong with a file by itself goes into its problems.

    Contexts in ``sources.known`` are taken over as they are.
    """
    check_names(sources)
    types = Types(sources)
    read_older(types)
    messages = Messages(sources, types)
    react = Reactions(sources, types, messages)
    shared = sources.sources.get("")
    contexts = {name: _context(source, types, messages, react) for name, source in sources.sources.items() if name}
    contexts = {name: contexts.get(name) or sources.known[name] for name in sources.contexts}
    payloads = Payloads(types, messages)
    stories = Stories(sources, payloads, contexts)
    for name, source in sources.sources.items():
        if name:
            shown = tuple(scenarios(payloads, source, contexts[name], contexts))
            contexts[name] = evolve(contexts[name], scenarios=shown, stories=tuple(stories.read(source)))
    return System(
        name=sources.name,
        title=_text(shared, "title") or sources.name.replace("_", " ").capitalize(),
        summary=_text(shared, "summary"),
        place=shared.problems.place(shared.root) if shared else Place(sources.folder, 1, 1),
        roles=reactions.roles(shared) if shared else {},
        flags=reactions.flags(shared) if shared else {},
        types={name: types.definition(Ref("", name)) for name in shared.entries("types")} if shared else {},
        stories=tuple(stories.read(shared)) if shared else (),
        deprecated=deprecated(shared, sources) if shared else {},
        contexts=contexts,
    )


def _context(source: Source, types: Types, messages: Messages, react: Reactions) -> Context:
    definitions = source.entries("types")
    commands, deciders = messages.commands(source)
    return Context(
        name=source.name,
        system=source.system,
        title=_text(source, "title") or source.name.replace("_", " ").capitalize(),
        summary=_text(source, "summary"),
        place=source.problems.place(source.root.entries["context"]),
        owner=_text(source, "owner"),
        roles=reactions.roles(source),
        flags=reactions.flags(source),
        types={name: types.definition(Ref(source.name, name)) for name in definitions},
        events={name: messages.events.event(Ref(source.name, name)) for name in source.entries("events")},
        commands=commands,
        rejections=messages.rejections(source),
        deciders=deciders,
        policies=react.policies(source),
        effects=messages.effects(source),
        views=react.views(source),
        queries=react.queries(source),
        deprecated=deprecated(source, messages.system),
    )


def _text(source: Source | None, key: str) -> str:
    found = source.root.get(key) if source else None
    return found.text if found else ""
