"""The well-known forms of text as portable patterns without anchors.

The generator has the same patterns for what it writes (it does not import this package); a test holds the two together.
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
