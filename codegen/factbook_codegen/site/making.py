"""Makes the files of a site, unit by unit: each context, each system as a whole, and the front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import Factory, define, field, frozen

from ..cache import Unit, key
from ..diagnostics import Diagnostic
from ..disk import Disk, digest
from ..forking import MANY, both, may_fork
from ..inputs import Inputs
from ..model import Context, Scenario
from ..settings import Project
from ..targets import Files, catalogue_json, schemas
from ..writing import problem
from . import glossary, machines, roles, searching
from .book import Book
from .chrome import Chrome
from .desk import Desk
from .finding import Shelf
from .front import CODE_PAGES, Front, text_pages
from .memory import Memory
from .pages import context_pages, system_pages
from .pictures import draw
from .printing import edition_of, editions, is_large
from .references import Said
from .rendering import assets
from .surfaces import surface

__all__ = ["Made", "Making"]


@define
class Made:
    """Files by unit with their digests, the content of those made anew, and what went wrong; ``shown`` and ``surfaces``
    as in :class:`Memory`."""

    units: dict[str, Unit] = Factory(dict[str, Unit])
    shown: dict[str, str] = Factory(dict[str, str])
    surfaces: dict[str, tuple[str, str]] = Factory(dict[str, tuple[str, str]])
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
    desk: Desk
    _drawings: dict[str, dict[str, str]] = field(factory=dict[str, dict[str, str]], init=False)

    def make(self, kept: Path) -> Made:
        """Make what has changed; drawings are kept in the folder ``kept``."""
        made = Made()
        for book in self.books:
            about = self._about(book)
            self._contexts(made, book, about, kept)
            texts = [(text.address, text.markdown) for text in book.texts]
            played = book.played
            told = [sorted(book.released), played.reason, sorted(played.scenarios), played.stories, played.arrows]
            on = self._key(book.system.name, [list(about.values()), texts, book.look, told])
            chrome = Chrome(book)
            self._glossary(made, chrome)
            if not self._is_as_before(made, book.system.name, on):
                _add(made, book.system.name, on, _encoded(self._system(made, chrome, kept)))
        self._front(made)
        return made

    def _contexts(self, made: Made, book: Book, about: Mapping[str, str], kept: Path) -> None:
        """Make the pages of all contexts that show something new, half of them in a second process where that pays."""
        todo: list[Context] = []
        keys = {name: self._key(f"{book.system.name}/{name}", more) for name, more in about.items()}
        for context in book.system.contexts.values():
            name = f"{book.system.name}/{context.name}"
            shown = self.memory.shown.get(name, "")
            if self._is_as_before(made, name, keys[context.name]):
                made.shown[name] = shown
            elif shown and shown == self._shown(made, book, context, about) and self._stands(name):
                made.units[name] = Unit(keys[context.name], self.memory.units[name].outputs)
                made.shown[name] = shown
            else:
                todo.append(context)

        def make(contexts: Sequence[Context]) -> Made:
            some = Made()
            for context in contexts:
                name = f"{book.system.name}/{context.name}"
                some.shown[name] = self._shown(some, book, context, about)
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
            made.shown.update(part.shown)
            made.surfaces.update(part.surfaces)
            made.contents.update(part.contents)
            made.problems.extend(part.problems)

    def _key(self, name: str, more: object) -> str:
        known = self.inputs.unit_keys.get(name)
        return key([known, more]) if known else ""

    def _about(self, book: Book) -> dict[str, str]:
        """What the pages of each context follow from besides its files: who refers to it from elsewhere, and the frame,
        as digests."""
        contexts = book.system.contexts.values()
        frame = [
            book.look,
            len(self.books),
            [(one.name, one.title) for one in contexts],
            [(text.title, text.address) for text in book.texts],
            [(book.addresses[str(story.place)], story.title) for story in book.stories],
            book.registers,
            is_large(book),
            [(one.name, sorted(one.deprecated.items())) for one in contexts if one.deprecated],
            roles.names_of(book) if roles.is_large(book) else (),
        ]
        around = key(frame)
        across = book.refs.across()
        return {one.name: key([around, self._told(book, one, across.get(one.name, []))]) for one in contexts}

    def _told(self, book: Book, context: Context, across: Sequence[Said]) -> object:
        """What is said of one context elsewhere."""
        races = book.races_across.get(context.name, ())
        anchors = [book.anchor(one) for said in across for one in said.by if isinstance(one, Scenario)]
        played = [str(one.place) for one in context.scenarios if str(one.place) in book.played.scenarios]
        stories = [(str(one.place), book.addresses[str(one.place)]) for one in context.stories]
        matrices = [(name, book.matrices.get(f"{context.name}.{name}")) for name in context.deciders]
        released = sorted(one for one in book.released if one[0] == context.name)
        messages = [(ref, data) for ref, data in book.played.messages.items() if ref.startswith(f"{context.name}.")]
        return [across, anchors, races, played, stories, messages, matrices, bool(book.released), released]

    def _shown(self, made: Made, book: Book, context: Context, about: Mapping[str, str]) -> str:
        """A key of what the pages of a context show: its own file, and only what can be seen of those that it leads to.

        Other than the key of its files it stays the same where something changes that nobody else shows.
        """
        system = book.system
        leads_to = self.inputs.mentioned.get(f"{system.name}/{context.name}")
        own = self.inputs.digests.get(context.place.file)
        if leads_to is None or own is None:
            return ""
        others = [
            self._surface(made, system.name, system.contexts[one])
            for one in leads_to
            if one != context.name and one in system.contexts
        ]
        shared = self.inputs.digests.get(system.place.file)
        drawn = list(self._drawn(book, context).items())
        return key([self.inputs.tool, self.inputs.rest, shared, own, others, about[context.name], drawn])

    def _surface(self, made: Made, system: str, context: Context) -> str:
        name = f"{system}/{context.name}"
        on = self.inputs.unit_keys[name]
        known = made.surfaces.get(name) or self.memory.surfaces.get(name)
        if known is None or known[0] != on:
            known = on, surface(context)
        made.surfaces[name] = known
        return known[1]

    def _drawn(self, book: Book, context: Context) -> dict[str, str]:
        """The DOT of the drawings of a context, unless nothing is drawn."""
        if self.project.settings.svg == "none":
            return {}
        name = f"{book.system.name}/{context.name}"
        if name not in self._drawings:
            self._drawings[name] = book.drawings(context)
        return self._drawings[name]

    def _stands(self, name: str) -> bool:
        return name in self.memory.units and _stands(self.memory.units[name].outputs, self.disk)

    def _is_as_before(self, made: Made, name: str, on: str) -> bool:
        """Take over what the last build made, if that still stands for what it was made of."""
        before = self.memory.units.get(name)
        if before is not None and on and before.key == on and _stands(before.outputs, self.disk):
            made.units[name] = before
            return True
        return False

    def _context(self, made: Made, book: Book, context: Context, kept: Path) -> Files:
        folder = f"{book.system.name}/{context.name}"
        pictures = self._draw(made, self._drawn(book, context), folder, kept)
        files = context_pages(book, context, pictures)
        if "flow" in pictures:
            files[f"{folder}/diagrams/flow.svg"] = pictures["flow"]
        files |= edition_of(book, context, "diagrams/flow.svg" if "flow" in pictures else "")
        assert schemas.TARGET.context is not None
        assert catalogue_json.TARGET.context is not None
        files |= machines.guide(context)
        return (
            files | schemas.TARGET.context(context, book.system) | catalogue_json.TARGET.context(context, book.system)
        )

    def _glossary(self, made: Made, chrome: Chrome) -> None:
        """Make the sheets of the glossary that differ: a change elsewhere leaves most of them alone."""
        for sheet in glossary.glossary(chrome):
            name = f"{chrome.folder}:{sheet.name}"
            on = self._key_of_sheet(chrome, sheet)
            if not self._is_as_before(made, name, on):
                _add(made, name, on, _encoded(dict([sheet.page(chrome)])))

    def _key_of_sheet(self, chrome: Chrome, sheet: glossary.Sheet) -> str:
        if chrome.folder not in self.inputs.unit_keys:
            return ""
        old = [ref for _, ref, _ in sheet.entries if chrome.pen.deprecation(ref)]
        why = [chrome.pen.deprecation(ref) for ref in old]
        return key([self.inputs.tool, chrome.frame, sheet.entries, sheet.pages, old, why])

    def _system(self, made: Made, chrome: Chrome, kept: Path) -> Files:
        book = chrome.book
        name = book.system.name
        drawings = {} if self.project.settings.svg == "none" else book.system_drawings()
        pictures = self._draw(made, drawings, name, kept)
        files = system_pages(chrome, pictures)
        addresses = {one: f"diagrams/{one.removesuffix('.html')}.svg" for one in pictures}
        files |= {f"{name}/{addresses[one]}": svg for one, svg in pictures.items()}
        flows = {
            f"{context}/flow": f"{context}/diagrams/flow.svg"
            for context in book.system.contexts
            if f"{name}/{context}/diagrams/flow.svg" in made.units[f"{name}/{context}"].outputs
        }
        files |= editions(book, addresses | flows)
        files[f"{name}/search-index.js"] = searching.index(book, self.desk.indexed)
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
        files |= assets() | machines.lead(self.books[0].look.title, self.books)
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
