"""The modules ``views`` and ``policies`` of a context."""

from __future__ import annotations

from attrs import frozen

from ...model import Issue, Policy, Ref, View
from ._deciders import evolved
from ._layout import Brackets, Expr, Union, call, subscript, tuple_of
from ._messages import Message, message, sentence
from ._text import literal
from ._types import Types, duration
from ._writer import Constructor, Writer, constant

__all__ = ["Table", "policy_constructor", "policy_type", "table", "view_type"]


# Views ---------------------------------------------------------------------------------------------------------------


@frozen
class Table:
    """A view: the class of its rows, and its constructor."""

    row: Message
    view: Constructor


def view_type(view: View, write: Writer) -> Expr:
    """``View[OrderSummary | None, OrderSummaryEvent]``."""
    row = Union((write.own(view.name, "views"), "None"))
    return subscript(write.scope.library("factbook.view", "View"), row, write.derived(view.name, "Event"))


def table(view: View, types: Types, write: Writer) -> Table:
    """The class of a view's rows and the constructor of the view."""
    row = Union((write.own(view.name, "views"), "None"))
    events = write.any_of(write.event(source.event) for source in view.sources)
    event = write.alias(view.name, "Event", events, f"What {view.name} is made from.")
    parameters: dict[str, Expr] = {"evolve": write.function([row, event], row)}
    computed = [write.event(source.event) for source in view.sources if source.key is None]
    if computed:
        parts = [types.expression(view.fields[field].type) for field in view.key]
        key = parts[0] if len(parts) == 1 else subscript(write.scope.builtin("tuple"), *parts)
        iterable = subscript(write.scope.library("collections.abc", "Iterable"), key)
        parameters["keys"] = write.function([write.any_of(computed)], iterable)
    body = call(write.scope.library("factbook.wiring", "wire_view"), constant(view.name), *parameters)
    doc = f"The table {view.name}, one row for each {' and '.join(view.key)}."
    made = write.constructor(
        view.name, "View", _view_contract(view, write), parameters, view_type(view, write), doc, body
    )
    return Table(message(view, types), made)


def _view_contract(view: View, write: Writer) -> Expr:
    sources = tuple(
        (
            f"{write.event(source.event)}: ",
            "None" if source.key is None else tuple_of(literal(".".join(path)) for path in source.key),
        )
        for source in view.sources
    )
    return call(
        write.scope.library("factbook.contracts", "ViewContract"),
        write.full(view.name),
        write.own(view.name, "views"),
        named={"key": tuple_of(map(literal, view.key)), "sources": Brackets("{", sources, "}", explode=True)},
        explode=True,
    )


# Policies ------------------------------------------------------------------------------------------------------------


def _issued(issue: Issue, write: Writer) -> str:
    return write.scope.entry(issue.ref, "effects" if issue.kind == "effect" else "commands")


def _evolves(policy: Policy, write: Writer) -> tuple[Ref, ...]:
    return evolved(policy.reads, (read.event for read in policy.reads if read.event is not None), write.context)


def policy_type(policy: Policy, write: Writer, state: str = "") -> Expr:
    """``Policy[PaymentReceived, None, ShipOrder]``; without ``state``, that of any state."""
    return subscript(
        write.scope.library("factbook.policy", "Policy"),
        write.any_of(map(write.event, policy.when)),
        (state or write.scope.library("typing", "Any")) if _evolves(policy, write) else "None",
        write.any_of(_issued(issue, write) for issue in policy.issues),
    )


def policy_constructor(policy: Policy, write: Writer) -> Constructor:
    """The constructor of a policy: the function that reacts, and what it folds from what it reads."""
    evolves = _evolves(policy, write)
    when = write.any_of(map(write.event, policy.when))
    issues = write.sequence(_issued(issue, write) for issue in policy.issues)
    parameters: dict[str, Expr] = {}
    if evolves:
        events = write.any_of(map(write.event, evolves))
        taken = write.alias(policy.name, "Event", events, f"What {policy.name} looks at before it reacts.")
        parameters["initial"] = "S"
        parameters["evolve"] = subscript(write.scope.library("factbook.decider", "Evolve"), "S", taken)
    parameters["react"] = write.function([when, "S"] if evolves else [when], issues)
    body = call(
        write.scope.library("factbook.wiring", "wire_policy"),
        constant(policy.name),
        *(("react", "initial", "evolve") if evolves else ("react",)),
    )
    doc = policy.summary.strip() or sentence(policy.name)
    contract = _policy_contract(policy, evolves, write)
    return write.constructor(policy.name, "Policy", contract, parameters, policy_type(policy, write, "S"), doc, body)


def _policy_contract(policy: Policy, evolves: tuple[Ref, ...], write: Writer) -> Expr:
    named: dict[str, Expr] = {
        "when": tuple_of(map(write.event, policy.when)),
        "issues": tuple_of(_issued(issue, write) for issue in policy.issues),
    }
    if policy.after is not None:
        named["after"] = duration(policy.after, write.scope)
    if policy.flag is not None:
        named["flag"] = literal(policy.flag)
    if policy.reads:
        named["reads"] = write.boundary(policy.reads)
        named["evolves"] = tuple_of(map(write.event, evolves))
    contract = write.scope.library("factbook.contracts", "PolicyContract")
    return call(contract, write.full(policy.name), named=named, explode=True)
