"""The measures that are plain sums of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from orgmodel.measures.contributions import Contributions
from orgmodel.measures.posts import (
    by_rank,
    concurrent_posts,
    fte,
    headcount,
    posts_authorized,
    posts_filled,
    posts_outside_quota,
    vacancies,
)
from orgmodel.measures.units import party_members, units_counting_as

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

SUMS: dict[str, Callable[[Structure], Contributions]] = {
    "units": lambda structure: units_counting_as(structure, "agency"),
    "units_internal": lambda structure: units_counting_as(structure, "internal"),
    "posts_authorized": posts_authorized,
    "posts_filled": posts_filled,
    "posts_outside_quota": posts_outside_quota,
    "vacancies": vacancies,
    "headcount": headcount,
    "fte": fte,
    "heads": lambda structure: by_rank(structure, ("head",)),
    "deputies": lambda structure: by_rank(structure, ("deputy",)),
    "staff": lambda structure: by_rank(structure, ("staff",)),
    "concurrent_posts": concurrent_posts,
    "party_members": party_members,
}
"""The measures that are plain sums of rows, and what gives their contributions."""
