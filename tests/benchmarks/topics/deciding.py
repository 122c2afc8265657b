"""What it costs to find the function for a command, and how fast test data is drawn."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from .. import catalogues, page, projects
from ..harness import Bench, Case, Sample

MESSAGES: Final = 100
DRAWN: Final = 1_000
CALLS: Final = 300_000

_DISPATCHED: Final = "`decider.decide(command, state)`, one of ten commands"
_DIRECT: Final = "limit: the function itself, called directly"
_STRATEGY: Final = "generated strategies: messages of eight fields, 50 an example"
_BARE: Final = "beside it: eight bare `st.integers()` in a `st.tuples`"

_DECIDING: Final = f"""\
import time
from attrs import field, frozen
from attrs.validators import instance_of
from factbook.decider import Decider, dispatch

@frozen
class Added:
    book: str = field(validator=instance_of(str))
    copies: int = field(validator=instance_of(int))
    note: str | None = None

@frozen
class Add:
    book: str
    copies: int

def decide(command, state):
    match state:
        case None:
            return [Added(command.book, command.copies)]
        case _:
            return []

others = [frozen(type(f"Other{{number}}", (), {{}})) for number in range(9)]
decider = Decider(None, lambda state, event: state, dispatch(dict.fromkeys([*others, Add], decide)))
command, called = Add("Dune", 2), CALLED
start = time.perf_counter()
for _ in range({CALLS}):
    called(command, None)
print(time.perf_counter() - start)
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

start = time.perf_counter()
draw()
print(time.perf_counter() - start)
"""


def run(bench: Bench) -> str:
    """Measure all cases."""
    samples = bench.measure(_cases(bench))
    rows = [(name, page.seconds(samples[name]), rate(samples[name], count)) for name, count in _COUNTS.items()]
    return f"""\
## Deciding and test data

{page.table(("", f"{CALLS:,} decisions, or {DRAWN:,} values", "a second"), rows)}

To find the function by the class of the command costs {overhead(samples)}.
We aim at 10 % at most, and at 1,500 messages a second. The messages hold records, lists, maps and texts with patterns;
what Hypothesis itself does for every value that it draws is in both last rows.

Measured inside fresh processes. {page.machine(bench.rounds)}
"""


_COUNTS: Final = {_DISPATCHED: CALLS, _DIRECT: CALLS, _STRATEGY: DRAWN, _BARE: DRAWN}


def rate(sample: Sample, count: int) -> str:
    """How many a second."""
    return f"{count / sample.median:,.0f}"


def overhead(samples: Mapping[str, Sample]) -> str:
    """How much more the first case takes than the second."""
    extra = samples[_DISPATCHED].median / samples[_DIRECT].median - 1
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
        _DISPATCHED: _DECIDING.replace("CALLED", "decider.decide"),
        _DIRECT: _DECIDING.replace("CALLED", "decide"),
        _STRATEGY: imports + _DRAWING.replace("STRATEGY", ours),
        _BARE: _DRAWING.replace("STRATEGY", "st.tuples(*[st.integers()] * 8)"),
    }
    for number, text in enumerate(scripts.values()):
        (project / f"case{number}.py").write_text(text, "utf-8")
    return [
        Case(name, (sys.executable, f"case{number}.py"), project, inner=True) for number, name in enumerate(scripts)
    ]
