"""The two-way account by theme: how many statements a code has, and where each programme speaks of it."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from themes.policy.passages import RESULT_LEVELS, current_programmes, passages
from themes.policy.ranking import subject
from themes.records import Coding, Coverage, Document, Found, Goal, Records, Trace, Unit

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline


def coverage(
    trace: Iterable[Trace],
    codings: Iterable[Coding],
    goals: Sequence[Goal],
    units: Sequence[Unit],
    codebook: Codebook,
    documents: Sequence[Document],
    *,
    pipeline: Pipeline,
) -> Records[Coverage]:
    """One row for every code in every current programme, in the order of the codebook.

    Counted are the traced statements of the programme's municipality that carry the code. A statement counts once in a
    row, under the degree of its trace when the passage found is in this programme and under none when it is not, so
    n_statements = result + approach + partly + none + unsure always. `found` is about the theme as a whole: result
    when a goal, elaboration, result or indicator carries the code, approach when other text does, none otherwise.
    """
    rows = list(trace)
    document_of = {unit.unit_id: unit.document_id for unit in units}
    place = {document.document_id: document.municipality for document in documents}
    programmes = [goal for goal in goals if goal.level == "programme"]
    current = current_programmes(goals, documents)
    codes = _codes_by_unit(codings)
    carried = _carried(goals, codebook, pipeline)
    spoken = _spoken(units, goals, documents, codebook, pipeline)
    programme_of = {goal.goal_id: goal.programme_id for goal in goals}
    programme_of_document = {goal.document_id: goal.programme_id for goal in programmes}
    alone = len({goal.municipality for goal in programmes}) == 1
    result: list[Coverage] = []
    for root in programmes:
        if root.programme_id not in current:
            continue
        own = [
            row
            for row in rows
            if (here := place.get(document_of.get(row.unit_id, ""))) == root.municipality
            or (alone and (here is None or root.municipality is None))
        ]
        for code in codebook.codes:
            counts: collections.Counter[str] = collections.Counter()
            for row in own:
                if code.id in codes.get(row.unit_id, ()):
                    where = programme_of.get(row.goal_id or "") or programme_of_document.get(
                        document_of.get(row.plan_unit_id or "", "")
                    )
                    counts[row.found if where == root.programme_id else "none"] += 1
            ids = carried.get((root.programme_id, code.id), [])
            found: Found = "result" if ids else "approach" if (root.programme_id, code.id) in spoken else "none"
            result.append(
                Coverage(
                    code_id=code.id,
                    programme_id=root.programme_id,
                    n_statements=sum(counts.values()),
                    n_result=counts["result"],
                    n_approach=counts["approach"],
                    n_partly=counts["partly"],
                    n_none=counts["none"],
                    n_unsure=counts["unsure"],
                    found=found,
                    goal_ids=" ".join(ids),
                )
            )
    return Records(Coverage, result)


def _codes_by_unit(codings: Iterable[Coding]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = collections.defaultdict(set)
    for coding in codings:
        if coding.code_id:
            result[coding.unit_id].add(coding.code_id)
    return result


def goal_codes(goals: Sequence[Goal], codebook: Codebook, pipeline: Pipeline) -> list[tuple[str, ...]]:
    """Codes of each goal: a person's when there are any, else those that its subject carries."""
    from themes.coding import code_texts

    read = code_texts([subject(goal.text) for goal in goals], codebook, pipeline)
    return [tuple(goal.codes.split()) if goal.codes else tuple(codes) for goal, codes in zip(goals, read, strict=True)]


def _carried(goals: Sequence[Goal], codebook: Codebook, pipeline: Pipeline) -> dict[tuple[str, str], list[str]]:
    """(programme, code) -> ids of the goals, elaborations, results and indicators that carry the code."""
    told = [goal for goal in goals if goal.level in RESULT_LEVELS]
    result: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    for goal, codes in zip(told, goal_codes(told, codebook, pipeline), strict=True):
        for code in codes:
            result[(goal.programme_id, code)].append(goal.goal_id)
    return dict(result)


def _spoken(
    units: Sequence[Unit], goals: Sequence[Goal], documents: Sequence[Document], codebook: Codebook, pipeline: Pipeline
) -> set[tuple[str, str]]:
    """(programme, code) of which any text of the programme speaks."""
    from themes.coding import code_texts

    listed = passages(units, goals, documents)
    read = code_texts([passage.search for passage in listed], codebook, pipeline)
    return {(passage.programme_id, code) for passage, codes in zip(listed, read, strict=True) for code in codes}
