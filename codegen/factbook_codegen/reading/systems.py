"""From the files of one system to its model: names, types, messages, reactions, examples, in that order."""

from __future__ import annotations

from attrs import evolve

from ..model import Context, Place, System
from . import reactions
from .checks import Checks
from .messages import Messages
from .names import check_names
from .payloads import Payloads
from .reactions import Reactions
from .scenarios import scenarios
from .source import Source, SystemSources
from .stories import Stories
from .types import Types


def resolve(sources: SystemSources) -> System:
    """The model of a system; what is wrong goes into the problems of its files.

    Contexts in ``sources.known`` are taken over as they are; the checks over the whole system see them too.
    """
    check_names(sources)
    types = Types(sources)
    messages = Messages(sources, types)
    shared = sources.sources.get("")
    contexts = {name: _context(source, sources, types, messages) for name, source in sources.sources.items() if name}
    contexts = {name: contexts.get(name) or sources.known[name] for name in sources.contexts}
    payloads = Payloads(types, messages)
    stories = Stories(sources, payloads, contexts)
    for name, source in sources.sources.items():
        if name:
            shown = tuple(scenarios(payloads, source, contexts[name], contexts))
            contexts[name] = evolve(contexts[name], scenarios=shown, stories=tuple(stories.read(source)))
    system = System(
        name=sources.name,
        title=_text(shared, "title") or sources.name.replace("_", " ").capitalize(),
        summary=_text(shared, "summary"),
        place=shared.problems.place(shared.root) if shared else Place(sources.folder, 1, 1),
        roles=reactions.roles(shared) if shared else {},
        flags=reactions.flags(shared) if shared else {},
        types={name: types.definition(ref) for name, ref in sources.refs("types", "")},
        stories=tuple(stories.read(shared)) if shared else (),
        contexts=contexts,
    )
    Checks(system, {name: source.problems for name, source in sources.sources.items()}).run()
    return system


def _context(source: Source, sources: SystemSources, types: Types, messages: Messages) -> Context:
    react = Reactions(sources, types, messages)
    roles = [*sources.names("roles", source.name), *sources.names("roles", "")]
    flags = [*sources.names("flags", source.name), *sources.names("flags", "")]
    commands, deciders = messages.commands(source, roles)
    views = react.views(source, roles)
    return Context(
        name=source.name,
        system=source.system,
        title=_text(source, "title") or source.name.replace("_", " ").capitalize(),
        summary=_text(source, "summary"),
        place=source.problems.place(source.root.entries["context"]),
        owner=_text(source, "owner"),
        roles=reactions.roles(source),
        flags=reactions.flags(source),
        types={name: types.definition(ref) for name, ref in sources.refs("types", source.name)},
        events={name: messages.event(ref) for name, ref in sources.refs("events", source.name)},
        commands=commands,
        rejections=messages.rejections(source),
        deciders=deciders,
        policies=react.policies(source, flags),
        effects=messages.effects(source),
        views=views,
        queries=react.queries(source, views),
    )


def _text(source: Source | None, key: str) -> str:
    found = source.root.get(key) if source else None
    return found.text if found else ""
