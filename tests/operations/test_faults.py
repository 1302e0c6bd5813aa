"""Faults of scenario files: one problem for one fault, at its place, with what was meant."""

from __future__ import annotations

import pytest

from orgmodel.core.problems import Location, ProblemsError
from orgmodel.operations.faults import validated
from orgmodel.operations.verbs import operation_of
from orgmodel.scenario.model import ScenarioFile, StudyFile
from tests.located import placed


def told(make, data) -> list[str]:
    """Give the problems, each with the path of its place."""
    data = placed(data, lambda path: Location("/".join(str(step) for step in path) or "."))
    try:
        make(data)
    except ProblemsError as error:
        return [str(one) for one in error.problems]
    return []


INTO = [{"restores": "a"}, {"restores": "b"}]
OPERATIONS = [
    ({"transfr": "x", "to": "y"}, [".: UNKNOWN_OPERATION no operation 'transfr'; did you mean 'transfer'?"]),
    ({"transfer": "x", "rename": "y"}, [".: UNKNOWN_OPERATION an operation has one verb, not transfer and rename: write them as two operations"]),
    ({"transfer": "x"}, [".: MISSING_KEY 'to' is needed here"]),
    (
        {"redirect": {"kind": "p", "form": "a"}, "to": "b"},
        ["redirect/form: UNKNOWN_KEY no key 'form' here; did you mean 'from'?"],
    ),
    (
        {"split_up": "x", "into": [{"restores": "a", "takes": {"members": {"oficial": 3}}}, {"unit": {"unti": "b"}}]},
        [
            "into/0/takes/members/oficial: UNKNOWN_KEY no key 'oficial' here; did you mean 'official'?",
            "into/1/unit/unti: UNKNOWN_KEY no key 'unti' here; did you mean 'unit'?",
        ],
    ),
    (
        {"split_up": "x", "into": INTO, "incoming": {"coordination": "bth"}},
        ["incoming/coordination: WRONG_FORM 'coordination' must be both, drop or a whole number, not 'bth'; did you mean 'both'?"],
    ),
    (
        {"transfer": 2.5, "to": {"atribute": "x"}},
        [
            "transfer: WRONG_FORM 'transfer' must be a text, a list or a mapping of keys to values, not 2.5; put it in quotes: \"2.5\"",
            "to/atribute: UNKNOWN_KEY no key 'atribute' here; did you mean 'attribute'?",
        ],
    ),
    (
        {"create": {"unit": "a"}, "posts": [{"id": "a/h", "rank": "hed", "authorized": -1, "filled": "two"}]},
        [
            "posts/0/rank: UNKNOWN_WORD 'rank' must be head, deputy, staff or unknown, not 'hed'; did you mean 'head'?",
            "posts/0/authorized: NEGATIVE 'authorized' must be a number that is not below zero, not -1",
            "posts/0/filled: NOT_A_NUMBER 'filled' must be a whole number, not 'two'",
        ],
    ),
    ({"consolidate": ["a"], "into": {"unit": "c"}}, ["consolidate: TOO_FEW 'consolidate' must be a list of at least 2, not ['a']"]),
    ({"resize": "a/b"}, [".: INVALID a resize needs one of by, to, filled_by, filled_to, fte_by, fte_to, or what is paid"]),
    ({"transfer": "x", "to": "y", "as_is": "nope"}, ["as_is: NOT_A_FLAG 'as_is' must be true or false, not 'nope'"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), OPERATIONS)
def test_a_fault_of_an_operation_is_told_once(data, expected):
    """Of a value that may have several forms the one it has is judged; a misspelt key is not also missing."""
    assert told(operation_of, data) == expected


def test_an_operation_that_is_no_mapping_is_told_at_its_list():
    """A bare text has no place of its own; the place of what holds it is told."""
    with pytest.raises(ProblemsError) as caught:
        operation_of("transfer x to y", Location("s.yaml", 3))
    assert str(caught.value).startswith("s.yaml:3: UNKNOWN_OPERATION")


def test_faults_of_scenario_and_study_files_are_told_once():
    """Clauses that are not quoted, dates that are none, words and keys."""
    step = {"id": "s", "clause": 2.1, "due": "1/12/2022", "titel": "x", "after": 3}
    assert told(lambda data: validated(ScenarioFile, data), {"steps": [step], "expect": [{"mesure": "x"}]}) == [
        "steps/0/clause: NOT_A_TEXT 'clause' must be a text, not 2.1; put it in quotes: \"2.1\"",
        "steps/0/due: NOT_A_DATE 'due' must be a date (2022-10-31, 2022-10, 2022) or unknown, not '1/12/2022'; write year-month-day: 2022-12-01 if the day comes first",
        "steps/0/after: NOT_A_TEXT 'after' must be a text, not 3; put it in quotes: \"3\"",
        "steps/0/titel: UNKNOWN_KEY no key 'titel' here; did you mean 'title'?",
        "expect/0/mesure: UNKNOWN_KEY no key 'mesure' here; did you mean 'measure'?",
    ]
    assert told(lambda data: validated(StudyFile, data), {"kinds": {"a": "agncy"}, "scenarios": "x"}) == [
        "kinds/a: UNKNOWN_WORD 'a' must be agency, internal, body, party or none, not 'agncy'; did you mean 'agency'?",
        "scenarios: NOT_A_LIST 'scenarios' must be a list, not 'x'",
    ]
