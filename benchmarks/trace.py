"""The trace beside its parts, its degrees, the search, and a negative control, as Markdown tables.

    python benchmarks/trace.py CORPUS REFERENCE [--municipality NAME]

CORPUS is a folder with documents; REFERENCE holds links_*.jsonl (text, goals, maybe) and goals.json, and topics.jsonl
for the search. For every ranker: the share of statements whose first, or one of whose first three, elaborations is one
that readers tied; and how well statements are told that no goal covers, at the threshold that the plan itself gives
(see `themes.policy.degree`), which is read for each ranker in the same way. Degrees are counted for statements that
readers tied to a goal and those that they did not. Of the search every term that is told wrongly is printed. The
control traces statements to the plans of another municipality on purpose, and sentences that no social plan speaks of
to every plan: what then counts as result or partly is found falsely.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from themes.coding import code_units, read_codebook
from themes.documents import Limits, read_corpus, split_documents
from themes.language import encode, pipeline
from themes.policy import find, read_goals, trace
from themes.policy.beside import units_beside
from themes.policy.degree import bar_of
from themes.policy.evidence import Query
from themes.policy.passages import current_programmes, passages
from themes.policy.ranking import MEASURES, TIE, WEIGHTS
from themes.policy.targets import Plan, build_plan
from themes.policy.trace import frame_codes, plans_by_municipality
from themes.records import Coding, Document, Goal, Unit
from themes.statements import split_units

# sentences about other work of a municipality: no social programme has a goal for them
FOREIGN = (
    "De riolering in de Kerkstraat wordt vervangen.",
    "Het asfalt van de rondweg is aan vervanging toe.",
    "De hondenbelasting gaat volgend jaar omlaag.",
    "Bouwvergunningen worden sneller behandeld.",
    "De haven krijgt een diepere vaargeul.",
    "Het gemeentehuis krijgt zonnepanelen op het dak.",
    "De vuilniswagen komt voortaan op dinsdag.",
    "Er komen nieuwe lantaarnpalen langs de dijk.",
    "De parkeergarage gaat 's nachts dicht.",
    "Het bestemmingsplan voor het bedrijventerrein ligt ter inzage.",
    "De brug wordt in de zomer geschilderd.",
    "Eikenprocessierupsen worden weggezogen.",
    "De jaarrekening sluit met een overschot.",
    "Strooiwagens rijden vanaf november.",
    "De archieven verhuizen naar een ander gebouw.",
    "Windmolens komen niet dichter dan een kilometer bij de dijk.",
    "Er is te weinig laadruimte voor vrachtwagens.",
    "De begraafplaats krijgt een nieuw hek.",
    "Onkruid tussen de stenen wordt met heet water bestreden.",
    "Het kadaster meet de grens opnieuw in.",
)
Encoder = Callable[[Sequence[str]], np.ndarray]


@dataclasses.dataclass
class Material:
    """The corpus as read, with everything the trace needs."""

    units: list[Unit]
    documents: list[Document]
    goals: list[Goal]
    codings: list[Coding]
    vectors: Encoder


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--municipality", help="for documents that don't name theirs")
    given = parser.parse_args()
    material = read(given.corpus, given.municipality)
    print(rankers(material, given.reference))
    print(degrees(material, given.reference))
    print(searched(material, given.reference))
    print(control(material))


def read(folder: Path, municipality: str | None) -> Material:
    """Documents, units, goals and codes of a corpus."""
    dutch, codebook = pipeline(), read_codebook()
    sources, _ = read_corpus(folder, limits=Limits())
    units: list[Unit] = []
    documents: list[Document] = []
    goals: list[Goal] = []
    for source in sources:
        own = [
            dataclasses.replace(one, municipality=one.municipality or municipality) for one in split_documents(source)
        ]
        documents.extend(own)
        units.extend(split_units(source, own, dutch))
        for one in own:
            if one.role == "policy":
                goals.extend(read_goals(source, one, [u for u in units if u.document_id == one.document_id], dutch))
    return Material(units, documents, goals, list(code_units(units, codebook, dutch)), remembered())


def remembered() -> Encoder:
    """Sentence vectors, each text encoded once."""
    known: dict[str, np.ndarray] = {}

    def vectors(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, encode(new), strict=True))
        return np.array([known[text] for text in texts])

    return vectors


def key(text: str) -> str:
    """Letters and digits only."""
    return re.sub(r"[\W_]+", "", text.lower())


def plan_of(material: Material, place: str | None) -> Plan:
    """The indexed plans of a municipality."""
    chosen = current_programmes(material.goals, material.documents)
    listed = passages(material.units, material.goals, material.documents)
    own = plans_by_municipality(listed, material.goals, chosen)[place]
    return build_plan(own, material.goals, read_codebook(), pipeline(), material.vectors)


def rankers(material: Material, reference: Path) -> str:
    """Hit@1, hit@3 and gap F1 of the trace and of each of its measures alone."""
    wanted = labelled(reference)
    items = {item["id"]: item for item in items_of(json.loads((reference / "goals.json").read_text("utf-8")))}
    role = {one.document_id: one for one in material.documents}
    said = [
        unit
        for unit in material.units
        if unit.kind == "statement" and role[unit.document_id].role == "input" and key(unit.text) in wanted
    ]
    tally: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for place in sorted({str(role[unit.document_id].municipality) for unit in said}):
        own = [unit for unit in said if str(role[unit.document_id].municipality) == place]
        plan = plan_of(material, place)
        targets = matched(items, plan)
        for name, (totals, tied) in scored(material, plan, own).items():
            count(tally[name], totals, tied, [wanted[key(unit.text)] for unit in own], targets)
    lines = [
        "| ranker | hit@1 | hit@3 | gap F1 | gap precision | gap recall |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, n in tally.items():
        precision, recall = n["gap"] / max(1, n["called"]), n["gap"] / max(1, n["gaps"])
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        one, three = n["at1"] / max(1, n["tied"]), n["at3"] / max(1, n["tied"])
        lines.append(f"| {name} | {one:.2f} | {three:.2f} | {f1:.2f} | {precision:.2f} | {recall:.2f} |")
    total = next(iter(tally.values()))
    lines.append(f"\n{total['tied']} statements that readers tied to a goal, {total['gaps']} that no goal covers.\n")
    return "\n".join(lines)


def labelled(reference: Path) -> dict[str, dict[str, Any]]:
    """Letters of a statement -> what readers tied it to; left out where one saw a goal and the other none."""
    return {text: row for text, row in labels_of(reference).items() if is_sure(row)}


def is_sure(row: Mapping[str, Any]) -> bool:
    """Whether readers agree that a goal covers a statement, or that none does."""
    return bool(row["goals"] or not row.get("maybe"))


def labels_of(reference: Path) -> dict[str, dict[str, Any]]:
    """Letters of a statement -> what readers said of it."""
    rows = [
        json.loads(line)
        for path in sorted(reference.glob("links_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {key(row["text"]): row for row in rows}


def items_of(tree: Any) -> list[dict[str, Any]]:
    """All goals of a reference file, however they are nested."""
    if isinstance(tree, list):
        return [item for each in tree for item in items_of(each)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if tree.get("id") and tree.get("level") else []
    return own + [item for each in tree.values() for item in items_of(each)]


def degrees(material: Material, reference: Path) -> str:
    """How far the plan is said to go into statements that readers tied to a goal, and into others."""
    labels = labels_of(reference)
    wanted = {text: row for text, row in labels.items() if is_sure(row)}
    text_of = {unit.unit_id: key(unit.text) for unit in material.units}
    made = trace(
        material.units, material.codings, material.goals, material.documents,
        codebook=read_codebook(), pipeline=pipeline(), vectors=material.vectors,
    ).trace  # fmt: skip
    names = ("result", "partly", "approach", "unsure", "none")
    lines = ["| readers | result | partly | approach | unsure | none |", "| --- | --- | --- | --- | --- | --- |"]
    for said, tied in (("a goal covers it", True), ("no goal covers it", False)):
        own: list[str] = [
            row.found for row in made if (label := wanted.get(text_of[row.unit_id])) and bool(label["goals"]) == tied
        ]
        lines.append(f"| {said} | {' | '.join(str(own.count(name)) for name in names)} |")
    read = [(label["found"], row.found) for row in made if (label := labels.get(text_of[row.unit_id], {})).get("found")]
    if read:
        lines += [
            "",
            "| reader | result | partly | approach | unsure | none |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += [f"| {one} | {' | '.join(str(read.count((one, name))) for name in names)} |" for one in names]
        lines.append(f"\n{sum(one == other for one, other in read)} of {len(read)} degrees are the reader's.")
    return "\n".join(lines) + "\n"


def searched(material: Material, reference: Path) -> str:
    """Share of terms whose degree is told rightly, and each that is not."""
    path = reference / "topics.jsonl"
    if not path.exists():
        return ""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    answers = find(
        [row["term"] for row in rows], material.units, material.goals, material.documents,
        pipeline=pipeline(), vectors=material.vectors, codebook=read_codebook(),
    )  # fmt: skip
    wrong = [(row, got) for row, got in zip(rows, answers, strict=True) if row["found"] != got["found"]]
    missing = sum(got["found"] == "none" for _, got in wrong)
    lines = [f"{len(rows) - len(wrong)} of {len(rows)} terms told rightly, {missing} wrongly called missing."]
    lines += [f"- {row['term']}: {got['found']} ({got['how']}), should be {row['found']}" for row, got in wrong]
    return "\n".join(lines) + "\n"


def matched(items: Mapping[str, Mapping[str, str]], plan: Plan) -> dict[str, int]:
    """Reference id -> position of the target with nearly the same wording."""
    result = {}
    for name, item in items.items():
        for at, goal in enumerate(plan.targets):
            ratio = difflib.SequenceMatcher(None, key(item["text"]), key(goal.text), autojunk=False).ratio()
            if item["level"] in {"goal", "elaboration"} and ratio > 0.85:
                result[name] = at
    return result


def scored(material: Material, plan: Plan, own: Sequence[Unit]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Ranker -> scores (statements, targets), and whether each statement is tied to anything."""
    codes: dict[str, dict[str, tuple[float, str]]] = collections.defaultdict(dict)
    for coding in material.codings:
        codes[coding.unit_id][coding.code_id] = (coding.score, coding.quote)
    frames = frame_codes(material.units, material.documents, read_codebook(), pipeline())
    beside = units_beside(material.units, own)
    queries = [
        Query(
            unit.unit_id, unit.clean_text, unit.lead_in, codes[unit.unit_id], frames.get(unit.document_id, {}),
            beside.get(unit.unit_id, ()),
        )
        for unit in own
    ]  # fmt: skip
    names = {
        "words": "BM25 on lemmas and compound parts",
        "letters": "letter groups of 3 to 5",
        "meaning": "vectors alone",
        "codes": "shared codes",
        "groups": "related words",
        "cover": "share of the statement's subjects that the goal has",
        "fields": "fields of policy",
    }
    scores = plan.score(queries)
    result = {"all, as shipped": (scores.total, scores.tie.max(axis=1) >= bar_of(plan).near)}
    ranking, tie = dict(WEIGHTS), dict(TIE)
    try:
        for name in MEASURES:
            for weights in (WEIGHTS, TIE):
                weights.clear()
                weights.update({other: float(other == name) for other in MEASURES})
            alone = plan.summed(scores.parts, TIE)
            result[names[name]] = (alone, alone.max(axis=1) >= bar_of(plan).near)
    finally:
        for weights, own_weights in ((WEIGHTS, ranking), (TIE, tie)):
            weights.clear()
            weights.update(own_weights)
    return result


def count(
    tally: collections.Counter[str],
    totals: np.ndarray,
    tied_to: np.ndarray,
    rows: Sequence[Mapping[str, list[str]]],
    targets: Mapping[str, int],
) -> None:
    """Add one municipality's hits and gaps."""
    for scores, tied, row in zip(totals, tied_to.tolist(), rows, strict=True):
        tally["called"] += not tied
        if not row["goals"]:
            tally["gaps"] += 1
            tally["gap"] += not tied
            continue
        tally["tied"] += 1
        want = {targets[name] for name in [*row["goals"], *row.get("maybe", [])] if name in targets}
        order = np.argsort(-scores, kind="stable")
        tally["at1"] += tied and order[0] in want
        tally["at3"] += tied and bool(want & set(order[:3].tolist()))


def control(material: Material) -> str:
    """What is found where nothing should be."""
    dutch, codebook = pipeline(), read_codebook()
    places = sorted({one.municipality for one in material.documents if one.role == "policy" and one.municipality})
    lines = ["| statements | held against | result | partly | approach | unsure | none | found falsely |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    role = {one.document_id: one for one in material.documents}
    for place in places:
        plan = [one for one in material.documents if one.role == "policy" and one.municipality == place]
        ids = {one.document_id for one in plan}
        goals = [goal for goal in material.goals if goal.document_id in ids]
        text = [unit for unit in material.units if unit.document_id in ids]
        others = [
            unit
            for unit in material.units
            if role[unit.document_id].role == "input" and role[unit.document_id].municipality not in (place, None)
        ]
        odd = [
            Unit(f"odd-{at}", "odd", "odd.txt", "statement", line, line, at + 1, at + 1, None, None)
            for at, line in enumerate(FOREIGN)
        ]
        sets = {
            "other municipalities, as a run does it": (others, False),
            "other municipalities, forced": (others, True),
            "sentences about other work": (odd, True),
        }
        for name, (said, forced) in sets.items():
            if not said:
                continue
            seen = [role[unit_id] for unit_id in sorted({unit.document_id for unit in said}) if unit_id in role]
            if said is odd:
                seen = [dataclasses.replace(plan[0], document_id="odd", role="input", source="odd.txt")]
            if forced:
                seen = [dataclasses.replace(one, municipality=place) for one in seen]
            coded = code_units(said, codebook, dutch)
            made = trace(
                [*text, *said],
                coded,
                goals,
                [*plan, *seen],
                codebook=codebook,
                pipeline=dutch,
                vectors=material.vectors,
            ).trace
            found = collections.Counter(row.found for row in made)
            share = (found["result"] + found["partly"]) / max(1, len(made))
            cells = [found[level] for level in ("result", "partly", "approach", "unsure", "none")]
            lines.append(f"| {len(made)} {name} | {place} | {' | '.join(map(str, cells))} | {share:.0%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
