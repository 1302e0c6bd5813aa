"""Messages: the English text, what it was made of, and what becomes of both."""

from __future__ import annotations

import copy
import multiprocessing.reduction

from orgmodel.core.messages import Message, near_of, values_of
from orgmodel.core.problems import Problem, ProblemsError, nearest


def _sent(value):
    """Send a value through what carries it between processes."""
    return multiprocessing.reduction.ForkingPickler.loads(multiprocessing.reduction.ForkingPickler.dumps(value))


def test_a_message_is_its_english_text():
    """It equals, sorts and prints as the text that its template makes."""
    made = Message.of("{name!r}: folders are parted by /, not by \\", name="a{b}.csv")
    assert made == "'a{b}.csv': folders are parted by /, not by \\"
    assert f"{made}" == str(made)
    assert Problem("X", made) == Problem("X", str(made))


def test_a_message_keeps_what_it_was_made_of():
    """Template and values survive copies and pickles."""
    made = Message.of("no unit {unit!r}{hint}", unit="duc-to", hint=nearest("duc-to", ["duc-tho"]))
    for one in (made, copy.copy(made), copy.deepcopy(made), _sent(made)):
        assert one == "no unit 'duc-to'; did you mean 'duc-tho'?"
        assert one.template == "no unit {unit!r}{hint}"
        assert values_of(one)["unit"] == "duc-to"
        assert near_of(one) == "duc-tho"


def test_a_plain_text_has_no_values():
    """Texts without a template are messages too: nothing is read out of their words."""
    assert values_of("no unit 'a'; did you mean 'b'?") == {}
    assert near_of("no unit 'a'; did you mean 'b'?") is None


def test_what_others_say_at_length_is_cut():
    """What a library quotes of a file, and a sentence or list that holds somebody's long names, come to an end."""
    assert len(Message.of("{error}; it is left out", error=ValueError("x" * 5000))) < 250
    listed = ", ".join(["x" * 900] * 20)
    assert (
        len(Message.of("no {what} {name!r}{hint}; there are {listed}", what="x", name="a", hint="", listed=listed))
        < 650
    )
    own = Message.of("this list cannot be changed; list(…) makes one of it that can")
    assert Message.of("{error}; it is left out", error=ValueError(own)) == f"{own}; it is left out"


def test_problems_that_are_raised_survive_copies_and_pickles():
    """What another process raises is read as it would be here."""
    raised = ProblemsError([Problem("A", "no unit 'a'"), Problem("B", "no unit 'b'")])
    for other in (_sent(raised), copy.copy(raised), copy.deepcopy(raised)):
        assert (str(other), other.args, other.problems) == (str(raised), raised.args, raised.problems)
        assert str(other) == "A no unit 'a'\nB no unit 'b'"
