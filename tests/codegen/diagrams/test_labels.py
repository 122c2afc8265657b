"""Words in diagrams: quoted, cut and wrapped."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from factbook_codegen.diagrams.labels import columns, duration, label, plain, quoted, wrapped
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.codegen.hostile import HOSTILE

graphviz: Any = import_module("graphviz")  # it comes without types


@given(HOSTILE)
def test_quoting_is_that_of_the_graphviz_package(text: str) -> None:
    """Our quick quoting is what ``graphviz`` does to a text in which nothing is special."""
    assume(text.isprintable())

    assert graphviz.quoting.quote(graphviz.escape(text.replace("&", "&amp;"))) in (quoted(text), text)


def test_labels_have_no_empty_lines() -> None:
    """Lines without anything to see are left out, for Graphviz crashes on some that begin with one."""
    assert '"one\\ntwo"' == label(("", " ", "\0", "one", "\N{NO-BREAK SPACE}", "two"))


@given(HOSTILE, st.integers(4, 40))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """Lines are never wider than asked, never empty, and together the whole text."""
    lines = wrapped(text, width)

    assert [] == [line for line in lines if columns(line) > width or not line.strip()]
    assert plain(text, 1000).replace(" ", "") == "".join(lines).replace(" ", "")


def test_names_are_broken_between_their_words() -> None:
    """A long name breaks where a word of it ends."""
    assert ("OrderCancelledBecause", "PaymentWasOverdue") == wrapped("OrderCancelledBecausePaymentWasOverdue", 22)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=48), "48 h"),
        (timedelta(days=14), "14 days"),
        (timedelta(days=4, hours=12), "4 days 12 h"),
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(seconds=5), "5 s"),
        (timedelta(), "0 s"),
    ],
)
def test_durations_in_words(span: timedelta, said: str) -> None:
    """A span of time is said as people say it."""
    assert said == duration(span)
