"""What the Word files say: reactienota, participatieparagraaf, terugkoppeling, vragen aan het college, methods."""

from __future__ import annotations

from themes.words import shared

# -- participatieparagraaf ------------------------------------------------------------------------------------------

TO_WRITE = "[Vul aan: {what}]"
WRITE_INVITED = "hoe mensen zijn uitgenodigd en hoe er is gepraat"
WRITE_AGREED = "waar mensen het over eens waren, en waarover niet"
WRITE_MISSING = "welke groepen er niet bij waren en wat u daaraan doet"
WRITE_CONTACT = "naam, telefoonnummer en mailadres van de gemeente"
WRITE_QUESTION = "uw vraag"
SPEAKERS_UNKNOWN = ("{n} verslag zegt niet wie er sprak.", "{n} verslagen zeggen niet wie er sprak.")
PARTICIPATION = "Participatieparagraaf {municipality}"
FIRST_VERSION = (
    "Dit is een eerste versie van de tekst. De cijfers komen uit de verslagen. Vul aan wat tussen haken staat."
)
WHO_WHEN_HOW = "Wie heeft meegepraat, wanneer en hoe?"
MEETINGS_TABLE = "Bijeenkomsten en verslagen"
NOT_KNOWN = "Niet bekend"
WHAT_CAME_OUT = "Wat hebben we opgehaald?"
POINTS_BY_THEME = "Aantal punten per thema"
WHAT_IN_PLAN = "Wat staat daarvan in het plan?"
WHAT_DONE = "Wat deed de gemeente ermee, en wat niet?"
WHO_MISSING = "Wie ontbrak?"
NONE_HANDLED = "De gemeente heeft nog niet ingevuld wat zij met de punten doet. Dat kan in het werkboek."
NOT_FILLED = "Nog niet ingevuld"
HANDLING_TABLE = "Verwerking van de {n} punten"
NUMBERS = "Nummers"

# -- terugkoppeling deelnemers ---------------------------------------------------------------------------------------

YOU_SPOKE_ON = "U praatte mee op {day}. Dank u wel."
YOU_SPOKE = "U praatte mee. Dank u wel."
YOUR_POINTS = ("In het verslag staat {n} punt.", "In het verslag staan {n} punten.")
FEEDBACK = "Wat is er met uw inbreng gebeurd? {meeting}"
SOUGHT = "Wij zochten alle punten terug in het plan: {counts}."
SPEAKERS_HERE = "Wie er sprak, volgens het verslag: {who}."
SPEAKERS_HERE_UNKNOWN = "Het verslag zegt niet wie er sprak."
FEEDBACK_TABLE = "Wat u zei en wat er in het plan staat, per thema"
FEEDBACK_POINTS = "Punten"
FEEDBACK_FOUND = "Gevonden"
FEEDBACK_SAID = "U zei, bijvoorbeeld"
FEEDBACK_PLAN = "Dit staat in het plan"
FEEDBACK_SHORT = {
    "result": "Als doel of resultaat",
    "partly": "Voor een deel",
    "approach": "Alleen genoemd in de uitleg",
    "none": "Niet gevonden",
    "unsure": "Dit kijken wij nog na",
}
THEMES_ALSO = "Ook gezegd: {themes}."
ALL_IN_ANNEX = (
    "Bij elk thema staat het punt dat wij het duidelijkst terugvonden. ‘Gevonden’ telt ook wat wij voor een deel "
    "vonden. Alle punten staan in de bijlage."
)
CONTACT = "Hebt u vragen? {contact}"
FEEDBACK_ANNEX = "Bijlage: alle punten van deze bijeenkomst"
FEEDBACK_ANNEX_INTRO = (
    "Hier staat {n} punt uit het verslag. Met het nummer vindt u het terug op de overzichtspagina.",
    "Hier staan alle {n} punten uit het verslag. Met het nummer vindt u een punt terug op de overzichtspagina.",
)
FEEDBACK_PARTS = {
    "result": "Dit vonden wij als doel of resultaat in het plan",
    "partly": "Dit vonden wij voor een deel in het plan",
    "approach": "Dit wordt alleen genoemd in de uitleg van het plan",
    "none": "Dit vonden wij niet in het plan",
    "unsure": "Dit kijken wij nog na",
}
PLAN_IS = "plan {letter} is ‘{title}’"
PLANS_ARE = "In de tabellen: {plans}."
NO_ANSWER_YET = "De gemeente schreef nog geen reactie bij deze punten. Dat kan in het werkboek."
SAME_SENTENCE = "Dezelfde zin als bij punt {number}."
YOU_SAID = "U zei"
MUNICIPALITY_SAYS = "De gemeente zegt"
PLAN_SAYS = "In het plan staat"

# -- vragen aan het college ------------------------------------------------------------------------------------------

QUESTIONS = "Vragen aan het college {municipality}"
QUESTIONS_ASKED = (
    "Wij hebben {n} vraag. Ze gaan over punten die naar ons oordeel nog niet goed zijn verwerkt.",
    "Wij hebben {n} vragen. Ze gaan over punten die naar ons oordeel nog niet goed zijn verwerkt.",
)
NO_QUESTIONS = "Er zijn nog geen vragen. In het werkboek heeft niemand bij een punt ‘Niet eens’ of ‘Bespreken’ gekozen."
SAID = "‘{text}’ ({number}; {who}; {where})"
WAS_SAID = "Gezegd is"
IN_THE_PLAN = "In het plan"
OUR_ADVICE = "Ons advies"
ADVISED = "‘{text}’ ({number}; {where})"
ANSWER = "Antwoord van het college"
QUESTION = "Vraag {n}"
OUR_OPINION = "Ons oordeel: {opinion}. Onze vraag"

# -- methodeverantwoording -------------------------------------------------------------------------------------------

METHODS = "Methodeverantwoording"
METHODS_INTRO = (
    "Hier staat hoe dit overzicht is gemaakt. De nummers zijn die van COREQ, een lijst voor kwalitatief onderzoek."
)
APPROACH_HEAD = "De aanpak in het kort"
APPROACH = (
    "Wij volgen een codeboek-aanpak: een vaste lijst van thema's met regels. De thema's zijn onderwerpen. Het "
    "is geen reflexieve thematische analyse."
)
COREQ_TABLE = "Punten van COREQ die hier gelden"
SUBJECT = "Onderwerp"
HOW_HERE = "Hoe het hier is"
SUMS_HEAD = "De sommen"
SUMS_TABLE = "Sommen van deze uitkomst"
COUNT = "Aantal"
EQUALS = "Is gelijk aan"
VERSIONS_TABLE = "Programma's en versies"
FILES_TABLE = "Bestanden en hun kenmerk"
DIGEST_START = "Kenmerk (SHA-256, begin)"
AGAIN_HEAD = "Zo herhaalt u dit"
AGAIN_FILES = "Zet dezelfde bestanden in een map, met hetzelfde codeboek en dezelfde antwoorden van mensen."
AGAIN_INSTALL = "Installeer Themes versie {version}."
AGAIN_RUN = "Draai: themes run MAP --out UITKOMST"
AGAIN_SAME = "De kenmerken in manifest.json zijn dan gelijk aan die in deze verantwoording."
CODERS_TOO = (
    "Daarnaast {n} mens, bij {points}. Kiest een mens, dan telt dat.",
    "Daarnaast {n} mensen, bij {points}. Kiest een mens, dan telt dat.",
)
NO_CODERS = "Er heeft nog geen mens gecodeerd."
NO_SAMPLE = "Er is nog geen steekproef nagekeken."
OWN_TOPICS = "Een model zoekt ook zelf onderwerpen ({n}). Die veranderen het codeboek niet."
ALL_REPORTS = "Alle {n} verslagen die zijn aangeleverd."
SATURATION = "Verzadiging"
SATURATION_NOT = "Niet bepaald: de verslagen zijn niet gekozen tot er niets nieuws meer kwam."
N_CODERS = "Aantal codeurs"
FIXED_RULES = "De vaste regels van het codeboek. {people}"
CODE_TREE = "Codeboom"
CODE_TREE_SIZE = "{n} codes in {groups} groepen."
THEMES_FROM = "Herkomst van de thema's"
THEMES_GIVEN = "Vooraf vastgelegd in het codeboek. {topics}"
SOFTWARE = "Programma's"
SOFTWARE_THEMES = "Themes {version}; zie Versies."
PARTICIPANTS = "Controle door deelnemers"
PARTICIPANTS_CAN = "Deelnemers kunnen reageren op de terugkoppeling. {checked}"
QUOTES = "Citaten"
QUOTES_LITERAL = "Elk punt staat er letterlijk, met een nummer, de bijeenkomst en de plek."
COHERENCE = "Samenhang"
COHERENCE_WORDS = "Elk thema bij een punt komt met de woorden waar dat op rust."
MAJOR_THEMES = "Grote thema's"
MAJOR_COUNT = "{n} thema's met meer dan één punt. {note}"
MINOR_THEMES = "Kleine thema's"
MINOR_COUNT = "{n} thema's met één punt; {without} punten zonder thema."

# -- overeenstemming -------------------------------------------------------------------------------------------------

AGREEMENT_HEAD = "Hoe goed codeurs het eens zijn"
AGREEMENT_NOT_YET = "Dit is nog niet te zeggen: er zijn geen twee mensen die dezelfde punten hebben gecodeerd."
AGREEMENT_NONE = "Dit is niet te zeggen: de codeurs hebben geen punt gemeen."
AGREEMENT_WHO = "Codeurs: {names}; {points} samen."
AGREEMENT_TABLE = "Overeenstemming per code"
N_YES = "Met ja"
SAME_ANSWER = "Zelfde antwoord"
AGREE_YES = "Eens over ja"
ALPHA = "Krippendorffs alfa"

# -- reactienota ----------------------------------------------------------------------------------------------------

ANSWER_PARTS = {"handling": shared.HANDLED, "reaction": "Reactie", "changed": "Aangepast", "reason": shared.REASON}
OTHER_POINTS = (
    "Bij dit thema horen ook {n} ander punt: {numbers}.",
    "Bij dit thema horen ook {n} andere punten: {numbers}.",
)
TO_FILL = "(nog invullen in het werkboek)"
OPEN = "Nog open"
WHO_AND_WHERE = "Wie sprak? Plek in verslag"
TEXT_AND_PLACE = "Tekst en plek in plan"
ANSWER_HEAD = "Reactie gemeente, verwerking, reden"
NOTA = "Reactienota inbreng {municipality}"
NOT_SHOWN = "Wat dit overzicht niet laat zien"
FOUND_TABLE = "Waar de {n} punten staan"
MEANING = "Wat dit betekent"
ANNEX = "Bijlage: de punten per thema"
ANNEX_INTRO = (
    "Elk punt staat één keer helemaal uitgeschreven: bij het eerste thema waar het bij hoort. Bij andere "
    "thema's noemen wij het nummer. Het eerste deel van het nummer is dat van het verslag."
)
REPORTS_TABLE = "De verslagen"
REPORT = "Verslag"
PLANS_TABLE = "De plannen"
PLAN_TITLE = "Titel"
POINTS_OF_THEME = "Punten bij het thema {theme}"
CHANGED_HEAD = "Wat is er veranderd?"
NONE_CHANGED = "De gemeente heeft nog niet ingevuld welke punten zij heeft overgenomen."
CHANGED_TABLE = "Punten die de gemeente heeft overgenomen"

# -- every Word file ------------------------------------------------------------------------------------------------

CONTENTS = "Inhoud"
TABLE = "Tabel"
FOOTER = "{title}, bladzijde "  # a number follows
KEYWORDS = "inbreng; plan"
TEMPLATE_UNREADABLE = "Dit sjabloon kan niet worden gelezen."
TEMPLATE_GIVE = "Geef een Word-bestand (.docx of .dotx)."
