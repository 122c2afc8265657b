"""A system that runs: commands come in, facts are recorded, policies and effects follow.

    with Application(shop, "sqlite:shop.db", effects=EFFECTS, workers=1) as app:
        answer = app.send(PlaceOrder(…), actor="ada", ip="192.0.2.7")

``send`` answers :class:`Accepted` or :class:`Rejected`; only faults are raised. It may be called by several threads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event, Lock, Thread, get_ident
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self, TypeAlias
from uuid import UUID

from .blaming import reason
from .desk import Desk, Refusal, open_desk
from .desk import check as check_desk
from .drivers import sync
from .drivers.ids import new_id
from .drivers.sync import utc_now
from .effects import Claim, Cursors, Finish, Keep, Perform, Schedule
from .errors import EffectFailed, Miswired
from .flags import FLAGS, Flags, flag_event
from .handling import SENT, Accepted, Handling, Outcome, Rejected, Sent
from .pausing import Pausing
from .processing import Processing
from .recording import Metadata
from .retagging import check as check_tags
from .snapshots import Snapshots, open_snapshots
from .states import States
from .stores import Store, open_store
from .system import System
from .translation import Translation
from .views import Views

__all__ = ["Accepted", "Application", "EffectHandler", "Rejected", "Sent"]

EffectHandler: TypeAlias = Callable[[Any, UUID], Any]
"""Does an effect outside, and answers the event that came of it.

The key is the same each time the same effect is tried: pass it on, so that the outside does it once. What it raises is
tried again, later and later; :class:`~factbook.errors.EffectFailed` can say that this is hopeless.
"""

_LOG: Final = logging.getLogger("factbook")


class Application:
    """A system on a store.

    ``store`` is a URL (:mod:`factbook.stores`) or an open store, which is closed with the application. ``effects`` are
    the handlers of effects by class; who processes needs one for each effect. ``workers`` threads process what follows
    from events until the application is closed; with none, somebody else does, or :meth:`settle`. ``states`` is how
    many folded states are kept in memory; with ``snapshots`` long ones are also kept beside the events
    (:mod:`factbook.snapshots`). ``keep_commands`` records the command itself with its first event.

    Raises :class:`~factbook.errors.StoreUnfit` if events were recorded with other tags than the catalogue gives them
    now (:mod:`factbook.retagging`).
    """

    def __init__(
        self,
        system: System,
        store: str | Store,
        *,
        effects: Mapping[type[Any], EffectHandler] | None = None,
        workers: int = 0,
        clock: Callable[[], datetime] = utc_now,
        states: int = 10_000,
        snapshots: bool = False,
        keep_commands: bool = False,
        desk: Desk | None = None,
        require_handlers: bool = False,
    ) -> None:
        if clock().tzinfo is None:
            raise Miswired("clock answers times without a zone: give one such as clock=lambda: datetime.now(UTC)")
        self.system = system
        self.clock = clock
        self.store = open_store(store) if isinstance(store, str) else store
        self.translation = Translation(system)
        self._handlers = dict(effects or {})
        self._handling = Handling(self.translation, keep_commands)
        self._beside = store if isinstance(store, str) else "memory:"
        self._desk = desk
        self._views: Views | None = None
        self._states: States | Snapshots = States(states)
        self._processing: Processing | None = None
        self._opening = Lock()
        self._stop = Event()
        self._pausing = Pausing("processing")
        self._doing: dict[int, str] = {}
        self._workers: list[Thread] = []
        try:
            check_tags(self.store, self.translation)
            if snapshots:
                self._states = open_snapshots(system, self._beside, self._states, self.store)
            self._answers = sync.answers(self.store, self._states, clock)
            if workers or require_handlers:
                self._require_handlers()
            if workers:
                self._begin(workers)
        except BaseException:
            if isinstance(store, str):
                self.close()
            raise

    def _begin(self, workers: int) -> None:
        """Let threads process what follows; what they need is opened here, so that what is wrong with it is raised."""
        _ = self.desk, self.views
        self._workers = [Thread(target=self._work, name=f"factbook-{number}") for number in range(workers)]
        self._workers.append(Thread(target=self._keep_views, name="factbook-views"))
        for worker in self._workers:
            worker.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def end(self, timeout: float | None = None) -> tuple[str, ...]:
        """Let the workers end what they have begun, and begin nothing more.

        Answers which effects they still do after so many seconds; nothing, once all have ended.
        """
        self._stop.set()
        deadline = None if timeout is None else monotonic() + timeout
        for worker in self._workers:
            worker.join(None if deadline is None else max(0.0, deadline - monotonic()))
        if not any(worker.is_alive() for worker in self._workers):
            return ()
        return tuple(sorted({*self._doing.copy().values()})) or ("what was begun",)

    def close(self) -> None:
        """End what was begun, and let go of the store."""
        self.end()
        snapshots = self._states if isinstance(self._states, Snapshots) else None
        for beside in (self._views, self._desk, snapshots, self.store):
            if beside is not None:
                beside.close()

    # Commands --------------------------------------------------------------------------------------------------------

    def send(
        self,
        command: Any,
        *,
        actor: str | None = None,
        roles: tuple[str, ...] = (),
        ip: str | None = None,
        command_id: UUID | None = None,
        sent: Sent = SENT,
    ) -> Outcome:
        """Decide on a command, and record what was decided.

        A ``command_id`` makes it safe to send the same command again: it is recorded once. ``sent`` says all about the
        sender in one value; what is said beside it goes before it. For faults see
        :meth:`factbook.handling.Handling.handle`.
        """
        sender = sent.by(actor, roles, ip, command_id)
        return sync.run(self._handling.handle(command, sender), self._answers)

    # Flags -----------------------------------------------------------------------------------------------------------

    def flags(self) -> Flags:
        """How the flags stand."""
        return Flags(self.processing.flags).after(self.store.read(FLAGS).events)

    def switch(self, flag: str, on: bool | None, *, tag: str | None = None, actor: str | None = None) -> None:
        """Switch a flag for everything, or for events with a tag (``customer:…``); ``None`` takes that back.

        Raises ``KeyError`` if there is no such flag.
        """
        if flag not in self.processing.flags:
            raise KeyError(f"there is no flag {flag}; there are: {', '.join(self.processing.flags) or 'none'}")
        about = Metadata(recorded_at=self.clock(), actor=Sent(actor).actor)
        self.store.append([flag_event(new_id(), flag, on, tag, about)])

    # Views -----------------------------------------------------------------------------------------------------------

    @property
    def views(self) -> Views:
        """The tables, and the questions that they answer; see :mod:`factbook.views`."""
        with self._opening:
            if self._views is None:
                self._views = Views(self.system, self._beside)
            return self._views

    def wait(self, outcome: Outcome | int, timeout: float = 10.0) -> bool:
        """Wait until the views show what was recorded with an answer, or up to a position; false if they do not in
        ``timeout`` seconds. Somebody has to keep them up to date: workers, another process, or :meth:`settle`."""
        position = outcome if isinstance(outcome, int) else outcome.position if isinstance(outcome, Accepted) else 0
        return self.views.wait(position, timeout)

    def _keep_views(self) -> None:
        self.views.run(self.store, self._stop)

    # What follows ----------------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """Where reactions wait; raises :class:`~factbook.errors.StoreUnfit` if it was left over from other events."""
        with self._opening:
            if self._desk is None:
                desk = open_desk(self._beside)
                try:
                    check_desk(desk, self.store)
                except BaseException:
                    desk.close()
                    raise
                self._desk = desk
            return self._desk

    @property
    def processing(self) -> Processing:
        """What carries out policies, with the effects and flags of the catalogue."""
        if self._processing is None:
            self._processing = Processing(self._handling, self.system.effects(), self.system.flags())
        return self._processing

    def settle(self, most: int = 100_000) -> int:
        """Carry out, in this thread, everything that is due, and what follows from it; answers how much that was.

        Then the views are brought up to date. Raises ``RecursionError`` when more than ``most`` reactions follow from
        each other.
        """
        done = 0
        while count := self.process():
            done += count
            if done > most:
                raise RecursionError(f"{most} reactions followed from each other: do policies set each other off?")
        self.views.catch_up(self.store)
        return done

    def process(self) -> int:
        """One round: put what is new on the desk, carry out what is due; answers how much that was."""
        return sync.run(self.processing.round(), self.answers())

    def answers(self) -> sync.Answers:
        """What answers the questions of computations, those of processing among them."""
        desk = self.desk
        return {
            **self._answers,
            Cursors: lambda _: desk.cursors(),
            Schedule: lambda asked: desk.schedule(*asked),
            Claim: lambda asked: desk.claim(asked.now, asked.limit),
            Keep: self._keep,
            Finish: self._finish,
            Perform: self._perform,
        }

    def _keep(self, asked: Keep) -> None:
        reaction = asked.reaction
        self.desk.keep(reaction, held=asked.held)
        if asked.held:
            return
        told = (reaction.policy, reaction.position, reaction.reason)
        if reaction.parked:
            mend = "Mend it, then: factbook reactions resume %s %d"
            _LOG.warning(f"%s at position %d is parked: %s. {mend}", *told, *told[:2])
        else:
            _LOG.info("%s at position %d is tried again: %s", *told)

    def _finish(self, asked: Finish) -> None:
        now = self.clock()
        reaction = asked.reaction
        refusals = [Refusal(reaction.policy, reaction.position, name, why, now) for name, why in asked.refused]
        self.desk.finish(reaction, refusals)

    def _perform(self, asked: Perform) -> Any:
        name = self.translation.name_of(asked.effect.__class__)
        handler = self._handlers.get(asked.effect.__class__)
        if handler is None:
            raise EffectFailed(f"nobody does {name}: Application(effects={{{name.rpartition('.')[2]}: …}})")
        self._doing[get_ident()] = name
        try:
            return handler(asked.effect, asked.key)
        except EffectFailed:
            raise
        except Exception as error:  # whatever a handler raises may pass
            raise EffectFailed(f"{name}: {reason(error)}") from error
        finally:
            del self._doing[get_ident()]

    def _require_handlers(self) -> None:
        missing = [self.translation.name_of(kind) for kind in self.processing.effects if kind not in self._handlers]
        if missing:
            raise Miswired(f"nobody does {', '.join(missing)}: give Application a handler for each, by effects={{…}}")

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                if not self.process():
                    self._rest()
                self._pausing.over()
            except Exception as fault:  # whatever it is, it may pass, and nobody else is there to go on
                self._stop.wait(self._pausing.after(fault))

    def _rest(self) -> None:
        """Until something is recorded, or due, or a second has passed."""
        due = self.desk.next_due()
        pause = 1.0 if due is None else min(1.0, max(0.01, (due - self.clock()).total_seconds()))
        cursors = [position for policy, position in self.desk.cursors().items() if policy in self.system.policies]
        if not cursors:  # nobody waits for an event
            self._stop.wait(pause)
            return
        head, end = max(cursors), monotonic() + pause
        while not self._stop.is_set() and (left := end - monotonic()) > 0:
            if self.store.wait(head, min(left, 0.1)) > head:
                return
