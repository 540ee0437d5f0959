"""The words that municipal users read in every report: one name for one thing, plain Dutch (B1), in one place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

# What the plan says of a point (`Trace.found`), from strong to weak.
FOUND: dict[str, str] = {
    "result": "Gevonden als doel of resultaat",
    "partly": "Gevonden voor een deel",
    "approach": "Alleen genoemd in de uitleg",
    "none": "Niet gevonden",
    "unsure": "Nog controleren",
}
FOUND_MEANING: dict[str, str] = {
    "result": "Een doel, uitwerking, resultaat of indicator in het plan gaat hierover.",
    "partly": "Een doel of resultaat gaat over een deel van het punt, of is vager.",
    "approach": "Het plan noemt het in de tekst eromheen, maar er is geen doel of resultaat over.",
    "none": "We vonden in het plan geen zin die hierover gaat.",
    "unsure": "Het programma kan niet kiezen. Iemand moet dit nakijken.",
}
FOUND_SIGN: dict[str, str] = {"result": "●", "partly": "◐", "approach": "◔", "none": "○", "unsure": "?"}

# Levels of a plan (`Goal.level`), and a passage that is no goal.
LEVEL: dict[str, str] = {
    "programme": "Programma",
    "effect": "Maatschappelijk effect",
    "goal": "Doel",
    "elaboration": "Uitwerking",
    "result": "Resultaat",
    "indicator": "Indicator",
    "activity": "Activiteit",
    "approach": "Uitleg",
}

ROLE: dict[str, str] = {
    "input": "Inbreng",
    "policy": "Plan",
    "advice": "Advies",
    "response": "Antwoord",
    "other": "Overig",
}
ADVICE_PART = {"advies": "In de adviezen", "toelichting": "In de toelichting", "prioriteit": "Lijst van prioriteiten"}
ASKS_AGAIN = "Veranderd na uw keuze: {what}. Klopt uw keuze nog?"
ANSWER: dict[str, str] = {
    "changed": "Ja, aangepast",
    "rejected": "Nee, met reden",
    "explained": "Uitleg zonder besluit",
    "later": "Komt later",
    "none": "Geen antwoord gevonden",
}
ADVICE_KIND: dict[str, str] = {
    "advies": "Advies",
    "ontbreekt": "Ontbreekt volgens de adviesraad",
    "meer-uitwerking": "Meer uitwerking gevraagd",
    "zorg": "Zorg",
}
KIND: dict[str, str] = {
    "heading": "kop",
    "statement": "punt",
    "question": "vraag",
    "lead_in": "aanloop naar een lijst",
    "meta": "over de bijeenkomst zelf",
    "noise": "losse tekens of leesfout",
    "table_cell": "cel van een tabel",
}
STANCE: dict[str, str] = {
    "problem": "probleem of signaal",
    "proposal": "wens of idee",
    "example": "voorbeeld",
    "observation": "waarneming",
}
SEVERITY: dict[str, str] = {"error": "Fout", "warning": "Let op", "note": "Opmerking"}

# What people choose in the workbook.
HANDLING: tuple[str, ...] = (
    "Overgenomen",
    "Gedeeltelijk overgenomen",
    "Was al beleid",
    "Niet overgenomen",
    "Valt buiten dit plan, doorgegeven aan ...",
    "Nog te besluiten",
)
OPINION: tuple[str, ...] = ("Eens", "Deels eens", "Niet eens", "Bespreken")
TO_ASK: tuple[str, ...] = ("Niet eens", "Bespreken")  # opinions that become a question to the municipality
YES_NO: tuple[str, ...] = ("Ja", "Nee")
SAMPLE_OPINION: tuple[str, ...] = ("Klopt", "Klopt niet", "Weet ik niet")
CERTAINTY: tuple[str, ...] = ("Hoog", "Middel", "Laag")
CERTAINTY_MEANING: tuple[str, ...] = (
    "Hoog: het punt en het plan delen een thema en ook woorden. Of: we vonden niets, en niets lijkt erop.",
    "Middel: het punt en het plan delen alleen een thema of alleen woorden. Of: we vonden niets, maar iets lijkt erop.",
    "Laag: het programma kan niet kiezen. Kijk dit altijd na.",
)

NOT_FILLED = "nog niet ingevuld"
LAYERS: tuple[tuple[str, str, str], ...] = (
    ("Gevonden in plan", "het programma", "Lijkt een zin in het plan op het punt? De zekerheid staat erbij."),
    ("Verwerking", "de gemeente", "Wat doet de gemeente met het punt, en waarom?"),
    ("Oordeel", "de adviesraad", "Wat vindt de adviesraad daarvan?"),
)

UNKNOWN_SPEAKER = "Onbekend"
NO_THEME = "Nog niet ingedeeld"
COUNT_NOTE = "Aantallen zeggen niets over belang. Hetzelfde punt kan onder meer thema's vallen."
NOT_ADOPTED_NOTE = (
    "Gevonden in het plan betekent niet: overgenomen. Het programma ziet alleen of de teksten over hetzelfde gaan. "
    "Of een punt het plan heeft veranderd, kan alleen een mens zeggen."
)

COPY: dict[str, str] = {
    "public": "Openbare versie. Namen, adressen en telefoonnummers zijn weggehaald.",
    "internal": "Interne versie. Hier kunnen namen van mensen in staan. Zet deze versie niet op internet.",
}


def copy_text(manifest: Mapping[str, object]) -> str:
    """Which of the two copies this is, in a sentence."""
    return COPY["public" if manifest.get("copy") == "public" else "internal"]


_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def date_text(iso: str | None) -> str:
    """An ISO date as people write it; other text as it is, nothing for None.

    >>> date_text("2025-03-06")
    '6 maart 2025'
    """
    if not iso:
        return ""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "punt", "punten"), counted(0, "punt", "punten")
    ('1 punt', '0 punten')
    """
    return f"{number} {one if number == 1 else many}"


def listed(parts: list[str], last: str = "en") -> str:
    """Parts joined as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b en c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def place_text(source: str, page: int | None, line: int | None) -> str:
    """Where words stand: file, page when it is known, line.

    >>> place_text("verslag.pdf", 3, 41), place_text("verslag.txt", None, 41)
    ('verslag.pdf, pagina 3, regel 41', 'verslag.txt, regel 41')
    """
    parts = [source, f"pagina {page}" if page else "", f"regel {line}" if line else ""]
    return ", ".join(part for part in parts if part)
