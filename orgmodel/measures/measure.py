"""A measure as a value: what it is called by, what form it has, and the function that works it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.measures.measured_value import is_least
from orgmodel.words.measures import DECLARED, measure_formula, measure_name, measure_unit

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.measures.contributions import Contributions
    from orgmodel.measures.grouped_structure import GroupedStructure
    from orgmodel.measures.measure_column import MeasureColumn


@dataclass(frozen=True, slots=True)
class Measure:
    """Define one measure: its id, form and unit of quantity; its name and formula stand in ``words.measures``.

    ``rows`` gives what each row adds to a plain sum; ``column`` gives any other measure over the groups of a dimension.
    One with both is a sum whose bounds rows alone do not tell. A measure that ``compares`` needs two structures, and has neither: see ``comparison.move_evaluator``. ``scale`` is what a
    stored whole number is divided by. A ``signed`` one may be below nothing. Where no row of its ``tables`` is,
    nothing of the kind is kept. One ``of_posts`` is not known where units list no posts that they have. A ``priced`` one is of money: its
    rows are priced at a date, and a study that says nothing of money has no such measure. One that sums a quantity which
    the study declares has it as ``declared``. ``reads`` names all the tables that its rows are made of, where they are made of tables
    and words alone.
    """

    id: str
    form: str
    quantity: str
    rows: Callable[..., Contributions] | None = None
    column: Callable[[GroupedStructure, str], MeasureColumn] | None = None
    compares: bool = False
    scale: int = 1
    signed: bool = False
    priced: bool = False
    tables: tuple[str, ...] = ()
    of_posts: bool = False
    declared: DeclaredQuantity | None = None
    reads: tuple[str, ...] = ()

    def is_kept(self, structure: Structure) -> bool:
        """Tell whether a structure keeps anything of what it counts."""
        if self.declared is not None:
            return bool(structure.table("quantities").group("quantity", self.id))
        return not self.tables or any(len(structure.table(one)) for one in self.tables)

    def is_least(self, missing: int) -> bool:
        """Tell whether a value is what it is at least: a sum or a maximum that lacks figures, none of them below nothing.

        >>> from orgmodel.measures.catalogue import measure_of
        >>> [measure_of(id).is_least(3) for id in ("posts_filled", "span_max", "span_mean", "vacancies")]
        [True, True, False, False]
        """
        return is_least(self.form, missing, signed=self.signed)

    def name(self, language: str = "vi") -> str:
        """Give the name in a language."""
        if self.declared is not None:
            return text_in(self.declared.names_as(self.id), language)
        return measure_name(self.id, language)

    def formula(self, language: str = "vi") -> str:
        """Give the formula in a language, in one line."""
        return measure_formula(self.id if self.declared is None else DECLARED, language)

    def unit(self, language: str = "vi") -> str:
        """Name the unit of quantity in a language."""
        return measure_unit(self.quantity, language) if self.declared is None else text_in(self.declared.unit, language)
