"""Golden cases: one organisation, an operation, and what it must come to, worked out by hand in tests/golden/*.yaml.

A case gives the records that differ afterwards (``null``: gone; ``copy``: like another one before; ``of``: a figure of
one before, whole, shifted, or shared out), the whole ledger, and the lineage; or the codes and words with which the operation is refused. Whatever a
case does not name must stay as it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from orgmodel.core.change import diff
from orgmodel.core.draft import Draft
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.figures import Amount
from orgmodel.core.integrity import check
from orgmodel.core.names import names_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Ended
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of
from tests.strategies import VERBS

FOLDER = Path(__file__).parent / "golden"
TERMS = Vocabulary(
    kinds={"organ": "agency", "division": "internal", "committee": "body", "cell": "party"},
    levels=("province", "district"),
    blocks=("party", "government", "front", "mixed"),
    categories=("CB", "CC", "VC", "HD"),
)
DATE = "2022-10-31"


def loaded(path: Path) -> Any:
    """Read a file with a reader that is not ours."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


CASES = {
    f"{path.stem}: {case['name']}": (path.stem, case)
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.stem != "organisation"
    for case in loaded(path)
}


@pytest.fixture(scope="module")
def before() -> Structure:
    """Give the organisation that every case begins with."""
    structure, problems = read_baseline(FOLDER / "organisation.yaml", TERMS, "2022-09-30")
    assert errors(problems) == []
    return structure


def key_of(table: str, text: str) -> Any:
    """Read a record's key; its parts stand apart by spaces."""
    parts = tuple(part if part != "-" else "" for part in text.split())
    return parts if table in ("ended", "incumbencies", "links", "lines", "functions", "members", "attributes") else text


def expected(before: Structure, after: dict[str, dict[str, Any]]) -> Structure:
    """Make the structure that a case says there is afterwards."""
    records = {spec.table: {one.key: one for one in before.table(spec.table)} for spec in Tables.ALL}
    was = {table: dict(rows) for table, rows in records.items()}

    def value(table: str, field: str, given: Any) -> Any:
        if isinstance(given, dict) and "of" in given:
            figure = getattr(was[table][key_of(table, given["of"])], field)
            if "weights" in given:
                return Estimate(figure.source, tuple(given["weights"]), len(given["weights"]), given["position"])
            if figure is None:  # a missing one is known by its record
                figure = Estimate(Source(FigureId(table, given["of"], field)))
            return figure.shifted(given.get("shift", 0))
        return names_of(**given) if field in ("names", "titles") else given

    for table, rows in after.items():
        for text, given in rows.items():
            key = key_of(table, text)
            if given is None:
                del records[table][key]
            elif table == "ended":
                records[table][key] = Ended(was["units"][given["unit"]], given["ends"])
            else:
                fields = {field: value(table, field, one) for field, one in given.items() if field != "copy"}
                start = was[table].get(key_of(table, given["copy"]) if "copy" in given else key)
                kind = Tables.BY_NAME[table].record
                one = replace(start, **fields) if start is not None else kind(**fields)
                assert one.key == key
                records[table][key] = one
    return Structure.of((one for rows in records.values() for one in rows.values()), terms=TERMS)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, before: Structure) -> None:
    """An operation comes to what was worked out by hand, or is refused in the words that a user needs."""
    _, case = CASES[name]
    draft = Draft(before)
    for first in case.get("first", ()):
        assert perform(draft, operation_of(first), DATE).problems == ()
    start = draft.structure()
    effect = perform(draft, operation_of(case["do"]), case.get("date", DATE))
    after = draft.structure()
    if "refused" in case:
        assert sorted({problem.code for problem in effect.problems}) == sorted(case["refused"])
        told = "\n".join(problem.message for problem in effect.problems)
        assert [words for words in case["says"] if words not in told] == [], told
        assert after == start
        return
    assert [problem.code for problem in effect.problems] == case.get("warns", [])
    assert diff(expected(start, case.get("after", {})), after) == ()
    sums: dict[tuple[object, ...], Amount] = {}
    for flow in effect.flows:
        if flow.via is None:
            way = (flow.quantity, flow.from_unit, flow.block_from, flow.to_unit, flow.block_to, flow.reason)
            sums[way] = sums.get(way, Amount()) + flow.amount
    rows = [(*way[:5], str(amount)) for way, amount in sums.items()]
    wanted = [(row[0], row[1], row[2], row[3], row[4], str(row[5])) for row in case.get("ledger", [])]
    assert Counter(rows) == Counter(wanted)
    carried = {
        (flow.quantity, flow.from_unit, flow.to_unit, flow.block_to): str(flow.amount)
        for flow in effect.flows
        if flow.via is not None
    }
    assert carried == {(row[0], row[1], row[2], row[3]): str(row[4]) for row in case.get("carried", [])}
    lineage = [(one.before, one.after) for one in effect.lineage]
    assert sorted(lineage, key=str) == sorted(((one[0], one[1]) for one in case.get("lineage", [])), key=str)
    shares = {(one.before, one.after): one.shares for one in effect.lineage}
    for one in case.get("lineage", []):
        for quantity, share in (one[2] if len(one) > 2 else {}).items():
            assert shares[one[0], one[1]][quantity] == pytest.approx(share), quantity
    assert errors(check(after)) == []


def test_every_verb_has_cases() -> None:
    """Each verb has at least two golden cases that are carried out or one, and at least one that is refused."""
    done = Counter(verb for verb, case in CASES.values() if "refused" not in case)
    refused = Counter(verb for verb, case in CASES.values() if "refused" in case)
    assert set(done) == set(refused) == set(VERBS)
    assert sum(done.values()) >= 30
    assert sum(refused.values()) >= 30
