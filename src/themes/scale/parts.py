"""The steps per document, a partition of files at a time: read, split, code; each partition a few Parquet files.

A partition is made again only when one of its files, the settings or the program changed: a run that was stopped goes
on where it was.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from themes.problems import UnreadableDocument
from themes.records import Coding, Document, Finding, Source, Unit, digest
from themes.scale.columns import records_of, table_of
from themes.scale.setup import ONE_AT_A_TIME, Setup, fetched, file_digest
from themes.scale.storage import Storage
from themes.store import code_version, pack, unpack
from themes.words import running as words


@dataclasses.dataclass(frozen=True)
class PartJob:
    """Files to read, split and code as partition `part`."""

    setup: Setup
    part: str
    files: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class PartAnswer:
    """What became of a partition: digests of its files, whether the documents and the codes were kept from before."""

    part: str
    key: str
    coded_key: str
    inputs: Mapping[str, str]
    refused: tuple[str, ...]
    n_units: int
    kept: bool
    coded_kept: bool


def make_part(job: PartJob) -> PartAnswer:
    """Read, split and code the files of a partition, or find that this was done before. A task, see `workers`."""
    setup, settings = job.setup, job.setup.settings
    setup.check()
    corpus, storage = Storage(setup.corpus), setup.storage.below(f"parts/{job.part}")
    inputs = {name: file_digest(corpus.read(name)) for name in job.files}
    read_by = digest(settings.ocr, *(sorted(given.items()) for given in (settings.limits, settings.roles)))
    key = digest(
        code_version("records", "language", "documents", "statements"),
        code_version("scale", "words/reading", "words/running"),
        read_by,
        sorted(settings.fields.items()),
        settings.pipeline,
        sorted(inputs.items()),
    )
    coded_key = digest(key, code_version("records", "language", "coding", "words/coding"), setup.codebook)
    kept = _meta(storage, "read.json")
    if kept is None or kept["key"] != key:
        kept = None
        sources, documents, units, findings = _read_and_split(setup, corpus, job.files)
        _write_part(storage, sources, documents, units, findings)
        read = {source.path for source in sources}
        refused = sorted({found.key for found in findings if found.severity == "error" and found.key not in read})
        meta: dict[str, Any] = {"key": key, "refused": refused, "n_units": len(units)}
        storage.write("read.json", json.dumps(meta).encode())
    else:
        meta = kept
    coded = _meta(storage, "coded.json")
    if coded is None or coded["key"] != coded_key:
        coded = None
        from themes.coding import code_units

        units = records_of(storage.read_table("units.parquet"), Unit)
        with ONE_AT_A_TIME:
            codings = code_units(units, setup.book(), setup.pipeline())
        storage.write_table("codings.parquet", table_of(list(codings), Coding))
        storage.write("coded.json", json.dumps({"key": coded_key}).encode())
    return PartAnswer(
        job.part, key, coded_key, inputs, tuple(meta["refused"]), meta["n_units"], kept is not None, coded is not None
    )


def refuse_part(setup: Setup, part: str, name: str) -> PartAnswer:
    """The partition of a file that ended its process each time: nothing of it but the finding that says so."""
    storage = setup.storage.below(f"parts/{part}")
    _write_part(storage, [], [], [], [lost_file(name)])
    storage.write_table("codings.parquet", table_of([], Coding))
    inputs = {name: file_digest(Storage(setup.corpus).read(name))}
    for file in ("read.json", "coded.json"):  # tried again in the next run
        storage.remove(file)
    key = digest("refused", name, inputs[name])
    return PartAnswer(part, key, digest(key, setup.codebook), inputs, (name,), 0, False, False)


def lost_file(name: str) -> Finding:
    """What is said of a file that ended the process which read it."""
    return Finding(
        "error",
        "documents",
        name,
        words.PROCESS_LOST,
        words.IS_IT_LARGE,
    )


def _meta(storage: Storage, name: str) -> dict[str, Any] | None:
    try:
        return json.loads(storage.read(name))  # type: ignore[no-any-return]
    except (FileNotFoundError, ValueError):
        return None


def _read_and_split(
    setup: Setup, corpus: Storage, names: Sequence[str]
) -> tuple[list[Source], list[Document], list[Unit], list[Finding]]:
    from themes.documents import split_documents
    from themes.statements import split_units

    settings = setup.settings
    sources: list[Source] = []
    documents: list[Document] = []
    units: list[Unit] = []
    findings: list[Finding] = []
    for source in _sources(setup, corpus, names):
        if isinstance(source, Finding):
            findings.append(source)
            continue
        try:
            with ONE_AT_A_TIME:
                own = split_documents(source, roles=settings.roles, fields=settings.fields)
                made = split_units(source, own, setup.pipeline())
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, MemoryError) as error:
            # a mistake of the program; after hours of reading the other ten thousand must not be lost to it
            findings.append(
                Finding(
                    "error",
                    "documents",
                    source.path,
                    words.CANNOT_SPLIT.format(error=type(error).__name__),
                    words.TELL_THE_MAKERS,
                )
            )
            continue
        sources.append(source)
        findings.extend(source.findings)
        documents.extend(own)
        units.extend(made)
    return sources, documents, units, findings


def _sources(setup: Setup, corpus: Storage, names: Sequence[str]) -> Iterator[Source | Finding]:
    """The files in their order, `threads` of them being read at a time."""
    from concurrent.futures import ThreadPoolExecutor

    from themes.documents import Limits, read_source

    limits = Limits(**setup.settings.limits)

    def one(name: str) -> Source | Finding:
        try:
            with fetched(corpus, name) as (root, path):
                return read_source(path, root=root, limits=limits, ocr=setup.settings.ocr)
        except UnreadableDocument as error:
            return Finding("error", "documents", name, error.message, error.remedy)

    with ThreadPoolExecutor(setup.threads) as pool:
        yield from pool.map(one, names)


def _write_part(
    storage: Storage,
    sources: Sequence[Source],
    documents: Sequence[Document],
    units: Sequence[Unit],
    findings: Sequence[Finding],
) -> None:
    import pyarrow as pa

    from themes.scale.repeats import token_table

    bodies = [zlib.compress(json.dumps(pack(source), ensure_ascii=False).encode(), 1) for source in sources]
    kept = {"path": pa.array([source.path for source in sources], pa.string()), "body": pa.array(bodies, pa.binary())}
    storage.write_table("sources.parquet", pa.table(kept))
    storage.write_table("documents.parquet", table_of(documents, Document))
    storage.write_table("units.parquet", table_of(units, Unit))
    storage.write_table("findings.parquet", table_of(findings, Finding))
    storage.write_table("tokens.parquet", token_table(units))


def part_source(storage: Storage, part: str, path: str) -> Source:
    """One source of a partition, as read. Raises KeyError when it isn't in it."""
    import pyarrow.compute as pc

    table = storage.read_table(f"parts/{part}/sources.parquet")
    bodies = table.filter(pc.equal(table.column("path"), path)).column("body").to_pylist()
    with contextlib.suppress(IndexError):
        return unpack(json.loads(zlib.decompress(bodies[0])))  # type: ignore[no-any-return]
    raise KeyError(path)
