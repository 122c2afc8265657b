"""Right and wrong uses of generated constructors, as text: what type checkers must accept, and what they must refuse.

Each case replaces one line of :data:`RIGHT`, or adds some behind it. ``pyright`` and ``mypy`` are parts of the messages
that they must give; both are empty for what is right.
"""

from __future__ import annotations

from typing import Final, NamedTuple

RIGHT: Final = """\
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from attrs import frozen
from generated.library import LibrarySystem
from generated.library.lending import (
    BlockLateReaderPolicy,
    BorrowCopy,
    BorrowCopyDecider,
    BorrowCopyEvent,
    BorrowCopyOutcome,
    CopyBorrowed,
    CopyId,
    CopyIsOut,
    CopyReturned,
    FeePaid,
    Import,
    ImportOutcome,
    Income,
    IncomeEvent,
    IncomeView,
    LoanDecider,
    LoanEvent,
    LoanEvent_,
    LoanId,
    LoanList,
    LoanListEvent,
    LoanListView,
    NothingBorrowed,
    PayFee,
    PayFeeDecider,
    PayFeeOutcome,
    ReminderFailed,
    ReminderSent,
    RemindOfCopyEvent,
    RemindOfCopyPolicy,
    ReturnCopy,
    ReturnCopyOutcome,
    SendReminder,
    TooManyLoans,
)
from generated.library.readers import (
    BlockReader,
    BlockReaderDecider,
    BlockReaderEvent,
    BlockReaderOutcome,
    ReaderBlocked,
    RegisterReader,
    RegisterReaderDecider,
    RegisterReaderEvent,
    RegisterReaderOutcome,
)
from generated.library.types import ReaderId


@frozen
class AtHome:
    loan: LoanId


@frozen
class OnShelf:
    pass


Copy = AtHome | OnShelf


def evolve(copy: Copy, event: BorrowCopyEvent) -> Copy:
    match event:
        case CopyBorrowed(loan_id=loan):
            return AtHome(loan)
        case CopyReturned():
            return OnShelf()
        case ReaderBlocked():
            return copy
        case _:
            assert_never(event)


def borrow(command: BorrowCopy, copy: Copy) -> BorrowCopyOutcome:
    if isinstance(copy, AtHome):
        return CopyIsOut()
    return [
        CopyBorrowed(command.loan_id, command.copy_id, command.reader_id, command.days, command.borrowed_at),
        LoanEvent(command.loan_id, {}),
    ]


def add(loans: int, _: LoanEvent_) -> int:
    return loans + 1


def give_back(command: ReturnCopy, loans: int) -> ReturnCopyOutcome:
    if not loans:
        return NothingBorrowed()
    return [CopyReturned(command.loan_id, command.copy_id, command.reader_id, date(2026, 1, 1))]


def renew(command: Import, loans: int) -> ImportOutcome:
    return [LoanEvent(command.loan_id, loans)] if loans else NothingBorrowed()


def pay(command: PayFee, _: None) -> PayFeeOutcome:
    return [FeePaid(command.reader_id, command.payment, {})]


def nobody(_: None, __: RegisterReaderEvent | BlockReaderEvent) -> None:
    return None


def register(_: RegisterReader, __: None) -> RegisterReaderOutcome:
    return []


def block(command: BlockReader, _: None) -> BlockReaderOutcome:
    return [ReaderBlocked(command.reader_id)]


def returned(_: bool, __: RemindOfCopyEvent) -> bool:
    return True


def remind(event: CopyBorrowed, returned: bool) -> Sequence[SendReminder]:
    return [] if returned else [SendReminder(event.reader_id)]


def block_late(event: ReminderFailed | ReminderSent) -> Sequence[BlockReader]:
    return [BlockReader(event.reader_id)]


def listed(row: LoanList | None, event: LoanListEvent) -> LoanList | None:
    match event:
        case CopyBorrowed():
            return LoanList(event.reader_id, event.copy_id, event.days)
        case CopyReturned():
            return None


def income(row: Income | None, event: IncomeEvent) -> Income | None:
    return row


def days(event: FeePaid | ReaderBlocked) -> list[date]:
    return [date(2026, 1, 1)]


BORROW = BorrowCopyDecider(
    initial=OnShelf(),
    evolve=evolve,
    borrow_copy=borrow,
)
LOAN = LoanDecider(
    initial=0,
    evolve=add,
    return_copy=give_back,
    import_=renew,
)
PAY = PayFeeDecider(
    pay_fee=pay,
)
REGISTER = RegisterReaderDecider(initial=None, evolve=nobody, register_reader=register)
BLOCK = BlockReaderDecider(initial=None, evolve=nobody, block_reader=block)
REMIND = RemindOfCopyPolicy(
    initial=False,
    evolve=returned,
    react=remind,
)
BLOCK_LATE = BlockLateReaderPolicy(react=block_late)
LIST = LoanListView(
    evolve=listed,
)
INCOME = IncomeView(
    evolve=income,
    keys=days,
)

LIBRARY = LibrarySystem(
    loan=LOAN,
    borrow_copy=BORROW,
    pay_fee=PAY,
    register_reader=REGISTER,
    block_reader=BLOCK,
    remind_of_copy=REMIND,
    block_late_reader=BLOCK_LATE,
    loan_list=LIST,
    income=INCOME,
)
"""
"""Everything that the library needs, wired."""


class Case(NamedTuple):
    """One change to what is right; ``old`` is the text that ``new`` replaces (empty: ``new`` is added at the end)."""

    title: str
    old: str
    new: str
    pyright: str = ""
    mypy: str = ""


CASES: Final = (
    # Right ----------------------------------------------------------------------------------------------------------
    Case("everything wired", "", ""),
    Case(
        "a state that is one of several cases, and may be none",
        "",
        """
def evolve2(copy: Copy | None, event: BorrowCopyEvent) -> Copy | None:
    return copy
def borrow2(command: BorrowCopy, copy: Copy | None) -> list[CopyBorrowed] | TooManyLoans:
    return TooManyLoans(3) if copy else []
BorrowCopyDecider(initial=None, evolve=evolve2, borrow_copy=borrow2)
""",
    ),
    Case(
        "a state that is an empty collection at first",
        "",
        """
def evolve2(copies: frozenset[CopyId], event: BorrowCopyEvent) -> frozenset[CopyId]:
    return copies
def borrow2(command: BorrowCopy, copies: frozenset[CopyId]) -> tuple[CopyBorrowed, ...]:
    return ()
BorrowCopyDecider(initial=frozenset(), evolve=evolve2, borrow_copy=borrow2)
""",
    ),
    Case(
        "functions that take more and answer less",
        "",
        """
def evolve2(copy: Copy, event: object) -> Copy:
    return copy
def borrow2(command: object, copy: object) -> list[LoanEvent]:
    return []
BorrowCopyDecider(initial=OnShelf(), evolve=evolve2, borrow_copy=borrow2)
""",
    ),
    Case(
        "functions that name their parameters as they like",
        "",
        """
def evolve2(s: Copy, /, e: BorrowCopyEvent) -> Copy:
    return s
BorrowCopyDecider(initial=OnShelf(), evolve=evolve2, borrow_copy=borrow)
""",
    ),
    # Deciders -------------------------------------------------------------------------------------------------------
    Case(
        "a command forgotten",
        "    import_=renew,\n",
        "",
        'Argument missing for parameter "import_"',
        'Missing named argument "import_" for "LoanDecider"',
    ),
    Case(
        "evolve forgotten",
        "    evolve=add,\n",
        "",
        'Argument missing for parameter "evolve"',
        'Missing named argument "evolve" for "LoanDecider"',
    ),
    Case(
        "a command that the decider does not have",
        "    import_=renew,\n",
        "    import_=renew,\n    pay_fee=pay,\n",
        'No parameter named "pay_fee"',
        'Unexpected keyword argument "pay_fee" for "LoanDecider"',
    ),
    Case(
        "a keyword misspelt",
        "    return_copy=give_back,\n",
        "    retrun_copy=give_back,\n",
        'No parameter named "retrun_copy"',
        'Unexpected keyword argument "retrun_copy" for "LoanDecider"; did you mean "return_copy"?',
    ),
    Case(
        "two functions mixed up",
        "    return_copy=give_back,\n    import_=renew,\n",
        "    return_copy=renew,\n    import_=give_back,\n",
        '"ReturnCopy" is not assignable to "Import"',
        'Argument "return_copy" to "LoanDecider" has incompatible type',
    ),
    Case(
        "an event that the command does not record",
        "def renew(command: Import, loans: int) -> ImportOutcome:\n    return [LoanEvent(command.loan_id, loans)]",
        "def renew(command: Import, loans: int) -> list[FeePaid] | NothingBorrowed:\n    return []",
        '"list[FeePaid]" is not assignable to "Sequence[LoanEvent]"',
        'Argument "import_" to "LoanDecider" has incompatible type',
    ),
    Case(
        "an event that the outcome does not have",
        "        LoanEvent(command.loan_id, {}),\n",
        "        ReminderSent(command.reader_id),\n",
        '"ReminderSent" is not assignable to "LoanEvent"',
        'List item 1 has incompatible type "ReminderSent"; expected "CopyBorrowed | LoanEvent"',
    ),
    Case(
        "a rejection of another command",
        "        return CopyIsOut()\n",
        "        return NothingBorrowed()\n",
        'Type "NothingBorrowed" is not assignable to return type "BorrowCopyOutcome"',
        'Incompatible return value type (got "NothingBorrowed"',
    ),
    Case(
        "a rejection that the command does not declare",
        "def renew(command: Import, loans: int) -> ImportOutcome:\n    return [LoanEvent(command.loan_id, loans)] if",
        "def renew(command: Import, loans: int) -> list[LoanEvent] | CopyIsOut:\n    return CopyIsOut() if",
        '"CopyIsOut" is not assignable to "NothingBorrowed"',
        'Argument "import_" to "LoanDecider" has incompatible type',
    ),
    Case(
        "an event that stands alone",
        "    return [ReaderBlocked(command.reader_id)]\n",
        "    return ReaderBlocked(command.reader_id)\n",
        'Type "ReaderBlocked" is not assignable to return type "BlockReaderOutcome"',
        'Incompatible return value type (got "ReaderBlocked"',
    ),
    Case(
        "no answer at all",
        "    return [ReaderBlocked(command.reader_id)]\n",
        "    pass\n",
        "must return value on all code paths",
        "Missing return statement",
    ),
    Case(
        "a case of evolve missing",
        "        case ReaderBlocked():\n            return copy\n",
        "",
        'Argument of type "ReaderBlocked" cannot be assigned to parameter "arg" of type "Never"',
        'Argument 1 to "assert_never" has incompatible type "ReaderBlocked"; expected "Never"',
    ),
    Case(
        "a case of a view missing",
        "        case CopyReturned():\n            return None\n\n\ndef income",
        "\n\ndef income",
        'Unhandled type: "CopyReturned"',
        "Missing return statement",
    ),
    Case(
        "a case for an event that is not read",
        "        case ReaderBlocked():\n            return copy\n",
        "        case ReaderBlocked():\n            return copy\n        case FeePaid():\n            return copy\n",
        "Pattern will never be matched",
        "",  # to mypy code that is never reached is no error, unless it is asked to warn
    ),
    Case(
        "evolve takes too few events",
        "def evolve(copy: Copy, event: BorrowCopyEvent) -> Copy:\n    match event:",
        "def evolve(copy: Copy, event: CopyBorrowed | CopyReturned) -> Copy:\n    match event:",
        '"ReaderBlocked" is not assignable to "CopyReturned"',
        'Argument "evolve" to "BorrowCopyDecider" has incompatible type',
    ),
    Case(
        "evolve answers something else",
        "def add(loans: int, _: LoanEvent_) -> int:\n    return loans + 1",
        "def add(loans: int, _: LoanEvent_) -> str:\n    return str(loans)",
        'Argument of type "(loans: int, _: LoanEvent_) -> str" cannot be assigned to parameter "evolve"',
        'Cannot infer value of type parameter "S" of "LoanDecider"',
    ),
    Case(
        "an initial state of another type",
        "    initial=0,\n",
        '    initial="",\n',
        'cannot be assigned to parameter "evolve"',
        'Cannot infer value of type parameter "S" of "LoanDecider"',
    ),
    Case(
        "a command decided by another state",
        "def renew(command: Import, loans: int)",
        "def renew(command: Import, loans: str)",
        '"int" is not assignable to "str"',
        'Argument "import_" to "LoanDecider" has incompatible type',
    ),
    Case(
        "a command decided by one case of the state only",
        "def borrow(command: BorrowCopy, copy: Copy)",
        "def borrow(command: BorrowCopy, copy: OnShelf)",
        '"AtHome" is not assignable to "OnShelf"',
        'Argument "borrow_copy" to "BorrowCopyDecider" has incompatible type',
    ),
    Case(
        "a function that does not take the state",
        "def pay(command: PayFee, _: None)",
        "def pay(command: PayFee)",
        "Function accepts too few positional parameters; expected 2 but received 1",
        'Argument "pay_fee" to "PayFeeDecider" has incompatible type',
    ),
    Case(
        "a tag mixed up with another",
        "            return AtHome(loan)\n",
        "            return AtHome(event.copy_id)\n",
        '"CopyId" is not assignable to "LoanId"',
        'Argument 1 to "AtHome" has incompatible type "CopyId"; expected "LoanId"',
    ),
    Case(
        "an event changed",
        "",
        "\ndef change(event: FeePaid, reader: ReaderId) -> None:\n    event.reader_id = reader\n",
        'Cannot assign to attribute "reader_id" for class "FeePaid"',
        'Property "reader_id" defined in "FeePaid" is read-only',
    ),
    # Policies and views ---------------------------------------------------------------------------------------------
    Case(
        "a policy that issues what it does not declare",
        "    return [BlockReader(event.reader_id)]\n",
        "    return [SendReminder(event.reader_id)]\n",
        '"SendReminder" is not assignable to "BlockReader"',
        'List item 0 has incompatible type "SendReminder"; expected "BlockReader"',
    ),
    Case(
        "a policy that does not take one of its events",
        "def block_late(event: ReminderFailed | ReminderSent)",
        "def block_late(event: ReminderFailed)",
        '"ReminderSent" is not assignable to "ReminderFailed"',
        'Argument "react" to "BlockLateReaderPolicy" has incompatible type',
    ),
    Case(
        "a policy without the state that it reads",
        "    initial=False,\n    evolve=returned,\n    react=remind,\n",
        "    react=remind,\n",
        'Arguments missing for parameters "initial", "evolve"',
        'Missing named argument "initial" for "RemindOfCopyPolicy"',
    ),
    Case(
        "a view with the row of another",
        "            return LoanList(event.reader_id, event.copy_id, event.days)\n",
        "            return Income(date(2026, 1, 1), {})\n",
        'Type "Income" is not assignable to return type "LoanList | None"',
        'Incompatible return value type (got "Income", expected "LoanList | None")',
    ),
    Case(
        "a view that does not take that there is no row",
        "def income(row: Income | None, event: IncomeEvent)",
        "def income(row: Income, event: IncomeEvent)",
        '"None" is not assignable to "Income"',
        'Argument "evolve" to "IncomeView" has incompatible type',
    ),
    Case(
        "keys of the wrong type",
        "def days(event: FeePaid | ReaderBlocked) -> list[date]:\n    return [date(2026, 1, 1)]",
        "def days(event: FeePaid | ReaderBlocked) -> list[str]:\n    return []",
        '"list[str]" is not assignable to "Iterable[date]"',
        'Argument "keys" to "IncomeView" has incompatible type',
    ),
    Case(
        "keys forgotten",
        "    keys=days,\n",
        "",
        'Argument missing for parameter "keys"',
        'Missing named argument "keys" for "IncomeView"',
    ),
    # Systems --------------------------------------------------------------------------------------------------------
    Case(
        "a decider forgotten in the system",
        "    pay_fee=PAY,\n",
        "",
        'Argument missing for parameter "pay_fee"',
        'Missing named argument "pay_fee" for "LibrarySystem"',
    ),
    Case(
        "a policy forgotten in the system",
        "    block_late_reader=BLOCK_LATE,\n",
        "",
        'Argument missing for parameter "block_late_reader"',
        'Missing named argument "block_late_reader" for "LibrarySystem"',
    ),
    Case(
        "a view forgotten in the system",
        "    loan_list=LIST,\n",
        "",
        'Argument missing for parameter "loan_list"',
        'Missing named argument "loan_list" for "LibrarySystem"',
    ),
    Case(
        "a decider in another's place",
        "    loan=LOAN,\n    borrow_copy=BORROW,\n",
        "    loan=BORROW,\n    borrow_copy=LOAN,\n",
        'cannot be assigned to parameter "loan"',
        'Argument "loan" to "LibrarySystem" has incompatible type',
    ),
    Case(
        "a function in a policy's place",
        "    block_late_reader=BLOCK_LATE,\n",
        "    block_late_reader=block_late,\n",
        'cannot be assigned to parameter "block_late_reader"',
        'Argument "block_late_reader" to "LibrarySystem" has incompatible type',
    ),
)
