"""Write pages as PDF with matplotlib's backend: vector lines, embedded fonts, text that can be searched."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from orgmodel.charts.paint import Painter
from orgmodel.charts.primitives import PlacedText, Primitive
from orgmodel.charts.render.strokes import outline

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Drawing, Page


def pdf(drawing: Drawing, painter: Painter) -> bytes:
    """Write all pages as one PDF; the same drawing gives the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfFile, RendererPdf

    stream = BytesIO()
    about = {"Title": drawing.title, "Subject": drawing.description, "Creator": "orgmodel", "CreationDate": None}
    with rc_context({"pdf.fonttype": 42, "pdf.compression": 6, "pdf.use14corefonts": False}):
        file: Any = PdfFile(stream, metadata=about)  # type: ignore[no-untyped-call]
        for page in drawing.pages:
            file.pageAnnotations.extend(_links(page))  # matplotlib keeps them for the page that comes next
            file.newPage(page.width / 72, page.height / 72)
            renderer: Any = RendererPdf(file, 72, page.height / 72, page.width / 72)  # type: ignore[no-untyped-call]
            canvas = _PdfCanvas(renderer, painter, page.height)
            for primitive in painter.page(page):
                canvas.draw(primitive)
            renderer.finalize()
        _catalogue(file, drawing)
        file.finalize()
        file.close()
    return stream.getvalue()


def _links(page: Page) -> list[dict[str, Any]]:
    """Make every box that continues on another page a link to that page."""
    return [
        {
            "Type": _name("Annot"),
            "Subtype": _name("Link"),
            "Rect": [box.x, page.height - box.y - box.height, box.x + box.width, page.height - box.y],
            "Border": [0, 0, 0],
            "Contents": box.refers,
            "Dest": _name(f"page{box.target}"),
        }
        for box in page.boxes
        if box.target
    ]


def _catalogue(file: Any, drawing: Drawing) -> None:
    """Write the catalogue again: the language, the title for the window's bar, bookmarks, and destinations of links."""
    file.endStream()
    about = {
        "Type": _name("Catalog"),
        "Pages": file.pagesObject,
        "Lang": drawing.language,
        "ViewerPreferences": {"DisplayDocTitle": True},
        "Dests": {
            f"page{page.number}": [reference, _name("Fit")]
            for page, reference in zip(drawing.pages, file.pageList, strict=True)
        },
    }
    if len(drawing.pages) > 1:
        about |= {"Outlines": _bookmarks(file, drawing), "PageMode": _name("UseOutlines")}
    file.writeObject(file.rootObject, about)


def _bookmarks(file: Any, drawing: Drawing) -> Any:
    """Write a bookmark for each page, by the first unit that is in its own position there."""
    root = file.reserveObject("outlines")
    items = [file.reserveObject("bookmark") for _ in drawing.pages]
    for number, page in enumerate(drawing.pages):
        own = next((box for box in page.boxes if box.role != "context"), None)
        name = " ".join(text.text for text in own.lines if text.bold) if own else drawing.title
        item = {"Title": f"{page.number}. {name}", "Parent": root, "Dest": _name(f"page{page.number}")}
        if number:
            item["Prev"] = items[number - 1]
        if number + 1 < len(items):
            item["Next"] = items[number + 1]
        file.writeObject(items[number], item)
    file.writeObject(root, {"Type": _name("Outlines"), "First": items[0], "Last": items[-1], "Count": len(items)})
    return root


def _name(text: str) -> Any:
    from matplotlib.backends.backend_pdf import Name

    return Name(text)  # type: ignore[no-untyped-call]


class _PdfCanvas:
    """Draw primitives on one page, whose origin is at the bottom."""

    def __init__(self, renderer: Any, painter: Painter, height: float) -> None:
        from matplotlib.font_manager import FontProperties
        from matplotlib.transforms import Affine2D

        self.renderer, self.height = renderer, height
        self.faces = painter.theme.faces()
        self.fonts: dict[tuple[bool, float], Any] = {}
        self.properties = FontProperties
        self.page = Affine2D().scale(1, -1).translate(0, height)

    def draw(self, primitive: Primitive) -> None:
        from matplotlib.colors import to_rgba

        context = self.renderer.new_gc()
        if isinstance(primitive, PlacedText):
            context.set_foreground(primitive.colour)
            x = primitive.x
            if primitive.anchor != "start":
                x -= (
                    self.faces[primitive.bold].width(primitive.text)
                    * primitive.size
                    * (0.5 if primitive.anchor == "middle" else 1.0)
                )
            self.renderer.draw_text(context, x, self.height - primitive.y, primitive.text, self._font(primitive), 0)
        else:
            context.set_linewidth(primitive.stroke_width if primitive.stroke else 0.0)
            context.set_joinstyle("miter")
            context.set_capstyle("butt")
            if primitive.stroke:
                context.set_foreground(primitive.stroke)
            if primitive.dash:
                context.set_dashes(0, primitive.dash)
            opacity = getattr(primitive, "opacity", 1.0)
            if opacity < 1:
                context.set_alpha(opacity)
            fill = to_rgba(primitive.fill, opacity) if primitive.fill else None
            self.renderer.draw_path(context, outline(primitive), self.page, fill)
        context.restore()

    def _font(self, primitive: PlacedText) -> Any:
        key = (primitive.bold, primitive.size)
        if key not in self.fonts:
            self.fonts[key] = self.properties(fname=self.faces[primitive.bold].path, size=primitive.size)
        return self.fonts[key]
