"""Random outcomes to compare: of one title and stem, of one study or two, some that cannot be carried out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from orgmodel.core.names import names_of
from orgmodel.io.norm_files import read_norms
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Study
from tests.scenario.random_scenarios import scenarios
from tests.strategies import structures

Made = list[Outcome]
SLIP = {"dissolve": "not-there", "why": "a slip"}
NORMS = """
documents:
- {id: law, number: 1/2020/NĐ-CP, issuer: Chính phủ, date: 2020-01-01, confidence: S}
norms:
- id: FEW
  title: {vi: Số đơn vị, en: Number of units}
  scope: scenario
  value: {measure: units}
  at_most: 3
  cite: {document: law, article: Điều 1}
  in_force: {from: 2020-01-01}
  confidence: S
- id: DEPUTIES
  title: {vi: Số cấp phó, en: Number of deputies}
  scope: unit
  where: {kind: organ}
  value: {posts: authorized, rank: deputy}
  at_most: 1
  cite: {document: law, article: Điều 2}
  in_force: {from: 2020-01-01}
  confidence: S
"""


@cache
def norms() -> Any:
    """Read two norms, by which some made-up organisations fail."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "norms.yaml"
        file.write_text(NORMS, "utf-8")
        return read_norms([file])


@st.composite
def told_of(draw: st.DrawFn, step: Step, units: list[str]) -> Step:
    """The same step with what papers say of it, or with nothing."""
    if draw(st.booleans()):
        return step
    return replace(
        step,
        clause=draw(st.sampled_from(["", "2.3", "2.10"])),
        term=draw(st.sampled_from(["", "sắp xếp | lại"])),
        owner=draw(st.sampled_from(["", *units])),
        partners=tuple(draw(st.lists(st.sampled_from(units), max_size=2, unique=True))),
        force=draw(st.sampled_from([None, "must", "consider"])),
        due=draw(st.sampled_from([None, "2023-06"])),
        effective=draw(st.sampled_from([None, "2023-07-01"])),
        state=draw(st.sampled_from(["unknown", "done"])),
    )


@st.composite
def outcomes(draw: st.DrawFn) -> Made:
    """Two or three outcomes of one title, two of one stem among them: of one study or two, one baseline or two."""
    before = draw(structures(5))
    other = draw(st.sampled_from([before, before, None])) or draw(structures(4))
    found = []
    for place, structure in enumerate([before, other, before][: draw(st.integers(2, 3))]):
        one = draw(scenarios(2, before=structure))
        study = Study(f"study-{place % 2}", f"folder-{place % 2}", structure, structure.terms, norms=norms())
        slips = (Step("slip", do=[SLIP]),) if draw(st.integers(0, 7)) == 0 else ()
        steps = [draw(told_of(step, structure.ids("units"))) for step in (*one.steps, *slips)]
        made = replace(one, id="other" if place == 2 else "plan", study=study, title=names_of(vi="Kế hoạch", en="Plan"),
                       steps=tuple(steps))  # fmt: skip
        found.append(made.run())
    return found
