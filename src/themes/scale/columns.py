"""Records as columns: a partition at a time to Arrow and back, and a table that is written while it is being made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from themes.tables import columns

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
ROWS = 50_000  # of a row group; a table with no more than this has the same bytes as one written whole


def schema_of(record_type: type[Any]) -> pa.Schema:
    """The Arrow schema of a record type: what `themes.tables` writes."""
    import pyarrow as pa

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return pa.schema([(key, kinds[kind]) for key, (kind, _) in columns(record_type).items()])


def table_of(rows: Sequence[Any], record_type: type[Any]) -> pa.Table:
    """An Arrow table of records."""
    import pyarrow as pa

    schema = schema_of(record_type)
    return pa.Table.from_pydict({key: [getattr(row, key) for row in rows] for key in schema.names}, schema=schema)


def records_of(table: pa.Table, record_type: type[T]) -> list[T]:
    """The rows of a table that this room wrote, as records."""
    names = schema_of(record_type).names
    return [record_type(*row) for row in zip(*(table.column(name).to_pylist() for name in names), strict=True)]


def where_in(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """The rows whose `column` is one of `values`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return table.filter(pc.is_in(table.column(column), pa.array(sorted(values), pa.string())))


class Writer:
    """Writes `folder/name.parquet` and `folder/name.csv` part by part.

    `digest` and `len` are those of `Records` of the same rows. Memory holds one row group.
    """

    def __init__(self, folder: Path, name: str, record_type: type[Any]) -> None:
        import pyarrow.csv
        import pyarrow.parquet

        folder.mkdir(parents=True, exist_ok=True)
        self._schema = schema_of(record_type)
        self._parquet = pyarrow.parquet.ParquetWriter(folder / f"{name}.parquet", self._schema)
        self._csv = pyarrow.csv.CSVWriter(folder / f"{name}.csv", self._schema)
        self._waiting: list[pa.Table] = []
        self._count = 0
        self._hash = hashlib.sha256(f"{record_type.__name__}\x1f[".encode())

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._flush(0)
        self._parquet.close()
        self._csv.close()

    def __len__(self) -> int:
        return self._count

    @property
    def digest(self) -> str:
        """Digest of all rows so far, in their order."""
        made = self._hash.copy()
        made.update(b"]")
        return made.hexdigest()[:12]

    def add(self, table: pa.Table) -> None:
        """Write the rows of a table with the columns of the record type."""
        table = table.select(self._schema.names).cast(self._schema)
        if not len(table):
            return
        self._csv.write_table(table)
        rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
        text = json.dumps(rows, ensure_ascii=False)[1:-1]
        self._hash.update(((", " if self._count else "") + text).encode("utf-8", "surrogatepass"))
        self._count += len(table)
        self._waiting.append(table)
        if sum(map(len, self._waiting)) >= ROWS:
            self._flush(ROWS)

    def add_records(self, rows: Sequence[Any], record_type: type[Any]) -> None:
        """Write records."""
        self.add(table_of(rows, record_type))

    def _flush(self, size: int) -> None:
        """Write waiting rows in groups of `size`; 0: all that is left."""
        import pyarrow as pa

        whole = pa.concat_tables([self._schema.empty_table(), *self._waiting]).combine_chunks()
        at = 0
        while size and len(whole) - at >= size:
            self._parquet.write_table(whole.slice(at, size))
            at += size
        if not size and (len(whole) or not self._count):
            self._parquet.write_table(whole)
            at = len(whole)
        self._waiting = [whole.slice(at)] if at < len(whole) else []
