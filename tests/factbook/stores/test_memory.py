"""The store in memory keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.stores import Store
from factbook.stores.memory import MemoryStore
from factbook.testing.store_contract import StoreContract


class TestMemory(StoreContract):
    lasting = False

    def open(self, place: Path) -> Store:
        return MemoryStore()


@pytest.mark.long
class TestMemoryForLonger(TestMemory):
    effort = 10
