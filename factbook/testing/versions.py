"""The laws of versions: what was recorded in an older version is read as the newest, whatever it was.

Each older version of an event is held to them by a test of its own, which the pytest plugin collects without anybody
asking. That an upcaster invents no history holds by construction: it sees one payload and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from importlib import import_module
from typing import Any, Final, NoReturn

import msgspec
from hypothesis.strategies import SearchStrategy

from factbook.catalogue import Older
from factbook.codec import Codec, encode, structure
from factbook.decider import Decider, fold
from factbook.errors import Undecodable
from factbook.queries import tagger
from factbook.system import System
from factbook.wire import Json

from .domain import entry_of, package_of, snake
from .laws import LawBroken, raised, run
from .past import contract_of, examples
from .purity import watched

__all__ = ["check_version", "check_versions", "older_class", "older_strategy", "read_as_newest"]

EXAMPLES: Final = 50
"""How many old payloads are tried for each version."""


def check_versions(system: System, *, examples: int = EXAMPLES) -> None:
    """Hold every older version of every event of a system to the laws; raises :class:`~.LawBroken`."""
    __tracebackhide__ = True
    for context in system.catalogue.contexts.values():
        for event in context.events.values():
            for older in event.older:
                check_version(system, f"{context.name}.{event.name}", older.version, examples=examples)


def check_version(system: System, name: str, version: int, *, examples: int = EXAMPLES) -> None:
    """Hold one older version of an event (``ordering.OrderPlaced``) to the laws.

    Every valid old payload is read; step by step it comes to the same, and is valid on the way; the outcome satisfies
    the newest schema; it carries the tags that it carried; whatever reads the event can fold it. Raises
    :class:`~.LawBroken` with the smallest payload for which one of these does not hold.
    """
    __tracebackhide__ = True
    trial = _Trial(system, name, version)
    run(older_strategy(trial.kind, version), examples, trial.hold)


def older_class(kind: type[Any], version: int) -> type[Any]:
    """The generated class of an older version of an event."""
    module = import_module(f"{package_of(kind)}.older.{snake(kind.__name__)}_v{version}")
    found: type[Any] = getattr(module, kind.__name__)
    return found


def older_strategy(kind: type[Any], version: int) -> SearchStrategy[Any]:
    """The generated strategy for an older version of an event."""
    module = import_module(f"{package_of(kind)}.older.{snake(kind.__name__)}_v{version}_strategies")
    plain = snake(kind.__name__)
    draw: Callable[[], SearchStrategy[Any]] = getattr(module, plain, None) or getattr(module, f"{plain}_")
    return draw()


def read_as_newest(codec: Codec, name: str, version: int, data: Mapping[str, Json], *, strict: bool = False) -> Any:
    """An old payload as an event of today, held to everything that the newest class says.

    Raises ``Undecodable``. What is read from a store is not checked again, and fields that nobody knows are passed over
    (:meth:`~factbook.codec.Codec.decode_recorded`); ``strict`` minds those as well.
    """
    event = codec.decode_recorded(name, version, msgspec.json.encode(data))
    if strict:
        return codec.structure(name, codec.upcast(name, version, data))
    return codec.structure(name, encode(event))


class _Trial:
    """One older version, held to every law."""

    def __init__(self, system: System, name: str, version: int) -> None:
        self.system = system
        self.name = name
        self.version = version
        context, _, event = name.rpartition(".")
        self.codec = system.codec(context)
        self.kind = self.codec.class_of(event)
        declared = entry_of(self.kind).events[event]
        self.newest = declared.version
        self.older: Older = declared.older[version - 1]
        self.payload: Json = None

    def hold(self, old: Any) -> None:
        """Hold one old event to every law."""
        self.payload = msgspec.json.decode(encode(old))
        stepped = self._step_by_step()
        direct = self._asked(lambda: self.codec.upcast(self.name, self.version, self.payload), "is not read")
        if direct != stepped:
            self.fail(f"comes to something else when it is changed at once: {_json(direct)}, not {_json(stepped)}")
        event = self._asked(
            lambda: read_as_newest(self.codec, self.name, self.version, self.payload), f"is no valid {self.newest_name}"
        )
        self._check_tags(old, event)
        self._check_folds(event)

    def _step_by_step(self) -> Json:
        """The payload as one of each version in turn, and valid there."""
        payload = self.payload
        for version in range(self.version, self.newest):
            before, now = payload, version + 1
            with watched() as impure:
                ask = partial(self.codec.upcast, self.name, version, before, to=now)
                payload = self._asked(ask, f"cannot be changed to version {now}")
            if impure:
                self.fail(f"is changed to version {now} by a function that {impure[0]}: it may look at the value only")
            again = self.codec.upcast(self.name, version, before, to=now)
            if again != payload:
                self.fail(f"is changed to version {now} differently the second time")
            kind = self.kind if now == self.newest else older_class(self.kind, now)
            self._asked(partial(structure, kind, payload), f"is no valid version {now}")
        return payload

    @property
    def newest_name(self) -> str:
        """What the outcome should be."""
        return f"{self.kind.__name__} of version {self.newest}"

    def _asked(self, ask: Callable[[], Any], otherwise: str) -> Any:
        try:
            return ask()
        except Undecodable as error:
            self.fail(f"{otherwise}: {'; '.join(map(str, error.problems))}", error)

    def _check_tags(self, old: Any, event: Any) -> None:
        """A tag that was recorded still says the same; one that is new has to be added to what was recorded."""
        then = _by_prefix(tagger([(tag.prefix, tag.path) for tag in self.older.tags])(old))
        now = _by_prefix(self.codec.tags_of(event))
        for prefix in then.keys() & now.keys():
            if then[prefix] != now[prefix]:
                self.fail(
                    f"was recorded with the tags {_listed(then[prefix])}, and would now carry {_listed(now[prefix])}:"
                    " who asks for it by the new ones would not find it"
                )

    def _check_folds(self, event: Any) -> None:
        """Wherever a scenario has such an event, this one does as well; views and policies take it as it is."""
        for decider in self.system.deciders.values():
            if self.kind in contract_of(decider).evolves:
                for history in _histories(decider, self.kind, event):
                    self._folded(partial(fold, decider, history, deepcopy(decider.initial)), decider.contract)
        for view in self.system.views.values():
            if self.kind in view.events:
                self._folded(partial(view.evolve, None, event), view.contract)
        for policy in self.system.policies.values():
            assert policy.contract is not None
            if self.kind in policy.contract.evolves:
                self._folded(partial(policy.evolve, deepcopy(policy.initial), event), policy.contract)

    def _folded(self, ask: Callable[[], Any], contract: Any) -> None:
        try:
            ask()
        except Exception as error:  # it is hand-written: whatever it raises is told
            self.fail(f"cannot be folded by {contract.name}, which raised {raised(error)}", error)

    def fail(self, law: str, error: Exception | None = None) -> NoReturn:
        """Raise, with the payload."""
        shown = msgspec.json.format(msgspec.json.encode(self.payload), indent=2).decode()
        raise LawBroken(f"{self.name}, recorded in version {self.version}, {law}\n\n{shown}") from error


def _histories(decider: Decider[Any, Any, Any, Any], kind: type[Any], event: Any) -> Iterator[Sequence[Any]]:
    """What is given in the scenarios of a decider, with ``event`` in place of each event of its kind."""
    seen: set[str] = set()
    for given, _ in examples(decider):
        history = [event if one.__class__ is kind else one for one in given]
        if event in history and repr(given) not in seen:
            seen.add(repr(given))
            yield history


def _by_prefix(tags: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for tag in tags:
        found.setdefault(tag.partition(":")[0], set()).add(tag)
    return found


def _listed(tags: set[str]) -> str:
    return ", ".join(sorted(tags))


def _json(value: Json) -> str:
    return msgspec.json.encode(value).decode()
