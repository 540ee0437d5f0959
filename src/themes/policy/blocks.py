"""The cells of a flattened table: blocks between white space go to columns, braided blocks are unbraided first.

Which column a block belongs to follows from what it says (see `columns.role_score`) and from where it stands: after
a cell mostly comes the one to its right, an unfinished cell is continued, an empty cell leaves no trace.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from themes.policy.cell_roles import is_filler, role_score
from themes.policy.columns import Pairs, is_value, split_column
from themes.policy.plan_lines import PlanLine, join_lines, starts_small, unfinished

BEAM = 40
_ITEM = re.compile(r"([b-z])[.)]\s")
Cells = dict[str, tuple[tuple[PlanLine, ...], ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one cell, with its column when that is known already."""

    lines: tuple[PlanLine, ...]
    column: int | None = None

    @property
    def text(self) -> str:
        return join_lines([line.text for line in self.lines])


@dataclasses.dataclass(frozen=True, slots=True)
class _State:
    cost: float
    columns: tuple[tuple[int, bool], ...]  # per block: its column, whether it continues the column's cell
    tails: tuple[str, ...]  # per column the text of the open row's cell
    last: int


def split_table(lines: Sequence[PlanLine], roles: tuple[str, ...], pairs: Pairs) -> list[Cells]:
    """Rows as role -> cells, each a run of lines, from the lines under a table's heads."""
    if not lines:
        return []
    blocks = _pieces(_groups(lines, roles), roles, pairs)
    states = [_State(0.0, (), ("",) * len(roles), -1)]
    for block in blocks:
        columns = range(len(roles)) if block.column is None else (block.column,)
        grown = [
            _step(state, block.text, column, goes_on, roles, known=block.column is not None)
            for state in states
            for column in columns
            for goes_on in ((False, True) if state.tails[column] and block.column is None else (False,))
        ]
        states = sorted(grown, key=lambda state: (state.cost, state.columns))[:BEAM]
    return _rows(blocks, states[0].columns, roles)


def _groups(lines: Sequence[PlanLine], roles: tuple[str, ...]) -> list[tuple[list[PlanLine], bool]]:
    """Blocks between white space, each with whether it is braided; a braided one with the blocks it wraps over."""
    blocks: list[list[PlanLine]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    groups: list[tuple[list[PlanLine], bool]] = []
    for block in blocks:
        braided = any(
            _side_by_side(line.text, roles) and not (at and unfinished(block[at - 1].text))
            for at, line in enumerate(block)
        )
        open_group = bool(groups) and groups[-1][1] and not block[0].turn
        if open_group and (braided or starts_small(block[0].text)):
            groups[-1] = ([*groups[-1][0], *block], True)
        else:
            groups.append((block, braided))
    return groups


def _side_by_side(text: str, roles: tuple[str, ...]) -> bool:
    """Whether a line holds cells side by side: a bar, or a count or source that starts in its middle."""
    if "|" in text:
        return True
    words = text.split(" ")
    named = "baseline" in roles and roles[0] == "indicator" and role_score("indicator", text) >= 2.0
    for at in range(1, len(words)):
        word = words[at]
        if word[:1].isdigit() and at >= 2 and named and is_value(words, at):
            return True
        if not (word[:1].isupper() or word[:1] == "%") or words[at - 1][-1:] in ".:(–-":
            continue
        rest = " ".join(words[at:])
        if any(role_score(role, rest) >= 2.0 for role in roles[1:]) and (
            at >= 2 or "%" in words[0] or words[0].isdigit() or roles[0] in {"other", "source"}
        ):
            return True
    return False


def _pieces(groups: Sequence[tuple[list[PlanLine], bool]], roles: tuple[str, ...], pairs: Pairs) -> list[_Block]:
    """All groups as cells in reading order: blocks as they are, braided groups taken apart column by column."""
    braided = [group for group, is_braided in groups if is_braided]
    starts = [not group[0].turn for group in braided]
    rows = split_column(braided, roles[0], roles[1:], pairs=pairs, starts=starts)
    cells = iter(_assign([row.right for own in rows for row in own], 1, roles, pairs))
    split = iter(rows)
    pieces: list[_Block] = []
    for group, is_braided in groups:
        if not is_braided:
            pieces.append(_Block(tuple(group)))
            continue
        for row in next(split):
            if row.left:
                pieces.append(_Block(row.left, 0))
            known = len(row.right) > 1 or bool(row.left)
            for column, own in sorted(next(cells).items()):
                pieces.extend(_Block(cell, column if known else None) for cell in own)
    return pieces


def _assign(
    runs: Sequence[Sequence[PlanLine]], column: int, roles: tuple[str, ...], pairs: Pairs
) -> list[dict[int, list[tuple[PlanLine, ...]]]]:
    """Give the lines right of a column to the columns there, one column at a time; per run column -> cells."""
    result: list[dict[int, list[tuple[PlanLine, ...]]]] = [{} for _ in runs]
    filled = [at for at, run in enumerate(runs) if run]
    if not filled or column >= len(roles):
        return result
    if column == len(roles) - 1:
        for at in filled:
            result[at][column] = [tuple(runs[at])]
        return result
    rows = split_column(
        [runs[at] for at in filled], roles[column], roles[column + 1 :], pairs=pairs, starts=[False] * len(filled)
    )
    deeper = iter(_assign([row.right for own in rows for row in own], column + 1, roles, pairs))
    for at, own in zip(filled, rows, strict=True):
        for row in own:
            if row.left:
                result[at].setdefault(column, []).append(row.left)
            for further, cells in next(deeper).items():
                result[at].setdefault(further, []).extend(cells)
    return result


def _step(state: _State, text: str, column: int, goes_on: bool, roles: tuple[str, ...], *, known: bool) -> _State:
    open_tail = state.tails[column]
    starts = (
        (text[:1].isalpha() and not starts_small(text))
        or text[:1].isdigit()
        or text[:1] in "%-•*<>≥≤"
        or is_filler(text)
    )
    cost = state.cost
    if goes_on:
        loose = (unfinished(open_tail) and starts_small(text)) or open_tail.endswith(":") or _next_item(open_tail, text)
        cost += -2.0 if loose else (0.8 if not starts else 1.6)
        cost -= 0.5 * role_score(roles[column], text)
        cost += 0.4 * abs(column - state.last)
        tails = tuple(f"{tail} {text}" if at == column else tail for at, tail in enumerate(state.tails))
        return _State(cost, (*state.columns, (column, True)), tails, column)
    if not known:
        cost -= role_score(roles[column], text)
        cost += 0.0 if starts else 2.5
    for at, tail in enumerate(state.tails):
        if tail and (unfinished(tail) or tail.endswith(":")) and (at == column or column == 0):
            cost += 2.5  # the cell it closes was not finished
    if column == 0:
        reached = max((at for at, tail in enumerate(state.tails) if tail), default=-1)
        cost += 0.0 if reached < 0 else 0.3 + 0.5 * (len(roles) - 1 - reached) * (1.4 if reached == 0 else 1.0)
        tails = tuple(text if at == 0 else "" for at in range(len(roles)))
    else:
        move = column - state.last
        if move == 0 and roles[column] == "baseline" and text[:1].isdigit() and "target" in roles[column + 1 :]:
            cost += 1.5  # a second figure is rather what is aimed at
        cost += {1: 0.0, 0: 0.9}.get(move, 0.8 * (move - 1) if move > 1 else 2.0)
        cost += 3.0 if state.last < 0 else 0.0
        tails = tuple(text if at == column else tail for at, tail in enumerate(state.tails))
    return _State(cost, (*state.columns, (column, False)), tails, column)


def _next_item(tail: str, text: str) -> bool:
    """Whether a text is the next item of the list in a cell: 'b.' after 'a.'."""
    found = _ITEM.match(text)
    return bool(found and re.search(rf"(?:^|\s){chr(ord(found[1]) - 1)}[.)]\s", tail))


def _rows(blocks: Sequence[_Block], columns: Sequence[tuple[int, bool]], roles: tuple[str, ...]) -> list[Cells]:
    rows: list[dict[str, list[list[PlanLine]]]] = []
    for block, (column, goes_on) in zip(blocks, columns, strict=True):
        if not rows or (column == 0 and not goes_on):
            rows.append({})
        cells = rows[-1].setdefault(roles[column], [])
        if goes_on and cells:
            cells[-1].extend(block.lines)
        else:
            cells.append(list(block.lines))
    return [{role: tuple(tuple(cell) for cell in cells) for role, cells in row.items()} for row in rows]
