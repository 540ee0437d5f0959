"""Names to hide: kinds, reasons, what people choose, and what is said of the public copy.

`HIDE`, `KEEP`, the kinds and the heads of columns stand in `namen.csv`, which a person keeps: a list that was handed
out in one language is read back in that language.
"""

from __future__ import annotations

# -- kinds and choices ----------------------------------------------------------------------------------------------

NAME = "naam"
MAIL = "mailadres"
PHONE = "telefoonnummer"
HOME = "adres"
NUMBER = "persoonsnummer"
HIDE = "weghalen"
KEEP = "laten staan"
SIGN = "[{kind}]"  # what stands in the text instead
SIGN_OTHER = "[weggehaald]"

# -- why words are or are no name -----------------------------------------------------------------------------------

INITIALS = "voorletters"
TITLE_BEFORE = "aanspreekvorm ervoor"
FUNCTION_BEFORE = "functie ervoor"
BESIDE_PERSON = "staat bij een mens"
NAMED_AS_PRESENT = "genoemd als deelnemer of schrijver"
IN_LIST = "staat in een lijst van mensen"
SIGNED = "ondertekening"
FAMILY = "familienaam"
AGE_BEHIND = "leeftijd erachter"
SURNAME_SPEAKS = "achternaam van wie spreekt"
FIRST_NAME = "voornaam"
FIRST_NAME_INITIAL = "voornaam met voorletter"
FULL_NAME = "voornaam en achternaam"
RECOGNISED = "herkend als persoon (deduce)"
PART_OF = "deel van ‘{name}’"
PLAIN_WORD = "ook een gewoon woord"
PLACE_NAME = "plaatsnaam"
NAMESAKE = "bekende organisatie met de naam van een mens"
LIKE_PLACE = "lijkt een straat, plein of gebouw"
LIKE_ORGANISATION = "lijkt een organisatie of gebouw"

# -- why an address or number is or is not of a person ----------------------------------------------------------------

BANK_ACCOUNT = "rekeningnummer"
BIRTH_DATE = "geboortedatum"
GENERAL_MAIL = "algemeen adres"
MAIL_WITH_NAME = "adres met een naam erin"
MAIL_OF_ONE = "adres dat van een mens kan zijn"
GENERAL_NUMBER = "algemeen nummer"
OFFICIAL = "postbus of adres van een organisatie"
HOUSE_OF_ALL = "adres van een gebouw of organisatie"
SERVICE_NUMBER = "burgerservicenummer"
PERHAPS_SERVICE_NUMBER = "kan een burgerservicenummer zijn"

# -- points by which one person may be known --------------------------------------------------------------------------

SMALL_GROUP = "Punt {number}: één {who}, {meeting}."
SMALL_GROUP_THEME = "Punt {number}: één {who} over ‘{theme}’, {meeting}."

# -- the list to decide on ------------------------------------------------------------------------------------------

KIND = "soort"
TEXT = "tekst"
SENTENCE = "zin"
PROPOSAL = "voorstel"
WHY = "waarom"
DECISION = "besluit (invullen)"
BY = "besloten door (invullen)"
COUNT = "aantal"
PLACE = "plek"
MADE_BY = "Gemaakt door {author}"  # as the reports say it, to seek names in
NAME_OF_FILE = "naam van {file}"
OF_CODEBOOK = "codeboek"
OF_WORKBOOK = "werkboek"
TITLE = "Namen om over te besluiten"
SHEET = "Namen"
GROUPS = "Kleine groepen"
GROUP_HEADS = ("nr", "wie", "thema", "bijeenkomst", TEXT)
READ_ME = "Leesmij"
HOW_HEAD = "Zo vult u dit blad in"
HOW = (
    "Kies bij elke rij ‘{hide}’ of ‘{keep}’ en schrijf uw naam erbij. Staat er een naam niet bij? Zet die eronder. "
    "Geen programma vindt alle namen: lees de openbare versie daarna zelf na."
)
HOW_GROUPS = (
    "Blad {groups}: hier staat geen naam, maar wie, waarover en wanneer wijzen samen naar één mens. Wilt u die woorden "
    "weghalen? Zet ze dan op het blad {sheet}, met het besluit ‘{hide}’."
)
HOW_BACK = "Bewaar het bestand en lees het in met: themes names in {file}"
BY_PROGRAM = "het programma"  # decides where nobody has to
DECISION_UNKNOWN = "Onbekend besluit"
CHOOSE_PLAIN = "Kies {hide} of {keep}."
CHOOSE = "Kies ‘{hide}’ of ‘{keep}’."
ROW = "rij {n}"
NO_DECISION = "Rij {n}: ‘{value}’ is geen besluit."
NO_DECISION_ABOUT = "‘{value}’ is geen besluit over ‘{text}’."
MAKE_LIST = "Maak het met 'themes names out' en bewaar het als .xlsx of .csv."
NO_LIST = "Dit is geen lijst met namen."
NO_COLUMNS = "De kolom ‘{text}’ of ‘{decision}’ ontbreekt."

# -- the public copy ------------------------------------------------------------------------------------------------

MARK = "openbare versie, namen weggehaald"
WAITING = (
    "De openbare versie is niet gemaakt: over {n} naam of adres is nog niet besloten.",
    "De openbare versie is niet gemaakt: over {n} namen of adressen is nog niet besloten.",
)
DECIDE_FIRST = (
    "Maak de lijst met 'themes names out', kies bij elke rij ‘{hide}’ of ‘{keep}’, en lees haar terug met "
    "'themes names in'."
)
STILL_THERE = "De openbare versie is niet gemaakt: ‘{text}’ staat er na het weghalen nog in."
REPORT_IT = "Meld dit als fout in het programma, en deel de interne versie intussen niet."
DECIDED_BY_PERSON = "besluit van een mens"
NOW_AS = "staat er nu als"
DECIDED_BY = "besloten door"
A_CODER = "een codeur"
COPY_WHAT = "Dit is de openbare versie. Namen, adressen en nummers van mensen zijn weggehaald."
COPY_REMOVED = "Weggehaald zijn:"
COPY_COUNT = "- {kind}: {n} verschillende"
COPY_DECIDED = "Over elke naam heeft een mens besloten. Namen van organisaties, hun adressen en functies staan er nog."
COPY_NOT_ANONYMOUS = "De originele stukken bestaan nog. De versie is dus niet anoniem: de namen zijn weggehaald."
