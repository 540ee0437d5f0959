"""A theme table written as Word, Excel, Markdown, LaTeX, HTML, CSV for Dutch Excel or strict CSV (RFC 4180)."""

from __future__ import annotations

import csv
import difflib
import html
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from themes.problems import ThemesError
from themes.report.cells import fitting, guarded
from themes.words import shared
from themes.words import theme_table as words

if TYPE_CHECKING:
    from themes.report.theme_tables import ThemeTable

SUFFIX = {
    "word": ".docx",
    "excel": ".xlsx",
    "markdown": ".md",
    "latex": ".tex",
    "html": ".html",
    "csv": ".csv",
    "csv-nl": "_excel-nl.csv",
}
_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "€": r"\texteuro{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "‘": "`", "’": "'", "“": "``", "”": "''",
    "„": r"\quotedblbase{}", "–": "--", "—": "---", "…": r"\ldots{}", "→": r"$\rightarrow$", "•": r"\textbullet{}",
    "·": r"\textperiodcentered{}", "\u00a0": "~", "\u00ad": r"\-", "●": r"\textbullet{}", "≥": r"$\geq$",
    "≤": r"$\leq$", "−": r"$-$", "×": r"$\times$", "½": r"\textonehalf{}",
    "[": "{[}", "]": "{]}", "*": "{*}", "²": r"\textsuperscript{2}",
}  # fmt: skip
_LATEX_PACKAGES = r"\usepackage[utf8]{inputenc} \usepackage[T1]{fontenc} \usepackage{array,booktabs,longtable}"
_LAST_LATIN = 0x17F  # letters up to here are known to every LaTeX with UTF-8
_LATEX_WIDTHS = (0.13, 0.055, 0.075, 0.12, 0.075, 0.075, 0.075, 0.075, 0.075, 0.165)  # of the text width


def write_form(table: ThemeTable, form: str, path: Path | None) -> str:
    """Write a table in a form; gives the text when `path` is None, else the path.

    Raises ThemesError for an unknown form, and for Word and Excel without a path.
    """
    if form in _FILES:
        if path is None:
            remedy = words.NAME_A_FILE.format(suffix=SUFFIX[form])
            raise ThemesError(words.NOT_ON_SCREEN.format(form=form), remedy=remedy)
        path.parent.mkdir(parents=True, exist_ok=True)
        _FILES[form](table, path)
        return str(path)
    if form not in _TEXTS:
        near = difflib.get_close_matches(form, list(SUFFIX), n=1, cutoff=0.4)
        names = ", ".join(SUFFIX)
        remedy = shared.DID_YOU_MEAN.format(name=near[0]) if near else shared.CHOOSE_FROM.format(names=names)
        raise ThemesError(words.FORM_UNKNOWN.format(form=form), remedy=remedy)
    text = _TEXTS[form](table)
    if path is None:
        return text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((b"\xef\xbb\xbf" if form == "csv-nl" else b"") + text.encode("utf-8", "replace"))
    return str(path)


def notes(table: ThemeTable) -> str:
    """n, source and note, as they stand under the table."""
    return f"{table.n}. {table.source} {table.note}"


# -- text ------------------------------------------------------------------------------------------------------


def markdown(table: ThemeTable) -> str:
    """A pipe table under its caption; bars are escaped and cells hold no line break."""
    lines = [f"**{words.TABLE}: {_pipe(table.caption)}**", "", _line(table.head)]
    lines.append("|" + "|".join("---:" if _is_number(table, at) else "---" for at in range(len(table.head))) + "|")
    lines += [_line(row) for row in table.cells]
    return "\n".join([*lines, "", _pipe(notes(table)), ""])


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_pipe(str(cell)) for cell in cells) + " |"


def _pipe(text: str) -> str:
    """Text that means nothing to Markdown."""
    text = re.sub(r"\s+", " ", fitting(text)).strip()
    return re.sub(r"([\\|*_`<>\[\]#])", r"\\\1", text)


def latex(table: ThemeTable) -> str:
    r"""A longtable with booktabs, for \input; its head repeats on every page."""
    sides = (r"\raggedleft" if _is_number(table, at) else r"\raggedright" for at in range(len(table.head)))
    widths = "".join(
        rf">{{{side}\arraybackslash\hspace{{0pt}}}}p{{{width}\linewidth}}"
        for side, width in zip(sides, _LATEX_WIDTHS, strict=True)
    )
    head = " & ".join(rf"\scriptsize\textbf{{{escaped(title)}}}" for title in table.head) + r" \\"
    rows = [" & ".join(escaped(cell) for cell in row) + r" \\" for row in table.cells]
    return "\n".join(
        [
            f"% {words.LATEX_NEEDS}: {_LATEX_PACKAGES}",
            r"\begingroup\footnotesize\setlength{\tabcolsep}{2pt}",
            rf"\begin{{longtable}}{{@{{}}{widths}@{{}}}}",
            rf"\caption{{{escaped(table.caption)}}}\label{{tab:themas}}\\",
            r"\toprule", head, r"\midrule", r"\endfirsthead",
            r"\toprule", head, r"\midrule", r"\endhead",
            r"\bottomrule", r"\endfoot",
            *rows,
            r"\end{longtable}",
            rf"\noindent {escaped(notes(table))}",
            r"\endgroup", "",
        ]
    )  # fmt: skip


def escaped(text: object) -> str:
    r"""Text as LaTeX prints it.

    >>> print(escaped("50% & meer_geld #1: € 5 én"))
    50\% \& meer\_geld \#1: \texteuro{} 5 én
    """
    flat = re.sub(r"[ \t\r\n]+", " ", fitting(text))
    return "".join(_LATEX.get(sign, sign if ord(sign) <= _LAST_LATIN else rf"[U+{ord(sign):04X}]") for sign in flat)


def web(table: ThemeTable) -> str:
    """A plain table with caption and real heads: pasted in Word or mail it stays a table without colours."""
    head = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in table.head)
    body = []
    for row in table.cells:
        first, *rest = (html.escape(fitting(cell)) for cell in row)
        body.append(f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>")
    lines = "\n".join(body)
    return (
        f'<table lang="nl" border="1">\n<caption>{html.escape(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody>\n</table>\n<p>{html.escape(notes(table))}</p>\n"
    )


def comma(table: ThemeTable) -> str:
    """Strict CSV: comma, UTF-8, CRLF, only the head and the rows."""
    return _csv([table.head, *table.cells], ",")


def dutch(table: ThemeTable) -> str:
    """CSV for Dutch Excel: semicolon, decimal comma, CRLF (and a BOM in a file); caption and source under the rows."""
    return _csv([table.head, *table.cells, (), (table.caption,), (table.n,), (table.source,), (table.note,)], ";")


def _csv(rows: Sequence[Sequence[object]], delimiter: str) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_cell(value, comma=delimiter == ";") for value in row])
    return made.getvalue()


def csv_cell(value: object, *, comma: bool) -> str:
    """A cell: numbers with a decimal comma or point, text that is never a formula.

    >>> csv_cell(0.5, comma=True), csv_cell("-10%", comma=True), csv_cell(-3, comma=False)
    ('0,5', "'-10%", '-3')
    """
    if isinstance(value, (int, float)):
        return str(value).replace(".", ",") if comma else str(value)
    return guarded(fitting(value))


def _is_number(table: ThemeTable, at: int) -> bool:
    return at in range(1, 3) or 4 <= at < 4 + len(shared.FOUND)


# -- files -----------------------------------------------------------------------------------------------------


def word(table: ThemeTable, path: Path) -> None:
    """A Word file with the table alone."""
    from themes.report.nota import add_theme_table
    from themes.report.word_parts import Report

    report = Report(table.caption, manifest={"made_on": table.made_on}, landscape=True)
    add_theme_table(report, table, example=True)
    report.save(path)


def excel(table: ThemeTable, path: Path) -> None:
    """A workbook with the table as an Excel table, and caption, n and source on a sheet of their own."""
    import xlsxwriter

    from themes.report.workbook import FONT, made_at

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), plain) as book:
        book.set_properties(
            {"title": table.caption, "author": "Themes", "created": made_at({"made_on": table.made_on})}
        )
        text = book.add_format({**FONT, "text_wrap": True, "num_format": "@"})
        head = book.add_format({**FONT, "text_wrap": True, "bold": True, "bottom": 2})
        number = book.add_format({**FONT, "num_format": "0"})
        page = book.add_worksheet(words.SHEET)
        for at, width in enumerate((28, 9, 14, 36, *(14,) * len(shared.FOUND), 60)):
            page.set_column(at, at, width)
        columns = [{"header": title, "header_format": head} for title in table.head]
        n = max(1, len(table.rows))
        page.add_table(0, 0, n, len(columns) - 1, {"name": words.SHEET, "style": None, "columns": columns})
        for at_row, row in enumerate(table.cells, 1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(at_row, at, cell, number)
                else:
                    page.write_string(at_row, at, fitting(cell), text)
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        about = book.add_worksheet(words.SOURCE_SHEET)
        about.set_column(0, 0, 100)
        for at_row, line in enumerate((table.caption, table.n, table.source, table.note)):
            about.write_string(at_row, 0, fitting(line), text)


_TEXTS: dict[str, Callable[[ThemeTable], str]] = {
    "markdown": markdown,
    "latex": latex,
    "html": web,
    "csv": comma,
    "csv-nl": dutch,
}
_FILES: dict[str, Callable[[ThemeTable, Path], None]] = {"word": word, "excel": excel}
