"""Why a statement is tied to a goal: the words and codes they share, and the goal record that carries most of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
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

    def why(self) -> str:
        """For the column `why`, as JSON: shared words, codes and groups of related words, and the measures unscaled."""
        measures = ", ".join(f'"{name}": {round(self.parts[name], 3)!r}' for name in sorted(self.parts))
        return (
            f'{{"codes": {_listed(self.codes)}, "maten": {{{measures}}}, "verwant": {_listed(self.groups)}, '
            f'"woorden": {_listed(self.words)}}}'
        )


def _listed(texts: Sequence[str]) -> str:
    """A list of texts as JSON; a hundred thousand of them take a tenth of the time that `json.dumps` needs."""
    return f"[{', '.join(map(encode_basestring, texts))}]"


def evidence(query: Query, plan: Plan, target: int, scores: Scores, at: int) -> Evidence:
    """The record of a target that best carries the tie: most telling shared words, then shared codes, then nearness."""
    words, said = plan.words, scores.words.said[at]
    own, groups, things = said.term_set, said.groups, said.things
    idf, unseen, rare, rare_groups = words.idf, words.unseen, plan.rare, words.subjects.rare
    best: tuple[float, int] | None = None
    for position in words.nodes_of[target]:
        weight, node_groups, node_codes = (
            words.nodes[position].weight,
            words.told[position].groups,
            plan.node_codes[position],
        )
        shared = own & words.node_terms[position]
        worth = sum([idf.get(term, unseen) for term in shared]) * (0.5 + 0.5 * weight) if shared else 0.0
        if node_codes:
            worth += 2.0 * sum([rare.get(code, 0.0) for code in query.codes if code in node_codes])
        if node_groups:
            worth += 2.0 * sum([rare_groups.get(name, 0.0) for name in groups if name in node_groups])
            worth += THING * len(things & node_groups.keys())
        worth += 2.0 * float(scores.words.nodes[at, position]) + 0.3 * weight
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
