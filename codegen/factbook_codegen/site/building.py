"""From a project to its site: what has not changed is not made again, and only files that differ are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from .. import cache, inputs
from ..choosing import choose
from ..diagnostics import Diagnostic, in_order
from ..disk import Disk, look, stamp
from ..inputs import Inputs
from ..model import Catalogue
from ..moving import CannotWrite, carry_out
from ..reading import Reading, read
from ..reports import count, has_errors
from ..settings import Project
from ..undisturbed import undisturbed
from ..writing import STAGING, Plan, plan, problem, read_sums, sums_text
from . import memory as memories
from .book import Book, Look
from .desk import Desk
from .finding import dead_links, find_matrices, find_released, find_texts
from .making import Made, Making
from .memory import Memory
from .played import UNPLAYED, Played
from .texts import problems as problems_of

__all__ = ["Built", "Player", "build"]

PICTURES: Final = "pictures"
"""Where drawings are kept from one build to the next."""


@frozen
class Built:
    """What came of a build: problems, how much the catalogue holds, and what there was to write.

    ``plan`` is ``None`` when nothing could be made; ``done`` tells whether it was carried out.
    """

    problems: tuple[Diagnostic, ...]
    counts: Mapping[str, int]
    plan: Plan | None = None
    done: bool = False


Player: TypeAlias = Callable[[Catalogue], tuple[Mapping[str, Played], Sequence[Diagnostic]]]
"""Plays the examples of every system, and says which are false."""


def _nobody(_: Catalogue) -> tuple[Mapping[str, Played], Sequence[Diagnostic]]:
    return {}, ()


def build(project: Project, play: Player = _nobody, desk: Desk | None = None) -> Built:
    """Bring the site of a project up to date; what it shows of examples is what came of them when they were played.

    ``desk`` keeps what the next build in this process can take again.
    """
    desk = desk or Desk()
    with undisturbed(), cache.alone(project.root):
        chosen, _ = choose(project)
        tool = cache.fingerprint(one.module for one in chosen if one.entry)
        taken = inputs.take(project, tool, cache.load(project.root, tool))
        shelf = desk.shelf(project, project.root / cache.FOLDER / "read", taken)
        reading = read(project.catalogue, project.root, shelf)
        return _Build(project, taken, reading, play, desk).run()


@frozen
class _Build:
    project: Project
    inputs: Inputs
    reading: Reading
    play: Player
    desk: Desk

    def run(self) -> Built:
        counts = count(self.reading.catalogue)
        systems = self.reading.catalogue.systems
        shelves = find_texts(self.project, tuple(systems))
        found = [*self.reading.diagnostics]
        for name, shelf in shelves.items():
            known = tuple(systems.values()) if not name else (systems[name],)
            found += shelf.problems
            if not self.reading.failed:  # else a name may be missing because it could not be read
                found += (one for text in shelf.texts for one in problems_of(text, known))
        if has_errors(found):
            return Built(in_order((*found, *dead_links(shelves))), counts)
        played, false = self.play(self.reading.catalogue)
        if false:
            return Built(in_order((*found, *dead_links(shelves), *false)), counts)
        site = look_of(self.project, [one.title or name for name, one in systems.items()])
        books = [
            Book(
                system,
                site,
                played.get(name, UNPLAYED),
                tuple(shelves[name].texts),
                find_matrices(self.project, name),
                find_released(self.project, name),
            )
            for name, system in systems.items()
        ]
        memory = memories.load(self.project.root, self.inputs.tool)
        disk = look(self.project.site, memory.outputs, skip=(STAGING,))
        making = Making(self.project, self.inputs, memory, disk, books, shelves, self.reading.diagnostics, self.desk)
        made = making.make(self.project.root / cache.FOLDER / PICTURES)
        found += [one for shelf in shelves.values() for one in shelf.problems if one not in found]
        found += made.problems
        return self._write(disk, made, in_order(found), counts)

    def _write(self, disk: Disk, made: Made, found: Sequence[Diagnostic], counts: Mapping[str, int]) -> Built:
        folder, name = self.project.site, self.project.settings.site
        wanted = {path: digest for unit in made.units.values() for path, digest in unit.outputs.items()}
        sums = read_sums(folder)
        todo = plan(wanted, disk, sums, tuple(sums), name)  # what was written here may be written over
        if todo.refused:
            return Built(in_order((*found, *todo.problems, *_in_the_way(todo, name))), counts, todo)
        if not todo.current:
            try:
                carry_out(todo, folder, disk.folders, made.contents, sums_text(wanted).encode())
            except CannotWrite as error:
                reason = f"the site was not written, because this cannot be: {error.reason}"
                help_ = "make room, or make the folder writable, and run it again"
                return Built(in_order((*found, problem("FB704", f"{name}/{error.path}", reason, help_))), counts, todo)
        disk.look_again(todo.writes)
        memory = Memory(self.inputs.tool, made.units, stamp(disk, wanted), made.shown, made.surfaces)
        memories.save(self.project.root, memory)
        return Built(tuple(found), counts, todo, done=True)


def look_of(project: Project, titles: Sequence[str]) -> Look:
    """What all pages share: a site of one system is called after it, another after its project."""
    title = titles[0] if len(titles) == 1 else project.root.name
    return Look(title, "index.html", project.settings.edit)


def _in_the_way(todo: Plan, name: str) -> list[Diagnostic]:
    help_ = 'move it away, or choose another folder for the site: `site = "..."` in [tool.factbook]'
    message = "factbook did not write this file, and does not write over it"
    return [problem("FB812", f"{name}/{path}", message, help_) for path in todo.edited]
