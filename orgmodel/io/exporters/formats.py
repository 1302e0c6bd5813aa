"""The formats that a structure can be exported to, by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgmodel.core.ledger import Lineage
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.core.structure import Structure

SUFFIXES: dict[str, tuple[str, ...]] = {
    "json": (".json",),
    "csv": (),
    "xlsx": (".xlsx",),
    "w3c-org": (".ttl",),
    "cpov": (".ttl",),
    "graphml": (".graphml",),
    "dot": (".dot", ".gv"),
    "mermaid": (".mmd", ".mermaid"),
    "visio": (".xlsx",),
}
"""The suffixes that a format's file may have; one without any writes a folder."""

FORMATS = tuple(SUFFIXES)


def export_to(
    form: str,
    structure: Structure,
    path: Path,
    *,
    lineage: Sequence[Lineage] = (),
    before: Structure | None = None,
    base: str = "",
    force: bool = False,
) -> list[Problem]:
    """Write a structure in a format (see :data:`FORMATS`; ``csv`` writes a folder); what is lost comes back as warnings.

    ``lineage`` and ``before`` (of a run) make the change events of w3c-org and cpov, and ``base`` is what their
    addresses begin with. Raises ValueError for an unknown format, or for what a format cannot hold at all, and
    ProblemsError for a file with another suffix, or one that may not be replaced (see ``core.writing``).
    """
    from orgmodel.io.exporters import diagrams, graphml, tables, visio
    from orgmodel.io.exporters.w3c_org import w3c_org
    from orgmodel.io.own_json import write_json

    refuse_suffix(form, path)
    if form == "json":
        write_json(structure, path, force=force)
        return []
    if form in ("w3c-org", "cpov"):
        export = w3c_org.export_w3c_org if form == "w3c-org" else w3c_org.export_cpov
        return export(structure, path, base=base or w3c_org.BASE, lineage=lineage, before=before, force=force)
    others = {
        "csv": tables.export_csv,
        "xlsx": tables.export_xlsx,
        "graphml": graphml.export_graphml,
        "dot": diagrams.export_dot,
        "mermaid": diagrams.export_mermaid,
        "visio": visio.export_visio,
    }
    if form not in others:
        raise ValueError(f"no format {form!r}{nearest(form, FORMATS)}; there are {', '.join(FORMATS)}")
    return others[form](structure, path, force=force)


def refuse_suffix(form: str, path: Path) -> None:
    """Raise ProblemsError where the suffix of a file is another format's.

    >>> refuse_suffix("dot", Path("chart.gv"))
    >>> refuse_suffix("dot", Path("units.csv"))
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: units.csv: SUFFIX a file of the format dot ends in .dot or .gv, not in .csv
    """
    known = SUFFIXES.get(form, ())
    if known and path.suffix.lower() not in known:
        message = Message.of(
            "a file of the format {format} ends in {known}, not in {suffix}",
            format=form, known=" or ".join(known), suffix=path.suffix or "nothing",
        )  # fmt: skip
        raise ProblemsError([Problem("SUFFIX", message, path.name, Location(str(path)))])
