"""Reports for people, programs and code hosts."""

import json
from typing import Any

import pytest
from factbook_codegen import reports
from factbook_codegen.diagnostics import Diagnostic, Severity
from factbook_codegen.model import Place

MONY = Diagnostic(
    "FB201",
    'there is no type "Mony"',
    Place("catalogue/shop/ordering.yaml", 23, 21),
    help='did you mean "Money"?',
    length=4,
    source="    fields: {total: Mony}",
)
SILENT = Diagnostic("FB302", "nobody records OrderLost", Place("catalogue/shop/ordering.yaml", 9, 3), Severity.WARNING)
COUNTS = {"contexts": 1, "commands": 2, "events": 1, "policies": 1, "views": 0}


def test_a_problem_shows_the_line_a_caret_and_the_way_out() -> None:
    """One block a problem; what is not known is left out."""
    expected = """\
catalogue/shop/ordering.yaml:23:21: error[FB201]: there is no type "Mony"
   23 |     fields: {total: Mony}
      |                     ^^^^
      = did you mean "Money"?

catalogue/shop/ordering.yaml:9:3: warning[FB302]: nobody records OrderLost
"""

    assert expected == reports.text([MONY, SILENT])


def test_colour_changes_nothing_but_the_colour() -> None:
    """Without its escape sequences the coloured report is the plain one."""
    import re

    coloured = reports.text([MONY, SILENT], colour=True)

    assert "\x1b[1;31merror[FB201]\x1b[0m" in coloured
    assert reports.text([MONY, SILENT]) == re.sub(r"\x1b\[[0-9;]*m", "", coloured)


@pytest.mark.parametrize(
    ("source", "column", "length", "shown", "caret"),
    [
        ("name: 書籍 Mony", 10, 4, "name: 書籍 Mony", "            ^^^^"),
        ("\tname: Mony", 8, 4, " name: Mony", "        ^^^^"),
        ("a\x1b[2Jb: Mony", 9, 4, "a\\x1b[2Jb: Mony", "            ^^^^"),
        ("a\u202eb: Mony", 6, 4, "a\\u202eb: Mony", "           ^^^^"),
        ("x" * 500 + "Mony" + "y" * 500, 501, 4, "…" + "x" * 60 + "Mony" + "y" * 56 + "…", " " * 62 + "^^^^"),
        ("x: Mony", 4, 400, "x: Mony", "    ^^^^"),
    ],
    ids=["wide characters", "tab", "escape sequence", "direction of text", "long line", "longer than the line"],
)
def test_the_caret_stands_below_what_is_wrong(source: str, column: int, length: int, shown: str, caret: str) -> None:
    """Whatever the line holds, and nothing in it reaches the terminal as a command."""
    problem = Diagnostic("FB201", "wrong", Place("a.yaml", 1, column), length=length, source=source)
    _, line, marks, *_ = reports.text([problem]).splitlines()

    assert f"    1 | {shown}" == line
    assert f"      |{caret}" == marks


def test_nothing_in_a_name_or_message_steers_the_terminal() -> None:
    """File names and messages may hold what a file held."""
    problem = Diagnostic("FB201", "no \x1b]0;owned\x07", Place("a\n\udcffb.yaml", 1, 1), help="\x9b31m")

    assert "a\\n\\udcffb.yaml:1:1: error[FB201]: no \\x1b]0;owned\\x07\n      = \\x9b31m\n" == reports.text([problem])


def test_json_holds_every_problem_and_the_counts() -> None:
    """In the order of the text report."""
    expected = {
        "problems": [
            {
                "code": "FB201",
                "severity": "error",
                "message": 'there is no type "Mony"',
                "help": 'did you mean "Money"?',
                "file": "catalogue/shop/ordering.yaml",
                "line": 23,
                "column": 21,
                "length": 4,
            },
            {
                "code": "FB302",
                "severity": "warning",
                "message": "nobody records OrderLost",
                "help": "",
                "file": "catalogue/shop/ordering.yaml",
                "line": 9,
                "column": 3,
                "length": 1,
            },
        ],
        "summary": {**COUNTS, "errors": 1, "warnings": 1},
    }

    assert expected == json.loads(reports.as_json([MONY, SILENT], COUNTS))


def test_sarif_is_what_code_hosts_read() -> None:
    """Version 2.1.0: one run, a rule for each code that occurs, a result for each problem."""
    log: dict[str, Any] = json.loads(reports.sarif([MONY, SILENT], "1.2.3"))
    expected = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "factbook",
                        "semanticVersion": "1.2.3",
                        "rules": [
                            {
                                "id": "FB201",
                                "shortDescription": {"text": "unknown type"},
                                "help": {"text": "Run `factbook explain FB201`."},
                                "defaultConfiguration": {"level": "error"},
                            },
                            {
                                "id": "FB302",
                                "shortDescription": {"text": "event that nobody records"},
                                "help": {"text": "Run `factbook explain FB302`."},
                                "defaultConfiguration": {"level": "warning"},
                            },
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": "FB201",
                        "ruleIndex": 0,
                        "level": "error",
                        "message": {"text": 'there is no type "Mony" (did you mean "Money"?)'},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "catalogue/shop/ordering.yaml"},
                                    "region": {"startLine": 23, "startColumn": 21, "endColumn": 25},
                                }
                            }
                        ],
                    },
                    {
                        "ruleId": "FB302",
                        "ruleIndex": 1,
                        "level": "warning",
                        "message": {"text": "nobody records OrderLost"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "catalogue/shop/ordering.yaml"},
                                    "region": {"startLine": 9, "startColumn": 3, "endColumn": 4},
                                }
                            }
                        ],
                    },
                ],
            }
        ],
    }

    assert expected == log


def test_sarif_and_json_take_any_file_name() -> None:
    """A name that is no Unicode text, or no URI, is escaped."""
    problem = Diagnostic("FB201", "wrong", Place("a b\udcff.yaml", 1, 1))
    log = json.loads(reports.sarif([problem], "1"))
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert "a%20b%5Cudcff.yaml" == uri
    assert "a b\\udcff.yaml" == json.loads(reports.as_json([problem], {}))["problems"][0]["file"]


def test_the_summary_counts_in_words() -> None:
    """One is one, none is left out, except contexts, errors and warnings."""
    note = Diagnostic("FB412", "nobody reads it", Place("a.yaml", 1, 1), Severity.NOTE)

    assert "1 context, 2 commands, 1 event, 1 policy; 1 error, 1 warning" == reports.summary(COUNTS, [MONY, SILENT])
    assert "0 contexts; 0 errors, 0 warnings, 1 note" == reports.summary({}, [note])
