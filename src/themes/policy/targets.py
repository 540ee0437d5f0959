"""A municipality's plans made ready for the trace: targets with their words, letters, vectors and codes."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from themes.policy.evidence import Query
from themes.policy.passages import Passage
from themes.policy.ranking import (
    BESIDE,
    BLOCK,
    MEASURES,
    TIE,
    WEIGHT_BESIDE,
    WEIGHTS,
    Encoder,
    Index,
    Letters,
    Matrix,
    code_matrix,
    index,
    rarity,
    rounded,
    subject,
    terms_of,
)
from themes.policy.subjects import Subjects, groups_of, named, subjects
from themes.records import Goal

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline

# how much each part of a target says of what it is about: its own words most, what measures it less, its goal half
OWN, RESULT, INDICATOR, GOAL, MEASURE = 1.0, 0.6, 0.6, 0.5, 0.4
MIN_SCALE = 30  # passages needed to read the scale from a plan
# mean and spread of the measures between passages and goals of three programmes of about seventy pages, for small plans
USUAL = {
    "words": (1.3, 2.6), "letters": (0.09, 0.07), "meaning": (0.07, 0.11), "codes": (0.12, 0.19), "groups": (0.08, 0.2),
    "cover": (0.09, 0.19),
}  # fmt: skip
CONTEXT = 0.5  # weight of the words of a lead-in beside a fragment's own
FRAME = 0.5  # how much the subject of a meeting adds to a code that statement and goal share
FRAGMENT = 3  # content words up to which a statement is a fragment


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """One goal record of a target, with its weight there."""

    target: int
    goal: Goal
    text: str
    weight: float


@dataclasses.dataclass(frozen=True)
class Scores:
    """Scores of a block of statements. `total` (n, targets) ranks, `tie` (n, targets) says whether anything is near and
    `own` the same by the statement's own words, without what was said beside it;
    `parts` holds the measures before scaling, `groups` each statement's groups of related words, `nodes` (n, nodes)
    meaning plus letters by node, and `near` (n, passages) the nearness of every passage."""

    total: Matrix
    tie: Matrix
    own: Matrix
    parts: Mapping[str, Matrix]
    groups: list[dict[str, float]]
    nodes: Matrix
    near: Matrix


@dataclasses.dataclass
class Plan:
    """The plans of one municipality, indexed."""

    passages: list[Passage]
    targets: list[Goal]
    nodes: list[Node]
    node_codes: list[dict[str, float]]
    node_terms: list[frozenset[str]]
    node_groups: list[dict[str, float]]
    subjects: Subjects
    target_codes: list[dict[str, float]]
    rare: dict[str, float]
    idf: dict[str, float]
    unseen: float
    passage_terms: list[frozenset[str]]
    passage_codes: list[dict[str, float]]
    words: Index
    passage_words: Index
    letters: Letters
    node_vectors: Matrix
    passage_vectors: Matrix
    mean: Matrix
    codebook: Codebook
    pipeline: Pipeline
    vectors: Encoder
    scale: dict[str, tuple[float, float]]
    own_parts: dict[str, Matrix] | None = None  # measures of the plan's own sentences, unscaled

    def score(self, queries: Sequence[Query]) -> Scores:
        """Scores of statements against every target and passage."""
        texts = [query.text for query in queries]
        terms = [terms_of(text, self.pipeline) for text in texts]
        context = [_context(query, own, self.pipeline) for query, own in zip(queries, terms, strict=True)]
        words = _stack(
            [
                self.words.score(own) + CONTEXT * self.words.score(more)
                for own, more in zip(terms, context, strict=True)
            ],
            self.words.size,
        )
        vectors = self._centred(_encoded(self.vectors, texts))
        letters = self.letters.score(texts)
        meaning = rounded(vectors @ self.node_vectors.T)
        codes = code_matrix(
            [{code: score for code, (score, _) in query.codes.items()} for query in queries],
            self.target_codes,
            self.rare,
        )
        # what a meeting was about strengthens a shared code, by half at most; alone it ties nothing
        frame = code_matrix([query.frame for query in queries], self.target_codes, self.rare)
        codes = (codes + FRAME * np.minimum(codes, frame)).astype(np.float32)
        groups = groups_of(texts, self.pipeline)
        parts = {
            "words": words,
            "letters": self._best(letters),
            "meaning": self._best(meaning),
            "codes": codes,
            "groups": self.subjects.score(groups),
            "cover": self.subjects.cover(groups),
        }
        beside = self._beside(queries)
        near = _stack([self.passage_words.score(own) for own in terms], self.passage_words.size)
        near = near / max(1.0, self.unseen) + 2.0 * rounded(vectors @ self.passage_vectors.T)
        total = self.summed(parts, WEIGHTS) + WEIGHT_BESIDE * self._summed_beside(beside, WEIGHTS)
        own = self.summed(parts, TIE)
        tie = own + WEIGHT_BESIDE * self._summed_beside(beside, TIE)
        return Scores(rounded(total), rounded(tie), rounded(own), parts, groups, letters + meaning, near)

    def summed(self, parts: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
        """The measures on the plan's scale, weighted and summed."""
        return np.asarray(
            sum(weight * (parts[name] - self.scale[name][0]) / self.scale[name][1] for name, weight in weights.items()),
            dtype=np.float32,
        )

    def _summed_beside(self, beside: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
        return np.asarray(sum(weights[name] * beside[name] / self.scale[name][1] for name in BESIDE), dtype=np.float32)

    def _beside(self, queries: Sequence[Query]) -> dict[str, Matrix]:
        """Codes and groups that the texts beside each statement share with each target: of each target the most."""
        from themes.coding import code_texts

        texts = list(dict.fromkeys(text for query in queries for text in query.beside))
        codes = [dict.fromkeys(found, 1.0) for found in code_texts(texts, self.codebook, self.pipeline)]
        shared = {
            "codes": code_matrix(codes, self.target_codes, self.rare),
            "groups": self.subjects.score(groups_of(texts, self.pipeline)),
        }
        row = {text: at for at, text in enumerate(texts)}
        result = {name: np.zeros((len(queries), len(self.targets)), dtype=np.float32) for name in BESIDE}
        for at, query in enumerate(queries):
            if query.beside:
                for name in BESIDE:
                    result[name][at] = shared[name][[row[text] for text in query.beside]].max(axis=0)
        return result

    def _best(self, by_node: Matrix) -> Matrix:
        """Per target the highest of its nodes that say what it is about."""
        result = np.full((len(by_node), len(self.targets)), -1.0, dtype=np.float32)
        for at, node in enumerate(self.nodes):
            if node.weight >= RESULT:
                np.maximum(result[:, node.target], by_node[:, at], out=result[:, node.target])
        return result

    def _centred(self, vectors: Matrix) -> Matrix:
        shifted = vectors - self.mean
        norms = np.linalg.norm(shifted, axis=1, keepdims=True)
        return np.divide(shifted, norms, out=np.zeros_like(shifted), where=norms > 1e-9)

    def nearest(self, scores: Scores, at: int, count: int) -> list[tuple[int, float]]:
        """The passages nearest to statement `at`: (position, nearness), best first; no text twice."""
        order = np.lexsort((np.arange(scores.near.shape[1]), -scores.near[at]))
        result: list[tuple[int, float]] = []
        seen: set[str] = set()
        for position in order:
            if self.passages[position].text not in seen:
                seen.add(self.passages[position].text)
                result.append((int(position), float(scores.near[at][position])))
            if len(result) == count:
                break
        return result


def _context(query: Query, terms: Sequence[str], pipeline: Pipeline) -> list[str]:
    if query.lead_in and len(set(terms)) <= FRAGMENT:
        return [term for term in terms_of(query.lead_in, pipeline) if term not in terms]
    return []


def _stack(rows: Sequence[Matrix], width: int) -> Matrix:
    return np.vstack(rows) if rows else np.zeros((0, width), dtype=np.float32)


def _encoded(vectors: Encoder, texts: Sequence[str]) -> Matrix:
    return np.asarray(vectors(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def build_plan(
    passages: Sequence[Passage], goals: Sequence[Goal], codebook: Codebook, pipeline: Pipeline, vectors: Encoder
) -> Plan:
    """Index the passages and goals of one municipality."""
    from themes.coding import code_texts

    used = {passage.goal_id for passage in passages if passage.is_goal and passage.level == "result"}
    targets, nodes = _targets([goal for goal in goals if goal.goal_id in used], goals)
    texts = [subject(node.text) for node in nodes]
    read = code_texts(texts, codebook, pipeline)
    node_codes = [
        dict.fromkeys(node.goal.codes.split() if node.goal.codes else codes, 1.0)
        for node, codes in zip(nodes, read, strict=True)
    ]
    target_codes: list[dict[str, float]] = [{} for _ in targets]
    words: list[list[str]] = [[] for _ in targets]
    for node, text, codes in zip(nodes, texts, node_codes, strict=True):
        for code in codes:
            target_codes[node.target][code] = max(node.weight, target_codes[node.target].get(code, 0.0))
        words[node.target].extend(terms_of(text, pipeline) * max(1, round(2.5 * node.weight)))
    central = [{code: weight for code, weight in own.items() if weight >= INDICATOR} for own in target_codes]
    listed = list(passages)
    passage_terms = [terms_of(passage.search, pipeline) for passage in listed]
    counts = collections.Counter(term for terms in passage_terms for term in set(terms))
    idf = {term: float(np.log(1 + (len(listed) - n + 0.5) / (n + 0.5))) for term, n in counts.items()}
    raw = _encoded(vectors, texts) if nodes else None
    raw_passages = _encoded(vectors, [passage.search for passage in listed])
    mean = raw_passages.mean(axis=0, keepdims=True)
    node_groups = groups_of(texts, pipeline)
    by_target: list[list[tuple[Mapping[str, float], float]]] = [[] for _ in targets]
    for node, groups in zip(nodes, node_groups, strict=True):
        by_target[node.target].append((groups, node.weight))
    literal: list[set[str]] = [set() for _ in targets]
    for node, text in zip(nodes, texts, strict=True):
        literal[node.target] |= named(text, pipeline)
    told = subjects(
        by_target, groups_of([passage.search for passage in listed], pipeline), [frozenset(own) for own in literal]
    )
    plan = Plan(
        listed, targets, nodes, node_codes, [frozenset(terms_of(text, pipeline)) for text in texts], node_groups, told,
        target_codes,
        rarity(central), idf, float(np.log(1 + 2 * len(listed))), [frozenset(terms) for terms in passage_terms],
        [dict.fromkeys(codes, 1.0) for codes in code_texts([passage.search for passage in listed], codebook, pipeline)],
        index(words), index(passage_terms), Letters(texts), np.zeros((0, raw_passages.shape[1]), np.float32),
        raw_passages, mean, codebook, pipeline, vectors, dict(USUAL),
    )  # fmt: skip
    plan.passage_vectors = plan._centred(raw_passages)
    if raw is not None:
        plan.node_vectors = plan._centred(raw)
        plan.scale = _scale(plan)
    return plan


def _targets(used: Sequence[Goal], goals: Sequence[Goal]) -> tuple[list[Goal], list[Node]]:
    """Elaborations, and goals that have none, as targets; the records under and above each as its nodes."""
    children: dict[str | None, list[Goal]] = collections.defaultdict(list)
    for goal in goals:
        children[goal.parent_id].append(goal)
    by_id = {goal.goal_id: goal for goal in goals}
    targets: list[Goal] = []
    nodes: list[Node] = []
    for goal in used:
        elaborated = any(child.level == "elaboration" for child in children[goal.goal_id])
        if goal.level not in {"goal", "elaboration"} or (goal.level == "goal" and elaborated):
            continue
        at = len(targets)
        targets.append(goal)
        nodes.append(Node(at, goal, goal.text, OWN))
        for child in children[goal.goal_id]:
            weight = {"result": RESULT, "indicator": INDICATOR, "activity": MEASURE}.get(child.level, MEASURE)
            nodes.append(Node(at, child, child.text, weight))
            if child.measured_by and child.level == "result":
                nodes.append(Node(at, child, child.measured_by, MEASURE))
            nodes.extend(Node(at, low, low.text, MEASURE) for low in children[child.goal_id] if low.level == "activity")
        parent = by_id.get(goal.parent_id or "")
        if goal.level == "elaboration" and parent is not None and parent.level == "goal":
            nodes.append(Node(at, parent, parent.text, GOAL))
    return targets, nodes


def _scale(plan: Plan) -> dict[str, tuple[float, float]]:
    """Mean and spread of each measure between the plan's own sentences and its targets."""
    parts = plan.own_parts = plan_parts(plan)
    if parts is None:
        return dict(USUAL)
    return {name: (float(parts[name].mean()), max(float(parts[name].std()), 1e-3)) for name in MEASURES}


def own_sentences(plan: Plan) -> list[int]:
    """Positions of the sentences of the plan that are no goals: three to thirty words."""
    return [
        at
        for at, passage in enumerate(plan.passages)
        if not passage.is_goal and passage.level == "approach" and 3 <= len(passage.text.split()) <= 30
    ]


def plan_parts(plan: Plan) -> dict[str, Matrix] | None:
    """The measures of the plan's own sentences, unscaled; None when there are too few to say anything."""
    chosen = own_sentences(plan)
    if len(chosen) < MIN_SCALE or not plan.targets:
        return None
    blocks: dict[str, list[Matrix]] = {name: [] for name in MEASURES}
    for start in range(0, len(chosen), BLOCK):
        queries = [
            Query("", plan.passages[at].search, None, dict.fromkeys(plan.passage_codes[at], (1.0, "")))
            for at in chosen[start : start + BLOCK]
        ]
        for name, part in plan.score(queries).parts.items():
            blocks[name].append(part)
    return {name: np.vstack(own) for name, own in blocks.items()}
