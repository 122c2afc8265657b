"""The target of diagrams: its files, the same on every machine, in which no text becomes DOT or markup."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

from attrs import evolve
from factbook_codegen.diagrams import flow
from factbook_codegen.diagrams.labels import plain
from factbook_codegen.model import Payload, Read, Ref, Source, System
from factbook_codegen.svg import render
from factbook_codegen.targets.diagrams import TARGET
from hypothesis import given, settings

from tests.codegen.diagram_models import HERE, command, context, do, event, policy, see, shop, story, system, view
from tests.codegen.drawn import Drawing, read
from tests.codegen.hostile import HOSTILE
from tests.examples import examples


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


def shape(drawing: Drawing) -> tuple[list[str], list[tuple[str, str, str]], list[str]]:
    """What a drawing joins, without any words."""
    return sorted(drawing.nodes), sorted(drawing.edges), sorted(drawing.boxes)


def draw_all(model: System) -> dict[str, Drawing]:
    """Every diagram of a system, drawn and read back; the one story under a name of its own."""
    made = {"story" if "/story-" in path else path: dot for path, dot in files(model).items()}
    return {path: read(svg) for path, svg in render(made).items()}


@cache
def harmlessly() -> dict[str, Drawing]:
    """Every diagram of the small system below, with plain texts."""
    return draw_all(hostile("Done", "x", "x", "x", "x"))


@settings(max_examples=examples(40), deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_text_becomes_dot_or_markup(summary: str, title: str, told: str, value: str) -> None:
    """Whatever stands in titles, summaries and stories, a drawing has the nodes, arrows and boxes that it would have
    without, and shows the text as it is."""
    drawings = draw_all(hostile("Done", summary, title, told, value))
    harmless = harmlessly()

    assert {path: shape(each) for path, each in harmless.items()} == {
        path: shape(each) for path, each in drawings.items()
    }
    done = drawings["s/c/diagrams/flow.dot"].nodes["event-c-Done"]
    assert (plain(summary) or done.tooltip) == done.tooltip
    mapped = drawings["s/diagrams/context-map.dot"].nodes["context-c"]
    assert plain(title or "c", 1000).replace(" ", "") == "".join(mapped.words).replace(" ", "")
    assert plain(told) == drawings["story"].title


@settings(max_examples=examples(40), deadline=None)
@given(HOSTILE)
def test_not_even_a_name_becomes_dot_or_markup(name: str) -> None:
    """The reader takes only identifiers for names; should another let a name through, it stays a name."""
    drawings = draw_all(hostile(f"{name}.", "x", "x", "x", "x"))
    harmless = harmlessly()

    def sizes(drawn: dict[str, Drawing]) -> list[list[int]]:
        return [[len(part) for part in shape(each)] for each in drawn.values()]

    assert sizes(harmless) == sizes(drawings)


def hostile(name: str, summary: str, title: str, told: str, value: str) -> System:
    """A small system with these texts wherever a catalogue lets an author write."""
    done = event(name, name, summary)
    asked = command("c", f"Do{name}", (), {}, [f"Not{name}"], [f"role {name}"])
    asked = evolve(asked, records=(Ref("c", name),), reads=(Read(Ref("c", name), done.tags, False, HERE),))
    again = evolve(policy("c", f"Again{name}", (), (), flag=name), when=(Ref("c", name),))
    seen = evolve(view("c", f"See{name}", ()), sources=(Source(Ref("c", name), None, HERE),))
    owner = context("c", events=[done], commands=[asked], policies=[again], views=[seen], title=title)
    asks = evolve(do(f"role {name}", "c.Do", note=value), command=Payload(Ref("c", asked.name), {}, (), HERE))
    looks = evolve(see("c.See"), row=Payload(Ref("c", seen.name), {"note": value}, ("note",), HERE))
    return system(owner, stories=[story(told, asks, looks)], name="s")
