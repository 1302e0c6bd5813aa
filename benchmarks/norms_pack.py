"""A country of districts against the whole Vietnamese pack of norms, beside computing the measures of its units."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.names import names_of
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.norm_files import shipped
from orgmodel.measures import measure
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import Finding
from orgmodel.norms.record import NormPack

SIZES = {FULL: 250, TINY: 2}  # districts of 40 units each
DATE = "2022-09-30"
TERMS = Vocabulary(kinds={"people_committee": "body", "party_committee": "body", "chi_bo_co_so": "party"})
PARTS = (("specialised_agency", 12), ("public_service_unit", 6), ("party_organ", 3))


def country(districts: int) -> dict[str, dict[str, list[Any]]]:
    """Make up districts of a People's Committee, twelve agencies, service units with divisions, Party organs and a cell."""
    draw = np.random.default_rng(1)
    units: dict[str, list[Any]] = {name: [] for name in ("id", "names", "kind", "level", "block", "area", "parent")}
    posts: dict[str, list[Any]] = {name: [] for name in ("id", "unit", "rank", "block", "authorized", "filled")}
    members: dict[str, list[Any]] = {name: [] for name in ("unit", "official", "probationary")}
    attributes: dict[str, list[Any]] = {name: [] for name in ("unit", "name", "value")}

    def unit(name: str, kind: str, area: str, parent: str | None, block: str = "government") -> None:
        names = names_of(vi=f"Đơn vị {name}")
        for field, value in zip(units, (name, names, kind, "district", block, area, parent), strict=True):
            units[field].append(value)
        if kind == "public_service_unit":
            for field, value in zip(attributes, (name, "financing", "state"), strict=True):
                attributes[field].append(value)

    def staffed(name: str, block: str) -> None:
        counts = (1, int(draw.integers(0, 4)), int(draw.integers(2, 30)), int(draw.integers(0, 4)))
        for number, (rank, count) in enumerate(zip(("head", "deputy", "staff", "staff"), counts, strict=True)):
            filled = None if draw.integers(0, 40) == 0 else count
            authorized = None if draw.integers(0, 60) == 0 else count
            row_ = (f"{name}/{number}", name, rank, block, authorized, filled)
            for field, value in zip(posts, row_, strict=True):
                posts[field].append(value)

    for number in range(districts):
        area = f"d{number}"
        unit(area, "people_committee", area, None)
        staffed(area, "government")
        for kind, count in PARTS:
            block = "party" if kind == "party_organ" else "government"
            for at in range(count):
                name = f"{area}.{kind}{at}"
                unit(name, kind, area, area, block)
                staffed(name, block)
                for inner in range(3 if kind == "public_service_unit" else 0):
                    unit(f"{name}.{inner}", "division", area, name)
                    staffed(f"{name}.{inner}", block)
        unit(f"{area}.cell", "chi_bo_co_so", area, area, "party")
        for field, value in zip(members, (f"{area}.cell", int(draw.integers(1, 40)), 0), strict=True):
            members[field].append(value)
    return {"units": units, "posts": posts, "members": members, "attributes": attributes}


def by_hand(columns: dict[str, dict[str, list[Any]]]) -> dict[tuple[str, str], str]:
    """Judge the pooled deputies of each district, and the size of each service unit, unit by unit in plain Python."""
    kind = dict(zip(columns["units"]["id"], columns["units"]["kind"], strict=True))
    area = dict(zip(columns["units"]["id"], columns["units"]["area"], strict=True))
    agencies: dict[str, int] = {}
    deputies: dict[str, int | None] = {}
    sizes: dict[str, int | None] = {}

    def add(sums: dict[str, int | None], key: str, count: int | None) -> None:
        known = sums.setdefault(key, 0)
        sums[key] = None if known is None or count is None else known + count

    for name, what in kind.items():
        if what == "specialised_agency":
            agencies[area[name]] = agencies.get(area[name], 0) + 1
    posts = columns["posts"]
    rows = zip(posts["unit"], posts["rank"], posts["authorized"], posts["filled"], strict=True)
    for name, rank, authorized, filled in rows:
        if kind[name] == "specialised_agency" and rank == "deputy":
            add(deputies, area[name], filled if authorized is None else authorized)
        centre = name.rsplit(".", 1)[0] if kind[name] == "division" else name
        if kind[centre] == "public_service_unit":
            add(sizes, centre, authorized)
    found = {}
    for name, count in deputies.items():
        result = "not_evaluable" if count is None else "pass" if count <= 2 * agencies[name] else "fail"
        found["DIST-1", f"area:{name}"] = result
    for name, count in sizes.items():
        found["PSU-1", name] = "not_evaluable" if count is None else "pass" if count >= 15 else "fail"
    return found


def ours(structure: Structure, pack: NormPack) -> list[Finding]:
    """Judge a structure by every norm of the pack."""
    return evaluate(structure, pack, date=DATE)


def theirs(structure: Structure) -> int:
    """Compute every measure of every unit."""
    return len(measure(structure, by=["unit"]))


def norms(size: str) -> dict[str, Any]:
    """Judge 10,000 units by the whole pack."""
    columns = country(SIZES[size])
    pack = shipped("vn")

    def fresh() -> Structure:
        return Structure.from_columns(columns, terms=TERMS, as_of=DATE)

    mine, findings = seconds(lambda one: ours(one, pack), times=3, fresh=fresh)
    other, _ = seconds(theirs, times=3, fresh=fresh)
    judged = {(one.norm, one.subject): one.result for one in findings}
    expected = by_hand(columns)
    same({key: judged[key] for key in expected}, expected, "results of DIST-1 and PSU-1")
    count = len(columns["units"]["id"])
    work = f"{count:,} units judged by the {len(pack.norms)} norms of the pack ({len(findings):,} findings)"
    return row(work, "computing every measure of each unit (target: under twice its time)", mine, other, "s",
               target=1 / 2, size=size)  # fmt: skip


ROWS = (norms,)
