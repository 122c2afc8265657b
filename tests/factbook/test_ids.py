"""Ids are fresh in every process, and sort by their time."""

from __future__ import annotations

import os
from uuid import RFC_4122, UUID

import pytest

from factbook.drivers.ids import new_id


def test_ids_are_version_7_and_sort_by_time() -> None:
    """As RFC 9562 says; many of them are all different."""
    ids = [new_id() for _ in range(2_000)]

    assert {(7, RFC_4122)} == {(one.version, one.variant) for one in ids}
    assert 2_000 == len(set(ids))
    assert sorted(one.int >> 80 for one in ids) == [one.int >> 80 for one in ids]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_process_that_was_forked_off_has_ids_of_its_own() -> None:
    """Although both go on from the same memory."""
    new_id()
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        os.write(write, new_id().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    theirs = UUID(bytes=os.read(read, 16))

    assert theirs.int & (1 << 62) - 1 != new_id().int & (1 << 62) - 1
