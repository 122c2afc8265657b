"""The laws hold for every decider, view and policy of the shop."""

from __future__ import annotations

from typing import Any

import pytest

from deciders.shop import shop
from factbook.decider import Decider
from factbook.policy import Policy
from factbook.testing import check_laws
from factbook.view import View


@pytest.mark.parametrize("decider", [pytest.param(decider, id=name) for name, decider in shop.deciders.items()])
def test_a_decider_keeps_the_laws(decider: Decider[Any, Any, Any, Any]) -> None:
    """It is pure, total, records and refuses what it declares, and all that it declares comes up."""
    check_laws(decider)


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view in shop.views.items()])
def test_a_view_keeps_the_laws(view: View[Any, Any]) -> None:
    """It is pure, and takes every event that it reads, as they can come in the shop."""
    check_laws(view, system=shop)


@pytest.mark.parametrize("policy", [pytest.param(policy, id=name) for name, policy in shop.policies.items()])
def test_a_policy_keeps_the_laws(policy: Policy[Any, Any, Any]) -> None:
    """It is pure, and issues only what it declares."""
    check_laws(policy)
