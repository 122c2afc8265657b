"""Every diagnostic code with its title and severity; the page of each is ``explanations/<code>.md``.

FB0xx files and YAML · FB1xx shape and names · FB2xx types and fields · FB3xx events, commands, boundaries ·
FB4xx policies, effects, views, roles, flags · FB5xx examples, scenarios, stories · FB6xx versions ·
FB7xx generated files · FB8xx settings · FB9xx suppressions. A code, once published, keeps its meaning.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from .diagnostics import Severity


@frozen
class Code:
    """One kind of problem."""

    code: str
    title: str
    severity: Severity = Severity.ERROR


_WARNING: Final = Severity.WARNING
_NOTE: Final = Severity.NOTE

_ALL: Final = (
    Code("FB001", "file too large"),
    Code("FB002", "not UTF-8"),
    Code("FB003", "binary file or control character"),
    Code("FB004", "tab as indentation"),
    Code("FB005", "nested too deep, or too many values"),
    Code("FB006", "anchor or alias"),
    Code("FB007", "YAML tag or directive"),
    Code("FB008", "duplicate key"),
    Code("FB009", "not YAML"),
    Code("FB010", "merge key"),
    Code("FB011", "more than one document"),
    Code("FB012", "key that is no text"),
    Code("FB013", "empty file"),
    Code("FB014", "file cannot be read"),
    Code("FB015", "path leads out of the catalogue"),
    Code("FB016", "no catalogue here"),
    Code("FB017", "system without contexts", _WARNING),
    Code("FB018", "file in the wrong place", _WARNING),
    Code("FB019", "file name differs from the context", _WARNING),
    Code("FB101", "unknown key"),
    Code("FB102", "missing key"),
    Code("FB103", "wrong kind of value"),
    Code("FB104", "value not among the choices"),
    Code("FB105", "name of the wrong form"),
    Code("FB106", "empty where something is needed"),
    Code("FB107", "name or text too long"),
    Code("FB108", "reserved name"),
    Code("FB109", "names that collide"),
    Code("FB110", "context declared twice"),
    Code("FB111", "number out of range"),
    Code("FB112", "word that other YAML readers take for something else"),
    Code("FB201", "unknown type"),
    Code("FB202", "type expression that cannot be read"),
    Code("FB203", "unknown context"),
    Code("FB204", "optional in the wrong place"),
    Code("FB205", "key type of a map"),
    Code("FB206", "type that contains itself"),
    Code("FB207", "constraint that does not fit the type"),
    Code("FB208", "constraints that contradict each other"),
    Code("FB209", "bound that is no value of the type"),
    Code("FB210", "constraint that loosens its type"),
    Code("FB211", "pattern that cannot be used"),
    Code("FB213", "union of something else than records"),
    Code("FB214", "enum words that collide"),
    Code("FB215", "tag on a type that cannot be one"),
    Code("FB216", "type that nobody uses", _WARNING),
    Code("FB217", "contexts whose types need each other"),
    Code("FB218", "personal data of an unknown subject"),
    Code("FB219", "default that does not fit"),
    Code("FB220", "default where none can be filled in"),
    Code("FB221", "no value satisfies these constraints"),
    Code("FB222", "types nested too deep"),
    Code("FB301", "unknown event"),
    Code("FB302", "event that nobody records", _WARNING),
    Code("FB303", "command that nobody may issue"),
    Code("FB304", "boundary by type alone", _WARNING),
    Code("FB305", "boundary by tag alone", _WARNING),
    Code("FB306", "unknown field in a boundary, key or tag"),
    Code("FB307", "boundary by a field without a tag"),
    Code("FB308", "event that does not carry the tag"),
    Code("FB309", "event of another context that is not public"),
    Code("FB310", "tolerated but not read"),
    Code("FB311", "event of another context recorded"),
    Code("FB312", "rejection declared nowhere"),
    Code("FB313", "rejection declared in two ways"),
    Code("FB314", "decider key that a command lacks"),
    Code("FB315", "command in two deciders"),
    Code("FB316", "unknown command or effect"),
    Code("FB317", "command that reads nothing", _WARNING),
    Code("FB318", "personal data in a tag", _WARNING),
    Code("FB319", "boundary by a value that may be missing"),
    Code("FB401", "unknown flag"),
    Code("FB402", "policies that set each other off", _WARNING),
    Code("FB403", "flag that nobody looks at", _WARNING),
    Code("FB404", "unknown role"),
    Code("FB405", "role that nobody has a use for", _WARNING),
    Code("FB406", "key of a view that is no field of it"),
    Code("FB407", "key of the wrong type"),
    Code("FB408", "unknown view"),
    Code("FB409", "unknown field of a view"),
    Code("FB410", "effect that nobody sets off", _WARNING),
    Code("FB411", "duration that cannot be read"),
    Code("FB412", "event that nobody reads", _NOTE),
    Code("FB413", "field that rows cannot be found by"),
    Code("FB501", "example that does not fit its type"),
    Code("FB502", "scenario of nothing"),
    Code("FB503", "value that does not fit its type"),
    Code("FB504", "unknown field in a message"),
    Code("FB505", "event outside the boundary"),
    Code("FB506", "scenario that does not fit its subject"),
    Code("FB507", "outcome that the command does not declare"),
    Code("FB508", "value that must be written"),
    Code("FB509", "step that cannot be read"),
    Code("FB510", "unknown name in a story"),
    Code("FB511", "ambiguous name in a story"),
    Code("FB512", "role that may not issue the command"),
    Code("FB513", "command or rejection without a scenario", _NOTE),
    Code("FB601", "version without its change"),
    Code("FB602", "change of a version that does not exist"),
    Code("FB603", "change of an unknown field"),
    Code("FB604", "version of a type that is not followed"),
    Code("FB605", "renames in a circle"),
    Code("FB606", "change that cannot be followed"),
    Code("FB607", "function that is to change different things"),
    Code("FB608", "function of a change that is not there", _WARNING),
    Code("FB609", "replacement that is not there"),
    Code("FB701", "generated file edited by hand"),
    Code("FB702", "generated file out of date"),
    Code("FB703", "file that is no longer generated"),
    Code("FB704", "file that cannot be written"),
    Code("FB705", "file among the generated ones that is not ours", _WARNING),
    Code("FB706", "target that failed"),
    Code("FB707", "diagram that cannot be drawn", _WARNING),
    Code("FB708", "released file edited by hand"),
    Code("FB709", "name that was released for something else"),
    Code("FB801", "unknown setting"),
    Code("FB802", "setting of the wrong type"),
    Code("FB803", "setting that leads out of the project"),
    Code("FB804", "unknown target"),
    Code("FB805", "pyproject.toml that cannot be read"),
    Code("FB806", "folder of templates that is missing"),
    Code("FB807", "template that replaces nothing", _WARNING),
    Code("FB808", "reference of a page that leads nowhere"),
    Code("FB809", "link of a page that leads nowhere", _WARNING),
    Code("FB810", "page that cannot be read"),
    Code("FB811", "scenario, story or message that is false"),
    Code("FB812", "file in the way of the site"),
    Code("FB901", "suppression that suppresses nothing", _WARNING),
    Code("FB902", "suppression of an unknown code"),
    Code("FB903", "suppression of an error"),
    Code("FB904", "suppression without a reason"),
)

CODES: Final[dict[str, Code]] = {code.code: code for code in _ALL}
"""All codes by their name."""
