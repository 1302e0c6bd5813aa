"""What tests of charts share."""

from __future__ import annotations

import pytest

from orgmodel.charts import letters
from orgmodel.charts.fonts import default_faces


@pytest.fixture
def no_other_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine have no font but DejaVu Sans, whatever it has, and let nothing have been borrowed before."""
    monkeypatch.setattr(letters, "fonts_with", lambda wanted: ())
    for one in default_faces():
        monkeypatch.setattr(one.advances, "others", ())
        one.advances.clear()
        one.forget()
