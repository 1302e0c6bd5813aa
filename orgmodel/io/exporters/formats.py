"""The formats that a structure can be exported to, by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgmodel.core.ledger import Lineage
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.structure import Structure

FORMATS = ("json", "csv", "xlsx", "w3c-org", "cpov", "graphml", "dot", "mermaid", "visio")


def export_to(
    form: str,
    structure: Structure,
    path: Path,
    *,
    lineage: Sequence[Lineage] = (),
    before: Structure | None = None,
    base: str = "",
) -> list[Problem]:
    """Write a structure in a format (see :data:`FORMATS`; ``csv`` writes a folder); what is lost comes back as warnings.

    ``lineage`` and ``before`` (of a run) make the change events of w3c-org and cpov, and ``base`` is what their
    addresses begin with. Raises ValueError for an unknown format, or for what a format cannot hold at all.
    """
    from orgmodel.io.exporters import diagrams, graphml, tables, visio
    from orgmodel.io.exporters.w3c_org import w3c_org
    from orgmodel.io.own_json import write_json

    if form == "json":
        write_json(structure, path)
        return []
    if form in ("w3c-org", "cpov"):
        export = w3c_org.export_w3c_org if form == "w3c-org" else w3c_org.export_cpov
        return export(structure, path, base=base or w3c_org.BASE, lineage=lineage, before=before)
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
    return others[form](structure, path)
