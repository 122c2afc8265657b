"""Says where a function of the project failed, so that nobody has to read a traceback through the library."""

from __future__ import annotations

import linecache
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb, format_exception_only


def blame(error: BaseException, root: Path) -> str | None:
    """The place in the project's own functions where an error came up, its line, and what it says.

    ``None`` if it came from nothing that the project wrote.
    """
    for file, line, name in _places(error):
        for folder in ("deciders", "effects"):
            if line is not None and Path(file).is_relative_to(root / folder):
                what = f"{name} failed" if name.isidentifier() else "it cannot be imported"
                said = " ".join("".join(format_exception_only(error)[-1:]).split())
                return (
                    f"{Path(file).relative_to(root).as_posix()}:{line}: {what}: {said}\n"
                    f"{line:>5} | {linecache.getline(file, line).strip()}\n"
                    "      = mend it there; a type checker and `pytest` say more"
                )
    return None


def _places(error: BaseException) -> Iterator[tuple[str, int | None, str]]:
    """From the innermost outwards."""
    if isinstance(error, SyntaxError):
        yield error.filename or "", error.lineno, ""
    for frame in reversed(extract_tb(error.__traceback__)):
        yield frame.filename, frame.lineno, frame.name
