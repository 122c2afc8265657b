"""What to compare with: a revision, a folder, the last release; or why there is nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from factbook_codegen.diffing.sources import NoSource, before, code_before
from factbook_codegen.settings import Project

TEXT = "context: ordering\n"


def git(folder: Path, *arguments: str) -> None:
    """Run git, quietly, as somebody."""
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in git, whose catalogue has changed since the last commit."""
    root = tmp_path / "project"
    (root / "catalogue" / "shop").mkdir(parents=True)
    (root / "catalogue" / "shop" / "ordering.yaml").write_text(TEXT, "utf-8")
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "--message", "first")
    (root / "catalogue" / "shop" / "ordering.yaml").write_text(TEXT + "title: Orders\n", "utf-8")
    return Project(root)


def test_a_revision(project: Project) -> None:
    """The catalogue as it was then."""
    with before(project, "HEAD") as (folder, root, name):
        assert TEXT == (folder / "shop" / "ordering.yaml").read_text("utf-8")
        assert ("catalogue", "HEAD") == (folder.relative_to(root).as_posix(), name)


def test_the_code_of_a_revision(project: Project) -> None:
    """The functions of then, and what was generated then."""
    for name in ("deciders", "generated"):
        (project.root / name).mkdir()
        (project.root / name / "__init__.py").write_text(f'"""{name}"""', "utf-8")
    git(project.root, "add", "--all")
    git(project.root, "commit", "--message", "code")

    with code_before(project, "HEAD") as folder:
        assert ["deciders", "generated"] == sorted(one.name for one in folder.iterdir())
    with pytest.raises(NoSource, match="HEAD~1 has no folder deciders or generated"), code_before(project, "HEAD~1"):
        pass


def test_a_folder(project: Project) -> None:
    """Of a project, or of a catalogue."""
    for source in (project.root, project.catalogue):
        with before(project, str(source)) as (folder, _, _):
            assert project.catalogue == folder


def test_the_last_release(project: Project) -> None:
    """What `factbook release` has kept."""
    kept = project.generated / "shop" / "released" / "catalogue"
    kept.mkdir(parents=True)
    (kept / "ordering.yaml").write_text(TEXT, "utf-8")

    with before(project, None) as (folder, _, name):
        assert TEXT == (folder / "shop" / "ordering.yaml").read_text("utf-8")
        assert "the last release" == name


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "nothing was released yet: run `factbook release`, or say what to compare with"),
        ("v9", 'there is no folder and no revision "v9"'),
        ("--output=x", '"--output=x" is neither a folder nor a revision'),
        ("", "an empty text is neither a folder nor a revision"),
    ],
)
def test_there_is_nothing_to_compare_with(source: str | None, said: str, project: Project) -> None:
    """And it is said why."""
    with pytest.raises(NoSource) as caught, before(project, source):
        pass

    assert said == str(caught.value)


def test_a_revision_without_a_catalogue(project: Project) -> None:
    """The folder may have come later."""
    other = Project(project.root / "inner")
    other.root.mkdir()

    with pytest.raises(NoSource, match="HEAD has no folder catalogue"), before(other, "HEAD"):
        pass


def test_a_shallow_clone_says_so(project: Project, tmp_path: Path) -> None:
    """The revision may be there, further back."""
    git(project.root, "commit", "--all", "--message", "second")
    git(tmp_path, "clone", "--depth=1", f"file://{project.root}", "shallow")
    shallow = Project(tmp_path / "shallow")

    with (
        pytest.raises(NoSource, match="this clone is shallow: run `git fetch --unshallow` first"),
        before(shallow, "HEAD~1"),
    ):
        pass


def test_a_folder_without_a_catalogue_is_not_an_empty_one(project: Project, tmp_path: Path) -> None:
    """Else a wrong name would be told as if everything were safe; and so it is with code."""
    elsewhere = str(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "catalogue").mkdir(parents=True)

    with pytest.raises(NoSource, match=r"there is no catalogue in the folder .*elsewhere"), before(project, elsewhere):
        pass
    with pytest.raises(NoSource, match="elsewhere has no folder deciders"), code_before(project, elsewhere):
        pass
    with pytest.raises(NoSource, match="an empty text is neither"), code_before(project, ""):
        pass


def test_a_repository_that_git_does_not_trust(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a build machine has it from somebody else: what git says is told, and not that there is none."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    with pytest.raises(NoSource, match=r"git cannot be asked: .*dubious ownership"), before(project, "HEAD"):
        pass


def test_outside_of_git(tmp_path: Path) -> None:
    """Only folders can be compared with."""
    with (
        pytest.raises(NoSource, match='"main" is no folder, and this project is in no git repository'),
        before(Project(tmp_path), "main"),
    ):
        pass
