"""Theme tables: the same numbers in every form, and text that each form takes as it is."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from run_maker import write_run
from themes.problems import ThemesError
from themes.report import theme_table
from themes.report.table_forms import SUFFIX
from themes.report.theme_tables import ThemeTable
from themes.words.shared import COUNT_NOTE

FOUND = slice(4, 9)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> ThemeTable:
    return theme_table(write_run(tmp_path_factory.mktemp("run")))


@pytest.fixture(scope="module")
def nasty(table: ThemeTable) -> ThemeTable:
    """A table whose first label holds every sign that some form could trip over."""
    first = dataclasses.replace(table.rows[0], label='-10% & é_€ #1 | <b> {x} ^~ \\ *ja* [nee]\nregel "q" ‘z’')
    return dataclasses.replace(table, rows=(first, *table.rows[1:]))


def test_counts_add_up_and_points_without_theme_have_a_row(table: ThemeTable) -> None:
    assert all(sum(row[FOUND]) == row[1] for row in table.cells)  # type: ignore[arg-type]
    assert table.rows[-1].label == "Nog niet ingedeeld" and table.rows[-1].n_points == 1
    assert table.n == "n = 5 punten uit 1 verslag"
    assert "Oosterend doet mee (versie: vastgesteld)" in table.source and "codeboek versie 1" in table.source
    assert table.note == COUNT_NOTE


def test_the_same_numbers_in_every_form(nasty: ThemeTable, tmp_path: Path) -> None:
    numbers = [[row[1], row[2], *row[FOUND]] for row in nasty.cells]
    excel, word = tmp_path / "t.xlsx", tmp_path / "t.docx"
    nasty.to("excel", excel)
    nasty.to("word", word)
    sheet = openpyxl.load_workbook(excel)["Thematabel"]
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [[row[1], row[2], *row[FOUND]] for row in cells] == numbers
    assert cells[0][0] == nasty.rows[0].label
    rows = [[cell.text for cell in row.cells] for row in docx.Document(str(word)).tables[0].rows[1:]]
    assert [[int(row[1]), int(row[2]), *map(int, row[FOUND])] for row in rows] == numbers
    for form, delimiter in (("csv", ","), ("csv-nl", ";")):
        read = list(csv.reader(io.StringIO(nasty.to(form), newline=""), delimiter=delimiter))[1 : 1 + len(numbers)]
        assert [[int(row[1]), int(row[2]), *map(int, row[FOUND])] for row in read] == numbers
        assert read[0][0] == "'" + nasty.rows[0].label  # no formula; the apostrophe is taken off when read back
    lines = [line for line in nasty.to("markdown").splitlines() if line.startswith("| ")]
    assert [int(re.split(r"(?<!\\)\|", line)[2]) for line in lines[1:]] == [row[0] for row in numbers]
    found = re.findall(r"<tr><th scope=\"row\">.*?</th><td>(\d+)</td>", nasty.to("html"), re.DOTALL)
    assert [int(number) for number in found] == [row[0] for row in numbers]
    latex = [line for line in nasty.to("latex").splitlines() if re.search(r"\(1\.\d\) \\\\$", line)]
    assert [int(line.split(" & ")[1]) for line in latex[-len(numbers) :]] == [row[0] for row in numbers]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed: LaTeX is not compiled")
def test_latex_compiles_with_every_sign_that_it_could_trip_over(nasty: ThemeTable, tmp_path: Path) -> None:
    """A whole document around \\input: é & % _ # and the rest come through, without one error."""
    nasty.to("latex", tmp_path / "thema.tex")
    (tmp_path / "rapport.tex").write_text(
        "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n"
        "\\usepackage{array,booktabs,longtable}\n\\begin{document}\n\\input{thema}\n\\end{document}\n",
        "utf-8",
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "rapport.tex"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    log = made.stdout.decode("utf-8", "replace")
    assert made.returncode == 0, log[-2000:]
    assert (tmp_path / "rapport.pdf").stat().st_size > 5_000
    assert "Missing character" not in log
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "rapport.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
        ).stdout.decode()
        assert all(sign in text for sign in "&%#")  # its bitmap letters give back no more


def test_latex_escapes_what_it_must_and_repeats_its_head(nasty: ThemeTable) -> None:
    text = nasty.to("latex")
    row = next(line for line in text.splitlines() if line.startswith("-10"))
    assert r"-10\% \& é\_\texteuro{} \#1 \textbar{} \textless{}b\textgreater{} \{x\}" in row
    assert r"{*}ja{*} {[}nee{]} regel \textquotedbl{}q\textquotedbl{} `z'" in row
    assert len(re.findall(r"(?<!\\)&", row)) == len(nasty.head) - 1
    for part in (r"\begin{longtable}", r"\toprule", r"\endfirsthead", r"\endhead", r"\bottomrule", r"\end{longtable}"):
        assert part in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_markdown_and_html_keep_a_table_a_table(nasty: ThemeTable) -> None:
    line = next(line for line in nasty.to("markdown").splitlines() if "-10%" in line)
    assert r"\|" in line and r"\<b\>" in line and r"\*ja\*" in line
    assert len(re.split(r"(?<!\\)\|", line)) == len(nasty.head) + 2
    page = nasty.to("html")
    assert "<caption>" in page and "&lt;b&gt;" in page and "style=" not in page
    assert page.count('scope="col"') == len(nasty.head)


def test_files_for_dutch_excel_and_for_machines(table: ThemeTable, tmp_path: Path) -> None:
    dutch, strict = tmp_path / "a.csv", tmp_path / "b.csv"
    table.to("csv-nl", dutch)
    table.to("csv", strict)
    assert dutch.read_bytes().startswith(b"\xef\xbb\xbfThema;") and strict.read_bytes().startswith(b"Thema,")
    for path in (dutch, strict):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 0
    assert COUNT_NOTE in dutch.read_text("utf-8-sig") and COUNT_NOTE not in strict.read_text("utf-8")


def test_chosen_themes_in_the_order_asked(table: ThemeTable, tmp_path: Path) -> None:
    chosen = theme_table(write_run(tmp_path), ["ontmoeting", "Vervoer en mobiliteit"])
    assert [row.code_id for row in chosen.rows] == ["ontmoeting", "vervoer"]
    with pytest.raises(ThemesError, match="vervoerr") as error:
        theme_table(write_run(tmp_path), ["vervoerr"])
    assert "vervoer" in error.value.remedy


def test_an_unknown_form_and_a_file_form_without_path_are_refused(table: ThemeTable) -> None:
    with pytest.raises(ThemesError, match="latx") as error:
        table.to("latx")
    assert "latex" in error.value.remedy
    for form in ("word", "excel"):
        with pytest.raises(ThemesError, match="scherm"):
            table.to(form)


def test_every_form_gives_the_same_bytes_again(table: ThemeTable, tmp_path: Path) -> None:
    for form, suffix in SUFFIX.items():
        made = [tmp_path / f"{n}{suffix}" for n in (1, 2)]
        for path in made:
            table.to(form, path)
        assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(tmp_path / "1.docx") as file:
        assert {item.date_time for item in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
