"""Texts that somebody might write into a catalogue, and that want to be something else than text."""

from __future__ import annotations

import json
from typing import Final

from hypothesis import strategies as st

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            '"]; digraph {',
            "\\",
            '\\"',
            "\\N \\G \\L \\n \\l \\r \\E \\T \\H",
            "<b>bold</b>",
            "<<table><tr><td>x</td></tr></table>>",
            "{a|b|<p> c}",
            "&lt;script&gt; &amp;amp; &#92; &copy;",
            "</title></svg><script>alert(1)</script>",
            "--> <!-- ]]> <![CDATA[",
            "a\nb\r\nc\td\0e\x1b[31m\u2028\ufffe\ud800",
            "javascript:alert(1)",
            "日本語 žluťoučký 😀 \u202e\u0628\u062c",
            "x" * 300,
            "",
        ]
    ),
    st.text(alphabet='"\\<>&{}|;[]= \nN', max_size=40),
)

DESCRIPTIONS: Final = (
    '"""; import os; os.system("true")  # ',
    "'''",
    "</script><script>alert(1)</script>",
    "\\N{BULLET} \\x41 \\",
    '"];a -> b; "',
    "<!-- --> ](http://example.com) `code`",
    "{{ self }} {% raw %} ${x}",
    "line one\nline two\n\nline four",
    "\u2028 \u2029 \u202e \u200b \U0001f600",
    "#: {|}>- &a *b !c %d @e",
)


def everywhere(summary: str) -> str:
    """A context that says ``summary`` in every place that may hold one."""
    said = json.dumps(summary, ensure_ascii=False)
    for sign in "\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return f"""\
context: ordering
title: {said}
summary: {said}
owner: {said}
allow: {{FB513: {said}, FB501: {said}}}
roles: {{customer: {said}, clerk: {{summary: {said}}}}}
flags: {{quick: {{summary: {said}}}}}
types:
  OrderId: {{type: uuid, tag: order, summary: {said}}}
  Status: {{enum: {{open: {said}, closed: }}, summary: {said}}}
  Line: {{record: {{sku: {{type: text, summary: {said}, example: {said}}}}}, summary: {said}}}
  Payment: {{union: [Line], summary: {said}}}
  Note: {{type: text, example: {said}}}
events:
  OrderPlaced:
    summary: {said}
    fields: {{order_id: {{type: OrderId, summary: {said}}}, payment: Payment, status: Status, note: Note}}
commands:
  PlaceOrder:
    summary: {said}
    by: [customer, clerk]
    fields: {{order_id: OrderId, note: {{type: text, default: {said}}}}}
    reads: {{OrderPlaced: order_id}}
    records: [OrderPlaced]
    rejects: {{Refused: {said}, Unknown: {{summary: {said}}}}}
deciders: {{Order: {{key: order_id, commands: [PlaceOrder], summary: {said}}}}}
policies: {{Again: {{when: OrderSent, issues: [Send], flag: quick, summary: {said}}}}}
effects: {{Send: {{records: [OrderSent], summary: {said}}}}}
views: {{Orders: {{key: order_id, from: {{OrderPlaced: order_id}}, fields: {{order_id: OrderId}}, summary: {said}}}}}
queries: {{All: {{view: Orders, summary: {said}}}}}
scenarios: {{PlaceOrder: {{{said}: {{when: {{PlaceOrder: {{note: {said}}}}}, then: [OrderPlaced]}}}}}}
stories: {{{said}: [{{customer: {{PlaceOrder: {{note: {said}}}}}}}]}}
""".replace("events:\n", "events:\n  OrderSent: {}\n", 1)
