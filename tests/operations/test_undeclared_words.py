"""A word that the study does not declare is told in every verb, wherever it may stand, at the step's line, with the nearest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from orgmodel.core.draft import Draft
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Document, Function, Line, Members, Post, Quantity, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.faults import MOST_TOLD, validated
from orgmodel.operations.operation_schema import LineSpec, Word
from orgmodel.operations.perform import perform
from orgmodel.operations.transfer import PostsToTransfer, QuantitiesToTransfer, UnitsToTransfer
from orgmodel.operations.undeclared import _fields
from orgmodel.operations.verbs import VERBS, operation_of
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

TERMS = Vocabulary(
    {"office": "agency", "division": "internal"},
    ("district", "province"),
    ("party", "government", "mixed"),
    ("expert", "clerk"),
    quantities={"land": DeclaredQuantity(), "served": DeclaredQuantity()},
)
BASE = Structure.of(
    [
        Unit("top", kind="office", level="province", block="party"),
        Unit("a", kind="office", level="district", block="party", parent="top"),
        Unit("b", kind="office", level="district", block="government", parent="top"),
        Post("a/h", "a", rank="head", block="party", authorized=1, filled=1),
        Post("a/s", "a", block="party", authorized=4, filled=4),
        Post("b/h", "b", rank="head", block="government", authorized=1, filled=1),
        Line("professional", "a", "b"),
        Function("a", "f", block="party"),
        Members("a", official=2),
        Quantity("a", "land", value=5),
    ],
    terms=TERMS,
)
NEAR = {
    "kinds": ("ofice", "office"),
    "levels": ("distrct", "district"),
    "blocks": ("prty", "party"),
    "categories": ("expret", "expert"),
    "lines": ("profesional", "professional"),
    "ranks": ("hed", "head"),
    "quotas": ("reserv", "reserve"),
    "quantities": ("lnd", "land"),
}
"""By family: a misspelt word, and the one that is meant."""


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """List the models in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from models(one)


def places(model: type[BaseModel], seen: tuple[type, ...] = ()) -> Iterator[tuple[str, str, Word]]:
    """List every field below a model whose texts are declared words: the model's name, the field and the mark."""
    for name, _, word in _fields(model, frozenset(model.model_fields)):
        if word is not None:
            yield model.__name__, name, word
        for inner in models(model.model_fields[name].annotation):
            if inner not in seen:
                yield from places(inner, (*seen, model))


def into(**receiver: Any) -> list[dict[str, Any]]:
    """Give two receivers of a split, the second with what is given."""
    return [
        {"unit": {"unit": "n1", "parent": "top"}, "takes": {}},
        {"unit": {"unit": "n2", "parent": "top"}, **receiver},
    ]


def split(verb: str) -> dict[str, Any]:
    """Give, by place, data of a split with a word W there."""
    begun = {"PartSpec": lambda field: {"unit": {"unit": "n2", "parent": "top", field: "W"}}}
    found = {
        f"PartSpec.{field}": {verb: "a", "into": into(**begun["PartSpec"](field))}
        for field in ("kind", "level", "block")
    }
    for field in ("block", "rank", "category", "quota"):
        found[f"Takes.{field}"] = {verb: "a", "into": into(takes={field: ["W"]})}
    found["Takes.quantities"] = {verb: "a", "into": into(takes={"quantities": {"W": "all"}})}
    for field in ("block", "category"):
        found[f"HeadChange.{field}"] = {verb: "a", "into": into(head={"quota": 1, field: "W"})}
    for field in ("kind", "block"):
        line = {"kind": "professional", "to": "b", field: "W"}
        found[f"LineSpec.{field}"] = {verb: "a", "into": into(begin_lines=[line])}
    found[f"{VERBS[verb].model.__name__}.incoming"] = {verb: "a", "into": into(), "incoming": {"W": "both"}}
    return found


CREATE = {"create": {"unit": "n", "parent": "top"}, "why": "w"}
WHERE = {"kind": ["office"]}
DATA: dict[str, dict[str, Any]] = {
    "create": {
        **{f"UnitSpec.{field}": {**CREATE, "create": {"unit": "n", field: "W"}} for field in ("kind", "level", "block")},
        **{f"PostSpec.{field}": {**CREATE, "posts": [{"id": "1", field: "W"}]} for field in ("block", "category")},
        "FunctionSpec.block": {**CREATE, "functions": [{"function": "g", "block": "W"}]},
        "LineSpec.kind": {**CREATE, "lines": [{"kind": "W", "to": "a"}]},
        "LineSpec.block": {**CREATE, "lines": [{"kind": "professional", "to": "a", "block": "W"}]},
        "Create.quantities": {**CREATE, "quantities": {"W": 3}},
        "IdentitySpec.block": {**CREATE, "identities": [{"id": "i", "block": "W"}]},
    },
    "dissolve": {
        f"Takes.{field}": {"dissolve": "a", "gives": {"b": {field: "W"}}, "why": "w"}
        for field in ("block", "rank", "category", "quota")
    }
    | {"Takes.quantities": {"dissolve": "a", "gives": {"b": {"quantities": {"W": "all"}}}, "why": "w"}}
    | {
        f"LineSpec.{field}": {
            "dissolve": "a",
            "gives": {"b": {"lines": [{"kind": "professional", "to": "b", field: "W"}]}},
            "why": "w",
        }
        for field in ("kind", "block")
    },
    "consolidate": {
        **{
            f"ConsolidatedUnit.{field}": {"consolidate": ["a", "b"], "into": {"unit": "n", field: "W"}}
            for field in ("kind", "level", "block")
        },
        **{
            f"HeadChange.{field}": {"consolidate": ["a", "b"], "into": {"unit": "n"}, "head": {"quota": 1, field: "W"}}
            for field in ("block", "category")
        },
        **{
            f"LineSpec.{field}": {
                "consolidate": ["a", "b"],
                "into": {"unit": "n"},
                "lines": [{"kind": "professional", "to": "top", field: "W"}],
            }
            for field in ("kind", "block")
        },
        "Consolidate.quota": {"consolidate": ["a", "b"], "into": {"unit": "n"}, "quota": {"government": "W"}},
    },
    "absorb": {"Absorb.quota": {"absorb": "a", "into": "b", "quota": {"W": "government"}}},
    "split_up": split("split_up"),
    "split_off": split("split_off"),
    "transfer": {
        "Transfer.change": {"transfer": "a", "to": "b", "as_is": False, "change": {"level": "W"}},
        "QuantitiesToTransfer.quantities": {"transfer": {"quantities": {"W": "all"}, "from": "a"}, "to": "b"},
        "Transfer.quota_to": {"transfer": {"posts": ["a/s"]}, "to": "b", "quota_to": "W"},
        **{
            f"Criteria.{field}": {"transfer": {"where": {"any": [WHERE, {"not": {field: "W"}}]}}, "to": "b"}
            for field in ("kind", "level", "block")
        },
    },
    "rename": {},
    "convert": {"Convert.change": {"convert": "a", "change": {"kind": "W"}}},
    "redirect": {
        "LineEnds.kind": {"redirect": {"kind": "W", "from": "a", "to": "b"}, "to": "top"},
        "LineEnds.block": {"redirect": {"kind": "professional", "from": "a", "to": None, "block": "W"}, "to": "top"},
    },
    "resize": {},
    "assign_function": {},
    "link_posts": {},
    "unlink_posts": {},
}  # fmt: skip
"""By verb and place: data of an operation with a word W at that place, and nothing else wrong with its words."""


def reachable(verb: str) -> dict[str, Word]:
    """Give the places of a verb, with those in the forms that its data takes when it runs."""
    forms: dict[str, tuple[type[BaseModel], ...]] = {
        "transfer": (PostsToTransfer, UnitsToTransfer, QuantitiesToTransfer)
    }
    from orgmodel.operations.operation_schema import UnitSpec

    forms["create"] = (UnitSpec,)
    found = [place for model in (VERBS[verb].model, *forms.get(verb, ())) for place in places(model)]
    return {f"{model}.{field}": word for model, field, word in found}


def put(data: Any, word: str) -> Any:
    """Write a word in place of W."""
    if isinstance(data, dict):
        return {put(key, word): put(value, word) for key, value in data.items()}
    if isinstance(data, list):
        return [put(one, word) for one in data]
    return word if data == "W" else data


def told(data: dict[str, Any]) -> list[Problem]:
    """Perform an operation of line 7 and give its problems."""
    try:
        return list(perform(Draft(BASE), operation_of(data, Location("s.yaml", 7))).problems)
    except ProblemsError as error:
        return list(error.problems)


@pytest.mark.parametrize("verb", VERBS)
def test_a_misspelt_word_is_told_wherever_it_may_stand(verb: str) -> None:
    """Every place of every verb's schema, at the line of the step, with the nearest; and declared words are not told."""
    wanted = reachable(verb)
    assert set(DATA[verb]) == set(wanted)
    for place, data in DATA[verb].items():
        family = wanted[place].family or {"kind": "kinds", "level": "levels"}[next(iter(data["change"]))]
        wrong, right = NEAR[family]
        (problem,) = told(put(data, wrong))
        assert (problem.code, problem.location) == ("UNDECLARED", Location("s.yaml", 7)), place
        assert f"{wrong!r} is not declared under {family}; did you mean {right!r}?" in str(problem), place
        assert "UNDECLARED" not in [one.code for one in told(put(data, right))], place


def test_ranks_and_quotas_of_new_posts_are_told() -> None:
    """They are the same in every study, so the schema lists them."""
    for field, family in (("rank", "ranks"), ("quota", "quotas")):
        wrong, right = NEAR[family]
        for data in (
            {**CREATE, "posts": [{"id": "1", field: wrong}]},
            {"create": {"post": "1", "unit": "a", field: wrong}, "why": "w"},
        ):
            (problem,) = told(data)
            assert problem.location == Location("s.yaml", 7)
            assert f"not {wrong!r}; did you mean {right!r}?" in str(problem)


def run(*do: dict[str, Any]) -> list[Problem]:
    """Run operations, each in a step of its own line."""
    steps = [Step(f"s{n}", do=[one], at=Location("s.yaml", n)) for n, one in enumerate(do)]
    return list(Scenario("x", BASE, steps=tuple(steps)).run().problems)


def test_criteria_that_choose_rows_are_told() -> None:
    """Rows of ``for_each`` are chosen by criteria too."""
    row = {"for_each": {"where": {"kind": "divison"}}, "rename": "{unit}", "names": {"en": "X"}}
    (problem,) = run(row)
    assert (problem.code, problem.location) == ("UNDECLARED", Location("s.yaml", 0))


def test_what_a_run_leaves_is_told_at_the_step_that_wrote_it() -> None:
    """A kind that is left out is none that the study declares; a later step has nothing to do with it."""
    create = {"create": {"unit": "n", "parent": "top"}, "head": "none", "why": "w"}
    (problem,) = run({"resize": "a/s", "by": 1, "why": "w"}, create, {"resize": "a/s", "by": 1, "why": "w"})
    assert (problem.code, problem.location) == ("UNDECLARED", Location("s.yaml", 1))


def test_a_source_of_a_new_unit_is_a_document() -> None:
    """A source that names no document is told with the nearest; where no documents are listed any is taken."""
    create = {"create": {"unit": "n", "parent": "top", "kind": "agency", "src": "pape"}, "head": "none", "why": "w"}
    steps = (Step("s", do=[create], at=Location("s.yaml", 1)),)
    listed = Structure.of([Unit("top", kind="agency"), Document("paper")])
    (problem,) = Scenario("x", listed, steps=steps).run().problems
    assert (problem.code, problem.location) == ("UNKNOWN_DOCUMENT", Location("s.yaml", 1))
    assert "did you mean 'paper'" in problem.message
    assert Scenario("x", Structure.of([Unit("top", kind="agency")]), steps=steps).run().problems == ()


def test_a_text_that_placeholders_fill_has_a_bound() -> None:
    """A short row of many placeholders makes no text longer than a cell may be."""
    row = {
        "for_each": {"columns": ["i"], "rows": [["x" * 9_000]]},
        "create": {"unit": "{i}" * 100, "parent": "top", "kind": "agency"},
        "head": "none",
        "why": "w",
    }
    assert "TOO_LONG" in {one.code for one in run(row)}


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted() -> None:
    """A file with a fault a line is told the first of them, and how many more there are."""
    data = {f"k{number}": 1 for number in range(2_000)}
    with pytest.raises(ProblemsError) as raised:
        validated(LineSpec, data)
    told = raised.value.problems
    assert [one.code for one in told].count("UNKNOWN_KEY") <= MOST_TOLD
    assert told[-1].code == "UNTOLD"
    assert told[-1].message.startswith(f"faults not told here: {2_000 + 2 - MOST_TOLD} more")
