"""Events in a PostgreSQL database; needs the extra ``postgres``.

How it is used, and what the database has to be like, is told in ``docs/stores-postgres.md``.
"""

from __future__ import annotations

from .aio import AsyncPostgresStore
from .schema import init, upgrade
from .sync import PostgresStore

__all__ = ["AsyncPostgresStore", "PostgresStore", "init", "upgrade"]
