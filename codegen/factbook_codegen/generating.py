"""From a project to its generated folder: what has not changed is not even read, everything else is made anew."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext

from attrs import evolve

from . import cache, inputs
from .cache import Memory
from .choosing import Chosen, choose
from .diagnostics import Diagnostic, in_order
from .disk import look, stamp
from .inputs import Inputs
from .outcome import Outcome
from .reports import has_errors
from .settings import Project
from .undisturbed import undisturbed
from .writing import STAGING, foreign, plan, problem, read_sums


def generate(project: Project, *, check: bool = False, svg: bool = True, overwrite: Collection[str] = ()) -> Outcome:
    """Bring the generated folder of a project up to date, or with ``check`` only say in what it is not.

    ``svg`` false leaves pictures as they are. ``overwrite`` are paths below the
    generated folder where edits by hand may be lost. With ``check`` nothing is written and nothing is taken from the
    cache, so that its answer rests on the catalogue alone.
    """
    chosen, problems = choose(project)
    if has_errors(problems):
        return Outcome(tuple(problems), {})
    try:
        with undisturbed(), nullcontext() if check else cache.alone(project.root):
            outcome = _generate(project, chosen, check, svg, overwrite)
            return evolve(outcome, problems=in_order((*problems, *outcome.problems))) if problems else outcome
    except OSError as error:
        return Outcome((_unreadable(project, error),), {})


def _generate(
    project: Project, chosen: Collection[Chosen], check: bool, svg: bool, overwrite: Collection[str]
) -> Outcome:
    tool = cache.fingerprint(one.module for one in chosen if one.entry)
    memory = Memory(tool) if check else cache.load(project.root, tool)
    taken = inputs.take(project, tool, memory)
    if outcome := _nothing_to_do(project, taken, memory, svg):
        return outcome
    from .running import Run  # the reader and the targets take longer to import than all of the above

    run = Run(project, chosen, memory, taken, svg)
    if check:
        return run.check()
    cache.keep_schema(project.root)
    return run.write(overwrite)


def _unreadable(project: Project, error: OSError) -> Diagnostic:
    """What stops a run before it has decided on anything: a file that may not be read, most likely."""
    file = str(error.filename or project.root)
    path = file.removeprefix(f"{project.root}/")
    return problem("FB704", path, f"this cannot be read: {error.strerror}", "look at its permissions")


def _nothing_to_do(project: Project, taken: Inputs, memory: Memory, svg: bool) -> Outcome | None:
    """The answer of the last run where nothing has changed since: neither what goes in nor what came out."""
    keys = {taken.key(svg=True), taken.key(svg=svg)} - {""}
    if memory.key not in keys:
        return None
    name = project.settings.generated
    disk = look(project.generated, memory.outputs, skip=(STAGING,))
    wanted = memory.wanted
    todo = plan(wanted, disk, read_sums(project.generated), (), name, taken.sources(project))
    if not todo.current:
        return None
    if len(memory.outputs) < len(wanted):  # the last run wrote files a moment before it ended
        memory.outputs = stamp(disk, wanted)
        cache.save(project.root, memory)
    return Outcome(in_order((*memory.problems, *foreign(todo, name))), memory.counts, todo)
