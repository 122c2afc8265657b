"""The servers that tests run on."""

from __future__ import annotations

import signal
from pathlib import Path

import psycopg
import pytest

from tests.servers import PostgresServer, debian_binaries, embedded_binaries


def test_each_test_has_a_database_of_its_own(postgres: str, postgres_server: PostgresServer) -> None:
    """What one test creates, another does not see; and what is committed there is on the disk."""
    with postgres_server.database() as other, psycopg.connect(postgres) as first, psycopg.connect(other) as second:
        first.execute("CREATE TABLE mine ()")
        first.commit()

        assert [(None,)] == second.execute("SELECT to_regclass('mine')").fetchall()
        assert [("on",)] == second.execute("SHOW fsync").fetchall()


@pytest.mark.parametrize("binaries", [embedded_binaries(), debian_binaries()], ids=["embedded", "debian"])
def test_a_server_comes_back_after_a_crash(binaries: Path | None) -> None:
    """It has the same port, and what was committed is still there."""
    if binaries is None:
        pytest.skip("this system has no PostgreSQL of its own")
    server = PostgresServer(binaries)
    try:
        server.start()
        url = server.url()
        server.run("CREATE TABLE kept ()")
        server.stop(signal.SIGQUIT)
        server.start()

        assert url == server.url()
        with psycopg.connect(url) as connection:
            assert [("kept",)] == connection.execute("SELECT to_regclass('kept')::text").fetchall()
    finally:
        server.remove()
    assert not server.folder.exists()
