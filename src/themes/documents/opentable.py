"""Tables with horizontal rules only: the columns are found by the white space between them.

The rules give the rows; a strip that no text crosses in any row gives a column edge. The edges are handed to the table
finder as if the page had drawn them.
"""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Sequence

from themes.documents.glyphs import Segment
from themes.documents.pagelines import Box

MIN_WIDTH = 150.0  # points
MIN_RULES = 3
MIN_STRIP = 9.0  # points of white between two columns
SAME_END = 4.0  # points


def rule_groups(horizontal: Sequence[Box], vertical: Sequence[Box], height: float) -> list[list[Box]]:
    """Stacks of three or more horizontal rules of the same width, none of which a vertical rule crosses.

    A stack ends where two rules are more than a third of the page apart.
    """
    stacks: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for rule in horizontal:
        if rule[2] - rule[0] >= MIN_WIDTH:
            key = next(
                (one for one in stacks if abs(one[0] - rule[0]) <= SAME_END and abs(one[1] - rule[2]) <= SAME_END),
                (round(rule[0]), round(rule[2])),
            )
            stacks[key].append(rule)
    groups: list[list[Box]] = []
    for rules in stacks.values():
        rules.sort(key=lambda rule: rule[1])
        group: list[Box] = []
        for rule in rules:
            if group and rule[1] - group[-1][1] < 5:
                continue  # a double rule
            if group and rule[1] - group[-1][1] > height / 3:
                groups.append(group)
                group = []
            group.append(rule)
        groups.append(group)
    return [group for group in groups if len(group) >= MIN_RULES and not _crossed(group, vertical)]


def _crossed(group: Sequence[Box], vertical: Sequence[Box]) -> bool:
    left, right, top, bottom = group[0][0], group[0][2], group[0][1], group[-1][1]
    return any(left - 2 <= line[0] <= right + 2 and min(line[3], bottom) - max(line[1], top) > 5 for line in vertical)


def edges_in(group: Sequence[Box], segments: Sequence[Segment], depth: int = 0) -> list[Box]:
    """Vertical lines for the tables in a stack: a stack without columns is parted at its widest gap and tried again."""
    if len(group) < MIN_RULES or depth > 4:
        return []
    edges = column_edges(group, segments)
    if edges:
        return edges
    gaps = [lower[1] - upper[1] for upper, lower in itertools.pairwise(group)]
    if max(gaps) < 1.5 * statistics.median(gaps):
        return []
    at = gaps.index(max(gaps)) + 1
    return edges_in(group[:at], segments, depth + 1) + edges_in(group[at:], segments, depth + 1)


def column_edges(group: Sequence[Box], segments: Sequence[Segment]) -> list[Box]:
    """Vertical lines that make a grid of a stack of rules; none when the text between them has no columns."""
    left, right, top, bottom = group[0][0], group[0][2], group[0][1], group[-1][1]
    inside = [one for one in segments if top <= one.middle[1] <= bottom and left - 3 <= one.middle[0] <= right + 3]
    if not inside:
        return []
    reach = sorted((one.x0, one.x1) for one in inside)
    strips: list[tuple[float, float]] = []
    end = reach[0][1]
    for x0, x1 in reach[1:]:
        if x0 - end >= MIN_STRIP:
            strips.append((end, x0))
        end = max(end, x1)
    edges = [(low + high) / 2 for low, high in strips]
    bounds = [left, *edges, right]
    columns = [[one for one in inside if low <= one.middle[0] <= high] for low, high in itertools.pairwise(bounds)]
    if len(columns) < 2 or statistics.median(len(one.text) for one in columns[0]) < 3:
        return []  # prose, or a list whose marks stand apart
    rules = [rule[1] for rule in group]
    filled = [len({sum(one.middle[1] > rule for rule in rules) for one in column}) for column in columns]
    if sum(count >= 2 for count in filled) < 2:
        return []
    return [(edge, top, edge, bottom) for edge in bounds]
