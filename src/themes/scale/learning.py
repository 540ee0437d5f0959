"""What reviewed statements teach, learned once from all of them and used in every partition.

People decide on few statements, so those are gathered here. Bars and subjects (`themes.coding.model_coder`) are used a
partition at a time. Where the classifier helps, it weighs words by how often all texts have them: they are counted, and
held against it, in the blocks in which texts are given vectors.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from themes.project.inputs import vector_folder
from themes.records import Coding, Records, Unit, digest
from themes.scale.codes import Codes, documents_of
from themes.scale.columns import records_of, table_of, where_in
from themes.scale.setup import ONE_AT_A_TIME, Setup, remembered
from themes.scale.storage import Storage
from themes.scale.topics import load_block, make_vectors, rows_of, vector_jobs
from themes.scale.units import CONTENT
from themes.scale.workers import Crew, Progress, sure
from themes.store import code_version
from themes.words import running as words

if TYPE_CHECKING:
    import pyarrow as pa

    from themes.coding.learned import Classifier, Common
    from themes.coding.model_coder import Learned

Alike = Mapping[str, Mapping[str, float]]  # unit id -> code -> chance


@dataclasses.dataclass(frozen=True)
class LearnJob:
    """A partition to code by what was learned; `people` and `alike` are of its own units."""

    setup: Setup
    part: str
    key: str
    learned: Learned
    people: tuple[Coding, ...]
    alike: Alike


@dataclasses.dataclass(frozen=True)
class LearnAnswer:
    """Codings that the model added, subjects that were tried, decided units that the machine gives no code, and whether
    this was kept from before."""

    added: int
    tried: list[dict[str, Any]]
    bare: tuple[str, ...]
    kept: bool


@dataclasses.dataclass(frozen=True)
class TextJob:
    """A block of texts to count, each so many `times`, or to hold against the classifier `model`."""

    setup: Setup
    name: str
    texts: tuple[str, ...]
    times: tuple[int, ...] = ()
    model: str = ""


def learn_part(job: LearnJob) -> LearnAnswer:
    """Code a partition by what was learned, with people's decisions over it, or find that this was done. A task."""
    from themes.coding.model_coder import with_learned
    from themes.coding.people import with_people

    job.setup.check()
    storage = job.setup.storage.below(f"parts/{job.part}")
    if storage.exists("learned.json"):
        kept = json.loads(storage.read("learned.json"))
        if kept["key"] == job.key:
            return LearnAnswer(kept["added"], kept["tried"], tuple(kept["bare"]), True)
        storage.remove("learned.json")
    units, rules = (records_of(storage.read_table(f"{name}.parquet"), kind) for name, kind in _OF_PART)
    book = job.setup.book()
    with ONE_AT_A_TIME:
        machine, added, tried = with_learned(
            units, rules, job.people, job.learned, job.alike, codebook=book, pipeline=job.setup.pipeline()
        )
    bare = {coding.unit_id for coding in job.people} - {coding.unit_id for coding in machine}
    order = {code.id: at for at, code in enumerate(book.codes)}
    made = with_people(machine, [coding for coding in job.people if coding.unit_id not in bare], order)
    storage.write_table("learned.parquet", table_of(made, Coding))
    told = {"key": job.key, "added": added, "tried": tried, "bare": sorted(bare)}
    storage.write("learned.json", json.dumps(told).encode())
    return LearnAnswer(added, tried, tuple(sorted(bare)), False)


_OF_PART: tuple[tuple[str, type[Any]], ...] = (("units", Unit), ("codings", Coding))


def count_texts(job: TextJob) -> Common:
    """What a block of texts adds to what all have in common. A task."""
    from themes.coding.learned import Common

    job.setup.check()
    with ONE_AT_A_TIME:
        return Common.of(job.texts, load_block(job.setup.storage, job.name), job.setup.pipeline(), job.times)


def hold_texts(job: TextJob) -> dict[str, dict[str, float]]:
    """The codes that the classifier is sure of, of the texts of a block that have one. A task."""
    from themes.coding.learned import features
    from themes.coding.model_coder import sure as sure_codes

    job.setup.check()
    classifier, common, codes = _classifier(job.setup.work, job.model)
    with ONE_AT_A_TIME:
        table = features(job.texts, load_block(job.setup.storage, job.name), job.setup.pipeline(), common)
    found = (sure_codes(own, codes) for own in classifier.chances(table))
    return {text: own for text, own in zip(job.texts, found, strict=True) if own}


def code_with_people(
    setup: Setup, crew: Crew, parts: Mapping[str, str], people: Sequence[Coding], progress: Progress
) -> tuple[Codes, dict[str, Any]]:
    """The codings of all partitions (name -> key of its codings) with what the model learned from people's decisions
    and those decisions over them, and the figures of the model: as `themes.coding.model_coder` on all units."""
    from themes.coding.model_coder import SHIPPED, told
    from themes.coding.people import with_people

    storage = setup.storage
    if not people:
        return Codes(storage), {}
    names = tuple(parts)
    reviewed = {coding.unit_id for coding in people}
    units = [unit for part in names for unit in documents_of(storage, part, reviewed)]
    learned = _learn(setup, names, units, people)
    part_of = _part_of(storage, names)
    looked_at = [unit for unit in units if unit.unit_id in reviewed]
    alike, used = (
        _alike(setup, crew, learned, looked_at, people, names, progress) if learned.used else ({}, frozenset())
    )
    people_of: dict[str, list[Coding]] = defaultdict(list)
    for coding in people:
        people_of[part_of[coding.unit_id]].append(coding)
    alike_of: dict[str, dict[str, Mapping[str, float]]] = defaultdict(dict)
    for unit_id, own in alike.items():
        alike_of[part_of[unit_id]][unit_id] = own
    version = code_version("records", "language", "coding", "scale", "words/coding")
    teaches = digest(learned.bars, *((code, learned.figures["codes"][code]) for code in learned.used))
    jobs = [
        LearnJob(
            setup,
            part,
            digest(version, parts[part], teaches, Records(Coding, people_of[part]).digest, alike_of[part]),
            learned,
            tuple(people_of[part]),
            alike_of[part],
        )
        for part in names
        if learned.bars != SHIPPED or part in people_of or part in alike_of
    ]
    answers = [sure(answer) for answer in progress(crew.map(learn_part, jobs), words.STEP_CODE, len(jobs))]
    bare = {unit_id for answer in answers for unit_id in answer.bare}
    order = {code.id: at for at, code in enumerate(setup.book().codes)}
    tail = with_people([], [coding for coding in people if coding.unit_id in bare], order)
    tried = sorted((row for answer in answers for row in answer.tried), key=lambda row: str(row["document"]))
    n_kept = sum(answer.kept for answer in answers)
    codes = Codes(
        storage, frozenset(job.part for job in jobs), tuple(tail), used, made=len(answers) - n_kept, kept=n_kept
    )
    return codes, told(learned, people, sum(answer.added for answer in answers), tried)


def _learn(setup: Setup, parts: Sequence[str], units: Sequence[Unit], people: Sequence[Coding]) -> Learned:
    """What the reviewed statements teach; `units` are those of their documents."""
    from themes.coding.model_coder import learn
    from themes.language.vectors import encode

    ids = {unit.unit_id for unit in units}
    tables = (setup.storage.read_table(f"parts/{part}/codings.parquet") for part in parts)
    rules = [row for table in tables for row in records_of(where_in(table, "unit_id", ids), Coding)]
    return learn(
        units,
        rules,
        people,
        codebook=setup.book(),
        pipeline=setup.pipeline(),
        vectors=lambda texts: encode(texts, encoder=setup.settings.encoder, cache=vector_folder()),
    )


def _part_of(storage: Storage, parts: Sequence[str]) -> dict[str, str]:
    """Unit id -> its partition."""
    ids = ((part, storage.read_table(f"parts/{part}/units.parquet", ["unit_id"]).column("unit_id")) for part in parts)
    return {unit_id: part for part, own in ids for unit_id in own.to_pylist()}


def _alike(
    setup: Setup,
    crew: Crew,
    learned: Learned,
    units: Sequence[Unit],
    people: Sequence[Coding],
    parts: Sequence[str],
    progress: Progress,
) -> tuple[Alike, frozenset[str]]:
    """The statements that the classifier is sure of, and the names of the files that this rests on."""
    from themes.coding.learned import Common
    from themes.coding.model_coder import train_classifier

    storage = setup.storage
    ids, jobs, row_of = vector_jobs(setup, _content(storage, parts))
    files = [job.name for job in jobs]
    key = digest(
        code_version("records", "language", "coding", "scale", "words/coding"),
        *files,
        *ids,
        learned.used,
        Records(Coding, people).digest,
        setup.settings.pipeline,
    )

    def make() -> dict[str, Any]:
        for answer in progress(crew.map(make_vectors, jobs), words.BAR_VECTORS, len(jobs)):
            sure(answer)
        blocks = [tuple(text for batch in job.batches for text in batch) for job in jobs]
        starts = np.cumsum([0, *map(len, blocks)])
        times = np.bincount(row_of[row_of >= 0], minlength=starts[-1])
        asked = [
            TextJob(setup, name, block, tuple(times[start : start + len(block)].tolist()), key)
            for name, block, start in zip(files, blocks, starts.tolist(), strict=False)
        ]
        common = Common.joined([sure(own) for own in crew.map(count_texts, asked)], len(ids))
        row = dict(zip(ids, row_of.tolist(), strict=True))
        texts = [unit.clean_text for unit in units]
        rows = rows_of(storage, files, [len(block) for block in blocks], np.array([row[u.unit_id] for u in units]))
        vector = dict(zip(texts, rows, strict=True))
        classifier = train_classifier(
            units,
            people,
            learned.used,
            lambda texts: np.array([vector[text] for text in texts]),
            common=common,
            pipeline=setup.pipeline(),
        )
        _keep_classifier(storage, key, classifier, common, learned.used)
        held = [sure(own) for own in progress(crew.map(hold_texts, asked), words.BAR_PLACE, len(asked))]
        found = {text: own for answer in held for text, own in answer.items()}
        every = [text for block in blocks for text in block]
        return {unit_id: found[every[at]] for unit_id, at in row.items() if at >= 0 and every[at] in found}

    alike, _ = remembered(storage, "alike", key, make)
    return alike, frozenset([*(f"vectors/{name}.npy" for name in files), f"alike-{key}.json.z"])


def _content(storage: Storage, parts: Sequence[str]) -> pa.Table:
    """Statements and questions of all documents: `unit_id` and `clean_text`."""
    import pyarrow as pa

    names = ["unit_id", "clean_text", "kind"]
    tables = (storage.read_table(f"parts/{part}/units.parquet", names) for part in parts)
    return pa.concat_tables([where_in(table, "kind", CONTENT).select(names[:2]) for table in tables])


def _keep_classifier(storage: Storage, key: str, classifier: Classifier, common: Common, codes: Sequence[str]) -> None:
    """Leave a classifier where tasks find it."""
    body = io.BytesIO()
    np.savez(body, weights=classifier.weights, bias=classifier.bias, total=common.total)
    storage.write(f"classifier-{key}.npz", body.getvalue())
    told = {"codes": list(codes), "n": common.n, "terms": dict(common.terms)}
    storage.write(f"classifier-{key}.json", json.dumps(told).encode())


@functools.lru_cache(maxsize=1)
def _classifier(work: str, key: str) -> tuple[Classifier, Common, tuple[str, ...]]:
    from themes.coding.learned import Classifier, Common

    storage = Storage(work)
    told = json.loads(storage.read(f"classifier-{key}.json"))
    with np.load(io.BytesIO(storage.read(f"classifier-{key}.npz")), allow_pickle=False) as kept:
        common = Common(told["n"], told["terms"], kept["total"])
        return Classifier(kept["weights"], kept["bias"]), common, tuple(told["codes"])
