"""What goes into a run in partitions: files that are documents, what people keep beside them, texts one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.records import Advice, Document, Finding, Goal, Trace, Unit
from themes.scale.columns import records_of, where_in
from themes.scale.parts import part_source
from themes.scale.storage import Storage

if TYPE_CHECKING:
    from themes.scale.tracing import Traced
    from themes.scale.units import UnitParts


def mirrored(storage: Storage, stack: ExitStack) -> Path:
    """A folder with the files that people keep beside the documents elsewhere: settings, codebook, decisions."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="themes-")))
    documents = documents_in(storage.files())
    for name in storage.files():
        if name not in documents and not name.startswith(".") and "/." not in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(storage.read(name))
    return folder


def documents_in(files: Mapping[str, int]) -> dict[str, int]:
    """The files (name -> size) that may be documents, as `themes.documents.document_paths` chooses them."""
    from themes.documents.corpus import is_document

    root = Path("/")
    return {name: size for name, size in files.items() if is_document(root / name, root)}


def people_findings(
    people: Path, units: UnitParts, goals: Sequence[Goal], advice: Sequence[Advice], traced: Traced
) -> list[Finding]:
    """What is amiss with people's reactions, verdicts and accepted gaps, as `themes.policy.placing` says it.

    Statements and what the trace shows beside them are held in memory only when people keep one of these files.
    """
    from themes.policy.people import AcceptedGap, Reaction, Verdict
    from themes.policy.placing import check_people

    if not any((people / kind.FILE).exists() for kind in (Reaction, Verdict, AcceptedGap)):
        return []
    replies = units.records({row.claim_unit_id for row in advice if row.claim_unit_id})
    said = [row for table in units.tables() for row in records_of(where_in(table, "kind", ["statement"]), Unit)]
    trace = (row for table in traced.tables("trace") for row in records_of(table, Trace))
    return check_people(people, [*said, *replies], goals, advice, trace)


class Texts(Mapping[str, str]):
    """Document id -> the text of its lines, read when asked for, one source at a time."""

    def __init__(self, work: Storage, documents: Sequence[Document], part_of: Mapping[str, str]) -> None:
        self._work, self._part_of = work, part_of
        self._documents = {document.document_id: document for document in documents}
        self._last: tuple[str, Any] = ("", None)

    def __getitem__(self, document_id: str) -> str:
        document = self._documents[document_id]
        if self._last[0] != document.source:
            self._last = (document.source, part_source(self._work, self._part_of[document_id], document.source))
        lines = self._last[1].lines[document.line_start - 1 : document.line_end]
        return "\n".join(line.text for line in lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)
