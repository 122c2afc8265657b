"""Texts and data that mean something to a database, and nothing to a store."""

from __future__ import annotations

import json
from typing import Final

import pytest

from factbook.errors import FactbookError
from factbook.queries import Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict
from factbook.stores import Store

from ._contract import Contract
from ._events import by_tag, by_type, kept, log_of, new, written

__all__ = ["Hostile"]

TEXTS: Final = (
    "",
    " ",
    "a",
    "A",
    "a ",
    " a",
    "a\x00",
    "a\x00b",
    "a\n",
    "a\r\n\tb",
    "'",
    "''",
    '"',
    "\\",
    "\\'",
    "'); DROP TABLE events; --",
    "%",
    "_",
    "a%",
    "*",
    "a*",
    "a.b",
    "a.>",
    "a:1",
    "a:10",
    "{a}",
    "{a,b}",
    "[",
    '["a"]',
    '","',
    "a,b",
    "null",
    "NULL",
    "$1",
    "%s",
    ":a",
    "?",
    "a AND b",
    'a" OR "b',
    "-a",
    "é",
    "e\u0301",
    "ß",
    "ẞ",
    "ı",
    "I",
    "\ufeffa",
    "\u202ea",
    "\u2028",
    "\uffff",
    "😀",
    "😁",
    "a" * 10_000,
    "a" * 9_999 + "b",
    "😀" * 3_000,
)
"""Each of them is a type and a tag of its own, however much two of them look the same."""


class Hostile(Contract):
    """A type or tag is any text; data is any JSON."""

    def texts(self) -> tuple[str, ...]:
        """Those that this store takes."""
        return tuple(text for text in TEXTS if not set(text) & set(self.unfit))

    def test_a_tag_is_only_itself(self, store: Store) -> None:
        """It comes back as it was, and finds what carries it and nothing else."""
        texts = self.texts()
        store.append([new("Counted", text) for text in texts])

        assert [(text,) for text in texts] == [event.tags for event in log_of(store)]
        assert {text: [(text,)] for text in texts} == {
            text: [event.tags for event in store.read(by_tag(text)).events] for text in texts
        }

    def test_a_type_is_only_itself(self, store: Store) -> None:
        """It comes back as it was, and finds what is of it and nothing else."""
        texts = self.texts()
        store.append([new(text) for text in texts])

        assert list(texts) == [event.type for event in log_of(store)]
        assert {text: [text] for text in texts} == {
            text: [event.type for event in store.read(by_type(text)).events] for text in texts
        }

    def test_conditions_take_texts_as_they_are(self, store: Store) -> None:
        """A condition on a text is void by what carries it and by nothing else."""
        texts = self.texts()
        log: dict[str, int] = {}
        for text in texts:
            store.append([new(text, text)])
            log[text] = log_of(store)[-1].position
        for text in texts:
            query = Query((QueryItem((text,), (text,)),))

            assert Conflict(log[text]) == store.append([new("Other")], AppendCondition(query, log[text] - 1)), text
            assert isinstance(store.append([new("Other")], AppendCondition(query, log[text])), Appended), text

    def test_an_event_may_carry_many_tags(self, store: Store) -> None:
        """All hostile texts at once, and then some; and one of them twice."""
        tags = (*self.texts(), *(f"tag:{number}" for number in range(500)))
        events = [new("Counted", *tags), new("Counted", "twice", "once", "twice"), new("Counted")]
        store.append(events)

        assert written(events) == kept(log_of(store))
        assert written(events[:1]) == kept(store.read(by_tag(*tags)).events)
        assert written(events[1:2]) == kept(store.read(by_tag("twice")).events)

    def test_unfit_characters_are_refused(self, store: Store) -> None:
        """What a store cannot keep it refuses with a ``ValueError``, and records nothing; others go on."""
        for character in self.unfit:
            for event in (new("Counted", f"a{character}b"), new(f"a{character}b")):
                with pytest.raises(ValueError, match=r".+"):
                    store.append([new("Before"), event])
        store.append([new("After")])

        assert ["After"] == [event.type for event in log_of(store)]

    def test_half_a_character_is_refused(self, store: Store) -> None:
        """A lone surrogate is no text in any encoding: an error, nothing recorded, and the store goes on."""
        for event in (new("Counted", "a\ud800"), new("a\udfff")):
            with pytest.raises((ValueError, FactbookError)):
                store.append([new("Before"), event, new("Behind")])
        store.append([new("After")])

        assert ["After"] == [event.type for event in log_of(store)]

    def test_data_is_kept_to_the_byte(self, store: Store) -> None:
        """Nothing is normalised, escaped, cut or taken for something else."""
        data = [
            b"{}",
            b" { } ",
            b'{"a":1,"a":2}',
            b'{"b":1,"a":1.0e2,"c":-0.0,"d":123456789012345678901234567890}',
            b'{"":""}',
            b'{"a":"\\u0000\\ud83d\\ude00\\/"}',
            '{"a":"😀é\u2028"}'.encode(),
            b'{"a":"\'; DROP TABLE events; --"}',
            json.dumps({"deep": json.loads("[" * 500 + "]" * 500)}).encode(),
        ]
        store.append([new(data=one, metadata=one) for one in data])
        log = log_of(store)

        assert data == [event.data for event in log]
        assert [json.loads(one) for one in data] == [json.loads(event.raw_metadata) for event in log]

    def test_data_may_be_large(self, store: Store) -> None:
        """As large as the adapter's author says, several in a batch, and found again by id."""
        room = self.largest - len(b'{"a":""}')
        events = [new(data=b'{"a":"' + letter * room + b'"}') for letter in (b"x", b"y", b"z")]
        store.append(events)

        assert written(events) == kept(log_of(store))
        assert written(events[1:2]) == kept(store.find([events[1].id]))
