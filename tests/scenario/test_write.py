"""Scenarios written as text read back as they were, by our reader and by another one."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import orgmodel
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.decoding import invisible
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.operations.faults import validated
from orgmodel.operations.verbs import operation_of
from orgmodel.scenario.build import scenario_of
from orgmodel.scenario.elements import Step
from orgmodel.scenario.model import ScenarioFile
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.scenario.write import operation_data, plain, scenario_text, yaml_text
from orgmodel.words.deadlines import due_names
from tests.strategies import VERBS, operation_on, structures

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"

NASTY = st.sampled_from(
    ["", " ", "no", "~", "2.10", "1e3", "0x1F", "- a", "a: b", "a #b", "{a}", "[a]", "&a", "*a", "!a", "|", ">", "'", '"', "%", "@", "`", ",",
     "a\nb", "\tx", "\u0085", "\u2028", "\ufeff", "\x00", "\x7f", "x ", " x", "...", "---", "<<", "=", "=1+1", "null", "Null", "TRUE", "Ủy ban",
     "2022-10-31", "12:30", "é\u0301", "😀", "a\\b", "?", "? a", ":", "-", "../x", "{{a}}"]
)  # fmt: skip
TEXTS = NASTY | st.text(st.characters(codec="utf-8"), max_size=12)
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def _ours(text: str) -> Any:
    problems: list[Any] = []
    data = parse_yaml(text, "x.yaml", problems)
    assert problems == []
    return data


@given(st.dictionaries(TEXTS, DATA, min_size=1, max_size=4))
def test_any_data_reads_back(data) -> None:
    """Data of any texts, however they look to YAML, reads back by another YAML reader as it was."""
    yaml = YAML(typ="safe", pure=True)
    assert yaml.load(io.StringIO(yaml_text(data))) == data


@given(st.dictionaries(st.text("abcdefg", min_size=1), TEXTS, min_size=1, max_size=6))
def test_our_reader_reads_names_back(data) -> None:
    """Names of any kind that a file may hold read back by the reader of scenario files, which composes texts."""
    data = {key: text for key, text in data.items() if invisible(unicodedata.normalize("NFC", text)) is None}
    assume(data)
    assert _ours(yaml_text(data)) == {key: unicodedata.normalize("NFC", text) for key, text in data.items()}


def _read_again(scenario: Scenario) -> Scenario:
    data = _ours(scenario_text(scenario))
    file = validated(ScenarioFile, data)
    return scenario_of(file, data, scenario.baseline, id=scenario.id, path=scenario.file, included=scenario.included)


def _placeless(scenario: Scenario) -> Scenario:
    steps = tuple(replace(step, at=None, do=plain(step.do)) for step in scenario.steps)
    expectations = tuple(replace(one, at=None) for one in scenario.expectations)
    parameters = {name: replace(one, at=None) for name, one in scenario.parameters.items()}
    return replace(scenario, steps=steps, expectations=expectations, parameters=parameters, study=None)


def test_scenarios_of_the_study_read_back() -> None:
    """Every scenario of the study, written and read again, is equal to itself in all that it says."""
    study = orgmodel.read(STUDY)
    assert isinstance(study, Study)
    assert len(study.scenarios) > 10
    for scenario in study.scenarios.values():
        assert _placeless(_read_again(scenario)) == _placeless(scenario)


@given(st.data())
def test_operations_read_back(data) -> None:
    """An operation given as data, and that data written and read, makes the same operation."""
    structure = data.draw(structures())
    operation = operation_of(data.draw(operation_on(structure, data.draw(st.sampled_from(VERBS)), slips=False)))
    step = Step("s", do=[operation])
    text = scenario_text(Scenario("s", structure, steps=(step,)))
    assert operation_of(plain(_ours(text)["steps"][0]["do"][0])) == operation
    assert operation_of(operation_data(operation)) == operation


def test_a_hostile_name_stays_a_name() -> None:
    """A name that would end its line and begin a step does not."""
    name = 'x"\n- id: evil\n  do: []\n#'
    step = Step("s", do=[{"rename": "a", "names": {"vi": name}}])
    scenario = Scenario("s", Structure.of([Unit("a")]), steps=(step,))
    again = _read_again(scenario)
    assert [one.id for one in again.steps] == ["s"]
    assert again.run().after.unit("a").name() == name


def test_notes_stay_comments() -> None:
    """A note at the top is one comment line, whatever it holds."""
    titled = Scenario("s", Structure.of(), (("vi", "x"),))
    text = scenario_text(titled, notes=["a\nsteps: []\r\n- b"])
    assert text.splitlines()[0] == "# a steps: [] - b"
    assert _ours(text) == {"title": {"vi": "x"}}


def test_the_papers_words_for_a_deadline_are_of_the_studys_language_where_they_are_bare() -> None:
    """A bare text is in the language of the study; by language each is its own, and what is not in the other is quoted with its day."""
    told = {
        language: scenario_of(
            validated(ScenarioFile, data := {"steps": [{"id": "a", "due": "2022-10-31", "due_cited": cited}]}),
            data,
            Structure.of([Unit("a")], terms=Vocabulary(language=language)),
            id="s",
            path="",
        ).steps[0]
        for language, cited in (("vi", "trong tháng 10/2022"), ("en", "in October 2022"))
    }
    assert {language: step.due_cited for language, step in told.items()} == {
        "vi": (("vi", "trong tháng 10/2022"),),
        "en": (("en", "in October 2022"),),
    }
    assert dict(due_names(told["vi"].due, told["vi"].due_cited))["en"] == "“trong tháng 10/2022” (by 31 October 2022)"
