"""The progress report: how each step of a study stands on a date, with what people wrote of results, difficulties and requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of
from orgmodel.core.records import Unit
from orgmodel.reports.cells import DATE, NO, Cell, Dated
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.reports.letterhead import REPORTS, letter_for, letterhead, signature
from orgmodel.reports.manuscript import ITEM, Chapter, Manuscript, Paragraph
from orgmodel.scenario.elements import ProgressNote
from orgmodel.tracking.board import StatusRow, status_rows
from orgmodel.words.labels import names as label_names
from orgmodel.words.numbers import count, dates
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Scenario, Study

MOST_NAMED = 4


def steps_on_the_board(study: Study, as_of: str, scenarios: Iterable[Scenario] = ()) -> list[StatusRow]:
    """List the steps that somebody owes, by clause and due date; drafts of the authors' own are none.

    They are those of all scenarios of the study; of these ``scenarios`` where it was read for them alone.
    """
    rows = [row for row in status_rows(study if study.scenarios else scenarios, as_of) if not row.illustrative]
    owed = {row.clause for row in rows if row.owners}
    return [row for row in rows if row.owners or row.clause not in owed]


def progress_report(
    study: Study, as_of: str, notes: Mapping[str, ProgressNote], profile: str, scenarios: Iterable[Scenario] = ()
) -> Manuscript:
    """Make the progress report of a study on a date; ``notes`` are what people wrote, by step."""
    rows = steps_on_the_board(study, as_of, scenarios)
    standing = Counter(row.standing for row in rows)
    counted = [
        Paragraph(said("progress_counts", many=_counted(many), standing=label_names("standing", key, study.terms.labels)), ITEM)
        for key, many in standing.items()
    ]  # fmt: skip
    letter = letter_for(study)
    about = study.title or (("und", study.id),)
    return Manuscript(
        "progress",
        said("progress_title", about=about),
        (
            Chapter(said("summary"), tuple(counted)),
            Chapter((), (progress_form(study, rows, notes, as_of),), annex=True),
        ),
        type=said("progress"),
        opening=(Paragraph(said("progress_as_of", date=dates(as_of))),),
        letterhead=letterhead(profile, letter, REPORTS),
        signature=signature(profile, letter),
        language=study.language,
        kind="progress",
    )


def _counted(many: int) -> Names:
    return names_of(**{code: count(many, "step", code) for code in ("vi", "en")})


def progress_form(study: Study, rows: list[StatusRow], notes: Mapping[str, ProgressNote], as_of: str) -> Form:
    """List the steps with how they stand, and what people wrote of each."""
    made = [FormRow((number, *_cells(study, row, notes)), key=row.step) for number, row in enumerate(rows, 1)]
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("clause"), width=0.6),
        FormColumn(said("contents"), width=3.5),
        FormColumn(said("lead"), width=2),
        FormColumn(said("deadline"), DATE, width=1.3),
        FormColumn(said("state"), width=1.3),
        FormColumn(said("standing"), width=1.4),
        FormColumn(said("result_reported"), width=2.5),
        FormColumn(said("difficulties"), width=2.5),
        FormColumn(said("recommendations"), width=2.5),
    ]
    return Form.of("progress", said("progress_form"), columns, made, as_of=as_of, wide=True)


def _cells(study: Study, row: StatusRow, notes: Mapping[str, ProgressNote]) -> tuple[Cell, ...]:
    note = notes.get(row.step, ProgressNote(row.step))
    due: Cell = ()
    if row.due or row.due_cited:
        due = Dated(row.due, row.due_cited)
    own = study.terms.labels
    return (
        row.clause,
        row.title or row.step,
        _owners(study, row),
        due,
        label_names("state", row.state, own),
        label_names("standing", row.standing, own),
        note.result,
        note.difficulties,
        note.recommendations,
    )


def _owners(study: Study, row: StatusRow) -> Names:
    units = [study.baseline.units.get(owner) for owner in row.owners]
    called = {
        code: [unit.name(code) if isinstance(unit, Unit) else id for unit, id in zip(units, row.owners, strict=True)]
        for code in ("vi", "en")
    }
    if len(row.owners) <= MOST_NAMED:
        return names_of(**{code: "; ".join(listed) for code, listed in called.items()})
    first = names_of(**{code: listed[0] for code, listed in called.items()})
    return said("and_others", first=first, many=len(row.owners) - 1)
