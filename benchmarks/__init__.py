"""What orgmodel takes for its work, beside a peer that does the same work in the same run.

A module here offers ``ROWS``: functions that are called with ``"full"`` or ``"tiny"`` and give one row, or a list of
rows, made by :func:`benchmarks.rows.row`. At tiny size both sides' results are compared exactly and no time counts.
"""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands are timed as they are installed: their modules compiled
