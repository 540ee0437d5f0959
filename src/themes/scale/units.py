"""The units of all partitions: never all at once, and with what only the whole corpus knows of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from themes.records import Document, Unit
from themes.scale.columns import records_of, where_in
from themes.scale.repeats import find_repeats
from themes.scale.storage import Storage

if TYPE_CHECKING:
    import pyarrow as pa

CONTENT = ("statement", "question")


@dataclasses.dataclass(frozen=True)
class UnitParts:
    """Units by partition, in the order of the corpus; `documents` are settled.

    The units of a document lie in one partition.
    """

    storage: Storage
    parts: tuple[str, ...]
    documents: tuple[Document, ...]

    def table(self, part: str, columns: list[str] | None = None) -> pa.Table:
        """Units of a partition, `repeat_of` filled."""
        table = self.storage.read_table(f"parts/{part}/units.parquet", columns)
        if "repeat_of" not in table.column_names:
            return table
        marks = self.storage.read_table(f"parts/{part}/repeats.parquet").column("repeat_of")
        return table.set_column(table.column_names.index("repeat_of"), "repeat_of", marks)

    def tables(self) -> Iterator[pa.Table]:
        """All units, a partition at a time."""
        for part in self.parts:
            yield self.table(part)

    def records(self, unit_ids: Collection[str]) -> list[Unit]:
        """Some units, in the order of the corpus."""
        wanted = set(unit_ids)
        return [unit for part in self.parts for unit in records_of(where_in(self.table(part), "unit_id", wanted), Unit)]

    def of_roles(self, roles: Collection[str]) -> list[Unit]:
        """All units of the documents with one of these roles, as they were split: `repeat_of` is not filled."""
        names = {document.document_id for document in self.documents if document.role in roles}
        tables = (self.storage.read_table(f"parts/{part}/units.parquet") for part in self.parts)
        return [unit for table in tables for unit in records_of(where_in(table, "document_id", names), Unit)]

    def points(self) -> pa.Table:
        """Statements and questions of the input documents: `unit_id` and `clean_text`."""
        import pyarrow as pa

        names = {document.document_id for document in self.documents if document.role == "input"}
        found = []
        for part in self.parts:
            table = self.table(part, ["unit_id", "clean_text", "kind", "document_id"])
            table = where_in(where_in(table, "document_id", names), "kind", CONTENT)
            found.append(table.select(["unit_id", "clean_text"]))
        return pa.concat_tables(found)


def mark_all_repeats(storage: Storage, parts: Sequence[str]) -> int:
    """Leave `repeats.parquet` (a row a unit) in each partition; gives how many units repeat another.

    A partition's file is written again only when it says something else.
    """
    import numpy as np
    import pyarrow as pa

    tables = [storage.read_table(f"parts/{part}/tokens.parquet") for part in parts]
    sizes = [np.asarray(table.column("words").combine_chunks().value_lengths(), dtype=np.int64) for table in tables]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([np.zeros(0, np.int64), *sizes]))])
    words = [np.asarray(table.column("words").combine_chunks().flatten(), dtype=np.uint64) for table in tables]
    found = find_repeats(starts, np.concatenate([np.zeros(0, np.uint64), *words]))
    ids = pa.chunked_array([chunk for table in tables for chunk in table.column("unit_id").chunks], pa.string())
    at = 0
    for part, table in zip(parts, tables, strict=True):
        own = found[at : at + len(table)]
        at += len(table)
        n_units = len(storage.read_table(f"parts/{part}/units.parquet", ["unit_id"]))
        marks: list[str | None] = [None] * n_units
        repeats = np.flatnonzero(own >= 0)
        rows = table.column("row").to_numpy()[repeats]
        firsts = ids.take(pa.array(own[repeats])).to_pylist()
        for row, first in zip(rows.tolist(), firsts, strict=True):
            marks[row] = first
        storage.write_table(f"parts/{part}/repeats.parquet", pa.table({"repeat_of": pa.array(marks, pa.string())}))
    return int((found >= 0).sum())
