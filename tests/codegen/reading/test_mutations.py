"""A catalogue that somebody broke anywhere, anyhow: reading it answers with problems, and never raises."""

from __future__ import annotations

import json
from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from factbook_codegen import reports
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Diagnostic, Severity
from factbook_codegen.model import Catalogue
from factbook_codegen.reading import Sheet, read_system
from factbook_codegen.reading.source import KINDS
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.reading.rich import RICH
from tests.codegen.reading.support import codes, read_texts, tree
from tests.examples import examples

DOCUMENTS = {name: tree(text).json() for name, text in RICH.items()}
WORDS = sorted({str(node.value) for text in RICH.values() for node in tree(text).walk() if isinstance(node.value, str)})
STRANGE: list[Any] = [
    *[None, True, False, 0, -1, 1.5, 10**30, "", " ", "~", "null", "all", "any", "computed", "new", "now", "on", "no"],
    *["x", "X", "Unknown", "unknown", "a.B", "ordering.Unknown", "list[Line]", "list[Unknown]?", "map[text, Line]"],
    *["text??", "lines.sku", "lines.sku.x", "FB304", "2026-01-31", "48h", "(", "[a-", "o1", "é", "a" * 300, "-x"],
    *[
        [],
        {},
        [[]],
        [{}],
        {"": {}},
        {"Unknown": {}},
        {"type": "text"},
        {"by": "f"},
        ["OrderPlaced"],
        {"OrderPlaced": []},
    ],
]


def test_nothing_is_wrong_at_first() -> None:
    """What the mutations start from has no problems but the notes that it wants to have."""
    assert ["FB513"] * 2 == codes(read_texts(**RICH)[1])


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything inside a document."""
    found = [path] if path else []
    for key, part in _inside(value):
        found += _places(part, (*path, key))
    return found


def _is(value: object, kind: type) -> bool:
    """``isinstance``, without what type checkers conclude from it: documents are anything."""
    return isinstance(value, kind)


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    if _is(value, dict):
        return list(value.items())
    return [(index, value[index]) for index in range(len(value))] if _is(value, list) else []


def mutate(document: Any, random: Random) -> None:
    """Change a document in one place."""
    *way, last = random.choice(_places(document))
    holder: Any = document
    for step in way:
        holder = holder[step]
    value = random.choice([random.choice(STRANGE), random.choice(WORDS)])
    named = _is(holder, dict)
    match random.randrange(6):
        case 0:
            del holder[last]
        case 1 | 2:
            holder[last] = value
        case 3 if named:
            entry = holder[last]
            del holder[last]
            holder[str(value)[:310]] = entry
        case 4 if named:
            holder[random.choice(WORDS)] = json.loads(json.dumps(holder[last]))
        case 3 | 4:
            holder.append(holder[last])
        case _:
            other = document
            *steps, end = random.choice(_places(document))
            for step in steps:
                other = other[step]
            holder[last] = json.loads(json.dumps(other[end]))


def _check(sheets: tuple[Sheet, ...]) -> list[Diagnostic]:
    """Read twice, in both orders of the files; the answers are the same, complete and can be shown."""
    system, found = read_system("shop", sheets)
    again, found_again = read_system("shop", sheets)

    assert found == found_again
    assert system == again
    lines = {sheet.file: len(sheet.data.decode().splitlines()) + 1 for sheet in sheets}
    for one in found:
        assert one.code in CODES
        assert one.severity is CODES[one.code].severity
        assert one.message
        assert 1 <= one.place.line <= lines[one.place.file]
        assert one.place.column >= 1
        assert one.length >= 1
    reports.text(found)
    reports.sarif(found, "0")
    reports.as_json(found, reports.count(Catalogue({"shop": system})))
    return found


@settings(max_examples=examples(60))
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_broken_documents(random: Random, times: int) -> None:
    """Entries removed, renamed, doubled, moved or replaced, anywhere in a system."""
    documents = json.loads(json.dumps(DOCUMENTS))
    for _ in range(times):
        document = documents[random.choice(sorted(documents))]
        if document:
            mutate(document, random)

    _check(
        tuple(
            Sheet("shop", name, f"catalogue/shop/{name}.yaml", json.dumps(document, indent=1).encode())
            for name, document in documents.items()
        )
    )


@settings(max_examples=examples(50))
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_broken_lines(random: Random, times: int) -> None:
    """Lines removed, doubled, indented, cut or swapped, as a merge or a slip of the hand leaves them."""
    lines = {name: text.splitlines() for name, text in RICH.items()}
    for _ in range(times):
        file = lines[random.choice(sorted(lines))]
        at, other = random.randrange(len(file)), random.randrange(len(file))
        match random.randrange(6):
            case 0:
                file[at] = ""
            case 1:
                file.insert(other, file[at])
            case 2:
                file[at] = " " * random.randrange(8) + file[at].lstrip()
            case 3:
                file[at] = file[at][: random.randrange(len(file[at]) + 1)]
            case 4:
                file[at], file[other] = file[other], file[at]
            case _:
                middle = random.randrange(len(file[at]) + 1)
                file[at] = file[at][:middle] + random.choice("[]{}:,-#'\"!&*%@ \t?|>é") + file[at][middle:]

    _check(
        tuple(
            Sheet("shop", name, f"catalogue/shop/{name}.yaml", "\n".join(text).encode()) for name, text in lines.items()
        )
    )


@settings(max_examples=examples(20))
@given(st.randoms(use_true_random=False))
def test_order_does_not_matter(random: Random) -> None:
    """The order of files, sections and entries changes neither what is found nor what things mean."""
    before, problems = read_texts(**RICH)
    shuffled: dict[str, str] = {}
    for name in random.sample(sorted(RICH), len(RICH)):
        document: dict[str, Any] = json.loads(json.dumps(DOCUMENTS[name]))
        for section in ("types", "events", "commands", "deciders", "policies", "effects", "views", "queries"):
            if section in document:
                document[section] = _shuffled(document[section], random)
        shuffled[name] = json.dumps(_shuffled(document, random), indent=1)
    after, found = read_texts(**shuffled)

    assert sorted(codes(problems)) == sorted(codes(found))
    for name, context in before.contexts.items():
        other = after.contexts[name]
        assert {one.data.get("order_id") for story in context.stories for one in _payloads(story)} == {
            one.data.get("order_id") for story in other.stories for one in _payloads(story)
        }
        for section in ("types", "events", "commands", "views", "deciders"):
            for entry, meant in getattr(context, section).items():
                assert _without_places(meant) == _without_places(getattr(other, section)[entry])
        assert [_without_places(one) for one in context.scenarios] == [_without_places(one) for one in other.scenarios]


def _payloads(story: Any) -> list[Any]:
    return [step.command for step in story.steps if hasattr(step, "command")]


def _shuffled(mapping: dict[str, Any], random: Random) -> dict[str, Any]:
    return {key: mapping[key] for key in random.sample(sorted(mapping), len(mapping))}


def _type_of(value: object) -> Any:
    return type(value)


def _without_places(value: Any) -> Any:
    """A part of the model as plain data, without where it stands."""
    import attrs
    from factbook_codegen.model import Place

    kind = _type_of(value)
    if kind is Place:
        return None
    if attrs.has(kind):
        return {field.name: _without_places(getattr(value, field.name)) for field in attrs.fields(kind)}
    if kind is dict:
        return {key: _without_places(part) for key, part in value.items()}
    return [_without_places(part) for part in value] if issubclass(kind, tuple | list) else value


ENTRIES = [
    (context, section, entry)
    for context in ("ordering", "billing", "customers")
    for section, entries in DOCUMENTS[context].items()
    if section in (*KINDS, "scenarios", "roles")
    for entry in entries
]


@pytest.mark.parametrize(("context", "section", "entry"), ENTRIES)
def test_one_mistake_hides_no_other(context: str, section: str, entry: str) -> None:
    """An entry of the wrong shape is reported with the unknown name that stands elsewhere, and with nothing else."""
    documents = json.loads(json.dumps(DOCUMENTS))
    documents[context][section][entry] = {"nonsense": 1}
    documents["system"]["types"]["Price"] = {"record": {"sum": "Mony"}}
    _, found = read_texts(**{name: json.dumps(document) for name, document in documents.items()})
    shape = {"FB101", "FB102", "FB103"} if section == "scenarios" else {"FB101", "FB102"}

    assert {"FB201"} < set(codes(found, Severity.ERROR)) <= {"FB201"} | shape
    assert all(one.place.file.endswith(f"{context}.yaml") for one in found if one.code in shape)


@pytest.mark.parametrize("name", sorted(RICH))
def test_a_file_that_is_no_yaml(name: str) -> None:
    """While a file cannot be read at all, nothing is said of what it may declare."""
    _, found = read_texts(**RICH | {name: "context: [broken"})

    assert ["FB009"] == codes(found, Severity.WARNING)
