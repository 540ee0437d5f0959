"""Signs of symbol fonts: what a private-use code shows on the page.

Symbol fonts (Symbol, Wingdings) put their glyphs at U+F000 + code; the tables here are the codes that office software
uses as bullets, boxes, marks and arrows. Where a code means different things in Symbol and in Wingdings, the bullet
wins, since it is the sign that stands at the start of a list item.
"""

from __future__ import annotations

BULLET = "•"
NOTE_SPACE = "\u200a"  # hair space: stands before (and behind) a footnote mark that the page shows raised

_BULLETS = (0xB7, 0xA7, 0xD8, 0x76, 0x6E, 0x6C, 0x9F, 0x9E, 0x75, 0x47, 0x7A, 0x3C, 0x71, 0xBF, 0x77, 0x78, 0x74, 0xAE)
_SIGNS = {
    0xE0: "→",
    0xE8: "→",
    0xDF: "←",
    0xE7: "←",
    0xF0: "⇒",
    0xFC: "✓",
    0xFB: "✗",
    0xFD: "☒",
    0xFE: "☑",
    0xA8: "□",
    0x6F: "□",
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x28: "☎",
    0x2A: "✉",
    0x2D: "-",
    0x20: " ",
}

# private-use character -> the sign it shows
SYMBOLS: dict[str, str] = {chr(0xF000 + code): sign for code, sign in _SIGNS.items()} | {
    chr(0xF000 + code): BULLET for code in _BULLETS
}


def is_private(char: str) -> bool:
    """True for a character of a private-use area.

    >>> is_private("\\uf0b7"), is_private("a")
    (True, False)
    """
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
