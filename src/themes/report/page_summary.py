"""The A4 of the page: what happened to the input, in sentences whose counts add up."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

from themes.records import ROLES, Document
from themes.report import wording
from themes.report.page_rows import PageRows, found_counts, speaker_counts
from themes.words import page as words
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
    made_by = words.MADE_BY if author else words.MADE
    return Summary(
        title=shared.TITLE,
        municipality=municipality,
        made_on=wording.date_text(manifest.get("made_on")),
        made_by=made_by.format(author=author, version=version),
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
    reports = wording.counted(len(documents), *shared.REPORTS)
    if len(days) == 1:
        reports = words.REPORTS_OF_DAY.format(reports=reports, day=wording.date_text(days[0]))
    elif days:
        first, last = wording.date_text(days[0]), wording.date_text(days[-1])
        reports = words.REPORTS_OF_DAYS.format(reports=reports, first=first, last=last)
    text = wording.told(n_points, words.COLLECTED, reports=reports)
    if n_repeats:
        text += " " + words.REPEATED.format(n=n_repeats)
    return text


def _spoken(rows: PageRows) -> str:
    """Who spoke, in a sentence that never takes residents for granted."""
    groups = speaker_counts(rows.points)
    known = [
        f"{wording.group_name(name)} ({wording.counted(n, *shared.POINTS)})"
        for name, n in groups
        if name != shared.UNKNOWN_SPEAKER
    ]
    unknown = sum(n for name, n in groups if name == shared.UNKNOWN_SPEAKER)
    if not groups:
        return words.NO_INPUT
    if not known:
        return words.NOBODY_NAMED
    text = words.SPOKEN.format(names=wording.listed(known))
    if unknown:
        text += " " + wording.told(unknown, words.SPOKEN_UNKNOWN)
    if not any(stem in name.lower() for name, _ in groups for stem in RESIDENTS):
        text += " " + words.NO_RESIDENTS
    return text


def _repeats(rows: PageRows) -> int:
    """Points that say again what an earlier point says."""
    own = {point.unit.unit_id for point in rows.points}
    return sum(point.unit.repeat_of in own for point in rows.points)


def _traced(counts: dict[str, int], rows: PageRows) -> str:
    total = sum(counts.values())
    if not rows.programmes:
        return words.NO_PLAN
    parts = [wording.told(counts[key], forms) for key, forms in words.TRACED_PARTS.items()]
    return words.TRACED.format(n=total, parts=wording.listed(parts))


def _places(rows: PageRows) -> list[tuple[str, int, str]]:
    """Per municipality its points and the plans they are held against."""
    counts = Counter(point.document.municipality or "" for point in rows.points)
    plans: dict[str, list[str]] = {}
    for goal in rows.programmes:
        if goal.programme_id in rows.current:
            plans.setdefault(goal.municipality or "", []).append(goal.text)
    names = sorted({*counts, *plans}, key=lambda name: (not name, name))
    return [
        (name or words.MUNICIPALITY_UNKNOWN, counts[name], wording.listed(plans.get(name, [])) or words.NO_PLAN_FOUND)
        for name in names
    ]


def _advised(rows: PageRows) -> str:
    if not rows.advice:
        return ""
    counts = Counter(row.advice.answer for row in rows.advice)
    parts = [shared.TIMES.format(n=counts[key], name=name) for key, name in shared.ANSWER.items()]
    total = wording.counted(len(rows.advice), *shared.POINTS)
    text = words.ADVISED.format(points=total, answers=wording.listed(parts))
    claims = [row for row in rows.advice if row.advice.claim is not None]
    missing = sum(row.advice.claim_found is False for row in claims)
    if claims:
        named = wording.counted(len(claims), *words.CHANGES)
        text += " " + words.CLAIMS.format(changes=named, missing=missing)
    return text


def _blind(rows: PageRows) -> tuple[str, ...]:
    spots = list(words.BLIND_SPOTS)
    unknown = sum(point.document.speakers is None for point in rows.points)
    if unknown:
        spots.insert(
            1,
            wording.told(unknown, words.BLIND_SPEAKERS),
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
        refused = ledger["n_refused"]
        files = words.FILES_READ.format(read=ledger["n_files"] - refused, refused=refused)
        result.append((words.FILES, ledger["n_files"], files))
        by_role = [f"{ledger['documents_by_role'].get(role, 0)} {words.ROLES[role]}" for role in ROLES]
        result.append((words.DOCUMENTS, ledger["n_documents"], " + ".join(by_role)))
        kinds = [f"{number} {shared.KIND[kind]}" for kind, number in ledger["input_by_kind"].items()]
        result.append((words.STRETCHES, sum(ledger["input_by_kind"].values()), " + ".join(kinds)))
    result.append((words.POINTS_AND_THEMES, n, words.WITH_THEME.format(n=n - without, without=without)))
    found = [f"{number} {shared.FOUND[key].lower()}" for key, number in counts.items()]
    result.append((words.POINTS_AND_PLAN, n, " + ".join(found)))
    return result
