"""Breaks that are meant: an entry with a reason, for exactly one change."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from attrs import evolve
from msgspec import Struct, ValidationError, convert

from .findings import Finding

__all__ = ["FILE", "Unreadable", "accepted", "entry", "unused"]

FILE: Final = "accepted-breaks.toml"
"""Beside pyproject.toml: one table ``[[accepted]]`` for each break, with ``change``, ``about`` and ``reason``."""


class _Entry(Struct):
    change: str
    reason: str
    about: str = ""


class Unreadable(Exception):
    """The file is not what it should be; the text says why."""


def accepted(findings: Iterable[Finding], root: Path) -> list[Finding]:
    """The findings, those that are meant with their reasons. Raises :class:`Unreadable`."""
    reasons = _reasons(root)
    return [evolve(one, accepted=reasons.get(one.fingerprint, "")) if one.broken else one for one in findings]


def unused(findings: Iterable[Finding], root: Path) -> list[str]:
    """What is accepted and is not there (any more)."""
    return sorted(_reasons(root).keys() - {one.fingerprint for one in findings})


def entry(finding: Finding) -> Iterator[str]:
    """The lines that accept a finding."""
    yield "[[accepted]]"
    yield f'change = "{finding.fingerprint}"'
    yield f'about = "{finding.ref}"'
    yield 'reason = "…"'


def _reasons(root: Path) -> dict[str, str]:
    file = root / FILE
    try:
        entries: Any = tomllib.loads(file.read_text("utf-8")).get("accepted", [])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Unreadable(f"{FILE} cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise Unreadable(f"{FILE} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise Unreadable(f"{FILE} is not TOML{f': look at line {at[1]}' if at else ''}") from None
    if not isinstance(entries, list):
        raise Unreadable(f"{FILE}: begin each entry with [[accepted]], in two pairs of brackets")
    found: dict[str, str] = {}
    for number, table in enumerate(entries, 1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # TOML is untyped
        try:
            one = convert(table, _Entry)
        except ValidationError:
            raise Unreadable(
                f"{FILE}: entry {number} has not the texts `change` and `reason` that each needs"
            ) from None
        if len(one.reason.strip()) < 3:
            raise Unreadable(f"{FILE}: {one.change} lacks a reason that says why")
        found[one.change] = one.reason
    return found
