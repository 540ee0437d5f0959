"""What is said of settings, the folder of a run, its account, the steps and a run in partitions."""

# Optional libraries
LIBRARY_MISSING = "Hiervoor is '{library}' nodig en dat is niet geïnstalleerd."
INSTALL_EXTRA = "Installeer het met: pip install 'themes[{extra}]'"

# Settings
BAD_SETTINGS = "Dit bestand kan niet gelezen worden als instellingen ({error})."
MEND_THE_LINE = "Herstel de regel die genoemd wordt."
SECTION_HAS_NO_VALUE = "'{section}' is een onderdeel en heeft geen eigen waarde."
WRITE_SECTION = "Schrijf [{section}] met de instellingen eronder."
SECTION_WANTED = "Hier hoort een onderdeel te staan."
WRITE_DOCUMENTS = 'Schrijf [documents."{pattern}"].'
WHOLE_NUMBER = "een heel getal"
NUMBER = "een getal"
QUOTED_TEXT = "een tekst tussen aanhalingstekens"
TRUE_OR_FALSE = "true of false"
UNKNOWN_SECTION = "Het onderdeel '{name}' is niet bekend."
UNKNOWN_KEY = "De sleutel '{name}' is niet bekend."
UNKNOWN_ROLE = "De rol '{name}' is niet bekend."
BAD_VALUE = "De waarde {value!r} past hier niet."
GIVE = "Geef {what}."
DID_YOU_MEAN = "Bedoelt u '{name}'?"
KNOWN_ARE = "Bekend zijn: {names}."

# The folder of a run
CANNOT_WRITE = "In deze map kan niet worden geschreven."
OTHER_FOLDER = "Kies een andere map met --out ({reason})."
ALREADY_RUNNING = "Er draait al een run in deze map."
WAIT_OR_OTHER_FOLDER = "Wacht tot die klaar is of kies een andere map."
DISK_FULL = "De schijf is vol."
DISK_READ_ONLY = "De schijf kan alleen gelezen worden."
LAST_RUN_IS_THERE = "De vorige uitkomst staat er nog. Maak ruimte of kies een andere map en draai opnieuw."
NO_FINISHED_RUN = "Hier staat geen afgeronde run."
RUN_FIRST = "Draai eerst: themes run CORPUS --out MAP"

# Tables
NO_TABLE = "De tabel ontbreekt."
RUN_FIRST_SHORT = "Draai eerst 'themes run'."
CELL_EMPTY = "rij {row}: kolom '{column}' is leeg"
CELL_WRONG = "rij {row}: kolom '{column}' heeft '{value}', verwacht {kind}"
BAD_TABLE = "De tabel past niet op het schema."

# The account of a run
KIND_NAMES = {
    "heading": "kop",
    "statement": "uitspraak",
    "question": "vraag",
    "lead_in": "aanloop",
    "meta": "over de bijeenkomst",
    "noise": "ruis",
    "table_cell": "tabelcel",
}
FOUND_NAMES = {
    "result": "in een doel of resultaat",
    "approach": "alleen in de uitleg",
    "partly": "voor een deel",
    "none": "niet gevonden",
    "unsure": "nog controleren",
}
ROLE_NAMES = {"input": "inbreng", "policy": "beleid", "advice": "advies", "response": "antwoord", "other": "overig"}
FILES = "Bestanden:   {n} = {read} gelezen + {refused} geweigerd"
DOCUMENTS_BY_ROLE = "Documenten:  {n} = {by_role}"
UNITS_BY_KIND = "Eenheden:    {n} = {kinds}"
INPUT_UNITS = "Inbreng:     {n} = {statements} punten + {other} andere"
CODED = "Thema's:     {n} = {coded} met een code + {uncoded} nog niet ingedeeld"
IN_THE_PLAN = "In het plan: {n} = {found}"
FINDINGS = "Meldingen:   {n}"

# What was kept from the last run, and why a step was made anew
INPUT = "invoer"
PROGRAM = "programma"
DOCUMENT = "document"
SETTINGS = "instellingen"
PIPELINE = "taalmodel"
OCR_AND_LIMITS = "ocr en grenzen"
CODEBOOK = "codeboek"
STATEMENTS = "uitspraken"
DECISIONS = "besluiten"
VECTORS = "zinsvectoren"
TEXTS = "teksten"
TEMPLATE = "sjabloon"
DATE = "datum"
CONTENT = "inhoud"
CODINGS = "coderingen"
CODE_NAMES = "namen van codes"
MUNICIPALITIES = "gemeenten"
UNITS = "eenheden"
PLANS = "plannen"
GOALS = "doelen"
DOCUMENTS = "documenten"
TRACE = "spoor"
NOT_MADE_YET = "nog niet gemaakt"
NOT_KEPT = "niet bewaard gebleven"

# The steps, and the words before a bar of progress
STEP_READ = "lezen"
STEP_SPLIT = "splitsen"
STEP_CODE = "coderen"
STEP_GOALS = "doelen"
STEP_TRACE = "spoor"
STEP_COVERAGE = "dekking"
STEP_ADVICE = "advies"
STEP_TOPICS = "onderwerpen"
STEP_REPORTS = "rapporten"
STEP_REPEATS = "herhalingen"
STEP_TABLES = "tabellen"
BAR_READ = "Lezen"
BAR_SPLIT = "Splitsen"
BAR_TRACE = "Spoor"
BAR_AGAIN = "Opnieuw"
BAR_GOALS = "Doelen"
BAR_VECTORS = "Vectoren"
BAR_PLACE = "Plaatsen"

# The run
RUN_IN = "Run in"  # the name of its folder follows
PLACE_LINE = "{source}, regel {line}"
ROLE_UNKNOWN = "Van dit document is niet te zien of het inbreng, beleid, advies of antwoord is; het telt nu niet mee."
SET_THE_ROLE = "Zet de rol in {file} onder [roles]."
REUSED = "hergebruikt: zelfde invoer, instellingen en programma"
EVERY_TIME = "elke keer gemaakt"
NO_FOLDER = "Deze map bestaat niet."
GIVE_FOLDER = "Geef de map met de verslagen en het beleid."
NO_DOCUMENT = "In deze map staat geen document."
PUT_DOCUMENTS_IN = "Zet er verslagen en beleid in als PDF, Word of tekst."
PATTERN_FITS_NOTHING = "Het patroon '{pattern}' past op geen enkel bestand."
CHECK_FILE_NAME = "Controleer de bestandsnaam."
MADE_BECAUSE = "gemaakt om: {changed}"

# A run in partitions
MADE_ANEW = "gemaakt: invoer, instellingen of programma nieuw of veranderd"
PROCESS_LOST = (
    "Bij het lezen van dit bestand viel het rekenproces weg, ook na nieuwe pogingen. Het bestand is overgeslagen."
)
IS_IT_LARGE = "Kijk of het bestand open gaat en of het niet heel groot is, en bewaar het opnieuw."
CANNOT_SPLIT = "Dit bestand is gelezen, maar kon niet in punten worden verdeeld ({error})."
TELL_THE_MAKERS = "Meld dit aan de makers van het programma, met het bestand als dat mag."
SHOWN_BY_LOT = (
    "De pagina, het werkboek en de Word-bestanden tonen {shown} van de {n_statements} punten, door loting gekozen. "
    "Aantallen per thema, per plan en per spreker gaan daar over die punten."
)
ALL_IN_TABLES = (
    "Alle punten staan in de tabellen (de map tables). De verantwoording en de telling per thema in coverage gaan "
    "over alles."
)
OTHER_VERSION = "Een van de computers heeft een andere versie van themes."
SAME_VERSION = "Zet overal dezelfde versie neer en start de rekenprocessen opnieuw."
CANNOT_OPEN_PLACE = "Deze plek kan niet worden geopend ({error})."
INSTALL_STORAGE = "Installeer wat erbij hoort (voor s3:// is dat s3fs) of geef een map."
STORAGE_FAILS = "De opslag geeft een fout ({kind}: {error})."
CHECK_ADDRESS = "Controleer het adres en of u daar mag lezen en schrijven."
WORKERS_FALL = "De rekenprocessen van het cluster vallen steeds weg."
MORE_MEMORY = "Geef elk proces meer geheugen of neem er minder, en draai opnieuw: wat klaar is, blijft bewaard."
NO_CLUSTER = "Op dit adres antwoordt geen cluster."
START_SCHEDULER = "Start een scheduler (dask scheduler) en geef het adres dat die noemt, zoals tcp://naam:8786."
