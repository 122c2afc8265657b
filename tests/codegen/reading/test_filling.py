"""What examples leave out: it is filled in, it fits its type, and it is always the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factbook_codegen.diagnostics import Severity
from factbook_codegen.model import Payload
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.reading.support import codes, read_one
from tests.examples import examples


def catalogue(types: dict[str, Any], fields: dict[str, Any], written: dict[str, Any] | None = None) -> str:
    """A context in which a scenario leaves out the fields of an event, but for those that are ``written``."""
    return json.dumps(
        {
            "context": "ordering",
            "allow": dict.fromkeys(("FB216", "FB317", "FB412", "FB318", "FB901"), "Made up."),
            "roles": {"customer": "Buys."},
            "types": types,
            "events": {"Happened": {"fields": fields}},
            "commands": {"Do": {"by": ["customer"], "records": ["Happened"]}},
            "scenarios": {"Do": {"it happens": {"when": "Do", "then": [{"Happened": written or {}}]}}},
        }
    )


def filled(types: dict[str, Any], fields: dict[str, Any], written: dict[str, Any] | None = None) -> dict[str, Any]:
    """The data of that event."""
    context, found = read_one(catalogue(types, fields, written))
    assert codes(found, Severity.ERROR) == []
    then = context.scenarios[0].then
    assert isinstance(then, tuple)
    return dict(then[0].data)


CASES: list[tuple[Any, Any]] = [
    ("text", "text"),
    ("int", 1),
    ("decimal", "1"),
    ("float", 1.0),
    ("bool", False),
    ("date", "2026-01-01"),
    ("datetime", "2026-01-01T12:00:00Z"),
    ("duration", "PT3600S"),
    ("bytes", ""),
    ("json", {}),
    ("text?", None),
    ("list[int]", []),
    ("map[text, int]", {}),
    ({"type": "text", "example": "hello"}, "hello"),
    ({"type": "text?", "example": "hello"}, None),
    ({"type": "text", "max": 2}, "te"),
    ({"type": "text", "min": 6}, "texttt"),
    ({"type": "text", "pattern": "[A-Z]{3}-\\d{2,4}"}, "AAA-00"),
    ({"type": "text", "pattern": "[A-Z]{3}-\\d{2,4}", "min": 8}, "AAA-0000"),
    ({"type": "text", "format": "ipv4"}, "192.0.2.1"),
    ({"type": "int", "min": 5}, 5),
    ({"type": "int", "max": -5}, -5),
    ({"type": "decimal", "places": 2}, "1.00"),
    ({"type": "decimal", "digits": 2, "places": 2}, "0.00"),
    ({"type": "decimal", "places": 2, "min": "0.125", "max": "0.5"}, "0.13"),
    ({"type": "decimal", "min": "123456789012345678901234567890.5"}, "123456789012345678901234567890.5"),
    ({"type": "date", "min": "2027-05-01"}, "2027-05-01"),
    ({"type": "date", "max": "2020-05-01"}, "2020-05-01"),
    ({"type": "duration", "max": "30m"}, "PT1800S"),
    ({"type": "bytes", "min": 3}, "AAAA"),
    ({"type": "list[int]", "min": 2}, [1, 1]),
    ({"type": "map[int, text]", "min": 1}, {"1": "text"}),
    ("Size", "small"),
    ("Sku", "MUG-0001"),
    ({"type": "Quantity", "max": 1}, 1),
    ({"type": "Quantity", "min": 3}, 3),
    ("Quantity", 2),
    ({"type": "Price", "max": "5"}, "1.00"),
    ("Price", "9.99"),
    ({"type": "Due", "max": "1h"}, "PT3600S"),
    ("Due", "P2D"),
    ({"type": "Names", "min": 2}, ["a", "b"]),
    ({"type": "Names", "max": 1}, []),
    ({"type": "Picture", "max": 2}, ""),
    ("Alias", {"sku": "MUG-0001", "size": "small", "note": None}),
    ("Payment", {"Line": {"sku": "MUG-0001", "size": "small", "note": None}}),
    ("Tree", {"Branch": {"left": {"Leaf": {}}, "right": {"Leaf": {}}}}),
    ({"type": "list[Tree]", "min": 1}, [{"Branch": {"left": {"Leaf": {}}, "right": {"Leaf": {}}}}]),
]


@pytest.mark.parametrize(("field", "value"), CASES)
def test_what_is_made_up(field: Any, value: object) -> None:
    """Optional: nothing; else the field's example, the type's example if it fits, or the plainest value that does."""
    types = {
        "Size": {"enum": ["small", "large"]},
        "Sku": {"type": "text", "example": "MUG-0001"},
        "Quantity": {"type": "int", "example": 2},
        "Price": {"type": "decimal", "places": 2, "example": "9.99"},
        "Due": {"type": "duration", "example": "2d"},
        "Names": {"type": "list[text]", "example": ["a", "b"]},
        "Picture": {"type": "bytes", "example": "AAAA"},
        "Line": {"record": {"sku": "Sku", "size": "Size", "note": "text?"}},
        "Alias": {"type": "Line"},
        "Payment": {"union": ["Line"]},
        "Leaf": {"record": {"note": "text?"}, "example": {}},
        "Branch": {"record": {"left": "Tree", "right": "Tree"}},
        "Tree": {"union": ["Branch", "Leaf"]},
    }
    leaf = {"note": None}
    expected = json.loads(json.dumps(value).replace('{"Leaf": {}}', json.dumps({"Leaf": leaf})))

    assert {"field": expected} == filled(types, {"field": field})


def test_uuids_are_named_after_their_type() -> None:
    """A uuid left out is the same one for the same type within a scenario, so that things hang together."""
    data = filled({"OrderId": {"type": "uuid"}}, {"first": "OrderId", "second": "OrderId", "third": "uuid"})

    assert data["first"] == data["second"] != data["third"]


def test_words_mean_the_same_within_a_scenario() -> None:
    """A word for a uuid means one uuid throughout a scenario, written anywhere in it."""
    data = filled(
        {"OrderId": {"type": "uuid"}, "Link": {"record": {"to": "OrderId"}}},
        {"first": "OrderId", "links": "list[Link]", "more": "map[uuid, int]"},
        {"first": "o1", "links": [{"to": "o1"}, {"to": "o2"}], "more": {"o1": 1}},
    )

    assert data["first"] == data["links"][0]["to"] != data["links"][1]["to"]
    assert {data["first"]: 1} == data["more"]


def test_a_uuid_is_no_word() -> None:
    """A real uuid stays itself, also where it begins with a letter."""
    uuid = "a1b2c3d4-e5f6-4789-8abc-def012345678"

    assert {"order_id": uuid} == filled({}, {"order_id": "uuid"}, {"order_id": uuid})


def test_what_is_written_is_kept() -> None:
    """Written fields are taken as they are, and the payload knows which those were."""
    context, _ = read_one(catalogue({}, {"note": "text", "count": "int?"}, {"note": "no", "count": None}))
    then = context.scenarios[0].then

    assert isinstance(then, tuple)
    assert isinstance(then[0], Payload)
    assert {"note": "no", "count": None} == then[0].data
    assert ("note", "count") == then[0].written


def test_examples_of_types_that_know_each_other() -> None:
    """Types that lead back to each other may have examples of each other, in any order."""
    types: dict[str, Any] = {
        "Child": {
            "record": {"name": "text", "parent": "Parent?"},
            "example": {"name": "Ann", "parent": {"name": "Eve"}},
        },
        "Parent": {"record": {"name": "text", "children": "list[Child]"}, "example": {"name": "Eve", "children": [{}]}},
    }
    child: dict[str, Any] = {"name": "Ann", "parent": {"name": "Eve", "children": []}}

    assert {"child": child} == filled(types, {"child": "Child"})
    assert {"child": child} == filled(dict(reversed(types.items())), {"child": "Child"})


SMALL_INT = st.integers(-50, 50)


def with_bounds(kind: str, ends: list[Any], which: int) -> dict[str, Any]:
    """A type with none, one or both of two bounds."""
    return {"type": kind} | {key: ends[at] for at, key in enumerate(("min", "max")) if which >> at & 1}


def bounded(kind: str, value: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A type with any of two bounds, in order."""
    ends = st.tuples(value, value).map(sorted)
    return st.builds(with_bounds, st.just(kind), ends, st.integers(0, 3))


LENGTH = st.integers(0, 6)
DECIMAL = st.decimals(-50, 50, places=3).map(str)
SIMPLE = st.one_of(
    bounded("int", SMALL_INT),
    bounded("float", SMALL_INT),
    bounded("text", LENGTH),
    bounded("bytes", LENGTH),
    bounded("list[int]", LENGTH),
    bounded("list[Name]", LENGTH),
    bounded("date", st.dates().map(str)),
    bounded("duration", st.integers(0, 10**6).map(lambda seconds: f"{seconds:07}s")),
    bounded("map[Size, int]", st.integers(0, 1)),
    st.builds(dict[str, Any], type=st.just("decimal"), min=DECIMAL, places=st.integers(0, 3)),
    st.builds(dict[str, Any], type=st.just("decimal"), max=DECIMAL, places=st.integers(0, 3), digits=st.integers(3, 9)),
    st.builds(
        dict[str, Any], type=st.just("text"), pattern=st.sampled_from(["[A-Z]+", "(?:ab|cde){1,3}", "a?b*c", "."])
    ),
    st.builds(
        dict[str, Any], type=st.just("text"), format=st.sampled_from(["email", "uri", "hostname", "ipv4", "ipv6"])
    ),
    st.sampled_from(
        [{"type": kind} for kind in ("bool", "uuid", "json", "datetime", "Size", "Line", "Either", "text?")]
    ),
)
TYPES: dict[str, Any] = {
    "Size": {"enum": ["small", "large"]},
    "Name": {"type": "text", "min": 2},
    "Line": {"record": {"name": "Name", "size": "Size", "next": "Line?"}},
    "Other": {"record": {"line": "Line", "either": "list[Either]"}},
    "Either": {"union": ["Other", "Line"]},
}


@settings(max_examples=examples(80))
@given(st.lists(SIMPLE, min_size=1, max_size=4))
def test_what_is_filled_in_fits(specs: list[dict[str, Any]]) -> None:
    """Whatever is filled in would be accepted if somebody wrote it; or it is said that it must be written."""
    types = TYPES | {f"T{number}": spec for number, spec in enumerate(specs) if not spec["type"].endswith("?")}
    fields: dict[str, Any] = {f"f{number}": spec for number, spec in enumerate(specs)}
    fields |= {f"t{name[1:]}": name for name in types if name[1:].isdigit()}
    context, found = read_one(catalogue(types, fields))
    if codes(found, Severity.ERROR):
        assert set(codes(found, Severity.ERROR)) <= {"FB221", "FB508"}
        return
    then = context.scenarios[0].then
    assert isinstance(then, tuple)
    data = dict(then[0].data)

    assert filled(types, fields, data) == data


@settings(max_examples=examples(40))
@given(SIMPLE, SIMPLE)
def test_an_example_that_does_not_fit_a_field_is_not_used(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    """Where a field narrows a type, the type's example is used only if it fits the field."""
    if wide["type"] != narrow["type"] or wide["type"].endswith("?"):
        return
    example = filled(TYPES, {"f": wide})["f"] if not _wrong(TYPES, {"f": wide}) else None
    types = TYPES | {"Wide": wide | {"example": example}}
    fields = {"f": narrow | {"type": "Wide"}}
    if example is None or _wrong(types, fields):
        return

    assert filled(types, fields, filled(types, fields)) == filled(types, fields)


def _wrong(types: dict[str, Any], fields: dict[str, Any]) -> list[str]:
    return codes(read_one(catalogue(types, fields))[1], Severity.ERROR)
