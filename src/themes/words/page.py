"""What the page for everyone says: its sections, tables and notes, and the sentences of its first A4."""

from __future__ import annotations

# -- head and foot of the page ---------------------------------------------------------------------------------------

TITLE_MUNICIPALITY = "Gemeente {municipality}"
SITE = "Overzicht inbreng en plan"
SITE_OF = "Overzicht inbreng en plan · gemeente {municipality}"
TO_CONTENT = "Ga naar de inhoud"
NAVIGATION = "Onderdelen van deze pagina"
IN_SHORT = "In het kort"
GAPS_SHORT = "Wat ontbreekt"
SEARCH_LABEL = "Zoek een woord in de inbreng, het plan en de adviezen"
SEARCH = "Zoek"
WIPE = "Wis alles"
SEARCH_EXAMPLE = "Bijvoorbeeld: {words}."
PART_NUMBER = "Deel {n}"
TO_WHOLE = "Naar het hele overzicht"
WHOLE_HAS = ": de uitkomst in het kort, thema’s, het plan en de adviezen."
LITERAL = "De woorden van mensen en van het plan staan hier zoals in de bestanden, ook met fouten."
TO_TOP = "Naar boven"

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
BY_EXAMPLES = "lijkt op voorbeelden, vooral door {quotes}"
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

# -- the A4 as it stands on the page ---------------------------------------------------------------------------------

A4_INTRO = (
    "Dit overzicht laat zien wat mensen zeiden in bijeenkomsten, en of het plan van de gemeente daar iets over zegt."
)
A4_CHECK = "Een mens moet de uitkomsten nog nakijken."
ATTENTION = "Let op."
TABLE_FOUND = "Tabel: punten en het plan"
FOUND_CAPTION = "Wat zegt het plan over de {n} punten?"
OUTCOME = "Uitkomst"
POINTS = "Punten"
WHAT_MEANS = "Wat betekent dit?"
TOGETHER = "Samen"
TABLE_PLACES = "Tabel: punten per gemeente"
PLACES_CAPTION = "Inbreng houden we alleen tegen het plan van de eigen gemeente"
BLIND_HEAD = "Wat dit overzicht niet kan zien"
PRINT_A4 = "Print alleen dit A4"
PRINT_ALL = "Print alles"

# -- how it works and the account ------------------------------------------------------------------------------------

HOW_HEAD = "Zo werkt het"
COMPUTER_HEAD = "Wat deed de computer?"
COMPUTER_READ = "De computer las de bestanden en knipte de verslagen in losse punten. De woorden zijn niet veranderd."
COMPUTER_CODED = (
    "Bij elk punt zocht de computer thema’s. De regels daarvoor staan in een codeboek dat mensen hebben "
    "gemaakt. Ook lijkt een punt soms op verzonnen voorbeelden die bij een thema horen. Bij elk thema staat door "
    "welke woorden het is gekozen."
)
COMPUTER_TRACED = (
    "Daarna zocht de computer bij elk punt een zin in het plan van dezelfde gemeente. Dat ging op woorden en op "
    "betekenis."
)
COMPUTER_WEIGHED = (
    "De plek in het plan bepaalt de uitkomst: een doel of resultaat telt zwaarder dan een zin in de uitleg."
)
PEOPLE_HEAD = "Wat doen mensen?"
PEOPLE_CHECK = (
    "Mensen kijken de uitkomsten na en geven hun oordeel. Dat kan in het werkboek (Excel). De computer neemt "
    "geen besluit en schrijft geen samenvatting."
)
LAYERS_HEAD = "Wie zegt wat?"
LAYERS_INTRO = "Bij elk punt staan drie dingen. Ze komen van drie kanten en we houden ze uit elkaar."
LAYERS_CHOICES = "De gemeente en de adviesraad kiezen uit een vaste lijst. Die staat in het werkboek (Excel)."
COMPUTER_BLIND = "Wat kan de computer niet zien?"
TABLE_ACCOUNT = "Tabel: telling"
ACCOUNT_CAPTION = "De telling: alles wat is gelezen, komt hier terug"
COUNT = "Aantal"
MADE_OF = "Bestaat uit"
FINDINGS_HEAD = "Meldingen ({n})"
TABLE_FINDINGS = "Tabel: meldingen"
FINDINGS_CAPTION = "Wat het programma opviel bij het lezen en vergelijken"
FILE_OR_PLACE = "Bestand of plek"
FINDING = "Melding"
WHAT_TO_DO = "Wat kunt u doen?"
NO_FINDINGS = "Er zijn geen meldingen. Alle bestanden zijn gelezen."
DOCUMENTS_HEAD = "Gelezen documenten"
TABLE_DOCUMENTS = "Tabel: documenten"
DOCUMENTS_CAPTION = "Documenten en wat ze zijn"
MADE_WITH = "Waarmee is dit gemaakt?"
COMPARED_ON = "Vergelijken op betekenis"
BOOK_VERSION = "versie {version} (kenmerk {digest})"
SEED = "Startgetal"
DIGEST = "Kenmerk van deze uitkomst"
PROGRAM = "Programma"

# -- advice and answers ----------------------------------------------------------------------------------------------

ADVICE_HEAD = "Adviezen en antwoorden"
ADVICE_INTRO = (
    "Links staat elk punt uit het advies, rechts het antwoord van het college. Noemt het antwoord een "
    "wijziging, dan zochten we die op in het plan."
)

# -- what changed in the plan ----------------------------------------------------------------------------------------

CHANGES_HEAD = "Wat is er veranderd?"
CHANGES_NOTE = (
    "Hier ziet u wat er in de nieuwe versie anders is. Het programma weet niet of dat door de inbreng komt. Dat "
    "kan alleen de gemeente zeggen."
)
VERSIONS_OF = "Oude versie: {old}. Nieuwe versie: {new}. Verschillen: {n}"
MOVED = "Deze punten vonden we bij een tekst die nieuw is of anders is opgeschreven:"
TABLE_CHANGES = "Tabel: verschillen in {plan}"
CHANGES_CAPTION = "Verschillen tussen de twee versies"
CHANGES_SHOWN = ": {shown} van de {n}, doelen en resultaten eerst"
OLD_TEXT = "Oude tekst"
NEW_TEXT = "Nieuwe tekst"
PLACE = "Plek"

# -- gaps ------------------------------------------------------------------------------------------------------------

GAPS_HEAD = "Wat ontbreekt, aan twee kanten"
GAPS_POINTS = "Inbreng zonder plek in het plan ({n})"
GAPS_POINTS_INTRO = (
    "Deze punten vonden we niet in het plan. Kijk bij elk punt ook naar de zinnen die er het dichtst bij komen."
)
GAPS_MORE = "En nog {n}. Kies in de delen bij ‘Punten’ dit thema en ‘{found}’."
GAPS_SUM = "Een punt met meer thema’s staat onder elk van die thema’s. Samen zijn het {n} verschillende punten."
GAPS_THEMES = "Thema’s zonder doel of resultaat ({n})"
GAPS_THEMES_INTRO = "Over deze thema’s is gesproken, maar geen plan heeft er een doel of resultaat over."
GAPS_NO_THEMES = "Bij elk thema vonden we in een van de plannen een doel of resultaat."
GAPS_GOALS = "Doelen zonder inbreng ({n} van {total})"
GAPS_GOALS_INTRO = (
    "Bij deze doelen, uitwerkingen en resultaten vonden we geen enkel punt uit de verslagen. Dat is niet fout: "
    "een doel kan ook een andere reden hebben."
)
TABLE_GOALS = "Tabel: doelen zonder inbreng"
GOALS_CAPTION = "Doelen, uitwerkingen en resultaten waarbij geen inbreng is gevonden"
WHAT_IS_THERE = "Wat staat er?"
KIND = "Soort"
GAPS_NO_GOALS = "Bij elk doel is inbreng gevonden."

# -- the plan --------------------------------------------------------------------------------------------------------

PLAN_HEAD = "Het plan"
NO_PLAN_HERE = "In deze map is geen plan met doelen gevonden."
PLAN_INTRO = (
    "Per plan staat hier de boom van doelen. Het getal is het aantal punten dat bij dat doel of eronder is "
    "gevonden, helemaal of voor een deel. Een punt telt per doel één keer."
)
IN_FILE = "Bestand: {file}"
NOT_USED = "Niet gebruikt."
NOT_USED_WHY = "Van dit plan is er een latere versie, of een plan met resultaten. Daarin is gezocht."
TREE_DRAWN = "De doelenboom als tekening"
TREE_NUMBER = "Tekening {n}: {goal}"
TREE_LISTED = "De doelenboom als lijst, met alles wat eronder hangt"
TEXT_OF = "De tekst van {plan}"

# -- points ----------------------------------------------------------------------------------------------------------

POINTS_INTRO = (
    "Links staat wat er is gezegd, rechts wat het plan daarover zegt. Een punt is één zin of één onderdeel van "
    "een lijst uit een verslag. Het nummer 3.12 betekent: verslag 3, punt 12."
)
LARGE = "Dit is een groot overzicht."
LARGE_PARTS = (
    "De {n} punten staan daarom in {parts} losse bestanden. Zoeken op deze bladzijde gaat over het plan en de "
    "adviezen. Zoeken in de punten kan in elk deel."
)
PART_OF = "Deel {n}: punt {first} tot en met {last}"
CHOOSE_POINTS = "Punten kiezen"
ALL_THEMES = "Alle thema’s"
WHAT_SAYS_PLAN = "Wat zegt het plan?"
EVERYTHING = "Alles"
ALL_REPORTS = "Alle verslagen"
REPORT = "Verslag"
EVERYBODY = "Iedereen"
POINT = "Punt {number}"
SAID_AGAIN = "Ook gezegd in:"
REPAIRED = "Leesfouten verbeterd om te zoeken: {repairs}"
SEE_PLACE = "Bekijk deze plek in het verslag"
PICTURE_OF = "Uitsnede van {file}, pagina {page}. De gemarkeerde woorden zijn de tekst van punt {number}."
SEARCHED = "Gezocht met de woorden: {words}"
LAYERS_LINE = "Zekerheid: {certainty} · Verwerking (gemeente): {handling} · Oordeel (adviesraad): {opinion}"
ELSEWHERE = "Elders genoemd, dit telt niet mee: {places}"
QUESTIONS_HEAD = "Vragen die zijn gesteld ({n})"
QUESTIONS_INTRO = "Een vraag is geen punt: zij is niet teruggezocht in het plan."
REST_HEAD = "Wat niet als punt telt ({n})"
REST_INTRO = (
    "Kopjes, aanlopen naar een lijst, zinnen over de bijeenkomst zelf en losse tekens. Staat hier toch een punt "
    "bij? Meld het."
)
SHOW_LIST = "Toon de hele lijst"

# -- themes ----------------------------------------------------------------------------------------------------------

THEMES_INTRO = (
    "Een thema is een onderwerp uit het codeboek. Een punt hoort bij een thema als de woorden daarvoor in het "
    "punt staan."
)
THEMES_LOOK = "Kijk daarom ook naar het aantal verslagen en naar wie er sprak."
TABLE_THEMES = "Tabel: thema’s"
MANY_CAPTION = "Thema’s met meer dan één punt ({n})"
REPORTS = "Verslagen"
ONCE = "Eén keer genoemd"
ONCE_INTRO = "Deze thema’s komen in één punt voor. Dat zegt niet dat ze minder belangrijk zijn."
ONCE_NONE = "Geen enkel thema komt in maar één punt voor."
ALL_THEMED = "Elk punt heeft een thema."
PER_THEME = "Per thema: wat zegt het plan?"
SPOKE_WHO = "Wie sprak? {who}."
EACH_PLAN = "Wat zegt elk plan over dit thema?"
THEME_MORE = "En nog {n}. Alle zinnen staan bij ‘Het plan’; kies daar dit thema."
THEME_NO_WORDS = "Geen zin in de plannen gebruikt de woorden van dit thema."
SHOW_THEME = "Toon alleen de punten over {theme}"

# -- the tree as a list ----------------------------------------------------------------------------------------------

MEASURED = "Zo wordt het gemeten: {how}"

# -- short parts of lines --------------------------------------------------------------------------------------------

LAYER = "komt van {who}. {meaning}"
CERTAINTY = "Zekerheid"
DOCUMENT = "Document"
TWO_VERSIONS = (
    "Van dit plan staan twee versies in de map.",
    "Van deze plannen staan twee versies in de map.",
)
AND_MORE = "en nog {n}"
WAS_NOT_THERE = "Stond er niet"
NO_LONGER_THERE = "Staat er niet meer"
NONE = "Geen"
POINTS_IN_REPORTS = "{points} in {reports}"
MUNICIPALITY_NOT_NAMED = "Gemeente niet genoemd"
PASSAGES = ("zin of doel", "zinnen en doelen")
MEETING_NOT_NAMED = "Bijeenkomst niet genoemd"
DATE_NOT_NAMED = "datum niet genoemd"
OF_MUNICIPALITY = "Gemeente: {municipality}"
UNDER = "Onder:"
ITEM = "onderdeel {item}"
UNDER_HEADING = "kopje: {heading}"
THEME_IS = "Thema:"
NEAREST = "Wat er het dichtst bij komt"
ALSO_LIKE = "Andere zinnen die erop lijken"
REST_MORE = "En nog {n}. Alles staat in het bestand tables/units.csv."
THEMES_HEAD = "Thema’s"
POINT_REF = "punt"
NO_THEME_FITS = (
    "Bij {n} punt past geen thema uit het codeboek:",
    "Bij {n} punten past geen thema uit het codeboek:",
)
THEME_PASSAGES = ("{n} zin in het plan noemt dit thema", "{n} zinnen in het plan noemen dit thema")
BASELINE = "Nu: {value}."
TARGET = "Doel: {value}."
POINTS_HERE = "Punten hier:"
