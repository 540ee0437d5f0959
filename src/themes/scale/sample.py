"""Reports of a run with more statements than a page can show: a sample of them, said on the page; tables hold all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.folder import MANIFEST
from themes.ledger import Ledger
from themes.records import TABLES, Document, Finding, Unit
from themes.report.run_tables import RunTables
from themes.scale.columns import records_of, table_of, where_in
from themes.settings import Settings
from themes.topics.large import draw_sample
from themes.words import running as words

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 3_000  # statements in the reports; that many fit on one page
BATCH = 32_768
NOT_MADE = "openbare_versie_niet_gemaakt.txt"
_ID = re.compile(rb"\b[0-9a-f]{12}\b")
_OF_UNITS = ("codings", "memberships", "links", "trace")


def write_sampled_reports(folder: Path, ledger: Ledger, *, corpus: Path, settings: Settings, most: int = MOST) -> None:
    """Write every report of the run in `folder`; of more than `most` statements a seeded sample is shown.

    Statements that people reacted to are always in it. Numbers of statements are those of the whole run.
    """
    from themes.report import write_reports

    if ledger.n_statements <= most:
        write_reports(folder, corpus=corpus, settings=settings)
        return
    with tempfile.TemporaryDirectory(prefix="themes-") as name:
        small = Path(name)
        numbers = _write_sample(folder, small, corpus, ledger.n_statements, settings.seed, most)
        _write(SampledTables(small, numbers, _codebook(corpus, settings)), small, corpus, settings)
        for path in sorted(small.iterdir()):
            if path.name not in ("tables", MANIFEST):
                shutil.move(path, folder / path.name)


class SampledTables(RunTables):
    """A sample of a run, with the numbers that its statements have in the whole."""

    def __init__(self, folder: Path, numbers: Mapping[str, str], codebook: Any) -> None:
        super().__init__(folder, codebook)
        self._number_of = numbers

    def _numbered(self) -> list[tuple[str, Unit]]:
        return [(self._number_of[unit.unit_id], unit) for _, unit in super()._numbered()]

    @cached_property
    def input_documents(self) -> tuple[Document, ...]:
        """Input documents of which a statement is in the sample."""
        there = {unit.document_id for unit in self.units if unit.kind == "statement"}
        return tuple(document for document in super().input_documents if document.document_id in there)


def _write(tables: RunTables, folder: Path, corpus: Path, settings: Settings) -> None:
    """As `themes.report.write_reports`, with these tables."""
    from themes.problems import ThemesError
    from themes.report import read_people, write_set
    from themes.report.privacy import NAMES, write_public
    from themes.report.work_rows import work_rows

    people = read_people(corpus, work_rows(tables).items)
    template = corpus / settings.template if settings.template else None
    write_set(tables, folder, corpus=corpus, people=people, template=template)
    if (corpus / NAMES).exists():
        try:
            write_public(tables, folder, corpus=corpus, people=people, template=template)
        except ThemesError as error:  # names wait for a decision: the internal copy is made all the same
            (folder / NOT_MADE).write_text(f"{error}\n", encoding="utf-8")


def _codebook(corpus: Path, settings: Settings) -> Any:
    from themes.coding import read_codebook

    own = corpus / (settings.codebook or "codebook.yml")
    return read_codebook(own if settings.codebook is not None or own.exists() else None)


def _write_sample(folder: Path, small: Path, corpus: Path, n_statements: int, seed: int, most: int) -> dict[str, str]:
    """Write the tables and manifest of a sample; gives unit id -> number in the whole run for the statements in it."""
    import pyarrow as pa
    import pyarrow.parquet

    (small / "tables").mkdir()
    documents = records_of(pa.parquet.read_table(folder / "tables" / "documents.parquet"), Document)
    said = {document.document_id for document in documents if document.role == "input"}
    numbers = dict(_numbers(folder, documents))
    ids = sorted(numbers)
    chosen = {ids[at] for at in draw_sample(ids, most, seed)} | (_named_by_people(corpus) & numbers.keys())
    note = Finding(
        "note",
        "units",
        "",
        words.SHOWN_BY_LOT.format(shown=len(chosen), n_statements=n_statements),
        words.ALL_IN_TABLES,
    )
    for name, record_type in TABLES.items():
        batches: list[pa.Table] = []
        for batch in _batches(folder, name):
            if name == "units":
                batch = _kept_units(batch, said, chosen)
            elif name in _OF_UNITS:
                batch = where_in(batch, "unit_id", chosen)
            batches.append(batch)
        table = pa.concat_tables([table_of([], record_type), *batches])
        if name == "findings":
            table = pa.concat_tables([table_of([note], record_type), table])
        pa.parquet.write_table(table, small / "tables" / f"{name}.parquet")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["sample"] = {"size": len(chosen), "of": n_statements, "note": f"{note.message} {note.remedy}"}
    (small / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return {unit_id: numbers[unit_id] for unit_id in chosen}


def _batches(folder: Path, name: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.parquet

    with pa.parquet.ParquetFile(folder / "tables" / f"{name}.parquet") as file:
        for batch in file.iter_batches(BATCH, columns=columns):
            yield pa.Table.from_batches([batch])


def _kept_units(table: pa.Table, said: set[str], chosen: set[str]) -> pa.Table:
    """The chosen statements, and every unit of the documents that are no input."""
    import pyarrow as pa
    import pyarrow.compute as pc

    inside = pc.is_in(table.column("document_id"), pa.array(sorted(said), pa.string()))
    own = pc.is_in(table.column("unit_id"), pa.array(sorted(chosen), pa.string()))
    return table.filter(pc.or_(pc.invert(inside), own))


def _numbers(folder: Path, documents: list[Document]) -> Iterator[tuple[str, str]]:
    """(unit id, number) of every statement of input, as `RunTables` numbers them; a source in memory at a time."""
    inputs = sorted((d for d in documents if d.role == "input"), key=lambda d: (d.source, d.line_start))
    place = {document.document_id: at for at, document in enumerate(inputs, 1)}
    waiting: dict[str, list[tuple[int, str, str]]] = {}
    last = ""
    columns = ["source", "document_id", "kind", "line_start", "spans", "unit_id"]
    for batch in _batches(folder, "units", columns):
        for row in zip(*(batch.column(name).to_pylist() for name in columns), strict=True):
            source, document_id, kind, line_start, spans, unit_id = row
            if source != last:
                yield from _counted(waiting, place)
                waiting, last = {}, source
            if kind == "statement" and document_id in place:
                waiting.setdefault(document_id, []).append((line_start, spans, unit_id))
    yield from _counted(waiting, place)


def _counted(waiting: Mapping[str, list[tuple[int, str, str]]], place: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for document_id, rows in waiting.items():
        for m, (_, _, unit_id) in enumerate(sorted(rows, key=lambda row: row[:2]), 1):
            yield unit_id, f"{place[document_id]}.{m}"


def _named_by_people(corpus: Path) -> set[str]:
    """Ids that stand in the files of people in the corpus folder itself."""
    found: set[str] = set()
    for path in sorted(corpus.iterdir()):
        if path.suffix in (".csv", ".jsonl") and path.is_file():
            found.update(match.decode() for match in _ID.findall(path.read_bytes()))
    return found
