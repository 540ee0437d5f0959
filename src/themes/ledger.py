"""The account of a run: what went in, what became of it, in counts that add up."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from themes.records import FOUND, KINDS, NO_CODE, ROLES, Coding, Document, Finding, Trace, Unit
from themes.words import running as words


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
        kinds = " + ".join(f"{self.units_by_kind[kind]} {words.KIND_NAMES[kind]}" for kind in KINDS)
        found = " + ".join(f"{self.found[name]} {words.FOUND_NAMES[name]}" for name in FOUND)
        by_role = " + ".join(f"{self.documents_by_role[role]} {name}" for role, name in words.ROLE_NAMES.items())
        n_input = sum(self.input_by_kind.values())
        return [
            words.FILES.format(n=self.n_files, read=self.n_files - self.n_refused, refused=self.n_refused),
            words.DOCUMENTS_BY_ROLE.format(n=self.n_documents, by_role=by_role),
            words.UNITS_BY_KIND.format(n=sum(self.units_by_kind.values()), kinds=kinds),
            words.INPUT_UNITS.format(n=n_input, statements=self.n_statements, other=n_input - self.n_statements),
            words.CODED.format(n=self.n_statements, coded=self.n_coded, uncoded=self.n_uncoded),
            words.IN_THE_PLAN.format(n=self.n_statements, found=found),
            words.FINDINGS.format(n=self.n_findings),
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
        documents_by_role={name: by_role[name] for name in ROLES},
        units_by_kind={kind: by_kind[kind] for kind in KINDS},
        input_by_kind={kind: input_kind[kind] for kind in KINDS},
        n_coded=len(coded),
        n_uncoded=len(statements) - len(coded),
        found={name: found[name] for name in FOUND},
        n_findings=len(findings),
    )
