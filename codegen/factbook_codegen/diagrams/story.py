"""A story as a timeline in swimlanes: who acts, what is asked, what happens, what is then to be seen.

Time goes from left to right, and on in a next row where the page ends. Lanes are not something that a layout engine
keeps, so each position is computed (see ``lanes``), and Graphviz (``layout=nop2``) draws just that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Final, TypeAlias
from unicodedata import normalize

from ..model import Ref, Story, System
from .dot import Dot
from .lanes import COMMANDS, EVENTS, GAP, HEAD, NAMES, NUMBERS, SEAM, VIEWS, WHO, Box, Row, Stand, rows
from .links import page
from .timeline import Column, timeline

LANES: Final = {WHO: "Who", COMMANDS: "Command", EVENTS: "Event", VIEWS: "View"}

PAGES: Final = {"actor": "role", "clock": "flag"}
"""Kinds of cells that are documented under another word."""

Point: TypeAlias = tuple[float, float]
"""In points; y grows downwards here, upwards in DOT."""


def slug(title: str, taken: Collection[str] = ()) -> str:
    """A file name for a story of this title that is not in ``taken``: its ASCII letters and digits, joined by ``-``.

    A title without any is told by the digest of its letters.
    """
    ascii_only = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", ascii_only))[:60].strip("-")
    base = words or sha256(title.encode()).hexdigest()[:8]
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def story_timeline(story: Story, system: System, columns: Sequence[Column] | None = None) -> str:
    """The DOT of ``story``; ``columns`` tell what happened, where that is known better than by what is declared."""
    dot = Dot(story.title, story.place.file, "layout=nop2")
    placed = rows(timeline(story, system) if columns is None else columns)
    width = max((row.right for row in placed), default=0) + GAP / 2
    for number, row in enumerate(placed):
        _lanes(dot, row, number, width)
        _numbers(dot, row)
    for row in placed:
        for stand in row.stands:
            for box in stand.boxes:
                _cell(dot, box)
    for row in placed:
        _arrows(dot, row, system)
    if not placed:
        dot.node("nothing", "words", ("Nothing happens in this story.",), more='pos="0,0"')
    return str(dot)


def _lanes(dot: Dot, row: Row, number: int, width: float) -> None:
    for lane, (top, bottom) in row.lanes.items():
        dot.node(f"lane{number}-{lane}", "lane", (), more=_fixed(width / 2, (top + bottom) / 2, width, bottom - top))
    for lane, (top, bottom) in row.lanes.items():
        dot.node(f"name{number}-{lane}", "words", (LANES[lane],), more=_fixed(NAMES / 2, (top + bottom) / 2, NAMES, 20))


def _numbers(dot: Dot, row: Row) -> None:
    """The number of each step above the column in which it begins: an anchor for links."""
    top = min(top for top, _ in row.lanes.values())
    for stand in row.stands:
        steps = stand.column.steps
        for index, step in enumerate(steps):
            x = stand.x + (index - (len(steps) - 1) / 2) * NUMBERS
            place = _fixed(x, top - NUMBERS / 2, NUMBERS, NUMBERS)
            dot.node(f"step-{step}", "words", (), notes=(str(step),), more=place)


def _cell(dot: Dot, box: Box) -> None:
    cell = box.cell
    dot.node(
        box.name,
        cell.kind,
        box.lines,
        notes=box.notes,
        variant=cell.variant,
        url=page(PAGES.get(cell.kind, cell.kind), *cell.ref) if cell.ref else "",
        tip=cell.tip or cell.words,
        more=_fixed(box.x, box.y, box.width, box.height),
    )


def _fixed(x: float, y: float, width: float, height: float) -> str:
    return f'pos="{_at((x, y))}" width={width / 72:.4f} height={height / 72:.4f} fixedsize=true'


# Arrows --------------------------------------------------------------------------------------------------------------


def _arrows(dot: Dot, row: Row, system: System) -> None:
    happened: dict[Ref, Box] = {}
    for stand in row.stands:
        cause = stand.column.cause
        if cause is not None and cause in happened:
            _to_policy(dot, happened[cause], stand.lane(WHO)[0], row)
        chain = [stack[0] for lane in (WHO, COMMANDS, EVENTS) if (stack := stand.lane(lane))]
        for above, below in pairwise(chain):
            kind = {"rejection": "refuses", "event": "records"}.get(below.cell.kind, "asks")
            _arrow(dot, above, below, kind, [(stand.x, above.bottom), (stand.x, below.top)])
        if len(stand.boxes) == 1 and stand.boxes[0].cell.kind == "clock":
            _passes(dot, stand.boxes[0], row)
        for box in stand.lane(EVENTS):
            if box.cell.kind == "event" and box.cell.ref:
                happened.pop(box.cell.ref, None)
                happened[box.cell.ref] = box
        for box in stand.lane(VIEWS):
            sources = system.view(box.cell.ref).sources if box.cell.ref else ()
            feeding = {source.event for source in sources}
            surely = (happened[event] for event in reversed(happened) if event in feeding)
            if latest := next((each for each in surely if not each.cell.variant), None):
                _to_view(dot, latest, box, stand, row)


def _to_policy(dot: Dot, event: Box, policy: Box, row: Row) -> None:
    """Out to the right, up between two columns, along below the first lane if the policy is further on, into it."""
    first, last = event.right + GAP / 2, policy.left - GAP / 2
    points = [(event.right, event.y), (first, event.y)]
    if last > first + 1:
        along = row.lanes[WHO][1] + SEAM / 2
        points += [(first, along), (last, along)]
    _arrow(dot, event, policy, "triggers", [*points, (last, policy.y), (policy.left, policy.y)])


def _to_view(dot: Dot, event: Box, view: Box, stand: Stand, row: Row) -> None:
    """Straight down from the event above; else out to the right, down to where the last lane begins, and along: into
    the view from above, or from the side where another stands on top of it."""
    first = view is stand.lane(VIEWS)[0]
    out = event.right + GAP / 2
    points = [(event.right, event.y), (out, event.y)]
    if first and [event] == stand.lane(EVENTS)[-1:]:
        points = [(event.x, event.bottom), (view.x, view.top)]
    elif event in stand.boxes:
        points += [(out, view.y), (view.right, view.y)]
    else:
        along, side = row.lanes[VIEWS][0] - SEAM / 2, view.left - GAP / 2
        points += [(out, along)]
        points += (
            [(view.x, along), (view.x, view.top)] if first else [(side, along), (side, view.y), (view.left, view.y)]
        )
    _arrow(dot, event, view, "feeds", points)


def _passes(dot: Dot, clock: Box, row: Row) -> None:
    """A line from a clock through all lanes: what is right of it comes later."""
    below = max(bottom for _, bottom in row.lanes.values())
    dot.edge(clock.name, clock.name, "passes", more=f'pos="{_curve([(clock.x, clock.bottom), (clock.x, below)])}"')


def _arrow(dot: Dot, tail: Box, head: Box, kind: str, points: Sequence[Point]) -> None:
    (x0, y0), (x1, y1) = points[-2:]
    length = abs(x1 - x0) + abs(y1 - y0)  # the last piece is level or upright
    neck = (x1 - (x1 - x0) / length * HEAD, y1 - (y1 - y0) / length * HEAD)
    dot.edge(tail.name, head.name, kind, more=f'pos="e,{_at(points[-1])} {_curve([*points[:-1], neck])}"')


def _curve(points: Sequence[Point]) -> str:
    """Straight pieces, as the Bézier curves of which DOT wants them."""
    pieces = (f"{_at(a)} {_at(b)} {_at(b)}" for a, b in pairwise(points))
    return " ".join((_at(points[0]), *pieces))


def _at(point: Point) -> str:
    return f"{point[0]:.6g},{-point[1]:.6g}"
