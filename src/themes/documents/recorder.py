"""What a PDF page draws, recorded with bounds: glyphs, ruling lines, filled areas and images.

A pdfminer device that keeps only what layout needs. It stops a page that draws more characters or nested forms than
the limits allow, so that a small hostile file can't cost minutes; what was drawn by then is kept.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTCurve, LTLine, LTRect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_rect, mult_matrix

from themes.documents.bounds import PageFull
from themes.documents.glyphs import Glyph, shown
from themes.documents.pagelines import Box
from themes.documents.symbols import BULLET

MAX_SHAPES = 20_000  # paths recorded of one page; more make no table
THIN = 2.5  # points; a narrower rectangle is a line
MAX_CORNERS = 200  # a path with more corners is a drawing
FAINT_SIZE = 2.0  # points; smaller text can't be read on paper


_UNUSED_CODES = frozenset({127, 128, 129, 141, 142, 143, 144, 157, 158})  # of the Windows code page


class PageRecorder(PDFPageAggregator):
    """Device for one page: `glyphs`, `shapes`, `images` after the interpreter has run (or stopped)."""

    def __init__(self, resources: Any, max_chars: int, max_forms: int) -> None:
        super().__init__(resources, laparams=None)
        self.max_chars, self.max_forms = max_chars, max_forms
        self.chars: list[tuple[LTChar, bool]] = []
        self.shapes: list[LTCurve] = []
        self.images: list[Box] = []
        self.n_shapes = 0
        self.n_forms = 0
        self._invisible = False
        self._figure: Box = (0.0, 0.0, 0.0, 0.0)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Note whether the text is drawn invisibly (render mode 3), as the text layer of a scan is."""
        self._invisible = textstate.render in (3, 7)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # type: ignore[no-untyped-def]
        self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate
    ) -> float:
        """Keep one character."""
        if len(self.chars) >= self.max_chars:
            raise PageFull("max_chars_per_page")
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            # in a simple font every unused code shows a bullet (ISO 32000-1, annex D.2, note 3)
            text = BULLET if cid in _UNUSED_CODES and not font.is_multibyte() else f"(cid:{cid})"
        char = LTChar(
            matrix, font, fontsize, scaling, rise, text, font.char_width(cid), font.char_disp(cid), ncs, graphicstate
        )
        self.chars.append((char, self._invisible))
        return char.adv

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """A form or image begins: its contents go to the page itself."""
        self.n_forms += 1
        if self.n_forms > self.max_forms:
            raise PageFull("max_forms_per_page")
        try:
            self._figure = apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox)
        except (TypeError, ValueError):
            self._figure = (0.0, 0.0, 0.0, 0.0)

    def end_figure(self, _: str) -> None:
        """A form ends."""

    def render_image(self, name: str, stream: Any) -> None:
        """Keep the place of an image."""
        self.images.append(self._figure)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """Keep lines, rectangles and curves, up to a bound."""
        self.n_shapes += 1
        if self.n_shapes > MAX_SHAPES or len(path) > 5000:
            return
        super().paint_path(gstate, stroke, fill, evenodd, path)
        items = self.cur_item._objs
        self.shapes.extend(item for item in items if isinstance(item, LTCurve))
        items.clear()


def is_scan(recorder: PageRecorder) -> bool:
    """True when most text is drawn invisibly: the text layer of a scan, made by text recognition."""
    return sum(flag for _, flag in recorder.chars) > 0.5 * len(recorder.chars)


def glyphs_of(recorder: PageRecorder, height: float, visible: Box) -> list[Glyph]:
    """The characters as glyphs measured from the top; those that a reader can't see are marked hidden.

    Hidden are: outside the page, smaller than 2 pt, white on white, and drawn invisibly on a page that also has
    visible text (a page with only invisible text is a scan with a text layer, and that is its text).
    """
    scan = is_scan(recorder)
    dark = [_box_of(shape, height) for shape in recorder.shapes if _is_dark(shape)]
    dark += [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in recorder.images]
    glyphs = []
    for char, flag in recorder.chars:
        a, b, c, d, _, f = char.matrix
        box = (char.x0, height - char.y1, char.x1, height - char.y0)
        if not all(-1e7 < value < 1e7 for value in box):
            continue
        angle = _angle(a, b, c, d)
        size = max(char.width, 0.1) if angle in (90, 270) else max(char.height, 0.1)
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        hidden = (
            (flag and not scan)
            or size < FAINT_SIZE
            or not (visible[0] - 1 <= middle[0] <= visible[2] + 1 and visible[1] - 1 <= middle[1] <= visible[3] + 1)
            or (_is_white(char.graphicstate.ncolor) and (len(dark) > 2000 or not _covered(middle, dark)))
        )
        font = char.fontname if isinstance(char.fontname, str) else repr(char.fontname)
        base = {0: height - f, 180: height - f}.get(angle, box[3] if angle == 90 else box[0])
        glyphs.append(Glyph(shown(char.get_text()), *box, size, base, font, angle, hidden))
    return glyphs


def _angle(a: float, b: float, c: float, d: float) -> int:
    """Direction of reading in degrees; a skew too slight to see counts as none."""
    if abs(b) <= 0.02 * abs(a):
        return 0 if a >= 0 else 180
    if abs(a) <= 0.02 * abs(b):
        return 90 if b > 0 else 270
    return round(math.degrees(math.atan2(b, a))) % 360


def _is_white(color: Any) -> bool:
    if isinstance(color, (int, float)):
        return color >= 0.98
    if isinstance(color, (tuple, list)) and all(isinstance(value, (int, float)) for value in color):
        if len(color) == 4:
            return max(color) <= 0.02
        return len(color) in (1, 3) and min(color) >= 0.98
    return False


def _is_dark(shape: LTCurve) -> bool:
    return bool(shape.fill) and not _is_white(shape.non_stroking_color)


def _box_of(item: Any, height: float) -> Box:
    return (item.x0, height - item.y1, item.x1, height - item.y0)


def _covered(point: tuple[float, float], boxes: list[Box]) -> bool:
    x, y = point
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def rulings_of(recorder: PageRecorder, height: float) -> tuple[list[Box], list[Box]]:
    """(vertical, horizontal) ruling lines as boxes without width or height; sides of rectangles count."""
    vertical: list[Box] = []
    horizontal: list[Box] = []
    for shape in recorder.shapes:
        x0, top, x1, bottom = _box_of(shape, height)
        frame = isinstance(shape, LTRect) or _is_frame(shape)
        if isinstance(shape, LTLine) or (frame and min(x1 - x0, bottom - top) < THIN):
            if x1 - x0 < THIN and bottom - top >= 1:
                vertical.append(((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))
            elif bottom - top < THIN and x1 - x0 >= 1:
                horizontal.append((x0, (top + bottom) / 2, x1, (top + bottom) / 2))
        elif frame and (shape.stroke or _is_dark(shape)):
            vertical += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
            horizontal += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
        elif (shape.stroke or _is_dark(shape)) and len(shape.pts) <= MAX_CORNERS:
            for (ax, ay), (bx, by) in itertools.pairwise(shape.pts):
                if abs(ax - bx) < 0.5 and abs(ay - by) >= 3:
                    vertical.append((ax, height - max(ay, by), ax, height - min(ay, by)))
                elif abs(ay - by) < 0.5 and abs(ax - bx) >= 3:
                    horizontal.append((min(ax, bx), height - ay, max(ax, bx), height - ay))
    return vertical, horizontal


def _is_frame(shape: LTCurve) -> bool:
    """A path along the sides of its own box."""
    if not 4 <= len(shape.pts) <= 6:
        return False
    return all(
        min(abs(x - shape.x0), abs(x - shape.x1)) < 1 and min(abs(y - shape.y0), abs(y - shape.y1)) < 1
        for x, y in shape.pts
    )
