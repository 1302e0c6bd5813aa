"""Whom the posts of a UK organogram report to, and every reference that leads nowhere, or round."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.core.problems import nearest
from orgmodel.io.importers.uk_organogram.posts import NOT_IN_POST, ROOT
from orgmodel.io.importers.uk_organogram.rows import Return, Row


def find_superiors(
    seniors: list[list[Row]], senior: Return, others: list[Row], junior: Return | None
) -> dict[str, str]:
    """Find the post that each post reports to, by id; every reference that leads nowhere, or round, is reported."""
    by_ref: dict[str, dict[str, set[str]]] = {}
    for rows in seniors:
        for row in rows:
            if row.ref != NOT_IN_POST:
                by_ref.setdefault(row.ref, {}).setdefault(row.body, set()).add(row.id)
    gone = {row.ref for row in senior.rows if row.name.casefold() == "eliminated"} - set(by_ref)
    search = _Search(by_ref, gone)
    superiors: dict[str, str] = {}
    roots: dict[str, list[Row]] = {}
    for rows in seniors:
        for row in rows:
            if row.superior.casefold() == ROOT and row.ref != NOT_IN_POST:
                roots.setdefault(row.id, []).append(row)
            elif found := search.superior(row, senior):
                superiors[row.id] = found
    for row in others:
        if junior is not None and (found := search.superior(row, junior)):
            superiors[row.id] = found
    _check_loops(superiors, seniors, senior)
    _check_unclear(search.unclear, superiors, seniors, senior)
    _check_roots(roots, seniors, senior)
    return superiors


class _Search:
    """Look references up; those that are ambiguous, gone or unknown are reported with the row that holds them."""

    def __init__(self, by_ref: dict[str, dict[str, set[str]]], gone: set[str]) -> None:
        self.by_ref = by_ref
        self.gone = gone
        self.plain = {_without_zeros(ref): ref for ref in sorted(by_ref)}
        self.hints: dict[str, tuple[str, Message]] = {}
        self.unclear: list[tuple[Row, set[str]]] = []
        """The rows whose superior may be one of several posts, with these."""

    def superior(self, row: Row, source: Return) -> str:
        here = self.by_ref.get(row.superior, {})
        found = here.get(row.body) or {id for ids in here.values() for id in ids}
        if found == {row.id}:
            code, message = "SELF_REPORT", Message.of("post {ref!r} reports to itself", ref=row.ref)
        elif len(found) == 1:
            return next(iter(found))
        elif found:
            self.unclear.append((row, found))
            code, message = (
                "AMBIGUOUS_SUPERIOR",
                Message.of(
                    "it reports to {superior!r}, a reference that {count} posts bear",
                    superior=row.superior,
                    count=len(found),
                ),
            )
        else:
            code, message = self._nowhere(row.superior)
        kept = Message.of("{message}; the post is kept, and its line to a superior is not written", message=message)
        source.report.row(row.line, code, kept, subject=row.ref or row.superior)
        return ""

    def _nowhere(self, ref: str) -> tuple[str, Message]:
        if ref not in self.hints:
            self.hints[ref] = self._explain(ref)
        return self.hints[ref]

    def _explain(self, ref: str) -> tuple[str, Message]:
        if not ref:
            return "MISSING_SUPERIOR", Message.of("it does not say whom it reports to")
        if ref.casefold() == ROOT:
            return "UNKNOWN_SUPERIOR", Message.of("XX marks the top of an organisation and is no post to report to")
        if ref in self.gone:
            return "ELIMINATED_SUPERIOR", Message.of("it reports to {ref!r}, a post marked as eliminated", ref=ref)
        alike = self.plain.get(_without_zeros(ref))
        hint = (
            Message.of("; {alike!r} is there: did a spreadsheet drop or add zeros?", alike=alike)
            if alike
            else nearest(ref, self.by_ref)
        )
        return "UNKNOWN_SUPERIOR", Message.of(
            "it reports to {ref!r}, and no row has that reference{hint}", ref=ref, hint=hint
        )


def _without_zeros(ref: str) -> str:
    return ref.casefold().lstrip("0")


def _check_loops(superiors: dict[str, str], seniors: list[list[Row]], senior: Return) -> None:
    """Report posts that report, through others, to themselves, and take their lines away."""
    rows = {post[0].id: post for post in seniors}
    state: dict[str, int] = {}
    for number, start in enumerate(list(superiors), start=1):
        path, id = [], start
        while id in superiors and id not in state:
            state[id] = number
            path.append(id)
            id = superiors[id]
        if state.get(id) != number or id not in path:
            continue
        ring = path[path.index(id) :]
        names = " → ".join(rows[one][0].ref for one in [*ring, ring[0]])
        for one in ring:
            del superiors[one]
            for row in rows[one]:
                message = Message.of(
                    "a loop: {names}; the posts are kept, and their lines to superiors are not written", names=names
                )
                senior.report.row(row.line, "LOOP", message, subject=row.ref)


def _check_unclear(
    unclear: list[tuple[Row, set[str]]], superiors: dict[str, str], seniors: list[list[Row]], senior: Return
) -> None:
    """Report the loops that there would be if one of the posts under a repeated reference were meant."""
    rows = {post[0].id: post[0] for post in seniors}
    for row, found in unclear:
        if row.id not in rows:
            continue
        for number, start in enumerate(sorted(found, key=lambda id: rows[id].line), start=1):
            if start == row.id:  # it would answer to itself, which the repeated reference says already
                continue
            path = [start]
            while path[-1] in superiors and path[-1] != row.id:
                path.append(superiors[path[-1]])
            if path[-1] == row.id:
                message = Message.of(
                    "if the {number}. of the posts under {ref!r} is meant (row {line}), there is a loop: {names}",
                    number=number, ref=row.superior, line=rows[start].line,
                    names=" → ".join(rows[id].ref for id in [*path, start]),
                )  # fmt: skip
                senior.report.row(row.line, "LOOP_BEHIND_REPEAT", message, subject=row.ref)


def _check_roots(roots: dict[str, list[Row]], seniors: list[list[Row]], senior: Return) -> None:
    if not roots and any(row.ref != NOT_IN_POST for post in seniors for row in post):
        senior.report.whole("NO_ROOT", "no post is at the top: none reports to XX")
    if len(roots) < 2:
        return
    names = ", ".join(repr(rows[0].ref) for rows in roots.values())
    for rows in roots.values():
        for row in rows:
            message = Message.of(
                "{count} posts are at the top ({names}), and the schema allows one; all are kept",
                count=len(roots),
                names=names,
            )
            senior.report.row(row.line, "MORE_THAN_ONE_ROOT", message, subject=row.ref)
