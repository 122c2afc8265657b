"""What changed in an event, what is deprecated, and what takes its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from factbook_codegen.settings import Project, load_project

from tests.codegen.site.projects import build
from tests.codegen.site.reading_pages import dead_links, read, read_all

TILL = """\
context: till
summary: Sells.
types:
  SaleId: {type: uuid, tag: sale}
  Line: {record: {sku: text, quantity: int}, version: 2, changes: {2: {rename: {qty: quantity}}}}
events:
  Sold:
    fields: {sale_id: SaleId, lines: 'list[Line]', total: decimal, note: text?, open: bool}
    version: 3
    changes:
      2: {types: {Line: 2}}
      3:
        add: {note: null, open: {by: is_open}}
        rename: {sum: total}
        remove: {clerk: text}
  Bought:
    fields: {sale_id: SaleId}
    deprecated: {since: 2026-03, use: Sold, reason: '<b>One</b> word is enough.'}
  Returned: {fields: {sale_id: SaleId}}
commands:
  Sell:
    by: [clerk]
    fields: {sale_id: SaleId}
    reads: {Sold: sale_id}
    records: [Sold, Returned]
    rejects:
      SoldAlready: It is gone.
      Gone: {summary: It is gone., deprecated: {since: 2026-04, use: SoldAlready, reason: Say it better.}}
views:
  Sales:
    key: sale_id
    from: {Bought: sale_id, Sold: sale_id}
    fields: {sale_id: SaleId}
"""

SHOP = """\
system: shop
roles:
  clerk: Sells.
  seller: {summary: Sells., deprecated: {since: 2026-06, use: clerk, reason: One word.}}
flags:
  old_prices: {summary: As before., default: false, deprecated: {since: 2026-07, reason: Nobody asks.}}
"""


@pytest.fixture
def till(tmp_path: Path) -> Project:
    """A small shop, of which some versions are frozen."""
    (tmp_path / "catalogue/shop").mkdir(parents=True)
    (tmp_path / "catalogue/shop/system.yaml").write_text(SHOP)
    (tmp_path / "catalogue/shop/till.yaml").write_text(TILL)
    (tmp_path / "pyproject.toml").write_text('[tool.factbook]\nsvg = "none"\n')
    folder = tmp_path / "generated/shop/released/till"
    folder.mkdir(parents=True)
    for name in ("Sold.v1", "Sold.v2", "Bought.v1"):
        (folder / f"{name}.json").write_text("{}")
    return load_project(tmp_path)[0]


def words(project: Project, path: str) -> str:
    """What a page says, with single spaces."""
    main = (project.site / "shop" / path).read_text("utf-8").partition("<main")[2]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


def test_the_log_of_changes(till: Project) -> None:
    """What is not released yet stands first; then what is; a new event is news."""
    assert build(till).done
    told = words(till, "changes.html")
    assert (
        "Not released yet # till. Sold Version 3 note ( text , optional) is new; older ones get nothing "
        "open ( bool ) is new; older ones get what is_open makes of them sum is now called total "
        "clerk is gone; it was text till. Returned Version 1 the event is new "
        "Released # till. Sold Version 2 in till. Line : qty is now called quantity"
    ) in told


def test_what_is_deprecated(till: Project) -> None:
    """Its page says since when, why, and what to use; so does the register of changes; every list marks it."""
    build(till)

    why = "since 2026-03. &lt;b&gt;One&lt;/b&gt; word is enough."
    page = (till.site / "shop/till/event-Bought.html").read_text("utf-8")
    assert f"<b>Deprecated</b> {why} Use <a" in page
    assert 'Use <a class="name event" href="../till/event-Sold.html">Sold</a> instead.' in page
    assert '<li><a class="event old" title="deprecated" href="../till/event-Bought.html"' in page
    assert (
        "Deprecated # seller role since 2026-06. One word. Use clerk instead. "
        "old_prices flag since 2026-07. Nobody asks. till. Bought event since 2026-03. "
        "&lt;b&gt;One&lt;/b&gt; word is enough. Use till. Sold instead. "
        "till. Gone rejection since 2026-04. Say it better. Use till. SoldAlready instead."
    ) in words(till, "changes.html")
    context = words(till, "till/index.html")
    assert "Bought deprecated" in context
    assert "Gone deprecated" in context
    assert "Sold deprecated" not in context
    told = "role seller deprecated Sells. Deprecated since 2026-06. One word. Use clerk instead."
    assert told in words(till, "roles.html")
    told = "old_prices deprecated As before. Deprecated since 2026-07. Nobody asks."
    assert told in words(till, "flags.html")
    assert "Bought event deprecated" in words(till, "glossary.html")
    guide = (till.site / "shop/till/llms.txt").read_text("utf-8")
    assert "Deprecated since 2026-03: use Sold; <b>One</b> word is enough." in guide
    index = (till.site / "shop/search-index.js").read_text("utf-8")
    assert ["Bought", "Gone", "old_prices", "seller"] == sorted(
        name for _, name, _, _, more in json.loads(index[index.index("(") + 1 : -3]) if "deprecated" in more.split()
    )
    assert [] == dead_links(till.site, read_all(till.site))


LOG = """\
context: desk
summary: Watches.
views:
  Log:
    key: sale_id
    from: {till.Returned: sale_id}
    fields: {sale_id: till.SaleId}
"""


def test_pages_that_link_to_it_are_made_anew(till: Project) -> None:
    """Those of another context too, whose own file knows nothing of it: they show it struck through."""
    desk = till.catalogue / "shop/desk.yaml"
    desk.write_text(LOG)
    (till.catalogue / "shop/till.yaml").write_text(TILL.replace("Returned: {fields", "Returned: {public: true, fields"))
    build(till)
    page = till.site / "shop/till/event-Returned.html"
    before = page.read_text("utf-8")
    desk.write_text(f"{LOG}    deprecated: {{since: 2026-05, reason: Enough.}}\n")
    build(till)

    struck = 'class="name view old" title="deprecated since 2026-05: Enough." href="../desk/view-Log.html"'
    assert struck not in before
    assert struck in page.read_text("utf-8")
    assert read(page.read_text("utf-8")).links == read(before).links
