"""A plan written as a scenario file of its study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.arguments import path_given
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.writing import write_text

if TYPE_CHECKING:
    from orgmodel.scenario.plan import Plan

SUFFIXES = (".yaml", ".yml")


def save(plan: Plan, path: str | Path | None = None, *, force: bool = False) -> Path:
    """Write a plan as a scenario file, of its id in the study's folder where no path is given; give the path.

    Raises ProblemsError for a plan of no study without a path, a file name that is no scenario's, and a file that neither
    this plan nor orgmodel under the plan's name wrote, or that was changed since, unless ``force`` replaces it.
    """
    study = plan.scenario.study
    if path is None:
        if study is None or not study.folder:
            raise ProblemsError(
                [Problem("PATH", Message.of("a plan that belongs to no study is saved with a path"), plan.id)]
            )
        target = Path(study.folder) / f"{plan.id}.yaml"
    else:
        target = path_given("path", path)
    if target.suffix.lower() not in SUFFIXES:
        message = Message.of(
            "a scenario ends in .yaml or .yml, not in {suffix}", suffix=target.suffix or Message.of("nothing")
        )
        raise ProblemsError([Problem("SUFFIX", message, target.name, Location(str(target)))])
    write_text(target, plan.to_yaml(), force=force, plan=plan.id)
    return target
