"""From an advice letter and its reply to the advice table: what was asked, and what became of it.

Every request, missing point, subject that needs more and concern is a row; rows that say the same share a group, so
nothing is counted twice. The reply is read beside it; a claim that a plan was changed is checked in that plan.
"""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.policy.answers import Answer, answer_asks
from themes.policy.ask_words import Words, bare, subject_of
from themes.policy.asks import Ask, read_asks
from themes.policy.claims import Claim, check_claim, claim_of
from themes.policy.replies import read_passages
from themes.records import Advice, Document, Finding, Goal, Records, Unit, digest
from themes.words import policy as words

if TYPE_CHECKING:
    from themes.language import Pipeline

_SAME_WORDS = 0.7  # share of the shorter ask's weight that the other holds, to be the same concern
_SAME_MEANING = 0.72  # likeness by meaning, with some shared words
_FEWEST = 3  # words that an ask must have to be compared by words alone


def read_advice(
    units: Sequence[Unit],
    documents: Sequence[Document],
    goals: Iterable[Goal],
    *,
    pipeline: Pipeline,
    vectors: Callable[[Sequence[str]], Any] | None = None,
) -> Records[Advice]:
    """The advice table of all advice documents, in the order of documents and of the letter.

    Parameters
    ----------
    units : units of all documents.
    documents : all documents; those with role advice are read, with the reply that belongs to each.
    goals : goals of the plans, for the names of programmes.
    vectors : texts -> float array (n, d) of unit length; without it, words alone decide.

    Findings name an advice without a reply and one in which nothing was asked.
    """
    of: dict[str, list[Unit]] = collections.defaultdict(list)
    for unit in units:
        of[unit.document_id].append(unit)
    goals = list(goals)
    rows: list[Advice] = []
    findings: list[Finding] = []
    for document in sorted((d for d in documents if d.role == "advice"), key=lambda d: (d.source, d.line_start)):
        asks = read_asks(of[document.document_id])
        replies = replies_to(document, documents)
        findings += _findings(document, asks, replies)
        if not asks:
            continue
        passages = [
            passage
            for reply in replies
            for passage in read_passages(of[reply.document_id], of[document.document_id], pipeline)
        ]
        answers = answer_asks(asks, passages, pipeline=pipeline, vectors=vectors)
        words = Words([*(ask.text for ask in asks), *(unit.text for p in passages for unit in p.units)], pipeline)
        plans = [d for d in documents if d.role == "policy" and d.municipality == document.municipality]
        groups = group_asks(asks, words, vectors)
        checked: dict[str, Claim] = {}
        for ask, answer, group in zip(asks, answers, groups, strict=True):
            claim = _claim(answer, of, plans, goals, words, checked)
            rows.append(_row(document, ask, answer, group, claim))
    return Records(Advice, _unique(rows), findings=findings)


def replies_to(advice: Document, documents: Sequence[Document]) -> list[Document]:
    """The replies to an advice: those in the same file, else of the same municipality and not older than the advice.

    Of several advices the latest one before the reply gets it, unless the reply stands in another advice's file.
    """
    replies = [d for d in documents if d.role == "response" and d.municipality == advice.municipality]
    advices = [d for d in documents if d.role == "advice" and d.municipality == advice.municipality]
    mine = []
    for reply in sorted(replies, key=lambda d: (d.held_on or "", d.source, d.line_start)):
        together = [d for d in advices if d.source == reply.source]
        if together:
            before = [d for d in together if d.line_start < reply.line_start] or together
            owners = sorted(before, key=lambda d: d.line_start)
        else:
            early = [d for d in advices if not (d.held_on and reply.held_on and d.held_on > reply.held_on)]
            owners = sorted(early, key=lambda d: (d.held_on or "", d.source, d.line_start))
        if owners and owners[-1].document_id == advice.document_id:
            mine.append(reply)
    return mine


def _findings(document: Document, asks: Sequence[Ask], replies: Sequence[Document]) -> list[Finding]:
    where = document.title or document.source
    found = []
    if not asks:
        found.append(
            Finding(
                "warning",
                "advice",
                document.document_id,
                words.NO_ADVICE.format(where=where),
                words.IS_IT_ADVICE,
            )
        )
    if not replies:
        found.append(
            Finding(
                "note",
                "advice",
                document.document_id,
                words.NO_REPLY.format(where=where),
                words.ADD_REPLY,
            )
        )
    return found


def _claim(
    answer: Answer,
    units: Mapping[str, Sequence[Unit]],
    plans: Sequence[Document],
    goals: Sequence[Goal],
    words: Words,
    checked: dict[str, Claim],
) -> Claim | None:
    """The claim in an answer, checked once for all asks that share it."""
    if answer.passage is None or answer.unit is None or answer.kind == "rejected":
        return None
    claimed = claim_of(answer.passage, answer.unit)
    if claimed is None:
        return None
    if claimed.unit_id not in checked:
        checked[claimed.unit_id] = check_claim(claimed, answer.passage, units, plans, goals, words)
    return checked[claimed.unit_id]


def _row(document: Document, ask: Ask, answer: Answer, group: str | None, claim: Claim | None) -> Advice:
    return Advice(
        advice_id=digest("advice", document.document_id, ask.units[0].unit_id, ask.kind, ask.text),
        unit_id=ask.units[0].unit_id,
        kind=ask.kind,
        text=ask.text,
        answer=answer.kind,
        answer_unit_id=answer.unit.unit_id if answer.unit else None,
        answer_quote=answer.quote,
        claim=claim.text if claim else None,
        claim_found=claim.found if claim else None,
        claim_unit_id=claim.plan_unit.unit_id if claim and claim.plan_unit else None,
        document_id=document.document_id,
        group_id=group,
        part=ask.part,
    )


def _unique(rows: Iterable[Advice]) -> list[Advice]:
    """The rows without a second one of the same id: the same words at the same place are one ask."""
    return list({row.advice_id: row for row in rows}.values())


def group_asks(
    asks: Sequence[Ask], words: Words, vectors: Callable[[Sequence[str]], Any] | None = None
) -> list[str | None]:
    """A group for asks that say the same, named after the first of them; None for an ask that stands alone.

    Two asks are the same when one holds most of the other's words, or when they are close in meaning and share some.
    """
    texts = [subject_of(ask) or bare(ask.core) for ask in asks]
    wanted = [words.of(text) for text in texts]
    near = None
    if vectors is not None and len(set(texts)) > 2:
        from themes.language.vectors import centred

        made = centred(vectors(texts))
        near = made @ made.T
    parent = list(range(len(asks)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for one in range(len(asks)):
        for other in range(one + 1, len(asks)):
            shorter, longer = sorted((one, other), key=lambda index: (len(wanted[index]), index))
            share = words.share(wanted[shorter], asks[longer].text)
            both = words.share(wanted[longer], asks[shorter].text)
            alike = float(near[one, other]) if near is not None else 0.0
            enough = len(wanted[shorter]) >= _FEWEST or (
                share == 1 and asks[shorter].kind != "zorg" and wanted[shorter]
            )
            if (enough and share >= _SAME_WORDS and max(both, alike) >= 0.3) or (
                alike >= _SAME_MEANING and share >= 0.3
            ):
                parent[max(root(one), root(other))] = min(root(one), root(other))
    sizes = collections.Counter(root(index) for index in range(len(asks)))
    return [
        digest("group", asks[root(index)].units[0].unit_id, asks[root(index)].text) if sizes[root(index)] > 1 else None
        for index in range(len(asks))
    ]
