"""CSV text is what the module csv writes of guarded cells, whatever stands in them."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.csv_habit import CsvHabit
from orgmodel.io.csv_writing import csv_of_columns, csv_text
from orgmodel.io.formulas import guard

CELLS = st.text(alphabet="a=+-@,;\t\r\n\"' 1é", max_size=5)


@given(st.data(), st.integers(1, 4), st.sampled_from(",;\t"))
def test_columns_are_written_as_the_module_csv_writes_rows(data: st.DataObject, width: int, separator: str) -> None:
    """Cells are quoted and guarded one by one by the peer, and a column at a time here."""
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    header = [f"c{at}" for at in range(width)]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", delimiter=separator).writerows(
        [[guard(cell) for cell in row] for row in [header, *rows]]
    )
    habit = CsvHabit(separator, ".")
    parts = [list(map(list, zip(*rows, strict=True)))] if rows else []
    first = habit.first()
    assert "".join(csv_of_columns(header, parts, habit)) == first + stream.getvalue()
    assert csv_text(header, rows, habit) == first + stream.getvalue()
