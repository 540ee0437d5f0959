"""A flattened table becomes cells again: which words of each line stood in the first column, and which to its right.

Text conversion prints a table line by line across the columns ('braided'), cell by cell, or column by column, without
marks between cells. One column is split off at a time, by a search over all lines (beam search, a dozen states kept).
A split costs less when it agrees with what is known of tables:

- a cell starts with a capital, a figure or '%', a continued line mostly with a small letter;
- a cell is not left unfinished (function word, open bracket), and a line only wraps when the next word didn't fit;
- results are phrased as statements, indicators as counts, sources as short names ('CBS', 'Monitor ...').

The costs are argued, not fitted: they rank these three kinds of evidence, and any values in the same order give
about the same cells.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence

from themes.language.listed import listed
from themes.policy.cell_roles import is_source, is_statement, role_score
from themes.policy.plan_lines import FUNCTION_WORDS, VERBS, PlanLine, join_lines, unfinished

BEAM = 12
_NAME_LIKE = re.compile(r"^(?:[A-Z]{2,}(?![a-z])|Wmo)")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One row: the first column's lines (empty for lines above the first cell) and what stands right of them."""

    left: tuple[PlanLine, ...]
    right: tuple[PlanLine, ...]


Pairs = frozenset[tuple[str, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Column:
    """The column that is split off, and what is known of it."""

    role: str
    others: tuple[str, ...]  # roles of the columns right of it, in order
    width: int  # in characters
    starts: bool  # whether the first line must hold it
    pairs: Pairs  # words that stand side by side elsewhere in the plan


@dataclasses.dataclass(frozen=True, slots=True)
class _State:
    """What is chosen for the lines up to here."""

    cost: float
    cuts: tuple[tuple[int, bool], ...]  # per line: words in the left column, whether they start a row
    tail: str = ""  # text of the open left cell
    left_length: int = 0  # length of its last line
    right_tail: str = ""
    right_seen: bool = False  # the open row has something to its right
    since: int = 0  # lines since the left cell was last continued


@dataclasses.dataclass(frozen=True, slots=True)
class _Cut:
    """One way to split a line."""

    words: int  # in the left column
    left: str
    right: str
    cost: float  # of the split by itself


def word_pairs(lines: Sequence[PlanLine]) -> Pairs:
    """Neighbouring words of running text, small letters, over line ends too: which words a plan uses side by side."""
    found: set[tuple[str, str]] = set()
    last = ""
    for line in lines:
        words = [_bare(word) for word in line.text.split(" ")]
        if last and not line.gap:
            found.add((last, words[0]))
        found.update(itertools.pairwise(words))
        last = words[-1]
    return frozenset(pair for pair in found if all(pair))


def _bare(word: str) -> str:
    return word.strip("()[]‘’'\"“”.,;:|").lower()


def split_column(
    runs: Sequence[Sequence[PlanLine]], role: str, others: Sequence[str], *, pairs: Pairs, starts: Sequence[bool]
) -> list[list[Row]]:
    """Split the column `role` off each run of lines; `others` are the roles right of it, in order.

    All runs are of one table, so one width is sought for all: the one with the lowest cost in total. `pairs` are words
    that stand side by side elsewhere in the plan: such a pair is seldom cut. `starts` tells for each run whether its
    first line must hold the first column.
    """
    if not runs:
        return []
    if not others:
        return [_rows(run, [(len(line.text.split(" ")), at == 0) for at, line in enumerate(run)]) for run in runs]
    tried = [
        [
            _search(run, _Column(role, tuple(others), width, start, pairs))
            for run, start in zip(runs, starts, strict=True)
        ]
        for width in _widths(runs, inner=not any(starts))
    ]
    best = min(
        tried, key=lambda states: (round(sum(state.cost for state in states), 6), [state.cuts for state in states])
    )
    return [_rows(run, state.cuts) for run, state in zip(runs, best, strict=True)]


def _widths(runs: Sequence[Sequence[PlanLine]], *, inner: bool) -> tuple[int, ...]:
    """Widths of the column to try, in characters: from a fifth to the whole of the longest line."""
    longest = max(len(line.text) for run in runs for line in run)
    shares = (0.22, 0.3, 0.38, 0.46, 0.56, 0.7, *((1.0,) if inner else ()))  # all lines may hold an inner column alone
    return tuple(sorted({max(8, round(longest * share)) for share in shares}))


def _search(lines: Sequence[PlanLine], column: _Column) -> _State:
    states = [_State(0.0, ())]
    blocks = _blocks(lines)
    for line, block in zip(lines, blocks, strict=True):
        grown: dict[tuple[object, ...], _State] = {}
        for cut in _cuts(line, column):
            for state in states:
                for new in (True, False) if cut.left else (False,):
                    step = _step(state, line, cut, block, column, new=new)
                    key = (step.tail[-30:], step.right_seen, step.since, step.left_length, step.right_tail[-12:])
                    if key not in grown or step.cost < grown[key].cost:
                        grown[key] = step
        states = sorted(grown.values(), key=lambda state: (state.cost, state.cuts))[:BEAM]
    ends = [dataclasses.replace(state, cost=state.cost + _open_end(column.role, state.tail)) for state in states]
    return min(ends, key=lambda state: (state.cost, state.cuts))


def _blocks(lines: Sequence[PlanLine]) -> list[str]:
    """For each line the text from it to the next white space: what a cell would say if it were whole here."""
    result = [""] * len(lines)
    for at in range(len(lines) - 1, -1, -1):
        ahead = result[at + 1] if at + 1 < len(lines) and not lines[at + 1].gap else ""
        result[at] = f"{lines[at].text} {ahead}".strip()
    return result


def _cuts(line: PlanLine, column: _Column) -> Iterator[_Cut]:
    """The ways to split a line that the column's width allows."""
    words = line.text.split(" ")
    for count in _options(words, column.width):
        left, right = _parts(words, count)
        if left or not count:
            yield _Cut(count, left, right, _cut_cost(words, count, left, right, column))


def _options(words: Sequence[str], width: int) -> list[int]:
    """Numbers of words that may stand left: up to the first bar, else none, all, or as many as the column can hold."""
    bar = next((at + 1 for at, word in enumerate(words) if word.endswith("|")), len(words))
    found, length = {0, bar}, 0
    for at, word in enumerate(words[:bar]):
        if at and length <= width + 3:
            found.add(at)
        length += len(word) + 1
    return sorted(found)


def _parts(words: Sequence[str], cut: int) -> tuple[str, str]:
    return " ".join(words[:cut]).rstrip("|").strip(), " ".join(words[cut:]).lstrip("|").strip()


def _starts_cell(word: str) -> bool:
    bare = word.lstrip("‘'“\"(-•* ")
    return bool(bare) and (bare[0].isupper() or bare[0].isdigit() or bare[0] in "%<>≥≤")


def _cut_cost(words: Sequence[str], cut: int, left: str, right: str, column: _Column) -> float:
    """What the split costs by itself: a line wider than the column, a pair of words torn apart, a start passed over."""
    cost = max(0.0, len(left) - column.width - 2) * 0.4
    for at in range(1, cut):
        cost += _passed(words, at, column.others)
    if not left or not right:
        return cost
    cost -= 0.5 if words[cut - 1].endswith("|") else 0.0
    pair = (_bare(words[cut - 1]), _bare(words[cut]))
    cost += 1.5 if pair in column.pairs else -0.3
    if words[cut - 1].endswith(".") and words[cut][:1].islower() and len(words[cut - 1]) > 4:
        return cost - 1.0
    if left.count("(") > left.count(")") and ")" in right.partition("(")[0]:
        cost += 3.0  # brackets are seldom torn apart
    if right in FUNCTION_WORDS - VERBS:
        cost += 1.5  # no cell wraps after one small word
    if not _new_cell(words, cut, column.others):
        return cost + 0.4
    return cost + (0.0 if words[cut][0].isdigit() else -0.6)


def _passed(words: Sequence[str], at: int, others: tuple[str, ...]) -> float:
    """Cost of leaving word `at` in the left column though a cell seems to start there."""
    if words[at - 1].endswith("|"):
        return 2.0
    if words[at - 1].endswith(".") and words[at][:1].islower() and len(words[at - 1]) > 4:
        return 1.0
    if not _new_cell(words, at, others):
        return 0.0
    if words[at][0].isdigit():  # a name seldom holds a value; two of them stand in two columns
        return 2.0 if any(word[:1].isdigit() and is_value(words, here) for here, word in enumerate(words[:at])) else 1.0
    rest = " ".join(words[at:])
    return 1.2 if max(role_score(other, rest) for other in others) >= 2.0 else 0.4


def _new_cell(words: Sequence[str], at: int, others: tuple[str, ...]) -> bool:
    """Whether a cell may plainly start at this word: a capital or '%', not after a full stop, not a name."""
    word = words[at].lstrip("‘'“\"(")
    if (
        not word
        or words[at - 1][-1:] in ".:("
        or _opens_name(words[at - 1])
        or (_NAME_LIKE.match(word) and not is_source(word))
    ):
        return False
    if word == "%" and words[at - 1][-1:].isdigit():
        return False  # the sign of the figure before it
    measured = bool({"baseline", "target"} & set(others)) and word[0].isdigit() and is_value(words, at)
    return word[0].isupper() or word[0] == "%" or measured


_YEAR = re.compile(r"\(?20\d\d\)?[.;]?$")
_VALUE = re.compile(r"\(?\d[\d.,]*\s?%?\)?|%|van|per|jaar|dag(?:en)?|uur|weken|maanden|euro")
_PLAIN = re.compile(r"\d[\d.,]*")
_LEADS_TO_FIGURE = listed(
    "van naar tot en met op in ruim circa ca. dan minimaal maximaal tussen of - – per sinds groep"
)


def is_value(words: Sequence[str], at: int) -> bool:
    """Whether a figure is a value of its own: a share, one with its year after it, or figures up to the line's end."""
    word, before = words[at], words[at - 1]
    if before.endswith("|"):
        return True
    if word[:1] == "(" or before.lower() in _LEADS_TO_FIGURE:
        return False
    if "%" in word or (at + 1 < len(words) and words[at + 1] == "%"):
        return True
    if (at + 1 < len(words) and _PLAIN.fullmatch(words[at + 1])) or (
        _PLAIN.fullmatch(before) and is_value(words, at - 1)
    ):
        return True  # figures in a row stand in columns
    if any(after[0] == "(" and _YEAR.match(after) for after in words[at + 1 : at + 3]) or _YEAR.match(before):
        return before[-1:] == ")" or not _YEAR.match(before)
    return not _YEAR.match(word) and all(_VALUE.fullmatch(after) for after in words[at:])


def _opens_name(word: str) -> bool:
    """'De' of 'De Wending': an article with a capital, which belongs to the name after it."""
    return word[:1].isupper() and word.lower() in FUNCTION_WORDS


def _loose(text: str) -> bool:
    """Whether any of the cells that stand side by side in a text plainly goes on below."""
    words = text.replace("|", " | ").split()
    start = 0
    for at in range(1, len(words) + 1):
        ends = (
            at == len(words)
            or words[at] == "|"
            or (
                (words[at][:1].isupper() or words[at][:1].isdigit())
                and not words[at - 1].endswith(".")
                and not _opens_name(words[at - 1])
                and not (words[at][:1].isdigit() and "(" in "".join(words[start:at]).rpartition(")")[2])
            )
        )
        if ends:
            if unfinished(" ".join(words[start:at]).strip("| ")):
                return True
            start = at
    return False


def _step(state: _State, line: PlanLine, cut: _Cut, block: str, column: _Column, *, new: bool) -> _State:
    """The state after a line that is split so; `new` tells that its left part starts a row, `block` is of `_blocks`."""
    cost, left, right = state.cost + cut.cost, cut.left, cut.right
    if left and new:
        whole = f"{left} {block[len(line.text) :]}" if not right else left
        cost += _new_cost(state, left, whole, column)
    elif left:
        cost += _continue_cost(state, left, line.gap, column)
        if column.role in {"source", "other"} and left[:1].islower() and not unfinished(state.tail):
            cost += 1.0
    elif not state.tail:
        cost += 4.0 if column.starts else 1.6
    if right:
        cost += _right_cost(state, right, column, bool(left), new, block)
    elif state.right_seen and not new and _loose(state.right_tail):
        cost += 1.0  # a cell to the right was not finished, and this line has nothing there
    if not left:
        cost += 0.8 if unfinished(state.tail) else 0.0
        if state.since == 0 and state.right_seen and _lacks(column.role, state.tail):
            cost += 0.8
        elif not line.gap and state.since == 0 and state.right_seen:
            cost += 0.6
    return _State(
        cost,
        (*state.cuts, (cut.words, new)),
        (left if new else f"{state.tail} {left}".strip()) if left else state.tail,
        len(left) if left else state.left_length,
        right or ("" if new else state.right_tail),
        bool(right) or (state.right_seen and not new),
        0 if left else min(6, state.since + 1),
    )


def _lacks(role: str, text: str) -> bool:
    """Whether a result says nothing yet: a subject without a verb."""
    return role == "result" and not is_statement(text)


def _open_end(role: str, text: str) -> float:
    """Cost of closing a cell here: much when its last word can't end it, less for a bracket that was never closed."""
    if not text:
        return 0.0
    if unfinished(text.replace("(", " ").replace(")", " ").rstrip()):
        return 3.5
    return 1.2 if _lacks(role, text) or unfinished(text) else 0.0


def _new_cost(state: _State, left: str, whole: str, column: _Column) -> float:
    role, others = column.role, column.others
    cost = 0.7 if _starts_cell(left) else 5.0
    cost -= 0.8 * role_score(role, whole)
    cost += 0.9 * max(0.0, *(role_score(other, whole) - role_score(role, whole) for other in others)) if others else 0.0
    if state.tail:
        cost += _open_end(role, state.tail)
        cost += 1.0 if not state.right_seen else -0.3  # a row mostly has something to its right
    return cost


def _continue_cost(state: _State, left: str, gap: bool, column: _Column) -> float:
    if not state.tail:
        return 50.0
    cost = 0.7 * state.since + (0.3 if gap else 0.0)
    if _starts_cell(left) and not _NAME_LIKE.match(left) and not unfinished(state.tail):
        cost += 2.5
    if (_bare(state.tail.rsplit(" ", 1)[-1]), _bare(left.split(" ", 1)[0])) in column.pairs:
        cost -= 1.2
    if state.tail.rstrip("’'”\"").endswith(".") and not _starts_cell(left):
        cost += 1.5
    room = column.width - (state.left_length + 1 + len(left.split(" ", 1)[0]))
    if room > 2:  # the word would have fitted on the line before
        cost += min(3.0, 0.25 * room)
    return cost


def _right_cost(state: _State, right: str, column: _Column, beside: bool, new: bool, block: str) -> float:
    open_right = state.right_seen and not new
    fits = max(role_score(other, right if beside else block) for other in column.others)
    if _starts_cell(right) or right[0] in "-•*":
        again = -0.15 if right[0].isdigit() else -0.4  # one more cell in a column of this row
        cost = again * fits if open_right else -0.6 - 0.5 * fits
    elif open_right:
        cost = (-0.2 if _loose(state.right_tail) else 0.4 if beside else 0.1) - 0.3 * max(0.0, fits)
        if (_bare(state.right_tail.rsplit(" ", 1)[-1]), _bare(right.split(" ", 1)[0])) in column.pairs:
            cost -= 0.8
    else:
        cost = 1.2 - 0.5 * max(0.0, fits) if right[0] == "(" else 3.5
    if not beside:  # a whole line to the right that reads as a cell of the column it passes over
        cost += 0.4 * max(0.0, role_score(column.role, block) - fits)
    return cost + (0.5 if not open_right and not state.tail else 0.0)


def _rows(lines: Sequence[PlanLine], cuts: Sequence[tuple[int, bool]]) -> list[Row]:
    rows: list[tuple[list[PlanLine], list[PlanLine]]] = [([], [])]
    for line, (cut, new) in zip(lines, cuts, strict=True):
        left, right = _parts(line.text.split(" "), cut)
        if new and left:
            rows.append(([], []))
        if left:
            rows[-1][0].append(dataclasses.replace(line, text=left))
        if right:
            rows[-1][1].append(dataclasses.replace(line, text=right, gap=line.gap and not left))
    return [Row(tuple(left), tuple(right)) for left, right in rows if left or right]


def cell_text(lines: Sequence[PlanLine]) -> str:
    """The text of a cell from its lines, in order, with a mark that a foot note left behind taken off the end."""
    text = join_lines([line.text for line in lines])
    return re.sub(r"(?<=[a-zé)])\*$", "", text).strip()
