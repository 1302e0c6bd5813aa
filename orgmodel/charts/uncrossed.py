"""Draw the lines besides the chart's own that cross no other line; the boxes name the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from orgmodel.charts.compose import Composer
from orgmodel.charts.drawing import Page
from orgmodel.charts.layout.crossings import crossings, to_leave_out
from orgmodel.charts.pagination import paginate
from orgmodel.charts.scene import Scene

CHART = "chart"


def uncrossed(scene: Scene, composer_of: Callable[[Scene], Composer]) -> tuple[Page, ...]:
    """Compose the pages of a scene, time and again until no line crosses another, as boxes name those that would.

    What is named in one state is so in the other, so that boxes say and hold the same room in both. Raises ProblemsError for a box that no page can
    hold.
    """
    while True:
        others = [number for number in range(len(scene.states)) if number != scene.shown] if scene.is_tied else []
        shown, *hidden = paginate(composer_of(scene), scene, others)
        crossing = _crossing(page for pages in (shown, *hidden) for page in pages)
        if not crossing:
            return shown
        scene = scene.naming(crossing)


def _crossing(pages: Iterable[Page]) -> set[tuple[str, str, str]]:
    """List lines (kind, start, end) without which none of the pages has lines that cross."""
    found = set()
    for page in pages:
        moved = [number for number, route in enumerate(page.routes) if route.kind != CHART]
        lines = [(route.start, route.end, route.points) for route in page.routes] if moved else []
        chosen = [page.routes[number] for number in to_leave_out(crossings(lines, moved))]
        found |= {(route.kind, route.start, route.end) for route in chosen}
    return found
