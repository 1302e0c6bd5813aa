"""Written lines and concurrent holdings that still differ: redirected, ended, begun; linked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from orgmodel.core.records import Line, Link, Post
from orgmodel.inference.forms import Data
from orgmodel.inference.trial import Trial, date_of
from orgmodel.inference.words import GONE, GUESSED, NEW, ONLY


def redirect(trial: Trial) -> None:
    """Make every written line end where it is to end."""
    gone: dict[tuple[str, str], list[Line]] = defaultdict(list)
    come: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for _, now, then in list(trial.left("lines")):
        if isinstance(now, Line) and then is None:
            gone[now.kind, now.from_].append(now)
        elif now is None and isinstance(then, Line):
            come[then.kind, then.from_].append(then)
    for place in sorted({*gone, *come}):
        for line in come[place]:
            old = next((one for one in gone[place] if replace(one, to=line.to) == line), None)
            ends: Data = {"kind": line.kind, "from": line.from_, "to": old.to if old is not None else None}
            if old is None and line.block:
                ends["block"] = line.block
            sure = ONLY if old is not None else NEW
            if trial.perform({"redirect": ends, "to": line.to}, sure) and old is not None:
                gone[place].remove(old)
        for line in gone[place]:
            trial.perform({"redirect": {"kind": line.kind, "from": line.from_, "to": line.to}, "to": None}, GONE)


def link(trial: Trial, *, dated: str | None = None, displacing: bool = False) -> None:
    """Make the concurrent holdings that are to be: of one date only, or only those that displace a holder."""
    for _, now, then in list(trial.left("links")):
        if now is not None or not isinstance(then, Link) or (dated is not None and then.begins != dated):
            continue
        data: Data = {"link_posts": then.post, "also_holds": then.also_holds}
        if then.basis:
            data["basis"] = then.basis
        date, free = date_of(then.begins)
        if not _displaced(trial, then, data, date, free=free) and not displacing:
            trial.perform(data, NEW, date=date, free=free)


def _displaced(trial: Trial, link: Link, data: Data, date: str | None, *, free: bool) -> bool:
    """Make a link whose second post's holder goes to a post that has one person more and nothing else new."""
    second, wanted = trial.draft.post(link.also_holds), trial.wanted_post(link.also_holds)
    if second is None or second != wanted or second.filled != 1 or second.authorized != 1:
        return False
    places = [
        str(key)
        for key, now, then in trial.left("posts")
        if isinstance(now, Post) and isinstance(now.filled, int) and replace(now, filled=now.filled + 1) == then
    ]
    if not places:
        return False
    data = {**data, "displaced": {"to": places[0]}}
    return trial.perform(data, ONLY if len(places) == 1 else GUESSED, date=date, free=free)
