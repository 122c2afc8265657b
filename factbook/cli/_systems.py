"""What the commands share that run a system: which one, on which store, and how they speak of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, unquote

import click

from factbook.blaming import blame
from factbook.errors import FactbookError
from factbook.sources import changed, told

from ._names import systems
from ._roots import find_root, nearest_root
from ._shared import CannotGoOn

if TYPE_CHECKING:
    from factbook.application import EffectHandler
    from factbook.stores import Store
    from factbook.system import System

F = TypeVar("F", bound=Callable[..., Any])

REFUSED: Final = 1
FAULT: Final = 3

EXIT_CODES: Final = """\b
Exit codes:
  0  done
  1  refused, or not as it should be
  2  used wrongly, or there is no project here
  3  a fault: the store cannot be used, something in it cannot be read, or a
     function of the project fails
"""


def system_options(function: F) -> F:
    """``--system`` and ``--store``."""
    function = click.option(
        "--store",
        metavar="URL",
        envvar="FACTBOOK_STORE",
        help="Where the events are: memory:, sqlite:FILE or postgresql://…  [env: FACTBOOK_STORE; default:"
        " sqlite:SYSTEM.db in the project]",
    )(function)
    return click.option(
        "--system",
        "name",
        metavar="NAME",
        shell_complete=systems,
        help="Which system, where the project has more than one.",
    )(function)


def find_system(name: str | None) -> System:
    """The wired system of the project, ``deciders.<system>.<system>``."""
    from factbook.system import System

    root = find_root()
    names = sorted(path.parent.name for path in root.glob("generated/*/catalogue.json"))
    if name is None:
        if len(names) != 1:
            what = f"has the systems {', '.join(names)}: say which by --system" if names else "has no generated system"
            raise CannotGoOn(f"the project {what}. (`factbook generate` makes systems from the catalogue.)")
        (name,) = names
    elif name not in names:
        raise CannotGoOn(f'there is no system "{name}"{near(name, names)}')
    if stale := changed(root / "generated", name):
        click.echo(f"note: {told(stale, root)}", err=True)
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    try:
        found = getattr(import_module(f"deciders.{name}"), name, None)
    except FactbookError as error:
        raise CannotGoOn(str(error)) from error
    except Exception as error:  # whatever a user's own module raises when it is imported
        if (blamed := blame(error, root)) is None:
            raise
        raise CannotGoOn(blamed) from error
    if not isinstance(found, System):
        raise CannotGoOn(
            f"deciders/{name}/__init__.py holds no system called {name}: make it there with the generated constructor"
        )
    return found


def store_url(system: System, store: str | None) -> str:
    """The URL that was asked for, or the project's own file."""
    return store or f"sqlite:{quote(str(find_root() / system.name))}.db"


def url_to_look(system: System, store: str | None) -> str:
    """The URL of what is looked at; of nothing, where the project's own file was not made yet: nothing has happened."""
    own = store is None and not (find_root() / f"{system.name}.db").exists()
    return "memory:" if own else store_url(system, store)


def find_handlers(system: System) -> Mapping[type[Any], EffectHandler]:
    """The handlers of effects, ``effects.<system>.EFFECTS``; none, if the project has no such module."""
    name = f"effects.{system.name}"
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in ("effects", name):
            raise
        return {}
    handlers: Mapping[type[Any], EffectHandler] = module.EFFECTS
    return handlers


def find_class(system: System, name: str, section: str) -> type[Any]:
    """The class of a message, by its name with or without its context."""
    known = {
        f"{context}.{one}": one
        for context, declared in system.catalogue.contexts.items()
        for one in getattr(declared, section)
    }
    found = [full for full, short in known.items() if name in (full, short)]
    if len(found) > 1:
        raise CannotGoOn(f'"{name}" may be {" or ".join(found)}: say which')
    if not found:
        raise CannotGoOn(f'there is no {section[:-1]} "{name}"{near(name, [*known, *known.values()])}')
    context, _, short = found[0].partition(".")
    cls: type[Any] = getattr(import_module(f"{system.package}.{context}"), short)
    return cls


def near(name: str, known: list[str]) -> str:
    """The near miss, as the end of a sentence."""
    if not known:
        return "; there are none"
    close = get_close_matches(name, known, 1)
    return f'; did you mean "{close[0]}"?' if close else f"; there are: {', '.join(known)}" if len(known) < 12 else ""


@contextmanager
def faults() -> Generator[None]:
    """Say what goes wrong, and where if it is in a function of the project, and end with its exit code."""
    try:
        yield
    except FactbookError as fault:
        click.echo(f"{type(fault).__name__}: {fault}", err=True)
        raise SystemExit(FAULT) from None
    except Exception as error:  # whatever a user's own function raises
        root = nearest_root()
        if root is None or (blamed := blame(error, root)) is None:
            raise
        click.echo(blamed, err=True)
        raise SystemExit(FAULT) from None


def has_events(url: str) -> None:
    """Raise where a URL names a file that is not there: looking for events would make it, and find none."""
    file = unquote(url.removeprefix("sqlite:").partition("?")[0])
    if url.startswith("sqlite:") and not Path(file).exists():
        raise CannotGoOn(f"there is no file {file}: look at the name; the first `factbook send` to it makes one")


@contextmanager
def looking(url: str) -> Generator[Store]:
    """The store of a URL, to look at it: that changes nothing, and makes none where there is none."""
    from factbook.stores.readonly import open_read_only

    has_events(url)
    with faults(), closing(open_read_only(url)) as store:
        yield store


def printable(text: str) -> str:
    """A text that came out of a store, so that it cannot steer the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def progress(text: str, every: int = 1_000) -> Callable[[int], None]:
    """Tells on a terminal, every thousand events or so, how far it is."""
    if not sys.stderr.isatty():
        return lambda _: None

    def tell(count: int) -> None:
        if count % every == 0:
            click.echo(f"{text.format(count)}\r", err=True, nl=False)  # what is told next takes its place

    return tell


def colourful() -> bool:
    """Whether standard output is a terminal that shows colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
