"""What older versions cost: reading events of today, reading old ones, comparing a large catalogue with a revision."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from .. import catalogues, page, projects
from ..harness import Bench, Case, Sample

EVENTS: Final = 100_000
SIZES: Final = (100, 1000, 5000)

_PLAIN: Final = "an event without versions"
_CURRENT: Final = "the newest version of an event that has three older ones"
_OLD: Final = "its first version, three steps back: a rename in each item of a list, an addition, a function"
_LIMIT: Final = "limit: msgspec decodes the newest version onto the attrs class"
_DIFF: Final = "`factbook diff main --no-witness`"

_READING: Final = f"""\
import time
from datetime import datetime
from decimal import Decimal
from uuid import UUID
import msgspec
from factbook.codec import Codec, EventEntry
from factbook.constraints import constrained
from factbook.messages import define
from factbook.upcasting import add, convert, rename

@constrained
@define(frozen=True, slots=True)
class Line:
    sku: str
    quantity: int
    unit_price: Decimal

@constrained
@define(frozen=True, slots=True)
class OrderPlaced:
    order_id: UUID
    customer_id: UUID
    lines: tuple[Line, ...]
    total: Decimal
    placed_at: datetime
    gift: bool
    note: str | None = None

def euros(cents):
    return f"{{cents // 100}}.{{cents % 100:02}}"

steps = ((rename("lines.*.count", "quantity"),), (add("gift", False),), (convert("total", "euros"),))
plain = Codec("ordering", events=(EventEntry(OrderPlaced),))
codec = Codec("ordering", events=(EventEntry(OrderPlaced, version=4, upcasts=steps),), functions={{"euros": euros}})
lines = [{{"sku": f"MUG-000{{n}}", "quantity": n, "unit_price": "11.90"}} for n in (1, 2, 3)]
now = {{
    "order_id": "5f0c9d4e-8e4b-4c39-9d0b-0a3b8f6d1c11", "customer_id": "6f0c9d4e-8e4b-4c39-9d0b-0a3b8f6d1c12",
    "lines": lines, "total": "71.40", "placed_at": "2026-01-31T12:00:00Z", "gift": False,
    "note": "Leave it with the neighbours if nobody opens the door.",
}}
old = {{key: value for key, value in now.items() if key != "gift"}} | {{"total": 7140}}
old["lines"] = [{{"sku": one["sku"], "count": one["quantity"], "unit_price": one["unit_price"]}} for one in lines]
new, first = msgspec.json.encode(now), msgspec.json.encode(old)
assert codec.decode_recorded("OrderPlaced", 1, first) == codec.decode_recorded("OrderPlaced", 4, new)
bare = msgspec.json.Decoder(OrderPlaced).decode
start = time.process_time()
for _ in range({EVENTS}):
    CALLED
print(time.process_time() - start)
"""

_CALLS: Final = {
    _PLAIN: 'plain.decode_recorded("OrderPlaced", 1, new)',
    _CURRENT: 'codec.decode_recorded("OrderPlaced", 4, new)',
    _OLD: 'codec.decode_recorded("OrderPlaced", 1, first)',
    _LIMIT: "bare(new)",
}


def run(bench: Bench) -> str:
    """Measure both."""
    reading = bench.measure([_reading(bench, name, call) for name, call in _CALLS.items()])
    rows = [(name, page.seconds(reading[name]), f"{EVENTS / reading[name].median:,.0f}") for name in _CALLS]
    comparing = bench.by_size(SIZES, _comparing)
    return f"""\
## Evolving

{page.table(("reading, 400 bytes with three items", f"{EVENTS:,} events", "a second"), rows)}

Events of today are read at {_ratio(reading, _PLAIN, _CURRENT)} of the speed without versions. We aim at 95 % at least,
and at 100,000 old events a second.

{page.by_size(comparing, (_DIFF,))}

Both catalogues are read, the one of before out of git; the file of one context has changed, and what an earlier run
has read of the others is taken from the cache. We aim at 5 s for 5,000 messages.

Reading was measured inside fresh processes, as the time that they worked.
{page.machine(page.rounds_of(comparing), "evolving")}
"""


def _ratio(samples: dict[str, Sample], slow: str, fast: str) -> str:
    return f"{samples[slow].median / samples[fast].median:.0%}"


def _reading(bench: Bench, name: str, call: str) -> Case:
    file = bench.work / f"reading-{len(call)}.py"
    file.write_text(_READING.replace("CALLED", call), "utf-8")
    return Case(name, (sys.executable, str(file)), bench.work, inner=True)


def _comparing(bench: Bench, size: int) -> list[Case]:
    project = projects.fresh(bench.work / f"evolving-{size}", size)
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "init.defaultBranch=main"]
    for arguments in (["init"], ["add", "--all"], ["commit", "--message", "before"]):
        subprocess.run(["git", *who, *arguments], cwd=project, check=True, capture_output=True)
    file = project / "catalogue" / catalogues.SYSTEM / f"{catalogues.contexts(size)[-1]}.yaml"
    file.write_text(file.read_text("utf-8").replace("max: 10000", "max: 20000"), "utf-8")
    return [Case(_DIFF, (projects.FACTBOOK, "diff", "main", "--no-witness"), project)]
