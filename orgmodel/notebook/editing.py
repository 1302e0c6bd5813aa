"""Editing a plan in the chart: what the widget asks of Python for each edit, and what it is answered.

Nothing changes in the chart that the plan did not take: an answer holds the boxes that are otherwise now, the measures before
and after, what is still to be decided with the choices there are, or the problem that the edit met with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orgmodel.charts.chart import chart
from orgmodel.charts.content_writer import ContentWriter
from orgmodel.charts.interactive import status_and_badge
from orgmodel.charts.page_choices import FIRST_CODE
from orgmodel.charts.page_holdings import FIGURES, figure_told, figures_of, unit_holdings
from orgmodel.charts.unit_changes import UnitChanges, unit_of
from orgmodel.core.names import text_in
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Line, Post, Unit
from orgmodel.measures import measure
from orgmodel.notebook.incoming import incoming_told
from orgmodel.notebook.naming import Namer, begun_in
from orgmodel.words.charts import word
from orgmodel.words.labels import label, quantity_name
from orgmodel.words.measures import measure_name
from orgmodel.words.messages import message_text
from orgmodel.words.numbers import changed

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.plan import Plan
    from orgmodel.scenario.planned import Done, Undecided
    from orgmodel.scenario.scenario import Scenario


class Editing:
    """Answer what a chart asks about a plan: an edit, a decision, undo, what a unit holds, the text of the file."""

    def __init__(self, plan: Plan) -> None:
        """Begin with the plan as it stands; ``data`` is what the chart shows first."""
        self.plan = plan
        self.language = plan.scenario.baseline.terms.language
        self.data = self._data()

    def _data(self) -> dict[str, Any]:
        """Gather the whole chart anew, of what is decided."""
        outcome = _decided_part(self.plan).run()
        before, after = outcome.before, outcome.after
        shown = chart(outcome, state="after")
        self._asked = shown.asked
        data = shown.data() | {"flows": [], "dates": []}
        data["states"] = [one | {"held": None} for one in data["states"]]
        self._codes = {group: code for code, group in enumerate(data["colours"][0]["groups"])}
        self._before = self._measured(before)
        self._shown = after
        return data | {"edit": data["edit"] | self._told(after)}

    # -- asking ------------------------------------------------------------------------------------------------------

    def answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one question; ``ask`` is do, decide, undo, redo, unit, refresh or text.

        What was asked of another revision of the plan than there is now is not carried out: the answer says so, and
        holds the chart anew.
        """
        ask = asked.get("ask")
        if ask == "unit":
            return {"unit": asked.get("unit"), "held": self._held(str(asked.get("unit")))}
        if ask == "text":
            return {"text": self.plan.to_yaml(), "file": f"{self.plan.id}.yaml"}
        if ask == "refresh":
            return {"data": self._data()}
        if asked.get("revision") != self.plan.revision:
            return {"data": self._data(), "stale": word("edit:stale", self.language)}
        try:
            done = self._carried_out(ask, asked)
        except ProblemsError as error:
            namer = Namer(self.language, self.plan.after, self.plan.scenario.baseline)
            told = [[one.subject, message_text(namer.message(one.message), self.language)] for one in error.problems]
            return {"problems": told, **self._told(self._shown)}
        except (KeyError, TypeError, ValueError) as error:  # what came is no question of the chart's
            return {"problems": [["", word("edit:unread", self.language, str(error))]], **self._told(self._shown)}
        return self._changed(done)

    def _held(self, unit: str) -> dict[str, Any]:
        """Give what a unit holds now, and its figures before and now; nothing of a unit that is not there."""
        found: dict[str, Any] = {}
        for key, structure in (("before", self.plan.scenario.baseline), ("figures", self.plan.after)):
            if structure.units.row(unit) >= 0:
                (found[key],) = figures_of(structure, [unit], self.language)
        if "figures" not in found:
            return {}
        return unit_holdings(self.plan.after, unit, self.language, holders=False) | found

    def _carried_out(self, ask: Any, asked: Mapping[str, Any]) -> Done:
        if ask == "do":
            return self.plan.do(asked["operation"])
        if ask == "decide":
            return self._decided(str(asked["id"]), str(asked["choice"]), str(asked.get("why") or ""))
        if ask == "undo":
            return self.plan.undo()
        if ask == "redo":
            return self.plan.redo()
        raise ValueError(str(ask))

    def _decided(self, id: str, choice: str, why: str) -> Done:
        """Decide one row of what is undecided by one of the choices that were offered."""
        way, _, rest = choice.partition(" ")
        if way == "to":
            return self.plan.decide(id, to=rest)
        if way == "head":
            kind, _, which = rest.partition(" ")
            return self.plan.decide(id, head="none" if kind == "none" else {kind: which or 1})
        if way == "surplus":
            why = why or str(self.plan.done[-1].data.get("why") or "")  # what is dissolved has said why
            return self.plan.decide(id, convert=None if rest == "end" else rest, why=why)
        raise ValueError(choice)

    # -- answering ---------------------------------------------------------------------------------------------------

    def _changed(self, done: Done) -> dict[str, Any]:
        """Tell what is otherwise after what was done or taken back."""
        after, earlier = self.plan.after, self._shown
        touched = _touched(done, earlier, after)
        if after is earlier or not done.is_decided:
            return self._told(after)
        rows = None if not touched else self._rows(after, earlier, touched)
        self._shown = after
        if rows is None:  # the whole was run again, or a group has begun that has no colour yet
            return {"data": self._data()}
        gone = [id for id in touched if earlier.units.row(id) >= 0 and after.units.row(id) < 0]
        return {"rows": rows, "gone": gone, **self._told(after)}

    def _rows(self, after: Structure, earlier: Structure, touched: set[str]) -> list[list[Any]] | None:
        """Give the boxes of the units touched, and of all above them, whose sums are others; None for a group without a look."""
        lineage = [one for done in self.plan.done for one in done.lineage]
        changes = UnitChanges(self.plan.scenario.baseline, after, lineage, ())
        ids = dict.fromkeys(
            one.id
            for structure in (earlier, after)
            for unit in sorted(touched)
            for one in ([structure.unit(unit), *structure.upward(unit)] if structure.units.row(unit) >= 0 else ())
            if after.units.row(one.id) >= 0
        )
        writer = ContentWriter(after, self.language, self._asked.fields, self._asked.colouring)
        contents = writer.units([after.units.row(id) for id in ids])
        rows = []
        for content in contents:
            unit = after.unit(content.id)
            status, badge = "", ""
            if changes.of(content.id, after=True):
                status, badge = status_and_badge(changes, content.id, 1, self.language)
            if content.group not in self._codes:
                return None
            details = [one.text.replace("\N{NO-BREAK SPACE}", " ") for one in content.details]
            code = chr(FIRST_CODE + self._codes[content.group])
            rows.append([content.id, content.name, unit.parent, details, code, status, badge])
        return rows

    def _told(self, after: Structure) -> dict[str, Any]:
        """Tell how far the plan has come: its operations, what is to be decided, the measures before and after."""
        done = self.plan.done
        last = done[-1] if done else None
        rows = [] if last is None else last.undecided_rows
        namer = self._namer()
        begun = {} if last is None else begun_in(last.data, self.language)
        names = {
            id: namer.find(id) or name for id, name in begun.items()
        }  # one that is restored has its name from before
        return {
            "revision": self.plan.revision,
            "redo": bool(self.plan.undone),
            "done": [f"{label('operation', one.verb, self.language)}: {namer.operation(one.data)}" for one in done],
            "undecided": [self._row(one, last, names, namer) for one in rows if last is not None],
            "measures": self._compared(after),
        }

    def _namer(self) -> Namer:
        """Name the units and posts of the baseline, and those that the plan begins."""
        changes = (change for one in self.plan.done for effect in one.effects for change in effect.changes)
        return Namer(self.language, self.plan.scenario.baseline, changes=changes)

    def _row(self, row: Undecided, done: Done, names: Mapping[str, str], namer: Namer) -> list[Any]:
        """Give one row to decide: its id, the unit, what, and the choices (value and words); None as choices for any unit."""
        said = self._thing(row, names, namer) or message_text(row.message, self.language)
        choices: list[list[str]] | None
        if row.kind == "head":
            source = done.data.get("split_up") or done.data.get("split_off") or ""
            units = [source] if isinstance(source, str) and source else list(done.data.get("consolidate") or ())
            posts = [post for unit in units for post in self.plan.after.posts_of(unit)]
            choices = [self._head(post, namer if len(units) > 1 else None) for post in posts]
            choices += [[f"head {key}", word(f"edit:head-{key}", self.language)] for key in ("quota", "none")]
        elif row.kind == "surplus_heads":
            ways = ("end",) if "dissolve" in done.data else ("deputy", "staff", "end")
            choices = [[f"surplus {key}", word(f"edit:surplus-{key}", self.language)] for key in ways]
        else:
            choices = [[f"to {id}", name] for id, name in names.items()]
            if row.kind == "incoming":
                choices += [[f"to {key}", word(f"edit:{key}", self.language)] for key in ("both", "drop")]
        return [row.id, row.unit, said, choices or None]

    def _thing(self, row: Undecided, names: Mapping[str, str], namer: Namer) -> str:
        """Name what is to be decided in the words of the chart: what is to be taken, who heads what, whose lines; nothing for the rest."""
        after, language = self.plan.after, self.language
        if row.kind == "head":
            return f"{word('off:head', language)}: {names.get(row.unit) or namer.of(row.unit)}"
        if row.kind == "surplus_heads":
            return f"{word('off:surplus', language)}: {namer.of(row.id)}"
        if row.kind == "incoming":
            return f"{word('off:incoming', language)}: {incoming_told(row.message, row.unit, namer)}"
        if row.kind == "members":
            return word("off:members", language)
        name = ""
        if row.kind == "posts" and isinstance(post := after.posts.get(row.id), Post):
            name = post.title(language) or post.id
        elif row.kind == "functions":
            name = next(
                (text_in(one.names, language) for one in after.functions_of(row.unit) if one.function == row.id), ""
            )
        elif row.kind == "quantities":
            name = quantity_name(row.id, after.terms, language)
        elif row.kind == "identities":
            name = next((text_in(one.names, language) for one in after.identities_of(row.unit) if one.id == row.id), "")
        elif row.kind == "children" and isinstance(unit := after.units.get(row.id), Unit):
            name = unit.name(language)
        elif row.line is not None:
            kind, end = row.line
            other = after.units.get(end)
            name = f"{label('line', kind, language)} → {other.name(language) if isinstance(other, Unit) else end}"
        return f"{word(f'edit:{row.kind}', language)}: {name}" if name else ""

    def _head(self, post: Post, namer: Namer | None) -> list[str]:
        """Give the choice of a head; ``namer`` tells the unit too, where the heads of several may be chosen."""
        way = "keep" if post.rank == "head" else "convert"
        title = post.title(self.language) or post.id if namer is None else namer.of(post.id)
        return [f"head {way} {post.id}", word(f"edit:head-{way}", self.language, title)]

    def _measured(self, structure: Structure) -> dict[str, Any]:
        return {one.measure: one for one in measure(structure, FIGURES, ["total"])}

    def _compared(self, after: Structure) -> list[list[str]]:
        """Give each measure in words: its name, before, after, and by how much it changes where both are known."""
        now, rows = self._measured(after), []
        for id in FIGURES:
            one, other = self._before[id], now[id]
            known = not one.missing and not other.missing and None not in (one.value, other.value)
            difference = changed(one.value, other.value, other.value - one.value, self.language)[-1] if known else ""
            rows.append(
                [
                    measure_name(id, self.language),
                    figure_told(one, self.language),
                    figure_told(other, self.language),
                    difference,
                ]
            )
        return rows


def _decided_part(plan: Plan) -> Scenario:
    """Give the plan as a scenario without an operation that is still undecided."""
    scenario = replace(plan.scenario, expectations=())
    last = plan.done[-1] if plan.done else None
    if last is None or last.is_decided:
        return scenario
    at = max(number for number, step in enumerate(scenario.steps) if step.do and step.do[-1] == last.data)
    step = scenario.steps[at]
    return replace(scenario, steps=(*scenario.steps[:at], replace(step, do=step.do[:-1]), *scenario.steps[at + 1 :]))


def _touched(done: Done, earlier: Structure, after: Structure) -> set[str]:
    """Name the units that what was done touched; none where the whole was run again."""
    found: set[str] = set()
    sides = (earlier, after)
    for effect in done.effects:
        for change in effect.changes:
            for record in (change.before, change.after):
                if isinstance(record, Unit):
                    found |= {record.id} | ({record.parent} if record.parent else set())
                elif isinstance(record, Line):
                    found |= {unit_of(side, end) for side in sides for end in (record.from_, record.to)}
                elif (unit := getattr(record, "unit", None)) is not None and isinstance(unit, str):
                    found.add(unit)
    return found
