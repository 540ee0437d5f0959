"""Text in any encoding, Markdown, Word, OpenDocument, HTML and e-mail."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from pdf_maker import columns_pdf
from themes.documents import Limits, read_source
from themes.documents.numbering import format_number
from themes.documents.text import decode, text_lines
from themes.problems import UnreadableDocument
from themes.records import Source

DUTCH = "De coördinator zei: ‘één loket’ is beter – ook voor cliënten.\nTweede regel, café.\n"


def read(path: Path, limits: Limits | None = None) -> Source:
    """A source from a file in its own folder."""
    return read_source(path, root=path.parent, limits=limits or Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """The same words come out whatever the encoding."""
    path = tmp_path / "verslag.txt"
    path.write_bytes(DUTCH.encode(encoding))
    assert read(path).text == DUTCH


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_old_code_pages(encoding: str) -> None:
    """Letters from DOS and old Macs are recognised by what Dutch text holds."""
    text = "één coördinator, cliënten en een café: geïnteresseerde burgers"
    assert decode(text.encode(encoding)) == (text, encoding)


@given(st.binary(max_size=300))
def test_decode_never_fails(data: bytes) -> None:
    """Any bytes give some text."""
    text, encoding = decode(data)
    assert isinstance(text, str) and encoding


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_text_lines_are_verbatim(text: str) -> None:
    """Lines joined by newlines are the text again."""
    lines, _ = text_lines(text)
    assert "\n".join(line.text for line in lines) == text
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_form_feeds_and_single_spaces_start_pages() -> None:
    """Both signs of a page in converted text are seen."""
    lines, pages = text_lines("een\ntwee\n\fdrie\n\f")
    assert [line.page for line in lines[:3]] == [1, 1, 2] and pages == 2
    lines, pages = text_lines("een\ntwee\n Drie begint een bladzijde\nvier\n")
    assert lines[3].page == 2 and pages == 2


def test_running_heads_in_converted_text(tmp_path: Path) -> None:
    """A head and a page number at the edge of every page are marked, text between them is body."""
    words = ["appel", "peer", "noot", "beuk"]
    pages = []
    for at, word in enumerate(words, 1):
        body = "\n".join(
            f"Regel over de {word} met een {end}." for end in ("blad", "tak", "bes", "pit", "kern", "schil")
        )
        body = body if at % 2 else body.upper()
        pages.append(f"Raad van Rietveld\n\n{body}\n\n{at}\n")
    path = tmp_path / "raad.txt"
    path.write_text("\f".join(pages), encoding="utf-8")
    source = read(path)
    assert [line.text for line in source.lines if line.role == "running_head"] == ["Raad van Rietveld"] * 4
    assert [line.text for line in source.lines if line.role == "page_number"] == ["1", "2", "3", "4"]
    assert source.n_pages == 4


def test_text_without_pages_keeps_its_roles(tmp_path: Path) -> None:
    """Nothing is a running head in a text without pages."""
    path = tmp_path / "lijst.txt"
    path.write_text("\n".join(["Actie", "doen", ""] * 20), encoding="utf-8")
    assert {line.role for line in read(path).lines} == {"body"}


def test_markdown_headings_have_a_size(tmp_path: Path) -> None:
    """Headings are larger and bold; the text keeps its marks."""
    path = tmp_path / "stuk.md"
    path.write_text("# Titel\n\n## Deel\n\nGewone tekst.\n\n**Vette regel**\n", encoding="utf-8")
    source = read(path)
    sizes = {line.text: (line.size, line.bold) for line in source.lines if line.text}
    assert sizes["# Titel"][0] > sizes["## Deel"][0] > sizes["Gewone tekst."][0]  # type: ignore[operator]
    assert sizes["**Vette regel**"][1] and not sizes["Gewone tekst."][1]
    assert source.media == "markdown"


def make_docx(path: Path) -> Path:
    """A Word file with a heading, bold, lists, a table, a header and a line break."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Gemeente Rietveld"
    document.add_heading("Verslag wijktafel", 1)
    document.add_paragraph("Gewone tekst met ").add_run("een vet woord").bold = True
    document.add_paragraph().add_run("Alles vet").bold = True
    noted = document.add_paragraph("Het aandeel is 12")
    noted.add_run("3").font.superscript = True
    document.add_paragraph("eerste punt", style="List Bullet")
    document.add_paragraph("stap een", style="List Number")
    document.add_paragraph("stap twee", style="List Number")
    document.add_paragraph("dieper", style="List Bullet 2")
    run = document.add_paragraph().add_run("Groot")
    run.font.size = Pt(18)
    run.add_break()
    run.add_text("en verder")
    table = document.add_table(2, 2)
    for row, column, text in ((0, 0, "Vraag"), (0, 1, "Antwoord"), (1, 0, "Wie\nWat"), (1, 1, "De raad")):
        cell = table.cell(row, column)
        cell.text = text
        for paragraph in cell.paragraphs:
            for part in paragraph.runs:
                part.bold = row == 0
    document.save(str(path))
    return path


def test_word_file(tmp_path: Path) -> None:
    """Headings, markers as Word shows them, cells, breaks and the page header."""
    source = read(make_docx(tmp_path / "verslag.docx"))
    lines = {line.text: line for line in source.lines}
    assert lines["Gemeente Rietveld"].role == "running_head"
    assert lines["Verslag wijktafel"].bold and lines["Verslag wijktafel"].size == 20
    assert not lines["Gewone tekst met een vet woord"].bold and lines["Alles vet"].bold
    assert "Het aandeel is 12\u200a3" in lines
    assert {"• eerste punt", "1. stap een", "2. stap twee", "  • dieper"} <= set(lines)
    assert lines["Groot"].size == 18 and lines["Groot"].block == lines["en verder"].block
    cells = [(line.text, line.cell.row, line.cell.column, line.cell.header) for line in source.lines if line.cell]
    assert cells == [("Vraag", 0, 0, True), ("Antwoord", 0, 1, True), ("Wie", 1, 0, False), ("Wat", 1, 0, False),
                     ("De raad", 1, 1, False)]  # fmt: skip


def test_word_keeps_every_character(tmp_path: Path) -> None:
    """All text that python-docx sees is in the lines."""
    path = make_docx(tmp_path / "verslag.docx")
    document = docx.Document(str(path))
    seen = "\n".join(paragraph.text for paragraph in document.paragraphs)
    seen += "\n" + "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    found = read(path).text
    assert not [word for word in seen.split() if word not in found.replace("\u200a", "")]


def test_damaged_and_swollen_packages(tmp_path: Path) -> None:
    """A broken zip and one that unpacks to too much are refused by name of the limit."""
    (tmp_path / "stuk.docx").write_bytes(b"PK\x03\x04" + b"zomaar" * 20)
    with pytest.raises(UnreadableDocument, match="beschadigd"):
        read(tmp_path / "stuk.docx")
    for name in ("bom.docx", "bom.odt"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("content.xml", b" " * 3_000_000)
        with pytest.raises(UnreadableDocument, match="max_decompressed_mb"):
            read(tmp_path / name, Limits(max_decompressed_mb=1))


def test_opendocument(tmp_path: Path) -> None:
    """Headings, a numbered and a nested list, cells and a note of an .odt."""
    from odf import style, table, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    numbers = text.ListStyle(name="L1")
    numbers.addElement(text.ListLevelStyleNumber(level=1, numformat="a", numsuffix=")"))
    numbers.addElement(text.ListLevelStyleBullet(level=2, bulletchar="–"))
    document.automaticstyles.addElement(numbers)
    bold = style.Style(name="Vet", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    document.text.addElement(text.H(outlinelevel=2, text="Kop van het deel"))
    paragraph = text.P(text="Begin ")
    paragraph.addElement(text.Span(stylename="Vet", text="vet"))
    paragraph.addText(" einde")
    document.text.addElement(paragraph)
    outer = text.List(stylename="L1")
    for words, deeper in (("eerste", None), ("tweede", "onder tweede")):
        item = text.ListItem()
        item.addElement(text.P(text=words))
        if deeper:
            inner, sub = text.List(), text.ListItem()
            sub.addElement(text.P(text=deeper))
            inner.addElement(sub)
            item.addElement(inner)
        outer.addElement(item)
    document.text.addElement(outer)
    grid, row = table.Table(), table.TableRow()
    for words in ("links", "rechts"):
        cell = table.TableCell()
        cell.addElement(text.P(text=words))
        row.addElement(cell)
    grid.addElement(row)
    document.text.addElement(grid)
    document.save(str(tmp_path / "stuk.odt"))
    source = read(tmp_path / "stuk.odt")
    assert [line.text for line in source.lines] == [
        "Kop van het deel", "Begin vet einde", "a) eerste", "b) tweede", "  – onder tweede", "links", "rechts",
    ]  # fmt: skip
    assert source.lines[0].bold and source.lines[0].size == 18.5
    assert [line.cell.column for line in source.lines if line.cell] == [0, 1]


HTML = """<!DOCTYPE html><html><head><title>t</title><script>var x = 'weg';</script></head><body>
<nav>Naar de inhoud</nav><h1>Raad <em>van</em> Rietveld</h1><p>Eerste   regel<br>tweede <b>regel</b><sup>4</sup></p>
<ul><li>een<ul><li>een a</li></ul></li><li><p>twee</p></li></ul><ol start="3" type="i"><li>drie</li></ol>
<table><tr><th>Wie</th><th>Wat</th></tr><tr><td rowspan="2">Raad</td><td>besluit</td></tr>
<tr><td>vraagt</td></tr></table>
<p style="display: none">onzichtbaar</p></body></html>"""


def test_html(tmp_path: Path) -> None:
    """Blocks, markers, cells with spans, what isn't shown, and no scripts."""
    (tmp_path / "pagina.html").write_text(HTML, encoding="utf-8")
    source = read(tmp_path / "pagina.html")
    assert [line.text for line in source.lines if line.text and not line.cell] == [
        "Naar de inhoud", "Raad van Rietveld", "Eerste regel", "tweede regel\u200a4", "• een", "  • een a", "• twee",
        "iii. drie", "onzichtbaar",
    ]  # fmt: skip
    roles = {line.text: line.role for line in source.lines}
    assert roles["Naar de inhoud"] == "margin" and roles["onzichtbaar"] == "hidden"
    cells = [(line.cell.row, line.cell.column, line.text) for line in source.lines if line.cell]
    assert cells == [(0, 0, "Wie"), (0, 1, "Wat"), (1, 0, "Raad"), (1, 1, "besluit"), (2, 1, "vraagt")]


def test_html_nested_without_end(tmp_path: Path) -> None:
    """Thousands of nested elements are read and the limit is named."""
    (tmp_path / "diep.html").write_text("<html><body>" + "<div>x" * 5000 + "</body></html>", encoding="utf-8")
    source = read(tmp_path / "diep.html")
    assert source.text.count("x") == 5000
    assert any("max_depth (200)" in finding.message for finding in source.findings)


def test_html_in_its_own_charset(tmp_path: Path) -> None:
    """The charset that the page declares is used."""
    data = '<html><head><meta charset="iso-8859-15"></head><body><p>Prijs: € 3, café</p></body></html>'
    (tmp_path / "oud.html").write_bytes(data.encode("iso-8859-15"))
    assert read(tmp_path / "oud.html").text == "Prijs: € 3, café"


def test_mail_with_attachments(tmp_path: Path) -> None:
    """The message is page 1, each attachment follows under its name with pages counted on."""
    message = EmailMessage()
    message["From"], message["To"] = "An Aalbers <an@rietveld.example>", "raad@rietveld.example"
    message["Subject"], message["Date"] = "Verslag café", "Tue, 16 May 2023 10:00:00 +0200"
    message.set_content("Beste raad,\n\nHierbij het verslag\nvan de avond.\n")
    word, pdf = make_docx(tmp_path / "v.docx"), columns_pdf(tmp_path / "k.pdf", 2)
    message.add_attachment(word.read_bytes(), maintype="application", subtype="x", filename="verslag.docx")
    message.add_attachment(pdf.read_bytes(), maintype="application", subtype="pdf", filename="tafels.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="leeg.pdf")
    (tmp_path / "bericht.eml").write_bytes(bytes(message))
    source = read(tmp_path / "bericht.eml")
    first = [line.text for line in source.lines if line.page == 1]
    assert first[:4] == ["Van: An Aalbers <an@rietveld.example>", "Aan: raad@rietveld.example",
                         "Datum: Tue, 16 May 2023 10:00:00 +0200", "Onderwerp: Verslag café"]  # fmt: skip
    wrapped = [line.block for line in source.lines if line.text in ("Hierbij het verslag", "van de avond.")]
    assert len(wrapped) == 2 and wrapped[0] == wrapped[1]
    heads = {line.text: line.page for line in source.lines if line.text.startswith("Bijlage: ")}
    assert heads == {"Bijlage: verslag.docx": 2, "Bijlage: tafels.pdf": 3}
    assert source.n_pages == 4 and source.media == "eml"
    messages = " ".join(finding.message for finding in source.findings)
    assert "logo.png" in messages and "leeg.pdf" in messages
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))


def test_number_formats() -> None:
    """Markers as Word counts them."""
    assert [format_number(4, form) for form in ("decimal", "lowerRoman", "upperLetter", "iets")] == [
        "4",
        "iv",
        "D",
        "4",
    ]
    assert format_number(0, "lowerLetter") == "0"


def test_limits_refuse_nonsense() -> None:
    """A limit is a number above nought."""
    with pytest.raises(ValueError, match="max_pages"):
        Limits(max_pages=0)


def test_file_over_the_size_limit(tmp_path: Path) -> None:
    """The limit is named and the key of themes.toml given."""
    (tmp_path / "groot.txt").write_bytes(b"a" * 2_000_000)
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path / "groot.txt", Limits(max_file_mb=1))
    assert "max_file_mb (1)" in caught.value.message and "[limits]" in caught.value.remedy
