"""A run: the steps in their order, each kept by the digest of what it was made from.

    corpus/ file -> sources -> documents, units -> codings, topics -> goals -> links, trace, coverage, advice -> reports

Reading, the clock and the seed come in here and nowhere else.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from themes import folder as output
from themes.ledger import Ledger, make_ledger
from themes.problems import ThemesError, UnreadableDocument
from themes.records import (
    TABLES,
    Advice,
    Coding,
    Coverage,
    Document,
    Finding,
    Goal,
    Link,
    Membership,
    Records,
    Source,
    Topic,
    Trace,
    Unit,
    digest,
)
from themes.settings import FILE_NAME, Settings, read_settings, unmatched_patterns
from themes.store import Store, code_version
from themes.tables import write_table

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
_WHY_REUSED = "hergebruikt: zelfde invoer, instellingen en programma"
_WHY_ALWAYS = "elke keer gemaakt"
Progress = Callable[[Iterable[T], str, int], Iterable[T]]


@dataclasses.dataclass(frozen=True)
class RunResult:
    """What a run made. `tables` holds Records by table name; each is also an attribute (`result.units`).

    `steps` tells per step how long it took (seconds) and whether a kept result was used; `reused` is True when
    nothing had changed since the last run and nothing was made again.
    """

    folder: Path
    ledger: Ledger
    manifest: dict[str, Any]
    tables: dict[str, Records[Any]]
    reused: bool = False

    def __getattr__(self, name: str) -> Records[Any]:
        tables = object.__getattribute__(self, "tables")
        if name in tables:
            return tables[name]  # type: ignore[no-any-return]
        raise AttributeError(name)

    @property
    def exit_code(self) -> int:
        """0 when every file was read, 1 when one was refused."""
        return 1 if self.ledger.n_refused else 0

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{line}</li>" for line in self.ledger.lines())
        return f"<p>Run in <code>{self.folder.name}</code></p><ul>{lines}</ul>"


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
        raise ThemesError(
            "Deze map bestaat niet.", where=str(corpus), remedy="Geef de map met de verslagen en het beleid."
        )
    settings = settings or read_settings(corpus)
    with output.locked(out), output.disk_errors(out):
        return _Run(corpus, out, settings, progress or (lambda items, label, total: items), force, reports).go()


class _Run:
    """One run in progress; its methods are the steps in order."""

    def __init__(
        self, corpus: Path, out: Path, settings: Settings, progress: Progress[Any], force: bool, reports: bool
    ) -> None:
        self.corpus, self.out, self.settings, self.progress, self.reports = corpus, out, settings, progress, reports
        self.store = Store(None if force else out / ".steps")
        self.findings: list[Finding] = []
        self.steps: list[dict[str, Any]] = []
        self.force = force

    # -- the whole ---------------------------------------------------------------------------------------------

    def go(self) -> RunResult:
        from themes.documents import document_paths

        paths = document_paths(self.corpus)
        if not paths:
            raise ThemesError(
                "In deze map staat geen document.",
                where=str(self.corpus),
                remedy="Zet er verslagen en beleid in als PDF, Word of tekst.",
            )
        self.digests = {
            path.relative_to(self.corpus).as_posix(): digest(path.read_bytes().hex())
            for path in sorted(self.corpus.rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(self.corpus).parts)
        }
        key = digest(
            code_version("records", "language", "documents", "statements", "coding", "topics", "policy", "report"),
            code_version("project", "ledger", "settings"),
            self.settings.digest,
            _pipeline_wish(self.settings.pipeline),
            self.reports,
            sorted(self.digests.items()),
        )
        kept = None if self.force else self._unchanged(key)
        if kept is not None:
            return kept
        sources = self._timed("lezen", lambda: self.read(paths))
        documents, units = self._timed("splitsen", lambda: self.split(sources))
        codebook = self._codebook()
        codings = self._timed("coderen", lambda: self.code(units, codebook))
        topics, memberships, quality = self._timed(
            "onderwerpen", lambda: self.topics(units, documents, codings, codebook)
        )
        goals = self._timed("doelen", lambda: self.goals(sources, documents, units))
        links, trace = self._timed("spoor", lambda: self.trace(units, codings, goals, documents, codebook))
        coverage = self._timed("dekking", lambda: self.coverage(trace, codings, goals, units, codebook, documents))
        advice = self._timed("advies", lambda: self.advice(units, documents, goals))
        self.findings.extend(unknown_roles(documents))
        for pattern in unmatched_patterns(self.settings, list(self.digests)):
            self.findings.append(
                Finding("warning", "documents", FILE_NAME, f"Het patroon '{pattern}' past op geen enkel bestand.",
                        "Controleer de bestandsnaam.")
            )  # fmt: skip
        tables: dict[str, Records[Any]] = {
            "documents": Records(Document, documents),
            "units": Records(Unit, units),
            "codings": codings,
            "topics": topics,
            "memberships": memberships,
            "goals": Records(Goal, goals),
            "links": links,
            "trace": trace,
            "coverage": coverage,
            "advice": advice,
            "findings": Records(Finding, sorted(set(self.findings), key=dataclasses.astuple)),
        }
        ledger = make_ledger(
            len(paths), len(paths) - len(sources), documents, units, codings, trace, tables["findings"]
        )
        wrong = ledger.check()
        if wrong:
            message = f"the account does not add up: {', '.join(wrong)}"
            raise AssertionError(message)
        return self.publish(key, tables, ledger, quality, codebook)

    def _unchanged(self, key: str) -> RunResult | None:
        """The last run when nothing has changed since."""
        try:
            manifest = output.read_manifest(self.out)
            if manifest["key"] != key:
                return None
            for name, size in manifest["outputs"].items():
                if (self.out / name).stat().st_size != size:
                    return None
            return RunResult(self.out, Ledger(**manifest["ledger"]), manifest, _LazyTables(self.out), reused=True)
        except (ThemesError, OSError, KeyError, TypeError, ValueError):
            return None

    def _timed(self, name: str, step: Callable[[], T]) -> T:
        before, start = len(self.store.log), time.perf_counter()
        result = step()
        log = self.store.log[before:]
        done = [reused for _, reused in log]
        changed = sorted({part for kind, reused in log if not reused for part in self.store.why.get(kind, ())})
        self.steps.append(
            {
                "step": name,
                "seconds": round(time.perf_counter() - start, 2),
                "made": done.count(False),
                "reused": done.count(True),
                "why": f"gemaakt om: {', '.join(changed)}" if changed else _WHY_REUSED if done else _WHY_ALWAYS,
            }
        )
        return result

    # -- documents and units -----------------------------------------------------------------------------------

    def read(self, paths: Sequence[Path]) -> list[Source]:
        from concurrent.futures import ThreadPoolExecutor

        from themes.documents import Limits, read_source

        limits = Limits(**self.settings.limits)
        version = code_version("records", "documents")
        extra: dict[str, Any] = {"ocr": True} if self.settings.ocr else {}

        def one(path: Path) -> Source | Finding:
            name = path.relative_to(self.corpus).as_posix()
            parts = {
                "programma": version,
                "document": self.digests[name],
                "instellingen": digest(limits, self.settings.ocr),
            }
            try:
                return self.store.step(
                    "source", parts, lambda: read_source(path, root=self.corpus, limits=limits, **extra), item=name
                )
            except UnreadableDocument as error:
                return Finding("error", "documents", name, error.message, error.remedy)

        with ThreadPoolExecutor(self._workers()) as pool:
            results = list(self.progress(pool.map(one, paths), "Lezen", len(paths)))
        sources = [result for result in results if isinstance(result, Source)]
        for result in results:
            self.findings.extend(result.findings if isinstance(result, Source) else [result])
        return sources

    def split(self, sources: Sequence[Source]) -> tuple[list[Document], list[Unit]]:
        from themes.documents.bundle import split_documents
        from themes.documents.municipality import settle_municipalities
        from themes.statements import mark_repeats, split_units

        version = code_version("records", "language", "documents", "statements")
        documents: list[Document] = []
        units: list[Unit] = []
        for source in self.progress(sources, "Splitsen", len(sources)):

            def make(source: Source = source) -> tuple[list[Document], list[Unit]]:
                parts = split_documents(source, roles=self.settings.roles, fields=self.settings.fields)
                return parts, split_units(source, parts, self.pipeline)

            made_from = {
                "programma": version,
                "document": source.digest,
                "instellingen": digest(sorted(self.settings.roles.items()), sorted(self.settings.fields.items())),
                "taalmodel": _pipeline_wish(self.settings.pipeline),
                "ocr en grenzen": digest(self.settings.ocr, sorted(self.settings.limits.items())),
            }
            parts, made = self.store.step("units", made_from, make, item=source.path)
            documents.extend(parts)
            units.extend(made)
        units = mark_repeats(units)
        self._units_digest = Records(Unit, units).digest
        return settle_municipalities(documents, document_texts(documents, sources)), units

    @property
    def pipeline(self) -> Any:
        from themes.language import pipeline

        return pipeline(self.settings.pipeline)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Sentence vectors of texts, from the store where a text was met before."""
        from themes.language.vectors import encode

        return encode(texts, encoder=self.settings.encoder, cache=vector_folder(), workers=self._workers())

    # -- themes ------------------------------------------------------------------------------------------------

    def _codebook(self) -> Any:
        from themes.coding import read_codebook

        if self.settings.codebook is not None:
            return read_codebook(self.corpus / self.settings.codebook)
        own = self.corpus / "codebook.yml"
        return read_codebook(own if own.exists() else None)

    def code(self, units: Sequence[Unit], codebook: Any) -> Records[Coding]:
        from themes.coding import code_units

        people = self._decisions(units)
        version = code_version("records", "language", "coding")
        content = [unit for unit in units if unit.kind in ("statement", "question")]
        parts = {
            "programma": version,
            "codeboek": codebook.digest,
            "uitspraken": self._units_digest,
            "besluiten": Records(Coding, people).digest,
            "taalmodel": _pipeline_wish(self.settings.pipeline),
        }
        result: Records[Coding] = self.store.step(
            "codings", parts, lambda: code_units(units, codebook, self.pipeline, people=people)
        )
        known = {unit.unit_id for unit in content}
        for coding in result:
            assert coding.unit_id in known or coding.coder not in ("rules", "model")
        return result

    def _decisions(self, units: Sequence[Unit]) -> list[Coding]:
        """Codings that people decided on, put back on the units of this run; what can't be placed is a finding."""
        from themes.coding import read_decisions

        decisions, findings = read_decisions(self.corpus, units)
        self.findings.extend(findings)
        return list(decisions)

    def topics(
        self, units: Sequence[Unit], documents: Sequence[Document], codings: Records[Coding], codebook: Any
    ) -> tuple[Records[Topic], Records[Membership], dict[str, Any]]:
        from themes.topics.large import fit_large

        roles = {document.document_id: document.role for document in documents}
        points = [u for u in units if roles.get(u.document_id) == "input" and u.kind in ("statement", "question")]
        names = sorted({document.municipality for document in documents if document.municipality})
        version = code_version("records", "language", "topics")
        ids = {unit.unit_id for unit in points}
        own = Records(Coding, [coding for coding in codings if coding.unit_id in ids])
        labels = [(code.id, code.label) for code in codebook.codes]
        parts = {
            "programma": version,
            "uitspraken": Records(Unit, points).digest,
            "coderingen": own.digest,
            "namen van codes": digest(labels),
            "instellingen": digest(self.settings.seed, self.settings.encoder, sorted(self.settings.topics.items())),
            "gemeenten": digest(names),
            "taalmodel": _pipeline_wish(self.settings.pipeline),
        }

        def make() -> dict[str, Any]:
            _import_bertopic()
            made = fit_large(
                points,
                self.vectors([unit.clean_text for unit in points]),
                pipeline=self.pipeline,
                codings=own,
                codebook=codebook,
                seed=self.settings.seed,
                names=names,
                **_topic_arguments(self.settings.topics),
            )
            return {
                "topics": made.topics,
                "memberships": made.memberships,
                "quality": made.quality,
                "findings": list(made.findings),
            }

        made = self.store.step("topics", parts, make)
        self.findings.extend(made["findings"])
        return made["topics"], made["memberships"], dict(made["quality"])

    # -- policy ------------------------------------------------------------------------------------------------

    def goals(self, sources: Sequence[Source], documents: Sequence[Document], units: Sequence[Unit]) -> list[Goal]:
        from themes.policy import check_plan, correct_goals, read_goals

        source_of = {source.path: source for source in sources}
        version = code_version("records", "language", "documents", "statements", "policy")
        goals: list[Goal] = []
        for document in documents:
            if document.role != "policy":
                continue
            own = [unit for unit in units if unit.document_id == document.document_id]
            parts = {
                "programma": version,
                "document": digest(document),
                "eenheden": Records(Unit, own).digest,
                "taalmodel": _pipeline_wish(self.settings.pipeline),
            }
            goals.extend(
                self.store.step(
                    "goals",
                    parts,
                    lambda document=document, own=own: read_goals(  # type: ignore[misc]
                        source_of[document.source], document, own, self.pipeline
                    ),
                    item=document.document_id,
                )
            )
        goals, findings = correct_goals(goals, self.corpus / "goals.csv")
        self.findings.extend(findings)
        self.findings.extend(check_plan(goals, units))
        return goals

    def trace(
        self,
        units: Sequence[Unit],
        codings: Records[Coding],
        goals: Sequence[Goal],
        documents: Sequence[Document],
        codebook: Any,
    ) -> tuple[Records[Link], Records[Trace]]:
        from themes.policy import trace

        version = code_version("records", "language", "coding", "policy")
        parts = {
            "programma": version,
            "uitspraken": self._units_digest,
            "coderingen": codings.digest,
            "doelen": Records(Goal, goals).digest,
            "documenten": Records(Document, documents).digest,
            "codeboek": codebook.digest,
            "instellingen": self.settings.encoder,
            "taalmodel": _pipeline_wish(self.settings.pipeline),
        }

        def make() -> dict[str, Any]:
            traced = trace(
                units, codings, goals, documents, codebook=codebook, pipeline=self.pipeline, vectors=self.vectors
            )
            return {"links": traced.links, "trace": traced.trace}

        made = self.store.step("trace", parts, make)
        return made["links"], made["trace"]

    def coverage(
        self,
        trace: Records[Trace],
        codings: Records[Coding],
        goals: Sequence[Goal],
        units: Sequence[Unit],
        codebook: Any,
        documents: Sequence[Document],
    ) -> Records[Coverage]:
        from themes.policy import coverage

        return coverage(trace, codings, goals, units, codebook, documents)

    def advice(self, units: Sequence[Unit], documents: Sequence[Document], goals: Sequence[Goal]) -> Records[Advice]:
        from themes.policy import read_advice

        parts = {
            "programma": code_version("records", "language", "policy"),
            "uitspraken": self._units_digest,
            "documenten": Records(Document, documents).digest,
            "doelen": Records(Goal, goals).digest,
            "instellingen": self.settings.encoder,
            "taalmodel": _pipeline_wish(self.settings.pipeline),
        }
        return self.store.step(
            "advice", parts, lambda: read_advice(units, documents, goals, pipeline=self.pipeline, vectors=self.vectors)
        )

    # -- the edges ---------------------------------------------------------------------------------------------

    def publish(
        self, key: str, tables: dict[str, Records[Any]], ledger: Ledger, quality: dict[str, Any], codebook: Any
    ) -> RunResult:
        fresh = output.next_folder(self.out)
        for name, records in tables.items():
            write_table(records, fresh / "tables", name)
        manifest = self._manifest(key, tables, ledger, quality, codebook)
        _write_json(fresh / output.MANIFEST, manifest)
        if self.reports:
            from themes.report import write_reports

            self._timed("rapporten", lambda: write_reports(fresh, corpus=self.corpus, settings=self.settings))
        manifest["steps"] = self.steps
        manifest["outputs"] = {
            path.relative_to(fresh).as_posix(): path.stat().st_size
            for path in sorted(fresh.rglob("*"))
            if path.is_file() and path.name != output.MANIFEST
        }
        _write_json(fresh / output.MANIFEST, manifest)
        output.publish(self.out)
        if not self.force:
            self.store.sweep()
        return RunResult(self.out, ledger, manifest, tables)

    def _manifest(
        self, key: str, tables: dict[str, Records[Any]], ledger: Ledger, quality: dict[str, Any], codebook: Any
    ) -> dict[str, Any]:
        from importlib.metadata import version

        return {
            "key": key,
            "made_on": datetime.date.today().isoformat(),
            "themes": version("themes"),
            "pipeline": self.pipeline.name,
            "encoder": self.settings.encoder,
            "seed": self.settings.seed,
            "settings": dataclasses.asdict(self.settings),
            "codebook": {"version": codebook.version, "digest": codebook.digest},
            "libraries": {
                name: version(name) for name in ("bertopic", "spacy", "simplemma", "pdfplumber", "scikit-learn")
            },
            "inputs": self.digests,
            "digests": {name: records.digest for name, records in tables.items()},
            "counts": {name: len(records) for name, records in tables.items()},
            "ledger": dataclasses.asdict(ledger),
            "topic_quality": quality,
            "steps": self.steps,
        }

    def _workers(self) -> int:
        return self.settings.workers or os.cpu_count() or 1


class _LazyTables(dict[str, Records[Any]]):
    """The tables of a finished run, read when asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __contains__(self, name: object) -> bool:
        return name in TABLES

    def __missing__(self, name: str) -> Records[Any]:
        from themes.tables import read_table

        self[name] = read_table(TABLES[name], self._folder / "tables", name)
        return self[name]


def document_texts(documents: Sequence[Document], sources: Sequence[Source]) -> dict[str, str]:
    """Document id -> the text of its lines."""
    lines = {source.path: source.lines for source in sources}
    return {
        document.document_id: "\n".join(
            line.text for line in lines[document.source][document.line_start - 1 : document.line_end]
        )
        for document in documents
    }


def unknown_roles(documents: Sequence[Document]) -> list[Finding]:
    """A warning for each document whose form tells nothing: its statements are not traced until a person says why."""
    return [
        Finding(
            "warning",
            "documents",
            document.source if document.line_start == 1 else f"{document.source}, regel {document.line_start}",
            "Van dit document is niet te zien of het inbreng, beleid, advies of antwoord is; het telt nu niet mee.",
            f"Zet de rol in {FILE_NAME} onder [roles].",
        )
        for document in documents
        if document.role == "other" and "role" not in json.loads(document.evidence)
    ]


def vector_folder() -> Path:
    """Where sentence vectors are kept for this user, by digest: numbers only, never text."""
    own = os.environ.get("THEMES_CACHE")
    if own:
        return Path(own)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "themes"
    return Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "themes"


def _pipeline_wish(name: str) -> str:
    """The pipeline that `name` will give, without loading it."""
    from importlib.util import find_spec

    if name != "auto":
        return name
    return next((m for m in ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm") if find_spec(m)), "built-in")


def _import_bertopic() -> None:
    """Import BERTopic without what only its drawings in a notebook need: seconds less where Jupyter is installed.

    BERTopic imports Plotly, and that nbformat, whose checks of web addresses build dozens of parsers.
    """
    import sys

    hidden = [] if "ipykernel" in sys.modules else [name for name in ("nbformat",) if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be imported
    try:
        import bertopic  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


def _topic_arguments(topics: Any) -> dict[str, Any]:
    arguments = dict(topics)
    if "place_outliers" in arguments:
        arguments["place_all"] = arguments.pop("place_outliers")
    return arguments


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=dict) + "\n", encoding="utf-8")
