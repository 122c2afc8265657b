"""What generated constructors do: hold hand-written functions to the catalogue, and make values of them.

Type checkers find the same mistakes earlier. Who runs none is told here, once, when the functions are wired: what is
wrong, with the name of the catalogue's entry and the place where it stands.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import wraps
from inspect import signature
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, cast

from . import _annotations
from .contracts import Classes, Contract, DeciderContract, PolicyContract, SystemContract, ViewContract
from .decider import Decider, dispatch
from .errors import FactbookError, Miswired
from .paths import reader
from .policy import Policy
from .system import System
from .view import View

__all__ = ["checked", "wire_decider", "wire_policy", "wire_system", "wire_view"]

F = TypeVar("F", bound=Callable[..., Any])
S = TypeVar("S")
P = TypeVar("P")


class _Unfit(Exception):
    """What is given under a keyword does not do; ``text`` says why, as the end of a sentence. It becomes a Miswired."""

    def __init__(self, keyword: str, text: str) -> None:
        super().__init__(keyword, text)
        self.keyword, self.text = keyword, text


def checked(contract: Contract | SystemContract) -> Callable[[F], F]:
    """Make a constructor speak of the catalogue when what it is given does not do.

    Type checkers see the constructor as it is written. It raises :class:`~factbook.errors.Miswired`.
    """
    entries: Mapping[str, str] = {}
    if isinstance(contract, DeciderContract):
        entries = {keyword: command.name for keyword, command in contract.commands.items()}
    elif isinstance(contract, SystemContract):
        entries = {**contract.deciders, **contract.policies, **contract.views, **contract.upcasters}

    def decorate(constructor: F) -> F:
        keywords = list(signature(constructor).parameters)
        folder = Path(sys.modules[constructor.__module__].__file__ or "").parent

        def about(keyword: str) -> str:
            """The catalogue's entry that a keyword is about, and its place."""
            entry = entries.get(keyword, contract.name)
            return f"({entry}{_place(folder if isinstance(contract, SystemContract) else folder.parent, entry)})"

        @wraps(constructor)
        def construct(*args: Any, **given: Any) -> Any:
            called = constructor.__name__
            for keyword in given:
                if keyword not in keywords:
                    near = get_close_matches(keyword, [one for one in keywords if one not in given], 1)
                    help_ = f"; did you mean {near[0]}?" if near else ""
                    raise Miswired(f"{called}: there is no keyword {keyword}{help_} {about('')}")
            if args:
                raise Miswired(f"{called}: everything is given by keyword, {called}({keywords[0]}=…) {about('')}")
            missing = [f"{keyword} {about(keyword)}" for keyword in keywords if keyword not in given]
            if missing:
                raise Miswired("\n  ".join([f"{called}: missing:", *missing]))
            try:
                return constructor(**given)
            except _Unfit as unfit:
                raise Miswired(f"{called}: {unfit.keyword} {unfit.text} {about(unfit.keyword)}") from None

        return cast("F", construct)

    return decorate


def _place(folder: Path, name: str) -> str:
    """Where an entry stands, out of the generated catalogue in ``folder``; empty if that is not there to tell."""
    from .catalogue import load  # only who has made a mistake needs to read it

    context, _, entry = name.rpartition(".")
    try:
        system = load(folder)
        place = system.place
        if context:
            found = system.contexts[context]
            sections = (found.deciders, found.commands, found.policies, found.views, found.effects)
            place = next(section[entry].place for section in sections if entry in section)
    except (FactbookError, KeyError, StopIteration):
        return ""
    return f", {place.rpartition(':')[0]}"


def _fit(keyword: str, function: object, form: str, *takes: Classes) -> Callable[..., Any]:
    """The function, if it can be called as ``form`` says and takes these classes; raises :class:`_Unfit`."""
    if not callable(function):
        raise _Unfit(keyword, f"is no function {form}, but {_shown(function)}")
    try:
        signature(function).bind(*takes)
    except TypeError:
        raise _Unfit(keyword, f"cannot be called as {form}: {_named(function)}{signature(function)}") from None
    except ValueError:
        return function  # some callables written in C have no signature to look at
    parameters, _ = _annotations.hints(function)
    for classes, annotation in zip(takes, parameters, strict=False):
        if lacking := _annotations.refused(annotation, classes):
            raise _Unfit(keyword, f"does not take {_list(lacking)}: {_named(function)}{signature(function)}")
    return function


def _answers(keyword: str, function: Callable[..., Any], several: Classes, single: Classes, what: str) -> None:
    """Hold the annotation of a result to what is declared."""
    many, one = _annotations.results(_annotations.hints(function)[1])
    strange = [cls for cls in many if cls not in several] + [cls for cls in one if cls not in (*single, object)]
    if strange:
        raise _Unfit(keyword, f"answers {_list(strange)}, which {what} does not declare: {_named(function)}")


def wire_decider(contract: DeciderContract, initial: S, evolve: Any, /, **functions: Any) -> Decider[Any, S, Any, Any]:
    """A decider out of the functions for its commands, each under the keyword of its contract.

    ``evolve`` is ``None`` where nothing is read.
    """
    if evolve is None:
        evolve = _unmoved
    _fit("evolve", evolve, "evolve(state, event)", (), contract.evolves)
    table: dict[type[object], Callable[..., Any]] = {}
    recorded: dict[type[object], None] = {}
    for keyword, command in contract.commands.items():
        function = _fit(keyword, functions[keyword], f"{keyword}(command, state)", (command.command,), ())
        _answers(keyword, function, command.records, command.rejects, command.name)
        table[command.command] = function
        recorded |= dict.fromkeys(command.records)
    unread = [event for event in recorded if event not in contract.evolves]
    return Decider(
        initial,
        _passing_over(frozenset(unread), evolve) if unread else evolve,
        dispatch(table),
        commands=tuple(table),
        events=(*contract.evolves, *unread),
        contract=contract,
    )


def _passing_over(unread: frozenset[type[object]], evolve: Callable[[S, Any], S]) -> Callable[[S, Any], S]:
    """``evolve`` for a decider that records events which it does not read."""

    def evolve_read(state: S, event: Any) -> S:
        return state if event.__class__ in unread else evolve(state, event)

    return evolve_read


def wire_view(contract: ViewContract, evolve: Any, keys: Any = None) -> View[Any, Any]:
    """A view out of the function that makes its rows, and the one that computes keys, if the contract needs it."""
    events = tuple(contract.sources)
    _fit("evolve", evolve, "evolve(row, event)", (contract.row, NoneType), events)
    _answers("evolve", evolve, (), (contract.row, NoneType), contract.name)
    readers = {event: reader(paths) for event, paths in contract.sources.items() if paths is not None}
    computed = tuple(event for event in events if event not in readers)
    if computed:
        _fit("keys", keys, "keys(event)", computed)
    one = len(contract.key) == 1

    def keys_of(event: Any) -> list[Any]:
        read = readers.get(event.__class__)
        if read is not None:
            return read(event)
        return [(key,) for key in keys(event)] if one else list(keys(event))

    return View(None, evolve, events=events, keys=keys_of, contract=contract)


def wire_policy(contract: PolicyContract, react: Any, initial: Any = None, evolve: Any = None) -> Policy[Any, Any, Any]:
    """A policy out of the function that answers what to issue; ``evolve`` folds what it reads, if it reads anything."""
    if evolve is None:
        _fit("react", react, "react(event)", contract.when)
        _answers("react", react, contract.issues, (), contract.name)
        return Policy(_stateless(react), None, _unmoved, events=contract.when, contract=contract)
    _fit("evolve", evolve, "evolve(state, event)", (), contract.evolves)
    _fit("react", react, "react(event, state)", contract.when, ())
    _answers("react", react, contract.issues, (), contract.name)
    return Policy(react, initial, evolve, events=contract.when, contract=contract)


def _stateless(react: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def react_to(event: Any, _: Any) -> Any:
        return react(event)

    return react_to


def _unmoved(state: Any, _: object) -> Any:
    return state


def wire_system(contract: SystemContract, module: str, /, **parts: Any) -> System:
    """A system out of its deciders, policies and views, each under the keyword of its contract.

    ``module`` is the name of the generated module ``system``.
    """

    def wired(kind: type[P], entries: Mapping[str, str]) -> dict[str, P]:
        return {entry: _part(kind, keyword, entry, parts[keyword]) for keyword, entry in entries.items()}

    return System(
        contract.name,
        module.rpartition(".")[0],
        wired(Decider, contract.deciders),
        wired(Policy, contract.policies),
        wired(View, contract.views),
        {name: _fit(keyword, parts[keyword], f"{name}(before)", ()) for keyword, name in contract.upcasters.items()},
    )


def _part(kind: type[P], keyword: str, entry: str, part: P) -> P:
    maker = f"{entry.rpartition('.')[2]}{kind.__name__}"
    if not isinstance(part, kind):
        raise _Unfit(keyword, f"is not what {maker} makes, but {_shown(part)}")
    contract: Contract | None = cast("Any", part).contract
    if contract is None or contract.name != entry:
        made = "by hand" if contract is None else f"for {contract.name}"
        raise _Unfit(keyword, f"is not what {maker} makes, but a {kind.__name__} made {made}")
    return part


def _named(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", None) or _shown(function)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _list(classes: list[type[object]]) -> str:
    return ", ".join("None" if cls is NoneType else cls.__name__ for cls in classes)
