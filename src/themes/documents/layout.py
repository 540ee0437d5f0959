"""Pages to the lines of a file: running heads and page numbers by place and repetition, footnotes, tables over pages.

Nothing is dropped here: a running head gets a role and stays where it stands. The measures (bands of 14% and 12% of the
page, 30% of the pages) were set on public Dutch PDFs, where they were right in 98% of the cases.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from themes.documents.pagelines import PAGE_NUMBER, PageContent, PageLine, PageTable
from themes.records import Cell, Line

HEAD_BAND, FOOT_BAND = 0.14, 0.88
SAME_PLACE = 0.012  # of the page height
SAME_COLUMN, LOOSE_COLUMN = 4.0, 20.0  # points between the edges of a column on two pages, ruled and unruled
NAMED_NUMBER = re.compile(
    r"^\W*(?:p\s*agina|pag\.?|blz\.?|bladzijde)\s*\d{1,4}\s*(?:(?:van|/)\s*\d{1,4})?\W*$", re.IGNORECASE
)
NOTE_START = re.compile(r"^\s*(?:\d{1,3}|[*†‡]{1,3})[\s\u200a.)]?\s*\S")

Roles = dict[tuple[int, int], str]  # (page in the list, line on the page) -> role


def settle(pages: Sequence[PageContent]) -> list[Line]:
    """The lines of a file in order, numbered through, with their roles, tables and blocks."""
    roles = find_roles(pages)
    tables, offsets, repeated = join_tables(pages)
    split = split_rows(pages, tables, offsets, repeated)
    lines: list[Line] = []
    blocks = _Blocks()
    for at, page in enumerate(pages):
        for index, line in enumerate(page.lines):
            role = roles.get((at, index), line.role)
            cell = None
            if line.cell is not None:
                table, row, column, header = line.cell
                under = split.get((at, table, row), row + offsets[at, table])
                cell = Cell(tables[at, table], under, column, header)
                if header and (at, table) in repeated:
                    role = "running_head"
            lines.append(
                Line(
                    number=len(lines) + 1,
                    text=line.text,
                    page=page.number,
                    box=line.box,
                    size=line.size,
                    font=line.font,
                    bold=line.bold,
                    cell=cell,
                    role=role,
                    ocr=bool(page.facts.get("ocr")),
                    block=blocks.of(at, line, role, cell),
                )
            )
    return lines


def body_size(pages: Sequence[PageContent]) -> float:
    """The font size, in points, that most letters of the file have; 0 when there is no text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if line.role == "body" and line.cell is None:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes.items(), key=lambda item: (item[1], item[0]))[0] if sizes else 0.0


def find_roles(pages: Sequence[PageContent]) -> Roles:
    """Running heads, page numbers and footnotes."""
    roles: Roles = {}
    banded = [
        (at, index, line, (line.box[1] + line.box[3]) / 2 / page.height)
        for at, page in enumerate(pages)
        if page.height > 0
        for index, line in enumerate(page.lines)
        if line.role in ("body", "margin") and line.cell is None
    ]
    banded = [one for one in banded if one[3] <= HEAD_BAND or one[3] >= FOOT_BAND]
    _mark_repeated(pages, banded, roles)
    _mark_numbers(pages, banded, roles)
    _mark_footnotes(pages, roles)
    return roles


Banded = tuple[int, int, PageLine, float]  # page in the list, line on the page, the line, its height (0..1)


def line_key(text: str) -> str:
    """The words without spaces, with every number as '#'."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text)).casefold()


def _mark_repeated(pages: Sequence[PageContent], banded: Sequence[Banded], roles: Roles) -> None:
    places: dict[str, list[Banded]] = defaultdict(list)
    for one in banded:
        places[line_key(one[2].text)].append(one)
    large = 1.2 * body_size(pages)
    known: set[tuple[str, bool]] = set()  # running heads, at the head (True) or the foot of the page
    for key, ones in places.items():
        if not key:
            continue
        for group in _same_height(ones):
            numbers = sorted({at for at, *_ in group})
            if min(one[2].size for one in group) > large and len({one[2].text for one in group}) > 1:
                continue  # numbered titles ('Ronde 1', 'Ronde 2') at the top of their pages
            if _often(numbers, len(pages)):
                role = "page_number" if PAGE_NUMBER.match(group[0][2].text) else "running_head"
                for at, index, _, _ in group:
                    roles[at, index] = role
                if role == "running_head":
                    known.add((key, group[0][3] < 0.5))
    for at, index, line, height in banded:  # the first page often has them elsewhere in the band
        if (line_key(line.text), height < 0.5) in known:
            roles.setdefault((at, index), "running_head")


def _same_height(ones: Sequence[Banded]) -> list[list[Banded]]:
    """Lines grouped by height on the page."""
    groups: list[list[Banded]] = []
    for one in sorted(ones, key=lambda one: one[3]):
        if groups and one[3] - groups[-1][-1][3] <= SAME_PLACE:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _often(numbers: Sequence[int], n_pages: int) -> bool:
    """True when a line stands on enough pages: 30% of all, half of the odd or even ones, or three in a row."""
    if len(numbers) < 2:
        return False
    if len(numbers) >= 0.3 * n_pages:
        return True
    for parity in (0, 1):
        if sum(number % 2 == parity for number in numbers) >= max(2, 0.5 * ((n_pages + 1 - parity) // 2)):
            return True
    runs = zip(numbers, numbers[1:], numbers[2:], strict=False)
    return any(third - first in (2, 4) and second - first == (third - first) // 2 for first, second, third in runs)


def _mark_numbers(pages: Sequence[PageContent], banded: Sequence[Banded], roles: Roles) -> None:
    """Page numbers in the bands: those that name themselves, and those that keep step with the pages."""
    steps: Counter[int] = Counter()
    found: list[tuple[int, int, int | None]] = []
    for at, index, line, _ in banded:
        text = line.text.strip()
        if NAMED_NUMBER.match(text):
            roles[at, index] = "page_number"
        elif PAGE_NUMBER.match(text):
            number = re.search(r"\d+", text)
            step = int(number[0]) - pages[at].number if number else None
            found.append((at, index, step))
            if step is not None:
                steps[step] += 1
    for at, index, step in found:
        if step is not None and (steps[step] >= 2 or (step == 0 and len(pages) == 1)):
            roles[at, index] = "page_number"


def _mark_footnotes(pages: Sequence[PageContent], roles: Roles) -> None:
    """Smaller lines at the foot of a page that begin with a mark: from the first mark down to the footer."""
    size = body_size(pages)
    if not size:
        return
    running = False  # the last page ended in a footnote
    for at, page in enumerate(pages):
        order = [
            (index, line)
            for index, line in enumerate(page.lines)
            if line.cell is None and line.role == "body" and (at, index) not in roles
        ]
        order.sort(key=lambda one: one[1].box[1])
        foot: list[tuple[int, PageLine]] = []
        for index, line in reversed(order):
            if line.size > size - 0.6 or line.size > 0.93 * size or line.box[1] < 0.3 * page.height:
                break
            foot.append((index, line))
        foot.reverse()
        begin = next((at_ for at_, (_, line) in enumerate(foot) if NOTE_START.match(line.text)), None)
        if begin is not None and running and begin > 0:
            begin = 0
        if begin is None or (begin == 0 and len(foot) == len(order) and len(order) > 12):
            running = False
            continue
        for index, _ in foot[begin:]:
            roles[at, index] = "footnote"
        running = True


def join_tables(
    pages: Sequence[PageContent],
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Numbers of the tables through the file.

    Returns
    -------
    numbers : (page in the list, table on the page) -> number in the file; a table that runs on keeps its number.
    offsets : the same key -> rows of that table on earlier pages.
    repeated : tables whose header row repeats that of the page before.
    """
    numbers: dict[tuple[int, int], int] = {}
    offsets: dict[tuple[int, int], int] = {}
    repeated: set[tuple[int, int]] = set()
    last: tuple[int, PageTable, int, int] | None = None  # number, table, rows so far, page in the list
    count = 0
    for at, page in enumerate(pages):
        for index, table in enumerate(page.tables, 1):
            if last is not None and index == 1 and last[3] == at - 1 and _runs_on(pages[at - 1], last[1], page, table):
                number, rows = last[0], last[2]
                first = _row_text(page, index, 0)
                if first and first == _row_text(pages[at - 1], len(pages[at - 1].tables), 0):
                    repeated.add((at, index))
            else:
                count += 1
                number, rows = count, 0
            numbers[at, index], offsets[at, index] = number, rows
            last = (number, table, rows + table.rows, at)
    return numbers, offsets, repeated


def _runs_on(before: PageContent, upper: PageTable, page: PageContent, lower: PageTable) -> bool:
    """True when the table at the foot of one page goes on at the head of the next: same columns, no text between."""
    if len(upper.edges) != len(lower.edges) or before.height <= 0 or page.height <= 0:
        return False
    if upper.box[3] < 0.7 * before.height or lower.box[1] > 0.3 * page.height:
        return False
    play = SAME_COLUMN if upper.ruled and lower.ruled else LOOSE_COLUMN
    if any(abs(left - right) > play for left, right in zip(upper.edges, lower.edges, strict=True)):
        return False
    between = [line for line in before.lines if line.cell is None and line.box[1] > upper.box[3]]
    between += [line for line in page.lines if line.cell is None and line.box[3] < lower.box[1]]
    bands = [(line.box[1] + line.box[3]) / 2 / page.height for line in between]
    return all(place <= HEAD_BAND or place >= FOOT_BAND for place in bands)


def split_rows(
    pages: Sequence[PageContent],
    numbers: dict[tuple[int, int], int],
    offsets: dict[tuple[int, int], int],
    repeated: set[tuple[int, int]],
) -> dict[tuple[int, int, int], int]:
    """Rows that a page end cuts in two: (page in the list, table on the page, row) -> the row that it goes on from.

    The second half has no text in the first column, while the rows of the table do have, and goes on from a cell above
    it that is not finished, in lower case, or in a table whose first column has no other gap.
    """
    found: dict[tuple[int, int, int], int] = {}
    for at, page in enumerate(pages):
        if not page.tables or not offsets[at, 1]:
            continue
        row = 1 if (at, 1) in repeated else 0
        half = _cells(page, 1, row)
        upper = pages[at - 1]
        place = len(upper.tables)
        rows = sorted({line.cell[1] for line in upper.lines if line.cell and line.cell[0] == place})
        if not half or 0 in half or not rows:
            continue
        last = _cells(upper, place, rows[-1])
        firsts = [0 in _cells(upper, place, one) for one in rows]
        shared = [(last[column], text) for column, text in half.items() if column in last]
        goes_on = any(text[:1].islower() and above[-1:] not in ".!?" for above, text in shared)
        if 0 in last and shared and (goes_on or all(firsts)):
            found[at, 1, row] = found.get((at - 1, place, rows[-1]), rows[-1] + offsets[at - 1, place])
    return found


def _cells(page: PageContent, table: int, row: int) -> dict[int, str]:
    """Text of the cells of a row by column."""
    cells: dict[int, str] = {}
    for line in page.lines:
        if line.cell and line.cell[0] == table and line.cell[1] == row:
            cells[line.cell[2]] = f"{cells.get(line.cell[2], '')} {line.text}".strip()
    return cells


def _row_text(page: PageContent, table: int, row: int) -> str:
    return " ".join(line.text for line in page.lines if line.cell and line.cell[0] == table and line.cell[1] == row)


class _Blocks:
    """Numbers of layout blocks: a new one where a paragraph can't go on."""

    def __init__(self) -> None:
        self.number = 0
        self.before: tuple[int, PageLine, str, Cell | None] | None = None

    def of(self, at: int, line: PageLine, role: str, cell: Cell | None) -> int:
        if self.before is None or self._ends(at, line, role, cell):
            self.number += 1
        self.before = (at, line, role, cell)
        return self.number

    def _ends(self, at: int, line: PageLine, role: str, cell: Cell | None) -> bool:
        assert self.before is not None
        page, last, last_role, last_cell = self.before
        if role != last_role or (cell is None) != (last_cell is None):
            return True
        if cell is not None and last_cell is not None:
            return (cell.table, cell.row, cell.column) != (last_cell.table, last_cell.row, last_cell.column)
        if role == "footnote" and NOTE_START.match(line.text) and line.size <= last.size + 0.5:
            return True
        if page == at and line.block != last.block:
            return True
        if abs(line.size - last.size) > 0.15 * max(line.size, last.size):
            return True
        gap = line.box[1] - last.box[3]
        return page == at and gap > 0.9 * max(line.size, last.size)
