"""What stands in the workbook: names of its sheets, heads of its columns, how to fill it in.

Sheets and columns are found back by these names when a filled-in workbook is read, and by the values to choose in
`themes.words.shared`: a workbook is read back in the language in which it was made.
"""

from __future__ import annotations

from themes.words import shared

# -- sheets and their columns ---------------------------------------------------------------------------------------

READ_ME = "Leesmij"
LISTS = "Lijsten"
YOUR_NAME = "Uw naam"
STILL_RIGHT = "Klopt dit nog?"
REACTIONS = "Reactietabel"
MEETING_DATE_PLACE = "Bijeenkomst, datum, plek in verslag"
HOW_OFTEN = "Hoe vaak genoemd (in hoeveel bijeenkomsten)"
PLACE_IN_PLAN_FULL = "Plek in plan (doelnr., titel, pagina)"
TEXT_IN_PLAN = "Tekst in plan"
CERTAINTY = "Zekerheid"
CHECKED_BY = "Gecontroleerd door, datum"
NO_POINTS = "Er zijn geen punten gevonden."
CHECKLIST = "Controlelijst ASD"
WHAT_WAS_SAID = "Wat is er gezegd?"
WHO_AND_WHEN = "Wie en wanneer?"
IN_PLAN = "Staat het in het plan?"
WHERE = "Waar? (pagina en zin)"
MUNICIPALITY_SAYS = "Wat zegt de gemeente?"
OUR_OPINION = "Ons oordeel"
OUR_REMARK = "Onze vraag of opmerking"
ADVICE = "Adviezen en antwoorden"
ADVICE_NUMBER = "Nr advies"
OUR_ADVICE = "Ons advies (letterlijk)"
PART_OF_LETTER = "Waar in de brief"
ANSWER = "Antwoord van het college (letterlijk)"
ANSWER_KIND = "Soort antwoord"
PLACE = "Plek"
NO_ADVICE = "Er zijn geen adviezen gevonden."
THEMES = "Thema's"
GROUP = "Groep"
NO_THEMES = "Er zijn geen thema's gevonden."
MISSING = "Niet gevonden"
SEARCHED = "Gezocht met de woorden"
NEAREST_1 = "Lijkt het meest 1"
NEAREST_2 = "Lijkt het meest 2"
NEAREST_3 = "Lijkt het meest 3"
ACCEPT_MISSING = "Is het goed dat dit niet in het plan staat?"
WHY = "Waarom"
NONE_MISSING = "Alle punten zijn in het plan gevonden of moeten nog worden gecontroleerd."
GOALS = "Doelen zonder inbreng"
KIND = "Soort"
NUMBER_IN_PLAN = "Nr in plan"
GOAL_OR_RESULT = "Doel of resultaat"
PART_OF = "Hoort bij"
ACCEPT_GOAL = "Is het goed dat hier geen inbreng bij is?"
NO_GOALS = "Bij elk doel is inbreng gevonden, of er is geen plan."
SHORT_NAME = "Korte naam"
DEFINITION = "Definitie"
INCLUDE = "Wel coderen als"
EXCLUDE = "Niet coderen als"
ANCHOR = "Ankervoorbeeld"
BORDERLINE = "Grensgeval"
KEYWORDS = "Trefwoorden (hulp)"
PARENT = "Bovenliggend thema"
NO_CODES = "Het codeboek is leeg."
PROGRAM_SAYS = "Wat het programma zegt"
PLACE_IN_PLAN = "Plek in plan"
IS_RIGHT = "Klopt dit?"
REMARK = "Opmerking"
NO_SAMPLE = "Er zijn geen punten om te controleren."
LEFT_OUT = "Niet meegeteld"
TEXT = "Tekst (letterlijk)"
MEETING_AND_DATE = "Bijeenkomst, datum"
NONE_LEFT_OUT = "Alle tekst in de verslagen is een punt."
PART = "Onderdeel"
VALUE = "Waarde"
FILL = " (invullen)"  # behind the name of a column to fill in
WIPE = "wissen"  # what to type to take an earlier value away

USE = {
    REACTIONS: "Voor de gemeente: alle punten, wat het plan ervan zegt, en ruimte voor uw reactie.",
    CHECKLIST: "Voor de adviesraad: alle punten, met ruimte voor uw oordeel en uw vraag.",
    ADVICE: "Elk advies met het antwoord van het college.",
    THEMES: "Hoeveel punten er bij elk thema horen.",
    MISSING: "Punten die niet in het plan staan, met de zinnen die er het meest op lijken.",
    GOALS: "Doelen en resultaten waar geen enkel punt bij past.",
    shared.CODEBOOK: (
        "Wat elk thema betekent en wanneer een punt erbij hoort. Alle trefwoorden staan ook in codebook.yml."
    ),
    shared.SAMPLE: "Punten die met de hand zijn na te kijken. Zo ziet u of het programma goed zoekt.",
    LEFT_OUT: "Alle andere tekst uit de verslagen: vragen, kopjes, zinnen over de bijeenkomst zelf.",
    shared.ACCOUNT: "De sommen, de bestanden en de versies.",
}

# -- Leesmij --------------------------------------------------------------------------------------------------------

FILL_HEAD = "Zo vult u dit werkboek in"
FIRST_YOUR_NAME = "Vul hieronder eerst uw naam in."
FILL_YELLOW = "Vul alleen de gele kolommen in. Daar staat ‘{mark}’ bij de naam."
FILL_CHOICE = "Kies waar dat kan een waarde uit de lijst in de cel."
FILL_WIPE = "Wilt u een eerder antwoord weghalen? Typ dan ‘{word}’ in de cel."
FILL_SORT = "U mag sorteren, filteren, rijen weghalen en rijen toevoegen. Laat de verborgen kolommen staan."
FILL_RETURN = "Bewaar het bestand en stuur het terug. Wat u invult, staat ook in het volgende werkboek."
SHEETS_HEAD = "De bladen"
FOUND_HEAD = "Wat betekent ‘Gevonden in plan’?"
CERTAINTY_HEAD = "Wat betekent ‘Zekerheid’?"
EXPLANATION = "Uitleg"
OUTCOME = "Uitkomst"
NOT_FILLED = "Nog niet ingevuld."
DOCUMENT = "Document: {role}"
MADE_ON = "Gemaakt op"
FILE_DIGEST = "Kenmerk van bestand"
LINES = "{file}, regel {first} tot en met {last}"
CHECKED_POINTS = ("nagekeken punt", "nagekeken punten")
SAMPLE_RIGHT = "In {right} van de {checked} klopte het."
SAMPLE_UNKNOWN = "Bij {points} wist de lezer het niet."

# -- the file -------------------------------------------------------------------------------------------------------

TITLE = "Werkboek inbreng {municipality}"
VALUE_UNKNOWN = "Onbekende waarde"
CHOOSE_FROM_LIST = "Kies een waarde uit de lijst."
SAMPLE_FOUND = "Gevonden"
NEAREST = "Lijkt het meest: {text}"
