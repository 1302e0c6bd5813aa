"""The command line as a function: arguments in, exit code and texts out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from orgmodel.cli.main import run

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


@dataclass(frozen=True)
class Said:
    """What a command said and did."""

    code: int
    out: str
    err: str


@pytest.fixture
def orgmodel(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command and give what it said."""

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        code = run([str(one) for one in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Give a copy of the small study that a test may spoil."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))
