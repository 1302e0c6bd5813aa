"""The one page that every report begins with: what is decided, for whom, by when, what it comes to, what cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.comparison.scope_names import scope_name
from orgmodel.comparison.side_by_side import Alternatives
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import UNKNOWN_DATE
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.measure_change import MeasureChange
from orgmodel.measures.scopes import TOTAL
from orgmodel.norms.finding import AFTER, BEFORE
from orgmodel.reports.about import ANY, About, about_scope, naming
from orgmodel.reports.annexes.before_after import knows_no_block
from orgmodel.reports.annexes.criteria import model_deviations
from orgmodel.reports.annexes.party_transfers import moved_organisations
from orgmodel.reports.annexes.present_state import unit_words
from orgmodel.reports.annexes.roadmap import acts_named, due_of, leaders, told_steps
from orgmodel.reports.arrangement import Arrangement, whole
from orgmodel.reports.cells import COUNT, PEOPLE, PERCENT, Words, cell_text
from orgmodel.reports.figures import change_row, is_nothing, is_partial
from orgmodel.reports.form import AFTER as AFTER_ROLE
from orgmodel.reports.form import BEFORE as BEFORE_ROLE
from orgmodel.reports.form import CHANGE, GROUP, OF_WHICH, SHARE, Form, FormColumn, FormRow
from orgmodel.reports.gaps import Gap
from orgmodel.reports.letterhead import ended
from orgmodel.reports.manuscript import BODY_TEXT, ITEM, LEAD, Block, Paragraph
from orgmodel.reports.summary_sentences import padded_count, sentences
from orgmodel.words.citations import issuer_names, paper_in_short
from orgmodel.words.labels import names as label_names
from orgmodel.words.money import priced_line
from orgmodel.words.numbers import dates, number
from orgmodel.words.reports import said
from orgmodel.words.running_text import within_sentence

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.scenario.elements import Step

TOLD_OF_GROUP = ("units", "posts_authorized", "posts_filled", "posts_outside_quota", "heads", "deputies", "staff", "superiors_per_unit", "party_members")  # fmt: skip
"""The measures of the units that are rearranged, told wherever there is anything of them."""
TOLD_UNCHANGED = ("units", "posts_authorized", "party_members")
"""Those of which it is told that they stay as they are."""
COST = "cost_year"
MOST_ROWS = 3
MOST_GAPS = 5
FEW_STEPS = 2
"""More steps that are alike are listed, each in a line of its own."""
FEWEST_ALIKE = 3
"""So many words in common at least stand above what follows them in each."""
ARTICLES = frozenset(("a", "an", "the", "of", "for", "and", "or", "to", "in"))
"""Words that nothing above a list ends with."""


def decision(
    case: Case,
    *,
    clauses: Sequence[str] | None = None,
    reported: bool = True,
    most: int | None = None,
    listed: bool = True,
) -> list[Paragraph]:
    """Say what is decided, who leads, for whom it is, and by when; steps that are alike in all this together.

    ``reported`` is False in a paper that is itself to whom it is for; of more than ``most`` steps that are alike the first are named.
    Many that are alike are ``listed``, else they stand in one paragraph, so that each is a pair: what is decided, and the rest.
    """
    groups: dict[tuple[Names, Names, Names], list[Step]] = {}
    for result in told_steps(case):
        step = result.step
        if clauses is not None and step.clause not in clauses:
            continue
        paper = case.papers.get(step.document)
        told = [said("led_by", who=leaders(case, step.owners))] if step.owners else []
        told += (
            [said("reported_to", who=issuer_names(paper))] if reported and paper is not None and paper.issuer else []
        )
        told.append(_when(case, step, changes=bool(result.changes)))
        where = names_of(**{code: paper_in_short(paper, code) for code in case.languages}) if paper is not None else ()
        of = said("of_clause", clause=step.clause, paper=where) if step.clause and where else ()
        groups.setdefault((of, in_sentences(case, told), step.product), []).append(step)
    found: list[Paragraph] = []
    for (of, told_of_it, _), steps in groups.items():
        titles = [one.title or (("und", one.id),) for one in steps]
        named = titles[:most]
        owners = dict.fromkeys(owner for one in steps for owner in one.owners)
        about = naming("units", owners, About(steps=tuple(one.id for one in steps), case=case.label))
        if listed and len(titles) > FEW_STEPS:
            found += [replace(one, about=about) for one in _listed(case, of, titles)]
            found.append(Paragraph(told_of_it, BODY_TEXT, about=about))
            continue
        title = names_of(**{code: ". ".join(text_in(one, code) for one in named) for code in case.languages})
        if len(titles) > len(named):
            title = said("and_steps", first=title, many=padded_count(len(titles) - len(named)))
        found.append(Paragraph(said("decided_in", title=title, of=of) if of else title, LEAD, about=about))
        found.append(Paragraph(told_of_it, BODY_TEXT, about=about))
    first = [said("needed_first", act=act) for act in acts_named(case)]
    if first and found:
        bound = (unit for result in told_steps(case) for unit, _ in result.needs)
        about = naming("units", bound, found[-1].about)
        found[-1] = Paragraph(in_sentences(case, [found[-1].text, *first]), BODY_TEXT, about=about)
    return found


def _listed(case: Case, of: Names, titles: Sequence[Names]) -> list[Paragraph]:
    """List steps that are alike: what they all begin with as a heading, else how many they are, and beneath each by itself."""
    heads, tails = {}, [dict[str, str]() for _ in titles]
    for code in case.languages:
        heads[code], rests = parted([text_in(one, code) for one in titles])
        for held, rest in zip(tails, rests, strict=True):
            held[code] = rest
    several = said("several_steps", many=padded_count(len(titles)))
    head = names_of(**{code: heads[code] if all(heads.values()) else text_in(several, code) for code in case.languages})
    if not all(heads.values()):
        tails = [{code: text_in(one, code) for code in case.languages} for one in titles]
    items = [names_of(**held) for held in tails]
    lead = said("decided_in", title=head, of=of) if of else head
    return [Paragraph(lead, LEAD), *(Paragraph(one, ITEM) for one in ended(items, ";"))]


def parted(texts: Sequence[str]) -> tuple[str, list[str]]:
    """Part texts into the words that all begin with, and what follows in each; of too few words in common nothing is parted.

    >>> parted(["Monitor and urge the scheme of A", "Monitor and urge the transfer of B"])
    ('Monitor and urge', ['the scheme of A', 'the transfer of B'])
    >>> parted(["Monitor A", "Merge B"])
    ('', ['Monitor A', 'Merge B'])
    """
    words = [text.split() for text in texts]
    alike = 0
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        alike += 1
    alike = min(alike, *(len(one) - 1 for one in words)) if words else 0
    while alike and (words[0][alike - 1].casefold() in ARTICLES or words[0][alike - 1][-1] in ",;"):
        alike -= 1
    if alike < FEWEST_ALIKE:
        return "", list(texts)
    return " ".join(words[0][:alike]), [" ".join(one[alike:]) for one in words]


def _when(case: Case, step: Step, *, changes: bool) -> Names:
    due, effective = due_of(step), step.effective
    parts = []
    if due:
        product = step.product or said("the_product")
        parts.append(said("due_product", product=product, due=lambda code: cell_text(due, code)))
    elif not effective:
        is_of_paper = step.document or step.clause or case.outcome.scenario.documents
        parts.append(said("no_deadline" if is_of_paper else "no_deadline_set"))
    if changes:
        known = effective not in (None, "", UNKNOWN_DATE)
        parts.append(said("effect_on", date=dates(effective)) if known else said("effect_unknown"))
    return names_of(**{code: "; ".join(text_in(one, code) for one in parts) for code in case.languages})


def in_sentences(case: Case, parts: Sequence[Names]) -> Names:
    """Put texts together, each as a sentence."""
    texts = {code: " ".join(_ended(text_in(one, code)) for one in parts if one) for code in case.languages}
    return names_of(**texts)


def _ended(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def side_by_side_form(
    comparison: Comparison, case: Case, parts: Sequence[Arrangement], found: Alternatives
) -> Form | None:
    """Lay what it comes to side by side: the units that are rearranged, then the scope that is touched; None where nothing changes."""
    rows: list[FormRow] = []
    posts = [part for part in parts if not part.is_of_party_organisations]
    if posts:
        every = whole(case, posts)
        rows.append(FormRow((said("units_rearranged"), (), (), (), ()), GROUP))
        rows += _group_rows(comparison, case, every, posts)
    if moved_organisations(case):
        rows += _ends(case)
    elif parts and not posts:
        rows.append(FormRow((said("organisations_rearranged"), (), (), (), ()), GROUP))
        every = whole(case, parts)
        rows += [change_row(id, every.read(id), case, key=_key(every), about=_about(every)) for id in ("units_direct", "party_members") if not is_nothing(every.read(id))]  # fmt: skip
    if not any(row.role == GROUP and row.key == found.scope for row in rows):  # of an end that stands above all is told
        told = {(row.of, row.cells[3]) for row in rows if row.of}
        rows += [
            row
            for row in _scope_rows(case, found)
            if row.role == GROUP or row.of == "units" or (row.of, row.cells[3]) not in told
        ]
        rows = rows[:-1] if rows and rows[-1].role == GROUP else rows
    if not any(row.role != GROUP for row in rows):
        return None
    columns = [
        FormColumn(said("measure"), width=6),
        FormColumn(said("before"), COUNT, BEFORE_ROLE),
        FormColumn(said("after"), COUNT, AFTER_ROLE),
        FormColumn(said("change"), COUNT, CHANGE),
        FormColumn(said("share"), PERCENT, SHARE, width=0.9),
    ]
    priced = {code: priced_line(case.before.terms.money, case.priced_at, code) for code in case.languages}
    notes = [names_of(**priced)] if any(row.of == COST for row in rows) else []
    return Form.of("summary", said("comes_to"), columns, rows, notes)


def _group_rows(comparison: Comparison, case: Case, every: Arrangement, parts: Sequence[Arrangement]) -> list[FormRow]:
    rows = []
    for id in (*TOLD_OF_GROUP, *_kept(case)):
        change = every.read(id)
        if is_nothing(change) or is_partial(change.before) or is_partial(change.after):
            continue
        if not change.change and id not in TOLD_UNCHANGED:
            continue
        names = said("agencies_rearranged") if id == "units" else ()
        rows.append(change_row(id, change, case, names=names, key=_key(every), about=_about(every)))
        if id == "posts_authorized":
            rows += _of_which(case, every)
    left = [unit for part in parts for unit in part.deputies_left()]
    if left:
        about = About(("deputies",), every.units)
        rows.append(_count_row(said("agencies_left_without_deputy"), 0, len(left), "left_without_deputy", about))
    deviations = model_deviations(comparison, case, parts)
    states = [sum(one[state] for one in deviations.values()) for state in (BEFORE, AFTER)]
    if states[0] != states[1]:
        rows.append(_count_row(said("deviations"), states[0], states[1], "deviations"))
    return rows


def _kept(case: Case) -> list[str]:
    """List what a study keeps besides: yearly cost, and the quantities that it declares."""
    found = [COST] if case.has(measure_of(COST, case.before.terms)) else []
    return [*found, *case.before.terms.quantities]


def _count_row(names: Names, before: int, after: int, key: str, about: About = ANY) -> FormRow:
    return FormRow((names, before, after, after - before, ()), kind=COUNT, key=key, about=about)


def _of_which(case: Case, every: Arrangement) -> list[FormRow]:
    """Give the quota of each block, where there is more than one and any of them changes."""
    rows = []
    for block in case.before.terms.blocks:
        change = _block_change(every, block)
        if change is not None and not is_nothing(change):
            names = said("of_which", what=label_names("block", block, case.own_labels))
            about = replace(_about(every), scope=f"block:{block}")
            key = f"{_key(every)}@{about.scope}"
            row = change_row("posts_authorized", change, case, names=names, key=key, level=1, about=about)
            rows.append(replace(row, role=OF_WHICH))
    return rows if len(rows) > 1 and any(row.cells[3] != 0 for row in rows) else []


def _block_change(every: Arrangement, block: str) -> MeasureChange | None:
    return None if knows_no_block(every, block) else every.read("posts_authorized", f"block:{block}")


def _ends(case: Case) -> list[FormRow]:
    """Tell of the superiors that Party organisations leave or reach, and of the members that move."""
    moved = moved_organisations(case)
    every = tuple(unit for units in moved.values() for unit in units)
    members = Arrangement(case, every, every).read("party_members")
    about = About(units=every)
    cells = (said("organisations_moved"), (), len(every), (), ())
    rows = [FormRow(cells, kind=COUNT, key=";".join(every), about=replace(about, measures=("units_direct",)))]
    rows.append(FormRow((said("members_moved"), (), members.after, (), ()), kind=PEOPLE, key=";".join(every), of="party_members", about=about))  # fmt: skip
    came_from = {unit: before for unit, before, _ in case.units_moved}
    for end in dict.fromkeys((*(came_from[unit] for unit in every), *moved)):
        sides = [(end,) if state.units.get(end) is not None else () for state in (case.before, case.after)]
        if not any(sides):
            continue  # it begins and ends within the run: neither state has figures of it
        about = About(units=(end,))
        alone = Arrangement(case, sides[0], sides[1])
        read = {id: alone.read(id) for id in ("units_direct", "party_members")}
        told = [
            change_row(id, change, case, level=1, key=end, about=about) for id, change in read.items() if _tells(change)
        ]
        if told:
            rows += [FormRow((unit_words(case, end), (), (), (), ()), GROUP, key=end, about=about), *told]
    return rows


def _tells(change: MeasureChange) -> bool:
    """Tell whether any figure is known of what there is before or after, or of what changes."""
    return change.change is not None or any(
        one.value is not None and (one.value or not one.complete) for one in (change.before, change.after)
    )


def _scope_rows(case: Case, found: Alternatives) -> list[FormRow]:
    """Tell what changes in the scope that is touched; means of few units are not told."""
    rows: list[FormRow] = []
    at = found.cases.index(case)
    about = about_scope(case.before, found.scope)
    for line in found.lines:
        if line.meant.compares or (line.now is not None and line.now.is_partial):
            continue
        cell = line.cells[at]
        if cell is None or cell.is_partial or not cell.change:
            continue
        if line.measure == "units_direct" and any(row.of == "units" and row.cells[3] == cell.change for row in rows):
            continue
        change = case.change_evaluator.read(line.meant, found.scope)
        rows.append(change_row(line.measure, change, case, key=found.scope, about=about))
    if not rows:
        return []
    names = names_of(**{code: scope_name(case, found.scope, code) for code in case.languages})
    where = said("whole_modelled") if found.scope == TOTAL else said("in_scope", scope=names)
    head = Words(where, naming("units", about.units))
    return [FormRow((head, (), (), (), ()), GROUP, key=found.scope, about=about), *rows[:MOST_ROWS]]


def _key(part: Arrangement) -> str:
    return ";".join(part.units)


def _about(part: Arrangement) -> About:
    return About(units=part.units)


def untold(gaps: Sequence[Gap], languages: Sequence[str], *, most: int, asked: bool = True) -> Names:
    """Say what cannot be told and what is assumed, by who must supply or confirm it, in a sentence.

    Of more than ``most`` who must the others are counted; without ``asked`` they are named alone.
    """
    told = [
        said("gap", who=gap.supplier, what=_asked_of(gap, languages)) if asked else gap.supplier for gap in gaps[:most]
    ]
    listed = names_of(**{code: "; ".join(text_in(one, code) for one in told) for code in languages})
    if len(gaps) > len(told):
        listed = said("and_other_suppliers", first=listed, many=padded_count(len(gaps) - len(told)))
    return names_of(**{code: _ended(text_in(listed, code)) for code in languages})


def untold_form(gaps: Sequence[Gap], languages: Sequence[str]) -> Form | None:
    """Lay out what cannot be told and what is assumed, by who must supply or confirm it; None where all is told."""
    rows = [
        FormRow((gap.supplier, _asked_of(gap, languages)), about=About(units=_whose(gap))) for gap in gaps[:MOST_GAPS]
    ]
    columns = [FormColumn(said("who")), FormColumn(said("supplies_or_confirms"))]
    return Form.of("untold", said("cannot_be_told"), columns, rows) if rows else None


def _whose(gap: Gap) -> tuple[str, ...]:
    """List the records of which a figure is missing or assumed."""
    return tuple(dict.fromkeys((*(one.subject for one in gap.missing), *(one.unit for one in gap.assumed))))


def _asked_of(gap: Gap, languages: Sequence[str]) -> Names:
    """List the kinds of figure that a supplier must supply, with how many of each, and how many it must confirm."""
    kinds = Counter(datum.figure for datum in gap.missing if datum.figure)
    counted = any(many > 1 for many in kinds.values())
    told = {}
    for code in languages:
        listed = ", ".join(
            within_sentence(text_in(kind, code)) + (f" ({number(many, code)})" if counted else "")
            for kind, many in kinds.items()
        )
        parts = [listed] if listed else []
        parts += [text_in(said("assumed_to_confirm", many=number(len(gap.assumed), code)), code)] if gap.assumed else []
        told[code] = "; ".join(parts)
    return names_of(**told)


def page_one(comparison: Comparison, case: Case, parts: Sequence[Arrangement], found: Alternatives, gaps: Sequence[Gap]) -> list[Block]:  # fmt: skip
    """Make the blocks of the first page."""
    blocks: list[Block] = [*decision(case)]
    table = side_by_side_form(comparison, case, parts, found)
    blocks += [table] if table is not None else []
    blocks += sentences(comparison, case, parts)
    asked = untold_form(gaps, case.languages)
    return [*blocks, asked] if asked is not None else blocks
