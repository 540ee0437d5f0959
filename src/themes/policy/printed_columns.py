"""Tables that text conversion printed column by column: each head stands alone above the cells of its own column.

Rows are put back by order. A column with fewer cells than rows had empty ones, which leave no trace: its cells go, in
order, to the rows whose figures are of the same kind (a share to a share, a count to a count).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence

from themes.policy.anchors import BULLET, column_roles
from themes.policy.columns import cell_text
from themes.policy.plan_lines import PlanLine, starts_small, unfinished

Cell = tuple[PlanLine, ...]
MOST_LINES = 60  # of one column


def by_column(
    lines: Sequence[PlanLine], at: int, ends: Callable[[int], bool]
) -> tuple[int, tuple[str, ...], list[dict[str, tuple[Cell, ...]]]] | None:
    """The table that starts at line `at` as (position after it, roles, rows as role -> cells), or None.

    `ends` tells whether a table is over at a position. It needs two heads at least, of different roles, one of them
    of results or indicators, each with cells right under it.
    """
    roles: list[str] = []
    columns: list[list[Cell]] = []
    end = at
    while (role := _lone_head(lines, end)) and role not in roles:
        rows = max((len(column) for column in columns), default=MOST_LINES)
        cells, after = _cells(lines, end + 1, ends, rows)
        if not cells:
            break
        roles.append(role)
        columns.append(cells)
        end = after
    main = next((role for role in ("result", "indicator") if role in roles), None)
    if main is None or len(roles) < 2:
        return None
    names = columns[roles.index(main)]
    if any(len(column) > len(names) for role, column in zip(roles, columns, strict=True) if role != "activity"):
        return None
    aligned = [_align(names, column) for column in columns]
    table: list[dict[str, tuple[Cell, ...]]] = []
    for row in range(len(names)):
        table.append({role: (own[row],) for role, own in zip(roles, aligned, strict=True) if row in own})
    return end, tuple(roles), table


def _lone_head(lines: Sequence[PlanLine], at: int) -> str | None:
    """The role of a head that stands alone: white space above it, and under it a cell instead of a list."""
    if at + 1 >= len(lines) or lines[at].line.cell is not None or not (lines[at].gap or lines[at].turn):
        return None
    found = column_roles(lines[at].text)
    below = lines[at + 1]
    if len(found) != 1 or BULLET.match(below.text) or not (below.gap or below.turn) or column_roles(below.text):
        return None
    return found[0]


def _cells(lines: Sequence[PlanLine], at: int, ends: Callable[[int], bool], rows: int) -> tuple[list[Cell], int]:
    """The cells under a head, at most `rows`: blocks between white space, a block in small letters going on."""
    cells: list[list[PlanLine]] = []
    start = at
    while at < len(lines) and at - start < MOST_LINES and not ends(at) and _lone_head(lines, at) is None:
        line = lines[at]
        new = not cells or ((line.gap or line.turn) and not _goes_on(cells[-1], line))
        if new and (len(cells) == rows or BULLET.match(line.text) or column_roles(line.text)):
            break
        if new:
            cells.append([])
        cells[-1].append(line)
        at += 1
    return [tuple(cell) for cell in cells], at


def _goes_on(cell: Sequence[PlanLine], line: PlanLine) -> bool:
    return starts_small(line.text) or line.text[:1] == "(" or unfinished(cell[-1].text)


def _align(names: Sequence[Cell], cells: Sequence[Cell]) -> dict[int, Cell]:
    """Row number -> cell, order kept: the way with the most figures of the same kind, earliest rows first."""
    if len(cells) == len(names):
        return dict(enumerate(cells))
    wanted = [_kind(cell_text(name)) for name in names]
    given = [_kind(cell_text(cell)) for cell in cells]

    @functools.cache
    def best(row: int, cell: int) -> tuple[float, tuple[int, ...]]:
        if cell == len(given):
            return 0.0, ()
        if len(wanted) - row < len(given) - cell:
            return float("-inf"), ()
        here, rest = best(row + 1, cell + 1)
        take = (here + (wanted[row] == given[cell]) - 0.01 * row, (row, *rest))
        return max(take, best(row + 1, cell), key=lambda option: option[0])

    return dict(zip(best(0, 0)[1], cells, strict=True))


def _kind(text: str) -> str:
    """'share' for a percentage, 'figure' for another figure or count, 'words' for the rest."""
    if "%" in text or re.search(r"\b(?:percentage|aandeel)\b", text, re.IGNORECASE):
        return "share"
    return "figure" if re.search(r"\d|\b(?:aantal|gemiddelde?|rapportcijfer)\b", text, re.IGNORECASE) else "words"
