"""The outside of the shop: a payment provider and a mail server, as real as on this machine they can be."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from attrs import define, field

from tests.docs.snippets import ROOT

__all__ = ["Mailbox", "Provider", "mail_server", "provider"]


@define
class Provider:
    """A payment provider that runs in a process of its own."""

    folder: Path

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{(self.folder / 'port').read_text()}"

    def done(self) -> list[dict[str, Any]]:
        """What it really did."""
        file = self.folder / "done"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def trouble(self, times: int) -> None:
        """Let it do its work and then fail to answer, so often."""
        (self.folder / "trouble").write_text(str(times))

    def refuse(self) -> None:
        """Let it refuse everything."""
        (self.folder / "refuse").touch()


@contextmanager
def provider(folder: Path) -> Generator[Provider]:
    """Start one, and end it."""
    folder.mkdir()
    process = subprocess.Popen([sys.executable, "-m", "tests.effects.provider", str(folder)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 120
        while not (folder / "port").exists():
            assert process.poll() is None, "the provider has ended"
            assert time.monotonic() < deadline, "the provider does not start"
            time.sleep(0.02)
        yield Provider(folder)
    finally:
        process.kill()
        process.wait()


@define
class Mailbox:
    """What a mail server took; a mail that it has already, by its id, it drops."""

    address: str = ""
    mails: dict[str, Message] = field(factory=dict[str, Message])


class _Sink(MessageHandler):
    def __init__(self, box: Mailbox) -> None:
        super().__init__()
        self._box = box

    async def handle_RCPT(  # noqa: N802  # the name of the hook
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message: Message) -> None:
        self._box.mails.setdefault(message["Message-ID"], message)


@contextmanager
def mail_server(port: int) -> Generator[Mailbox]:
    """Start one on a port, and end it."""
    box = Mailbox(f"127.0.0.1:{port}")
    controller = Controller(_Sink(box), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
