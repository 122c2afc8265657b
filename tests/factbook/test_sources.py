"""Generated code that is older than its catalogue is noticed, whatever the times of the files say."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.disk import digest
from factbook_codegen.writing import SUMS, sums_text

from factbook.sources import changed, told


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    """A generated folder of two systems that is as its catalogue says."""
    sources: dict[str, str] = {}
    for path in ("catalogue/shop/cart.yaml", "catalogue/shop/stock.yaml", "catalogue/library/lending.yaml"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, "utf-8")
        sources[f"../{path}"] = digest(file.read_bytes())
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / SUMS).write_text(sums_text({"shop/cart/events.py": "0" * 64}, sources), "utf-8")
    return tmp_path / "generated"


def test_what_was_touched_only_has_not_changed(generated: Path) -> None:
    """As after a checkout: the text is what counts."""
    (generated.parent / "catalogue/shop/cart.yaml").touch()

    assert [] == changed(generated)


def test_what_was_changed_added_or_removed_is_named(generated: Path) -> None:
    """Of all systems, or of one."""
    catalogue = generated.parent / "catalogue"
    (catalogue / "shop/cart.yaml").write_text("edited", "utf-8")
    (catalogue / "shop/stock.yaml").unlink()
    (catalogue / "shop/billing.yml").touch()
    (catalogue / "shop/README.md").touch()
    names = ["shop/billing.yml", "shop/cart.yaml", "shop/stock.yaml"]

    assert [catalogue / name for name in names] == changed(generated) == changed(generated, "shop")
    assert [] == changed(generated, "library")


def test_what_only_runs_has_no_catalogue(generated: Path) -> None:
    """Nothing is said where nobody could do anything about it, nor of folders of which nothing was listed."""
    (generated.parent / "catalogue").rename(generated.parent / "elsewhere")

    assert [] == changed(generated) == changed(generated / "nowhere")


def test_a_list_that_was_merged_still_tells(generated: Path) -> None:
    """Lines that are no sums are passed over."""
    sums = generated / SUMS
    sums.write_text(f"<<<<<<< ours\n{sums.read_text('utf-8')}", "utf-8")
    (generated.parent / "catalogue/library/lending.yaml").write_text("edited", "utf-8")

    assert [generated.parent / "catalogue/library/lending.yaml"] == changed(generated)


def test_one_or_more_are_told_with_what_to_do() -> None:
    """In one line."""
    root = Path("/project")
    one, two = root / "catalogue/shop/cart.yaml", root / "catalogue/shop/stock.yaml"

    rest = "changed since the code was generated; run `factbook generate`"
    assert f"catalogue/shop/cart.yaml has {rest}" == told([one], root)
    assert f"catalogue/shop/cart.yaml and 1 more have {rest}" == told([one, two], root)
