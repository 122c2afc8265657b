"""Versions are written into the file, and everything else stays: comments, order, style."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.diffing.comparing import compare
from factbook_codegen.diffing.fixing import fix
from factbook_codegen.reading import read

HEAD = "context: ordering\nallow: {FB302: Kept short.}\nevents:\n"


@pytest.mark.parametrize(
    ("before", "after", "fixed"),
    [
        (
            "  A:  # first\n    fields: {n: int}  # numbers\n\n  B: {fields: {n: int}}\n",
            "  A:  # first\n    fields: {n: text}  # numbers\n\n  B: {fields: {n: int}}\n",
            "  A:  # first\n    fields: {n: text}  # numbers\n    version: 2\n    changes:\n"
            "      2: {convert: {n: {from: int, by: n_of_a}}}\n\n  B: {fields: {n: int}}\n",
        ),
        (
            "  A: {fields: {n: int}}  # short\n",
            "  A: {fields: {n: int, on: bool}}  # short\n",
            "  A: {fields: {n: int, on: bool}, version: 2, changes: {2: {add: {on: false}}}}  # short\n",
        ),
        (
            "  A:\n    version: 2  # so far\n    fields: {n: text?}\n    changes:\n      2: {add: {n: null}}  # why\n",
            "  A:\n    version: 2  # so far\n    fields: {m: text?}\n    changes:\n      2: {add: {m: null}}  # why\n",
            "  A:\n    version: 3  # so far\n    fields: {m: text?}\n    changes:\n      2: {add: {m: null}}  # why\n"
            "      3: {rename: {n: m}}\n",
        ),
        (
            "  A:\n    changes: {2: {add: {n: null}}}\n    version: 2\n    fields: {n: text?, o: int}\n",
            "  A:\n    changes: {2: {add: {n: null}}}\n    version: 2\n    fields: {n: text?}\n",
            "  A:\n    changes: {2: {add: {n: null}}, 3: {remove: {o: int}}}\n    version: 3\n    fields: {n: text?}\n",
        ),
    ],
)
def test_fix(before: str, after: str, fixed: str, tmp_path: Path) -> None:
    """In the style that the entry has."""
    for name, text in (("before", before), ("now", after)):
        (tmp_path / name / "catalogue" / "shop").mkdir(parents=True)
        (tmp_path / name / "catalogue" / "shop" / "ordering.yaml").write_text(HEAD + text, "utf-8")
    then = read(tmp_path / "before" / "catalogue").catalogue
    now = read(tmp_path / "now" / "catalogue").catalogue

    said = list(fix(compare(then, now), tmp_path / "now"))

    assert HEAD + fixed == (tmp_path / "now" / "catalogue" / "shop" / "ordering.yaml").read_text("utf-8")
    assert [f"catalogue/shop/ordering.yaml: ordering.A is now at version {3 if 'version: 2' in before else 2}"] == said
