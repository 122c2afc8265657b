"""Which place is beside which store."""

from __future__ import annotations

from factbook.stores import unknown

from ._memory import MemoryPlace
from ._place import Place

__all__ = ["open_place"]


def open_place(url: str, package: str) -> Place:
    """The place of the views that belong to the events at ``url``.

    ``package`` is the generated package whose SQL makes the tables. Raises :class:`~factbook.errors.StoreUnfit`.
    """
    scheme, _, rest = url.partition(":")
    match scheme:
        case "memory":
            return MemoryPlace()
        case "sqlite":
            from factbook.stores.sqlite.naming import named

            from ._sqlite import SqlitePlace

            return SqlitePlace(str(named(rest)[0].with_suffix(".views.db")), package)
        case "postgresql" | "postgres":
            from ._postgres import PostgresPlace

            return PostgresPlace(url, package)
        case _:
            raise unknown(url)
