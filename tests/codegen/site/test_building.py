"""A site as a whole: complete, the same each time, and no more made anew than has changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from factbook_codegen.settings import Project, load_project

from tests.codegen.site.projects import build, copy_of_shop, said, texts, three_contexts
from tests.codegen.site.reading_pages import Page, dead_links, read, read_all, strange

LENDING = """\
context: lending
summary: Lends.
types:
  BookId: {type: uuid, tag: book}
events:
  BookAdded: {fields: {book_id: BookId}}
commands:
  AddBook:
    by: [librarian]
    fields: {book_id: BookId}
    reads: {BookAdded: book_id}
    records: [BookAdded]
    rejects: {AlreadyThere: It is there.}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site of the shop, built without playing anything."""
    project = copy_of_shop(tmp_path_factory.mktemp("shop"), 'edit = "https://code.example/{file}#L{line}"')
    assert build(project).done
    return project


@pytest.fixture
def library(tmp_path: Path) -> Project:
    """A small project without pictures."""
    (tmp_path / "catalogue/library").mkdir(parents=True)
    (tmp_path / "catalogue/library/system.yaml").write_text("system: library\nroles: {librarian: Lends.}\n")
    (tmp_path / "catalogue/library/lending.yaml").write_text(LENDING)
    (tmp_path / "pyproject.toml").write_text('[tool.factbook]\nsvg = "none"\n')
    return load_project(tmp_path)[0]


@pytest.fixture(scope="module")
def pages(shop: Project) -> dict[str, Page]:
    """Its pages."""
    return read_all(shop.site)


def test_every_link_leads_somewhere(shop: Project, pages: dict[str, Page]) -> None:
    """To a file that is there, and to an anchor that is in it."""
    assert [] == dead_links(shop.site, pages)


def test_each_outcome_leads_to_the_scenarios_that_show_it(shop: Project) -> None:
    """What is recorded and how it is refused alike."""
    text = (shop.site / "shop/cart/command-IssueDiscountCode.html").read_text("utf-8")
    outcome = text[text.index('id="outcome"') :].partition("</table>")[0]

    assert [
        "../cart/event-DiscountCodeIssued.html",
        "#scenario-a-code-is-issued",
        "../cart/index.html#rejection-CodeExists",
        "#scenario-a-code-is-issued-once",
    ] == re.findall('href="([^"]+)"', outcome)[1:]


def test_pages_are_made_of_what_pages_are_made_of(pages: dict[str, Page]) -> None:
    """No page runs or loads what is not its own, but for the addresses of the settings."""
    edits = re.compile(r"a https://code\.example/catalogue/shop/[a-z]+\.(?:yaml|md)#L[0-9]+")
    found = {name: [one for one in strange(page) if not edits.match(one)] for name, page in pages.items()}

    assert {} == {name: some for name, some in found.items() if some}


def test_anchors_are_unique(pages: dict[str, Page]) -> None:
    """On each page."""
    assert [] == [name for name, page in pages.items() if len(page.ids) != len(set(page.ids))]


def test_no_page_is_too_large(shop: Project) -> None:
    """None has more than 300 kB."""
    assert [] == [path.name for path in shop.site.rglob("*.html") if path.stat().st_size > 300_000]


def test_the_same_catalogue_gives_the_same_site(library: Project, tmp_path: Path) -> None:
    """To the byte, in another folder; and there is nothing to do a second time."""
    build(library)
    first = texts(library)
    again = build(library).plan
    shutil.move(library.root / "catalogue", tmp_path / "elsewhere/catalogue")
    other = Project(tmp_path / "elsewhere", library.settings)
    build(other)

    assert again is not None
    assert again.current
    assert first == texts(other)


CHANGES = {
    "what a context says of itself": ("stock", "Knows what there is.", "Counts."),
    "a type that others use": ("ledger", "min: 0", "min: 1"),
    "a title that stands beside every page": ("stock", "summary: Knows", "title: The shelf\nsummary: Knows"),
    "what the contexts share": ("system", "Sells.", "Sells things."),
    "a policy of another context": (
        "till",
        "commands:",
        "policies: {CountWhenSold: {when: Sold, issues: [stock.Count]}}\ncommands:",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_step_leads_where_a_fresh_start_leads(tmp_path: Path, change: str) -> None:
    """Whatever changes, what was not made again is as it would be made again."""
    project = three_contexts(tmp_path)
    build(project)
    name, before, after = CHANGES[change]
    file = project.catalogue / f"shop/{name}.yaml"
    assert before in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")
    stepwise = build(project)
    made = texts(project)
    (tmp_path / ".factbook/site").unlink()
    build(project)

    assert stepwise.plan is not None
    assert stepwise.plan.stale
    assert made == texts(project)


def test_one_of_a_kind_is_counted_as_one(tmp_path: Path) -> None:
    """On the page of a system."""
    project = three_contexts(tmp_path)
    for name in ("ledger", "till"):
        (project.catalogue / f"shop/{name}.yaml").unlink()
    built = build(project)

    assert built.done, said(built)
    page = texts(project)["shop/index.html"]
    assert "<li><b>1</b> context</li>" in page
    assert "<li><b>0</b> stories</li>" in page


def test_errors_stop_everything(library: Project) -> None:
    """An error in the catalogue leaves the site as it was."""
    build(library)
    before = texts(library)
    (library.catalogue / "library/lending.yaml").write_text(LENDING.replace("BookAdded: {", "BookAdded: {x: 1, "))
    built = build(library)

    assert built.plan is None
    assert before == texts(library)


def test_what_is_no_longer_made_is_removed(library: Project) -> None:
    """Pages of what has left the catalogue."""
    build(library)
    file = library.catalogue / "library/lending.yaml"
    file.write_text(LENDING.replace("AlreadyThere", "KnownBook").replace("BookAdded", "BookBought"))
    build(library)

    assert {"event-BookBought.html"} == {path.name for path in library.site.rglob("event-*.html")}


def test_a_file_of_somebody_else_is_not_written_over(library: Project) -> None:
    """It is named, and nothing is written; what factbook wrote itself is always written over."""
    library.site.mkdir()
    (library.site / "index.html").write_text("mine")
    message = "factbook did not write this file, and does not write over it"

    assert [("FB812", "site/index.html", 1, message)] == said(build(library))
    assert ["index.html"] == [path.name for path in library.site.iterdir()]
    (library.site / "index.html").unlink()
    build(library)
    (library.site / "index.html").write_text("edited")
    assert build(library).done
    assert "edited" != (library.site / "index.html").read_text()


def test_several_systems_have_a_front_page(library: Project) -> None:
    """It leads to each of them."""
    (library.catalogue / "museum").mkdir()
    (library.catalogue / "museum/rooms.yaml").write_text("context: rooms\nsummary: Rooms.\n")
    build(library)

    links = read((library.site / "index.html").read_text()).links
    assert {"library/index.html", "museum/index.html"} <= set(links)
    assert [] == dead_links(library.site, read_all(library.site))


def test_pages_written_by_hand(library: Project) -> None:
    """Markdown beside the YAML and in docs/, with references, links to each other, and what lies beside them."""
    docs = library.root / "docs"
    (docs / "more").mkdir(parents=True)
    (docs / "index.md").write_text("# Read me\n\nSee [more](more/deep.md#end) and ![plan](plan.svg).\n")
    (docs / "plan.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (docs / "more/deep.md").write_text(
        "# Deep\n\n{event:BookAdded} `{event:Nothing}`\n\n## End\n\n[back](../index.md)\n"
    )
    (library.catalogue / "library/about.md").write_text("# About\n\n{context:lending} {command:lending.AddBook}\n")

    assert [] == said(build(library))
    assert [] == dead_links(library.site, read_all(library.site))
    deep = (library.site / "project-docs/more/deep.html").read_text()
    assert '<a class="name event" href="../../library/lending/event-BookAdded.html">' in deep
    assert "<code>{event:Nothing}</code>" in deep
    assert 'href="lending/command-AddBook.html"' in (library.site / "library/page-about.html").read_text()


def test_references_are_checked(library: Project) -> None:
    """A name that leads nowhere is told with its place and the near miss; so is a link."""
    (library.catalogue / "library/about.md").write_text("# About\n\nSee {event:BookAded}.\n")
    built = build(library)

    assert [("FB808", "catalogue/library/about.md", 3, 'there is no event "BookAded"')] == said(built)
    assert ['did you mean "BookAdded"?'] == [one.help for one in built.problems if one.code == "FB808"]
    (library.catalogue / "library/about.md").write_text("# About\n\n\nSee [it](../nothing.md).\n")
    nowhere = 'the link "../nothing.md" leads nowhere in the site'
    assert [("FB809", "catalogue/library/about.md", 4, nowhere)] == said(build(library))


def test_dead_links_are_told_with_other_problems(library: Project) -> None:
    """Of the pages and of the catalogue; names are only looked up when the whole catalogue could be read."""
    page = library.catalogue / "library/about.md"
    page.write_text("# About\n\nSee {event:BookAded}.\n\n![Plan](plan.svg) [it](../nothing.md)\n")
    links = [("FB809", "catalogue/library/about.md", 5, f'the link "{one}" leads nowhere in the site') for one in PATHS]

    assert [("FB808", "catalogue/library/about.md", 3, 'there is no event "BookAded"'), *links] == said(build(library))
    (library.catalogue / "library/new.yaml").write_text("context: new\nevent: {}\n")
    assert [*links, ("FB101", "catalogue/library/new.yaml", 2, 'there is no key "event" here')] == said(build(library))


PATHS = ["plan.svg", "../nothing.md"]


def test_a_page_that_cannot_be_read(library: Project) -> None:
    """It is named."""
    (library.catalogue / "library/about.md").write_bytes(b"\xff\xfe")

    assert [("FB810", "catalogue/library/about.md", 1, "this page cannot be read: it is not UTF-8")] == said(
        build(library)
    )
