"""Tables: cells of ruled tables, and regions where a conversion to text flattened a table to short lines."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from themes.statements.blocks import Block
from themes.statements.cues import finished, has_finite_verb, is_header_line, words
from themes.statements.rows import Row


def flat_table_rows(rows: Sequence[Row]) -> set[int]:
    """Indexes of rows in flattened tables: from a header line on, as long as lines stay short and don't run on.

    A row with the full width of the text that reads as prose, or a numbered heading, ends the table.
    """
    found: set[int] = set()
    inside = False
    long_run = 0
    for index, row in enumerate(rows):
        if row.line.box is not None or row.line.cell is not None:
            inside = False
            continue
        if is_header_line(row.text):
            inside, long_run = True, 0
            found.add(index)
            continue
        if not inside:
            continue
        if _ends_table(row, rows[index + 1] if index + 1 < len(rows) else None):
            inside = False
            continue
        long_run = long_run + 1 if row.reach > 0.8 * row.width and "|" not in row.text else 0
        if long_run >= 2:
            found.discard(index - 1)
            inside = False
            continue
        found.add(index)
    return found


_NUMBERED = re.compile(r"^\d{1,2}(?:\s?\.\s?\d{1,2}){1,3}\.?\s+[A-Za-z]|^\d{1,2}\s?\.?\s+Doel\b")
_LABELLED = re.compile(
    r"^(?:doel|uitwerking|probleem|aanleiding|onderwerp|college|datum|inleiding)\b[^|]{0,60}:|^doel \d", re.IGNORECASE
)


def _ends_table(row: Row, after: Row | None) -> bool:
    if _NUMBERED.match(row.text) or _LABELLED.match(row.text):
        return True
    return (
        row.reach > 0.85 * row.width and after is not None and after.reach > 0.85 * after.width and "|" not in row.text
    )


_SAID = re.compile(
    r"\b(?:knelpunt(?:en)?|probleem|problemen|oplossing(?:en)?|idee(?:ën|en)?|wens(?:en)?|opmerking(?:en)?|reacties?|"
    r"inbreng|zorg(?:en|punten)|kans(?:en)?|tips?|tops?|advies|adviezen|aandachtspunt(?:en)?|suggesties?|"
    r"wat (?:gaat|kan|mist|is|hoorden|zeiden)|opbrengst|citaat|citaten|quotes?)\b",
    re.IGNORECASE,
)


def spoken_columns(rows: Sequence[Row]) -> frozenset[tuple[int, int]]:
    """(table, column) of the columns whose head says that people's contributions stand there: 'Knelpunt', 'Ideeën'."""
    found: set[tuple[int, int]] = set()
    for row in rows:
        cell = row.line.cell
        if cell is not None and (cell.header or cell.row == 0) and len(words(row.text)) <= 6 and _SAID.search(row.text):
            found.add((cell.table, cell.column))
    return frozenset(found)


def cell_is_content(block: Block, *, policy: bool, spoken: Container[tuple[int, int]] = frozenset()) -> bool:
    """Whether a cell holds a contribution: a sentence or a list item, outside policy documents and header rows.

    In the `spoken` columns a note of two words is one.
    """
    cell = block.rows[0].line.cell
    if policy or cell is None or cell.header:
        return False
    text = block.text.strip()
    if block.marker is not None:
        return bool(words(text))
    if (cell.table, cell.column) in spoken and cell.row:
        return len(words(text)) > 1
    if text.endswith("?") and len(words(text)) > 2:
        return True
    return (finished(text) and len(words(text)) >= 4) or (has_finite_verb(text) and len(words(text)) >= 5)
