"""What the page for everyone says: its sections, tables and notes, and the sentences of its first A4.

Names that end in `_HTML` hold marks of the page: leave what stands between < and > as it is.
"""

from __future__ import annotations

# -- the A4 ---------------------------------------------------------------------------------------------------------

MADE = "Gemaakt met het computerprogramma Themes (versie {version})"
MADE_BY = "Gemaakt door {author}, met het computerprogramma Themes (versie {version})"
REPORTS_OF_DAY = "{reports} van {day}"
REPORTS_OF_DAYS = "{reports} van {first} tot en met {last}"
COLLECTED = ("In {reports} staat {n} punt.", "In {reports} staan {n} punten.")
REPEATED = "Daarvan herhalen er {n} een punt dat al eerder is genoemd; die tellen wel mee."
SPOKEN_UNKNOWN = (
    "Van {n} punt zegt het verslag niet wie er sprak.",
    "Van {n} punten zegt het verslag niet wie er sprak.",
)
NO_RESIDENTS = "Geen verslag zegt dat inwoners zelf spraken."
TRACED = "Van deze {n} punten: {parts}."
TRACED_PARTS = {
    "result": ("{n} vonden we in het plan terug als doel of resultaat",) * 2,
    "partly": ("{n} vonden we voor een deel",) * 2,
    "approach": ("{n} wordt alleen genoemd in de uitleg", "{n} worden alleen genoemd in de uitleg"),
    "none": ("{n} vonden we niet",) * 2,
    "unsure": ("{n} moet iemand nog controleren",) * 2,
}
CHANGES = ("wijziging", "wijzigingen")
CLAIMS = "Het college noemt {changes}. Daarvan vonden we er {missing} niet in het plan."
BLIND_SPEAKERS = (
    "Van {n} punt weten we niet wie het zei. Denk dus niet: dit zeggen inwoners.",
    "Van {n} punten weten we niet wie het zei. Denk dus niet: dit zeggen inwoners.",
)
ROLES = {"input": "inbreng", "policy": "plan", "advice": "advies", "response": "antwoord", "other": "overig"}
BLIND_SPOTS = (
    "Het programma ziet alleen wat in de bestanden staat. Wat wel is gezegd maar niet is opgeschreven, ziet het niet.",
    "Een verslag is gemaakt door een notulist. Het zijn niet altijd de woorden van de spreker zelf.",
    "Het programma vergelijkt woorden en betekenis. Het kan zich vergissen: een punt kan in het plan staan met heel "
    "andere woorden, of alleen lijken op een zin in het plan.",
    "Het programma weet niet waarom iets in het plan staat. Het weet dus ook niet of dat door de inbreng komt.",
    "Het programma ziet niet wat de gemeente doet buiten deze plannen.",
)
NO_INPUT = "Er is geen inbreng gevonden."
NOBODY_NAMED = "Wie er sprak, staat niet in de verslagen."
SPOKEN = "Volgens de verslagen spraken: {names}."
NO_PLAN = "In deze map staat geen plan met doelen. Daarom is nog niets teruggezocht."
MUNICIPALITY_UNKNOWN = "Gemeente niet bekend"
NO_PLAN_FOUND = "geen plan gevonden"
ADVISED = "De adviesraad noemde {points} in het advies. Het antwoord van het college: {answers}."
FILES = "Bestanden"
FILES_READ = "{read} gelezen + {refused} geweigerd"
DOCUMENTS = "Documenten"
STRETCHES = "Stukken tekst in de verslagen"
POINTS_AND_THEMES = "Punten en thema's"
WITH_THEME = "{n} met een thema + {without} nog niet ingedeeld"
POINTS_AND_PLAN = "Punten en het plan"

# -- points, themes and plans ---------------------------------------------------------------------------------------

PLAN_WITHOUT_TITLE = "Plan zonder titel"
TITLE_OF = "{title} (gemeente {municipality})"
VERSION_IS = "versie: {version}"
NOT_NAMED = "niet genoemd"
BY_WORDS = "door de woorden {quotes}"
CHOSEN_BY = "gekozen door {name}"
BY_CONTEXT = "door de zin ervoor of het kopje erboven"
GOALS_ABOUT = "Hierover gaan: {names}."
GOALS_ABOUT_MORE = "Hierover gaan: {names} en {n} andere."
THEME_IN_APPROACH = "Het plan noemt dit thema in de uitleg, maar er is geen doel of resultaat over."
FOR_EXAMPLE = "Bijvoorbeeld: {quote}."
NO_CHANGE_CLAIMED = "Het antwoord noemt geen wijziging."
CLAIM_FOUND = "Ja, we vonden een zin in het plan die hierbij past."
CLAIM_MISSING = "Niet gevonden in het plan."
EXAMPLE_WORD = "‘vervoer’"
CHANGE_KINDS = {"added": "Nieuw", "removed": "Vervallen", "changed": "Anders opgeschreven"}
TREE_TITLE = "Doelenboom van {goal}"
TREE_DESCRIPTION = (
    "Boom van links naar rechts. Onder het eerste vak staan {boxes} met uitwerkingen en resultaten. In elk vak staat "
    "hoeveel punten uit de inbreng daar of eronder zijn gevonden. De lijst bij deze tekening zegt hetzelfde in woorden."
)
BOXES = ("vak", "vakken")
