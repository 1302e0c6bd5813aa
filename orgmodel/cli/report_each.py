"""Reports of many scenarios in one run: a folder for each, a page that leads to all, and what failed told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.progress import at_work
from orgmodel.cli.report_papers import asked, compared, compared_with
from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.problems import Problem, ProblemsError, errors

if TYPE_CHECKING:
    from orgmodel.reports.papers import Asked
    from orgmodel.scenario.scenario import Outcome


def write_each(
    paths: Sequence[Path],
    folder: Path,
    languages: Sequence[str],
    settings: dict[str, Any],
    at: str | None,
    wanted: Asked,
    since: Path | None,
    *,
    force: bool,
) -> None:
    """Write a folder of papers for every scenario, and a page that leads to them; raises ProblemsError last for all that failed.

    ``since`` is a folder of earlier ones: a scenario that is not in it is compared with nothing.
    """
    from orgmodel.reports.index_page import Listed
    from orgmodel.reports.write import INDEX, write_folder, write_index
    from orgmodel.words.messages import message_text
    from orgmodel.words.reports import said

    listed: list[Listed] = []
    failed: list[Problem] = []
    language = languages[0] if languages else ""
    taken: set[str] = set()
    for id, outcome, faults in each_outcome(paths, settings, at):
        name = _apart(id, outcome, taken)
        taken.add(name)
        try:
            if outcome is None:
                raise ProblemsError(faults)
            with at_work(Message.of("writing the papers of {name}", name=name)):
                comparison = compared([outcome], paths[0], languages, persons=wanted.persons == "names")
                language = language or comparison.language
                earlier = since / name if since is not None and (since / name).is_dir() else None
                told = asked(comparison, None, compared_with(earlier, comparison, wanted), force=force)
                write_folder(comparison, folder / name, languages or [comparison.language], asked=told, force=force)
            listed.append(Listed(text_in(outcome.scenario.title, language, name), ((name, f"{name}/{INDEX}"),)))
        except ProblemsError as error:
            failed += error.problems
            why = message_text(error.problems[0].message, language or "en") if error.problems else "?"
            listed.append(Listed(name, (), text_in(said("file_failed", why=why), language or "en")))
    title = text_in(said("index_of", about=folder.name), language or "en")
    click.echo(write_index(folder, title, listed, language or "en", force=force))
    if failed:
        raise ProblemsError(dict.fromkeys(failed))


def _apart(name: str, outcome: Outcome | None, taken: Collection[str]) -> str:
    """Name a scenario so that no two folders are one: where studies have scenarios of one name, with its study, and a number."""
    study = None if outcome is None else outcome.scenario.study
    named = f"{study.id}-{name}" if name in taken and study is not None else name
    return next(one for one in (named, *(f"{named}-{at}" for at in range(2, len(taken) + 3))) if one not in taken)


def each_outcome(
    paths: Iterable[Path], settings: Mapping[str, Any], at: str | None
) -> Iterator[tuple[str, Outcome | None, tuple[Problem, ...]]]:
    """Run every scenario of paths by itself: its name, its outcome, or why there is none; a fault of one stops no other."""
    from orgmodel.api import outcomes_of
    from orgmodel.io.read import read_with_problems
    from orgmodel.scenario.scenario import Scenario, Study

    for path in paths:
        found, problems = read_with_problems(path)
        scenarios = list(found.scenarios.values()) if isinstance(found, Study) else [found]
        if not scenarios or not all(isinstance(one, Scenario) for one in scenarios):
            yield path.stem, None, tuple(errors(problems))
            continue
        for one in scenarios:
            if not isinstance(one, Scenario):
                continue
            own = one.all_parameters()
            try:
                (outcome,) = outcomes_of([one], {id: value for id, value in settings.items() if id in own}, at=at)
            except ProblemsError as error:
                yield one.id, None, tuple(error.problems)
            else:
                yield one.id, outcome, ()
