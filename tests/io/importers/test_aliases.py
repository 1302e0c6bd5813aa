"""Which id a text means, and which ids differ only in what a spreadsheet loses: against each pair compared by itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.io.importers.hierarchy.aliases import Aliases

IDS = st.lists(st.text(st.sampled_from("aAbB017. \nß"), min_size=1, max_size=4), unique=True, max_size=8)


def left(id: str) -> str:
    """Give what is left of an id that lost its case, its zeros before and behind and the blanks around it."""
    found = id.strip().casefold()
    return str(int(found.partition(".")[0])) if re.fullmatch(r"[0-9]+(\.0+)?", found) else found


@given(IDS, st.lists(st.text(st.sampled_from("aAbB017. "), max_size=4)))
def test_ids_and_texts_that_mean_them(ids, texts):
    """Ids of which the same is left are told, and a text means one where of it alone the same is left."""
    aliases = Aliases(ids)
    assert aliases.alike_ids == {id for id in ids if any(left(id) == left(other) for other in ids if other != id)}
    for text in texts:
        alone = [id for id in ids if left(id) == left(text)]
        assert aliases.find(text) == (text if text in ids else alone[0] if len(alone) == 1 else None)


@pytest.mark.parametrize("ids", [["P1", "P2", "P10"], ["p1", "p2"], ["P1", "p2"]])
def test_ids_added_later_are_not_known(ids):
    """What is put into a mapping of ids afterwards means nothing yet."""
    units = dict.fromkeys(ids)
    aliases = Aliases(units)
    units["later"] = None
    assert (aliases.find("later"), aliases.find(ids[0].swapcase())) == (None, ids[0])
