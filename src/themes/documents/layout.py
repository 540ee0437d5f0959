"""Pages to the lines of a file: running heads and page numbers by place and repetition, tables over pages."""

from __future__ import annotations

from collections.abc import Sequence

from themes.documents.pagelines import PageContent
from themes.records import Cell, Finding, Line


def settle(pages: Sequence[PageContent], name: str) -> tuple[list[Line], list[Finding]]:
    """The lines of a file, numbered through, and what was found amiss."""
    lines: list[Line] = []
    block = 0
    for page in pages:
        before: int | None = None
        for line in page.lines:
            if line.block != before:
                block += 1
                before = line.block
            lines.append(
                Line(
                    number=len(lines) + 1,
                    text=line.text,
                    page=page.number,
                    box=line.box,
                    size=line.size,
                    font=line.font,
                    bold=line.bold,
                    cell=Cell(*line.cell) if line.cell else None,
                    role=line.role,
                    block=block,
                )
            )
    return lines, []
