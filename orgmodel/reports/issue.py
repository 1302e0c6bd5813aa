"""What a report showed when it was issued: its cells and sentences, the baseline's cells, and the ledger's rows.

Names of persons are in it only where the report told them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.core.change_rows import key_text
from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Unit
from orgmodel.core.schema import Spec, Tables
from orgmodel.reports.about import ANY, About
from orgmodel.reports.cells import NO
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Manuscript, Paragraph, Statement
from orgmodel.words.numbers import number, ranged

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.ledger import Flow
    from orgmodel.core.structure import Structure

OF_PERSONS = frozenset(("persons",))
"""Tables that hold what people are called."""

Records = Mapping[str, Mapping[str, Mapping[str, Names]]]
"""By table, key and field: what stands in a cell of the baseline, in each language; blanks are left out."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """Hold what a row of a form showed: its key, measure and role, and the text of each cell with what that is of.

    An issue of the first version does not say what its cells are of.
    """

    key: str
    of: str
    role: str
    cells: tuple[Names, ...]
    about: tuple[About, ...] = ()

    def about_of(self, place: int) -> About:
        """Say what a cell is of, as far as that is told."""
        return self.about[place] if self.about else ANY


@dataclass(frozen=True, slots=True)
class ShownText:
    """Hold a sentence, and what it tells of."""

    text: Names
    about: About = ANY


@dataclass(frozen=True, slots=True)
class ShownForm:
    """Hold what a form showed; a column is known by its measure, scenario, role and scope, and is called by its headings."""

    chapter: str
    id: str
    title: Names
    columns: tuple[tuple[str, str, str, str], ...]
    headings: tuple[Names, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """Hold a row of the ledger: what tells it apart, and its amount as told."""

    step: str
    operation: str
    quantity: str
    ends: tuple[str, str]
    blocks: tuple[str, str]
    records: tuple[str, str]
    via: str
    amount: Names

    @property
    def identity(self) -> tuple[object, ...]:
        """Give all but the amount."""
        return (self.step, self.operation, self.quantity, self.ends, self.blocks, self.records, self.via)


@dataclass(frozen=True)
class Issue:
    """Hold one issue of a report: the languages it can be read in, how it told people, its texts and what it rests on."""

    report: str
    languages: tuple[str, ...]
    persons: str
    as_of: str
    forms: tuple[ShownForm, ...]
    texts: tuple[ShownText, ...]
    baselines: Mapping[str, Records]
    ledgers: Mapping[str, tuple[Posting, ...]]


def issue_of(comparison: Comparison, report: Manuscript, persons: str = "") -> Issue:
    """Note what a report shows, and the baselines and ledgers that it shows it of."""
    languages = comparison.languages
    baselines: dict[str, Records] = {}
    ledgers: dict[str, tuple[Posting, ...]] = {}
    for case in comparison.cases:
        study = case.outcome.scenario.study
        name = study.id if study is not None else ""
        if name not in baselines:
            baselines[name] = records_of(case.before, languages, persons=persons == "names")
        terms = case.before.terms
        scales = {id: one.scale for id, one in terms.quantities.items()}
        ledgers[case.label] = tuple(
            _posting(one.step, one.operation, one.flow, languages, scales) for one in case.outcome.ledger
        )
    forms = tuple(
        shown_form(block, chapter.key, languages, chapter.title)
        for chapter in report.chapters
        for block in chapter.blocks
        if isinstance(block, Form)
    )
    as_of = next((case.before.as_of or "" for case in comparison.cases), "")
    return Issue(report.id, languages, persons, as_of, forms, texts_of(report, languages), baselines, ledgers)


def texts_of(report: Manuscript, languages: Sequence[str]) -> tuple[ShownText, ...]:
    """List the sentences of a report, in order: paragraphs, and what papers are cited for; of a chapter's case where they say none."""
    return tuple(
        ShownText(spoken_in_each(block.text, languages), block.about.within(About(case=report.chapters[place[0]].key)))
        for place, block in sentences_in(report)
    )


def sentences_in(report: Manuscript) -> Iterator[tuple[tuple[int, int], Paragraph | Statement]]:
    """Walk over the paragraphs and statements of a report, each with its chapter and its place there."""
    for at, chapter in enumerate(report.chapters):
        for place, block in enumerate(chapter.blocks):
            if isinstance(block, Paragraph | Statement):
                yield (at, place), block


def spoken_in_each(names: Names, languages: Sequence[str]) -> Names:
    """Give what a reader of each language sees.

    >>> spoken_in_each((("vi", "Sở"),), ("vi", "en"))
    (('en', 'Sở'), ('vi', 'Sở'))
    """
    return _names({code: text_in(names, code) for code in languages})


def _names(texts: Mapping[str, str]) -> Names:
    return names_of(**{code: unicodedata.normalize("NFC", text) for code, text in texts.items()})


def shown_form(form: Form, chapter: str, languages: Sequence[str], about: Names = ()) -> ShownForm:
    """Note what a form shows; the number of a row is not told, since it says nothing of the row.

    A form without a title is called by what its chapter is about.
    """
    told = {code: form.texts(code) for code in languages}
    inside = About(case=chapter)
    rows = tuple(
        ShownRow(
            row.key, row.of, row.role,
            tuple(() if column.kind == NO else _names({code: told[code][at][place] for code in languages}) for place, column in enumerate(form.columns)),
            tuple(form.about(at, place).within(inside) for place in range(len(form.columns))),
        )
        for at, row in enumerate(form.rows)
    )  # fmt: skip
    headings = tuple(
        _names({code: ": ".join(filter(None, (text_in(one.group, code), text_in(one.heading, code)))) for code in languages})
        for one in form.columns
    )  # fmt: skip
    columns = tuple((one.of, one.case, one.role, one.scope) for one in form.columns)
    return ShownForm(
        chapter,
        form.id,
        _names({code: form.heading(code) or text_in(about, code) or form.id for code in languages}),
        columns,
        headings,
        rows,
    )


def records_of(structure: Structure, languages: Sequence[str], *, persons: bool = False) -> Records:
    """Write every cell of a baseline that is not blank as text; names of persons only where they are asked for."""
    found: dict[str, dict[str, dict[str, Names]]] = {}
    for spec in Tables.ALL:
        if spec.table in OF_PERSONS and not persons:
            continue
        for record in structure.table(spec.table):
            cells = {
                spec.written_as(name): told
                for name in spec.fields
                if (told := _cell(getattr(record, name), spec, name, languages))
            }
            found.setdefault(spec.table, {})[key_text(record.key)] = cells
    return found


def _cell(value: Any, spec: Spec, field: str, languages: Sequence[str]) -> Names:
    """Write what stands in a cell of the baseline in each language; a blank is nothing."""
    scale = 100 if field in spec.hundredths else 1
    if value is None or value == "" or value == ():
        return ()
    if isinstance(value, Unit):
        value = value.id
    if isinstance(value, Estimate):
        return _amount(Amount.of(value), scale, languages)
    if isinstance(value, bool) or not isinstance(value, int):
        return value if isinstance(value, tuple) else _names(dict.fromkeys(languages, str(value)))
    return _names({code: number(value / scale if scale > 1 else value, code) for code in languages})


def _amount(one: Amount, scale: int, languages: Sequence[str]) -> Names:
    told, low, high = (
        figure if figure is None or scale == 1 else figure / scale for figure in (one.told, one.least, one.high)
    )
    return _names({code: ranged(told, low, high, one.missing, code) for code in languages})


def _posting(step: str, operation: str, flow: Flow, languages: Sequence[str], scales: Mapping[str, int]) -> Posting:
    scale = 100 if flow.quantity == "fte" else scales.get(flow.quantity, 1)
    keys = ("" if key is None else key_text(key) for key in (flow.record_from, flow.record_to))
    return Posting(
        step,
        operation,
        flow.quantity,
        (flow.from_unit or "", flow.to_unit or ""),
        (flow.block_from or "", flow.block_to or ""),
        (next(keys), next(keys)),
        flow.via or "",
        _amount(flow.amount, scale, languages),
    )
