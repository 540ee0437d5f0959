"""Tables of goals: where one starts and ends, and its rows as cells by role, from ruling lines or flattened text."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Mapping, Sequence

from themes.policy.anchors import (
    NUMBERED_HEAD,
    OF_GOAL,
    SIBLINGS,
    anchor_of,
    column_roles,
    is_head_tail,
    is_question,
    list_head,
)
from themes.policy.blocks import split_table
from themes.policy.cell_roles import role_score
from themes.policy.columns import word_pairs
from themes.policy.plan_lines import PlanLine
from themes.policy.printed_columns import by_column

Runs = dict[str, tuple[tuple[PlanLine, ...], ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class TableRow:
    """A row: for each role its cells, each a run of lines."""

    cells: Mapping[str, tuple[tuple[PlanLine, ...], ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class GoalTable:
    """A table with heads that are known. `start` and `end` are positions in the plan's lines, the end excluded."""

    start: int
    end: int
    roles: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def kind(self) -> str:
        """'result', 'indicator' or 'activity': what a row of the table is about."""
        for kind in ("result", "indicator", "activity"):
            if kind in self.roles:
                return kind
        return "other"


def find_tables(lines: Sequence[PlanLine]) -> list[GoalTable]:
    """All tables of goals in a plan's lines, in order."""
    tables: list[GoalTable] = []
    width = page_width(lines)
    at = 0
    while at < len(lines):
        if lines[at].line.cell is not None:
            table = _ruled(lines, at, tables)
        else:
            table = _printed(lines, at, width) or _flat(lines, at, width)
        if table is None:
            at += 1
        else:
            if table.rows:
                tables.append(table)
            at = max(table.end, at + 1)
    return tables


def page_width(lines: Sequence[PlanLine]) -> int:
    """Length of a full line of prose, in characters (90th percentile of the lines outside ruled tables)."""
    lengths = sorted(len(line.text) for line in lines if line.line.cell is None)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _ruled(lines: Sequence[PlanLine], at: int, before: Sequence[GoalTable]) -> GoalTable | None:
    cell = lines[at].line.cell
    assert cell is not None
    end = at
    grid: dict[int, dict[int, list[PlanLine]]] = {}
    while end < len(lines) and (here := lines[end].line.cell) is not None and here.table == cell.table:
        grid.setdefault(here.row, {}).setdefault(here.column, []).append(lines[end])
        end += 1
    heads: dict[int, str] = {}
    head_row = -1
    for row in sorted(grid)[:3]:
        found = {}
        for column, own in grid[row].items():
            roles = column_roles(" ".join(line.text for line in own))
            if len(roles) == 1:
                found[column] = roles[0]
        if len(set(found.values())) >= 2 or (found and len(found) == len(grid[row]) and len(grid[row]) > 1):
            heads, head_row = found, row
            break
    if not heads and before and before[-1].end == at:  # the same table goes on over the page
        columns = sorted({column for row in grid.values() for column in row})
        if len(columns) <= len(before[-1].roles):
            heads = dict(enumerate(before[-1].roles))
    if not heads:
        return GoalTable(at, end, (), ())
    rows = []
    for row in sorted(grid):
        if row <= head_row or (
            head_row >= 0 and any(line.line.cell and line.line.cell.header for line in _all(grid[row]))
        ):
            continue
        cells: dict[str, tuple[tuple[PlanLine, ...], ...]] = {}
        for column, own in sorted(grid[row].items()):
            role = heads.get(column, "other")
            cells[role] = (*cells.get(role, ()), tuple(own))
        rows.append(TableRow(cells))
    return GoalTable(at, end, tuple(heads[column] for column in sorted(heads)), tuple(rows))


def _all(row: Mapping[int, Sequence[PlanLine]]) -> list[PlanLine]:
    return [line for own in row.values() for line in own]


def _printed(lines: Sequence[PlanLine], at: int, width: int) -> GoalTable | None:
    found = by_column(lines, at, lambda here: _ends(lines, here, width, heads=False))
    return GoalTable(at, found[0], found[1], tuple(TableRow(row) for row in found[2])) if found else None


def _flat(lines: Sequence[PlanLine], at: int, width: int) -> GoalTable | None:
    roles: list[str] = []
    start = at
    while at < len(lines) and lines[at].line.cell is None and at - start < 9:
        own = column_roles(lines[at].text)
        if own and (not roles or len(own) == 1 or not set(own) & set(roles)):
            roles.extend(own)
        elif not (is_head_tail(lines[at].text) and roles):
            break
        at += 1
    if len(set(roles)) < 2:
        return None
    body: list[PlanLine] = []
    while at < len(lines) and not _ends(lines, at, width):
        body.append(lines[at])
        at += 1
    pairs = word_pairs([*lines[:start], *lines[at:]])
    rows = [TableRow(row) for row in split_table(body, tuple(roles), pairs)]
    return GoalTable(start, at, tuple(roles), tuple(rows))


def _ends(lines: Sequence[PlanLine], at: int, width: int, *, heads: bool = True) -> bool:
    """Whether a flattened table is over at this line: a label, a numbered heading, other heads, or running prose."""
    line = lines[at]
    anchor = anchor_of(line.text)
    if line.line.cell is not None or (heads and list_head(line.text)) or SIBLINGS.search(line.text):
        return True
    if anchor and anchor.level in {"goal", "elaboration", "effect", "problem"}:
        return True
    if len(column_roles(line.text)) >= 2 or (line.gap and (OF_GOAL.match(line.text) or is_question(line.text))):
        return True
    heading = NUMBERED_HEAD.match(line.text)
    if heading and line.gap:
        return True
    if len(line.text) >= max(95, 0.85 * width) and "|" not in line.text:
        return True
    if line.gap and line.text[:1].isupper():  # a bold head that layout gives more size than the cells
        return bool(line.line.bold and line.line.size and at and (lines[at - 1].line.size or 0) + 1 < line.line.size)
    return False


def centred(rows: Sequence[TableRow]) -> list[Runs]:
    """Rows with a lone figure given back to the row below: in a centred cell it stands above its row's first line."""
    result = [dict(row.cells) for row in rows]
    for before, row in itertools.pairwise(result):
        cells = before.get("baseline", ())
        own = row.get("baseline", ())
        lone = len(cells) > 1 and len(cells[-1]) == 1 and re.fullmatch(r"[\d.,]+\s?%?", cells[-1][0].text)
        if lone and row.get("indicator") and (not own or own[0][0].text.startswith("(")):
            before["baseline"] = cells[:-1]
            row["baseline"] = ((*cells[-1], *(own[0] if own else ())), *own[1:])
    return result


def looks_like(role: str, text: str) -> bool:
    """Whether a stray line reads as a cell of a role: an indicator that text conversion printed above its own heads."""
    return role_score(role, text) > 1.0
