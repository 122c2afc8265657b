"""DOT to SVG: by the pinned WASM build of Graphviz, so that every machine draws the same, or by the machine's ``dot``.

Layout has no bound in time, so each diagram has a deadline. What comes out is finished here: no comments, versions or
document types, the ids and links that the diagram gave, and a stylesheet for readers who prefer the dark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from subprocess import CompletedProcess, TimeoutExpired, run
from threading import stack_size
from typing import Final, Literal, TypeAlias

from attrs import frozen

from .diagrams.style import FONT, FONTS, NOTE_SIZE, stylesheet

DEADLINE: Final = 60.0
"""Seconds that one diagram may take."""

Renderer: TypeAlias = Literal["wasm", "dot"]
"""Which Graphviz draws: the pinned one in this process, or the program ``dot`` of this machine."""


class Undrawn(Exception):
    """Some diagrams could not be drawn: ``problems`` says why, by path; ``drawn`` holds the others, finished."""

    def __init__(self, problems: Mapping[str, str], drawn: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        self.drawn = dict(drawn)
        super().__init__("; ".join(f"{path}: {reason}" for path, reason in self.problems.items()))


@frozen
class _Failure:
    reason: str


_Draw: TypeAlias = Callable[[str], str | _Failure]

_STACK: Final = 8 << 20
"""Bytes of stack of a thread that draws."""


def render(
    dots: Mapping[str, str], *, renderer: Renderer = "wasm", deadline: float = DEADLINE, workers: int = 2
) -> dict[str, str]:
    """The finished SVG of every DOT text, under the same keys and in the same order.

    ``deadline`` are seconds for one diagram; ``workers`` diagrams are drawn at a time, by threads (Graphviz runs
    outside the interpreter's lock). Raises :class:`Undrawn`, once all others are done, if some could not be drawn.
    """
    if not dots:
        return {}
    drawn: dict[str, str] = {}
    problems: dict[str, str] = {}
    with _renderer(renderer, deadline) as (draw, stop), ThreadPoolExecutor(min(workers, len(dots))) as pool:
        before = stack_size(_STACK)  # of threads that begin from here on: those of the pool
        try:
            futures = {path: pool.submit(draw, dot) for path, dot in dots.items()}
        finally:
            stack_size(before)
        try:
            for path, future in futures.items():
                match future.result():
                    case str() as svg:
                        drawn[path] = finish(svg)
                    case _Failure(reason):
                        problems[path] = reason
        finally:  # ctrl-C above all: what is being drawn stops, what waits is not begun
            _give_up(futures.values(), stop)
    if problems:
        raise Undrawn(problems, drawn)
    return drawn


def _give_up(futures: Iterable[Future[str | _Failure]], stop: Callable[[], None]) -> None:
    if [future for future in futures if not (future.done() or future.cancel())]:
        stop()


@contextmanager
def _renderer(name: Renderer, seconds: float) -> Generator[tuple[_Draw, Callable[[], None]]]:
    match name:
        case "wasm":
            from . import (
                _wasm,  # wasmtime takes 0.1 s to import, and the program 2 s to compile at first: only if needed
            )

            with _wasm.Graphviz(seconds) as graphviz:

                def draw(dot: str) -> str | _Failure:
                    try:
                        return graphviz.draw(dot)
                    except _wasm.TooSlow:
                        return _too_slow(seconds)
                    except _wasm.Undrawable as error:
                        return _Failure(f"Graphviz cannot draw this: {error}")

                yield draw, graphviz.stop
        case "dot":
            yield lambda dot: _by_program(dot, seconds), lambda: None


def _by_program(dot: str, seconds: float) -> str | _Failure:
    try:
        done: CompletedProcess[bytes] = run(["dot", "-Tsvg"], input=dot.encode(), capture_output=True, timeout=seconds)
    except FileNotFoundError:
        return _Failure("this machine has no program `dot`: install Graphviz, or use the renderer `wasm`")
    except TimeoutExpired:
        return _too_slow(seconds)
    if done.returncode:
        return _Failure(f"`dot` cannot draw this: {' '.join(done.stderr.decode(errors='replace').split())}")
    return done.stdout.decode()


def _too_slow(seconds: float) -> _Failure:
    return _Failure(f"not drawn after {seconds:g} s: the diagram is too large, split the context")


# Finishing -----------------------------------------------------------------------------------------------------------
# Graphviz escapes every text that it writes (`<`, `>`, `&`, quotes; `-` as well in titles and comments), so patterns
# over its output never meet markup that came from a catalogue.

_COMMENT: Final = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_NOISE: Final = (' xml:space="preserve"', "scale(1 1) rotate(0) ", f' font-family="{FONT}"')
_ROOT: Final = re.compile(r'<svg (width="[^"]*" height="[^"]*")\s+(viewBox="[^"]*")[^>]*>')
_GRAPH: Final = re.compile(r'<g id="[^"]*" class="graph" (transform="[^"]*")>\n(?:<title>([^<]*)</title>\n)?')
_EDGE: Final = re.compile(r'<g id="[^"]*" class="edge([^"]*)">\n<title>([^<]*?)-&gt;([^<]*)</title>')
_TITLE: Final = re.compile(r'(<g id="[^"]*" class="(?:node|cluster)[^"]*">)\n<title>[^<]*</title>')
_LINK: Final = re.compile(r'<g id="a_[^"]*"><a(?: xlink:href="([^"]*)")?(?: xlink:title="([^"]*)")?[^>]*>')
_NOTED: Final = re.compile(r'(<g id="[^"]*" class="node[^"]*?) notes([0-9]+)(">.*?\n</g>)', re.S)
_SIZE: Final = re.compile(r'font-size="[^"]*"')
_CLASSES: Final = re.compile(r'class="([^"]*)"')


def finish(svg: str) -> str:
    """What Graphviz wrote, ready to stand alone or inside a page: nodes keep their ids, edges say in ``data-from`` and
    ``data-to`` which nodes they join, links and tooltips are plain SVG 2, and the drawing is named by its title."""
    svg = _COMMENT.sub("", svg[svg.index("<svg ") :]).replace("&#45;", "-")
    for noise in _NOISE:
        svg = svg.replace(noise, "")
    svg = _EDGE.sub(r'<g class="edge\1" data-from="\2" data-to="\3">', svg)
    svg = _TITLE.sub(r"\1", svg)
    svg = _LINK.sub(_link, svg).replace("</a>\n</g>", "</a>")
    svg = _NOTED.sub(_noted, svg)
    graph = _GRAPH.search(svg)
    title = graph[2] if graph and graph[2] else ""
    svg = _GRAPH.sub(r'<g class="graph" \1>' + "\n", svg, count=1)
    kinds = frozenset(kind for classes in set(_CLASSES.findall(svg)) for kind in classes.split())
    return _ROOT.sub(
        lambda root: _root(title, *root.groups()) + f"<style>\n{stylesheet(kinds)}\n</style>", svg, count=1
    )


def _root(title: str, size: str, view_box: str) -> str:
    named = f'class="factbook" role="group" aria-label="{title}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {named} {size} {view_box} font-family="{FONTS}">\n'


def _link(found: re.Match[str]) -> str:
    href, tip = found.groups()
    return (f'<a href="{href}">' if href else "<a>") + (f"<title>{tip}</title>" if tip else "")


def _noted(found: re.Match[str]) -> str:
    before, notes, inside = found.groups()
    head, *texts = inside.split("<text ")
    own = len(texts) - int(notes)
    small = [
        text if i < own else 'class="note" ' + _SIZE.sub(f'font-size="{NOTE_SIZE}"', text)
        for i, text in enumerate(texts)
    ]
    return before + "<text ".join((head, *small))
