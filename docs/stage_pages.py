"""Lays out what ``make docs`` builds: these pages, those of the project's root, and a page for each public module.

Pages link to each other, and to files of the repository, as they lie there. In the site all pages lie in one folder,
and the files that they link to in another beside it.
"""

from __future__ import annotations

import ast
import re
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ROOT / "build" / "pages"

_LINK: Final = re.compile(r"(!?\[)([^\]]*)(\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
_FENCED: Final = re.compile(r"(^ *```.*?^ *```)", re.MULTILINE | re.DOTALL)
_CUT_OFF: Final = re.compile(r"[A-Z]+(?=\.md$)")


def main() -> None:
    """Lay out everything anew."""
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    for page in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))):
        (PAGES / name_of(page)).write_text(moved(page), "utf-8")
    (PAGES / "api").mkdir()
    modules = sorted(public_modules())
    for module in modules:
        (PAGES / f"api/{module}.md").write_text(f"# {module}\n\n::: {module}\n", "utf-8")
    lines = [f"- [{module}]({module}.md)" for module in modules]
    (PAGES / "api/index.md").write_text("\n".join(["# The API", "", "Every public module.", "", *lines, ""]), "utf-8")


def name_of(page: Path) -> str:
    """What a page is called in the site."""
    return _CUT_OFF.sub(lambda found: found[0].lower(), page.name)


def moved(page: Path) -> str:
    """The text of a page, with links that lead on from its new place; what they lead to is taken along."""
    parts = _FENCED.split(page.read_text("utf-8"))
    text = "".join(
        part if part.lstrip().startswith("```") else _LINK.sub(lambda link: _moved(link, page), part) for part in parts
    )
    if page.name == "index.md":
        text += "\nThe reference of the library's modules: [the API](api/index.md).\n"
    return text


def _moved(link: re.Match[str], page: Path) -> str:
    opening, words, before, href, after = link.groups()
    target = (page.parent / href).resolve()
    if re.match(r"[a-z]+:", href) or not target.is_relative_to(ROOT):
        return link[0]
    if target.suffix == ".md" and target.parent in (ROOT, ROOT / "docs"):
        return f"{opening}{words}{before}{name_of(target)}{after}"
    if target.is_dir():
        return words  # a folder is no page
    if not target.is_file():
        sys.exit(f"{page}: the link {href} leads to no file")
    beside = PAGES / "files" / target.relative_to(ROOT)
    beside.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target, beside)
    return f"{opening}{words}{before}files/{target.relative_to(ROOT).as_posix()}{after}"


def public_modules() -> list[str]:
    """The modules of the library that say what is public in them."""
    found: list[str] = []
    for file in (ROOT / "factbook").rglob("*.py"):
        parts = file.relative_to(ROOT).with_suffix("").parts
        names = parts[:-1] if parts[-1] == "__init__" else parts
        if any(part.startswith("_") for part in names) or "cli" in names:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        if any("__all__" in ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign)):
            found.append(".".join(names))
    return found


if __name__ == "__main__":
    main()
