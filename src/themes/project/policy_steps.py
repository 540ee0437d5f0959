"""The steps of a run over policy: goals, trace, coverage and advice, each kept by what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.kept import Keep
from themes.project.inputs import pipeline_wish
from themes.records import Advice, Coding, Coverage, Document, Finding, Goal, Link, Records, Source, Trace, Unit, digest
from themes.settings import Settings
from themes.store import Store, code_version
from themes.words import running as words

if TYPE_CHECKING:
    import numpy as np


class PolicySteps:
    """The part of `themes.project.work.Work` that is about policy."""

    corpus: Path
    settings: Settings
    store: Store
    findings: list[Finding]
    pipeline: Any
    know_codes: Callable[[Any], None]
    vectors: Callable[[Sequence[str]], np.ndarray]
    _units_digest: str

    def keep(self, *same: str) -> Keep:
        """What the parts of a step are kept by, while all of `same` is the same."""

        def keep(
            name: str, parts: Mapping[str, object], make: Callable[[], dict[str, Any]], about: str = ""
        ) -> Mapping[str, Any]:
            return self.store.arrays(name, {words.PROGRAM: digest(*same), **parts}, make, item=about)

        return keep

    def goals(self, sources: Sequence[Source], documents: Sequence[Document], units: Sequence[Unit]) -> list[Goal]:
        """The goal trees of all plans with people's corrections; what is amiss in either goes to the findings."""
        from themes.policy import check_plan, correct_goals

        source_of = {source.path: source for source in sources}
        version = code_version("records", "language", "documents", "statements", "policy", "words/policy")
        goals: list[Goal] = []
        for document in documents:
            if document.role != "policy":
                continue
            own = [unit for unit in units if unit.document_id == document.document_id]
            parts = {
                words.PROGRAM: version,
                words.DOCUMENT: digest(document),
                words.UNITS: Records(Unit, own).digest,
                words.PIPELINE: pipeline_wish(self.settings.pipeline),
            }

            def make(document: Document = document, own: Sequence[Unit] = own) -> list[Goal]:
                from themes.policy import read_goals

                return read_goals(source_of[document.source], document, own, self.pipeline)

            goals.extend(self.store.step("goals", parts, make, item=document.document_id))
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
        """The candidate ties of each statement, and where the plan speaks of it."""
        from themes.policy import trace

        version = code_version("records", "language", "coding", "policy", "words/policy")
        parts = {
            words.PROGRAM: version,
            words.STATEMENTS: self._units_digest,
            words.CODINGS: codings.digest,
            words.GOALS: Records(Goal, goals).digest,
            words.DOCUMENTS: Records(Document, documents).digest,
            words.CODEBOOK: codebook.digest,
            words.SETTINGS: self.settings.encoder,
            words.PIPELINE: pipeline_wish(self.settings.pipeline),
        }

        def make() -> dict[str, Any]:
            self.know_codes(codebook)
            traced = trace(
                units,
                codings,
                goals,
                documents,
                codebook=codebook,
                pipeline=self.pipeline,
                vectors=self.vectors,
                keep=self.keep(
                    code_version("coding/columns", "language", "policy"), self.settings.encoder, parts[words.PIPELINE]
                ),
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
        """Each code in each programme."""
        from themes.policy import coverage

        parts = {
            words.PROGRAM: code_version("records", "language", "coding", "policy", "words/policy"),
            words.TRACE: trace.digest,
            words.STATEMENTS: self._units_digest,
            words.CODINGS: codings.digest,
            words.GOALS: Records(Goal, goals).digest,
            words.DOCUMENTS: Records(Document, documents).digest,
            words.CODEBOOK: codebook.digest,
            words.PIPELINE: pipeline_wish(self.settings.pipeline),
        }

        def make() -> Records[Coverage]:
            self.know_codes(codebook)
            return coverage(trace, codings, goals, units, codebook, documents, pipeline=self.pipeline)

        return self.store.step("coverage", parts, make)

    def advice(self, units: Sequence[Unit], documents: Sequence[Document], goals: Sequence[Goal]) -> Records[Advice]:
        """Each ask of an adviser beside what the reply does with it."""
        parts = {
            words.PROGRAM: code_version("records", "language", "policy", "words/policy"),
            words.STATEMENTS: self._units_digest,
            words.DOCUMENTS: Records(Document, documents).digest,
            words.GOALS: Records(Goal, goals).digest,
            words.SETTINGS: self.settings.encoder,
            words.PIPELINE: pipeline_wish(self.settings.pipeline),
        }

        def make() -> Records[Advice]:
            from themes.policy import read_advice

            return read_advice(units, documents, goals, pipeline=self.pipeline, vectors=self.vectors)

        return self.store.step("advice", parts, make)
