"""What the URL of a store says: ``sqlite:shop.db?durability=normal``."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from factbook.errors import StoreUnfit

from .files import Durability, refuse_side

__all__ = ["named"]


def named(place: str) -> tuple[Path, Durability]:
    """The file, and what is certain when an append was answered; raises ``StoreUnfit`` if the URL is not understood."""
    path, _, options = place.partition("?")
    if path.startswith("//"):
        name = path.lstrip("/")
        raise StoreUnfit(
            f"sqlite:{path}: write sqlite:{name} for a file in the current folder, sqlite:/{name} from the root on"
        )
    if path in ("", ":memory:"):
        raise StoreUnfit(f"sqlite:{path}: name a file, as in sqlite:shop.db; without a file: memory:")
    durability = Durability.FULL
    for option in filter(None, options.split("&")):
        name, _, value = option.partition("=")
        if name != "durability":
            raise StoreUnfit(f'sqlite:{path}: there is no option "{name}"{_near(name, ["durability"])}')
        choices = [one.value for one in Durability]
        if value not in choices:
            raise StoreUnfit(
                f'sqlite:{path}: there is no durability "{value}"{_near(value, choices)}: {" or ".join(choices)}'
            )
        durability = Durability(value)
    return _file(unquote(path)), durability


def _file(name: str) -> Path:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise StoreUnfit(f"sqlite:{ascii(name)[1:-1]}: the name of a file has to be UTF-8") from None
    if "\0" in name:
        raise StoreUnfit(f"sqlite:{ascii(name)[1:-1]}: no file has a NUL in its name")
    file = Path(name)
    if file.name in ("", ".."):
        raise StoreUnfit(f"{file.absolute()}: this is a folder: name a file in it")
    refuse_side(file)
    return file


def _near(word: str, choices: list[str]) -> str:
    near = get_close_matches(word.lower(), choices, 1)
    return f'; did you mean "{near[0]}"?' if near else ""
