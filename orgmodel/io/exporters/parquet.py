"""A structure, and the flows of a run, as Parquet tables: for pandas, polars, DuckDB and whatever else reads columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.change_rows import key_text
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.quantities import decimals_of
from orgmodel.core.replacing import FileSet
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.exporters.losses import frame_not_carried
from orgmodel.io.exporters.tables import fewer
from orgmodel.io.write_baseline import baseline_tables
from orgmodel.words.reasons import reason_text

if TYPE_CHECKING:
    from orgmodel.core.figures import Amount
    from orgmodel.core.trace import TraceRow
    from orgmodel.scenario.scenario import Entry

LEDGER = (
    "step", "operation", "quantity", "from", "to", "block_from", "block_to", "amount", "low", "high", "missing", "reason",
    "clause", "date", "via", "record_from", "record_to",
)  # fmt: skip
TRACE = ("quantity", "record_from", "record_to", "unit_from", "unit_to", "amount", "low", "high", "missing", "shared")
NAMES = frozenset(f"{name}.parquet" for name in (*(spec.table for spec in Tables.ALL), "ledger", "trace"))
"""The names of the files that the folder may hold."""


def need_pyarrow(place: Path) -> None:
    """Raise ProblemsError where pyarrow is not installed, without which no Parquet can be written to a place."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        message = "writing Parquet needs pyarrow: install orgmodel[parquet]"
        raise ProblemsError([Problem("NEEDS_EXTRA", message, location=Location(str(place)))]) from None


def export_parquet(
    structure: Structure,
    folder: Path,
    *,
    ledger: Sequence[Entry] | None = None,
    trace: Sequence[TraceRow] | None = None,
    force: bool = False,
) -> list[Problem]:
    """Write each table as a Parquet file, and of a run ``ledger`` and ``trace``; amounts are in the unit of their quantity.

    Counts are whole numbers, decimals floats, dates and all else texts; what is missing is null. The same input gives the same bytes.
    Raises ProblemsError where pyarrow is not installed.
    """
    need_pyarrow(folder)
    import pyarrow
    import pyarrow.parquet

    tables: dict[str, Any] = {
        name: pyarrow.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
        for name, frame in structure.to_frames().items()
    }
    if ledger is not None and trace is not None:
        types = {
            **dict.fromkeys(("amount", "low", "high"), pyarrow.float64()), "missing": pyarrow.int64(), "shared": pyarrow.bool_(),
        }  # fmt: skip
        for name, columns, rows in (
            ("ledger", LEDGER, [_ledger_row(structure, one) for one in ledger]),
            ("trace", TRACE, [_trace_row(structure, one) for one in trace]),
        ):
            arrays = [
                pyarrow.array([row[at] for row in rows], types.get(column, pyarrow.string()))
                for at, column in enumerate(columns)
            ]
            tables[name] = pyarrow.Table.from_arrays(arrays, list(columns))
    files = {}
    for name, table in tables.items():
        stream = io.BytesIO()
        pyarrow.parquet.write_table(table, stream)
        files[folder / f"{name}.parquet"] = stream.getvalue()
    write_all(files, force=force, one_set=FileSet("parquet", folder, NAMES))
    problems: list[Problem] = []
    baseline_tables(structure, problems)
    return fewer(problems) + frame_not_carried(structure, "Parquet")


def _ledger_row(structure: Structure, entry: Entry) -> tuple[Any, ...]:
    flow = entry.flow
    return (
        entry.step, entry.operation, flow.quantity, flow.from_unit, flow.to_unit, flow.block_from, flow.block_to,
        *_amounts(structure, flow.quantity, flow.amount), reason_text(flow.reason, structure.terms.language),
        entry.clause or None, entry.date, flow.via, *map(_key, (flow.record_from, flow.record_to)),
    )  # fmt: skip


def _trace_row(structure: Structure, row: TraceRow) -> tuple[Any, ...]:
    ends = (_key(row.record_from), _key(row.record_to), row.unit_from, row.unit_to)
    return (row.quantity, *ends, *_amounts(structure, row.quantity, row.amount), row.shared)


def _key(key: str | tuple[str, ...] | None) -> str | None:
    return None if key is None else key_text(key)


def _amounts(structure: Structure, quantity: str, amount: Amount) -> tuple[float | int | None, ...]:
    """Give best, low and high in the unit of the quantity, null while a figure is missing, and how many are."""
    decimals = 2 if quantity == "fte" else decimals_of(structure.terms.quantities, quantity)
    ends = (None, None, None) if amount.missing else (amount.best, amount.low, amount.high)
    return (*(None if one is None else one / 10**decimals for one in ends), amount.missing)
