r"""How values travel: the grammar of every type in JSON, and the way there and back.

The same grammar is written out in the generated JSON Schemas, so a schema alone refuses what :func:`read` refuses.
``N`` is ``0`` or digits that do not begin with ``0``.

========  =============================================================================================================
text      a text; Unicode, so no half of a surrogate pair
bool      ``true`` or ``false``
int       a number without a fraction, from -2**63 to 2**63 - 1 (``1.0`` is ``1``: JSON Schema cannot tell them apart)
float     a number that a double holds; never NaN or infinite
decimal   a text ``-?N(.digits)?``, never a number, never with an exponent: ``"12.50"``, ``"-0.5"``
uuid      a text of 32 hexadecimal digits, upper or lower case, with hyphens after the 8th, 12th, 16th and 20th
date      a text ``YYYY-MM-DD``, a day that exists, from year 0001
datetime  a text ``YYYY-MM-DDTHH:MM:SSZ`` or ``YYYY-MM-DDTHH:MM:SS.fZ`` with one to six digits ``f``: UTC only, ``Z``
          only, no leap second
duration  a text: ``P``, then days ``nD``, then perhaps ``T`` with hours ``nH``, minutes ``nM``, seconds ``nS`` (or
          ``n.fS`` with one to six digits ``f``), each ``n`` an ``N``. At least one of the four is there. The first may
          be as large as it likes (up to 9 digits of days, 10 of hours, 12 of minutes, 13 of seconds); each later one
          is smaller than one of the unit before it that is there: ``PT48H``, ``P2D``, ``P1DT7200.5S``, ``PT1H30M``,
          but not ``PT1H90M``. Never negative.
bytes     a text in base64 (RFC 4648 section 4) with padding, unused bits zero
json      any JSON value
enum      a text, one of its words
record    an object; unknown keys are refused where strangers write, and passed over in what was recorded
union     an object with one key, the record's name: ``{"Card": {…}}``
list      an array
map       an object; its keys are texts as above. So that no two keys mean the same, a uuid is in lower case and an int
          is ``-?N``, without ``-0``.
========  =============================================================================================================

A field without a value is left out or ``null``; both mean the same, and ``null`` is what is written. What is written
is canonical: keys in alphabetical order, no white space, uuids in lower case, durations in days and seconds, times with
six digits of a second or none.
"""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = ["Json"]

Json: TypeAlias = Any
"""A plain JSON value: ``dict`` with texts as keys, ``list``, ``str``, ``int``, ``float``, ``bool`` or ``None``."""
