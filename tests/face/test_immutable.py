"""Immutable means immutable: whatever is given out, writing into it is refused or changes nothing that anybody else sees."""

from __future__ import annotations

import contextlib
import copy
import inspect
import pickle  # noqa: TID251  # what we made ourselves, here
import types
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import BaseModel

import orgmodel
from orgmodel.exploration.subjects import explore_all
from orgmodel.reports.issue import issue_of
from orgmodel.reports.papers import papers_of
from orgmodel.reports.redline import redline

FIXTURES = Path(__file__).parents[1] / "fixtures"
STUDIES = Path(__file__).parents[2] / "scenarios"
APART = {"Chart", "Painter", "Case", "Comparison", "Answers", "StringTable", "Table"}
"""Kinds of which two are the same only where they are one object, besides evaluators and terms of formulas."""
TABLE = {"Code": ["a", "b"], "Parent code": ["", "a"], "Name": ["City", "Roads"]}
MAP = {"rows": "units", "columns": {"id": "Code", "parent": "Parent code", "name": "Name"}, "language": "en"}
ARGUMENTS = {
    "id": "ops", "unit": "ops", "key": "ops", "post": "ops/head", "person": "x", "label": "split", "name": "split",
    "table": "units", "field": "id", "value": "ops", "kind": "units", "measure": "posts_authorized", "scope": "total",
    "dimension": "total", "names": ["total"], "date": "2030", "row": 0, "rows": [0], "language": "en", "family": "kinds",
    "word": "agency", "code": 1, "codes": np.array([1]), "values": np.array([1]), "measures": ["units"], "scopes": ["total"],
    "position": 0, "positions": [0], "count": "authorized", "state": "after", "page": 0, "one": "units", "by": 0,
}  # fmt: skip
"""What a method is called with, by the names of its parameters."""
CHANGING = ("release", "forget", "drop", "meet", "add", "add_all", "encode", "kept", "save", "save_list", "draw")
"""Methods that give nothing of an object's own: they make room, take a new text in, or write files."""


@cache
def public() -> dict[str, Any]:
    """Make one of every public object, of a study with pay, costs and a split."""
    study: Any = orgmodel.read(FIXTURES / "pay-en")
    scenario = study.scenarios["split"]
    outcome = scenario.run()
    compared = orgmodel.compare(outcome)
    plan = study.plan("plan")
    plan.rename("ops", names={"en": "Other work"})
    return {
        "study": study,
        "scenario": scenario,
        "outcome": outcome,
        "structure": outcome.after,
        "vocabulary": study.terms,
        "comparison": compared,
        "case": compared.cases[0],
        "combination": orgmodel.combine(scenario),
        "difference": orgmodel.diff(outcome.before, outcome.after),
        "chart": orgmodel.chart(outcome),
        "plan": plan,
        "problem": orgmodel.Problem("CODE", "a message", location=orgmodel.Location("x.csv", 1)),
        "begun": orgmodel.init(TABLE),
        "exploration": explore_all([scenario], draws=8, runs=4, seed=1),
        "imported": orgmodel.import_from("hierarchy", TABLE, options={"map": MAP}),
        "whole study": orgmodel.read(STUDIES / "ha-tinh-2022"),
    }


def attributes(one: object) -> Iterator[tuple[str, Any]]:
    """Give what an object shows by name, what is called apart."""
    names = {*dir(type(one)), *getattr(one, "__dict__", ())}
    for name in sorted(names):
        if name.startswith("_") or (isinstance(one, BaseModel) and hasattr(BaseModel, name)):
            continue
        value = getattr(one, name)
        if not isinstance(value, types.MethodType | types.FunctionType | types.BuiltinFunctionType):
            yield name, value


def objects(value: Any, seen: dict[int, Any], depth: int = 0) -> Iterator[Any]:
    """Give every object of ours that is reached through attributes, items and values, each once."""
    if id(value) in seen or depth > 9:
        return
    seen[id(value)] = value
    if isinstance(value, list | tuple | frozenset | set):
        for inner in list(value)[:6]:
            yield from objects(inner, seen, depth + 1)
    elif isinstance(value, Mapping):
        for inner in list(value.values())[:6]:
            yield from objects(inner, seen, depth + 1)
    if type(value).__module__.startswith("orgmodel") and not isinstance(
        value, type | pd.DataFrame
    ):  # a frame given is the caller's
        yield value
        for _, inner in attributes(value):
            yield from objects(inner, seen, depth + 1)


def write_into(value: Any, depth: int = 0) -> None:
    """Try to write into what was given, and into what stands in it, by every way that Python and its libraries offer."""
    if depth > 3:
        return
    if isinstance(value, np.ndarray):
        into_array(value)
    elif isinstance(value, pd.DataFrame):
        into_frame(value, depth)
    elif isinstance(value, Mapping):
        for inner in list(value.values())[:6]:
            write_into(inner, depth + 1)
        attempt(lambda: value.__setitem__("added by a test", 1))  # type: ignore[attr-defined]
        attempt(lambda: value.clear())  # type: ignore[attr-defined]  # noqa: PLW0108  # it may have none
    elif isinstance(value, list | tuple | set):
        for inner in list(value)[:6]:
            write_into(inner, depth + 1)
        for deed, *given in (("append", 1), ("reverse",), ("add", 1)):
            attempt(lambda deed=deed, given=given: getattr(value, deed)(*given))
    elif hasattr(value, "add_edge"):
        value.add_edge("a test", "another")


def into_array(value: np.ndarray) -> None:
    """Try to unlock an array, by itself and by what it is a view of, and to write."""
    for array in (value, value.base):
        attempt(lambda array=array: array.setflags(write=True))
    attempt(lambda: value.__setitem__(..., value.flat[0] if value.size > 1 else 0))


def into_frame(value: pd.DataFrame, depth: int) -> None:
    """Try to write into a frame: as pandas means it, past pandas into its arrays, and into what stands in its cells."""
    for column in (value[name] for name in value):
        write_into(column.to_numpy(), depth + 1)
        attempt(lambda column=column: column.array.__setitem__(slice(None), column.array[-1]))
        for cell in list(column)[:3] if column.dtype == object else ():
            write_into(cell, depth + 1)
    if value.columns.nlevels == 1:
        attempt(lambda: value.__setitem__("added by a test", 1))
    attempt(lambda: value.loc.__setitem__((slice(None), value.columns[0]), None))


def attempt(deed: Any) -> None:
    """Do what may be refused."""
    with contextlib.suppress(TypeError, ValueError, AttributeError, IndexError, KeyError):
        deed()


def shown(value: Any) -> Any:
    """Give what a value holds in a form that can be kept beside it."""
    if isinstance(value, pd.DataFrame):
        return value.to_csv()
    if hasattr(value, "add_edge"):
        return sorted(map(str, value.edges))
    return value.copy() if isinstance(value, np.ndarray) else repr(value)


def same(one: Any, other: Any) -> bool:
    """Compare two of the forms."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return bool(one == other)


def called(method: Any) -> Any:
    """Call a method with what its parameters are called; None where it needs another thing, or refuses this."""
    given = {}
    for one in inspect.signature(method).parameters.values():
        if one.default is one.empty and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL):
            if one.name not in ARGUMENTS:
                return None
            given[one.name] = ARGUMENTS[one.name]
    try:
        return method(**given)
    except Exception:  # noqa: BLE001  # it is another method's argument
        return None


def methods(one: object) -> Iterator[tuple[str, Any]]:
    """Give the public methods of an object that give something of its own."""
    if isinstance(one, BaseModel | dict | list):
        return
    for name in dir(type(one)):
        if not name.startswith("_") and name not in CHANGING:
            found = getattr(one, name)
            if isinstance(found, types.MethodType) and found.__self__ is one:
                yield name, found


@pytest.mark.parametrize("name", public())
def test_no_attribute_is_a_live_cache(name: str) -> None:
    """Of everything that is reached from a public object, each attribute is written into, and is afterwards as it was."""
    tried = 0
    for one in objects(public()[name], {}):
        for attribute, value in attributes(one):
            before = shown(value)
            tried += 1
            write_into(value)
            assert same(before, shown(getattr(one, attribute))), f"{type(one).__name__}.{attribute} was written into"
    assert tried > 5


def test_no_method_gives_a_live_cache() -> None:
    """What a method gives is written into, and the next call gives what the first one gave."""
    tried, seen = set(), set()
    for root in (one for name, one in public().items() if name != "plan"):  # whose methods are there to change it
        for one in objects(root, {}):
            if id(one) in seen:
                continue
            seen.add(id(one))
            for name, method in methods(one):
                value = called(method)
                if isinstance(
                    value, np.ndarray | pd.DataFrame | dict | list | set | tuple | types.MappingProxyType
                ) or (hasattr(value, "add_edge")):
                    before = shown(value)
                    tried.add((type(one).__name__, name))
                    write_into(value)
                    assert same(before, shown(called(method))), f"{type(one).__name__}.{name}() was written into"
    assert len(tried) > 40, sorted(tried)


@pytest.mark.parametrize("name", public())
def test_no_attribute_is_set_anew(name: str) -> None:
    """A public attribute of any object that is reached can neither be set nor be taken away."""
    for one in objects(public()[name], {}):
        for attribute, value in attributes(one):
            with pytest.raises((AttributeError, TypeError, ValueError)):
                setattr(one, attribute, value)
            with pytest.raises((AttributeError, TypeError, ValueError)):
                delattr(one, attribute)


def test_columns_of_a_structure_are_read_only() -> None:
    """What methods give is no way in either: columns, marks, ranges and groups of every table, before and after a run."""
    for structure in (public()["outcome"].before, public()["outcome"].after):
        again = pickle.loads(pickle.dumps(structure))
        for table in ("units", "posts", "members", "lines", "links"):
            for rows in (structure.table(table), again.table(table)):
                for field in rows.spec.fields:
                    was = rows.column(field).copy()
                    write_into(rows.column(field))
                    assert np.array_equal(rows.column(field), was)
                    if field in rows.spec.ranged:
                        figures = rows.figures(field).copy()
                        for given in (rows.figures(field), rows.missing(field), rows.estimates(field)):
                            write_into(given)
                        assert np.array_equal(rows.figures(field), figures)
                        assert "added by a test" not in rows.estimates(field)
                assert len(rows) == int(rows.live.sum())
        assert structure == again


def test_a_frame_that_was_written_into_changes_no_sentence() -> None:
    """The table, its summary and its object stay the same, whatever a caller makes of the frame that was given."""
    compared = orgmodel.compare(public()["outcome"])
    before = compared.summary("en"), compared.to_json_object()
    for name in ("measures", "units", "lines", "lineage", "ledger", "posts", "steps"):
        table = getattr(compared, name)
        numbers = table.select_dtypes("number").columns
        table[list(numbers)] = -999
        table.iloc[:, 0] = "x"
    assert (compared.summary("en"), compared.to_json_object()) == before


def test_what_a_sweep_and_a_redline_give_is_their_callers() -> None:
    """The table of variants and the marked report are made anew: what is written into one stands in no later one."""
    plan = public()["scenario"]
    first = orgmodel.sweep(plan, measures=["posts_authorized"])
    again = first.copy()
    write_into(first)
    assert orgmodel.sweep(plan, measures=["posts_authorized"]).equals(again)
    report = papers_of(orgmodel.compare(public()["outcome"]), ("report",))[0]
    issue = issue_of(orgmodel.compare(public()["outcome"]), report)
    for value in (report, redline(orgmodel.compare(public()["outcome"]), report, issue)):
        for one in objects(value, {}):
            for attribute, inner in attributes(one):
                before = shown(inner)
                write_into(inner)
                assert same(before, shown(getattr(one, attribute))), (
                    f"{type(one).__name__}.{attribute} was written into"
                )


def test_what_a_structure_is_made_from_is_copied() -> None:
    """An array or a dict that a caller goes on writing into does not change what was made of it."""
    kinds = {"agency": "agency"}
    terms = orgmodel.Vocabulary(kinds=kinds)
    figures = np.array([3, 4], dtype=np.int64)
    columns = {
        "units": {"id": ["a"], "kind": ["agency"]},
        "posts": {"id": ["p", "q"], "unit": ["a", "a"], "authorized": figures},
    }
    structure = orgmodel.Structure.from_columns(columns, terms=terms)
    kinds["zz"] = "none"
    figures[0] = 99
    assert "zz" not in structure.terms.kinds
    assert structure.posts.figures("authorized").tolist() == [3, 4]


@pytest.mark.parametrize(
    "way", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"]
)
@pytest.mark.parametrize("name", public())
def test_every_public_value_pickles_and_copies(name: str, way: Any) -> None:
    """A copy says what the original says."""
    one = public()[name]
    other = way(one)
    assert type(other) is type(one)
    match name:
        case "comparison" | "exploration":
            assert other.to_json_object() == one.to_json_object()
        case "case":
            assert (other.label, other.outcome) == (one.label, one.outcome)
        case "chart":
            assert other.svg() == one.svg()
        case "plan":
            assert (other.scenario, other.after, other.revision) == (one.scenario, one.after, one.revision)
        case _:
            assert other == one


@pytest.mark.parametrize("name", public())
def test_a_copy_equals_its_original_or_is_another_thing(name: str) -> None:
    """Of everything that is reached, comparing never fails, and what is compared by what it holds equals its copies."""
    compared = 0
    for one in objects(public()[name], {}):
        kind = type(one)
        for other in (copy.copy(one), copy.deepcopy(one)):
            is_apart = (
                kind.__name__ in APART or kind.__name__.endswith("Evaluator") or "norms.formula" in kind.__module__
            )
            assert bool(one == other) or is_apart, kind
            compared += 1
    assert compared


def test_what_moves_pickles() -> None:
    """Even what works out how posts move and what it costs goes to another process."""
    case = public()["case"]
    again = pickle.loads(pickle.dumps(case.move_evaluator))
    assert type(again) is type(case.move_evaluator)
