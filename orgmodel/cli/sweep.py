"""``orgmodel sweep``: every variant of a scenario, a row each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import SOURCE, Target, WholeNumber
from orgmodel.cli.output import format_option, print_json, print_table, say
from orgmodel.cli.progress import DRAWING, READING, SWEEPING, WRITING, at_work
from orgmodel.cli.saved_picture import refuse_picture, save_picture, theme_option
from orgmodel.cli.settings import force_option, lang_option, measures_option, scope_option
from orgmodel.core.messages import Message

if TYPE_CHECKING:
    from orgmodel.core.parts import Parts
    from orgmodel.exploration.compiled import Compiled
    from orgmodel.exploration.place import Placing
    from orgmodel.exploration.space import Space
    from orgmodel.exploration.variants import Asked
    from orgmodel.exploration.workers import Hands
    from orgmodel.io.sweep_table import Rows
    from orgmodel.scenario.scenario import Scenario

SORTS_SAID = {"parameters": "parameter", "steps": "step", "alternatives": "alternative", "norms": "norm"}
MOST_SHOWN = 6
"""So many values of an axis are listed; of more the first and the last."""
MOST_NAMED = 8
"""So many scenarios of a study are named where one is to be chosen."""


@click.command()
@click.argument("scenario", type=SOURCE)
@click.option(
    "--grid", type=SOURCE, help="The values to try: YAML by name, or CSV with a row a variant. Else every choice."
)
@click.option("--sample", type=WholeNumber(least=1), metavar="N", help="Only so many variants, each as likely.")
@click.option("--seed", type=WholeNumber(least=0), default=1, show_default=True, help="Of the sample.")
@measures_option
@scope_option
@click.option(
    "--norms",
    is_flag=True,
    help="Judge each variant by the norms too: a column a norm, with what breaks it. A grid that varies a norm's parameter does so anyway.",
)
@click.option("--workers", type=WholeNumber(least=1), default=1, show_default=True, help="Processes of this machine.")
@click.option("--cluster", metavar="ADDRESS", help="A dask scheduler whose workers do the work, as tcp://host:8786.")
@click.option(
    "-o", "--output", type=Target(folder=False), help="The table: .parquet or .csv. Without it only the space is told."
)
@click.option(
    "--picture",
    type=Target(folder=False),
    help="A picture of the proposal's place among the variants: .png, .svg or .pdf.",
)
@theme_option
@click.option("--yes", is_flag=True, help="Run more than a million variants.")
@force_option
@lang_option
@format_option
def sweep(
    scenario: Path,
    grid: Path | None,
    sample: int | None,
    seed: int,
    measures: list[str] | None,
    scopes: tuple[str, ...],
    norms: bool,
    workers: int,
    cluster: str | None,
    output: Path | None,
    picture: Path | None,
    theme: str,
    yes: bool,
    force: bool,
    lang: str | None,
    style: str,
) -> None:
    """Measure every variant of a scenario's parameters, or of a grid, and say where the proposal stands among them.

    Without -o it says what would vary and how many variants that makes. A sweep that is stopped goes on where it was
    when it is run again. A variant that is refused stays in the table, with the codes of why.
    """
    from orgmodel.exploration.space import space_of
    from orgmodel.exploration.sweep import too_many
    from orgmodel.exploration.variants import asked_of
    from orgmodel.io.grid_file import read_grid
    from orgmodel.io.read import read
    from orgmodel.io.sweep_table import refuse_form

    if output is not None:
        refuse_form(output)
    refuse_both(workers, cluster)
    if picture is not None:
        if output is None:
            raise click.UsageError(Message.of("--picture draws what -o has run; give both"))
        refuse_picture(picture, force)
    with at_work(READING):
        found = _one_scenario(read(scenario), scenario)
        wanted = None if grid is None else read_grid(grid)
        space = space_of(found, wanted, _others(found, wanted))
    language = lang or found.baseline.terms.language
    count = space.size if sample is None else min(sample, space.size)
    if output is None:
        _tell_space(space, count, style, language)
        return
    if not yes and (message := too_many(count)):
        raise click.UsageError(Message.of("{why}: --sample N, --grid FILE, --yes", why=message))
    numbers: Sequence[int] = range(space.size) if sample is None else space.sample(sample, seed)
    asked = asked_of(space, measures, scopes, norms=norms or space.varies_norms)
    with hands_of(workers, cluster) as hands:
        placing = _sweep(space, numbers, asked, output, hands, force=force, style=style, language=language)
    if picture is not None:
        from orgmodel.charts.exploration_pictures import place
        from orgmodel.comparison.case import cases_of
        from orgmodel.core.problems import Problem, ProblemsError

        if placing.own_refused:
            why = "the proposal as it stands cannot be carried out, so it has no place to draw"
            raise ProblemsError([Problem("NOTHING_TO_DRAW", why)])
        (case,) = cases_of([found.run()])
        with at_work(DRAWING):
            save_picture(lambda: place(placing, case, language=language, theme=theme).figure, picture, force)


def _others(scenario: Scenario, wanted: Any) -> dict[str, Scenario]:
    """Read the scenarios of the study, where a grid names some to stand in the place of others."""
    from orgmodel.exploration.space import ALTERNATIVES
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Study

    if not isinstance(wanted, dict) or ALTERNATIVES not in wanted or scenario.study is None:
        return {}
    study = read(Path(scenario.study.folder))
    return dict(study.scenarios) if isinstance(study, Study) else {}


def refuse_both(workers: int, address: str | None) -> None:
    """Refuse workers of this machine and of a cluster at once."""
    if address is not None and workers > 1:
        raise click.UsageError(Message.of("--workers and --cluster are two ways; take one"))


def hands_of(workers: int, address: str | None) -> Hands:
    """Give the workers that are asked for."""
    from orgmodel.exploration.workers import cluster, processes

    return processes(workers) if address is None else cluster(address)


def _sweep(
    space: Space,
    numbers: Sequence[int],
    asked: Asked,
    output: Path,
    hands: Hands,
    *,
    force: bool,
    style: str,
    language: str,
) -> Placing:
    """Measure chunk by chunk, keep each, and once all are there write the table and take the parts away."""
    from orgmodel.core.parts import Parts
    from orgmodel.core.replacing import checked
    from orgmodel.exploration.compiled import Compiled
    from orgmodel.exploration.place import placed
    from orgmodel.exploration.sweep import WORTH, chunks_of, swept
    from orgmodel.io.sweep_table import write_sweep

    checked({output: ""}, force, None)  # of no content that stands there: refused before anything is run
    chunks = chunks_of(numbers)
    parts = Parts(output, _signature(space, numbers, asked), anew=force)
    done = parts.done()
    if done:
        say(Message.of("{done} of {all} chunks were measured before; the rest follows", done=len(done), all=len(chunks)), language)  # fmt: skip
    with at_work(SWEEPING):
        compiled = Compiled(space, asked, hands) if len(numbers) >= WORTH else None
        try:
            for place, found in swept(space, chunks, asked, done=done, hands=hands, compiled=compiled):
                parts.keep(place, found.figures, found.refused)
        finally:
            parts.save()
    axes = [axis.name for axis in space.axes]
    with at_work(WRITING):
        write_sweep(
            output,
            axes,
            asked.columns(space),
            lambda: _rows(space, chunks, parts),
            space.scenario.baseline.terms.csv,
            force=force,
        )
        kept = ((_numbers(chunks, places), figures, refused) for places, figures, refused in parts.read())
        placing = placed(space, kept, asked)
    parts.forget()
    click.echo(output, err=True)
    _tell_placing(space, placing, compiled, style, language)
    if compiled is not None:
        _tell_compiled(compiled, len(numbers), language)
    return placing


def _tell_compiled(compiled: Compiled, count: int, language: str) -> None:
    """Say how many variants were run though the scenario is compiled, and for the sake of what."""
    from orgmodel.exploration.compiled import REFUSED

    if not compiled.runs:
        return
    counts = {"runs": compiled.runs, "count": count}
    names = ", ".join(compiled.by_run)
    if compiled.is_able and names:
        say(Message.of("variants run as well: {runs:,} of {count:,}, for {names} alone, which cannot be put together of parts", names=names, **counts), language)  # fmt: skip
    elif names and names != REFUSED:
        say(Message.of("variants run in full: {runs:,} of {count:,}; {names} cannot be put together of parts", names=names, **counts), language)  # fmt: skip
    else:
        say(Message.of("variants run in full: {runs:,} of {count:,}; several of their parts are refused", **counts), language)  # fmt: skip


def _numbers(chunks: Sequence[Sequence[int]], places: range) -> list[int]:
    return [number for place in places for number in chunks[place]]


def _rows(space: Space, chunks: Sequence[Sequence[int]], parts: Parts) -> Iterator[Rows]:
    from orgmodel.io.sweep_table import Rows

    for places, figures, refused in parts.read():
        numbers = _numbers(chunks, places)
        yield Rows(numbers, space.columns(numbers), [refused.get(one, "") for one in numbers], figures)


def _signature(space: Space, numbers: Sequence[int], asked: Asked) -> str:
    """Tell this sweep from others: by what was read, what varies, which variants, and what is measured."""
    from orgmodel.core.one_run import files_read

    mark = hashlib.sha256()
    for path in sorted(files_read()):
        if path.is_file():
            mark.update(path.read_bytes())
    mark.update(repr((space.axes, space.rows, asked, numbers)).encode())
    return mark.hexdigest()


def _one_scenario(found: object, path: Path) -> Scenario:
    """Give the scenario that was read, or the only one of a study; refuses several, with their files, and a baseline alone."""
    from orgmodel.scenario.scenario import Scenario, Study

    if isinstance(found, Scenario):
        return found
    several = [*found.scenarios.values()] if isinstance(found, Study) else []
    if len(several) == 1:
        return several[0]
    if not several:
        raise click.UsageError(Message.of("{path} has no scenario; name a file of one", path=path))
    names = ", ".join(Path(one.file or one.id).name for one in several[:MOST_NAMED]) + (
        ", …" if len(several) > MOST_NAMED else ""
    )
    message = "{path} has {count} scenarios; name the file of the one: {names}"
    raise click.UsageError(Message.of(message, path=path, count=len(several), names=names))


def _tell_space(space: Space, count: int, style: str, language: str) -> None:
    """Print what varies and how many variants there are."""
    from orgmodel.exploration.space import own_values

    rows = [(SORTS_SAID[axis.sort], axis.name, len(axis.values), _few(axis.values)) for axis in space.axes]
    if style == "json":
        axes = [{"sort": axis.sort, "name": axis.name, "values": list(axis.values)} for axis in space.axes]
        print_json({"variants": space.size, "chosen": count, "axes": axes, "fixed": list(space.fixed)})
        return
    known = space.scenario.all_parameters()
    unnamed = [name for name in space.fixed if own_values(known[name]) is not None]
    unasked = [name for name in space.fixed if name not in unnamed]
    if not rows and not unasked and style != "csv":
        say(Message.of("nothing varies: the scenario has no parameters of which a choice or a range is said, and no --grid is given"), language)  # fmt: skip
        return
    print_table(("varies", "name", "count", "values"), rows, style, language="" if style == "csv" else language)
    say(Message.of("variants in all: {count:,}; to be run: {chosen:,}; -o FILE.parquet runs them", count=space.size, chosen=count), language)  # fmt: skip
    if unnamed:
        say(Message.of("parameters that the grid does not name stay as they are: {names}", names=", ".join(unnamed)), language)  # fmt: skip
    if unasked:
        say(
            Message.of(
                "parameters that stay as they are unless a grid says what to try (neither choices nor a range of whole numbers, or a very wide one): {names}",
                names=", ".join(unasked),
            ),
            language,
        )


def _few(values: Sequence[Any]) -> str:
    texts = ["–" if one is None else str(one) for one in values]
    return ", ".join(texts if len(texts) <= MOST_SHOWN else [*texts[: MOST_SHOWN - 2], "…", texts[-1]])


def _tell_placing(space: Space, placing: Placing, compiled: Compiled | None, style: str, language: str) -> None:
    """Print where the proposal stands; what is alike in all variants is left out of what a reader sees."""
    from orgmodel.comparison.case import cases_of
    from orgmodel.comparison.scope_names import scope_name
    from orgmodel.exploration.place import is_at_least
    from orgmodel.words.money import measure_title
    from orgmodel.words.numbers import at_least, number, percent

    columns = ("scope", "measure", "own", "lowest", "median", "highest", "missing", "lower", "equal", "variants")
    if style == "json":
        rows = [dict(zip(columns, one, strict=True)) for one in placing.rows]
        runs = None if compiled is None else {"run": compiled.runs, "not_compiled": list(compiled.by_run)}
        own_refused = placing.own_refused.split(", ") if placing.own_refused else []
        print_json({"places": rows, "lawful": placing.lawful, "refused": placing.refused, "breaking": placing.breaking, "own_breaking": placing.own_breaking, "own_refused": own_refused, "compiled": runs})  # fmt: skip
        return
    if style == "csv":
        print_table(columns, placing.rows, style)
    else:
        (case,) = cases_of([space.scenario.run()])
        worded = [
            (
                scope_name(case, one.scope, language),
                measure_title(one.measure, case.before.terms, language),
                at_least(one.own, language, least=is_at_least(one, case.before.terms)),
                *(number(figure, language) for figure in (one.lowest, one.median, one.highest)),
                one.missing or None,
                percent(one.lower, language),
                percent(one.equal, language),
                number(one.variants, language),
            )
            for one in placing.rows
            if one.lowest != one.highest or one.own not in (None, one.lowest)
        ]
        print_table(columns, worded, style, language=language)
    say(_counted(placing), language)
    if placing.own_breaking:
        say(Message.of("this proposal breaks norms anew itself, or may ({count:,}), so that it is none of the variants that may be", count=placing.own_breaking), language)  # fmt: skip
    if placing.own_refused:
        say(Message.of("the proposal as it stands cannot be carried out ({codes}): nothing is known of its own figures; orgmodel check says more", codes=placing.own_refused), language)  # fmt: skip


def _counted(placing: Placing) -> Message:
    """Say how many variants there are, and how many are left out and why."""
    if placing.breaking is None:
        return Message.of(
            "variants that may be: {lawful:,}; refused: {refused:,}; measures that are alike in all are left out",
            lawful=placing.lawful,
            refused=placing.refused,
        )
    return Message.of(
        "variants that may be: {lawful:,}; that break a norm anew, or may: {breaking:,}; refused: {refused:,}; measures that are alike in all are left out",
        lawful=placing.lawful,
        breaking=placing.breaking,
        refused=placing.refused,
    )
