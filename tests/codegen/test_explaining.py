"""Every code has a page that a newcomer understands, and whose examples are true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from factbook_codegen import explaining
from factbook_codegen.choosing import choose
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Diagnostic, Severity
from factbook_codegen.explaining import UnknownCode, explanation
from factbook_codegen.reading import read
from factbook_codegen.settings import load_project

FOLDER: Final = Path(explaining.__file__).parent / "explanations"

WITHOUT_EXAMPLE: Final = {
    "FB001": "8 MB",
    "FB002": "a page is UTF-8",
    "FB003": "a page is text",
    "FB014": "about permissions",
    "FB015": "about links",
    "FB016": "about a folder that is not there",
    "FB222": "more than fifty types",
    **dict.fromkeys(
        ("FB701", "FB702", "FB703", "FB704", "FB705", "FB706", "FB707", "FB708", "FB709"), "about generated files"
    ),
    "FB608": "about a file beside the catalogue",
    "FB807": "about the names of files",
    **dict.fromkeys(("FB808", "FB809", "FB810", "FB811", "FB812"), "about the documentation site"),
}
"""Codes whose page cannot show in a few lines what is wrong."""

ALSO: Final = {"FB110": {"FB019"}, "FB903": {"FB201"}}
"""Codes whose example cannot be without another one: two names for one context, an error that cannot be allowed."""

UNFINISHED: Final = {"FB216", "FB302", "FB303", "FB304", "FB317", "FB403", "FB405", "FB410", "FB412", "FB513"}
"""What is also wrong with a small example, because it is small: something is declared and not used."""


def examples(code: str, kind: str) -> list[tuple[str, str]]:
    """The examples of a page, ``wrong`` or ``right``: language and text."""
    found = re.findall(rf"^```(yaml|toml) {kind}\n(.*?)^```$", explanation(code), flags=re.MULTILINE | re.DOTALL)
    return [(str(language), str(text)) for language, text in found]


def problems_of(language: str, text: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with an example: the files of a catalogue, each after a line with its path, or pyproject.toml."""
    if language == "toml":
        (folder / "pyproject.toml").write_text(text, "utf-8")
        project, problems = load_project(folder)
        return (*problems, *choose(project)[1])
    _, *files = re.split(r"^# (catalogue/\S+)\n", text, flags=re.MULTILINE)
    if not files:
        named = re.search(r"^context: (\w+)", text, flags=re.MULTILINE)
        files = [f"catalogue/shop/{named[1] if named else 'ordering'}.yaml", text]
    for path, content in zip(files[::2], files[1::2], strict=True):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return read(folder / "catalogue").diagnostics


def test_every_code_has_a_page() -> None:
    """There is a page for each code, and no page of none."""
    assert sorted(CODES) == sorted(file.stem for file in FOLDER.iterdir())


@pytest.mark.parametrize("code", CODES)
def test_page(code: str) -> None:
    """A page begins with the title of its code, says why it matters and how to mend it, and is short."""
    page = explanation(code)

    assert page.startswith(f"# {code}: {CODES[code].title}\n\n")
    assert "\n**Why it matters.** " in page
    assert "\n**How to mend it.** " in page
    assert len(page.splitlines()) < 70
    assert max(map(len, page.splitlines())) <= 120


@pytest.mark.parametrize("code", CODES)
def test_examples(code: str, tmp_path: Path) -> None:
    """What a page calls wrong is wrong in just that way; what it calls right is not wrong at all."""
    wrong, right = examples(code, "wrong"), examples(code, "right")
    if code in WITHOUT_EXAMPLE:
        assert wrong == right == []
        return
    [broken], [mended] = wrong, right
    (tmp_path / "wrong").mkdir()
    (tmp_path / "right").mkdir()
    found = {one.code for one in problems_of(*broken, tmp_path / "wrong")}

    assert code in found
    assert found <= {code} | UNFINISHED | ALSO.get(code, set())
    remaining = problems_of(*mended, tmp_path / "right")
    assert {one.code for one in remaining} <= UNFINISHED - {code}
    assert all(one.severity is not Severity.ERROR for one in remaining)


@pytest.mark.parametrize("code", CODES)
def test_pages_speak_of_codes_that_exist(code: str) -> None:
    """A code that a page mentions exists."""
    assert {one for one in re.findall(r"FB\d{3}", explanation(code)) if one not in CODES} <= {"FB340"}


@pytest.mark.parametrize("written", ["FB201", "fb201", "201"])
def test_ways_to_write_a_code(written: str) -> None:
    """A code is found however it is written."""
    assert explanation(written).startswith("# FB201: unknown type")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("FB999", "there is no code FB999; those of FB9xx are FB901 to FB904; `factbook explain` lists all"),
        ("2", "there is no code 2; those of FB2xx are FB201 to FB222; `factbook explain` lists all"),
        ("type", "there is no code type; `factbook explain` lists all"),
        ("FB102x", 'did you mean "FB102"?'),
        ("../FB101", "there is no code ../FB101"),
    ],
)
def test_unknown_codes(written: str, said: str) -> None:
    """For a code that does not exist the nearest one is offered; nothing else is ever read."""
    with pytest.raises(UnknownCode) as caught:
        explanation(written)

    assert said in str(caught.value)
