"""In what size the tables of an annex by itself are set: somewhat smaller where it would go on to a further page for a few rows."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.reports.column_widths import WORDS, fitted
from orgmodel.reports.form import Form
from orgmodel.reports.letterhead import A4_WIDTH
from orgmodel.reports.manuscript import Chapter
from orgmodel.reports.page_breaks import height
from orgmodel.reports.page_height import A4_HEIGHT
from orgmodel.reports.typography import Typography

HEAD = 30.0
"""What the head of an annex takes, in mm: its number, its title, to which paper it is attached."""
SET = 0.87
"""How high tables come, by how high they are at most."""
LITTLE = 0.25
"""So much of a page is a few rows."""


TIGHT = 4.0
"""So many ems has a column of words at least there: cells that say little leave the room to those that say much."""


@dataclass(frozen=True, slots=True)
class TableFit:
    """Hold the points in which tables are set, how many ems a column of words has at least, and whether notes run on in one paragraph."""

    size: float
    words: float = WORDS
    runs_on: bool = False

    def beneath(self, form: Form, language: str) -> list[str]:
        """List the paragraphs that stand under a form."""
        told = form.beneath(language)
        return [" ".join(told)] if self.runs_on and told else told


def table_fit(chapter: Chapter, language: str, kind: Typography) -> TableFit:
    """Say how the tables of a chapter are set: as the profile has them, or as small print where an annex by itself is a little too long.

    >>> from orgmodel.reports.typography import PROFILES
    >>> form = Form.of("f", (), [()], [(f"row {at}",) for at in range(46)])
    >>> short = Form.of("f", (), [()], [("row",)])
    >>> alone = [Chapter((), (one,), annex=True, restarts=True) for one in (form, short)]
    >>> [table_fit(one, "en", PROFILES["state"]).size for one in (*alone, Chapter((), (form,), annex=True))]
    [10, 11, 11]
    """
    usual = TableFit(kind.table)
    forms = [one for one in chapter.blocks if isinstance(one, Form)]
    if not chapter.restarts or len(forms) < len(chapter.blocks) or len({one.wide for one in forms}) != 1:
        return usual
    across, down = A4_WIDTH - kind.left - kind.right, A4_HEIGHT - kind.top - kind.bottom
    if forms[0].wide:
        across, down = A4_HEIGHT - kind.top - kind.bottom, A4_WIDTH - kind.left - kind.right
    pages, beyond = divmod(HEAD + sum(_height(one, language, across, kind) for one in forms), down)
    return TableFit(min(kind.table, kind.small), TIGHT, runs_on=True) if pages and beyond <= LITTLE * down else usual


def _height(form: Form, language: str, across: float, kind: Typography) -> float:
    size, shares = fitted(form, language, across, kind.table, kind.face)
    return SET * height(form, language, across, size, shares, kind.face)
