"""Texts that somebody might write into a catalogue, and that want to be something else than text."""

from __future__ import annotations

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
