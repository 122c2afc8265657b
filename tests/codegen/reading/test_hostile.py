"""Files that were made to do harm: reading them ends soon, with a diagnostic, and without taking the process down."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Final

import pytest
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Severity
from factbook_codegen.reading.scan import MAX_BYTES

from tests.codegen.hostile import DESCRIPTIONS, everywhere
from tests.codegen.reading.support import SMALL, codes, problems_of, read_one, read_texts, scanned

BOMB: Final = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)

DEADLY: Final = {
    "100,000 brackets": ("'context: a\\nowner: ' + '[' * 100_000", "FB005"),
    "100,000 braces": ("'context: a\\nowner: ' + '{' * 100_000", "FB005"),
    "100,000 nested keys in braces": ("'{a: ' * 100_000", "FB005"),
    "brackets after quotes": ("'a: ' + '[\"]\", ' * 100_000", "FB005"),
    "a million dashes": ("'- ' * 1_000_000", "FB005"),
    "dashes and question marks": ("'- ? ' * 500_000", "FB005"),
    "a key in a key in a key": ("'? ' * 500_000", "FB005"),
    "keys on one line": ("'a: ' * 1_000_000", "FB009"),
    "3,000 levels of indentation": ("'\\n'.join(' ' * n + 'a:' for n in range(3000))", "FB005"),
    "3,000 levels of lists": ("'\\n'.join(' ' * n + '-' for n in range(3000))", "FB005"),
    "brackets and an anchor": ("'[' * 100_000 + '&a'", "FB005"),
    "8 MB of items": ("'- a\\n' * 1_999_999", "FB005"),
    "8 MB of tag directives": ("''.join(f'%TAG !a{n}! b\\n' for n in range(450_000))", "FB007"),
    "8 MB of anchors": ("'- &a b\\n' * 1_100_000", "FB006"),
    "8 MB of aliases": ("'a: &a b\\n' + '- *a\\n' * 1_500_000", "FB006"),
    "8 MB of tags": ("'- !!a b\\n' * 850_000", "FB007"),
    "8 MB of nothing": ("' ' * 7_999_999", "FB013"),
    "8 MB of quotes": ("'a: ' + '\"' * 7_999_990", "FB009"),
    "8 MB of one quoted text": ("'a: \"' + 'x' * 7_999_990", "FB009"),
    "8 MB of comments": ("'#' * 7_999_999", "FB013"),
    "8 MB of zeros": ("'\\0' * 7_999_999", "FB003"),
}
"""A Python expression for each text, and the code of what is wrong with it."""

_RUN: Final = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
from factbook_codegen.reading import Sheet, read_system
texts = {texts!r}
for name, text in texts.items():
    data = eval(text).encode()
    _, found = read_system("shop", (Sheet("shop", "a", "a.yaml", data),))
    print(name, "|", " ".join(sorted({{one.code for one in found}})), flush=True)
"""


def test_deadly_files() -> None:
    """No file crashes the process, fills the memory or takes long; each is told what is wrong with it.

    All in one process of its own: what has not answered when that ends is what killed it.
    """
    texts = {name: text for name, (text, _) in DEADLY.items()}
    start = os.times().children_user
    done = subprocess.run([sys.executable, "-c", _RUN.format(texts=texts)], capture_output=True, text=True, timeout=500)
    answers = dict(line.split(" | ") for line in done.stdout.splitlines())

    assert {name: code for name, (_, code) in DEADLY.items()} == answers, done.stderr
    assert done.returncode == 0
    assert os.times().children_user - start < 60


def test_fifty_megabytes() -> None:
    """A file that is far too large is refused before anything looks into it."""
    data = b"context: ordering\n" + b"x" * 50_000_000
    start = time.process_time()
    root, found = scanned(data)

    assert root is None
    assert ["FB001"] == [one.code for one in found]
    assert "50,000,018 bytes" in found[0].message
    assert time.process_time() - start < 0.1


def test_largest_file() -> None:
    """A file just as large as files may be is read."""
    text = SMALL + "#" * (MAX_BYTES - len(SMALL))

    assert codes(problems_of(text), Severity.WARNING) == []


def test_alias_bomb() -> None:
    """Ten lines that would become a billion leaves are refused at the first alias."""
    root, found = scanned(BOMB.encode())

    assert root is None
    assert {"FB006"} == {one.code for one in found}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "latin-1", "cp1252"])
def test_other_encodings(encoding: str) -> None:
    """A file in another encoding than UTF-8 is refused, whichever it is."""
    root, found = scanned("context: ordering\ntitle: Größe".encode(encoding))

    assert root is None
    assert found[0].code in ("FB002", "FB003")


@pytest.mark.parametrize("summary", DESCRIPTIONS)
def test_descriptions_are_text(summary: str) -> None:
    """Whatever a description says, it reads as itself, in every place where one may stand."""
    context, found = read_one(everywhere(summary))

    assert {"FB402", "FB903"} == set(codes(found, Severity.WARNING))
    assert context.title == context.summary == context.owner == summary
    assert context.events["OrderPlaced"].summary == summary
    assert context.events["OrderPlaced"].fields["order_id"].summary == summary
    assert context.commands["PlaceOrder"].fields["note"].default == summary
    assert context.rejections["Refused"].summary == summary
    assert context.scenarios[0].title == context.stories[0].title == summary
    assert context.scenarios[0].when is not None
    assert context.scenarios[0].when.data["note"] == summary


@pytest.mark.parametrize(
    "name",
    [
        "OrderPlaced\n",
        "Order Placed",
        "Größe",
        "OrderPla\u200bced",
        "ﬁeld",
        "__init__",
        "1Order",
        "a->b",
        "../x",
        "[x]",
        "",
    ],
)
@pytest.mark.parametrize(
    "place", ["events", "types", "commands", "views", "policies", "effects", "queries", "deciders"]
)
def test_names_are_ascii_words(name: str, place: str) -> None:
    """No sign that means something in code, paths or markup gets into a name."""
    import json

    found = problems_of(f"context: ordering\n{place}:\n  {json.dumps(name, ensure_ascii=False)}: {{}}\n")

    assert "FB105" in codes(found)


def test_long_names() -> None:
    """300 characters are too many for a name, wherever it stands, and are shown shortened."""
    name = "Order" * 60
    text = SMALL.replace("OrderPlaced", name).replace("order_id", name.lower()).replace("customer", name.lower())
    found = problems_of(text)

    assert {"FB107"} == set(codes(found, Severity.WARNING))
    assert all(len(one.message) < 300 for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "context: ordering\nevents: {E: {version: 2, changes: {2" + "0" * 5000 + ": {remove: {a: int}}}}}",
        "context: ordering\nqueries: {Q: {view: V, limit: 1" + "0" * 500 + "}}",
        "context: ordering\nqueries: {Q: {view: V, limit: 1e999}}",
        "context: ordering\ntypes: {T: {type: decimal, digits: 12.0}}",
        "context: ordering\ntypes: {T: {type: int, min: 1" + "0" * 90 + "}}",
    ],
)
def test_huge_numbers(text: str) -> None:
    """Numbers beyond what Python or JSON holds are reported or read, and never raise."""
    assert all(code in CODES for code in codes(problems_of(text)))


@pytest.mark.parametrize(
    "constraints",
    [
        "type: text, min: 1000000000000",
        "type: bytes, min: 1000000000000",
        "type: 'list[int]', min: 1000000000000",
        "type: text, pattern: '(?:(?:a{10000}){10000}){10000}'",
        "type: text, pattern: '(?:a{9999}){1,9999}', min: 90000000",
        "type: decimal, min: 1" + "0" * 60,
    ],
)
def test_values_too_large_to_make_up(constraints: str) -> None:
    """A scenario that would need a terabyte of text is told to bring it along."""
    found = problems_of(
        SMALL.replace("note: text?}, ", "").replace("note: text?}}", f"huge: {{{constraints}}}}}}}")
        + "scenarios: {PlaceOrder: {a: {when: PlaceOrder, then: [OrderPlaced]}}}\n"
    )

    assert set(codes(found, Severity.ERROR)) <= {"FB107", "FB211", "FB508"}


def test_records_that_would_explode() -> None:
    """Forty records of two fields each are 2^40 values: nobody makes them up."""
    records = "".join(f"  R{n}: {{record: {{a: R{n + 1}, b: R{n + 1}}}}}\n" for n in range(40))
    start = time.process_time()
    found = problems_of(
        SMALL.replace("types:\n", f"types:\n{records}  R40: {{type: int}}\n").replace("note: text?}}", "big: R0}}", 1)
        + "scenarios: {PlaceOrder: {a: {when: PlaceOrder, then: [OrderPlaced]}}}\n"
    )

    assert ["FB508"] == codes(found, Severity.WARNING)
    assert time.process_time() - start < 1


def test_many_mistakes_are_found_in_time() -> None:
    """A catalogue in which every name is misspelt is told so in seconds, with a near miss for each."""
    events = "".join(f"  OrderNumber{n}Placed: {{fields: {{total: Money{n}}}}}\n" for n in range(1000))
    types = "".join(f"  Mony{n}: {{type: decimal}}\n" for n in range(1000))
    start = time.process_time()
    found = problems_of(f"context: ordering\ntypes:\n{types}events:\n{events}")

    assert codes(found).count("FB201") == 1000
    assert all(one.help for one in found if one.code == "FB201")
    assert time.process_time() - start < 5


def test_a_broken_file_of_many_entries() -> None:
    """A thousand entries of the wrong shape are reported without asking for the reasons of the right ones."""
    events = "".join(f"  Order{n}Placed: {{fields: {{total: decimal}}}}\n" for n in range(3000))
    start = time.process_time()
    found = problems_of(f"context: ordering\nevents:\n{events}  OrderLost: {{feilds: {{}}}}\n")

    assert ["FB101"] == codes(found, Severity.ERROR)
    assert time.process_time() - start < 3


@pytest.mark.long
def test_five_thousand_contexts() -> None:
    """5,000 contexts that all speak of each other are read in seconds."""
    texts = {
        f"area_{n}": (
            f"context: area_{n}\nallow: {{FB513: Many., FB317: Many.}}\n"
            f"events: {{Done: {{public: true}}}}\n"
            "commands: {Do: {records: [Done]}}\n"
            f"policies: {{Go: {{when: area_{(n + 1) % 5000}.Done, issues: [Do]}}}}\n"
            f"stories: {{Story: [{{recorded: [area_{(n + 7) % 5000}.Done, Done]}}]}}\n"
        )
        for n in range(5000)
    }
    start = time.process_time()
    system, found = read_texts(**texts)

    assert len(system.contexts) == 5000
    assert ["FB402"] == codes(found)
    assert time.process_time() - start < 20
