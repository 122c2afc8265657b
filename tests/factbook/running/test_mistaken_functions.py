"""Hand-written functions that fail or answer wrongly: a person reads what, where, why and what to do."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, assert_never

import attrs
import pytest

from deciders.shop import shop
from factbook.application import Application
from factbook.testing.stages import Clock
from generated.shop.billing import ChargeCustomer
from generated.shop.customers import CustomerDirectory
from tests.factbook.running.shops import Outside, at_the_charge
from tests.factbook.running.test_application import register

HERE = r"tests/factbook/running/test_mistaken_functions\.py:\d+: "


def divides(*_: Any) -> Any:
    return 1 // 0


def lacks_a_case(event: Any, *_: Any) -> Any:
    match event:
        case str():
            return []
        case _:
            assert_never(event)


def mutates(event: Any, *_: Any) -> Any:
    event.order_id = None
    return []


def answers(value: Any) -> Callable[..., Any]:
    return lambda *_: value


def the_event(*given: Any) -> Any:
    """As a view, that is its second argument."""
    return given[-1]


def in_a_list(event: Any, *_: Any) -> list[Any]:
    return [event]


def by_itself(event: Any, *_: Any) -> Any:
    return ChargeCustomer(event.order_id, event.customer_id, 1, event.total, event.payment_method)


def mutates_it(_: Any, event: Any) -> Any:
    return mutates(event)


def lacks_its_case(_: Any, event: Any) -> Any:
    return lacks_a_case(event)


@pytest.mark.parametrize(
    ("react", "told"),
    [
        (divides, HERE + "divides failed: ZeroDivisionError: integer division or modulo by zero"),
        (
            lacks_a_case,
            HERE + r"lacks_a_case has no case for InvoicePrepared; add `case InvoicePrepared\(\):` above it",
        ),
        (mutates, HERE + r"mutates changes a value that it was given; make another one, attrs\.evolve\(…\)"),
        (answers(None), r"billing\.ChargeWhenDue answered None: its `match` has no case, or it ends without `retu.*"),
        (answers(7), r"billing\.ChargeWhenDue answered int, which is no list: it may issue ChargeCustomer\. Mend .*"),
        (answers("now"), r"billing\.ChargeWhenDue answered str, which is no list: it may issue ChargeCustomer\. M.*"),
        (
            in_a_list,
            r"billing\.ChargeWhenDue answered InvoicePrepared, which the catalogue does not declare for it: it may"
            r" issue ChargeCustomer\. Mend the function, or declare it in `issues` of the policy",
        ),
        (
            by_itself,
            r"billing\.ChargeWhenDue answered a ChargeCustomer by itself: answer a list, \[ChargeCustomer\(…\)\]\. .*",
        ),
    ],
    ids=["raises", "lacks a case", "mutates", "none", "number", "text", "undeclared", "by itself"],
)
def test_policies(react: Callable[..., Any], told: str, caplog: pytest.LogCaptureFixture) -> None:
    """The reaction is parked at once; it is told when it is, and found on the desk."""
    policy = attrs.evolve(shop.policies["billing.ChargeWhenDue"], react=react)
    system = attrs.evolve(shop, policies={**shop.policies, "billing.ChargeWhenDue": policy})
    clock = Clock()
    with Application(system, "memory:", effects=Outside().handlers, clock=clock) as app:
        at_the_charge(app, clock)
        (parked,) = app.desk.parked()

    assert re.fullmatch(told, parked.reason or ""), parked.reason
    resume = f"Mend it, then: factbook reactions resume billing.ChargeWhenDue {parked.position}"
    told = f"billing.ChargeWhenDue at position {parked.position} is parked: {parked.reason}. {resume}"
    assert [told] == [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


@pytest.mark.parametrize(
    ("handler", "told", "parked"),
    [
        (
            divides,
            r"billing\.ChargeCustomer: " + HERE + "divides failed: ZeroDivisionError: [a-z ]*",
            False,
        ),
        (
            answers(None),
            r"the handler of billing\.ChargeCustomer answered NoneType, .*: answer ChargeSubmitted or .*",
            True,
        ),
    ],
    ids=["raises", "none"],
)
def test_effects(handler: Callable[..., Any], told: str, parked: bool) -> None:
    """What raises may pass, and is tried again."""
    clock = Clock()
    handlers: dict[type[Any], Any] = {**Outside().handlers, ChargeCustomer: handler}
    with Application(shop, "memory:", effects=handlers, clock=clock) as app:
        at_the_charge(app, clock)
        while not app.desk.parked() and (due := app.desk.next_due()):
            clock.now = max(clock.now, due)
            app.settle()
        found = next(one for one in app.desk.parked() if one.policy == "billing.ChargeWhenDue")

    assert re.fullmatch(told, found.reason or ""), found.reason
    assert parked == (found.tries == 1)


@pytest.mark.parametrize(
    ("evolve", "told"),
    [
        (divides, HERE + "divides failed: ZeroDivisionError: .*"),
        (
            the_event,
            "evolve answered a CustomerRegistered: answer a CustomerDirectory, or None where .*",
        ),
        (mutates_it, HERE + "mutates changes a value that it was given; make another one, .*"),
        (lacks_its_case, HERE + "lacks_a_case has no case for CustomerRegistered; add .*"),
    ],
    ids=["raises", "another class", "mutates", "lacks a case"],
)
def test_views(evolve: Callable[..., Any], told: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The view stops before the event, and says so; the others go on."""
    view = attrs.evolve(shop.views["customers.CustomerDirectory"], evolve=evolve)
    system = attrs.evolve(shop, views={**shop.views, "customers.CustomerDirectory": view})
    with Application(system, f"sqlite:{tmp_path / 'shop.db'}") as app:
        app.send(register())
        app.settle()
        app.settle()
        states = {name: (one.state, one.reason or "") for name, one in app.views.status().items()}
        state, why = states.pop("customers.CustomerDirectory")

        assert [] == app.views.rows(CustomerDirectory)
    assert "stopped" == state
    assert re.fullmatch(r"customers\.CustomerRegistered, version 1, at position 1: " + told, why), why
    assert {"running"} == {state for state, _ in states.values()}
    assert 1 == len(caplog.messages)
    assert caplog.messages[0].endswith("Mend it, then: factbook views resume customers.CustomerDirectory")


HANGING = """\
import io, os, signal, sys, time
from factbook.application import Application
from factbook.cli import main, run
run.PATIENCE = 0.5
def hang(self):
    self._doing[0] = 'billing.ChargeCustomer'
    print('begun', flush=True)
    time.sleep(1000)
Application.process = hang
"""

IN_THE_MIDDLE = """\
class Raw(io.FileIO):
    def write(self, data):
        if bytes(data).startswith((b"begun", b"still doing")):
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(data)
sys.stdout = io.TextIOWrapper(io.BufferedWriter(Raw(1, 'w')))
"""


@pytest.mark.parametrize("itself", [False, True])
def test_an_effect_that_hangs(tmp_path: Path, itself: bool) -> None:
    """Whoever ends the process reads what it waits for; a second time, it ends at once.

    Also where the signal comes while something is printed: the handler must not wait for locks that its thread holds.
    """
    script = tmp_path / "hanging.py"
    script.write_text(f"{HANGING}{IN_THE_MIDDLE if itself else ''}main(['run', '--store', sys.argv[1]])\n")
    command = [sys.executable, str(script), f"sqlite:{tmp_path / 'shop.db'}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        begun = {process.stdout.readline() for _ in range(2)}
        if not itself:
            process.send_signal(signal.SIGINT)
        lines = [process.stdout.readline() for _ in range(2)]
        if not itself:
            process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert "begun\n" in begun
    assert "ending what was begun\n" == lines[0]
    if not itself:  # there, the second one is handled before the line is out
        assert "still doing billing.ChargeCustomer; Ctrl-C again ends at once\n" == lines[1]
    assert "begun again by whoever runs next, under the same key\n" in lines[1] + rest
    assert 128 + signal.SIGINT == process.returncode
