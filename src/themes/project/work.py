"""The steps of a run as methods: each takes records and gives new ones, kept by what they were made from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from themes.beside import Ahead, Beside
from themes.problems import UnreadableDocument
from themes.project.inputs import (
    document_texts,
    import_bertopic,
    load_topics,
    pipeline_wish,
    topic_arguments,
    vector_folder,
)
from themes.project.policy_steps import PolicySteps
from themes.records import Coding, Document, Finding, Membership, Records, Source, Topic, Unit, digest
from themes.settings import Settings
from themes.store import Store, code_version
from themes.words import running as words

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
Progress = Callable[[Iterable[T], str, int], Iterable[T]]
FEWEST_BESIDE, MOST_BESIDE = 50, 20_000  # statements between which topics are made in a copy of this process


class Work(PolicySteps):
    """The steps of one run, in their order; what they met is in `findings`.

    Parameters
    ----------
    corpus : folder of the documents. digests : path in it -> digest of the file. store : keeps what a step made.
    progress : wraps an iterable with a bar: progress(items, label, total).
    """

    def __init__(
        self, corpus: Path, settings: Settings, store: Store, progress: Progress[Any], digests: Mapping[str, str]
    ) -> None:
        self.corpus, self.settings, self.store, self.progress = corpus, settings, store, progress
        self.digests = digests
        self.findings: list[Finding] = []
        self.model: dict[str, Any] = {}
        self.units: Records[Unit] = Records(Unit)
        self._codes: Any = None  # what is kept of coding, once the coder knows it
        self.begun: Beside[Any] | None = None  # what a copy of this process does
        self._process = os.getpid()

    # -- documents and units -----------------------------------------------------------------------------------

    def read(self, paths: Sequence[Path]) -> list[Source]:
        from concurrent.futures import ThreadPoolExecutor

        from themes.documents import Limits, read_source

        limits = Limits(**self.settings.limits)
        version = code_version("records", "documents", "words/reading")
        extra: dict[str, Any] = {"ocr": True} if self.settings.ocr else {}

        def one(path: Path) -> Source | Finding:
            name = path.relative_to(self.corpus).as_posix()
            parts = {
                words.PROGRAM: version,
                words.DOCUMENT: self.digests[name],
                words.SETTINGS: digest(limits, self.settings.ocr),
            }
            try:
                return self.store.step(
                    "source", parts, lambda: read_source(path, root=self.corpus, limits=limits, **extra), item=name
                )
            except UnreadableDocument as error:
                return Finding("error", "documents", name, error.message, error.remedy)

        with ThreadPoolExecutor(self._workers()) as pool:
            results = list(self.progress(pool.map(one, paths), words.BAR_READ, len(paths)))
        sources = [result for result in results if isinstance(result, Source)]
        for result in results:
            self.findings.extend(result.findings if isinstance(result, Source) else [result])
        return sources

    def split(self, sources: Sequence[Source]) -> tuple[list[Document], list[Unit]]:
        from themes.documents.municipality import settle_municipalities
        from themes.statements import mark_repeats

        version = code_version("records", "language", "documents", "statements", "words/reading")
        documents: list[Document] = []
        units: list[Unit] = []
        for source in self.progress(sources, words.BAR_SPLIT, len(sources)):

            def make(source: Source = source) -> tuple[list[Document], list[Unit]]:
                from themes.documents.bundle import split_documents
                from themes.statements import split_units

                parts = split_documents(source, roles=self.settings.roles, fields=self.settings.fields)
                return parts, split_units(source, parts, self.pipeline)

            made_from = {
                words.PROGRAM: version,
                words.DOCUMENT: source.digest,
                words.SETTINGS: digest(sorted(self.settings.roles.items()), sorted(self.settings.fields.items())),
                words.PIPELINE: pipeline_wish(self.settings.pipeline),
                words.OCR_AND_LIMITS: digest(self.settings.ocr, sorted(self.settings.limits.items())),
            }
            parts, made = self.store.step("units", made_from, make, item=source.path)
            documents.extend(parts)
            units.extend(made)
        units = mark_repeats(units)
        self.units = Records(Unit, units)
        self._units_digest = self.units.digest
        return settle_municipalities(documents, document_texts(documents, sources)), units

    @cached_property
    def pipeline(self) -> Any:
        """The pipeline of the settings, with the words of texts that the last run met."""
        from themes.language import pipeline
        from themes.language.lexicon import Answers, Listed
        from themes.project.kept_words import KeptWords

        found = pipeline(self.settings.pipeline)
        if self.store.folder is not None:
            key = self._words_key(found.name)
            self.store.words = found.kept = KeptWords(self.store.read("words", key))
            Listed.answers = Answers(self.store.read("forms", key))
        return found

    def _words_key(self, pipeline: str) -> str:
        return digest(pipeline, code_version("language", "statements"))

    def keep_words(self) -> None:
        """Keep the words of the texts of this run for the next one."""
        from themes.language.lexicon import Listed

        if self._codes is not None:
            self._codes.keep()
        kept, key = self.store.words, self._words_key(self.pipeline.name)
        if kept is not None and kept.is_changed:
            self.store.write("words", key, kept.packed())
        if Listed.answers is not None and Listed.answers.is_changed:
            self.store.write("forms", key, Listed.answers.packed)

    def close(self) -> None:
        """Leave the pipeline, which outlives the run, as it was."""
        from themes.language.lexicon import Listed

        if self.store.words is not None:
            self.pipeline.kept = None
            Listed.answers = None
        if self.begun is not None:
            self.begun.close()

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Sentence vectors of texts, from the store where a text was met before."""
        from themes.language.vectors import encode

        return encode(texts, encoder=self.settings.encoder, cache=vector_folder(), workers=self._workers())

    # -- themes ------------------------------------------------------------------------------------------------

    def codebook(self) -> Any:
        from themes.report import codebook_of

        return codebook_of(self.corpus, self.settings)

    def code(self, units: Sequence[Unit], codebook: Any) -> Records[Coding]:
        """Codes of the rules; where people decided, theirs, and what the model adds (figures in `model`)."""
        from themes.coding import code_units
        from themes.coding.model_coder import code_with_people

        people = self._decisions(units)
        known = {unit.unit_id for unit in units if unit.kind in ("statement", "question")}
        parts: dict[str, object] = {
            words.PROGRAM: code_version("records", "language", "coding", "words/coding"),
            words.CODEBOOK: codebook.digest,
            words.STATEMENTS: self._units_digest,
            words.PIPELINE: pipeline_wish(self.settings.pipeline),
        }

        def by_rules() -> Records[Coding]:
            self.know_codes(codebook)
            return code_units(units, codebook, self.pipeline)

        rules: Records[Coding] = self.store.step("rules", parts, by_rules)
        if people:  # their decisions over those of the rules, and what the model learns from them
            parts |= {words.DECISIONS: Records(Coding, people).digest, words.VECTORS: self.settings.encoder}

            def make() -> tuple[Records[Coding], dict[str, Any]]:
                self.know_codes(codebook)
                return code_with_people(
                    units, rules, people, codebook=codebook, pipeline=self.pipeline, vectors=self.vectors
                )

            rules, self.model = self.store.step("codings", parts, make)
        for coding in rules:
            assert coding.unit_id in known or coding.coder not in ("rules", "model")
        return rules

    def know_codes(self, codebook: Any) -> None:
        """Have the coder know what each code made of texts that the last run met, when it hasn't been told yet."""
        from themes.coding.rules import rule_coder
        from themes.project.kept_codes import KeptCodes

        if self.store.folder is not None and self._codes is None:
            key = digest(self.pipeline.name, code_version("records", "language", "coding"))
            self._codes = KeptCodes(self.store, key, rule_coder(codebook, self.pipeline))

    def _decisions(self, units: Sequence[Unit]) -> list[Coding]:
        """Codings that people decided on, put back on the units of this run; what can't be placed is a finding."""
        from themes.coding import read_decisions

        decisions, findings = read_decisions(self.corpus, units)
        self.findings.extend(findings)
        return list(decisions)

    def topics_ahead(self, before: Mapping[str, str], n_statements: int) -> None:
        """Have a copy of this process load what topics need while the rest is read; only where they'll be new.

        They will when nothing else than codes changed. `before` has the digest of each file of the last run.
        """
        from themes.coding.decisions import LOG

        changed = {path for path, _ in before.items() ^ self.digests.items()}
        if changed and changed <= {self.settings.codebook or "codebook.yml", LOG}:
            self.begun = Ahead(
                load_topics,
                lambda given: self._fit_topics(*given),
                wanted=FEWEST_BESIDE <= n_statements <= MOST_BESIDE,
            )

    def topics(
        self, units: Sequence[Unit], documents: Sequence[Document], codings: Records[Coding], codebook: Any
    ) -> Callable[[], tuple[Records[Topic], Records[Membership], dict[str, Any]]]:
        """Topics, memberships and quality, made at the same time as what comes next; calling what it gives waits."""
        roles = {document.document_id: document.role for document in documents}
        points = [u for u in units if roles.get(u.document_id) == "input" and u.kind in ("statement", "question")]
        names = sorted({document.municipality for document in documents if document.municipality})
        ids = {unit.unit_id for unit in points}
        own = [coding for coding in codings if coding.unit_id in ids]
        parts = {
            words.PROGRAM: _topics_version(),
            words.STATEMENTS: Records(Unit, points).digest,
            words.CODINGS: Records(Coding, own).digest,
            words.CODE_NAMES: digest([(code.id, code.label) for code in codebook.codes]),
            words.SETTINGS: digest(self.settings.seed, self.settings.encoder, sorted(self.settings.topics.items())),
            words.MUNICIPALITIES: digest(names),
            words.PIPELINE: pipeline_wish(self.settings.pipeline),
        }
        is_kept = self.store.has("topics", parts)
        begun: Beside[Any]
        if isinstance(self.begun, Ahead) and self.begun.is_running and not is_kept:
            begun = self.begun
            begun.give((points, names, own, codebook, None))
        else:
            if self.begun is not None:
                self.begun.close()
            vectors = None if is_kept else self.vectors([unit.clean_text for unit in points])
            if not is_kept:  # new statements: the trace needs it as the copy does, so that it is loaded once for both
                import sklearn.feature_extraction.text  # noqa: F401
            begun = Beside(
                lambda: self._fit_topics(points, names, own, codebook, vectors),
                wanted=not is_kept and FEWEST_BESIDE <= len(points) <= MOST_BESIDE,
            )
        self.begun = begun

        def fetch() -> dict[str, Any]:
            result, account = begun()
            if begun.apart:
                self.store.add(account)
            return result

        def wait() -> tuple[Records[Topic], Records[Membership], dict[str, Any]]:
            is_copy = os.getpid() != self._process  # what a copy of this process asks for, this one keeps
            made = begun()[0] if is_copy else self.store.step("topics", parts, fetch)
            self.findings.extend(made["findings"])
            return made["topics"], made["memberships"], dict(made["quality"])

        return wait

    def _fit_topics(
        self,
        points: Sequence[Unit],
        names: Sequence[str],
        codings: Sequence[Coding],
        codebook: Any,
        vectors: np.ndarray | None,
    ) -> tuple[dict[str, Any], tuple[Any, ...]]:
        """Topics of the statements, and what the store did for them."""
        from threadpoolctl import threadpool_limits

        from themes.topics.large import fit_large

        mark = self.store.mark()
        import_bertopic()
        if vectors is None:
            vectors = self.vectors([unit.clean_text for unit in points])
        is_copy = os.getpid() != self._process  # the other core is at work too: one thread for matrices
        with threadpool_limits(1 if is_copy else None, user_api="blas"):
            made = fit_large(
                points,
                vectors,
                pipeline=self.pipeline,
                codings=codings,
                codebook=codebook,
                seed=self.settings.seed,
                names=names,
                keep=self.keep(_topics_version(), pipeline_wish(self.settings.pipeline)),
                **topic_arguments(self.settings.topics),
            )
        result = {
            "topics": made.topics,
            "memberships": made.memberships,
            "quality": made.quality,
            "findings": list(made.findings),
        }
        return result, self.store.account(mark)

    def _workers(self) -> int:
        return self.settings.workers or os.cpu_count() or 1


def _topics_version() -> str:
    return code_version("records", "language", "topics", "words/topics")
