"""Finding the project and reading its settings."""

from pathlib import Path

import pytest
from factbook_codegen.model import Place
from factbook_codegen.settings import Settings, find_project, load_project


def settings(tmp_path: Path, text: str) -> tuple[Settings, list[tuple[str, Place, str, str]]]:
    """What is read from a pyproject.toml with this text, and the problems as (code, place, message, help)."""
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    project, problems = load_project(tmp_path)
    return project.settings, [(one.code, one.place, one.message, one.help) for one in problems]


def test_a_project_needs_no_settings(tmp_path: Path) -> None:
    """Without a pyproject.toml, or without [tool.factbook], everything is where it usually is."""
    assert (Settings(), []) == (load_project(tmp_path)[0].settings, load_project(tmp_path)[1])
    assert (Settings(), []) == settings(tmp_path, '[project]\nname = "shop"\n')


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Folders may lie deeper; targets keep their order; a name given twice counts once."""
    text = """
        [tool.factbook]
        catalogue = "model/facts"
        generated = "src/generated"
        templates = "templates"
        targets = ["schemas", "python", "schemas"]
        svg = "dot"
        site = "public"
        pages = "texts"
        edit = "https://code.example/{file}?line={line}"
    """
    (tmp_path / "templates").mkdir()
    edit = "https://code.example/{file}?line={line}"
    targets = ("schemas", "python")
    expected = Settings("model/facts", "src/generated", "templates", targets, "dot", "public", "texts", edit)

    assert (expected, []) == settings(tmp_path, text)


CASES = {
    "unknown, with the near miss": (
        '[tool.factbook]\ncatalog = "facts"\n',
        ("FB801", Place("pyproject.toml", 2, 1), 'there is no setting "catalog"', 'did you mean "catalogue"?'),
    ),
    "quoted key, after another table": (
        '[project]\nsvg = "x"\n\n[tool . "factbook"]  # here\n  "svg" = false\n',
        (
            "FB802",
            Place("pyproject.toml", 5, 4),
            '"svg" cannot be False',
            'write "wasm" (the renderer that factbook brings along), "dot" (the system\'s) or "none"',
        ),
    ),
    "folder of the wrong type": (
        "[tool.factbook]\ncatalogue = 3\n",
        (
            "FB802",
            Place("pyproject.toml", 2, 1),
            '"catalogue" is the path of a folder',
            'write catalogue = "catalogue"',
        ),
    ),
    "targets of the wrong type": (
        '[tool.factbook]\ntargets = "python"\n',
        (
            "FB802",
            Place("pyproject.toml", 2, 1),
            '"targets" is a list of names',
            'write targets = ["python", "strategies", "schemas", "diagrams", "catalogue_json", "asyncapi", "tables"]',
        ),
    ),
    "folder outside": (
        '[tool.factbook]\ngenerated = "../elsewhere"\n',
        (
            "FB803",
            Place("pyproject.toml", 2, 1),
            '"../elsewhere" is no folder inside the project',
            "write a path below the project",
        ),
    ),
    "absolute folder": (
        '[tool.factbook]\ngenerated = "/tmp"\n',
        (
            "FB803",
            Place("pyproject.toml", 2, 1),
            '"/tmp" is no folder inside the project',
            "write a path below the project",
        ),
    ),
    "the project itself": (
        '[tool.factbook]\ngenerated = "."\n',
        (
            "FB803",
            Place("pyproject.toml", 2, 1),
            '"." is no folder inside the project',
            "write a path below the project",
        ),
    ),
    "written into what is read": (
        '[tool.factbook]\ngenerated = "catalogue/out"\n',
        (
            "FB803",
            Place("pyproject.toml", 2, 1),
            '"catalogue/out", which is generated, and "catalogue", which is yours, overlap',
            "choose another folder for generated or catalogue",
        ),
    ),
    "templates that are missing": (
        '[tool.factbook]\ntemplates = "templtes"\n',
        (
            "FB806",
            Place("pyproject.toml", 2, 1),
            'there is no folder "templtes"',
            "make it, or remove the setting",
        ),
    ),
    "a site in what is generated": (
        '[tool.factbook]\nsite = "generated/site"\n',
        (
            "FB803",
            Place("pyproject.toml", 2, 1),
            '"generated/site", which is generated, and "generated", which is generated as well, overlap',
            "choose another folder for site or generated",
        ),
    ),
    "a site over pages": (
        '[tool.factbook]\nsite = "docs"\n',
        (
            "FB803",
            Place("pyproject.toml", 2, 1),
            '"docs", which is generated, and "docs", which is yours, overlap',
            "choose another folder for site or pages",
        ),
    ),
    "no address to edit at": (
        '[tool.factbook]\nedit = "code.example/shop"\n',
        (
            "FB802",
            Place("pyproject.toml", 2, 1),
            '"edit" is the address of a line of the catalogue, with {file} in it',
            'write an address such as "https://code.example/shop/blob/main/{file}#L{line}"',
        ),
    ),
    "no table": (
        "[tool]\nfactbook = 1\n",
        (
            "FB802",
            Place("pyproject.toml", 1, 1),
            "[tool.factbook] is a table",
            "write [tool.factbook] and a line for each setting",
        ),
    ),
    "no TOML": (
        "[tool.factbook]\ncatalogue = facts\n",
        ("FB805", Place("pyproject.toml", 2, 13), "this is not TOML: invalid value", ""),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_setting_is_reported_where_it_stands(tmp_path: Path, case: str) -> None:
    """With its line and column, though tomllib tells neither."""
    text, problem = CASES[case]

    assert [problem] == settings(tmp_path, text)[1]


def test_a_folder_that_is_a_link_leading_out_is_refused(tmp_path: Path) -> None:
    """Nothing outside the project is ever written, not even through a link."""
    (tmp_path / "project").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "project/generated").symlink_to(tmp_path / "outside")
    _, problems = settings(tmp_path / "project", '[tool.factbook]\ngenerated = "generated"\n')

    assert ["FB803"] == [code for code, *_ in problems]


def test_a_project_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    """The nearest pyproject.toml with [tool.factbook] counts, even where a folder named catalogue is nearer."""
    deep = tmp_path / "tests/catalogue/case"
    deep.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.factbook]\n")
    (tmp_path / "tests/pyproject.toml").write_text("[tool.other]\nfactbook = 1\n")

    assert tmp_path.resolve() == find_project(deep)


def test_a_folder_named_catalogue_makes_a_project(tmp_path: Path) -> None:
    """Settings are not needed."""
    (tmp_path / "catalogue/shop").mkdir(parents=True)

    assert tmp_path.resolve() == find_project(tmp_path / "catalogue/shop")


def test_there_may_be_no_project(tmp_path: Path) -> None:
    """An empty folder is none."""
    assert find_project(tmp_path) is None
