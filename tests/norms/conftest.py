"""What the tests of norms share: the shipped pack, a pack from a few lines of YAML, and small organisations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orgmodel.io.norm_files import read_norms, shipped
from orgmodel.norms.record import NormPack

HEAD = """
documents:
- {id: law, number: 1/2020/NĐ-CP, issuer: Chính phủ, date: 2020-01-01, confidence: S}
- {id: later, number: 2/2024/NĐ-CP, issuer: Chính phủ, date: 2024-01-01, confidence: S}
"""


@pytest.fixture(scope="session")
def vn() -> NormPack:
    """Read the shipped Vietnamese pack once."""
    return shipped("vn")


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[str], NormPack]:
    """Make a pack of a file that begins with two documents and goes on as given."""

    def made(text: str) -> NormPack:
        file = tmp_path / "norms.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return read_norms([file])

    return made
