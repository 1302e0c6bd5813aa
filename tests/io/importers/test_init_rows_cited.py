"""Posts alike in one row cite every row that they stand in: against the rows of the file, gathered one by one."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from orgmodel.io.importers.proposal.files import begin_files

MOST = 40


@pytest.mark.parametrize("seed", range(3))
def test_rows_of_posts_alike(tmp_path: Path, seed: int) -> None:
    """Lines of one to four digits, of one post and of more than are listed, in the order of the file."""
    draw = np.random.default_rng(seed)
    posts = [("head", "", "Board", "Director")] + [
        (f"P{unit}-{number}", "head", f"Office {unit}", draw.choice(["Clerk", "Driver"]))
        for unit in range(60)
        for number in range(draw.choice([1, 2, 3, 12, 90]))
    ]
    posts[1:] = [posts[at] for at in (1 + draw.permutation(len(posts) - 1)).tolist()]
    table = tmp_path / "posts.csv"
    lines = ["Position ID,Reports to,Department,Title", *map(",".join, posts)]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    expected: dict[tuple[str, str], list[int]] = {}
    for line, (_, _, unit, title) in enumerate(posts, start=2):
        expected.setdefault((unit, title), []).append(line)
    assert max(map(len, expected.values())) > MOST
    found = begin_files([table], tmp_path / "study", as_of=None, told=str).structure
    names = {unit.id: dict(unit.names)["en"] for unit in found.units}
    cited = {(names[post.unit], dict(post.titles)["en"]): post.src for post in found.posts}
    assert cited == {
        key: "table:" + ", ".join(map(str, islice(mine, MOST))) + (f", … ({len(mine)})" if len(mine) > MOST else "")
        for key, mine in expected.items()
    }
