"""Rows of a sheet or page that came back from a person become decisions, or findings that name the row.

A row is known by its id, else by its words; what can't be used is left out as a whole and named. A row without a code
is no decision.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from themes.coding.decisions import UnitFinder, flat
from themes.records import NO_CODE, Coding, Finding, Unit, digest
from themes.words import coding as words

NO_CODE_LABEL = words.NO_CODE
AGREE = words.AGREE


def code_labels(codebook: Any) -> dict[str, str]:
    """Code id -> label as shown; a label that two codes share gets the id behind it."""
    seen: dict[str, int] = defaultdict(int)
    for code in codebook.codes:
        seen[flat(code.label)] += 1
    return {
        code.id: code.label if seen[flat(code.label)] == 1 else f"{code.label} ({code.id})" for code in codebook.codes
    }


class RowReader:
    """Takes the rows of one file one by one; `codings` and `findings` hold what they made.

    Parameters
    ----------
    units, codebook : what the rows are about.
    name : of the file, for findings.
    who, decided_on : the person and ISO date of rows that have none of their own ('who', 'when').
    """

    def __init__(
        self, units: Sequence[Unit], codebook: Any, name: str, *, who: str = "", decided_on: str | None = None
    ) -> None:
        self.findings: list[Finding] = []
        self._finder = UnitFinder(units)
        self._names = {flat(NO_CODE_LABEL): NO_CODE, NO_CODE: NO_CODE}
        self._names |= {flat(label): code_id for code_id, label in code_labels(codebook).items()}
        self._names |= {flat(code.id): code.id for code in codebook.codes}
        self._shown = [NO_CODE_LABEL, *code_labels(codebook).values()]
        self._who, self._decided_on, self._name = who, decided_on, name
        self._taken: dict[tuple[str, str], tuple[int, Unit, tuple[str, ...], str, str | None]] = {}
        self._refused: set[tuple[str, str]] = set()

    def take(self, number: int, row: Mapping[str, str]) -> None:
        """One row: keys code1, code2, ..., verdict, proposed, why, unit_id, digest, text, source, line, who, when."""
        values = [value for key, value in row.items() if key.startswith("code")]
        verdict = row.get("verdict", "")
        if not any(values) and not verdict:
            if row.get("why"):
                message = words.REMARK_WITHOUT_CODE.format(text=_short(row["why"]))
                self.report(number, message, words.CHOOSE_CODE_OR.format(no_code=NO_CODE_LABEL))
            return
        codes = self._codes(number, [value for value in values if value])
        if verdict and flat(verdict) != AGREE:
            self.report(
                number, words.UNKNOWN_VERDICT.format(verdict=verdict), words.CHOOSE_OR_EMPTY.format(agree=AGREE)
            )
            return
        if codes is None:
            return
        if verdict:
            codes = [*row.get("proposed", "").split(), *codes] or [NO_CODE]
        if NO_CODE in codes and len(set(codes)) > 1:
            self.report(number, words.NO_CODE_BESIDE.format(no_code=NO_CODE_LABEL), words.DROP_ONE)
            return
        unit = self._unit(number, row)
        if unit is not None:
            who, when = row.get("who") or self._who, row.get("when") or self._decided_on
            self._keep(number, who, unit, tuple(dict.fromkeys(codes)), row.get("why", ""), when)

    @property
    def codings(self) -> list[Coding]:
        """The decisions as codings, in the order of the rows."""
        return [
            Coding(unit.unit_id, code, key[0], 1.0, "" if code == NO_CODE else unit.text, when, why)
            for key, (_, unit, codes, why, when) in self._taken.items()
            if key not in self._refused
            for code in codes
        ]

    def report(self, number: int, message: str, remedy: str) -> None:
        """Note that a row does not count, and why."""
        self.findings.append(
            Finding(
                "warning",
                self._name,
                words.ROW.format(number=number),
                words.ROW_NOT_COUNTED.format(number=number, message=message),
                remedy,
            )
        )

    def _codes(self, number: int, values: Sequence[str]) -> list[str] | None:
        codes, fine = [], True
        for value in values:
            code = self._names.get(flat(value))
            if code is None:
                near = difflib.get_close_matches(value.strip(), self._shown, n=1, cutoff=0.6)
                remedy = words.DO_YOU_MEAN.format(name=near[0]) if near else words.CHOOSE_LISTED_CODE
                self.report(number, words.UNKNOWN_CODE.format(code=_short(value)), remedy)
                fine = False
            else:
                codes.append(code)
        return codes if fine else None

    def _unit(self, number: int, row: Mapping[str, str]) -> Unit | None:
        text = row.get("text", "")
        if row.get("unit_id") and row.get("digest") != digest(text):
            text = ""  # the text in the sheet was changed by hand: trust the id
        line = int(row["line"]) if row.get("line", "").isdecimal() else 0
        unit = self._finder.find(row.get("unit_id", ""), text, row.get("source", ""), line)
        if unit is None:
            shown = _short(row.get("text", "")) or words.WITHOUT_TEXT
            self.report(number, words.STATEMENT_GONE.format(text=shown), words.DECIDE_AGAIN)
        return unit

    def _keep(self, number: int, who: str, unit: Unit, codes: tuple[str, ...], why: str, when: str | None) -> None:
        key = (who, unit.unit_id)
        before = self._taken.get(key)
        if before is None:
            self._taken[key] = (number, unit, codes, why, when)
        elif set(before[2]) != set(codes):
            self._refused.add(key)
            message = words.SAME_AS_ROW.format(row=before[0])
            self.report(number, message, words.MAKE_ROWS_EQUAL)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
