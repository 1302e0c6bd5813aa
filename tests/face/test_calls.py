"""What a user tries in Python: wrong kinds of argument, unknown names, frames of several libraries, large organisations."""

from __future__ import annotations

import datetime
import doctest
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import orgmodel
from orgmodel import ProblemsError, Scenario, Structure, Study, Vocabulary
from orgmodel.core.messages import Message, values_of
from orgmodel.notebook.widgets import chart_widget
from orgmodel.words.messages import templates

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
NAME = "2.4-propaganda-mobilisation"


@cache
def study() -> Any:
    """Read the study once."""
    return orgmodel.read(STUDY)


@cache
def outcome() -> Any:
    """Run one scenario once."""
    return study().scenario(NAME).run()


@cache
def drawn() -> Any:
    """Draw one unit."""
    return orgmodel.chart(study().baseline, root="duc-tho.mttq")


@cache
def two() -> Any:
    """Compare two scenarios once."""
    return orgmodel.compare(outcome(), study().scenario("2.5-actual-2023"))


def _frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "read a number": (lambda: orgmodel.read(3), "takes a path"),
    "read nothing": (lambda: orgmodel.read(None), "takes a path"),
    "read what is not there": (lambda: orgmodel.read("not/there"), "not/there"),
    "read a study again": (lambda: orgmodel.read(study()), "not a Study"),
    "scenario misspelt": (lambda: study().scenario("2.5-actual-2032"), "did you mean '2.5-actual-2023'"),
    "scenario of a number": (lambda: study().scenario(3), "no scenario 3"),
    "unit misspelt": (lambda: study().baseline.unit("duc-to"), "did you mean 'duc-tho'"),
    "unit of a number": (lambda: study().baseline.unit(3), "no unit 3"),
    "unit of a list": (lambda: study().baseline.unit([]), "no unit []"),
    "post misspelt": (lambda: study().baseline.post("nothing/like-it"), "no post"),
    "graph misspelt": (lambda: study().baseline.graph("administrativ"), "did you mean 'administrative'"),
    "date misspelt": (lambda: outcome().at("garbage"), "'garbage' is not a date"),
    "date of a number": (lambda: outcome().at(2024), "2024 is not a date"),
    "date of nothing": (lambda: outcome().at(None), "None is not a date"),
    "date before the baseline": (lambda: outcome().until("1990"), "before the date of the baseline"),
    "step misspelt": (lambda: outcome().before_step("no-such"), "no step 'no-such'"),
    "parameter misspelt": (lambda: study().scenario(NAME).run(colour="red"), "no parameter 'colour'"),
    "ranked without a measure": (lambda: two().ranked(), "ranked needs measure"),
    "run with a value without its name": (lambda: study().scenario(NAME).run(1), "run takes"),
    "frames with an argument": (lambda: study().baseline.to_frames(3), "to_frames takes no argument"),
    "a scenario of a study in brackets": (lambda: study()["2.5-actual-2032"], "did you mean '2.5-actual-2023'"),
    "a case of a comparison in brackets": (lambda: two()["2.5-actual-2032"], "did you mean '2.5-actual-2023'"),
    "a query without its unit": (lambda: study().baseline.posts_of(units="x"), "posts_of has no argument"),
    "a comparison by itself": (lambda: orgmodel.Comparison(outcome()), "is what orgmodel.compare("),
    "a comparison of outcomes": (lambda: orgmodel.Comparison([outcome()]), "is what orgmodel.compare("),
    "a case by itself": (lambda: orgmodel.Case("x", outcome()), "Case is made by orgmodel.compare(outcome, …).cases"),
    "an outcome by itself": (orgmodel.Outcome, "Outcome is made by scenario.run()"),
    "a study by itself": (lambda: orgmodel.Study("scenarios"), "Study is made by orgmodel.read(folder)"),
    "a scenario by itself": (lambda: orgmodel.Scenario("x"), "orgmodel.read(file) or study.scenario(id)"),
    "a structure by itself": (orgmodel.Structure, "Structure is made by orgmodel.read(path), Structure.of"),
    "a chart by itself": (lambda: orgmodel.Chart(study()), "Chart is made by orgmodel.chart("),
    "a difference by itself": (
        lambda: orgmodel.Difference(study()),
        "Difference is made by orgmodel.diff(before, after)",
    ),
    "a combination by itself": (orgmodel.Combination, "Combination is made by orgmodel.combine(scenario"),
    "compare a path": (lambda: orgmodel.compare(str(STUDY)), "read it first, orgmodel.compare(orgmodel.read("),
    "compare a structure": (lambda: orgmodel.compare(study().baseline), "orgmodel.diff(before, after)"),
    "compare a list": (lambda: orgmodel.compare([outcome()]), "orgmodel.compare(*them)"),
    "compare nothing known": (lambda: orgmodel.compare(None), "takes a study, a scenario"),
    "measure misspelt": (lambda: orgmodel.compare(outcome(), measures=["headcout"]), "'headcount'"),
    "measure as one text": (lambda: orgmodel.compare(outcome(), measures="headcout"), "'headcount'"),
    "scope misspelt": (lambda: orgmodel.compare(outcome(), scopes=["block:prty"]), "did you mean 'party'"),
    "grouping misspelt": (lambda: orgmodel.compare(outcome(), by="blok"), "'block'"),
    "setting misspelt": (lambda: orgmodel.compare(study().scenario(NAME), settings={"x": 1}), "parameter 'x'"),
    "setting of an outcome": (lambda: orgmodel.compare(outcome(), settings={"x": 1}), "an outcome has run"),
    "comparison's case": (lambda: two().case("2.5"), "no scenario '2.5'"),
    "chart of a path": (lambda: orgmodel.chart(str(STUDY)), "read it first, orgmodel.chart(orgmodel.read("),
    "chart of two": (lambda: orgmodel.chart(two()), "this comparison has 2: comparison.case(LABEL)"),
    "chart of nothing": (lambda: orgmodel.chart(None), "chart takes a structure"),
    "chart's state": (lambda: orgmodel.chart(outcome(), state="afer"), "'after'"),
    "chart's root": (lambda: orgmodel.chart(outcome(), root="duc-to"), "duc-tho"),
    "chart's page": (lambda: orgmodel.chart(outcome(), page="a44"), "a44"),
    "chart's theme": (lambda: orgmodel.chart(outcome(), theme="color"), "colour"),
    "chart at another date": (lambda: orgmodel.chart(study().baseline, at="2030"), "has states at other dates"),
    "chart saved elsewhere": (lambda: orgmodel.chart(outcome(), root="duc-tho").save("x.jpeg"), "there are .svg"),
    "report of a structure": (lambda: orgmodel.report(study().baseline, "x.md"), "report takes a study"),
    "report of a path": (lambda: orgmodel.report(str(STUDY), "x.md"), "read it first"),
    "report's profile": (lambda: orgmodel.report(two(), "x.md", profile="prty"), "did you mean 'party'"),
    "report's language": (lambda: orgmodel.report(two(), "x.md", language="xx"), "there are vi, en"),
    "ranked by what is not there": (lambda: two().ranked("units", by="chnge"), "did you mean 'change'"),
    "differing in what is not there": (lambda: two().differing("unit"), "did you mean 'units'"),
    "report's suffix": (lambda: orgmodel.report(two(), "x.doc"), "is written as"),
    "diff of a path": (lambda: orgmodel.diff(str(STUDY), study()), "read it first"),
    "diff of a number": (lambda: orgmodel.diff(study(), 3), "not an int"),
    "diff's key": (lambda: orgmodel.diff(study(), study(), match="pth"), "'path'"),
    "combine a structure": (lambda: orgmodel.combine(study().baseline), "combine takes scenarios"),
    "combine a path": (lambda: orgmodel.combine("x.yaml"), "read it first"),
    "combine onto a path": (lambda: orgmodel.combine(study().scenario(NAME), onto="x"), "read it first"),
    "frames of a number": (lambda: Structure.from_frames(units=3), "a DataFrame of pandas or polars"),
    "frames of a path": (lambda: Structure.from_frames(units="units.csv"), "not str"),
    "a column misspelt": (lambda: Structure.from_frames(units=_frame(id=["a"], parnt=["b"])), "did you mean 'parent'"),
    "a parent misspelt": (
        lambda: Structure.from_frames(units=_frame(id=["ab", "b"], parent=[None, "abb"])),
        "<units>:2:2",
    ),
    "half a post": (
        lambda: Structure.from_frames(
            units=_frame(id=["a"]), posts=_frame(id=["p"], unit=["a"], authorized=[1.5], filled=[1])
        ),
        "not a whole number",
    ),
    "columns of two lengths": (lambda: Structure.from_frames(units={"id": ["a"], "order": []}), "differ in length"),
    "a list in a cell": (lambda: Structure.from_frames(units={"id": ["a"], "area": [["x"]]}), "one value in a cell"),
    "frames at no date": (lambda: Structure.from_frames(units=_frame(id=["a"]), as_of="soon"), "'soon' is not a date"),
    "measures misspelt": (lambda: study().baseline.measures(["unts"]), "'units'"),
    "read a path in bytes": (lambda: orgmodel.read(b"x"), "takes a path"),
    "compare no subject": (orgmodel.compare, "none is given"),
    "compare by a number": (lambda: orgmodel.compare(outcome(), by=3), "by is a text or a list of texts, not 3"),
    "compare by numbers": (lambda: orgmodel.compare(outcome(), by=[3]), "by is a text or a list of texts, not [3]"),
    "compare by what is not there": (lambda: orgmodel.compare(outcome(), by=["x"]), "cannot group by 'x'; there are"),
    "compare by near": (lambda: orgmodel.compare(outcome(), by=["blok"]), "did you mean 'block'"),
    "measures of a number": (lambda: orgmodel.compare(outcome(), measures=3), "measures is a text or a list"),
    "scopes of a number": (lambda: orgmodel.compare(outcome(), scopes=3), "scopes is a text or a list of texts"),
    "scopes of nothing": (lambda: orgmodel.compare(outcome(), scopes=[None]), "scopes is a text or a list of texts"),
    "compare soon": (lambda: orgmodel.compare(outcome(), at="soon"), "'soon' is not a date; write 2018-12-01"),
    "settings of a number": (lambda: orgmodel.compare(study(), settings=3), "settings is a mapping of names"),
    "settings of a text": (lambda: orgmodel.compare(study(), settings="a=b"), "settings is a mapping of names"),
    "settings of numbers": (lambda: orgmodel.compare(study(), settings={3: 4}), "settings is a mapping of names"),
    "compare with another name": (lambda: orgmodel.compare(outcome(), scope=["total"]), "did you mean 'scopes'"),
    "chart with another name": (lambda: orgmodel.chart(outcome(), lang="vi"), "did you mean 'language'"),
    "report with another name": (lambda: orgmodel.report(two(), "x.md", lang="vi"), "did you mean 'language'"),
    "diff with another name": (lambda: orgmodel.diff(study(), study(), macth="id"), "did you mean 'match'"),
    "chart without a subject": (orgmodel.chart, "chart needs subject"),
    "report without a path": (lambda: orgmodel.report(two()), "report needs path"),
    "diff of one": (lambda: orgmodel.diff(study()), "diff needs after"),
    "chart of two subjects": (lambda: orgmodel.chart(outcome(), outcome()), "chart takes subject, state, at"),
    "chart's depth in words": (
        lambda: orgmodel.chart(outcome(), depth="x"),
        "depth is the number of levels below the root, not 'x'",
    ),
    "chart's depth in text": (
        lambda: orgmodel.chart(outcome(), depth="2"),
        "depth is the number of levels below the root, not '2'",
    ),
    "chart's depth below": (
        lambda: orgmodel.chart(outcome(), depth=-1),
        "depth is the number of levels below the root, not -1",
    ),
    "chart's depth in parts": (
        lambda: orgmodel.chart(outcome(), depth=1.5),
        "depth is the number of levels below the root, not 1.5",
    ),
    "chart's depth as a flag": (
        lambda: orgmodel.chart(outcome(), depth=True),
        "depth is the number of levels below the root",
    ),
    "chart's root as a list": (lambda: orgmodel.chart(outcome(), root=["duc-tho"]), "root is a text, not ['duc-tho']"),
    "chart's root of a number": (lambda: orgmodel.chart(outcome(), root=3), "root is a text, not 3"),
    "chart's page of a number": (lambda: orgmodel.chart(outcome(), page=3), "did you mean 'a3'?; there are a4"),
    "chart's page in pairs": (lambda: orgmodel.chart(outcome(), page=(210, 297)), "or a size in mm as 165x240"),
    "chart's language": (lambda: orgmodel.chart(outcome(), language="xx"), "no language 'xx'; there are vi, en"),
    "chart's language in full": (lambda: orgmodel.chart(outcome(), language="English"), "there are vi, en"),
    "chart's language of a number": (lambda: orgmodel.chart(outcome(), language=3), "no language 3; there are vi, en"),
    "chart's theme of a number": (lambda: orgmodel.chart(outcome(), theme=3), "no theme '3'; there are colour"),
    "chart's theme of none": (lambda: orgmodel.chart(outcome(), theme=None), "there are colour, grey, plain"),
    "chart's theme's key": (lambda: orgmodel.chart(outcome(), theme={"blocs": {}}), "did you mean 'blocks'"),
    "chart's lines": (lambda: orgmodel.chart(outcome(), lines=["profesional"]), "did you mean 'professional'"),
    "chart's lines far off": (lambda: orgmodel.chart(outcome(), lines=["typo"]), "no kind of line 'typo'; there are "),
    "chart's lines as one text": (
        lambda: orgmodel.chart(outcome(), lines="coordinaton"),
        "did you mean 'coordination'",
    ),
    "chart's lines of a number": (lambda: orgmodel.chart(outcome(), lines=3), "lines is a text or a list of texts"),
    "chart's posts": (lambda: orgmodel.chart(outcome(), posts="yes"), "posts is True or False, not 'yes'"),
    "chart's posts in changes": (lambda: orgmodel.chart(outcome(), posts=True, state="changes"), "unit by unit"),
    "chart's title": (lambda: orgmodel.chart(outcome(), title=3), "title is a text, not 3"),
    "chart's source": (lambda: orgmodel.chart(outcome(), source=["a"]), "source is a text, not ['a']"),
    "chart's settings": (lambda: orgmodel.chart(study().scenario(NAME), settings=3), "settings is a mapping of names"),
    "changes of a structure": (lambda: orgmodel.chart(study().baseline, state="changes"), "outcome"),
    "save to a number": (lambda: drawn().save(3), "path is a path, not 3"),
    "save to nothing": (lambda: drawn().save(None), "path is a path, not None"),
    "save without a suffix": (lambda: drawn().save("x"), "no format 'x'"),
    "a page too far": (lambda: drawn().svg(5), "no page 5; the last of this chart is 0, counted from 0"),
    "a page before": (lambda: drawn().svg(-1), "page is a whole number from 0, not -1"),
    "a page in text": (lambda: drawn().png("1"), "page is a whole number from 0, not '1'"),
    "dots in text": (lambda: drawn().png(dpi="x"), "dpi is a number above 0, at most 2400, not 'x'"),
    "no dots": (lambda: drawn().png(dpi=0), "dpi is a number above 0, at most 2400, not 0"),
    "draw on nothing": (lambda: drawn().draw(None), "axes is the axes of matplotlib"),
    "a widget of a structure": (
        lambda: chart_widget(study().baseline),
        "made is a chart, as orgmodel.chart() makes it",
    ),
    "report to a number": (lambda: orgmodel.report(two(), 3), "path is a path, not 3"),
    "report soon": (lambda: orgmodel.report(outcome(), "x.md", at="soon"), "'soon' is not a date; write 2018-12-01"),
    "report at a number": (lambda: orgmodel.report(outcome(), "x.md", at=3), "3 is not a date"),
    "report's language of a number": (lambda: orgmodel.report(two(), "x.md", language=3), "there are vi, en"),
    "report's profile of a list": (lambda: orgmodel.report(two(), "x.md", profile=[]), "there are neutral"),
    "diff's key of a number": (lambda: orgmodel.diff(study(), study(), match=3), "match is a text or a list of texts"),
    "diff's code": (
        lambda: orgmodel.diff(study(), study(), match=["code:district_tipe"]),
        "did you mean 'district_type'",
    ),
    "combine nothing": (orgmodel.combine, "combine takes studies, scenarios, outcomes or comparisons"),
    "combine a list": (lambda: orgmodel.combine([study().scenario(NAME)]), "orgmodel.combine(*them)"),
    "combine onto a number": (lambda: orgmodel.combine(study().scenario(NAME), onto=3), "not an int"),
    "scenario of a list": (lambda: study().scenario([]), "no scenario []"),
    "scenario of a scenario": (lambda: study().scenario(study().scenario(NAME)), "no scenario "),
    "another parameter": (
        lambda: study().scenario(NAME).with_settings({"second_haed": 1}),
        "did you mean 'second_head'",
    ),
    "parameters of a number": (lambda: study().scenario(NAME).with_settings(3), "settings is a mapping of names"),
    "a choice misspelt": (lambda: study().scenario(NAME).run(second_head="from_deputi"), "did you mean 'from_deputy'"),
    "a scenario on a study": (lambda: Scenario("s", study()), "baseline is a Structure, such as study.baseline"),
    "a scenario on nothing": (lambda: Scenario("s", None), "baseline is a Structure, such as study.baseline, not None"),
    "a scenario's title": (lambda: Scenario("s", Structure.of(), title="A"), "title is pairs of a language and a text"),
    "a scenario's steps": (lambda: Scenario("s", Structure.of(), steps=({"id": "x"},)), "steps is a tuple of steps"),
    "a study on nothing": (lambda: Study("s", "", None, Vocabulary()), "baseline is a Structure"),
    "a study's scenarios": (
        lambda: Study("s", "", Structure.of(), Vocabulary(), scenarios=[Scenario("s", Structure.of())]),
        "scenarios is a mapping of ids to scenarios",
    ),
    "words in one text": (lambda: Vocabulary(blocks="party"), "blocks is a list of texts, such as"),
    "kinds in a list": (lambda: Vocabulary(kinds=["x"]), "kinds is a mapping of each word to one of agency"),
    "a kind's meaning": (lambda: Vocabulary(kinds={"x": "agancy"}), "did you mean 'agency'"),
    "a line's style": (lambda: Vocabulary(lines={"x": "doted"}), "did you mean 'dotted'"),
    "words' language": (lambda: Vocabulary(language=3), "language is a text, not 3"),
    "step of a list": (lambda: outcome().before_step([]), "no step []"),
    "date of a list": (lambda: outcome().at([]), "[] is not a date"),
    "post of a number": (lambda: study().baseline.post(3), "no post 3"),
    "graph of a list": (lambda: study().baseline.graph([]), "there are units, posts and the lines"),
    "measures in lists": (lambda: study().baseline.measures([["units"]]), "measures is a text or a list of texts"),
    "measures in one text": (lambda: study().baseline.measures("unts"), "did you mean 'units'"),
    "structure's scopes": (lambda: study().baseline.measures(["units"], scopes="totl"), "did you mean 'total'"),
    "structure's groupings": (lambda: study().baseline.measures(["units"], by="blok"), "did you mean 'block'"),
    "structure's measures named": (lambda: study().baseline.measures(scope="total"), "did you mean 'scopes'"),
    "a table misspelt": (lambda: study().baseline.table("unts"), "did you mean 'units'"),
    "ids of a table misspelt": (lambda: study().baseline.ids("psts"), "did you mean 'posts'"),
    "a record of a table misspelt": (lambda: study().baseline.get("unts", "a"), "did you mean 'units'"),
    "a record of a list": (lambda: study().baseline.get("units", []), "key is the key of a record"),
    "a group misspelt": (lambda: study().baseline.group("units", "parnt", "a"), "did you mean 'parent'"),
    "children of a list": (
        lambda: study().baseline.children_of([]),
        "value is a text, such as the id of a unit, not []",
    ),
    "children of what is not there": (lambda: study().baseline.children_of("duc-to"), "did you mean 'duc-tho'"),
    "posts of what is not there": (lambda: study().baseline.posts_of("duc-to"), "no unit 'duc-to'; did you mean"),
    "lines from what is not there": (lambda: study().baseline.lines_from("duc-to"), "no unit or post 'duc-to'"),
    "lines to what is not there": (lambda: study().baseline.lines_to("duc-to"), "no unit or post 'duc-to'"),
    "below what is not there": (lambda: study().baseline.subtree("duc-to"), "did you mean 'duc-tho'"),
    "above what is not there": (lambda: study().baseline.upward("duc-to"), "did you mean 'duc-tho'"),
    "head of what is not there": (lambda: study().baseline.head_of("duc-to"), "did you mean 'duc-tho'"),
    "functions of what is not there": (lambda: study().baseline.functions_of("duc-to"), "did you mean 'duc-tho'"),
    "attributes of what is not there": (lambda: study().baseline.attributes_of("duc-to"), "did you mean 'duc-tho'"),
    "members of what is not there": (lambda: study().baseline.members_of("duc-to"), "did you mean 'duc-tho'"),
    "quantities of what is not there": (lambda: study().baseline.quantities_of("duc-to"), "did you mean 'duc-tho'"),
    "identities of what is not there": (lambda: study().baseline.identities_of("duc-to"), "did you mean 'duc-tho'"),
    "holders of what is not there": (lambda: study().baseline.holders_of("duc-tho"), "no post 'duc-tho'"),
    "links of what is not there": (lambda: study().baseline.links_from("duc-tho"), "no post 'duc-tho'"),
    "holdings of who is not there": (lambda: study().baseline.holdings_of("nobody"), "no person 'nobody'"),
    "import a format misspelt": (lambda: orgmodel.import_from("hierarchi", "x.csv"), "did you mean 'hierarchy'"),
    "import a number as a format": (lambda: orgmodel.import_from(3, "x.csv"), "no format 3"),
    "import no file": (lambda: orgmodel.import_from("popolo"), "popolo takes one file"),
    "import frames where files are": (lambda: orgmodel.import_from("popolo", {"id": ["a"]}), "takes files, and no"),
    "import with an option misspelt": (
        lambda: orgmodel.import_from("popolo", "x.json", options={"as_of": "2024"}),
        "did you mean 'as-of'",
    ),
    "import with another's option": (
        lambda: orgmodel.import_from("popolo", "x.json", options={"senior": "x"}),
        "--senior does not belong to popolo",
    ),
    "import at no date": (lambda: orgmodel.import_from("popolo", "x.json", options={"as-of": "soon"}), "is not a date"),
    "import at a number": (lambda: orgmodel.import_from("popolo", "x.json", options={"as-of": 3}), "is not a date"),
    "import in no language": (
        lambda: orgmodel.import_from("popolo", "x.json", options={"names-in": 3}),
        "is no code of a language",
    ),
    "import with a number for a map": (
        lambda: orgmodel.import_from("hierarchy", "x.csv", options={"map": 3}),
        "map is a path, not 3",
    ),
    "import with options as a list": (
        lambda: orgmodel.import_from("popolo", "x.json", options=["as-of"]),
        "options is a mapping of names",
    ),
    "init of a number": (lambda: orgmodel.init(3), "a DataFrame of pandas or polars"),
    "init with a number for a map": (lambda: orgmodel.init({"id": ["a"]}, map=3), "map is"),
    "init of nothing": (orgmodel.init, "none is given"),
    "posts of a list": (lambda: study().baseline.posts_of([]), "value is a text, such as the id of a unit, not []"),
    "lines from a list": (lambda: study().baseline.lines_from([]), "value is a text, such as the id of a unit, not []"),
    "below a list": (lambda: study().baseline.subtree([]), "key is the key of a record"),
    "a structure of a number": (lambda: Structure.of(3), "records is a list of records, such as Unit and Post, not 3"),
    "a structure of texts": (lambda: Structure.of(["a"]), "records is a list of records, such as Unit and Post"),
    "a structure of mappings": (lambda: Structure.of([{"id": "a"}]), "records is a list of records"),
    "a structure's words": (lambda: Structure.of([], terms=3), "terms is a Vocabulary, not 3"),
    "a structure's date": (lambda: Structure.of([], as_of=datetime.date(2026, 1, 1)), "as_of is a text"),
    "frames of a column": (lambda: Structure.from_frames(units=pd.Series(["a"])), "not Series"),
    "frames of an array": (lambda: Structure.from_frames(units=pl.Series(["a"])), "not Series"),
    "frames of any object": (
        lambda: Structure.from_frames(units={"id": [object()]}),
        "one value in a cell, not object",
    ),
    "frames of bytes": (lambda: Structure.from_frames(units={"id": [b"a"]}), "one value in a cell, not bytes"),
    "frames of complex numbers": (
        lambda: Structure.from_frames(units={"id": [1j]}),
        "one value in a cell, not complex",
    ),
    "a frame misspelt": (lambda: Structure.from_frames(units={"id": ["a"]}, post={"id": []}), "did you mean 'posts'"),
    "a frame without a name": (lambda: Structure.from_frames({"id": ["a"]}), "each once and as named"),
    "frames' words": (lambda: Structure.from_frames(units={"id": ["a"]}, terms="vn"), "terms is a Vocabulary"),
    "case of a number": (lambda: two().case(3), "no scenario 3 in this comparison"),
    "wide of a number": (lambda: two().wide(3), "scope is a text, not 3"),
    "ranked in a number": (lambda: two().ranked("units", 3), "scope is a text, not 3"),
    "ranked in what is not there": (lambda: two().ranked("units", "totl"), "did you mean 'total'"),
    "ranked in what is not listed": (lambda: two().ranked("units", "duc-tho.mttq"), "no scope of this comparison"),
    "ranked by a list": (lambda: two().ranked([]), "measure is a text, not []"),
    "summary's language": (lambda: two().summary("xx"), "no language 'xx'; there are vi, en"),
    "summary's language of a number": (lambda: two().summary(3), "no language 3; there are vi, en"),
    "JSON's language": (lambda: two().to_json_object(language="xx"), "no language 'xx'; there are vi, en"),
    "an array for text": (
        lambda: orgmodel.chart(outcome(), language=np.array(["vi", "en"])),
        "language is a text, not a",
    ),
    "an array for a number": (
        lambda: orgmodel.chart(outcome(), depth=np.array([1, 2])),
        "depth is a whole number, not a ndarray",
    ),
    "a frame for a state": (lambda: orgmodel.chart(outcome(), state=_frame(a=[1])), "state is a text, not a DataFrame"),
    "a frame for a format": (lambda: orgmodel.import_from(_frame(a=[1]), "x.csv"), "form is a text, not a DataFrame"),
    "half a character in a path": (lambda: orgmodel.init("a\ud800.csv"), "sources is a path"),
    "nothing in a path": (lambda: orgmodel.import_from("hierarchy", "a\0.csv"), "sources is a path"),
    "no date of pandas": (lambda: outcome().at(pd.NaT), "NaT is not a date"),
    "frames in a cell": (
        lambda: Structure.from_frames(units={"id": [_frame(a=[1])]}),
        "one value in a cell, not DataFrame",
    ),
    "a function in a cell": (lambda: Structure.from_frames(units={"id": [len]}), "one value in a cell, not builtin"),
    "a flag in words": (lambda: drawn().save("x.svg", force="no"), "force is True or False, not 'no'"),
    "no flag": (lambda: orgmodel.report(two(), "x.md", persons=None), "persons is True or False, not None"),
    "sweep by a text": (lambda: orgmodel.sweep(study().scenario(NAME), measures="unts"), "did you mean 'units'"),
    "sweep by a number": (lambda: orgmodel.sweep(study().scenario(NAME), measures=3), "measures is a text or a list"),
    "sweep's seed": (
        lambda: orgmodel.sweep(study().scenario(NAME), sample=1, seed=1.5),
        "seed is a whole number from 0",
    ),
    "sweep's norms": (lambda: orgmodel.sweep(study().scenario(NAME), norms="yes"), "norms is True or False, not 'yes'"),
    "sweep's executor": (
        lambda: orgmodel.sweep(study().scenario(NAME), executor=2),
        "object of the class Executor, not 2",
    ),
    "sweep's grid": (
        lambda: orgmodel.sweep(study().scenario(NAME), grid="a"),
        "grid is a mapping of names to values, or",
    ),
    "a list in a grid": (
        lambda: orgmodel.sweep(study().scenario("2.3-no-new-quota"), grid={"gov_head": [["new"]]}),
        "gov_head is a text, a number or a flag in each variant, not a list",
    ),
    "a family misspelt": (lambda: study().terms.declared("kind"), "family is kinds, levels, blocks"),
    "a kind of a list": (lambda: study().terms.counts([]), "kind is a text, not []"),
    "norms of no case": (lambda: two().norms_of("2.5"), "no scenario '2.5'"),
    "scopes of no case": (lambda: two().scopes("2.5"), "no scenario '2.5'"),
    "a measure by its id": (
        lambda: two().cases[0].has("units"),
        "measure is an object of the class Measure, not 'units'",
    ),
    "rows of no scope": (lambda: two().cases[0].rows("duc-tho.noi-vx"), "no unit 'duc-tho.noi-vx' to measure"),
    "rows of half a character": (lambda: two().cases[0].rows("\ud800"), "to measure; scopes are total"),
    "names in threes": (
        lambda: two().cases[0].told_apart("duc-tho", (("en", "a", "b"),)),
        "names is pairs of a language and a text",
    ),
    "units changed by a number": (lambda: two().units_changed(3), "labels is a text or a list of texts, not 3"),
    "a table that is not there": (
        lambda: study().baseline.patched({"unit": {}}),
        "no table 'unit'; did you mean 'units'",
    ),
    "a text for a record": (
        lambda: study().baseline.patched({"units": {"a": "b"}}),
        "changes['units']['a'] is an object of the class Unit, ",
    ),
    "no array of figures": (
        lambda: study().baseline.with_figures({"posts": {"authorized": [1]}}),
        "figures['posts']['authorized'] is an array, not [1]",
    ),
    "no date": (lambda: study().baseline.dated("soon"), "'soon' is not a date"),
}


def _unworded(message: str) -> list[str]:
    """List the templates of a message and of the messages in it that have no Vietnamese words."""
    template = getattr(message, "template", message)
    found = (
        [template] if re.search("[a-z]{2}", re.sub("{[^}]*}", "", template)) and template not in templates("vi") else []
    )
    inner = [one for one in values_of(message).values() if isinstance(one, Message)]
    return found + [told for one in inner for told in _unworded(one)]


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_says_what_was_expected(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A natural call that cannot be answered raises ProblemsError with what was expected or the nearest name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProblemsError) as raised:
        WRONG[call][0]()
    assert WRONG[call][1] in str(raised.value)
    assert [told for one in raised.value.problems for told in _unworded(one.message)] == []
    assert list(tmp_path.iterdir()) == []


def test_a_date_may_be_one_of_python_wherever_a_date_is_given() -> None:
    """What begins a study takes a date as compare and chart do."""
    table = {"Code": ["a", "b"], "Parent code": ["", "a"], "Name": ["City", "Roads"]}
    assert orgmodel.init(table, as_of=datetime.date(2026, 1, 2)).structure.as_of == "2026-01-02"


def _examples() -> list[doctest.DocTest]:
    """Find the examples of the functions that check how they are called: what wraps them hides them from the finder."""
    functions = [getattr(orgmodel, name) for name in orgmodel.__all__ if name.islower()]
    functions += [Structure.measures, Structure.from_frames]
    names = {"Structure": Structure, **vars(orgmodel)}
    return [
        found
        for one in functions
        for found in doctest.DocTestFinder().find(
            inspect.unwrap(getattr(one, "__func__", one)), one.__name__, globs=names
        )
    ]


@pytest.mark.parametrize("example", _examples(), ids=lambda one: one.name)
def test_the_examples_of_the_face_hold(example: doctest.DocTest) -> None:
    """What the docstring of a function shows is what it gives."""
    assert example.examples
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=flags, verbose=False).run(example).failed == 0


def test_whatever_names_what_is_meant_is_taken(tmp_path: Path) -> None:
    """A study, scenario, outcome, case and comparison mean the same outcome in every call."""
    scenario = study().scenario(NAME)
    whole = orgmodel.compare(outcome())
    same = [scenario, outcome(), whole, whole.cases[0]]
    assert {repr(orgmodel.compare(one)) for one in same} == {repr(whole)}
    assert {orgmodel.chart(one, root="duc-tho").svg() for one in same} == {
        orgmodel.chart(outcome(), root="duc-tho").svg()
    }
    assert {orgmodel.diff(study(), one).changes for one in same} == {orgmodel.diff(study(), outcome()).changes}
    assert {len(orgmodel.combine(one).scenario.steps) for one in same} == {len(scenario.steps)}
    texts = {orgmodel.report(one, tmp_path / f"{n}.md", language="en").read_bytes() for n, one in enumerate(same)}
    assert len(texts) == 1


def test_frames_read_back_equal() -> None:
    """The study's baseline as frames, and they as a structure again, are equal, with counts as nullable integers."""
    base = study().baseline
    frames = base.to_frames()
    assert str(frames["posts"]["authorized"].dtype) == "Int64"
    assert Structure.from_frames(**frames, terms=base.terms, as_of=base.as_of) == base
    assert base.measures(["units"], scopes=["total"])["value"].tolist() == [121]


def test_missing_is_missing_in_every_frame() -> None:
    """NaN, NA, NaT and None are missing, whole floats are counts, and timestamps are dates, whatever holds them."""
    units = _frame(id=["a", "b"], parent=[np.nan, "a"], **{"from": [pd.NaT, pd.Timestamp("2020-01-02 10:00")]})
    posts = {"id": ["p", "q"], "unit": ["a", "b"], "authorized": [3.0, float("nan")], "filled": [None, 1]}
    made = Structure.from_frames(units=units, posts=pd.DataFrame(posts), as_of=datetime.date(2026, 3, 1))
    assert [(one.authorized, one.filled) for one in (made.post("p"), made.post("q"))] == [(3, None), (None, 1)]
    assert made.unit("b").begins == "2020-01-02"
    assert made.as_of == "2026-03-01"
    rows = [{"id": "a"}, {"id": "b", "parent": "a", "from": datetime.date(2020, 1, 2)}]
    days = [None, datetime.date(2020, 1, 2)]
    polar = pl.DataFrame({"id": ["a", "b"], "parent": [None, "a"], "from": days})
    for other in (units.set_index("id"), rows, units.convert_dtypes(), polar, polar.lazy()):
        assert Structure.from_frames(units=other, posts=posts, as_of="2026-03-01") == made


def test_a_date_cuts_the_run() -> None:
    """On the day of the first dated step it has happened, the day before it has not, and a year counts from its first day."""
    done = orgmodel.read(STUDY.parent / "ha-tinh-2018-2026" / "history.yaml").run()
    first = min(one.step.effective for one in done.steps if one.step.effective and one.changes)
    day = datetime.date.fromisoformat((first + "-01-01")[:10])
    assert not done.until(day - datetime.timedelta(days=1)).changes
    assert done.until(day).changes
    assert done.until(day).after == done.at(day)


def test_displays_are_short_at_any_size() -> None:
    """At 100,000 units no repr is over 2 KB and no display over 20 KB, and names are escaped."""
    count = 100_000
    parents = [None, *(f"u{n // 8}" for n in range(1, count))]
    units = {"id": [f"u{n}" for n in range(count)], "parent": parents, "name_en": ["<b>x</b>" * 40] * count}
    units["block"] = [f"block-{n % 3000}" for n in range(count)]
    large = Structure.from_frames(units=units)
    step = orgmodel.Scenario("wide" * 200, large, title=(("en", "<b>" * 900),))
    chart = orgmodel.chart(Structure.from_frames(units={name: units[name] for name in ("id", "parent")}), depth=3)
    assert len(repr(chart)) < 100
    assert len(chart._repr_html_().encode()) + len(chart._repr_png_() or b"") * 4 // 3 <= 120_000
    steps = tuple(study().scenario(NAME).steps[0] for _ in range(5000))
    many = orgmodel.Study("s", "", large, large.terms, scenarios={f"{n}": step for n in range(3000)})
    shown = [large, step, orgmodel.Scenario("s", large, steps=steps), many, step.run(), two(), two().cases[0]]
    shown += [orgmodel.diff(study(), outcome()), orgmodel.combine(study().scenario(NAME)), orgmodel.compare(step.run())]
    for one in shown:
        assert len(repr(one).encode()) <= 2_000, type(one)
        html = one._repr_html_()
        assert 0 < len(html.encode()) <= 20_000, type(one)
        assert "<b>" not in html


def test_nothing_and_what_is_misspelt_is_told_by_name():
    """An import of nothing, a plan without a name and a misspelt field of the words say what was expected."""
    study = orgmodel.read("scenarios/ministry")
    for call, told in (
        (orgmodel.init, "init takes files and frames: none is given"),
        (lambda: study.plan(""), "id is a text that is not empty"),
        (lambda: orgmodel.Vocabulary(kind={}), "Vocabulary has no argument 'kind'; did you mean 'kinds'?"),
    ):
        with pytest.raises(orgmodel.ProblemsError, match=re.escape(told)):
            call()
