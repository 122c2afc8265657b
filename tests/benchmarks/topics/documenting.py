"""Building the documentation site, and searching it."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from tests.browser.browsers import browser, why_not

from .. import page, projects
from ..harness import Bench, Case, Failed

SIZES: Final = (1000, 5000)

_ALL: Final = "`factbook docs --no-play`, nothing there yet"
_AGAIN: Final = "`factbook docs --no-play`, nothing changed"
_ONE: Final = "`factbook docs --no-play`, one file changed"
_SERVED: Final = "`factbook docs --serve --no-play`, from one file changed until a page loads again"
_ROWS: Final = (_ALL, _AGAIN, _ONE, _SERVED)

_ROOT: Final = Path(__file__).parents[3]

_SERVING: Final = "tests.benchmarks.scripts.serving"

QUERIES: Final = ("o", "order", "order opened", "case_id money", "quantity", "nothing like this")
"""What is typed into the search: one letter, words, fields, types, and what is not there."""

_MEASURE: Final = """
queries => {
  const input = document.querySelector('.finder input');
  return queries.map(query => {
    input.value = query;
    const start = performance.now();
    input.dispatchEvent(new Event('input'));
    return performance.now() - start;
  });
}
"""


def run(bench: Bench) -> str:
    """Measure all sizes."""
    samples = bench.by_size(SIZES, _cases)
    built = {size: _folder(bench, size) / "again/site" for size in samples}
    pages = ("pages", *(f"{sum(1 for _ in site.rglob('*.html')):,}" for site in built.values()), "", "")
    largest = ("the largest page", *(f"{_largest(site) / 1000:.0f} kB" for site in built.values()), "", "")
    return f"""\
## Documenting

The documentation site of the same catalogues, without pictures, by number of messages.

{page.by_size(samples, _ROWS, pages, largest)}

{_browsed(built)}

Whole processes, from start to exit; where the site is served, in a process that runs, from the change of the file.
{page.machine(page.rounds_of(samples), "documenting")}
"""


def _cases(bench: Bench, size: int) -> list[Case]:
    folder = _folder(bench, size)
    fresh, again, one, served = (projects.fresh(folder / name, size) for name in ("fresh", "again", "one", "served"))
    command = (projects.FACTBOOK, "docs", "--no-play")
    for project in (again, one, served):
        done = subprocess.run(command, cwd=project, check=False, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"factbook docs: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return [
        Case(_ALL, command, fresh, partial(bench.discard, fresh / "site", fresh / ".factbook")),
        Case(_AGAIN, command, again),
        Case(_ONE, command, one, projects.changing(one, size)),
        Case(_SERVED, (sys.executable, "-m", _SERVING, served, str(size)), _ROOT, inner=True),
    ]


def _largest(site: Path) -> int:
    return max(path.stat().st_size for path in site.rglob("*.html"))


def _browsed(built: dict[int, Path]) -> str:
    """How long a search takes in a real browser, and the page of the system."""
    if reason := why_not():
        return f"The search was not measured: {reason}."
    lines: list[str] = []
    with browser() as chromium:
        for size, site in built.items():
            window = chromium.new_page()
            window.goto(f"file://{site}/bench/index.html")
            opened: float = window.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
            window.keyboard.press("/")
            window.wait_for_function("document.querySelector('script[data-entries]') !== null")
            window.fill(".finder input", "order")
            window.locator("#search-results li").first.wait_for()
            times: list[float] = [time for _ in range(5) for time in window.evaluate(_MEASURE, list(QUERIES))]
            lines.append(
                f"In a browser, a search among {size:,} messages takes {median(times):.1f} ms"
                f" ({min(times):.1f} to {max(times):.1f}), opening the page of the system {opened:.0f} ms."
            )
            window.close()
    return " ".join(lines)


def _folder(bench: Bench, size: int) -> Path:
    return bench.work / f"documenting-{size}"
