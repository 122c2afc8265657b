"""What goes into a generated folder: the files of the catalogue and the templates, and keys that stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from attrs import frozen

from .cache import Memory, closures, key
from .disk import Disk, Stamp, look, stamp
from .settings import Project

_MENTION: Final = re.compile(rb"\b([a-z][a-z0-9_]*)\.[A-Z]")
_CONTEXT: Final = re.compile(rb"^context: *([a-z][a-z0-9_]*) *\r?$", re.MULTILINE)
_SHARED: Final = "system"
_EVERYTHING: Final = "*"
_RENAMED: Final = "!"


@frozen(slots=False)
class Inputs:
    """The files that go in: their digests by path below the project, and which contexts each one mentions.

    ``traceable`` is false when something (a link) goes in that these do not show: then nothing may be reused.
    """

    tool: str
    digests: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    mentions: Mapping[str, list[str]]
    traceable: bool
    rest: str
    """What else decides on the output: settings, templates, and the folders of the catalogue."""
    seen: Mapping[str, tuple[int, ...]]

    def still(self, project: Project) -> bool:
        """Whether nothing has changed since: what was read later is what these keys stand for."""
        return self.seen == _seen(_looks(project, {}))

    def key(self, svg: bool) -> str:
        """What stands for everything that goes in; ``""`` when nothing can."""
        return key([self.tool, self.rest, sorted(self.digests.items()), svg]) if self.traceable else ""

    def sources(self, project: Project) -> dict[str, str]:
        """The digests of the files of the catalogue, by their paths as seen from the generated folder."""
        up = "../" * (project.settings.generated.count("/") + 1)
        return {f"{up}{file}": found for file, found in self.digests.items() if found}

    @cached_property
    def unit_keys(self) -> dict[str, str]:
        """A key for each context (``shop/ordering``) and system (``shop``): it changes with anything its files show.

        Systems in which a file is not named after its context have none.
        """
        common = [self.tool, self.rest]
        keys: dict[str, str] = {}
        for system, files in self._systems.items():
            shared = [*common, self.digests.get(files.get(_SHARED, ""))]
            keys[system] = key([shared, sorted((file, self.digests[file]) for file in files.values())])
            for name in files:
                leads_to = self.mentioned[f"{system}/{name}"]
                went_in = [(files[one], self.digests[files[one]]) for one in leads_to]
                keys[f"{system}/{name}"] = key([shared, name, went_in])  # contexts in a circle lead to the same files
        return keys

    @cached_property
    def mentioned(self) -> dict[str, list[str]]:
        """For each context (``shop/ordering``) the names of the files of its system that it leads to, its own too."""
        found: dict[str, list[str]] = {}
        for system, files in self._systems.items():
            words: dict[str, list[str]] = {}
            for name, file in files.items():
                said = self.mentions.get(file, [])
                words[name] = sorted(files) if _EVERYTHING in said else [word for word in said if word in files]
            found |= {f"{system}/{name}": leads_to for name, leads_to in closures(words).items()}
        return found

    @cached_property
    def _systems(self) -> dict[str, dict[str, str]]:
        """The files of each system by their names; only systems in which every file is named after its context."""
        systems: dict[str, dict[str, str]] = {}
        for file in self.digests if self.traceable else ():
            *_, system, name = file.split("/")
            systems.setdefault(system, {})[name.rpartition(".")[0]] = file
        return {
            system: files
            for system, files in systems.items()
            if not any(_RENAMED in self.mentions[file] for file in files.values())
        }


def take(project: Project, tool: str, memory: Memory) -> Inputs:
    """Look at what goes in, reading only files that changed since the run that ``memory`` is from."""
    looks = _looks(project, memory.inputs)
    catalogue = looks[project.settings.catalogue]
    digests: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    mentions: dict[str, list[str]] = {}
    readable = True
    for path in sorted(catalogue.files):
        if path.count("/") == 1 and path.lower().endswith((".yaml", ".yml")) and not path.startswith("."):
            file = f"{project.settings.catalogue}/{path}"
            try:
                digests[file] = catalogue.digest(path) or ""
                before = memory.inputs.get(file)
                if before is not None and before.digest == digests[file] and file in memory.mentions:
                    mentions[file] = memory.mentions[file]
                else:
                    name = path.rpartition("/")[2].rpartition(".")[0]
                    mentions[file] = _mentions(name, (project.catalogue / path).read_bytes())
            except OSError:  # the reader reports it
                readable = False
    stamps |= _stamps(catalogue, digests, project.settings.catalogue)
    templates: dict[str, str] = {}
    if (folder := project.settings.templates) is not None:
        templates = {f"{folder}/{path}": looks[folder].digest(path) or "" for path in sorted(looks[folder].files)}
        stamps |= _stamps(looks[folder], templates, folder)
    rest = key([project.settings, sorted(templates.items()), sorted(catalogue.folders)])
    traceable = readable and not any(one.odd for one in looks.values())
    return Inputs(tool, digests, stamps, mentions, traceable, rest, _seen(looks))


def _looks(project: Project, stamps: Mapping[str, Stamp]) -> dict[str, Disk]:
    """The folders that go in, by their path below the project."""
    folders = [project.settings.catalogue, *([project.settings.templates] if project.settings.templates else [])]
    return {folder: look(project.root / folder, _below(stamps, folder)) for folder in folders}


def _seen(looks: Mapping[str, Disk]) -> dict[str, tuple[int, ...]]:
    return {
        f"{folder}/{path}": (one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino)
        for folder, disk in looks.items()
        for path, one in disk.files.items()
    }


def _below(stamps: Mapping[str, Stamp], folder: str) -> dict[str, Stamp]:
    start = f"{folder}/"
    return {path.removeprefix(start): seen for path, seen in stamps.items() if path.startswith(start)}


def _stamps(disk: Disk, digests: Mapping[str, str], folder: str) -> dict[str, Stamp]:
    start = f"{folder}/"
    own = {path.removeprefix(start): found for path, found in digests.items()}
    return {start + path: seen for path, seen in stamp(disk, own).items()}


def _mentions(name: str, data: bytes) -> list[str]:
    """The contexts that a file of this name may refer to: every word before a dot and a capital.

    More than it does refer to does no harm. In stories names of other contexts stand alone, so a file with stories
    mentions everything. A file that does not say in the plainest way which context it holds, or holds another than it
    is named after, is marked.
    """
    words = {word.decode() for word in _MENTION.findall(data)}
    if b"stories" in data:
        words.add(_EVERYTHING)
    head = _CONTEXT.search(data)
    if name != _SHARED and (head is None or head[1].decode() != name):
        words.add(_RENAMED)
    return sorted(words)
