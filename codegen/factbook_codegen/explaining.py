"""The page that explains a diagnostic code: what it means, why it matters, how to mend it, an example of each."""

from __future__ import annotations

from pathlib import Path

from .codes import CODES
from .diagnostics import near


class UnknownCode(LookupError):
    """Raised for a code that does not exist, with the nearest that does."""


def explanation(code: str) -> str:
    """The page of a code as Markdown; ``FB201``, ``fb201`` and ``201`` are the same. Raises :class:`UnknownCode`."""
    name = code.upper() if code.upper().startswith("FB") else f"FB{code}"
    if name not in CODES:
        hint = near(name, CODES)
        raise UnknownCode(f"there is no code {code}" + (f": {hint}" if hint else ""))
    return (Path(__file__).parent / "explanations" / f"{name}.md").read_text("utf-8").strip()
