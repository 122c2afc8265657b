"""Runs the Python of one page in a process of its own: ``python -m tests.docs.run_page docs/page.md``.

Blocks marked ``python`` are executed, those marked ``pycon`` are sessions whose answers are compared. All blocks of a
page share their names, in order, and an error names the line of the page.
"""

from __future__ import annotations

import doctest
import sys
from pathlib import Path
from typing import Any

from tests.docs.snippets import snippets

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def run(page: Path) -> int:
    """Run the blocks of a page; the number of sessions that answered otherwise than written."""
    names: dict[str, Any] = {"__name__": "__page__"}
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    for block in snippets(page):
        if block.verb in ("file", "not run"):
            continue
        before = block.line - 1
        if block.language == "python":
            code = compile("\n" * before + block.text, str(page), "exec", dont_inherit=True)
            exec(code, names)  # the page's own code
        elif block.language == "pycon":
            test = doctest.DocTestParser().get_doctest(block.text, names, page.name, str(page), before)
            runner.run(test, clear_globs=False)
            names.update(test.globs)
    return runner.summarize(verbose=False).failed


if __name__ == "__main__":
    sys.exit(min(run(Path(sys.argv[1])), 1))
