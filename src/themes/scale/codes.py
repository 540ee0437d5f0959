"""Codes of the machine per partition, with what people decided laid over them, in the order of a run as a whole."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.records import Coding, Finding, Unit
from themes.scale.columns import records_of, table_of, where_in
from themes.scale.storage import Storage

if TYPE_CHECKING:
    import pyarrow as pa


@dataclasses.dataclass
class Codes:
    """The codings of a run, by partition.

    `reviewed` are partitions in which people decided something, with their codings anew; `tail` are decisions on units
    that the machine gives no code, which stand last.
    """

    storage: Storage
    reviewed: dict[str, list[Coding]] = dataclasses.field(default_factory=dict)
    tail: list[Coding] = dataclasses.field(default_factory=list)

    def table(self, part: str) -> pa.Table:
        """Codings of a partition without those of the tail."""
        if part in self.reviewed:
            return table_of(self.reviewed[part], Coding)
        return self.storage.read_table(f"parts/{part}/codings.parquet")

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
    near = [unit for part in parts for unit in _units(storage, part, wanted)]
    finder = UnitFinder(near)
    for decision in log:
        unit = finder.find(decision.unit_id, decision.text, decision.source, decision.line_start)
        if unit is None or unit.unit_id != decision.unit_id:
            near = [unit for part in parts for unit in _units(storage, part, None)]
            break
    rows, findings = read_decisions(corpus, near)
    return list(rows), findings


def _units(storage: Storage, part: str, wanted: set[str] | None) -> list[Unit]:
    table = storage.read_table(f"parts/{part}/units.parquet")
    return records_of(table if wanted is None else where_in(table, "unit_id", wanted), Unit)


def lay_over(storage: Storage, parts: Sequence[str], people: Sequence[Coding], codebook: Any, pipeline: Any) -> Codes:
    """The codings of all partitions with people's decisions over them."""
    from themes.coding import code_units

    codes = Codes(storage)
    if not people:
        return codes
    by_unit: dict[str, list[Coding]] = defaultdict(list)
    for row in people:
        by_unit[row.unit_id].append(row)
    for part in parts:
        own = set(storage.read_table(f"parts/{part}/units.parquet", ["unit_id"]).column("unit_id").to_pylist())
        decided = own & by_unit.keys()
        if not decided:
            continue
        machine = storage.read_table(f"parts/{part}/codings.parquet", ["unit_id"]).column("unit_id").to_pylist()
        last = decided - set(machine)
        given = [row for row in people if row.unit_id in decided]
        made = code_units(_units(storage, part, None), codebook, pipeline, people=given)
        codes.reviewed[part] = [row for row in made if row.unit_id not in last]
        codes.tail += [row for row in made if row.unit_id in last]
    codes.tail.sort(key=lambda row: row.unit_id)
    return codes
