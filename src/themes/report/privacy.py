"""Two copies of the reports: the internal one is full, the public one has names, mail addresses and phones taken out.

The program proposes, a person decides: each wording in `namen.csv` in the corpus folder gets 'weghalen' or 'laten
staan'. The public copy is refused while a wording waits for a decision. Roles and organisations stay, they carry the
meaning. It is called 'namen weggehaald', not anonymous: the originals still exist.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.decisions import flat
from themes.folder import MANIFEST
from themes.problems import ThemesError
from themes.records import TABLES, Records
from themes.report.cells import guarded, unguarded
from themes.report.name_rules import HIDE, KEEP, Hit, find_hits, pattern
from themes.report.people import Entry, People
from themes.report.run_tables import RunTables
from themes.tables import write_table

NAMES = "namen.csv"  # in the corpus folder, decided by a person
PROPOSAL = "namen_te_controleren.csv"  # in the folder of the run: to decide on and to keep as namen.csv
PUBLIC = "openbaar"  # folder of the public copy
LOG = "wat_is_weggehaald.csv"
MARK = "openbare versie, namen weggehaald"
_HEADER = ("soort", "tekst", "voorstel", "besluit (invullen)", "besloten door (invullen)", "waarom", "aantal", "plek")
_NO_TEXT = frozenset({"unit_id", "document_id", "source_digest", "goal_id", "parent_id", "plan_unit_id", "code_id",
                      "programme_id", "topic_id", "advice_id", "goal_ids", "repeat_of", "spans"})  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a wording: 'weghalen', 'laten staan', or '' for not yet."""

    hit: Hit
    decision: str = ""
    who: str = ""


def find_names(tables: RunTables, people: People | None = None, *, recogniser: bool = True) -> list[Hit]:
    """Wordings in the texts of a run, in its settings and in what people wrote that may point to a person."""
    texts = [(unit.text, f"{unit.source}, regel {unit.line_start}") for unit in tables.units]
    texts += [(text, document.source) for document in tables.documents for text in _own_text(document)]
    texts += [(entry.value, "werkboek") for entry in (people.entries if people is not None else ())]
    return find_hits(texts, recogniser=recogniser)


def _own_text(document: Any) -> list[str]:
    return [text for text in (document.title, document.meeting, document.speakers) if text]


def read_names(corpus: str | Path) -> dict[tuple[str, str], Decision]:
    """The decisions in namen.csv, by (kind, wording in lower case). Raises ThemesError for a decision not known."""
    path = Path(corpus) / NAMES
    if not path.exists():
        return {}
    text = path.read_bytes().decode("utf-8-sig", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    made: dict[tuple[str, str], Decision] = {}
    for number, row in enumerate(reader, 2):
        values = {key: unguarded(str(row.get(key) or "")).strip() for key in _HEADER}
        chosen = flat(values[_HEADER[3]])
        if chosen not in ("", HIDE, KEEP):
            raise ThemesError(
                f"Rij {number}: ‘{values[_HEADER[3]]}’ is geen besluit.",
                where=NAMES,
                remedy=f"Kies ‘{HIDE}’ of ‘{KEEP}’.",
            )
        if values["tekst"]:
            hit = Hit(values["soort"], values["tekst"], values["voorstel"], values["waarom"])
            made[hit.kind, flat(hit.text)] = Decision(hit, chosen, values[_HEADER[4]])
    return made


def write_names(path: str | Path, hits: Sequence[Hit], known: Mapping[tuple[str, str], Decision]) -> list[Decision]:
    """Write all wordings with the decisions that there are; gives the rows, also of those no longer found."""
    rows = [
        dataclasses.replace(known[hit.kind, flat(hit.text)], hit=hit)
        if (hit.kind, flat(hit.text)) in known
        else Decision(hit)
        for hit in hits
    ]
    found = {(hit.kind, flat(hit.text)) for hit in hits}
    rows += [decision for key, decision in known.items() if key not in found]
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [
        (
            row.hit.kind,
            row.hit.text,
            row.hit.proposal,
            row.decision,
            row.who,
            row.hit.ground,
            str(row.hit.count),
            row.hit.place,
        )
        for row in rows
    ]
    path.write_bytes(_csv(_HEADER, cells))
    return rows


def write_public(
    tables: RunTables, folder: str | Path, *, corpus: str | Path, people: People | None = None,
    template: str | Path | None = None, recogniser: bool = True,
) -> list[Path]:  # fmt: skip
    """Write the public copy of all reports to `folder`/openbaar, with the log of what was taken out and why.

    All wordings are written to `folder`/namen_te_controleren.csv first, with the decisions of namen.csv in the corpus
    folder. Raises ThemesError while any of them waits for a decision; there is no public copy then.
    """
    from themes.report import write_set

    people = people or People()
    hits = find_names(tables, people, recogniser=recogniser)
    decisions = write_names(Path(folder) / PROPOSAL, hits, read_names(corpus))
    waiting = [row for row in decisions if not row.decision]
    if waiting:
        raise ThemesError(
            f"De openbare versie is niet gemaakt: over {len(waiting)} namen of adressen is nog niet besloten.",
            where=PROPOSAL,
            remedy=f"Kies bij elke rij ‘{HIDE}’ of ‘{KEEP}’, bewaar het als {NAMES} bij de verslagen en draai opnieuw.",
        )
    hidden = [row for row in decisions if row.decision == HIDE]
    clean = Cleaner(row.hit for row in hidden)
    target = Path(folder) / PUBLIC
    with tempfile.TemporaryDirectory() as place:
        _clean_run(tables, clean, Path(place))
        public = RunTables(place, tables.codebook)
        write_set(public, target, corpus=None, people=_clean_people(people, clean), template=template)
    log = [(row.hit.kind, row.hit.text, clean.signs[row.hit.kind], row.hit.ground, row.who, str(row.hit.count))
           for row in hidden]  # fmt: skip
    head = ("soort", "tekst", "staat er nu als", "waarom", "besloten door", "aantal")
    (Path(folder) / LOG).write_bytes(_csv(head, log))  # beside the public copy, never in it: it holds the names
    return sorted(path for path in target.rglob("*") if path.is_file())


class Cleaner:
    """Takes wordings out of text: the longest first, as whole words, whatever white space is between them."""

    signs: Mapping[str, str] = {"naam": "[naam]", "mailadres": "[mailadres]", "telefoonnummer": "[telefoonnummer]"}

    def __init__(self, hits: Iterable[Hit]) -> None:
        ordered = sorted(hits, key=lambda hit: (-len(hit.text), hit.text))
        self._rules = [(pattern(hit.text), self.signs.get(hit.kind, "[weggehaald]")) for hit in ordered]

    def __call__(self, text: str) -> str:
        """The text without the wordings.

        >>> Cleaner([Hit("naam", "Ans Duin", "weghalen", "")])("Ans  Duin zei het")
        '[naam] zei het'
        """
        for rule, sign in self._rules:
            text = rule.sub(sign, text)
        return text

    def deep(self, value: Any) -> Any:
        """The same for all text in lists and dicts; keys of a dict stay."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.deep(item) for item in value]
        if isinstance(value, dict):
            return {key: self.deep(item) for key, item in value.items()}
        return value


def _clean_run(tables: RunTables, clean: Cleaner, folder: Path) -> None:
    """Write a copy of the run's tables and manifest without the wordings."""
    for name, record_type in TABLES.items():
        rows = []
        for row in tables.table(name):
            changes = {}
            for field in dataclasses.fields(record_type):
                value = getattr(row, field.name)
                if isinstance(value, str) and field.name not in _NO_TEXT:
                    cleaned = _clean_json(value, clean) if value[:1] in "[{" else clean(value)
                    if cleaned != value:
                        changes[field.name] = cleaned
            if name == "codings" and row.coder not in ("rules", "model"):
                changes["coder"] = "een codeur"
            rows.append(dataclasses.replace(row, **changes) if changes else row)
        write_table(Records(record_type, rows), folder / "tables", name)
    manifest = clean.deep(tables.manifest)
    settings = dict(manifest.get("settings") or {})
    place = settings.get("municipality") or ""
    settings["municipality"] = f"{place} ({MARK})".strip()
    (folder / MANIFEST).write_text(json.dumps({**manifest, "settings": settings}, ensure_ascii=False), encoding="utf-8")


def _clean_json(value: str, clean: Cleaner) -> str:
    try:
        return json.dumps(clean.deep(json.loads(value)), ensure_ascii=False)
    except ValueError:
        return clean(value)


def _clean_people(people: People, clean: Cleaner) -> People:
    """What people wrote, without wordings, and without who wrote or checked it."""
    kept = [entry for entry in people.entries if entry.field != "checked"]
    return People(_cleaned(entry, clean) for entry in kept)


def _cleaned(entry: Entry, clean: Cleaner) -> Entry:
    return dataclasses.replace(
        entry, value=clean(entry.value), before=clean(entry.before), text=clean(entry.text), who=""
    )


def left_over(texts: Iterable[str], hits: Sequence[Hit]) -> list[str]:
    """Wordings that still stand in texts: the last check before a public copy leaves the house."""
    whole = re.sub(r"\s+", " ", "\n".join(texts))
    return [hit.text for hit in hits if pattern(hit.text).search(whole)]


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "replace")
