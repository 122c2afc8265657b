"""How a story that is played looks in a terminal: who does what, what is recorded, and what follows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from factbook.catalogue import Do, Payload, Recorded, See, SetFlag, Wait

if TYPE_CHECKING:
    from factbook.system import System
    from factbook.testing.playing import Told
    from factbook.views import Views

__all__ = ["Teller", "fields", "plain", "table"]

_UUID: Final = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_WIDTH: Final = 90


@frozen
class Teller:
    """Makes the lines; in colours, where the terminal has them."""

    colour: bool

    def _paint(self, text: str, **style: Any) -> str:
        return click.style(text, **style) if self.colour else text

    def title(self, title: str) -> str:
        """What stands above a story."""
        return f"\n{self._paint(title, bold=True)}\n{'─' * len(title)}"

    def played(self, title: str, events: int, seconds: float) -> str:
        """What stands below it, or for it."""
        return f"{self._paint('✓', fg='green')} {title}: as told, {events} events in {seconds * 1000:.0f} ms"

    def failed(self, title: str, why: str) -> str:
        """What is said about a story that did not come out as told."""
        return f"{self._paint('✗', fg='red')} {title}\n  {why}"

    def step(self, told: Told) -> str:
        """A step, and below it what was recorded, each with the policy that led to it."""
        return "\n".join(self._step(told))

    def _step(self, told: Told) -> Iterator[str]:
        match told.step:
            case Do(role=role, command=command, refused=refused):
                head = f"{self._paint(f'{role:<10}', fg='blue')} {self._paint(_short(command.ref), bold=True)}"
                yield f"{head}  {self._paint(fields(_written(command)), dim=True)}"
                if refused:
                    yield f"{'':<10} {self._paint(f'✗ refused: {_short(refused)}', fg='red')}"
            case Wait(duration=duration):
                yield f"{'':<10} {self._paint(f'… {_duration(duration)} later', dim=True)}"
            case SetFlag(flag=flag, on=on):
                yield f"{'':<10} flag {flag} {'on' if on else 'off'}"
            case See(row=row, absent=absent):
                mark = self._paint("✓ no" if absent else "✓", fg="green")
                yield f"{'':<10} {mark} {self._paint(_short(row.ref), fg='green')}  {fields(_written(row))}"
            case Recorded():
                pass
        yield from self._happened(told)

    def _happened(self, told: Told) -> Iterator[str]:
        own = told.step.role if isinstance(told.step, Do) else ""
        for one in told.happened:
            led = "" if one.by in ("", own) else self._paint(f"  ← {_short(one.by)}", fg="magenta")
            yield f"{'':<10} {self._paint('●', fg='yellow')} {_short(one.name)}{led}"

    def views(self, views: Views, system: System) -> str:
        """The tables, each cut to a few rows; empty ones are only named."""
        return "\n".join(self._views(views, system))

    def _views(self, views: Views, system: System) -> Iterator[str]:
        empty: list[str] = []
        for name in system.views:
            rows = views.rows(name)
            if not rows:
                empty.append(_short(name))
                continue
            yield f"\n{self._paint(_short(name), fg='green', bold=True)}"
            yield from table([plain(row) for row in rows[:5]])
            if len(rows) > 5:
                yield f"  … and {len(rows) - 5} more"
        if empty:
            yield f"\nempty: {', '.join(empty)}"


def _written(payload: Payload) -> Mapping[str, Any]:
    """The fields that the story's author wrote, and not those that were filled in."""
    return {name: payload.data[name] for name in payload.written if name in payload.data}


def table(rows: list[Mapping[str, str]]) -> Iterator[str]:
    """Rows under the names of their fields; what is wide is cut."""
    names = [name for name in rows[0] if any(row[name] for row in rows)]
    widths = {name: min(24, max(len(name), *(len(row[name]) for row in rows))) for name in names}
    yield "  " + "  ".join(_cut(name, widths[name]) for name in names).rstrip()
    for row in rows:
        yield "  " + "  ".join(_cut(row[name], widths[name]) for name in names).rstrip()


def fields(data: Mapping[str, Any]) -> str:
    """Plain JSON on one line, uuids by their first letters, cut where it gets long."""
    text = ", ".join(f"{name} {_text(value)}" for name, value in data.items() if value is not None)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def plain(row: Any) -> Mapping[str, str]:
    from factbook.codec import encode

    data: dict[str, Any] = json.loads(encode(row))
    order = row.__attrs_attrs__
    return {field.name: "" if data[field.name] is None else _text(data[field.name]) for field in order}


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return _UUID.sub(r"\1…", printable).replace('"', "")


def _cut(text: str, width: int) -> str:
    return f"{text:<{width}}" if len(text) <= width else f"{text[: width - 1]}…"


def _short(ref: str) -> str:
    return ref.rpartition(".")[2]


def _duration(duration: timedelta) -> str:
    hours, rest = divmod(duration, timedelta(hours=1))
    return f"{hours} h" if hours and not rest else str(duration)
