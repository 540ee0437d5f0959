"""The tables of a finished run, as the reports read them: rows of people's words with all that belongs to each."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from themes.folder import complete_folder, read_manifest
from themes.records import TABLES, Advice, Coding, Coverage, Document, Goal, Link, Records, Topic, Trace, Unit
from themes.store import Store
from themes.tables import read_table

NO_CODE = "geen-code"
CODEBOOK = "codebook.yml"  # in the folder of a run


@dataclasses.dataclass(frozen=True)
class Place:
    """A passage of a plan: its words, level and where it stands."""

    unit_id: str | None
    quote: str
    level: str
    source: str
    page: int | None
    line: int | None
    goal: Goal | None = None


@dataclasses.dataclass(frozen=True)
class Point:
    """One statement of an input document with its number, themes and trace.

    `number` is 'document.statement', both counted from 1 in the order of the files: the same in every report of a run.
    """

    number: str
    unit: Unit
    document: Document
    codings: tuple[Coding, ...]
    trace: Trace | None
    goal: Goal | None
    place: Place | None
    nearest: tuple[Place, ...]
    links: tuple[Link, ...]
    said_again: tuple[str, ...]  # numbers of points that say the same

    @property
    def found(self) -> str:
        """result, approach, partly, none or unsure."""
        return self.trace.found if self.trace is not None else "unsure"


class RunTables:
    """Reads a run folder. Attributes are named after the tables; derived rows are computed once, when asked for.

    `keep` is where parts of reports are kept from run to run; None keeps nothing. `tables` are those at hand by name,
    the others are read from the folder. `vectors` gives sentence vectors of texts; None: nothing is near in meaning.
    """

    def __init__(
        self,
        folder: str | Path,
        codebook: Any = None,
        keep: Store | None = None,
        tables: Mapping[str, Records[Any]] | None = None,
        vectors: Callable[[list[str]], Any] | None = None,
    ) -> None:
        self.folder = complete_folder(Path(folder))
        self.keep = keep
        self.manifest: dict[str, Any] = read_manifest(Path(folder))
        self._codebook = codebook
        self._at_hand = tables or {}
        self.vectors = vectors

    def table(self, name: str) -> Records[Any]:
        """A table of the run by its name in eval/TABLES.md."""
        if name in self._at_hand:
            return self._at_hand[name]
        return read_table(TABLES[name], self.folder / "tables", name)

    @cached_property
    def documents(self) -> Records[Document]:
        return self.table("documents")

    @cached_property
    def units(self) -> Records[Unit]:
        return self.table("units")

    @cached_property
    def codings(self) -> Records[Coding]:
        return self.table("codings")

    @cached_property
    def topics(self) -> Records[Topic]:
        return self.table("topics")

    @cached_property
    def goals(self) -> Records[Goal]:
        return self.table("goals")

    @cached_property
    def links(self) -> Records[Link]:
        return self.table("links")

    @cached_property
    def trace(self) -> Records[Trace]:
        return self.table("trace")

    @cached_property
    def coverage(self) -> Records[Coverage]:
        return self.table("coverage")

    @cached_property
    def advice(self) -> Records[Advice]:
        return self.table("advice")

    @cached_property
    def findings(self) -> Records[Any]:
        return self.table("findings")

    @cached_property
    def codebook(self) -> Any:
        """The codebook given, else that of the run, else the one that comes with the package."""
        if self._codebook is not None:
            return self._codebook
        from themes.coding import read_codebook

        own = self.folder / CODEBOOK
        return read_codebook(own if own.exists() else None)

    @cached_property
    def document_of(self) -> Mapping[str, Document]:
        return self.documents.by_key("document_id")

    @cached_property
    def unit_of(self) -> Mapping[str, Unit]:
        return self.units.by_key("unit_id")

    @cached_property
    def goal_of(self) -> Mapping[str, Goal]:
        return self.goals.by_key("goal_id")

    @cached_property
    def input_documents(self) -> tuple[Document, ...]:
        """Documents of what people said, by source and place: their order is that of the numbers."""
        rows = [document for document in self.documents if document.role == "input"]
        return tuple(sorted(rows, key=lambda d: (d.source, d.line_start)))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every statement of every input document, in order."""
        codings: dict[str, list[Coding]] = defaultdict(list)
        for coding in self.codings:
            if coding.code_id != NO_CODE:
                codings[coding.unit_id].append(coding)
        links: dict[str, list[Link]] = defaultdict(list)
        for link in sorted(self.links, key=lambda row: row.rank):
            links[link.unit_id].append(link)
        traces = self.trace.by_key("unit_id")
        numbered = self._numbered()
        number_of = {unit.unit_id: number for number, unit in numbered}
        again: dict[str, list[str]] = defaultdict(list)
        for number, unit in numbered:
            again[unit.repeat_of or unit.unit_id].append(number)
        points = []
        for number, unit in numbered:
            trace = traces.get(unit.unit_id)
            points.append(
                Point(
                    number=number,
                    unit=unit,
                    document=self.document_of[unit.document_id],
                    codings=tuple(codings[unit.unit_id]),
                    trace=trace,
                    goal=self.goal_of.get(trace.goal_id) if trace is not None and trace.goal_id else None,
                    place=self._place(trace),
                    nearest=self._nearest(trace),
                    links=tuple(links[unit.unit_id]),
                    said_again=tuple(n for n in again[unit.repeat_of or unit.unit_id] if n != number_of[unit.unit_id]),
                )
            )
        return tuple(points)

    def _numbered(self) -> list[tuple[str, Unit]]:
        by_document: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.kind == "statement":
                by_document[unit.document_id].append(unit)
        result: list[tuple[str, Unit]] = []
        for n, document in enumerate(self.input_documents, 1):
            units = sorted(by_document[document.document_id], key=lambda u: (u.line_start, u.spans))
            result.extend((f"{n}.{m}", unit) for m, unit in enumerate(units, 1))
        return result

    def _place(self, trace: Trace | None) -> Place | None:
        if trace is None or not trace.plan_quote:
            return None
        unit = self.unit_of.get(trace.plan_unit_id or "")
        goal = self.goal_of.get(trace.goal_id or "")
        where: Unit | Goal | None = unit or goal
        return Place(
            unit_id=trace.plan_unit_id,
            quote=trace.plan_quote,
            level=goal.level if goal is not None and trace.found != "approach" else "approach",
            source=where.source if where is not None else "",
            page=where.page_start if where is not None else None,
            line=where.line_start if where is not None else None,
            goal=goal,
        )

    def _nearest(self, trace: Trace | None) -> tuple[Place, ...]:
        if trace is None:
            return ()
        places = []
        for row in json.loads(trace.nearest or "[]"):
            unit = self.unit_of.get(row.get("plan_unit_id") or row.get("unit_id") or "")
            goal = self.goal_of.get(row.get("goal_id") or "")
            where: Unit | Goal | None = unit or goal
            places.append(
                Place(
                    unit_id=unit.unit_id if unit else None,
                    quote=row.get("quote") or (unit.text if unit else ""),
                    level=row.get("level") or "approach",
                    source=where.source if where is not None else "",
                    page=where.page_start if where is not None else None,
                    line=where.line_start if where is not None else None,
                    goal=goal,
                )
            )
        return tuple(places)
