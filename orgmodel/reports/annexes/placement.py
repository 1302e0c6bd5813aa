"""Biểu 3: where each row of posts goes: before, after, how; who has no post afterwards, and agencies left without a deputy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from orgmodel.core.figures import Amount, Tally
from orgmodel.core.names import Names, names_of
from orgmodel.core.records import OUTSIDE, Post, is_assumed
from orgmodel.reports.about import About, naming
from orgmodel.reports.annexes.present_state import unit_names, unit_words
from orgmodel.reports.appendices import roman
from orgmodel.reports.arrangement import Arrangement
from orgmodel.reports.cells import COUNT, NO, Cell, Words
from orgmodel.reports.figures import sources_of, tallied
from orgmodel.reports.form import GROUP, TOTAL, Form, FormColumn, FormRow
from orgmodel.words.citations import paper_in_short
from orgmodel.words.labels import names as label_names
from orgmodel.words.labels import titles_of
from orgmodel.words.numbers import count
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.post_flows import PostFlow

SUMMED = (("authorized", "posts_authorized"), ("present", "present"), ("contracts", "posts_outside_quota"))
"""Headings, and the measure that is summed under each."""
MOST_LEFT = 6
"""How many agencies left without a deputy are named."""
PostFlows = list["PostFlow"]


def placement_form(case: Case, parts: Sequence[Arrangement], *, annex: str = "3") -> Form | None:
    """List every row of posts that is touched under the unit that it is in afterwards, with sums; None where none is."""
    groups = _by_unit(case, parts)
    if not groups:
        return None
    lone = all(len(_origins(flows)) <= 1 for flows in groups.values())
    rows: list[FormRow] = []
    number = 0
    everything: PostFlows = []
    for place, (unit, flows) in enumerate(groups.items()):
        here = [one for one in flows if one.way.after is not None]
        heading = (roman(place + 1), _heading(case, unit, flows, named=lone), (), (), (), *_sums(here or flows))
        rows.append(FormRow(heading, GROUP, key=unit, about=About(units=(unit,) if unit else _posts(flows))))
        for flow in flows:
            number += 1
            rows.append(FormRow((number, *_cells(case, flow)), key=_key(flow), about=About(units=_posts([flow]))))
        everything += here
    cells = ((), said("total"), (), (), (), *_sums(everything))
    rows.append(
        FormRow(cells, TOTAL, about=About(units=tuple(dict.fromkeys(one for part in parts for one in part.units))))
    )
    columns = [
        FormColumn(said("no"), NO, width=0.6),
        FormColumn(said("post_before"), width=3),
        FormColumn(said("unit_before"), width=3),
        FormColumn(said("post_after"), width=3),
        FormColumn(said("how"), width=2.6),  # beside the words, over which the heading of a unit goes
        *(FormColumn(said(key), COUNT, of=of, adds_up=True, width=0.9) for key, of in SUMMED),
    ]
    if lone:  # where the posts of each unit come from one, its heading says which
        columns = [one for at, one in enumerate(columns) if at != ORIGIN]
        rows = [replace(row, cells=(*row.cells[:ORIGIN], *row.cells[ORIGIN + 1 :])) for row in rows]
    return Form.of(
        "placement", said("placement"), columns, rows, placement_notes(case, parts), annex=annex,
        unit=said("posts_unit"), as_of=case.before.as_of, source=sources_of(case, [u for one in parts for u in one.before]),
        wide=not lone,
    ).without_empty()  # fmt: skip


ORIGIN = 2
"""The column of the unit before."""


def _origins(flows: PostFlows) -> list[str]:
    """List the units that posts come from, but for the one that they are in."""
    return list(dict.fromkeys(one.way.before.unit for one in flows if one.way.before is not None))


def _posts(flows: Iterable[PostFlow]) -> tuple[str, ...]:
    """List the rows of posts that ways lead from and to."""
    ends = (post for one in flows for post in (one.way.before, one.way.after))
    return tuple(dict.fromkeys(post.id for post in ends if post is not None))


def _heading(case: Case, unit: str, flows: PostFlows, *, named: bool) -> Cell:
    if not unit:
        return said("posts_that_end")
    origins = [one for one in _origins(flows) if one != unit]
    if not named or not origins:
        return unit_words(case, unit)
    told = said("from_unit", after=unit_names(case, unit), before=joined(case, origins))
    return Words(told, naming("units", [unit, *origins]))


def _by_unit(case: Case, parts: Sequence[Arrangement]) -> dict[str, PostFlows]:
    """Group the ways of posts by the unit after, as the chart has them; those that end stand last, under no unit."""
    inside: dict[str, str] = {}
    for part in parts:
        for state, units in (("before", part.before), ("after", part.after)):
            structure = getattr(case, state)
            for unit in units:
                inside.update((one.id, state) for one in structure.queries.subtree(unit))
    found: dict[str, PostFlows] = {}
    for flow in case.post_flows:
        old, new = flow.way.before, flow.way.after
        if any(post is not None and post.unit in inside for post in (old, new)):
            found.setdefault(new.unit if new is not None else "", []).append(flow)
    order = {unit: int(case.after.tree.start[case.after.units.row(unit)]) for unit in found if unit}
    wanted = {unit: at for at, unit in enumerate(one for part in parts for one in part.after)}
    ranks = ("head", "deputy", "staff", "unknown")
    for flows in found.values():
        flows.sort(key=lambda one: (one.way.after is None, ranks.index(_some(one).rank), _some(one).id))
    return dict(
        sorted(found.items(), key=lambda one: (not one[0], wanted.get(one[0], len(wanted)), order.get(one[0], 0)))
    )


def _some(flow: PostFlow) -> Post:
    return cast(Post, flow.way.after or flow.way.before)  # one of them is always there


def _sums(flows: Sequence[PostFlow]) -> list[Cell]:
    """Sum what is authorized and who is present inside quota, and the contracts outside; a sum of assumed figures is assumed."""
    found = (Tally(), Tally(), Tally())
    assumed = [0, 0, 0]
    for flow in flows:
        for at, (tally, amount) in enumerate(zip(found, _amounts(flow), strict=True)):
            tally.add(amount)
            assumed[at] += amount.told if is_assumed((flow.way.before or _some(flow)).src) else 0
    told = [tallied(one) for one in found]
    return [
        replace(one, assumed=part / one.value) if part and one.value else one
        for one, part in zip(told, assumed, strict=True)
    ]


def _amounts(flow: PostFlow) -> tuple[Amount, Amount, Amount]:
    if _some(flow).quota == OUTSIDE:
        return Amount(), Amount(), flow.number(_some(flow)) if _some(flow).has_no_quota else flow.authorized
    return flow.authorized, flow.filled, Amount()


def _cells(case: Case, flow: PostFlow) -> tuple[Cell, ...]:
    old, new, own = flow.way.before, flow.way.after, case.own_labels
    return (
        _titles(old, own),
        unit_words(case, old.unit) if old is not None else (),
        _titles(new, own),
        how_of(case, old, new),
        *_sums([flow]),
    )


def _titles(post: Post | None, own: Mapping[str, Names]) -> Cell:
    return () if post is None else Words(titles_of(post, own), naming("posts", [post.id]))


def how_of(case: Case, old: Post | None, new: Post | None) -> Names:
    """Say how posts become others: as they are, under another title, of another rank, new, or ended."""
    own = case.before.terms.labels
    if old is None or new is None:
        return said("how_new" if old is None else "how_ended")
    if old.rank != new.rank:
        return said("how_rank", old=label_names("rank", old.rank, own), new=label_names("rank", new.rank, own))
    if old.titles != new.titles:
        return said("how_title") if old.unit != new.unit else said("how_title_here")
    return said("how_along") if old.unit != new.unit else said("how_stays")


def _key(flow: PostFlow) -> str:
    return f"{flow.way.before.id if flow.way.before else ''}>{flow.way.after.id if flow.way.after else ''}"


def converted_heads(case: Case, parts: Sequence[Arrangement]) -> dict[str, Amount]:
    """Count the posts that become heads, by the rank that they had."""
    found: dict[str, Amount] = {}
    for flows in _by_unit(case, parts).values():
        for flow in flows:
            old, new = flow.way.before, flow.way.after
            if old is not None and new is not None and new.rank == "head" != old.rank:
                found[old.rank] = found.get(old.rank, Amount()) + flow.number(new)
    return found


def placement_notes(case: Case, parts: Sequence[Arrangement]) -> list[Names]:
    """Say which heads are made of other posts, which agencies are left without a deputy, and what is told of people."""
    own = case.before.terms.labels
    notes = [
        said("heads_made_of", heads=_counting(amount.told, "head"), rank=label_names("rank", rank, own))
        for rank, amount in converted_heads(case, parts).items()
    ]
    left = [unit for part in parts for unit in part.deputies_left()]
    if left:
        notes.append(said("left_without_deputy", agencies=_counting(len(left), "unit"), which=_first(case, left)))
    notes += [said("basis_of_it", of=of) for of in steps_cited(case, parts)]
    listed = "displaced_listed" if case.outcome.displaced else "nobody_displaced"
    notes.append(said(listed if len(case.before.table("persons")) else "people_not_listed"))
    return notes


def steps_cited(case: Case, parts: Sequence[Arrangement]) -> list[Names]:
    """Cite the clauses of papers under which units are rearranged, each once."""
    wanted = {step for one in parts for step in one.steps}
    found: dict[Names, None] = {}
    for step in (result.step for result in case.outcome.steps if result.step.id in wanted):
        paper = case.papers.get(step.document)
        if paper is not None and step.clause:
            where = names_of(**{code: paper_in_short(paper, code) for code in case.languages})
            found.setdefault(said("of_clause", clause=step.clause, paper=where))
    return list(found)


def _first(case: Case, units: Sequence[str]) -> Names:
    if len(units) <= MOST_LEFT:
        return joined(case, units)
    return said("and_more", first=joined(case, units[:MOST_LEFT]), many=_counting(len(units) - MOST_LEFT, "unit"))


def _counting(many: int, noun: str) -> Names:
    return names_of(vi=count(many, noun, "vi"), en=count(many, noun, "en"))


def joined_words(case: Case, units: Iterable[str], table: str = "units") -> Words:
    """Name several units, or rows of posts, in a cell."""
    listed = list(units)
    return Words(joined(case, listed), naming(table, listed))


def joined(case: Case, units: Iterable[str]) -> Names:
    """Name several units in one text."""
    listed = list(units)
    return names_of(**{code: "; ".join(case.called(one, code) for one in listed) for code in case.languages})
