"""Values that people and attackers write where something else is expected."""

from __future__ import annotations

import datetime

LONG = "dài " * 1500
"""A text of many words; what is said of it may not be as long."""
LONGER_WORD = "x" * 5000

TEXTS = (
    *("", " ", "~", "null", "true", "-", ".", "..", "/", "\\", "'", '"', "`", "|", ";", ",", ":", "#", "*", "&a", "!!x", "<<", "%", "@", "?"),
    *("total", "block:party", "unit:x", "kind:", "all", "rest", "both", "keep", "drop", "assumed", "assumed:x", "derived", "paper:"),
    *("=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "<script>alert(1)</script>", "&amp;", "]]>", "<!--"),
    *("a|b", "[x](javascript:1)", "![x](y)", "**", "# h", "```", "| a | b |", "\\u202e", "${x}", "{x}", "{{x}}", "{0}", "%s", "{x!r:>999}"),
    *("../../etc/passwd", "/etc/passwd", "C:\\x", "file:///etc/passwd", "http://localhost/x", "con", "nul.csv", "a\0b", "a\x1b[31mb"),
    *("\u202egnp", "a\u200bb", "\u00a0", "\ufeff", "\ud7ff", "\U0001f600", "e\u0301", "đ", "Đ", "ð", "İ", "ﬁ", "ⅷ", "٣", "１２", "½", "\u0085", "\u2028"),
    *("0", "00", "-0", "1e3", "1e400", "0x10", "0b1", "1_000", "1,5", "1.5", "1.000", "1 000", "1.000,50", "NaN", "inf", "-inf", "9" * 19, "9" * 400),
    *("2022-02-30", "2022-13", "0000", "9999-12-31", "10000", "2022-2-3", "31/12/2022", "2022-10-31T00:00:00Z", "12:30:00", "?", "2022-Q3"),
    *(LONG, LONGER_WORD, "\n", "a\nb", "\r\n", "a\tb"),
)  # fmt: skip
NUMBERS = (
    *(0, 1, -1, 2, 3, 7, 10, 99, 10**6, 10**15, 10**15 + 1, 10**18, 2**63 - 1, 2**63, 10**19, 10**40, -(10**15), -(2**63)),
    *(0.5, 0.1, 1.5, 2.25, 1e-9, 1e15, 1e16, 1e22, 1e300, -0.0, float("nan"), float("inf"), float("-inf")),
)  # fmt: skip
OTHERS = (
    *(None, True, False, datetime.date(2022, 10, 31), datetime.date(1, 1, 1), datetime.date(9999, 12, 31)),
    *([], {}, [[]], [{}], {"": ""}, [None], {"a": {"b": {"c": []}}}, ["a", "a"], [1, "1"], {"vi": None}, {"en": ["x"]}),
)  # fmt: skip
VALUES = (*TEXTS, *NUMBERS, *OTHERS)
