"""What became of each statement: the goals it supports, the words that carry the tie, and the degree.

A statement is held against the goals of its own municipality only. A target is an elaboration with its results (or a
goal that has none); how near a statement stands is a sum of measures (see `ranking`). What counts as near is
read from the plan itself (see `degree.Bar`), not set by hand or fitted on answers.
"""

from __future__ import annotations

import collections
import dataclasses
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from themes.kept import Keep, keep_nothing
from themes.policy.beside import units_beside
from themes.policy.degree import Bar, bar_of, decide
from themes.policy.evidence import Evidence, Query, evidence
from themes.policy.passages import Passage, current_programmes, passages
from themes.policy.ranking import BLOCK, Encoder, terms_of
from themes.policy.targets import Plan, Scores, build_plan
from themes.records import Coding, Document, Goal, Link, Records, Trace, Unit, digest

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline

T = TypeVar("T")
MAX_LINKS = 5
MEAN_BLOCK = 512  # statements that are measured together, see `cut_blocks`
ALWAYS = 3  # candidates that a tied statement always has: a person strikes out sooner than finds


@dataclasses.dataclass(frozen=True)
class Traced:
    """The ranked ties and one row for every statement."""

    links: Records[Link]
    trace: Records[Trace]


@dataclasses.dataclass(frozen=True)
class _Around:
    """What goes with the words of a statement: its codes, the codes of its meeting, and the texts beside it."""

    codes: Mapping[str, Mapping[str, tuple[float, str]]]  # unit -> code -> (score, words that carry it)
    frames: Mapping[str, Mapping[str, float]]  # document -> code -> strength
    beside: Mapping[str, tuple[str, ...]]  # unit -> texts


def trace(
    units: Sequence[Unit],
    codings: Sequence[Coding],
    goals: Sequence[Goal],
    documents: Sequence[Document],
    *,
    codebook: Codebook,
    pipeline: Pipeline,
    vectors: Encoder,
    only: Collection[str] | None = None,
    keep: Keep = keep_nothing,
) -> Traced:
    """Trace every statement of the input documents to the plans of its municipality.

    Parameters
    ----------
    units, documents, goals : of the whole corpus; statements of documents with role 'input' are traced.
    codings : codes on statements; codes on goals are given here by the codebook.
    vectors : texts -> float array (n, d) of unit length.
    only : ids of the statements to trace (None: all); the others are read as what was said beside them.
    keep : gives what an earlier run made of the same words; codes are weighed anew.

    Returns links (up to five a statement, best first; none where no goal covers it; `elsewhere` where only another
    municipality has a plan) and a trace row for every statement.
    """
    role = {document.document_id: document for document in documents}
    asked = [
        unit
        for unit in sorted(units, key=lambda unit: (unit.source, unit.line_start, unit.line_end, unit.unit_id))
        if unit.kind == "statement"
        and unit.document_id in role
        and role[unit.document_id].role == "input"
        and (only is None or unit.unit_id in only)
    ]
    chosen = current_programmes(goals, documents)
    everything = passages(units, goals, documents)
    plans = plans_by_municipality(everything, goals, chosen)
    codes = _codes(asked, codings)
    beside = units_beside(units, asked)
    frames = frame_codes(
        units, [role[name] for name in sorted({unit.document_id for unit in asked})], codebook, pipeline
    )
    around = _Around(codes, frames, beside)

    def planned(own: Sequence[Passage]) -> Plan:
        return build_plan(own, goals, codebook, pipeline, vectors, keep)

    links: list[Link] = []
    rows: list[Trace] = []
    groups = _by_plan(asked, role, plans)
    for name in sorted(groups, key=str):
        own = groups[name]
        here = plans.get(name) if name in plans else None
        if here:
            for ties, row in _against(own, planned(here), around, elsewhere=False, about=str(name)):
                links.extend(ties)
                rows.append(row)
            continue
        other = [part for key in sorted(plans, key=str) if key != name for part in plans[key]]
        away: dict[str, tuple[list[Link], Trace]] = {}
        if other:
            held = _against(own, planned(other), around, elsewhere=True, about=f"elsewhere {name}")
            away = {row.unit_id: (ties, row) for ties, row in held}
        for row in _unplanned(own, pipeline):
            ties, row_away = away.get(row.unit_id, ([], None))
            links.extend(ties)
            rows.append(_with_elsewhere(row, row_away, ties, goals))
    order = {unit.unit_id: at for at, unit in enumerate(asked)}
    links.sort(key=lambda link: (order[link.unit_id], link.rank))
    rows.sort(key=lambda row: order[row.unit_id])
    return Traced(Records(Link, links), Records(Trace, rows))


def plans_by_municipality(
    everything: Sequence[Passage], goals: Sequence[Goal], chosen: set[str]
) -> dict[str | None, list[Passage]]:
    """Passages by municipality. Of a plan that was replaced by a later version nothing is used."""
    replaced = {goal.programme_id for goal in goals if goal.level == "programme"} - chosen
    worked = {goal.programme_id for goal in goals if goal.level in {"elaboration", "result", "indicator"}}
    result: dict[str | None, list[Passage]] = collections.defaultdict(list)
    for passage in everything:
        if passage.programme_id in replaced:
            if passage.programme_id in worked:
                continue
            passage = dataclasses.replace(passage, level="approach")  # an intention without results
        result[passage.municipality].append(passage)
    return dict(result)


def _by_plan(
    asked: Sequence[Unit], role: Mapping[str, Document], plans: Mapping[str | None, object]
) -> dict[str | None, list[Unit]]:
    """Statements by the municipality whose plans they are held against; unknown goes with the only one there is."""
    only = next(iter(plans)) if len(plans) == 1 else None
    groups: dict[str | None, list[Unit]] = collections.defaultdict(list)
    for unit in asked:
        name = role[unit.document_id].municipality
        groups[only if name is None and name not in plans else name].append(unit)
    if None in plans and len(plans) == 1:  # a plan that names no municipality
        merged = [unit for own in groups.values() for unit in own]
        return {None: merged} if merged else {}
    return groups


def _codes(asked: Sequence[Unit], codings: Sequence[Coding]) -> dict[str, dict[str, tuple[float, str]]]:
    """Unit -> code -> (score, words that carry it); the code '' (a person: none fits) counts as no code."""
    wanted = {unit.unit_id for unit in asked}
    result: dict[str, dict[str, tuple[float, str]]] = collections.defaultdict(dict)
    for coding in codings:
        if coding.unit_id in wanted and coding.code_id:
            score = max(coding.score, result[coding.unit_id].get(coding.code_id, (0.0, ""))[0])
            result[coding.unit_id][coding.code_id] = (score, coding.quote)
    return result


def frame_codes(
    units: Sequence[Unit], documents: Sequence[Document], codebook: Codebook, pipeline: Pipeline
) -> dict[str, dict[str, float]]:
    """What each meeting was about: codes that its title, meeting, headings and questions name at least twice.

    Strength is the count over that of the code named most. Short notes of a meeting leave its subject unsaid.
    """
    from themes.coding import code_texts

    texts: dict[str, list[str]] = {
        document.document_id: [text for text in (document.title, document.meeting) if text] for document in documents
    }
    for unit in sorted(units, key=lambda unit: (unit.source, unit.line_start, unit.unit_id)):
        if unit.document_id in texts and unit.kind in {"heading", "question", "lead_in"}:
            texts[unit.document_id].append(unit.clean_text or unit.text)
    result: dict[str, dict[str, float]] = {}
    for name, own in texts.items():
        counts = collections.Counter(code for codes in code_texts(own, codebook, pipeline) for code in codes)
        most = max(counts.values(), default=0)
        result[name] = {code: n / most for code, n in sorted(counts.items()) if n >= 2}
    return result


def draw(text: str) -> float:
    """A number from 0 to 1 that hangs on the text alone; of a statement with a low one the block ends after it."""
    return int(digest(text)[:8], 16) / 2**32


def cut_blocks(rows: Sequence[T], draw_of: Callable[[T], float]) -> Iterator[Sequence[T]]:
    """Statements that follow each other in blocks of about `MEAN_BLOCK`, `BLOCK` at most.

    Cut by content (see `draw`), so that after a change all other blocks are those of before.
    """
    start = 0
    for at, row in enumerate(rows, 1):
        if draw_of(row) < 1 / MEAN_BLOCK or at - start == BLOCK or at == len(rows):
            yield rows[start:at]
            start = at


def _said(unit: Unit) -> str:
    """The words of a statement that are held against a plan."""
    return unit.clean_text or unit.text


def _against(
    asked: Sequence[Unit],
    plan: Plan,
    around: _Around,
    *,
    elsewhere: bool,
    about: str,
) -> Iterator[tuple[list[Link], Trace]]:
    """Links and trace row of each statement against a plan, block by block."""
    bar, told = bar_of(plan), dict[int, str]()
    for block in cut_blocks(asked, lambda unit: draw(_said(unit))):
        queries = [
            Query(
                unit.unit_id,
                _said(unit),
                unit.lead_in,
                dict(around.codes.get(unit.unit_id, {})),
                around.frames.get(unit.document_id, {}),
                around.beside.get(unit.unit_id, ()),
            )
            for unit in block
        ]
        scores = plan.score(queries, f"{about} {digest(queries[0].text)}")
        order = np.argsort(-scores.total, axis=1, kind="stable")[:, :MAX_LINKS].tolist()
        for at, query in enumerate(queries):
            yield _one(query, at, order[at], scores, plan, bar, told, elsewhere=elsewhere)


def _unplanned(asked: Sequence[Unit], pipeline: Pipeline) -> Iterator[Trace]:
    """The trace row of statements that there is no plan for."""
    for unit in asked:
        searched = _searched(terms_of(unit.clean_text, pipeline))
        yield Trace(unit.unit_id, "none", None, None, None, 0.0, "[]", searched)


def _one(
    query: Query,
    at: int,
    order: Sequence[int],
    scores: Scores,
    plan: Plan,
    bar: Bar,
    told: dict[int, str],
    *,
    elsewhere: bool,
) -> tuple[list[Link], Trace]:
    """Links and trace row of statement `at` of a block; `order` are its targets, the nearest first."""
    best = float(scores.tie[at].max()) if order else 0.0
    own = float(scores.own[at].max()) if order else 0.0
    totals = scores.total[at]
    proofs: list[Evidence] = [evidence(query, plan, target, scores, at) for target in order]
    ties: list[Link] = []
    if order and scores.tie[at].max() >= bar.near:
        floor = max(0.0, 0.3 * float(totals[order[0]]))
        for target, proof in zip(order, proofs, strict=True):
            if totals[target] >= floor or len(ties) < ALWAYS:
                score = round(float(totals[target]), 4)
                ties.append(
                    Link(query.unit_id, proof.goal_id, len(ties) + 1, score, proof.quote, proof.why(), elsewhere)
                )
    verdict = decide(query, best, own, proofs[0] if proofs else None, plan, scores, at, bar)
    passage = verdict.passage
    nearest = ", ".join([_shown(plan, index, score, told) for index, score in scores.words.shown[at]])
    row = Trace(
        query.unit_id,
        verdict.found,
        verdict.goal_id,
        passage.unit_id if passage else None,
        passage.text if passage else None,
        round(best, 4),
        f"[{nearest}]",
        _searched(scores.words.said[at].terms),
    )
    return ties, row


def _shown(plan: Plan, index: int, score: float, told: dict[int, str]) -> str:
    """A passage for the column `nearest`, as JSON; `told` holds those that were written before, without their score."""
    if index not in told:
        passage = plan.passages[index]
        names = ("text", "level", "source", "line_start", "page_start", "unit_id", "goal_id")
        values = {name: getattr(passage, name) for name in names}
        told[index] = json.dumps(values, ensure_ascii=False).removesuffix("}")
    return f'{told[index]}, "score": {round(score, 3)!r}}}'


def _searched(terms: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(terms))


def _with_elsewhere(row: Trace, away: Trace | None, ties: Sequence[Link], goals: Sequence[Goal]) -> Trace:
    """A statement of a municipality without a plan: found nowhere here, and where another plan speaks of it."""
    if away is None:
        return row
    nearest = away.nearest if row.nearest == "[]" else row.nearest
    if not ties:
        return dataclasses.replace(row, nearest=nearest)
    by_id = {goal.goal_id: goal for goal in goals}
    goal = by_id[ties[0].goal_id]
    return dataclasses.replace(row, nearest=nearest, elsewhere=f"{goal.municipality or 'onbekend'}: {goal.text}")
