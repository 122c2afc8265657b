"""From plain JSON values to instances, by cattrs: for what strangers send, checked in every detail.

cattrs makes the objects and gathers what is wrong; what fits and what does not comes from the shapes, as it does for
the constructors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, TypeAlias

from attrs import fields
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from . import _rules
from ._checks import fitting
from ._rules import Rules
from ._shapes import Anything, Entries, Items, Leaf, OneOf, Optional, Record, Shape, Words, parts_of
from .errors import MISSING, ConstraintViolated, Problem
from .wire import KEY_READERS, READERS, Json, is_list, is_object, shown

__all__ = ["problems", "record"]

Hook: TypeAlias = Callable[[Json, Any], Any]
"""What cattrs calls: with a JSON value, and with a type, which is known already."""


class Unfit(ValueError):
    """Raised with the end of a sentence about a value that does not fit."""


def record(cls: type[Any], closed: bool = True) -> Hook:
    """The hook of an attrs class; it raises what :func:`problems` explains.

    A key that names no field is refused, or passed over where the class is not ``closed``.
    """
    if (known := _RECORDS.get((cls, closed))) is not None:
        return known
    hooks: dict[str, Any] = {name: override(struct_hook=_hook(shape, closed)) for name, shape in parts_of(cls).items()}
    make = make_dict_structure_fn(
        cls, _CONVERTER, _cattrs_forbid_extra_keys=closed, _cattrs_use_linecache=False, **hooks
    )

    def structured(raw: Json, _: Any) -> Any:
        if not is_object(raw):
            raise Unfit(f"{shown(raw)} is no {cls.__name__}: write an object")
        return make(raw, cls)

    _RECORDS[cls, closed] = structured
    return structured


_CONVERTER: Final = Converter()
_RECORDS: Final[dict[tuple[type[Any], bool], Hook]] = {}


def _hook(shape: Shape, closed: bool) -> Hook:
    match shape:
        case Leaf():
            return _leaf(shape)
        case Words(kind):
            return _word(kind)
        case Anything():
            return _anything
        case Record(cls):
            return record(cls, closed)
        case OneOf(classes):
            return _one_of({cls.__name__: record(cls, closed) for cls in classes})
        case Optional(inner):
            hook = _hook(inner, closed)
            return lambda raw, _: None if raw is None else hook(raw, _)
        case Items(item, rules):
            return _items(_hook(item, closed), rules)
        case Entries(key, value, rules):
            return _entries(_key(key), _hook(value, closed), rules)


def _one_of(members: dict[str, Hook]) -> Hook:
    written = " or ".join(f'{{"{name}": …}}' for name in members)

    def structured(raw: Json, _: Any) -> Any:
        if not is_object(raw) or len(raw) != 1:
            raise Unfit(f"{shown(raw)} is none of its records: write {written}")
        ((name, value),) = raw.items()
        if name not in members:
            raise Unfit(f"{shown(name)} is none of its records: write {written}")
        try:
            return members[name](value, _)
        except (Unfit, BaseValidationError) as error:
            raise _several([_at(name, error)]) from None

    return structured


def _refused(rules: Rules, value: object, raw: Json) -> Unfit | None:
    for rule in rules:
        if not rule.holds(value):
            return Unfit(f"{shown(raw)} {rule.says}")
    return None


def _leaf(shape: Leaf) -> Hook:
    read, says = READERS[shape.type]
    fits = fitting(shape)

    def structured(raw: Json, _: Any) -> Any:
        value = read(raw)
        if value is None:
            raise Unfit(f"{shown(raw)} {says}")
        if (error := None if fits(value) else _refused(shape.rules, value, raw)) is not None:
            raise error
        return value

    def rounded(raw: Json, _: Any) -> Any:
        """A float: its bounds hold for the number that was written, not only for the float nearest to it."""
        value = structured(raw, _)
        if (error := _refused(shape.rules[1:], raw, raw)) is not None:
            raise error
        return value

    return rounded if shape.type is float else structured


def _word(kind: type[Enum]) -> Hook:
    members = {member.value: member for member in kind}

    def structured(raw: Json, _: Any) -> Any:
        found = members.get(raw) if isinstance(raw, str) else None
        if found is None:
            raise Unfit(f"{shown(raw)} is no {kind.__name__}{_instead(str(raw), list(members))}")
        return found

    return structured


def _anything(raw: Json, _: Any) -> Any:
    if not _rules.JSON.holds(raw):
        raise Unfit(f"{shown(raw)} {_rules.JSON.says}")
    return raw


def _items(item: Hook, rules: Rules) -> Hook:
    def structured(raw: Json, _: Any) -> Any:
        if not is_list(raw):
            raise Unfit(f"{shown(raw)} is no list")
        found: list[Any] = []
        errors: list[Exception] = []
        for index, one in enumerate(raw):
            try:
                found.append(item(one, _))
            except (Unfit, BaseValidationError) as error:
                errors.append(_at(index, error))
        _raise(errors, _refused(rules, tuple(raw), raw))
        return tuple(found)

    return structured


def _entries(key: Hook, value: Hook, rules: Rules) -> Hook:
    def structured(raw: Json, _: Any) -> Any:
        if not is_object(raw):
            raise Unfit(f"{shown(raw)} is no object")
        found: dict[Any, Any] = {}
        errors: list[Exception] = []
        for name, one in raw.items():
            pair: list[Any] = []
            for hook, part in ((key, name), (value, one)):
                try:
                    pair.append(hook(part, _))
                except (Unfit, BaseValidationError) as error:
                    errors.append(_at(str(name), error))
            if len(pair) == 2:
                found[pair[0]] = pair[1]
        _raise(errors, _refused(rules, raw, raw))
        return found

    return structured


def _key(shape: Shape) -> Hook:
    """Keys that do not fit say that they are keys: their path leads to the value."""
    match shape:
        case Leaf(kind, rules):
            read, says = KEY_READERS[kind]
        case Words(kind):
            read, says, rules = {member.value: member for member in kind}.get, f"is no {kind.__name__}", ()
        case _:
            raise TypeError(f"{shape} cannot be the key of a map")

    def structured(raw: Json, _: Any) -> Any:
        value = read(raw)
        if value is None:
            raise Unfit(f"the key {shown(raw)} {says}")
        for rule in rules:
            if not rule.holds(value):
                raise Unfit(f"the key {shown(raw)} {rule.says}")
        return value

    return structured


def _at(index: int | str, error: Unfit | BaseValidationError) -> Exception:
    error.add_note(IterableValidationNote(f"at {index}", index, None))
    return error


def _raise(errors: list[Exception], whole: Unfit | None) -> None:
    """Raise what is wrong with the parts and with the whole, if anything is."""
    if errors or whole is not None:
        raise _several([*errors, *([] if whole is None else [whole])])


def _several(errors: list[Exception]) -> IterableValidationError:
    # pyright sees the constructor of ExceptionGroup
    return IterableValidationError("several values", errors, tuple)  # pyright: ignore[reportCallIssue]


# What is wrong -------------------------------------------------------------------------------------------------------


def problems(error: BaseException, path: str) -> Iterator[Problem]:
    """All that an exception raised by a hook says, with the paths to it; ``path`` leads to what was structured."""
    match error:
        case BaseValidationError():
            for one in error.exceptions:
                yield from problems(one, path + _step(one))
        case ForbiddenExtraKeysError():
            known = [one.name for one in fields(error.cl)]
            for name in sorted(map(str, error.extra_fields)):
                yield Problem(f"{path}{_key_step(name)}", f"there is no such field{_instead(name, known)}")
        case KeyError():
            yield Problem(path, MISSING)
        case Unfit():
            yield Problem(path, str(error))
        case ConstraintViolated():  # the hooks check the same; a class may have checks of its own besides
            yield Problem(f"{path}.{error.path}", f"{error.value} {error.rule}")
        case _:
            raise error


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        match note:
            case AttributeValidationNote():
                return f".{note.name}"
            case IterableValidationNote():
                return f"[{note.index}]" if isinstance(note.index, int) else _key_step(note.index)
            case _:
                pass
    return ""


def _key_step(name: str) -> str:
    return f".{name}" if name.isidentifier() and name.isascii() else f"[{shown(name)}]"


def _instead(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; did you mean {shown(near[0])}?" if near else ""
