"""Links, trace and coverage in stretches of statements, each held against the plans of its municipality.

A stretch is a whole number of the blocks in which `themes.policy.trace` multiplies statements with a plan, so that no
more than one block of pairs is ever in memory and each score is that of a run as a whole to the last bit. Both are cut
by content: a changed report moves no other statement to another block.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from themes.policy.passages import current_programmes, passages
from themes.policy.trace import _by_plan, cut_blocks, draw, plans_by_municipality
from themes.records import Coding, Coverage, Document, Goal, Link, Records, Trace, Unit, digest
from themes.scale.codes import Codes
from themes.scale.columns import records_of, table_of, where_in
from themes.scale.setup import ONE_AT_A_TIME, Setup
from themes.scale.storage import Storage
from themes.scale.units import UnitParts
from themes.scale.workers import Crew, Progress, sure
from themes.store import code_version
from themes.words import running as words

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MEAN_STRETCH, MOST_STRETCH = 4_096, 8_192  # statements
KINDS = ("codings", "links", "trace", "coverage")  # files of a stretch
CONTEXT = ("heading", "question", "lead_in", "statement")  # units that say what a meeting or a short note was about


class Asked(NamedTuple):
    """A statement to trace: all that the order, the choice of plans and the cut in blocks need."""

    source: str
    line_start: int
    line_end: int
    unit_id: str
    document_id: str
    draw: float  # decides where a block ends


_PLACE = Asked._fields[:-1]


@dataclasses.dataclass(frozen=True)
class TraceJob:
    """A stretch of statements to trace; `plan` and `documents` name files in the storage, `name` the answer."""

    setup: Setup
    name: str
    parts: tuple[str, ...]
    unit_ids: tuple[str, ...]
    plan: str
    documents: str


@dataclasses.dataclass(frozen=True)
class Traced:
    """The stretches of a trace and in which of them each statement is, in the order of the corpus."""

    storage: Storage
    stretches: tuple[str, ...]
    asked: tuple[tuple[str, ...], ...]  # by partition: unit ids in order
    stretch_of: dict[str, int]
    coverage: Records[Coverage]
    made: int
    kept: int
    used: frozenset[str]

    def tables(self, name: str) -> Iterator[pa.Table]:
        """The rows of 'links' or 'trace' in the order of the corpus, a partition at a time."""
        import numpy as np
        import pyarrow as pa

        @functools.lru_cache(maxsize=16)
        def stretch(at: int) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
            table = self.storage.read_table(f"trace/{self.stretches[at]}.{name}.parquet")
            places: dict[str, tuple[int, int]] = {}
            for row, unit_id in enumerate(table.column("unit_id").to_pylist()):
                places[unit_id] = (places.get(unit_id, (row, 0))[0], row + 1)
            return table, places

        for own in self.asked:
            runs: list[tuple[int, int, int]] = []  # (stretch, first row, row after the last) one after another
            for unit_id in own:
                at = self.stretch_of[unit_id]
                first, after = stretch(at)[1].get(unit_id, (0, 0))
                if first == after:
                    continue
                if runs and runs[-1][0] == at and runs[-1][2] == first:
                    runs[-1] = (at, runs[-1][1], after)
                else:
                    runs.append((at, first, after))
            if runs:
                tables = [stretch(at)[0] for at in sorted({at for at, _, _ in runs})]
                offset = dict(zip(sorted({at for at, _, _ in runs}), np.cumsum([0, *map(len, tables)]), strict=False))
                rows = np.concatenate([np.arange(first, after) + offset[at] for at, first, after in runs])
                yield pa.concat_tables(tables).take(pa.array(rows))


def trace_stretch(job: TraceJob) -> bool:
    """Trace a stretch of statements and count its coverage; True when that was done before. A task."""
    from themes.policy import coverage, trace

    setup, storage = job.setup, job.setup.storage
    setup.check()
    if storage.exists(f"trace/{job.name}.coverage.parquet"):
        return True
    plan = _plan(setup.work, job.plan, job.documents)
    wanted = set(job.unit_ids)
    tables = [storage.read_table(f"parts/{part}/units.parquet") for part in job.parts]
    own = [unit for table in tables for unit in records_of(where_in(table, "unit_id", wanted), Unit)]
    names = {unit.document_id for unit in own}
    around = [
        unit
        for table in tables
        for unit in records_of(where_in(where_in(table, "document_id", names), "kind", CONTEXT), Unit)
        if unit.unit_id not in wanted
    ]
    documents = [document for document in plan.documents if document.document_id in names or document.role == "policy"]
    codings = records_of(storage.read_table(f"trace/{job.name}.codings.parquet"), Coding)
    units = [*own, *around, *plan.units]
    book, pipe, encode = setup.book(), setup.pipeline(), _encoder(setup.settings.encoder, setup.threads)
    with ONE_AT_A_TIME:
        traced = trace(units, codings, plan.goals, documents, codebook=book, pipeline=pipe, vectors=encode, only=wanted)
        covered = coverage(traced.trace, codings, plan.goals, units, book, documents, pipeline=pipe)
    storage.write_table(f"trace/{job.name}.links.parquet", table_of(traced.links, Link))
    storage.write_table(f"trace/{job.name}.trace.parquet", table_of(traced.trace, Trace))
    storage.write_table(f"trace/{job.name}.coverage.parquet", table_of(covered, Coverage))
    return False


@dataclasses.dataclass(frozen=True)
class _Plan:
    units: list[Unit]
    goals: list[Goal]
    documents: list[Document]


def keep_plan(
    storage: Storage, plan: Sequence[Unit], goals: Sequence[Goal], documents: Sequence[Document]
) -> tuple[str, str]:
    """Put the units of the policy documents, the goals and all documents where tasks find them; gives their names.

    The first name changes with a plan only.
    """
    policies = Records(Document, [document for document in documents if document.role == "policy"])
    name = digest(Records(Unit, plan).digest, Records(Goal, goals).digest, policies.digest)
    storage.write_table(f"plan-{name}.units.parquet", table_of(plan, Unit))
    storage.write_table(f"plan-{name}.goals.parquet", table_of(goals, Goal))
    listed = Records(Document, documents).digest
    storage.write_table(f"documents-{listed}.parquet", table_of(documents, Document))
    return name, listed


@functools.lru_cache(maxsize=1)
def _plan(work: str, name: str, listed: str) -> _Plan:
    storage = Storage(work)
    return _Plan(
        records_of(storage.read_table(f"plan-{name}.units.parquet"), Unit),
        records_of(storage.read_table(f"plan-{name}.goals.parquet"), Goal),
        records_of(storage.read_table(f"documents-{listed}.parquet"), Document),
    )


@functools.lru_cache(maxsize=4)
def _encoder(encoder: str, threads: int) -> Any:
    """Texts to vectors; those of the last few calls are remembered, since each stretch asks for the plan's again."""
    from themes.language.vectors import encode

    @functools.lru_cache(maxsize=32)
    def encoded(texts: tuple[str, ...]) -> np.ndarray:
        return encode(texts, encoder=encoder, workers=1 if len(texts) > 2_000 else threads)

    return lambda texts: encoded(tuple(texts)).copy()


def trace_all(
    setup: Setup, crew: Crew, units: UnitParts, codes: Codes, goals: Sequence[Goal], book: Any, progress: Progress
) -> Traced:
    """Trace every statement of the input documents."""
    from themes.policy import coverage

    storage, documents = setup.storage, list(units.documents)
    plan = units.of_roles({"policy"})
    names = keep_plan(storage, plan, goals, documents)
    by_id = {document.document_id: document for document in documents}
    asked = [_asked(units, part) for part in units.parts]
    groups = _groups(asked, plan, goals, documents)
    part_of = {row.document_id: part for part, rows in zip(units.parts, asked, strict=True) for row in rows}
    jobs: list[TraceJob] = []
    stretch_of: dict[str, int] = {}
    for group in groups:
        for own in _stretches(group):
            for row in own:
                stretch_of[row.unit_id] = len(jobs)
            jobs.append(_job(setup, own, part_of, by_id, codes, names))
    done = [sure(answer) for answer in progress(crew.map(trace_stretch, jobs), words.BAR_TRACE, len(jobs))]
    covered = [records_of(storage.read_table(f"trace/{job.name}.coverage.parquet"), Coverage) for job in jobs] or [
        list(coverage([], [], goals, plan, book, documents, pipeline=setup.pipeline()))
    ]
    return Traced(
        storage,
        tuple(job.name for job in jobs),
        tuple(tuple(row.unit_id for row in rows) for rows in asked),
        stretch_of,
        Records(Coverage, _summed(covered)),
        done.count(False),
        done.count(True),
        frozenset(
            [
                *(f"plan-{names[0]}.{kind}.parquet" for kind in ("units", "goals")),
                f"documents-{names[1]}.parquet",
                *(f"trace/{job.name}.{kind}.parquet" for job in jobs for kind in KINDS),
            ]
        ),
    )


def _asked(units: UnitParts, part: str) -> list[Asked]:
    """The statements of the input documents of a partition, in the order of the trace."""
    names = {document.document_id for document in units.documents if document.role == "input"}
    table = units.storage.read_table(f"parts/{part}/units.parquet", [*_PLACE, "clean_text", "text", "kind"])
    table = where_in(where_in(table, "kind", ["statement"]), "document_id", names)
    *places, clean, text = (table.column(name).to_pylist() for name in (*_PLACE, "clean_text", "text"))
    draws = [draw(one or other) for one, other in zip(clean, text, strict=True)]
    return sorted(Asked(*row) for row in zip(*places, draws, strict=True))


def _stretches(group: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Statements of a group in stretches of whole blocks, cut by content as those are."""
    stretch: list[Asked] = []
    for block in cut_blocks(group, lambda row: row.draw):
        stretch += block
        if block[-1].draw < 1 / MEAN_STRETCH or len(stretch) >= MOST_STRETCH:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _groups(
    asked: Sequence[Sequence[Asked]], plan: Sequence[Unit], goals: Sequence[Goal], documents: Sequence[Document]
) -> list[list[Asked]]:
    """Statements by the municipality whose plans they are held against, as `themes.policy.trace` groups them."""
    role = {document.document_id: document for document in documents}
    everything = passages(plan, goals, documents)
    plans = plans_by_municipality(everything, goals, current_programmes(goals, documents))
    rows = [row for own in asked for row in own]
    grouped: dict[Any, list[Any]] = _by_plan(rows, role, plans)  # type: ignore[arg-type]  # it reads document_id only
    return [grouped[name] for name in sorted(grouped, key=str)]


def _job(
    setup: Setup,
    own: Sequence[Asked],
    part_of: Mapping[str, str],
    by_id: Mapping[str, Document],
    codes: Codes,
    names: tuple[str, str],
) -> TraceJob:
    """The task of a stretch; the codings of its statements are left beside it."""
    unit_ids = tuple(row.unit_id for row in own)
    parts = tuple(dict.fromkeys(part_of[row.document_id] for row in own))
    codings = codes.of_units(parts, set(unit_ids))
    frames = [setup.storage.read(f"parts/{part}/read.json").decode() for part in parts]
    name = digest(
        code_version("records", "language", "coding", "policy", "scale", "words/policy"),
        unit_ids,
        frames,
        Records(Coding, codings).digest,
        [by_id[document_id] for document_id in dict.fromkeys(row.document_id for row in own)],
        names[0],
        setup.codebook,
        setup.settings.encoder,
        setup.settings.pipeline,
    )
    setup.storage.write_table(f"trace/{name}.codings.parquet", table_of(codings, Coding))
    return TraceJob(setup, name, parts, unit_ids, *names)


def _summed(covered: Sequence[Sequence[Coverage]]) -> list[Coverage]:
    """Coverage of all statements: the counts of each stretch added up, row by row."""
    counts: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    names = ("n_statements", "n_result", "n_approach", "n_none", "n_partly", "n_unsure")
    for rows in covered:
        for row in rows:
            counts[row.code_id, row.programme_id].update({name: getattr(row, name) for name in names})
    summed = []
    for row in covered[0]:
        total: dict[str, Any] = {name: counts[row.code_id, row.programme_id][name] for name in names}
        summed.append(dataclasses.replace(row, **total))
    return summed
