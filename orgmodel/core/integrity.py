"""What must hold in any structure: references, one head, no cycles, declared words, figures that make sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from orgmodel.core.cycles import cycles, text_at
from orgmodel.core.distinct import firsts_of, one_code
from orgmodel.core.figures import LARGEST, LARGEST_SUM, Estimate
from orgmodel.core.hidden_letters import hidden_letters
from orgmodel.core.holders import holder_warnings, numbers_for_figures
from orgmodel.core.messages import Message, series
from orgmodel.core.money import amount_text
from orgmodel.core.problems import WARNING, Problem, nearest
from orgmodel.core.quantities import decimals_of
from orgmodel.core.records import MIXED, OUTSIDE, Ended
from orgmodel.core.reporting import ADMINISTRATIVE, head_rows
from orgmodel.core.schema import KEY_FIELDS, RANGED, Tables
from orgmodel.core.tree import unit_rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.vocabulary import Vocabulary

TOTAL = "total"
SCOPE_WORDS = frozenset(
    ("block", "area", "level", "kind", "host", "rank", "category", "quota", "funding", "function", "office")
)
"""What a scope may name before a colon."""

MOST_HINTS = 50
"""Near matches looked up for one column: finding one takes a walk over all ids."""

_WHOLE_SHARE = 100
_BACKWARD = "{field} of {key!r} has the range {range}, which ends before it begins"
_OUTSIDE = "{field} of {key!r} is {best}, outside its own range {range}"


def check(structure: Structure) -> list[Problem]:
    """List everything that is wrong in a structure; ``table``, ``row`` and ``field`` say where.

    Whole columns are looked at, so the cost for a sound structure is a few passes. The order is that of the records'
    names, whatever the order of the rows.
    """
    found = [
        *_duplicates(structure),
        *_scope_ids(structure),
        *hidden_letters(structure),
        *_references(structure),
        *cycles(structure),
        *_second_heads(structure),
        *_words(structure),
        *_figures(structure),
        *_too_large(structure),
        *_members(structure),
        *_grades(structure),
        *_currency(structure),
        *_links(structure),
        *_lines(structure),
        *holder_warnings(structure),
        *numbers_for_figures(structure),
    ]
    return sorted(found, key=lambda one: (one.table, one.subject, one.field, one.code, one.row))


def _duplicates(structure: Structure) -> Iterable[Problem]:
    for table, key in KEY_FIELDS.items():
        rows = structure.table(table)
        if not rows.size:
            continue
        live = np.flatnonzero(rows.live)
        columns = np.stack([rows.column(field)[live].astype(np.int64) for field in key], axis=1)
        first, _ = firsts_of(columns[:, 0] if len(key) == 1 else one_code(list(columns.T)))
        if len(first) == len(live):
            continue
        again = np.setdiff1d(np.arange(len(live)), first)
        for row in live[again].tolist():
            name = " ".join(str(text) for field in key if (text := text_at(structure, table, field, row)))
            yield Problem(
                "DUPLICATE",
                Message.of("{name!r} is in {table} already; each stands there once", name=name, table=table),
                subject=name,
                table=table,
                row=row,
                field=key[0],
            )
    of_units = np.zeros(len(structure.strings), dtype=np.bool_)
    of_units[_live_codes(structure, "units")] = True
    own = _live_codes(structure, "posts")
    shared = np.unique(own[of_units[own]])
    posts = structure.posts.column("id")
    for code in shared.tolist():
        name = structure.strings.value(code)
        row = int(np.flatnonzero(posts == code)[0])
        yield Problem(
            "DUPLICATE",
            Message.of("{name!r} is both a unit and a post; ids are shared by the two", name=name),
            subject=name,
            table="posts",
            row=row,
            field="id",
        )


def is_scope(text: str) -> bool:
    """Tell whether an id would mean something else where a scope is asked for, so that no unit can bear it.

    >>> is_scope("total"), is_scope("block:party"), is_scope("totals"), is_scope("urn:a")
    (True, True, False, False)
    """
    word, colon, _ = text.partition(":")
    return text == TOTAL or (bool(colon) and word in SCOPE_WORDS)


def scope_borne(id: str) -> Problem:
    """Say that an id is a scope, so that no unit can bear it."""
    message = Message.of(
        "{id!r} is a scope (total, block:…, area:…), so no unit can bear it; give the unit another id", id=id
    )
    return Problem("RESERVED_ID", message, subject=id)


def _scope_ids(structure: Structure) -> Iterable[Problem]:
    """Refuse ids of units that mean something else where a scope is asked for: the total, or a group."""
    rows = structure.units
    ids = structure.ids("units")
    if not any(":" in str(id) or id == TOTAL for id in ids):
        return
    for row, id in zip(rows.rows(), ids, strict=False):
        if is_scope(str(id)):
            yield replace(scope_borne(str(id)), table="units", row=row, field="id")


def _live_codes(structure: Structure, table: str) -> Any:
    rows = structure.table(table)
    return rows.column(rows.spec.fields[0])[rows.live]


def _references(structure: Structure) -> Iterable[Problem]:
    references = ((spec.table, one) for spec in Tables.ALL for one in spec.references if not one.historic)
    for table, reference in references:
        rows, field = structure.table(table), reference.field
        if not rows.size:
            continue
        codes = rows.column(field)
        known = np.zeros(len(structure.strings), dtype=np.bool_)
        for name in reference.to:
            known[_live_codes(structure, name)] = True
        unknown = rows.live & (codes != 0) & ~known[codes]
        if not reference.optional:
            unknown |= rows.live & (codes == 0)
        if not unknown.any():
            continue
        word = series((Message.of(name.removesuffix("s")) for name in reference.to), "or")
        pool = [id for kind in reference.to for id in structure.ids(kind)]
        ends = {one.unit.id: one.ends for one in _register(structure)} if "unit" in word else {}
        messages: dict[str | None, str] = {}
        for row in np.flatnonzero(unknown).tolist():
            name = text_at(structure, table, field, row)
            if name in messages:
                message = messages[name]
            elif name in ends:
                message = Message.of(
                    "{name!r} ended on {ends}; name a unit that exists at the date of the structure",
                    name=name,
                    ends=ends[name],
                )
            else:
                hint = nearest(name, pool) if len(messages) < MOST_HINTS else ""
                message = messages[name] = Message.of("no {word} {name!r}{hint}", word=word, name=name, hint=hint)
            yield Problem(
                "UNKNOWN_UNIT" if "unit" in word else f"UNKNOWN_{word.upper()}",
                message,
                subject=str(name),
                table=table,
                row=row,
                field=field,
            )


def _register(structure: Structure) -> list[Ended]:
    return sorted(cast(Iterable[Ended], structure.table("ended")), key=lambda one: one.key)


def _second_heads(structure: Structure) -> Iterable[Problem]:
    posts = structure.posts
    if not posts.size:
        return
    units = unit_rows(structure, "posts", "unit")
    rows = head_rows(structure, units)
    first, which = firsts_of(units[rows])
    heads = dict(zip(rows.tolist(), rows[first[which]].tolist(), strict=True))
    for row in np.delete(rows, first).tolist():
        unit = text_at(structure, "posts", "unit", row)
        yield Problem(
            "SECOND_HEAD",
            Message.of(
                "unit {unit!r} has a head already, {head!r}; a unit has one: give {post!r} another rank (deputy, staff) or "
                "another unit, or take one of the two out",
                unit=unit,
                head=text_at(structure, "posts", "id", heads[row]),
                post=text_at(structure, "posts", "id", row),
            ),
            subject=str(unit),
            table="posts",
            row=row,
            field="rank",
        )
    stands_for = structure.units.column("stands_for")[units[rows]]  # a remainder has the heads of all it stands for
    many = rows[posts.figures("authorized")[rows] > np.maximum(stands_for, 1)]
    for row in many.tolist():
        unit = text_at(structure, "posts", "unit", row)
        yield Problem(
            "SECOND_HEAD",
            Message.of(
                "the head row of {unit!r} has more posts than units it stands for; a unit has one head: give the others a row "
                "of another rank",
                unit=unit,
            ),
            subject=str(unit),
            table="posts",
            row=row,
            field="authorized",
        )


def _words(structure: Structure) -> Iterable[Problem]:
    terms = structure.terms
    declared = (
        ("units", "kind", "kinds"),
        ("units", "level", "levels"),
        ("units", "block", "blocks"),
        ("identities", "block", "blocks"),
        ("posts", "block", "blocks"),
        ("posts", "category", "categories"),
        ("posts", "rank", "ranks"),
        ("posts", "quota", "quotas"),
        ("lines", "kind", "lines"),
        ("lines", "block", "blocks"),
        ("functions", "block", "blocks"),
        ("members", "block", "blocks"),
        ("quantities", "quantity", "quantities"),
    )
    for table, field, family in declared:
        rows, words = structure.table(table), terms.declared(family)
        if terms.is_known(family, "") or not rows.size:
            continue
        codes = rows.column(field)
        allowed = np.zeros(len(structure.strings), dtype=np.bool_)
        for word in ("", *words):
            code = structure.strings.code(word)
            if code >= 0 and not (table == "posts" and word == MIXED):
                allowed[code] = True
        for row in np.flatnonzero(rows.live & ~allowed[codes]).tolist():
            word = text_at(structure, table, field, row)
            if field == "block" and word == MIXED:
                message = Message.of("a post's block is never mixed: give the block whose quota it belongs to")
            else:
                message = terms.undeclared(field, str(word), family)
            yield Problem("UNDECLARED", message, subject=str(word), table=table, row=row, field=field)


def _figures(structure: Structure) -> Iterable[Problem]:
    for table, fields in RANGED.items():
        rows = structure.table(table)
        if not rows.size:
            continue
        for field in fields:
            for row in np.flatnonzero(rows.live & (rows.figures(field) < 0)).tolist():
                key = text_at(structure, table, rows.spec.fields[0], row)
                yield Problem(
                    "NEGATIVE",
                    Message.of(
                        "{field} of {key!r} is {figures}, below zero; leave it blank if it is not known",
                        field=field,
                        key=key,
                        figures=_in_its_unit(structure, table, field, row, int(rows.figures(field)[row])),
                    ),
                    subject=str(key),
                    table=table,
                    row=row,
                    field=field,
                )
            for row, estimate in sorted(rows.estimates(field).items()):
                low, best, high = estimate.low, estimate.best, estimate.high
                known = _ends(estimate)
                if known != sorted(known):
                    key = text_at(structure, table, rows.spec.fields[0], row)
                    shown = [
                        "?" if one is None else _in_its_unit(structure, table, field, row, one)
                        for one in (low, best, high)
                    ]
                    values = {"field": field, "key": key, "best": shown[1], "range": f"{shown[0]}–{shown[2]}"}
                    message = Message.of(_BACKWARD if best is None else _OUTSIDE, **values)
                    yield Problem("RANGE", message, subject=str(key), table=table, row=row, field=field)
    posts = structure.posts
    if posts.size:
        over = posts.live & ~posts.missing("authorized") & (posts.figures("filled") > posts.figures("authorized"))
        over &= (posts.column("quota") != structure.strings.code(OUTSIDE)) & (posts.figures("authorized") >= 0)
        if over.any():
            over &= posts.figures("filled") - _shared(structure) > posts.figures("authorized")
        for row in np.flatnonzero(over).tolist():
            key = text_at(structure, "posts", "id", row)
            message = Message.of(
                "{key!r} has more people present than posts authorized (surplus); is it meant?", key=key
            )
            yield Problem(
                "SURPLUS", message, subject=str(key), severity=WARNING, table="posts", row=row, field="filled"
            )


def _shared(structure: Structure) -> Any:
    """Count by how many, post by post, those who are listed are more than the places that they take: two at half share take one."""
    held, strings = structure.table("incumbencies"), len(structure.strings)
    posts, shares = held.column("post")[held.live], held.column("share")[held.live]
    people, taken = np.bincount(posts, minlength=strings), np.zeros(strings, np.int64)
    np.add.at(taken, posts, shares)
    return (people - -(-taken // _WHOLE_SHARE))[structure.posts.column("id")]


def _in_its_unit(structure: Structure, table: str, field: str, row: int, figure: int) -> str:
    quantity = str(text_at(structure, table, "quantity", row)) if table == "quantities" else ""
    return in_its_unit(structure.terms, table, field, figure, quantity)


def in_its_unit(terms: Vocabulary, table: str, field: str, figure: int, quantity: str = "") -> str:
    """Write a figure as its table has it: hundredths, money and quantities with their decimals."""
    spec, decimals = Tables.BY_NAME[table], 0
    if table == "quantities":
        decimals = decimals_of(terms.quantities, quantity)
    elif field in spec.money:
        decimals = terms.money.decimals if terms.money is not None else 0
    elif field in spec.hundredths:
        decimals = 2
    text = amount_text(figure, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _too_large(structure: Structure) -> Iterable[Problem]:
    """Refuse figures, and sums of figures, that no organisation has."""
    for table, fields in RANGED.items():
        rows = structure.table(table)
        for field in fields if rows.size else ():
            figures = np.where(rows.live & ~rows.missing(field), rows.figures(field), 0)
            ends = {row: max(map(abs, known)) for row, one in rows.estimates(field).items() if (known := _ends(one))}
            beyond = {
                *np.flatnonzero(np.abs(figures) > LARGEST).tolist(),
                *(row for row in ends if ends[row] > LARGEST),
            }
            for row in sorted(beyond):
                key = text_at(structure, table, rows.spec.fields[0], row)
                message = Message.of(
                    "{field} of {key!r} is beyond any organisation; the largest is {most}",
                    field=field,
                    key=key,
                    most=_in_its_unit(structure, table, field, row, LARGEST),
                )
                yield Problem("TOO_LARGE", message, subject=str(key), table=table, row=row, field=field)
            sizes = np.abs(figures)
            if ends:
                sizes[list(ends)] = [min(size, LARGEST) for size in ends.values()]
            if not beyond and float(sizes.sum(dtype=np.float64)) > LARGEST_SUM:
                row = int(sizes.argmax())
                most = _in_its_unit(structure, table, field, row, LARGEST_SUM)
                yield sum_too_large(table, field, str(text_at(structure, table, rows.spec.fields[0], row)), most, row)


def sum_too_large(table: str, field: str, key: str, most: str, row: int = -1) -> Problem:
    """Say that a sum of figures is larger than any can be (``most`` is the largest), where the largest of them stands."""
    message = Message.of(
        "{field} of all {table} together is more than can be counted exactly; the largest sum is {most}, and the largest "
        "figure that of {key!r}",
        field=field,
        table=table,
        most=most,
        key=key,
    )
    return Problem("TOO_LARGE", message, subject=table, table=table, row=row, field=field)


def _ends(estimate: Estimate) -> list[int]:
    return [end for end in (estimate.low, estimate.best, estimate.high) if end is not None]


def _members(structure: Structure) -> Iterable[Problem]:
    """Report totals that contradict their kinds, and warn of members of what is no party organisation."""
    rows, terms = structure.members, structure.terms
    party = {kind for kind, counts in terms.kinds.items() if counts == "party"}
    for row in rows.rows():
        one: Any = rows.record(row)
        parts, total = [one.official, one.probationary], one.total
        known = [part for part in parts if isinstance(part, int)]
        said = sum(known)
        if isinstance(total, int) and known and (said > total or (len(known) == len(parts) and said != total)):
            message = Message.of(
                "{unit} has {total} members in total, and official and probationary ones come to {said}",
                unit=one.unit,
                total=total,
                said=said,
            )
            yield Problem("MEMBERS", message, subject=one.unit, table="members", row=row, field="total")
        unit: Any = structure.units.get(one.unit)
        if party and unit is not None and terms.counts(unit.kind) != "party":
            message = Message.of(
                "{unit} has members, and its kind {kind!r} is no party organisation", unit=one.unit, kind=unit.kind
            )
            yield Problem("MEMBERS", message, one.unit, severity=WARNING, table="members", row=row, field="unit")


def _lines(structure: Structure) -> Iterable[Problem]:
    """Report lines that end where they start; an administrative one is a cycle of superiors, which is told as such."""
    lines = structure.lines
    if not lines.size:
        return
    own = lines.live & (lines.column("from_") == lines.column("to"))
    own &= lines.column("kind") != structure.strings.code(ADMINISTRATIVE)
    for row in np.flatnonzero(own).tolist():
        id, kind = text_at(structure, "lines", "from_", row), text_at(structure, "lines", "kind", row)
        yield line_to_itself(kind, id, row)


def line_to_itself(kind: str, id: str, row: int = -1) -> Problem:
    """Say that a line ends where it starts."""
    message = Message.of("the {kind} line of {id!r} ends at itself; a line joins two", kind=kind, id=id)
    return Problem("LINE", message, subject=id, table="lines" if row >= 0 else "", row=row, field="to")


def _currency(structure: Structure) -> Iterable[Problem]:
    """Warn where something says what posts are paid and nothing in which currency."""
    money = structure.terms.money
    if (money is not None and money.currency) or not structure.has_pay:
        return
    for table, field in (("grades", "grade"), ("pay", "category"), ("posts", "pay"), ("posts", "coefficient")):
        rows = structure.table(table)
        says = rows.live
        if table == "posts":
            says = ~rows.missing(field)
            says[list(rows.estimates(field))] = True
        for row in np.flatnonzero(says & rows.live)[:1].tolist():
            message = Message.of(
                "{table} say what posts are paid, and nothing says in which currency; write money: {{currency: …}} in study.yaml",
                table=table,
            )
            yield Problem("NO_CURRENCY", message, "", table=table, row=row, field=field, severity="warning")
            return


def _grades(structure: Structure) -> Iterable[Problem]:
    """Report grades of posts that the table of grades lacks, where there is one, and grades that give no pay."""
    grades = structure.table("grades")
    if not len(grades):
        return
    known = structure.ids("grades")
    for row in grades.rows():
        one: Any = grades.record(row)
        if one.pay is None and one.coefficient is None:
            message = Message.of("grade {grade!r} gives neither pay nor coefficient", grade=one.grade)
            yield Problem("NO_PAY", message, subject=one.grade, table="grades", row=row, field="grade")
    posts = structure.posts
    codes = posts.column("grade")
    allowed = np.zeros(len(structure.strings) + 1, dtype=np.bool_)
    allowed[_live_codes(structure, "grades")] = True
    allowed[structure.strings.code("")] = True
    messages: dict[str | None, Message] = {}
    for row in np.flatnonzero(posts.live & ~allowed[codes]).tolist():
        word = text_at(structure, "posts", "grade", row)
        if word not in messages:
            hint = nearest(word, known) if len(messages) < MOST_HINTS else ""
            messages[word] = Message.of("no grade {grade!r} in grades{hint}", grade=word, hint=hint)
        yield Problem("UNKNOWN_GRADE", messages[word], subject=str(word), table="posts", row=row, field="grade")


def _links(structure: Structure) -> Iterable[Problem]:
    links = structure.links
    for row in links.rows():
        link: Any = links.record(row)
        if link.post == link.also_holds:
            yield Problem(
                "LINK",
                Message.of("{post!r} is linked to itself; a link joins two posts", post=link.post),
                subject=link.post,
                table="links",
                row=row,
                field="also_holds",
            )
        second = structure.posts.get(link.also_holds)
        if second is not None and second.filled == 0:  # type: ignore[union-attr]
            message = Message.of(
                "{post!r} is held through a link, so it is filled: its 'filled' must count the holder",
                post=link.also_holds,
            )
            yield Problem("LINK", message, subject=link.also_holds, table="links", row=row, field="also_holds")
