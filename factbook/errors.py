"""What can go wrong at run time and is nobody's answer: faults. (A refusal and a conflict are values, not faults.)

FactbookError
├── CatalogueUnreadable    the generated catalogue.json is missing, broken, or of another format
├── CommandIdTaken         a command id was used before, for another command
├── Conflicted             others recorded first, again and again, until the tries were used up
├── ConstraintViolated     an instance was to be made with a value that the catalogue does not allow (a ValueError)
├── EffectFailed           what does an effect outside failed; it may be tried again
├── EventIdTaken           an event id is in the store already, with another type, other data or other tags
├── EventTooLarge          an event has more bytes than the store can keep; nothing was recorded
├── Miswired               a generated constructor was given too little, too much, or the wrong thing (a TypeError)
├── OutcomeUnknown         the answer to an append was lost; send the command again with the same id
├── StoreUnavailable       the store did not take the question; nothing was recorded
├── StoreUnfit             the store's place is not what it should be: not set up, too old, unsafe, somebody else's
├── Undeclared             a decider answered what its command does not declare
└── Undecodable            a text or JSON value is not what it should be; says all that is wrong (a ValueError)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = [
    "MISSING",
    "CatalogueUnreadable",
    "CommandIdTaken",
    "Conflicted",
    "ConstraintViolated",
    "EffectFailed",
    "EventIdTaken",
    "EventTooLarge",
    "FactbookError",
    "Miswired",
    "OutcomeUnknown",
    "Problem",
    "StoreUnavailable",
    "StoreUnfit",
    "Undeclared",
    "Undecodable",
]

MISSING: Final = "is missing"
"""What is said where a value has to be and none is."""


class FactbookError(Exception):
    """The root of every fault that factbook raises."""


class CatalogueUnreadable(FactbookError):
    """The generated ``catalogue.json`` is missing, broken, or of a format that this version does not read."""


class CommandIdTaken(FactbookError):
    """A command id was used before, for another command; nothing is recorded under it again."""


class Conflicted(FactbookError):
    """Others recorded into the boundary of a decision first, until the tries were used up; nothing was recorded."""


class ConstraintViolated(FactbookError, ValueError):
    """A class was called with a value that its catalogue does not allow.

    ``subject`` is the name of the class, ``path`` the way to the value (``lines[3].quantity``), ``value`` that value,
    shortened, and ``rule`` what is wrong with it, as the end of a sentence (``is less than 1``).
    """

    def __init__(self, subject: str, path: str, value: str, rule: str) -> None:
        super().__init__(subject, path, value, rule)
        self.subject, self.path, self.value, self.rule = subject, path, value, rule

    def __str__(self) -> str:
        return f"{self.subject}.{self.path}: {self.value} {self.rule}"


class EffectFailed(FactbookError):
    """What does an effect outside failed, or answered what the effect does not declare.

    ``hopeless`` means that trying again changes nothing. ``otherwise`` is the event to record when the tries are used
    up; without one, the reaction is parked.
    """

    def __init__(self, text: str, *, hopeless: bool = False, otherwise: object | None = None) -> None:
        super().__init__(text)
        self.hopeless, self.otherwise = hopeless, otherwise


class EventIdTaken(FactbookError):
    """An event id is in the store already, with another type, other data or other tags; nothing was recorded."""


class EventTooLarge(FactbookError):
    """An event has more bytes than the store can keep; nothing of its append was recorded."""


class Miswired(FactbookError, TypeError):
    """A generated constructor was given too little, too much, or what does not do what the catalogue says."""


class OutcomeUnknown(FactbookError):
    """The answer to an append was lost: it may have been recorded, or not.

    The same append again settles it, since event ids are recorded once; so does the same command under the same id.
    """


class StoreUnavailable(FactbookError):
    """The store could not be reached, or was busy for too long; nothing was recorded."""


class StoreUnfit(FactbookError):
    """The place of a store cannot be used as it is: not set up, of another version, unsafe, not a store at all, or with
    events that are tagged by other rules than the catalogue's."""


class Undeclared(FactbookError):
    """A decider answered an event or a rejection that its command does not declare; nothing was recorded."""


class Problem(NamedTuple):
    """One thing that is wrong with a value: ``path`` is where (``$.lines[3].quantity``), ``text`` says what, for a
    person who sees neither code nor schema."""

    path: str
    text: str

    @property
    def missing(self) -> bool:
        """Whether there is no value at all."""
        return self.text == MISSING

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


class Undecodable(FactbookError, ValueError):
    """What should be a value of ``subject`` is none; ``problems`` are all there are, in the order of the fields."""

    def __init__(self, subject: str, problems: Sequence[Problem]) -> None:
        super().__init__(subject, tuple(problems))
        self.subject = subject
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"this is no {self.subject}: {'; '.join(map(str, self.problems))}"
