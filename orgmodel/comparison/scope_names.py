"""What a scope is called: the whole, a unit, a block, an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.measures.scopes import TOTAL, UNIT, split_scope
from orgmodel.words.labels import LABELS, label

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case


def scope_name(case: Case, scope: str, language: str) -> str:
    """Name a scope as people do: a unit by its name, a block, an area by its top unit where one bears the id."""
    if scope == TOTAL:
        return label("scope", "part" if case.before.terms.is_part else TOTAL, language)
    if split_scope(case.before, scope)[0] == UNIT:
        return case.called(scope, language)
    return ", ".join(_group_name(case, *part.partition(":")[::2], language) for part in scope.split(","))


def _group_name(case: Case, dimension: str, name: str, language: str) -> str:
    own = case.before.terms.labels
    word_of = label("scope", dimension, language)
    if dimension in ("block", "host"):
        block = label("block", name, language, own)
        return block if dimension == "block" else f"{word_of} {block}"
    if dimension == "area":
        return f"{word_of} {case.called(name, language)}" if name else word_of
    return f"{word_of} {label(dimension, name, language, own) if dimension in LABELS else name}".strip()
