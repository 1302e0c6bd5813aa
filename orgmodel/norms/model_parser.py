"""Making reference models of their checked entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import Document
from orgmodel.core.source_map import place_of
from orgmodel.norms.citing import cited
from orgmodel.norms.formula_parser import Path
from orgmodel.norms.model import ModelEntry, period_fault
from orgmodel.norms.model_record import ReferenceModel, Role
from orgmodel.norms.record import Citation


def model_of(
    entry: ModelEntry, documents: Mapping[str, Document], data: Any, index: int, problems: list[Problem]
) -> ReferenceModel:
    """Make a reference model of its entry; its faults are added to ``problems``."""
    path: Path = ("models", index)
    citations = [
        Citation(cited(one.document, documents, data, (*path, "cite", at, "document"), problems, entry.id), one.article)
        for at, one in enumerate(entry.cite)
    ]
    if fault := period_fault(entry.in_force):
        at = place_of(data, (*path, "in_force", *fault[0]))
        problems.append(
            Problem(
                "NORM_PERIOD", Message.of("{id}: {fault}", id=entry.id, fault=fault[1]), subject=entry.id, location=at
            )
        )
    known = [role.id for role in entry.roles]
    for number, role in enumerate(entry.roles):
        at = place_of(data, (*path, "roles", number))
        if role.under and role.under not in known:
            message = Message.of(
                "role {role!r} is under {under!r}, which is no role of {id}{hint}",
                role=role.id,
                under=role.under,
                id=entry.id,
                hint=nearest(role.under, known),
            )
            problems.append(Problem("NORM_ROLE", message, subject=entry.id, location=at))
        if known.index(role.id) != number:
            message = Message.of("role {role!r} is listed twice in {id}", role=role.id, id=entry.id)
            problems.append(Problem("NORM_ROLE", message, subject=entry.id, location=at))
    return ReferenceModel(
        entry.id,
        names_of(**entry.title),
        entry.level,
        tuple(
            Role(
                role.id,
                names_of(**role.names),
                tuple(role.called),
                role.side,
                role.under,
                tuple(role.lines.items()),
                role.optional,
                tuple(role.variants),
                role.confidence or entry.confidence,
                names_of(**role.note),
            )
            for role in entry.roles
        ),
        "; ".join(str(one) for one in citations),
        entry.in_force.from_,
        entry.in_force.to,
        tuple(entry.closed),
        entry.variant.attribute if entry.variant else "",
        entry.variant.default if entry.variant else "",
        entry.confidence,
        names_of(**entry.note),
        tuple(entry.areas),
        entry.in_force.to_confidence or "",
    )
