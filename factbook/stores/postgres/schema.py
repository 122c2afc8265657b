"""The tables and functions in the database: made and renewed only when somebody says so."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

import psycopg

from factbook.errors import StoreUnfit

from .faults import command, fault, unreachable
from .settings import Settings, settings
from .statements import Form, Statement

__all__ = ["VERSION", "fit", "fitness", "init", "upgrade"]

VERSION: Final = 2
"""Of the tables; the functions are written anew by every upgrade."""

OLDEST: Final = 150000
"""PostgreSQL 15."""

CHANGES: Final[dict[int, str]] = {2: "ALTER TABLE {schema}.store ADD COLUMN tag_note text NOT NULL DEFAULT ''"}
"""What leads from the version before to this one, for each version after the first."""


def init(url: str) -> int:
    """Make the store's tables and functions in a database; answers their version.

    Where they are already, nothing is done. Raises :class:`~factbook.errors.StoreUnfit` if they are of another version,
    or if the database is not fit for a store.
    """
    return _changed(settings(url), fresh=True)


def upgrade(url: str) -> int:
    """Bring the store's tables and functions in a database up to what this version needs; answers their version.

    All or nothing, under the lock under which events are appended. Raises :class:`~factbook.errors.StoreUnfit` if there
    is no store, or a newer one.
    """
    return _changed(settings(url), fresh=False)


def _changed(settings: Settings, fresh: bool) -> int:
    try:
        connection = psycopg.connect(**settings.conninfo)
    except psycopg.Error as error:
        raise unreachable(error, settings) from None
    try:
        with connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"factbook {settings.schema}",))
            _fit_server(settings, connection.execute(_SERVER).fetchone() or ())
            found = _version(connection, settings)
            if fresh and found is None:
                connection.execute(_text("tables", settings.schema))
            elif found is None or found > VERSION or (fresh and found < VERSION):
                raise _unfit(settings, found)
            else:
                for version in range(found + 1, VERSION + 1):
                    connection.execute(CHANGES[version].replace("{schema}", settings.schema).encode())
            if not fresh or found is None:
                connection.execute(_text("functions", settings.schema))
                connection.execute(f"UPDATE {settings.schema}.store SET version = {VERSION}".encode())
    except psycopg.Error as error:
        raise fault(error, settings, appending=False) from None
    return VERSION


def _version(connection: psycopg.Connection[Any], settings: Settings) -> int | None:
    """The version of the tables that are there; waits until nobody appends."""
    (there,) = connection.execute("SELECT to_regclass(%s)", (f"{settings.schema}.store",)).fetchone() or (None,)
    if there is None:
        return None
    query = f"SELECT version FROM {settings.schema}.store FOR UPDATE"
    version: int | None
    (version,) = connection.execute(query.encode()).fetchone() or (None,)
    return version


@cache
def _text(part: str, schema: str) -> bytes:
    """The statements of a file; the name of the schema was checked when the URL was read."""
    folder = files("factbook.stores.postgres")
    if part == "tables":
        return folder.joinpath("tables.sql").read_text("utf-8").replace("{schema}", schema).encode()
    reading = folder.joinpath("reading.sql").read_text("utf-8")
    directions = (("", "ASC"), ("_backwards", "DESC"))
    both = (reading.replace("{suffix}", suffix).replace("{order}", order) for suffix, order in directions)
    functions = folder.joinpath("functions.sql").read_text("utf-8")
    return "\n".join((*both, functions)).replace("{schema}", schema).encode()


# Whether a connection leads to a store that is fit -------------------------------------------------------------------

_SERVER: Final = (
    "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), pg_is_in_recovery(),"
    " current_setting('fsync')"
)


def fitness(settings: Settings) -> Statement:
    """What a new connection is asked first; :func:`fit` judges the answer."""
    return Statement(Form(f"{_SERVER}, (SELECT version FROM {settings.schema}.store)".encode()))


def fit(settings: Settings, answer: tuple[Any, ...]) -> None:
    """Raises :class:`~factbook.errors.StoreUnfit` unless this version can keep events there."""
    *server, version = answer
    _fit_server(settings, tuple(server))
    if version != VERSION:
        raise _unfit(settings, version)


def _fit_server(settings: Settings, server: tuple[Any, ...]) -> None:
    number, encoding, replica, fsync = server
    if number < OLDEST:
        raise StoreUnfit(f"{settings.place}: PostgreSQL {number // 10000} is too old; 15 is the oldest that is tested")
    if encoding != "UTF8":
        raise StoreUnfit(f"{settings.place}: the database is encoded in {encoding}; create it with ENCODING 'UTF8'")
    if replica:
        raise StoreUnfit(f"{settings.place} is a replica: decisions need the primary server")
    if fsync != "on" and settings.fsync == "on":
        raise StoreUnfit(
            f"{settings.place}: the server runs with fsync = off and may lose everything; to accept that, put "
            "fsync=off into the URL"
        )


def _unfit(settings: Settings, version: int | None) -> StoreUnfit:
    if version is None:
        return StoreUnfit(f"{settings.place} is no store yet; run: {command('init', settings)}")
    if version < VERSION:
        return StoreUnfit(
            f"{settings.place} has tables of version {version}, and {VERSION} is needed; "
            f"run: {command('upgrade', settings)}"
        )
    return StoreUnfit(
        f"{settings.place} has tables of version {version}, newer than the {VERSION} that this factbook knows; "
        "upgrade factbook"
    )
