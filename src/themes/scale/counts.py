"""The account of a run, counted over columns of its tables instead of records."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from themes.ledger import NO_CODE, Ledger
from themes.records import FOUND, KINDS, ROLES

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 65_536


def count_ledger(n_files: int, n_refused: int, tables: Path) -> Ledger:
    """Count the tables in a folder; the same as `themes.ledger.make_ledger` over their records."""
    by_role: collections.Counter[str] = collections.Counter()
    role: dict[str, str] = {}
    for batch in _batches(tables, "documents", ["document_id", "role"]):
        for document_id, own in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            role[document_id] = own
            by_role[own] += 1
    by_kind: collections.Counter[str] = collections.Counter()
    input_kind: collections.Counter[str] = collections.Counter()
    statements: set[str] = set()
    for batch in _batches(tables, "units", ["unit_id", "document_id", "kind"]):
        for unit_id, document_id, kind in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            by_kind[kind] += 1
            if role.get(document_id) == "input":
                input_kind[kind] += 1
                if kind == "statement":
                    statements.add(unit_id)
    coded: set[str] = set()
    for batch in _batches(tables, "codings", ["unit_id", "code_id"]):
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        coded.update(unit_id for unit_id, code_id in rows if code_id != NO_CODE and unit_id in statements)
    found: collections.Counter[str] = collections.Counter()
    for batch in _batches(tables, "trace", ["unit_id", "found"]):
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        found.update(own for unit_id, own in rows if unit_id in statements)
    return Ledger(
        n_files=n_files,
        n_refused=n_refused,
        n_documents=sum(by_role.values()),
        documents_by_role={name: by_role[name] for name in ROLES},
        units_by_kind={kind: by_kind[kind] for kind in KINDS},
        input_by_kind={kind: input_kind[kind] for kind in KINDS},
        n_coded=len(coded),
        n_uncoded=len(statements) - len(coded),
        found={name: found[name] for name in FOUND},
        n_findings=sum(len(batch) for batch in _batches(tables, "findings", ["key"])),
    )


def _batches(tables: Path, name: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(tables / f"{name}.parquet") as file:
        yield from file.iter_batches(BATCH, columns=columns)
