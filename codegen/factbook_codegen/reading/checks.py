"""What can only be seen in a whole system: what nobody records, issues, reads or uses, and what runs in circles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ..mentions import refs_in_fields, refs_in_type
from ..model import (
    Command,
    Context,
    Effect,
    EnumType,
    Fields,
    Flag,
    Function,
    Named,
    Place,
    Policy,
    Ref,
    Role,
    Scenario,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    functions,
)
from .circles import circles
from .doubts import Doubts
from .problems import Problems
from .words import listed


class Checks:
    """Looks at a resolved system; ``problems`` are those of the files that are read now, by context, and ``uses`` the
    named types that the messages of each context mention. What may only follow from other mistakes (``doubts``) is not
    reported."""

    def __init__(
        self,
        system: System,
        problems: Mapping[str, Problems],
        uses: Mapping[str, Collection[Ref]],
        doubts: Doubts,
    ) -> None:
        self.system = system
        self.problems = problems
        self.uses = uses
        self.doubts = doubts

    def run(self) -> None:
        """Report everything."""
        self._events()
        self._commands()
        self._policies()
        self._roles_and_flags()
        self._types()
        self._scenarios()
        self._functions()

    def _report(self, context: str, code: str, place: Place, length: int, message: str, help_: str = "") -> None:
        if (problems := self.problems.get(context)) is not None:
            problems.add(code, place.line, place.column, message, help_, length)

    # Events and commands ---------------------------------------------------------------------------------------------

    def _events(self) -> None:
        recorded, read = self._recorded(), self._read()
        for name, context in self.system.contexts.items():
            for event in context.events.values():
                ref = Ref(name, event.name)
                if event.name in context.deprecated or self.doubts.missed("events", name):
                    continue  # that nobody uses it any more is what it says
                if ref not in recorded:
                    wrong = f"nobody records {event.name}"
                    help_ = "add it to the `records:` of a command or effect, or remove it"
                    self._report(name, "FB302", event.place, len(event.name), wrong, help_)
                elif ref not in read and not event.public:
                    wrong = f"nobody reads {event.name}: no decision, policy or view"
                    self._report(
                        name, "FB412", event.place, len(event.name), wrong, "it will only be seen in the audit trail"
                    )

    def _recorded(self) -> set[Ref]:
        found: set[Ref] = set()
        for context in self.system.contexts.values():
            for command in context.commands.values():
                found.update(command.records)
            for effect in context.effects.values():
                found.update(effect.records)
        return found

    def _read(self) -> set[Ref | None]:
        found: set[Ref | None] = set()
        for context in self.system.contexts.values():
            for command in context.commands.values():
                found.update(read.event for read in command.reads)
            for policy in context.policies.values():
                found.update((*policy.when, *(read.event for read in policy.reads)))
            for view in context.views.values():
                found.update(source.event for source in view.sources)
        return found

    def _commands(self) -> None:
        issued = {
            issue.ref
            for context in self.system.contexts.values()
            for one in context.policies.values()
            for issue in one.issues
        }
        for name, context in self.system.contexts.items():
            for command in context.commands.values():
                ref = Ref(name, command.name)
                if self.doubts.missed("commands", name) or self.doubts.unclear("by", ref):
                    continue
                if not command.by and ref not in issued:
                    wrong = f"nobody may issue {command.name}"
                    help_ = "add `by: [role]`, or let a policy issue it"
                    self._report(name, "FB303", command.place, len(command.name), wrong, help_)
            for effect in context.effects.values():
                if Ref(name, effect.name) not in issued and not self.doubts.missed("effects", name):
                    wrong = f"no policy sets off {effect.name}"
                    self._report(name, "FB410", effect.place, len(effect.name), wrong, "add it to the `issues:` of one")

    # Policies --------------------------------------------------------------------------------------------------------

    def _policies(self) -> None:
        policies = {
            Ref(name, policy.name): policy
            for name, context in self.system.contexts.items()
            for policy in context.policies.values()
        }
        reacting: dict[Ref, list[Ref]] = {}
        for ref, policy in policies.items():
            for event in policy.when:
                reacting.setdefault(event, []).append(ref)
        follows = {ref: list(self._followers(policy, reacting)) for ref, policy in policies.items()}
        for circle in circles(follows):
            first = min(circle)
            policy = policies[first]
            if len(circle) == 1:
                wrong = f"{policy.name} may set itself off again, without end"
            else:
                wrong = f"{listed(ref.name for ref in circle)} may set each other off, without end"
            help_ = "break the circle; if the decisions end it, say so with `allow: {FB402: why}`"
            self._report(first.context, "FB402", policy.place, len(policy.name), wrong, help_)

    def _followers(self, policy: Policy, reacting: Mapping[Ref, list[Ref]]) -> Iterator[Ref]:
        """The policies that react to what may be recorded when this one has issued something."""
        for issue in policy.issues:
            context = self.system.contexts[issue.ref.context]
            issued: Command | Effect = (context.commands if issue.kind == "command" else context.effects)[
                issue.ref.name
            ]
            for event in issued.records:
                yield from reacting.get(event, ())

    # Roles and flags -------------------------------------------------------------------------------------------------

    def _roles_and_flags(self) -> None:
        holders: list[tuple[str, System | Context]] = [("", self.system), *self.system.contexts.items()]
        useful: set[str] = set()
        switched: set[str | None] = set()
        for context in self.system.contexts.values():
            for command in context.commands.values():
                useful.update(command.by)
            for view in context.views.values():
                useful.update(visible.role for visible in view.visible_to)
            switched.update(policy.flag for policy in context.policies.values())
        self._declared_once("role", {name: holder.roles for name, holder in holders})
        self._declared_once("flag", {name: holder.flags for name, holder in holders})
        for name, holder in holders:
            for role in holder.roles.values():
                if role.name not in useful and not self.doubts.missed("roles", name):
                    wrong = f'the role "{role.name}" may issue nothing and see nothing'
                    self._report(
                        name,
                        "FB405",
                        role.place,
                        len(role.name),
                        wrong,
                        "use it in `by:` or `visible_to:`, or remove it",
                    )
            for flag in holder.flags.values():
                if flag.name not in switched and not self.doubts.missed("flags", name):
                    wrong = f'no policy looks at the flag "{flag.name}"'
                    self._report(
                        name, "FB403", flag.place, len(flag.name), wrong, "add `flag:` to a policy, or remove it"
                    )

    def _declared_once(self, what: str, holders: Mapping[str, Mapping[str, Role] | Mapping[str, Flag]]) -> None:
        """Roles and flags are those of the whole system: a story knows them by their names alone."""
        seen: dict[str, Place] = {}
        for context, declared in holders.items():
            for name, one in declared.items():
                first = seen.setdefault(name, one.place)
                if first != one.place:
                    wrong = f'the {what} "{name}" is already declared in {first.file}, line {first.line}'
                    help_ = "declare it once, in system.yaml if several contexts need it"
                    self._report(context, "FB109", one.place, len(name), wrong, help_)

    # Versions --------------------------------------------------------------------------------------------------------

    def _functions(self) -> None:
        """A function that several changes name takes and gives the same in each of them."""
        known: dict[str, Function] = {}
        for function in functions(self.system):
            first = known.setdefault(function.name, function)
            if (first.takes, first.gives) != (function.takes, function.gives):
                wrong = f"{function.name} is to change other values in {first.place.file}, line {first.place.line}"
                context = next(name for name, own in self.problems.items() if own.file == function.place.file)
                help_ = "what travels is not the same in both places: name another function"
                self._report(context, "FB607", function.place, len(function.name), wrong, help_)

    # Types -----------------------------------------------------------------------------------------------------------

    def _types(self) -> None:
        holders: list[tuple[str, Mapping[str, TypeDef]]] = [("", self.system.types)]
        holders += [(name, context.types) for name, context in self.system.contexts.items()]
        used = set[Ref]().union(*self.uses.values())
        needs: dict[str, dict[str, TypeDef]] = {name: {} for name, _ in holders}
        for name, types in holders:
            for definition in types.values():
                for ref in refs_in_type(definition):
                    if ref != Ref(name, definition.name):
                        used.add(ref)
                    if ref.context != name:
                        needs[name].setdefault(ref.context, definition)
        tagged: dict[str, tuple[TypeExpr, Ref]] = {}
        for name, types in holders:
            for definition in types.values():
                self._type(name, definition, used)
                self._tag(name, definition, tagged)
        for group in circles(needs):
            self._need_each_other(group, needs)

    def _type(self, context: str, definition: TypeDef, used: set[Ref]) -> None:
        length = len(definition.name)
        if Ref(context, definition.name) not in used and not self.doubts.missed("types", context):
            wrong = f"nobody uses the type {definition.name}"
            self._report(context, "FB216", definition.place, length, wrong, "use it in a field, or remove it")
        if isinstance(definition, SimpleType | EnumType) and definition.tag and definition.personal:
            wrong = f'values of {definition.name} are personal data, and the tag "{definition.tag}" keeps them'
            help_ = "tags are not forgotten with the subject; if it is meant, say so with `allow: {FB318: why}`"
            self._report(context, "FB318", definition.place, length, wrong, help_)

    def _tag(self, context: str, definition: TypeDef, tagged: dict[str, tuple[TypeExpr, Ref]]) -> None:
        """A tag is one kind of value: events found by it are about the same thing wherever they come from."""
        if not isinstance(definition, SimpleType | EnumType) or definition.tag is None:
            return
        if isinstance(definition, SimpleType) and isinstance(definition.type, Named):
            return  # the tag is that of the type it is made of, or narrows another one
        ref = Ref(context, definition.name)
        kind = definition.base if isinstance(definition, SimpleType) else Named(ref)
        first, owner = tagged.setdefault(definition.tag, (kind, ref))
        if first != kind:
            wrong = f'the tag "{definition.tag}" is already that of {owner}, which is another type'
            help_ = f"choose another tag, or make it of {owner}"
            self._report(context, "FB215", definition.place, len(definition.name), wrong, help_)

    def _need_each_other(self, group: set[str], needs: Mapping[str, Mapping[str, TypeDef]]) -> None:
        """Report the first type that leads out of its context into one that leads back."""
        first = min(group)
        other = min(name for name in needs[first] if name in group)
        definition = needs[first][other]
        wrong = f"{definition.name} needs a type of {other or 'system.yaml'}, whose types lead back here"
        help_ = f"move what the types of {listed(group)} share to system.yaml"
        if "" in group:
            help_ = "declare in system.yaml what its types need"
        self._report(first, "FB217", definition.place, len(definition.name), wrong, help_)

    # Scenarios -------------------------------------------------------------------------------------------------------

    def _scenarios(self) -> None:
        for name, context in self.system.contexts.items():
            if self.doubts.missed("scenarios", name):
                continue
            shown = {
                scenario.when.ref.name for scenario in context.scenarios if scenario.kind == "decider" and scenario.when
            }
            refused = {_rejection(scenario) for scenario in context.scenarios}
            for command in context.commands.values():
                if command.name not in shown:
                    wrong = f"no scenario shows {command.name}"
                    self._report(name, "FB513", command.place, len(command.name), wrong, "add one under `scenarios:`")
            for rejection in context.rejections.values():
                if rejection.name not in refused and not self.doubts.missed("rejections", name):
                    wrong = f"no scenario shows {rejection.name}"
                    self._report(
                        name, "FB513", rejection.place, len(rejection.name), wrong, "add one under `scenarios:`"
                    )


def _rejection(scenario: Scenario) -> str:
    return "" if isinstance(scenario.then, tuple) else scenario.then.rejection.ref.name


def used_in(context: Context) -> dict[Ref, None]:
    """The named types that the messages of a context mention, as they are and as they were, once each."""
    used: dict[Ref, None] = {}
    for fields in _fields_of(context):
        used.update(dict.fromkeys(refs_in_fields(fields)))
    for event in context.events.values():
        for older in event.older:
            used.update(dict.fromkeys(refs_in_fields(older.fields)))
            used.update(dict.fromkeys(ref for one in older.types.values() for ref in refs_in_type(one)))
    return used


def _fields_of(context: Context) -> Iterator[Fields]:
    """The fields of every message, row and rejection of a context."""
    yield from (event.fields for event in context.events.values())
    yield from (command.fields for command in context.commands.values())
    yield from (rejection.fields for rejection in context.rejections.values())
    yield from (effect.fields for effect in context.effects.values())
    yield from (view.fields for view in context.views.values())
