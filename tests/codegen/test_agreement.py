"""One truth about values: class, JSON Schema, decoder and edge say the same of every value."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from random import Random
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from factbook_codegen.formats import FORMATS
from factbook_codegen.model import (
    NO_CONSTRAINTS,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    System,
    TypeExpr,
    UnionType,
)
from factbook_codegen.reading.constraints import FITTING
from factbook_codegen.targets import python, schemas
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from factbook.codec import Codec
from factbook.errors import ConstraintViolated, Undecodable
from factbook.wire import KEY_READERS, READERS, is_list, is_object
from tests.codegen.agreement_systems import system
from tests.codegen.agreement_values import PYTHON, Rules
from tests.codegen.agreement_variants import Variants
from tests.examples import examples

_NUMBERS = count()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOBODY = UUID(int=0)


def files_of(target: Any, whole: System) -> dict[str, str]:
    files = dict(target.system(whole)) if target.system else {}
    for context in whole.contexts.values():
        files |= target.context(context, whole) if target.context else {}
    return files


class Sources(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports generated modules from texts, below a package of any name."""

    def __init__(self, root: str, files: Mapping[str, str]) -> None:
        self.root = root
        self.texts = {f"{root}/{path}".removesuffix(".py").replace("/", "."): text for path, text in files.items()}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.root and not fullname.startswith(f"{self.root}."):
            return None
        package = fullname == self.root or f"{fullname}.__init__" in self.texts
        return importlib.util.spec_from_loader(fullname, self, is_package=package)

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        exec(self.texts.get(name) or self.texts.get(f"{name}.__init__", ""), module.__dict__)


@contextmanager
def generated(whole: System) -> Generator[str]:
    """The generated Python of a system, importable below a package whose name is answered."""
    root = f"agreement_{next(_NUMBERS)}"
    finder = Sources(root, files_of(python.TARGET, whole))
    sys.meta_path.insert(0, finder)
    try:
        yield f"{root}.{whole.name}"
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name == root or name.startswith(f"{root}.")]:
            del sys.modules[name]


class Parties:
    """Everybody who judges values of the messages of ``alpha``."""

    def __init__(self, whole: System, package: str) -> None:
        self.system = whole
        self.package = package
        self.rules = Rules(whole)
        self.codec: Codec = importlib.import_module(f"{package}.alpha.codec").CODEC
        texts = {f"{schemas.BASE}{path}": json.loads(text) for path, text in files_of(schemas.TARGET, whole).items()}
        nothing: Registry[Any] = Registry()
        registry = nothing.with_resources((uri, Resource.from_contents(content)) for uri, content in texts.items())
        for content in texts.values():
            Draft202012Validator.check_schema(content)
        self.registry = registry
        self._good: set[str] = set()
        self._validators: dict[str, Any] = {}

    def schema(self, name: str, raw: Any, changed: str = "") -> bool:
        """What the schema of a message says; where only one field was changed in a good one, what it says of that."""
        of_field = changed in raw and name in self._good if changed else False
        path = f"{name}.json#/properties/{changed}" if of_field else f"{name}.json"
        if (validator := self._validators.get(path)) is None:
            uri = f"{schemas.BASE}shop/alpha/schemas/{path}"
            made: Any = Draft202012Validator({"$ref": uri}, registry=self.registry)
            validator = self._validators[path] = made
        return bool(validator.is_valid(raw[changed] if of_field else raw))

    def begin(self, name: str, raw: Any) -> None:
        """Remember whether the message that others are changed from is good."""
        if self.schema(name, raw):
            self._good.add(name)

    def edge(self, name: str, raw: Any) -> Any:
        try:
            return self.codec.structure(name, raw)
        except Undecodable:
            return None

    def decoder(self, name: str, raw: Any) -> Any:
        try:
            return self.codec.decode(name, json.dumps(raw))
        except Undecodable:
            return None

    def cls(self, name: str, fields: Mapping[str, Field], raw: Any) -> Any:
        """The instance that the class makes of values that were read without looking at their constraints."""
        try:
            return self.codec.class_of(name)(**self._arguments(fields, raw)) if is_object(raw) else None
        except (ConstraintViolated, TypeError):
            return None

    def _arguments(self, fields: Mapping[str, Field], raw: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value if value is None or name not in fields else self._python(fields[name].type, value)
            for name, value in raw.items()
        }

    def _python(self, expression: TypeExpr, raw: Any) -> Any:
        """The Python value for what is written rightly; what is not stays as it is."""
        base, _ = self.rules.base(expression)
        if isinstance(base, Primitive):
            value = None if base.name == "json" else READERS[PYTHON[base.name]].read(raw)
            return raw if value is None else value
        if isinstance(base, EnumType):
            return self._type(base)(raw) if raw in base.values else raw
        if is_list(raw) and isinstance(base, ListOf):
            return tuple(self._python(base.item, one) for one in raw)
        if not is_object(raw):
            return raw
        match base:
            case MapOf(key, value):
                return {self._key(key, name): self._python(value, one) for name, one in raw.items()}
            case RecordType(fields=fields):
                return self._type(base)(**self._arguments(fields, raw))
            case UnionType(members=members) if len(raw) == 1:
                ((name, inner),) = raw.items()
                found = [ref for ref in members if ref.name == name]
                return self._python(Named(found[0]), inner) if found and is_object(inner) else raw
            case _:
                return raw

    def _key(self, expression: TypeExpr, raw: str) -> Any:
        base, _ = self.rules.base(expression)
        if isinstance(base, EnumType):
            return self._python(expression, raw)
        value = KEY_READERS[PYTHON[base.name]].read(raw)
        return raw if value is None else value

    def _type(self, definition: EnumType | RecordType) -> Any:
        """The generated class; names are unique in these systems."""
        homes = ["", *self.system.contexts]
        types = {"": self.system.types} | {name: one.types for name, one in self.system.contexts.items()}
        home = next(home for home in homes if types[home].get(definition.name) == definition)
        module = ".".join(part for part in (self.package, home, "types") if part)
        return getattr(importlib.import_module(module), definition.name)


def agree(random: Random) -> None:
    drawn = system(random)
    with generated(drawn) as package:
        parties = Parties(drawn, package)
        variants = Variants(drawn, random)
        alpha = drawn.contexts["alpha"]
        for name, fields in {"Happened": alpha.events["Happened"].fields, "Ask": alpha.commands["Ask"].fields}.items():
            messages = variants.messages(fields)
            _, unchanged = next(messages)
            parties.begin(name, unchanged)
            for changed, raw in (("", unchanged), *messages):
                judge(parties, name, fields, changed, raw)


seeds = st.integers(0, 2**64).map(Random)
"""Randomness of Python's own: Hypothesis would begin with the plainest systems, and none is found by shrinking that is
not found sooner by looking at the field and the value, which is what :func:`judge` says."""

SETTINGS = settings(max_examples=examples(12), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@given(seeds)
@SETTINGS
def test_all_say_the_same(random: Random) -> None:
    """Of any value of any type: the schema, the decoder, the edge, the class, and the rules for examples."""
    agree(random)


@pytest.mark.long
@given(seeds)
@settings(SETTINGS, max_examples=1000)
def test_all_say_the_same_for_long(random: Random) -> None:
    """The same, of many more."""
    agree(random)


def test_every_constraint_is_kept_and_broken() -> None:
    """Systems like those above have each constraint on each type that it fits, each format, and values that are good
    but for that one thing: nobody's silence passes for agreement."""
    wanted = {(kind, key) for kind, keys in FITTING.items() for key in keys if key != "format"}
    wanted |= {("text", name) for name in FORMATS}
    kept: set[tuple[str, str]] = set()
    broken: set[tuple[str, str]] = set()
    for seed in range(1000):
        if kept == broken == wanted:
            break
        random = Random(seed)
        drawn = system(random)
        variants = Variants(drawn, random)
        alpha = drawn.contexts["alpha"]
        for field in (*alpha.events["Happened"].fields.values(), *alpha.commands["Ask"].fields.values()):
            base, _ = variants.rules.base(field.type)
            kind = base.name if isinstance(base, Primitive) else "list" if isinstance(base, ListOf) else "map"
            values = [*variants.values(field.type, field.constraints)] if field.constraints else []
            for key, bound in field.constraints._asdict().items():
                if bound is None:
                    continue
                alone = NO_CONSTRAINTS._replace(**{key: bound})
                others = field.constraints._replace(**{key: None})
                pair = kind, bound if key == "format" else key
                for value in values:
                    if variants.rules.fits(field.type, others, value):
                        (kept if variants.rules.fits(field.type, alone, value) else broken).add(pair)

    assert (wanted, wanted) == (kept, broken)


def judge(parties: Parties, name: str, fields: Mapping[str, Field], changed: str, raw: Any) -> None:
    """Compare what everybody says about one message, in which one field was changed."""
    whole = raw
    if name == "Ask" and is_object(raw):
        whole = parties.codec.complete(name, raw, now=NOON, new_id=lambda: NOBODY)
    edge, decoder, cls = parties.edge(name, whole), parties.decoder(name, whole), parties.cls(name, fields, whole)
    said = {
        "rules": parties.rules.message(fields, raw),
        "schema": parties.schema(name, raw, changed),
        "edge": edge is not None,
        "decoder": decoder is not None,
        "class": cls is not None,
    }

    assert len(set(said.values())) == 1, f"{said} of {about(parties, fields, changed, raw)}"
    if edge is not None:
        data = parties.codec.encode(edge)

        assert edge == decoder == cls == parties.codec.decode(name, data), about(parties, fields, changed, raw)
        assert parties.schema(name, json.loads(data), changed), data
        if name == "Happened":
            assert edge == parties.codec.decode_recorded(name, 1, data)


def about(parties: Parties, fields: Mapping[str, Field], changed: str, raw: Any) -> str:
    """A message in a line: the field that was changed, its value and its type."""
    if not changed:
        return f"{raw!r} for {', '.join(fields)}"
    field = fields[changed]
    base, narrow = parties.rules.base(field.type, field.constraints)
    optional = ", optional" if field.optional else ""
    return f"{raw.get(changed, '(left out)')!r} for {field.type} which is {base} with {narrow}{optional}"
