"""What the child says of one page: its lines in reading order, before running heads are known."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

Box = tuple[float, float, float, float]

# a page number that stands alone, with or without a word for it and the number of pages
PAGE_NUMBER = re.compile(
    r"^[-–—\s|]*(?:p\s*agina|pag\.?|blz\.?|p\.|bladzijde|page)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})"
    r"\s*(?:(?:van|/|of)\s*\d{1,4})?[-–—\s|]*$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class PageLine:
    """One line of one page. `cell` is (table on the page, row, column, header); `block` counts within the page."""

    text: str
    box: Box
    size: float
    font: str
    bold: bool
    role: str = "body"
    block: int = 0
    cell: tuple[int, int, int, bool] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page: its frame, the left edges of its columns and its number of rows.

    `ruled` is False for a table that only its aligned text shows.
    """

    box: Box
    edges: tuple[float, ...]
    rows: int
    ruled: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class PageContent:
    """One page as parsed. `facts` holds counts and flags (images, curves, doubled, mixed, uncertain, invisible)."""

    number: int
    width: float
    height: float
    lines: tuple[PageLine, ...]
    tables: tuple[PageTable, ...] = ()
    engine: str = "pdfplumber"
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)

    def message(self) -> dict[str, Any]:
        """JSON-able values; numbers that are no number become 0."""
        return {
            "number": self.number,
            "width": _finite(self.width),
            "height": _finite(self.height),
            "lines": [
                [line.text, [_finite(v) for v in line.box], _finite(line.size), line.font, line.bold, line.role,
                 line.block, line.cell]
                for line in self.lines
            ],
            "tables": [
                [[_finite(v) for v in t.box], [_finite(v) for v in t.edges], t.rows, t.ruled] for t in self.tables
            ],
            "engine": self.engine,
            "facts": self.facts,
        }  # fmt: skip


def page_from(message: dict[str, Any]) -> PageContent:
    """The inverse of `PageContent.message`."""
    lines = tuple(
        PageLine(text, tuple(box), size, font, bold, role, block, tuple(cell) if cell is not None else None)
        for text, box, size, font, bold, role, block, cell in message["lines"]
    )
    tables = tuple(PageTable(tuple(box), tuple(edges), rows, ruled) for box, edges, rows, ruled in message["tables"])
    return PageContent(
        message["number"], message["width"], message["height"], lines, tables, message["engine"], message["facts"]
    )


def _finite(value: float) -> float:
    return round(float(value), 2) if math.isfinite(value) else 0.0
