"""The run as a whole: every step in its order, timed, checked by its account, and put in place in one piece."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from themes import folder as output
from themes.ledger import Ledger, make_ledger
from themes.problems import ThemesError
from themes.project.inputs import file_digests, pipeline_wish, unknown_roles
from themes.project.result import Promised, RunResult, last_inputs, make_manifest, unchanged, write_json
from themes.project.work import Progress, Work
from themes.records import TABLES, Document, Finding, Goal, Membership, Records, Topic, digest
from themes.settings import FILE_NAME, Settings, read_settings, unmatched_patterns
from themes.store import Store, code_version
from themes.tables import write_table
from themes.words import running as words

T = TypeVar("T")
_WHY_REUSED = words.REUSED
_WHY_ALWAYS = words.EVERY_TIME


def run(
    corpus: str | Path,
    out: str | Path,
    *,
    settings: Settings | None = None,
    progress: Progress[Any] | None = None,
    force: bool = False,
    reports: bool = True,
) -> RunResult:
    """Read a corpus folder, do every step and write tables, manifest and reports to `out`.

    Parameters
    ----------
    corpus : folder with documents and, if people made them, themes.toml, codebook, goals.csv and decisions.
    out : folder of this run; it keeps what each step made, so that a second run only does what changed.
    settings : instead of those of themes.toml.
    progress : wraps an iterable with a bar: progress(items, label, total).
    force : do every step again.
    reports : write the page, the workbook and the Word file as well.

    Raises
    ------
    ThemesError : no folder, no document in it, settings or codebook that don't hold, or a folder that can't be written.
    """
    corpus, out = Path(corpus), Path(out)
    if not corpus.is_dir():
        raise ThemesError(words.NO_FOLDER, where=str(corpus), remedy=words.GIVE_FOLDER)
    settings = settings or read_settings(corpus)
    with output.locked(out), output.disk_errors(out), _seldom_collected():
        this = _Run(corpus, out, settings, progress or (lambda items, label, total: items), force, reports)
        try:
            return this.go()
        finally:
            this.work.close()


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for garbage in cycles less often: a run makes a million small records that stay, and looking through them
    time and again takes a fifth of it."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Run:
    """One run in progress."""

    def __init__(
        self, corpus: Path, out: Path, settings: Settings, progress: Progress[Any], force: bool, reports: bool
    ) -> None:
        self.corpus, self.out, self.settings, self.reports, self.force = corpus, out, settings, reports, force
        self.store = Store(None if force else out / ".steps")
        self.work = Work(corpus, settings, self.store, progress, file_digests(corpus))
        self.steps: list[dict[str, Any]] = []
        self._told: set[int] = set()  # entries of the store's log that a step has told
        self._waited = 0.0  # seconds for what a copy of this process does

    def go(self) -> RunResult:
        """Every step, or the last run when nothing changed."""
        from themes.documents import document_paths

        paths = document_paths(self.corpus)
        if not paths:
            raise ThemesError(words.NO_DOCUMENT, where=str(self.corpus), remedy=words.PUT_DOCUMENTS_IN)
        key = digest(
            code_version("records", "language", "documents", "statements", "coding", "topics", "policy", "report"),
            code_version("project", "ledger", "settings", "words"),
            self.settings.digest,
            pipeline_wish(self.settings.pipeline),
            self.reports,
            sorted(self.work.digests.items()),
        )
        kept = None if self.force else unchanged(self.out, key)
        if kept is not None:
            return kept
        work, timed = self.work, self._timed
        _ = work.pipeline  # from here on it knows the words of the last run
        if not self.force:
            work.topics_ahead(*last_inputs(self.out))
        sources = timed(words.STEP_READ, lambda: work.read(paths))
        documents, units = timed(words.STEP_SPLIT, lambda: work.split(sources))
        book = work.codebook()
        codings = timed(words.STEP_CODE, lambda: work.code(units, book))
        await_topics = work.topics(units, documents, codings, book)
        goals = timed(words.STEP_GOALS, lambda: work.goals(sources, documents, units))
        links, trace = timed(words.STEP_TRACE, lambda: work.trace(units, codings, goals, documents, book))
        coverage = timed(words.STEP_COVERAGE, lambda: work.coverage(trace, codings, goals, units, book, documents))
        advice = timed(words.STEP_ADVICE, lambda: work.advice(units, documents, goals))
        from themes.policy.placing import check_people
        from themes.report import NAMES

        people = check_people(self.corpus, units, goals, advice, trace)

        @cache
        def topics() -> tuple[Records[Topic], Records[Membership], dict[str, Any]]:
            return timed(words.STEP_TOPICS, await_topics, at=3)

        tables = Promised(
            {
                "documents": Records(Document, documents),
                "units": work.units,
                "codings": codings,
                "goals": Records(Goal, goals),
                "links": links,
                "trace": trace,
                "coverage": coverage,
                "advice": advice,
            },
            {
                "topics": lambda: topics()[0],
                "memberships": lambda: topics()[1],
                "findings": lambda: (topics(), self._findings(documents, people))[1],
            },
        )
        if work.begun is None or not work.begun.is_running or (self.corpus / NAMES).exists():
            tables.fulfil()
        n_refused = len(paths) - len(sources)
        ledger = make_ledger(len(paths), n_refused, documents, units, codings, trace, ())
        wrong = ledger.check()
        if wrong:
            message = f"the account does not add up: {', '.join(wrong)}"
            raise AssertionError(message)
        return self._publish(key, tables, ledger, lambda: topics()[2], book)

    def _findings(self, documents: Sequence[Document], people: Sequence[Finding]) -> Records[Finding]:
        """What every step met, what is amiss with people's decisions, and what the settings name in vain."""
        found = [*self.work.findings, *unknown_roles(documents), *people]
        found += [
            Finding(
                "warning",
                "documents",
                FILE_NAME,
                words.PATTERN_FITS_NOTHING.format(pattern=pattern),
                words.CHECK_FILE_NAME,
            )
            for pattern in unmatched_patterns(self.settings, list(self.work.digests))
        ]
        return Records(Finding, sorted(set(found), key=dataclasses.astuple))

    def _timed(self, name: str, step: Callable[[], T], at: int | None = None) -> T:
        """The step, with a row in the account: at the end, or at place `at`, what a copy of this process did."""
        before, start, waited = len(self.store.log), time.perf_counter(), self._waited
        result = step()
        log = [entry for number, entry in enumerate(self.store.log) if number >= before and number not in self._told]
        self._told.update(range(before, len(self.store.log)))
        done = [reused for _, reused in log]
        changed = sorted({part for kind, reused in log if not reused for part in self.store.why.get(kind, ())})
        taken = time.perf_counter() - start
        seconds = taken - (self._waited - waited)
        if at is not None:  # another step may have asked for it
            self._waited = waited + taken
            seconds = seconds if self.work.begun is None else self.work.begun.seconds
        self.steps.insert(
            len(self.steps) if at is None else at,
            {
                "step": name,
                "seconds": round(seconds, 2),
                "made": done.count(False),
                "reused": done.count(True),
                "why": words.MADE_BECAUSE.format(changed=", ".join(changed))
                if changed
                else _WHY_REUSED
                if done
                else _WHY_ALWAYS,
            },
        )
        return result

    def _publish(
        self, key: str, tables: Promised, ledger: Ledger, quality: Callable[[], dict[str, Any]], book: Any
    ) -> RunResult:
        """Write tables, codebook, manifest and reports beside the last run and put them in its place.

        What was promised is waited for when a report asks for it, at the latest when all reports are there.
        """
        from themes.coding import write_codebook
        from themes.report.run_tables import CODEBOOK

        fresh = output.next_folder(self.out)
        ready = dict(tables)
        for name, records in ready.items():
            write_table(records, fresh / "tables", name)
        write_codebook(fresh / CODEBOOK, book)
        manifest = make_manifest(
            key,
            settings=self.settings,
            pipeline=self.work.pipeline.name,
            codebook=book,
            inputs=self.work.digests,
            tables=ready,
            ledger=ledger,
            quality={},
            model=self.work.model,
            steps=self.steps,
        )
        write_json(fresh / output.MANIFEST, manifest)
        if self.reports:
            from themes.report import write_reports

            self.work.know_codes(book)
            self._timed(
                words.STEP_REPORTS,
                lambda: write_reports(
                    fresh,
                    corpus=self.corpus,
                    settings=self.settings,
                    keep=self.store,
                    codebook=book,
                    tables=tables,
                    vectors=self.work.vectors,
                ),
            )
        tables.fulfil()
        for name in tables.keys() - ready.keys():
            write_table(tables[name], fresh / "tables", name)
        whole = {name: tables[name] for name in TABLES}
        ledger = dataclasses.replace(ledger, n_findings=len(whole["findings"]))
        manifest |= {
            "digests": {name: records.digest for name, records in whole.items()},
            "counts": {name: len(records) for name, records in whole.items()},
            "ledger": dataclasses.asdict(ledger),
            "topic_quality": quality(),
            "steps": self.steps,
        }
        manifest["outputs"] = {
            path.relative_to(fresh).as_posix(): path.stat().st_size
            for path in sorted(fresh.rglob("*"))
            if path.is_file() and path.name != output.MANIFEST
        }
        write_json(fresh / output.MANIFEST, manifest)
        output.publish(self.out)
        if not self.force:
            self.work.keep_words()
            self.store.sweep()
        return RunResult(self.out, ledger, manifest, whole)
