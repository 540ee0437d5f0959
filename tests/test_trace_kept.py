"""What is kept of a trace between runs changes nothing of it: whatever changed, it is that of a trace from nothing."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest

from test_policy_trace import CODEBOOK, PIPELINE, STATEMENTS, corpus, document, unit, vectors
from themes.coding import code_units
from themes.policy import Traced, trace
from themes.records import Document, Goal, Unit
from themes.store import Store

PATTERNS = ("dorp", "avond", "hek", "thuis*", "?later", "werk ~3 verlies", "!vervoer")
USED = sorted({coding.code_id for coding in code_units(corpus()[0], CODEBOOK, PIPELINE)})
WORDS = ("op zaterdag", "in de wijk", "met de fiets", "zonder geld", "voor ouderen")


def change_a_pattern(book: Any, draw: random.Random) -> Any:
    """One pattern more for one code, or one of its patterns gone."""
    codes = list(book.codes)
    at = draw.choice([at for at, code in enumerate(codes) if code.id in USED])
    patterns = [*codes[at].patterns, draw.choice(PATTERNS)] if draw.random() < 0.7 else list(codes[at].patterns[1:])
    codes[at] = dataclasses.replace(codes[at], patterns=tuple(dict.fromkeys(patterns)))
    return dataclasses.replace(book, codes=tuple(codes))


def change_a_document(units: list[Unit], draw: random.Random) -> list[Unit]:
    """A statement of a report, or a sentence of the plan, said in more words; or a statement more."""
    if draw.random() < 0.3:
        return [*units, unit("verslag", 100 + len(units), f"Maak het {draw.choice(WORDS)} beter.")]
    at = draw.randrange(len(units))
    text = f"{units[at].text.rstrip('.')} {draw.choice(WORDS)}."
    return [*units[:at], dataclasses.replace(units[at], text=text, clean_text=text), *units[at + 1 :]]


def change_a_goal(goals: list[Goal], draw: random.Random) -> list[Goal]:
    """Other words, or codes by a person, for one goal."""
    at = draw.randrange(1, len(goals))
    if draw.random() < 0.5:
        changed = dataclasses.replace(goals[at], text=f"{goals[at].text} {draw.choice(WORDS)}")
    else:
        changed = dataclasses.replace(goals[at], codes=draw.choice(USED), coder="anna")
    return [*goals[:at], changed, *goals[at + 1 :]]


def traced(units: list[Unit], goals: list[Goal], documents: list[Document], book: Any, store: Store | None) -> Traced:
    """A trace as a run makes it, with what the store kept, or from nothing."""
    more: dict[str, Any] = {}
    if store is not None:
        more["keep"] = lambda name, parts, make, about="": store.arrays(name, parts, make, item=about)
    codings = code_units(units, book, PIPELINE)
    return trace(units, codings, goals, documents, codebook=book, pipeline=PIPELINE, vectors=vectors, **more)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_trace_is_that_from_nothing(tmp_path: Path, seed: int) -> None:
    """Patterns, documents and goals change in turn, of two municipalities; a changed pattern measures nothing again."""
    draw = random.Random(seed)
    said = [unit("elders", line, text) for line, text in STATEMENTS.items()]
    units, goals, documents = corpus()
    units, documents = [*units, *said], [*documents, document("elders", "input", "Zuiderwolde")]
    book: Any = CODEBOOK
    traced(units, goals, documents, book, Store(tmp_path))
    seen = set()
    for _ in range(12):
        what = draw.choice(("pattern", "pattern", "document", "goal"))
        if what == "pattern":
            book = change_a_pattern(book, draw)
        elif what == "document":
            units = change_a_document(units, draw)
        else:
            goals = change_a_goal(goals, draw)
        store = Store(tmp_path)
        ours, fresh = traced(units, goals, documents, book, store), traced(units, goals, documents, book, None)
        assert list(ours.links) == list(fresh.links) and list(ours.trace) == list(fresh.trace)
        if what == "pattern":
            assert store.log and all(reused for _, reused in store.log)
        store.sweep()
        seen.add((ours.links.digest, ours.trace.digest))
    assert len(seen) > 2, "the changes do change the trace"
