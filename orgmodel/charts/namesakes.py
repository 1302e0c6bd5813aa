"""Tell units of one name apart where boxes and lists refer to them: by the unit above."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, cast

from orgmodel.charts.content import brief, clean
from orgmodel.core.records import Unit

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

LONGEST = 60  # letters of another unit's name


class Namesakes:
    """Know which names several units of a structure bear."""

    def __init__(self, structure: Structure, language: str) -> None:
        """Take the structure and the language of names."""
        self.structure, self.language = structure, language

    @cached_property
    def _many(self) -> Counter[str]:
        return Counter(self.name(cast(Unit, unit)) for unit in self.structure.units)

    def name(self, unit: Unit) -> str:
        """Name a unit."""
        return clean(unit.name(self.language)) or unit.id

    def above(self, unit: Unit) -> str:
        """Name the unit above one whose name others bear too; nothing of any other.

        >>> from orgmodel.core.structure import Structure
        >>> parts = [
        ...     Unit("a", (("en", "Health"),)),
        ...     Unit("b", (("en", "Office"),), parent="a"),
        ...     Unit("c", (("en", "Office"),)),
        ... ]
        >>> told = Namesakes(Structure.of(parts), "en")
        >>> [told.above(unit) for unit in parts]
        ['', 'Health', '']
        """
        over = self.structure.units.get(unit.parent) if unit.parent else None
        return self.name(over) if isinstance(over, Unit) and self._many[self.name(unit)] > 1 else ""

    def told(self, unit: Unit) -> str:
        """Refer to a unit: by its name, and where others bear it by that of the unit above, each cut where it is long."""
        return told_apart(brief(self.name(unit), LONGEST), brief(self.above(unit), LONGEST))


def told_apart(name: str, above: str) -> str:
    """Add the unit above to a name, where there is one.

    >>> told_apart("Office", "Health"), told_apart("Office", "")
    ('Office (Health)', 'Office')
    """
    return f"{name} ({above})" if above else name
