"""Why a statement is tied to a goal: the words and codes they share, and the goal record that carries most of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from themes.policy.subjects import named

if TYPE_CHECKING:
    from themes.policy.targets import Plan, Scores

THING = 3.0  # worth of a thing that statement and goal both name, beside that of shared words


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a statement's cleaned text, the lead-in it hangs under, its codes with their words, the
    codes of what its meeting was about (the frame), each with a strength of 0 to 1, and the texts beside it."""

    unit_id: str
    text: str
    lead_in: str | None
    codes: Mapping[str, tuple[float, str]]
    frame: Mapping[str, float] = dataclasses.field(default_factory=dict)
    beside: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """The tie of a statement to a target: which goal record, which words of policy, what is shared."""

    target: int
    goal_id: str
    quote: str
    words: tuple[str, ...]
    codes: tuple[str, ...]
    groups: tuple[str, ...]
    parts: Mapping[str, float]

    def why(self) -> dict[str, object]:
        """For the column `why`: shared words, codes and groups of related words, and the measures before scaling."""
        measures = {name: round(value, 3) for name, value in self.parts.items()}
        return {
            "woorden": list(self.words),
            "codes": list(self.codes),
            "verwant": list(self.groups),
            "maten": measures,
        }


def evidence(query: Query, terms: Sequence[str], plan: Plan, target: int, scores: Scores, at: int) -> Evidence:
    """The record of a target that best carries the tie: most telling shared words, then shared codes, then nearness."""
    own = frozenset(terms)
    groups = scores.groups[at]
    things = named(query.text, plan.pipeline)
    best: tuple[float, int] | None = None
    for position, node in enumerate(plan.nodes):
        if (
            node.target != target
            or node.goal.level == "activity"
            or node.goal.goal_id == plan.targets[target].parent_id
        ):
            continue
        shared = own & plan.node_terms[position]
        worth = sum(plan.idf.get(term, plan.unseen) for term in shared) * (0.5 + 0.5 * node.weight)
        worth += 2.0 * sum(plan.rare.get(code, 0.0) for code in query.codes if code in plan.node_codes[position])
        worth += 2.0 * sum(plan.subjects.rare.get(name, 0.0) for name in groups if name in plan.node_groups[position])
        worth += THING * len(things & plan.node_groups[position].keys())
        worth += 2.0 * float(scores.nodes[at][position]) + 0.3 * node.weight
        if best is None or worth > best[0] + 1e-6:
            best = (worth, position)
    assert best is not None
    node = plan.nodes[best[1]]
    shared_words = tuple(dict.fromkeys(term for term in terms if term in plan.node_terms[best[1]]))
    shared_codes = tuple(sorted(code for code in query.codes if code in plan.target_codes[target]))
    shared_groups = tuple(sorted(name for name in groups if name in plan.subjects.targets[target]))
    parts = {name: float(matrix[at][target]) for name, matrix in scores.parts.items()}
    return Evidence(target, node.goal.goal_id, node.text, shared_words, shared_codes, shared_groups, parts)
