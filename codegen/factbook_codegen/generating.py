"""From a project to its generated folder: read the catalogue, make files of it, draw, compare, write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import unified_diff
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from attrs import frozen

from . import cache, inputs, reports
from .cache import Memory
from .diagnostics import Diagnostic, in_order
from .disk import Disk, look, stamp
from .inputs import Inputs
from .making import Chosen, Made, choose, units
from .moving import CannotWrite, carry_out
from .reading import Reading, read
from .settings import Project
from .targets import Target
from .undisturbed import undisturbed
from .writing import STAGING, Plan, Sums, complaints, foreign, outdated, plan, problem, read_sums, sums_text

_DIFFS_SHOWN: Final = 5
_DIFF_LINES: Final = 16


@frozen
class Outcome:
    """What a run found and did.

    ``problems`` are those of the catalogue and of the generated folder; ``counts`` say how much the catalogue holds;
    ``plan`` is what there was to do, ``None`` when it did not come to that; ``done`` tells whether it was done.
    ``diff`` shows how the first few files differ from what they should be, when that was asked for.
    """

    problems: tuple[Diagnostic, ...]
    counts: Mapping[str, int]
    plan: Plan | None = None
    done: bool = False
    diff: str = ""

    @property
    def failed(self) -> bool:
        """Whether the catalogue or the settings are wrong, so that nothing could be made."""
        return self.plan is None

    @property
    def current(self) -> bool:
        """Whether the generated folder is now as it should be."""
        return self.plan is not None and (self.done or self.plan.current)


def generate(project: Project, *, check: bool = False, svg: bool = True, overwrite: Collection[str] = ()) -> Outcome:
    """Bring the generated folder of a project up to date, or with ``check`` only say in what it is not.

    ``svg`` false leaves pictures as they are. ``overwrite`` are paths below the
    generated folder where edits by hand may be lost. With ``check`` nothing is written and nothing is taken from the
    cache, so that its answer rests on the catalogue alone.
    """
    chosen, problems = choose(project)
    if problems:
        return Outcome(tuple(problems), {})
    tool = cache.fingerprint(one.module for one in chosen if one.entry)
    with undisturbed():
        if check:
            return _Run(project, chosen, Memory(), inputs.take(project, tool, Memory()), svg).check()
        with cache.alone(project.root):
            memory = cache.load(project.root, tool)
            return _Run(project, chosen, memory, inputs.take(project, tool, memory), svg).write(overwrite)


@frozen
class _Run:
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
        if outcome := self._nothing_to_do(disk, sums):
            return outcome
        reading, made, counts = self._make(disk, sums)
        problems = (*reading.diagnostics, *made.problems)
        if reports.has_errors(problems):
            return Outcome(in_order(problems), counts)
        todo = plan(made.digests, disk, sums, overwrite, self.name)
        if todo.refused:
            return Outcome(in_order((*problems, *complaints(todo, self.name))), counts, todo)
        if not todo.current:
            try:
                carry_out(todo, self.project.generated, disk.folders, made.contents, sums_text(made.digests).encode())
            except CannotWrite as error:
                return Outcome((*problems, _unwritable(error, self.name)), counts, todo)
        self._remember(made, problems, counts)
        return Outcome(in_order((*problems, *foreign(todo, self.name))), counts, todo, done=True)

    def check(self) -> Outcome:
        """Only say what there is to do."""
        disk = look(self.project.generated, skip=(STAGING,))
        sums = read_sums(self.project.generated)
        reading, made, counts = self._make(disk, sums)
        problems = (*reading.diagnostics, *made.problems)
        if reports.has_errors(problems):
            return Outcome(in_order(problems), counts)
        todo = plan(made.digests, disk, sums, (), self.name)
        found = (*problems, *complaints(todo, self.name), *outdated(todo, self.name), *foreign(todo, self.name))
        return Outcome(in_order(found), counts, todo, diff=_diff(todo, disk, made.contents, self.name))

    def _nothing_to_do(self, disk: Disk, sums: Sums) -> Outcome | None:
        """The answer of the last run where nothing has changed since: neither what goes in nor what came out."""
        keys = {self.inputs.key(svg=True), self.inputs.key(svg=self.svg)} - {""}
        if self.memory.key not in keys:
            return None
        wanted: dict[str, str] = {}
        for unit in self.memory.units.values():
            wanted.update(unit.outputs)
        wanted.update((path, picture.digest) for path, picture in self.memory.pictures.items())
        todo = plan(wanted, disk, sums, (), self.name)
        if not todo.current:
            return None
        return Outcome(in_order((*self.memory.problems, *foreign(todo, self.name))), self.memory.counts, todo)

    def _make(self, disk: Disk, sums: Sums) -> tuple[Reading, Made, dict[str, int]]:
        """Read the catalogue and make what changed; what did not is taken over from the last run."""
        reading = read(self.project.catalogue, self.project.root)
        made = Made()
        if reading.failed:
            return reading, made, reports.count(reading.catalogue)
        keys = self.inputs.unit_keys(_renamed(reading))
        targets: dict[str, Target] | None = None
        for name, system, context in units(reading.catalogue):
            before = self.memory.units.get(name)
            if before is not None and before.key == keys.get(name) and _stands(before.outputs, disk):
                made.keep(name, before)
                continue
            if targets is None:
                targets = made.load(self.chosen, self.project)
            made.make(name, keys.get(name, ""), system, context, targets)
        made.check_paths()
        if not made.problems:
            if self.svg:
                made.draw(self.project.settings.svg, self.memory.pictures, disk, self.name)
            else:
                made.leave_pictures(self.memory.pictures, disk, sums.keys())
        return reading, made, reports.count(reading.catalogue)

    def _remember(self, made: Made, problems: tuple[Diagnostic, ...], counts: dict[str, int]) -> None:
        disk = look(self.project.generated, skip=(STAGING,))
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


def _renamed(reading: Reading) -> set[str]:
    """Systems in which a context stands in a file of another name."""
    return {
        system.name
        for system in reading.catalogue.systems.values()
        for context in system.contexts.values()
        if PurePosixPath(context.place.file).stem != context.name
    }


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
