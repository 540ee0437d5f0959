"""PDF: reading order, running heads, notes, tables, bullets, scans, on PDFs made here."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import pdf_maker
from pdf_maker import HEIGHT, LEFT, RIGHT, columns_pdf, draw, page_of, paragraph, table_pdf
from themes.documents import Limits, read_source
from themes.records import Source

SHARED = Path(__file__).parents[2] / "shared"
NOTE_SPACE = "\u200a"


def read(path: Path, **limits: float) -> Source:
    """A source read with these limits."""
    return read_source(path, root=path.parent, limits=Limits(**limits))  # type: ignore[arg-type]


def texts(source: Source, role: str = "body") -> list[str]:
    """Texts of the lines with a role."""
    return [line.text for line in source.lines if line.role == role]


def holds(lines: list[str], part: list[str]) -> bool:
    """True when the lines hold these in a row."""
    return any(lines[at : at + len(part)] == part for at in range(len(lines)))


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The left column comes wholly before the right one, also when their lines don't keep step."""
    body = texts(read(columns_pdf(tmp_path / "kolommen.pdf")))
    assert body[0].startswith("Ronde 1")
    assert body[1:15] == LEFT + RIGHT


def test_running_heads_and_page_numbers_are_marked_and_kept(tmp_path: Path) -> None:
    """What repeats in the bands gets a role; no line is dropped."""
    source = read(columns_pdf(tmp_path / "kolommen.pdf"))
    assert texts(source, "running_head") == ["Gemeente Rietveld - Verslag wijkavond"] * 3
    assert texts(source, "page_number") == [f"Pagina {number} van 3" for number in (1, 2, 3)]
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))
    assert source.n_pages == 3
    heading = next(line for line in source.lines if line.text.startswith("Ronde 1"))
    assert heading.bold and heading.size == pytest.approx(14, abs=0.2) and heading.page == 1
    assert heading.box is not None and heading.box[0] == pytest.approx(60, abs=1)


def test_labels_beside_their_values_stay_on_one_line(tmp_path: Path) -> None:
    """A label and its value are one line, not two columns."""
    rows = [("Datum", "12 mei 2022"), ("Plaats", "Dorpshuis De Wende"), ("Voorzitter", "mevrouw Aalbers"),
            ("Aanwezig", "twaalf inwoners"), ("Notulist", "de heer Brink"), ("Einde", "22.00 uur")]  # fmt: skip
    page = []
    for at, (label, value) in enumerate(rows):
        top = 100.0 + 14 * at
        page += [(60.0, top, label, "Helvetica", 10.0), (200.0, top, value, "Helvetica", 10.0)]
    source = read(draw(tmp_path / "kop.pdf", [page]))
    assert texts(source) == [f"{label} {value}" for label, value in rows]


def test_margin_column_is_set_apart(tmp_path: Path) -> None:
    """A narrow column in small print beside the text is a block with role margin."""
    wide = [f"{line} en dat horen we in alle wijken van de gemeente terug" for line in LEFT + RIGHT]
    colophon = ["Postbus 12", "1234 AB Rietveld", "www.rietveld.example", "Ons kenmerk", "2022-0145", "Bijlagen: geen"]
    page = paragraph(170, 120, wide, 9) + paragraph(50, 126, colophon, 7)
    source = read(draw(tmp_path / "brief.pdf", [page]))
    assert texts(source) == wide
    assert texts(source, "margin") == colophon
    assert {line.block for line in source.lines if line.role == "margin"}.isdisjoint(
        {line.block for line in source.lines if line.role == "body"}
    )


def test_footnote_marks_stand_apart_and_notes_are_marked(tmp_path: Path) -> None:
    """A raised digit is parted from its word by a hair space; the note at the foot has its own role."""
    canvas = Canvas(str(tmp_path / "noot.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    for at, line in enumerate(LEFT):
        canvas.drawString(60, HEIGHT - 100 - 14 * at, line)
    canvas.drawString(60, HEIGHT - 220, "Het aandeel steeg naar 74")
    width = canvas.stringWidth("Het aandeel steeg naar 74", "Helvetica", 11)
    canvas.setFont("Helvetica", 6.5)
    canvas.drawString(60 + width, HEIGHT - 216, "2")
    canvas.setFont("Helvetica", 5)
    canvas.drawString(61.6, HEIGHT - 700, "2")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(65, HEIGHT - 704, "Bron: buurtpeiling onder 300 huishoudens.")
    canvas.save()
    source = read(tmp_path / "noot.pdf")
    assert f"Het aandeel steeg naar 74{NOTE_SPACE}2" in texts(source)
    assert texts(source, "footnote") == [f"2{NOTE_SPACE}Bron: buurtpeiling onder 300 huishoudens."]


def test_ruled_table_over_a_page_is_one_table(tmp_path: Path) -> None:
    """Cells get row and column, rows count on over the page, a repeated header is a running head."""
    source = read(table_pdf(tmp_path / "tabel.pdf"))
    cells = [(line.cell.table, line.cell.row, line.cell.column, line.text) for line in source.lines if line.cell]
    assert (1, 1, 1, "Elke wijk krijgt een plek waar") in cells
    assert (1, 1, 1, "mensen binnen kunnen lopen.") in cells
    assert (1, 5, 0, "Wonen") in cells and (1, 5, 2, "Corporatie") in cells
    assert not any(row == 2 and column == 2 for _, row, column, _ in cells)  # an empty cell leaves no line
    header = [line for line in source.lines if line.cell and line.cell.header]
    assert [line.role for line in header] == ["body"] * 3 + ["running_head"] * 3
    body = [line.text for line in source.lines if line.cell is None]
    assert body == ["De tabel toont per doel de inzet.", "Na de tabel volgt weer gewone tekst."]


def test_table_with_horizontal_rules_only(tmp_path: Path) -> None:
    """Rows from the rules, columns from the white space; prose between rules is no table."""
    canvas = Canvas(str(tmp_path / "regels.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    rows = [("Dorp", "Wens"), ("Oosterhem", "een bus in de avond"), ("Plaatmolen", "een plek voor jongeren")]
    for at, row in enumerate(rows):
        canvas.line(60, HEIGHT - 100 - 20 * at, 500, HEIGHT - 100 - 20 * at)
        for x, text in zip((64, 250), row, strict=True):
            canvas.drawString(x, HEIGHT - 114 - 20 * at, text)
    canvas.line(60, HEIGHT - 160, 500, HEIGHT - 160)
    for at, line in enumerate([*LEFT, *RIGHT]):
        canvas.line(60, HEIGHT - 300 - 20 * at, 500, HEIGHT - 300 - 20 * at)
        canvas.drawString(64, HEIGHT - 314 - 20 * at, f"{line} en wat daar nog meer over te zeggen is")
    canvas.save()
    source = read(tmp_path / "regels.pdf")
    cells = [(line.cell.row, line.cell.column, line.text) for line in source.lines if line.cell]
    assert cells == [(row, column, text) for row, texts_ in enumerate(rows) for column, text in enumerate(texts_)]
    assert sum(line.cell is None for line in source.lines) == 14


def test_lines_of_a_cell_stand_together(tmp_path: Path) -> None:
    """No line of another cell stands between two lines of one cell."""
    source = read(table_pdf(tmp_path / "tabel.pdf"))
    order = [line.cell for line in source.lines if line.cell]
    changes = [cell for at, cell in enumerate(order) if at == 0 or cell != order[at - 1]]
    assert len(changes) == len(set(changes))


def test_symbol_bullets_and_ligatures_become_signs(tmp_path: Path) -> None:
    """A private-use bullet is '•', an fi ligature two letters."""
    from themes.documents.glyphs import shown

    assert shown("\uf0b7") == "•" and shown("\ufb01") == "fi" and shown("\x02") == "\ufffd"
    assert shown("(cid:3)") == "(cid:3)" and shown("\u2028") == " "


def test_letter_spaced_words_are_closed_up(tmp_path: Path) -> None:
    """Letters set apart by tracking make words again."""
    canvas = Canvas(str(tmp_path / "gespatieerd.pdf"), pagesize=A4, invariant=1)
    text = canvas.beginText(60, HEIGHT - 100)
    text.setFont("Helvetica", 14)
    text.setCharSpace(5)
    text.textLine("BESLUITENLIJST RAAD")
    canvas.drawText(text)
    canvas.save()
    assert texts(read(tmp_path / "gespatieerd.pdf")) == ["BESLUITENLIJST RAAD"]


def test_text_that_a_reader_cannot_see_is_flagged(tmp_path: Path) -> None:
    """White, tiny and off-page text has role hidden; white on a dark box is body."""
    canvas = Canvas(str(tmp_path / "wit.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, HEIGHT - 100, "Dit staat er gewoon.")
    canvas.drawString(60, HEIGHT + 200, "Buiten beeld.")
    canvas.rect(50, HEIGHT - 330, 300, 40, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, HEIGHT - 200, "Wit op wit.")
    canvas.drawString(60, HEIGHT - 310, "Wit op zwart.")
    canvas.save()
    source = read(tmp_path / "wit.pdf")
    assert sorted(texts(source, "hidden")) == ["Buiten beeld.", "Wit op wit."]
    assert texts(source) == ["Dit staat er gewoon.", "Wit op zwart."]
    assert any("niet ziet" in finding.message for finding in source.findings)


def test_rotated_text_reads_as_lines(tmp_path: Path) -> None:
    """Text along the side of the page is read in its own direction, in a block of its own."""
    canvas = Canvas(str(tmp_path / "gedraaid.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(100, HEIGHT - 100, "Gewone regel tekst.")
    canvas.rotate(90)
    canvas.drawString(200, -40, "Langs de kant geschreven")
    canvas.save()
    source = read(tmp_path / "gedraaid.pdf")
    assert texts(source) == ["Gewone regel tekst.", "Langs de kant geschreven"]
    box = source.lines[1].box
    assert box is not None and box[3] - box[1] > 100 and box[2] - box[0] < 20


def test_text_drawn_twice_is_read_once(tmp_path: Path) -> None:
    """Bold by drawing twice gives one line, and that is said."""
    page = [(60.0, 100.0, "Kop van het stuk", "Helvetica", 12.0), (60.3, 100.0, "Kop van het stuk", "Helvetica", 12.0)]
    source = read(draw(tmp_path / "dubbel.pdf", [page]))
    assert texts(source) == ["Kop van het stuk"]
    assert any("Dubbel" in finding.message for finding in source.findings)


def test_pages_without_text_layer_are_named(tmp_path: Path) -> None:
    """A page that is one picture is reported by number with what to do."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4, invariant=1)
    canvas.drawString(60, HEIGHT - 100, "De eerste bladzijde heeft gewoon tekst.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (50, 70), 128)), 0, 0, *A4)
    canvas.save()
    found = [finding for finding in read(tmp_path / "scan.pdf").findings if "tekstlaag" in finding.message]
    assert len(found) == 1 and "pagina 2" in found[0].message and "ocr" in found[0].remedy.lower()


def test_scan_is_read_by_text_recognition(tmp_path: Path) -> None:
    """With ocr the page is read, its lines are marked, and the page is named."""
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader

    from themes.documents import ocr

    picture = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(picture)
    for at, line in enumerate(LEFT):
        pen.text((150, 200 + 60 * at), line, fill=0, font=ImageFont.load_default(size=34))
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    source = read_source(tmp_path / "scan.pdf", root=tmp_path, ocr=True)
    messages = " ".join(finding.message for finding in source.findings)
    if ocr.tesseract() is None:
        assert "Tesseract" in messages and not source.lines
        return
    words = " ".join(line.text for line in source.lines).split()
    assert len(set(words) & set(" ".join(LEFT).split())) > 0.8 * len(set(" ".join(LEFT).split()))
    assert all(line.ocr and line.page == 1 and line.box for line in source.lines)
    assert "tekstherkenning (OCR): pagina 1" in messages and "tekstlaag" not in messages


def test_invisible_text_layer_of_a_scan_is_its_text(tmp_path: Path) -> None:
    """Text drawn invisibly over a picture is read and marked as text recognition, not as hidden."""
    content = b"BT /F1 12 Tf 3 Tr 60 700 Td (Wij willen een bankje bij de vijver.) Tj ET"
    source = read(page_of(tmp_path / "scan.pdf", content, "<< /Font << /F1 5 0 R >> >>"))
    assert [(line.text, line.role, line.ocr) for line in source.lines] == [
        ("Wij willen een bankje bij de vijver.", "body", True)
    ]


def test_bullets_of_fonts_without_names(tmp_path: Path) -> None:
    """A code without a name in a simple font shows a bullet."""
    content = b"BT /F1 12 Tf 60 700 Td (\\177 eerste wens) Tj 0 -20 Td (\\177 tweede wens) Tj ET"
    source = read(page_of(tmp_path / "punt.pdf", content, "<< /Font << /F1 5 0 R >> >>"))
    assert texts(source) == ["• eerste wens", "• tweede wens"]


def test_every_character_is_kept(tmp_path: Path) -> None:
    """The characters of the lines are those that pdfplumber sees, in whatever order."""
    import pdfplumber

    for maker in (columns_pdf, table_pdf):
        path = maker(tmp_path / "stuk.pdf")
        with pdfplumber.open(path) as pdf:
            expected = sorted(char["text"] for page in pdf.pages for char in page.chars if not char["text"].isspace())
        found = sorted(char for line in read(path).lines for char in line.text if not char.isspace())
        assert found == expected


def test_same_result_every_time(tmp_path: Path) -> None:
    """Reading twice gives equal sources."""
    path = columns_pdf(tmp_path / "kolommen.pdf")
    assert read(path) == read(path)


@pytest.mark.skipif(not (SHARED / "pdfs" / "real").exists(), reason="real PDFs are not here")
@pytest.mark.slow
def test_real_files_keep_their_characters() -> None:
    """On a real decision list all characters that PDFium sees are in the lines."""
    import pypdfium2

    path = SHARED / "pdfs" / "real" / "besluitenlijst-raad-2015.pdf"
    document = pypdfium2.PdfDocument(path)
    seen = "".join(page.get_textpage().get_text_range() for page in document)
    found = "".join(line.text for line in read(path).lines)
    count = len([char for char in seen if not char.isspace()])
    assert abs(len([char for char in found if not char.isspace()]) - count) <= 0.002 * count


def test_maker_draws_what_the_tests_say(tmp_path: Path) -> None:
    """The made PDFs hold the two columns side by side."""
    assert len(pdf_maker.LEFT) == len(pdf_maker.RIGHT)
