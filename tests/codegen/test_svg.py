"""Drawing: by the pinned renderer, in time, the same everywhere, and fit for a page."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import wasmtime
from factbook_codegen import _wasm, svg
from factbook_codegen.diagrams import flow, story_timeline
from factbook_codegen.svg import Undrawn, finish, render

from tests.codegen.diagram_models import shop, story, system
from tests.codegen.drawn import draw, read

SMALL = """digraph "a & b" {
    one [label="One" id="\\N" class="event" URL="x.html#one" tooltip="First"]
    one -> two [class=records]
}"""

ENDLESS = "digraph { " + " ".join(f"a{i} -> a{j} [label=x];" for i in range(60) for j in range(i)) + " }"
"""A graph whose layout takes minutes."""

CRASHING = 'digraph { a [label="\\nAn arrow points at the command that has to look and decide"] }'
"""A label that begins with an empty line and goes on for long: Graphviz 16 calls a function that is not there."""


def test_nodes_keep_ids_links_and_tooltips() -> None:
    """What a node was given in DOT is on it in the SVG, and edges say which nodes they join."""
    drawing = read(render({"small": SMALL})["small"])

    assert "a & b" == drawing.title
    assert (("event",), "x.html#one", "First") == (
        drawing.nodes["one"].classes,
        drawing.nodes["one"].href,
        drawing.nodes["one"].tooltip,
    )
    assert {("one", "two", "records")} == drawing.edges


def test_no_version_comment_or_document_type() -> None:
    """Nothing in an SVG says by which version, or when, it was drawn."""
    drawn = render({"small": SMALL})["small"]

    assert drawn.startswith("<svg ")
    assert [] == re.findall(r"<!|<\?|raphviz|[0-9]+\.[0-9]+\.[0-9]+", drawn)


def test_answers_keep_their_order() -> None:
    """SVGs come under the keys of their texts, in the same order, whichever was drawn first."""
    dots = {f"{n}.dot": f'digraph {{ n{n} [id="\\N"] }}' for n in range(20)}

    assert [(path, [f"n{n}"]) for n, path in enumerate(dots)] == [
        (path, list(read(drawn).nodes)) for path, drawn in render(dots).items()
    ]


def test_what_was_drawn_before_has_no_influence() -> None:
    """The same text gives the same bytes alone, after others, backwards, and on one thread or several."""
    model = shop()
    dots = {name: flow(each, model) for name, each in model.contexts.items()}
    backwards = dict(reversed(dots.items()))

    alone = {name: render({name: dot})[name] for name, dot in dots.items()}

    assert alone == render(dots) == render(backwards) == render(dots, workers=1) == render(dots, workers=4)


def test_nothing_to_draw() -> None:
    """No texts, no SVGs, and no renderer is started."""
    assert {} == render({})


@pytest.mark.parametrize("renderer", ["wasm", "dot"])
def test_a_layout_without_end_is_stopped(
    renderer: svg.Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A diagram that takes too long is given up and named; the others are drawn."""
    _dot_program(tmp_path, monkeypatch, 'grep -q a59 && exec sleep 60; echo \'<svg width="1" height="1"/>\'')
    started = time.monotonic()

    with pytest.raises(Undrawn) as caught:
        render({"endless.dot": ENDLESS, "small.dot": SMALL}, renderer=renderer, deadline=1)

    assert {"endless.dot": "not drawn after 1 s: the diagram is too large, split the context"} == caught.value.problems
    assert ["small.dot"] == list(caught.value.drawn)
    assert time.monotonic() - started < 50


def test_long_chains_are_drawn() -> None:
    """Graphviz recurses along a graph; it has stack enough for ten thousand nodes in a row."""
    chain = "digraph { edge [class=next] " + " ".join(f"a{n} -> a{n + 1};" for n in range(10_000)) + " }"

    assert 10_000 == len(read(render({"chain": chain}, deadline=120)["chain"]).labels)


def test_an_interrupt_stops_what_is_being_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C does not wait for the deadline of a diagram that is being drawn."""

    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    render({"warm": SMALL})
    monkeypatch.setattr(svg, "finish", interrupted)
    started = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        render({"small": SMALL, "endless": ENDLESS, "more": ENDLESS, "still more": ENDLESS}, deadline=120)

    assert time.monotonic() - started < 50
    assert [] == [thread.name for thread in threading.enumerate() if thread.name.startswith("factbook")]


def test_a_crash_harms_no_other_diagram() -> None:
    """What crashes Graphviz is named; what is drawn before and after it comes out unharmed."""
    with pytest.raises(Undrawn) as caught:
        render({"before": SMALL, "crash": CRASHING, "after": SMALL}, workers=1)

    assert ["crash"] == list(caught.value.problems)
    assert render({"before": SMALL, "after": SMALL}) == caught.value.drawn


@pytest.mark.parametrize(
    ("dot", "reason"),
    [
        ("digraph {", "Failed to parse DOT source"),
        ("", "Failed to parse DOT source"),
        ("graph { a -> b }", "Failed to parse DOT source"),
        ("digraph { a } \0 { b }", "a zero byte"),
    ],
)
def test_what_is_not_dot_is_said(dot: str, reason: str) -> None:
    """A text that is no DOT is answered with what Graphviz says about it, under its name."""
    with pytest.raises(Undrawn) as caught:
        render({"broken.dot": dot})

    assert reason in caught.value.problems["broken.dot"]
    assert "broken.dot: Graphviz cannot draw this" in str(caught.value)


def test_the_program_of_the_machine_is_asked_if_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the renderer ``dot``, the SVG is what the program ``dot`` answers."""
    _dot_program(
        tmp_path,
        monkeypatch,
        """echo '<?xml version="1.0"?><!-- 2.43 -->
<svg width="8pt" height="9pt"
 viewBox="0 0 8 9" xmlns:xlink="x"><g id="g" class="graph" transform="scale(1 1) rotate(0) translate(4 4)">
<title>T</title>
</g></svg>'""",
    )

    drawn = ET.fromstring(render({"a": SMALL}, renderer="dot")["a"])

    assert ("T", "8pt", "0 0 8 9") == tuple(drawn.attrib[name] for name in ("aria-label", "width", "viewBox"))


def test_a_machine_without_the_program_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no program ``dot``, the answer names the way out."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Undrawn, match="install Graphviz, or use the renderer `wasm`"):
        render({"a": SMALL}, renderer="dot")


def test_a_program_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program ``dot`` complains of is passed on."""
    _dot_program(tmp_path, monkeypatch, "echo 'bad  label' >&2; exit 1")

    with pytest.raises(Undrawn, match="a: `dot` cannot draw this: bad label"):
        render({"a": SMALL}, renderer="dot")


@pytest.mark.parametrize("title", [r"\1 \g<0>", 'a "quoted" <b>title</b>', "&lt;", "Příliš 日本 😀", "-->", "%"])
def test_titles_are_text(title: str) -> None:
    """The title of a drawing reaches its name unchanged, whatever is in it."""
    model = system(stories=[story(title)])

    assert title == draw(story_timeline(model.stories[0], model)).title


def test_readers_in_the_dark_get_the_colours_of_what_is_drawn() -> None:
    """The stylesheet names the kinds that the drawing shows, and no others."""
    drawn = render({"small": SMALL})["small"]
    style = drawn[drawn.index("<style>") : drawn.index("</style>")]

    assert "prefers-color-scheme:dark" in style
    assert (True, False) == (".event " in style, ".policy " in style)


def test_finishing_is_said_once() -> None:
    """Words in notes are smaller, and the class that counted them is gone."""
    drawn = render({"a": 'digraph { a [id="\\N" class="event notes2" label="Name\\none\\ntwo"] }'})["a"]
    node = read(drawn).nodes["a"]

    assert (("event",), ("Name",), ("one", "two")) == (node.classes, node.words, node.notes)
    assert 2 == drawn.count('font-size="9"')


def _dot_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "dot"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_finish_leaves_other_peoples_drawings_whole() -> None:
    """An SVG of a graph without titles, links or classes of ours stays as it is, but for comments."""
    graph = '<g id="graph0" class="graph" transform="t">\n<text>x</text></g>'
    plain = f'<svg width="1pt" height="2pt"\n viewBox="0 0 1 2" xmlns="x"><!-- c -->\n{graph}</svg>'

    assert "<text>x</text></g></svg>" in finish(plain)


def test_who_has_no_folder_for_caches_compiles_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there is no home; what would be compiled is not, here, for that takes long."""
    tried: list[bool] = []

    def refuse(_: wasmtime.Config, wanted: bool) -> None:
        tried.append(wanted)
        raise wasmtime.WasmtimeError("there is no such folder")

    def compiled(_: wasmtime.Engine, program: bytes) -> bytes:
        return program[:4]

    monkeypatch.setattr(wasmtime.Config, "cache", property(fset=refuse))
    monkeypatch.setattr(wasmtime, "Module", compiled)
    made: object = _wasm._program.__wrapped__()[1]  # pyright: ignore[reportPrivateUsage]  # what every drawing begins with

    assert (b"\0asm", [True]) == (made, tried)
