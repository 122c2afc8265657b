"""Finds payloads that are not understood any more, by trying: drawn by the code of then, read by the code of now."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import msgspec
from hypothesis import Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from factbook.codec import Codec, encode
from factbook.errors import Miswired, Undecodable
from factbook.system import System
from factbook.testing.domain import strategy_of
from factbook.testing.exploring import QUIET
from factbook.testing.versions import read_as_newest
from factbook.testing.wired import Unwired, wired

if TYPE_CHECKING:
    from factbook_codegen.diffing.findings import Finding
    from factbook_codegen.model import Catalogue
    from factbook_codegen.settings import Project

__all__ = ["mismatch", "with_witnesses"]

TRIES: Final = 3000
BEFORE: Final = "factbook_before"
NOW: Final = "factbook_now"

_SETTINGS: Final = settings(
    max_examples=TRIES,
    database=None,
    deadline=None,
    derandomize=True,
    verbosity=Verbosity.quiet,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=QUIET,
)


def with_witnesses(findings: Sequence[Finding], before: Catalogue, now: Catalogue, project: Project) -> list[Finding]:
    """The findings that break something, each with the smallest payload found that shows it.

    What only trying can tell, and no payload shows, is safe as far as that goes.
    """
    from factbook_codegen.diffing.code import write_code
    from factbook_codegen.diffing.findings import Verdict

    asked = ("event", "command", "effect", "rejection", "view")
    wanted = [one for one in findings if one.verdict is not Verdict.SAFE and one.kind in asked]
    if not wanted:
        return list(findings)
    with TemporaryDirectory() as folder:
        write_code(before, Path(folder) / BEFORE)
        write_code(now, Path(folder) / NOW)
        sys.path[:0] = [folder, str(project.root)]
        try:
            return [_tried(one) if one in wanted else one for one in findings]
        finally:
            del sys.path[:2]
            for module in [name for name in sys.modules if name.partition(".")[0] in (BEFORE, NOW)]:
                del sys.modules[module]


def mismatch(was: str, now: str) -> str | None:
    """The smallest text found that one pattern admits and another does not."""
    admits = re.compile(now).fullmatch
    try:
        return find(
            st.from_regex(re.compile(was), fullmatch=True), lambda text: admits(text) is None, settings=_SETTINGS
        )
    except NoSuchExample:
        return None


def _tried(finding: Finding) -> Finding:
    from attrs import evolve
    from factbook_codegen.diffing.findings import Verdict, Witness

    context, _, name = finding.ref.rpartition(".")
    system = _system_of(context)
    writer, reader = (BEFORE, NOW) if finding.kind in ("event", "command", "effect") else (NOW, BEFORE)
    try:
        kind = _codec(writer, system, context).class_of(name)
    except Undecodable:
        return finding
    refused = _refusal(finding, reader, system, context, name)
    if finding.kind == "view":
        return finding  # rows are made by code, not drawn
    try:
        smallest = find(
            strategy_of(kind),
            lambda one: refused(msgspec.json.decode(encode(one))) is not None,
            settings=_SETTINGS,
        )
    except NoSuchExample:
        if finding.certain:
            return finding
        why = f"of {TRIES} payloads tried, all are understood"
        return evolve(finding, verdict=Verdict.SAFE, why=why, backward=why, yaml={})
    payload = msgspec.json.decode(encode(smallest))
    return finding.shown_by(Witness(payload, refused(payload) or ""))


def _refusal(finding: Finding, reader: str, system: str, context: str, name: str) -> Callable[[Any], str | None]:
    """What says why a payload is refused; ``None`` where it is not."""

    def refused(payload: Any) -> str | None:
        try:
            codec = _codec(reader, system, context)
            if finding.kind == "event":
                read_as_newest(codec.bound(_functions(system)), name, finding.version, payload, strict=True)
            else:
                codec.structure(name, payload)
        except Undecodable as error:
            return str(error)
        except (Miswired, ModuleNotFoundError) as error:
            return str(error)
        return None

    return refused


def _codec(package: str, system: str, context: str) -> Codec:
    try:
        found: Codec = import_module(f"{package}.{system}.{context}.codec").CODEC
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith(package):
            raise
        return Codec(context)  # the context is gone, or holds nothing
    return found


def _system_of(context: str) -> str:
    """The system that has a context, in the code of now or of then."""
    for package in (NOW, BEFORE):
        root = Path(next(iter(import_module(package).__path__)))
        for folder in sorted(root.iterdir()):
            if (folder / context).is_dir():
                return folder.name
    return ""


def _functions(system: str) -> Any:
    try:
        found: System = wired(system)
    except (Unwired, Miswired, ImportError):
        return {}
    return found.upcasters
