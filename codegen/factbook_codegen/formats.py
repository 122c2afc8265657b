"""The well-known forms of text as portable patterns (no anchors; they match the whole text), with an example of each.

Deliberately plain: they refuse what is certainly wrong and are the same in every place that enforces them (class,
JSON Schema, decoder), which the grammars of the RFCs would not be.
"""

from __future__ import annotations

from typing import Final

_LABEL: Final = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?"
_BYTE: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_HEX: Final = "[0-9A-Fa-f]{1,4}"

FORMATS: Final[dict[str, str]] = {
    "email": f"[A-Za-z0-9.!#$%&'*+/=?_`{{|}}~\\-]{{1,64}}@{_LABEL}(?:\\.{_LABEL})+",
    "uri": "[A-Za-z][A-Za-z0-9+.\\-]{0,30}:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]{1,2000}",
    "hostname": f"{_LABEL}(?:\\.{_LABEL})*",
    "ipv4": f"{_BYTE}(?:\\.{_BYTE}){{3}}",
    "ipv6": "|".join(
        [
            f"(?:{_HEX}:){{7}}{_HEX}",
            *(f"(?:{_HEX}:){{{left}}}(?::{_HEX}){{1,{7 - left}}}" for left in range(1, 7)),
            f"(?:{_HEX}:){{1,7}}:",
            f":(?:(?::{_HEX}){{1,7}}|:)",
        ]
    ),
}
"""Pattern of each format. ``email`` is that of the HTML standard's input element with a dot in the domain required."""

EXAMPLES: Final[dict[str, str]] = {
    "email": "person@example.com",
    "uri": "https://example.com/",
    "hostname": "host.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}
"""A text of each format, from the ranges that are reserved for examples."""
