"""The views of a system: how they are kept up to date, read, looked after and set right."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from threading import Condition, Event
from types import TracebackType
from typing import Any, Final, Literal, TypeVar, cast, overload
from uuid import uuid4

from attrs import evolve, frozen

from factbook._shapes import Leaf, Words, parts_of
from factbook.asking import Question
from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.pausing import Pausing
from factbook.queries import Query, QueryItem
from factbook.stores import Store
from factbook.system import System
from factbook.translation import Translation
from factbook.view import View

from ._fingerprint import fingerprint
from ._place import Key, Place, TableFailed
from ._projection import Projection
from ._upkeep import Tables, Upkeep
from .places import open_place

__all__ = ["State", "ViewStatus", "Views"]

R = TypeVar("R")

State = Literal["missing", "running", "rebuilding", "stopped", "outdated"]
"""There is no table yet; all is well; another table is being built; nothing is added any more; the table was made by
other code than this one and is not being built anew."""

LEASE: Final = 5.0
"""For how many seconds a process holds a view; when it dies, others wait as long."""

PAUSE: Final = 0.1
"""How many seconds pass between two looks at whether to stop."""


@frozen
class ViewStatus:
    """How a view is: all events up to ``position`` are in it, ``behind`` says how many positions are missing.

    ``reason`` is why it, or the table that is being built, has stopped. ``rebuilt`` is the position that the table
    being built has reached.
    """

    view: str
    state: State
    position: int = 0
    behind: int | None = None
    reason: str | None = None
    rebuilt: int | None = None


class Views:
    """The views of a system, in the place beside the events at ``url``. May be used by several threads at once.

    With ``read_only`` they are only looked at, as they are: nothing is made or changed.
    """

    def __init__(self, system: System, url: str, *, lease: float = LEASE, read_only: bool = False) -> None:
        self.system = system
        self._place: Place = open_place(url, system.package, read_only=read_only)
        self._lease = lease
        self._holder = str(uuid4())
        self._progressed = Condition()
        translation = Translation(system)
        self._upkeeps = {name: _upkeep(system, translation, self._place, view) for name, view in system.views.items()}
        self._rows = {upkeep.shape.row: upkeep for upkeep in self._upkeeps.values()}

    def __enter__(self) -> Views:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything."""
        self._place.close()

    # Keeping up ------------------------------------------------------------------------------------------------------

    def catch_up(self, store: Store) -> int:
        """Bring every view that is not stopped up to the head of the store, and rebuild what is due; answers the head.

        It works beside whoever else does, in this process or in another: what one has written the others do not.
        """
        head = store.wait(-1, 0)
        while self._round(store, self._upkeeps, head):
            pass
        return head

    def run(self, store: Store, stop: Event) -> None:
        """Keep the views up to date until ``stop`` is set.

        Of several processes that do so, one holds a view at a time, and others take over within seconds when it dies.
        A database that cannot be reached, or used, is tried again, later and later; it is told once that it is.
        """
        pausing = Pausing("keeping views")
        claimed = -self._lease
        mine: Sequence[str] = ()
        head = 0
        try:
            while not stop.is_set():
                try:
                    if time.monotonic() - claimed > self._lease / 3:
                        with self._place.writing() as session:
                            mine = list(session.claim(list(self._upkeeps), self._holder, self._lease))
                        claimed = time.monotonic()
                    if not self._round(store, mine):
                        head = store.wait(head, PAUSE)
                    pausing.over()
                except Exception as fault:  # whatever it is, it may pass, and nobody else is there to go on
                    stop.wait(pausing.after(fault))
        finally:
            self._release()

    def _release(self) -> None:
        try:
            with self._place.writing() as session:
                session.release(self._holder)
        except (StoreUnavailable, TableFailed):
            pass  # it ends by itself

    def _round(self, store: Store, views: Iterable[str], until: int | None = None) -> bool:
        """A step for each of these views; true if there may be more to do at once."""
        tables = self._tables()
        with _may_be_written():
            more = [self._upkeeps[view].step(self._place, store, tables[view], until) for view in views]
        with self._progressed:
            self._progressed.notify_all()
        return any(more)

    def _tables(self) -> dict[str, Tables]:
        try:
            with self._place.reading() as session:
                known = session.progress()
        except TableFailed as error:
            raise StoreUnfit(f"what is known about the views cannot be read: {error}") from error
        found = {view: Tables() for view in self._upkeeps}
        for progress in known:
            if progress.view in found:
                tables = found[progress.view]
                if progress.building:
                    tables.building = progress
                else:
                    tables.live = progress
        return found

    # Looking at them -------------------------------------------------------------------------------------------------

    def answer(self, question: Question[R], values: Mapping[str, Any]) -> list[R]:
        """The rows that a question means; see :func:`factbook.asking.ask`."""
        upkeep = self._of(question.row)
        try:
            with self._place.reading() as session:
                return session.select(upkeep.shape, question, values)
        except TableFailed as error:
            raise StoreUnfit(f"the table of {upkeep.shape.view} cannot be read: {error}") from error

    @overload
    def rows(self, view: type[R]) -> list[R]: ...
    @overload
    def rows(self, view: str) -> list[Any]: ...
    def rows(self, view: type[Any] | str) -> list[Any]:
        """All rows of a view, given by its class or its name (``ordering.OrderSummary``), in the order of its key."""
        return self.answer(Question(self._of(view).shape.row), {})

    @overload
    def get(self, view: type[R], *key: Any) -> R | None: ...
    @overload
    def get(self, view: str, *key: Any) -> Any: ...
    def get(self, view: type[Any] | str, *key: Any) -> Any:
        """The row of a key, one value for each of its fields; ``None`` if there is none."""
        shape = self._of(view).shape
        if len(key) != len(shape.key):
            raise TypeError(f"the key of {shape.view} is {', '.join(shape.key)}, and here are {len(key)} values")
        found = self.answer(Question(shape.row, shape.key, limit=1), dict(zip(shape.key, key, strict=True)))
        return found[0] if found else None

    def _of(self, view: type[Any] | str) -> Upkeep:
        try:
            return self._upkeeps[view] if isinstance(view, str) else self._rows[view]
        except KeyError:
            name = view if isinstance(view, str) else view.__name__
            raise KeyError(f"there is no view {name}; there are: {', '.join(self._upkeeps)}") from None

    def status(self, store: Store | None = None) -> dict[str, ViewStatus]:
        """How every view is; with a store, also how far behind it."""
        head = None if store is None else store.wait(-1, 0)
        return {view: _status(self._upkeeps[view], tables, head) for view, tables in self._tables().items()}

    def wait(self, position: int, timeout: float, views: Iterable[type[Any] | str] = ()) -> bool:
        """Wait until these views (all, if none is named) have seen everything up to a position; false if they have not
        within ``timeout`` seconds, or are stopped."""
        wanted = [self._of(view).shape.view for view in views] or list(self._upkeeps)
        end = time.monotonic() + timeout
        pause = 0.001
        while True:
            tables = self._tables()
            lives = [tables[view].live for view in wanted]
            behind = [live for live in lives if live is None or live.position < position]
            left = end - time.monotonic()
            if not behind or left <= 0 or any(live is not None and live.stopped for live in behind):
                return not behind
            with self._progressed:
                self._progressed.wait(min(pause, left))
            pause = min(2 * pause, 0.05)

    # Setting right ---------------------------------------------------------------------------------------------------

    def rebuild(self, view: type[Any] | str) -> None:
        """Have a view built anew by whoever keeps it; the new table replaces the old one when it is as far."""
        upkeep = self._of(view)
        tables = self._tables()[upkeep.shape.view]
        with _may_be_written():
            upkeep.rebuild(self._place, tables)

    def resume(self, view: type[Any] | str) -> None:
        """Let a view that has stopped try again, after what stopped it was mended."""
        upkeep = self._of(view)
        tables = self._tables()[upkeep.shape.view]
        with _may_be_written(), self._place.writing() as session:
            for progress in (tables.live, tables.building):
                if progress is not None and progress.stopped is not None:
                    session.advance(progress, evolve(progress, stopped=None))


@contextmanager
def _may_be_written() -> Generator[None]:
    """What fails here is not about one table, which would be written down: nothing can be."""
    try:
        yield
    except TableFailed as error:
        raise StoreUnfit(
            f"the views cannot be written: {error}; `factbook views --stale` shows them as they are"
        ) from error


def _upkeep(system: System, translation: Translation, place: Place, view: View[Any, Any]) -> Upkeep:
    contract = view.contract
    if contract is None or view.keys is None:
        raise TypeError("a view that was put together by hand has no table: make it by its generated constructor")
    types = tuple(f"{context_of(event, system)}.{event.__name__}" for event in contract.sources)
    keys = cast("Callable[[Any], Iterable[Key]]", view.keys)
    plain = {
        event: attrgetter(*paths) for event, paths in contract.sources.items() if paths and _is_plain(event, paths)
    }
    shape = place.shape(contract.name, contract.row, contract.key)
    return Upkeep(
        shape,
        Query((QueryItem(types),)),
        Projection(translation, view.evolve, keys, contract.key, contract.row, plain),
        fingerprint(system, view, contract, shape.statements),
    )


def _is_plain(event: type[object], paths: tuple[str, ...]) -> bool:
    """Whether an event has one key, in one field."""
    return len(paths) == 1 and isinstance(parts_of(event).get(paths[0]), Leaf | Words)


def _status(upkeep: Upkeep, tables: Tables, head: int | None) -> ViewStatus:
    live, building = tables.live, tables.building
    if live is None:
        return ViewStatus(upkeep.shape.view, "missing", behind=head)
    mine = building is not None and building.fingerprint == upkeep.fingerprint
    state: State = "running"
    reason = live.stopped
    if building is not None and mine:
        state, reason = ("stopped" if building.stopped else "rebuilding"), building.stopped
    elif live.stopped:
        state = "stopped"
    elif live.fingerprint != upkeep.fingerprint:
        state = "outdated"
    behind = None if head is None else max(0, head - live.position)
    return ViewStatus(upkeep.shape.view, state, live.position, behind, reason, building.position if building else None)


def context_of(event: type[object], system: System) -> str:
    """The context that a class of a system belongs to."""
    return event.__module__.removeprefix(f"{system.package}.").partition(".")[0]
