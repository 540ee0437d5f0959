"""What is said of plans and goals, corrections of people, advice and reply, and what people decided."""

# A person's corrections of goals
ROW = "rij {number}"
NO_SUCH_ACT = "Handeling '{act}' bestaat niet."
CHOOSE_FROM = "Kies uit: {names}."
WHO_CHANGED_IT = "Er staat niet bij wie dit heeft gewijzigd."
FILL_IN_WHO = "Vul de kolom 'door' in."
GOAL_NOT_FOUND = "Het doel van deze rij is niet gevonden in het plan."
CHECK_GOAL = "Controleer goal_id of tekst_in_plan."
COLUMN_NOT_READ = "Kolom '{name}' wordt niet gelezen."
COLUMNS_KNOWN = "Bekende kolommen: {names}."
NO_SUCH_LEVEL = "Niveau '{level}' bestaat niet; kies uit: {names}."
NO_SUCH_PARENT = "Het bovenliggende doel '{parent}' is niet gevonden."
NEW_GOAL_NEEDS = "Een nieuw doel heeft een tekst nodig en een niveau: {names}."

# Contradictions in a plan
PLACE = "{source}, regel {line}"
OTHER_TITLE = "De kop '{heading}' ({place}) heeft een andere titel dan het doel zelf: '{goal}' (regel {line})."
WHICH_TITLE = "Ga na welke titel klopt."
FOR_GROUP = " voor {group}"
TARGET_TOO_LOW = (
    "De streefwaarde{which} ({target}%) ligt onder de nulmeting ({baseline}%), terwijl het plan een stijging wil: "
    "'{goal}' ({place})."
)
TARGET_TOO_HIGH = (
    "De streefwaarde{which} ({target}%) ligt boven de nulmeting ({baseline}%), terwijl het plan een daling wil: "
    "'{goal}' ({place})."
)
WHICH_NUMBER = "Ga na welk getal klopt."
WRONG_SUM = "'{words}' klopt niet: {part} van {whole} is {real}% ({place})."
NUMBER_OR_MISREAD = "Ga na welk getal klopt; het kan ook een leesfout zijn."
TABLE_OF_PROMISED = "De tekst belooft een tabel met {what}; die staat er niet"
TABLE_PROMISED = "De tekst belooft een tabel; die staat er niet"
PROMISE_AT = "{message} ({place}): '{text}'"
ASK_FOR_TABLE = "Vraag de gemeente naar de tabel."

# How a result is measured
MEASURED_WITH_SOURCE = "{indicator} (bron: {source})"
MEASURED_BY_SOURCE = "bron: {source}"

# Advice and reply
NO_ADVICE = "In het advies '{where}' zijn geen adviezen of zorgen gevonden."
IS_IT_ADVICE = "Kijk of het document echt een advies is; zet anders de rol in themes.toml."
NO_REPLY = "Bij het advies '{where}' is geen reactie van de gemeente gevonden."
ADD_REPLY = "Voeg de reactie toe aan de map, of zet de rol 'response' in themes.toml."

# What people decide
ACCEPTED = "Geaccepteerd"  # read back from the files of people, as are the heads of their columns
HEADS = {
    "about": "id",
    "value": "waarde",
    "reason": "reden",
    "where": "waar aangepast",
    "remark": "opmerking",
    "who": "wie",
    "when": "datum",
    "text": "tekst",
    "policy_text": "tekst in plan",
    "source": "bron",
    "line_start": "regel",
    "text_digest": "kenmerk tekst",
    "policy_digest": "kenmerk plan",
}
AND = " en "
WHERE_MISSING = "bij '{value}' staat niet waar het plan is aangepast"
REASON_MISSING = "bij '{value}' ontbreekt de reden"
THE_REASON = "de reden"
THE_NAME = "de naam"
THE_DATE = "de datum"
GAP_LACKS = "bij een geaccepteerd gat ontbreekt {names}"
NOT_KEPT = "Deze regels zijn niet bewaard."
ABOUT_MISSING = "er staat niet bij waar de regel over gaat"
UNKNOWN_VALUE = "'{value}' is geen bekende waarde"
HEAD_MISSING = "In {file} ontbreekt de kolom 'id' of 'waarde'."
RESTORE_HEAD = "Zet de kopregel terug: id;waarde;wie;datum."
MEND_THE_ROW = "Vul de regel aan of verbeter de waarde; tot dan telt hij niet mee."
ROW_IN_FILE = "{file}, rij {number}: {message}."
ID_MISSING = "er staat geen id bij"
MEANT = " (bedoeld: '{value}'?)"
FILE_DAMAGED = "Het bestand is beschadigd: er staat een aanhalingsteken te veel."
MEND_IN_EXCEL = "Herstel het in Excel of een teksteditor. Er is niets veranderd."
THE_REACTION = "De reactie"
THE_VERDICT = "Het oordeel"
THE_GAP = "Het geaccepteerde gat"
THE_INPUT = "de inbreng"
THE_PLAN_TEXT = "de tekst in het plan"
ABOUT_QUOTE = " bij '{text}'"
BY_PERSON = " van {who}"
LOST = "{what} '{value}'{who}{quote} hoort bij een tekst die niet meer is gevonden."
IT_STAYS = "De regel blijft in {file} staan. Kijk of de tekst er nog is en beslis opnieuw."
ONE_CHANGED = "{what} '{value}' over '{text}': {changed} is daarna veranderd."
BOTH_CHANGED = "{what} '{value}' over '{text}': {changed} zijn daarna veranderd."
DOES_IT_STILL_HOLD = "Kijk of dit nog klopt en vul het opnieuw in."

# Two versions of a plan
DEGREES = {
    "result": "gevonden als doel of resultaat",
    "approach": "alleen genoemd in de uitleg",
    "partly": "gevonden voor een deel",
    "none": "niet gevonden",
    "unsure": "nog controleren",
}
LEVELS = {
    "programme": "programma",
    "effect": "maatschappelijk effect",
    "goal": "doel",
    "elaboration": "uitwerking van een doel",
    "result": "resultaat",
    "indicator": "indicator",
    "activity": "activiteit",
    "passage": "tekst",
}
PLAN_WITHOUT_TITLE = "plan zonder titel"
WHAT_CHANGED = "Wat is er veranderd?"
COMPARED = "Vergeleken: {old} met {new}"
NOTHING_TO_COMPARE = "Er is geen plan om te vergelijken."
NO_OTHER_VERSION = "Geen andere versie gevonden van: {name}"
PLANS_CHANGED = "In de plannen: {changed} gewijzigd, {added} nieuw, {removed} weg."
MOVED = "Inbreng die nu op een andere manier in het plan staat: {n}."
NEWLY_FOUND = "Daarvan stond er eerst niets over in het plan, en nu wel: {n}."
BY_CHANGE = "Omdat de tekst in het plan is veranderd: {n}."
WITHOUT_CHANGE = "Zonder dat die tekst in het plan is veranderd: {n}. Kijk deze zelf na."
NOT_IN_THIS_RUN = "niet in deze run"
LIST_ITEM = "- {text}"
BEFORE_AND_NOW = "  Eerst: {before}. Nu: {after}."
IN_THE_PLAN = "  In het plan: {text}"
NEW = "Nieuw"
GONE = "Weg"
CHANGED = "Gewijzigd"
AT_PAGE = ", bladzijde {page}"
AT_LINE = ", regel {line}"
TOLD = "{what} ({level}, {plan}{place})"
BEFORE = "  Eerst: {text}"
NOW = "  Nu: {text}"
