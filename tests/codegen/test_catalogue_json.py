"""``catalogue.json``: what it says, that its schema holds, and that the runtime reads from it what the model said."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from attrs import evolve
from factbook_codegen import model
from factbook_codegen.targets import catalogue_json
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from factbook import catalogue
from factbook.errors import CatalogueUnreadable
from tests.codegen.catalogue_models import commands, events, policies, scenarios, stories, systems, views
from tests.examples import examples

SCHEMA: dict[str, Any] = json.loads(files("factbook_codegen").joinpath("catalogue.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
HERE = model.Place("catalogue/shop/ordering.yaml", 12, 3)
KINDS = "roles flags types events commands rejections deciders policies effects views queries".split()  # noqa: SIM905  # easier to read

quick = settings(
    max_examples=examples(20),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def made(system: model.System) -> dict[str, str]:
    """All files of a system."""
    texts = catalogue_json.system(system)
    for context in system.contexts.values():
        texts |= catalogue_json.context(context, system)
    return texts


def written(texts: dict[str, str], folder: Path) -> Path:
    """The folder of the system, after writing its files below ``folder``."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder / "shop"


def read_again(system: model.System) -> catalogue.System:
    """A system, written and read with all its contexts."""
    with TemporaryDirectory() as folder:
        loaded = catalogue.load(written(made(system), Path(folder)))
        for name in loaded.contexts:
            loaded.contexts[name]  # read while the folder is there
    return loaded


def shop(**parts: Any) -> model.System:
    """A system with one context that holds these."""
    return model.System(
        "shop", "Shop", "", HERE, contexts={"ordering": model.Context("ordering", "shop", "", "", HERE, **parts)}
    )


def ref(name: model.Ref | None) -> str | None:
    """A reference as a program reads it."""
    return None if name is None else str(name)


def tags(of: Iterable[model.Tag]) -> tuple[catalogue.Tag, ...]:
    return tuple(catalogue.Tag(prefix, ".".join(path)) for prefix, path in of)


def reads(of: Iterable[model.Read]) -> tuple[catalogue.Read, ...]:
    return tuple(
        catalogue.Read(event=ref(one.event), tags=tags(one.tags), tolerated=one.tolerated, place=str(one.place))
        for one in of
    )


def payload(of: model.Payload) -> catalogue.Payload:
    return catalogue.Payload(ref=str(of.ref), place=str(of.place), data=dict(of.data), written=of.written)


def scenario(of: model.Scenario) -> catalogue.Scenario:
    then: tuple[catalogue.Payload, ...] = ()
    refused: catalogue.Payload | None = None
    match of.then:
        case model.Refused(rejection):
            refused = payload(rejection)
        case payloads:
            then = tuple(map(payload, payloads))
    return catalogue.Scenario(
        title=of.title,
        kind=of.kind,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # text in the model
        subject=of.subject,
        place=str(of.place),
        given=tuple(map(payload, of.given)),
        when=None if of.when is None else payload(of.when),
        then=then,
        refused=refused,
    )


def step(of: model.Step) -> catalogue.Step:
    place = str(of.place)
    match of:
        case model.Do(role, command, refused):
            return catalogue.Do(role=role, command=payload(command), refused=ref(refused), place=place)
        case model.See(row, absent):
            return catalogue.See(row=payload(row), absent=absent, place=place)
        case model.Wait(duration):
            return catalogue.Wait(duration=duration, place=place)
        case model.SetFlag(flag, on):
            return catalogue.SetFlag(flag=flag, on=on, place=place)
        case model.Recorded(events):
            return catalogue.Recorded(events=tuple(map(str, events)), place=place)


def story(of: model.Story) -> catalogue.Story:
    return catalogue.Story(of.title, str(of.place), tuple(map(step, of.steps)))


@quick
@given(systems)
def test_schema_holds(system: model.System) -> None:
    """Whatever the model holds, the files satisfy the schema that is shipped."""
    for path, text in made(system).items():
        errors: Iterable[Any] = VALIDATOR.iter_errors(json.loads(text))  # pyright: ignore[reportUnknownMemberType]  # its stubs are partial

        assert (path, []) == (path, [error.message for error in errors])


@quick
@given(systems)
def test_names(system: model.System) -> None:
    """The runtime reads the same names, in the same order."""
    loaded = read_again(system)

    assert list(system.contexts) == list(loaded.contexts)
    assert list(system.types) == list(loaded.types)
    for name, context in system.contexts.items():
        for kind in KINDS:
            assert list(getattr(context, kind)) == list(getattr(loaded.contexts[name], kind))


@quick
@given(commands)
def test_commands(one: model.Command) -> None:
    """The runtime reads the same boundary and the same outcomes of a command."""
    read = read_again(shop(commands={one.name: one})).command(f"ordering.{one.name}")

    assert reads(one.reads) == read.reads
    assert tuple(map(str, one.records)) == read.records
    assert (one.rejects, one.by, one.decider, one.once) == (read.rejects, read.by, read.decider, read.once)


@quick
@given(events)
def test_events(one: model.Event) -> None:
    """The runtime reads the same tags, fields and versions of an event."""
    read = read_again(shop(events={one.name: one})).event(f"ordering.{one.name}")

    assert tags(one.tags) == read.tags
    assert (list(one.fields), one.public, one.version) == (list(read.fields), read.public, read.version)
    changes = [(change.to, *change.steps) for change in one.changes]
    assert changes == [(each.to, *((s.kind, s.field, s.value) for s in each.steps)) for each in read.changes]


@quick
@given(policies)
def test_policies(one: model.Policy) -> None:
    """The runtime reads the same reasons, delays and consequences of a policy."""
    read = read_again(shop(policies={one.name: one})).contexts["ordering"].policies[one.name]

    assert reads(one.reads) == read.reads
    assert (tuple(map(str, one.when)), one.after, one.flag) == (read.when, read.after, read.flag)
    assert [(str(each.ref), each.kind) for each in one.issues] == [(each.ref, each.kind) for each in read.issues]


@quick
@given(views)
def test_views(one: model.View) -> None:
    """The runtime reads the same key, sources, indexes and rights of a view."""
    read = read_again(shop(views={one.name: one})).view(f"ordering.{one.name}")

    assert (one.key, one.index) == (read.key, read.index)
    keys = [None if source.key is None else tuple(map(".".join, source.key)) for source in one.sources]
    assert keys == [source.key for source in read.sources]
    assert [tuple(seen) for seen in one.visible_to] == [(seen.role, seen.own) for seen in read.visible_to]


@quick
@given(scenarios)
def test_scenarios(one: model.Scenario) -> None:
    """The runtime reads the same scenario: the same payloads, and the same outcome."""
    assert (scenario(one),) == read_again(shop(scenarios=(one,))).contexts["ordering"].scenarios


@quick
@given(stories)
def test_stories(one: model.Story) -> None:
    """The runtime reads the same story, of a context and of a system."""
    system = evolve(shop(stories=(one,)), stories=(one,))

    assert (story(one),) == read_again(system).stories
    assert (story(one),) == read_again(system).contexts["ordering"].stories


@quick
@given(systems)
def test_stable(system: model.System) -> None:
    """The same model gives the same bytes, and only below the folder of its system."""
    texts = made(system)

    assert texts == made(system)
    assert {"shop/catalogue.json", *(f"shop/{name}/catalogue.json" for name in system.contexts)} == set(texts)


def read_field(field: model.Field) -> catalogue.Field:
    """A field, written and read again."""
    record = model.RecordType("R", "", HERE, {field.name: field})
    system = model.System("shop", "Shop", "", HERE, types={"R": record})
    read = read_again(system).type("R")
    assert isinstance(read, catalogue.RecordType)
    return read.fields[field.name]


def test_type_expressions_keep_their_shape() -> None:
    """A list of maps from a declared type to text is read as just that."""
    sku = model.Ref("stock", "Sku")
    field = model.Field("f", model.ListOf(model.MapOf(model.Named(sku), model.Primitive("text"))), HERE)

    expected = catalogue.ListOf(catalogue.MapOf(catalogue.Named("stock.Sku"), catalogue.Primitive("text")))
    assert expected == read_field(field).type


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        (model.ABSENT, None),
        (model.Default.NEW, catalogue.New()),
        (model.Default.NOW, catalogue.Now()),
        ("new", catalogue.Constant("new")),
        (None, catalogue.Constant(None)),
        (0, catalogue.Constant(0)),
    ],
)
def test_defaults(default: Any, expected: catalogue.Default | None) -> None:
    """A default that is filled in, a constant that looks like one, null and no default at all are told apart."""
    assert expected == read_field(model.Field("f", model.Primitive("text"), HERE, default=default)).default


@pytest.mark.parametrize(
    ("given_", "expected"), [(model.ABSENT, msgspec.UNSET), (None, None), (0, 0), ("", ""), ([], [])]
)
def test_examples(given_: Any, expected: Any) -> None:
    """An example that is empty, zero or null is not taken for a missing one."""
    assert expected == read_field(model.Field("f", model.Primitive("json"), HERE, example=given_)).example


@pytest.mark.parametrize("zero", [0, 0.0])
def test_bound_of_zero(zero: float) -> None:
    """A bound of zero is a bound."""
    field = model.Field("f", model.Primitive("int"), HERE, constraints=model.Constraints(min=zero))

    assert catalogue.Constraints(min=zero) == read_field(field).constraints


def test_contexts_are_read_when_asked_for(tmp_path: Path) -> None:
    """A broken context does not hinder the others."""
    contexts = {name: model.Context(name, "shop", name.title(), "", HERE) for name in ("cart", "stock")}
    folder = written(made(model.System("shop", "Shop", "", HERE, contexts=contexts)), tmp_path)
    (folder / "stock" / "catalogue.json").write_text("{")
    loaded = catalogue.load(folder)

    assert loaded.contexts["cart"].title == "Cart"
    with pytest.raises(CatalogueUnreadable, match=r"stock.catalogue\.json cannot be read \(run `factbook generate`\)"):
        loaded.contexts["stock"]


def test_other_format(tmp_path: Path) -> None:
    """A file of a format from the future is refused before anything else in it is looked at."""
    (tmp_path / "catalogue.json").write_text('{"format": 2, "whole": "different"}')

    with pytest.raises(CatalogueUnreadable, match="has format 2, and this factbook reads format 1"):
        catalogue.load(tmp_path)


def test_nothing_generated(tmp_path: Path) -> None:
    """Where nothing was generated, the error says what to run."""
    with pytest.raises(CatalogueUnreadable, match="run `factbook generate`"):
        catalogue.load(tmp_path)


STRUCTS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "system": (catalogue.System,),
    "context": (catalogue.Context,),
    "role": (catalogue.Role,),
    "flag": (catalogue.Flag,),
    "field": (catalogue.Field,),
    "constraints": (catalogue.Constraints,),
    "event": (catalogue.Event,),
    "older": (catalogue.Older,),
    "deprecated": (catalogue.Deprecated,),
    "tag": (catalogue.Tag,),
    "change": (catalogue.Change,),
    "read": (catalogue.Read,),
    "command": (catalogue.Command,),
    "rejection": (catalogue.Rejection,),
    "decider": (catalogue.Decider,),
    "policy": (catalogue.Policy,),
    "effect": (catalogue.Effect,),
    "view": (catalogue.View,),
    "query": (catalogue.Query,),
    "payload": (catalogue.Payload,),
    "scenario": (catalogue.Scenario,),
    "story": (catalogue.Story,),
    "typeExpr": (catalogue.Primitive, catalogue.Named, catalogue.ListOf, catalogue.MapOf),
    "default": (catalogue.New, catalogue.Now, catalogue.Constant),
    "type": (catalogue.SimpleType, catalogue.EnumType, catalogue.RecordType, catalogue.UnionType),
    "step": (catalogue.Do, catalogue.See, catalogue.Wait, catalogue.SetFlag, catalogue.Recorded),
}


@pytest.mark.parametrize("name", STRUCTS)
def test_schema_and_reader_agree(name: str) -> None:
    """The schema and the classes that the runtime reads into have the same properties, and require the same."""
    shapes: list[dict[str, Any]] = SCHEMA["$defs"][name].get("oneOf", [])
    shapes = shapes if shapes and "properties" in shapes[0] else [SCHEMA["$defs"][name]]
    for shape, struct in zip(shapes, STRUCTS[name], strict=True):
        kind: Any = struct.__struct_config__.tag  # pyright: ignore[reportUnknownMemberType]  # its stubs are partial
        own = {one.encode_name: one.required for one in msgspec.structs.fields(struct)}
        tagged = {"kind"} if kind is not None else set[str]()

        assert set(shape["properties"]) == {*own, *tagged}
        required = {key for key, needed in own.items() if needed} | tagged
        assert required <= set(shape["required"])
        if tagged:
            assert {"const": kind} == shape["properties"]["kind"]


def test_every_definition_is_compared() -> None:
    """No definition of the schema is left out of the comparison above, but for those of plain texts."""
    assert {*STRUCTS, "place", "ref", "path", "duration"} == set(SCHEMA["$defs"])


def test_runtime_needs_no_generator() -> None:
    """What the runtime imports to read the catalogue does not draw in the generator."""
    check = "import sys, factbook.catalogue; sys.exit(any(m.startswith('factbook_codegen') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
