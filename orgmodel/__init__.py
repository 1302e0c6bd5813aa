"""Double-entry bookkeeping for restructuring: what a proposal creates, ends and moves, with nothing unaccounted for.

>>> import orgmodel
>>> sorted(name for name in orgmodel.__all__)
['chart', 'combine', 'compare', 'diff', 'read', 'report']
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgmodel.charts.face import Chart
    from orgmodel.combination.combine import Combination
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure
    from orgmodel.inference.difference import Difference
    from orgmodel.scenario.outcome import Outcome
    from orgmodel.scenario.scenario import Scenario, Study

__version__ = "0.1.0"
__all__ = ["chart", "combine", "compare", "diff", "read", "report"]


def read(path: str | Path) -> Structure | Scenario | Study:
    """Read a structure, a scenario or a study, by what the path holds.

    A folder with study.yaml is a Study, a folder or file of tables a Structure, a scenario file a Scenario of the study
    around it. Raises ProblemsError with every problem of every file, each with its place.

    >>> study = read("scenarios/ha-tinh-2022")
    >>> study.scenario("2.4-propaganda-mobilisation").run().sound
    True
    """
    from orgmodel.io.read import read as read_path
    from orgmodel.notebook.display import register

    register()
    return read_path(Path(path))


def compare(
    *subjects: Study | Scenario | Outcome,
    by: Sequence[str] = (),
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
) -> Comparison:
    """Compare scenarios side by side: measures, units, lines, lineage, ledger and norms as DataFrames.

    Scenarios are run with their defaults; of a study all are. ``by`` adds crossings such as ``("block", "rank")``,
    ``measures`` and ``scopes`` choose (all measures; total and each block, area, level and kind).

    >>> split = read("scenarios/ha-tinh-2022/2.3-no-new-quota.yaml")
    >>> table = compare(split, measures=["units", "posts_authorized"], scopes=["area:duc-tho"]).measures
    >>> dict(zip(table["measure"], table["change"], strict=True))
    {'units': 3.0, 'posts_authorized': 0.0}
    """
    from orgmodel.api import compare_all

    return compare_all(subjects, by=by, measures=measures, scopes=scopes)


def chart(
    subject: Structure | Outcome,
    *,
    state: str = "after",
    root: str | None = None,
    depth: int | None = None,
    page: str = "a4",
    language: str | None = None,
    theme: str | Path = "colour",
    lines: Sequence[str] | None = None,
    posts: bool = False,
    title: str | None = None,
    source: str | None = None,
) -> Chart:
    """Draw an org chart of a structure, or of an outcome ``before``, ``after`` or in what ``changes``.

    The chart saves itself by a file's suffix and shows itself in a notebook. ``page`` is a4, a3 (either way up), fit, or
    a size as 165x240 in mm; ``root`` and ``depth`` draw a part, ``posts`` a box for every row of posts, ``lines`` only
    some kinds of line. ``language`` is the study's own where None. Raises ProblemsError for an unknown root, state, page
    or theme, and for a letter that the font has not.

    >>> study = read("scenarios/ha-tinh-2022")
    >>> chart(study.baseline, root="duc-tho.mttq")
    Chart(1 box on 1 page)
    """
    from orgmodel.charts.face import chart as draw

    return draw(
        subject, state=state, root=root, depth=depth, page=page, language=language, theme=theme, lines=lines,
        posts=posts, title=title, source=source,
    )  # fmt: skip


def report(
    comparison: Comparison,
    path: str | Path,
    *,
    language: str | None = None,
    profile: str = "party",
    force: bool = False,
) -> Path:
    """Write the report of a comparison to a file, and give its path; the suffix says the format.

    ``language`` is vi or en, or where None the study's own; ``profile`` party or state. Raises ProblemsError
    for a suffix that no writer knows, and for a file that orgmodel did not write or that was changed since, unless ``force``
    replaces it.

    >>> import tempfile
    >>> comparison = compare(read("scenarios/ha-tinh-2022/2.4-propaganda-mobilisation.yaml"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report(comparison, f"{folder}/report.md", language="en").name
    'report.md'
    """
    from orgmodel.reports.face import write_report

    return write_report(comparison, Path(path), language=language, profile=profile, force=force)


def diff(
    before: Structure | Study | Scenario | Outcome,
    after: Structure | Study | Scenario | Outcome,
    *,
    by: Sequence[str] = (),
) -> Difference:
    """Say what changed between two structures, and which operations lead from the one to the other, each with how sure it is.

    Of a study its baseline is meant, of a scenario its baseline (``before``) or what it leads to (``after``), of an outcome
    the state after it. ``by`` says how units are matched where ids differ: id, code:ATTRIBUTE, path, name, content, in
    order. Raises ProblemsError for an unknown key, or a scenario that does not run.

    >>> split = read("scenarios/ha-tinh-2022/2.4-propaganda-mobilisation.yaml")
    >>> found = diff(split, split)
    >>> found.inference.verbs, found.corrections
    ({'split_up': 1}, ())
    """
    from orgmodel.api import structure_of
    from orgmodel.inference.difference import difference

    return difference(structure_of(before, after=False), structure_of(after, after=True), by=by)


def combine(*scenarios: Scenario | Study, onto: Structure | None = None) -> Combination:
    """Combine scenarios of one baseline into one, in an order that works, or say what they cannot agree on.

    Of a study all scenarios are meant. ``onto`` carries them over to another baseline first: then ``rebased`` says what
    became of each step. Raises ProblemsError where one does not run by itself, or has another baseline.

    >>> study = read("scenarios/ha-tinh-2022")
    >>> names = ("2.4-propaganda-mobilisation", "2.5-actual-2023")
    >>> found = combine(*(study.scenario(name) for name in names))
    >>> found.any_order, found.conflicts
    (True, ())
    """
    from orgmodel.api import combine_all

    return combine_all(scenarios, onto=onto)
