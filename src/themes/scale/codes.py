"""Codes of the machine per partition, with what people decided laid over them, in the order of a run as a whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from themes.records import Coding, Finding, Unit
from themes.scale.columns import records_of, table_of, where_in
from themes.scale.storage import Storage

if TYPE_CHECKING:
    import pyarrow as pa


@dataclasses.dataclass(frozen=True)
class Codes:
    """The codings of a run, by partition.

    `learned` are the partitions that were coded anew by what people decided; `tail` are decisions on units that the
    machine gives no code, which stand last; `used` are files that codings rest on. Of `learned` so many were
    `made` now and `kept` from before.
    """

    storage: Storage
    learned: frozenset[str] = frozenset()
    tail: tuple[Coding, ...] = ()
    used: frozenset[str] = frozenset()
    made: int = 0
    kept: int = 0

    def table(self, part: str) -> pa.Table:
        """Codings of a partition without those of the tail."""
        return self.storage.read_table(f"parts/{part}/{'learned' if part in self.learned else 'codings'}.parquet")

    def tables(self, parts: Sequence[str]) -> Iterator[pa.Table]:
        """All codings in the order of the run."""
        for part in parts:
            yield self.table(part)
        yield table_of(self.tail, Coding)

    def of_units(self, parts: Sequence[str], unit_ids: set[str]) -> list[Coding]:
        """The codings of some units in these partitions."""
        found = [row for part in parts for row in records_of(where_in(self.table(part), "unit_id", unit_ids), Coding)]
        return found + [row for row in self.tail if row.unit_id in unit_ids]


def decisions(corpus: Path, storage: Storage, parts: Sequence[str]) -> tuple[list[Coding], list[Finding]]:
    """What people decided, put back on the units of now: as `themes.coding.read_decisions` on all units.

    While each decision still finds its own unit, only those units are read; one that lost it is held against all.
    """
    from themes.coding import read_decisions
    from themes.coding.decisions import UnitFinder, read_log

    log, findings = read_log(corpus)
    if not log:
        return [], findings
    wanted = {decision.unit_id for decision in log}
    near = [unit for part in parts for unit in units_of(storage, part, wanted)]
    finder = UnitFinder(near)
    for decision in log:
        unit = finder.find(decision.unit_id, decision.text, decision.source, decision.line_start)
        if unit is None or unit.unit_id != decision.unit_id:
            near = [unit for part in parts for unit in units_of(storage, part, None)]
            break
    rows, findings = read_decisions(corpus, near)
    return list(rows), findings


def units_of(storage: Storage, part: str, wanted: set[str] | None) -> list[Unit]:
    """Units of a partition; `wanted` are ids, None takes all."""
    table = storage.read_table(f"parts/{part}/units.parquet")
    return records_of(table if wanted is None else where_in(table, "unit_id", wanted), Unit)


def documents_of(storage: Storage, part: str, wanted: set[str]) -> list[Unit]:
    """All units of the documents of a partition that have one of the units `wanted` (ids)."""
    table = storage.read_table(f"parts/{part}/units.parquet")
    documents = set(where_in(table, "unit_id", wanted).column("document_id").to_pylist())
    return records_of(where_in(table, "document_id", documents), Unit)
