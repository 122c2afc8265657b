"""Scenarios and stories for ``catalogue.json``: payloads are complete and in the form in which they travel."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import Do, Payload, Recorded, Refused, Scenario, See, SetFlag, Step, Story, Wait
from ...reading.literals import duration_text
from ._parts import Object, given


def scenario(told: Scenario) -> Object:
    """A scenario; its outcome is ``then``, or ``refused``."""
    return {
        "title": told.title,
        "kind": told.kind,
        "subject": told.subject,
        "place": str(told.place),
        **given(given=_payloads(told.given)),
        **({} if told.when is None else {"when": _payload(told.when)}),
        **(
            {"refused": _payload(told.then.rejection)}
            if isinstance(told.then, Refused)
            else {"then": _payloads(told.then)}
        ),
    }


def story(told: Story) -> Object:
    """A story, step by step."""
    return {"title": told.title, "place": str(told.place), "steps": [_step(step) for step in told.steps]}


def _step(step: Step) -> Object:
    place = str(step.place)
    match step:
        case Do(role, command, refused):
            answer = {} if refused is None else {"refused": str(refused)}
            return {"kind": "do", "place": place, "role": role, "command": _payload(command), **answer}
        case See(row, absent):
            return {"kind": "see", "place": place, "row": _payload(row), **given(absent=absent)}
        case Wait(duration):
            return {"kind": "wait", "place": place, "duration": duration_text(duration)}
        case SetFlag(flag, on):
            return {"kind": "flag", "place": place, "flag": flag, "on": on}
        case Recorded(events):
            return {"kind": "recorded", "place": place, "events": [str(ref) for ref in events]}


def _payloads(payloads: Iterable[Payload]) -> list[Object]:
    return [_payload(payload) for payload in payloads]


def _payload(payload: Payload) -> Object:
    return {
        "ref": str(payload.ref),
        "place": str(payload.place),
        **given(written=payload.written, data=dict(payload.data)),
    }
