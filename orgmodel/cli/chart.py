"""``orgmodel chart``: an org chart to a file."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, NearChoice, Target, WholeNumber
from orgmodel.cli.progress import DRAWING, READING_AND_RUNNING, at_work
from orgmodel.cli.settings import at_option, force_option, lang_option, parsed, set_option


def _page(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no page before anything is read."""
    from orgmodel.charts.paper import paper_of
    from orgmodel.core.problems import ProblemsError

    if value is None:
        return None
    try:
        paper_of(value)
    except ProblemsError as error:
        raise click.BadParameter(error.problems[0].message, context, parameter) from None
    return value


@click.command()
@click.argument("scenario", type=SOURCE)
@click.option(
    "--state",
    type=NearChoice(("before", "after", "changes")),
    default="after",
    show_default=True,
    help="The state to draw, or what changes between the two.",
)
@click.option("--root", help="Draw this unit and all below it.")
@click.option("--depth", type=WholeNumber(0), help="Draw so many levels below the root.")
@click.option(
    "--page",
    callback=_page,
    help="a4 (the default, but for slides, which are 16:9), a3 (either way up), a4-portrait, a4-landscape, a3-portrait, a3-landscape, fit, slide, or a size in mm as 165x240.",
)
@lang_option
@click.option("--theme", default="colour", show_default=True, help="colour, grey, plain, or a theme file.")
@click.option(
    "--profile",
    type=NearChoice(("party", "state", "neutral")),
    help="The face of papers of a profile: Times New Roman, or one of equal measure, for party and state.",
)
@click.option(
    "--tree",
    type=NearChoice(("units", "posts")),
    default="units",
    show_default=True,
    help="What the tree is of: units, or posts and who answers to whom.",
)
@click.option("--posts", is_flag=True, help="A box for every row of posts too, beside the trunk to units below.")
@click.option(
    "--fields",
    metavar="LIST",
    help="What boxes say: name, head, filled/authorized, outside, members, holders, id, kind, level, block, area, any measure or attribute.",
)
@click.option("--holders", is_flag=True, help="Name the persons who hold posts.")
@click.option(
    "--color-by",
    default="block",
    show_default=True,
    metavar="WHAT",
    help="Colour boxes by block, kind, level, area, any measure or attribute.",
)
@click.option(
    "--lines", multiple=True, metavar="KIND", help="Only this kind of line besides the chart's own (may be repeated)."
)
@at_option
@set_option
@click.option("--title", help="The title, in place of the topmost unit's.")
@click.option("--source", help="The source line, in place of the documents cited.")
@click.option("--split", is_flag=True, help="A file for each clause of the changes, named after it: 2.3-FILE.")
@click.option("--outlines", is_flag=True, help="Letters of an SVG are shapes: no font is needed, no text selected.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=Target(folder=False),
    help="The file; its suffix says the format.",
)
@click.option(
    "--list", "list_to", type=Target(folder=False), help="Also write what it shows as a list: a .md or .html file."
)
@click.option(
    "--template", type=SOURCE, help="A presentation of your office, in whose master the slides of a .pptx are set."
)
@click.option("--yes", is_flag=True, help="Draw it, however many boxes there are.")
@force_option
def chart(
    scenario: Path,
    state: str,
    root: str | None,
    depth: int | None,
    page: str | None,
    lang: str | None,
    theme: str,
    profile: str | None,
    tree: str,
    posts: bool,
    fields: str | None,
    holders: bool,
    color_by: str,
    lines: tuple[str, ...],
    at: str | None,
    settings: tuple[str, ...],
    title: str | None,
    source: str | None,
    split: bool,
    outlines: bool,
    output: Path,
    list_to: Path | None,
    template: Path | None,
    yes: bool,
    force: bool,
) -> None:
    """Draw an org chart before, after, or of the changes.

    More pages than one of a PNG or SVG become FILE-1, FILE-2 and so on. Of a study, or a folder of tables, the baseline
    is drawn; of the changes of a study, or of a scenario that includes others, what each changes by itself.
    """
    from orgmodel.api import to_draw
    from orgmodel.charts.chart import chart as draw
    from orgmodel.charts.extent import refuse_large
    from orgmodel.charts.listing import LISTS
    from orgmodel.cli.main import complain
    from orgmodel.core.problems import refuse_unknown
    from orgmodel.io.read import read

    if list_to is not None:
        refuse_unknown("format", list_to.suffix.lower(), LISTS)
    given = parsed(settings)
    with at_work(READING_AND_RUNNING):
        found = to_draw(read(scenario), at=at, state=state, settings=given)
    if posts and state == "changes":
        raise click.UsageError("--posts is for --state before and after: changes are shown unit by unit")
    if tree == "posts" and state == "changes":
        raise click.UsageError("--tree posts is for --state before and after: changes are shown unit by unit")
    if split and state != "changes":
        raise click.UsageError("--split is for --state changes: only what changes is drawn clause by clause")
    if template is not None and output.suffix.lower() != ".pptx":
        raise click.UsageError("--template is for slides (.pptx)")
    if template is not None and page is not None:
        raise click.UsageError("--template has room of its own for a chart: give it, or --page, and not both")
    with at_work(DRAWING):
        if not yes:
            refuse_large(found, state, root, depth, page or "a4", posts=posts or tree == "posts")
        drawn = draw(
            found, state=state, root=root, depth=depth, page=page, language=lang, theme=theme, posts=posts, title=title,
            source=source, lines=lines or None, fields=fields, holders=holders, color_by=color_by, tree=tree, profile=profile,
        )  # fmt: skip
        written = drawn.save(output, outlines=outlines, split=split, template=template, force=force)
        warnings = drawn.warnings_of(output, outlines=outlines, template=template)
        written += [] if list_to is None else drawn.save_list(list_to, force=force)
    for path in written:
        click.echo(path)
    complain(warnings, drawn.language)
