"""Make the gallery: ``python docs/gallery/make.py`` draws every picture of README.md anew, and README.md itself."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

import orgmodel
from orgmodel.charts import pictures
from orgmodel.charts.chart import chart
from orgmodel.scenario.scenario import Study

HERE = Path(__file__).parent
STUDY = HERE.parents[1] / "scenarios" / "ha-tinh-2022"
DPI = 100  # for the screen; print from PDF, SVG or a PNG of 300 dots an inch
SPLIT = "2.3-no-new-quota"


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
            "Vị trí việc làm dưới Ban Thường vụ Huyện ủy Đức Thọ, cấp phó ở bên",
            "Posts under the Standing Committee of Duc Tho, deputies at the side",
        ),
        Shown(
            "departments", "2.1-province-departments", {"state": "after", "root": "tinh.ubnd"},
            "Các sở sau phương án hợp nhất (dự thảo minh họa)", "Departments after a merger (an illustrative draft)",
        ),
    ]  # fmt: skip


def save(path: Path, png: bytes) -> None:
    """Keep a picture in few colours: lines and letters need no more."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)


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
            save(HERE / f"{name}.png", drawn.png(number, dpi=DPI))
            lines += [f"![{one.vi}]({name}.png)", ""]
    lines += _analysts(study)
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


def keep(figure: Any, name: str) -> None:
    """Keep a figure of pictures for analysts."""
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=DPI)
    save(HERE / f"{name}.png", stream.getvalue())


if __name__ == "__main__":
    main()
