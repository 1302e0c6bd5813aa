"""The words a study declares: its kinds of unit, levels, blocks, categories and kinds of line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from orgmodel.core.names import Names

COUNTS = ("agency", "internal", "body", "party", "none")
"""What a kind counts as: an agency; an internal division; a committee or standing body (owns steps and leads, is not
counted); a party organisation (members, no posts); or nothing (a place, a pool, an outside context)."""

LINE_STYLES = ("solid", "dotted")


@dataclass(frozen=True)
class Vocabulary:
    """Declare what words mean in a study; what is not declared is a problem when it is used.

    ``kinds`` maps a kind of unit to one of :data:`COUNTS`; ``lines`` maps a kind of line to one of
    :data:`LINE_STYLES`; ``subordination`` lists the kinds of line that count as superiors.
    An empty mapping or tuple accepts any word. ``labels`` are the study's own words for keys (``kind.division``, or
    ``division`` alone), by language.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    lines: dict[str, str] = field(
        default_factory=lambda: {
            "administrative": "solid",
            "professional": "dotted",
            "party_leadership": "dotted",
            "election": "dotted",
            "coordination": "dotted",
        }
    )
    subordination: tuple[str, ...] = ("administrative", "professional")
    language: str = "vi"
    labels: Mapping[str, Names] = field(default_factory=dict)

    def counts(self, kind: str) -> str:
        """Tell what a kind of unit counts as; an undeclared one counts as what it is called, or else as an agency.

        >>> (
        ...     Vocabulary({"committee": "body"}).counts("committee"),
        ...     Vocabulary().counts("internal"),
        ...     Vocabulary().counts("unit"),
        ... )
        ('body', 'internal', 'agency')
        """
        return self.kinds.get(kind, kind if kind in COUNTS else "agency")
