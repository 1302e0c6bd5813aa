"""The formats that a structure can be exported to: one record a format, in one table."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class Exporter:
    """Describe a format: its name, what writes it (``module:function``), the suffixes of its files, and what it loses.

    ``without_loss`` is one that reads back equal; ``of_a_run`` one that also writes the change events of a run. A format
    without suffixes writes a folder. ``section`` is its heading in docs/exchange.md.
    """

    name: str
    function: str
    suffixes: tuple[str, ...] = ()
    section: str = "What is lost"
    without_loss: bool = False
    of_a_run: bool = False


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("json", "orgmodel.io.own_json:export_json", (".json",), "Out", without_loss=True),
    Exporter("csv", "orgmodel.io.exporters.tables:export_csv"),
    Exporter("xlsx", "orgmodel.io.exporters.tables:export_xlsx", (".xlsx",)),
    Exporter(
        "w3c-org", "orgmodel.io.exporters.w3c_org.w3c_org:export_w3c_org", (".ttl",), "w3c-org, cpov", of_a_run=True
    ),
    Exporter("cpov", "orgmodel.io.exporters.w3c_org.w3c_org:export_cpov", (".ttl",), "w3c-org, cpov", of_a_run=True),
    Exporter("graphml", "orgmodel.io.exporters.graphml:export_graphml", (".graphml",), "graphml"),
    Exporter("dot", "orgmodel.io.exporters.diagrams:export_dot", (".dot", ".gv")),
    Exporter("mermaid", "orgmodel.io.exporters.diagrams:export_mermaid", (".mmd", ".mermaid")),
    Exporter("visio", "orgmodel.io.exporters.visio:export_visio", (".xlsx",), "visio"),
)
FORMATS = tuple(one.name for one in EXPORTERS)


def exporter_of(form: str) -> Exporter:
    """Give the record of a format; raises ValueError naming the nearest.

    >>> exporter_of("dot").suffixes
    ('.dot', '.gv')
    """
    for one in EXPORTERS:
        if one.name == form:
            return one
    raise ValueError(
        Message.of(
            "no format {form!r}{hint}; there are {formats}",
            form=form,
            hint=nearest(form, FORMATS),
            formats=", ".join(FORMATS),
        )
    )


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
    """Write a structure in a format (see :data:`EXPORTERS`); what is lost comes back as warnings.

    ``lineage`` and ``before`` (of a run) make the change events of formats that have any, and ``base`` is what their
    addresses begin with. Raises ValueError for an unknown format, or for what a format cannot hold at all, and
    ProblemsError for a file with another suffix, or one that may not be replaced (see ``core.writing``).
    """
    one = exporter_of(form)
    refuse_suffix(form, path)
    module, _, name = one.function.partition(":")
    write = getattr(importlib.import_module(module), name)
    if one.of_a_run:
        found: list[Problem] = write(structure, path, base=base, lineage=lineage, before=before, force=force)
        return found
    plain: list[Problem] = write(structure, path, force=force)
    return plain


def refuse_suffix(form: str, path: Path) -> None:
    """Raise ProblemsError where the suffix of a file is another format's.

    >>> refuse_suffix("dot", Path("chart.gv"))
    >>> refuse_suffix("dot", Path("units.csv"))
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: units.csv: SUFFIX a file of the format dot ends in .dot or .gv, not in .csv
    """
    known = next((one.suffixes for one in EXPORTERS if one.name == form), ())
    if known and path.suffix.lower() not in known:
        message = Message.of(
            "a file of the format {format} ends in {known}, not in {suffix}",
            format=form, known=" or ".join(known), suffix=path.suffix or "nothing",
        )  # fmt: skip
        raise ProblemsError([Problem("SUFFIX", message, path.name, Location(str(path)))])
