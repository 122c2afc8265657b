"""The resolved catalogue at run time, without the generator: what is declared, by whom, and the examples of it.

``factbook generate`` writes it as JSON: ``generated/<system>/catalogue.json`` holds what the contexts of a system share
and names them, ``generated/<system>/<context>/catalogue.json`` holds one context. :func:`load` reads the first at once
and each context when it is first asked for.

References are texts, ``context.Name`` (``Name`` alone for a type of the whole system); paths into messages are texts,
``lines.sku``; places are texts, ``catalogue/shop/ordering.yaml:12:3``; payloads are plain JSON values in the form in
which they travel. Mappings keep the order of the catalogue. These are msgspec structs and no attrs classes, because
msgspec decodes unions only of its own.
"""

from __future__ import annotations

from ._examples import Do, Payload, Recorded, Scenario, See, SetFlag, Step, Story, Wait
from ._loading import FORMAT, load
from ._messages import (
    Change,
    ChangeStep,
    Command,
    Decider,
    Effect,
    Event,
    Issue,
    Older,
    Order,
    Policy,
    Query,
    Read,
    Rejection,
    Source,
    Tag,
    View,
    Visibility,
)
from ._types import (
    Constant,
    Constraints,
    Default,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    New,
    Now,
    Primitive,
    RecordType,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
)
from ._whole import Context, Contexts, Deprecated, Flag, Role, System

__all__ = [
    "FORMAT",
    "Change",
    "ChangeStep",
    "Command",
    "Constant",
    "Constraints",
    "Context",
    "Contexts",
    "Decider",
    "Default",
    "Deprecated",
    "Do",
    "Effect",
    "EnumType",
    "Event",
    "Field",
    "Flag",
    "Issue",
    "ListOf",
    "MapOf",
    "Named",
    "New",
    "Now",
    "Older",
    "Order",
    "Payload",
    "Policy",
    "Primitive",
    "Query",
    "Read",
    "RecordType",
    "Recorded",
    "Rejection",
    "Role",
    "Scenario",
    "See",
    "SetFlag",
    "SimpleType",
    "Source",
    "Step",
    "Story",
    "System",
    "Tag",
    "TypeDef",
    "TypeExpr",
    "UnionType",
    "View",
    "Visibility",
    "Wait",
    "load",
]
