"""The page of a clause that judges units by criteria and changes none as yet: what it orders, and how they are judged, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.charts.boxes import height_of
from orgmodel.charts.captions import ChartSubject, heading_of
from orgmodel.charts.clauses import clause_of
from orgmodel.charts.colouring import LegendRow
from orgmodel.charts.content import BoxContent, clean
from orgmodel.charts.drawing import Box, Page, Text
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer
from orgmodel.charts.layout.wrap import balanced
from orgmodel.charts.paint import PAD_X
from orgmodel.charts.paper import Paper
from orgmodel.charts.request import Request
from orgmodel.core.names import text_in
from orgmodel.core.records import Unit
from orgmodel.measures.grouped_structure import lowest_over
from orgmodel.words.charts import counted, word
from orgmodel.words.labels import label

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome

WIDTH, SPACING = 60.0, 0.8  # of the boxes and between them, in ems


class ClauseInWords:
    """Hold what a clause says: its heading, and a box for each of what it orders, finds and notes."""

    contents: tuple[BoxContent, ...] = ()
    legend: tuple[LegendRow, ...] = ()

    def __init__(self, outcome: Outcome, asked: Request, paper: Paper, faces: tuple[Face, Face]) -> None:
        """Take the outcome of a scenario that judges."""
        self.outcome, self.paper, self.faces, self.language = outcome, paper, faces, asked.language
        subject = ChartSubject(
            outcome.after, word("changes", asked.language), outcome.scenario, outcome.before, both=True
        )
        heading = heading_of(subject, self._over_all(), (), asked.language, asked.title, asked.source)
        self.framer = Framer(heading, (), paper, faces, asked.language)

    def _over_all(self) -> str:
        """Name the lowest unit that all units that are judged belong to; none where nothing holds them all."""
        before = self.outcome.before
        judged = {one.unit for result in self.outcome.steps for one in result.assessments}
        rows = [row for unit in sorted(judged) if (row := before.units.row(unit)) >= 0]
        lowest = lowest_over(before, [int(before.tree.parent[row]) for row in rows])
        unit = before.units.get(lowest)
        return clean(unit.name(self.language)) or lowest if isinstance(unit, Unit) else ""

    def rests_on(self, others: Iterable[str]) -> None:
        """Name at the foot what the other pictures of the drawing rest on."""
        heading = replace(self.framer.heading, others=tuple(dict.fromkeys(others)))
        self.framer = Framer(heading, (), self.paper, self.faces, self.language)

    def said(self) -> Iterator[tuple[str, list[str]]]:
        """Give what is said: a heading, and sentences under it."""
        scenario, language = self.outcome.scenario, self.language
        orders = [text for step in scenario.steps if (text := clean(text_in(step.title, language)))]
        yield word("clause-orders", language), orders
        judged = [one for result in self.outcome.steps for one in result.assessments]
        titles = dict(title for one in judged for title in one.titles)
        found = [clean(text_in(title, language)) for title in titles.values()]
        verdicts = Counter(one.verdict for one in judged)
        own = self.outcome.before.terms.labels
        found += [
            f"{counted('units', count, language)}: {label('verdict', one, language, own)}"
            for one, count in verdicts.items()
        ]
        yield word("clause-judged", language), [*found, word("clause-unchanged", language)]
        notes = clean(text_in(scenario.notes, language))
        if notes:
            yield word("clause-notes", language), [notes]

    def pages(self, first: int, total: int) -> tuple[Page, ...]:
        """Set the boxes under each other on one page, in type as large as they allow."""
        extent = self.paper.sizes[0] if self.paper.sizes else (40 * self.paper.legend + 400.0, 500.0)
        frame = self.framer.frame(*extent, first, total)
        regular, bold = self.faces
        clause = clause_of(self.outcome.scenario)
        size = self.paper.most
        while True:
            wide = min(WIDTH, frame.width / size)
            boxes: list[Box] = []
            level = 0.0
            for number, (heading, sentences) in enumerate(self.said()):
                lines = [Text(one, bold=True) for one in balanced(heading, wide - 2 * PAD_X, bold)]
                for text in sentences:
                    lines += [Text(one) for one in balanced(text, wide - 2 * PAD_X, regular)]
                left = frame.left + (frame.width - wide * size) / 2
                high = height_of(len(lines))
                boxes.append(
                    Box(
                        f"{clause}-{number}", "", left, frame.top + level * size, wide * size, high * size, tuple(lines)
                    )
                )
                level += high + SPACING
            if level * size <= frame.height or size <= self.paper.least:
                break
            size = max(self.paper.least, size - 0.5)
        return (Page(first, *extent, size, tuple(boxes), (), (), frame.notes, frame.samples, clause, frame.said),)
