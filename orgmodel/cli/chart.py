"""``orgmodel chart``: an org chart to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--state", type=click.Choice(("before", "after", "changes")), default="after", show_default=True)
@click.option("--root", help="Draw this unit and all below it.")
@click.option("--depth", type=click.IntRange(min=0), help="Draw so many levels below the root.")
@click.option("--page", type=click.Choice(("a4", "a3", "fit")), default="a4", show_default=True)
@click.option("--lang", type=click.Choice(("vi", "en")), default="vi", show_default=True)
@click.option("--theme", default="colour", show_default=True, help="colour, grey, plain, or a theme file.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file; its suffix says the format.",
)
def chart(
    scenario: Path, state: str, root: str | None, depth: int | None, page: str, lang: str, theme: str, output: Path
) -> None:
    """Draw an org chart before, after, or of the changes.

    More pages than one of a PNG or SVG become FILE-1, FILE-2 and so on. Of a study, or a folder of tables, the baseline
    is drawn.
    """
    from orgmodel.charts.face import chart as draw
    from orgmodel.core.problems import refuse_if_any
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Scenario, Study

    found: Any = read(scenario)
    if isinstance(found, Study):
        found = found.baseline
    elif isinstance(found, Scenario):
        found = found.run()
        refuse_if_any(found.problems)
    drawn = draw(found, state=state, root=root, depth=depth, page=page, language=lang, theme=theme)
    for path in drawn.save(output):
        click.echo(path)
