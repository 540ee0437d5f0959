"""A symbol font of our own, drawn here: its bullets sit in the private area, as those of office programs do."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

SYMBOL_BULLET = "\uf0b7"  # where Symbol's bullet lands in most files
SYMBOL_SQUARE = "\uf0a7"  # Wingdings' square


def _polygon(points: list[tuple[int, int]]) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


@cache
def write_symbol_font() -> Path:
    """Builds the font in a temporary folder and gives its path."""
    octagon = [(150, 260), (150, 420), (260, 530), (420, 530), (530, 420), (530, 260), (420, 150), (260, 150)]
    glyphs = {
        ".notdef": _polygon([(100, 0), (100, 700), (500, 700), (500, 0)]),
        "space": TTGlyphPen(None).glyph(),
        "bullet": _polygon(octagon),
        "square": _polygon([(150, 150), (150, 530), (530, 530), (530, 150)]),
    }
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({32: "space", ord(SYMBOL_BULLET): "bullet", ord(SYMBOL_SQUARE): "square"})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (680, 100)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Symbool", "styleName": "Regular", "psName": "Symbool"})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 3_600_000_000
    font.font.recalcTimestamp = False
    path = Path(tempfile.mkdtemp()) / "symbool.ttf"
    font.save(path)
    return path
