"""Intervals hold the truth as often as they say, and sampled variants are those that may be, each as often."""

from __future__ import annotations

from collections import Counter

import numpy as np

import orgmodel
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.records import Post
from orgmodel.core.structure import Structure
from orgmodel.exploration.causes import Causes, causes_of
from orgmodel.exploration.draws import Draws
from orgmodel.exploration.forms import forms_of
from orgmodel.exploration.place import placed
from orgmodel.exploration.space import space_of
from orgmodel.exploration.tally import ValueTally
from orgmodel.exploration.variants import Asked, measured
from orgmodel.scenario.elements import KnownTotal, SharedCause, Uncertainty
from tests.explore.test_sweep import OWN

KINDS = ("alone", "shared", "total")


def made(chance: np.random.Generator, kind: str) -> tuple[Causes, np.ndarray]:
    """Three to eight figures in ranges of up to 400, by themselves, some of one cause or of one total; and how often each is in a sum."""
    count = int(chance.integers(3, 9))
    posts = []
    for at in range(count):
        low, best, high = np.sort(chance.integers(0, 400, 3)).tolist()
        figure = Estimate(
            Source(FigureId("posts", f"a/{at}", "authorized"), low, best if chance.random() < 0.5 else None, high + 50)
        )
        posts.append(Post(f"a/{at}", "a", authorized=figure))
    structure = Structure.of(posts)
    names = [f"posts:a/{at}:authorized" for at in range(count)]
    said = Uncertainty()
    if kind == "shared":
        said = Uncertainty(shared=(SharedCause("one", tuple(names[:2])),))
    elif kind == "total":
        ranges = [one.source for one in causes_of(structure).columns[:3]]
        least, most = (sum(getattr(one, end) for one in ranges) for end in ("low", "high"))
        said = Uncertainty(totals=(KnownTotal("all", int(least + 0.4 * (most - least)), tuple(names[:3])),))
    return causes_of(structure, said), chance.integers(1, 4, count)


def test_ninety_per_cent_intervals_hold_the_truth_in_ninety_per_cent_of_cases():
    """Of 10,000 truths, drawn by a generator of their own, 89 to 91 % lie between the 5th and the 95th per cent of the draws."""
    chance = np.random.default_rng(11)
    held = 0
    for at in range(100):
        causes, times = made(chance, KINDS[at % 3])
        sums = {Estimate(one.source): float(count) for one, count in zip(causes.columns, times, strict=True)}
        forms = forms_of(causes, [sums], np.zeros(1))
        tally = ValueTally()
        for block in Draws(causes, 4096, seed=at).blocks():
            tally.add(forms.at(block)[:, 0])
        low, high = tally.quantiles([0.05, 0.95])
        truth = forms.at(causes.drawn(chance.random((100, causes.dimensions))))[:, 0]
        held += int(((low <= truth) & (truth <= high)).sum())
    assert 8_900 <= held <= 9_100


def test_sampling_among_the_variants_that_may_be_is_listing_them(tmp_path):
    """On twenty small cases the shares of sampled lawful variants are those of all (total variation 0.02), and so is the place."""
    for name, text in OWN.items():
        (tmp_path / name).write_text(text.replace("default: 9", "default: 7"))
    plan = orgmodel.read(tmp_path / "plan.yaml")
    chance = np.random.default_rng(4)
    asked = Asked(("posts_authorized",), norms=True)
    whole = measured(space_of(plan, {"left": list(range(9))}), range(9), asked)
    for case in range(20):
        some = sorted(chance.choice(9, int(chance.integers(5, 9)), replace=False).tolist())
        space = space_of(plan, {"left": some})
        figures = whole.figures[some]
        may = [at for at in range(space.size) if figures[at, -1] == 0]
        assert [some[at] >= 5 for at in range(space.size)] == [at in may for at in range(space.size)]
        if not may:
            continue
        drawn = [space.sample(3, seed) for seed in range(case * 5000, case * 5000 + 5000)]
        counts = Counter(at for one in drawn for at in one if at in may)
        shares = np.array([counts[at] for at in may]) / sum(counts.values())
        assert np.abs(shares - 1 / len(may)).sum() / 2 <= 0.02
        listed, sampled = (
            placed(space, [(numbers, figures[numbers], {})], asked).rows[0]
            for numbers in (list(range(space.size)), [at for one in drawn for at in one])
        )
        assert abs(listed.lower - sampled.lower) <= 0.02
        assert (listed.lowest, listed.highest) == (sampled.lowest, sampled.highest)
