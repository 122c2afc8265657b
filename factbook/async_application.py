"""A system that runs in asyncio: the twin of :class:`~factbook.application.Application`.

    async with AsyncApplication(shop, "postgresql://db/shop", effects=EFFECTS, workers=1) as app:
        answer = await app.send(PlaceOrder(…), actor="ada")

What follows from events is processed by threads, or by other processes: there is nothing in it that asyncio would make
better, and so it is the same code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from .application import Application, EffectHandler
from .drivers import aio
from .drivers.sync import utc_now
from .effects import LoadState, SaveState
from .handling import SENT, Accepted, Handling, Outcome, Rejected, Sent
from .snapshots import Snapshots, open_snapshots
from .states import States
from .stores import AsyncStore, open_async_store
from .stores.threads import ThreadedStore
from .system import System
from .views.aio import AsyncViews

__all__ = ["Accepted", "AsyncApplication", "Rejected", "Sent"]


class AsyncApplication:
    """A system on the store of a URL; the arguments are those of :class:`~factbook.application.Application`.

    ``application`` is the twin that processes: its flags and desk are this one's, and ``app.application.switch(…)``
    switches a flag. ``views`` are its views, to be
    awaited: see :class:`~factbook.views.aio.AsyncViews`.
    """

    def __init__(
        self,
        system: System,
        store: str,
        *,
        effects: Mapping[type[Any], EffectHandler] | None = None,
        workers: int = 0,
        clock: Callable[[], datetime] = utc_now,
        states: int = 10_000,
        snapshots: bool = False,
        keep_commands: bool = False,
        require_handlers: bool = False,
    ) -> None:
        self.application = Application(
            system,
            store,
            effects=effects,
            workers=workers,
            clock=clock,
            states=states,
            keep_commands=keep_commands,
            require_handlers=require_handlers,
        )
        self.store: AsyncStore = (
            ThreadedStore(self.application.store) if store.startswith("memory:") else open_async_store(store)
        )
        self.views = AsyncViews(lambda: self.application.views)
        self._handling = Handling(self.application.translation, keep_commands)
        self._answers = aio.answers(self.store, States(states), clock)
        self._snapshots: Snapshots | None = None
        if snapshots:
            self._snapshots = kept = open_snapshots(system, store, States(states), self.application.store)
            at_once, awaited = self._answers
            waiting: dict[type[Any], Callable[[Any], Awaitable[Any]]] = {
                LoadState: lambda asked: asyncio.to_thread(kept.load, asked),
                SaveState: lambda asked: asyncio.to_thread(kept.save, asked),
            }
            self._answers = {kind: at_once[kind] for kind in at_once if kind not in waiting}, {**awaited, **waiting}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End what was begun, and let go of the store."""
        await asyncio.to_thread(self.application.close)
        await self.store.close()
        if self._snapshots is not None:
            self._snapshots.close()

    async def send(
        self,
        command: Any,
        *,
        actor: str | None = None,
        roles: tuple[str, ...] = (),
        ip: str | None = None,
        command_id: UUID | None = None,
        sent: Sent = SENT,
    ) -> Outcome:
        """See :meth:`factbook.application.Application.send`."""
        sender = sent.by(actor, roles, ip, command_id)
        return await aio.run(self._handling.handle(command, sender), self._answers)

    async def settle(self) -> int:
        """See :meth:`factbook.application.Application.settle`."""
        return await asyncio.to_thread(self.application.settle)

    async def wait(self, outcome: Outcome | int, timeout: float = 10.0) -> bool:
        """See :meth:`factbook.application.Application.wait`."""
        return await asyncio.to_thread(self.application.wait, outcome, timeout)
