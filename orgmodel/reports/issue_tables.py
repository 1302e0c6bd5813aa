"""The tables of what changed since the last issue: cells of the report, cells of the baseline, rows of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgmodel.comparison.case import Case
from orgmodel.comparison.comparison import Comparison
from orgmodel.core.change_rows import key_text
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Document, Post
from orgmodel.core.schema import Tables
from orgmodel.reports.cells import NO
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.reports.issue import Posting
from orgmodel.reports.issue_causes import Causes
from orgmodel.reports.issue_changes import ADDED, REMOVED, CellChange, Changes, FigureChange, PostingChange
from orgmodel.words.citations import source_name
from orgmodel.words.fields import FIELDS
from orgmodel.words.labels import label
from orgmodel.words.labels import names as label_names
from orgmodel.words.reports import said

KEYS = frozenset(("kind", "level", "block", "rank", "category"))
"""Fields that hold a key which has words."""


def cells_form(comparison: Comparison, changes: Changes, causes: Causes) -> Form | None:
    """List every cell, row, form and sentence that shows something else, with through what; None where there is none."""
    if not changes.cells:
        return None
    rows = [
        FormRow((number, *_where(one), one.was, _now(one), _through(comparison, *causes.of(one))))
        for number, one in enumerate(changes.cells, 1)
    ]
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("table_column"), width=3),
        FormColumn(said("row_column"), width=3),
        FormColumn(said("column_column"), width=2),
        FormColumn(said("was"), width=2),
        FormColumn(said("is_now"), width=2),
        FormColumn(said("through"), width=2),
    ]
    return Form.of("changed-cells", said("cells_changed"), columns, rows)


def _where(one: CellChange) -> tuple[Names, Names, Names]:
    return one.form or said("text_of_report"), one.row, one.column


def _now(one: CellChange) -> Names:
    """Say what stands there now; of a whole form that it is new, or is gone."""
    if one.form and not one.row and not one.column and not one.now:
        return {ADDED: said("form_is_new"), REMOVED: said("form_is_gone")}.get(one.kind, ())
    return one.now or said("blank_now")


def _through(comparison: Comparison, figures: Sequence[int], postings: Sequence[int]) -> Names:
    """Name the rows of the two tables below that a cell changed through, or say that it is through neither."""
    parts = []
    if figures:
        parts.append(said("through_figures", listed=_numbers(figures)))
    if postings:
        parts.append(said("through_postings", listed=_numbers(postings)))
    parts = parts or [said("through_words")]
    return names_of(**{code: "; ".join(text_in(one, code) for one in parts) for code in comparison.languages})


def _numbers(places: Sequence[int]) -> str:
    """Write numbers of rows, those that follow one another as a range.

    >>> _numbers([0, 1, 2, 5])
    '1–3, 6'
    """
    runs: list[list[int]] = []
    for at in sorted(places):
        if runs and at == runs[-1][1] + 1:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    return ", ".join(str(start + 1) if start == end else f"{start + 1}–{end + 1}" for start, end in runs)


def figures_form(comparison: Comparison, changes: Changes) -> Form | None:
    """List the cells of the baseline that changed, with their source now; None where there is none."""
    if not changes.figures:
        return None
    named = {
        one.outcome.scenario.study.id if one.outcome.scenario.study else "": _Named(one) for one in comparison.cases
    }
    rows = []
    for number, one in enumerate(changes.figures, 1):
        names = named[one.study]
        rows.append(
            FormRow(
                (
                    number,
                    names.record(one),
                    names.field(one),
                    names.value(one, one.was) or said("blank_now"),
                    names.value(one, one.now) or said("blank_now"),
                    names.source(one),
                )
            )
        )
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("record_column"), width=4),
        FormColumn(said("field_column"), width=2),
        FormColumn(said("was"), width=2),
        FormColumn(said("is_now"), width=2),
        FormColumn(said("source"), width=3),
    ]
    return Form.of("changed-figures", said("figures_changed"), columns, rows)


def postings_form(comparison: Comparison, changes: Changes) -> Form | None:
    """List the rows of the ledger that are new, gone or of another amount; None where there is none."""
    if not changes.postings:
        return None
    cases = {one.label: one for one in comparison.cases}
    titles = {label: {step.step.id: step.step.title for step in one.outcome.steps} for label, one in cases.items()}
    several = len(cases) > 1
    rows = [
        FormRow((number, *_posted(cases[one.case], titles[one.case], one, several=several)))
        for number, one in enumerate(changes.postings, 1)
    ]
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        *([FormColumn(said("alternative_column"), width=2)] if several else []),
        FormColumn(said("step_column"), width=3),
        FormColumn(said("what_moves"), width=2),
        FormColumn(said("from_column"), width=3),
        FormColumn(said("to_column"), width=3),
        FormColumn(said("was"), width=1.5),
        FormColumn(said("is_now"), width=1.5),
    ]
    return Form.of("changed-postings", said("postings_changed"), columns, rows)


def _posted(case: Case, titles: Mapping[str, Names], one: PostingChange, *, several: bool) -> list[Names]:
    row: Posting = one.posting
    step = titles.get(row.step) or (("und", row.step),)
    own = case.own_labels
    ends = [case.told_apart(end) or (("und", end),) if end else said("outside_column") for end in row.ends]
    called = names_of(**{code: case.short(code) for code in case.languages})
    return [*([called] if several else []), step, label_names("quantity", row.quantity, own), *ends, one.was or said("blank_now"), one.now or said("blank_now")]  # fmt: skip


class _Named:
    """Name the records of a baseline, their fields and what stands in them, in every language."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.papers = {one.id: one for one in case.before.documents if isinstance(one, Document)}

    def _each(self, word: Mapping[str, str]) -> Names:
        return names_of(**dict(word))

    def record(self, one: FigureChange) -> Names:
        """Name a unit, a row of posts with its unit, or another record by its kind and what it names."""
        if one.table in ("units", "posts"):
            return self._called(one.key)
        words = {}
        for code in self.case.languages:
            parts = [text_in(self._called(part), code) for part in one.key.split(" ") if part]
            kind = label("table", one.table, code, self.case.own_labels)
            words[code] = f"{kind}: {', '.join(parts)}"
        return self._each(words)

    def _called(self, id: str) -> Names:
        post = self.case.before.get("posts", id) or self.case.after.get("posts", id)
        if isinstance(post, Post):
            unit = self.case.told_apart(post.unit)
            return self._each({code: ", ".join(filter(None, (text_in(post.titles, code, id), text_in(unit, code, post.unit)))) for code in self.case.languages})  # fmt: skip
        return self.case.told_apart(id) or (("und", id),)

    def field(self, one: FigureChange) -> Names:
        """Name a field."""
        vi, en = FIELDS.get(one.field, (one.field, one.field))
        return self._each({code: vi if code == "vi" else en for code in self.case.languages})

    def value(self, one: FigureChange, value: Names) -> Names:
        """Word what stands in a field: a key by its word, an id by its name, a source by its paper."""
        spec, text = Tables.BY_NAME[one.table], text_in(value, "en")
        if not value:
            return ()
        if any(spec.written_as(each.field) == one.field for each in spec.references):
            return self._called(text)
        if one.field in ("src", *KEYS):
            return self._each({code: self._word(one.field, text, code) for code in self.case.languages})
        return value

    def _word(self, field: str, text: str, code: str) -> str:
        if field == "src":
            return source_name(text, self.papers, code, self.case.own_labels)
        return label(field, text, code, self.case.own_labels)

    def source(self, one: FigureChange) -> Names:
        """Name the source of a record as it is now."""
        records = self.case.before.table(one.table)
        held = next((row for row in records if key_text(row.key) == one.key), None)
        src = getattr(held, "src", "")
        return (
            self._each(
                {code: source_name(src, self.papers, code, self.case.own_labels) for code in self.case.languages}
            )
            if src
            else ()
        )
