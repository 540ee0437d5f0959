"""The steps as a notebook calls them: each takes what the last one gave and returns Records that show themselves.

    documents = th.read_documents("corpus")
    units     = th.split_units(documents)
    codings   = th.apply_codebook(units, th.read_codebook())
    goals     = th.read_goals(documents, units)
    traced    = th.trace(units, codings, goals, documents)

`th.run` does the same with everything kept between runs; these are for looking at one step at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.records import Advice, Coding, Coverage, Document, Finding, Goal, Link, Records, Source, Trace, Unit

if TYPE_CHECKING:
    import numpy as np


class Documents(Records[Document]):
    """The documents of a corpus folder, with the sources they were read from in `.sources`."""

    def __init__(self, documents: Iterable[Document], sources: Iterable[Source], findings: Iterable[Finding]) -> None:
        super().__init__(Document, documents, findings=findings)
        self.sources: tuple[Source, ...] = tuple(sources)

    def where(self, test: Callable[[Document], bool] | None = None, **columns: Any) -> Documents:
        """The documents whose fields equal the given values (and that pass `test`), with the sources they are in."""
        chosen = super().where(test, **columns)
        paths = {document.source for document in chosen}
        return Documents(chosen, [source for source in self.sources if source.path in paths], self.findings)


def read_documents(corpus: str | Path, *, workers: int = 1) -> Documents:
    """Read every file of a folder; settings come from its themes.toml.

    A file that can't be read is a finding (`.findings`), never an error. Raises InvalidSettings for a themes.toml
    that doesn't hold.
    """
    from themes.documents import Limits, read_corpus, split_documents
    from themes.documents.municipality import settle_municipalities
    from themes.project import document_texts
    from themes.settings import read_settings

    settings = read_settings(Path(corpus))
    sources, findings = read_corpus(Path(corpus), limits=Limits(**settings.limits), workers=workers)
    documents = [
        document
        for source in sources
        for document in split_documents(source, roles=settings.roles, fields=settings.fields)
    ]
    settled = settle_municipalities(documents, document_texts(documents, sources))
    return Documents(settled, sources, findings)


def split_units(documents: Documents, *, pipeline: str = "auto") -> Records[Unit]:
    """Split the documents into units: statements, questions, headings and all the rest, every character in one."""
    from themes.statements import mark_repeats
    from themes.statements import split_units as split

    units = [
        unit
        for source in documents.sources
        for unit in split(source, [d for d in documents if d.source == source.path], _pipeline(pipeline))
    ]
    return Records(Unit, mark_repeats(units), findings=documents.findings)


def read_codebook(path: str | Path | None = None) -> Any:
    """A codebook from a YAML file; None = the one that is shipped. Raises InvalidCodebook with all its problems."""
    from themes.coding import read_codebook as read

    return read(None if path is None else Path(path))


def apply_codebook(
    units: Sequence[Unit], codebook: Any, *, people: Sequence[Coding] = (), pipeline: str = "auto"
) -> Records[Coding]:
    """Codes on statements and questions by the codebook's patterns; decisions of people go before the machine's."""
    from themes.coding import code_units

    return code_units(units, codebook, _pipeline(pipeline), people=people)


def vectors(texts: Sequence[str], *, encoder: Any = "use") -> np.ndarray:
    """Sentence vectors (n, d), float32, unit length; kept by digest, so the second call costs nothing."""
    from themes.language.vectors import encode
    from themes.project import vector_folder

    return encode(texts, encoder=encoder, cache=vector_folder())


def fit_topics(
    units: Sequence[Unit],
    *,
    codings: Sequence[Coding] = (),
    codebook: Any = None,
    pipeline: str = "auto",
    **options: Any,
) -> Any:
    """Topics of the statements and questions among `units`; options as in `themes.topics.fit_topics`."""
    from themes.topics import fit_topics as fit

    content = [unit for unit in units if unit.kind in ("statement", "question")]
    return fit(
        content,
        vectors([unit.clean_text for unit in content]),
        pipeline=_pipeline(pipeline),
        codings=codings,
        codebook=codebook,
        **options,
    )


def read_goals(documents: Documents, units: Sequence[Unit], *, pipeline: str = "auto") -> Records[Goal]:
    """The goal trees of every policy document."""
    from themes.policy import check_plan
    from themes.policy import read_goals as read

    source_of = {source.path: source for source in documents.sources}
    goals = [
        goal
        for document in documents
        if document.role == "policy"
        for goal in read(
            source_of[document.source],
            document,
            [unit for unit in units if unit.document_id == document.document_id],
            _pipeline(pipeline),
        )
    ]
    return Records(Goal, goals, findings=check_plan(goals, units))


def trace(
    units: Sequence[Unit],
    codings: Sequence[Coding],
    goals: Sequence[Goal],
    documents: Sequence[Document],
    *,
    codebook: Any = None,
    pipeline: str = "auto",
) -> tuple[Records[Link], Records[Trace]]:
    """For every statement the goals that it supports, and where the plan speaks of it: (links, trace)."""
    from themes.policy import trace as trace_units

    traced = trace_units(
        units,
        codings,
        goals,
        documents,
        codebook=codebook or read_codebook(),
        pipeline=_pipeline(pipeline),
        vectors=vectors,
    )
    return traced.links, traced.trace


def coverage(
    trace: Sequence[Trace],
    codings: Sequence[Coding],
    goals: Sequence[Goal],
    units: Sequence[Unit],
    documents: Sequence[Document],
    *,
    codebook: Any = None,
    pipeline: str = "auto",
) -> Records[Coverage]:
    """Each code in each programme: how many statements, and where the programme speaks of them."""
    from themes.policy import coverage as cover

    book = codebook or read_codebook()
    return cover(trace, codings, goals, units, book, documents, pipeline=_pipeline(pipeline))


def read_advice(
    units: Sequence[Unit], documents: Sequence[Document], goals: Sequence[Goal], *, pipeline: str = "auto"
) -> Records[Advice]:
    """Every request and concern of an adviser beside what the reply does with it."""
    from themes.policy import read_advice as read

    return read(units, documents, goals, pipeline=_pipeline(pipeline), vectors=vectors)


def find(
    *terms: str,
    units: Sequence[Unit],
    goals: Sequence[Goal],
    documents: Sequence[Document],
    codebook: Any = None,
    pipeline: str = "auto",
) -> list[dict[str, Any]]:
    """Where the plans speak of a word or phrase, by word and by meaning: a row a term with `found` and its places."""
    from themes.policy import find as search

    return search(
        list(terms),
        units,
        goals,
        documents,
        pipeline=_pipeline(pipeline),
        vectors=vectors,
        codebook=codebook or read_codebook(),
    )


def _pipeline(name: str) -> Any:
    from themes.language import pipeline

    return pipeline(name)
