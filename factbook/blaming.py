"""Says where a function of the project failed, so that nobody has to read a traceback through the library."""

from __future__ import annotations

import linecache
import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from traceback import extract_tb, format_exception_only, walk_tb
from typing import Final

from attrs.exceptions import FrozenError

from .errors import ConstraintViolated, FactbookError, Miswired

__all__ = ["blame", "reason", "uncovered"]

_FOLDERS: Final = ("deciders", "effects")
_MEND: Final = "mend it there; a type checker and `pytest` say more"
_NOT_THERE: Final = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")


def blame(error: BaseException, root: Path) -> str | None:
    """The place in the project's own functions where an error came up, its line, and what it says.

    ``None`` if it came from nothing that the project wrote.
    """
    for file, line, name in _places(error):
        if line is not None and any(Path(file).is_relative_to(root / folder) for folder in _FOLDERS):
            said, fix = _said(error, name)
            return (
                f"{Path(file).relative_to(root).as_posix()}:{line}: {said}\n"
                f"{line:>5} | {linecache.getline(file, line).strip()}\n"
                f"      = {fix}"
            )
    return None


def reason(error: BaseException) -> str:
    """Why a function failed, in a line: where, if it is not in a library, what it says, and what to do.

    A fault of factbook says that by itself, unless it came up in such a function.
    """
    if isinstance(error, FactbookError) and not isinstance(error, ConstraintViolated | Miswired):
        return str(error)
    for file, line, name in _places(error):
        if line is not None and not _is_library(Path(file)):
            said, fix = _said(error, name)
            place = Path(file)
            shown = place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place
            return f"{shown.as_posix()}:{line}: {said}" + (f"; {fix}" if fix != _MEND else "")
    return f"{type(error).__name__}: {error}"


def _is_library(file: Path) -> bool:
    from sysconfig import get_paths  # only who is wrong waits for it

    paths = get_paths()
    folders = (Path(__file__).parent, *(Path(paths[name]) for name in ("stdlib", "purelib", "platlib")))
    return any(file.is_relative_to(folder) for folder in folders)


def uncovered(error: BaseException) -> str | None:
    """The class for which a ``match`` had no case, where that is what an error of ``assert_never`` says."""
    *_, (frame, _) = walk_tb(error.__traceback__) if error.__traceback__ else [(None, 0)]
    if not isinstance(error, AssertionError) or frame is None or frame.f_code.co_name != "assert_never":
        return None
    return type(frame.f_locals["arg"]).__name__


def _said(error: BaseException, name: str) -> tuple[str, str]:
    """What went wrong in the function of that name, and what to do."""
    if (kind := uncovered(error)) is not None:
        return f"{name} has no case for {kind}", f"add `case {kind}():` above it"
    if isinstance(error, FrozenError):
        return f"{name} changes a value that it was given", "make another one, attrs.evolve(…)"
    what = f"{name} failed" if name.isidentifier() else "it cannot be imported"
    said = " ".join("".join(format_exception_only(error)[-1:]).split())
    return f"{what}: {said}", _near(error) or _MEND


def _near(error: BaseException) -> str:
    """The name that was meant, where one is imported that is not there."""
    found = _NOT_THERE.search(str(error)) if isinstance(error, ImportError) else None
    if found is None:
        return ""
    known = getattr(sys.modules.get(found[2]), "__all__", ())
    close = get_close_matches(found[1], known, 1)
    return f"did you mean {close[0]}?" if close else ""


def _places(error: BaseException) -> Iterator[tuple[str, int | None, str]]:
    """From the innermost outwards."""
    if isinstance(error, SyntaxError):
        yield error.filename or "", error.lineno, ""
    for frame in reversed(extract_tb(error.__traceback__)):
        yield frame.filename, frame.lineno, frame.name
