"""What it costs to find the function for a command, and how fast test data is drawn."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .. import catalogues, page, projects
from ..harness import Bench, Case, Sample

ROOT: Final = Path(__file__).parents[3]
MESSAGES: Final = 100
DRAWN: Final = 1_000
CALLS: Final = 300_000

_DISPATCHED: Final = "`shelf.decide(command, state)`: the shop reserves stock, after ten events"
_DIRECT: Final = "limit: the function itself, called directly"
_STRATEGY: Final = "generated strategies: messages of eight fields, 50 an example"
_BARE: Final = "beside it: eight bare `st.integers()` in a `st.tuples`"

_DECIDING: Final = f"""\
import sys
import time
from datetime import UTC, datetime
from uuid import UUID

sys.path.insert(0, {str(ROOT)!r})
from deciders.shop.shelf import reserve_stock, shelf
from factbook.decider import fold
from generated.shop import OrderId
from generated.shop.stock import ReserveStock, StockCounted, StockReserved

orders = [OrderId(UUID(int=number)) for number in range(10)]
counted = StockCounted("MUG-0001", 100, datetime(2026, 1, 1, tzinfo=UTC))
state = fold(shelf, [counted, *(StockReserved("MUG-0001", order, 2) for order in orders[1:])])
command, called = ReserveStock("MUG-0001", orders[0], 2), CALLED
assert len(called(command, state)) == 1
start = time.process_time()
for _ in range({CALLS}):
    called(command, state)
print(time.process_time() - start)
"""

_DRAWING: Final = f"""\
import time
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

drawn = STRATEGY

@settings(
    max_examples={DRAWN // 50},
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def draw(data):
    for _ in range(50):
        data.draw(drawn)

start = time.process_time()
draw()
print(time.process_time() - start)
"""


def run(bench: Bench) -> str:
    """Measure all cases."""
    samples = bench.measure(_cases(bench))
    rows = [(name, page.seconds(samples[name]), rate(samples[name], count)) for name, count in _COUNTS.items()]
    return f"""\
## Deciding and test data

{page.table(("", f"{CALLS:,} decisions, or {DRAWN:,} values", "a second"), rows)}

To find the function by the class of the command costs {overhead(samples)}.
We aim at 10 % at most, and at 1,500 messages a second on a core of one's own; they are drawn {times(samples)} times as
fast as the bare numbers. The messages hold records, lists, maps and texts with patterns; what Hypothesis itself does
for every value that it draws is in both last rows.

Seconds of the processor, measured inside fresh processes. {page.machine(bench.rounds)}
"""


_COUNTS: Final = {_DISPATCHED: CALLS, _DIRECT: CALLS, _STRATEGY: DRAWN, _BARE: DRAWN}


def rate(sample: Sample, count: int) -> str:
    """How many a second."""
    return f"{count / sample.median:,.0f}"


def times(samples: Mapping[str, Sample]) -> str:
    """The rate of messages beside that of bare numbers."""
    return f"{samples[_BARE].median / samples[_STRATEGY].median:.2f}"


def overhead(samples: Mapping[str, Sample]) -> str:
    """How much more the first case takes than the second."""
    extra = samples[_DISPATCHED].median / samples[_DIRECT].median - 1
    if extra <= 0:
        return "less than could be told here from the noise"
    nanoseconds = (samples[_DISPATCHED].median - samples[_DIRECT].median) / CALLS * 1e9
    return f"{extra:.0%} of calling one that records an event ({nanoseconds:.0f} ns)"


def _cases(bench: Bench) -> list[Case]:
    project = projects.fresh(bench.work / "deciding", MESSAGES)
    projects.generate(project)
    context = catalogues.contexts(MESSAGES)[-1]
    names = [name for pair in list(catalogues.pairs())[:5] for name in (pair.event, pair.command)]
    ours = f"st.one_of([strategy_of(getattr(package, name)) for name in {names!r}])"
    imports = f"import generated.bench.{context} as package\nfrom factbook.testing.domain import strategy_of\n"
    scripts = {
        _DISPATCHED: _DECIDING.replace("CALLED", "shelf.decide"),
        _DIRECT: _DECIDING.replace("CALLED", "reserve_stock"),
        _STRATEGY: imports + _DRAWING.replace("STRATEGY", ours),
        _BARE: _DRAWING.replace("STRATEGY", "st.tuples(*[st.integers()] * 8)"),
    }
    for number, text in enumerate(scripts.values()):
        (project / f"case{number}.py").write_text(text, "utf-8")
    return [
        Case(name, (sys.executable, f"case{number}.py"), project, inner=True) for number, name in enumerate(scripts)
    ]
