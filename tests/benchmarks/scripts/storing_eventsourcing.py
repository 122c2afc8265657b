"""Measures the DCB recorder of eventsourcing on PostgreSQL: ``python storing_eventsourcing.py URL WORK``.

Its own settings, with a pool that is large enough for all threads. See :mod:`storing`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

storing: Any = import_module("storing")  # it lies beside this file, which is run in another environment
api: Any = import_module("eventsourcing.dcb.api")


class Eventsourcing:
    """Its recorder for databases with functions, the fastest one that it has."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        environment: Any = import_module("eventsourcing.utils").Environment(
            "bench",
            {
                "POSTGRES_DBNAME": place.path[1:],
                "POSTGRES_HOST": place.hostname,
                "POSTGRES_PORT": str(place.port),
                "POSTGRES_USER": place.username,
                "POSTGRES_PASSWORD": "none",
                "POSTGRES_POOL_SIZE": "8",
                "POSTGRES_MAX_OVERFLOW": "32",
                "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
            },
        )
        self.recorder: Any = (
            import_module("eventsourcing.dcb.postgres_tt").PostgresTTDCBFactory(environment).dcb_recorder()
        )

    def append(self, events: Sequence[tuple[str, bytes, tuple[str, ...]]], tag: str | None, after: int) -> None:
        """See the protocol."""
        condition = None if tag is None else api.DCBAppendCondition(_query(tag), after)
        self.recorder.append([api.DCBEvent(kind, data, list(tags)) for kind, data, tags in events], condition)

    def read(self, tag: str) -> tuple[list[bytes], int]:
        """See the protocol."""
        response = self.recorder.read(_query(tag))
        return [one.event.data for one in response], response.head


def _query(tag: str) -> Any:
    return api.DCBQuery([api.DCBQueryItem(list(storing.TYPES), [tag])])


if __name__ == "__main__":
    print(storing.measure(Eventsourcing(sys.argv[1]), sys.argv[2]))
