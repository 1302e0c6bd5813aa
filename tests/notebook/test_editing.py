"""A plan is made in the chart: in the notebook each edit asks Python, in the page edits come to a file that check accepts."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

import orgmodel
from orgmodel.cli.main import run
from orgmodel.core.names import names_of
from orgmodel.core.records import Identity, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.notebook.editing import Editing
from orgmodel.notebook.naming import Namer, begun_in
from orgmodel.notebook.widgets import plan_widget, what_if
from orgmodel.reports.side_by_side import side_by_side
from orgmodel.scenario.plan import Plan

SERVED = Path(__file__).parents[1] / "fixtures" / "served"
SMALL = Path(__file__).parents[1] / "fixtures" / "small"
MINISTRY = Path(__file__).parents[2] / "scenarios" / "ministry"
HA_TINH = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"

# What anywidget gives a script, with messages that go to Python by a function of the page.
HOST = """async ([source, state]) => {
  const widget = (await import(`data:text/javascript;base64,${source}`)).default;
  const heard = {};
  window.model = {
    get: (key) => state[key],
    set: (key, value) => { state[key] = value; },
    save_changes: () => {},
    send: async (asked) => {
      const answer = JSON.parse(await window.python(JSON.stringify(asked)));
      for (const act of heard["msg:custom"] || []) act(answer);
    },
    on: (event, act) => { (heard[event] ||= []).push(act); },
    off: (event) => { heard[event] = []; },
  };
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  await widget.render({ model: window.model, el });
}"""


def asked(editing: Editing, ask: str, **more: Any) -> dict[str, Any]:
    """Ask of the plan as it stands."""
    return editing.answer({"ask": ask, "revision": editing.plan.revision, **more})


@pytest.fixture
def plan() -> Plan:
    """Begin a plan on the small study."""
    return orgmodel.read(SMALL).plan("mine")  # type: ignore[no-any-return]


def test_an_edit_is_an_operation_of_the_plan(plan: Plan) -> None:
    """What was edited stands in the plan and in its file, the answer holds the boxes that differ, undo restores them."""
    editing = Editing(plan)
    first = asked(editing, "do", operation={"transfer": "h.cell", "to": "h.ubnd"})
    assert [row[2] for row in first["rows"] if row[0] == "h.cell"] == ["h.ubnd"]
    assert "transfer: h.cell" in plan.to_yaml()
    assert first["revision"] == plan.revision == 1
    assert plan.after.unit("h.cell").parent == "h.ubnd" == plan.run().after.unit("h.cell").parent
    back = asked(editing, "undo")
    assert [row[2] for row in back["rows"] if row[0] == "h.cell"] == ["h.hu"]
    assert (back["done"], plan.done) == ([], ())
    assert (first["redo"], back["redo"]) == (False, True)
    again = asked(editing, "redo")
    assert (again["redo"], plan.undone) == (False, ())
    assert (len(again["done"]), plan.after.unit("h.cell").parent) == (1, "h.ubnd")


def test_what_the_plan_refuses_is_told_at_the_box(plan: Plan) -> None:
    """A refused edit changes nothing and names the unit; what cannot be read is told, too."""
    editing = Editing(plan)
    told = asked(editing, "do", operation={"transfer": "h.hu", "to": "h.cell"})
    assert told["problems"][0][0] == "h.hu"
    assert "rows" not in told
    for strange in ({}, {"operation": None}, {"operation": {"fly": 1}}):
        assert asked(editing, "do", **strange)["problems"], strange
    assert asked(editing, "dance")["problems"]
    assert (plan.done, plan.revision) == ((), 0)


def test_an_edit_is_told_by_names(plan: Plan) -> None:
    """What was done, what is to be decided and what was refused name units; an id stands only behind a name that two bear."""
    editing = Editing(plan)
    cell, name = (plan.after.unit(one).name("vi") for one in ("h.cell", "h.ubnd"))
    assert asked(editing, "do", operation={"transfer": "h.cell", "to": "h.ubnd"})["done"][-1].endswith(f" → {name}")
    told = asked(editing, "do", operation={"rename": "h.cell", "names": {"vi": name}})
    assert [one.split(": ")[1] for one in told["done"]] == [f"{cell} → {name} (h.ubnd)", f"{cell} → {name}"]
    told = asked(editing, "do", operation={"transfer": "h.ubnd", "to": "h.cell"})
    said = f"{name} (h.ubnd) không thể trực thuộc {name} (h.cell), là đơn vị nằm bên dưới"
    assert told["problems"] == [["h.ubnd", said]]
    into = [{"unit": {"unit": f"new-{n}", "names": {"vi": f"Mới {n}"}, "block": "party"}} for n in (1, 2)]
    told = asked(editing, "do", operation={"split_up": "h.tcnv", "into": into})
    assert told["done"][-1].endswith(" → Mới 1, Mới 2")
    rows = [text for _, _, text, _ in told["undecided"]]
    assert "Cấp trưởng của: Mới 1" in rows
    assert [text for text in rows if "h.tcnv" in text or "new-" in text] == []


def test_what_is_left_over_is_asked(plan: Plan) -> None:
    """A split asks for each post, line and function which receiver takes it, and who heads each; then it is done."""
    editing = Editing(plan)
    into = [{"unit": {"unit": f"new-{n}", "names": {"vi": f"Mới {n}"}, "block": "party"}} for n in (1, 2)]
    told = asked(editing, "do", operation={"split_up": "h.tcnv", "into": into})
    for _ in range(60):
        if not told["undecided"]:
            break
        id, _, _, choices = told["undecided"][0]
        told = asked(editing, "decide", id=id, choice=choices[0][0])
        assert not told.get("problems"), (id, choices, told["problems"])
    assert told["undecided"] == []
    gone = told.get("gone") or ["h.tcnv"] * ("data" in told)
    assert gone == ["h.tcnv"]
    assert {"new-1", "new-2"} <= {unit.id for unit in plan.run().after.units}


def test_a_unit_that_is_ended_takes_its_head_post_with_it(plan: Plan) -> None:
    """Of the head post of what is dissolved nothing can be asked but that it ends, for the reason that was given."""
    editing = Editing(plan)
    end = {"dissolve": "h.ptp", "gives_all": "h.ubnd", "children": "h.ubnd", "incoming": "h.ubnd", "why": "thử"}
    told = asked(editing, "do", operation=end)
    ((id, _, _, choices),) = told["undecided"]
    assert (id, [key for key, _ in choices]) == ("h.ptp/head", ["surplus end"])
    assert "problems" not in asked(editing, "decide", id=id, choice="surplus end", why="")
    assert not plan.run().refused
    assert plan.run().after.units.row("h.ptp") < 0


def test_what_is_asked_names_everything() -> None:
    """Quantities, identities, restored units and heads of several units are told by names, and no id is left in a choice."""
    structure = orgmodel.read(SERVED).baseline
    unit = next(one.unit for one in structure.table("quantities"))
    plan = structure.plan("mine")
    into = [{"unit": {"unit": f"new-{n}", "names": {"en": f"New {n}"}}} for n in (1, 2)]
    told = asked(Editing(plan), "do", operation={"split_up": unit, "into": into})
    for one in {row.quantity for row in structure.quantities_of(unit)}:
        name = dict(structure.terms.quantities[one].names_as(one))["en"]
        assert f"Quantity: {name}" in [text for _, _, text, _ in told["undecided"]]
    units = [Unit(id, names_of(en=f"Office {id}"), parent="t") for id in ("a", "b")]
    posts = [Post(f"{id}/1", id, titles=names_of(en="Head"), rank="head", authorized=1) for id in ("a", "b")]
    seal = Identity("a/x", "a", names_of(en="The Office"))
    plan = Structure.of([Unit("t", names_of(en="Town")), *units, *posts, seal], terms=structure.terms).plan("mine")
    editing = Editing(plan)
    told = asked(editing, "do", operation={"split_up": "a", "into": into})
    assert "Legal identity: The Office" in [text for _, _, text, _ in told["undecided"]]
    asked(editing, "undo")
    merged = {"unit": "ab", "names": {"en": "Both"}}
    namer = Namer("en", plan.scenario.baseline)
    heads = [editing._head(post, namer)[1] for id in ("a", "b") for post in plan.after.posts_of(id)]
    assert [text.split(": ")[1] for text in heads] == ["Head, Office a", "Head, Office b"]
    assert begun_in({"consolidate": ["a", "b"], "into": merged}, "en") == {"ab": "Both"}


def test_a_unit_is_split_off(plan: Plan) -> None:
    """What is ticked goes to a new unit beside the old one, which goes on, and the post chosen heads it."""
    editing = Editing(plan)
    into = {
        "unit": {"unit": "new", "names": {"vi": "Mới"}, "block": "government"},
        "takes": {"posts": ["h.tcnv/dep-gov"]},
    }
    told = asked(
        editing, "do", operation={"split_off": "h.tcnv", "into": [into | {"head": {"convert": "h.tcnv/dep-gov"}}]}
    )
    assert "problems" not in told
    after = plan.run().after
    assert [(one.unit, one.rank) for one in after.posts_of("new")] == [("new", "head")]
    assert after.units.row("h.tcnv") >= 0


def test_what_if_invents_no_range(tmp_path: Path) -> None:
    """A number with both ends is a slider, one without is a field, and the table is the comparison's own, of all measures."""
    shutil.copytree(SMALL, tmp_path / "study")
    text = (
        "parameters: {few: {default: 2, low: 1, high: 5}, many: {default: 3, low: 0}, called: {default: Mới}}\n"
        "steps: [{id: s, do: [{rename: h.cell, names: {vi: '{called}'}}]}]\n"
    )
    (tmp_path / "study" / "set.yaml").write_text(text, encoding="utf-8")
    scenario = orgmodel.read(tmp_path / "study").scenario("set")
    widget = what_if(scenario)
    controls = {one["name"]: (one["kind"], one["low"], one["high"]) for one in widget.data["parameters"]}
    assert controls == {"few": ("slider", 1, 5), "many": ("field", 0, None), "called": ("text", None, None)}
    (table,) = widget.data["tables"]
    comparison = orgmodel.compare(scenario.run())
    (same,) = side_by_side(comparison, "vi", scopes=["total"])
    assert table["rows"] == same.rows
    still = widget._repr_mimebundle_()[0]["text/html"]
    assert "Đầu mối" in still


def test_the_later_of_two_cells_is_told(plan: Plan) -> None:
    """Of two charts of one plan the later edit is not carried out on what nobody saw: the chart comes anew, and says so."""
    one, other = Editing(plan), Editing(plan)
    revision = plan.revision
    assert "rows" in one.answer(
        {"ask": "do", "operation": {"rename": "h.cell", "names": {"vi": "Mới"}}, "revision": revision}
    )
    told = other.answer({"ask": "do", "operation": {"transfer": "h.cell", "to": "h.ubnd"}, "revision": revision})
    assert "sửa ở nơi khác" in told["stale"]
    assert "Mới" in [row[1] for row in told["data"]["states"][-1]["units"]]
    assert len(plan.done) == 1


@pytest.fixture(scope="module")
def tab(chromium: Path) -> Iterator[Page]:
    """Give a tab of a browser that has no network."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(
            viewport={"width": 1280, "height": 900}, offline=True, accept_downloads=True
        ).new_page()
        browser.close()


def dragged(tab: Page, unit: str, onto: str) -> None:
    """Drag the box of a unit onto that of another."""
    places = [tab.locator(f'[data-unit="{one}"] .frame').bounding_box() for one in (unit, onto)]
    assert all(places)
    (x, y), (to_x, to_y) = ((one["x"] + 12, one["y"] + 8) for one in places if one is not None)
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(to_x, to_y, steps=4)
    tab.mouse.up()


def shown(tab: Page, widget: Any, answering: Any) -> None:
    """Show a widget in the tab, with its questions answered by Python."""
    tab.goto("about:blank")
    if not tab.evaluate("'python' in window"):
        tab.expose_function("python", lambda text: json.dumps(_answer(tab, json.loads(text))))
    tab.__dict__["answering"] = answering
    source = base64.b64encode(str(widget._esm).encode()).decode()
    tab.evaluate(HOST, [source, {key: widget.get_state()[key] for key in ("data", "height", "selected", "editable")}])


def _answer(tab: Page, question: dict[str, Any]) -> dict[str, Any]:
    return {**tab.__dict__["answering"].answer(question), "number": question["number"]}


@pytest.mark.needs_browser
def test_a_drag_in_the_notebook_is_a_transfer_in_the_plan(tab: Page, plan: Plan) -> None:
    """A unit that is dragged onto another goes under it, in the plan and its file; undo brings it back; a refusal is shown."""
    widget = plan_widget(plan)
    shown(tab, widget, widget.answering)
    dragged(tab, "h.cell", "h.ubnd")
    tab.wait_for_selector(".panel .done li")
    assert plan.after.unit("h.cell").parent == "h.ubnd"
    assert "transfer: h.cell" in plan.to_yaml()
    assert tab.locator('[data-unit="h.cell"]').get_attribute("aria-level") == "3"
    redo = tab.get_by_role("button", name="Làm lại")
    assert redo.is_disabled()
    tab.get_by_role("button", name="Hoàn tác").click()
    tab.wait_for_selector(".panel .done:not(:has(li))", state="attached")
    assert redo.is_enabled()
    assert plan.done == ()
    dragged(tab, "h.hu", "h.cell")
    tab.wait_for_selector(".bubble:not([hidden])")
    assert tab.locator(".box.wrong").get_attribute("data-unit") == "h.hu"
    assert plan.done == ()


@pytest.mark.needs_browser
def test_the_keyboard_edits(tab: Page, plan: Plan) -> None:
    """E opens the panel at the chosen unit; a name typed there renames it, and the measures stand beside."""
    widget = plan_widget(plan)
    shown(tab, widget, widget.answering)
    tab.focus("svg.chart")
    for key in ("Home", "e"):
        tab.keyboard.press(key)
    tab.get_by_role("button", name="Đổi tên").press("Enter")
    tab.get_by_label("Tên mới").fill("Huyện <b>")
    tab.get_by_label("Tên mới").press("Enter")
    tab.wait_for_selector(".panel .done li")
    assert dict(plan.after.unit("h").names)["vi"] == "Huyện <b>"
    assert "Biên chế giao" in tab.inner_text(".panel table.measures")
    assert tab.locator("b").count() == 0


@pytest.mark.needs_browser
def test_what_if_redraws(tab: Page) -> None:
    """A choice of a parameter runs the scenario, and the comparison's table is another."""
    widget = what_if(orgmodel.read(HA_TINH).scenario("2.1-health-centres"))
    shown(tab, widget, widget.answering)
    before = tab.inner_text(".result")
    tab.get_by_label("Trung tâm Y tế Hương Sơn").select_option("split_up")
    tab.wait_for_function("old => document.querySelector('.result').innerText !== old", arg=before)
    assert tab.locator(".result table").count() >= 1


def applied(tab: Page, unit: str, verb: str, fields: dict[str, str], reason: str = "") -> None:
    """Choose a unit in the page, and what to do with it; of what is left over take the first choice each, as often as asked."""
    done = tab.locator(".panel .done li").count()
    tab.evaluate("id => orgchart.select(id)", unit)
    tab.get_by_role("button", name=verb, exact=True).click()
    for label, text in fields.items():
        tab.get_by_label(label, exact=True).fill(text)
    tab.locator(".panel .edit-form button[type=submit]").click()
    for _ in range(4):
        if tab.locator(".panel .done li").count() > done:
            return
        tab.wait_for_selector(".panel .left li")
        for one in tab.locator(".panel .left input[type=text]:visible").all():
            one.fill(reason)
        tab.locator(".panel button.decide").click()
        tab.wait_for_timeout(100)
    raise AssertionError(tab.inner_text(".panel"))


@pytest.mark.needs_browser
def test_every_form_of_editing_is_in_the_page(tab: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the page units are ended, split off, merged into another and into a new one; what downloads runs without errors."""
    study = tmp_path / "study"
    shutil.copytree(MINISTRY, study)
    (path,) = orgmodel.chart(orgmodel.read(study).baseline).save(tmp_path / "x.html")
    heard: list[str] = []
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.goto(path.as_uri())
    tab.get_by_role("button", name="Edit the proposal").click()
    applied(tab, "C121", "End", {"Who takes it over: Find a unit": "people div", "Why": "made up"})
    applied(tab, "C112", "Merge into another", {"Merge into: Find a unit": "budget"})
    applied(
        tab, "W211", "Merge into a new one", {"Merge with: Find a unit": "river works", "New name": "Works & Forecasts"}
    )
    applied(tab, "W22", "Split off", {"New name": "Wells"})
    with tab.expect_download() as loading:
        tab.get_by_role("button", name="Download the scenario (YAML)").click()
    target = study / loading.value.suggested_filename
    loading.value.save_as(target)
    assert run(["check", str(target)]) == 0, capsys.readouterr()
    after = orgmodel.read(target).run().after
    assert [after.units.row(id) >= 0 for id in ("C121", "C112", "W211", "W22", "works-forecasts", "wells")] == [
        False, False, False, True, True, True,
    ]  # fmt: skip
    assert heard == []


@pytest.mark.needs_browser
def test_the_page_edits_without_network(tab: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Search "duc tho", step through changes, move, rename, merge and split; what downloads is accepted by check."""
    study = tmp_path / "study"
    shutil.copytree(HA_TINH, study)
    (path,) = orgmodel.chart(orgmodel.read(study).scenario("2.3-no-new-quota").run(), state="changes").save(
        tmp_path / "x.html"
    )
    tab.goto(path.as_uri())
    tab.fill("input[type=search]", "duc tho")
    tab.press("input[type=search]", "Enter")
    assert tab.locator(".box.chosen > title").text_content() == "Huyện Đức Thọ"
    for _ in range(2):
        tab.get_by_role("button", name="Thay đổi kế tiếp").click()
    tab.evaluate("orgchart.select('duc-tho.thanh-tra')")
    tab.get_by_role("button", name="Sửa phương án").click()
    assert "orgmodel check" in tab.inner_text(".panel")
    tab.get_by_role("button", name="Chuyển", exact=True).click()
    tab.get_by_role("searchbox", name="Chuyển về trực thuộc").fill("huyen uy duc tho")
    tab.get_by_role("button", name="Thực hiện").click()
    tab.wait_for_selector(".panel .done li")
    tab.get_by_role("button", name="Đổi tên", exact=True).click()
    tab.get_by_label("Tên mới").fill('Thanh tra: mới "1"')
    tab.get_by_role("button", name="Thực hiện").click()
    tab.wait_for_selector(".panel .done li:nth-child(2)")
    tab.evaluate("orgchart.select('duc-tho.phong-tu-phap')")
    chosen = tab.locator(".box.chosen").get_attribute("data-unit")
    tab.get_by_role("button", name="Chia", exact=True).click()
    tab.get_by_role("button", name="Thực hiện").click()
    tab.wait_for_selector(".panel .left li")
    tab.locator(".panel button.decide").click()
    tab.wait_for_selector(".panel .done li:nth-child(3)")
    assert tab.locator(f'[data-unit="{chosen}"]').count() == 0
    tab.evaluate("orgchart.select('duc-tho.thanh-tra')")
    with tab.expect_download() as loading:
        tab.get_by_role("button", name="Tải tệp phương án").click()
    target = study / loading.value.suggested_filename
    loading.value.save_as(target)
    assert run(["check", str(target)]) == 0, capsys.readouterr()
    after = orgmodel.read(target).run().after
    assert after.unit("duc-tho.thanh-tra").parent == "duc-tho.huyen-uy"
    assert dict(after.unit("duc-tho.thanh-tra").names)["vi"] == 'Thanh tra: mới "1"'
    assert after.units.row(str(chosen)) < 0
