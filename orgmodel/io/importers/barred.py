"""Tables parted by bars, as programs write them and as Markdown has them, made tables parted by commas, line by line."""

from __future__ import annotations

import re
from collections import Counter

from orgmodel.io.delimited import DELIMITERS, first_row

_BAR = "|"
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\s*")
_LINES_TO_LOOK_AT = 40
_FEWEST_LINES = 2


def without_bars(text: str) -> str:
    r"""Give a text with commas for bars where bars part its lines, each line where it was; any other text as it is.

    Bars at both ends of each line, and the rule of signs beneath the header of a Markdown table, are no cells.

    >>> without_bars("Unit|Posts\nRoads, east|12\n")
    'Unit,Posts\n"Roads, east",12\n'
    >>> without_bars("| Unit | Posts |\n|---|---:|\n| Roads | 12 |\n")
    'Unit,Posts\n\nRoads,12\n'
    >>> without_bars("Unit,Path\nRoads,Works|Roads\n")
    'Unit,Path\nRoads,Works|Roads\n'
    """
    if not _are_barred([line for line in text.split("\n", _LINES_TO_LOOK_AT)[:_LINES_TO_LOOK_AT] if line.strip()]):
        return text
    return "\n".join(map(_line, text.split("\n")))


def _are_barred(lines: list[str]) -> bool:
    """Tell whether bars part more lines into equally many cells than any other sign does, or as many and the header alone."""
    barred, width = _most(lines, _BAR)
    if barred < _FEWEST_LINES or barred * 2 <= len(lines):
        return False
    header = next(line for line in lines if len(first_row(line, _BAR)) == width)
    others = max((_most(lines, sign)[0] for sign in DELIMITERS), default=0)
    return barred > others or not any(sign in header for sign in DELIMITERS)


def _most(lines: list[str], sign: str) -> tuple[int, int]:
    """Give how many lines a sign parts into one number of cells, and that number."""
    widths = Counter(width for line in lines if (width := len(first_row(line, sign))) > 1)
    return max(((many, width) for width, many in widths.items()), default=(0, 0))


def _line(line: str) -> str:
    if _RULE.fullmatch(line):
        return ""
    if _BAR not in line:
        return _cell(line)
    bare = line.strip()
    if bare.startswith(_BAR) and bare.endswith(_BAR) and len(bare) > 1:
        bare = bare[1:-1]
    return ",".join(_cell(cell.strip()) for cell in first_row(bare, _BAR))


def _cell(text: str) -> str:
    """Quote a text where it needs it."""
    return '"' + text.replace('"', '""') + '"' if re.search('[",]', text) else text
