"""What a comparison found, for people, programs, code hosts and changelogs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import json as fast

from .accepting import entry
from .findings import Finding, Verdict
from .suggesting import flow

__all__ = ["as_json", "markdown", "sarif", "summary", "text", "yaml_lines"]


def summary(findings: Sequence[Finding], against: str) -> str:
    """One line."""
    counts = {verdict: sum(one.verdict is verdict for one in findings) for verdict in Verdict}
    broken = sum(one.broken for one in findings)
    accepted = sum(bool(one.accepted) for one in findings)
    numbers = f"{counts[Verdict.SAFE]} safe, {counts[Verdict.VERSION]} need a version, "
    numbers += f"{counts[Verdict.EVENT]} are new events, {counts[Verdict.BREAKING]} break"
    return f"compared with {against}: {numbers}; {broken} to settle, {accepted} accepted"


def text(findings: Sequence[Finding]) -> str:
    """For a person: each finding with its witness and the way out."""
    return "\n".join(line for one in findings for line in _told(one))


def _told(one: Finding) -> Iterator[str]:
    yield f"{one.place}: {one.kind} {one.ref} {_verdict(one)}"
    yield from (f"    - {change}" for change in one.changes)
    if one.why:
        yield f"    {one.why}"
    if one.witness is not None:
        yield f"    for example {fast.encode(one.witness.payload).decode()}"
        yield f"      {one.witness.said}"
    for label, said in (("what was", one.backward), ("while both run", one.forward)):
        if said and said != one.why:
            yield f"    {label}: {said}"
    yield from (f"    touches {what}" for what in one.impact)
    if one.accepted:
        yield f"    accepted: {one.accepted}"
    elif one.yaml:
        yield "    write into the entry:"
        yield from (f"      {line}" for line in yaml_lines(one))
    if one.broken and one.verdict is not Verdict.VERSION:
        yield "    or accept it in accepted-breaks.toml:"
        yield from (f"      {line}" for line in entry(one))
    yield ""


def _verdict(one: Finding) -> str:
    words = {
        Verdict.SAFE: "is safe",
        Verdict.VERSION: "needs a version",
        Verdict.BREAKING: "breaks",
        Verdict.EVENT: "is a new event",
    }
    return words[one.verdict]


def yaml_lines(one: Finding) -> Iterator[str]:
    """What to add to the entry, in block style."""
    yield f"version: {one.yaml['version']}"
    yield "changes:"
    yield from (f"  {number}: {flow(steps)}" for number, steps in one.yaml["changes"].items())


def as_json(findings: Sequence[Finding], against: str) -> str:
    """For programs."""
    return json.dumps({"against": against, "findings": [_object(one) for one in findings]}, indent=2) + "\n"


def _object(one: Finding) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": one.kind,
        "ref": one.ref,
        "verdict": one.verdict.value,
        "broken": one.broken,
        "change": one.fingerprint,
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
        "changes": list(one.changes),
        "why": one.why,
        "backward": one.backward,
        "forward": one.forward,
        "impact": list(one.impact),
        "yaml": "\n".join(yaml_lines(one)) if one.yaml else "",
        "accepted": one.accepted,
    }
    if one.witness is not None:
        made["witness"] = {"payload": one.witness.payload, "said": one.witness.said}
    return made


def sarif(findings: Sequence[Finding], version: str) -> str:
    """SARIF 2.1.0: what is to be settled as errors, what is accepted as notes."""
    results = [
        {
            "ruleId": one.verdict.name.lower(),
            "level": "error" if one.broken else "note",
            "message": {"text": f"{one.kind} {one.ref} {_verdict(one)}: {'; '.join(one.changes)}"},
            "partialFingerprints": {"change": one.fingerprint},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": one.place.file},
                        "region": {"startLine": one.place.line, "startColumn": one.place.column},
                    }
                }
            ],
        }
        for one in findings
    ]
    rules = [{"id": verdict.name.lower(), "shortDescription": {"text": verdict.value}} for verdict in Verdict]
    driver = {"name": "factbook diff", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def markdown(findings: Sequence[Finding], against: str) -> str:
    """For a changelog: what breaks first."""
    lines = [f"## Changes since {against}", ""]
    for verdict in reversed(Verdict):
        some = [one for one in findings if one.verdict is verdict]
        if some:
            lines += [f"### {verdict.value.capitalize()}", ""]
            lines += [f"- **{one.ref}** ({one.kind}): {'; '.join(one.changes)}." for one in some]
            lines.append("")
    return "\n".join(lines)
