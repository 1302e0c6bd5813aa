"""A scenario's numbers are bounded as cells are: told at their place, whichever key they stand under."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgmodel.core.figures import LARGEST
from tests.core.test_bounds import UNITS, posts

OPERATIONS = {
    "resize to": {"resize": "p0", "to": "HUGE", "why": "w"},
    "resize by": {"resize": "p0", "by": "HUGE", "why": "w"},
    "resize filled": {"resize": "p0", "filled_by": "HUGE", "why": "w"},
    "resize fte": {"resize": "p0", "fte_to": "HUGE", "why": "w"},
    "create posts": {"create": {"post": "n", "unit": "a", "authorized": "HUGE"}, "why": "w"},
    "create members": {
        "create": {"unit": "n", "kind": "agency", "parent": "r"},
        "members": {"total": "HUGE"},
        "why": "w",
    },
    "create order": {"create": {"unit": "n", "kind": "agency", "parent": "r", "order": "HUGE"}, "why": "w"},
    "create remainder": {"create": {"unit": "n", "kind": "agency", "parent": "r", "stands_for": "HUGE"}, "why": "w"},
    "take": {
        "split_off": "a",
        "into": [{"unit": {"unit": "n"}, "takes": {"posts": [{"post": "p0", "count": "HUGE"}]}}],
    },
    "cost": {"resize": "p0", "by": 1, "why": "w", "cost": [{"amount": "HUGE", "for": "x"}]},
    "pay": {"resize": "p0", "pay": "HUGE", "why": "w"},
}


@pytest.mark.parametrize("huge", [2**63 - 1, 10**19, 10**40, -(10**19)])
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_scenarios_are_bounded(operation: dict, huge: int, tmp_path: Path, orgmodel) -> None:
    """A number that is too large is told at its place, whichever key it stands under; never a traceback, never a total."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "study.yaml").write_text("title: {en: S}\nlanguage: en\nmoney: {currency: GBP, decimals: 2}\n")
    UNITS.to_csv(tmp_path / "baseline" / "units.csv", index=False)
    posts([3, 2]).to_csv(tmp_path / "baseline" / "posts.csv", index=False)
    step = {"id": "s", "owner": "r", "do": [operation]}
    text = json.dumps({"title": {"en": "T"}, "steps": [step]}).replace('"HUGE"', str(huge))
    (tmp_path / "x.yaml").write_text(text)
    said = orgmodel("compare", tmp_path / "x.yaml")
    assert said.code == 1
    assert any(code in said.err for code in ("TOO_LARGE", "NEGATIVE", "NOT_A_NUMBER", "BAD_VALUE")), said.err
    assert "x.yaml:1:" in said.err
    assert "Traceback" not in said.err
    assert "INTERNAL" not in said.err


def test_a_run_comes_to_no_sum_beyond_the_bound(tmp_path: Path, orgmodel) -> None:
    """A thousand rows at the bound and one more: refused at the step, and nothing negative is shown."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "study.yaml").write_text("title: {en: S}\nlanguage: en\n")
    UNITS.to_csv(tmp_path / "baseline" / "units.csv", index=False)
    posts([LARGEST] * 999 + [1]).to_csv(tmp_path / "baseline" / "posts.csv", index=False)
    for name, to in (("fits", LARGEST), ("over", LARGEST)):
        grown = [{"resize": "p999", "to": to, "why": "w"}]
        if name == "over":
            grown += [{"create": {"post": "n", "unit": "a", "rank": "staff", "authorized": to}, "why": "w"}]
        step = {"id": "s", "owner": "r", "do": grown}
        (tmp_path / f"{name}.yaml").write_text(json.dumps({"title": {"en": name}, "steps": [step]}))
    assert orgmodel("compare", tmp_path / "fits.yaml").code == 0
    said = orgmodel("compare", tmp_path / "over.yaml")
    assert (said.code, said.err.count("TOO_LARGE")) == (1, 1), said.err
    assert "authorized of all posts together" in said.err
