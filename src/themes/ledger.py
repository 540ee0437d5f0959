"""The account of a run: what went in, what became of it, in counts that add up."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from themes.records import FOUND, KINDS, Coding, Document, Finding, Trace, Unit

NO_CODE = "geen-code"
_KIND_NAMES = {
    "heading": "kop",
    "statement": "uitspraak",
    "question": "vraag",
    "lead_in": "aanloop",
    "meta": "over de bijeenkomst",
    "noise": "ruis",
    "table_cell": "tabelcel",
}
FOUND_NAMES = {
    "result": "in een doel of resultaat",
    "approach": "alleen in de uitleg",
    "partly": "voor een deel",
    "none": "niet gevonden",
    "unsure": "nog controleren",
}


@dataclasses.dataclass(frozen=True)
class Ledger:
    """Counts of one run. `check()` gives the sums that don't hold (always empty unless the program is wrong)."""

    n_files: int
    n_refused: int
    n_documents: int
    documents_by_role: dict[str, int]
    units_by_kind: dict[str, int]
    input_by_kind: dict[str, int]  # of input documents only
    n_coded: int
    n_uncoded: int
    found: dict[str, int]
    n_findings: int

    @property
    def n_statements(self) -> int:
        """Statements of input documents: the points that people made."""
        return self.input_by_kind["statement"]

    def check(self) -> list[str]:
        """Each sum that should hold and doesn't."""
        wrong = []
        if sum(self.documents_by_role.values()) != self.n_documents:
            wrong.append("documents by role")
        if self.n_coded + self.n_uncoded != self.n_statements:
            wrong.append("coded and not coded")
        if sum(self.found.values()) != self.n_statements:
            wrong.append("found and not found")
        if any(self.input_by_kind[kind] > self.units_by_kind[kind] for kind in KINDS):
            wrong.append("units of input documents")
        return wrong

    def lines(self) -> list[str]:
        """The account in plain Dutch, one sum a line."""
        kinds = " + ".join(f"{self.units_by_kind[k]} {_KIND_NAMES[k]}" for k in KINDS)
        found = " + ".join(f"{self.found[f]} {FOUND_NAMES[f]}" for f in FOUND)
        roles = {"input": "inbreng", "policy": "beleid", "advice": "advies", "response": "antwoord", "other": "overig"}
        by_role = " + ".join(f"{self.documents_by_role[r]} {name}" for r, name in roles.items())
        other = sum(self.input_by_kind.values()) - self.n_statements
        return [
            f"Bestanden:   {self.n_files} = {self.n_files - self.n_refused} gelezen + {self.n_refused} geweigerd",
            f"Documenten:  {self.n_documents} = {by_role}",
            f"Eenheden:    {sum(self.units_by_kind.values())} = {kinds}",
            f"Inbreng:     {sum(self.input_by_kind.values())} = {self.n_statements} uitspraken + {other} andere",
            f"Thema's:     {self.n_statements} = {self.n_coded} met een code + {self.n_uncoded} nog niet ingedeeld",
            f"In het plan: {self.n_statements} = {found}",
            f"Meldingen:   {self.n_findings}",
        ]


def make_ledger(
    n_files: int,
    n_refused: int,
    documents: Sequence[Document],
    units: Sequence[Unit],
    codings: Sequence[Coding],
    trace: Sequence[Trace],
    findings: Sequence[Finding],
) -> Ledger:
    """Count a run's tables; see `Ledger`."""
    role = {document.document_id: document.role for document in documents}
    points = [unit for unit in units if role.get(unit.document_id) == "input"]
    statements = {unit.unit_id for unit in points if unit.kind == "statement"}
    coded = {coding.unit_id for coding in codings if coding.code_id != NO_CODE} & statements
    found: collections.Counter[str] = collections.Counter(row.found for row in trace if row.unit_id in statements)
    by_kind: collections.Counter[str] = collections.Counter(unit.kind for unit in units)
    input_kind: collections.Counter[str] = collections.Counter(unit.kind for unit in points)
    by_role: collections.Counter[str] = collections.Counter(document.role for document in documents)
    return Ledger(
        n_files=n_files,
        n_refused=n_refused,
        n_documents=len(documents),
        documents_by_role={name: by_role[name] for name in ("input", "policy", "advice", "response", "other")},
        units_by_kind={kind: by_kind[kind] for kind in KINDS},
        input_by_kind={kind: input_kind[kind] for kind in KINDS},
        n_coded=len(coded),
        n_uncoded=len(statements) - len(coded),
        found={name: found[name] for name in FOUND},
        n_findings=len(findings),
    )
