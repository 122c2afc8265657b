"""The target of diagrams: its files, the same on every machine, in which no text becomes DOT or markup."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from factbook_codegen.diagrams import flow
from factbook_codegen.diagrams.labels import plain
from factbook_codegen.model import System
from factbook_codegen.svg import render
from factbook_codegen.targets.diagrams import TARGET
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.diagram_models import command, context, do, effect, event, policy, see, shop, story, system, view
from tests.codegen.drawn import Drawing, read
from tests.codegen.hostile import HOSTILE


def files(model: System) -> Mapping[str, str]:
    """Everything that the target makes of a system."""
    assert TARGET.context is not None
    assert TARGET.system is not None
    made = {path: dot for each in model.contexts.values() for path, dot in TARGET.context(each, model).items()}
    return {**made, **TARGET.system(model)}


def test_files_of_a_system() -> None:
    """Every diagram has its place below the folder of its context or system."""
    model = shop()
    told_twice = context("returns", stories=[story("To the doorstep"), story("To the doorstep!")])
    stories = system(*model.contexts.values(), told_twice, stories=[story("From cart to doorstep")])

    assert {
        *(f"shop/{name}/diagrams/flow.dot" for name in stories.contexts),
        *(
            f"shop/{name}/diagrams/{each}.boundary.dot"
            for name, owner in stories.contexts.items()
            for each in owner.commands
        ),
        "shop/diagrams/context-map.dot",
        "shop/diagrams/contention.dot",
        "shop/diagrams/story-from-cart-to-doorstep.dot",
        "shop/diagrams/story-to-the-doorstep.dot",
        "shop/diagrams/story-to-the-doorstep-2.dot",
    } == files(stories).keys()


def test_files_say_where_they_come_from() -> None:
    """A file names what it was made from, and how to change it."""
    model = shop()

    assert [
        "// Made by factbook from catalogue/shop/ordering.yaml.",
        "// Do not edit: change the catalogue, then run `factbook generate`.",
    ] == flow(model.contexts["ordering"], model).splitlines()[:2]


_PRINT = """
import hashlib
from tests.codegen.test_diagrams import files, stress
print(hashlib.sha256(repr(sorted(files(stress()).items())).encode()).hexdigest())
"""


def stress() -> System:
    """The shop with a story, and a context whose commands collide on many tags."""
    many = [event(f"Thing{n}Done", "order+customer+sku") for n in range(12)]
    reads = {each.name: "sku+order+customer" for each in many[::2]} | {each.name: "customer" for each in many[1::2]}
    busy = context(
        "busy", events=many, commands=[command("busy", f"Do{n}", [e.name], reads) for n, e in enumerate(many)]
    )
    model = shop()
    return system(*model.contexts.values(), busy, stories=[story("A story", do("customer", "ordering.PlaceOrder"))])


def test_texts_do_not_depend_on_hashes() -> None:
    """Other hash seeds, as on other machines, give the same bytes."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(digests)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[HOSTILE] * 6))
def test_no_text_becomes_dot_or_markup(texts: tuple[str, ...]) -> None:
    """Whatever stands in titles, summaries, tags and stories, a drawing has the nodes that it would have without, and
    shows the text as it is."""
    model = hostile(*texts)
    harmless = hostile(*(["harmless"] * len(texts)))

    drawings = {path: read(svg) for path, svg in render(files(model)).items()}
    expected = {path: read(svg) for path, svg in render(files(harmless)).items()}

    def shape(drawing: Drawing) -> tuple[object, ...]:
        return sorted(drawing.nodes), sorted(drawing.edges), sorted(drawing.boxes)

    ours = {path: shape(drawing) for path, drawing in drawings.items() if "story-" not in path}
    assert ours == {path: shape(drawing) for path, drawing in expected.items() if "story-" not in path}
    (told_as,) = (drawing for path, drawing in drawings.items() if "story-" in path)
    assert (plain(texts[2]), list(told_as.nodes)) == (
        told_as.title,
        next(list(drawing.nodes) for path, drawing in expected.items() if "story-" in path),
    )
    shown = drawings["s/c/diagrams/flow.dot"]
    assert plain(texts[0]) == shown.nodes["event-c-Done"].tooltip or not plain(texts[0])
    mapped = drawings["s/diagrams/context-map.dot"].nodes["context-c"]
    assert "".join(plain(texts[1] or "c", 1000).split()) == "".join("".join(mapped.words).split())


def hostile(summary: str, title: str, story_title: str, prefix: str, value: str, role: str) -> System:
    """A small system with these texts wherever a catalogue lets an author write freely."""
    del role
    done = event("Done", "order", summary)
    asked = command("c", "Do", ["Done"], {"Done": "order"}, ["Refused"], ["somebody"])
    owner = context(
        "c",
        events=[done],
        commands=[asked],
        policies=[policy("c", "Again", ["Done"], ["!Tell"])],
        effects=[effect("c", "Tell", ["Done"])],
        views=[view("c", "Seen", ["Done"])],
        title=title,
    )
    steps = do("somebody", "c.Do", order=prefix), see("c.Seen", status=value)
    return system(owner, stories=[story(story_title, *steps)], name="s")
