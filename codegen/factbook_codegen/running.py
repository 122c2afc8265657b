"""One run of the generator: read the catalogue, make files of it, draw, compare, write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import unified_diff
from itertools import islice
from typing import Final

from attrs import frozen

from . import cache, reports
from .cache import Memory
from .choosing import Chosen
from .diagnostics import Diagnostic, in_order
from .disk import Disk, look, stamp
from .inputs import Inputs
from .making import Made, units
from .moving import CannotWrite, carry_out
from .outcome import Outcome
from .reading import NO_SHELF, Reading, Shelf, read
from .settings import Project
from .sharing import Task, make_all
from .writing import STAGING, Plan, Sums, complaints, foreign, outdated, plan, problem, read_sums, sums_text

_DIFFS_SHOWN: Final = 5
_DIFF_LINES: Final = 16


@frozen
class Run:
    """One run; ``memory`` is what the one before knew."""

    project: Project
    chosen: Collection[Chosen]
    memory: Memory
    inputs: Inputs
    svg: bool

    @property
    def name(self) -> str:
        """What the generated folder is called in reports."""
        return self.project.settings.generated

    def write(self, overwrite: Collection[str]) -> Outcome:
        """Do what there is to do."""
        disk = look(self.project.generated, self.memory.outputs, skip=(STAGING,))
        sums = read_sums(self.project.generated)
        shelf = Shelf(self.project.root / cache.FOLDER / "read", self.inputs.unit_keys, self.inputs.mentioned)
        reading, made, counts = self._make(disk, sums, shelf)
        traced = self.inputs.still(self.project)
        shelf.tidy(keep=traced)
        problems = (*reading.diagnostics, *made.problems)
        if reports.has_errors(problems):
            return Outcome(in_order(problems), counts)
        sources = self.inputs.sources(self.project)
        todo = plan(made.digests, disk, sums, overwrite, self.name, sources)
        if todo.refused:
            return Outcome(in_order((*problems, *complaints(todo, self.name))), counts, todo)
        if not todo.current:
            try:
                text = sums_text(made.digests, sources)
                carry_out(todo, self.project.generated, disk.folders, made.contents, text.encode())
            except CannotWrite as error:
                return Outcome((*problems, _unwritable(error, self.name)), counts, todo)
        if traced:
            disk.look_again(todo.writes)
            self._remember(made, disk, problems, counts)
        return Outcome(in_order((*problems, *foreign(todo, self.name))), counts, todo, done=True)

    def check(self) -> Outcome:
        """Only say what there is to do."""
        disk = look(self.project.generated, skip=(STAGING,))
        sums = read_sums(self.project.generated)
        reading, made, counts = self._make(disk, sums)
        problems = (*reading.diagnostics, *made.problems)
        if reports.has_errors(problems):
            return Outcome(in_order(problems), counts)
        todo = plan(made.digests, disk, sums, (), self.name, self.inputs.sources(self.project))
        found = (*problems, *complaints(todo, self.name), *outdated(todo, self.name), *foreign(todo, self.name))
        return Outcome(in_order(found), counts, todo, diff=_diff(todo, disk, made.contents, self.name))

    def _make(self, disk: Disk, sums: Sums, shelf: Shelf = NO_SHELF) -> tuple[Reading, Made, dict[str, int]]:
        """Read the catalogue and make what changed; what did not is taken over from the last run."""
        reading = read(self.project.catalogue, self.project.root, shelf)
        made = Made()
        if reading.failed:
            return reading, made, reports.count(reading.catalogue)
        keys = self.inputs.unit_keys
        tasks: list[Task] = []
        for name, system, context in units(reading.catalogue):
            before = self.memory.units.get(name)
            if before is not None and before.key == keys.get(name) and _stands(before.outputs, disk):
                made.keep(name, before)
            else:
                tasks.append(Task(name, keys.get(name, ""), system, context))
        if tasks:
            make_all(made, tasks, made.load(self.chosen, self.project))
        made.check_paths()
        if not made.problems:
            if self.svg:
                made.draw(self.project.settings.svg, self.memory.pictures, disk, self.name)
            else:
                made.leave_pictures(self.memory.pictures, disk, sums.keys())
        return reading, made, reports.count(reading.catalogue)

    def _remember(self, made: Made, disk: Disk, problems: tuple[Diagnostic, ...], counts: dict[str, int]) -> None:
        memory = Memory(
            tool=self.inputs.tool,
            key=self.inputs.key(svg=self.svg),
            inputs=dict(self.inputs.stamps),
            outputs=stamp(disk, made.digests),
            mentions=dict(self.inputs.mentions),
            units=made.units,
            pictures=made.pictures,
            problems=list(problems),
            counts=counts,
        )
        cache.save(self.project.root, memory)


def _stands(outputs: Mapping[str, str], disk: Disk) -> bool:
    return all(disk.digest(path) == digest for path, digest in outputs.items())


def _unwritable(error: CannotWrite, name: str) -> Diagnostic:
    path = f"{name}/{error.path}" if error.path else name
    message = f"nothing was written, because this cannot be: {error.reason}"
    return problem("FB704", path, message, "make room, or make the folder writable, and run it again")


def _diff(todo: Plan, disk: Disk, contents: Mapping[str, bytes], name: str) -> str:
    """How the first few files that differ would change."""
    shown: list[str] = []
    for path in sorted((*todo.stale, *todo.edited))[:_DIFFS_SHOWN]:
        is_ = (disk.folder / path).read_text("utf-8", errors="replace").splitlines()
        should = contents.get(path, b"").decode().splitlines()
        lines = unified_diff(is_, should, f"{name}/{path}", f"{name}/{path} (as the catalogue says)", lineterm="", n=1)
        short = list(islice(lines, _DIFF_LINES + 1))
        shown += [reports.shown(line) for line in short[:_DIFF_LINES]]
        shown += ["…"] if len(short) > _DIFF_LINES else []
    return "\n".join(shown)
