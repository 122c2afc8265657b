"""Answers what many computations ask, in one thread, in an order that a seed decides, with faults.

Between any two questions, and between a question and its answer, any other computation may have its turn; so whatever
may happen between threads, processes and machines happens here, and happens again under the same seed. Time is a
number: nothing is waited for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, Generic, TypeAlias, TypeVar
from uuid import UUID

from attrs import Factory, define, field, frozen

from factbook.effects import Append, Asking, Effect, Find, LoadState, NewId, Now, Pause, Read, SaveState
from factbook.errors import FactbookError, OutcomeUnknown, StoreUnavailable
from factbook.recording import Conflict
from factbook.states import States
from factbook.stores import Store
from factbook.stores.memory import MemoryStore

from .sync import Answers

__all__ = ["NO_FAULTS", "Faults", "Simulation", "Task"]

T = TypeVar("T")

BEGIN: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""When a simulation begins."""


@frozen
class Faults:
    """How likely it is, each time, that something goes wrong; ``slowest`` is in seconds.

    ``conflict``: an append is answered with a conflict for no reason. ``lost``: the answer to an append is lost, which
    may have been recorded or not. ``unavailable``: the store does not take a question. ``forgotten``: a kept state is
    gone. ``crash``: a process dies, with all that runs in it and its kept states, and what ran in it is begun anew.
    ``repeated``: what is done is done again, as if delivered twice. ``slow``: an answer takes its time.
    """

    conflict: float = 0.03
    lost: float = 0.03
    unavailable: float = 0.01
    forgotten: float = 0.05
    crash: float = 0.005
    repeated: float = 0.1
    slow: float = 0.1
    slowest: float = 5.0


NO_FAULTS: Final = Faults(0, 0, 0, 0, 0, 0, 0, 0)
"""Nothing goes wrong; it is only the order that a seed decides."""


@frozen
class _Begin:
    """A computation is to begin."""


@frozen
class _Ask:
    effect: Effect


@frozen
class _Tell:
    answer: Any


_Next: TypeAlias = _Begin | _Ask | _Tell


@define(eq=False)
class Task(Generic[T]):
    """A computation that is simulated: what begins it, and what came of it, each time that it ran.

    ``answers`` are what it ended in, ``faults`` what it raised; both grow when it is begun again. ``begun`` is for each
    answer up to which position there were events when the run that ended in it began.
    """

    name: str
    begin: Callable[[], Asking[T]]
    process: str
    endless: bool
    tries: int
    answers: list[T] = Factory(list[Any])
    faults: list[FactbookError] = Factory(list[FactbookError])
    begun: list[int] = Factory(list[int])

    @property
    def answer(self) -> T | None:
        """What it ended in the first time, if it did."""
        return self.answers[0] if self.answers else None


@define(eq=False)
class _Run:
    """Where a task stands: what is next, and when."""

    task: Task[Any]
    asking: Asking[Any] | None = None
    next: _Next | None = Factory(_Begin)
    at: float = 0.0
    head: int = 0

    def later(self, what: _Next, at: float) -> None:
        self.next, self.at = what, at


@define
class Simulation:
    """Everything that runs at the same time. ``answers`` are for kinds of questions that are asked beside the usual.

    ``trace`` holds what happened last, for people; ``seconds`` is how much time has passed.
    """

    seed: int
    faults: Faults = Factory(Faults)
    store: Store = field(factory=MemoryStore, kw_only=True)
    answers: Answers = field(factory=dict[type[Any], Callable[[Any], Any]], kw_only=True)
    seconds: float = field(default=0.0, init=False)
    _runs: list[_Run] = field(factory=list[_Run], init=False)
    _chance: Random = field(init=False)
    _states: dict[str, States] = field(factory=dict[str, States], init=False)
    _trace: deque[tuple[float, str, str]] = field(factory=lambda: deque[tuple[float, str, str]](maxlen=400), init=False)
    _ids: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._chance = Random(self.seed)

    @property
    def now(self) -> datetime:
        """What time it is."""
        return BEGIN + timedelta(seconds=self.seconds)

    @property
    def trace(self) -> str:
        """What happened last, a line for each turn."""
        return "\n".join(f"{seconds:10.3f}  {name:<24} {text}" for seconds, name, text in self._trace)

    def start(
        self,
        begin: Callable[[], Asking[T]],
        name: str = "",
        *,
        process: str = "main",
        endless: bool = False,
        tries: int = 100,
    ) -> Task[T]:
        """Let a computation take part; ``begin`` makes it, also when it is begun anew.

        What runs in one ``process`` shares its kept states, and dies together. After a fault it is begun anew, so often
        that it had ``tries``. Nobody waits for the end of what is ``endless``.
        """
        task = Task(name or f"task {len(self._runs) + 1}", begin, process, endless, tries)
        self._runs.append(_Run(task))
        return task

    def run(self, seconds: float | None = None, turns: int = 1_000_000) -> None:
        """Go on until everything has ended that can, or until so much time has passed.

        Raises what a computation raises, if it is none of the faults of factbook; ``RecursionError`` after all turns.
        """
        until = None if seconds is None else self.seconds + seconds
        for _ in range(turns):
            if until is None and not any(run.next and not run.task.endless for run in self._runs):
                return
            if not self._turn(until):
                return
        raise RecursionError(f"it does not end within {turns} turns")

    def _turn(self, until: float | None) -> bool:
        waiting = [run for run in self._runs if run.next]
        soonest = min((run.at for run in waiting), default=None)
        if soonest is None or (until is not None and soonest > until):
            self.seconds = self.seconds if until is None else until
            return False
        self.seconds = max(self.seconds, soonest)
        run = self._chance.choice([run for run in waiting if run.at <= self.seconds])
        if self._happens(self.faults.crash):
            self._crash(run.task.process)
        else:
            self._go_on(run)
        return True

    def _go_on(self, run: _Run) -> None:
        match run.next:
            case _Begin():
                run.asking, run.head = run.task.begin(), self.store.wait(-1, 0)
                self._resume(run, None)
            case _Ask(effect=Pause(seconds=seconds)):
                run.later(_Tell(None), self.seconds + seconds)
            case _Ask(effect=effect):
                try:
                    answer = self._answer(run.task, effect)
                except FactbookError as fault:
                    answer = fault
                self._note(run.task, f"{_told(effect)}: {_told(answer)}")
                run.later(_Tell(answer), self._some_time())
            case _Tell(answer=answer):
                self._resume(run, answer)
            case None:
                raise AssertionError("whoever has ended has no turn")

    def _resume(self, run: _Run, answer: Any) -> None:
        asking, task = run.asking, run.task
        assert asking is not None
        try:
            effect = asking.throw(answer) if isinstance(answer, FactbookError) else asking.send(answer)
        except StopIteration as done:
            task.answers.append(done.value)
            task.begun.append(run.head)
            self._end(run, done.value, self._happens(self.faults.repeated))
        except FactbookError as fault:
            task.faults.append(fault)
            self._end(run, fault, len(task.faults) < task.tries)
        else:
            run.next = _Ask(effect)

    def _end(self, run: _Run, outcome: object, again: bool) -> None:
        self._note(run.task, f"ends in {_told(outcome)}{', and is begun anew' if again else ''}")
        run.asking = run.next = None
        if again:
            run.later(_Begin(), self._some_time())

    def _crash(self, process: str) -> None:
        """All that runs there is gone, whatever it was about to do or to hear."""
        self._states.pop(process, None)
        for run in self._runs:
            if run.task.process == process and run.asking is not None:
                self._note(run.task, "dies")
                run.asking.close()
                run.asking = None
                run.later(_Begin(), self._some_time())

    # Answers ---------------------------------------------------------------------------------------------------------

    def _answer(self, task: Task[Any], effect: Effect) -> Any:
        states = self._states.setdefault(task.process, States())
        match effect:
            case Read(query=query, after=after, limit=limit):
                self._maybe_unavailable()
                return self.store.read(query, after, None, limit)
            case Find(ids=ids):
                self._maybe_unavailable()
                return self.store.find(ids)
            case Append():
                self._maybe_unavailable()
                return self._append(effect)
            case LoadState():
                return None if self._happens(self.faults.forgotten) else states.load(effect)
            case SaveState():
                return states.save(effect)
            case Now():
                return self.now
            case NewId():
                return self._new_id()
            case _:
                return self.answers[effect.__class__](effect)

    def _append(self, asked: Append) -> Any:
        if asked.condition is not None and self._happens(self.faults.conflict):
            return Conflict(asked.condition.after + 1)
        if self._happens(self.faults.lost):
            if self._happens(0.5):
                self.store.append(asked.events, asked.condition)
            raise OutcomeUnknown("the answer was lost")
        return self.store.append(asked.events, asked.condition)

    def _maybe_unavailable(self) -> None:
        if self._happens(self.faults.unavailable):
            raise StoreUnavailable("the store does not answer")

    def _new_id(self) -> UUID:
        """A version 7 uuid (RFC 9562), of the time that is simulated, with a number where others have chance."""
        self._ids += 1
        milliseconds = round(self.now.timestamp() * 1_000)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | 0x2 << 62 | self._ids)

    # Chance ----------------------------------------------------------------------------------------------------------

    def _happens(self, likely: float) -> bool:
        return likely > 0 and self._chance.random() < likely

    def _some_time(self) -> float:
        """When something that is begun now is done."""
        slow = self._happens(self.faults.slow)
        return self.seconds + (self._chance.random() * self.faults.slowest if slow else 0.0)

    def _note(self, task: Task[Any], text: str) -> None:
        self._trace.append((self.seconds, f"{task.process}/{task.name}", text))


def _told(value: object) -> str:
    """A question or an answer in a few words."""
    words = list(_words(value))
    return " ".join(words)[:160]


def _words(value: object) -> Iterator[str]:
    yield type(value).__name__
    match value:
        case FactbookError():
            yield str(value)
        case Append(events=events, condition=condition):
            yield ", ".join(event.type for event in events)
            yield f"after {condition.after}" if condition else "always"
        case Read(after=after):
            yield f"after {after}"
        case _ if hasattr(value, "head"):
            yield f"of {len(getattr(value, 'events', ()))} up to {getattr(value, 'head', '')}"
        case _ if hasattr(value, "position"):
            yield f"at {getattr(value, 'position', '')}"
        case _ if hasattr(value, "rejection"):
            yield type(getattr(value, "rejection", None)).__name__
        case _:
            pass
