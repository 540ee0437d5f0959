"""Advice beside its reply and the plan: claims, groups, which reply belongs to which letter; the real letter."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from pathlib import Path

import pytest

from themes.documents.bundle import split_documents
from themes.documents.text import text_lines
from themes.language import pipeline
from themes.policy.advice import read_advice, replies_to
from themes.records import Advice, Document, Records, Source, Unit
from themes.statements import split_units

SHARED = Path(__file__).parents[2] / "shared"
NLP = pipeline("built-in")


def vectors(texts):  # type: ignore[no-untyped-def]
    """Character trigrams, hashed: enough of a likeness for tests, and the same on every machine."""
    import numpy as np

    rows = np.zeros((len(texts), 256), dtype=np.float32)
    for row, text in enumerate(texts):
        for at in range(len(text) - 2):
            rows[row, int(hashlib.md5(text[at : at + 3].lower().encode()).hexdigest(), 16) % 256] += 1
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(norms, norms, 1)


def read(text: str, name: str) -> tuple[list[Document], list[Unit]]:
    lines, pages = text_lines(text)
    source = Source(name, "0", "text", lines, pages)
    documents = split_documents(source)
    return documents, split_units(source, documents, NLP)


LETTER = """Onderwerp: Advies concept beleidsplan
Datum: 3 maart 2024

Geacht college,

{body}

Met vriendelijke groet,
namens de adviesraad Goes
"""
REPLY = """Onderwerp: Reactie op uw advies
Datum: 9 april 2024

Geachte leden van de adviesraad Goes,

{body}

Met vriendelijke groet,
namens het college van Goes
"""
PLAN = """Beleidsplan Samen Thuis

Inleiding

In dit beleidsplan staat wat de gemeente Goes wil bereiken.

1. Ouderen

In elke kern komt een beweegtuin voor ouderen en hun buren.

2. Jongeren

Jongeren krijgen hulp bij het vinden van een kamer.
"""


def table(body: str, reply: str, plan: str = PLAN) -> Records[Advice]:
    documents: list[Document] = []
    units: list[Unit] = []
    for text, name in ((LETTER.format(body=body), "a.txt"), (REPLY.format(body=reply), "b.txt"), (plan, "c.txt")):
        made, pieces = read(text, name)
        documents += made
        units += pieces
    assert [d.role for d in documents] == ["advice", "response", "policy"]
    return read_advice(units, documents, [], pipeline=NLP, vectors=vectors)


def test_claims_are_checked_in_the_plan() -> None:
    body = "Wij missen in het plan:\n-Beweegtuin;\n-Laaggeletterdheid;"
    reply = "Een beweegtuin is toegevoegd aan Samen Thuis. Laaggeletterdheid is toegevoegd aan Samen Thuis."
    made = table(body, reply)
    assert [row.claim_found for row in made] == [True, False]
    assert made[0].claim_unit_id is not None
    assert made[1].claim == "Laaggeletterdheid is toegevoegd aan Samen Thuis."


def test_overlapping_asks_share_a_group() -> None:
    body = """Wij maken ons zorgen over de lange wachttijd voor schuldhulp in dorpen.

Adviezen:

- Wij adviseren u om de lange wachttijd voor schuldhulp in dorpen te verkorten.
- Wij adviseren u om meer bankjes te plaatsen."""
    made = table(body, "Wij kijken ernaar.")
    assert made[0].group_id == made[1].group_id is not None
    assert made[2].group_id is None


def test_replies_belong_to_their_advice() -> None:
    """In its own file, else the latest advice before the reply, and never of another municipality."""
    base, _ = read(LETTER.format(body="Wij adviseren u om te beginnen."), "a.txt")
    old = dataclasses.replace(base[0], document_id="old", source="old.txt", held_on="2023-01-01")
    new = dataclasses.replace(base[0], document_id="new", source="new.txt", held_on="2024-01-01")
    reply = dataclasses.replace(base[0], document_id="r", source="r.txt", role="response", held_on="2024-02-01")
    away = dataclasses.replace(reply, document_id="far", municipality="Hulst")
    beside = dataclasses.replace(reply, document_id="r2", source="old.txt", line_start=50)
    everything = [old, new, reply, away, beside]
    assert [d.document_id for d in replies_to(new, everything)] == ["r"]
    assert [d.document_id for d in replies_to(old, everything)] == ["r2"]


def test_findings_without_reply_or_asks() -> None:
    documents, units = read(LETTER.format(body="Het plan is goed."), "a.txt")
    made = read_advice(units, documents, [], pipeline=NLP, vectors=None)
    assert len(made) == 0
    assert {finding.severity for finding in made.findings} == {"warning", "note"}


def test_same_input_same_table_whatever_the_order() -> None:
    body = "Wij adviseren u om nachtopvang te openen.\n\nWij maken ons zorgen over de bus."
    documents, units = read(LETTER.format(body=body), "a.txt")
    more, others = read(REPLY.format(body="De bus rijdt volgend jaar vaker."), "b.txt")
    first = read_advice([*units, *others], [*documents, *more], [], pipeline=NLP, vectors=vectors)
    second = read_advice([*others, *units], [*more, *documents], [], pipeline=NLP, vectors=vectors)
    assert first == second
    assert len({row.advice_id for row in first}) == len(first)


@pytest.mark.skipif(not (SHARED / "eval" / "reference").exists(), reason="the real letter is not here")
def test_real_letter() -> None:
    """Recall and answered-or-not on the real advice, with words alone and so without a model."""
    path = next((SHARED / "documents").glob("002*.txt"))
    documents, units = read(path.read_text(encoding="utf-8"), path.name)
    advice = next(d for d in documents if d.role == "advice")
    kept = [d for d in documents if d.role in ("advice", "response", "policy")]
    made = read_advice(units, kept, [], pipeline=NLP, vectors=None)

    def key(text: str) -> str:
        return re.sub(r"[\W_]+", "", text.lower())

    lines = (SHARED / "eval" / "reference" / "advice.jsonl").read_text(encoding="utf-8").splitlines()
    found = right = 0
    place = {unit.unit_id: unit for unit in units}
    for row in map(json.loads, lines):
        hits = [
            a
            for a in made
            if place[a.unit_id].line_start <= row["lines"][1] and row["lines"][0] <= place[a.unit_id].line_start
        ]
        hits = [a for a in hits if key(a.text)[:30] == key(row["text"])[:30]] or hits
        found += bool(hits)
        right += bool(hits) and (hits[0].answer != "none") == (row["status"] != "not_answered")
    assert found >= 0.95 * len(lines)
    listed = [row.kind for row in made if row.part == "advies"]  # counted by hand: 22 adviezen, 6 missing, 13 more
    assert [listed.count(kind) for kind in ("advies", "ontbreekt", "meer-uitwerking")] == [22, 6, 13]
    assert right >= 0.75 * len(lines)
    assert advice.document_id == made[0].document_id
    by_text = {row.text.split(" — ")[0]: row for row in made}
    assert by_text["Leergeldstichting"].answer == "rejected"
    assert by_text["De connectie met het Nationaal Preventieakkoord"].answer == "changed"
    assert by_text["De connectie met het Nationaal Preventieakkoord"].claim_found is True
    assert by_text["Onafhankelijke cliéntondersteuning"].answer == "none"
