"""Whatever is edited, a site that is built step by step is the site that a fresh start builds, to the byte."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import Factory, define
from factbook_codegen import cache
from factbook_codegen.settings import Project, load_project
from factbook_codegen.site import making, pages, printing, roles
from factbook_codegen.site import memory as memories
from factbook_codegen.site.building import Built, build
from factbook_codegen.site.desk import Desk
from factbook_codegen.site.front import CODE_PAGES
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.site.projects import texts

SYSTEM: Final = """\
system: shop
title: The shop
roles: {clerk: Sells., buyer: Buys.}
types:
  Note: {type: text, max: 80, summary: A few words.}
stories:
  a sale that is booked:
    - clerk: {Sell: {sale_id: 018f0000-0000-7000-8000-000000000001, amount: 5}}
    - recorded: [Sold, Booked]
"""

LEDGER: Final = """\
context: ledger
summary: Keeps the books.
types:
  Amount: {type: int, min: 0, example: 5, summary: Whole coins.}
events:
  Booked: {summary: It stands in the books., fields: {amount: Amount}, public: true}
commands:
  Book: {summary: Note it., by: [clerk], fields: {amount: Amount}, records: [Booked], allow: {FB317: each is booked}}
policies:
  BookSale: {summary: Sales are booked., when: till.Sold, issues: [Book]}
views:
  Totals:
    summary: All that was booked.
    key: [amount]
    from: {Booked: amount}
    fields: {amount: Amount}
    visible_to: {clerk: all}
scenarios:
  Book:
    an amount is booked:
      when: {Book: {amount: 1}}
      then: [{Booked: {amount: 1}}]
  BookSale:
    a sale is booked:
      when: {till.Sold: {sale_id: 018f0000-0000-7000-8000-000000000001, amount: 7}}
      then: [{Book: {amount: 7}}]
"""

TILL: Final = """\
context: till
summary: Takes the money.
types:
  SaleId: {type: uuid, tag: sale}
events:
  Sold: {summary: It is sold., fields: {sale_id: SaleId, amount: ledger.Amount}, public: true}
  Returned: {fields: {sale_id: SaleId, note: Note}}
commands:
  Sell:
    summary: Sell it.
    by: [clerk]
    fields: {sale_id: SaleId, amount: ledger.Amount}
    reads: {Sold: sale_id}
    records: [Sold]
    rejects: {AlreadySold: It is gone.}
  Return:
    by: [buyer]
    fields: {sale_id: SaleId, note: Note}
    reads: {Sold: sale_id, Returned: sale_id}
    records: [Returned]
    rejects: {NotSold: Nobody bought it.}
"""

STOCK: Final = """\
context: stock
summary: Knows what there is.
events:
  Counted: {fields: {number: int}, public: true}
commands:
  Count: {by: [clerk], fields: {number: int}, records: [Counted], allow: {FB317: each count stands}}
"""

FILES: Final = {
    "catalogue/shop/system.yaml": SYSTEM,
    "catalogue/shop/ledger.yaml": LEDGER,
    "catalogue/shop/till.yaml": TILL,
    "catalogue/shop/stock.yaml": STOCK,
    "catalogue/shop/about.md": "# About\n\nSee {command:Sell}.\n",
    "docs/index.md": "# Read me\n\nSee [more](more.md) and {event:Sold}.\n",
    "docs/more.md": "# More\n",
}

EDITS: Final[dict[str, tuple[str, str, str]]] = {
    "a summary of a context": ("till", "Takes the money.", "Takes money."),
    "a summary of an event that others show": ("till", "It is sold.", "It was sold."),
    "a summary of a command that others show": ("ledger", "Note it.", "Write it down."),
    "a summary of a policy": ("ledger", "Sales are booked.", "Each sale is booked."),
    "a summary of a type that others use": ("ledger", "Whole coins.", "Coins."),
    "a summary of a view": ("ledger", "All that was booked.", "What was booked."),
    "a type that others use": ("ledger", "min: 0", "min: 1"),
    "a field more": ("till", "Returned: {fields: {sale_id: SaleId,", "Returned: {fields: {why: int, sale_id: SaleId,"),
    "an event renamed": ("stock", "Counted", "CountedAgain"),
    "a command removed": ("till", "  Return:\n" + TILL.partition("  Return:\n")[2], ""),
    "an event that others react to, deprecated": (
        "till",
        "Sold: {summary",
        'Sold: {deprecated: {since: "2026-01-01", reason: Nobody asks.}, summary',
    ),
    "a title that stands beside every page": ("stock", "context: stock", "context: stock\ntitle: The shelf"),
    "lines before everything": ("ledger", "context: ledger", "# Edited.\n\ncontext: ledger"),
    "lines before everything that others lead to": ("till", "context: till", "# Edited.\n\ncontext: till"),
    "a policy of another context": (
        "stock",
        "commands:",
        "policies: {CountWhenSold: {when: till.Sold, issues: [Count]}}\ncommands:",
    ),
    "a scenario that tells of another context": ("ledger", "a sale is booked", "whatever is sold is booked"),
    "a value in such a scenario": ("ledger", "amount: 7}}\n      then", "amount: 8, }}\n      then"),
    "a scenario told twice": (
        "ledger",
        "    an amount is booked:",
        "    an Amount, is booked:\n      when: {Book: {amount: 3}}\n"
        "      then: [{Booked: {amount: 3}}]\n    an amount is booked:",
    ),
    "a story's title": ("system", "a sale that is booked", "a sale, that is booked"),
    "a step of a story": ("system", "    - recorded: [Sold, Booked]\n", ""),
    "a role": ("system", "buyer: Buys.", "buyer: Buys things."),
    "a role more": ("system", "buyer: Buys.", "buyer: Buys., thief: Steals."),
    "a role of one context more": ("stock", "summary: Knows", "roles: {thief: Steals.}\nsummary: Knows"),
    "a type of all": ("system", "max: 80", "max: 90"),
    "the words of a page": ("about.md", "See {", "Look at {"),
    "the title of a page": ("about.md", "# About", "# All about it"),
    "a page of the project": ("docs/index.md", "Read me", "Read this"),
}
"""File, what stands in it, and what takes its place; each can be done and undone whatever was done to others."""

NEW: Final = {
    "a context more": ("catalogue/shop/audit.yaml", STOCK.replace("stock", "audit").replace("Count", "Check")),
    "a page more": ("catalogue/shop/why.md", "# Why\n\n{context:till}\n"),
    "a page more of the project": ("docs/later.md", "# Later\n"),
}


@define
class Kept:
    """A project whose files are edited."""

    root: Path
    desk: Desk | None = None
    texts: dict[str, str] = Factory(dict[str, str])

    @property
    def project(self) -> Project:
        """As its settings say."""
        project, problems = load_project(self.root)
        assert problems == []
        return project

    def hold(self, files: Mapping[str, str]) -> None:
        """Let the project have these files, and write only those that differ."""
        for path in {*self.texts, *files}:
            if path not in files:
                (self.root / path).unlink()
            elif self.texts.get(path) != files[path]:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_text(files[path], "utf-8")
        self.texts = dict(files)

    def build(self) -> Built:
        """Bring its site up to date."""
        return build(self.project, desk=self.desk) if self.desk else build(self.project)

    def forget(self) -> None:
        """Make the next build begin anew, but for the pages of diagnostics, which no edit changes."""
        memory = memories.load(self.root, tool := cache.fingerprint([]))
        units = {name: unit for name, unit in memory.units.items() if name == CODE_PAGES}
        memories.save(self.root, memories.Memory(tool, units, memory.outputs))


@define
class Trio:
    """The same project three times: built in one process that knows what it made, by processes that come and go, and
    anew, once for the same edits."""

    warm: Kept
    cold: Kept
    anew: Kept
    done: frozenset[str] = frozenset()
    known: dict[frozenset[str], tuple[Built, dict[str, str]]] = Factory(
        dict[frozenset[str], tuple[Built, dict[str, str]]]
    )

    def step(self, done: set[str]) -> list[Built]:
        """Build each of them with these edits done."""
        self.done = frozenset(done)
        files = edited(done)
        built: list[Built] = []
        for one in (self.warm, self.cold):
            one.hold(files)
            built.append(one.build())
        if self.done not in self.known:
            self.anew.forget()
            self.anew.hold(files)
            self.known[self.done] = self.anew.build(), texts(self.anew.project)
        return [*built, self.known[self.done][0]]

    def differences(self) -> list[str]:
        """Files that are not the same in all of them."""
        warm, cold, anew = texts(self.warm.project), texts(self.cold.project), self.known[self.done][1]
        return sorted(
            path for path in {*warm, *cold, *anew} if not warm.get(path, "") == cold.get(path, "") == anew.get(path, "")
        )


def path_of(name: str) -> str:
    """The file that an edit names."""
    return name if "/" in name else f"catalogue/shop/{name}{'' if '.' in name else '.yaml'}"


def edited(done: set[str]) -> dict[str, str]:
    """The files of the project with these edits, in the order in which they are listed."""
    files = dict(FILES)
    for name, (file, before, after) in EDITS.items():
        if name in done:
            path = path_of(file)
            files[path] = files[path].replace(before, after)
    files.update(NEW[name] for name in NEW if name in done)
    return files


@pytest.fixture(scope="module")
def trio(tmp_path_factory: pytest.TempPathFactory) -> Trio:
    """Built once, without edits."""
    return three(tmp_path_factory.mktemp("three"))


def three(folder: Path) -> Trio:
    """None of them is built yet."""
    kept = [Kept(folder / name / "shop") for name in ("warm", "cold", "anew")]
    kept[0].desk = Desk()
    for one in kept:
        one.root.mkdir(parents=True)
        (one.root / "pyproject.toml").write_text('[tool.factbook]\npages = "docs"\n', "utf-8")
        one.hold(FILES)
    return Trio(kept[0], kept[1], kept[2])


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawings are their own texts: what matters here is what they are drawn from."""

    def draw(dots: Mapping[str, str], *_: Any) -> tuple[dict[str, str], dict[str, str]]:
        return {name: f"<svg><text>{html.escape(dot)}</text></svg>" for name, dot in dots.items()}, {}

    monkeypatch.setattr(making, "draw", draw)


@pytest.mark.parametrize("name", [*EDITS, *NEW])
def test_an_edit(trio: Trio, name: str) -> None:
    """After each, all three are the same; and only what differs was written."""
    trio.step(set())
    assert [] == trio.differences(), "what was done before was not undone"
    before = texts(trio.warm.project)
    built = trio.step({name})

    assert [True] * 3 == [one.done for one in built], built[0].problems
    assert [] == trio.differences()
    after = texts(trio.warm.project)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)} - {"SHA256SUMS"}
    assert changed, "the edit shows nowhere"
    for one in built[:2]:
        assert one.plan is not None
        assert changed == {*one.plan.writes, *one.plan.orphans}


@pytest.mark.parametrize("large", [roles, printing])
def test_a_role_more_in_a_large_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: Any) -> None:
    """Whether it is large by its roles or by what is printed, pages of contexts are made that were not before."""
    monkeypatch.setattr(large, "MANY", 0)
    trio = three(tmp_path)
    for done in (set[str](), {"a role of one context more"}):
        trio.step(done)
        assert [] == trio.differences()


@pytest.mark.long
@settings(max_examples=10, deadline=None)
@given(st.lists(st.sets(st.sampled_from([*EDITS, *NEW]), max_size=5), min_size=1, max_size=4))
def test_any_edits_one_after_the_other(trio: Trio, steps: list[set[str]]) -> None:
    """Whichever are done at the same time; where something is wrong with the catalogue, all of them say so."""
    for done in steps:
        built = trio.step(done)
        assert built[0].problems == built[1].problems == built[2].problems
        assert [] == trio.differences()


def test_pages_that_show_nothing_of_a_change_are_not_made(trio: Trio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of a context that uses a type of the one that changed, by whomever."""
    trio.step(set())
    made: list[str] = []

    def watched(book: Any, own: Any, pictures: Any) -> Any:
        made.append(own.name)
        return pages.context_pages(book, own, pictures)

    monkeypatch.setattr(making, "context_pages", watched)
    trio.warm.hold(edited({"a summary of a context"}))
    trio.warm.build()
    assert ["till"] == made
    trio.warm.hold(edited({"a summary of a type that others use"}))
    trio.warm.build()
    assert ["till", "ledger", "till"] == made


def test_a_context_that_mentions_a_changed_one_is_read_again_only_if_it_could_see_that(trio: Trio) -> None:
    """While nothing else is different, it is the very same object."""

    def ledger() -> object:
        assert trio.warm.desk is not None
        return trio.warm.desk.contexts["shop/ledger"].kept.context

    trio.step(set())
    before = ledger()
    trio.step({"a summary of a context", "lines before everything that others lead to"})
    assert before is ledger()
    trio.step({"a field more"})
    assert before is not ledger()
