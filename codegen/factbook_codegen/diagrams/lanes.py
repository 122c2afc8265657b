"""Places for the boxes of a timeline: columns from left to right, cut into rows, and a lane for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, field

from .labels import wrapped
from .links import identity
from .timeline import Cell, Column

WHO, COMMANDS, EVENTS, VIEWS = range(4)
"""The swimlanes, from top to bottom."""

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


@define(eq=False)
class Box:
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

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height / 2


@define(eq=False)
class Stand:
    """A column with its boxes and its middle."""

    column: Column
    boxes: list[Box]
    x: float = 0

    def lane(self, lane: int) -> list[Box]:
        """The boxes in a lane, from top to bottom."""
        return [box for box in self.boxes if box.lane == lane]


@define(eq=False)
class Row:
    """Columns beside each other; ``lanes`` maps those lanes that hold something to their upper and lower edge."""

    stands: list[Stand] = field(factory=list[Stand])
    lanes: dict[int, tuple[float, float]] = field(factory=dict[int, tuple[float, float]])
    right: float = NAMES


def rows(columns: Sequence[Column]) -> list[Row]:
    """``columns`` in rows of at most ``PAGE`` points, with a place for each box."""
    contexts = {cell.ref.context for column in columns for cell in column.cells if cell.ref and cell.ref.context}
    found: list[Row] = []
    for index, column in enumerate(columns):
        stand = Stand(column, _boxes(column, index, len(contexts) > 1))
        width = max((box.width for box in stand.boxes), default=WIDE)
        if not found or found[-1].right + GAP + width > PAGE:
            found.append(Row())
        row = found[-1]
        here = {cell.ref for other in row.stands for cell in other.column.happened}
        if column.who is not None and column.cause is not None and column.cause not in here:
            told = evolve(column.who, notes=(*column.who.notes, f"when {column.cause.name}"))  # as no arrow says it
            stand.boxes = _boxes(evolve(column, who=told), index, len(contexts) > 1)
        stand.x = row.right + GAP + width / 2
        row.right += GAP + width
        row.stands.append(stand)
    top = 0.0
    for row in found:
        top = _place(row, top + NUMBERS) + ROWS
    return found


def _boxes(column: Column, index: int, several: bool) -> list[Box]:
    return [_box(cell, lane, f"at{index}-{n}", several) for n, (lane, cell) in enumerate(_by_lane(column))]


def _by_lane(column: Column) -> Iterator[tuple[int, Cell]]:
    yield from ((lane, cell) for lane, cell in ((WHO, column.who), (COMMANDS, column.asked)) if cell is not None)
    yield from ((EVENTS, cell) for cell in column.happened)
    yield from ((VIEWS, cell) for cell in column.seen)


def _box(cell: Cell, lane: int, place: str, several: bool) -> Box:
    """``several``: the story runs through more than one context, so each box says which is its own."""
    pointed = cell.kind in ("actor", "policy", "rejection", "effect")
    width = NARROW if cell.kind == "clock" and cell.ref is None else WIDE
    letters = LETTERS * width // WIDE - 3 * pointed
    lines = wrapped(cell.words, letters)
    context = cell.ref.context if cell.ref and several and lane else ""
    notes = tuple(line for note in (*cell.notes, context) for line in wrapped(note, letters + 3))
    text = LINE * (len(lines) + len(notes))
    height = ROOM + text * (POINTED if pointed and text > LINE else 1)
    name = f"{place}-{identity(cell.kind, *cell.ref) if cell.ref else cell.kind}"
    return Box(cell, name, lane, lines, notes, width, height)


def _place(row: Row, top: float) -> float:
    """Give each box its place and each lane its edges, from ``top`` on; answers the lower edge of the row."""
    for lane in (WHO, COMMANDS, EVENTS, VIEWS):
        stacks = [(stand, stack) for stand in row.stands if (stack := stand.lane(lane))]
        if not stacks:
            continue
        height = max(sum(box.height for box in stack) + STACK * (len(stack) - 1) for _, stack in stacks)
        row.lanes[lane] = (top, top + height + 2 * LANE)
        for stand, stack in stacks:
            y = top + LANE
            for box in stack:
                box.x, box.y = stand.x, y + box.height / 2
                y += box.height + STACK
        top += height + 2 * LANE + SEAM
    return top
