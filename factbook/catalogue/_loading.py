"""Reads ``catalogue.json``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from ..errors import CatalogueUnreadable
from ._whole import Context, Contexts, System

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FORMAT: Final = 1
"""The form that is read; a form that older readers would misunderstand gets another number."""

_T = TypeVar("_T", System, Context)
_FILE: Final = "catalogue.json"
_CONTEXT: Final = msgspec.json.Decoder(Context)


class _Head(msgspec.Struct):
    """What a file in any form says of itself."""

    format: int


def load(folder: Path | Traversable) -> System:
    """The catalogue of the system that was generated into ``folder``, such as ``generated/shop``.

    Raises :class:`~factbook.errors.CatalogueUnreadable`; for the file of a context, when it is first asked for.
    """

    def contexts(_: object, names: Any) -> Contexts:
        return Contexts(
            msgspec.convert(names, tuple[str, ...]), lambda name: _read(folder.joinpath(name, _FILE), _CONTEXT)
        )

    return _read(folder.joinpath(_FILE), msgspec.json.Decoder(System, dec_hook=contexts))


def _read(file: Path | Traversable, decoder: msgspec.json.Decoder[_T]) -> _T:
    try:
        data = file.read_bytes()
        head = msgspec.json.decode(data, type=_Head)
        if head.format != FORMAT:
            raise CatalogueUnreadable(f"{file} has format {head.format}, and this factbook reads format {FORMAT}")
        return decoder.decode(data)
    except FileNotFoundError as error:
        raise CatalogueUnreadable(f"{file} is not there: run `factbook generate`") from error
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        why = f": {error.strerror}" if isinstance(error, OSError) else ", or was made by another factbook"
        raise CatalogueUnreadable(f"{file} cannot be read (run `factbook generate`){why}") from error
