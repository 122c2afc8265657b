"""Which place is beside which store."""

from __future__ import annotations

from factbook.stores import unknown

from ._memory import MemoryPlace
from ._place import Place

__all__ = ["open_place"]


def open_place(url: str, package: str, *, read_only: bool = False) -> Place:
    """The place of the views that belong to the events at ``url``.

    ``package`` is the generated package whose SQL makes the tables. With ``read_only`` nothing is made or changed;
    where there is nothing, there are no views. Raises :class:`~factbook.errors.StoreUnfit`.
    """
    scheme, _, rest = url.partition(":")
    match scheme:
        case "memory":
            return MemoryPlace()
        case "sqlite":
            from factbook.stores.sqlite.naming import named
            from factbook.stores.sqlite.sides import side

            from ._sqlite import SqlitePlace, SqliteSight

            file = side(named(rest)[0], "views")
            if not read_only:
                return SqlitePlace(str(file), package)
            return SqliteSight(str(file), package) if file.exists() else MemoryPlace()
        case "postgresql" | "postgres":
            from ._postgres import PostgresPlace

            place = PostgresPlace(url, package, read_only=read_only)
            if not read_only or place.is_there():
                return place
            place.close()
            return MemoryPlace()
        case _:
            raise unknown(url)
