"""What a caller of a chart asks for, checked against the structures: fields of boxes, kinds of line, the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from orgmodel.charts.box_fields import BoxFields, fields_of
from orgmodel.core.arguments import texts_given
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest, refuse_unknown
from orgmodel.core.records import Line, Unit
from orgmodel.core.structure import Structure
from orgmodel.words.labels import languages_of


def fields_asked(
    given: str | Sequence[str] | None, structures: Sequence[Structure], *, posts: bool, holders: bool, of_posts: bool
) -> BoxFields:
    """Give the fields of boxes, of a list or of one text with commas."""
    asked = given.split(",") if isinstance(given, str) else None if given is None else texts_given("fields", given)
    return fields_of(asked, structures, posts=posts, holders=holders, of_posts=of_posts)


def refuse_language(language: str, structures: Sequence[Structure]) -> None:
    """Refuse a language in which there are neither words nor the name of any unit."""
    spoken = languages_of(structures[0].terms.labels, structures[0].terms.language)
    if language not in spoken:
        units = [cast(Unit, one) for structure in structures for one in structure.units]
        refuse_unknown(
            "language", language, dict.fromkeys([*spoken, *(code for one in units for code, _ in one.names)])
        )


def kinds_asked(lines: object, structures: Sequence[Structure]) -> list[str]:
    """Give kinds of line as a list; raises ProblemsError for every one that is neither declared nor written, with the nearest."""
    asked = texts_given("lines", lines)
    known: dict[str, None] = {}
    for structure in structures:
        known |= dict.fromkeys([*structure.terms.lines, *(cast(Line, one).kind for one in structure.lines)])
    unknown = [one for one in asked if one not in known]
    if unknown:
        listed = ", ".join(known)
        raise ProblemsError(
            Problem(
                "UNKNOWN_LINE_KIND",
                Message.of(
                    "no kind of line {kind!r}{hint}; there are {known}",
                    kind=one,
                    hint=nearest(one, known),
                    known=listed,
                ),
                one,
            )
            for one in unknown
        )
    return asked
