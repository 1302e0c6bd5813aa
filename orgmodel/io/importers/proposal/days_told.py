"""The days in a table, as a map that is proposed says them: how they are written, and whether figures differ by them."""

from __future__ import annotations

import datetime

from orgmodel.core.messages import Message
from orgmodel.io.importers.dates import conventions_of, read_dates
from orgmodel.io.importers.proposal.dates import say_dates
from orgmodel.io.importers.proposal.guess import LIKELY, UNSURE, Guessing
from orgmodel.io.importers.proposal.part import Part, texts_of


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def differs_by_day(parts: list[Part]) -> str:
    """Say why figures differ by the day that is meant; empty where no row tells of an end or of another day of its id."""
    for part in parts:
        orders, _ = conventions_of(texts_of(part, "begins") + texts_of(part, "ends"))
        ends = [day for day in read_dates(texts_of(part, "ends"), orders).days.values() if day]
        begins = texts_of(part, "begins")
        sort = part.candidate.sort
        if ends or (sort is not None and sort.relations is not None and sort.relations.ends):
            return Message.of("rows end, so that figures differ by the day: say --as-of, or as_of here")
        is_dated = begins and "post" not in part.found.keys  # one may hold two posts
        ids = [id for id in texts_of(part, "id") if id] if is_dated else []
        if len(set(ids)) < len(ids):
            return Message.of(
                "rows of one id have several dates, so that figures differ by the day: say --as-of, or as_of here"
            )
        to_come = [day for day in read_dates(begins, orders).days.values() if day and day > _today()]
        if to_come:
            return Message.of(
                "rows begin on days to come, so that figures differ by the day: say --as-of, or as_of here"
            )
    return ""


def say_days(part: Part, place: str, guesses: Guessing) -> None:
    """Say how the days of a table are written, and whether an end is the last day or the first one without."""
    texts = [text for key in ("begins", "ends") for text in texts_of(part, key)]
    order, asked = conventions_of(texts)
    if asked is None and any(text.isdigit() and len(text) == 5 for text in texts):
        part.data["dates"] = "excel"
        guesses.add(f"{place}.dates", "excel", LIKELY, Message.of("days stand as Excel's numbers"))
    else:
        say_dates(part.data, f"{place}.dates", order, asked, guesses)
    if "ends" in part.found.keys:
        ends = [day for day in read_dates(texts_of(part, "ends"), order).days.values() if day and len(day) == 10]
        how = "first day without" if ends and sum(day.endswith("-01") for day in ends) * 2 > len(ends) else "last day"
        part.data["ends"] = how
        guesses.add(
            f"{place}.ends", how, LIKELY if ends else UNSURE, Message.of("by the days on which most of them end")
        )
