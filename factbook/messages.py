"""What generated classes are made with: attrs, and the type of any JSON value.

Generated modules import nothing but the standard library and factbook.
"""

from __future__ import annotations

from attrs import define, field

from .wire import Json

__all__ = ["Json", "define", "field"]
