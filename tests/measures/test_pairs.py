"""Ratios pair what they divide unit by unit: who leads and who is led are counted in the same units."""

from __future__ import annotations

from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import measure


def _unit(id: str, staff: int | None) -> list[object]:
    """A unit under the top with a head, a deputy and staff of a number."""
    return [
        Unit(id, parent="top"), Post(f"{id}/h", id, rank="head", authorized=1), Post(f"{id}/d", id, rank="deputy", authorized=1),
        Post(f"{id}/s", id, rank="staff", authorized=staff),
    ]  # fmt: skip


def _read(*units: list[object]) -> tuple[object, int]:
    """Give leaders per 100 staff over all units: the value, and how many units are left out."""
    records = [Unit("top"), *(one for unit in units for one in unit)]
    (found,) = measure(Structure.of(records), ["leaders_per_100"], ["total"])  # type: ignore[arg-type]
    return found.value, found.missing


def test_leaders_of_units_whose_staff_is_not_known_are_left_out() -> None:
    """Two of three units tell: 4 leaders to 20 staff are 20 per 100, and one unit is left out."""
    assert _read(_unit("a", 8), _unit("b", 12), _unit("c", None)) == (20, 1)
    assert _read(_unit("a", 8), _unit("b", 12)) == (20, 0)
    listed_alone = [Unit("d", parent="top"), Post("d/h", "d", rank="head", authorized=1)]
    assert _read(_unit("a", 8), _unit("b", 12), listed_alone) == (25, 0)  # it has no staff, and says so: 5 to 20
    section = [Unit("d.x", parent="d"), Post("d.x/s", "d.x", rank="staff", authorized=5)]
    assert _read(_unit("a", 8), _unit("b", 12), [*listed_alone, *section]) == (20, 0)  # 5 to 25


def test_there_is_no_value_where_most_units_do_not_tell() -> None:
    """One unit of three tells: there is no value, and two units are left out."""
    assert _read(_unit("a", 8), _unit("b", None), _unit("c", None)) == (None, 2)
