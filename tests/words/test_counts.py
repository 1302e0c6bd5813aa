"""One of a thing is never many: in what objects show of themselves, in messages, on charts."""

import re

import pytest

import orgmodel
from orgmodel.charts.content_writer import ContentWriter
from orgmodel.core.counting import NOUNS, counted, of_one
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.records import Members, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.messages import message_text, templates

ONES = re.compile(r"\b1 (" + "|".join((*NOUNS, "people", "rows of posts")) + r")\b")


def test_objects_show_one_as_one() -> None:
    """No repr says "1 units" or "as of undated"."""
    one = Structure.of([Unit("a", names_of(en="A"), kind="agency")])
    scenario = Scenario("s", one, steps=(Step("s", do=[{"rename": "a", "names": {"en": "B"}}]),))
    outcome = scenario.run()
    shown = [one, scenario, outcome, orgmodel.combine(scenario), orgmodel.diff(one, outcome.after)]
    for each in map(repr, shown):
        assert not ONES.search(each), each
        assert "as of undated" not in each
    assert "1 unit," in repr(one)
    assert "1 record differs" in repr(shown[-1])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_message_says_one_of_many(language: str) -> None:
    """Whatever a message counts, with one of each it says no "1 units"."""
    for template in templates("vi"):
        if re.search(r"\{[^}]*[:{][^}]* ", template):  # YAML that is said as it stands
            continue
        fields = re.findall(r"(?<!\{)\{(\w+)((?:![a-z])?(?::[^}]*)?)\}", template)
        for name, form in fields:
            values = dict.fromkeys((one for one, _ in fields), "x") | {
                one: 2 for one, shape in fields if shape.startswith(":")
            }
            if form.startswith("!"):
                continue
            said = message_text(Message.of(template, **values | {name: 1}), language)
            assert not ONES.search(said), said


def test_the_verb_agrees_with_one() -> None:
    """What one of them does is in the singular as well."""
    assert of_one("{count} units that ended", {"count": 1}) == "{count} unit that ended"
    assert str(Message.of("{tops} rows are at the top", tops=1)) == "1 row is at the top"
    assert of_one("{count} steps no longer apply", {"count": 1}) == "{count} step no longer applies"
    assert counted(1, "rows of posts") == "1 row of posts"


def test_a_box_counts_one_member() -> None:
    """A Party organisation of one has one Party member on a chart."""
    structure = Structure.of([Unit("c", kind="cell"), Members("c", total=1)])
    (box,) = ContentWriter(structure, "en").units([0])
    assert "1\xa0Party member" in [one.text for one in box.details]
