"""What the benchmarks rest on: catalogues without a problem, equal input for the peers, fair rounds, a kept page."""

from __future__ import annotations

import json
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from factbook_codegen.model import Command, Context, Event
from factbook_codegen.reading import read
from jsonschema import Draft202012Validator

from tests.benchmarks import catalogues, harness, page, peers
from tests.benchmarks.scripts import parts
from tests.benchmarks.topics import TOPICS


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Context]:
    """The contexts of a catalogue of 200 messages, as the reader sees them."""
    folder = tmp_path_factory.mktemp("bench") / "project"
    catalogues.write_project(folder, 200)
    reading = read(folder / "catalogue")
    assert () == reading.diagnostics
    return dict(reading.catalogue.systems[catalogues.SYSTEM].contexts)


def messages(context: Context) -> list[Event | Command]:
    """The events and commands of a context."""
    return [*context.events.values(), *context.commands.values()]


def test_sizes(contexts: dict[str, Context]) -> None:
    """A catalogue has as many messages as was said, half of them events, of eight fields each."""
    assert [(50, 50), (50, 50)] == [(len(context.events), len(context.commands)) for context in contexts.values()]
    assert {8} == {len(message.fields) for context in contexts.values() for message in messages(context)}


def test_realistic(contexts: dict[str, Context]) -> None:
    """Every command has a boundary, an outcome and two ways to be refused; some read another context."""
    first, second = contexts.values()

    for command in (*first.commands.values(), *second.commands.values()):
        assert command.reads
        assert (1, 2) == (len(command.records), len(command.rejects))
    assert {first.name, second.name} == {
        read.event.context for command in second.commands.values() for read in command.reads if read.event
    }


def test_peers_get_the_same(contexts: dict[str, Context]) -> None:
    """The JSON Schema has the same messages with the same fields, of which the same may be left out."""
    for name, context in contexts.items():
        definitions: dict[str, Any] = catalogues.context_schema(name)["$defs"]
        for message in messages(context):
            schema = definitions[message.name]
            needed = [each.name for each in message.fields.values() if not (each.optional or each.default)]
            assert (list(message.fields), needed) == (list(schema["properties"]), schema["required"])


def test_schema_is_valid() -> None:
    """The JSON Schema is one, and what it refers to is there."""
    schema = catalogues.context_schema("area_000")
    Draft202012Validator.check_schema(schema)

    names = {part for part in json.dumps(schema).split('"') if part.startswith("#/$defs/")}
    assert {name.removeprefix("#/$defs/") for name in names} <= set(schema["$defs"])


def test_rounds_alternate(tmp_path: Path) -> None:
    """Every other round runs the cases in reverse, after each has run once for its memory."""
    order: list[str] = []
    cases = [harness.Case(name, (sys.executable, "-c", "pass"), tmp_path, partial(order.append, name)) for name in "ab"]
    samples = harness.Bench(rounds=3, work=tmp_path, peers=tmp_path).measure(cases)

    assert "ab" + "abbaab" == "".join(order)
    assert [3, 3] == [len(sample.seconds) for sample in samples.values()]


def test_no_time_for_more(tmp_path: Path) -> None:
    """One round runs in any case, and none that would end too late."""
    case = harness.Case("a", (sys.executable, "-c", "pass"), tmp_path)
    sample = harness.Bench(rounds=3, work=tmp_path, peers=tmp_path, deadline=0).measure([case])["a"]

    assert 1 == len(sample.seconds)
    assert 1 == page.rounds_of({100: {"a": sample}})
    late = harness.Bench(1, tmp_path, tmp_path, deadline=0).by_size((1, 2), lambda _bench, _size: [case])
    assert [1] == list(late)


def test_busy_time_counts_children(tmp_path: Path) -> None:
    """What processors did for a process and for what it started; waiting costs nothing."""
    work = "import time\nwhile time.process_time() < 0.3: pass"
    start = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {work!r}]); time.sleep(0.2)"
    sample = harness.Bench(1, tmp_path, tmp_path).measure([harness.Case("a", (sys.executable, "-c", start), tmp_path)])

    assert 0.3 <= sample["a"].busy[0] <= sample["a"].seconds[0]


def test_everything_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where Python was told not to keep what it has compiled."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "part.py").write_text("")
    harness.Bench(1, tmp_path, tmp_path).measure([harness.Case("a", (sys.executable, "-c", "import part"), tmp_path)])

    assert (tmp_path / "__pycache__").exists()


def test_inner_time(tmp_path: Path) -> None:
    """A case that times itself is taken at its word."""
    case = harness.Case("a", (sys.executable, "-c", "print('hello'); print(0.125)"), tmp_path, inner=True)

    assert 0.125 == harness.Bench(1, tmp_path, tmp_path).measure([case])["a"].median


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
def test_peak_counts_children(tmp_path: Path) -> None:
    """The memory of a child counts with that of its parent."""
    hold = "import time; data = bytearray(60_000_000); time.sleep(0.2)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    case = harness.Case("a", (sys.executable, "-c", start), tmp_path)

    peak = harness.Bench(1, tmp_path, tmp_path).measure([case])["a"].peak
    assert 60_000_000 < peak < 200_000_000


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
def test_peak_counts_shared_pages_once(tmp_path: Path) -> None:
    """What a process shares with the copy that it forked does not count twice."""
    fork = "import os, time; data = bytearray(60_000_000); os.fork(); time.sleep(0.2)"
    case = harness.Case("a", (sys.executable, "-c", fork), tmp_path)

    peak = harness.Bench(1, tmp_path, tmp_path).measure([case])["a"].peak
    assert 60_000_000 < peak < 100_000_000


def test_failure_is_no_figure(tmp_path: Path) -> None:
    """A command that fails ends the measurement, and what it said is shown."""
    case = harness.Case("a", (sys.executable, "-c", "import sys; sys.exit('no such thing')"), tmp_path)

    with pytest.raises(harness.Failed, match="no such thing"):
        harness.Bench(1, tmp_path, tmp_path).measure([case])


def test_page_keeps_other_topics() -> None:
    """A section is replaced where it stands; the others stay as they are."""
    text = page.replaced(page.replaced("", "one", "first"), "two", "second \\1")
    again = page.replaced(text, "one", "first, anew")

    assert text.replace("first", "first, anew") == again
    assert text.startswith("# Benchmarks")
    assert "second \\1" in again


def test_table() -> None:
    """A table is Markdown, with figures to the right."""
    sample = harness.Sample((0.5, 12.345, 0.05), 250_400_000)

    expected = "| a | b |\n| --- | ---: |\n| x | 0.50 s (0.050 to 12.3) |"
    assert expected == page.table(("a", "b"), [("x", page.seconds(sample))])
    assert "250 MB" == page.megabytes(sample)


@pytest.mark.parametrize("topic", TOPICS)
def test_topics(topic: str) -> None:
    """Every topic is a module that can be run."""
    assert callable(import_module(f"tests.benchmarks.topics.{topic}").run)


def test_shares() -> None:
    """What a function of no part takes counts for those that call it, in circles too."""
    own, other = ("/factbook_codegen/moving.py", 1, "a"), ("/factbook_codegen/reading/scan.py", 1, "b")
    inner, round_ = ("~", 0, "open"), ("json.py", 1, "c")
    stats: dict[parts.Function, Any] = {
        own: (1, 1, 1.0, 3.0, {}),
        other: (1, 1, 2.0, 3.0, {own: (1, 1, 2.0, 3.0)}),
        inner: (4, 4, 4.0, 4.0, {own: (1, 1, 1.0, 1.0), round_: (3, 3, 3.0, 3.0)}),
        round_: (1, 1, 1.0, 4.0, {other: (1, 1, 1.0, 4.0), round_: (1, 1, 0.0, 0.0)}),
    }

    expected = {"from YAML to nodes, most of it libyaml": 6 / 8, "writing": 2 / 8}
    assert expected == parts.shares(stats)


def test_peers_are_pinned() -> None:
    """Every peer has one version."""
    assert "0.89.0" == peers.version("datamodel-code-generator")
    assert "9.5.6" == peers.version("eventsourcing")
