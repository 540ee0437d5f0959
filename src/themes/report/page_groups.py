"""Points, passages and advices in the groups in which the page shows them, and the gaps on both sides."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Sequence

from themes.records import Document, Unit
from themes.report import wording
from themes.report.goal_tree import Node
from themes.report.page_rows import AdviceRow, PageRows, Passage, ThemeRow
from themes.report.run_tables import Point
from themes.words import page as words
from themes.words import shared

Group = tuple[int, Document, list[tuple[int, Point]]]  # number of the report, report, (entry number, point)
ASKED = ("goal", "elaboration", "result")


@dataclasses.dataclass(frozen=True)
class Gaps:
    """What has no counterpart: points without a place in a plan, themes without a result, goals without input."""

    points: tuple[Point, ...]
    by_theme: tuple[tuple[str, tuple[Point, ...]], ...]
    themes: tuple[ThemeRow, ...]
    goals: tuple[Node, ...]
    n_goals: int


def find_gaps(rows: PageRows, trees: Sequence[Node]) -> Gaps:
    """Gaps both ways. Goals are those of the plans in use: goals, elaborations and results."""
    missing = tuple(point for point in rows.points if point.found == "none")
    wanted = {point.number for point in missing}
    groups = [(row.code.label, tuple(p for p in row.points if p.number in wanted)) for row in rows.themes]
    groups.append((shared.NO_THEME, tuple(p for p in rows.without_theme if p.number in wanted)))
    nodes = [
        node
        for tree in trees
        if tree.goal.programme_id in rows.current
        for node in tree.walk()
        if node.goal.level in ASKED
    ]
    return Gaps(
        points=missing,
        by_theme=tuple((label, points) for label, points in groups if points),
        themes=tuple(row for row in rows.themes if row.programmes and not row.has_result),
        goals=tuple(node for node in nodes if node.n_under == 0),
        n_goals=len(nodes),
    )


def by_document(rows: PageRows, first: int = 0, last: int | None = None) -> list[Group]:
    """Input documents with their points, of points `first` up to `last`; of all points also documents without one."""
    own: dict[str, list[tuple[int, Point]]] = defaultdict(list)
    for at, point in list(enumerate(rows.points))[first:last]:
        own[point.unit.document_id].append((at, point))
    return [
        (number, document, own.get(document.document_id, []))
        for number, document in enumerate(rows.tables.input_documents, 1)
        if last is None or document.document_id in own
    ]


def cut(n_points: int, most: int) -> list[tuple[int, int]]:
    """Even parts of at most `most` points: (first, last), the last excluded.

    >>> cut(10, 4)
    [(0, 3), (3, 6), (6, 10)]
    """
    n_parts = -(-n_points // most)
    edges = [n_points * at // n_parts for at in range(n_parts + 1)]
    return list(itertools.pairwise(edges))


def by_programme(rows: PageRows) -> list[tuple[str, list[Passage]]]:
    """Plans with their passages."""
    own: dict[str, list[Passage]] = defaultdict(list)
    for passage in rows.passages:
        own[passage.programme_id].append(passage)
    return [(rows.programme_title(key), passages) for key, passages in own.items()]


def advice_by_document(rows: PageRows) -> list[tuple[Document | None, list[AdviceRow]]]:
    """Advices with their points."""
    own: dict[str, list[AdviceRow]] = defaultdict(list)
    for row in rows.advice:
        own[row.advice.document_id].append(row)
    return [(rows.tables.document_of.get(key), items) for key, items in own.items()]


def repairs_of(unit: Unit) -> str:
    """Reading slips that were repaired for the search: 'Hetis → Het is'."""
    return ", ".join(f"{found} → {repaired}" for found, repaired in json.loads(unit.repairs or "[]"))


def example_words(rows: PageRows) -> str:
    """Two words to try in the search box: common in what people said, each of another theme."""
    counts = Counter(
        token.lemma
        for point in rows.points
        for token in rows.pipeline.tokens(point.unit.clean_text or point.unit.text)
        if token.is_word and not token.is_stop and len(token.lemma) > 6
    )
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2]
    return wording.listed([shared.QUOTED.format(text=word) for word, _ in best], shared.OR) or words.EXAMPLE_WORD
