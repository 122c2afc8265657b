"""Contexts that were read before and have not changed, kept between runs.

Reading a thousand messages takes a fifth of a second, taking them from the shelf a tenth of that. A context is kept
under a key that changes with everything its model follows from. The files are pickles, because nothing else brings back
tens of thousands of small objects in time; since a project may come from anywhere, only the classes of the model can
come out of one.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

from .. import model
from ..diagnostics import Diagnostic, Severity
from ..model import Context, Ref
from ..place import Place
from .apart import Apart, Piece, apart
from .suppressions import Allowance

__all__ = ["NO_SHELF", "Kept", "Shelf"]

_CLASSES: Final = frozenset(
    name for name, value in vars(model).items() if isinstance(value, type) and value.__module__ == model.__name__
)
_OTHERS: Final = frozenset(
    [
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        (Place.__module__, Place.__name__),
        (Diagnostic.__module__, Diagnostic.__name__),
        (Severity.__module__, Severity.__name__),
        (Allowance.__module__, Allowance.__name__),
    ]
)


class Kept(NamedTuple):
    """A context as it was read: its model, what was wrong with it by itself, what it allows, and the types it uses."""

    context: Context
    found: tuple[Diagnostic, ...]
    allowances: tuple[Allowance, ...]
    uses: tuple[Ref, ...]


class Shelf:
    """Where contexts are kept: a folder, with the key of each context by ``system/context``.

    ``mentioned`` are the files of its system that each context follows from. Contexts without a key are neither kept
    nor found. A file that is missing or broken counts as none.
    """

    def __init__(
        self,
        folder: Path | None = None,
        keys: Mapping[str, str] | None = None,
        mentioned: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Use a folder; without one nothing is kept."""
        self.folder = folder
        self.keys = keys or {}
        self.mentioned = mentioned or {}
        self._fresh: dict[str, Kept] = {}

    def lacks(self, name: str) -> bool:
        """Whether a context could be kept, and is not."""
        key = self.keys.get(name)
        return self.folder is not None and key is not None and not (self.folder / key).exists()

    def leads_to(self, name: str) -> Collection[str]:
        """The names of the files that a context follows from, its own among them."""
        return self.mentioned.get(name, ())

    def take(self, name: str) -> Kept | None:
        """What is kept of a context (``shop/ordering``)."""
        if (fresh := self._fresh.get(name)) is not None:
            return fresh
        key = self.keys.get(name)
        if self.folder is None or key is None:
            return None
        try:
            kept = _unpacked((self.folder / key).read_bytes())
        except Exception:  # a broken pickle may raise anything; the context is read again
            return None
        return Kept(*kept) if isinstance(kept, tuple) and len(kept) == len(Kept._fields) else None  # pyright: ignore[reportUnknownArgumentType]  # written below

    def put(self, name: str, kept: Kept) -> None:
        """Keep a context; where that is not possible the next run is slower, no more."""
        key = self.keys.get(name)
        if self.folder is None or key is None:
            return
        self._fresh[name] = kept
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            new = self.folder / f"{key}.{os.getpid()}"
            new.write_bytes(_packed(kept))
            new.replace(self.folder / key)

    def tidy(self, keep: bool = True) -> None:
        """Remove what no key leads to any more; everything, where the keys are not to be trusted."""
        if self.folder is None or not self.folder.is_dir():
            return
        wanted = set(self.keys.values()) if keep else set[str]()
        with suppress(OSError):
            for file in self.folder.iterdir():
                if file.name not in wanted:
                    file.unlink()


NO_SHELF: Final = Shelf()
"""Where nothing is kept."""


def _packed(kept: Kept) -> bytes:
    """A checksum, then two pickles: the context without the fields of its messages, and these.

    The fields may be opened when it is too late to read the context again: hence the checksum.
    """
    light, piece = apart(kept.context)
    head = pickle.dumps((light, *kept[1:]), protocol=5)
    data = b"".join((len(head).to_bytes(4, "big"), head, pickle.dumps(piece, protocol=5)))
    return crc32(data).to_bytes(4, "big") + data


def _unpacked(data: bytes) -> Any:
    if crc32(memoryview(data)[4:]) != int.from_bytes(data[:4], "big"):
        raise pickle.UnpicklingError("this is not what was put here")
    end = 8 + int.from_bytes(data[4:8], "big")
    return _Unpickler(data[8:end], cache(partial(_fields, data[end:]))).load()


def _fields(data: bytes) -> Piece:
    piece: Piece = _Unpickler(data).load()
    return piece


class _Unpickler(pickle.Unpickler):
    """Makes instances of the model's classes and of plain values, and nothing else.

    ``fetch`` answers the fields of the messages when they are asked for.
    """

    def __init__(self, data: bytes, fetch: Callable[[], Piece] | None = None) -> None:
        super().__init__(io.BytesIO(data))
        self._fetch = fetch

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name == model.__name__ and global_name in _CLASSES) or (module_name, global_name) in _OTHERS:
            return super().find_class(module_name, global_name)
        if (module_name, global_name) == (Apart.__module__, Apart.__name__):
            return partial(Apart, fetch=self._fetch)
        raise pickle.UnpicklingError(f"{module_name}.{global_name} has no place on the shelf")
