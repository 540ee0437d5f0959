"""A small run made by hand: the tables and the manifest that the reports are made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from themes.records import TABLES, Advice, Coding, Coverage, Document, Finding, Goal, Records, Trace, Unit
from themes.report.run_tables import RunTables
from themes.tables import write_table

SAID = (
    ("Er rijdt na zes uur geen bus meer naar Oosterend.", "result", ("vervoer",)),
    ("Een sociale kaart voor vrijwilligers zou ons echt helpen.", "none", ("sociale-kaart",)),
    ("Koffie <b>drinken</b> & buurten in het buurthuis.", "approach", ("ontmoeting",)),
    ("De bussen zijn te duur voor gezinnen.", "partly", ("vervoer", "bestaanszekerheid")),
    ("Dat weten we nog niet.", "unsure", ()),
)
LINES = [text for text, _, _ in SAID]


def _document(name: str, role: Any, source: str, **more: Any) -> Document:
    fields: dict[str, Any] = {
        "document_id": name, "source": source, "source_digest": "0" * 12, "title": f"Titel {name}", "role": role,
        "municipality": "Oosterend", "meeting": None, "held_on": None, "speakers": None, "version": None,
        "line_start": 1, "line_end": 99, "page_start": 1, "page_end": 1,
    }  # fmt: skip
    return Document(**(fields | more))


def _unit(name: str, document: str, source: str, text: str, line: int, **more: Any) -> Unit:
    return Unit(name, document, source, more.pop("kind", "statement"), text, text, line, line, 1, 1, **more)


def make_goal(name: str, parent: str | None, level: Any, text: str, line: int, number: str | None = None) -> Goal:
    return Goal(
        name, parent, level, text, None, None, None, "plan", "plan.pdf", line, line, 2,
        programme_id="g0", number=number, municipality="Oosterend",
    )  # fmt: skip


GOALS = [
    make_goal("g0", None, "programme", "Oosterend doet mee", 1),
    make_goal("g1", "g0", "goal", "Iedereen kan ergens komen", 5, "1"),
    make_goal("g2", "g1", "result", "De avondbus rijdt tot tien uur", 7),
    make_goal("g3", "g0", "goal", "Er is een actueel overzicht van het aanbod", 20, "2"),
]


def make_tables(repeat: int = 1) -> dict[str, Records[Any]]:
    """A small run made by hand; `repeat` times the same points."""
    source, ids = "gesprek.pdf", [f"u{n}-{at}" for n in range(repeat) for at in range(len(SAID))]
    documents = [
        _document(
            "gesprek", "input", source, meeting="buurtgesprek Oosterend", held_on="2025-03-06", speakers="vrijwilligers"
        ),
        _document("plan", "policy", "plan.pdf", title="Oosterend doet mee", version="vastgesteld"),
        _document("advies", "advice", "advies.txt"),
        _document("brief", "response", "brief.txt"),
    ]  # fmt: skip
    starts = [sum(len(line) + 1 for line in LINES[:at]) for at in range(len(LINES))]
    units = [
        _unit(ids[n * len(SAID) + at], "gesprek", source, text, at + 1, spans=f"{starts[at]}-{starts[at] + len(text)}",
              repeat_of=f"u0-{at}" if n and at == 0 else None)
        for n in range(repeat)
        for at, (text, _, _) in enumerate(SAID)
    ]  # fmt: skip
    units += [
        _unit("q", "gesprek", source, "Wanneer komt de bus terug?", 8, kind="question"),
        _unit("p1", "plan", "plan.pdf", "In de buurthuizen drinken mensen koffie met elkaar.", 9),
        _unit("a1", "advies", "advies.txt", "Neem een avondbus op.", 1),
        _unit("a2", "advies", "advies.txt", "Maak een lijst van organisaties.", 2),
        _unit("r1", "brief", "brief.txt", "Wij hebben de avondbus toegevoegd.", 1),
    ]
    near = json.dumps([{"unit_id": "p1", "quote": units[-4].text, "level": "approach", "goal_id": "g1"}])
    traces = []
    for at, name in enumerate(ids):
        found: Any = SAID[at % len(SAID)][1]
        goal = "g2" if found in ("result", "partly") else None
        quote = {"g2": GOALS[2].text}.get(goal or "", units[-4].text if found == "approach" else None)
        unit = "p1" if found == "approach" else None
        traces.append(Trace(name, found, goal, unit, quote, 0.5, near, "bus, kaart"))
    rows: dict[str, list[Any]] = {
        "documents": documents,
        "units": units,
        "codings": [
            Coding(name, code, "rules", 0.8, SAID[at % len(SAID)][0].split()[0])
            for at, name in enumerate(ids)
            for code in SAID[at % len(SAID)][2]
        ],
        "goals": GOALS,
        "trace": traces,
        "coverage": [
            Coverage("vervoer", "g0", 2, 1, 0, 0, "result", "g2", 1),
            Coverage("ontmoeting", "g0", 1, 0, 1, 0, "approach", ""),
            Coverage("sociale-kaart", "g0", 1, 0, 0, 1, "none", ""),
        ],
        "advice": [
            Advice(
                "A", "a1", "advies", units[-3].text, "changed", "r1", units[-1].text, units[-1].text, False,
                document_id="advies",
            ),
            Advice("B", "a2", "ontbreekt", units[-2].text, "none", None, None, None, None, document_id="advies"),
        ],
        "findings": [Finding("error", "documents", "kapot.pdf", "Het bestand is beschadigd.", "Maak een nieuwe PDF.")],
    }  # fmt: skip
    return {name: Records(kind, rows.get(name, [])) for name, kind in TABLES.items()}


def write_run(folder: Path, repeat: int = 1) -> RunTables:
    """The tables of `make_tables` and their manifest in a folder, opened as the reports open a run."""
    for name, records in make_tables(repeat).items():
        write_table(records, folder / "tables", name)
    manifest = {
        "key": "abc", "made_on": "2026-01-05", "themes": "0.1.0", "pipeline": "built-in", "encoder": "use", "seed": 7,
        "settings": {"pipeline": "auto", "municipality": "Oosterend"}, "codebook": {"version": 1, "digest": "d"},
        "ledger": {
            "n_files": 5, "n_refused": 1, "n_documents": 4,
            "documents_by_role": {"input": 1, "policy": 1, "advice": 1, "response": 1, "other": 0},
            "input_by_kind": {"statement": 5 * repeat, "question": 1},
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return RunTables(folder)
