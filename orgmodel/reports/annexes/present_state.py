"""Biểu 1: the present state of the units that are rearranged: quota, who is present, vacancies, leaders, contracts.

Quota and presence are split by the categories that the study declares (cán bộ, công chức, viên chức), where every post inside
quota says its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.figures import FigureId
from orgmodel.core.names import Names, names_of
from orgmodel.core.records import OUTSIDE, Post
from orgmodel.norms.record import NormPack
from orgmodel.norms.suppliers import Suppliers
from orgmodel.reports.about import About, naming
from orgmodel.reports.arrangement import Arrangement, whole
from orgmodel.reports.cells import COUNT, NO, Cell, Words
from orgmodel.reports.figures import filled_outside, in_quota, sources_of, sum_of_posts
from orgmodel.reports.form import BEFORE, HEADING, TOTAL, Form, FormColumn, FormRow
from orgmodel.words.labels import names as label_names
from orgmodel.words.numbers import count
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

COLUMNS = (
    ("authorized", "posts_authorized"), ("present", "present"), ("vacant", "vacancies"), ("contracts", "posts_outside_quota"),
    ("heads", "heads"), ("deputies", "deputies"), ("staff", "staff"),
)  # fmt: skip
"""Headings, and the measure that stands under each; ``present`` is who is present inside quota."""


SPLIT = {"posts_authorized": "authorized", "present": "filled"}
"""The measures that are split by category, and the figure of a row of posts that is summed for each."""
WIDE = 11
"""Of more columns the table lies on its side."""


def present_state_form(case: Case, parts: Sequence[Arrangement], *, annex: str = "1") -> Form | None:
    """List the units before, with a total; None where none of them has posts."""
    listed = [part for part in parts if not part.is_of_party_organisations]
    units = [unit for part in listed for unit in part.before]
    if not units:
        return None
    categories, note = _categories(case, units)
    shown = [(key, measure, one) for key, measure in COLUMNS for one in ("", *(categories if measure in SPLIT else ()))]
    rows = [
        FormRow(
            (number, unit_words(case, unit), *_figures(Arrangement(case, (unit,), ()), shown)),
            key=unit,
            about=About(units=(unit,)),
        )
        for number, unit in enumerate(units, 1)
    ]
    if len(rows) > 1:
        all_of_them = whole(case, [Arrangement(case, (unit,), ()) for unit in units])
        cells = ((), said("total"), *_figures(all_of_them, shown))
        rows.append(FormRow(cells, TOTAL, key=";".join(units), about=About(units=tuple(units))))
    columns = [FormColumn(said("no"), NO, width=0.5), FormColumn(said("agency"), width=4)]
    columns += [_column(case, *one, split=bool(categories)) for one in shown]
    return Form.of(
        "present-state", said("present_state"), columns, rows, [note] if note else [], annex=annex,
        unit=said("people_and_posts"), as_of=case.before.as_of, source=sources_of(case, units), wide=len(columns) > WIDE,
    ).without_empty()  # fmt: skip


def _categories(case: Case, units: Sequence[str]) -> tuple[list[str], Names]:
    """List the categories of the posts inside quota in the study's order, where all say theirs and there are several.

    Else give a note: of which one category all are, or whose posts say none, and who must supply it.
    """
    inside = _inside_quota(case, units)
    silent = [post for post in inside if not post.category]
    held = {post.category for post in inside}
    if not inside or not case.before.terms.categories:
        return [], ()
    if not silent:
        found = [one for one in case.before.terms.categories if one in held]
        if len(found) > 1:
            return found, ()
        return [], said("all_of_category", category=label_names("category", found[0], case.own_labels)) if found else ()
    study = case.outcome.scenario.study
    suppliers = Suppliers((case.before,), NormPack() if study is None or study.norms is None else study.norms)
    whom = list(dict.fromkeys(suppliers.of(FigureId("posts", post.id, "category")) for post in silent))
    many = names_of(**{code: count(len(silent), "post row", code) for code in ("vi", "en")})
    told = names_of(
        **{code: "; ".join(filter(None, (dict(one).get(code, "") for one in whom))) for code in ("vi", "en")}
    )
    return [], said("no_category", many=many, who=told or said("nobody_named"))


def _inside_quota(case: Case, units: Sequence[str]) -> list[Post]:
    """List the rows of posts inside quota of units with all below."""
    inner = dict.fromkeys(one.id for unit in units for one in case.before.queries.subtree(unit))
    posts = (post for unit in inner for post in case.before.posts_of(unit))
    return [post for post in posts if post.quota != OUTSIDE]


def _column(case: Case, key: str, measure: str, category: str, *, split: bool) -> FormColumn:
    if not split or measure not in SPLIT:
        return FormColumn(said(key), COUNT, BEFORE, measure, adds_up=True)
    if not category:
        return FormColumn(said("all_together"), COUNT, BEFORE, measure, said(key), adds_up=True)
    heading = label_names("category", category, case.own_labels)
    return FormColumn(
        heading, COUNT, BEFORE, measure, said(key), adds_up=True, scope=f"category:{category}", named=HEADING
    )


def _figures(part: Arrangement, shown: Sequence[tuple[str, str, str]]) -> list[Cell]:
    found: list[Cell] = []
    inside = _inside_quota(part.case, part.before)
    for _, measure, category in shown:
        if category:
            found.append(sum_of_posts((post for post in inside if post.category == category), SPLIT[measure]))
        elif measure == "present":
            found.append(in_quota(part.read("posts_filled").before, filled_outside(part, BEFORE)))
        else:
            found.append(part.read(measure).before)
    return found


def unit_names(case: Case, id: str) -> Names:
    """Name a unit, apart from others that bear the same name."""
    return case.told_apart(id) or (("und", id),)


def unit_words(case: Case, id: str) -> Words:
    """Name a unit in a cell of its own."""
    return Words(unit_names(case, id), naming("units", [id]))
