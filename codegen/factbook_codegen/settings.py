"""Finds the project and reads ``[tool.factbook]`` of its pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

from attrs import Factory, field, frozen

from .codes import CODES
from .diagnostics import Diagnostic, near
from .place import Place

Renderer = Literal["wasm", "dot", "none"]

BUILT_IN: Final = ("python", "strategies", "schemas", "diagrams", "catalogue_json", "asyncapi", "tables")
"""The targets that factbook brings along; each is a module of ``factbook_codegen.targets``."""

RENDERERS: Final[dict[str, Renderer]] = {"wasm": "wasm", "dot": "dot", "none": "none"}
"""What may draw the pictures."""

_FILE: Final = "pyproject.toml"
_HEADER: Final = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_ADDRESS: Final = re.compile(r"(?:https?|vscode|file)://[^\s\"<>]+$")
_KEY: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*[=.]""")


@frozen
class Settings:
    """What ``[tool.factbook]`` says; every folder is a path below the project.

    ``targets`` are built-in names or names of entry points in the group ``factbook.targets``; ``svg`` says what draws
    the pictures: the renderer that factbook brings along, the system's ``dot``, or nothing.

    ``site`` is where the documentation site is written; ``pages`` holds Markdown that becomes part of it (the folder
    need not exist); ``edit`` is the address at which a line of the catalogue can be edited, with ``{file}`` and
    ``{line}`` in it.
    """

    catalogue: str = "catalogue"
    generated: str = "generated"
    templates: str | None = None
    targets: tuple[str, ...] = BUILT_IN
    svg: Renderer = "wasm"
    site: str = "site"
    pages: str = "docs"
    edit: str | None = None


@frozen
class Project:
    """A project: its folder (absolute), its settings, and where in pyproject.toml each setting stands."""

    root: Path
    settings: Settings = Settings()
    places: dict[str, Place] = field(factory=dict[str, Place], eq=False)

    @property
    def catalogue(self) -> Path:
        """The folder of YAML files."""
        return self.root / self.settings.catalogue

    @property
    def generated(self) -> Path:
        """The folder that is written."""
        return self.root / self.settings.generated

    @property
    def templates(self) -> Path | None:
        """The folder of templates that replace factbook's own, if any."""
        return self.root / self.settings.templates if self.settings.templates else None

    @property
    def site(self) -> Path:
        """The folder that the documentation site is written into."""
        return self.root / self.settings.site

    @property
    def pages(self) -> Path | None:
        """The folder of pages written by hand, if it is there."""
        folder = self.root / self.settings.pages
        return folder if folder.is_dir() else None


def find_project(start: Path) -> Path | None:
    """The nearest folder from ``start`` upwards whose pyproject.toml has ``[tool.factbook]``; else the nearest that
    has a ``catalogue`` folder; ``None`` when there is neither."""
    folders = (start.resolve(), *start.resolve().parents)
    for folder in folders:
        if _mentions_factbook(folder / _FILE):
            return folder
    return next((folder for folder in folders if (folder / "catalogue").is_dir()), None)


def load_project(root: Path) -> tuple[Project, list[Diagnostic]]:
    """Read the settings of the project in ``root``; a setting with a problem keeps its default."""
    text = ""
    try:
        text = (root / _FILE).read_text("utf-8")
        table: Any = tomllib.loads(text).get("tool", {}).get("factbook", {})
    except FileNotFoundError:
        return Project(root), []
    except (OSError, UnicodeDecodeError) as error:
        return Project(root), [_problem("FB805", Place(_FILE, 1, 1), f"{_FILE} cannot be read: {error}", "")]
    except tomllib.TOMLDecodeError as error:
        return Project(root), [_broken(error, text)]
    reader = _Reader(root, text)
    if not isinstance(table, dict):
        reader.report("FB802", "", "[tool.factbook] is a table", "write [tool.factbook] and a line for each setting")
        return Project(root), reader.found
    return reader.read(table), reader.found


def _mentions_factbook(file: Path) -> bool:
    try:
        data = file.read_bytes()
    except OSError:
        return False
    if b"factbook" not in data:
        return False
    try:
        return "factbook" in tomllib.loads(data.decode()).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError):
        return b"tool.factbook" in data


def _problem(code: str, place: Place, message: str, help: str, length: int = 1, source: str = "") -> Diagnostic:  # noqa: A002  # the word of the report
    return Diagnostic(code, message, place, CODES[code].severity, help, length, source)


def _broken(error: tomllib.TOMLDecodeError, text: str) -> Diagnostic:
    at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(at[1]), int(at[2])) if at else (1, 1)
    what = str(error).partition(" (at ")[0]
    message = f"this is not TOML: {what[:1].lower()}{what[1:]}"
    source = next(iter(text.splitlines()[line - 1 : line]), "")
    return _problem("FB805", Place(_FILE, line, column), message, "", source=source)


@frozen
class _Reader:
    """Turns the table into settings; what is wrong goes into ``found``."""

    root: Path
    text: str
    found: list[Diagnostic] = Factory(list[Diagnostic])

    def read(self, table: Any) -> Project:
        readers: dict[str, Callable[[str, Any], Any]] = {
            "catalogue": self._folder,
            "generated": self._folder,
            "templates": self._templates,
            "targets": self._targets,
            "svg": self._svg,
            "site": self._folder,
            "pages": self._folder,
            "edit": self._edit,
        }
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in readers:
                self.report("FB801", key, f'there is no setting "{key}"', near(key, readers))
            elif (setting := readers[key](key, value)) is not None:
                values[key] = setting
        settings = Settings(**values)
        places = {key: self._find(key)[0] for key in table}
        self._apart(settings)
        return Project(self.root, settings, places)

    def report(self, code: str, key: str, message: str, help: str) -> None:  # noqa: A002  # the word of the report
        place, source = self._find(key)
        self.found.append(_problem(code, place, message, help, max(1, len(key)), source))

    def _folder(self, key: str, value: object) -> str | None:
        if not isinstance(value, str) or not value:
            self.report("FB802", key, f'"{key}" is the path of a folder', f'write {key} = "{key}"')
            return None
        root = self.root.resolve()
        try:
            folder = (root / value).resolve()
        except (OSError, ValueError, RuntimeError):
            folder = root
        if root not in folder.parents:
            self.report("FB803", key, f'"{value}" is no folder inside the project', "write a path below the project")
            return None
        return folder.relative_to(root).as_posix()

    def _templates(self, key: str, value: object) -> str | None:
        folder = self._folder(key, value)
        if folder is not None and not (self.root / folder).is_dir():
            self.report("FB806", key, f'there is no folder "{folder}"', "make it, or remove the setting")
            return None
        return folder

    def _targets(self, key: str, value: Any) -> tuple[str, ...] | None:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):  # pyright: ignore[reportUnknownVariableType]  # TOML is untyped
            self.report("FB802", key, '"targets" is a list of names', f"write targets = {_listed(BUILT_IN)}")
            return None
        return tuple(dict.fromkeys(value))  # pyright: ignore[reportUnknownArgumentType]

    def _svg(self, key: str, value: object) -> Renderer | None:
        renderer = RENDERERS.get(value) if isinstance(value, str) else None
        if renderer is None:
            choices = 'write "wasm" (the renderer that factbook brings along), "dot" (the system\'s) or "none"'
            self.report("FB802", key, f'"svg" cannot be {value!r}', choices)
        return renderer

    def _edit(self, key: str, value: object) -> str | None:
        if isinstance(value, str) and _ADDRESS.match(value) and "{file}" in value:
            return value
        shape = 'write an address such as "https://code.example/shop/blob/main/{file}#L{line}"'
        self.report("FB802", key, f'"{key}" is the address of a line of the catalogue, with {{file}} in it', shape)
        return None

    def _apart(self, settings: Settings) -> None:
        """A folder that is written may neither hold a folder that is read nor lie in one, nor may the other."""
        yours = {"catalogue": settings.catalogue, "templates": settings.templates}
        for key, folder in yours.items():
            self._overlap("generated", settings.generated, key, folder, "which is yours")
        for key, folder in {**yours, "pages": settings.pages}.items():
            self._overlap("site", settings.site, key, folder, "which is yours")
        self._overlap("site", settings.site, "generated", settings.generated, "which is generated as well")

    def _overlap(self, key: str, folder: str, other: str, its: str | None, whose: str) -> None:
        written, read = Path(folder), Path(its or "/")
        if its is not None and (written == read or written in read.parents or read in written.parents):
            message = f'"{folder}", which is generated, and "{its}", {whose}, overlap'
            self.report("FB803", key, message, f"choose another folder for {key} or {other}")

    def _find(self, key: str) -> tuple[Place, str]:
        """Where a key of ``[tool.factbook]`` stands, and the line; ``tomllib`` tells no positions."""
        table = ""
        header = (Place(_FILE, 1, 1), "")
        for number, line in enumerate(self.text.splitlines(), 1):
            if heading := _HEADER.match(line):
                table = re.sub(r"[\s\"']", "", heading[1])
                if table == "tool.factbook":
                    header = (Place(_FILE, number, line.index("[") + 1), line)
            elif table == "tool.factbook" and (found := _KEY.match(line)):
                group = next(index for index in (1, 2, 3) if found[index] is not None)
                if found[group] == key:
                    return Place(_FILE, number, found.start(group) + 1), line
        return header


def _listed(names: tuple[str, ...]) -> str:
    quoted = (f'"{name}"' for name in names)
    return f"[{', '.join(quoted)}]"
