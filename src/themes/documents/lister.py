"""Collects the lines of a file that has paragraphs instead of a page image (odt, html, mail)."""

from __future__ import annotations

import dataclasses

from themes.documents.text import BODY_SIZE, clean_controls
from themes.records import Cell, Line


@dataclasses.dataclass(slots=True)
class Piece:
    """Text of one line while it is being gathered, with the number of bold letters in it."""

    text: str = ""
    bold: int = 0

    def add(self, text: str, bold: bool) -> None:
        """Append text."""
        self.text += text
        if bold:
            self.bold += sum(not char.isspace() for char in text)

    @property
    def is_bold(self) -> bool:
        """Nearly all letters are bold."""
        letters = sum(not char.isspace() for char in self.text)
        return letters > 0 and self.bold > 0.9 * letters


class LineList:
    """Lines as they come; every paragraph is a block."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.block = 0
        self.table = 0

    def paragraph(
        self,
        pieces: list[Piece],
        *,
        page: int | None = None,
        size: float = BODY_SIZE,
        bold: bool | None = None,
        cell: Cell | None = None,
        role: str = "body",
        keep_blank: bool = False,
    ) -> None:
        """Add the lines of one paragraph; a paragraph without text adds nothing unless blank lines are kept."""
        if not keep_blank and not any(piece.text.strip() for piece in pieces):
            return
        self.block += 1
        for piece in pieces:
            self.lines.append(
                Line(
                    number=len(self.lines) + 1,
                    text=clean_controls(piece.text.replace("\n", " ").replace("\f", " ")).rstrip(),
                    page=page,
                    size=size,
                    bold=piece.is_bold if bold is None else bold,
                    cell=cell,
                    role=role,
                    block=self.block,
                )
            )

    def blank(self, page: int | None = None) -> None:
        """An empty line, where a reader would see white space (before a heading, after a table)."""
        if self.lines and self.lines[-1].text:
            self.lines.append(Line(number=len(self.lines) + 1, text="", page=page, block=self.block))
