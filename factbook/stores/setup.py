"""Setting stores up, where that does not go by itself."""

from __future__ import annotations

from . import open_store

__all__ = ["init_store", "upgrade_store"]


def init_store(url: str) -> str:
    """Set a store up where there is none; answers what was done."""
    if url.startswith(("postgresql:", "postgres:")):
        from .postgres import init

        init(url)
        return "the store is set up"
    open_store(url).close()
    return "a store of this kind sets itself up when it is first opened: it is ready"


def upgrade_store(url: str) -> str:
    """Bring a store of an older form to the form of today; answers what was done."""
    if url.startswith(("postgresql:", "postgres:")):
        from .postgres import upgrade

        upgrade(url)
        return "the store is up to date"
    open_store(url).close()
    return "a store of this kind upgrades itself when it is opened: it is up to date"
