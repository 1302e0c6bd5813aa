"""Double-entry bookkeeping for restructuring: what a proposal creates, ends and moves, with nothing unaccounted for.

>>> import orgmodel
>>> [name for name in orgmodel.__all__ if name.islower()]
['chart', 'combine', 'compare', 'diff', 'explore', 'import_from', 'init', 'read', 'report', 'sweep']
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.charts.chart import Chart
from orgmodel.combination.combination import Combination
from orgmodel.comparison.case import Case
from orgmodel.comparison.comparison import Comparison
from orgmodel.core.arguments import count_given, named, not_expected, texts_given
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.inference.difference import Difference
from orgmodel.scenario.plan import Plan
from orgmodel.scenario.scenario import Outcome, Scenario, Study

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from concurrent.futures import Executor
    from typing import Any

    import pandas as pd

    from orgmodel.exploration.exploration import Exploration
    from orgmodel.io.importers.imported import Imported
    from orgmodel.io.importers.proposal.init import Begun

__version__ = "0.1.0"
__all__ = [
    "Case", "Chart", "Combination", "Comparison", "Difference", "Location", "Outcome", "Plan", "Problem", "ProblemsError", "Scenario", "Structure",
    "Study", "Vocabulary", "chart", "combine", "compare", "diff", "explore", "import_from", "init", "read", "report", "sweep",
]  # fmt: skip


@named
def read(path: str | Path) -> Structure | Scenario | Study:
    """Read a structure, a scenario or a study, by what the path holds.

    A folder with study.yaml is a Study, a folder or file of tables a Structure, a scenario file a Scenario of the study
    around it. Raises ProblemsError with every problem of every file, each with its place.

    >>> study = read("scenarios/ha-tinh-2022")
    >>> study.scenario("2.4-propaganda-mobilisation").run().sound
    True
    """
    from orgmodel.api import not_meant

    if not isinstance(path, str | Path):
        raise not_meant("read", "a path", path)
    from orgmodel.io.read import read as read_path

    return read_path(Path(path))


@named
def compare(
    *subjects: Study | Scenario | Outcome | Case | Comparison,
    by: Sequence[str] = (),
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
    at: str | datetime.date | None = None,
    settings: Mapping[str, Any] | None = None,
    persons: bool = False,
) -> Comparison:
    """Compare scenarios side by side: measures, units, lines, lineage, ledger and norms as DataFrames.

    Scenarios are run with their defaults; of a study all are. ``by`` adds crossings such as ``("block", "rank")``,
    ``measures`` and ``scopes`` choose (all measures; total and each block, area, level and kind). ``settings`` set the
    parameters of scenarios that know them, ``at`` compares with the state on a date; with ``persons`` people are told by
    name, otherwise by id alone. Raises ProblemsError for a name that is not known, and for what cannot be compared.

    >>> split = read("scenarios/ha-tinh-2022/2.3-no-new-quota.yaml")
    >>> table = compare(split, measures=["units", "posts_authorized"], scopes=["area:duc-tho"]).measures
    >>> dict(zip(table["measure"], table["change"], strict=True))
    {'units': 3.0, 'posts_authorized': 0.0}
    """
    from orgmodel.api import compare_all, language_among, outcomes_of, refuse_none

    refuse_none("compare", subjects)
    return compare_all(
        outcomes_of(subjects, settings, at=at),
        by=by,
        measures=measures,
        scopes=scopes,
        language=language_among(subjects),
        persons=persons,
    )


@named
def chart(
    subject: Structure | Study | Scenario | Outcome | Case | Comparison,
    *,
    state: str = "after",
    at: str | datetime.date | None = None,
    settings: Mapping[str, Any] | None = None,
    root: str | None = None,
    depth: int | None = None,
    page: str = "a4",
    language: str | None = None,
    theme: str | Path = "colour",
    lines: Sequence[str] | None = None,
    posts: bool = False,
    title: str | None = None,
    source: str | None = None,
    fields: str | Sequence[str] | None = None,
    holders: bool = False,
    color_by: str = "block",
    tree: str = "units",
    profile: str | None = None,
) -> Chart:
    """Draw an org chart of a structure, or of an outcome ``before``, ``after`` or in what ``changes``.

    Of a study its baseline is drawn, of a scenario its outcome, with ``settings`` of its parameters; ``at`` draws the
    state on a date, or what has changed until then.

    The chart saves itself by a file's suffix and shows itself in a notebook. ``page`` is a4, a3 (either way up), fit, or
    a size as 165x240 in mm; ``root`` and ``depth`` draw a part, ``posts`` a box for every row of posts, ``lines`` only
    some kinds of line. ``fields`` are what boxes say (name, head, filled/authorized, holders, any measure or attribute …), with
    ``holders`` persons are named; ``color_by`` is block, kind, level, area, any measure or attribute. A ``tree`` of posts shows who answers to whom. A ``profile`` (party, state) sets it in the face of
    such papers. ``language`` is the study's own where None. Raises ProblemsError for an unknown root, state, page,
    theme, language, field or kind of line, and for a letter that the font has not.

    >>> study = read("scenarios/ha-tinh-2022")
    >>> chart(study.baseline, root="duc-tho.mttq")
    Chart(1 box on 1 page)
    """
    from orgmodel.api import to_draw
    from orgmodel.charts.chart import chart as draw

    return draw(
        to_draw(subject, at=at, state=state, settings=settings), state=state, root=root, depth=depth, page=page, language=language, theme=theme, lines=lines,
        posts=posts, title=title, source=source, fields=fields, holders=holders, color_by=color_by, tree=tree, profile=profile,
    )  # fmt: skip


@named
def report(
    subject: Comparison | Case | Study | Scenario | Outcome,
    path: str | Path,
    *,
    at: str | datetime.date | None = None,
    settings: Mapping[str, Any] | None = None,
    language: str | None = None,
    profile: str | None = None,
    template: str | Path | None = None,
    paper: str = "report",
    as_of: str | datetime.date | None = None,
    persons: bool = False,
    since: str | Path | None = None,
    draws: int | None = None,
    force: bool = False,
) -> Path:
    """Write the report of a comparison to a file, and give its path; the suffix says the format.

    A study, a scenario or an outcome is compared first, with ``settings`` of parameters and ``at`` a date. ``paper`` is
    report, submission, progress (``as_of`` a day) or lists; a path without a suffix is a folder, and takes them all with
    letters to those who must supply figures, in every format.

    ``language`` is vi or en, or where None the study's own; ``profile`` neutral, party or state, or where None
    the study's own; ``template`` is a document or presentation of an office, into which a .docx or .pptx is set; with ``persons``
    people are told by name, otherwise by id alone. ``since`` is the folder of an
    earlier report, against which every cell that changed is marked (.docx, .html) and told with through what. With ``draws`` it says how sure the figures are, by drawing every one that has a range so many times. Raises ProblemsError for a suffix that no writer knows, and for a file that orgmodel did not write or that was changed since, unless ``force``
    replaces it.

    >>> import tempfile
    >>> comparison = compare(read("scenarios/ha-tinh-2022/2.4-propaganda-mobilisation.yaml"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report(comparison, f"{folder}/report.md", language="en").name
    'report.md'
    """
    from orgmodel.api import comparison_of, report_asked
    from orgmodel.core.arguments import path_given
    from orgmodel.core.dates import day_of
    from orgmodel.core.problems import refuse_unknown
    from orgmodel.io.issue_file import read_issue_data
    from orgmodel.reports.issue_data import ISSUE, accepted_issue
    from orgmodel.reports.papers import PAPERS, Asked, report_id
    from orgmodel.reports.write import write_report

    if profile is not None:
        refuse_unknown("profile", profile, ("neutral", "party", "state"))
    refuse_unknown("paper", paper, PAPERS)
    day = None if as_of is None else day_of(as_of)
    if language is not None:
        refuse_unknown("language of reports", language, ("vi", "en"))
    target = path_given("path", path)
    frame = None if template is None else path_given("template", template)
    comparison = comparison_of([subject], at=at, settings=settings, persons=persons)
    people = "names" if persons else ""
    kept = None if since is None else path_given("since", since) / ISSUE
    issue = None if kept is None else accepted_issue(read_issue_data(kept), kept, report_id(comparison), people)
    asked = report_asked(comparison, Asked(profile, people, day, template=frame, since=issue, draws=draws or 0))
    return write_report(comparison, target, language=language, kind=paper, asked=asked, force=force)


@named
def diff(
    before: Structure | Study | Scenario | Outcome | Case | Comparison,
    after: Structure | Study | Scenario | Outcome | Case | Comparison,
    *,
    match: Sequence[str] = (),
) -> Difference:
    """Say what changed between two structures, and which operations lead from the one to the other, each with how sure it is.

    Of a study its baseline is meant, of a scenario its baseline (``before``) or what it leads to (``after``), of an outcome
    the state after it. ``match`` says how units are matched where ids differ: id, code:ATTRIBUTE, path, name, content, in
    order. Raises ProblemsError for an unknown key, or a scenario that does not run.

    >>> split = read("scenarios/ha-tinh-2022/2.4-propaganda-mobilisation.yaml")
    >>> found = diff(split, split)
    >>> found.inference.verbs, found.corrections
    ({'split_up': 1}, ())
    """
    from orgmodel.api import structure_of
    from orgmodel.inference.difference import difference

    return difference(
        structure_of(before, after=False), structure_of(after, after=True), by=texts_given("match", match)
    )


@named
def combine(
    *scenarios: Scenario | Study | Outcome | Case | Comparison, onto: Structure | Study | Scenario | None = None
) -> Combination:
    """Combine scenarios of one baseline into one, in an order that works, or say what they cannot agree on.

    Of a study all scenarios are meant. ``onto`` carries them over to another baseline first: then ``rebased`` says what
    became of each step. Raises ProblemsError where one does not run by itself, or has another baseline.

    >>> study = read("scenarios/ha-tinh-2022")
    >>> names = ("2.4-propaganda-mobilisation", "2.5-actual-2023")
    >>> found = combine(*(study.scenario(name) for name in names))
    >>> found.any_order, found.conflicts
    (True, ())
    """
    from orgmodel.api import combine_all, refuse_none

    refuse_none("combine", scenarios)
    return combine_all(scenarios, onto=onto)


@named
def explore(
    *subjects: Study | Scenario | Plan,
    draws: int = 10_000,
    runs: int = 256,
    seed: int = 0,
    vary: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
    decide: Sequence[str] = (),
    rules: Sequence[str] = (),
    executor: Executor | None = None,
) -> Exploration:
    """Say how sure scenarios of one study are, and which figure to ask for first, by drawing every figure that has a range.

    What comes has ``measures``, ``norms``, ``pairs``, ``drawn``, ``decisions``, ``questions`` and ``rules`` as DataFrames, and ``sentences()``. Sums are worked out
    over all ``draws``, what is no sum by running the first ``runs``; ``vary`` names parameters that are drawn, too, ``settings`` sets others. ``decide``
    says what is to be decided: ``posts_filled@UNIT<=60``, ``norm:ID@UNIT``, or of two scenarios ``less:MEASURE@SCOPE``; unasked the targets, the norms
    that may fail, and what either scenario may have less of. ``rules`` (``NAME=VALUE`` of a norm's parameter, or a date) tell who newly fails by other
    law. Needs scipy. Raises ProblemsError for what does not exist, and for scenarios of several studies.

    >>> plan = read("scenarios/ha-tinh-2022/2.4-propaganda-mobilisation.yaml")
    >>> found = explore(
    ...     plan, draws=4096, runs=1, measures=["posts_authorized"], scopes=["total"], decide=["posts_authorized<=663"]
    ... )
    >>> found.decisions[["decision", "answer"]].values.tolist()
    [['posts_authorized<=663', 'decides']]
    """
    from orgmodel.api import refuse_none
    from orgmodel.exploration.subjects import explore_all
    from orgmodel.exploration.workers import lent

    refuse_none("explore", subjects)
    return explore_all(
        subjects, draws=count_given("draws", draws), runs=count_given("runs", runs), seed=count_given("seed", seed), vary=texts_given("vary", vary),
        settings=settings, measures=None if measures is None else texts_given("measures", measures),
        scopes=None if scopes is None else texts_given("scopes", scopes), decide=texts_given("decide", decide), rules=texts_given("rules", rules), hands=lent(executor),
    )  # fmt: skip


@named
def init(*sources: Any, map: str | Path | Mapping[str, Any] | None = None, as_of: str | None = None) -> Begun:
    """Begin a study of a third party's tables: files (CSV, XLSX, JSON), or frames of pandas, polars or Arrow.

    A map is proposed, or taken where one is given, as a file or as plain data. What comes has ``structure``, ``problems``
    (every row in is imported or reported), ``guesses`` with how sure each is, and ``save(folder)``; while the map asks
    something (``open``) the structure is empty. Raises ProblemsError for what cannot be read.

    >>> begun = init({"Code": ["a", "b"], "Parent code": ["", "a"], "Name": ["City", "Roads"]})
    >>> begun, begun.guesses.at("tables.0.columns.parent").value
    (Begun(Structure(2 units, 0 rows of posts, undated), 8 guesses, 0 open), 'Parent code')
    """
    from orgmodel.io.importers.proposal.files import begin_of

    return begin_of(sources, map, as_of=as_of)


@named
def import_from(form: str, *sources: Any, options: Mapping[str, Any] | None = None) -> Imported:
    """Import a third party's files in a format, or frames of pandas, polars or Arrow as a hierarchy.

    Options go by their names at the command line (``map`` also as plain data). What comes has ``structure``, ``problems``
    and the account of rows: ``rows_in = rows_imported + rows_reported``. Raises ProblemsError for what cannot be read, and
    for a format, files or options that are not there.

    >>> frame = {"No": [1, 2], "Up": [None, 1], "Job": ["Chief", "Clerk"]}
    >>> map = {"rows": "posts", "columns": {"id": "No", "parent": "Up", "name": "Job"}, "language": "en"}
    >>> import_from("hierarchy", frame, options={"map": map}).rows_imported
    2
    """
    from orgmodel.io.importers.formats import import_sources

    return import_sources(form, sources, options)


@named
def sweep(
    scenario: Scenario,
    *,
    grid: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
    norms: bool = False,
    sample: int | None = None,
    seed: int = 1,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Measure every variant of a scenario: a DataFrame of a row each, with the values that vary, and the figures after.

    ``grid`` says what varies as the file of ``orgmodel sweep --grid`` does (every choice of every parameter without it), but
    that its alternatives are scenarios, not their ids; a list of mappings says which variants there are. ``sample`` draws
    so many, each as likely, by ``seed``. Each measure has four columns: the value, its least and most, and how many figures
    are missing; in a scope but the total ``measure_low@scope``. With ``norms``, or where a grid varies a norm's parameter, each norm has a column of what breaks it.
    An ``executor`` of concurrent.futures does the work where one is given. What is refused has the codes of why, and no
    figures. Raises ProblemsError for what does not exist, and for more than a million variants.

    >>> plan = read("scenarios/ha-tinh-2022/2.3-no-new-quota.yaml")
    >>> table = sweep(plan, measures=["posts_authorized"], scopes=["area:duc-tho"])
    >>> table[["gov_head", "posts_authorized@area:duc-tho"]].values.tolist()
    [['from_deputy', 116.0], ['from_staff', 116.0], ['new', 119.0]]
    """
    from orgmodel.api import the_scenario
    from orgmodel.exploration.space import space_of
    from orgmodel.exploration.sweep import sweep_table, too_many
    from orgmodel.exploration.variants import asked_of

    plan = the_scenario(scenario, "sweep")
    if grid is not None and not isinstance(grid, Mapping | list | tuple):
        raise not_expected("grid", grid, Message.of("a mapping of names to values, or a list of such mappings"))
    space = space_of(plan, grid)
    chosen = None if measures is None else texts_given("measures", measures)
    asked = asked_of(
        space, chosen, () if scopes is None else texts_given("scopes", scopes), norms=norms or space.varies_norms
    )
    seed = count_given("seed", seed)
    if executor is not None and not hasattr(executor, "submit"):
        raise not_expected("executor", executor, Message.of("an object of the class {name}", name="Executor"))
    sample = None if sample is None else count_given("sample", sample)
    if message := too_many(space.size if sample is None else min(sample, space.size)):
        raise ProblemsError([Problem("TOO_MANY", message)])
    numbers = range(space.size) if sample is None else space.sample(sample, seed)
    return sweep_table(space, numbers, asked, executor=executor)
