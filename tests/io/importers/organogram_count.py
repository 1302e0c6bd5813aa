"""The defects of an organogram return counted from its raw files, with nothing of the package: an oracle for the importer."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

_MAY_DIFFER = ("Name", "Contact Phone", "Contact E-mail", "Notes")

ABOUT_FILES = {"PROFESSION", "SPELLINGS", "NAME_MARKS", "GRADE", "REFERENCE_CHARACTERS"}
"""What is told of a file as a whole, and not counted here."""


def raw_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a file: the header, and each row that holds something with the line on which it begins."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        rows, before = [], reader.line_num
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((before + 1, [cell.strip() for cell in row]))
            before = reader.line_num
    return header, rows


def count_defects(senior: Path, junior: Path) -> Counter[str]:
    """Count the defects of rows by kind, by the published schema."""
    found: Counter[str] = Counter()
    header, rows = raw_rows(senior)
    at = header.index
    ref, name, title, body, above, fte = map(
        at, ("Post Unique Reference", "Name", "Job Title", "Organisation", "Reports to Senior Post", "FTE")
    )
    junior_header, juniors = raw_rows(junior)
    found["EMPTY_FILE"] = (not rows) + (not juniors)
    gone = {row[ref] for _, row in rows if row[name].lower() == "eliminated"}
    found["ELIMINATED"] = sum(row[name].lower() == "eliminated" for _, row in rows)
    live = [row for _, row in rows if row[name].lower() != "eliminated" and row[ref]]
    found["MISSING_REFERENCE"] = len(rows) - found["ELIMINATED"] - len(live)
    found["NOT_IN_POST"] = sum(row[ref] == "0" for row in live)
    found["MISSING_TITLE"] = sum(not row[title] for row in live)
    found["MISSING_NAME"] = sum(not row[name] for row in live)
    for row in live:
        found["FTE_ZERO"] += float(row[fte]) == 0
        found["FTE_ABOVE_ONE"] += float(row[fte]) > 1
    own = [column for column in range(1, len(header)) if header[column] not in _MAY_DIFFER]
    groups: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for row in live:
        if row[ref] != "0":
            groups[row[body].lower(), row[ref]].append(row)
    bearers: Counter[str] = Counter()
    roots: list[list[list[str]]] = []
    for (_, reference), rows_of in groups.items():
        alike = len({tuple(row[column] for column in own) for row in rows_of}) == 1
        bearers[reference] += 1 if alike else len(rows_of)
        found["REPEATED_REFERENCE"] += 0 if alike else len(rows_of)
        if alike and len(rows_of) > 1 and sum(float(row[fte]) for row in rows_of) > 1:
            found["JOB_SHARE_ABOVE_ONE"] += len(rows_of)
        posts = [rows_of] if alike else [[row] for row in rows_of]
        roots += [post for post in posts if any(row[above].lower() == "xx" for row in post)]
    if len(roots) > 1:
        found["MORE_THAN_ONE_ROOT"] = sum(row[above].lower() == "xx" for post in roots for row in post)
    for row in live:
        if row[above].lower() != "xx" or row[ref] == "0":
            found[_link(row[above], row[ref], bearers, gone)] += 1
    found["LOOP_BEHIND_REPEAT"] = _loops_behind_repeats(live, ref, above, bearers)
    to, junior_title, posts_fte = map(
        junior_header.index, ("Reporting Senior Post", "Generic Job Title", "Number of Posts in FTE")
    )
    for _, row in juniors:
        found[_link(row[to], None, bearers, gone)] += 1
        found["MISSING_TITLE"] += not row[junior_title]
        found["FTE_ZERO"] += float(row[posts_fte]) == 0
    del found[""]
    return +found


def _link(to: str, own: str | None, bearers: Counter[str], gone: set[str]) -> str:
    if bearers[to] == 1:
        return "SELF_REPORT" if to == own else ""
    if bearers[to]:
        return "AMBIGUOUS_SUPERIOR"
    if not to:
        return "MISSING_SUPERIOR"
    return "ELIMINATED_SUPERIOR" if to in gone else "UNKNOWN_SUPERIOR"


def _loops_behind_repeats(live: list[list[str]], ref: int, above: int, bearers: Counter[str]) -> int:
    """Count, of the rows that report to a repeated reference, the posts under it from which the way up leads back to the row."""
    over = {row[ref]: row[above] for row in live if bearers[row[ref]] == 1}
    loops = 0
    for row in live:
        if bearers[row[above]] < 2 or bearers[row[ref]] != 1:
            continue
        for meant in (one for one in live if one[ref] == row[above]):
            way = [meant[above]]
            while way[-1] in over and way[-1] != row[ref] and len(way) < len(live):
                way.append(over[way[-1]])
            loops += way[-1] == row[ref]
    return loops
