"""The project that ``factbook new`` writes: complete, small, and green."""

from __future__ import annotations

import keyword
import re
import shutil
from pathlib import Path
from typing import Final

from ..cache import keep_schema

TEMPLATE: Final = Path(__file__).parent / "template"
"""Its files; ``.txt`` is cut off their names, and the words in capitals are filled in, in names as in texts."""

CI: Final = Path(__file__).parent / "ci"
"""Files beside them that tell a code host what to run."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_RESERVED: Final = frozenset({"factbook", "generated", "deciders", "tests", "catalogue", "test", "shared", "system"})


def wrong_with(name: str) -> str:
    """Why a project cannot have this name; nothing when it can."""
    if not _NAME.fullmatch(name) or len(name) > 50:
        return "a name has small ASCII letters, digits and - or _ between them, a letter first, such as shop"
    if keyword.iskeyword(system_name(name)) or system_name(name) in _RESERVED:
        return f"the word {name} means something else already"
    return ""


def system_name(name: str) -> str:
    """The name of the system in a project of that name."""
    return name.replace("-", "_")


def create(folder: Path, *, ci: bool = False) -> list[str]:
    """Write a new project into ``folder``, which must not exist and whose name is the project's.

    With ``ci`` it has a workflow that checks it and publishes its documentation. The answer are the paths below it,
    sorted. Raises ``FileExistsError`` and other ``OSError``.
    """
    name = folder.name
    system = system_name(name)
    constructor = f"{''.join(part.capitalize() for part in system.split('_'))}System"
    words = {"SYSTEM": system, "SYSTEM_CLASS": constructor, "PROJECT": name.replace("_", "-")}
    texts = {
        _filled(file.relative_to(source).as_posix().removesuffix(".txt"), words): _filled(
            file.read_text("utf-8"), words
        )
        for source in ((TEMPLATE, CI) if ci else (TEMPLATE,))
        for file in source.rglob("*.txt")
    }
    folder.mkdir(parents=True)
    try:
        for path, text in texts.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)  # half a project helps nobody
        raise
    keep_schema(folder)
    return sorted(texts)


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\b(?:SYSTEM_CLASS|SYSTEM|PROJECT)\b", lambda found: words[found[0]], text)
