"""The formats that a structure can be exported to: one record a format, in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.io.formats import ADDRESS, LANGUAGE, Loss, Option, arguments_of, named, record_of

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage
    from orgmodel.core.structure import Structure
    from orgmodel.core.trace import TraceRow
    from orgmodel.scenario.scenario import Entry


@dataclass(frozen=True, slots=True)
class Exporter:
    """Describe a format: its name, what writes it (``module:function``), what it loses, the suffixes of its files, its options.

    One without losses reads back equal. ``of_a_run`` is one that also writes the change events of a run, ``with_flows`` its ledger and trace. A format without
    suffixes writes a folder. ``section`` is its heading in docs/exchange.md, where the losses stand too.
    """

    name: str
    function: str
    section: str
    losses: tuple[Loss, ...]
    suffixes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    of_a_run: bool = False
    with_flows: bool = False


_FRAME = Loss("the study's date and declared words", ("study.yaml",))
_STUDY = Loss("the study's date and declared words, which stand in study.yaml", ("study.yaml",))
_SHARES = Loss(
    "of a figure that is a share of another, where it comes from",
    (
        "*.authorized",
        "*.filled",
        "*.fte",
        "*.official",
        "*.probationary",
        "*.total",
        "*.pay",
        "*.coefficient",
        "ranges",
    ),
)
_CUT = Loss("what is beyond 32,767 characters of a text", ("texts",))
_NAMES = Loss("names in other languages than the study's", ("units.names",))
_RANGES = Loss("ranges but for their best value", ("ranges",))
_SOURCES = Loss("sources", ("documents", "*.src"))
_HELD = Loss("persons and who holds what", ("persons", "incumbencies"))
_OTHER_TABLES = Loss(
    "functions, members, declared quantities, identities, attributes, pay and grades",
    ("functions", "members", "quantities", "identities", "attributes", "pay", "grades"),
)
_ENDED = Loss("ended units", ("ended",))
_LINKED_DATA = (
    _FRAME,
    Loss(
        "all figures, members, declared quantities, pay and grades",
        (
            "*.authorized",
            "*.filled",
            "*.fte",
            "*.pay",
            "*.coefficient",
            "*.grade",
            "members",
            "quantities",
            "pay",
            "grades",
        ),
    ),
    Loss(
        "levels, blocks, areas, order, and how many a unit stands for",
        ("units.level", "*.block", "units.area", "*.order", "units.stands_for"),
    ),
    Loss(
        "category, quota, funding, function and office of a post",
        ("posts.category", "posts.quota", "posts.funding", "posts.function", "posts.office"),
    ),
    Loss(
        "of a person all but the name; share, basis and beginning of holding a post",
        ("persons.*", "incumbencies.*"),
    ),
    Loss("kinds of lines but for solid or dotted, and dotted lines of posts", ("lines.kind", "lines")),
    Loss("concurrent posts, identities, attributes", ("links", "identities", "attributes")),
    Loss("whether a function is internal", ("functions.internal",)),
    Loss("ends without a date, and earlier lives of a unit", ("ended.ends", "ended")),
    Loss(
        "of a run the shares of a split, days that are not known, and changes of one unit alone",
        ("lineage.shares", "lineage.date", "lineage"),
    ),
    _SOURCES,
)
_DIAGRAM = (
    _FRAME,
    Loss("kind, level, block, area and beginning of a unit", ("units.*",)),
    Loss("posts, concurrent posts and lines of posts", ("posts", "links", "lines")),
    Loss("blocks of lines", ("lines.block",)),
    *(_HELD, _OTHER_TABLES, _ENDED, _NAMES, _SOURCES),
)
_HEADINGS = Option(
    "headings-in", LANGUAGE, "The language of headings, as en; the study's own where not given.", "language"
)
_BASE = Option("base", ADDRESS, "What addresses begin with.")

EXPORTERS: tuple[Exporter, ...] = (
    Exporter("json", "orgmodel.io.own_json:export_json", "Out", (), (".json",)),
    Exporter("csv", "orgmodel.io.exporters.tables:export_csv", "What is lost", (_STUDY, _SHARES)),
    Exporter("xlsx", "orgmodel.io.exporters.tables:export_xlsx", "What is lost", (_STUDY, _SHARES, _CUT), (".xlsx",)),
    Exporter(
        "parquet",
        "orgmodel.io.exporters.parquet:export_parquet",
        "parquet",
        (_STUDY, _SHARES),
        with_flows=True,
    ),
    Exporter(
        "office",
        "orgmodel.io.exporters.office:export_office",
        "office",
        (_STUDY, _SHARES, _CUT),
        (".xlsx",),
        (_HEADINGS,),
    ),
    Exporter(
        "w3c-org",
        "orgmodel.io.exporters.w3c_org.w3c_org:export_w3c_org",
        "w3c-org, cpov",
        *(_LINKED_DATA, (".ttl",), (_BASE,)),
        of_a_run=True,
    ),
    Exporter(
        "cpov",
        "orgmodel.io.exporters.w3c_org.w3c_org:export_cpov",
        "w3c-org, cpov",
        *(_LINKED_DATA, (".ttl",), (_BASE,)),
        of_a_run=True,
    ),
    Exporter(
        "graphml",
        "orgmodel.io.exporters.graphml:export_graphml",
        "graphml",
        (
            Loss("the study's declared words", ("study.yaml",)),
            Loss("since when two posts are held together", ("links.from",)),
            *(_RANGES, _HELD, _OTHER_TABLES, _ENDED),
            Loss("documents, and the sources of concurrent posts", ("documents", "links.src")),
        ),
        (".graphml",),
    ),
    Exporter("dot", "orgmodel.io.exporters.diagrams:export_dot", "What is lost", _DIAGRAM, (".dot", ".gv")),
    Exporter(
        "mermaid",
        "orgmodel.io.exporters.diagrams:export_mermaid",
        "What is lost",
        (Loss("ids of units", ("units.id",)), *_DIAGRAM),
        (".mmd", ".mermaid"),
    ),
    Exporter(
        "visio",
        "orgmodel.io.exporters.visio:export_visio",
        "visio",
        (
            _FRAME,
            Loss("beginnings of units", ("units.from",)),
            Loss("single posts but for their sums and the titles of heads", ("posts",)),
            Loss("concurrent posts and lines", ("links", "lines")),
            *(_RANGES, _HELD, _OTHER_TABLES, _ENDED, _NAMES, _CUT, _SOURCES),
        ),
        (".xlsx",),
    ),
)
FORMATS = tuple(one.name for one in EXPORTERS)


def export_to(
    form: str,
    structure: Structure,
    path: Path,
    *,
    lineage: Sequence[Lineage] = (),
    before: Structure | None = None,
    ledger: Sequence[Entry] | None = None,
    trace: Sequence[TraceRow] | None = None,
    options: Mapping[str, Any] | None = None,
    force: bool = False,
) -> list[Problem]:
    """Write a structure in a format (see :data:`EXPORTERS`); what is lost comes back as warnings.

    ``lineage`` and ``before`` (of a run) make the change events of formats that have any, ``ledger`` and ``trace`` its tables of flows; options go by their names.
    Raises OptionError (a ProblemsError) for an unknown format or an option that is not its own, and ProblemsError for what a
    format cannot hold at all, a file with another suffix, or one that may not be replaced (see ``core.writing``).
    """
    one = record_of(form, EXPORTERS)
    arguments = arguments_of(one, options or {}, EXPORTERS)
    refuse_suffix(form, path)
    if one.of_a_run:
        arguments |= {"lineage": lineage, "before": before}
    if one.with_flows:
        arguments |= {"ledger": ledger, "trace": trace}
    found: list[Problem] = named(one.function)(structure, path, **arguments, force=force)
    return found


def refuse_suffix(form: str, path: Path) -> None:
    """Raise ProblemsError where the suffix of a file is another format's.

    >>> refuse_suffix("dot", Path("chart.gv"))
    >>> refuse_suffix("dot", Path("units.csv"))
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: units.csv: SUFFIX a file of the format dot ends in .dot or .gv, not in .csv
    """
    known = record_of(form, EXPORTERS).suffixes
    if known and path.suffix.lower() not in known:
        message = Message.of(
            "a file of the format {format} ends in {known}, not in {suffix}",
            format=form, known=" or ".join(known), suffix=path.suffix or "nothing",
        )  # fmt: skip
        raise ProblemsError([Problem("SUFFIX", message, path.name, Location(str(path)))])
