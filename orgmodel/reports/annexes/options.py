"""The options of a proposal unit by unit: what each unit has, and which options are taken, open, or cannot apply and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import Names
from orgmodel.core.records import Ended
from orgmodel.reports.about import ANY, About
from orgmodel.reports.annexes.placement import joined_words
from orgmodel.reports.annexes.present_state import unit_names
from orgmodel.reports.arrangement import Arrangement
from orgmodel.reports.cells import COUNT, NO, Cell, Words
from orgmodel.reports.figures import filled_outside, in_quota, sources_of
from orgmodel.reports.form import BEFORE, HEADING, Form, FormColumn, FormRow
from orgmodel.words.labels import names as label_names
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Parameter

TAKEN, OPEN = "●", "○"


def options_form(case: Case, *, annex: str = "7") -> Form | None:
    """List the parameters that have choices: of which unit they are, its figures, and each choice; None where there are none."""
    parameters = [one for one in case.outcome.scenario.all_parameters().values() if one.choices]
    if not parameters:
        return None
    choices = [choice for choice, _ in Counter(choice for one in parameters for choice in one.choices).items()]
    units = units_of_parameters(case)
    has_units = len(units) > 1
    rows, reasons = [], dict[Names, str]()
    for number, one in enumerate(parameters, 1):
        unit = units.get(one.name)
        figures = _figures(case, unit) if has_units else []
        cells = [_choice(case, one, choice, reasons) for choice in choices]
        about = About(units=(unit,)) if unit else ANY
        rows.append(FormRow((number, one.title or one.name, *figures, *cells), key=unit or one.name, about=about))
    columns = [FormColumn(said("no"), NO, width=0.5), FormColumn(said("unit_or_question"), width=3)]
    if has_units:
        columns += [FormColumn(said("made_of"), width=3)]
        columns += [FormColumn(said(key), COUNT, "before", of) for key, of in (("authorized", "posts_authorized"), ("present", "present"), ("vacant", "vacancies"))]  # fmt: skip
    columns += [FormColumn(label_names("choice", one, case.own_labels), width=1.2, named=HEADING) for one in choices]
    notes = [said("options_signs"), *(said("option_reason", sign=sign, why=why) for why, sign in reasons.items())]
    return Form.of(
        "options", said("options_by_unit") if has_units else said("options"), columns, rows, notes, annex=annex,
        unit=said("posts_unit") if has_units else (), as_of=case.before.as_of if has_units else None,
        source=sources_of(case, units.values()) if has_units else (), wide=has_units,
    )  # fmt: skip


def _choice(case: Case, one: Parameter, choice: str, reasons: dict[Names, str]) -> Cell:
    """Say whether a choice is taken, open, or cannot apply: then by a number, which the notes explain."""
    if choice not in one.choices:
        return ()
    if choice in one.unavailable:
        return reasons.setdefault(one.unavailable[choice], f"({len(reasons) + 1})")
    return TAKEN if str(case.outcome.parameters.get(one.name, one.default)) == choice else OPEN


def _figures(case: Case, unit: str | None) -> list[Cell]:
    if unit is None:
        return [(), (), (), ()]
    part = Arrangement(case, (unit,), ())
    filled, outside = part.read("posts_filled").before, filled_outside(part, BEFORE)
    return [merged_from(case, unit), part.read("posts_authorized").before, in_quota(filled, outside), part.read("vacancies").before]  # fmt: skip


def merged_from(case: Case, unit: str) -> Words:
    """Name the units in the register of ended ones that options would restore from a unit: those that it was made of."""
    restored = [one for node in _choose_nodes(case) for one in _restored(node, unit)]
    ended = {one.unit.id for one in case.before.table("ended") if isinstance(one, Ended)}
    return joined_words(case, [one for one in dict.fromkeys(restored) if one in ended])


def units_of_parameters(case: Case) -> dict[str, str]:
    """Give the unit that each parameter's options are about: the one that all their operations begin with."""
    found: dict[str, str] = {}
    for node in _choose_nodes(case):
        subjects = [one for name, option in node.items() if name != "choose" for one in _subjects(case, option)]
        if subjects:
            found.setdefault(str(node["choose"]), Counter(subjects).most_common(1)[0][0])
    return found


def _choose_nodes(case: Case) -> Iterator[Mapping[str, Any]]:
    for result in case.outcome.steps:
        yield from _nodes(result.step.do)


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    """Walk over what a step does, and give every choice in it between operations."""
    if isinstance(data, Mapping):
        if isinstance(data.get("choose"), str):
            yield data
        for value in data.values():
            yield from _nodes(value)
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            yield from _nodes(value)


def _subjects(case: Case, option: Any) -> list[str]:
    """List the units that the operations of an option begin with."""
    operations = [option] if isinstance(option, Mapping) else [] if isinstance(option, str) else list(option or ())
    found = []
    for one in operations:
        first = next(iter(one.values()), None) if isinstance(one, Mapping) else None
        if isinstance(first, str) and case.before.units.row(first) >= 0:
            found.append(first)
    return found


def _restored(data: Any, unit: str) -> list[str]:
    """List what the operations of a choice on a unit restore."""
    found: list[str] = []
    for name, option in data.items():
        if name == "choose" or isinstance(option, str):
            continue
        for one in [option] if isinstance(option, Mapping) else list(option or ()):
            if isinstance(one, Mapping) and unit in [value for value in one.values() if isinstance(value, str)]:
                found += [part["restores"] for part in one.get("into", ()) if "restores" in part]
    return found


def unit_title(case: Case, unit: str) -> Names:
    """Name a unit of an option."""
    return unit_names(case, unit)
