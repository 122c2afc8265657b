"""What the modules of deciders, views and policies have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from ...model import Context, Read, Ref, System
from ._layout import Brackets, Expr, assignment, call, lay, parameter, subscript, tuple_of, union
from ._names import Names, snake
from ._scope import Scope
from ._text import Code, docstring, literal, name

__all__ = ["Constructor", "Writer", "constant", "decorator"]


@frozen
class Constructor:
    """A function that makes a decider, view or policy out of hand-written functions, and what belongs to it.

    ``aliases`` are assignments with their docstrings; ``contract`` is an assignment, too (with those of its parts).
    ``exports`` are the names that the package exports.
    """

    aliases: tuple[Code, ...]
    contract: Code
    decorator: Code
    name: Code
    parameters: tuple[Code, ...]
    answer: Code
    doc: Code
    body: Code
    exports: tuple[str, ...]


def constant(entry: str) -> str:
    """The name of an entry's contract: ``ORDER_CONTRACT``."""
    return f"{snake(entry).upper()}_CONTRACT"


def decorator(scope: Scope, contract: str) -> Code:
    """``checked(ORDER_CONTRACT)``."""
    return Code(lay(call(scope.library("factbook.wiring", "checked"), contract), 0, 1, 0))


class Writer:
    """Writes what refers to events, commands and rejections of a context, as seen from one module."""

    def __init__(self, context: Context, system: System, names: Names, scope: Scope) -> None:
        self.context = context
        self.system = system
        self.names = names
        self.scope = scope
        self._aliases: list[Code] = []
        self._exports: list[str] = []

    # Names -----------------------------------------------------------------------------------------------------------

    def event(self, ref: Ref) -> str:
        """An event."""
        return self.scope.entry(ref, "events")

    def own(self, entry: str, module: str) -> str:
        """An entry of the context itself."""
        return self.scope.entry(Ref(self.context.name, entry), module)

    def derived(self, entry: str, ending: str) -> str:
        """What follows from an entry: ``OrderEvent``."""
        return self.scope.derived(self.context.name, self.names.of(entry, ending))

    def full(self, entry: str) -> Code:
        """The full name of an entry of the context, as a literal."""
        return literal(f"{self.context.name}.{entry}")

    # Types -----------------------------------------------------------------------------------------------------------

    def never(self) -> str:
        """What nothing is."""
        return self.scope.library("typing", "Never")

    def any_of(self, members: Iterable[Expr]) -> Expr:
        """A union, or the type without values if there are no members."""
        found = list(dict.fromkeys(members))
        return union(found) if found else self.never()

    def sequence(self, members: Iterable[Expr]) -> Expr:
        """``Sequence[A | B]``."""
        return subscript(self.scope.library("collections.abc", "Sequence"), self.any_of(members))

    def function(self, takes: Iterable[Expr], gives: Expr) -> Expr:
        """``Callable[[A, B], C]``."""
        arguments = Brackets("[", tuple(("", one) for one in takes), "]")
        return subscript(self.scope.library("collections.abc", "Callable"), arguments, gives)

    def alias(self, entry: str, ending: str, expr: Expr, doc: str) -> str:
        """Give a type a name of its own; answers the name."""
        target = self.derived(entry, ending)
        self._aliases.append(Code(f"{assignment(target, expr)}\n{docstring(doc)}"))
        self._exports.append(target)
        return target

    # Contracts -------------------------------------------------------------------------------------------------------

    def boundary(self, reads: Iterable[Read], shared: str = "") -> Expr:
        """``Boundary(Read(…), …)``; ``shared`` is the name of reads that are written elsewhere."""
        items = [*([f"*{shared}"] if shared else []), *self.reads(reads)]
        return call(self.scope.library("factbook.queries", "Boundary"), *items, explode=items != [f"*{shared}"])

    def reads(self, reads: Iterable[Read]) -> list[Expr]:
        """Each ``Read(…)``; those by the same tags are written as one."""
        merged: dict[tuple[object, ...], list[Read]] = {}
        for read in reads:
            merged.setdefault((read.tags, read.tolerated, read.event is None), []).append(read)
        return [self._read(same) for same in merged.values()]

    def _read(self, same: list[Read]) -> Expr:
        first = same[0]
        types = tuple_of(literal(str(read.event)) for read in same if read.event is not None)
        tags = tuple_of(tuple_of([literal(prefix), literal(".".join(path))]) for prefix, path in first.tags)
        tolerated: dict[str, Expr] = {"tolerated": "True"} if first.tolerated else {}
        given = [types, tags] if first.tags else [types]
        return call(self.scope.library("factbook.queries", "Read"), *given, named=tolerated)

    def constructor(
        self,
        entry: str,
        ending: str,
        contract: Expr,
        parameters: Mapping[str, Expr],
        answer: Expr,
        doc: str,
        body: Expr,
        before: Sequence[Code] = (),
    ) -> Constructor:
        """The constructor of an entry, with the aliases that were made for it."""
        made = Constructor(
            aliases=tuple(self._aliases),
            contract=Code("\n\n".join([*before, assignment(constant(entry), contract)])),
            decorator=decorator(self.scope, constant(entry)),
            name=name(self.derived(entry, ending)),
            parameters=tuple(parameter(target, annotation) for target, annotation in parameters.items()),
            answer=Code(lay(answer, 0, 5, 1)),
            doc=docstring(doc, 4),
            body=Code(lay(body, 4, 11, 0)),
            exports=(*self._exports, self.derived(entry, ending)),
        )
        self._aliases, self._exports = [], []
        return made
