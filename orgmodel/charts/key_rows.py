"""The rows of a key that explain signs."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.charts.colouring import LegendRow
from orgmodel.charts.signs import OF_LINES
from orgmodel.words.charts import word


def figure_rows(seen: Iterable[str], language: str) -> list[LegendRow]:
    """Explain the signs beside figures."""
    found, rows = set(seen), []
    if "figures" in found:
        said = word("figures-inside" if "outside" in found else "figures", language)
        if "at-least" in found:
            said += ", " + word("figures-open-exact" if "exact" in found else "figures-open", language)
        rows.append(("text", "figures", said))
    rows += [
        ("text", sign, word(f"figures-{sign}", language)) for sign in ("sum", "assumed", "of-known") if sign in found
    ]
    marks = [sign for sign in ("least", "unknown") if sign in found]
    if marks:
        key = "missing" if len(marks) == 2 else marks[0]
        rows.append(("text", key, word(f"figures-{key}", language)))
    return rows


def line_sign_rows(kinds: Iterable[str], language: str) -> list[LegendRow]:
    """Explain the signs that stand for kinds of line in boxes."""
    return [("text", key, word(key, language)) for kind, key in OF_LINES.items() if kind in set(kinds)]
