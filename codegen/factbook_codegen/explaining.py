"""The page that explains a diagnostic code."""

from __future__ import annotations

from pathlib import Path

from .codes import CODES


def page(code: str) -> str:
    """The page of a code, as Markdown; only its title where nobody has written more."""
    file = Path(__file__).parent / "explanations" / f"{code}.md"
    return file.read_text("utf-8").strip() if file.exists() else f"# {code}: {CODES[code].title}"
