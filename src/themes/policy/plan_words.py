"""A municipality's plans as their words make them: targets with their words, letters, vectors and groups.

Nothing here knows of codes, so that a changed codebook leaves all of it as it was; `targets` adds the codes.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from themes.language.vectors import unit_rows
from themes.policy.evidence import Query
from themes.policy.fields import chances
from themes.policy.measures import Keep, Measures, Said, read_said, unpack_said
from themes.policy.passages import Passage
from themes.policy.ranking import BLOCK, BY_WORDS, Encoder, Index, Letters, Matrix, index, rounded, subject, terms_of
from themes.policy.subjects import Subjects, groups_of, subjects
from themes.records import Goal, digest
from themes.words import running as words

if TYPE_CHECKING:
    from themes.language import Pipeline

# how much each part of a target says of what it is about: its own words most, what measures it less, its goal half
OWN, RESULT, INDICATOR, GOAL, MEASURE = 1.0, 0.6, 0.6, 0.5, 0.4
MIN_SCALE = 30  # passages needed to read the scale from a plan
CONTEXT = 0.5  # weight of the words of a lead-in beside a fragment's own
FRAGMENT = 3  # content words up to which a statement is a fragment
LOOKED_AT = 80  # passages read for a mention, nearest first
NEAREST = 3  # passages shown beside a statement


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """One goal record of a target, with its weight there."""

    target: int
    goal: Goal
    text: str
    weight: float


class PlanWords:
    """The plans of one municipality, indexed by their words.

    What the texts say is read, or as `keep` has it from another run; the indexes of words, letters and vectors are made
    only for statements that no other run measured.
    """

    def __init__(
        self, passages: Sequence[Passage], goals: Sequence[Goal], pipeline: Pipeline, vectors: Encoder, keep: Keep
    ) -> None:
        self.passages, self.pipeline, self.vectors, self.keep = list(passages), pipeline, vectors, keep
        used = {passage.goal_id for passage in passages if passage.is_goal and passage.level == "result"}
        self.targets, self.nodes = _targets([goal for goal in goals if goal.goal_id in used], goals)
        self.texts = [subject(node.text) for node in self.nodes]
        self.nodes_of: list[list[int]] = [[] for _ in self.targets]  # by target: those that can carry a tie
        for at, node in enumerate(self.nodes):
            if node.goal.level != "activity" and node.goal.goal_id != self.targets[node.target].parent_id:
                self.nodes_of[node.target].append(at)

    @cached_property
    def digest(self) -> str:
        """Of all that statements are measured against."""
        nodes = [(node.target, node.text, node.weight) for node in self.nodes]
        return digest(nodes, [(each.search, each.text, each.level, each.is_goal) for each in self.passages])

    @cached_property
    def _read(self) -> Mapping[str, Any]:
        def make() -> dict[str, Any]:
            searched = [passage.search for passage in self.passages]
            return {
                "nodes": [said.packed for said in read_said(self.texts, self.pipeline)],
                "passages": [said.packed for said in read_said(searched, self.pipeline)],
            }

        return self.keep("plan", {words.PLANS: self.digest}, make)

    @cached_property
    def told(self) -> list[Said]:
        """What the text of each node says."""
        return unpack_said(self._read["nodes"])

    @cached_property
    def spoken(self) -> list[Said]:
        """What each passage says."""
        return unpack_said(self._read["passages"])

    @cached_property
    def passage_of(self) -> dict[str, Passage]:
        """Goal id -> the passage that is the goal."""
        found: dict[str, Passage] = {}
        for passage in self.passages:
            if passage.is_goal and passage.goal_id is not None:
                found.setdefault(passage.goal_id, passage)
        return found

    @cached_property
    def node_terms(self) -> list[frozenset[str]]:
        return [frozenset(said.terms) for said in self.told]

    @cached_property
    def passage_terms(self) -> list[frozenset[str]]:
        return [frozenset(said.terms) for said in self.spoken]

    @cached_property
    def idf(self) -> dict[str, float]:
        """How rare each term is among the passages."""
        counts = collections.Counter(term for terms in self.passage_terms for term in terms)
        n = len(self.passages)
        return {term: float(np.log(1 + (n - count + 0.5) / (count + 0.5))) for term, count in counts.items()}

    @cached_property
    def unseen(self) -> float:
        """The same of a term that no passage has."""
        return float(np.log(1 + 2 * len(self.passages)))

    @cached_property
    def subjects(self) -> Subjects:
        """The groups of related words of the targets, with how telling each is."""
        by_target: list[list[tuple[Mapping[str, float], float]]] = [[] for _ in self.targets]
        literal: list[set[str]] = [set() for _ in self.targets]
        for node, said in zip(self.nodes, self.told, strict=True):
            by_target[node.target].append((said.groups, node.weight))
            literal[node.target] |= said.things
        return subjects(by_target, [said.groups for said in self.spoken], [frozenset(own) for own in literal])

    # -- indexes -----------------------------------------------------------------------------------------------

    @cached_property
    def _words(self) -> Index:
        words: list[list[str]] = [[] for _ in self.targets]
        for node, said in zip(self.nodes, self.told, strict=True):
            words[node.target].extend(said.terms * max(1, round(2.5 * node.weight)))
        return index(words)

    @cached_property
    def _passage_words(self) -> Index:
        return index([said.terms for said in self.spoken])

    @cached_property
    def _letters(self) -> Letters:
        return Letters(self.texts)

    @cached_property
    def _raw(self) -> Matrix:
        return _encoded(self.vectors, [passage.search for passage in self.passages])

    @cached_property
    def _node_vectors(self) -> Matrix:
        if not self.nodes:
            return np.zeros((0, self._raw.shape[1]), np.float32)
        return self._centred(_encoded(self.vectors, self.texts))

    @cached_property
    def _passage_vectors(self) -> Matrix:
        return self._centred(self._raw)

    @cached_property
    def _node_fields(self) -> Matrix:
        return unit_rows(chances(self.texts, self.pipeline))

    def _centred(self, vectors: Matrix) -> Matrix:
        shifted = vectors - self._raw.mean(axis=0, keepdims=True)
        norms = np.linalg.norm(shifted, axis=1, keepdims=True)
        return np.divide(shifted, norms, out=np.zeros_like(shifted), where=norms > 1e-9)

    # -- statements against them -------------------------------------------------------------------------------

    def measure(self, queries: Sequence[Query], about: str = "") -> Measures:
        """How statements stand to every target and passage by their words; `about` says which statements they are."""
        asked = digest([(query.text, query.lead_in, query.beside) for query in queries])
        parts = {words.PLANS: self.digest, words.STATEMENTS: asked}
        return Measures.unpacked(self.keep("measures", parts, lambda: self._measure(queries).packed, about))

    def _measure(self, queries: Sequence[Query]) -> Measures:
        texts = [query.text for query in queries]
        said = read_said(texts, self.pipeline)
        terms = [own.terms for own in said]
        vectors = self._centred(_encoded(self.vectors, texts))
        parts, nodes = self._parts(queries, said, vectors)
        near = _stack([self._passage_words.score(own) for own in terms], self._passage_words.size)
        near = near / max(1.0, self.unseen) + 2.0 * rounded(vectors @ self._passage_vectors.T)
        return Measures(said, parts, self._beside(queries), nodes, *self._nearest(near))

    @cached_property
    def own_parts(self) -> Mapping[str, Matrix] | None:
        """The measures of the plan's own sentences by their words; None when there are too few to say anything."""
        if len(self.own_sentences) < MIN_SCALE or not self.targets:
            return None

        def make() -> dict[str, Any]:
            blocks: dict[str, list[Matrix]] = {name: [] for name in BY_WORDS}
            for start in range(0, len(self.own_sentences), BLOCK):
                own = self.own_sentences[start : start + BLOCK]
                queries = [Query("", self.passages[at].search, None, {}) for at in own]
                vectors = self._centred(_encoded(self.vectors, [query.text for query in queries]))
                for name, part in self._parts(queries, [self.spoken[at] for at in own], vectors)[0].items():
                    blocks[name].append(part)
            return {name: np.vstack(own) for name, own in blocks.items()}

        return self.keep("scale", {words.PLANS: self.digest}, make)

    @cached_property
    def own_sentences(self) -> list[int]:
        """Positions of the sentences of the plan that are no goals: three to thirty words."""
        return [
            at
            for at, passage in enumerate(self.passages)
            if not passage.is_goal and passage.level == "approach" and 3 <= len(passage.text.split()) <= 30
        ]

    def _parts(
        self, queries: Sequence[Query], said: Sequence[Said], vectors: Matrix
    ) -> tuple[dict[str, Matrix], Matrix]:
        """The measures by words (n, targets), and letters plus meaning by node (n, nodes)."""
        texts = [query.text for query in queries]
        context = [_context(query, own.terms, self.pipeline) for query, own in zip(queries, said, strict=True)]
        words = _stack(
            [
                self._words.score(own.terms) + CONTEXT * self._words.score(more)
                for own, more in zip(said, context, strict=True)
            ],
            self._words.size,
        )
        letters = self._letters.score(texts)
        meaning = rounded(vectors @ self._node_vectors.T)
        groups = [own.groups for own in said]
        parts = {
            "words": words,
            "letters": self._best(letters),
            "meaning": self._best(meaning),
            "groups": self.subjects.score(groups),
            "cover": self.subjects.cover(groups),
            "fields": self._fields(queries),
        }
        return parts, letters + meaning

    def _fields(self, queries: Sequence[Query]) -> Matrix:
        """Of each target the most that the fields of a node agree with those of a statement with its lead-in."""
        texts = [f"{query.lead_in or ''} {query.text}".strip() for query in queries]
        by_node = rounded(unit_rows(chances(texts, self.pipeline)) @ self._node_fields.T)
        result = np.zeros((len(by_node), len(self.targets)), dtype=np.float32)
        for at, node in enumerate(self.nodes):
            np.maximum(result[:, node.target], by_node[:, at] * (1 + node.weight) / 2, out=result[:, node.target])
        return result

    def _best(self, by_node: Matrix) -> Matrix:
        """Per target the highest of its nodes that say what it is about."""
        result = np.full((len(by_node), len(self.targets)), -1.0, dtype=np.float32)
        for at, node in enumerate(self.nodes):
            if node.weight >= RESULT:
                np.maximum(result[:, node.target], by_node[:, at], out=result[:, node.target])
        return result

    def _beside(self, queries: Sequence[Query]) -> Matrix:
        """Groups that the texts beside each statement share with each target: of each target the most."""
        texts = list(dict.fromkeys(text for query in queries for text in query.beside))
        return most_beside(queries, texts, self.subjects.score(groups_of(texts, self.pipeline)))

    def _nearest(self, near: Matrix) -> tuple[np.ndarray, Matrix, list[list[tuple[int, float]]]]:
        """Of each statement the nearest passages (n, at most LOOKED_AT), how near, and those to show: no text twice.

        Best first; of equally near ones the first in the plan.
        """
        order = np.argsort(-near, axis=1, kind="stable")
        shown: list[list[tuple[int, float]]] = []
        for row, own in zip(near, order, strict=True):
            found: dict[str, tuple[int, float]] = {}
            for position in own:
                found.setdefault(self.passages[position].text, (int(position), float(row[position])))
                if len(found) == NEAREST:
                    break
            shown.append(list(found.values()))
        looked = order[:, :LOOKED_AT].astype(np.int32)
        return looked, np.take_along_axis(near, looked, axis=1), shown


def most_beside(queries: Sequence[Query], texts: Sequence[str], shared: Matrix) -> Matrix:
    """Of each target the most that a text beside a statement shares with it; shape (queries, targets).

    `shared` (texts, targets) is what each of the texts shares.
    """
    row = {text: at for at, text in enumerate(texts)}
    result = np.zeros((len(queries), shared.shape[1]), dtype=np.float32)
    for at, query in enumerate(queries):
        if query.beside:
            result[at] = shared[[row[text] for text in query.beside]].max(axis=0)
    return result


def _context(query: Query, terms: Sequence[str], pipeline: Pipeline) -> list[str]:
    if query.lead_in and len(set(terms)) <= FRAGMENT:
        return [term for term in terms_of(query.lead_in, pipeline) if term not in terms]
    return []


def _stack(rows: Sequence[Matrix], width: int) -> Matrix:
    return np.vstack(rows) if rows else np.zeros((0, width), dtype=np.float32)


def _encoded(vectors: Encoder, texts: Sequence[str]) -> Matrix:
    return np.asarray(vectors(list(texts)), dtype=np.float32).reshape(len(texts), -1)


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
