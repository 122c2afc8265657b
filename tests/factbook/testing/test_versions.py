"""The laws of versions find what is wrong with hand-written upcasters, and the payload that shows it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from deciders.shop import shop
from factbook.system import System
from factbook.testing import LawBroken, check_laws, check_released, check_version
from factbook.testing.released import Released, released, tampered
from tests.factbook.testing.projects import Library

RELEASED = Path("generated/shop/released")


def with_function(**functions: Any) -> System:
    """The shop with another function to change old events with."""
    return attrs.evolve(shop, upcasters={**shop.upcasters, **functions})


def broken(system: System, event: str, version: int = 1) -> str:
    """What the laws say about an event."""
    with pytest.raises(LawBroken) as caught:
        check_version(system, event, version, examples=40)
    return str(caught.value)


def test_a_function_has_to_take_every_old_value() -> None:
    """The value on which it raises is found, and is the smallest."""

    def time_of_seconds(since: int) -> str:
        if since > 3_000_000_000:
            raise OverflowError
        return datetime.fromtimestamp(since, UTC).isoformat().replace("+00:00", "Z")

    said = broken(with_function(time_of_seconds=time_of_seconds), "billing.PaymentReceived")

    first, _, payload = said.partition("\n\n")
    assert (
        "billing.PaymentReceived, recorded in version 1, cannot be changed to version 2: "
        "$.received_at: time_of_seconds raised OverflowError"
    ) == first
    assert '"received_at": 3000000001' in payload


def about(_: str) -> str:
    """No time at all."""
    return "about noon"


def now(_: str) -> str:
    """Another time whenever it is asked."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (about, '$.dispatched_at: "about noon" is no time'),
        (len, "$.dispatched_at: 10 is no time"),
        (now, "by a function that reads a clock"),
    ],
)
def test_what_a_function_gives_has_to_be_valid(function: Callable[[str], object], said: str) -> None:
    """It is held to what the class of today says, and to being a function of its argument."""
    assert said in broken(with_function(noon_of=function), "shipping.ShipmentDispatched")


def test_the_shop_keeps_the_laws() -> None:
    """A system as a whole can be asked, too."""
    assert check_laws(attrs.evolve(shop), examples=2) is None


def test_every_released_payload_is_found() -> None:
    """In each version of each event of the shop."""
    found = list(released(RELEASED))

    assert [1, 2, 3] == sorted({one.version for one in found if one.event == "ordering.OrderPlaced"})
    assert set() == set(tampered(RELEASED))
    for one in found[::20]:
        check_released(shop, one)


def test_a_payload_that_is_not_read_any_more_is_shown() -> None:
    """With the file that holds it."""
    payload = Released("cart.PriceSet", 1, {"sku": "MUG-0001"}, None, "released/cart/PriceSet.v1.json[0]")

    with pytest.raises(LawBroken) as caught:
        check_released(shop, payload)

    said = "was recorded once, and cannot be read any more: $: Object missing required field `unit_price`"
    assert f'released/cart/PriceSet.v1.json[0] {said}\n\n{{\n  "sku": "MUG-0001"\n}}' == str(caught.value)


def test_a_payload_that_no_longer_fits_a_pattern_is_shown() -> None:
    """A store would read it back all the same; a release does not let the pattern become narrower unnoticed."""
    payload = Released("cart.PriceSet", 1, {"sku": "mug", "unit_price": "1"}, None, "here")

    with pytest.raises(LawBroken, match=r'cannot be read any more: \$\.sku: "mug" does not match \[A-Z\]'):
        check_released(shop, payload)


def test_a_payload_keeps_its_tags() -> None:
    """What is found by a tag stays found by it."""
    payload = Released("cart.PriceSet", 1, {"sku": "MUG-0001", "unit_price": "1"}, ["sku:CUP-0001"], "here")

    with pytest.raises(LawBroken, match="recorded with the tag sku:CUP-0001, and would not carry it now"):
        check_released(shop, payload)


def test_edited_and_added_files(tmp_path: Path) -> None:
    """A released file that was edited is noticed; payloads of one's own are read."""
    folder = shutil.copytree(RELEASED, tmp_path / "released")
    (folder / "cart" / "PriceSet.v1.mine.json").write_text('[{"sku": "A"}]', "utf-8")
    (folder / "cart" / "PriceSet.v1.json").write_text("{}", "utf-8")
    (folder / "cart" / "ItemAdded.v1.json").unlink()

    assert {"cart/PriceSet.v1.json", "cart/ItemAdded.v1.json"} == set(tampered(folder))
    (folder / "cart" / "PriceSet.v1.json").unlink()
    assert {"sku": "A"} in [one.data for one in released(folder)]


@pytest.mark.long
def test_versions_are_tests_of_a_project(library: Library) -> None:
    """Without anybody asking: the laws of each older version, and what was released."""
    library.change(
        "catalogue/library/lending.yaml",
        "  BookLent:\n",
        "  BookLent:\n    version: 2\n    changes: {2: {rename: {until: due}}}\n",
    )
    library.generate()
    first = library.factbook("release")
    again = library.factbook("release")
    ran = library.pytest("catalogue", "-k", "version or released", "-v")

    assert (0, 0) == (first.code, again.code), first.out + again.out
    assert "0 released, " in again.out
    assert "BookLent: version 1 is read as version 2 PASSED" in ran.out
    assert "what was released of lending PASSED" in ran.out
    released_file = library.root / "generated/library/released/lending/BookLent.v1.json"
    released_file.write_text(released_file.read_text("utf-8").replace("until", "due"), "utf-8")
    edited = library.factbook("release", "--check")
    assert (1, True) == (edited.code, "FB708" in edited.out)
    assert 1 == library.pytest("catalogue", "-k", "released").code
