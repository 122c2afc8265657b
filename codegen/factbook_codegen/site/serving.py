"""Shows a site in a browser on this machine, and tells the pages that are open when it has changed."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

__all__ = ["HOST", "Live", "serve"]

HOST: Final = "127.0.0.1"
"""Only this machine is answered."""

PATIENCE: Final = 20.0
"""Seconds that a page waits for news before it asks again."""

NEVER: Final = -1
"""Since when a page asks that has not asked before: it is answered at once."""

_LIVE: Final = (Path(__file__).parent / "live.js").read_bytes()
_TAG: Final = b'<script src="/-/live.js" defer></script>\n</body>'


class Live:
    """The state of a site that is being edited: how often it has changed, and what is wrong with it now."""

    def __init__(self) -> None:
        self.at = 0
        self.problems = ""
        self._news = Condition()
        self._closed = False

    def changed(self, problems: str = "") -> None:
        """Tell all pages that are open."""
        with self._news:
            self.at += 1
            self.problems = problems
            self._news.notify_all()

    def close(self) -> None:
        """Let go of all pages that wait."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def wait(self, since: int) -> tuple[int, str]:
        """How often it has changed, as soon as that is not ``since``, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self.at != since or self._closed, PATIENCE)
            return self.at, self.problems


@contextmanager
def serve(folder: Path, live: Live, port: int) -> Generator[str]:
    """Serve a folder until the end of the block; the value is the address. ``port`` 0 takes any that is free."""
    server = ThreadingHTTPServer((HOST, port), partial(_Handler, live=live, directory=str(folder)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, name="factbook-site", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        live.close()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, live: Live, directory: str) -> None:
        self.live = live
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]  # what the server hands over

    def do_GET(self) -> None:
        """A file of the site, the script for live pages, or the answer to one that waits."""
        if not self._is_for_us():
            self.send_error(421, "this is only for names of this machine")
            return
        address = urlsplit(self.path)
        match address.path:
            case "/-/live.js":
                self._answer(_LIVE, "text/javascript; charset=utf-8")
            case "/-/changes":
                since = parse_qs(address.query).get("since", ["0"])[0]
                at, problems = self.live.wait(int(since) if since.isdecimal() else NEVER)
                self._answer(json.dumps({"at": at, "problems": problems}).encode(), "application/json")
            case path:
                file = Path(self.translate_path(path))
                file = file / "index.html" if path.endswith("/") else file
                if file.suffix == ".html" and file.is_file():
                    page = file.read_bytes().replace(b"</body>", _TAG, 1)
                    self._answer(page, "text/html; charset=utf-8")
                else:
                    super().do_GET()

    def end_headers(self) -> None:
        """Let nothing be kept: what is shown is what there is now."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that the base class gives it
        """Say nothing about each request."""

    def _is_for_us(self) -> bool:
        """Whether the page was asked for by a name of this machine: other sites must not be able to look in here."""
        name = self.headers.get("Host", "").rpartition(":")[0]
        return name in (HOST, "localhost")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
