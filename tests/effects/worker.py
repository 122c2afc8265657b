"""Processes what follows in the shop, until it is killed: ``python -m tests.effects.worker STORE PROVIDER MAIL``."""

from __future__ import annotations

import sys
import time

from deciders.shop import shop
from effects.shop import effects
from effects.shop.mail import MailServer
from effects.shop.payments import PaymentProvider
from factbook.application import Application

if __name__ == "__main__":
    store, provider, mail = sys.argv[1:]
    handlers = effects(PaymentProvider(provider), MailServer(mail, "shop@shop.example"))
    with Application(shop, store, effects=handlers, workers=1):
        print("ready", flush=True)
        time.sleep(600)
