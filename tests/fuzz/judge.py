"""What must hold of anything that is read, whatever was done to its files."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orgmodel
from orgmodel.charts.theme import theme_of
from orgmodel.core.characters import seen
from orgmodel.core.integrity import check
from orgmodel.core.manifest import read_manifest
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.formats import OptionError
from orgmodel.io.importers.formats import import_from
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.own_json import from_json, to_json
from orgmodel.io.read import read_with_problems
from orgmodel.norms.judged import judged
from orgmodel.scenario.scenario import Outcome, Scenario, Study
from orgmodel.words.messages import message_text, templates
from tests.fuzz.corpus import Format, Seed
from tests.fuzz.read_back import exported
from tests.fuzz.recount import breaks

MOST_SAID = 900
"""The most characters of one message: some values of eighty, and what is said around them."""
IN_FULL = 60
"""One case in so many is also exported in every format, and compared."""


class Tally(Counter[str]):
    """Count what was seen, so that a fuzzer that reaches nothing shows."""


def worded(message: object) -> None:
    """A message, and each of its parts, has its words in the table."""
    if isinstance(message, Message):
        template = message.template
        letters = re.search("[a-z]{2}", re.sub(r"{[^}]*}", "", template))
        assert template in templates("vi") or not letters, f"no words for {template!r}"
        for part in message.values.values():
            for one in part if isinstance(part, tuple) else (part,):
                worded(one)


def told_well(problems: Iterable[Problem]) -> None:
    """Every problem has a code and a message in both languages, none too long, nothing in it that a terminal would obey."""
    for one in problems:
        worded(one.message)
        for language in ("en", "vi"):
            text = message_text(one.message, language)
            assert len(text) <= MOST_SAID, f"{one.code}: {len(text)} characters: {text[:300]}"
            assert seen(text) == text, f"{one.code}: {text!r}"
        assert re.fullmatch("[A-Z][A-Z0-9_]*", one.code), one
        assert "\x1b" not in str(one), one


def judge(form: Format, seed: Seed, folder: Path, number: int, tally: Tally) -> None:
    """Read a case through Python, and follow what comes of it; AssertionError or any error but ProblemsError is a fault."""
    in_full = number % IN_FULL == 0
    try:
        found, problems = told_by(form, seed, folder)
    except ProblemsError as error:
        told_well(error.problems)
        tally["refused"] += 1
        return
    told_well(problems)
    tally["told" if problems else "nothing told"] += 1
    if isinstance(found, Imported):
        _imported(found, folder, tally)
    elif isinstance(found, Structure) and not errors(problems):
        _structure(found, tally, in_full=in_full)
    elif isinstance(found, Scenario) and not errors(problems):
        _outcome(found.run(), tally, in_full=in_full)
    elif isinstance(found, Study) and not errors(problems):
        outcomes = list(found.outcomes)
        for outcome in outcomes[:2]:
            _outcome(outcome, tally, in_full=in_full)
        if form.name == "norms" or in_full:
            tally["findings"] += sum(len(one) for one in judged(outcomes))


def told_by(form: Format, seed: Seed, folder: Path) -> tuple[Any, list[Problem]]:
    """Read a case as what it is; raises ProblemsError where nothing comes of it."""
    if form.form:
        options = {name: str(folder / file) for name, file in form.options}
        files = [] if any(file == seed.path for _, file in form.options) else [folder / seed.path]
        try:
            found = import_from(form.form, *files, options=options)
        except OptionError as error:
            told_well(error.problems)
            raise ProblemsError([]) from None
        return found, list(found.problems)
    if form.name == "theme":
        return theme_of(folder / seed.path), []
    if form.name == "manifest":
        fault = read_manifest(folder).fault
        write_all({folder / "new.csv": b"1"}, force=True)
        assert not read_manifest(folder).fault
        return None, [Problem("MANIFEST", fault)] if fault else []
    return read_with_problems(folder / seed.path)


def _structure(structure: Structure, tally: Tally, *, in_full: bool) -> None:
    tally["structures"] += 1
    written = to_json(structure)
    again, problems = from_json(written)
    assert errors(problems) == [], [str(one) for one in problems[:3]]
    assert to_json(again) == written
    if in_full:
        with tempfile.TemporaryDirectory() as folder:
            tally["files read back"] += exported(structure, Path(folder))


def _outcome(outcome: Outcome, tally: Tally, *, in_full: bool) -> None:
    told_well(outcome.problems)
    if outcome.ledger or outcome.changes:
        found, accounts = breaks(outcome, to_json(outcome.before), to_json(outcome.after))
        assert found == [], found[:5]
        tally["accounts recounted"] += accounts
    tally["ledger rows"] += len(outcome.ledger)
    if outcome.refused:
        tally["runs refused"] += 1
        return
    tally["runs"] += 1
    assert errors(check(outcome.after)) == [], [str(one) for one in check(outcome.after)[:3]]
    _structure(outcome.after, tally, in_full=in_full)
    if in_full:
        found_all = orgmodel.compare(outcome)
        found_all.to_json_object()
        assert found_all.summary("vi")
        tally["compared"] += 1


def _imported(imported: Imported, folder: Path, tally: Tally) -> None:
    assert imported.rows_in == imported.rows_imported + imported.rows_reported
    tally["imported"] += 1
    place = folder / "written"
    try:
        told_well(save(imported, place))
    except ProblemsError as error:
        if error.problems[-1].code != "NOTHING":
            raise AssertionError([str(one) for one in error.problems[-3:]]) from error
        return
    found, problems = read_with_problems(place)
    assert errors(problems) == [], [str(one) for one in errors(problems)[:3]]
    if isinstance(found, Structure):
        assert len(found.units) == len(imported.structure.units)
        tally["files read back"] += 1
