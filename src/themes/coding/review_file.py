"""The file that the review page saves: JSON with a row a decision, read back without loss.

    {"soort": "themes-nakijken", "versie": 1, "naam": "Anna", "op": "2025-03-06", "besluiten": [
      {"id": "…", "nr": "1.4", "codes": ["vervoer"], "geen_code": false, "opmerking": "", "op": "2025-03-06",
       "tekst": "…", "bron": "verslag.pdf", "regel": 12}, …]}

Rows may stand in any order, be left out or be added from another file; a row with a "naam" of its own is that
person's. Fields that aren't known are not read.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.agreement import MACHINES
from themes.coding.review_rows import NO_CODE_LABEL, RowReader
from themes.problems import InvalidTable
from themes.records import Coding, Finding, Unit, digest
from themes.words import coding as words

FILE_KIND, FILE_VERSION = "themes-nakijken", 1
_AGAIN = words.SAVE_AGAIN_ON_PAGE


def read_review_file(
    path: Path, units: Sequence[Unit], codebook: Any, *, coder: str | None = None, decided_on: str | None = None
) -> tuple[list[Coding], list[Finding]]:
    """The decisions in a file of the review page, and every row that can't be used.

    Parameters
    ----------
    coder : the person whatever the file says; None takes the name of the row, else that of the file.
    decided_on : ISO date for rows without one; None takes the date of the file.

    Rows are found by id, else by their words. Raises InvalidTable when the file is not one of the review page, or when
    it doesn't say whose it is.
    """
    content = _content(path)
    who = (coder or _text(content.get("naam"))).strip()
    rows = content["besluiten"]
    if who in MACHINES or (not who and not all(isinstance(row, dict) and _text(row.get("naam")) for row in rows)):
        remedy = words.OPEN_AND_NAME
        raise InvalidTable(words.WHOSE_FILE, where=path.name, remedy=remedy)
    when = _date(content.get("op")) or decided_on
    reader = RowReader(units, codebook, path.name, who=who, decided_on=when)
    for number, row in enumerate(rows, 1):
        values = _values(row)
        if isinstance(values, str):
            reader.report(number, values, _AGAIN)
            continue
        own = _text(row.get("naam")).strip()
        if coder is None and own in MACHINES:
            reader.report(number, words.NOT_A_PERSON.format(name=own), words.ADD_THE_NAME)
            continue
        reader.take(number, values | {"who": coder or own, "when": _date(row.get("op"))})
    return reader.codings, reader.findings


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InvalidTable(words.NO_FILE, where=path.name, remedy=words.CHECK_THE_NAME) from None
    except (ValueError, RecursionError):
        raise InvalidTable(words.BAD_FILE, where=path.name, remedy=_AGAIN) from None
    if not isinstance(content, dict) or content.get("soort") != FILE_KIND:
        remedy = words.USE_SAVE_BUTTON
        raise InvalidTable(words.NO_REVIEW_FILE, where=path.name, remedy=remedy)
    if content.get("versie") != FILE_VERSION:
        remedy = words.SAME_AGE
        raise InvalidTable(words.OTHER_VERSION, where=path.name, remedy=remedy)
    if not isinstance(content.get("besluiten"), list):
        raise InvalidTable(words.NO_DECISIONS, where=path.name, remedy=_AGAIN)
    return content


def _values(row: object) -> dict[str, str] | str:
    """A row as `RowReader` takes it, or what is wrong with it."""
    if not isinstance(row, Mapping):
        return words.NO_DECISION
    codes = row.get("codes", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        return words.CODES_NO_LIST
    if row.get("geen_code", False) not in (True, False):
        return words.NO_CODE_YES_NO
    text = _text(row.get("tekst"))
    values = {f"code{number}": code for number, code in enumerate(codes, 1)}
    if row.get("geen_code"):
        values["code0"] = NO_CODE_LABEL
    line = row.get("regel")
    return values | {
        "unit_id": _text(row.get("id")),
        "text": text,
        "digest": digest(text),  # nobody edits the words in this file
        "source": _text(row.get("bron")),
        "line": str(line) if isinstance(line, int) else "",
        "why": _text(row.get("opmerking")).strip(),
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _date(value: object) -> str:
    """An ISO date, '' when it is none."""
    try:
        return datetime.date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        return ""
