"""Vectors in blocks of texts, topics fitted on a sample of them, and every other statement placed, block by block.

A block is decided by the texts of the whole corpus (`themes.topics.large.text_blocks`), not by the partitions, so that
each vector is that of a run as a whole to the last bit. A block of vectors is kept by its texts.
"""

from __future__ import annotations

import dataclasses
import functools
import io
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from themes.project.inputs import import_bertopic, topic_arguments
from themes.records import Coding, Finding, Membership, Records, Topic, Unit, digest
from themes.scale.codes import Codes
from themes.scale.columns import table_of
from themes.scale.setup import Setup, remembered
from themes.scale.storage import Storage
from themes.scale.units import UnitParts
from themes.scale.workers import Crew, Progress, sure
from themes.store import code_version
from themes.topics import large
from themes.topics.large import Placer, draw_sample, fit_large, shown, text_blocks, with_rest
from themes.words import running as words

if TYPE_CHECKING:
    import pyarrow as pa

    from themes.topics import TopicSet


@dataclasses.dataclass(frozen=True)
class VectorJob:
    """Texts to give vectors, in the batches in which they are encoded."""

    setup: Setup
    name: str
    batches: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True)
class PlaceJob:
    """A block of vectors to place in the topics of `placer`."""

    setup: Setup
    name: str
    placer: str


@dataclasses.dataclass(frozen=True)
class Found:
    """Topics of a run: the small tables, the memberships as columns sorted by unit, how many jobs were kept, and the
    names of the files that they rest on."""

    topics: Records[Topic]
    memberships: pa.Table
    quality: dict[str, Any]
    findings: tuple[Finding, ...]
    made: int
    kept: int
    used: frozenset[str]


def make_vectors(job: VectorJob) -> bool:
    """Vectors of a block of texts, left in the storage; True when they were there already. A task."""
    from themes.language.vectors import encode_all, load_encoder

    job.setup.check()
    file = f"vectors/{job.name}.npy"
    if job.setup.storage.exists(file):
        return True
    made = encode_all(load_encoder(job.setup.settings.encoder), job.batches, job.setup.threads)
    _save(job.setup.storage, file, np.concatenate(made))
    return False


def place_block(job: PlaceJob) -> tuple[np.ndarray, np.ndarray]:
    """Topic and weight of each text of a block. A task."""
    job.setup.check()
    return _placer(job.setup.work, job.placer).place(load_block(job.setup.storage, job.name))


def vector_jobs(setup: Setup, points: pa.Table) -> tuple[list[str], list[VectorJob], np.ndarray]:
    """Ids of statements, the blocks of their texts, and the row of each one's vector when the blocks are joined.

    `points` has the columns `unit_id` and `clean_text`. The row is -1 for a text without a visible sign.
    """
    ids: list[str] = points.column("unit_id").to_pylist()
    texts = [shown(text) for text in points.column("clean_text").to_pylist()]
    blocks = text_blocks({text for text in texts if text})
    jobs = [VectorJob(setup, _block_name(setup, block), tuple(block)) for block in blocks]
    order = {text: at for at, text in enumerate(text for job in jobs for batch in job.batches for text in batch)}
    return ids, jobs, np.array([order.get(text, -1) for text in texts], dtype=np.int64)


def find_topics(
    setup: Setup,
    crew: Crew,
    units: UnitParts,
    codes: Codes,
    codebook: Any,
    names: Sequence[str],
    progress: Progress,
) -> Found:
    """Topics of the statements and questions of the input documents."""
    ids, jobs, row_of = vector_jobs(setup, units.points())
    done = [sure(answer) for answer in progress(crew.map(make_vectors, jobs), words.BAR_VECTORS, len(jobs))]
    sizes = [sum(map(len, job.batches)) for job in jobs]
    files = [job.name for job in jobs]
    del jobs
    chosen = draw_sample(ids, large.SAMPLE, setup.settings.seed)
    sample = [ids[row] for row in chosen]
    fitted_on = units.records(set(sample))
    place = {unit.unit_id: unit for unit in fitted_on}
    fitted_on = [place[unit_id] for unit_id in sample]
    own = codes.of_units(units.parts, set(sample))
    key = digest(
        code_version("records", "language", "topics", "scale", "words/topics"),
        *files,
        Records(Unit, fitted_on).digest,
        Records(Coding, own).digest,
        [(code.id, code.label) for code in codebook.codes],
        setup.settings.seed,
        sorted(setup.settings.topics.items()),
        list(names),
        setup.settings.pipeline,
    )
    vectors = rows_of(setup.storage, files, sizes, row_of[chosen])

    def make() -> dict[str, Any]:
        import_bertopic()
        made = fit_large(
            fitted_on,
            vectors,
            pipeline=setup.pipeline(),
            codings=own,
            codebook=codebook,
            seed=setup.settings.seed,
            names=names,
            **topic_arguments(setup.settings.topics),
        )
        return {
            "topics": made.topics,
            "memberships": made.memberships,
            "quality": made.quality,
            "findings": list(made.findings),
        }

    fitted, kept = remembered(setup.storage, "topics", key, make)
    used = frozenset([*(f"vectors/{name}.npy" for name in files), f"topics-{key}.json.z", f"placer-{key}.npz"])
    kept_jobs, made_jobs = done.count(True) + kept, done.count(False) + (not kept)
    if len(chosen) == len(ids) or not len(fitted["topics"]):
        memberships = table_of(list(fitted["memberships"]), Membership)
        found = tuple(fitted["findings"])
        return Found(fitted["topics"], memberships, dict(fitted["quality"]), found, made_jobs, kept_jobs, used)
    made = _topic_set(fitted)
    _keep_placer(setup.storage, key, Placer.of(made, sample, vectors))
    jobs_left = [PlaceJob(setup, name, key) for name in files]
    answers = [sure(answer) for answer in progress(crew.map(place_block, jobs_left), words.BAR_PLACE, len(jobs_left))]
    numbers = np.concatenate([answer[0] for answer in answers])
    weights = np.concatenate([answer[1] for answer in answers])
    rest = np.setdiff1d(np.flatnonzero(row_of >= 0), np.array(chosen))
    rest = rest[weights[row_of[rest]] > 0]
    table = _with_sample(made, ids, rest, numbers[row_of[rest]], weights[row_of[rest]])
    size = Counter(table.column("topic_id").to_pylist())
    whole = with_rest(made, size, made.memberships, len(chosen), len(ids))
    return Found(whole.topics, table, dict(whole.quality), whole.findings, made_jobs + len(answers), kept_jobs, used)


def _topic_set(fitted: dict[str, Any]) -> TopicSet:
    from themes.topics import TopicSet

    return TopicSet(fitted["topics"], fitted["memberships"], dict(fitted["quality"]), tuple(fitted["findings"]))


def _with_sample(
    made: TopicSet, ids: Sequence[str], rest: np.ndarray, numbers: np.ndarray, weights: np.ndarray
) -> pa.Table:
    """Memberships of the sample and of the rest as one table, sorted by unit."""
    import pyarrow as pa

    placed = pa.table(
        {
            "unit_id": pa.array([ids[row] for row in rest.tolist()], pa.string()),
            "topic_id": pa.array(numbers, pa.int64()),
            "weight": pa.array(weights, pa.float64()),
        }
    )
    return pa.concat_tables([table_of(list(made.memberships), Membership), placed]).sort_by("unit_id")


def _block_name(setup: Setup, block: Sequence[tuple[str, ...]]) -> str:
    from themes.language.vectors import batch_key

    return digest(code_version("language"), setup.settings.encoder, *map(batch_key, block))


def rows_of(storage: Storage, files: Sequence[str], sizes: Sequence[int], rows: np.ndarray) -> np.ndarray:
    """The vectors of some rows of all blocks laid one after another; row -1 (a blank text) is zeros."""
    made = np.zeros((len(rows), 0), dtype=np.float32)
    at = 0
    for name, size in zip(files, sizes, strict=True):
        here = np.flatnonzero((rows >= at) & (rows < at + size))
        if len(here):
            block = load_block(storage, name)
            if not made.shape[1]:
                made = np.zeros((len(rows), block.shape[1]), dtype=np.float32)
            made[here] = block[rows[here] - at]
        at += size
    return made


def _save(storage: Storage, name: str, array: np.ndarray) -> None:
    body = io.BytesIO()
    np.save(body, array, allow_pickle=False)
    storage.write(name, body.getvalue())


def load_block(storage: Storage, name: str) -> np.ndarray:
    """(n, d) the vectors of a block of texts."""
    return np.load(io.BytesIO(storage.read(f"vectors/{name}.npy")), allow_pickle=False)  # type: ignore[no-any-return]


def _keep_placer(storage: Storage, key: str, placer: Placer) -> None:
    body = io.BytesIO()
    np.savez(body, **{field.name: getattr(placer, field.name) for field in dataclasses.fields(placer)})
    storage.write(f"placer-{key}.npz", body.getvalue())


@functools.lru_cache(maxsize=1)
def _placer(work: str, key: str) -> Placer:
    with np.load(io.BytesIO(Storage(work).read(f"placer-{key}.npz")), allow_pickle=False) as kept:
        return Placer(**{name: kept[name] for name in kept.files})
