"""The values that the published schema of UK organograms allows, checked once for a file: such rows are kept as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from orgmodel.core.characters import cut
from orgmodel.core.messages import Message
from orgmodel.io.importers.uk_organogram.rows import Return

GRADES = frozenset(("SCS4", "SCS3", "SCS2", "SCS1A", "SCS1", "OF-9", "OF-8", "OF-7", "OF-6"))
PROFESSIONS = frozenset(
    (
        "Communications", "Economics", "Finance", "Human Resources", "Information Technology", "Internal Audit",
        "Knowledge and Information Management (KIM)", "Law", "Medicine", "Military", "Operational Delivery",
        "Operational Research", "Other", "Planning", "Policy", "Procurement",
        "Programme and Project Management (PPM)", "Property and asset management", "Psychology",
        "Science and Engineering", "Social Research", "Statisticians", "Tax Professionals", "Vets",
    )
)  # fmt: skip
_REFERENCE = re.compile("[0-9A-Za-z-]+")
_SHOWN = 5


def check_values(file: Return) -> None:
    """Report what the rows that were imported hold and the schema does not allow, one problem a column."""
    rows = [row for row in file.rows if row.id]
    if any(row.ref for row in rows):
        odd = (row.ref for row in rows if not _REFERENCE.fullmatch(row.ref))
        _report(file, "REFERENCE_CHARACTERS", odd, "references with other characters than 0-9 A-Z a-z and -")
        marks = (row.name for row in rows if row.name in ("ND", "nd", "n/d", "VACANT", "vacant"))
        _report(file, "NAME_MARKS", marks, "names that mark as the schema does, and are spelt otherwise (N/D, Vacant)")
        grades = (row.grade for row in rows if row.grade not in GRADES)
        _report(file, "GRADE", grades, "grades that the schema does not list")
    professions = (row.profession for row in rows if row.profession not in PROFESSIONS)
    _report(file, "PROFESSION", professions, "professional groups that the schema does not list")


def _report(file: Return, code: str, values: Iterable[str], what: str) -> None:
    counts = Counter(values)
    if not counts:
        return
    shown = ", ".join(f"{cut(value or 'blank')!r} ({count})" for value, count in counts.most_common(_SHOWN))
    more = Message.of(" and {count} others", count=len(counts) - _SHOWN) if len(counts) > _SHOWN else ""
    message = Message.of(
        "{count} rows hold {what}, kept as they are: {shown}{more}",
        count=counts.total(),
        what=Message.of(what),
        shown=shown,
        more=more,
    )
    file.report.whole(code, message)
