"""Where views are kept: every test that asks for ``url`` runs in each place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.servers import PostgresServer


@pytest.fixture(scope="session")
def views_database(postgres_server: PostgresServer) -> Iterator[str]:
    """A database for all tests of views: making one takes longer than emptying it."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of the events that views stand beside."""
    match request.param:
        case "sqlite":
            return f"sqlite:{tmp_path / 'shop.db'}"
        case "postgres":
            found: str = request.getfixturevalue("views_database")
            with psycopg.connect(found, autocommit=True) as db:
                db.execute("SET client_min_messages = warning")
                db.execute("DROP SCHEMA IF EXISTS views CASCADE")
            return found
        case _:
            return "memory:"
