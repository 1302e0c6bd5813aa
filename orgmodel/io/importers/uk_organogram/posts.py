"""What the senior rows of a UK organogram are: posts, job shares, people outside any post, posts that are gone."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.naming import Ids
from orgmodel.io.importers.uk_organogram.rows import Return, Row

NOT_IN_POST = "0"
ROOT = "xx"


def name_posts(senior: Return, ids: Ids) -> list[list[Row]]:
    """Give every row of a post its id, and the rows by post: several where a post is shared.

    Rows without an id are left out and reported; the rows of one reference that are not a job share by the schema's
    rule (alike save for name, contacts and notes) become posts of their own and are reported.
    """
    by_ref: dict[tuple[str, str], list[Row]] = {}
    posts: list[list[Row]] = []
    for row in senior.rows:
        if not _is_placed(row, senior):
            continue
        if row.ref == NOT_IN_POST:
            message = "a person who is paid and not in a post (reference 0); kept outside the posts authorized"
            senior.report.row(row.line, "NOT_IN_POST", message, severity=NOTE)
            row.id = ids.give(f"{row.body}/not-in-post")
            posts.append([row])
        else:
            by_ref.setdefault((row.body, row.ref), []).append(row)
    for (body, ref), rows in by_ref.items():
        posts += _posts_of(body, ref, rows, senior, ids)
    return posts


def _is_placed(row: Row, senior: Return) -> bool:
    """Tell whether a row can become a post, and report why where it cannot."""
    report = senior.report
    if row.name.casefold() == "eliminated":
        message = Message.of("post {ref!r} is marked as eliminated since the last return; it is left out", ref=row.ref)
        report.row(row.line, "ELIMINATED", message, severity=NOTE, subject=row.ref)
    elif not row.ref:
        message = Message.of("the post has no reference; it is left out, since nothing can report to it: give it one")
        report.row(row.line, "MISSING_REFERENCE", message, severity=ERROR)
    elif row.ref.casefold() == ROOT:
        message = Message.of(
            "a post cannot have the reference XX, which marks the top; it is left out: give it one of its own"
        )
        report.row(row.line, "RESERVED_REFERENCE", message, severity=ERROR)
    elif not row.body:
        message = Message.of("the row names no organisation; it is left out: fill the column Organisation")
        report.row(row.line, "MISSING_ORGANISATION", message, severity=ERROR, subject=row.ref)
    else:
        _note_cells(row, senior)
        return True
    return False


def _note_cells(row: Row, senior: Return) -> None:
    report = senior.report
    if not row.name:
        report.row(
            row.line, "MISSING_NAME", "the name is blank: whether the post is filled is not known", subject=row.ref
        )
    if not row.title:
        report.row(row.line, "MISSING_TITLE", "the job title is blank; the post is kept without one", subject=row.ref)
    if row.fte is not None and row.fte > 100:
        message = Message.of("one post of {fte:.2f} full-time equivalents; it is kept as it is", fte=row.fte / 100)
        report.row(row.line, "FTE_ABOVE_ONE", message, subject=row.ref)


def _posts_of(body: str, ref: str, rows: list[Row], senior: Return, ids: Ids) -> list[list[Row]]:
    report = senior.report
    differing = {name for row in rows[1:] for name in senior.differing(rows[0], row)}
    if not differing:
        id = ids.give(f"{body}/{ref}")
        for row in rows:
            row.id = id
        total = sum(row.fte or 0 for row in rows)
        if len(rows) > 1 and total > 100:
            for row in rows:
                message = Message.of(
                    "{count} rows alike are one job share, of {fte:.2f} full-time equivalents together; is it a row too "
                    "many?",
                    count=len(rows),
                    fte=total / 100,
                )
                report.row(row.line, "JOB_SHARE_ABOVE_ONE", message, subject=ref)
        return [rows]
    columns = ", ".join(sorted(differing))
    for row in rows:
        row.id = ids.give(f"{body}/{ref}")
        message = Message.of(
            "the reference {ref!r} stands in {count} rows that differ in {columns}: no job share by the rule, so posts of "
            "their own; give each its reference",
            ref=ref,
            count=len(rows),
            columns=columns,
        )
        report.row(row.line, "REPEATED_REFERENCE", message, subject=ref)
    return [[row] for row in rows]
