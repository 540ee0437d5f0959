"""The Word files: made as a Dutch office expects, saying no more than the run does, and not broken on paper."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from run_maker import write_run
from themes.problems import ThemesError
from themes.records import Coding, Records
from themes.report import People, word_shell, write_nota, write_word_files, write_workbook
from themes.report.people import Entry
from themes.report.run_tables import RunTables
from themes.report.word_files import methods
from themes.report.word_parts import Report
from themes.report.work_rows import work_rows
from themes.store import Store

SOFFICE, PDFTOPPM = shutil.which("soffice"), shutil.which("pdftoppm")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> RunTables:
    return write_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def people(tables: RunTables) -> People:
    ids = {point.number: point.unit.unit_id for point in tables.points}
    cells = [
        ("reaction", ids["1.1"], "handling", "Overgenomen"),
        ("reaction", ids["1.1"], "changed", "doel 1: de avondbus"),
        ("reaction", ids["1.2"], "handling", "Niet overgenomen"),
        ("reaction", ids["1.2"], "reason", "er is al een lijst"),
        ("verdict", ids["1.2"], "opinion", "Niet eens"),
        ("verdict", ids["1.2"], "remark", "Waar staat die lijst?"),
        ("verdict", ids["1.1"], "opinion", "Eens"),
        ("verdict", "B", "opinion", "Bespreken"),
    ]
    return People(Entry(kind, item, field, value, "Ans", "2026-01-07") for kind, item, field, value in cells)


@pytest.fixture(scope="module")
def folder(tables: RunTables, people: People, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("word")
    write_nota(tables, made / "reactienota.docx", people=people)
    write_word_files(tables, made, people=people)
    return made


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_all_files_are_there(folder: Path) -> None:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.docx"))
    assert names == [
        "methodeverantwoording.docx",
        "participatieparagraaf.docx",
        "reactienota.docx",
        "terugkoppeling/01_buurtgesprek_oosterend.docx",
        "vragen_aan_het_college.docx",
    ]


def test_each_file_is_dutch_with_title_author_captions_and_real_tables(folder: Path) -> None:
    for path in folder.rglob("*.docx"):
        document = docx.Document(str(path))
        properties = document.core_properties
        assert properties.title and properties.author == "Themes" and properties.language == "nl-NL"
        assert properties.created is not None and properties.created.date().isoformat() == "2026-01-05"
        with zipfile.ZipFile(path) as file:
            styles = file.read("word/styles.xml").decode()
            body = file.read("word/document.xml").decode()
        assert 'w:val="nl-NL"' in styles and "en-US" not in styles
        assert "python-docx" not in body
        assert body.count("SEQ Tabel") == len(document.tables)
        captions = [p for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
        assert [p.text.split(".")[0] for p in captions] == [f"Tabel {n}" for n in range(1, len(captions) + 1)]
        for table in document.tables:
            assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
            assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None
            first, *rest = table.rows
            assert first._tr.trPr is not None and first._tr.trPr.find(qn("w:tblHeader")) is not None
            assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))
            assert not any(cell._tc.grid_span > 1 for row in table.rows for cell in row.cells)


def test_the_nota_holds_every_point_once_in_full_with_what_people_wrote(folder: Path, tables: RunTables) -> None:
    document = docx.Document(str(folder / "reactienota.docx"))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    full = [row for row in rows if len(row) == 6 and row[0] != "Nr"]
    assert sorted(row[0] for row in full) == [point.number for point in tables.points]
    texts = {row[0]: row for row in full}
    for point in tables.points:
        assert texts[point.number][1] == point.unit.text
    assert "Verwerking: Overgenomen" in texts["1.1"][5] and "Aangepast: doel 1: de avondbus" in texts["1.1"][5]
    assert texts["1.3"][5] == "Nog open"
    assert "Een sociale kaart" in texts["1.2"][1] and texts["1.2"][4] == ""
    with zipfile.ZipFile(folder / "reactienota.docx") as file:
        body = file.read("word/document.xml").decode()
    assert "TOC \\o" in body and "updateFields" not in file_settings(folder / "reactienota.docx")
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert {"Inhoud", "Bijlage: de punten per thema", "Wat is er veranderd?"} <= set(headings)


def file_settings(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read("word/settings.xml").decode()


def test_questions_come_from_the_rows_that_ask_for_an_answer(folder: Path, tables: RunTables, tmp_path: Path) -> None:
    text = text_of(folder / "vragen_aan_het_college.docx")
    assert "Wij hebben 2 vragen." in text and "Vraag 2" in text and "Vraag 3" not in text
    assert "Waar staat die lijst?" in text and "Maak een lijst van organisaties." in text
    assert tables.points[0].unit.text not in text  # the reviewer agreed
    write_word_files(tables, tmp_path)
    assert "Er zijn nog geen vragen." in text_of(tmp_path / "vragen_aan_het_college.docx")


def test_nothing_is_called_adopted_before_the_municipality_says_so(tables: RunTables, tmp_path: Path) -> None:
    write_nota(tables, tmp_path / "reactienota.docx")
    write_word_files(tables, tmp_path)
    for path in tmp_path.rglob("*.docx"):
        text = text_of(path).lower().replace("betekent niet: overgenomen", "")
        assert "is overgenomen" not in text and "verwerking: overgenomen" not in text
    assert "nog niet ingevuld welke punten" in text_of(tmp_path / "reactienota.docx")


def test_feedback_and_paragraph_say_who_spoke_and_add_up(folder: Path) -> None:
    back = text_of(folder / "terugkoppeling" / "01_buurtgesprek_oosterend.docx")
    assert "U praatte mee op 6 maart 2025." in back and "staan 5 punten" in back
    assert "Dit vonden wij niet in het plan (1)" in back and "Reden: er is al een lijst" in back
    assert "Wie er sprak, volgens het verslag: vrijwilligers." in back
    paragraph = text_of(folder / "participatieparagraaf.docx")
    assert "vrijwilligers" in paragraph and "Geen verslag zegt dat inwoners zelf spraken." in paragraph
    assert "Verwerking van de 5 punten" in paragraph and "Nog niet ingevuld" in paragraph


def test_the_report_back_is_a_page_and_an_annex_in_which_nothing_lacks(tables: RunTables, folder: Path) -> None:
    document = docx.Document(str(folder / "terugkoppeling" / "01_buurtgesprek_oosterend.docx"))
    page, *annex = [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.tables]
    points = [point for point in tables.points if point.number.startswith("1.")]
    assert sum(int(row[1]) for row in page) == len(points)  # every point counts once, with one theme
    assert all(row[3].startswith("‘") and row[4] for row in page)
    rows = [row for part in annex for row in part]
    assert sorted((row[0], row[1]) for row in rows) == sorted((point.number, point.unit.text) for point in points)
    head = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Bijlage"))
    assert head.paragraph_format.page_break_before


def test_themes_that_have_no_room_on_the_page_are_named(tables: RunTables, monkeypatch: pytest.MonkeyPatch) -> None:
    from themes.report import feedback as module

    monkeypatch.setattr(module, "LINES", 20)
    rows = work_rows(tables)
    made = module.feedback(rows, tables.input_documents[0], People())
    text = "".join(made._body)
    groups = module.by_theme(rows, [point for point in rows.points if point.number.startswith("1.")])
    assert "Ook gezegd: " in text
    assert all(theme in text for theme, _ in groups)


def test_methods_show_agreement_when_two_people_coded(tables: RunTables, folder: Path, tmp_path: Path) -> None:
    assert "geen twee mensen" in text_of(folder / "methodeverantwoording.docx")
    other = write_run(tmp_path)
    codings = list(other.codings)
    for point in other.points:
        for who in ("Anna", "Bram"):
            code = (
                "vervoer" if point.number in ("1.1", "1.4") or (who, point.number) == ("Bram", "1.2") else "geen-code"
            )
            codings.append(Coding(point.unit.unit_id, code, who, 1.0, ""))
    vars(other)["codings"] = Records(Coding, codings)
    methods(work_rows(other), People()).save(tmp_path / "m.docx")
    text = text_of(tmp_path / "m.docx")
    assert "Codeurs: Anna en Bram; 5 punten samen." in text and "Krippendorffs alfa" in text
    import re

    assert re.search(r"\b0,\d\d\b", text) and not re.search(r"\b0\.\d\d\b", text)


def test_a_template_gives_its_styles_and_not_its_text(tables: RunTables, tmp_path: Path) -> None:
    house = docx.Document()
    house.styles["Heading 1"].font.name = "Huisletter"
    house.add_paragraph("Tekst uit het sjabloon")
    house.save(str(tmp_path / "huis.docx"))
    with zipfile.ZipFile(tmp_path / "huis.docx") as old, zipfile.ZipFile(tmp_path / "huis.dotx", "w") as new:
        for item in old.infolist():
            data = old.read(item.filename)
            if item.filename == "[Content_Types].xml":
                data = data.replace(b"document.main+xml", b"template.main+xml")
            new.writestr(item, data)
    for name in ("huis.docx", "huis.dotx"):
        write_nota(tables, tmp_path / "nota.docx", template=tmp_path / name)
        made = docx.Document(str(tmp_path / "nota.docx"))
        assert made.styles["Heading 1"].font.name == "Huisletter"
        assert "Tekst uit het sjabloon" not in text_of(tmp_path / "nota.docx")
    (tmp_path / "kapot.docx").write_text("geen Word")
    with pytest.raises(ThemesError, match="sjabloon"):
        write_nota(tables, tmp_path / "nota.docx", template=tmp_path / "kapot.docx")


def test_the_same_run_gives_the_same_bytes(folder: Path, tables: RunTables, people: People, tmp_path: Path) -> None:
    again = RunTables(tables.folder)
    write_nota(again, tmp_path / "reactienota.docx", people=people)
    write_word_files(again, tmp_path, people=people)
    for path in folder.rglob("*.docx"):
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not (SOFFICE and PDFTOPPM), reason="LibreOffice or pdftoppm is not installed")
def test_what_stands_around_the_text_is_kept_and_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With it kept no python-docx is loaded; another author, paper or template is another one."""

    def write(text: str, keep: Store | None, author: str = "Ans", template: Path | None = None) -> bytes:
        manifest = {"made_on": "2026-01-02", "settings": {"author": author}}
        report = Report("Titel", manifest=manifest, template=template)
        report.text(text)
        report.save(tmp_path / "a.docx", keep=keep)
        return (tmp_path / "a.docx").read_bytes()

    docx.Document().save(str(tmp_path / "huisstijl.docx"))
    asked: list[dict[str, Any]] = [{}, {"author": "Bas"}, {"template": tmp_path / "huisstijl.docx"}]
    fresh = [write("twee", None, **more) for more in asked]
    assert len(set(fresh)) == 3
    monkeypatch.setattr(word_shell, "_shells", {})
    for more in asked:
        write("een", Store(tmp_path / "kept"), **more)
    monkeypatch.setattr(word_shell, "_shells", {})
    monkeypatch.setitem(sys.modules, "docx", None)  # whoever imports it fails
    assert [write("twee", Store(tmp_path / "kept"), **more) for more in asked] == fresh
    with pytest.raises(ImportError):
        write("twee", Store(tmp_path / "kept"), author="Cor")


def test_on_paper_no_page_is_empty_and_no_file_is_broken(folder: Path, tables: RunTables, tmp_path: Path) -> None:
    """LibreOffice prints every file; each has pages, and each page has ink."""
    write_workbook(tables, tmp_path / "werkboek.xlsx")
    files = [*sorted(folder.rglob("*.docx")), tmp_path / "werkboek.xlsx"]
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [str(SOFFICE), "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    for file in files:
        pdf = tmp_path / f"{file.stem}.pdf"
        assert pdf.exists(), file.name
        subprocess.run([str(PDFTOPPM), "-r", "30", "-gray", str(pdf), str(tmp_path / file.stem)], check=True)
        pages = sorted(tmp_path.glob(f"{file.stem}-*.pgm"))
        assert pages
        for page in pages:
            data = page.read_bytes().split(b"\n", 3)[3]
            assert sum(value < 128 for value in data) > 20, f"{page.name} is empty"
