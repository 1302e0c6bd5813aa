"""What a run leaves is found wrong alike, whether what it touched is looked at or all that it leads to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.draft import Draft
from orgmodel.core.recheck import recheck
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.structure import Structure
from tests.strategies import structures

UNITS = st.sampled_from(["u0", "u1", "u2", "u9"])
POSTS = st.sampled_from(["u1/0", "u1/x", "u2/0"])  # operations give no unit the id of a post
RECORDS = st.one_of(
    st.builds(Unit, UNITS, kind=st.sampled_from(["office", "nonsense"]), parent=st.one_of(st.none(), UNITS)),
    st.builds(
        Post,
        POSTS,
        UNITS,
        rank=st.sampled_from(["head", "staff", "odd"]),
        authorized=st.sampled_from([1, None, -1, 10**17]),
        filled=st.sampled_from([0, 2]),
    ),
    st.builds(Line, st.sampled_from(["administrative", "professional", "odd"]), UNITS | POSTS, UNITS | POSTS),
)


@given(structures(), st.lists(st.tuples(RECORDS, st.booleans()), max_size=5))
def test_all_that_a_run_leads_to_and_what_it_touched_are_found_wrong_alike(
    before: Structure, written: list[tuple[Unit | Post | Line, bool]]
) -> None:
    """Records are written that an operation would refuse, and the problems are told at the same places."""
    draft = Draft(before)
    for record, ends in written:
        draft.put(record)
        if ends:
            draft.end(record)
    changes = draft.changes()
    some = recheck(before, draft, changes)
    whole = recheck(before, draft, changes, draft.structure())

    def told(found: object) -> list[str]:
        return sorted({repr((one.code, one.table, one.subject, one.field)) for one, _ in found})  # type: ignore[attr-defined]

    assert told(whole) == told(some)
    assert draft.structure() == Draft(draft.structure()).structure()
