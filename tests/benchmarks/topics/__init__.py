"""What is measured: a module for each section of the page, with a function ``run(bench) -> Markdown``."""

from __future__ import annotations

from typing import Final

TOPICS: Final = (
    "generating",
    "importing",
    "drawing",
    "documenting",
    "deciding",
    "views",
    "replaying",
    "sending",
    "storing",
    "growing",
    "sending_postgres",
    "postgres",
    "postgres_million",
    "evolving",
)
"""The sections in the order of the page; each is a module of this package."""

ASKED_FOR: Final = ("growing",)
"""Those that take long and much room: they run when they are named."""
