"""What can go wrong at run time and is nobody's answer: faults. (A refusal and a conflict are values, not faults.)

FactbookError
└── CatalogueUnreadable    the generated catalogue.json is missing, broken, or of another format
"""

from __future__ import annotations

__all__ = ["CatalogueUnreadable", "FactbookError"]


class FactbookError(Exception):
    """The root of every fault that factbook raises."""


class CatalogueUnreadable(FactbookError):
    """The generated ``catalogue.json`` is missing, broken, or of a format that this version does not read."""
