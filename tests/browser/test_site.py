"""The site in a real browser: nothing leaves the page, and everything can be used by mouse, by keyboard and by ear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

import pytest
from attrs import Factory, define
from factbook_codegen.newproject import create
from factbook_codegen.settings import load_project

from tests.browser.browsers import browser
from tests.codegen.site.projects import build, copy_of_shop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KINDS: Final = (
    "shop/index.html",
    "shop/ordering/index.html",
    "shop/ordering/command-PlaceOrder.html",
    "shop/ordering/event-OrderPlaced.html",
    "shop/shipping/index.html",
    "shop/shipping/event-CustomerTold.html",
    "shop/ordering/decider-Order.html",
    "shop/ordering/policy-NoteWhenReserved.html",
    "shop/ordering/effect-SendBackOrderNotice.html",
    "shop/ordering/view-OrderSummary.html",
    "shop/ordering/query-OrdersOfCustomer.html",
    "shop/ordering/type-OrderStatus.html",
    "shop/story-a-payment-that-fails.html",
    "shop/roles.html",
    "shop/flags.html",
    "shop/personal-data.html",
    "shop/glossary.html",
    "shop/contention.html",
    "shop/changes.html",
    "shop/tests.html",
    "shop/print.html",
    "diagnostic-codes/index.html",
    "diagnostic-codes/FB201.html",
)
"""A page of every kind."""

SMALL: Final = (
    "books/index.html",
    "books/lending/index.html",
    "books/lending/command-LendBook.html",
    "books/lending/event-BookLent.html",
    "books/lending/decider-Book.html",
    "books/lending/view-Shelf.html",
    "books/lending/query-BooksOfReader.html",
    "books/lending/type-Title.html",
    "books/roles.html",
    "books/glossary.html",
    "books/contention.html",
    "books/personal-data.html",
    "books/tests.html",
)

_SQUEEZED: Final = "[...document.querySelectorAll('th[scope=row]')].some(th => th.getBoundingClientRect().width < 30)"
"""Whether the head of a row is so narrow that nobody can read it."""

WIDTHS: Final = (390, 820, 1400)


@define
class Visit:
    """A page that is open in a browser, what it asked for, and what it complained about."""

    page: Page
    folder: Path
    asked: list[str] = Factory(list[str])
    complaints: list[str] = Factory(list[str])

    def go(self, path: str) -> Page:
        """Open a page of the site from the disk."""
        self.page.goto(f"file://{self.folder}/{path}")
        return self.page

    def is_calm(self) -> bool:
        """Whether nothing was asked of anybody else, and nothing went wrong."""
        outside = [url for url in self.asked if urlsplit(url).scheme not in ("file", "data")]
        assert ([], []) == (outside, self.complaints)
        return True


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's site."""
    project = copy_of_shop(tmp_path_factory.mktemp("shop"))
    assert build(project).done
    return project.site


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a new project."""
    folder = tmp_path_factory.mktemp("new") / "books"
    create(folder)
    project, _ = load_project(folder)
    assert build(project).done
    return project.site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with browser() as running:
        yield running


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Visit]:
    """A window of its own."""
    yield from _visit(chromium, site)


def _visit(chromium: Browser, site: Path, **options: Any) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, **options)
    page = context.new_page()
    found = Visit(page, site)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.set_default_timeout(120_000)
    yield found
    context.close()


def test_no_page_is_wider_than_its_window(visit: Visit) -> None:
    """On a phone, a tablet and a desk; and no page asks anybody else for anything, or fails at anything."""
    wide: list[tuple[str, int]] = []
    squeezed: list[tuple[str, int]] = []
    for path in KINDS:
        for width in WIDTHS:
            visit.page.set_viewport_size({"width": width, "height": 900})
            page = visit.go(path) if width == WIDTHS[0] else visit.page
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((path, width))
            if page.evaluate(_SQUEEZED):
                squeezed.append((path, width))

    assert ([], []) == (wide, squeezed)
    assert visit.is_calm()


_RULES: Final = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""What is looked at: everything of WCAG 2.2, levels A and AA, and once more what hangs on colours."""


def broken_rules(visit: Visit, paths: Iterable[str]) -> list[str]:
    """The rules that axe-core finds broken on pages, in light and in dark."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    run = "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"
    broken: list[str] = []
    for path in paths:
        page = visit.go(path)
        page.evaluate(axe)
        for scheme, rules in _RULES.items():
            page.emulate_media(color_scheme=cast("Any", scheme))
            found = page.evaluate(run, rules)["violations"]
            broken += [f"{path}, {scheme}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
    return broken


def test_pages_are_accessible(chromium: Browser, library: Path) -> None:
    """A page of every kind of a small system."""
    for visit in _visit(chromium, library):
        assert [] == broken_rules(visit, SMALL)


@pytest.mark.long
def test_large_pages_are_accessible(visit: Visit) -> None:
    """A page of every kind of the shop."""
    assert [] == broken_rules(visit, KINDS)


def test_a_diagram_shows_a_node_and_its_neighbours(visit: Visit) -> None:
    """To the depth that is asked for; Escape shows everything again."""
    page = visit.go("shop/ordering/index.html")
    shown = "els => els.filter(el => el.getClientRects().length).map(el => el.id).sort()"
    nodes = page.locator(".canvas g.node[id]")
    everything = nodes.evaluate_all(shown)
    page.get_by_label("Show").select_option(label="OrderPlaced")
    near = nodes.evaluate_all(shown)
    page.get_by_label("How far around it").select_option("2")
    further = nodes.evaluate_all(shown)
    page.locator(".canvas").press("Escape")

    expected = ["command-ordering-ImportOrder", "command-ordering-PlaceOrder", "event-ordering-OrderPlaced"]
    assert [*expected, "view-ordering-OrderSummary"] == near
    assert set(near) < set(further) < set(everything)
    assert everything == nodes.evaluate_all(shown)
    assert visit.is_calm()


def test_a_node_is_a_link(visit: Visit) -> None:
    """It leads to the page of what it stands for, by keyboard too."""
    page = visit.go("shop/ordering/index.html")
    page.locator("#event-ordering-OrderPlaced a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/shop/ordering/event-OrderPlaced.html")

    assert "OrderPlaced" in page.locator("h1").inner_text()


def test_a_diagram_grows_and_shrinks(visit: Visit) -> None:
    """By buttons and by keys."""
    page = visit.go("shop/ordering/index.html")
    width = "document.querySelector('.canvas svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.get_by_role("button", name="Larger").click()
    larger = page.evaluate(width)
    page.locator(".canvas").press("-")
    page.locator(".canvas").press("-")
    smaller = page.evaluate(width)
    page.get_by_role("button", name="Fit into the page").click()

    assert smaller < before < larger
    assert before == page.evaluate(width)


def test_a_diagram_as_mermaid(visit: Visit) -> None:
    """A flowchart with the words and arrows of the diagram."""
    page = visit.go("shop/cart/index.html")
    page.get_by_role("button", name="As Mermaid text").click()
    lines = page.get_by_label("Mermaid text").last.input_value().splitlines()

    assert "flowchart LR" == lines[0]
    assert any(line.endswith('("CheckOut")') for line in lines)
    assert page.locator(".canvas g.edge").count() == sum("-->" in line or "-.->" in line for line in lines)


def test_sql_can_be_copied(visit: Visit) -> None:
    """Each statement by a button of its own."""
    page = visit.go("shop/ordering/query-OrdersOfCustomer.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".code").last.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()

    assert page.locator(".code pre").last.inner_text() == page.evaluate("navigator.clipboard.readText()")
    assert 'FROM "views"."ordering__order_summary"' in page.locator(".code pre").last.inner_text()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("orderplaced", "OrderPlaced"),
        ("place ord", "PlaceOrder"),
        ("kind that nobody", ""),
        ("tracking_number shipment", "ShipmentDispatched"),
        ("PaymentMethod check", "CheckOut"),
        ("warehouse role", "warehouse"),
    ],
)
def test_search_finds(visit: Visit, typed: str, name: str) -> None:
    """By word, by field, by type; what fits best comes first."""
    page = visit.go("shop/stock/index.html")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    if name:
        assert name == page.locator("#search-results li b").first.inner_text()
        page.keyboard.press("Enter")
        page.wait_for_function("name => document.body.innerText.includes(name)", arg=name)
        assert page.url != visit.folder.as_uri() + "/shop/stock/index.html"
    else:
        page.get_by_text("Nothing found.").wait_for()
    assert visit.is_calm()


def test_colours_can_be_chosen(visit: Visit) -> None:
    """Whatever the system prefers; the choice is kept from page to page."""
    page = visit.go("shop/index.html")
    colour = "getComputedStyle(document.body).backgroundColor"
    fill = "getComputedStyle(document.querySelector('.canvas .node path, .canvas .node polygon')).fill"
    light = page.evaluate(colour), page.evaluate(fill)
    page.get_by_role("button", name="Colours").click()
    page.get_by_role("button", name="Colours").click()
    dark = page.evaluate(colour), page.evaluate(fill)
    visit.go("shop/roles.html")

    assert light[0] != dark[0]
    assert light[1] != dark[1]
    assert dark[0] == page.evaluate(colour)


def test_the_sidebar_keeps_its_place(visit: Visit) -> None:
    """From one page of a context to the next."""
    page = visit.go("shop/billing/index.html")
    page.locator("#side a", has_text="InvoiceList").click()
    page.wait_for_url("**/view-InvoiceList.html")
    before = page.locator("#side").evaluate("side => side.scrollTop")
    page.locator("#side a", has_text="DailySales").click()
    page.wait_for_url("**/view-DailySales.html")

    assert before > 0
    assert abs(before - page.locator("#side").evaluate("side => side.scrollTop")) < 2
    assert 1 == page.locator("#side [aria-current]").count()


def test_everything_can_be_read_without_scripts(chromium: Browser, site: Path) -> None:
    """Pages, diagrams and the way from one to the next."""
    for visit in _visit(chromium, site, java_script_enabled=False):
        page = visit.go("index.html")
        page.wait_for_url("**/shop/index.html")
        page.locator("main").get_by_role("link", name="Ordering", exact=True).last.click()
        assert page.locator(".canvas svg").is_visible()
        page.locator("main th").get_by_role("link", name="PlaceOrder", exact=True).click()
        assert page.get_by_role("heading", name="PlaceOrder").is_visible()
        assert not page.locator("button.search").is_visible()


def test_a_phone_has_the_contents_at_hand(visit: Visit) -> None:
    """Behind one link, which needs no script."""
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.go("shop/ordering/event-OrderPlaced.html")
    assert not page.locator("#side").is_visible()
    page.get_by_role("link", name="Contents").click()
    assert page.locator("#side").is_visible()
    page.get_by_role("link", name="Close").click()

    assert not page.locator("#side").is_visible()


def test_paper_shows_the_text_alone(visit: Visit) -> None:
    """No sidebar, no buttons, black on white."""
    visit.page.emulate_media(media="print", color_scheme="dark")
    page = visit.go("shop/ordering/command-PlaceOrder.html")

    assert not page.locator("#side").is_visible()
    assert not page.locator(".top").is_visible()
    assert not page.locator(".bar").first.is_visible()
    assert "rgb(253, 253, 251)" == page.evaluate("getComputedStyle(document.body).backgroundColor")
