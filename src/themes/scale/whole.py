"""A run in partitions: the same tables as `themes.project.run`, made without holding a corpus in memory.

    files -> partitions (read, split, code) -> repeats, municipalities -> vectors, topics -> goals -> trace -> tables

What one document or one stretch of statements needs is a task, done in this process or on a Dask cluster. What only
the whole corpus knows is done here, over columns.
"""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar, cast

from themes import folder as output
from themes.problems import ThemesError
from themes.project.inputs import pipeline_wish, unknown_roles, vector_folder
from themes.project.result import LazyTables, RunResult, make_manifest, unchanged, write_json
from themes.records import (
    TABLES,
    Advice,
    Document,
    Finding,
    Goal,
    Records,
    digest,
)
from themes.scale.codes import Codes, decisions
from themes.scale.columns import Writer, records_of, table_of
from themes.scale.counts import count_ledger
from themes.scale.inputs import Texts, documents_in, mirrored, people_findings
from themes.scale.learning import code_with_people
from themes.scale.parts import PartAnswer, PartJob, make_part, part_source, refuse_part
from themes.scale.sample import write_sampled_reports
from themes.scale.setup import ROOMS, Setup, file_digest, keep_codebook
from themes.scale.sizes import cut_parts
from themes.scale.storage import Storage
from themes.scale.topics import Found, find_topics
from themes.scale.tracing import Traced, trace_all
from themes.scale.units import UnitParts, mark_all_repeats
from themes.scale.workers import Crew, Lost, Progress, fallen, hired
from themes.settings import FILE_NAME, Settings, read_settings, unmatched_patterns
from themes.store import code_version
from themes.words import running as words

T = TypeVar("T")
MANY = 20  # partitions; when so many are lost without any done, no document is to blame
WORK = ".parts"  # what tasks leave behind, beside the tables
KEPT = words.REUSED
MADE = words.MADE_ANEW
ALWAYS = words.EVERY_TIME


def run_in_partitions(
    corpus: str | Path,
    out: str | Path,
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    force: bool = False,
    reports: bool = True,
    cluster: str | None = None,
    client: Any = None,
) -> RunResult:
    """Do a run in partitions; see `themes.run` for the parameters.

    `corpus` and `out` may be URLs. With `out` a URL the tables and reports are made in a temporary folder of this
    computer and copied; the folder of the result is that temporary one, gone with the process.
    """
    storage = Storage.at(corpus)
    with ExitStack() as stack:
        people = storage.folder or mirrored(storage, stack)
        if storage.folder is not None and not storage.folder.is_dir():
            raise ThemesError(words.NO_FOLDER, where=str(corpus), remedy=words.GIVE_FOLDER)
        settings = settings or read_settings(people)
        target = Storage.at(out)
        local = target.folder or _passing_folder()
        stack.enter_context(output.locked(local))
        stack.enter_context(output.disk_errors(local))
        crew = stack.enter_context(hired(cluster, client, settings.workers or _cores()))
        steps = _Run(storage, people, target, local, settings, crew, progress or (lambda items, label, total: items))
        return steps.go(force=force, reports=reports)


_passing: list[tempfile.TemporaryDirectory[str]] = []  # held until the process ends


def _passing_folder() -> Path:
    """A folder for a run whose place is elsewhere."""
    _passing.append(tempfile.TemporaryDirectory(prefix="themes-"))
    return Path(_passing[-1].name)


def _cores() -> int:
    from themes.language.vectors import available_cores

    return available_cores()


class _Run:
    """One run in progress."""

    def __init__(
        self,
        corpus: Storage,
        people: Path,
        target: Storage,
        local: Path,
        settings: Settings,
        crew: Crew,
        progress: Progress,
    ) -> None:
        self.corpus, self.people, self.target, self.local = corpus, people, target, local
        self.settings = dataclasses.replace(settings, pipeline=pipeline_wish(settings.pipeline))
        self.given, self.crew, self.progress = settings, crew, progress
        self.work = target.below(WORK)
        self.steps: list[dict[str, Any]] = []
        self.findings: list[Finding] = []

    def go(self, *, force: bool, reports: bool) -> RunResult:
        """Every step, or the last run when nothing changed."""
        if force:
            for name in self.work.files():
                self.work.remove(name)
        files = self.corpus.files()
        if not documents_in(files):
            raise ThemesError(
                words.NO_DOCUMENT,
                where=self.corpus.root,
                remedy=words.PUT_DOCUMENTS_IN,
            )
        book = self._codebook()
        self.setup = Setup(
            self.corpus.root,
            self.work.root,
            self.settings,
            keep_codebook(self.work, book),
            code_version(*ROOMS),
            self.crew.threads,
        )
        answers = self._timed(words.STEP_READ, lambda: self._parts(documents_in(files)), _parts_done)
        parts = tuple(answer.part for answer in answers)
        inputs = self._inputs(files, answers)
        key = digest(
            "partitions", code_version(*ROOMS, "report", "project", "ledger", "settings"),
            self.given.digest, self.settings.pipeline, reports, sorted(inputs.items()),
        )  # fmt: skip
        kept = None if force or self.target.folder is None else unchanged(self.local, key)
        if kept is not None:
            return kept
        documents = self._settled(parts)
        self._timed(words.STEP_REPEATS, lambda: mark_all_repeats(self.work, parts), None)
        units = UnitParts(self.work, parts, tuple(documents))
        codes, model = self._timed(
            words.STEP_CODE, lambda: self._codes(answers), lambda found: (found[0].made, found[0].kept)
        )
        names = sorted({document.municipality for document in documents if document.municipality})
        topics = self._timed(
            words.STEP_TOPICS,
            lambda: find_topics(self.setup, self.crew, units, codes, book, names, self.progress),
            lambda found: (found.made, found.kept),
        )
        self.findings += topics.findings
        goals = self._timed(words.STEP_GOALS, lambda: self._goals(units), None)
        traced = self._timed(
            words.STEP_TRACE,
            lambda: trace_all(self.setup, self.crew, units, codes, goals, book, self.progress),
            lambda found: (found.made, found.kept),
        )
        advice = self._timed(words.STEP_ADVICE, lambda: self._advice(units, goals), None)
        self.findings += people_findings(self.people, units, goals, advice, traced)
        self._last_findings(documents, parts, inputs)
        refused = sum(len(answer.refused) for answer in answers)
        return self._publish(key, inputs, book, refused, units, codes, model, topics, goals, traced, advice, reports)

    # -- the steps ---------------------------------------------------------------------------------------------

    def _parts(self, files: Mapping[str, int]) -> list[PartAnswer]:
        """Every partition read, split and coded. Files of a partition that was lost are tried one by one."""
        jobs = [PartJob(self.setup, part, own) for part, own in cut_parts(files).items()]
        answers: list[PartAnswer] = []
        lost: list[str] = []
        for job, answer in zip(
            jobs, self.progress(self.crew.map(make_part, jobs), words.BAR_READ, len(jobs)), strict=True
        ):
            if isinstance(answer, Lost):
                lost += job.files
            else:
                answers.append(answer)
        if len(jobs) > MANY and not answers:
            raise fallen()
        singles = [PartJob(self.setup, digest("alone", name), (name,)) for name in lost]
        for job, answer in zip(
            singles, self.progress(self.crew.alone(make_part, singles), words.BAR_AGAIN, len(singles)), strict=True
        ):
            answers.append(refuse_part(self.setup, job.part, job.files[0]) if isinstance(answer, Lost) else answer)
        return sorted(answers, key=lambda answer: min(answer.inputs))

    def _inputs(self, files: Mapping[str, int], answers: Sequence[PartAnswer]) -> dict[str, str]:
        """Path -> digest of every file that isn't hidden, as a run as a whole lists them."""
        found = {name: own for answer in answers for name, own in answer.inputs.items()}
        for name in files:
            if name not in found and not any(part.startswith(".") for part in Path(name).parts):
                found[name] = file_digest(self.corpus.read(name))
        return dict(sorted(found.items(), key=lambda item: Path(item[0])))

    def _settled(self, parts: Sequence[str]) -> list[Document]:
        from themes.documents.municipality import settle_municipalities

        documents: list[Document] = []
        part_of: dict[str, str] = {}
        for part in parts:
            own = records_of(self.work.read_table(f"parts/{part}/documents.parquet"), Document)
            documents += own
            part_of.update((document.document_id, part) for document in own)
        return settle_municipalities(documents, Texts(self.work, documents, part_of))

    def _codebook(self) -> Any:
        from themes.coding import read_codebook

        own = self.people / (self.settings.codebook or "codebook.yml")
        return read_codebook(own if self.settings.codebook is not None or own.exists() else None)

    def _codes(self, answers: Sequence[PartAnswer]) -> tuple[Codes, dict[str, Any]]:
        parts = {answer.part: answer.coded_key for answer in answers}
        people, findings = decisions(self.people, self.work, tuple(parts))
        self.findings += findings
        return code_with_people(self.setup, self.crew, parts, people, self.progress)

    def _goals(self, units: UnitParts) -> list[Goal]:
        from themes.policy import check_plan, correct_goals, read_goals

        policies = [document for document in units.documents if document.role == "policy"]
        plan = units.of_roles({"policy"})
        part_of = {
            name: part
            for part in units.parts
            for name in self.work.read_table(f"parts/{part}/documents.parquet", ["document_id"])
            .column("document_id")
            .to_pylist()
        }
        goals: list[Goal] = []
        for document in self.progress(policies, words.BAR_GOALS, len(policies)):
            source = part_source(self.work, part_of[document.document_id], document.source)
            own = [unit for unit in plan if unit.document_id == document.document_id]
            goals += read_goals(source, document, own, self.setup.pipeline())
        goals, findings = correct_goals(goals, self.people / "goals.csv")
        self.findings += [*findings, *check_plan(goals, plan)]
        return goals

    def _advice(self, units: UnitParts, goals: Sequence[Goal]) -> Records[Advice]:
        from themes.language.vectors import encode
        from themes.policy import read_advice

        own = units.of_roles({"policy", "advice", "response"})
        return read_advice(
            own,
            units.documents,
            goals,
            pipeline=self.setup.pipeline(),
            vectors=lambda texts: encode(texts, encoder=self.settings.encoder, cache=vector_folder()),
        )

    def _last_findings(self, documents: Sequence[Document], parts: Sequence[str], inputs: Mapping[str, str]) -> None:
        for part in parts:
            self.findings += records_of(self.work.read_table(f"parts/{part}/findings.parquet"), Finding)
        self.findings += unknown_roles(documents)
        for pattern in unmatched_patterns(self.settings, list(inputs)):
            message = words.PATTERN_FITS_NOTHING.format(pattern=pattern)
            self.findings.append(Finding("warning", "documents", FILE_NAME, message, words.CHECK_FILE_NAME))

    # -- the tables --------------------------------------------------------------------------------------------

    def _publish(
        self,
        key: str,
        inputs: Mapping[str, str],
        book: Any,
        refused: int,
        units: UnitParts,
        codes: Codes,
        model: Mapping[str, Any],
        topics: Found,
        goals: Sequence[Goal],
        traced: Traced,
        advice: Records[Advice],
        reports: bool,
    ) -> RunResult:
        """Write tables, codebook, manifest and reports beside the last run and put them in its place."""
        from themes.coding import write_codebook
        from themes.report.run_tables import CODEBOOK

        fresh = output.next_folder(self.local)
        findings = Records(Finding, sorted(set(self.findings), key=dataclasses.astuple))
        contents: dict[str, Iterator[Any]] = {
            "documents": iter([table_of(units.documents, Document)]),
            "units": units.tables(),
            "codings": codes.tables(units.parts),
            "topics": iter([table_of(list(topics.topics), TABLES["topics"])]),
            "memberships": iter([topics.memberships]),
            "goals": iter([table_of(goals, Goal)]),
            "links": traced.tables("links"),
            "trace": traced.tables("trace"),
            "coverage": iter([table_of(traced.coverage, TABLES["coverage"])]),
            "advice": iter([table_of(advice, Advice)]),
            "findings": iter([table_of(findings, Finding)]),
        }
        written: dict[str, Writer] = {}

        def write() -> None:
            for name, tables in contents.items():
                with Writer(fresh / "tables", name, TABLES[name]) as writer:
                    for table in tables:
                        writer.add(table)
                written[name] = writer

        self._timed(words.STEP_TABLES, write, None)
        ledger = count_ledger(len(documents_in(dict.fromkeys(inputs, 0))), refused, fresh / "tables")
        wrong = ledger.check()
        if wrong:
            message = f"the account does not add up: {', '.join(wrong)}"
            raise AssertionError(message)
        write_codebook(fresh / CODEBOOK, book)
        manifest = make_manifest(
            key,
            settings=self.given,
            pipeline=self.setup.pipeline().name,
            codebook=book,
            inputs=inputs,
            tables=cast("Mapping[str, Records[Any]]", written),
            ledger=ledger,
            quality=topics.quality,
            model=model,
            steps=self.steps,
        )
        write_json(fresh / output.MANIFEST, manifest)
        if reports:
            self._timed(
                words.STEP_REPORTS,
                lambda: write_sampled_reports(fresh, ledger, corpus=self.people, settings=self.given),
                None,
            )
        manifest["steps"] = self.steps
        manifest["outputs"] = {
            path.relative_to(fresh).as_posix(): path.stat().st_size
            for path in sorted(fresh.rglob("*"))
            if path.is_file() and path.name != output.MANIFEST
        }
        write_json(fresh / output.MANIFEST, manifest)
        output.publish(self.local)
        if self.target.folder is None:
            self._upload(manifest["outputs"])
        self._sweep(units.parts, codes.used | topics.used | traced.used | {f"codebook-{self.setup.codebook}.json"})
        return RunResult(self.local, ledger, manifest, LazyTables(self.local))

    def _upload(self, names: Mapping[str, int]) -> None:
        """Put the run in the storage, the manifest away first and back last: half a run is never taken for a whole."""
        self.target.remove(output.MANIFEST)
        for name in (*names, output.MANIFEST):
            self.target.put(self.local / name, name)

    def _sweep(self, parts: Sequence[str], used: Set[str]) -> None:
        """Delete what this run did not use, and halves that a killed one left."""
        folders = {f"parts/{part}" for part in parts}
        for name in self.work.files():
            kept = name in used or name.rsplit("/", 1)[0] in folders
            if name.endswith(".part") or not kept:
                self.work.remove(name)

    def _timed(self, name: str, step: Callable[[], T], done: Callable[[T], tuple[int, int]] | None) -> T:
        """Do a step and note how long it took; `done` gives how many of its tasks were made and how many kept."""
        start = time.perf_counter()
        result = step()
        made, kept = done(result) if done is not None else (0, 0)
        why = MADE if made else KEPT if kept else ALWAYS
        seconds = round(time.perf_counter() - start, 2)
        self.steps.append({"step": name, "seconds": seconds, "made": made, "reused": kept, "why": why})
        return result


def _parts_done(answers: Sequence[PartAnswer]) -> tuple[int, int]:
    kept = sum(answer.kept and answer.coded_kept for answer in answers)
    return len(answers) - kept, kept
