"""Makes the pictures of the Dutch guide from a real run: the page in Chromium, the workbook through LibreOffice.

    .venv/bin/themes run corpus --out outputs/demo
    .venv/bin/python docs/make_pictures.py outputs/demo

Needs playwright with a Chromium, and LibreOffice and poppler (soffice, pdftoppm) for the workbook; each part that
can't be made is named and the old picture stays. Pictures are palette PNGs of at most 150 kB.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

PICTURES = Path(__file__).parent / "handleiding" / "beelden"
LARGEST = 150_000  # bytes
WIDTH, HEIGHT = 1100, 760
# sheet -> columns to show (beginnings of their heads); empty: all
SHEETS: dict[str, tuple[str, ...]] = {
    "Leesmij": (),
    "Reactietabel": ("Nr", "Inbreng", "Wie sprak", "Gevonden", "Tekst in plan", "Reactie", "Verwerking", "Reden"),
    "Controlelijst ASD": ("Nr", "Wat is er", "Wie en", "Staat het", "Waar?", "Ons oordeel", "Onze vraag"),
    "Adviezen en antwoorden": ("Nr", "Ons advies", "Antwoord", "Soort", "Staat het", "Ons oordeel"),
}


def main(run: Path) -> int:
    """Make all pictures from the reports in `run`; 1 when a part could not be made."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    missing = [
        page_pictures(run / "overzicht.html", VIEWS, "pagina"),
        page_pictures(review_page_of(run), REVIEW_VIEWS, "nakijken"),
        workbook_pictures(run / "werkboek.xlsx"),
    ]
    for reason in filter(None, missing):
        print(reason, file=sys.stderr)
    return int(any(missing))


def review_page_of(run: Path) -> Path:
    """A page to review on with the statements of a run."""
    from themes import RunTables, review_page

    tables = RunTables(run)
    made = review_page(
        [point.unit for point in tables.points],
        tables.codings,
        tables.codebook,
        numbers={point.unit.unit_id: point.number for point in tables.points},
        speakers={point.unit.unit_id: point.document.speakers or "" for point in tables.points},
        around=tables.units,
    )
    return made.save(Path(tempfile.mkdtemp()) / "nakijken.html")


def page_pictures(page: Path, views: dict[str, Callable[[Any], None]], kind: str) -> str:
    """Screenshots of a page; gives why they could not be made, or ''."""
    browser = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "The page was not pictured: playwright is not installed."
    if browser is None or not page.exists():
        return f"The page was not pictured: there is no {'Chromium' if browser is None else page}."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--force-color-profile=srgb"]
        )
        for name, action in views.items():
            tab = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            tab.goto(page.resolve().as_uri())
            action(tab)
            tab.wait_for_timeout(300)
            save(Image.open(io.BytesIO(tab.screenshot())), PICTURES / f"{kind}_{name}.png")
            tab.close()
        chromium.close()
    return ""


def _search(tab: Any) -> None:
    tab.fill("#q", "vervoer")
    tab.press("#q", "Enter")
    tab.wait_for_timeout(500)


def _scroll(selector: str) -> Callable[[Any], None]:
    def action(tab: Any) -> None:
        tab.evaluate("selector => document.querySelector(selector).scrollIntoView()", selector)

    return action


VIEWS: dict[str, Callable[[Any], None]] = {
    "begin": lambda tab: None,
    "zoeken": _search,
    "punt": _scroll("#punten article"),
    "adviezen": _scroll("#adviezen"),
    "gaten": _scroll("#gaten"),
}


def _statement(tab: Any) -> None:
    tab.fill("#naam", "Anna")
    tab.fill("#zoek", "bus")
    tab.click("text=Neem dit voorstel over")
    tab.evaluate("document.querySelector('article').scrollIntoView()")


REVIEW_VIEWS: dict[str, Callable[[Any], None]] = {"uitspraak": _statement}


def workbook_pictures(workbook: Path) -> str:
    """The first page of the sheets that people fill in; gives why they could not be made, or ''."""
    office, raster = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or raster is None or not workbook.exists():
        return "The workbook was not pictured: LibreOffice, poppler or the workbook is not there."
    import openpyxl

    with tempfile.TemporaryDirectory() as folder:
        for name, columns in SHEETS.items():
            book = openpyxl.load_workbook(workbook)
            if name not in book.sheetnames:
                return f"The workbook was not pictured: it has no sheet {name}."
            for sheet in book:
                sheet.sheet_state = "visible" if sheet.title == name else "hidden"
            book.active = book.sheetnames.index(name)
            _on_one_page(book[name], columns)
            one = Path(folder) / "blad.xlsx"
            book.save(one)
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(one)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
            subprocess.run(
                [
                    raster,
                    "-png",
                    "-r",
                    "90",
                    "-f",
                    "1",
                    "-l",
                    "1",
                    "-singlefile",
                    str(one.with_suffix(".pdf")),
                    f"{folder}/blad",
                ],
                check=True,
                timeout=60,
            )
            short = name.lower().replace(" ", "_")
            with Image.open(Path(folder) / "blad.png") as picture:
                save(_trimmed(picture), PICTURES / f"werkboek_{short}.png")
    return ""


def _on_one_page(sheet: Any, columns: tuple[str, ...]) -> None:
    """All columns next to each other on the first page, others than `columns` hidden, so that a picture shows them."""
    from openpyxl.worksheet.dimensions import ColumnDimension

    width = 10.0
    for cell in sheet[1] if columns else ():
        letter = cell.column_letter
        if letter in sheet.column_dimensions:
            width = sheet.column_dimensions[letter].width
        hidden = not str(cell.value or "").startswith(columns)
        # a dimension of its own: in a file neighbours of one width share theirs
        sheet.column_dimensions[letter] = ColumnDimension(sheet, index=letter, width=width, hidden=hidden)
    sheet.print_area = None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _trimmed(picture: Image.Image, margin: int = 12) -> Image.Image:
    """Without the white around it and without the foot of the page; at most as high as it is wide."""
    body = picture.convert("L").crop((0, 0, picture.width, picture.height * 92 // 100))
    left, top, right, bottom = body.point(lambda value: 255 if value < 250 else 0).getbbox() or (0, 0, *body.size)
    bottom = min(bottom, top + right - left)
    return picture.crop((max(0, left - margin), max(0, top - margin), right + margin, bottom + margin))


def save(picture: Image.Image, path: Path) -> None:
    """Save with as many colours as fit in `LARGEST`; smaller when even eight colours don't."""
    picture = picture.convert("RGB")
    while True:
        for colours in (64, 32, 16, 8):
            data = io.BytesIO()
            picture.quantize(colours, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
            if data.tell() <= LARGEST:
                path.write_bytes(data.getvalue())
                return
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("outputs/demo")))
