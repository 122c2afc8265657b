"""Two stores never share a file, and none is a file of another one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from deciders.shop import shop
from factbook.beside import open_beside
from factbook.errors import StoreUnfit
from factbook.stores import open_async_store, open_store
from factbook.stores.readonly import open_read_only
from factbook.stores.sqlite import SqliteStore
from factbook.stores.sqlite.sides import SIDES, belongs, side
from factbook.views import Views

PARTS = ("shop", "a", ".", "-", ".db", ".sqlite", "-wal", "-shm", "-journal", *SIDES, *(f".{one}.db" for one in SIDES))
NAMES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("".join).filter(lambda one: one.strip("."))


def files(store: str) -> set[str]:
    """All that there may be of a store."""
    own = [store, *(side(Path(store), one).name for one in SIDES)]
    return {f"{one}{ending}" for one in own for ending in ("", "-wal", "-shm", "-journal")}


@given(NAMES, NAMES)
@example("shop.db", "shop.sqlite")
@example("shop.db", "shop")
@example("shop.sqlite", "shop.sqlite.db")
@example("shop.db", "shop.views")
@example(".db", "")
def test_no_two_stores_share_a_file(one: str, other: str) -> None:
    """Whatever they are called, as long as they may be called so."""
    assume(one != other and one and other and not belongs(Path(one)) and not belongs(Path(other)))

    assert set() == files(one) & files(other)
    assert 16 == len(files(one))


@given(NAMES)
def test_what_belongs_to_a_store_is_none(name: str) -> None:
    """And is told whose it is."""
    assume(not belongs(Path(name)))
    for one in files(name) - {name}:
        assert belongs(Path(one)) in files(name)


@pytest.mark.parametrize(
    ("store", "views"),
    [
        ("shop.db", "shop.views.db"),
        ("shop.sqlite", "shop.sqlite-views"),
        ("shop", "shop-views"),
        ("a.b.db", "a.b.views.db"),
        (".db", ".views.db"),
    ],
)
def test_where_views_are(store: str, views: str, tmp_path: Path) -> None:
    """Reactions and states are beside them."""
    with (
        closing(Views(shop, f"sqlite:{tmp_path / store}")),
        closing(open_beside(f"sqlite:{tmp_path / store}", "work", ())),
    ):
        found = {one.name for one in tmp_path.iterdir() if not one.name.endswith(("-wal", "-shm"))}

    assert {views, views.replace("views", "work")} == found


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("shop.views.db", "shop.db"),
        ("shop.work.db", "shop.db"),
        ("shop.sqlite-states", "shop.sqlite"),
        ("shop.db-wal", "shop.db"),
    ],
)
def test_a_file_of_another_store_is_no_store(name: str, owner: str, tmp_path: Path) -> None:
    """However it is opened, and whether it is there or not."""
    url = f"sqlite:{tmp_path / name}"
    openings: list[Callable[[str], object]] = [
        *(open_store, open_async_store, open_read_only, partial(Views, shop)),
        lambda _: SqliteStore(tmp_path / name),
    ]
    for opening in openings:
        with pytest.raises(StoreUnfit, match=f"belongs to the store {owner} beside it"):
            opening(url)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["sqlite:/", "sqlite:.", "sqlite:a/.."])
def test_a_folder_is_no_store(url: str) -> None:
    with pytest.raises(StoreUnfit, match="this is a folder: name a file in it"):
        Views(shop, url)
