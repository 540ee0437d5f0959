"""How far a plan goes into what was said: result, approach, partly, none, or unsure.

The bar for 'near' is read from the plan: each of its own sentences is held against the goals of the other programmes
(or, in a corpus with one programme, against its other goals). Those are texts of the same kind about something else,
so the best score they reach is what unrelated text reaches. A sentence meets fewer foreign goals than a statement
meets goals, and the best of many is higher than the best of few: when m of n goals are foreign, the best of n lies
below a score with the chance that the best of m does, to the power n/m, so a share q is read at the quantile
q ** (m/n).

NEAR is the one figure here that was chosen by looking at answers: on three corpora with hand-made links (39, 212 and
56 statements) a lower value ties more statements rightly and leaves fewer told as gaps; 0.35 is between the two.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

import numpy as np

from themes.language.related import SAME, related
from themes.policy.evidence import Evidence, Query
from themes.policy.measures import Measures, Said
from themes.policy.passages import Passage
from themes.policy.plan_words import MIN_SCALE, PlanWords
from themes.policy.ranking import TIE
from themes.policy.subjects import CENTRAL, Subjects
from themes.policy.targets import Plan, Scores
from themes.records import Found

NEAR, SURE = 0.35, 0.75
MIN_FOREIGN = 5  # foreign goals that a sentence must meet for its best score to say anything
MENTIONED = 0.5  # share of a statement's telling words, by rarity, that a passage must hold to speak of it
CARRIED = 0.2  # the same where the words that carry a shared code are among them
SPECIFIC = 0.2  # rarity from which a code says what a goal is about; population codes as youth lie below
LOOSE = 0.1  # share of a statement's telling words below which a shared word that carries its code is a loose one
FIRM = 0.5  # score of a coding from which it carries a tie without a shared word
PART = 0.5  # weight of one part of a compound: 'huisbezoek' is not spoken of by 'schoolbezoek'


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """Scores on the plan's scale: `near` and `sure` are what these shares of unrelated sentences stay below."""

    near: float
    sure: float


USUAL_BAR = Bar(4.1, 8.8)  # as read from three programmes of about seventy pages; for plans too small to read it from


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The degree, and the passage and goal that it rests on."""

    found: Found
    goal_id: str | None
    passage: Passage | None


def bar_of(plan: Plan) -> Bar:
    """Read the bar from the plan's own sentences against the goals that they do not belong to."""
    parts = plan.own_parts
    if parts is None:
        return USUAL_BAR
    totals = plan.summed(parts, TIE)
    parents = {goal.goal_id: goal.parent_id for goal in plan.targets}
    programmes = {goal.programme_id for goal in plan.targets}
    foreign_to: dict[object, list[int]] = {}  # to a programme, or to a goal and the goals beside it
    best: list[float] = []
    widths: list[int] = []
    for row, at in zip(totals, plan.words.own_sentences, strict=True):
        passage = plan.passages[at]
        if len(programmes) > 1:
            key: object = passage.programme_id
            if key not in foreign_to:
                foreign_to[key] = [i for i, goal in enumerate(plan.targets) if goal.programme_id != key]
        else:
            own = {passage.goal_id, parents.get(passage.goal_id or "")}
            key = frozenset(own)
            if key not in foreign_to:
                foreign_to[key] = [
                    i for i, goal in enumerate(plan.targets) if goal.goal_id not in own and goal.parent_id not in own
                ]
        foreign = foreign_to[key]
        if foreign:
            best.append(float(row[foreign].max()))
            widths.append(len(foreign))
    if len(best) < MIN_SCALE or np.mean(widths) < MIN_FOREIGN:
        return USUAL_BAR
    share = float(np.mean(widths)) / len(plan.targets)
    return Bar(*(round(float(np.quantile(best, part**share)), 3) for part in (NEAR, SURE)))


def decide(
    query: Query,
    best: float,
    own: float,
    proof: Evidence | None,
    plan: Plan,
    scores: Scores,
    at: int,
    bar: Bar,
) -> Verdict:
    """The degree of one statement.

    Near a goal: result when the goal has the statement's own words (those that carry its code, or a fair share of
    the telling ones) or, well above the bar, its subject in other words beside a code that is no guess; partly when
    it has only some of its words or only the code (the goal covers the theme, not the thing named). One loose word
    is not enough. A thing named by its own name, that the goal has in other words only, is covered in part; one
    that the plan has in no words at all is not covered by a goal on its theme. Not near a goal, or near it by
    meaning alone: approach when a passage speaks of it by words; else unsure when it was near, none when it was
    not.
    """
    said, subjects = scores.words.said[at], plan.words.subjects
    weights = telling(said, plan.words)
    things = said.things
    if proof is not None and own >= bar.near and things <= subjects.spoken:
        passage = _passage_of(proof, plan)
        shared = set(proof.words) & set(weights)
        share = sum(weights[term] for term in shared) / (sum(weights.values()) or 1.0)
        specific = [code for code in proof.codes if plan.rare.get(code, 0.0) >= SPECIFIC]
        carried = bool(shared & _carriers(query, specific, plan))
        sure = own >= bar.sure
        shared_things = things & subjects.targets[proof.target].keys()
        reworded = bool(shared_things) and not shared_things & subjects.literal[proof.target]
        firm = any(query.codes[code][0] >= FIRM for code in specific)
        worded_otherwise = firm and _same_subject(said.groups, proof.target, subjects)
        if (sure and (carried or share >= 0.4 or worded_otherwise)) or (carried and share >= 0.3):
            return Verdict("partly" if reworded else "result", proof.goal_id, passage)
        if (carried and (sure or share >= LOOSE)) or share >= 0.4 or (sure and firm):
            return Verdict("partly", proof.goal_id, passage)
    mention = _mention(query, weights, plan, scores.words, at)
    if mention is not None:
        return Verdict("approach" if mention.level == "approach" else "partly", mention.goal_id, mention)
    if proof is not None and best >= bar.near:
        return Verdict("unsure", proof.goal_id, _passage_of(proof, plan))
    return Verdict("none", None, None)


def telling(said: Said, words: PlanWords) -> dict[str, float]:
    """The content words of a text with how telling each is in this plan; a word the plan never uses is the most."""
    result: dict[str, float] = {}
    for lemma, *parts in said.words:
        result[lemma] = words.idf.get(lemma, words.unseen)
        for part in parts:
            result.setdefault(part, PART * words.idf.get(part, words.unseen))
    return result


def _same_subject(groups: Mapping[str, float], target: int, subjects: Subjects) -> bool:
    """Whether a goal speaks of what a statement is about, in whatever words; who or where is no subject."""
    held = subjects.targets[target]
    return any(
        strength >= SAME
        and held.get(name, 0.0) >= CENTRAL
        and subjects.rare.get(name, 0.0) >= SPECIFIC
        and name not in related().people
        for name, strength in groups.items()
    )


def _carriers(query: Query, codes: Iterable[str], plan: Plan) -> set[str]:
    """The words that carry these codes of the statement, as lemmas and parts."""
    quotes = [query.codes[code][1] for code in codes if code in query.codes]
    return {term for quote in quotes if quote and quote != query.text for term in plan.quoted(quote)}


def _passage_of(proof: Evidence, plan: Plan) -> Passage | None:
    return plan.words.passage_of.get(proof.goal_id)


def _mention(query: Query, weights: Mapping[str, float], plan: Plan, words: Measures, at: int) -> Passage | None:
    """The passage that speaks of the statement, by words; of several the one that holds most of them."""
    whole = sum(weights.values())
    if not whole:
        return None
    told, carriers = set(weights), _carriers(query, query.codes, plan) & set(weights)
    best: tuple[float, Passage] | None = None
    for position, near in zip(words.near[at].tolist(), words.nearness[at].tolist(), strict=True):
        shared = plan.words.passage_terms[position] & told
        if not shared:
            continue
        part = sum(weights[term] for term in shared) / whole
        carried = (
            part >= CARRIED
            and bool(carriers & shared)
            and any(code in plan.passage_codes[position] for code in query.codes)
        )
        if carried or (part >= MENTIONED and (len(shared) > 1 or len(weights) == 1)):
            worth = part + 0.5 * carried + 0.1 * near
            if best is None or worth > best[0] + 1e-6:
                best = (worth, plan.passages[position])
    return best[1] if best else None
