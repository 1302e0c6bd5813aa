"""Make the gallery: ``python docs/gallery/make.py`` draws every picture of README.md anew, and README.md itself."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

import orgmodel
from orgmodel.charts import exploration_pictures as explored
from orgmodel.charts import pictures
from orgmodel.charts.chart import chart
from orgmodel.comparison.case import cases_of
from orgmodel.core.figures import Estimate, FigureId, Source
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.exploration.exploration import Exploration
from orgmodel.exploration.place import placed
from orgmodel.exploration.space import space_of
from orgmodel.exploration.sweep import sweep_table
from orgmodel.exploration.variants import asked_of
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario, Study

HERE = Path(__file__).parent
STUDY = HERE.parents[1] / "scenarios" / "ha-tinh-2022"
FINER = 3  # drawn so coarsely letters lose parts of them
DPI = 100  # for the screen; print from PDF, SVG or a PNG of 300 dots an inch
SPLIT = "2.3-no-new-quota"
VARIED = ("duc-tho", "tp-ha-tinh", "gov_head", "second_head")


@dataclass(frozen=True)
class Shown:
    """Hold one picture: its file, what it draws, and what a reader should see in it."""

    name: str
    scenario: str
    options: dict[str, Any]
    vi: str
    en: str
    pages: int = 1

    @property
    def command(self) -> str:
        """Write the command that draws it."""
        words = {"language": "lang"}
        flags = [
            f"--{words.get(key, key)}" + (f" {value}" if value is not True else "")
            for key, value in self.options.items()
        ]
        return " ".join(["orgmodel chart", f"scenarios/ha-tinh-2022/{self.scenario}.yaml", *flags, "-o x.png"])


def shown() -> list[Shown]:
    """List the pictures of charts."""
    states = {
        "before": ("Đức Thọ trước khi chia tách", "Duc Tho before the split"),
        "after": ("Đức Thọ sau khi chia tách", "Duc Tho after the split"),
        "changes": ("Thay đổi ở Đức Thọ: ba cơ quan thành sáu", "What changes in Duc Tho: three agencies into six"),
    }
    found = []
    for state, (vi, en) in states.items():
        for theme, shade_vi, shade_en in (("colour", "", ""), ("grey", ", đen trắng", ", in grey")):
            options = {"state": state, "root": "duc-tho", "theme": theme}
            found.append(Shown(f"duc-tho-{state}-{theme}", SPLIT, options, vi + shade_vi, en + shade_en))
    return [
        *found,
        Shown(
            "ky-anh-changes", "2.4-propaganda-mobilisation", {"state": "changes", "language": "en"},
            "Thay đổi ở Kỳ Anh, bản tiếng Anh", "What changes in Ky Anh, in English",
        ),
        Shown(
            "khoi-changes", "2.5-actual-2023", {"state": "changes", "page": "a3", "theme": "plain"},
            "Bảy tổ chức đảng chuyển về các huyện, khổ A3, kiểu văn bản",
            "Seven Party organisations go over to districts, on A3, plain for documents",
        ),
        Shown(
            "conclusion-changes", "conclusion", {"state": "changes"},
            "Toàn bộ Kết luận: tổng quan, rồi mỗi mục có thay đổi một trang",
            "The whole Conclusion: an overview, then a page for each clause that changes something", 3,
        ),
        Shown(
            "province", "conclusion", {"state": "after"},
            "Toàn tỉnh trên A4: mục lục sơ đồ và hai trang đầu", "The whole province on A4: the overview and two pages", 3,
        ),
        Shown(
            "posts", SPLIT, {"state": "before", "root": "duc-tho.btv", "posts": True},
            "Vị trí việc làm dưới Ban Thường vụ Huyện ủy Đức Thọ",
            "Posts under the Standing Committee of Duc Tho",
        ),
        Shown(
            "departments", "2.1-province-departments", {"state": "after", "root": "tinh.ubnd"},
            "Các sở sau phương án hợp nhất (dự thảo minh họa)", "Departments after a merger (an illustrative draft)",
        ),
    ]  # fmt: skip


def save(path: Path, png: bytes, finer: int = 1) -> None:
    """Keep a picture, drawn so many times finer, in few colours: lines and letters need no more."""
    picture = Image.open(BytesIO(png)).convert("RGB").reduce(finer)
    picture.quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Draw everything."""
    study = orgmodel.read(STUDY)
    assert isinstance(study, Study)
    lines = [
        "# Gallery · Bộ sưu tập sơ đồ", "",
        "Made by `python docs/gallery/make.py` from the study scenarios/ha-tinh-2022, whose figures are partly assumed",
        "(marked \\*). Pictures here are for the screen, 100 dots an inch; the commands make them for print.", "",
    ]  # fmt: skip
    for one in shown():
        drawn = chart(study.scenarios[one.scenario].run(), **one.options)
        names = [one.name] if one.pages == 1 else [f"{one.name}-{number + 1}" for number in range(one.pages)]
        lines += [f"## {one.vi}", "", f"{one.en}.", "", "```", one.command, "```", ""]
        for number, name in enumerate(names):
            save(HERE / f"{name}.png", drawn.png(number, dpi=FINER * DPI), FINER)
            lines += [f"![{one.vi}]({name}.png)", ""]
    lines += [*_analysts(study), *_explored(study)]
    (HERE / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _analysts(study: Study) -> list[str]:
    """Draw the pictures beside the chart."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    outcome = study.scenarios[SPLIT].run()
    names = (SPLIT, "2.3-new-quota", "conclusion")
    compared = orgmodel.compare(*(study.scenarios[name] for name in names))
    one = orgmodel.compare(outcome)
    ministry = orgmodel.compare(orgmodel.read(STUDY.parent / "ministry"))
    for theme in ("colour", "grey"):
        figure = Figure(figsize=(14, 13), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(3, 2)
        pictures.layers(outcome, axes[0, 0], theme=theme)
        pictures.spans(outcome, axes[0, 1], theme=theme)
        pictures.flows(outcome, axes[1, 0], theme=theme)
        pictures.headcount(compared, axes[1, 1], theme=theme)
        pictures.slopes(compared, "heads", axes[2, 0], theme=theme)
        pictures.slopes(one, "posts_authorized", axes[2, 1], by="block", theme=theme)
        keep(figure, f"pictures-{theme}")
    drawn = pictures.small_multiples(ministry, pictures.spans, columns=2)
    keep(drawn[0].figure, "multiples")
    return [
        "## Hình cho người phân tích", "",
        "Layers, spans of control, flows of posts, headcount by block and scenario, slopes from before to after.", "",
        "```python", "from orgmodel.charts import pictures", "", "pictures.layers(outcome)  # gives matplotlib axes",
        "pictures.spans(outcome)", "pictures.flows(outcome)", "pictures.headcount(comparison)",
        'pictures.slopes(comparison, "heads")', "```", "",
        "![Tầng, tầm hạn quản trị, dòng chuyển, số người, trước và sau](pictures-colour.png)", "",
        "![Như trên, đen trắng](pictures-grey.png)", "",
        "## Một phương án một hình, cùng thước đo", "", "Small multiples: a picture for each scenario, to one scale.", "",
        "```python", "pictures.small_multiples(comparison, pictures.spans, columns=2)", "```", "",
        "![Tầm hạn quản trị của từng phương án](multiples.png)", "",
    ]  # fmt: skip


def _explored(study: Study) -> list[str]:
    """Draw what is uncertain, and where a proposal stands among its variants."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    plan = study.scenarios["conclusion"]
    scopes = ("total", "block:government", "block:party", "area:duc-tho", "area:ky-anh")
    found = orgmodel.explore(
        plan, draws=4096, runs=8, measures=["headcount", "posts_filled"], scopes=scopes, decide=["posts_authorized@area:duc-tho<=116"]
    )  # fmt: skip
    space = space_of(plan, {axis.name: axis.values for axis in space_of(plan).axes if axis.name in VARIED})
    asked = asked_of(plan, ["units", "posts_authorized", "heads", "deputies", "span_mean", "posts_moved"])
    numbers = range(space.size)
    measured = sweep_table(space, numbers, asked)
    placing = placed(space, [(numbers, measured[asked.columns(space)].to_numpy(float), {})], asked)
    (case,) = cases_of([plan.run()])
    figure = Figure(figsize=(14, 13), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(3, 2)
    explored.intervals(found, "posts_filled", axes[0, 0])
    explored.tornado(found, axes[0, 1], most=8)
    explored.fan(_dated(), "posts_authorized", axes[1, 0])
    explored.sweep_map(measured, "duc-tho", "gov_head", "posts_authorized", axes[1, 1], plan=plan)
    explored.place(placing, case, axes[2, 0])
    explored.place(placing, case, axes[2, 1], theme="grey")
    keep(figure, "explored")
    return [
        "## Khảo sát: khoảng dao động, số liệu cần hỏi trước, vị trí của phương án", "",
        "Intervals, a tornado, a fan over the dates, a map of a sweep, and the proposal's place among its variants (in colour and in grey).",
        "The fan is of a made office with a date for each step: the Conclusion gives none.", "",
        "```", "orgmodel explore scenarios/ha-tinh-2022/conclusion.yaml -o x.pdf",
        "orgmodel sweep scenarios/ha-tinh-2022/conclusion.yaml --sample 256 -o x.parquet --picture x.png", "```", "",
        "```python", "from orgmodel.charts import exploration_pictures as pictures", "",
        'pictures.intervals(explored, "posts_filled")', "pictures.tornado(explored)", 'pictures.fan(explored, "posts_filled")',
        'pictures.sweep_map(table, "duc-tho", "gov_head", "posts_authorized", plan=plan)', "```", "",
        "![Khoảng dao động, biểu đồ lốc xoáy, hình quạt theo thời gian, bản đồ biến thể, vị trí của phương án](explored.png)", "",
    ]  # fmt: skip


def _dated() -> Exploration:
    """Explore a made office of which two figures are ranges, and whose steps have dates."""
    ranges = {"p/a": (24, 30, 33), "p/b": (8, 10, 15)}
    posts = [
        Post(id, "p", rank="staff", authorized=Estimate(Source(FigureId("posts", id, "authorized"), *ends)))
        for id, ends in ranges.items()
    ]
    office = Structure.of(
        [Unit("p", names=(("vi", "Phòng mẫu"), ("en", "Made office")), kind="agency"), *posts], as_of="2026-09-30"
    )
    cuts = (("2027-01-01", "p/a", -6), ("2027-07-01", "p/b", -2), ("2028-01-01", "p/a", -5))
    steps = tuple(Step(day, effective=day, do=[{"resize": post, "by": by, "why": "cut"}]) for day, post, by in cuts)
    return orgmodel.explore(
        Scenario("made", office, steps=steps), draws=4096, runs=1, scopes=["total"], measures=["posts_authorized"]
    )


def keep(figure: Any, name: str) -> None:
    """Keep a figure of pictures for analysts."""
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=DPI)
    save(HERE / f"{name}.png", stream.getvalue())


if __name__ == "__main__":
    main()
