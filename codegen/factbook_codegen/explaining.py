"""The page that explains a diagnostic code: what it means, why it matters, how to mend it, an example of each."""

from __future__ import annotations

from pathlib import Path

from .codes import CODES


class UnknownCode(LookupError):
    """Raised for a code that does not exist, with the nearest that does."""


def explanation(code: str) -> str:
    """The page of a code as Markdown; ``FB201``, ``fb201`` and ``201`` are the same. Raises :class:`UnknownCode`."""
    name = code.upper() if code.upper().startswith("FB") else f"FB{code}"
    if name not in CODES:
        raise UnknownCode(f"there is no code {code}{_instead(name)}")
    return (Path(__file__).parent / "explanations" / f"{name}.md").read_text("utf-8").strip()


def _instead(name: str) -> str:
    """What to ask for instead: the code that begins a longer text, or those of the same hundred."""
    if name[:5] in CODES:
        return f'; did you mean "{name[:5]}"?'
    alike = [code for code in CODES if code[:3] == name[:3]]
    which = f"; those of FB{name[2]}xx are {alike[0]} to {alike[-1]}" if alike else ""
    return f"{which}; `factbook explain` lists all"
