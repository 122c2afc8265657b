"""What the URL of a PostgreSQL store says.

``postgresql://user:secret@host:port/database?schema=…``. Parameters that are not ours are those of libpq (``sslmode``,
``application_name``, …). Ours:

======================  ============================================================================================
``schema``              where the store lives in the database; ``factbook`` if nothing is said. What stands beside it
                        lives in schemas called ``views``, ``work`` and ``states``; beside ``old`` in ``old_views``, ...
``connections``         how many connections read at once; 8
``lock_timeout``        how many seconds an append waits for the others; 5
``synchronous_commit``  ``off``, ``local`` or ``remote_write``: accept that acknowledged events may be lost
``fsync``               ``off``: accept a server that may lose everything
======================  ============================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import psycopg
from attrs import field, frozen
from psycopg.conninfo import conninfo_to_dict

from factbook.errors import StoreUnfit

__all__ = ["Settings", "settings"]

OURS: Final[tuple[str, ...]] = ("schema", "connections", "lock_timeout", "synchronous_commit", "fsync")
SECRET: Final = ("password", "sslpassword", "options", "oauth_client_secret")
NO_URL: Final = (
    "the URL of the store is not postgresql://user:password@host:port/database; a character such as @ : / ? # % in the "
    "password is written as %40 %3A %2F %3F %23 %25"
)
DEFAULTS: Final = {
    "application_name": "factbook",
    "connect_timeout": "5",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""A server that does not answer is given up after 5 s, one that fell silent after about 30 s."""


ENCODING: Final = {"client_encoding": "UTF8"}
"""Texts travel as UTF-8, whatever the environment or the URL says."""


@frozen
class Settings:
    """Where the store is and how it is used. ``conninfo`` is what libpq is told, secrets and all: it is never shown."""

    place: str
    conninfo: Mapping[str, Any] = field(repr=False)
    schema: str = "factbook"
    connections: int = 8
    lock_timeout: float = 5.0
    synchronous_commit: str = ""
    fsync: str = "on"
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def beside(self, name: str) -> str:
        """The schema of what stands beside the events under a name, so that two stores may share a database."""
        return name if self.schema == "factbook" else f"{self.schema}_{name}"

    def clean(self, text: str) -> str:
        """A text from libpq or the server without anything secret, on one line."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return " ".join(text.split())


def settings(url: str) -> Settings:
    """What a URL says; raises :class:`~factbook.errors.StoreUnfit`, without repeating the URL, if it is not right."""
    bare, _, query = url.partition("?")
    try:
        given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError:
        raise StoreUnfit("the URL of the store: what follows the ? is not name=value&name=value") from None
    ours = {name: given.pop(name) for name in OURS if name in given}
    _refuse_unknown(given)
    given = {**DEFAULTS, **given, **ENCODING}
    rest = urlencode(given, quote_via=quote)
    try:
        conninfo = conninfo_to_dict(f"{bare}?{rest}")
    except (psycopg.Error, UnicodeError):  # says what it stumbled over, which may be a part of the password
        raise StoreUnfit(NO_URL) from None
    _, _, path = bare.partition("://")[2].partition("/")
    if "@" in path or not re.fullmatch(r"[\d,]*", str(conninfo.get("port") or ""), re.ASCII):
        raise StoreUnfit(NO_URL)  # most likely a password that was cut in two
    if not all(map(_is_host, str(conninfo.get("host") or "").split(","))):
        raise StoreUnfit(NO_URL)
    return Settings(
        _place(conninfo),
        conninfo,
        _schema(ours.get("schema", "factbook")),
        int(_number(ours, "connections", "8", r"[1-9]\d{0,2}", "a whole number from 1 to 999")),
        _number(ours, "lock_timeout", "5", r"\d{1,4}(\.\d{1,3})?", "a number of seconds, such as 5 or 0.5"),
        _one_of(ours, "synchronous_commit", ("", "off", "local", "remote_write", "on", "remote_apply")),
        _one_of(ours, "fsync", ("on", "off")),
        _secrets(url, conninfo),
    )


def _is_host(name: str) -> bool:
    """Whether anybody can look for a host of this name; a folder of sockets is none that is looked for."""
    try:
        return name.startswith(("/", "@")) or bool(name.encode("idna")) or not name
    except UnicodeError:
        return False


def _refuse_unknown(given: Mapping[str, str]) -> None:
    """libpq names what it does not know, but no near miss."""
    known = [option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()]
    for name in given:
        if name not in known:
            near = get_close_matches(name, [*OURS, *known], 1)
            hint = f": did you mean {near[0]}?" if near else f"; ours are {', '.join(OURS)}, the others are libpq's"
            raise StoreUnfit(f'the URL of the store: there is no parameter called "{name[:40]}"{hint}')


def _place(conninfo: Mapping[str, Any]) -> str:
    host = conninfo.get("host") or conninfo.get("hostaddr") or "localhost"
    port = f":{conninfo['port']}" if conninfo.get("port") else ""
    return f"postgresql://{host}{port}/{conninfo.get('dbname') or ''}"


def _schema(name: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,39}", name) or name.startswith("pg_"):
        raise StoreUnfit(
            f'the URL of the store: "{name[:40]}" is no name for its schema: a to z, 0 to 9 and _, at most 40, no pg_'
        )
    return name


def _number(ours: Mapping[str, str], name: str, default: str, pattern: str, wanted: str) -> float:
    text = ours.get(name, default)
    if not re.fullmatch(pattern, text, re.ASCII):
        raise StoreUnfit(f'the URL of the store: {name}="{text[:40]}" is not {wanted}')
    return float(text)


def _one_of(ours: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    text = ours.get(name, words[0])
    if text not in words:
        raise StoreUnfit(f'the URL of the store: {name}="{text[:40]}" is not one of {", ".join(filter(None, words))}')
    return text


def _secrets(url: str, conninfo: Mapping[str, Any]) -> tuple[str, ...]:
    """What never appears in a text, in every form it was written in; the longest first."""
    written = (
        urlsplit(url.partition("?")[0].replace("[", "").replace("]", "")).netloc.rpartition("@")[0].partition(":")[2]
    )
    found = {str(conninfo[name]) for name in SECRET if conninfo.get(name)} | {written, unquote(written)}
    return tuple(sorted(filter(None, found), key=len, reverse=True))
