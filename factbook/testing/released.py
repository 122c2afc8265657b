"""What was released stays readable: payloads that were frozen when their version was live.

``generated/<system>/released/<context>/<Event>.v1.json`` holds the schema of a version and payloads with the tags that
they were recorded with. Whoever has real ones adds them beside it: ``<Event>.v1.<anything>.json`` holds a payload, or a
list of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from factbook.errors import Undecodable
from factbook.system import System
from factbook.wire import Json, is_list

from .laws import LawBroken
from .versions import read_as_newest

__all__ = ["FOLDER", "Released", "check_released", "released", "tampered"]

FOLDER: Final = "released"


class Released(NamedTuple):
    """One payload, of which version it is, and where it stands; ``tags`` are ``None`` where nobody noted them."""

    event: str
    version: int
    data: dict[str, Json]
    tags: list[str] | None
    place: str


class Payload(msgspec.Struct):
    """What was recorded, and the tags it was recorded with."""

    data: dict[str, Json]
    tags: list[str] | None = None


class Frozen(msgspec.Struct):
    """A file that `factbook release` wrote."""

    event: str
    version: int
    payloads: list[Payload]


def released(folder: Path) -> Iterator[Released]:
    """All payloads below ``generated/<system>/released``; raises ``ValueError`` where a file is not as it should be."""
    for file in sorted(folder.glob("*/*.json")):
        name, version, *more = file.name.removesuffix(".json").split(".")
        if version[:1] != "v" or not version[1:].isdecimal():
            raise ValueError(f"{file}: the name should be <Event>.v<version>.json")
        for index, one in enumerate(_payloads(file, added=bool(more))):
            place = f"{folder.name}/{file.parent.name}/{file.name}[{index}]"
            yield Released(f"{file.parent.name}.{name}", int(version[1:]), one.data, one.tags, place)


def _payloads(file: Path, *, added: bool) -> list[Payload]:
    try:
        if not added:
            return msgspec.json.decode(file.read_bytes(), type=Frozen).payloads
        raw: Any = msgspec.json.decode(file.read_bytes(), type=dict[str, Json] | list[dict[str, Json]])
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise ValueError(f"{file}: this is not what was released: {error}") from None
    found: list[dict[str, Json]] = raw if is_list(raw) else [raw]
    return [Payload(one) for one in found]


def tampered(folder: Path) -> Iterator[str]:
    """The released files that are gone or were edited; ``SHA256SUMS`` says what was written."""
    sums = folder / "SHA256SUMS"
    for line in sums.read_text("utf-8").splitlines() if sums.is_file() else ():
        should, _, path = line.partition("  ")
        file = folder / path
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != should:
            yield path


def check_released(system: System, found: Released) -> None:
    """Read a released payload as the newest version; raises :class:`~.LawBroken`."""
    __tracebackhide__ = True
    context, _, event = found.event.rpartition(".")
    codec = system.codec(context)
    shown = msgspec.json.format(msgspec.json.encode(found.data), indent=2).decode()
    try:
        now = read_as_newest(codec, event, found.version, found.data)
    except Undecodable as error:
        said = "; ".join(map(str, error.problems))
        raise LawBroken(f"{found.place} was recorded once, and cannot be read any more: {said}\n\n{shown}") from error
    if found.tags is None:
        return
    tags = codec.tags_of(now)
    kept = {tag.partition(":")[0] for tag in tags}
    lost = [tag for tag in found.tags if tag.partition(":")[0] in kept and tag not in tags]
    if lost:
        raise LawBroken(f"{found.place} was recorded with the tag {lost[0]}, and would not carry it now\n\n{shown}")
