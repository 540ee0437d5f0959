"""PDFium's view of a page: glyphs for pages that pdfplumber can't read, and the fast first look."""

from __future__ import annotations

import ctypes
from typing import Any

from themes.documents.glyphs import Glyph, shown


def glimpse(document: Any, index: int, max_chars: int) -> tuple[list[Glyph], float, float, bool]:
    """(glyphs, width, height, cut off at max_chars) of one page by PDFium; `index` counts from 0."""
    import pypdfium2.raw as raw

    page = document[index]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        count = raw.FPDFText_CountChars(text)
        glyphs: list[Glyph] = []
        box, origin_x, origin_y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        for at in range(min(count, max_chars)):
            if raw.FPDFText_IsGenerated(text, at) == 1:
                continue
            code = raw.FPDFText_GetUnicode(text, at)
            if code in (0, 0xFFFE, 0xFFFF):
                continue
            if not raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box)):
                continue
            raw.FPDFText_GetCharOrigin(text, at, ctypes.byref(origin_x), ctypes.byref(origin_y))
            length = raw.FPDFText_GetFontInfo(text, at, name, 256, ctypes.byref(flags))
            font = name.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
            place = (box.left, height - box.top, box.right, height - box.bottom)
            if not all(-1e7 < value < 1e7 for value in place):
                continue
            size = max(place[3] - place[1], 0.1)
            inside = -1 <= place[0] <= width + 1 and -1 <= place[1] <= height + 1
            char = "-" if code == 2 else chr(code) if code <= 0x10FFFF else "\ufffd"
            glyphs.append(Glyph(shown(char), *place, size, height - origin_y.value, font, 0, not inside))
        return glyphs, float(width), float(height), count > max_chars
    finally:
        text.close()
        page.close()
