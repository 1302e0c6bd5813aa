"""The answer in a sentence and a table: what is decided, whom to ask for which figure first, and how often that settles it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from orgmodel.comparison.case import Case
from orgmodel.comparison.scope_names import scope_name
from orgmodel.core.figures import Estimate
from orgmodel.core.frozen import Alike
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Document, Unit
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.decision import LIMIT, NORM, OF_CHANCE
from orgmodel.exploration.first_figure import (
    ABSENT,
    CAUSE,
    DECIDES,
    FEW,
    NEARLY,
    PARAMETER,
    RAISES,
    SUPPLIER,
    SURE,
    TOTAL,
    Decided,
    Question,
)
from orgmodel.norms.record import NormPack
from orgmodel.norms.suppliers import Suppliers
from orgmodel.scenario.costs import OneOffCost
from orgmodel.scenario.elements import Parameter
from orgmodel.scenario.uncertainty import scale_of
from orgmodel.words.citations import source_name
from orgmodel.words.exploring import chance_text, exploring
from orgmodel.words.figure_names import figure_names
from orgmodel.words.first_asked import first_asked
from orgmodel.words.measures import measure_name
from orgmodel.words.money import measure_title
from orgmodel.words.numbers import number

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, eq=False)
class Called(Alike):
    """Name what is asked for and decided: causes by their figures, suppliers, scenarios and scopes, as the study calls them."""

    causes: Causes
    cases: tuple[Case, ...] = field(compare=False)
    pack: NormPack
    parameters: tuple[Parameter, ...]

    @cached_property
    def _suppliers(self) -> Suppliers:
        return Suppliers((self.cases[0].before, *(case.after for case in self.cases)), self.pack)

    @cached_property
    def _costs(self) -> dict[int, tuple[Case, OneOffCost]]:
        """Give what steps cost once, by the column that it is drawn in."""
        place = self.causes.place if self.causes.stated else {}
        each = ((case, one) for case in reversed(self.cases) for one in case.outcome.costs if isinstance(one.figure, Estimate))  # fmt: skip
        return {place[one.figure.source]: (case, one) for case, one in each if one.figure.source in place}  # type: ignore[union-attr]

    def supplier(self, column: int) -> Names:
        """Name who could give the figure of a column; nobody where no one is named, and for parameters."""
        source = self.causes.columns[column].source
        return () if source is None or column in self._costs else self._suppliers.of(source.id)

    def unit(self, column: int) -> Names:
        """Name the unit of which a column is a figure; of what a step costs, where nothing says at which unit, the step."""
        if column in self._costs:
            case, cost = self._costs[column]
            title = next((one.title for one in case.outcome.scenario.all_steps() if one.id == cost.step), ())
            where = case.after.units.get(cost.unit) or case.before.units.get(cost.unit)
            return (where.names if isinstance(where, Unit) else ()) or title or names_of(und=cost.unit or cost.step)
        source = self.causes.columns[column].source
        unit, _ = (None, None) if source is None else self._suppliers.unit(source.id.table, source.id.key)
        return () if unit is None else unit.names or names_of(und=unit.id)

    def figure(self, column: int) -> Names:
        """Name a figure or a parameter; where another of the same unit has the same name, the id of its row stands behind it."""
        names = self._names[column]
        source = self.causes.columns[column].source
        if source is None or self._bearers[self.unit(column), names] < 2:
            return names
        key = source.id.key
        row = key if isinstance(key, str) else ", ".join(map(str, key))
        return tuple((code, f"{text} ({row})") for code, text in names)

    @cached_property
    def _names(self) -> tuple[Names, ...]:
        return tuple(map(self._named, range(len(self.causes.columns))))

    @cached_property
    def _bearers(self) -> Counter[tuple[Names, Names]]:
        """Count the figures that bear one name in one unit."""
        return Counter((self.unit(column), names) for column, names in enumerate(self._names))

    def _named(self, column: int) -> Names:
        drawn = self.causes.columns[column]
        if drawn.source is None:
            return next((one.title for one in self.parameters if one.name == drawn.id and one.title), names_of(und=drawn.id))  # fmt: skip
        if column in self._costs:
            what = self._costs[column][1].what
            own = self.cases[0].before.terms.labels
            said = {one: measure_name("cost_one_off", one, own) for one in LANGUAGES}
            return names_of(**{one: f"{name}: {text_in(what, one)}" if what else name for one, name in said.items()})
        id = drawn.source.id
        _, post = self._suppliers.unit(id.table, id.key)
        told = id.key[1] if id.table == "quantities" and not isinstance(id.key, str) else id.field
        return figure_names(() if post is None else post.titles, id.table, told, self.cases[0].before.terms.labels)

    def source(self, column: int, language: str) -> str:
        """Say where the range of a figure comes from, as its row in the baseline has it."""
        source = self.causes.columns[column].source
        if source is None:
            return ""
        structure = self.cases[0].before
        if column in self._costs:
            src = self._costs[column][1].src
        else:
            src = str(getattr(structure.table(source.id.table).get(source.id.key), "src", "") or "")
        papers = {str(one.key): one for one in structure.documents if isinstance(one, Document)}
        return source_name(src, papers, language, structure.terms.labels)

    def value(self, column: int, stored: float, language: str) -> str:
        """Write a value of a column, as stored, as people do."""
        drawn = self.causes.columns[column]
        if drawn.values:
            return str(drawn.value(int(stored)))
        scale = 1 if drawn.source is None else scale_of(drawn.source.id, self.cases[0].before.terms)
        return number(stored / scale, language)

    def asked(self, question: Question, language: str) -> str:
        """Name what a question asks for."""
        if question.kind == SUPPLIER:
            return first_asked("all_of", language, count=number(len(question.columns), language))
        if question.kind == TOTAL:
            return first_asked("whole", language, figure=question.id)
        return question.id if question.kind == CAUSE else text_in(self.figure(question.columns[0]), language)

    def decision(self, decided: Decided, language: str) -> str:
        """Word what is decided, as it stands after “whether”; of several scenarios it says of which."""
        one = decided.evidence.decision
        cases = [self.cases[at] for at in decided.evidence.scenarios]
        if one.kind == NORM:
            title = next((norm.title for norm in self.pack.norms if norm.id == one.norm), ())
            told = text_in(title, language, one.norm)
            if one.subject is None:
                text = first_asked("norm", language, norm=told)
            else:
                text = first_asked("norm_about", language, norm=told, subject=cases[0].called(one.subject, language))
        else:
            where = [scope_name(each, one.scope, language) for each in cases]  # of two cases one may not have it
            of = {"measure": measure_title(one.measure, cases[0].before.terms, language), "scope": next((each for each in where if each != one.scope), where[0])}  # fmt: skip
            if one.kind != LIMIT:
                names = {key: case.short(language) for key, case in zip(("one", "other"), cases, strict=True)}
                return first_asked(one.kind, language, **of, **names)
            ends = [number(end, language) for end in (one.at_least, one.at_most) if end is not None]
            key = "limit_between" if len(ends) == 2 else "limit_most" if one.at_least is None else "limit_least"
            limit = exploring("between", language, *ends) if len(ends) == 2 else ends[0]
            text = first_asked(key, language, **of, limit=limit)
        if len(self.cases) == 1:
            return text
        return first_asked("of", language, scenario=cases[0].short(language), decision=text)

    def sentence(self, decided: Decided, language: str) -> str:
        """Answer which figure to ask for first."""
        decision = self.decision(decided, language)
        missing = decided.evidence.missing
        said = [self._answer(decided, decision, language)]
        together = decided.together
        if together is not None and together.decides >= 0.005:
            said.append(
                first_asked(
                    "together",
                    language,
                    count=number(len(together.columns), language),
                    supplier=text_in(together.supplier, language),
                    share=chance_text(together.decides, language),
                )
            )
        if missing:
            said.append(first_asked("missing", language, count=number(missing, language)))
        return " ".join(said)

    def no_ends(self, decided: Decided, language: str) -> str:
        """Say why nothing is told of ends, turning points and shares of a decision's questions, or of shares; nothing where all are told or nothing is asked."""
        if not decided.questions:
            return ""
        if decided.evidence.model is None:
            return first_asked("by_runs", language)
        of_norm = "norm_ends" if decided.evidence.decision.kind == NORM else ""
        return " ".join(first_asked(why, language) for why in (of_norm, decided.unshared) if why)

    def _answer(self, decided: Decided, decision: str, language: str) -> str:
        answer = decided.answer
        comes = comes_of(decided)
        if answer == ABSENT:
            return first_asked("absent", language, decision=decision)
        if answer == SURE:
            return first_asked("always" if comes == 1 else "never", language, decision=decision)
        if answer == FEW and decided.evidence.missing and not len(decided.evidence.event):
            return first_asked("unknown", language, decision=decision)
        if answer == FEW:
            return first_asked("few", language, decision=decision, count=number(len(decided.evidence.event), language))
        question = decided.first
        if question is None:
            key = "nearly" if answer == NEARLY else "none"
            return first_asked(key, language, decision=decision, share=chance_text(comes, language))
        ask = self._ask(question, language)
        if answer == DECIDES:
            return first_asked("decides", language, ask=ask, decision=decision, share=chance_text(question.decides, language))  # fmt: skip
        assert answer == RAISES
        worth = question.knowing.value
        if worth < 0.005:
            return first_asked("hangs", language, ask=ask, decision=decision)
        if decided.evidence.decision.kind in OF_CHANCE:
            before = max(comes, 1 - comes)
            ends = {"before": chance_text(before, language), "after": chance_text(min(1.0, before + worth), language)}
            return first_asked("raises", language, ask=ask, decision=decision, **ends)
        return first_asked("gains", language, ask=ask, decision=decision, worth=number(worth, language))

    def _ask(self, question: Question, language: str) -> str:
        told = self.asked(question, language)
        supplier = text_in(question.supplier, language)
        if question.kind == PARAMETER:
            return first_asked("parameter", language, figure=told)
        if question.kind == CAUSE:
            count = number(len(question.columns), language)
            if supplier:
                return first_asked("cause", language, figure=told, count=count, supplier=supplier)
            return first_asked("cause_find", language, figure=told, count=count)
        unit = text_in(self.unit(question.columns[0]), language)
        if supplier:
            return first_asked("ask", language, figure=told, unit=unit, supplier=supplier)
        return first_asked("find", language, figure=told, unit=unit)


def comes_of(decided: Decided) -> float:
    """Give how often what stands after “whether” is so: of a limit, that it is kept."""
    chance = decided.evidence.chance
    return 1 - chance if decided.evidence.decision.kind == LIMIT else chance
