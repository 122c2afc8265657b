"""Lets the targets of a project make their files, and draws the pictures."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator, Mapping

from attrs import Factory, define

from .cache import Picture, Unit
from .choosing import Chosen
from .diagnostics import Diagnostic
from .disk import Disk, digest
from .model import Catalogue, Context, System
from .settings import Project, Renderer
from .targets import Files, Target
from .writing import parents, problem, proper


@define
class Made:
    """What was made: the digest of every file, the content of those made anew, and what went wrong.

    ``units`` says for each context (``shop/ordering``) and system (``shop``) what was made of it; ``pictures`` for each
    SVG what it was drawn from, and its digest. ``failed`` are targets that raised something: they are not asked again,
    for most likely they would raise the same for every context.
    """

    digests: dict[str, str] = Factory(dict[str, str])
    contents: dict[str, bytes] = Factory(dict[str, bytes])
    units: dict[str, Unit] = Factory(dict[str, Unit])
    pictures: dict[str, Picture] = Factory(dict[str, Picture])
    problems: list[Diagnostic] = Factory(list[Diagnostic])
    failed: set[str] = Factory(set[str])

    def keep(self, name: str, unit: Unit) -> None:
        """Take over what an earlier run made of a context or system."""
        self.units[name] = unit
        self.digests.update(unit.outputs)

    def load(self, chosen: Collection[Chosen], project: Project) -> dict[str, Target]:
        """Import the chosen targets; one that cannot be is reported and left out."""
        targets: dict[str, Target] = {}
        for one in chosen:
            try:
                targets[one.name] = one.load(project)
            except Exception as error:  # a target may be anybody's: whatever its import raises is reported
                self._report(f'the target "{one.name}" cannot be loaded: {_told(error)}', error)
        return targets

    def make(self, name: str, key: str, system: System, context: Context | None, targets: Mapping[str, Target]) -> None:
        """Let every target make its files of one context, or of a system where ``context`` is ``None``."""
        unit = self.units[name] = Unit(key)
        for target_name, target in targets.items():
            if target_name in self.failed:
                continue
            try:
                if context is None:
                    files = target.system(system) if target.system else {}
                else:
                    files = target.context(context, system) if target.context else {}
                self._add(unit, target_name, files)
            except Exception as error:  # a target or template may be anybody's: whatever it raises is reported
                self.failed.add(target_name)
                self._report(f'the target "{target_name}" failed on {name.replace("/", ".")}: {_told(error)}', error)

    def join(self, units: Mapping[str, Unit], contents: Mapping[str, bytes], problems: Collection[Diagnostic]) -> None:
        """Take over what a second process made."""
        for name, unit in units.items():
            self.units[name] = unit
            for path, made in unit.outputs.items():
                if self.digests.setdefault(path, made) != made:
                    self._report(f"{path} is written twice, and differently")
        self.contents.update(contents)
        self.problems += problems

    def check_paths(self) -> None:
        """Report paths that some file systems take for the same, and files where a folder has to be."""
        seen: dict[str, str] = {}
        for path in sorted(self.digests):
            if (other := seen.setdefault(path.lower(), path)) != path:
                self._report(f"{other} and {path} are the same file where capitals do not count")
        holders = {path.rpartition("/")[0] for path in self.digests}
        for holder in sorted(holders.union(*map(parents, holders)) & self.digests.keys()):
            path = next(path for path in self.digests if path.startswith(f"{holder}/"))
            self._report(f"{holder} is a file, and {path} needs it to be a folder")

    def draw(self, renderer: Renderer, known: Mapping[str, Picture], disk: Disk, name: str) -> None:
        """Draw a picture of every DOT text, unless it was drawn before and is still there.

        ``disk`` is the generated folder, called ``name`` in reports; texts that were not made anew are read there.
        """
        if renderer == "none":
            return
        dots: dict[str, str] = {}
        for dot in [path for path in self.digests if path.endswith(".dot")]:
            path = _picture_path(dot)
            source = f"{renderer} {self.digests[dot]}"
            before = known.get(path)
            if before is not None and before.source == source and disk.digest(path) == before.digest:
                self.pictures[path] = before
                self.digests[path] = before.digest
            else:
                text = self.contents[dot] if dot in self.contents else (disk.folder / dot).read_bytes()
                dots[dot] = text.decode()
        if not dots:
            return
        from . import svg

        try:
            drawn = svg.render(dots, renderer=renderer)
        except svg.Undrawn as undrawn:
            drawn = undrawn.drawn
            help_ = "the DOT text beside it says the same; look at what it names"
            self.problems += [
                problem("FB707", f"{name}/{dot}", reason, help_) for dot, reason in undrawn.problems.items()
            ]
        for dot, picture in drawn.items():
            path, content = _picture_path(dot), picture.encode()
            self.contents[path] = content
            self.digests[path] = digest(content)
            self.pictures[path] = Picture(f"{renderer} {self.digests[dot]}", self.digests[path])

    def leave_pictures(self, known: Mapping[str, Picture], disk: Disk, ours: Collection[str]) -> None:
        """Want the pictures of ``ours`` as they are, drawn or not, current or not."""
        for dot in [path for path in self.digests if path.endswith(".dot")]:
            path = _picture_path(dot)
            if path in ours and (is_ := disk.digest(path)) is not None:
                self.digests[path] = is_
                if path in known:
                    self.pictures[path] = known[path]

    def _add(self, unit: Unit, target: str, files: Files) -> None:
        for path, text in files.items():
            if not proper(path):
                self._report(f'the target "{target}" wants to write {path!r}, which is no path below the folder')
                continue
            content = text.encode("utf-8", "backslashreplace")
            made = digest(content)
            if self.digests.setdefault(path, made) != made:
                self._report(f'the target "{target}" writes {path}, and another target writes it differently')
            unit.outputs[path] = made
            self.contents[path] = content

    def _report(self, message: str, error: Exception | None = None) -> None:
        frames = traceback.extract_tb(error.__traceback__) if error else ()
        seen = [frame for frame in frames if not frame.filename.startswith("<frozen")]  # importing helps nobody
        filled = [frame for frame in seen if frame.filename.endswith(".jinja")]  # nor does what fills a template
        help_ = "".join(f"see {frame.filename}, line {frame.lineno}" for frame in (filled or seen)[-1:])
        self.problems.append(problem("FB706", "pyproject.toml", message, help_))


def units(catalogue: Catalogue) -> Iterator[tuple[str, System, Context | None]]:
    """What targets are called for: every context, then its system as a whole."""
    for system in catalogue.systems.values():
        for context in system.contexts.values():
            yield f"{system.name}/{context.name}", system, context
        yield system.name, system, None


def _picture_path(dot: str) -> str:
    return f"{dot[:-4]}.svg"


def _told(error: Exception) -> str:
    return " ".join("".join(traceback.format_exception_only(error)).split())
