"""The sheets that explain: Leesmij (how to use the workbook) and Verantwoording (sums, files, versions, sample)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from themes.report import wording
from themes.report.page_summary import account, summarise
from themes.report.people import People
from themes.report.sheets import ACCOUNT, FILL, LAYOUTS, WIPE, Sheet
from themes.report.work_rows import WorkRows
from themes.words import shared

SHEET_USE = {
    "Reactietabel": "Voor de gemeente: alle punten, wat het plan ervan zegt, en ruimte voor uw reactie.",
    "Controlelijst ASD": "Voor de adviesraad: alle punten, met ruimte voor uw oordeel en uw vraag.",
    "Adviezen en antwoorden": "Elk advies met het antwoord van het college.",
    "Thema's": "Hoeveel punten er bij elk thema horen.",
    "Niet gevonden": "Punten die niet in het plan staan, met de zinnen die er het meest op lijken.",
    "Doelen zonder inbreng": "Doelen en resultaten waar geen enkel punt bij past.",
    "Codeboek": "Wat elk thema betekent en wanneer een punt erbij hoort.",
    "Steekproef": "Punten die met de hand zijn na te kijken. Zo ziet u of het programma goed zoekt.",
    "Niet meegeteld": "Alle andere tekst uit de verslagen: vragen, kopjes, zinnen over de bijeenkomst zelf.",
    "Verantwoording": "De sommen, de bestanden en de versies.",
}


def read_me(rows: WorkRows) -> list[tuple[str, str]]:
    """Lines of Leesmij: (text, style), where style is title, head, text or sheet (name: use)."""
    summary = summarise(rows.page)
    lines = [(f"{summary.title}{' ' + rows.municipality if rows.municipality else ''}", "title")]
    lines += [(wording.copy_text(rows.tables.manifest), "head")]
    lines += [(f"{summary.made_by}, op {summary.made_on}.", "text")]
    lines += [(sentence, "text") for sentence in summary.sentences]
    lines += [(shared.NOT_ADOPTED_NOTE, "text"), (shared.COUNT_NOTE, "text"), ("Zo vult u dit werkboek in", "head")]
    lines += [
        ("Vul hieronder eerst uw naam in.", "text"),
        (f"Vul alleen de gele kolommen in. Daar staat ‘{FILL.strip()}’ bij de naam.", "text"),
        ("Kies waar dat kan een waarde uit de lijst in de cel.", "text"),
        (f"Wilt u een eerder antwoord weghalen? Typ dan ‘{WIPE}’ in de cel.", "text"),
        ("U mag sorteren, filteren, rijen weghalen en rijen toevoegen. Laat de verborgen kolommen staan.", "text"),
        ("Bewaar het bestand en stuur het terug. Wat u invult, staat ook in het volgende werkboek.", "text"),
        ("De bladen", "head"),
    ]
    lines += [(f"{layout.name}: {SHEET_USE[layout.name]}", "text") for layout in LAYOUTS]
    lines += [("Wat betekent ‘Gevonden in plan’?", "head")]
    lines += [(f"{shared.FOUND[key]}: {meaning}", "text") for key, meaning in shared.FOUND_MEANING.items()]
    lines += [("Wat betekent ‘Zekerheid’?", "head")]
    lines += [(text, "text") for text in shared.CERTAINTY_MEANING]
    lines += [("Wat het programma niet ziet", "head"), *((text, "text") for text in summary.blind)]
    return lines


def sample_sentence(people: People) -> str:
    """The outcome of the sample in a sentence; '' when nobody checked a row."""
    counts = Counter(entry.value for entry in people.of_kind("sample") if entry.field == "right")
    right, wrong, unknown = (counts[name] for name in shared.SAMPLE_OPINION)
    total = right + wrong + unknown
    if not total:
        return ""
    text = f"In {right} van de {wording.counted(total, 'nagekeken punt', 'nagekeken punten')} klopte het."
    if unknown:
        text += f" Bij {wording.counted(unknown, *shared.POINTS)} wist de lezer het niet."
    return text


def account_sheet(rows: WorkRows, people: People) -> Sheet:
    """Verantwoording: every sum, file and version of the run."""
    manifest = rows.tables.manifest
    made: list[tuple[str, str, Any]] = []
    made += [("Sommen", what, f"{n} = {parts}") for what, n, parts in account(rows.page)]
    if rows.advice:
        counts = Counter(row.advice.answer for row in rows.advice)
        parts = " + ".join(f"{counts[key]} {name.lower()}" for key, name in shared.ANSWER.items())
        made.append(("Sommen", "Adviezen en antwoorden", f"{len(rows.advice)} = {parts}"))
    made.append(("Sommen", "Uitleg", shared.COUNT_NOTE))
    made.append(("Steekproef", "Uitkomst", sample_sentence(people) or "Nog niet ingevuld."))
    for document in rows.tables.documents:
        version = f", {document.version}" if document.version else ""
        day = f", {wording.date_text(document.held_on)}" if document.held_on else ""
        place = f"{document.source}, regel {document.line_start} tot en met {document.line_end}"
        title = document.title or document.meeting or document.source
        made.append((f"Document: {shared.ROLE[document.role].lower()}", f"{title}{version}{day}", place))
    for finding in rows.tables.findings:
        message = f"{finding.message} {finding.remedy}".strip()
        made.append((shared.SEVERITY[finding.severity], finding.key or finding.table, message))
    made += _versions(manifest)
    return Sheet(ACCOUNT, [{"group": group, "what": what, "value": value} for group, what, value in made])


def _versions(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    codebook = manifest.get("codebook") or {}
    made = [
        ("Versies", "Themes", str(manifest.get("themes", ""))),
        ("Versies", "Gemaakt op", str(manifest.get("made_on", ""))),
        ("Versies", "Codeboek", f"versie {codebook.get('version')}, kenmerk {codebook.get('digest')}"),
        ("Versies", "Nederlandse taal", str(manifest.get("pipeline", ""))),
        ("Versies", "Betekenis van zinnen", str(manifest.get("encoder", ""))),
        ("Versies", "Startgetal voor loten", str(manifest.get("seed", ""))),
    ]
    made += [("Versies", name, str(value)) for name, value in (manifest.get("libraries") or {}).items()]
    made += [("Kenmerk van bestand", name, str(value)) for name, value in (manifest.get("inputs") or {}).items()]
    return made
