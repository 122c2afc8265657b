"""Which files belong to a catalogue, and that nothing outside of it is ever read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from factbook_codegen.diagnostics import Diagnostic
from factbook_codegen.reading import find_sheets, read

from tests.codegen.reading.support import codes


def write(root: Path, **files: str) -> Path:
    """A catalogue folder with these files; ``__`` in a name is a folder."""
    for name, text in files.items():
        file = root / "catalogue" / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root / "catalogue"


def said(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Codes and files of problems."""
    return [(one.code, one.place.file) for one in diagnostics]


def test_systems_and_contexts(tmp_path: Path) -> None:
    """Each folder is a system, each file in it a context, in the order of their names."""
    root = write(
        tmp_path, shop__ordering="context: ordering", shop__billing="context: billing", bank__loans="context: loans"
    )
    reading = read(root)

    assert ["bank", "shop"] == list(reading.catalogue.systems)
    assert ["billing", "ordering"] == list(reading.catalogue.systems["shop"].contexts)
    assert reading.diagnostics == ()
    assert not reading.failed


def test_names_of_files_are_below_the_project(tmp_path: Path) -> None:
    """Problems name files as a person in the project's folder would."""
    root = write(tmp_path, shop__ordering="context: order")

    assert [("FB019", "catalogue/shop/ordering.yaml")] == said(read(root).diagnostics)
    assert [("FB019", "shop/ordering.yaml")] == said(read(root, root).diagnostics)


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """Notes, hidden files and folders, and backups of editors are no contexts."""
    root = write(tmp_path, shop__ordering="context: ordering")
    for name in (
        "README.md",
        "shop/notes.txt",
        "shop/.hidden.yaml",
        "shop/ordering.yaml~",
        ".git/config.yaml",
        "shop/more/x.md",
    ):
        file = root / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("[", "utf-8")

    assert read(root).diagnostics == ()


def test_suffixes(tmp_path: Path) -> None:
    """``.yml`` and capitals in a suffix count."""
    root = write(tmp_path, shop__ordering="context: ordering")
    (root / "shop" / "billing.yml").write_text("context: billing", "utf-8")
    (root / "shop" / "STOCK.YAML").write_text("context: stock", "utf-8")
    reading = read(root)

    assert {"ordering", "billing", "stock"} == set(reading.catalogue.systems["shop"].contexts)
    assert ["FB019"] == codes(reading.diagnostics)


def test_no_catalogue(tmp_path: Path) -> None:
    """Without a folder, or with an empty one, there is nothing to read."""
    assert [("FB016", "catalogue")] == said(read(tmp_path / "catalogue").diagnostics)

    (tmp_path / "catalogue").mkdir()

    assert [("FB016", "catalogue")] == said(read(tmp_path / "catalogue").diagnostics)


def test_a_file_instead_of_a_folder(tmp_path: Path) -> None:
    """A file named catalogue is no catalogue."""
    (tmp_path / "catalogue").write_text("context: ordering", "utf-8")

    assert [("FB016", "catalogue")] == said(read(tmp_path / "catalogue").diagnostics)


def test_one_event_only(tmp_path: Path) -> None:
    """The smallest catalogue that says something is read."""
    reading = read(write(tmp_path, shop__ordering="context: ordering\nevents: {OrderPlaced: {}}"))

    assert ["OrderPlaced"] == list(reading.catalogue.systems["shop"].contexts["ordering"].events)
    assert ["FB302"] == codes(reading.diagnostics)


def test_links_out(tmp_path: Path) -> None:
    """Links to files and folders outside are not followed, be they to secrets or to another catalogue."""
    root = write(tmp_path, shop__ordering="context: ordering")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("context: secret", "utf-8")
    (root / "shop" / "secret.yaml").symlink_to(outside / "secret.yaml")
    (root / "shop" / "up.yaml").symlink_to("../../outside/secret.yaml")
    (root / "bank").symlink_to(outside, target_is_directory=True)
    (root / "root").symlink_to("/", target_is_directory=True)
    reading = read(root)

    assert [("FB015", f"catalogue/{name}") for name in ("bank", "root", "shop/secret.yaml", "shop/up.yaml")] == said(
        reading.diagnostics
    )
    assert ["ordering"] == list(reading.catalogue.systems["shop"].contexts)


def test_links_inside(tmp_path: Path) -> None:
    """A link within the catalogue is as good as a file, and a catalogue may itself be a link."""
    root = write(tmp_path, shop__ordering="context: ordering")
    (root / "shop" / "billing.yaml").symlink_to("ordering.yaml")
    other = tmp_path / "other"
    other.symlink_to(root, target_is_directory=True)

    assert ["FB019", "FB110"] == codes(read(root).diagnostics)
    assert ["FB019", "FB110"] == codes(read(other).diagnostics)


@pytest.mark.parametrize("target", ["loop.yaml", "nothing.yaml"])
def test_links_to_nowhere(tmp_path: Path, target: str) -> None:
    """A link to itself or to nothing is reported, not followed."""
    root = write(tmp_path, shop__ordering="context: ordering")
    (root / "shop" / "loop.yaml").symlink_to(target)

    assert codes(read(root).diagnostics) in (["FB014"], ["FB015"])


def test_a_pipe(tmp_path: Path) -> None:
    """A pipe would never end; it is not read."""
    root = write(tmp_path, shop__ordering="context: ordering")
    os.mkfifo(root / "shop" / "pipe.yaml")

    assert [("FB014", "catalogue/shop/pipe.yaml")] == said(read(root).diagnostics)


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    """A folder named like a context is no context."""
    root = write(tmp_path, shop__ordering="context: ordering")
    (root / "shop" / "billing.yaml").mkdir()

    assert read(root).diagnostics == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["shop/ordering.yaml", "shop", "."])
def test_what_may_not_be_read(tmp_path: Path, name: str) -> None:
    """A file or folder without permission is reported."""
    root = write(tmp_path, shop__ordering="context: ordering")
    (root / name).chmod(0)
    try:
        found = read(root).diagnostics
    finally:
        (root / name).chmod(0o755)

    assert "FB014" in codes(found)


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system refuses, that is reported with its words."""
    root = write(tmp_path, shop__ordering="context: ordering")

    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert ["the file cannot be read: Permission denied"] == [one.message for one in read(root).diagnostics]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a folder."""
    root = write(tmp_path, shop__ordering="context: ordering")

    def refuse(_path: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)

    assert "FB014" in codes(read(root).diagnostics)


def test_strange_names_of_files(tmp_path: Path) -> None:
    """File names with spaces, line breaks or bytes that are no text are read and reported."""
    root = write(tmp_path, shop__ordering="context: ordering")
    for name in (b"a b.yaml", b"a\nb.yaml", b"\xff.yaml", b"\xe2\x80\xae.yaml"):
        (Path(os.fsdecode(os.fsencode(root / "shop"))) / os.fsdecode(name)).write_text("context: [", "utf-8")

    assert ["FB009"] * 4 == codes(read(root).diagnostics)


def test_names_of_systems_leave_no_root(tmp_path: Path) -> None:
    """A folder whose name is no name is not read, so that no path made of it leaves anything."""
    root = write(tmp_path, **{"..a__ordering": "context: ordering", "a b__ordering": "context: ordering"})

    assert {} == find_sheets(root, tmp_path)[0]
    assert ["FB105"] == codes(read(root).diagnostics)
