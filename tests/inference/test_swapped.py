"""Two units of one name that swap superiors, under other ids."""

from __future__ import annotations

from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference


def regions(mark: str, north: str, south: str) -> Structure:
    """A ministry with two regions, and under each a health office: the one of the north has ten nurses, the other six."""
    records: list[Record] = [Unit(f"m{mark}", names_of(en="Ministry"))]
    for id, name in (("n", "North"), ("s", "South")):
        records.append(Unit(f"{id}{mark}", names_of(en=name), parent=f"m{mark}", area=id))
    for id, area, above, count in (("x", "n", north, 10), ("y", "s", south, 6)):
        unit = f"{id}{mark}"
        records.append(Unit(unit, names_of(en="Health"), parent=f"{above}{mark}", area=area))
        records.append(Post(f"{unit}/n", unit, names_of(en="Nurse"), "staff", authorized=count, filled=count))
    return Structure.of(records)


def test_units_that_swap_superiors_are_told_as_transferred() -> None:
    """Contradicting areas and figures outweigh an equal path where the namesake elsewhere has both."""
    found = difference(regions("1", "n", "s"), regions("2", "s", "n"), by=("path",))
    assert {(pair.before, pair.after) for pair in found.matching.units} >= {("x1", "x2"), ("y1", "y2")}
    assert found.inference.verbs == {"transfer": 2}
