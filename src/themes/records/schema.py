"""The record types. Those in `TABLES` are each the schema of a table; `Source`, `Line` and `Cell` are a file as read.

Positions (`start`, `end`) count code points in `Source.text`, the end excluded. Line and page numbers count from 1.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any, Literal

Role = Literal["input", "policy", "advice", "response", "other"]
Kind = Literal["heading", "statement", "question", "lead_in", "meta", "noise", "table_cell"]
Stance = Literal["problem", "proposal", "example", "observation"]
Level = Literal["programme", "effect", "goal", "elaboration", "result", "indicator", "activity"]
Found = Literal["result", "approach", "partly", "none", "unsure"]
Severity = Literal["error", "warning", "note"]

ROLES: tuple[str, ...] = ("input", "policy", "advice", "response", "other")
KINDS: tuple[str, ...] = ("heading", "statement", "question", "lead_in", "meta", "noise", "table_cell")
LEVELS: tuple[str, ...] = ("programme", "effect", "goal", "elaboration", "result", "indicator", "activity")
FOUND: tuple[str, ...] = ("result", "approach", "partly", "none", "unsure")
NO_CODE = "geen-code"  # code of a coding by which a person decided that no code fits


def digest(*parts: object) -> str:
    """First 12 hex digits of the SHA-256 of the parts, joined by a separator that no text holds.

    >>> digest("a", 1) == digest("a", 1) != digest("a1")
    True
    """
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table: `table` numbers the tables of a file, rows and columns count from 0."""

    table: int
    row: int
    column: int
    header: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a file as extracted.

    `text` is verbatim. `box` is (x0, top, x1, bottom) in points from the page's top-left corner, `size` the
    dominant font size in points; both are None for text files. `role` is what layout made of the line:
    body, running_head, page_number, footnote, margin (letterhead or colophon), hidden (not visible on the page).
    """

    number: int
    text: str
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    font: str | None = None
    bold: bool = False
    cell: Cell | None = None
    role: str = "body"
    ocr: bool = False
    block: int | None = None  # number of the layout block (column, box); a change means: not the same paragraph


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A defect that a check met: how bad, in which table or file, where, and what to do."""

    severity: Severity
    table: str
    key: str
    message: str
    remedy: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its lines in reading order.

    `path` is relative to the corpus folder with forward slashes; `digest` is of the file's bytes. `style` tells
    whether text lines are wrapped ('wrapped': a line break means nothing) or are whole paragraphs ('paragraph').
    """

    path: str
    digest: str
    media: str  # pdf, text, markdown, docx, odt, html, eml
    lines: tuple[Line, ...]
    n_pages: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The lines joined by newlines: what all positions count in."""
        return "\n".join(line.text for line in self.lines)

    @property
    def starts(self) -> tuple[int, ...]:
        """Position of each line's first character in `text`."""
        result, at = [], 0
        for line in self.lines:
            result.append(at)
            at += len(line.text) + 1
        return tuple(result)


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """One logical document; a file may hold several. `evidence` is JSON: field -> the words it was read from."""

    document_id: str
    source: str
    source_digest: str
    title: str | None
    role: Role
    municipality: str | None
    meeting: str | None
    held_on: str | None  # ISO date
    speakers: str | None
    version: str | None  # concept, vastgesteld
    line_start: int
    line_end: int
    page_start: int | None
    page_end: int | None
    evidence: str = "{}"


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """One stretch of a document. Every non-blank character of a document is in the spans of exactly one unit.

    `spans` is "start-end start-end ..." in the source text, list marker included; `text` leaves the marker out,
    joins wrapped lines with a space and resolves a hyphen at a line end; `clean_text` is for search only and
    `repairs` (JSON list of [found, repaired]) shows how it differs. `repeat_of` is the first unit that says the same.
    """

    unit_id: str
    document_id: str
    source: str
    kind: Kind
    text: str
    clean_text: str
    line_start: int
    line_end: int
    page_start: int | None
    page_end: int | None
    section: str = ""
    group: str | None = None
    item: str | None = None
    stance: Stance | None = None
    lead_in: str | None = None  # text of the lead-in or parent item that the unit hangs under
    spans: str = ""
    repairs: str = "[]"
    repeat_of: str | None = None
    quoted: bool = False  # said in quotation marks
    depth: int = 0  # level of a heading (1 = top) or nesting of a list item (1 = outer)
    table: int | None = None
    row: int | None = None
    column: int | None = None
    ocr: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Coding:
    """One code on one unit by one coder ('rules', 'model' or a person's name); `quote` is a substring of the text."""

    unit_id: str
    code_id: str
    coder: str
    score: float
    quote: str
    decided_on: str | None = None
    why: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Topic:
    """A cluster that the model found, described by its terms (joined by ', ')."""

    topic_id: int
    label: str
    terms: str
    size: int
    nearest_code: str | None = None
    representative: str = "[]"  # JSON list of unit ids


@dataclasses.dataclass(frozen=True, slots=True)
class Membership:
    """A unit in a topic. A unit in no topic has no row."""

    unit_id: str
    topic_id: int
    weight: float


@dataclasses.dataclass(frozen=True, slots=True)
class Goal:
    """One node of a policy tree."""

    goal_id: str
    parent_id: str | None
    level: Level
    text: str
    baseline: str | None
    target: str | None
    measured_by: str | None
    document_id: str
    source: str
    line_start: int
    line_end: int
    page_start: int | None
    programme_id: str = ""
    number: str | None = None  # as printed: 'Doel 2', '3.1'
    municipality: str | None = None
    coder: str = "rules"  # or the name of the person who corrected or added it
    codes: str = ""  # codes that a person gave it, joined by ' '; empty: the codebook decides


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A candidate tie from a unit to a goal, best first; `quote` is the policy text it rests on, `why` JSON scores."""

    unit_id: str
    goal_id: str
    rank: int
    score: float
    quote: str
    why: str = "{}"
    elsewhere: bool = False  # goal of another municipality: never counted as found


@dataclasses.dataclass(frozen=True, slots=True)
class Trace:
    """Where the plan speaks of a statement; `nearest` is JSON: the three nearest passages, always filled."""

    unit_id: str
    found: Found
    goal_id: str | None
    plan_unit_id: str | None
    plan_quote: str | None
    score: float
    nearest: str
    searched: str = ""  # the words searched for, joined by ', '
    elsewhere: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Coverage:
    """One code in one programme: how many statements and where the plan speaks of them."""

    code_id: str
    programme_id: str
    n_statements: int
    n_result: int
    n_approach: int
    n_none: int
    found: Found
    goal_ids: str  # joined by ' '
    n_partly: int = 0
    n_unsure: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Advice:
    """One request or concern of an adviser and what the reply does with it."""

    advice_id: str
    unit_id: str
    kind: str  # advies, ontbreekt, meer-uitwerking, zorg
    text: str
    answer: str  # changed, rejected, explained, later, none
    answer_unit_id: str | None
    answer_quote: str | None
    claim: str | None
    claim_found: bool | None
    claim_unit_id: str | None = None
    document_id: str = ""
    group_id: str | None = None  # overlapping concerns share one
    part: str = "advies"  # advies (what the adviser lists), toelichting (said while explaining), prioriteit (a rank)


# table name -> record type; the order is the order of the steps
TABLES: dict[str, type[Any]] = {
    "documents": Document,
    "units": Unit,
    "codings": Coding,
    "topics": Topic,
    "memberships": Membership,
    "goals": Goal,
    "links": Link,
    "trace": Trace,
    "coverage": Coverage,
    "advice": Advice,
    "findings": Finding,
}
