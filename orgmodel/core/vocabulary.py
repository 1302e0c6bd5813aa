"""The words a study declares: its kinds of unit, levels, blocks, categories and kinds of line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from orgmodel.core.arguments import all_named, instance_given, named_fields, not_expected, text_given
from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.frozen import Held
from orgmodel.core.messages import Message
from orgmodel.core.money import Money
from orgmodel.core.names import Names
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.quantities import QUANTITIES, DeclaredQuantity, wrong_declaration
from orgmodel.core.records import QUOTAS, RANKS

COUNTS = ("agency", "internal", "body", "party", "none")
"""What a kind counts as: an agency; an internal division; a committee or standing body (owns steps and leads, is not
counted); a party organisation (members, no posts); or nothing (a place, a pool, an outside context)."""

DEFAULT_LANGUAGE = "en"
"""The language where neither a study nor a name tells one."""
FAMILIES = ("kinds", "levels", "blocks", "categories", "lines", "quantities")
LINE_STYLES = ("solid", "dotted")
STATES = ("unknown", "not_started", "drafted", "submitted", "decided", "done")
"""How far a step is; a study may declare states of its own, each of which counts as one of these."""


@all_named
@named_fields
@dataclass(frozen=True)
class Vocabulary(Held):
    """Declare what words mean in a study; what is not declared is a problem when it is used.

    ``kinds`` maps a kind of unit to one of :data:`COUNTS`; ``lines`` maps a kind of line to one of
    :data:`LINE_STYLES`; ``subordination`` lists the kinds of line that count as superiors.
    An empty mapping or tuple accepts any word. ``labels`` are the study's own words for keys (``kind.division``, or
    ``division`` alone), by language. A mean is given where ``known_share`` of the units tell, from 0 to 1. Where
    ``language`` is empty, a structure with these words speaks the language of its names, and English where it has none.
    ``money`` is what it says of currency and base pay, None where it says nothing. ``quantities`` are the quantities of
    units that it declares by id; their names are labels (``measure.ID``) where the study brings no others.
    ``is_part`` says that what is modelled is a part of the organisation, so that its sums are none of the whole.
    ``states`` maps the study's own states of a step to the one of :data:`STATES` that each counts as.
    ``csv`` says how its CSV tables are written.
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
    language: str = ""
    labels: Mapping[str, Names] = field(default_factory=dict)
    known_share: float = 0.5
    money: Money | None = None
    quantities: Mapping[str, DeclaredQuantity] = field(default_factory=dict)
    is_part: bool = False
    states: Mapping[str, str] = field(default_factory=dict)
    csv: CsvHabit = PLAIN

    def __post_init__(self) -> None:
        """Refuse one text where several words belong, and what a kind or a line cannot be."""
        for name in ("levels", "blocks", "categories", "subordination"):
            given = getattr(self, name)
            if (
                isinstance(given, str)
                or not isinstance(given, Sequence)
                or not all(isinstance(one, str) for one in given)
            ):
                raise not_expected(name, given, Message.of("a list of texts, such as ('party', 'government')"))
        text_given("language", self.language)
        share: object = self.known_share
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise not_expected("known_share", share, Message.of("a share from 0 to 1"))
        if self.money is not None:
            instance_given("money", self.money, Money, Message.of("what the study says of money (Money)"))
        instance_given("csv", self.csv, CsvHabit, Message.of("how CSV tables are written (CsvHabit)"))
        self._check_quantities()
        for name, given, known in (("kinds", self.kinds, COUNTS), ("lines", self.lines, LINE_STYLES)):
            instance_given(
                name, given, Mapping, Message.of("a mapping of each word to one of {known}", known=", ".join(known))
            )
            for word, meant in given.items():
                if meant not in known:
                    message = Message.of(
                        "{name}: {word!r} is one of {known}, not {meant!r}{hint}",
                        name=name, word=word, known=", ".join(known), meant=meant, hint=nearest(meant, known),
                    )  # fmt: skip
                    raise ProblemsError([Problem("ARGUMENT", message, name)])
        super().__post_init__()

    def _check_quantities(self) -> None:
        """Refuse what cannot be a quantity, and word the others by their names."""
        instance_given("quantities", self.quantities, Mapping, Message.of("a mapping of each id to a DeclaredQuantity"))
        for id, one in self.quantities.items():
            instance_given(
                "quantities", one, DeclaredQuantity, Message.of("a mapping of each id to a DeclaredQuantity")
            )
            if (message := wrong_declaration(id, one)) is not None:
                raise ProblemsError([Problem("ARGUMENT", message, "quantities")])
        if named := self.names_of_quantities:
            object.__setattr__(self, "labels", named | dict(self.labels))

    @property
    def names_of_quantities(self) -> dict[str, Names]:
        """Give the names of declared quantities as labels."""
        return {
            f"{family}.{id}": one.names_as(id)
            for id, one in sorted(self.quantities.items())
            for family in ("measure", "quantity", "figure.quantities")
        }

    @property
    def ledger_quantities(self) -> tuple[str, ...]:
        """List the quantities that the ledger keeps: those of every organisation, then those declared.

        >>> Vocabulary(quantities={"area": DeclaredQuantity()}).ledger_quantities[-2:]
        ('functions', 'area')
        """
        return (*QUANTITIES, *self.quantities)

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

    def has_head(self, kind: str) -> bool:
        """Tell whether a unit of a kind has a head post: agencies and internal divisions have."""
        return self.counts(kind) in ("agency", "internal")

    def declared(self, family: str) -> Sequence[str]:
        """List the words of a family (kinds, levels, blocks, categories, lines, ranks or quotas); none where any will do.

        >>> Vocabulary().declared("quotas"), Vocabulary(levels=("district",)).declared("levels")
        (('in', 'out', 'surplus', 'reserve'), ('district',))
        """
        fixed = {"ranks": RANKS, "quotas": QUOTAS}
        if family not in fixed and family not in FAMILIES:
            raise not_expected("family", family, ", ".join((*FAMILIES, *fixed)))
        return fixed[family] if family in fixed else tuple(getattr(self, family))

    def is_known(self, family: str, word: str) -> bool:
        """Tell whether a word of a family may stand: it is declared, or none is; a quantity is always declared.

        >>> Vocabulary().is_known("levels", "district"), Vocabulary().is_known("quantities", "area")
        (True, False)
        """
        words = self._families.get(family)
        if words is None:
            words = self._families[family] = frozenset(self.declared(family))
        return word in words or (not words and family != "quantities")

    @cached_property
    def _families(self) -> dict[str, frozenset[str]]:
        """Keep the words of the families that were asked about: a study may declare very many."""
        return {}

    def undeclared(self, field: str, word: str, family: str) -> Message:
        """Say that a word is not one of its family, with the nearest."""
        if family == "quantities" and not self.quantities:
            return Message.of(
                "{field} {word!r} is not declared: no quantity is; declare it in study.yaml (quantities: {{{word}: …}})",
                field=field,
                word=word,
            )
        return Message.of(
            "{field} {word!r} is not declared under {where}{hint}",
            field=field,
            word=word,
            where=family,
            hint=nearest(word, self.declared(family)),
        )
