"""The shop's effects are done at real servers, once each, whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from attrs import frozen

from deciders.shop import shop
from effects.shop import effects
from effects.shop.mail import MailServer
from effects.shop.payments import PaymentProvider
from factbook.application import Application
from factbook.catalogue import Do, Wait
from factbook.testing.stages import Clock
from generated.shop.billing import ChargeNotSubmitted, ChargeSubmitted, ProviderTrouble
from generated.shop.shipping import MailSent
from tests.effects.outside import Mailbox, Provider, mail_server, provider
from tests.factbook.running.shops import decoded, step, story, wait
from tests.servers import free_port

FIRST = "A first order from cart to doorstep"


@frozen
class Running:
    """The shop with its outside."""

    app: Application
    clock: Clock
    provider: Provider
    mails: Mailbox

    def upto(self, command: str) -> None:
        """Play the first story up to the step before a command."""
        for one in story(FIRST).steps:
            if isinstance(one, Do) and one.command.ref == command:
                return
            step(self.app, self.clock, one)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The shop in memory, its provider in another process, its mail server in another thread."""
    clock = Clock()
    with provider(tmp_path / "provider") as payments, mail_server(free_port()) as mails:
        handlers = effects(PaymentProvider(payments.url), MailServer(mails.address, "shop@shop.example"))
        with Application(shop, "memory:", effects=handlers, clock=clock) as app:
            yield Running(app, clock, payments, mails)


def test_a_customer_is_charged_and_told(running: Running) -> None:
    """The request carries what is due, the mails go to the customer."""
    running.upto("nothing")
    charges = [(one["path"], one["amount"], one["method"]) for one in running.provider.done()]
    mails = [(mail["To"], mail["Subject"]) for mail in running.mails.mails.values()]

    assert [("/charges", "21.42", "Card")] == charges
    assert [("ada@example.org", "Your parcel")] * 2 == mails
    assert 2 == len([one for one in decoded(running.app) if isinstance(one, MailSent)])


def test_a_lost_answer_charges_nobody_twice(running: Running) -> None:
    """The provider did it and did not say so; the next tries bear the same key."""
    running.provider.trouble(3)
    running.upto("billing.ConfirmPayment")
    wait(running.app, running.clock, timedelta(minutes=1))
    submitted = [one for one in decoded(running.app) if isinstance(one, ChargeSubmitted)]

    assert 1 == len(running.provider.done())
    assert ["pay-0001"] == [one.provider_reference for one in submitted]


def test_a_refusal_is_recorded(running: Running) -> None:
    """It is an answer, and is not tried again."""
    running.provider.refuse()
    running.upto("billing.ConfirmPayment")
    troubles = [one.trouble for one in decoded(running.app) if isinstance(one, ChargeNotSubmitted)]

    assert [ProviderTrouble.REFUSED] == troubles
    assert [] == running.provider.done()


def test_a_server_that_is_away_is_waited_for(tmp_path: Path) -> None:
    """The mails go out when it is back."""
    clock, port = Clock(), free_port()
    with provider(tmp_path / "provider") as payments:
        handlers = effects(PaymentProvider(payments.url), MailServer(f"127.0.0.1:{port}", "shop@shop.example"))
        with Application(shop, "memory:", effects=handlers, clock=clock) as app:
            for one in takewhile(lambda one: not isinstance(one, Wait), story(FIRST).steps):
                step(app, clock, one)
            none_yet = [one for one in decoded(app) if isinstance(one, MailSent)]
            with mail_server(port) as mails:
                wait(app, clock, timedelta(hours=1))

            assert [] == none_yet
            assert 2 == len(mails.mails)
            assert [] == app.desk.parked()
