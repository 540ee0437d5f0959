"""The fixed vocabulary of every report: one name for one thing, and what people can choose.

What people choose (`HANDLING`, `OPINION`, `YES_NO`, `SAMPLE_OPINION`) is read back from the files that they return and
kept in the corpus folder: a list that was handed out in one language is read back in that language.
"""

from __future__ import annotations

# -- nouns: one, more -------------------------------------------------------------------------------------------

POINTS = ("punt", "punten")
REPORTS = ("verslag", "verslagen")
MEETINGS = ("bijeenkomst", "bijeenkomsten")
AND = "en"
OR = "of"

# -- what the plan says of a point (`Trace.found`), from strong to weak ---------------------------------------------

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

# -- names of what the tables hold ------------------------------------------------------------------------------

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
ADVICE_PART: dict[str, str] = {
    "advies": "In de adviezen",
    "toelichting": "In de toelichting",
    "prioriteit": "Lijst van prioriteiten",
}
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

# -- what people choose -------------------------------------------------------------------------------------------

TAKEN_OVER = "Overgenomen"
TAKEN_PARTLY = "Gedeeltelijk overgenomen"
PASSED_ON = "Valt buiten dit plan"
TO_DECIDE = "Nog te besluiten"
HANDLING: tuple[str, ...] = (
    TAKEN_OVER,
    TAKEN_PARTLY,
    "Was al beleid",
    "Niet overgenomen",
    f"{PASSED_ON}, doorgegeven aan ...",
    TO_DECIDE,
)
DISAGREE, DISCUSS = "Niet eens", "Bespreken"
OPINION: tuple[str, ...] = ("Eens", "Deels eens", DISAGREE, DISCUSS)
TO_ASK: tuple[str, ...] = (DISAGREE, DISCUSS)  # opinions that become a question to the municipality
YES = "Ja"
YES_NO: tuple[str, ...] = (YES, "Nee")
SAMPLE_OPINION: tuple[str, ...] = ("Klopt", "Klopt niet", "Weet ik niet")
CERTAINTY: tuple[str, ...] = ("Hoog", "Middel", "Laag")
CERTAINTY_MEANING: tuple[str, ...] = (
    "Hoog: het punt en het plan delen een thema en ook woorden. Of: we vonden niets, en niets lijkt erop.",
    "Middel: het punt en het plan delen alleen een thema of alleen woorden. Of: we vonden niets, maar iets lijkt erop.",
    "Laag: het programma kan niet kiezen. Kijk dit altijd na.",
)
NOT_FILLED = "nog niet ingevuld"
ASKS_AGAIN = "Veranderd na uw keuze: {what}. Klopt uw keuze nog?"

# -- heads of columns, in workbook and Word files -----------------------------------------------------------------

NUMBER = "Nr"
THEME = "Thema"
N_POINTS = "Aantal punten"
N_MEETINGS = "In hoeveel bijeenkomsten"
WHO_SPOKE = "Wie sprak?"
WHO_SPOKE_COUNTED = "Wie sprak? (aantal punten)"
EXAMPLE = "Voorbeeld (letterlijk, met nr)"
INPUT = "Inbreng (letterlijk)"
IN_PLAN = "Gevonden in plan"
REACTION = "Reactie gemeente"
HANDLED = "Verwerking"
CHANGED = "Wat is aangepast en waar"
REASON = "Reden"
CODE = "Code"
ATTENTION = "Let op"
MEETING = "Bijeenkomst"
DATE = "Datum"
MUNICIPALITY = "Gemeente"
FILE = "Bestand"
PLAN = "Plan"
VERSION = "Versie"
WHAT = "Wat"
IN_PLAN_NOW = "Staat het nu in het plan?"

# -- what stands in every report ------------------------------------------------------------------------------------

BLIND_HEAD = "Wat het programma niet ziet"
MADE_BY_ON = "{made_by}, op {day}."
TITLE = "Wat is er met de inbreng gebeurd?"
UNKNOWN_SPEAKER = "Onbekend"
NOT_NAMED = "Niet genoemd"
NO_THEME = "Nog niet ingedeeld"
LAYERS: tuple[tuple[str, str, str], ...] = (
    (IN_PLAN, "het programma", "Lijkt een zin in het plan op het punt? De zekerheid staat erbij."),
    (HANDLED, "de gemeente", "Wat doet de gemeente met het punt, en waarom?"),
    ("Oordeel", "de adviesraad", "Wat vindt de adviesraad daarvan?"),
)
COUNT_NOTE = "Aantallen zeggen niets over belang. Hetzelfde punt kan onder meer thema's vallen."
NOT_ADOPTED_NOTE = (
    "Gevonden in het plan betekent niet: overgenomen. Het programma ziet alleen of de teksten over hetzelfde gaan. "
    "Of een punt het plan heeft veranderd, kan alleen een mens zeggen."
)
COPY: dict[str, str] = {
    "public": "Openbare versie. Namen, adressen en telefoonnummers van mensen zijn weggehaald.",
    "internal": "Interne versie. Hier kunnen namen van mensen in staan. Zet deze versie niet op internet.",
}

# -- dates, places and quotes ---------------------------------------------------------------------------------------

DAY = "{day} {month} {year}"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
ON_PAGE = "pagina {n}"
ON_LINE = "regel {n}"
ON_SHORT_PAGE = "blz. {n}"
QUOTED = "‘{text}’"
QUOTED_AT = "‘{text}’ ({where})"
TIMES = "{n} keer ‘{name}’"
HOW_OFTEN = "{n} keer, in {meetings}"
PLAN_LETTER = "plan {letter}"
NO_PLAN = "geen plan"
SOURCE = "Bron: {reports}; plan: {plan}; codeboek versie {version}; gemaakt op {day}."
SOURCE_CLEANED = "Bron: {reports}; plan: {plan}; codeboek versie {version}; gemaakt op {day}, namen weggehaald."
SHEET_OF = "Blad &P van &N"  # &P and &N become numbers
DID_YOU_MEAN = "Bedoelt u ‘{name}’?"
CHOOSE_FROM = "Kies uit: {names}."

# -- how it was made ------------------------------------------------------------------------------------------------

VERSIONS = "Versies"
CODEBOOK = "Codeboek"
CODEBOOK_VERSION = "versie {version}, kenmerk {digest}"
LANGUAGE = "Nederlandse taal"
SENTENCE_MEANING = "Betekenis van zinnen"
SEED = "Startgetal voor loten"
SUMS = "Sommen"
SAMPLE = "Steekproef"
ACCOUNT = "Verantwoording"
