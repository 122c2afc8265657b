"""A name that is misspelt in one place is reported in that place: what only follows from it is not said as well."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from factbook_codegen.diagnostics import Diagnostic, in_order
from factbook_codegen.reading import Sheet, Shelf, find_sheets, read_system
from factbook_codegen.reading.shelf import Kept

from tests.codegen.reading.rich import RICH
from tests.codegen.reading.support import read_texts
from tests.codegen.reading.typos import DECLARATIONS, REFERENCES, Typo, typos
from tests.examples import examples

SHOP: Final = Path(__file__).parents[3] / "catalogue"

UNKNOWN: Final = {"FB201", "FB301", "FB306", "FB312", "FB314", "FB316", "FB401", "FB404", "FB406", "FB408", "FB409"} | {
    *("FB218", "FB502", "FB504", "FB506", "FB507", "FB510", "FB603")
}
"""What is said of a name that nothing has."""


CASCADES: Final = (
    *["commands/*/records", "deciders/*/commands", "policies/*/when", "policies/*/issues", "views/*/from/@"],
    "types/*/personal",
)
"""The places from which most would follow."""


def some(several: list[Typo], number: int) -> list[Typo]:
    """So many of several typos, from all parts of the files."""
    return several[:: -(-len(several) // examples(number))]


def by_place(found: Iterable[Typo]) -> dict[str, list[Typo]]:
    """Typos by the kind of place at which they are."""
    sorted_by: dict[str, list[Typo]] = {}
    for typo in found:
        sorted_by.setdefault(typo.place, []).append(typo)
    return sorted_by


def elsewhere(typo: Typo, found: Iterable[Diagnostic]) -> list[str]:
    """What is said that is not said in the place of the typo."""
    return [
        f"{one.code} {one.place.file}:{one.place.line}:{one.place.column} {one.message}"
        for one in found
        if not one.place.file.endswith(f"/{typo.name}.yaml")
        or one.place.line != typo.line
        or one.place.column not in typo.columns
    ]


IN_RICH: Final = by_place(typos(RICH, REFERENCES))


def test_every_kind_of_place_is_tried() -> None:
    """The system that uses the whole language has every place that there is."""
    assert set(REFERENCES) == IN_RICH.keys()


@pytest.mark.parametrize("place", IN_RICH)
def test_a_misspelt_reference(place: str) -> None:
    """It is reported where it stands, once, and nothing else is, not even a warning that comes of it."""
    before = set(read_texts(**RICH)[1])
    for typo in some(IN_RICH[place], 2):
        found = [one for one in read_texts(**RICH | {typo.name: typo.text})[1] if one not in before]

        assert len(found) == 1, typo[:-1]
        assert elsewhere(typo, found) == [], typo[:-1]


@pytest.mark.parametrize(("place", "several"), by_place(typos(RICH, DECLARATIONS)).items())
def test_a_misspelt_declaration(place: str, several: list[Typo]) -> None:
    """Where it was meant nothing is found, and that is all: nobody is said not to use, record or issue it."""
    before = {(one.code, one.message) for one in read_texts(**RICH)[1]}
    for typo in some(several, 2):
        found = [
            one
            for one in read_texts(**RICH | {typo.name: typo.text})[1]
            if (one.code, one.message.replace(typo.written, typo.meant)) not in before
        ]

        assert {one.code for one in found} <= UNKNOWN, (typo[:-1], found)
        assert [one for one in found if typo.meant not in one.message + one.help] == [], typo[:-1]


class Others(Shelf):
    """The contexts of a system as they were before one of them was changed."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        super().__init__()
        self.kept: dict[str, Kept] = {}
        self.changed = ""

    def take(self, name: str) -> Kept | None:
        """A context, unless it is the changed one."""
        return None if name == f"shop/{self.changed}" else self.kept.get(name)

    def put(self, name: str, kept: Kept) -> None:
        """Keep what is read first."""
        self.kept.setdefault(name, kept)


@cache
def shop() -> tuple[dict[str, str], Others, set[Diagnostic]]:
    """The files of the shop, its contexts, and what is said about them."""
    sheets, _ = find_sheets(SHOP, SHOP.parent)
    others = Others()
    _, found = read_system("shop", sheets["shop"], others)
    return {sheet.name: sheet.data.decode() for sheet in sheets["shop"]}, others, set(found)


@pytest.mark.parametrize("place", CASCADES)
def test_a_misspelt_reference_in_the_shop(place: str) -> None:
    """In a catalogue of a usual size there is more that could follow from a typo, and does not."""
    texts, others, before = shop()
    for typo in some(list(typos(texts, (place,))), 1):
        others.changed = typo.name
        sheets = tuple(
            Sheet("shop", name, f"catalogue/shop/{name}.yaml", text.encode())
            for name, text in (texts | {typo.name: typo.text}).items()
        )
        found = [one for one in in_order(read_system("shop", sheets, others)[1]) if one not in before]

        assert len(found) == 1, typo[:-1]
        assert elsewhere(typo, found) == [], typo[:-1]
