"""The tree of a plan (doelenboom): nodes with the number of points that were found at each, and a drawing as SVG.

The drawing shows programme, effect, goals, elaborations and results; indicators and activities stand in the list
beside it, which holds every node and is what a screen reader reads.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from themes.records import Goal
from themes.report.wording import counted
from themes.words import page as words
from themes.words import shared

DRAWN = ("programme", "effect", "goal", "elaboration", "result")
_BOX, _GAP, _ROW, _LINE, _CHARS, _MAX_LINES = 262, 30, 12, 17, 33, 4


@dataclasses.dataclass(frozen=True)
class Node:
    """A goal with what hangs under it. `own` are the numbers of points found at this node, `n_under` counts the
    different points found at it or anywhere under it.
    """

    goal: Goal
    children: tuple[Node, ...]
    own: tuple[str, ...]
    n_under: int

    @property
    def label(self) -> str:
        """'Doel 2', or the level when the plan prints no number."""
        name, number = shared.LEVEL.get(self.goal.level, self.goal.level), self.goal.number
        if not number:
            return name
        return number if number.lower().startswith(name.lower()) else f"{name} {number}"

    def walk(self) -> Iterator[Node]:
        """This node and all under it, top down."""
        yield self
        for child in self.children:
            yield from child.walk()


def grow_trees(goals: Sequence[Goal], found_at: Mapping[str, Sequence[str]]) -> list[Node]:
    """The trees of all plans: one root a programme, children in the order of the plan.

    Parameters
    ----------
    goals : all nodes; one whose parent is missing becomes a root, so that none is lost.
    found_at : goal id -> numbers of the points that were found there.
    """
    known = {goal.goal_id for goal in goals}
    under: dict[str | None, list[Goal]] = defaultdict(list)
    for goal in goals:
        under[goal.parent_id if goal.parent_id in known and goal.parent_id != goal.goal_id else None].append(goal)
    placed: set[str] = set()

    def grow(goal: Goal) -> tuple[Node, set[str]]:
        placed.add(goal.goal_id)
        grown = [grow(child) for child in under[goal.goal_id] if child.goal_id not in placed]
        own = tuple(found_at.get(goal.goal_id, ()))
        numbers = set(own).union(*(inner for _, inner in grown))
        return Node(goal, tuple(node for node, _ in grown), own, len(numbers)), numbers

    roots = [grow(goal)[0] for goal in under[None]]
    roots += [grow(goal)[0] for goal in goals if goal.goal_id not in placed]  # a circle of parents
    return sorted(roots, key=lambda node: (node.goal.source, node.goal.line_start))


def branches(root: Node) -> list[Node]:
    """The nodes to draw apart: each goal of a plan, or the plan itself when nothing in it is a goal.

    A drawing of one goal fits on a page; one of a whole plan does not.
    """
    found: list[Node] = []

    def seek(node: Node) -> None:
        if node.goal.level == "goal":
            found.append(node)
            return
        drawn = [child for child in node.children if child.goal.level in DRAWN]
        if node.goal.level in ("elaboration", "result") or not drawn:
            if node.goal.level != "programme" and node.goal.level in DRAWN:
                found.append(node)
            return
        for child in drawn:
            seek(child)

    seek(root)
    return found or [root]


@dataclasses.dataclass
class _Spot:
    node: Node
    depth: int
    lines: list[str]
    x: int = 0
    y: float = 0.0
    parent: _Spot | None = None

    @property
    def height(self) -> int:
        return (len(self.lines) + 1) * _LINE + 12


def draw_tree(root: Node, key: str) -> str:
    """The tree as an SVG element with title and description; `key` makes its ids unique on the page."""
    spots: list[_Spot] = []
    bottom = _place(root, None, 0, 8, spots)
    depth = max(spot.depth for spot in spots)
    width = (depth + 1) * _BOX + depth * _GAP + 16
    shown = len(spots) - 1
    description = words.TREE_DESCRIPTION.format(boxes=counted(shown, *words.BOXES))
    title = words.TREE_TITLE.format(goal=escape(root.goal.text))
    parts = [
        f'<svg class="tree" viewBox="0 0 {width} {bottom:.0f}" width="{width}" height="{bottom:.0f}" role="img"'
        f' aria-labelledby="{key}-t {key}-d" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{key}-t">{title}</title><desc id="{key}-d">{description}</desc>',
    ]
    parts += [_edge(spot) for spot in spots if spot.parent is not None]
    parts += [_box(spot) for spot in spots]
    return "".join([*parts, "</svg>"])


def _place(node: Node, parent: _Spot | None, depth: int, top: float, spots: list[_Spot]) -> float:
    """Give a node and what hangs under it a place from `top` down; returns the lowest point taken."""
    spot = _Spot(node, depth, wrap(node.goal.text), depth * (_BOX + _GAP) + 8, top, parent)
    spots.append(spot)
    at = top
    first = len(spots)
    for child in node.children:
        if child.goal.level in DRAWN:
            at = _place(child, spot, depth + 1, at, spots)
    children = [other for other in spots[first:] if other.parent is spot]
    if children:
        middle = (children[0].y + children[-1].y + children[-1].height) / 2
        spot.y = max(top, middle - spot.height / 2)
    return max(at, spot.y + spot.height + _ROW)


def _edge(spot: _Spot) -> str:
    parent = spot.parent
    assert parent is not None
    x0, y0 = parent.x + _BOX, parent.y + parent.height / 2
    x1, y1 = spot.x, spot.y + spot.height / 2
    middle = (x0 + x1) / 2
    return f'<path class="e" d="M{x0} {y0:.0f}H{middle:.0f}V{y1:.0f}H{x1}"/>'


def _box(spot: _Spot) -> str:
    node = spot.node
    kind = "b" if node.n_under else "b b0"
    points = counted(node.n_under, *shared.POINTS)
    rows = "".join(f'<tspan x="{spot.x + 8}" dy="{_LINE}">{escape(line)}</tspan>' for line in spot.lines)
    return (
        f'<g><title>{escape(node.label)}: {escape(node.goal.text)} ({points})</title>'
        f'<rect class="{kind}" x="{spot.x}" y="{spot.y:.0f}" width="{_BOX}" height="{spot.height}" rx="4"/>'
        f'<text x="{spot.x + 8}" y="{spot.y + _LINE:.0f}"><tspan class="l">{escape(node.label)} · {points}</tspan>'
        f"{rows}</text></g>"
    )  # fmt: skip


def wrap(text: str, width: int = _CHARS, most: int = _MAX_LINES) -> list[str]:
    """A text in lines of at most `width` characters, cut with an ellipsis after `most` lines.

    >>> wrap("een twee drie vier", 9, 2)
    ['een twee', 'drie vier']
    """
    lines: list[str] = [""]
    for word in text.split():
        while len(word) > width:  # a word that is longer than a line
            word, rest = word[: width - 1] + "-", word[width - 1 :]
            lines.append(word)
            word = rest
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line for line in lines if line] or [""]
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = lines[-1][: width - 1].rstrip(" ,;.") + "…"
    return lines
