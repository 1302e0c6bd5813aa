"""Biểu 2: who holds the posts of the units that are rearranged, and who holds none afterwards; only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.persons import called_person
from orgmodel.core.records import Incumbency, Person, Post
from orgmodel.reports.about import naming
from orgmodel.reports.annexes.placement import joined_words
from orgmodel.reports.arrangement import Arrangement
from orgmodel.reports.cells import DATE, NO, Cell, Dated, Words
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.words.labels import names as label_names
from orgmodel.words.labels import titles_of
from orgmodel.words.reasons import reason_text
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.ledger import Reason

NAMED = "names"


def holders_form(case: Case, parts: Sequence[Arrangement], persons: str, *, annex: str = "2") -> Form | None:
    """List the holders of posts in the units before, by name or by a number in place of it; None where none is listed."""
    called = _Called(case, persons)
    rows = []
    for part in parts:
        for unit in part.before:
            for inner in case.before.queries.subtree(unit):
                for post in case.before.posts_of(inner.id):
                    rows += [(post, one) for one in _holders(case, post)]
    if not rows:
        return None
    made = [
        FormRow((number, *_cells(case, called, post, one)), key=one.person)
        for number, (post, one) in enumerate(rows, 1)
    ]
    headings = ("no", "person", "born", "office_held", "agency", "grade", "qualification", "theory", "since", "member")
    kinds = {"no": NO, "born": DATE, "since": DATE}
    columns = [FormColumn(said(key), kinds.get(key, "text"), width=0.5 if key == "no" else 2) for key in headings]
    kept = [at for at in range(len(columns)) if at < 4 or any(row[at] for row in made)]
    trimmed = [replace(row, cells=tuple(row[at] for at in kept)) for row in made]
    return Form.of(
        "holders", said("holders"), [columns[at] for at in kept], trimmed, annex=annex, as_of=case.before.as_of, wide=True
    )  # fmt: skip


def displaced_form(case: Case, persons: str = "", *, annex: str = "") -> Form | None:
    """List who held a post before and holds none afterwards, each by a number unless names are asked for; None where nobody is."""
    displaced = case.outcome.displaced
    if not displaced:
        return None
    called = _Called(case, persons)
    rows = [
        FormRow(
            (
                number,
                Words(called.names(one.person), naming("persons", [one.person])),
                joined_words(case, [one.post], "posts"),
                joined_words(case, [one.unit]) if one.unit else (),
                label_names("person_outcome", one.outcome) if one.outcome else said("not_settled"),
                called.reason(one.reason),
            ),
            key=one.person,
        )
        for number, one in enumerate(displaced, 1)
    ]
    headings = ("no", "person", "office_held", "agency", "what_becomes", "why")
    columns = [
        FormColumn(said(key), NO if key == "no" else "text", width=0.5 if key == "no" else 2) for key in headings
    ]
    return Form.of("displaced", said("people_without_post"), columns, rows, annex=annex)


class _Called:
    """Call people by name, or by a number in the order in which they are listed."""

    def __init__(self, case: Case, persons: str) -> None:
        self._case, self._named = case, persons == NAMED
        self._numbers = {
            one.id: at for at, one in enumerate(case.before.table("persons"), 1) if isinstance(one, Person)
        }

    def names(self, id: str) -> Names:
        """Give the name of a person, or a number in its place."""
        if self._named:
            return (("und", called_person(self._case.before, id)),)
        return said("person_number", number=f"{self._numbers.get(id, 0):02d}")

    def reason(self, reason: Reason) -> Names:
        """Word why somebody goes, who is told there as in the list, never by an id."""
        case, told = self._case, {}
        for code in case.languages:
            name, person = partial(case.called, language=code), self._in(code)
            told[code] = reason_text(reason, code, name, person)
        return names_of(**told)

    def _in(self, language: str) -> Callable[[str], str]:
        return lambda id: text_in(self.names(id), language)


def _holders(case: Case, post: Post) -> list[Incumbency]:
    return case.before.queries.holders_of(post.id)


def _cells(case: Case, called: _Called, post: Post, one: Incumbency) -> tuple[Cell, ...]:
    person = case.before.get("persons", one.person)
    known = person if isinstance(person, Person) else Person(one.person)
    hidden = not called._named
    return (
        Words(called.names(one.person), naming("persons", [one.person])),
        () if hidden or not known.born else Dated(known.born),
        Words(titles_of(post, case.own_labels), naming("posts", [post.id])),
        joined_words(case, [post.unit]),
        () if hidden else known.grade,
        () if hidden else known.qualification,
        () if hidden else known.theory,
        Dated(one.begins) if one.begins else (),
        () if hidden else known.party_member,
    )
