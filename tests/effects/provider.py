"""A payment provider of its own process: ``python -m tests.effects.provider FOLDER``.

It writes its port into the folder, and a line for each thing it really did. A key that it knows gets the first answer
again. The file ``trouble`` says how often it is to do its work and then fail to answer; ``refuse`` makes it refuse.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
LOCK = Lock()
ANSWERED: dict[str, str] = {}


class Provider(BaseHTTPRequestHandler):
    """Takes charges and refunds."""

    def do_POST(self) -> None:
        """Do what is asked, once for each key."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        with LOCK:
            if (FOLDER / "refuse").exists():
                self._answer(422, {})
                return
            if key not in ANSWERED:
                ANSWERED[key] = f"pay-{len(ANSWERED) + 1:04}"
                with (FOLDER / "done").open("a") as done:
                    done.write(json.dumps({"path": self.path, "key": key, **body}) + "\n")
            trouble = FOLDER / "trouble"
            left = int(trouble.read_text()) if trouble.exists() else 0
            if left:
                trouble.write_text(str(left - 1))
                self._answer(503, {})
            else:
                self._answer(202, {"reference": ANSWERED[key]})

    def _answer(self, code: int, body: object) -> None:
        self.send_response(code)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    (FOLDER / "port.new").write_text(str(server.server_address[1]))
    (FOLDER / "port.new").rename(FOLDER / "port")
    server.serve_forever()
