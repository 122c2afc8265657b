"""Whether a connection that lay idle is still one. For both twins.

If it is found out only by sending an append, nobody knows whether that was recorded.
"""

from __future__ import annotations

import select

from psycopg.pq import ConnStatus
from psycopg.pq.abc import PGconn

__all__ = ["sound"]


def sound(connection: PGconn) -> bool:
    """An idle server says nothing: what there is to read is a farewell."""
    return connection.status == ConnStatus.OK and not _readable(connection.socket)


if hasattr(select, "poll"):

    def _readable(socket: int) -> bool:
        poll = select.poll()
        poll.register(socket, select.POLLIN)
        return bool(poll.poll(0))

else:  # Windows

    def _readable(socket: int) -> bool:
        return bool(select.select([socket], [], [], 0)[0])
