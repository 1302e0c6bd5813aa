"""Who could supply or confirm a figure, by the kind of figure and the block it belongs to, as a pack of norms names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names
from orgmodel.core.records import Key, Post, Unit
from orgmodel.norms.record import NormPack

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

OF_TABLES = {"members": "members", "attributes": "attributes", "area": "attributes", "documents": "documents"}
"""Tables whose figures one supplier gives, whatever the block."""


@dataclass(frozen=True)
class Suppliers:
    """Find the unit and post of a figure in some structures, and who could supply it."""

    structures: tuple[Structure, ...]
    pack: NormPack

    def of(self, figure: FigureId) -> Names:
        """Name who could supply a figure; nothing where the pack names nobody."""
        if figure.table in OF_TABLES:
            return self.named(OF_TABLES[figure.table])
        unit, post = self.unit(figure.table, figure.key)
        return self.named(post.block if post is not None else unit.block if unit is not None else "")

    def named(self, whose: str) -> Names:
        """Name the supplier of a block, or of a kind of figure."""
        return self.pack.suppliers.get(whose, ())

    def unit(self, table: str, key: Key) -> tuple[Unit | None, Post | None]:
        """Find the unit (and post) that a figure belongs to; of an area the unit at its top."""
        name, *more = [key] if isinstance(key, str) else key
        area = name if table == "area" else more[0] if table == "attributes" and name == "area" and more else ""
        for structure in self.structures:
            if area:
                tops = [one for one in structure.group("units", "area", area) if isinstance(one, Unit)]
                depths = structure.tree.depth
                if tops:
                    return min(tops, key=lambda one: (int(depths[structure.units.row(one.id)]), one.id)), None
                continue
            post = structure.posts.get(name) if table == "posts" and not more else None
            unit = structure.units.get(post.unit if isinstance(post, Post) else name)
            if isinstance(unit, Unit):
                return unit, post if isinstance(post, Post) else None
        return None, None
