"""A story as a timeline in swimlanes: who acts, what is asked, what happens, what is then to be seen.

Time goes from left to right, and on in a next row where the page ends. Lanes are not something that a layout engine
keeps, so each position is computed here, and Graphviz (``layout=nop2``) draws just that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from attrs import evolve, field, frozen

from ..model import Ref, Story, System
from .dot import Dot
from .labels import wrapped
from .links import identity, page
from .timeline import Cell, Column, timeline

LANES: Final = ("Who", "Command", "Event", "View")
"""The swimlanes, from top to bottom."""

PAGES: Final = {"actor": "role", "clock": "flag"}
"""Kinds of cells that are documented under another word."""

# All lengths are in points; y grows downwards here, upwards in DOT.
PAGE: Final = 880
NAMES: Final = 66
"""The width of a row, and of the names of the lanes on its left."""
WIDE: Final = 136
NARROW: Final = 78
GAP: Final = 26
"""The width of a column, of one in which only time passes, and of the space between two."""
LINE: Final = 13.2
ROOM: Final = 15
POINTED: Final = 1.45
"""The height of a line of text, what a box has beyond its lines, and how many times its lines a round or pointed one
needs."""
LANE: Final = 11
STACK: Final = 7
SEAM: Final = 3
NUMBERS: Final = 16
ROWS: Final = 14
"""Space around the boxes of a lane, between two on top of each other, between lanes, above the first lane for the
numbers of the steps, and between rows."""
LETTERS: Final = 20
"""Columns of text in a box of ``WIDE`` points."""
HEAD: Final = 7
"""The length of an arrow's head."""

Point = tuple[float, float]


def slug(title: str, taken: Collection[str] = ()) -> str:
    """A file name for a story of this title that is not in ``taken``: its ASCII letters and digits, joined by ``-``.

    A title without any is told by the digest of its letters.
    """
    ascii_only = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", ascii_only))[:60].strip("-")
    base = words or sha256(title.encode()).hexdigest()[:8]
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


@frozen(eq=False)
class _Box:
    """A cell with its place: the middle, and how far it reaches."""

    cell: Cell
    name: str
    lane: int
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    width: float
    height: float
    x: float = 0
    y: float = 0


@frozen(eq=False)
class _Row:
    """Columns beside each other. ``lanes`` maps those that hold something to their upper and lower edge."""

    columns: list[tuple[Column, float, list[_Box]]] = field(factory=list[tuple[Column, float, list[_Box]]])
    lanes: dict[int, tuple[float, float]] = field(factory=dict[int, tuple[float, float]])

    @property
    def edge(self) -> float:
        """Where the row ends on the right."""
        return max(x + max((box.width for box in boxes), default=0) / 2 for _, x, boxes in self.columns) + GAP / 2


def story_timeline(story: Story, system: System, columns: Sequence[Column] | None = None) -> str:
    """The DOT of ``story``; ``columns`` tell what happened, where that is known better than by what is declared."""
    dot = Dot(story.title, story.place.file, "layout=nop2")
    told = timeline(story, system) if columns is None else columns
    rows = _rows(told)
    top = 0.0
    for row in rows:
        top = _place(row, top) + ROWS
    width = max((row.edge for row in rows), default=0)
    steps: set[int] = set()
    for number, row in enumerate(rows):
        _lanes(dot, row, number, width)
        _numbers(dot, row, steps)
    for row in rows:
        _draw(dot, row)
    for row in rows:
        _arrows(dot, row, system)
    if not told:
        dot.node("nothing", "words", ("Nothing happens in this story.",), more='pos="0,0"')
    return str(dot)


def _rows(columns: Sequence[Column]) -> list[_Row]:
    """The columns cut into rows of at most ``PAGE`` points, each with its boxes and its middle (x)."""
    several = (
        len({cell.ref.context for column in columns for cell in column.cells if cell.ref and cell.ref.context}) > 1
    )
    rows: list[_Row] = []
    edge = float(PAGE)
    for index, column in enumerate(columns):
        boxes = [_box(cell, lane, index, several) for lane, cell in _by_lane(column)]
        width = max((box.width for box in boxes), default=WIDE)
        if edge + GAP + width > PAGE:
            rows.append(_Row())
            edge = float(NAMES)
        if column.cause is not None and column.cause not in _recorded(rows[-1]):
            boxes = [
                _box(evolve(box.cell, notes=(*box.cell.notes, f"when {column.cause.name}")), 0, index, several)
                if box.lane == 0
                else box
                for box in boxes
            ]
        rows[-1].columns.append((column, edge + GAP + width / 2, boxes))
        edge += GAP + width
    return rows


def _recorded(row: _Row) -> set[Ref | None]:
    return {cell.ref for column, _, _ in row.columns for cell in column.happened}


def _by_lane(column: Column) -> Iterator[tuple[int, Cell]]:
    yield from ((lane, cell) for lane, cell in ((0, column.who), (1, column.asked)) if cell is not None)
    yield from ((2, cell) for cell in column.happened)
    yield from ((3, cell) for cell in (column.seen,) if cell is not None)


def _box(cell: Cell, lane: int, index: int, several: bool) -> _Box:
    """``several``: the story runs through more than one context, so each box says which is its own."""
    pointed = cell.kind in ("actor", "policy", "rejection", "effect")
    width = NARROW if cell.kind == "clock" and cell.ref is None else WIDE
    letters = LETTERS * width // WIDE - 3 * pointed
    lines = wrapped(cell.words, letters)
    context = cell.ref.context if cell.ref and several and lane else ""
    notes = tuple(line for note in (*cell.notes, context) for line in wrapped(note, letters + 3))
    text = LINE * (len(lines) + len(notes))
    height = ROOM + text * (POINTED if pointed and text > LINE else 1)
    name = f"at{index}-{identity(cell.kind, *(cell.ref or ('', '')))}"
    return _Box(cell, name, lane, lines, notes, width, height)


def _place(row: _Row, top: float) -> float:
    """Give each box its place and each lane its edges, from ``top`` on; answers the lower edge of the row."""
    top += NUMBERS
    for lane in range(len(LANES)):
        stacks = [(x, [box for box in boxes if box.lane == lane], boxes) for _, x, boxes in row.columns]
        heights = [sum(box.height for box in stack) + STACK * (len(stack) - 1) for _, stack, _ in stacks if stack]
        if not heights:
            continue
        bottom = top + max(heights) + 2 * LANE
        row.lanes[lane] = (top, bottom)
        for x, stack, boxes in stacks:
            y = top + LANE
            for box in stack:
                boxes[boxes.index(box)] = evolve(box, x=x, y=y + box.height / 2)
                y += box.height + STACK
        top = bottom + SEAM
    return top


def _lanes(dot: Dot, row: _Row, number: int, width: float) -> None:
    for lane, (top, bottom) in row.lanes.items():
        dot.node(f"lane{number}-{lane}", "lane", (), more=_fixed(width / 2, (top + bottom) / 2, width, bottom - top))
    for lane, (top, bottom) in row.lanes.items():
        dot.node(f"name{number}-{lane}", "words", (LANES[lane],), more=_fixed(NAMES / 2, (top + bottom) / 2, NAMES, 20))


def _numbers(dot: Dot, row: _Row, steps: set[int]) -> None:
    """The number of each step above its first column; ``steps`` are those that have theirs."""
    top = min(top for top, _ in row.lanes.values())
    for column, x, _ in row.columns:
        if column.step not in steps:
            steps.add(column.step)
            place = _fixed(x, top - NUMBERS / 2, 30, NUMBERS)
            dot.node(f"step-{column.step}", "words", (), notes=(str(column.step),), more=place)


def _draw(dot: Dot, row: _Row) -> None:
    for _, _, boxes in row.columns:
        for box in boxes:
            cell = box.cell
            url = page(PAGES.get(cell.kind, cell.kind), *cell.ref) if cell.ref else ""
            dot.node(
                box.name,
                cell.kind,
                box.lines,
                notes=box.notes,
                variant=cell.variant,
                url=url,
                tip=cell.tip or cell.words,
                more=_fixed(box.x, box.y, box.width, box.height),
            )


def _fixed(x: float, y: float, width: float, height: float) -> str:
    return f'pos="{x:.6g},{-y:.6g}" width={width / 72:.4f} height={height / 72:.4f} fixedsize=true'


# Arrows --------------------------------------------------------------------------------------------------------------


def _arrows(dot: Dot, row: _Row, system: System) -> None:
    happened: dict[Ref, _Box] = {}
    for column, x, boxes in row.columns:
        by_lane = {lane: [box for box in boxes if box.lane == lane] for lane in row.lanes}
        if column.cause is not None and column.cause in happened:
            _to_policy(dot, happened[column.cause], by_lane[0][0], row)
        chain = [stack[0] for lane, stack in by_lane.items() if stack and lane < 3]
        for above, below in pairwise(chain):
            kind = {"rejection": "refuses", "event": "records"}.get(below.cell.kind, "asks")
            _arrow(dot, above, below, kind, [(x, above.y + above.height / 2), (x, below.y - below.height / 2)])
        if len(chain) == 1 and chain[0].cell.kind == "clock":
            _passes(dot, chain[0], row)
        for box in by_lane.get(3, ()):
            sources = system.view(box.cell.ref).sources if box.cell.ref else ()
            feeding = {source.event for source in sources}
            if latest := next((happened[event] for event in reversed(happened) if event in feeding), None):
                _to_view(dot, latest, box, row)
        for box in by_lane.get(2, ()):
            if box.cell.kind == "event" and box.cell.ref:
                happened.pop(box.cell.ref, None)
                happened[box.cell.ref] = box


def _to_policy(dot: Dot, event: _Box, policy: _Box, row: _Row) -> None:
    """Out to the right, up between two columns, along below the first lane if the policy is further on, into it."""
    start, end = event.x + event.width / 2, policy.x - policy.width / 2
    first, last = start + GAP / 2, end - GAP / 2
    points = [(start, event.y), (first, event.y)]
    if last > first + 1:
        along = row.lanes[0][1] + SEAM / 2
        points += [(first, along), (last, along)]
    _arrow(dot, event, policy, "triggers", [*points, (last, policy.y), (end, policy.y)])


def _to_view(dot: Dot, event: _Box, view: _Box, row: _Row) -> None:
    """Out to the right, down to where the last lane begins, along, into the view from above."""
    start = event.x + event.width / 2
    along = row.lanes[3][0] - SEAM / 2
    points = [(start, event.y), (start + GAP / 2, event.y), (start + GAP / 2, along), (view.x, along)]
    _arrow(dot, event, view, "feeds", [*points, (view.x, view.y - view.height / 2)])


def _passes(dot: Dot, clock: _Box, row: _Row) -> None:
    """A line from a clock through all lanes: what is right of it comes later."""
    below = max(bottom for _, bottom in row.lanes.values())
    points = [(clock.x, clock.y + clock.height / 2), (clock.x, below)]
    dot.edge(clock.name, clock.name, "passes", more=f'pos="{_curve(points)}"')


def _arrow(dot: Dot, tail: _Box, head: _Box, kind: str, points: Sequence[Point]) -> None:
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
