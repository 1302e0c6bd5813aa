"""The table of operations: what is demanded of every row of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from ruamel.yaml import YAML

import orgmodel
from orgmodel.core.ledger import DECLARED
from orgmodel.core.quantities import QUANTITIES
from orgmodel.operations.operation_schema import Model
from orgmodel.operations.verbs import VERBS, verb_of
from orgmodel.words.labels import LABELS
from tests.scenario.random_scenarios import scenarios

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
GRAMMAR = (ROOT / "docs" / "grammar.md").read_text("utf-8").split("\n## Operations\n")[1]
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = {part.split("`", 1)[0]: part for part in PAGE.split("\n## `")[1:]}


def test_every_verb_has_a_row_that_is_whole():
    """A row's name is its key and a field of its model; what may cross the border are quantities of the ledger."""
    for name, verb in VERBS.items():
        assert name == verb.name
        assert name in verb.model.model_fields
        assert issubclass(verb.model, Model)
        assert set(verb.may_cross) <= {*QUANTITIES, DECLARED}
        assert verb.model.__doc__
        assert verb.perform.__doc__
    assert len({verb.model for verb in VERBS.values()}) == len({verb.perform for verb in VERBS.values()}) == len(VERBS)


def test_every_verb_is_worded():
    """The words of operations are those of the table, in both languages, and no two are worded alike."""
    words = LABELS["operation"]
    assert set(words) == set(VERBS)
    assert all(all(pair) for pair in words.values())
    for number in (0, 1):
        assert len({pair[number] for pair in words.values()}) == len(words)
    assert set(LABELS["operation_in_law"]) <= set(VERBS)


def test_every_verb_is_documented():
    """Each verb stands in the grammar and has a section that says its words, its meaning and what may cross."""
    assert list(SECTIONS) == list(VERBS)
    for name, verb in VERBS.items():
        assert re.search(rf"^- {name}: ", GRAMMAR, re.MULTILINE), name
        section = SECTIONS[name]
        assert all(f"*{word}*" in section for word in LABELS["operation"][name])
        assert (verb.model.__doc__ or "").strip() in section
        crossing = re.search(r"^From or to outside: (.*)\.$", section, re.MULTILINE)
        assert crossing is not None
        assert tuple(re.findall(r"`(\w+)`", crossing[1])) == verb.may_cross


def test_every_key_of_a_verb_is_in_the_grammar():
    """A key that an operation's model has is written in the grammar."""
    for name, verb in VERBS.items():
        for key, field in verb.model.model_fields.items():
            if not field.exclude:
                assert re.search(rf"\b{field.alias or key}\b", GRAMMAR), f"{name}: {key}"


@pytest.mark.parametrize("name", VERBS)
def test_every_example_runs(name, tmp_path):
    """The example of a verb runs as it is printed, on the baseline that is printed, and changes something."""
    (tmp_path / "before.yaml").write_text(BLOCK.findall(PAGE)[0], "utf-8")
    (example,) = BLOCK.findall(SECTIONS[name])
    body = "".join(f"  {line}\n" for line in example.splitlines())
    path = tmp_path / "example.yaml"
    path.write_text(f"title: {{en: Example}}\nbaseline: before.yaml\nsteps:\n- id: one\n  do:\n{body}", "utf-8")
    outcome = orgmodel.read(path).run()
    assert [str(one) for one in outcome.problems if one.severity == "error"] == []
    assert any(name in row for row in YAML(typ="safe", pure=True).load(example))
    if name != "unlink_posts":  # which takes back what the line above it did
        assert outcome.after != outcome.before


@given(scenarios())
def test_what_crosses_the_border_is_in_the_table(scenario):
    """Whatever is run, a flow from or to outside is of a quantity that its operation's row allows."""
    for entry in scenario.run().ledger:
        flow = entry.flow
        if flow.via is None and (flow.from_unit is None or flow.to_unit is None):
            name = flow.quantity if flow.quantity in QUANTITIES else DECLARED
            assert name in VERBS[flow.operation or entry.operation].may_cross


def test_a_model_knows_its_verb():
    """Each model is found again by its verb."""
    for name, verb in VERBS.items():
        assert verb_of(verb.model.model_construct()) == name
