"""JSON Schemas of a catalogue that has everything; ``--golden-update`` writes the expected files anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from factbook_codegen.model import Context, System
from factbook_codegen.reading import read
from factbook_codegen.targets import schemas
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.conftest import Golden

HERE: Final = Path(__file__).parent
READING: Final = read(HERE / "catalogue", HERE)
SHOP: Final = READING.catalogue.systems["shop"]
ORDERING: Final = SHOP.contexts["ordering"]
ID: Final = "6e8bc430-9c3a-41d9-9669-0800200c9a66"


def made(system: System) -> dict[str, str]:
    files = schemas.system(system)
    for context in system.contexts.values():
        files |= schemas.context(context, system)
    return files


FILES: Final = made(SHOP)


def validator(path: str) -> Any:
    nothing: Registry[Any] = Registry()
    contents = [json.loads(text) for text in FILES.values()]
    registry = nothing.with_resources((one["$id"], Resource.from_contents(one)) for one in contents)
    return Draft202012Validator(json.loads(FILES[path]), registry=registry)


def test_the_catalogue_is_in_order() -> None:
    """What is generated here is generated of a catalogue without problems."""
    assert READING.diagnostics == ()


@pytest.mark.parametrize("path", FILES)
def test_files(path: str, golden: Golden) -> None:
    """Each file is the one that was read and approved, and a valid schema whose ``$id`` is its path."""
    expected = HERE / "expected" / path.replace("/", ".")

    assert golden(expected, FILES[path]) == FILES[path]
    content = json.loads(FILES[path])
    Draft202012Validator.check_schema(content)
    assert content["$id"] == f"{schemas.BASE}{path}"


def test_there_is_a_schema_for_every_message() -> None:
    """Events, commands, rejections, effects and rows of views, and the types of each folder that has any."""
    assert {
        *(f"shop/customers/schemas/{name}.json" for name in ("CustomerRegistered", "Register", "types")),
        *(
            f"shop/ordering/schemas/{name}.json"
            for name in ("OrderPlaced", "OrderPlaced.v1", "PlaceOrder", "OrderAlreadyPlaced", "TooLate", "TellCustomer")
        ),
        "shop/ordering/schemas/OrderSummary.json",
        "shop/ordering/schemas/types.json",
        "shop/schemas/types.json",
    } == set(FILES)


GOOD: Final[dict[str, Any]] = {
    "order_id": ID,
    "customer_id": ID.upper(),
    "lines": [{"sku": "MUG-0001", "quantity": 1, "price": {"amount": "12.50", "currency": "EUR"}}],
    "payment": {"Card": {"token": "a"}},
    "few": 9,
    "fine": "1234.5",
    "weight": 1,
    "placed_at": "2026-01-01T00:00:00Z",
    "due": "2030-12-31",
    "wait": "PT48H",
    "thumbnail": "AAAA",
    "by_sku": {"MUG-0001": 999},
    "by_id": {ID: 0},
    "by_number": {"999": "USD"},
    "raw": {"any": [1, None]},
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"payment": None, "note": None, "raw": None},
        {"payment": {"Cash": {"received": "0.00001"}}, "note": "", "raw": 5},
        {"lines": [GOOD["lines"][0] | {"gift": None}] * 20},
        {"fine": "-1234", "wait": "P2D", "thumbnail": "", "by_sku": {}, "by_id": {}, "by_number": {}},
    ],
)
def test_what_fits_is_valid(change: dict[str, Any]) -> None:
    """References lead from file to file, across contexts and to the types of the system."""
    assert validator("shop/ordering/schemas/OrderPlaced.json").is_valid(GOOD | change)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("order_id", ID.replace("-", "")),
        ("customer_id", f"{ID}\n"),
        ("lines", []),
        ("lines", GOOD["lines"] * 21),
        ("lines", [GOOD["lines"][0] | {"sku": "MUG-0001\n"}]),
        ("lines", [GOOD["lines"][0] | {"more": 1}]),
        ("lines", [GOOD["lines"][0] | {"price": {"amount": "12.505", "currency": "EUR"}}]),
        ("lines", [GOOD["lines"][0] | {"price": {"amount": "-0.01", "currency": "EUR"}}]),
        ("lines", [GOOD["lines"][0] | {"price": {"amount": "12345678901", "currency": "EUR"}}]),
        ("lines", [GOOD["lines"][0] | {"price": {"amount": 12, "currency": "EUR"}}]),
        ("lines", [GOOD["lines"][0] | {"price": {"amount": "12", "currency": "eur"}}]),
        ("payment", {"Card": {"token": "a"}, "Cash": {"received": "1"}}),
        ("payment", {"Coin": {}}),
        ("payment", {}),
        ("payment", {"Cash": {"received": "1.00001"}}),
        ("few", 0),
        ("few", 10),
        ("few", 2.5),
        ("fine", "12345"),  # one of the five digits is kept for the place
        ("fine", "1234.56"),
        ("note", 5),
        ("weight", 0.25),
        ("weight", float("inf")),
        ("placed_at", "2025-12-31T23:59:59.999999Z"),
        ("placed_at", "2026-01-01T00:00:00+00:00"),
        ("due", "2031-01-01"),
        ("due", "2030-02-29"),
        ("wait", "PT48H0.000001S"),
        ("thumbnail", "AAAAAA=="),
        ("by_sku", {"MUG": 1}),
        ("by_id", {ID.upper(): 1}),
        ("by_id", {ID: 2**63}),
        ("by_number", {"1000": "EUR"}),
        ("by_number", {"01": "EUR"}),
        ("by_number", {str(number): "EUR" for number in range(1, 7)}),
        ("unknown", 1),
    ],
)
def test_what_does_not_fit_is_invalid(name: str, value: Any) -> None:
    """By the schema alone: bounds of what travels as text, closed objects, whole texts."""
    found = list(validator("shop/ordering/schemas/OrderPlaced.json").iter_errors(GOOD | {name: value}))

    assert found
    assert {name} == {path[0] for one in found if (path := list(one.absolute_path))} or name == "unknown"


def test_what_is_filled_in_may_be_left_out() -> None:
    """A caller leaves out what has a default; everything else that is not optional is required."""
    place_order = validator("shop/ordering/schemas/PlaceOrder.json")

    assert place_order.is_valid({})
    assert not place_order.is_valid({"order_id": None})
    for name in GOOD:
        rest = {key: value for key, value in GOOD.items() if key != name}
        optional = name in ("payment", "raw")

        assert optional == validator("shop/ordering/schemas/OrderPlaced.json").is_valid(rest)


@pytest.mark.parametrize("text", ['"""; import os', "</script>", "line\nfeed \u2028 \x7f", "{{ x }} \\ ' \" ${y}"])
def test_descriptions_stay_descriptions(text: str) -> None:
    """Whatever is written in a catalogue arrives as it is, and as nothing else."""
    event = evolve(ORDERING.events["OrderPlaced"], summary=text)
    changed: Context = evolve(ORDERING, events={"OrderPlaced": event})
    plain = json.loads(FILES["shop/ordering/schemas/OrderPlaced.json"])
    file = schemas.context(changed, SHOP)["shop/ordering/schemas/OrderPlaced.json"]

    assert plain | {"description": text} == json.loads(file)


def test_the_same_is_made_again() -> None:
    """Byte by byte, in the order of the catalogue."""
    again = read(HERE / "catalogue", HERE).catalogue.systems["shop"]

    assert list(FILES.items()) == list(made(again).items())
