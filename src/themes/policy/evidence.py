"""Why a statement is tied to a goal: the words and codes they share, and the goal record that carries most of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

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


def evidence(query: Query, plan: Plan, target: int, scores: Scores, at: int) -> Evidence:
    """The record of a target that best carries the tie: most telling shared words, then shared codes, then nearness."""
    words, said = plan.words, scores.words.said[at]
    own, groups, things = frozenset(said.terms), said.groups, said.things
    best: tuple[float, int] | None = None
    for position in words.nodes_of[target]:
        node, node_groups = words.nodes[position], words.told[position].groups
        shared = own & words.node_terms[position]
        worth = sum(words.idf.get(term, words.unseen) for term in shared) * (0.5 + 0.5 * node.weight)
        node_codes = plan.node_codes[position]
        worth += 2.0 * sum(plan.rare.get(code, 0.0) for code in query.codes if code in node_codes)
        worth += 2.0 * sum(words.subjects.rare.get(name, 0.0) for name in groups if name in node_groups)
        worth += THING * len(things & node_groups.keys())
        worth += 2.0 * float(scores.words.nodes[at, position]) + 0.3 * node.weight
        if best is None or worth > best[0] + 1e-6:
            best = (worth, position)
    assert best is not None
    node, carried = words.nodes[best[1]], words.node_terms[best[1]]
    return Evidence(
        target,
        node.goal.goal_id,
        node.text,
        tuple(dict.fromkeys(term for term in said.terms if term in carried)),
        tuple(sorted(code for code in query.codes if code in plan.target_codes[target])),
        tuple(sorted(name for name in groups if name in words.subjects.targets[target])),
        {name: float(matrix[at, target]) for name, matrix in scores.parts.items()},
    )
