"""Where the catalogue to compare with comes from: a revision, a folder, or the last release."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..releasing import CATALOGUE, FOLDER
from ..settings import Project

__all__ = ["NoSource", "before", "code_before"]


class NoSource(Exception):
    """There is nothing to compare with; the text says why, and what to do."""


@contextmanager
def before(project: Project, source: str | None) -> Generator[tuple[Path, Path, str]]:
    """The folder of a catalogue as it was, the folder above it, and what it is called.

    ``source`` is a folder, a revision of git, or ``None`` for the last release. Raises :class:`NoSource`.
    """
    if source is None:
        with TemporaryDirectory() as folder:
            yield _last_release(project, Path(folder)), Path(folder), "the last release"
    elif (given := _folder(source)) is not None:
        found = given / project.settings.catalogue
        found = found if found.is_dir() else given
        if not any(found.glob("*/*.y*ml")):
            raise NoSource(f"there is no catalogue in the folder {source}")
        yield found, given, source
    else:
        with TemporaryDirectory() as folder:
            yield _revision(project, source, Path(folder)), Path(folder), source


@contextmanager
def code_before(project: Project, source: str) -> Generator[Path]:
    """A folder with the ``deciders`` and the generated code of a revision, or of another project."""
    if (given := _folder(source)) is not None:
        for one in ("deciders", project.settings.generated):
            if not (given / one).is_dir():
                raise NoSource(f"{source} has no folder {one}")
        yield given
        return
    with TemporaryDirectory() as folder:
        _unpack(project, source, Path(folder), "deciders", project.settings.generated)
        yield Path(folder)


def _folder(source: str) -> Path | None:
    """The folder that is meant, if it is one; an empty text, such as a variable that is not set, is none."""
    if not source.strip():
        raise NoSource("an empty text is neither a folder nor a revision")
    return given if (given := Path(source)).is_dir() else None


def _last_release(project: Project, folder: Path) -> Path:
    found = [*project.generated.glob(f"*/{FOLDER}/{CATALOGUE}/*.yaml")]
    if not found:
        raise NoSource("nothing was released yet: run `factbook release`, or say what to compare with")
    for file in found:
        copy = folder / project.settings.catalogue / file.parents[2].name / file.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return folder / project.settings.catalogue


def _revision(project: Project, revision: str, folder: Path) -> Path:
    _unpack(project, revision, folder, project.settings.catalogue)
    return folder / project.settings.catalogue


def _unpack(project: Project, revision: str, folder: Path, *wanted: str) -> None:
    """Take folders of a revision out of git."""
    if revision.startswith("-"):
        raise NoSource(f'"{revision}" is neither a folder nor a revision')
    if (asked := _git(project, "rev-parse", "--git-dir")).returncode != 0:
        said = " ".join(asked.stderr.decode("utf-8", "replace").split())
        if "not a git repository" not in said:  # such as one that belongs to somebody else
            raise NoSource(f"git cannot be asked: {said}")
        raise NoSource(f'"{revision}" is no folder, and this project is in no git repository')
    if _git(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode != 0:
        shallow = _git(project, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        more = "; this clone is shallow: run `git fetch --unshallow` first" if shallow else ""
        raise NoSource(f'there is no folder and no revision "{revision}"{more}')
    archive = _git(project, "archive", "--format=tar", revision, "--", *(f"{one}/" for one in wanted))
    if archive.returncode != 0:
        raise NoSource(f"{revision} has no folder {' or '.join(wanted)}")
    try:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(folder, filter="data")
    except tarfile.TarError:
        raise NoSource(f"{revision} holds something else than files and folders in {' or '.join(wanted)}") from None


def _git(project: Project, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    called = ["git", "-C", str(project.root), *arguments]
    try:
        return subprocess.run(called, capture_output=True, check=False, timeout=60, env={**os.environ, "LC_ALL": "C"})
    except FileNotFoundError:
        raise NoSource("git is not installed; compare with a folder instead") from None
    except subprocess.TimeoutExpired:
        raise NoSource("git has not answered for a minute; compare with a folder instead") from None
