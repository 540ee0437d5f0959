"""Words and forms by which the name of a person is known in Dutch reports, and those that say it is none."""

from __future__ import annotations

import dataclasses
import re

from themes.language.listed import listed
from themes.words import names as reasons

_UP = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĞİŁŃŇŌŐŘŚŞŠŤŪŮŹŻŽ"
_LOW = "a-zß-öø-ÿāăąćčďđēęěğıłńňōőřśşšťūůűźżž"
BETWEEN = (
    r"(?:(?:[Vv]an|[Ii]n|[Oo]p|[Uu]it|[Oo]nder|[Bb]ij|[Aa]an)\s(?:der|den|de|het|'t)|[Vv]an 't|[Vv]an|[Vv]\.?d\.?|"
    r"[Vv]/d|[Dd]e\sla|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Tt]e|[Dd]u|[Ll]e|[Ll]a|[Vv]on|[Dd]os|[Dd]a|[Ee]l|[Aa]l|[Aa]ït|[Aa]it|"
    r"[Bb]in|[Bb]en|[Oo]uld|'t)"
)
_HYPHEN = rf"(?:-(?:[{_UP}][{_LOW}'’]+|(?:van der|van den|van de|van|de|der|den|ten|ter)\s[{_UP}][{_LOW}'’]+))"
LAST = rf"[{_UP}](?:['’][{_UP}])?[{_LOW}'’]+{_HYPHEN}*(?:[{_UP}][{_LOW}]+)?"
FULL = rf"(?:{BETWEEN}\s)*{LAST}"
_INITIAL = rf"(?:(?:[{_UP}]|Th|Chr|Ph|IJ|St|Fr|Joh|Jac)\.\s?)"
_ONE = rf"(?:{_INITIAL}{{1,5}}|{LAST}\s(?:{LAST}\s)?)(?:{FULL})"
SEQUENCE = re.compile(rf"(?<![\w.@-]){LAST}(?:\s{LAST})?\s{FULL}(?!\w|@)")

TITLE = r"mevrouw|meneer|mijnheer|mevr\.?|mw\.?|dhr\.?|de heer|de heren|drs\.?|ir\.?|dr\.?|mr\.?|ing\.?|prof\.?"
_FUNCTION = (
    "wethouder|burgemeester|raadsgriffier|griffier|raadslid|directeur|secretaris|voorzitter|notulist|kwartiermaker|"
    "coördinator|gespreksleider|tafelvoorzitter|wijkagent|dominee|dokter|meester|juf|juffrouw|zuster|broeder|pastoor|"
    "imam|rabbijn|tante|oom|opa|oma|buurman|buurvrouw|collega|contactpersoon|penningmeester|beheerder|projectleider|"
    "beleidsadviseur|wijkverpleegkundige|opbouwwerker|jongerenwerker|huisarts|trainer|coach"
)
_NEAR = (
    "man|vrouw|zoon|dochter|broer|zus|zusje|broertje|vader|moeder|papa|mama|neef|nicht|vriend|vriendin|partner|"
    "echtgenoot|echtgenote|kleinzoon|kleindochter|schoonmoeder|schoonvader|cliënt|bewoner|bewoonster|inwoner|"
    "inwoonster|mantelzorger|vrijwilliger|vrijwilligster|deelnemer|deelneemster|ervaringsdeskundige|begeleider|begeleidster|"
    "hulpverlener|medewerker|medewerkster|leerling|scholier|student|gezin van|zoon van|dochter van|ouders van|"
    "moeder van|vader van|verhaal van|idee van|tip van|vraag van|opmerking van|inbreng van|reactie van|bericht van|"
    "volgens|aldus|zegt|vertelt|vindt|meldt|vroeg|namens|dankzij|bel|mail|groeten van|bedankt|dank aan|dank je wel"
)
_SIGNS = r"gespreksleid(?:er|ing)|verslag(?:legging)?|notul(?:ist|en)|voorzitter|contact(?:persoon)?|opgesteld door|" \
    r"tafelheer|tafeldame|begeleiding|begeleid door|geschreven door|gemaakt door|met dank aan|onder leiding van|" \
    r"namens [\w ]{2,40}"  # fmt: skip
_PRESENT = (
    r"aanwezig(?:en)?|deelnemers|deelgenomen|afgemeld|afwezig(?:en)?|afmeldingen|met kennisgeving|gasten|sprekers|"
    r"ondertekenaars|leden|werkgroep[\w ]{0,30}|verslag|notulen|contactpersonen|kopie aan|cc|namen"
)
_CLOSING = r"(?:groet(?:en|jes)?|hoogachtend|liefs|hartelijks|vriendelijke groet(?:en)?)"
_SPEAKS = (
    "zegt|zei|vindt|vond|vertelt|vertelde|vraagt|vroeg|meent|geeft aan|gaf aan|noemt|noemde|meldt|meldde|denkt|wil|"
    "benadrukt|vult aan|reageert|antwoordt|stelt voor|legt uit|merkt op|is het"
)
_DOES = "mist|kent|ziet|heeft|woont|werkt|trapt af|krijgt|gaat|kan|komt|belt|helpt"
SPEAKING = re.compile(rf"\s(?:{_SPEAKS}|{_DOES})\b")
_AGE = r"(?:\s?\(\s?\d{1,3}(?:\sjaar)?\s?\)|,?\s\d{1,3}\sjaar\b)"


# first names that are plain words too and are left out of most lists
WORD_NAMES = listed(
    """
    Wil Toon Roos Bas Floor Fleur Rob Mark Merel Iris Jasmijn Linde Storm Ties Bart Joost Teun Han Door Lotte Pleun
    Stijn Ben Jo An Bea Gé
    Ien Lies Riet Trui Wiel Cor Hub Dien Hüseyin Özlem Olena Oleksandr Tekle Yonas Selam Haben
    Guus Ger Wout Hein Geert Fons Sil Lente Lot Mees Pien Puck Sam Tim Tom Bob Max Lucky Willem Beer Wolf Leeuwe Vos
    """
)
_WORD_NAMES = "|".join(sorted(WORD_NAMES))


@dataclasses.dataclass(frozen=True)
class Rule:
    """A form that holds a name. `strict`: the first word must be a known first name, where there is a list of them;
    `weak`: it must be one, or no Dutch word and no place; `many`: the form holds several names; `sure`: what may be
    a place ('Oosterhof') is a surname here; `known`: it must be a first name that is no Dutch word;
    `surname`: a known surname."""

    ground: str
    form: re.Pattern[str]
    strict: bool = False
    weak: bool = False
    many: bool = False
    sure: bool = False
    known: bool = False
    surname: bool = False


RULES: tuple[Rule, ...] = (
    Rule(reasons.INITIALS, re.compile(rf"(?<![\w.]){_INITIAL}{{1,5}}(?:{BETWEEN}\s)*{LAST}"), sure=True),
    Rule(reasons.TITLE_BEFORE, re.compile(rf"\b(?i:{TITLE})\s+((?:{_INITIAL})*{FULL}(?:\s{FULL})?)"),
         sure=True),
    Rule(reasons.TITLE_BEFORE,
         re.compile(rf"\b(?i:de heren|de dames|mevrouwen|families)\s+({FULL}(?:(?:,| en) {FULL})+)"),
         sure=True, many=True),
    Rule(reasons.FUNCTION_BEFORE, re.compile(rf"\b(?i:{_FUNCTION}),?\s+((?:{_INITIAL})*{FULL}(?:\s{FULL})?)"),
         sure=True),
    Rule(reasons.BESIDE_PERSON, re.compile(rf"\b(?i:{_NEAR})[,:]?\s+({LAST}(?:\s{FULL})?)"), weak=True),
    Rule(reasons.NAMED_AS_PRESENT,
         re.compile(rf"\b(?i:{_SIGNS})\s*:?\s*((?:{LAST}) (?:{FULL})(?:(?:,| en) (?:{LAST}) (?:{FULL}))*)"),
         strict=True, many=True),
    Rule(reasons.IN_LIST, re.compile(rf"(?i:(?:^|[\n.]\s*)(?:{_PRESENT}))\s*(?:\([^)]*\))?\s*:\s*(.+)"),
         weak=True, many=True),
    Rule(reasons.SIGNED,
         re.compile(rf"^(?:[-•*]\s*)?({_INITIAL}{{0,4}}{LAST}(?:\s{LAST})?\s{FULL})(?=,|\s*$|\s+\(|\s*:)"),
         strict=True),
    Rule(reasons.SIGNED, re.compile(rf"(?i:{_CLOSING})\s*(?:,|van)?\s+({LAST}(?:\s{FULL})?)\W*$"), weak=True),
    Rule(reasons.FAMILY, re.compile(rf"\b(?:de )?familie ({FULL})"), sure=True),
    Rule(reasons.AGE_BEHIND, re.compile(rf"(?<![\w-])({LAST}){_AGE}"), weak=True),
    Rule(reasons.SURNAME_SPEAKS,
         re.compile(rf"(?:^|[.!?,]\s)((?:Van der|Van den|Van de|Van)\s{LAST}(?=\s(?:{_SPEAKS}|{_DOES})\b)"
                    rf"|(?:De|Den|Ter|Ten|El|Al)\s{LAST}(?=\s(?:{_SPEAKS})\b))"), sure=True,
         surname=True),
    Rule(reasons.FIRST_NAME, re.compile(rf"(?<=[a-zë,:;(’”] )((?:{_WORD_NAMES}))(?!\w|\s?[{_UP}]|-)")),
    Rule(reasons.FIRST_NAME, re.compile(rf"(?<![\w'’.@-])({LAST})(?![\w@-]|\.\w|\s(?:{BETWEEN}\s)*[{_UP}])"),
         known=True),
    Rule(reasons.FIRST_NAME_INITIAL, re.compile(rf"(?<!\w)({LAST}\s[A-Z])\.(?=\s|$|,)"), weak=True, strict=True),
)  # fmt: skip

_PERSON, _NAME = re.compile(_ONE), re.compile(FULL)
_SINGLE = re.compile(rf"{FULL}(?=\s*(?:\(|$))")


def listed_people(text: str) -> list[tuple[str, int]]:
    """Names in a list of people, with the place where each starts: what stands between brackets is no name.

    >>> listed_people("Mo El Khattabi (De Brug), mevr. J. Vos en Ria")
    [('Mo El Khattabi', 0), ('J. Vos', 32), ('Ria', 42)]
    """
    bare = re.sub(r"\([^)]*\)", lambda match: " " * len(match.group()), text)
    made = []
    for piece in re.finditer(r"(?:(?!,|;| en | & |\s[-–]\s).)+", bare):
        part = piece.group()
        shift = len(part) - len(part.lstrip())
        part = part.strip()
        title = re.match(rf"(?:en )?(?i:{TITLE})\s+", part)
        skip = title.end() if title else 3 if part.startswith("en ") else 0
        found = _PERSON.match(part, skip) or _SINGLE.match(part, skip) or (_NAME.match(part, skip) if title else None)
        if found:
            made.append((found.group(), piece.start() + shift + found.start()))
    return made


ROLE_WORD = re.compile(
    r"(?i:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|drs\.?|ir\.?|dr\.?|mr\.?|wethouder|burgemeester|directeur|secretaris|"
    r"\w*voorzitter|\w*griffier|\w*leider|\w*leidster|\w*medewerker|\w*adviseur|\w*maker|\w*coördinator|raadslid|"
    r"notulist|\w*deskundige|\w*verlener|\w*verpleegkundige|\w*zorger|cliënt|inwoner|bewoner|vrijwilliger|wijkagent)"
)
_BODIES = (
    "stichting|vereniging|bibliotheek|fonds|platform|dorpsraad|wijkraad|adviesraad|steunpunt|werkbedrijf|sportbedrijf|"
    "voedselbank|woningstichting|corporatie|college|school|club|vv|sv|v\\.v\\.|ggd|ggz|bv|nv|gemeente|provincie|"
    "huisartsenpraktijk|praktijk|apotheek|jongerenwerk|schuldhulp|welzijn|herstelhuis|rijdienst|energiebank|dorpshuis|"
    "buurthuis|wijkcentrum|kerk|partij|coalitie|project|programma|straat|plein|laan|weg|bakkerij|bakker|slagerij|slager|"
    "café|restaurant|hotel|winkel|garage|supermarkt|zorggroep|zorghuis|zorgboerderij|boerderij|kwekerij|kapper|kapsalon|"
    "uitgeverij|museum|theater|molen|hospice|kliniek|ziekenhuis|jeugdzorg|thuiszorg|woonzorgcentrum|verzorgingshuis|"
    "kledingbank|huize|villa|residentie|bouwbedrijf|aannemer|notariskantoor|advocatenkantoor|"
    "drukkerij|sportclub|gymzaal|zwembad|camping|locatie"
)
ORGANISATION_BEFORE = re.compile(
    rf"\b(?:{_BODIES})[ '‘’“\"-]+(?:(?-i:[A-ZÀ-Þ][\w.]*|van|de|het|der|den|voor|en|op|in|')[ '‘’“\"-]+){{0,2}}$",
    re.IGNORECASE,
)
ORGANISATION_WORD = re.compile(rf"(?:{_BODIES})|rode|sint|st\.?|prins|prinses|koning|koningin", re.IGNORECASE)
_SURE_PLACES = (
    "straat|laan|plein|singel|gracht|plantsoen|dreef|steeg|kade|school|college|lyceum|ziekenhuis|kliniek|park|"
    "stichting|groep|fonds|centrum|zorg|hoeve|bank|raad|bond|vereniging|polder|flat|bus|hal|winkel|krant|dienst|wijk|pas"
)
PLACE_WORD = re.compile(
    rf"[^\W\d_][\w'’-]+(?:{_SURE_PLACES})|"
    "Kliniek|Park|College|School|Centrum|Fonds|Stichting|Groep|Hal|Zorg|Welzijn|Huis|Nederland|Foundation"
)
PERHAPS_PLACE = re.compile(
    r"[^\W\d_][\w'’-]+(?:kerk|weg|poort|huis|dijk|hof|veld|land|berg|brug)"
)  # surnames end so too
# companies and institutions that bear the name of a person
NAMESAKES = frozenset(
    """
    Albert Heijn|Jan Linders|Dirk van den Broek|Johan Cruijff|Johan Cruyff|Richard Krajicek|Dirk Kuyt|Willem Schrikker|
    Anton Jurgens|Jeroen Bosch|Henri Dunant|Titus Brandsma|Florence Nightingale|Anne Frank|Willem Drees|
    Maria Montessori|Don Bosco|Leo Kanner|Pieter Baan|Herman Broerens|Bartiméus|Philip Morris|Jarige Job|
    Prinses Máxima|Prinses Beatrix|
    Koning Willem|Koningin Wilhelmina|Koningin Juliana|Koningin Emma|Sint Maarten|Sint Nicolaas|Sinterklaas|Zwarte Piet
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)

NO_NAME = frozenset(
    re.findall(
        r"\w+",
        """
        De Het Een Wij Zij Dit Dat Deze Die Daar Hier Wie Wat Waar Hoe Als Ook Maar Want Dus Volgens Namens Dank Geachte
        Beste Met Van Voor Naar Over Bij Onder Tijdens Gemeente College Raad Inwoners Mensen Jongeren Ouderen Ouders
        Kinderen Mantelzorgers Vrijwilligers Organisaties Verslag Thematafel Tafel Groep Programma Plan Doel Resultaat
        Uitwerking Indicator Januari Februari Maart April Mei Juni Juli Augustus September Oktober November December
        Maandag Dinsdag Woensdag Donderdag Vrijdag Zaterdag Zondag Nederland Nederlandse Sociaal Domein Advies
        Adviesraad Stichting Huis Welzijn Steunpunt Bibliotheek Voedselbank Werkgroep Overleg Zorg Jeugd Sport Wijk Dorp
        Er Zijn Haar Hun Ik Jij Je Hij Ze We Onze Ons Mijn Uw Is Was Heeft Niet Geen Veel Meer Iedereen Niemand Alle
        """,
    )
)
