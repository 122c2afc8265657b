"""Stores that are wrong, each in one way in which stores have been wrong: the contract has to notice every one."""

from __future__ import annotations

from collections.abc import Sequence
from time import sleep
from typing import Any
from uuid import UUID

from factbook.errors import EventIdTaken
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded
from factbook.stores.memory import MemoryStore


class Wrong(MemoryStore):
    """The reference; its heirs break one thing each."""


# Reading -------------------------------------------------------------------------------------------------------------


class AnyTagWillDo(Wrong):
    """Events are found that carry any of the tags instead of all."""

    def _meant(self, query: Query, first: int, last: int) -> Sequence[int]:
        items = [QueryItem(item.types, (tag,) if tag else ()) for item in query.items for tag in (item.tags or ("",))]
        return super()._meant(Query(tuple(items), query.everything), first, last)


class TypesAreForgotten(Wrong):
    """Where an item has tags, its types are not looked at."""

    def _meant(self, query: Query, first: int, last: int) -> Sequence[int]:
        items = [QueryItem(() if item.tags else item.types, item.tags) for item in query.items]
        return super()._meant(Query(tuple(items), query.everything), first, last)


class OnlyTheFirstItem(Wrong):
    """Of several items only the first one is asked for."""

    def _meant(self, query: Query, first: int, last: int) -> Sequence[int]:
        return super()._meant(Query(query.items[:1], query.everything), first, last)


class LimitBeforeFilter(Wrong):
    """The limit counts events that the query does not mean."""

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        page = super().read(ALL, after, until, limit, backwards)
        return Page([one for one in page.events if query.matches(one.type, one.tags)], page.head)


class AfterIsInclusive(Wrong):
    """The event at the position itself is read once more."""

    def read(self, query: Query, after: int = 0, *rest: Any, **more: Any) -> Page:
        return super().read(query, after - 1, *rest, **more)


class HeadOfTheQuery(Wrong):
    """The head is the last event of the query, not of the store."""

    def read(self, query: Query, *rest: Any, **more: Any) -> Page:
        page = super().read(query, *rest, **more)
        return Page(page.events, max((one.position for one in page.events), default=0))


class HeadAfterTheRead(Wrong):
    """The head is taken a moment after the events."""

    def read(self, query: Query, *rest: Any, **more: Any) -> Page:
        page = super().read(query, *rest, **more)
        sleep(0)
        return Page(page.events, super().read(ALL, limit=0).head)


class HeadOfAnotherSnapshot(Wrong):
    """The head is older than what was appended and answered."""

    def read(self, query: Query, *rest: Any, **more: Any) -> Page:
        page = super().read(query, *rest, **more)
        return Page(page.events, max(page.head - 1, 0))


class TextsAreFolded(Wrong):
    """Capitals and blanks do not count, as in many collations."""

    def read(self, query: Query, *rest: Any, **more: Any) -> Page:
        folded = {tag.casefold().strip() for item in query.items for tag in item.tags}
        page = super().read(ALL, *rest, **more)
        plain = {one.position for one in super().read(query, *rest, **more).events}
        found = [
            one for one in page.events if one.position in plain or folded & {tag.casefold().strip() for tag in one.tags}
        ]
        return Page(found, page.head)


class DataIsNormalised(Wrong):
    """Data passes through a JSON type, which spells it differently."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        return super().append([one._replace(data=one.data.replace(b" ", b"")) for one in events], condition)


class TagsAreSorted(Wrong):
    """Tags come back in another order."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        return super().append([one._replace(tags=tuple(sorted(set(one.tags)))) for one in events], condition)


# Appending -----------------------------------------------------------------------------------------------------------


class ConditionIsLate(Wrong):
    """The event right after the position is overlooked."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        late = condition and AppendCondition(condition.query, condition.after + 1)
        return super().append(events, late)


class ConditionIsEarly(Wrong):
    """The event at the position itself counts as new."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        early = condition and AppendCondition(condition.query, condition.after - 1)
        return super().append(events, early)


class ConditionIsIgnored(Wrong):
    """Whatever is appended is recorded."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        return super().append(events)


class ConditionIsCoarse(Wrong):
    """Any new event is in the way, whether the query means it or not."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        return super().append(events, condition and AppendCondition(ALL, condition.after))


class LastOffender(Wrong):
    """A conflict names the last event in the way instead of the first."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        answer = super().append(events, condition)
        if isinstance(answer, Conflict) and condition:
            return Conflict(self.read(condition.query, backwards=True, limit=1).events[0].position)
        return answer


class CheckedBeforeTheLock(Wrong):
    """The condition is checked first, and then recorded, without anything around the two."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        known = self.find([event.id for event in events])
        if condition and not known and (found := self.read(condition.query, condition.after, limit=1).events):
            return Conflict(found[0].position)
        sleep(0)
        return super().append(events)


class OneByOne(Wrong):
    """A batch is recorded event by event, for everybody to see."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        if (
            len(events) < 2
            or self.find([event.id for event in events])
            or len({one.id for one in events}) < len(events)
        ):
            return super().append(events, condition)
        answer = super().append(events[:1], condition)
        for event in events[1:] if isinstance(answer, Appended) else ():
            sleep(0)
            answer = super().append([event])
        return answer


class BatchInReverse(Wrong):
    """The events of a batch change places."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        return super().append(events[::-1], condition)


class PositionOfTheFirst(Wrong):
    """The answer is the position of the first event of a batch."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        answer = super().append(events, condition)
        return Appended(answer.position - len(events) + 1) if isinstance(answer, Appended) else answer


class NumbersBeforeCommits(Wrong):
    """Positions are handed out first, and events become visible later, in any order: a sequence in a database."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[int] = set()

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        with self._grown:
            answer = super().append(events, condition)
            if not isinstance(answer, Appended):
                return answer
            own = set(range(answer.position - len(events) + 1, answer.position + 1))
            self.hidden |= own
        sleep(0)
        self.hidden -= own
        return answer

    def read(self, query: Query, *rest: Any, **more: Any) -> Page:
        hidden = set(self.hidden)
        page = super().read(query, *rest, **more)
        return Page([one for one in page.events if one.position not in hidden], page.head)


# Ids -----------------------------------------------------------------------------------------------------------------


class IdsAreIgnored(Wrong):
    """The same event is recorded again and again."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        with self._grown:
            self._places.clear()
        return super().append(events, condition)


class ConditionBeforeIds(Wrong):
    """Who asks again is told that his own events are in his way."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        with self._grown:
            if condition and (found := self.read(condition.query, condition.after, limit=1).events):
                return Conflict(found[0].position)
            return super().append(events, condition)


class AgainIsNotSaid(Wrong):
    """Who appends what is there already cannot tell that nothing was recorded."""

    def _again(self, events: Sequence[NewEvent], known: list[int]) -> Appended:
        return Appended(super()._again(events, known).position)


class IdsAreEnough(Wrong):
    """An id that is there is answered whatever comes under it."""

    def _again(self, events: Sequence[NewEvent], known: list[int]) -> Appended:
        if not known:
            return super()._again(events, known)
        return Appended(known[-1] + 1)


class IdsOfPartsAreEnough(Wrong):
    """A batch of which something is there is answered as if all of it were."""

    def _again(self, events: Sequence[NewEvent], known: list[int]) -> Appended:
        there = [event for event in events if event.id.bytes in self._places]
        return super()._again(there or events, known)


class IdsAreCheckedBeforeTheLock(Wrong):
    """Two who send the same at the same instant are both recorded."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        known = self.find([event.id for event in events])
        sleep(0)
        if known:
            return super().append(events, condition)
        with self._grown:
            for event in events:
                self._places.pop(event.id.bytes, None)
            return super().append(events, condition)


class TheSecondOfARaceIsTaken(Wrong):
    """Whoever loses a race for an id is told that it is taken, also with the same event."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        known = self.find([event.id for event in events])
        sleep(0)
        with self._grown:
            if not known and self.find([event.id for event in events]):
                raise EventIdTaken("somebody was faster")
            return super().append(events, condition)


class FoundInTheOrderAskedFor(Wrong):
    """Events come in the order of the ids, and more than once."""

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        return [event for one in ids for event in super(FoundInTheOrderAskedFor, self).find([one])]


# Waiting and closing -------------------------------------------------------------------------------------------------


class NobodyIsWoken(Wrong):
    """Waiting ends when the time has passed, whatever comes meanwhile."""

    def wait(self, after: int, timeout: float) -> int:
        if (head := super().wait(after, 0)) <= after:
            sleep(
                min(timeout, 2.0)
            )  # stands for the whole time, so that the tests that fail of it need not wait for it
        return head


class ClosedAndStillThere(Wrong):
    """A closed store goes on answering."""

    def close(self) -> None:
        """Nothing is let go of."""


class ClosedTwice(Wrong):
    """Closing again is an error."""

    def close(self) -> None:
        with self._grown:
            self._open()
        super().close()


class NothingIsAppended(Wrong):
    """An empty batch is fine."""

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        return super().append(events, condition) if events else Appended(self.wait(0, 0))


# Lasting -------------------------------------------------------------------------------------------------------------


class EachOpeningByItself(Wrong):
    """What was written is not there when the place is opened again."""


STORES = {kind.__name__: kind for kind in Wrong.__subclasses__()}
