"""The A4 of the page: what happened to the input, in sentences whose counts add up."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

from themes.records import ROLES, Document
from themes.report import wording
from themes.report.page_rows import PageRows, found_counts, group_name, speaker_counts
from themes.words import shared

RESIDENTS = (
    "inwoner",
    "bewoner",
    "burger",
    "ervaringsdeskundig",
    "ouders",
    "jongeren",
    "mantelzorger",
)  # they speak for themselves
BLIND_SPOTS = (
    "Het programma ziet alleen wat in de bestanden staat. Wat wel is gezegd maar niet is opgeschreven, ziet het niet.",
    "Een verslag is gemaakt door een notulist. Het zijn niet altijd de woorden van de spreker zelf.",
    "Het programma vergelijkt woorden en betekenis. Het kan zich vergissen: een punt kan in het plan staan met heel "
    "andere woorden, of alleen lijken op een zin in het plan.",
    "Het programma weet niet waarom iets in het plan staat. Het weet dus ook niet of dat door de inbreng komt.",
    "Het programma ziet niet wat de gemeente doet buiten deze plannen.",
)


@dataclasses.dataclass(frozen=True)
class Summary:
    """Texts and counts of the A4. `found` sums to `n_points`; so do the numbers of `speakers` and of `places`."""

    title: str
    municipality: str
    made_on: str
    made_by: str
    n_points: int
    sentences: tuple[str, ...]
    found: dict[str, int]
    speakers: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int, str], ...]  # municipality, points, plans that they are held against
    advice: str
    blind: tuple[str, ...]


def summarise(rows: PageRows) -> Summary:
    """The A4 of a run."""
    tables, manifest = rows.tables, rows.tables.manifest
    documents = tables.input_documents
    names = [d.municipality for d in tables.documents if d.municipality]
    chosen = (manifest.get("settings") or {}).get("municipality")
    municipality = chosen or (Counter(names).most_common(1)[0][0] if names else "")
    author = (manifest.get("settings") or {}).get("author")
    counts = found_counts(rows.points)
    version = manifest.get("themes", "")
    made_by = f"Gemaakt door {author}, met" if author else "Gemaakt met"
    return Summary(
        title="Wat is er met de inbreng gebeurd?",
        municipality=municipality,
        made_on=wording.date_text(manifest.get("made_on")),
        made_by=f"{made_by} het computerprogramma Themes (versie {version})",
        n_points=len(rows.points),
        sentences=(_collected(documents, len(rows.points), _repeats(rows)), _spoken(rows), _traced(counts, rows)),
        found=counts,
        speakers=tuple(speaker_counts(rows.points)),
        places=tuple(_places(rows)),
        advice=_advised(rows),
        blind=_blind(rows),
    )


def _collected(documents: Sequence[Document], n_points: int, n_repeats: int) -> str:
    days = sorted({d.held_on for d in documents if d.held_on})
    when = ""
    if len(days) == 1:
        when = f" van {wording.date_text(days[0])}"
    elif days:
        when = f" van {wording.date_text(days[0])} tot en met {wording.date_text(days[-1])}"
    reports = wording.counted(len(documents), *shared.REPORTS)
    verb = "staat" if n_points == 1 else "staan"
    text = f"In {reports}{when} {verb} {wording.counted(n_points, *shared.POINTS)}."
    if n_repeats:
        text += f" Daarvan herhalen er {n_repeats} een punt dat al eerder is genoemd; die tellen wel mee."
    return text


def _spoken(rows: PageRows) -> str:
    """Who spoke, in a sentence that never takes residents for granted."""
    groups = speaker_counts(rows.points)
    known = [
        f"{group_name(name)} ({wording.counted(n, *shared.POINTS)})"
        for name, n in groups
        if name != shared.UNKNOWN_SPEAKER
    ]
    unknown = sum(n for name, n in groups if name == shared.UNKNOWN_SPEAKER)
    if not groups:
        return "Er is geen inbreng gevonden."
    if not known:
        return "Wie er sprak, staat niet in de verslagen."
    text = f"Volgens de verslagen spraken: {wording.listed(known)}."
    if unknown:
        text += f" Van {wording.counted(unknown, *shared.POINTS)} zegt het verslag niet wie er sprak."
    if not any(stem in name.lower() for name, _ in groups for stem in RESIDENTS):
        text += " Geen verslag zegt dat inwoners zelf spraken."
    return text


def _repeats(rows: PageRows) -> int:
    """Points that say again what an earlier point says."""
    own = {point.unit.unit_id for point in rows.points}
    return sum(point.unit.repeat_of in own for point in rows.points)


def _traced(counts: dict[str, int], rows: PageRows) -> str:
    total = sum(counts.values())
    if not rows.programmes:
        return "In deze map staat geen plan met doelen. Daarom is nog niets teruggezocht."
    parts = [
        f"{counts['result']} vonden we in het plan terug als doel of resultaat",
        f"{counts['partly']} vonden we voor een deel",
        f"{counts['approach']} {'wordt' if counts['approach'] == 1 else 'worden'} alleen genoemd in de uitleg",
        f"{counts['none']} vonden we niet",
        f"{counts['unsure']} moet iemand nog controleren",
    ]
    return f"Van deze {total} punten: {wording.listed(parts)}."


def _places(rows: PageRows) -> list[tuple[str, int, str]]:
    """Per municipality its points and the plans they are held against."""
    counts = Counter(point.document.municipality or "" for point in rows.points)
    plans: dict[str, list[str]] = {}
    for goal in rows.programmes:
        if goal.programme_id in rows.current:
            plans.setdefault(goal.municipality or "", []).append(goal.text)
    names = sorted({*counts, *plans}, key=lambda name: (not name, name))
    return [
        (name or "Gemeente niet bekend", counts[name], wording.listed(plans.get(name, [])) or "geen plan gevonden")
        for name in names
    ]


def _advised(rows: PageRows) -> str:
    if not rows.advice:
        return ""
    counts = Counter(row.advice.answer for row in rows.advice)
    parts = [f"{counts[key]} keer ‘{name}’" for key, name in shared.ANSWER.items()]
    total = wording.counted(len(rows.advice), *shared.POINTS)
    text = f"De adviesraad noemde {total} in het advies. Het antwoord van het college: {wording.listed(parts)}."
    claims = [row for row in rows.advice if row.advice.claim is not None]
    missing = sum(row.advice.claim_found is False for row in claims)
    if claims:
        named = wording.counted(len(claims), "wijziging", "wijzigingen")
        text += f" Het college noemt {named}. Daarvan vonden we er {missing} niet in het plan."
    return text


def _blind(rows: PageRows) -> tuple[str, ...]:
    spots = list(BLIND_SPOTS)
    unknown = sum(point.document.speakers is None for point in rows.points)
    if unknown:
        spots.insert(
            1,
            f"Van {wording.counted(unknown, *shared.POINTS)} weten we niet wie het zei. "
            "Denk dus niet: dit zeggen inwoners.",
        )
    return tuple(spots)


def account(rows: PageRows) -> list[tuple[str, int, str]]:
    """The sums of a run: what, how many, and the parts that it is made of."""
    ledger: dict[str, Any] = rows.tables.manifest.get("ledger") or {}
    counts = found_counts(rows.points)
    n = len(rows.points)
    without = len(rows.without_theme)
    result = []
    if ledger:
        roles = {"input": "inbreng", "policy": "plan", "advice": "advies", "response": "antwoord", "other": "overig"}
        refused = ledger["n_refused"]
        result.append(("Bestanden", ledger["n_files"], f"{ledger['n_files'] - refused} gelezen + {refused} geweigerd"))
        by_role = [f"{ledger['documents_by_role'].get(role, 0)} {roles[role]}" for role in ROLES]
        result.append(("Documenten", ledger["n_documents"], " + ".join(by_role)))
        kinds = [f"{number} {shared.KIND[kind]}" for kind, number in ledger["input_by_kind"].items()]
        result.append(("Stukken tekst in de verslagen", sum(ledger["input_by_kind"].values()), " + ".join(kinds)))
    result.append(("Punten en thema's", n, f"{n - without} met een thema + {without} nog niet ingedeeld"))
    found = [f"{number} {shared.FOUND[key].lower()}" for key, number in counts.items()]
    result.append(("Punten en het plan", n, " + ".join(found)))
    return result
