"""Draw the pages that docs/reports.md shows: the first of the report of clause 2.3, and one of its annexes (needs poppler's pdftoppm)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from orgmodel import api
from orgmodel.reports.papers import REPORT, Asked, papers_of
from orgmodel.reports.pdf.writer import pdf

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "ha-tinh-2022" / "2.3-no-new-quota.yaml"
PICTURES = ROOT / "docs" / "pictures"
SHOWN = (("report-first-page", "party", "vi", 1), ("report-annexes", "state", "en", 3))
"""Each picture: its name, profile and language, and the page that it is of."""
DPI = 80


def main() -> None:
    """Write each picture as a PNG of 16 greys."""
    from PIL import Image

    comparison = api.compare_all(api.read_outcomes([SCENARIO]), language="vi")
    for name, profile, language, page in SHOWN:
        report = papers_of(comparison, (REPORT,), api.report_asked(comparison, Asked(profile=profile)))[0]
        with TemporaryDirectory() as folder:
            file = Path(folder) / "report.pdf"
            file.write_bytes(pdf(report, language))
            pages = ["-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run(
                ["pdftoppm", "-r", str(DPI), "-gray", *pages, "-png", file, file.with_suffix("")], check=True
            )
            picture = Image.open(file.with_suffix(".png")).quantize(16)
            picture.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
