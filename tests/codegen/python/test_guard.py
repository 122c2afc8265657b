"""The last look: what a template cannot have produced does not leave the generator."""

from __future__ import annotations

from contextlib import suppress

import pytest
from factbook_codegen.targets.python import _guard
from factbook_codegen.targets.python._guard import Forbidden, check, look_at_all, look_at_lines
from hypothesis import example, given
from hypothesis import strategies as st

HARMLESS = '''\
# Made by factbook.
"""Events: "quoted" \\\\ and \\"\\"\\" more."""

from __future__ import annotations

from typing import Annotated

from factbook.constraints import (
    between,
    constrained,
)
from factbook.messages import define

from .types import Sku


@constrained
@define(frozen=True, slots=True)
class Counted:
    """Counted: import os; os.system("x").

    Attributes:
        sku: What.
    """

    sku: Sku
    left: Annotated[
        int,
        between(-1, 999),
    ]
    note: str | None = None
'''
KNOWN = frozenset(["between", "constrained", "define"])
TEMPLATE = "messages.py.jinja"

CODE = {
    "a statement": "import os\n",
    "another module": "from os import system\n",
    "a module of factbook's in disguise": "from factbook.x.os.y import z\nz()\n",
    "a call": "print()\n",
    "a call in a class": "class A:\n    x: int = open('x')\n",
    "a call of what a call answers": "X = X()()\n",
    "an attribute": "X = X.__class__\n",
    "an attribute of an attribute": "X = X.Y.Z\n",
    "a method": "class A:\n    def f(self): pass\n",
    "a function": "def f():\n    pass\n",
    "a lambda that calls": "X = lambda: __import__('os')\n",
    "a builtin": "X = eval\n",
    "a comprehension": "X = [x for x in X]\n",
    "an f-string": "X = f'{X}'\n",
    "an f-string in double quotes": 'X = f"{X}"\n',
    "a walrus": "X = (y := X)\n",
    "a loop": "while X:\n    X\n",
    "a bare name": "X\n",
    "code behind a comment": "# x\rprint()\n",
    "code behind a text": '"""x""" ; print()\n',
    "code behind a broken text": '"""x\\""" ; print()\n',
    "code between three single quotes": "X = '''\n'''; print(); '''\n'''\n",
    "code in a decorator": "@print\nclass A:\n    pass\n",
    "code in an annotation": "class A:\n    x: print()\n",
    "code in brackets": "X = (\n    print(),\n)\n",
    "code in a subscript": "X = X[print()]\n",
    "a line continued": "X = \\\n    print()\n",
}


def test_what_is_harmless_passes() -> None:
    """Texts may say what they like."""
    check(HARMLESS, TEMPLATE, "events.py", KNOWN)

    assert look_at_lines(HARMLESS, TEMPLATE, KNOWN)
    look_at_all(HARMLESS, TEMPLATE, KNOWN)


@pytest.mark.parametrize("title", CODE)
def test_code_does_not_pass(title: str) -> None:
    """Wherever it stands: before, behind, or alone."""
    for text in (CODE[title], HARMLESS + CODE[title], CODE[title] + HARMLESS):
        with pytest.raises(Forbidden, match=r"events\.py would hold what no catalogue may put there"):
            check(text, TEMPLATE, "events.py", KNOWN)


def test_a_name_has_to_be_imported() -> None:
    """A name in small letters that nobody brought along may be anything."""
    with pytest.raises(Forbidden, match="the name between"):
        check(HARMLESS, TEMPLATE, "events.py", KNOWN - {"between"})


def test_what_was_seen_in_another_file_does_not_count() -> None:
    """A line that is right where its names are imported is wrong where they are not."""
    check(HARMLESS, TEMPLATE, "events.py", KNOWN | {"spare"})

    with pytest.raises(Forbidden):
        check(HARMLESS, TEMPLATE, "commands.py", frozenset())


def test_a_template_of_the_project_may_do_what_it_likes() -> None:
    """As long as it is Python."""
    check("import os\n", None, "events.py")

    with pytest.raises(Forbidden, match="invalid syntax"):
        check("import import\n", None, "events.py")


pieces = st.sampled_from(
    [*"Xx()[]{}\n \"'\\#=:,fr@.0-|;*", "print", "\n    ", '"""', "'''", "class A:", "import ", "lambda: "]
)


@given(st.lists(pieces, max_size=30).map("".join))
@example("xX=xX")
@example("X, xX=xX")
@example("X[(0)], xX=xX")
@example("X, xX=xX, (X)")
@example("r#")
def test_the_short_look_lets_nothing_pass_that_the_long_one_stops(text: str) -> None:
    """What is harmless line by line, and is Python at all, is harmless as a whole."""
    try:
        passed = look_at_lines(text, TEMPLATE, KNOWN)
    except Forbidden:
        return
    if passed:
        with suppress(SyntaxError):  # lines that are right and stand in the wrong order: nothing that would run
            look_at_all(text, TEMPLATE, KNOWN)


def test_every_template_has_its_kinds() -> None:
    """A new template of Python says what it can produce."""
    from factbook_codegen.targets.python._render import TEMPLATES

    assert {file.name for file in TEMPLATES.glob("*.py.jinja")} == _guard.KINDS.keys()
