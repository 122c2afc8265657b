"""All parts of the contract in one class, for threads and for asyncio."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(
    *(
        f"{__package__}.{part}"
        for part in (
            "_appending",
            "_asynchronous",
            "_hostile",
            "_ids",
            "_lasting",
            "_modelled",
            "_racing",
            "_reading",
            "_waiting",
        )
    )
)

from ._appending import Appending  # noqa: E402  # asserts of what is imported from here on explain themselves
from ._asynchronous import Asynchronous  # noqa: E402
from ._hostile import Hostile  # noqa: E402
from ._ids import Ids  # noqa: E402
from ._lasting import Lasting  # noqa: E402
from ._modelled import Modelled  # noqa: E402
from ._racing import Racing  # noqa: E402
from ._reading import Reading  # noqa: E402
from ._waiting import Waiting  # noqa: E402

__all__ = ["AsyncStoreContract", "StoreContract"]


# pytest runs the tests of the last base first: what is plainest is told first, and races last.
class StoreContract(Lasting, Racing, Modelled, Waiting, Ids, Hostile, Appending, Reading):
    """All of it, for a store that threads share. Define :meth:`open`, and what else is not as it is here."""


class AsyncStoreContract(Asynchronous, StoreContract):
    """All of it, for a store for asyncio, and what tasks do beside. Define :meth:`open_async`."""
