"""Immutable means immutable: whatever is given out, writing into it is refused or changes nothing that anybody else sees."""

from __future__ import annotations

import copy
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

FIXTURES = Path(__file__).parents[1] / "fixtures"
BUILDERS = ("StringTable", "WrittenFloat", "Matching")
"""What is no value of a user's: the texts behind columns, a number as its file writes it, pairs while they are found."""


@cache
def public() -> dict[str, Any]:
    """Make one of every public object, of a study with pay, costs and a split."""
    study: Any = orgmodel.read(FIXTURES / "pay-en")
    scenario = study.scenarios["split"]
    outcome = scenario.run()
    compared = orgmodel.compare(outcome)
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
    if type(value).__module__.startswith("orgmodel") and not isinstance(value, type):
        yield value
        for _, inner in attributes(value):
            yield from objects(inner, seen, depth + 1)


def write_into(value: Any) -> bool:
    """Try to write into what was given; tell whether it could be."""
    try:
        match value:
            case np.ndarray():
                if not value.size:
                    return bool(value.flags.writeable)
                value[...] = value.flat[0] if value.size > 1 else 0
            case pd.DataFrame():
                value["added by a test"] = 1
                value.loc[:, value.columns[0]] = None
            case dict() | types.MappingProxyType():
                value["added by a test"] = 1
            case list():
                value.append("added by a test")
            case set():
                value.add("added by a test")
            case _:
                return False
    except (TypeError, ValueError, AttributeError):
        return False
    return True


def shown(value: Any) -> Any:
    """Give what a value holds in a form that can be kept beside it."""
    if isinstance(value, pd.DataFrame):
        return value.to_csv()
    return value.copy() if isinstance(value, np.ndarray | dict | list | set) else repr(value)


def same(one: Any, other: Any) -> bool:
    """Compare two of the forms."""
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else bool(one == other)


@pytest.mark.parametrize("name", public())
def test_no_attribute_is_a_live_cache(name: str) -> None:
    """Of everything that is reached from a public object, each attribute is written into, and is afterwards as it was."""
    tried = 0
    for one in objects(public()[name], {}):
        if type(one).__name__ in BUILDERS:
            continue
        for attribute, value in attributes(one):
            before = shown(value)
            tried += 1
            write_into(value)
            assert same(before, shown(getattr(one, attribute))), f"{type(one).__name__}.{attribute} was written into"
    assert tried > 5


@pytest.mark.parametrize("name", public())
def test_no_attribute_is_set_anew(name: str) -> None:
    """A public attribute of any object that is reached can neither be set nor be taken away."""
    for one in objects(public()[name], {}):
        if type(one).__name__ in BUILDERS:
            continue
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
        case "comparison":
            assert other.to_json_object() == one.to_json_object()
        case "case":
            assert (other.label, other.outcome) == (one.label, one.outcome)
        case "chart":
            assert other.svg() == one.svg()
        case _:
            assert other == one
