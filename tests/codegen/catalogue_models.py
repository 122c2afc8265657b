"""Hypothesis strategies for models of whole systems: every kind of entry, step and type occurs.

Names and texts are arbitrary; that references lead somewhere is the reader's business and not kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from factbook_codegen.model import (
    ABSENT,
    PRIMITIVES,
    Change,
    Command,
    Constraints,
    Context,
    Decider,
    Default,
    Do,
    Effect,
    EnumType,
    Event,
    Field,
    Flag,
    Issue,
    ListOf,
    MapOf,
    Named,
    Order,
    Payload,
    Place,
    Policy,
    Primitive,
    Query,
    Read,
    Recorded,
    RecordType,
    Ref,
    Refused,
    Rejection,
    Role,
    Scenario,
    See,
    SetFlag,
    SimpleType,
    Source,
    Story,
    System,
    Tag,
    UnionType,
    View,
    Visibility,
    Wait,
)
from hypothesis import strategies as st

T = TypeVar("T")

snake = st.sampled_from(["order_id", "sku", "left", "a", "x1", "placed_at", "lines"])
pascal = st.sampled_from(["Order", "OrderPlaced", "Sku", "PlaceOrder", "A", "X1", "Money"])
texts = st.text(st.characters(codec="utf-8"), max_size=12)
places = st.builds(Place, st.just("catalogue/shop/ordering.yaml"), st.integers(1, 99), st.integers(1, 99))
refs = st.builds(Ref, st.sampled_from(["ordering", "stock"]), pascal)
type_refs = refs | st.builds(Ref, st.just(""), pascal)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2), max_leaves=4
)
paths = st.lists(snake, min_size=1, max_size=2).map(tuple)
durations = st.timedeltas(timedelta(0), timedelta(days=999))
bounds = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(Decimal),
    st.dates(),
    st.datetimes(datetime(1, 1, 1), timezones=st.just(UTC)),
    durations,
)


def few(items: st.SearchStrategy[T], at_least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    """A tuple of at most two."""
    return st.lists(items, min_size=at_least, max_size=2).map(tuple)


def maybe(items: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """An item or none."""
    return st.none() | items


def by_name(entries: st.SearchStrategy[T]) -> st.SearchStrategy[Mapping[str, T]]:
    """A few entries by their names."""

    def named(items: list[Any]) -> Mapping[str, T]:
        return {item.name: item for item in items}

    return st.lists(entries, max_size=2).map(named)


expressions = st.recursive(
    st.builds(Primitive, st.sampled_from(PRIMITIVES)) | st.builds(Named, type_refs),
    lambda inner: st.builds(ListOf, inner) | st.builds(MapOf, inner, inner),
    max_leaves=3,
)
constraints = st.builds(
    Constraints,
    min=maybe(bounds),
    max=maybe(bounds),
    pattern=maybe(texts.filter(bool)),
    format=maybe(st.just("email")),
    digits=maybe(st.integers(1, 20)),
    places=maybe(st.integers(0, 20)),
)
examples = st.just(ABSENT) | json_values
fields = by_name(
    st.builds(
        Field,
        snake,
        expressions,
        places,
        optional=st.booleans(),
        constraints=constraints,
        default=st.just(ABSENT) | st.sampled_from(Default) | json_values,
        example=examples,
        summary=texts,
        personal=maybe(snake),
    )
)
simple_types = st.builds(
    SimpleType,
    pascal,
    texts,
    places,
    expressions,
    expressions,
    constraints,
    constraints,
    tag=maybe(snake),
    personal=maybe(snake),
    example=examples,
)
enum_types = st.builds(
    EnumType,
    pascal,
    texts,
    places,
    few(pascal, 1),
    summaries=st.dictionaries(pascal, texts, max_size=2),
    tag=maybe(snake),
    personal=maybe(snake),
    example=examples,
)
record_types = st.builds(RecordType, pascal, texts, places, fields, personal=maybe(snake), example=examples)
union_types = st.builds(UnionType, pascal, texts, places, few(type_refs, 1), personal=maybe(snake), example=examples)
type_defs = st.one_of(simple_types, enum_types, record_types, union_types)

tags = few(st.builds(Tag, snake, paths))
steps_of_changes = st.one_of(
    st.tuples(st.just("add"), snake, json_values),
    st.tuples(st.just("rename"), snake, snake),
    st.tuples(st.just("remove"), snake, snake),
    st.tuples(st.just("convert"), snake, snake),
    st.tuples(st.just("types"), pascal, st.integers(2, 5)),
)
changes = st.builds(Change, st.integers(2, 5), few(steps_of_changes), places)
events = st.builds(
    Event, pascal, texts, places, fields, tags, st.booleans(), version=st.integers(1, 5), changes=few(changes)
)
reads = few(st.builds(Read, maybe(refs), tags, st.booleans(), places))
rejections = st.builds(Rejection, pascal, texts, places, fields)
commands = st.builds(
    Command, pascal, texts, places, few(snake), fields, reads, few(refs), few(pascal), pascal, once=st.booleans()
)
deciders = st.builds(Decider, pascal, texts, places, maybe(snake), few(pascal, 1), few(refs), declared=st.booleans())
issues = st.builds(Issue, refs, st.sampled_from(["command", "effect"]))
policies = st.builds(
    Policy, pascal, texts, places, few(refs, 1), few(issues), after=maybe(durations), flag=maybe(snake), reads=reads
)
effects = st.builds(Effect, pascal, texts, places, fields, few(refs))
views = st.builds(
    View,
    pascal,
    texts,
    places,
    few(snake, 1),
    few(st.builds(Source, refs, maybe(few(paths, 1)), places)),
    fields,
    index=few(few(snake, 1)),
    visible_to=few(st.builds(Visibility, snake, maybe(snake))),
)
queries = st.builds(
    Query,
    pascal,
    texts,
    places,
    refs,
    where=few(snake),
    order=few(st.builds(Order, snake, st.booleans())),
    limit=maybe(st.integers(1, 100)),
)

payloads = st.builds(Payload, refs, st.dictionaries(snake, json_values, max_size=2), few(snake), places)
scenarios = st.builds(
    Scenario,
    texts,
    st.sampled_from(["decider", "policy", "view"]),
    pascal,
    few(payloads),
    maybe(payloads),
    few(payloads) | st.builds(Refused, payloads),
    places,
)
steps = st.one_of(
    st.builds(Do, snake, payloads, maybe(refs), places),
    st.builds(See, payloads, st.booleans(), places),
    st.builds(Wait, durations, places),
    st.builds(SetFlag, snake, st.booleans(), places),
    st.builds(Recorded, few(refs), places),
)
stories = st.builds(Story, texts, st.lists(steps, max_size=4).map(tuple), places)

roles = st.builds(Role, snake, texts, places)
flags = st.builds(Flag, snake, texts, places, default=st.booleans())
contexts = st.builds(
    Context,
    name=st.sampled_from(["ordering", "stock"]),
    system=st.just("shop"),
    title=texts,
    summary=texts,
    place=places,
    owner=texts,
    roles=by_name(roles),
    flags=by_name(flags),
    types=by_name(type_defs),
    events=by_name(events),
    commands=by_name(commands),
    rejections=by_name(rejections),
    deciders=by_name(deciders),
    policies=by_name(policies),
    effects=by_name(effects),
    views=by_name(views),
    queries=by_name(queries),
    scenarios=few(scenarios),
    stories=few(stories),
)
systems = st.builds(
    System,
    name=st.just("shop"),
    title=texts,
    summary=texts,
    place=places,
    roles=by_name(roles),
    flags=by_name(flags),
    types=by_name(type_defs),
    stories=few(stories),
    contexts=by_name(contexts),
)
"""A system of at most two contexts."""
