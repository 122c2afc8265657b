"""How threads that process wait while a database is away: longer and longer, and told once, not at every try."""

from __future__ import annotations

import logging
from threading import Lock, get_ident
from time import monotonic
from typing import Final

from .errors import FactbookError

__all__ = ["Pausing"]

LEAST: Final = 0.1
MOST: Final = 5.0
"""How many seconds pass between two tries: half as many as since it began to fail, within these bounds."""

_LOG: Final = logging.getLogger("factbook")


class Pausing:
    """What several threads do together; it pauses while they fail. ``what`` begins what is told (``processing``).

    Told is the first fault, each fault of another kind, with its traceback where it is none of factbook's, and when
    all of the threads go on.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = Lock()
        self._since: dict[int, float] = {}
        self._began = 0.0
        self._kinds: set[type[Exception]] = set()

    def after(self, fault: Exception) -> float:
        """How many seconds this thread has to wait before it tries again."""
        now = monotonic()
        with self._lock:
            if not self._since:
                self._began = now
            since = self._since.setdefault(get_ident(), now)
            new = type(fault) not in self._kinds
            self._kinds.add(type(fault))
        if new:
            known = isinstance(fault, FactbookError)
            text = str(fault) if known else f"{type(fault).__name__}: {fault}"
            _LOG.warning("%s, and tries again: %s", f"{self._what} pauses", text, exc_info=None if known else fault)
        return min(max((now - since) / 2, LEAST), MOST)

    def over(self) -> None:
        """This thread has come through."""
        if not self._since:
            return
        with self._lock:
            if self._since.pop(get_ident(), None) is None or self._since:
                return
            self._kinds.clear()
        _LOG.warning("%s goes on, after %.0f s", self._what, monotonic() - self._began)
