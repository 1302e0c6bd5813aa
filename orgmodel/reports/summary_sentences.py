"""What a case comes to in a few sentences, each with the measures and the units that it is of and those that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of
from orgmodel.measures.catalogue import measure_of
from orgmodel.norms.finding import AFTER, BEFORE
from orgmodel.reports.about import ANY, About, naming
from orgmodel.reports.annexes.criteria import model_deviations
from orgmodel.reports.annexes.party_transfers import moved_organisations
from orgmodel.reports.annexes.placement import converted_heads, joined
from orgmodel.reports.arrangement import Arrangement, whole
from orgmodel.reports.cells import PEOPLE, Cell, cell_text
from orgmodel.reports.figures import RANK_OF, is_partial
from orgmodel.reports.manuscript import ITEM, Paragraph
from orgmodel.words.numbers import count, number, padded
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison

MOST_SENTENCES = 5
MOST_NAMED = 3
MOST_UNITS, FIRST = 5, 2
"""Of more units the first are named, and the others counted."""


def sentences(comparison: Comparison, case: Case, parts: Sequence[Arrangement]) -> list[Paragraph]:
    """Say what the table shows in a few sentences, each of its figures."""
    posts = [part for part in parts if not part.is_of_party_organisations]
    told: list[Paragraph] = []
    if posts:
        told += _of_posts(comparison, case, posts)
    if moved_organisations(case):
        told += _of_transfers(case)
    if not told:
        told.append(_item(said("no_structure_changes"), ANY))
    inside = About(case=case.label)
    return [replace(one, about=one.about.within(inside)) for one in told[:MOST_SENTENCES]]


def _item(text: Names, about: About, named: Iterable[str] = ()) -> Paragraph:
    """Make a sentence of measures of units, some of which it names."""
    return Paragraph(text, ITEM, about=naming("units", named, about))


def _of(part: Arrangement, *measures: str) -> About:
    return About(measures, part.units)


def _of_posts(comparison: Comparison, case: Case, parts: Sequence[Arrangement]) -> list[Paragraph]:
    every = whole(case, parts)
    told = [*_of_units(case, every), *_of_quota(every), *_of_heads(case, every, parts)]
    left = [unit for part in parts for unit in part.deputies_left()]
    if left:
        text = said("left_without_deputy", agencies=_counted(len(left), "unit"), which=named_or_counted(case, left))
        told.append(_item(text, _of(every, "deputies"), _named(left)))
    superiors = every.read("superiors_per_unit")
    if superiors.change and not is_partial(superiors.before) and not is_partial(superiors.after):
        key = "superiors_fewer" if superiors.change < 0 else "superiors_more"
        text = said(key, before=_plain(superiors.before.value), after=_plain(superiors.after.value))
        told.append(_item(text, _of(every, "superiors_per_unit")))
    deviations = model_deviations(comparison, case, parts)
    states = [sum(one[state] for one in deviations.values()) for state in (BEFORE, AFTER)]
    if states[0] != states[1]:
        key = "deviations_fewer" if states[1] < states[0] else "deviations_more"
        text = said(key, before=padded_count(states[0]), after=padded_count(states[1]))
        told.append(_item(text, ANY))
    return told


def _of_units(case: Case, every: Arrangement) -> list[Paragraph]:
    """Say how many units become how many, or how many pass to another superior."""
    for id, key in (("units", "units_from_to"), ("units_internal", "internal_from_to")):
        units = every.read(id)
        if units.change:
            figures = {"before": padded_count(units.before.value), "after": padded_count(units.after.value)}
            if id == "units" and len(every.after) > MOST_NAMED:
                return [_item(said("units_from_to_many", **figures), _of(every, id))]
            which = named_or_counted(case, every.after)
            return [_item(said(key, which=which, **figures), _of(every, id), _named(every.after))]
    passed: dict[str, list[str]] = {}
    for unit, before, after in case.units_moved:
        if unit in every.after and before and after:
            passed.setdefault(after, []).append(unit)
    return [
        _item(
            said("units_pass", many=_counted(len(units), "unit"), to=joined(case, [after])),
            About(("units_direct",), tuple(units)),
            [after],
        )
        for after, units in passed.items()
    ]


def _of_quota(every: Arrangement) -> list[Paragraph]:
    quota = every.read("posts_authorized")
    if quota.change == 0 and quota.before.complete:
        text = said("quota_same", posts=padded_count(quota.before.value))
    elif quota.change == 0:
        text = said("quota_same_unknown")
    elif quota.change is None:
        return []
    else:
        text = said("quota_more" if quota.change > 0 else "quota_less", posts=padded_count(abs(quota.change)))
    return [_item(text, _of(every, "posts_authorized"))]


def _of_heads(case: Case, every: Arrangement, parts: Sequence[Arrangement]) -> list[Paragraph]:
    heads = every.read("heads")
    if not heads.change or heads.before.missing or heads.after.missing:
        return []
    made = {rank: amount for rank, amount in converted_heads(case, parts).items() if not amount.missing}
    values = {"before": padded_count(heads.before.value), "after": padded_count(heads.after.value)}
    if not made:
        return [_item(said("heads_change", **values), _of(every, "heads"))]
    of = {code: ", ".join(count(amount.told, rank, code) for rank, amount in made.items()) for code in ("vi", "en")}
    measures = dict.fromkeys(("heads", *(one for one, rank in RANK_OF.items() if rank in made)))
    return [_item(said("heads_from_to", of=names_of(**of), **values), _of(every, *measures))]


def named_or_counted(case: Case, units: Sequence[str]) -> Names:
    """Name units, or of many the first and how many more there are."""
    if len(units) <= MOST_UNITS:
        return joined(case, units)
    return said("and_more", first=joined(case, units[:FIRST]), many=_counted(len(units) - FIRST, "unit"))


def _named(units: Sequence[str]) -> Sequence[str]:
    """Give those of some units that are named."""
    return units if len(units) <= MOST_UNITS else units[:FIRST]


def _counted(many: int, noun: str) -> Names:
    return names_of(**{code: count(many, noun, code) for code in ("vi", "en")})


def _plain(value: float | int | None) -> Names:
    if value is not None and float(value).is_integer():
        return padded_count(int(value))
    return names_of(**{code: number(value, code) for code in ("vi", "en")})


def _of_transfers(case: Case) -> list[Paragraph]:
    moved = moved_organisations(case)
    every = tuple(unit for units in moved.values() for unit in units)
    members = Arrangement(case, every, every).read("party_members").after
    both = ("units_direct", "party_members")
    told = [
        _item(said("organisations_pass", many=padded_count(len(every)), members=_people(members)), About(both, every))
    ]
    came_from = {unit: before for unit, before, _ in case.units_moved}
    for end in dict.fromkeys(came_from[unit] for unit in every):
        direct = case.change_evaluator.read(measure_of("units_direct"), end)
        loses_all = direct.after.complete and not direct.after.value
        text = said("end_loses_all" if loses_all else "end_from_to", unit=joined(case, [end]), before=padded_count(direct.before.value), after=padded_count(direct.after.value))  # fmt: skip
        told.append(_item(text, About(("units_direct",), (end,)), [end]))
    for end, units in moved.items():
        part = Arrangement(case, tuple(units), tuple(units)).read("party_members").after
        text = said("end_receives", unit=joined(case, [end]), many=padded_count(len(units)), members=_people(part))
        told.append(_item(text, About(both, tuple(units)), [end]))
    return told


def _people(cell: Cell) -> Names:
    return names_of(**{code: cell_text(cell, code, PEOPLE) for code in ("vi", "en")})


def padded_count(value: float | int | None) -> Names:
    """Write a count as an office does in each language."""
    if value is None:
        return names_of(vi="…", en="…")
    return names_of(vi=padded(value, "vi"), en=number(value, "en"))
