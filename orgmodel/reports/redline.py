"""A report compared with its last issue: every cell and sentence that changed marked, and told in tables, with through what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orgmodel.comparison.comparison import Comparison
from orgmodel.core.names import Names
from orgmodel.reports.form import ADDED, BODY, REMOVED, Form, FormRow
from orgmodel.reports.issue import Issue, issue_of, sentences_in
from orgmodel.reports.issue_causes import Causes
from orgmodel.reports.issue_changes import Changes, FormMarks, changes_between
from orgmodel.reports.issue_tables import cells_form, figures_form, postings_form
from orgmodel.reports.manuscript import REMARK, Block, Chapter, Manuscript, PageBreak, Paragraph, Statement
from orgmodel.words.numbers import date
from orgmodel.words.reports import said

REDLINE = "redline"


def redline(comparison: Comparison, report: Manuscript, old: Issue, persons: str = "") -> Manuscript:
    """Mark in a report what changed since an issue, and tell it in tables before all else."""
    new = issue_of(comparison, report, persons)
    changes = changes_between(old, new)
    causes = Causes(comparison, changes, old, new)
    forms = (
        cells_form(comparison, changes, causes),
        figures_form(comparison, changes),
        postings_form(comparison, changes),
    )
    blocks: list[Block] = [form for form in forms if form is not None]
    if not blocks:
        blocks = [Paragraph(said("nothing_changed"))]
    if any(True for _ in report.pictures()):
        blocks.append(Paragraph(said("charts_not_compared"), REMARK))
    blocks.append(PageBreak())
    told = Chapter(said("changes_since"), tuple(blocks), key=REDLINE)
    opening = (*report.opening, Paragraph(_compared_with(old), REMARK))
    marked = _marked(report, changes)
    return replace(report, id=f"{REDLINE}-{report.id}", kind=REDLINE, chapters=(told, *marked), opening=opening)


def _compared_with(old: Issue) -> Names:
    if not old.as_of:
        return said("compared_with_last")
    return said("compared_with_issue_of", date=lambda code: date(old.as_of, code))


def _marked(report: Manuscript, changes: Changes) -> list[Chapter]:
    """Put the marks into the forms and sentences of a report."""
    sentences = {place: at for at, (place, _) in enumerate(sentences_in(report))}
    count, form, shown = len(sentences), 0, 0
    found: list[Chapter] = []
    gone = sorted(changes.texts_removed, key=lambda one: one[0])
    for at, chapter in enumerate(report.chapters):
        blocks: list[Block] = []
        for place, block in enumerate(chapter.blocks):
            if isinstance(block, Form):
                marks = changes.forms.get(form)
                blocks.append(block if marks is None else marked_form(block, marks))
                form += 1
            elif (number := sentences.get((at, place))) is not None:
                blocks += _gone(gone, number)
                blocks.append(_sentence(block, changes.texts.get(number)))
                shown = number + 1
            else:
                blocks.append(block)
        if shown == count:
            blocks += _gone(gone, count)
        found.append(replace(chapter, blocks=tuple(blocks)))
    return found


def _gone(gone: list[tuple[int, Names]], before: int) -> list[Block]:
    """Take the sentences that stood before a place and are there no longer."""
    found: list[Block] = []
    while gone and gone[0][0] <= before:
        found.append(Paragraph((), was=gone.pop(0)[1], revision=REMOVED))
    return found


def _sentence(block: Block, mark: tuple[str, Names] | None) -> Block:
    if mark is None:
        return block
    if isinstance(block, Paragraph):
        return replace(block, revision=mark[0], was=mark[1])
    if isinstance(block, Statement):
        return replace(block, was=mark[1], revision=mark[0])
    return block


def marked_form(form: Form, marks: FormMarks) -> Form:
    """Give a form with what its cells showed, rows that are new, and rows that are gone in the places where they stood.

    >>> form = Form.of("f", (), [()], [("a",)])
    >>> marks = FormMarks(removed=[(0, ((("en", "b"),),))])
    >>> [(row.revision, row.cells, row.was) for row in marked_form(form, marks).rows]
    [('removed', ('',), ((('en', 'b'),),)), ('', ('a',), ())]
    """
    rows: list[FormRow] = []
    columns = range(len(form.columns))
    for at in range(len(form.rows) + 1):
        for before, texts in marks.removed:
            if before == at:
                rows.append(FormRow(("",) * len(form.columns), BODY, was=texts, revision=REMOVED))
        if at == len(form.rows):
            break
        row = form.rows[at]
        if at in marks.added:
            rows.append(replace(row, was=((),) * len(form.columns), revision=ADDED))
            continue
        was: Sequence[Names | None] = [marks.was.get((at, place)) for place in columns]
        rows.append(replace(row, was=tuple(was)) if any(one is not None for one in was) else row)
    return replace(form, rows=tuple(rows))
