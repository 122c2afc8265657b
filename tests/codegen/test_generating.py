"""What a run of the generator makes, keeps and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.reading import Reading, Shelf, read
from factbook_codegen.settings import load_project

from tests.codegen.projects import LEDGER, SETTINGS, STOCK, SYSTEM, TILL, ProjectFolder, announce, problems, shop

__all__ = ["shop"]


def test_every_context_and_every_system_is_made(shop: ProjectFolder) -> None:
    """In the order of the files; pictures of DOT texts are drawn, and all is listed."""
    outcome = shop.generate()
    texts = shop.texts()

    assert (True, True, []) == (outcome.done, outcome.current, problems(outcome))
    assert ["ledger", "stock", "till", "*"] == shop.asked()
    assert [
        "SHA256SUMS",
        "shop/ledger/words.txt",
        "shop/names.dot",
        "shop/names.svg",
        "shop/names.txt",
        "shop/stock/words.txt",
        "shop/till/words.txt",
    ] == list(texts)
    assert "ledger stock till\n" == texts["shop/names.txt"]
    assert texts["shop/names.svg"].startswith("<svg ")


def test_nothing_is_made_when_nothing_changed(shop: ProjectFolder) -> None:
    """Not even when files were touched, for their content counts."""
    shop.generate()
    shop.asked()
    (shop.root / "catalogue/shop/till.yaml").touch()
    (shop.root / "generated/shop/names.txt").touch()
    outcome = shop.generate()

    assert ([], True, False) == (shop.asked(), outcome.current, outcome.done)


def test_a_changed_context_and_its_system_are_made_anew(shop: ProjectFolder) -> None:
    """The other contexts are not asked for."""
    shop.generate()
    shop.asked()
    shop.write(stock=STOCK.replace("Knows what there is.", "Counts."))
    outcome = shop.generate()

    assert ["stock", "*"] == shop.asked()
    assert outcome.plan is not None
    assert ("shop/stock/words.txt",) == outcome.plan.stale
    assert "Counts. Primitive(name='int')\n" == shop.texts()["shop/stock/words.txt"]


def test_contexts_that_refer_to_a_changed_one_are_made_anew(shop: ProjectFolder) -> None:
    """What the till writes may depend on the ledger's types."""
    shop.generate()
    shop.asked()
    shop.write(ledger=LEDGER.replace("min: 0", "min: 1"))
    shop.generate()

    assert ["ledger", "till", "*"] == shop.asked()


def test_what_the_contexts_share_concerns_them_all(shop: ProjectFolder) -> None:
    """A change to system.yaml makes everything anew."""
    shop.generate()
    shop.asked()
    shop.write(system=SYSTEM.replace("Sells.", "Sells things."))
    shop.generate()

    assert ["ledger", "stock", "till", "*"] == shop.asked()


CHANGES: dict[str, dict[str, str | None]] = {
    "a context goes": {"stock": None},
    "a context comes": {"shelf": STOCK.replace("stock", "shelf").replace("Count", "Look")},
    "a type changes": {"ledger": LEDGER.replace("min: 0", "max: 10")},
    "a context stands in a file of another name": {"till": TILL.replace("context: till", "context: desk")},
    "two change": {"ledger": LEDGER.replace("Keeps", "Still keeps"), "stock": STOCK.replace("Knows", "Still knows")},
    "stories come": {"system": SYSTEM + "stories: {Day: [{clerk: {Count: {number: 3}}}]}\n"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_step_leads_where_a_fresh_start_leads(shop: ProjectFolder, change: str) -> None:
    """Files and problems are those of a run without any memory; and the way back leads back."""
    first = shop.generate()
    before = shop.texts()
    originals = {"system": SYSTEM, "ledger": LEDGER, "stock": STOCK, "till": TILL}
    for name, text in CHANGES[change].items():
        if text is None:
            (shop.root / f"catalogue/shop/{name}.yaml").unlink()
        else:
            shop.write(**{name: text})
    stepped, after = shop.generate(), shop.texts()
    (shop.root / ".factbook/memory").unlink()
    fresh = shop.generate()

    assert (problems(fresh), fresh.counts, after) == (problems(stepped), stepped.counts, shop.texts())
    for name in CHANGES[change]:
        if name in originals:
            shop.write(**{name: originals[name]})
        else:
            (shop.root / f"catalogue/shop/{name}.yaml").unlink()
    assert (problems(first), before) == (problems(shop.generate()), shop.texts())


def test_a_picture_is_drawn_once(shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Again only when its DOT text changes, or when it is gone."""
    drawn: list[list[str]] = []

    def render(dots: dict[str, str], **_: object) -> dict[str, str]:
        drawn.append(sorted(dots))
        return {path: f"<svg>{dot}</svg>" for path, dot in dots.items()}

    monkeypatch.setattr("factbook_codegen.svg.render", render)
    shop.generate()
    shop.write(till=TILL.replace("Takes", "Counts"))
    shop.generate()
    assert [["shop/names.dot"]] == drawn
    (shop.root / "generated/shop/names.svg").unlink()
    shop.generate()
    assert [["shop/names.dot"]] * 2 == drawn
    (shop.root / "catalogue/shop/stock.yaml").unlink()
    shop.generate()

    assert [["shop/names.dot"]] * 3 == drawn


def test_pictures_may_be_left_alone(shop: ProjectFolder) -> None:
    """Then they stay as they are, and the next run that draws brings them up to date."""
    shop.generate()
    old = shop.texts()["shop/names.svg"]
    (shop.root / "catalogue/shop/stock.yaml").unlink()
    left = shop.generate(svg=False)
    assert (old, True) == (shop.texts()["shop/names.svg"], left.done)
    assert shop.generate(svg=False, check=True).current
    assert not shop.generate(check=True).current
    drawn = shop.generate()

    assert drawn.plan is not None
    assert ("shop/names.svg",) == drawn.plan.stale
    assert "stock" not in shop.texts()["shop/names.svg"]


def test_pictures_need_not_be_drawn_at_all(shop: ProjectFolder) -> None:
    """The setting removes those there are."""
    shop.generate()
    shop.settings(SETTINGS + 'svg = "none"\n')
    shop.generate()

    assert "shop/names.svg" not in shop.texts()


def test_a_picture_that_cannot_be_drawn_is_a_warning(shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else is written."""
    from factbook_codegen.svg import Undrawn

    def render(dots: dict[str, str], **_: object) -> dict[str, str]:
        raise Undrawn(dict.fromkeys(dots, "too large"), {})

    monkeypatch.setattr("factbook_codegen.svg.render", render)
    outcome = shop.generate()

    assert [("FB707", "generated/shop/names.dot", "too large")] == problems(outcome)
    assert ("shop/names.dot" in shop.texts(), "shop/names.svg" in shop.texts(), outcome.done) == (True, False, True)


def test_errors_stop_everything(shop: ProjectFolder) -> None:
    """An error in one context leaves the whole folder as it is."""
    shop.generate()
    before = shop.texts()
    shop.write(stock=STOCK.replace("number: int", "number: Nummer"), till=TILL.replace("Takes", "Counts"))
    outcome = shop.generate()

    assert (True, {"FB201"}) == (outcome.failed, {one.code for one in outcome.problems})
    assert before == shop.texts()


def test_warnings_are_said_again_when_nothing_changed(shop: ProjectFolder) -> None:
    """They come from the memory of the last run then."""
    shop.write(stock=STOCK + "\n    types: {Unused: {type: int}}\n")
    first = shop.generate()

    assert [("FB216", "catalogue/shop/stock.yaml", "nobody uses the type Unused")] == problems(first)
    assert (problems(first), first.counts) == (problems(shop.generate()), shop.generate().counts)


# --check -------------------------------------------------------------------------------------------------------------


def test_check_says_in_what_the_folder_differs(shop: ProjectFolder) -> None:
    """Missing, stale, orphaned and edited files, and how those that differ would change; nothing is written."""
    shop.generate()
    generated = shop.root / "generated"
    (generated / "shop/names.txt").unlink()
    (generated / "shop/ledger/words.txt").write_text("mine\n")
    (shop.root / "catalogue/shop/stock.yaml").unlink()
    shop.write(till=TILL.replace("Takes the money.", "Takes\x1f."))
    shop.write(till=TILL.replace("Takes", "Counts"))
    before = shop.texts()
    outcome = shop.generate(check=True)

    assert not outcome.current
    assert [
        ("FB702", "generated/SHA256SUMS", "the list of generated files is not as it should be"),
        ("FB701", "generated/shop/ledger/words.txt", "this file was edited by hand, and is not written over"),
        ("FB702", "generated/shop/names.dot", "this file is not as the catalogue says"),
        ("FB702", "generated/shop/names.svg", "this file is not as the catalogue says"),
        ("FB702", "generated/shop/names.txt", "this file is missing"),
        ("FB703", "generated/shop/stock/words.txt", "nothing in the catalogue makes this file any more"),
        ("FB702", "generated/shop/till/words.txt", "this file is not as the catalogue says"),
    ] == problems(outcome)
    assert (
        """\
--- generated/shop/till/words.txt
+++ generated/shop/till/words.txt (as the catalogue says)
@@ -1 +1 @@
-Takes the money. Named(ref=Ref(context='ledger', name='Amount'))
+Counts the money. Named(ref=Ref(context='ledger', name='Amount'))"""
        in outcome.diff
    )
    assert before == shop.texts()


def test_check_trusts_nothing_but_the_catalogue(shop: ProjectFolder) -> None:
    """A target that is no pure function, or a cache that lies, is found out."""
    shop.generate()
    shop.asked()

    assert shop.generate(check=True).current
    assert ["ledger", "stock", "till", "*"] == shop.asked()


# Targets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return {}['x']", "the target \"bad\" failed on shop: KeyError: 'x'"),
        ("return {'../x': ''}", "the target \"bad\" wants to write '../x', which is no path below the folder"),
        (
            "return {'SHA256SUMS': ''}",
            "the target \"bad\" wants to write 'SHA256SUMS', which is no path below the folder",
        ),
        (
            "return {'shop/names.txt': 'x'}",
            'the target "bad" writes shop/names.txt, and another target writes it differently',
        ),
        (
            "return {'shop/Names.txt': 'x'}",
            "shop/Names.txt and shop/names.txt are the same file where capitals do not count",
        ),
        ("return {'shop/names.txt/x': 'x'}", "shop/names.txt is a file, and shop/names.txt/x needs it to be a folder"),
        ("return 3", "the target \"bad\" failed on shop: AttributeError: 'int' object has no attribute 'items'"),
        ("return {3: 'x'}", "the target \"bad\" failed on shop: AttributeError: 'int' object has no attribute 'split'"),
    ],
)
def test_a_target_that_fails_is_reported(
    tmp_path: Path, shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch, body: str, message: str
) -> None:
    """Whatever it does wrong, the report names it, and nothing is written."""
    lines = ("from factbook_codegen.targets import Target", "def make(system):", f"    {body}")
    text = "\n".join((*lines, "TARGET = Target('bad', system=make)\n"))
    announce(monkeypatch, tmp_path / "more", {"bad": "bad_target:TARGET"}, {"bad_target": text})
    shop.settings('[tool.factbook]\ntargets = ["words", "bad"]\n')
    outcome = shop.generate()

    assert [("FB706", "pyproject.toml", message)] == problems(outcome)
    assert (True, []) == (outcome.failed, list((shop.root).glob("generated/*")))


def test_a_target_that_fails_is_not_asked_again(
    tmp_path: Path, shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One report is enough where every context would get the same."""
    lines = ("from factbook_codegen.targets import Target", "def make(*_):", "    return 1 / 0")
    text = "\n".join((*lines, "TARGET = Target('bad', make, make)\n"))
    announce(monkeypatch, tmp_path / "more", {"bad": "bad_target:TARGET"}, {"bad_target": text})
    shop.settings('[tool.factbook]\ntargets = ["words", "bad"]\n')

    assert [
        ("FB706", "pyproject.toml", 'the target "bad" failed on shop.ledger: ZeroDivisionError: division by zero')
    ] == problems(shop.generate())


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (
            "missing_module:TARGET",
            "the target \"bad\" cannot be loaded: ModuleNotFoundError: No module named 'missing_module'",
        ),
        (
            "bad_target:OTHER",
            "the target \"bad\" cannot be loaded: AttributeError: module 'bad_target' has no attribute 'OTHER'",
        ),
        (
            "bad_target:NUMBER",
            'the target "bad" cannot be loaded: TypeError: bad_target holds no factbook_codegen.targets.Target but int',
        ),
    ],
)
def test_a_target_that_cannot_be_loaded_is_reported(
    tmp_path: Path, shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch, place: str, message: str
) -> None:
    """Nothing is written without it."""
    announce(monkeypatch, tmp_path / "more", {"bad": place}, {"bad_target": "NUMBER = 3\n"})
    shop.settings('[tool.factbook]\ntargets = ["words", "bad"]\n')

    assert [("FB706", "pyproject.toml", message)] == problems(shop.generate())


def test_an_unknown_target_is_reported_with_the_near_miss(shop: ProjectFolder) -> None:
    """Where the setting stands."""
    shop.settings('[tool.factbook]\ntargets = ["word"]\n')
    outcome = shop.generate()

    assert [("FB804", "pyproject.toml", 'there is no target "word"')] == problems(outcome)
    assert [('did you mean "words"?', 2)] == [(one.help, one.place.line) for one in outcome.problems]


def test_a_mistyped_template_is_reported(shop: ProjectFolder) -> None:
    """Each time, for it would be left out silently; a file that it may include is not."""
    (shop.root / "templates").mkdir()
    (shop.root / "templates/message.py.jinja").touch()
    (shop.root / "templates/licence.txt").touch()
    shop.settings(SETTINGS + 'templates = "templates"\n')
    expected = [
        ("FB807", "templates/message.py.jinja", "factbook has no template of this name, so it replaces none"),
    ]

    assert (expected, expected) == (problems(shop.generate()), problems(shop.generate()))


@pytest.mark.parametrize("wrong", ["{{ messages.nobody }}", "{{ doc.upper() }}", "{% for %}"])
def test_a_template_that_fails_is_named_with_its_line(shop: ProjectFolder, wrong: str) -> None:
    """Not what fills it: a name that is not there, a bare text, a mistake of syntax."""
    template = shop.root / "templates/messages.py.jinja"
    template.parent.mkdir()
    template.write_text(f"{{{{ header }}}}\n{wrong}\n")
    shop.settings('[tool.factbook]\ntargets = ["python"]\ntemplates = "templates"\n')

    assert [("FB706", f"see {template}, line 2")] == [(one.code, one.help) for one in shop.generate().problems]


def test_a_changed_target_makes_everything_anew(tmp_path: Path, shop: ProjectFolder) -> None:
    """Its module is looked at, though it is not imported."""
    shop.generate()
    shop.asked()
    with (tmp_path / "site/words_target.py").open("a") as file:
        file.write("# another line\n")
    shop.generate()

    assert ["ledger", "stock", "till", "*"] == shop.asked()


# Catalogues of every size --------------------------------------------------------------------------------------------


def test_an_empty_catalogue_is_an_error(tmp_path: Path) -> None:
    """Nothing is written, for most likely the folder is the wrong one."""
    folder = ProjectFolder(tmp_path)
    (tmp_path / "catalogue").mkdir()

    assert [("FB016", "catalogue", "the catalogue is empty")] == problems(folder.generate())
    assert ["catalogue"] == [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")]


def test_a_context_behind_a_link_is_read_anew_each_time(tmp_path: Path, shop: ProjectFolder) -> None:
    """What is behind it may change without the link showing it."""
    (shop.root / "catalogue/.shared").mkdir()
    (shop.root / "catalogue/shop/stock.yaml").rename(shop.root / "catalogue/.shared/stock.yaml")
    (shop.root / "catalogue/shop/stock.yaml").symlink_to("../.shared/stock.yaml")
    shop.generate()
    file = shop.root / "catalogue/.shared/stock.yaml"
    file.write_text(file.read_text().replace("Knows", "Learns"))
    shop.generate()

    assert shop.texts()["shop/stock/words.txt"].startswith("Learns")


def test_thousands_of_contexts_are_no_trouble(shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand here; five thousand in the long test below."""
    _many(shop, 1_000, monkeypatch)


@pytest.mark.long
def test_five_thousand_contexts_are_no_trouble(shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in a file of its own."""
    _many(shop, 5_000, monkeypatch)


def _many(folder: ProjectFolder, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ledger", "stock", "till"):
        (folder.root / f"catalogue/shop/{name}.yaml").unlink()
    folder.write(**{f"c{index}": STOCK.replace("context: stock", f"context: c{index}") for index in range(number)})
    folder.generate()
    folder.asked()
    monkeypatch.setattr("factbook_codegen.sharing.may_fork", lambda: False)  # a copy would not tell us what it is asked
    folder.write(c7=STOCK.replace("context: stock", "context: c7").replace("Knows", "Learns"))
    outcome = folder.generate()

    assert ["c7", "*"] == folder.asked()
    assert outcome.plan is not None
    assert (("shop/c7/words.txt",), number + 2) == (outcome.plan.stale, outcome.plan.unchanged)


# The cache -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xc1" * 100, b"\x80", b"\x99" + b"\xa0" * 9])
def test_a_corrupt_cache_is_as_good_as_none(shop: ProjectFolder, content: bytes) -> None:
    """Nobody notices but by the time it takes."""
    shop.generate()
    before = shop.texts()
    (shop.root / ".factbook/memory").write_bytes(content)
    shop.asked()
    outcome = shop.generate()

    assert (["ledger", "stock", "till", "*"], True, before) == (shop.asked(), outcome.current, shop.texts())


def test_the_cache_is_ignored_by_git(shop: ProjectFolder) -> None:
    """Without the project having to say so."""
    shop.generate()

    assert "*\n" == (shop.root / ".factbook/.gitignore").read_text()


def test_a_cache_that_cannot_be_written_is_no_trouble(shop: ProjectFolder) -> None:
    """The next run takes longer, that is all."""
    (shop.root / ".factbook").write_text("a file where the folder has to be")

    assert (True, True) == (shop.generate().done, shop.generate().current)


def test_a_project_without_settings_is_fine(tmp_path: Path) -> None:
    """A folder named catalogue is enough."""
    project, found = load_project(tmp_path)

    assert ([], tmp_path / "generated") == (found, project.generated)


def test_a_file_that_changes_while_it_is_read_is_read_again(
    shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run remembers must stand for what it read, not for what it had looked at before."""

    def change_and_read(root: Path, project: Path, shelf: Shelf) -> Reading:
        shop.write(stock=STOCK.replace("Knows", "Learns"))
        return read(root, project, shelf)

    with monkeypatch.context() as patch:
        patch.setattr("factbook_codegen.running.read", change_and_read)
        shop.generate()
    assert shop.texts()["shop/stock/words.txt"].startswith("Learns")
    shop.write(stock=STOCK)
    shop.generate()

    assert shop.texts()["shop/stock/words.txt"].startswith("Knows")


def test_a_file_that_may_not_be_read_is_reported(shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generated one, say, that belongs to somebody else."""
    shop.generate()

    read_bytes = Path.read_bytes

    def deny(path: Path) -> bytes:
        if path.match("generated/shop/names.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", deny)

    assert [("FB704", "generated/shop/names.txt", "this cannot be read: Permission denied")] == problems(
        shop.generate(check=True)
    )


def test_a_context_that_may_not_be_read_is_reported(shop: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the reader reports it."""
    read_bytes = Path.read_bytes

    def deny(path: Path) -> bytes:
        if path.name == "stock.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", deny)

    assert [("FB014", "catalogue/shop/stock.yaml", "the file cannot be read: Permission denied")] == problems(
        shop.generate()
    )


def test_contexts_in_a_circle_are_kept_apart(shop: ProjectFolder) -> None:
    """Two contexts that mention each other lead to the same files, and are still two."""
    circle = STOCK.replace("number: int", "number: ledger.Amount")
    shop.write(stock=circle, ledger=LEDGER.replace("Keeps the books.", "Keeps the books, see stock.Counted."))
    assert shop.generate().done
    shop.write(till=TILL.replace("Takes the money.", "Takes money."))

    assert problems(shop.generate()) == []
