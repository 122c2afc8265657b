"""Diagrams of a system as DOT texts: one module for each kind, one look, one place that knows where nodes lead."""

from __future__ import annotations

from .boundary import boundaries
from .collisions import collisions
from .contention import contention
from .context_map import context_map
from .flow import flow
from .links import identity, page
from .states import states
from .story import slug, story_timeline
from .style import page_stylesheet, stylesheet
from .telling import Happened, Moment, told
from .timeline import Cell, Column, timeline

__all__ = [
    "Cell",
    "Column",
    "Happened",
    "Moment",
    "boundaries",
    "collisions",
    "contention",
    "context_map",
    "flow",
    "identity",
    "page",
    "page_stylesheet",
    "slug",
    "states",
    "story_timeline",
    "stylesheet",
    "timeline",
    "told",
]
