"""What is written, what is refused, and that a failure leaves nothing half-written."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from attrs import frozen
from factbook_codegen.disk import digest, look
from factbook_codegen.moving import CannotWrite, carry_out
from factbook_codegen.writing import STAGING, SUMS, Plan, complaints, foreign, plan, proper, read_sums, sums_text

FIRST = {"shop/events.py": "one\n", "shop/ordering/types.py": "two\n", "shop/ordering/schemas/A.json": "{}\n"}


@frozen
class Folder:
    """A generated folder under test."""

    path: Path

    def plan(self, wanted: Mapping[str, str], overwrite: Sequence[str] = ()) -> Plan:
        """What there is to do so that the folder holds these texts."""
        digests = {path: digest(text.encode()) for path, text in wanted.items()}
        return plan(digests, look(self.path, skip=[STAGING]), read_sums(self.path), overwrite, "generated")

    def write(self, wanted: Mapping[str, str], overwrite: Sequence[str] = ()) -> Plan:
        """Do it, unless it is refused."""
        todo = self.plan(wanted, overwrite)
        assert not todo.refused, list(complaints(todo, "generated"))
        contents = {path: text.encode() for path, text in wanted.items()}
        sums = sums_text({path: digest(content) for path, content in contents.items()})
        carry_out(todo, self.path, look(self.path).folders, contents, sums.encode())
        return todo

    def texts(self) -> dict[str, str]:
        """Every file in the folder but the sums."""
        return {path: (self.path / path).read_text() for path in look(self.path).files if path != SUMS}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder in which three files were written."""
    folder = Folder(tmp_path / "generated")
    folder.write(FIRST)
    return folder


def codes(todo: Plan) -> list[tuple[str, str]]:
    """Why a plan is refused, as (code, file)."""
    return [(one.code, one.place.file) for one in complaints(todo, "generated")]


# Writing -------------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_written(folder: Folder) -> None:
    """And the sums are as sha256sum wants them."""
    check = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=folder.path, capture_output=True, text=True)

    assert FIRST == folder.texts()
    assert (0, len(FIRST)) == (check.returncode, check.stdout.count(": OK"))


def test_only_what_changed_is_written(folder: Folder) -> None:
    """A file that stays keeps its inode; a changed one is replaced in one step, so that no reader sees half of it."""
    before = look(folder.path).files
    todo = folder.write({**FIRST, "shop/events.py": "new\n"})
    after = look(folder.path).files

    assert (("shop/events.py",), 2) == (todo.writes, todo.unchanged)
    assert {"shop/events.py", SUMS} == {path for path in after if after[path].st_ino != before[path].st_ino}


def test_nothing_to_do_is_seen(folder: Folder) -> None:
    """A plan that is current writes nothing."""
    assert folder.plan(FIRST).current


def test_orphans_go_with_the_folders_they_leave_empty(folder: Folder) -> None:
    """What Python compiled from them goes as well; nothing else does."""
    (folder.path / "shop/ordering/__pycache__").mkdir()
    (folder.path / "shop/ordering/__pycache__/types.pyc").write_bytes(b"")
    folder.write({"shop/events.py": "one\n"})

    assert {"shop/events.py": "one\n"} == folder.texts()
    assert {"shop"} == look(folder.path).folders


def test_a_folder_that_holds_something_else_stays(folder: Folder) -> None:
    """A file that is not ours is reported, never removed."""
    (folder.path / "shop/ordering/notes.txt").write_text("mine")
    todo = folder.write({"shop/events.py": "one\n"})

    assert {"shop/events.py": "one\n", "shop/ordering/notes.txt": "mine"} == folder.texts()
    assert [("FB705", "generated/shop/ordering/notes.txt")] == [
        (one.code, one.place.file) for one in foreign(todo, "generated")
    ]


def test_a_folder_with_a_list_of_its_own_is_left_to_its_keeper(folder: Folder) -> None:
    """What is in it is neither reported nor removed."""
    inside = Folder(folder.path / "shop/matrix")
    inside.write({"ordering/Order.md": "table\n"})

    assert folder.plan(FIRST).current
    assert () == folder.plan(FIRST).foreign
    assert inside.plan({"ordering/Order.md": "table\n"}).current


def test_many_foreign_files_are_counted(folder: Folder) -> None:
    """Twenty are named."""
    for number in range(30):
        (folder.path / f"note{number:02}").write_text("mine")
    found = list(foreign(folder.plan(FIRST), "generated"))

    assert 20 == len(found)
    assert "factbook did not write this file, and 10 more like it" == found[-1].message


def test_a_deleted_file_comes_back(folder: Folder) -> None:
    """It is missing, not edited."""
    (folder.path / "shop/events.py").unlink()

    assert ("shop/events.py",) == folder.write(FIRST).missing
    assert FIRST == folder.texts()


# Refusing ------------------------------------------------------------------------------------------------------------


def test_a_file_edited_by_hand_is_refused(folder: Folder) -> None:
    """It is named, and nothing is written, not even other files."""
    (folder.path / "shop/events.py").write_text("mine\n")
    todo = folder.plan({**FIRST, "shop/ordering/types.py": "new\n"})

    assert [("FB701", "generated/shop/events.py")] == codes(todo)
    assert todo.refused


@pytest.mark.parametrize("overwrite", ["shop/events.py", "shop", "."])
def test_an_edit_may_be_given_up(folder: Folder, overwrite: str) -> None:
    """By the file, by a folder around it, or altogether."""
    (folder.path / "shop/events.py").write_text("mine\n")
    folder.write(FIRST, [overwrite])

    assert FIRST == folder.texts()


def test_an_edit_that_says_what_would_be_written_is_fine(folder: Folder) -> None:
    """Somebody ran another version, or a merge brought it."""
    (folder.path / "shop/events.py").write_text("new\n")

    assert ((), True) == (folder.write({**FIRST, "shop/events.py": "new\n"}).writes, True)
    assert folder.plan({**FIRST, "shop/events.py": "new\n"}).current


def test_an_orphan_edited_by_hand_is_refused(folder: Folder) -> None:
    """Its text would be lost."""
    (folder.path / "shop/events.py").write_text("mine\n")

    assert [("FB701", "generated/shop/events.py")] == codes(folder.plan({}))


def test_a_file_that_was_never_ours_is_refused(tmp_path: Path) -> None:
    """Where one of ours has to be, too."""
    (tmp_path / "generated/shop").mkdir(parents=True)
    (tmp_path / "generated/shop/events.py").write_text("mine\n")

    assert [("FB701", "generated/shop/events.py")] == codes(Folder(tmp_path / "generated").plan(FIRST))


def test_sums_with_a_merge_conflict_do_no_harm(folder: Folder) -> None:
    """The sums of both sides count; generating settles it."""
    theirs = digest(b"theirs\n")
    text = (folder.path / SUMS).read_text()
    (folder.path / SUMS).write_text(f"<<<<<<< ours\n{text}=======\n{theirs}  shop/events.py\n>>>>>>> theirs\n")
    (folder.path / "shop/events.py").write_text("theirs\n")
    folder.write(FIRST)

    assert FIRST == folder.texts()
    assert folder.plan(FIRST).current


OBSTACLES = {
    "a file where a folder has to be": ("shop/ordering", "file", "a file stands where a folder has to be"),
    "a folder where a file has to be": ("shop/events.py", "folder", "a folder stands where a file has to be"),
    "a folder that is a link": (
        "shop/ordering",
        "link",
        "this is a symbolic link, and only real files and folders are written",
    ),
    "a file that is a link": (
        "shop/events.py",
        "link",
        "this is a symbolic link, and only real files and folders are written",
    ),
    "sums that are a link": (SUMS, "link", "this is a symbolic link, and only real files and folders are written"),
}


@pytest.mark.parametrize("case", OBSTACLES)
def test_what_stands_in_the_way_is_reported(tmp_path: Path, case: str) -> None:
    """Nothing is written through a link, and nothing of a person's is moved away."""
    path, kind, message = OBSTACLES[case]
    place = tmp_path / "generated" / path
    place.parent.mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    match kind:
        case "file":
            place.write_text("mine")
        case "folder":
            place.mkdir()
        case _:
            place.symlink_to(tmp_path / "outside")
    todo = Folder(tmp_path / "generated").plan(FIRST)

    assert [("FB704", f"generated/{path}", message)] == [
        (one.code, one.place.file, one.message) for one in todo.problems
    ]
    assert [] == list((tmp_path / "outside").iterdir())


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../x",
        "./x",
        "a//b",
        "a/",
        "a\\b",
        "C:x",
        "a\0b",
        "a\nb",
        "a.",
        SUMS,
        f"{STAGING}/x",
    ],
)
def test_a_path_that_could_lead_elsewhere_is_improper(path: str) -> None:
    """Neither a target nor sums that came from anywhere may name it."""
    assert not proper(path)


def test_sums_cannot_name_files_elsewhere(folder: Folder, tmp_path: Path) -> None:
    """A line that leads out of the folder is as good as none."""
    (tmp_path / "precious").write_text("mine")
    with (folder.path / SUMS).open("a") as file:
        file.write(f"{digest(b'mine')}  ../precious\n")
    folder.write({})

    assert "mine" == (tmp_path / "precious").read_text()


# Failing -------------------------------------------------------------------------------------------------------------

SECOND = {"shop/events.py": "new\n", "shop/views.py": "three\n", "billing/types.py": "four\n"}


def state(folder: Folder) -> dict[str, str]:
    """All files, those factbook keeps for itself included."""
    return {path: (folder.path / path).read_text() for path in look(folder.path).files}


def test_a_full_disk_leaves_everything_as_it_was(folder: Folder) -> None:
    """A real one: no file may grow beyond 100 bytes, as on a disk without room."""
    before = state(folder)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, limits[1]))
    try:
        with pytest.raises(CannotWrite, match=r"shop/views.py: File too large"):
            folder.write({**SECOND, "shop/views.py": "x" * 10_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)

    assert before == state(folder)


@pytest.mark.parametrize("call", range(12))
def test_a_move_that_fails_is_taken_back(folder: Folder, call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of the moves fails (a disk that became read-only, say), the folder is as it was."""
    before = state(folder)
    calls = {"left": call}

    def failing(function_name: str) -> None:
        function = getattr(os, function_name)

        def fail(*arguments: object) -> object:
            if calls["left"] == 0:
                calls["left"] = -1
                raise OSError(30, "Read-only file system")
            calls["left"] -= 1
            return function(*arguments)

        monkeypatch.setattr(os, function_name, fail)

    for name in ("rename", "replace"):
        failing(name)
    reason = ""
    try:
        folder.write(SECOND)
    except CannotWrite as error:
        reason = error.reason

    if calls["left"] < 0:
        assert "Read-only file system" == reason
        assert before == state(folder)
    else:  # there were fewer moves than that
        assert "" == reason
        assert SECOND == folder.texts()


def test_a_crash_is_made_good_by_the_next_run(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the crashed run had written already is known to be ours, though the sums do not say so yet."""

    def die(*_: object) -> None:
        os._exit(9)

    if (process := os.fork()) == 0:
        try:
            monkeypatch.setattr("factbook_codegen.moving._Move._replace", die)
            folder.write(SECOND)
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    third = {**SECOND, "billing/types.py": "five\n"}

    assert 9 == os.waitstatus_to_exitcode(status)
    assert (folder.path / STAGING).is_dir()
    assert "four\n" == (folder.path / "billing/types.py").read_text()
    folder.write(third)
    assert third == folder.texts()
    assert not (folder.path / STAGING).exists()


def test_a_folder_that_could_not_be_filled_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run of all leaves no empty folder when it fails."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("factbook_codegen.moving._write", fail)
    with pytest.raises(CannotWrite, match="No space left on device"):
        Folder(tmp_path / "generated").write(FIRST)

    assert [] == list(tmp_path.iterdir())
