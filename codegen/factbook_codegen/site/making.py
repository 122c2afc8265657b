"""Makes the files of a site, unit by unit: each context, each system as a whole, and the front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import Factory, define, frozen

from ..cache import Unit, key
from ..diagnostics import Diagnostic
from ..disk import Disk, digest
from ..forking import MANY, both, may_fork
from ..inputs import Inputs
from ..model import Context, Ref
from ..settings import Project
from ..targets import Files, catalogue_json, schemas
from ..writing import problem
from . import machines, searching
from .book import Book
from .finding import Shelf
from .front import CODE_PAGES, Front, text_pages
from .memory import Memory
from .pages import context_pages, system_pages
from .pictures import draw
from .printing import edition_of, editions, is_large
from .registers import listed
from .rendering import assets

__all__ = ["Made", "Making"]


@define
class Made:
    """Files by unit with their digests, the content of those made anew, and what went wrong."""

    units: dict[str, Unit] = Factory(dict[str, Unit])
    contents: dict[str, bytes] = Factory(dict[str, bytes])
    problems: list[Diagnostic] = Factory(list[Diagnostic])


@frozen(slots=False)
class Making:
    """One build: what there is, and what was there before."""

    project: Project
    inputs: Inputs
    memory: Memory
    disk: Disk
    books: Sequence[Book]
    shelves: Mapping[str, Shelf]
    found: Sequence[Diagnostic]

    def make(self, kept: Path) -> Made:
        """Make what has changed; drawings are kept in the folder ``kept``."""
        made = Made()
        for book in self.books:
            everything = {context.name: self._key_of(book, context) for context in book.system.contexts.values()}
            self._contexts(made, book, everything, kept)
            texts = [(text.address, text.markdown) for text in book.texts]
            played = book.played
            told = [sorted(book.released), played.reason, sorted(played.scenarios), played.stories, played.arrows]
            on = self._key(book.system.name, [list(everything.values()), texts, book.look, told])
            if not self._is_as_before(made, book.system.name, on):
                _add(made, book.system.name, on, _encoded(self._system(made, book, kept)))
        self._front(made)
        return made

    def _contexts(self, made: Made, book: Book, keys: Mapping[str, str], kept: Path) -> None:
        """Make the pages of all contexts, half of them in a second process where that pays."""
        todo: list[Context] = []
        for context in book.system.contexts.values():
            name, on = f"{book.system.name}/{context.name}", keys[context.name]
            if not self._is_as_before(made, name, on):
                todo.append(context)

        def make(contexts: Sequence[Context]) -> Made:
            some = Made()
            for context in contexts:
                name = f"{book.system.name}/{context.name}"
                _add(some, name, keys[context.name], _encoded(self._context(some, book, context, kept)))
            return some

        if len(todo) >= MANY and may_fork():
            _ = book.refs, book.collisions, book.addresses  # looked up once, before the two part
            ours, theirs = both(lambda: make(todo[::2]), lambda: make(todo[1::2]))
            parts = [ours, theirs or make(todo[1::2])]
        else:
            parts = [make(todo)]
        for part in parts:
            made.units.update(part.units)
            made.contents.update(part.contents)
            made.problems.extend(part.problems)

    def _key(self, name: str, more: object) -> str:
        known = self.inputs.unit_keys.get(name)
        return key([known, more]) if known else ""

    def _key_of(self, book: Book, context: Context) -> str:
        """What the pages of a context follow from: its files, who refers to it from elsewhere, and the frame."""
        frame = [
            book.look,
            len(self.books),
            [(one.name, one.title) for one in book.system.contexts.values()],
            [(text.title, text.address) for text in book.texts],
            sorted(book.addresses.items()) if context.stories else list(book.addresses.values()),
            listed(book),
            is_large(book),
        ]
        races = [book.collide(Ref(context.name, name)) for name in context.commands]
        played = [str(one.place) for one in context.scenarios if str(one.place) in book.played.scenarios]
        matrices = [(name, book.matrices.get(f"{context.name}.{name}")) for name in context.deciders]
        released = sorted(one for one in book.released if one[0] == context.name)
        old = [(one.name, sorted(one.deprecated.items())) for one in book.system.contexts.values() if one.deprecated]
        messages = [(ref, data) for ref, data in book.played.messages.items() if ref.startswith(f"{context.name}.")]
        known = [frame, book.refs.into(context.name), races, played, messages, matrices, released, old]
        return self._key(f"{book.system.name}/{context.name}", known)

    def _is_as_before(self, made: Made, name: str, on: str) -> bool:
        """Take over what the last build made, if that still stands for what it was made of."""
        before = self.memory.units.get(name)
        if before is not None and on and before.key == on and _stands(before.outputs, self.disk):
            made.units[name] = before
            return True
        return False

    def _context(self, made: Made, book: Book, context: Context, kept: Path) -> Files:
        pictures = self._draw(made, book.drawings(context), f"{book.system.name}/{context.name}", kept)
        folder = f"{book.system.name}/{context.name}"
        files = context_pages(book, context, pictures)
        if "flow" in pictures:
            files[f"{folder}/diagrams/flow.svg"] = pictures["flow"]
        files |= edition_of(book, context, "diagrams/flow.svg" if "flow" in pictures else "")
        assert schemas.TARGET.context is not None
        assert catalogue_json.TARGET.context is not None
        return (
            files | schemas.TARGET.context(context, book.system) | catalogue_json.TARGET.context(context, book.system)
        )

    def _system(self, made: Made, book: Book, kept: Path) -> Files:
        name = book.system.name
        pictures = self._draw(made, book.system_drawings(), name, kept)
        files = system_pages(book, pictures)
        addresses = {one: f"diagrams/{one.removesuffix('.html')}.svg" for one in pictures}
        files |= {f"{name}/{addresses[one]}": svg for one, svg in pictures.items()}
        flows = {
            f"{context}/flow": f"{context}/diagrams/flow.svg"
            for context in book.system.contexts
            if f"{name}/{context}/diagrams/flow.svg" in made.units[f"{name}/{context}"].outputs
        }
        files |= editions(book, addresses | flows)
        files[f"{name}/search-index.js"] = searching.index(book)
        assert schemas.TARGET.system is not None
        assert catalogue_json.TARGET.system is not None
        return files | schemas.TARGET.system(book.system) | catalogue_json.TARGET.system(book.system)

    def _front(self, made: Made) -> None:
        shelf = self.shelves.get("")
        front = Front(self.books[0].look, self.books, shelf)
        on = key([self.inputs.tool, front.frame])
        if not self._is_as_before(made, CODE_PAGES, on):
            _add(made, CODE_PAGES, on, _encoded(dict(front.codes())))
        files = front.pages(self.found)
        for book in self.books:
            files |= text_pages(book, self.shelves[book.system.name])
        files |= assets() | machines.guides(self.books[0].look.title, self.books)
        beside = {path: data for one in self.shelves.values() for path, data in one.files.items()}
        _add(made, "", "", _encoded(files) | beside)

    def _draw(self, made: Made, dots: Mapping[str, str], folder: str, kept: Path) -> dict[str, str]:
        drawn, undrawn = draw(dots, self.project.settings.svg, kept)
        for name, reason in undrawn.items():
            help_ = "the page stands without it"
            made.problems.append(problem("FB707", f"{self.project.settings.site}/{folder}/{name}", reason, help_))
        return drawn


def _add(made: Made, name: str, on: str, files: Mapping[str, bytes]) -> None:
    made.units[name] = Unit(on, {path: digest(data) for path, data in files.items()})
    made.contents.update(files)


def _encoded(files: Files) -> dict[str, bytes]:
    return {path: text.encode("utf-8", "backslashreplace") for path, text in files.items()}


def _stands(outputs: Mapping[str, str], disk: Disk) -> bool:
    return all(disk.digest(path) == made for path, made in outputs.items())
