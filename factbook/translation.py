"""Between the classes of a system and what a store keeps: naming, encoding, decoding, folding.

Decoding is what replay spends its time on, so each kind of event is looked up once, and its reader kept: by type, and
then by version, because no key has to be made for that. The fields of an event are taken by index, as from a tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from attrs import field, frozen

from ._unreadable import problem_of
from .codec import Codec, encode
from .errors import Problem, Undecodable
from .recording import Metadata, NewEvent, Recorded, event_id
from .system import System

__all__ = ["Translation"]

S = TypeVar("S")
Reader = Callable[[bytes], Any]


@frozen
class Translation:
    """Reads and writes the messages of a system."""

    system: System
    _readers: dict[str, dict[int, Reader]] = field(
        init=False, factory=dict[str, dict[int, Reader]], eq=False, repr=False
    )
    _codecs: dict[type[Any], Codec] = field(init=False, factory=dict[type[Any], Codec], eq=False, repr=False)

    # Out -------------------------------------------------------------------------------------------------------------

    def codec(self, kind: type[Any]) -> Codec:
        """The codec of the context that a class belongs to."""
        if (codec := self._codecs.get(kind)) is None:
            context = kind.__module__.removeprefix(f"{self.system.package}.").partition(".")[0]
            codec = self._codecs[kind] = self.system.codec(context)
        return codec

    def name_of(self, kind: type[Any]) -> str:
        """What messages of a class are called in a store: ``ordering.OrderPlaced``."""
        return f"{self.codec(kind).context}.{kind.__name__}"

    def plain(self, message: object) -> Any:
        """A message as plain JSON values."""
        return msgspec.json.decode(encode(message))

    def new_event(self, event: object, id: UUID, about: Metadata, metadata: bytes | None = None) -> NewEvent:  # noqa: A002  # an id is called id
        """An event to append. ``metadata`` is ``about``, encoded, if somebody has done that."""
        codec = self.codec(event.__class__)
        return NewEvent(
            id,
            codec.name_of(event),
            codec.version_of(event),
            encode(event),
            codec.tags_of(event) + about.tags(),
            msgspec.json.encode(about) if metadata is None else metadata,
        )

    def new_events(self, events: Sequence[object], command_id: UUID, about: Metadata) -> Iterator[NewEvent]:
        """The events of one decision; a command that ``about`` keeps is kept with the first."""
        later = msgspec.json.encode(msgspec.structs.replace(about, sent=None) if about.sent else about)
        for number, event in enumerate(events):
            metadata = None if about.sent and number == 0 else later
            yield self.new_event(event, event_id(command_id, number), about, metadata)

    # In --------------------------------------------------------------------------------------------------------------

    def decode(self, event: Recorded) -> Any:
        """An instance of the event's class; raises ``Undecodable``, with the position."""
        try:
            read = self._readers[event[1]][event[2]]
        except KeyError:  # of a kind that was not met before
            read = None
        try:
            return (read or self._reader(event))(event[3])
        except Exception as error:
            raise _located(event, error) from error

    def fold(self, evolve: Callable[[S, Any], S], state: S, events: Iterable[Recorded]) -> S:
        """The state after these events; raises ``Undecodable``, with the position of the event."""
        readers = self._readers
        for event in events:
            try:
                read = readers[event[1]][event[2]]
            except KeyError:
                read = None
            try:
                message = (read or self._reader(event))(event[3])
            except Exception as error:
                raise _located(event, error) from error
            state = evolve(state, message)
            del message  # so that the next one takes its place in memory, which the processor has at hand
        return state

    def _reader(self, event: Recorded) -> Reader:
        context = event.type.partition(".")[0]
        if not context.isidentifier():
            raise Undecodable(event.type, [Problem("$", "this is no name of an event: CONTEXT.Event")])
        try:
            codec = self.system.codec(context)
        except ModuleNotFoundError as error:
            if not f"{self.system.package}.{context}.codec".startswith(error.name or ""):
                raise  # the context is there, and something that it needs is not
            raise Undecodable(event.type, [Problem("$", f'there is no context "{context}"')]) from None
        read = codec.reader(event.type, event.version)
        self._readers.setdefault(event.type, {})[event.version] = read
        return read


def _located(event: Recorded, error: Exception) -> Undecodable:
    problems = error.problems if isinstance(error, Undecodable) else [problem_of(error)]
    return Undecodable(f"{event.type}, version {event.version}, at position {event.position}", problems)
