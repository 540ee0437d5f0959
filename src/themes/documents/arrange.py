"""Segments of one page to lines in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from themes.documents.glyphs import Glyph, Segment, compose, segments_of
from themes.documents.pagelines import Box, PageContent, PageLine


def arrange(
    number: int,
    width: float,
    height: float,
    glyphs: Sequence[Glyph],
    vertical: Sequence[Box],
    horizontal: Sequence[Box],
    images: Sequence[Box],
    page: Any,
) -> PageContent:
    """The lines of one page in reading order."""
    segments, doubled = segments_of([glyph for glyph in glyphs if glyph.angle == 0 and not glyph.hidden])
    hidden, _ = segments_of([glyph for glyph in glyphs if glyph.hidden])
    lines = [_line(segment, 0) for segment in segments] + [_line(segment, 1, "hidden") for segment in hidden]
    return PageContent(number, width, height, tuple(lines), facts={"doubled": doubled})


def _line(segment: Segment, block: int, role: str = "body") -> PageLine:
    return PageLine(compose(segment.text), segment.box, segment.size, segment.font, segment.bold, role, block)
