"""Views for asyncio: the same tables and the same questions, asked in threads, so that the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

from .keeping import Views, ViewStatus

__all__ = ["AsyncViews"]

P = ParamSpec("P")
R = TypeVar("R")


class AsyncViews:
    """What :class:`~factbook.views.Views` answers, to be awaited; ``opened`` gives them, and is called in a thread.

    A query of the catalogue is asked by its generated function:
    ``await views.ask(orders_by_status, status=OrderStatus.COMPLETED)``.
    """

    def __init__(self, opened: Callable[[], Views]) -> None:
        self._opened = opened

    async def ask(self, query: Callable[Concatenate[Views, P], R], *values: P.args, **named: P.kwargs) -> R:
        """What a generated query answers, or any other function of the views."""
        return await asyncio.to_thread(lambda: query(self._opened(), *values, **named))

    @overload
    async def rows(self, view: type[R]) -> list[R]: ...
    @overload
    async def rows(self, view: str) -> list[Any]: ...
    async def rows(self, view: type[Any] | str) -> list[Any]:
        """See :meth:`factbook.views.Views.rows`."""
        return await asyncio.to_thread(lambda: self._opened().rows(view))

    @overload
    async def get(self, view: type[R], *key: Any) -> R | None: ...
    @overload
    async def get(self, view: str, *key: Any) -> Any: ...
    async def get(self, view: type[Any] | str, *key: Any) -> Any:
        """See :meth:`factbook.views.Views.get`."""
        return await asyncio.to_thread(lambda: self._opened().get(view, *key))

    async def wait(self, position: int, timeout: float, views: Iterable[type[Any] | str] = ()) -> bool:
        """See :meth:`factbook.views.Views.wait`."""
        return await asyncio.to_thread(lambda: self._opened().wait(position, timeout, views))

    async def status(self) -> dict[str, ViewStatus]:
        """See :meth:`factbook.views.Views.status`."""
        return await asyncio.to_thread(lambda: self._opened().status())
