"""Flags switch policies while the system runs, for everything or for one tag, and every change is recorded."""

from __future__ import annotations

import pytest

from factbook.flags import FLAGS, Flags
from factbook.testing.stages import Clock
from tests.factbook.running.shops import Outside, decoded, running, step, story


def changed(*changes: tuple[str, bool, str | None]) -> Flags:
    return Flags({"a": True, "b": False}, {(flag, tag): on for flag, on, tag in changes})


@pytest.mark.parametrize(
    ("flags", "tags", "on"),
    [
        (changed(), (), True),
        (changed(("a", False, None)), (), False),
        (changed(("b", True, None)), (), True),
        (changed(("a", False, None), ("a", True, "order:1")), ("order:1",), True),
        (changed(("a", False, None), ("a", True, "order:1")), ("order:2",), False),
        (changed(("a", False, "order:1"), ("a", True, "customer:1")), ("order:1", "customer:1"), False),
    ],
    ids=["as declared", "switched", "another one", "for a tag", "for another tag", "tags disagree"],
)
def test_what_is_said_of_a_tag_goes_before_what_is_said_in_general(
    flags: Flags, tags: tuple[str, ...], on: bool
) -> None:
    """Where two tags disagree, it is off."""
    assert on == flags.is_on("a", tags)


def test_a_policy_whose_flag_is_off_does_nothing() -> None:
    """Nor does it later, when the flag is on again: the moment has passed."""
    clock = Clock()
    with running("memory:", Outside(), clock) as app:
        app.switch("ship_automatically", False, actor="ada")
        for one in story("A first order from cart to doorstep").steps[:20]:
            step(app, clock, one)
        app.switch("ship_automatically", True)
        app.settle()

        assert "ShipmentPrepared" not in [type(event).__name__ for event in decoded(app)]
        assert "PaymentReceived" in [type(event).__name__ for event in decoded(app)]


def test_every_change_is_recorded_with_who_made_it() -> None:
    """It is an event like any other."""
    with running("memory:", Outside(), Clock()) as app:
        app.switch("mail_customers", False, tag="customer:1", actor="ada")
        app.switch("mail_customers", None, tag="customer:1", actor="bob")
        events = app.store.read(FLAGS).events

        assert ["ada", "bob"] == [event.metadata.actor for event in events]
        assert ("@flag:mail_customers", "@actor:ada") == events[0].tags
        assert {} == app.flags().changes


def test_an_unknown_flag_is_refused_with_those_there_are() -> None:
    """Nothing is recorded."""
    with running("memory:", Outside(), Clock()) as app:
        with pytest.raises(KeyError, match="there is no flag ship; there are: ship_automatically, cancel_unpaid"):
            app.switch("ship", True)

        assert [] == app.store.read(FLAGS).events
