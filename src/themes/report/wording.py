"""Dates, counts, lists and places as people write them, with the words of `themes.words.shared`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from themes.words import shared


def copy_text(manifest: Mapping[str, object]) -> str:
    """Which of the two copies this is, in a sentence."""
    return shared.COPY["public" if manifest.get("copy") == "public" else "internal"]


def date_text(iso: str | None) -> str:
    """An ISO date as people write it; other text as it is, nothing for None.

    >>> date_text("2025-03-06")
    '6 maart 2025'
    """
    if not iso:
        return ""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return shared.DAY.format(day=day.day, month=shared.MONTHS[day.month - 1], year=day.year)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, *shared.POINTS), counted(0, *shared.POINTS)
    ('1 punt', '0 punten')
    """
    return f"{number} {one if number == 1 else many}"


def told(number: int, forms: tuple[str, str], **more: object) -> str:
    """A sentence about a number `n`, of its two forms: for one and for more.

    >>> told(1, ("{n} verslag zegt het.", "{n} verslagen zeggen het."))
    '1 verslag zegt het.'
    """
    return forms[number != 1].format(n=number, **more)


def listed(parts: list[str], last: str = shared.AND) -> str:
    """Parts joined as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b en c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def place_text(source: str, page: int | None, line: int | None) -> str:
    """Where words stand: file, page when it is known, line.

    >>> place_text("verslag.pdf", 3, 41), place_text("verslag.txt", None, 41)
    ('verslag.pdf, pagina 3, regel 41', 'verslag.txt, regel 41')
    """
    parts = [source, shared.ON_PAGE.format(n=page) if page else "", shared.ON_LINE.format(n=line) if line else ""]
    return ", ".join(part for part in parts if part)


def lower_first(text: str) -> str:
    """A text that starts a sentence, inside one; abbreviations as ASD stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A text as the start of a title or sentence."""
    return text[:1].upper() + text[1:]


def group_name(name: str) -> str:
    """A group of speakers within a list: 'inwoners, vrijwilligers' is one group, 'inwoners en vrijwilligers'."""
    return listed(name.split(", "))
