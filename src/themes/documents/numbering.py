"""List markers of a Word file as Word shows them: counters per list and level, in the format of numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from themes.documents.symbols import BULLET, is_private

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_LEVEL = 8


class Numbering:
    """The list definitions of a file and the counters while its paragraphs go by in order."""

    def __init__(self, root: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # list -> level -> (format, text, start)
        self.counts: dict[str, dict[int, int]] = {}  # abstract list -> level -> last number given
        self.abstract: dict[str, str] = {}
        if root is None:
            return
        abstracts = {node.get(f"{W}abstractNumId"): node for node in root.findall(f"{W}abstractNum")}
        for number in root.findall(f"{W}num"):
            name = number.get(f"{W}numId")
            link = number.find(f"{W}abstractNumId")
            if name is None or link is None:
                continue
            key = link.get(f"{W}val")
            definition = abstracts.get(key)
            levels = {} if definition is None else _levels(definition)
            overrides = number.findall(f"{W}lvlOverride")
            for override in overrides:
                level = _integer(override.get(f"{W}ilvl"), 0)
                start = override.find(f"{W}startOverride")
                if level in levels and start is not None:
                    form, text, _ = levels[level]
                    levels[level] = (form, text, _integer(start.get(f"{W}val"), 1))
            self.levels[name] = levels
            self.abstract[name] = f"num {name}" if overrides else f"abstract {key}"

    def marker(self, paragraph: Any, styles: Sequence[Any]) -> tuple[str, int]:
        """The marker of a paragraph ('' when it is in no list) and its level (0 = outer); counts it.

        `styles` are the paragraph's styles, nearest first: a style may put its paragraphs in a list.
        """
        name, level = _list_of(paragraph.find(f"{W}pPr"))
        for style in styles:
            style_name, style_level = _list_of(style.find(f"{W}pPr"))
            name = name if name is not None else style_name
            level = level if level is not None else style_level
        if name is None or name == "0" or name not in self.levels:
            return "", 0
        level = min(max(level or 0, 0), MAX_LEVEL)
        form, text, start = self.levels[name].get(level, ("decimal", f"%{level + 1}.", 1))
        counts = self.counts.setdefault(self.abstract[name], {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if form == "bullet":
            return bullet(text), level
        if form == "none":
            return "", level

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            at_form, _, at_start = self.levels[name].get(at, ("decimal", "", 1))
            return format_number(counts.get(at, at_start), at_form)

        return re.sub(r"%([1-9])", number, text).strip(), level


def bullet(text: str) -> str:
    """The bullet as a sign: private-use glyphs and empty marks become '•'.

    >>> bullet("\\uf0b7"), bullet("-"), bullet("o")
    ('•', '-', 'o')
    """
    text = text.strip()
    return BULLET if not text or is_private(text[0]) else text


def format_number(number: int, form: str) -> str:
    """A count in a Word number format.

    >>> [format_number(n, f) for n, f in ((4, "decimal"), (28, "lowerLetter"), (9, "upperRoman"), (3, "decimalZero"))]
    ['4', 'bb', 'IX', '03']
    """
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        result = ""
        for value, sign in _ROMAN:
            result += sign * (number // value)
            number %= value
        return result if form == "upperRoman" else result.lower()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _levels(definition: Any) -> dict[int, tuple[str, str, int]]:
    levels = {}
    for node in definition.findall(f"{W}lvl"):
        form, text, start = node.find(f"{W}numFmt"), node.find(f"{W}lvlText"), node.find(f"{W}start")
        levels[_integer(node.get(f"{W}ilvl"), 0)] = (
            form.get(f"{W}val") or "decimal" if form is not None else "decimal",
            text.get(f"{W}val") or "" if text is not None else "",
            _integer(start.get(f"{W}val"), 1) if start is not None else 1,
        )
    return levels


def _list_of(properties: Any) -> tuple[str | None, int | None]:
    """(list, level) that a w:pPr names."""
    holder = properties.find(f"{W}numPr") if properties is not None else None
    if holder is None:
        return None, None
    name, level = holder.find(f"{W}numId"), holder.find(f"{W}ilvl")
    return (
        name.get(f"{W}val") if name is not None else None,
        _integer(level.get(f"{W}val"), 0) if level is not None else None,
    )


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
