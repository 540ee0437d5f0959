"""What the users receive: the page, the workbook, the Word files and the theme tables of a run."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from themes.records import Records
    from themes.report.nota import write_nota
    from themes.report.page import write_page
    from themes.report.people import People, read_people
    from themes.report.privacy import find_names, write_public
    from themes.report.review_in import read_back, read_workbook
    from themes.report.run_tables import RunTables
    from themes.report.theme_tables import theme_table
    from themes.report.word_files import write_word_files
    from themes.report.workbook import write_workbook
    from themes.settings import Settings
    from themes.store import Store

# name -> module, imported when asked for
_WHERE = {
    "People": "people",
    "RunTables": "run_tables",
    "find_names": "privacy",
    "read_back": "review_in",
    "read_people": "people",
    "read_workbook": "review_in",
    "theme_table": "theme_tables",
    "write_nota": "nota",
    "write_page": "page",
    "write_public": "privacy",
    "write_word_files": "word_files",
    "write_workbook": "workbook",
}
__all__ = [
    "People",
    "RunTables",
    "codebook_of",
    "find_names",
    "read_back",
    "read_people",
    "read_workbook",
    "theme_table",
    "write_nota",
    "write_page",
    "write_public",
    "write_reports",
    "write_set",
    "write_word_files",
    "write_workbook",
]

PAGE = "overzicht.html"
WORKBOOK = "werkboek.xlsx"
NOTA = "reactienota.docx"
NAMES = "namen.csv"  # in the corpus folder: which names to hide, decided by a person
FEWEST_BESIDE, MOST_BESIDE = 50, 20_000  # points between which a second core writes the workbook beside the rest
REFUSED = "openbare_versie_niet_gemaakt.txt"  # says why, when decisions on names are missing


def write_reports(
    folder: Path,
    *,
    corpus: Path,
    settings: Settings | None = None,
    keep: Store | None = None,
    codebook: Any = None,
    tables: Mapping[str, Records[Any]] | None = None,
    vectors: Callable[[list[str]], Any] | None = None,
) -> None:
    """Write every report of a run to its folder.

    Parameters
    ----------
    folder : holds tables/ and manifest.json.
    corpus : the documents, for pictures of the spots in PDFs and for what people decided.
    settings : those of the run.
    keep : where parts of reports are kept by what they were made from; None makes all of them.
    codebook, tables : of the run, by name, when they are at hand; else they are read.
    vectors : texts -> sentence vectors, for passages that are near in meaning; None leaves those out.
    """
    from themes.problems import ThemesError
    from themes.report.people import read_people
    from themes.report.run_tables import RunTables
    from themes.report.work_rows import work_rows

    run = RunTables(folder, codebook or codebook_of(corpus, settings), keep, tables, vectors)
    people = read_people(corpus, work_rows(run).items)
    template = Path(corpus) / settings.template if settings is not None and settings.template else None
    write_set(run, Path(folder), corpus=corpus, people=people, template=template)
    if (Path(corpus) / NAMES).exists():  # a person asked for a public copy by deciding on names
        from themes.report.privacy import write_public

        try:
            write_public(run, folder, corpus=corpus, people=people, template=template)
        except ThemesError as error:  # names wait for a decision: the internal copy is made all the same
            (Path(folder) / REFUSED).write_text(f"{error}\n", encoding="utf-8")


def write_set(
    tables: RunTables, folder: Path, *, corpus: Path | None, people: People, template: Path | str | None = None
) -> None:
    """Write one copy of every report to a folder; without `corpus` the page has no pictures of the documents."""
    from themes.beside import Beside
    from themes.report.nota import write_nota
    from themes.report.page import write_page
    from themes.report.table_forms import SUFFIX
    from themes.report.theme_tables import theme_table
    from themes.report.word_files import write_word_files
    from themes.report.workbook import write_workbook

    folder.mkdir(parents=True, exist_ok=True)
    keep = tables.keep

    def filled_in() -> tuple[Any, ...]:
        """What people fill in and answer with, and the tables of themes: about half of the work."""
        mark = keep.mark() if keep is not None else ()
        write_nota(tables, folder / NOTA, people=people, template=template)
        table = theme_table(tables)
        for form, suffix in SUFFIX.items():
            table.to(form, folder / f"thematabel{suffix}")
        write_workbook(tables, folder / WORKBOOK, people=people)  # last: it tells of topics, which may come late
        return keep.account(mark) if keep is not None else ()

    begun = Beside(filled_in, wanted=FEWEST_BESIDE <= len(tables.points) <= MOST_BESIDE)
    try:
        write_page(tables, folder / PAGE, corpus=corpus, people=people)
        write_word_files(tables, folder, people=people, template=template)
        account = begun()
        if begun.apart and keep is not None:
            keep.add(account)
    finally:
        begun.close()


def codebook_of(corpus: Path, settings: Settings | None) -> Any:
    """The codebook that the run used: that of the settings, of the corpus folder, or the shipped one."""
    from themes.coding import read_codebook

    named = getattr(settings, "codebook", None)
    own = Path(corpus) / (named or "codebook.yml")
    return read_codebook(own if named or own.exists() else None)


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"themes.report.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
