"""A site is shown to this machine alone, and pages that are open hear when it has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from attrs import frozen
from factbook_codegen.site.serving import Live, serve


@frozen
class Served:
    """A folder that is being served."""

    address: str
    live: Live

    def get(self, path: str, host: str = "") -> tuple[int, str]:
        """Status and body."""
        at = urlsplit(self.address).netloc
        connection = HTTPConnection(at, timeout=120)
        connection.request("GET", path, headers={"Host": host or at})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A site of one page, beside something that is nobody's business."""
    (tmp_path / "secret.html").write_text("<body>secret</body>")
    (tmp_path / "site/shop").mkdir(parents=True)
    (tmp_path / "site/shop/index.html").write_text("<body>Shop</body>")
    (tmp_path / "site/shop/llms.txt").write_text("# Shop")
    live = Live()
    with serve(tmp_path / "site", live, 0) as address:
        yield Served(address, live)


def test_pages_are_served_with_a_script(served: Served) -> None:
    """Only pages get it, and only when they are served."""
    live = '<body>Shop<script src="/-/live.js" defer></script>\n</body>'

    assert (200, live) == served.get("/shop/")
    assert (200, live) == served.get("/shop/index.html")
    assert (200, "# Shop") == served.get("/shop/llms.txt")
    assert "location.reload" in served.get("/-/live.js")[1]


@pytest.mark.parametrize("path", ["/../secret.html", "/%2e%2e/secret.html", "/shop/../../secret.html", "//secret.html"])
def test_nothing_else_is_served(served: Served, path: str) -> None:
    """Not through dots, however they are written."""
    assert 404 == served.get(path)[0]


def test_other_names_are_refused(served: Served) -> None:
    """A page of another site, whose name leads here, may not look in."""
    assert 421 == served.get("/shop/", host="shop.example:80")[0]


def test_a_page_hears_of_a_change(served: Served) -> None:
    """At once when it asks for the first time, else as soon as there is one; and what is wrong."""
    assert {"at": 0, "problems": ""} == json.loads(served.get("/-/changes?since=none")[1])
    answers: list[str] = []
    waiting = Thread(target=lambda: answers.append(served.get("/-/changes?since=0")[1]))
    waiting.start()
    served.live.changed("line 3 is wrong")
    waiting.join()

    assert {"at": 1, "problems": "line 3 is wrong"} == json.loads(answers[0])


def test_whoever_waits_is_let_go(tmp_path: Path) -> None:
    """When it ends, nobody keeps it."""
    live = Live()

    def wait(address: str) -> None:
        with suppress(OSError):  # the server may be gone before it has said so
            Served(address, live).get("/-/changes?since=0")

    with serve(tmp_path, live, 0) as address:
        waiting = Thread(target=wait, args=(address,))
        waiting.start()
    waiting.join(30)

    assert not waiting.is_alive()
