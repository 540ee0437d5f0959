"""What the page says on which a person codes statements. `SCRIPT` holds what its script says.

Names that end in `_HTML` hold marks of the page: leave what stands between < and > as it is.
"""

from __future__ import annotations

TITLE = "Welke codes passen bij deze uitspraken?"
FRAME = "Nakijken van codes"
STATEMENTS = ("Op deze pagina staat {n} uitspraak.", "Op deze pagina staan {n} uitspraken.")
DECIDED_BY = "Hierover besliste al: {names}."

# -- the frame of the page ------------------------------------------------------------------------------------------

PAGE_TITLE = "Nakijken: {title}"
TO_CONTENT = "Ga naar de inhoud"
SITE = "Codes nakijken"
SITE_BLIND = "Codes nakijken · blind"
NEEDS_SCRIPT = "Deze pagina werkt alleen als JavaScript aan staat. Vraag anders om het werkblad voor Excel."
HOW_HEAD = "Zo werkt het"
HOW_NAME = "Vul uw naam in."
HOW_READ = "Lees de uitspraak. Vink alle codes aan die passen. Twijfelt u? Open de uitleg bij de code."
HOW_NONE_HTML = (
    "Past er geen enkele code? Vink dan <em>Geen code past</em> aan. Wat u niet aanvinkt, telt als: nog niet bekeken."
)
HOW_SAVE_HTML = "Klaar, of even genoeg? Druk op <em>Opslaan</em>. Er komt een bestand op uw computer. Stuur dat terug."
HOW_LATER = "Later verder? Open deze pagina weer. Op een andere computer: kies eerst uw bewaarde bestand."
HOW_BLIND = "Deze pagina is blind: u ziet niet wat anderen of het programma kozen. Overleg niet tijdens het nakijken."
HOW_PROPOSED = (
    "U ziet ook wat het programma voorstelt. De gemarkeerde woorden gaven de doorslag. Het voorstel kan fout zijn."
)
STAYS_HERE = "Alles blijft op deze computer. De pagina verstuurt niets."
YOUR_WORK = "Uw naam en uw werk"
YOUR_NAME = "Uw naam (verplicht)"
SURE = "Weet u het zeker? Alles wat u hier invulde, gaat weg."
WIPE_YES = "Ja, wis alles"
WIPE = "Wis alles op deze pagina"
WIPE_NO = "Nee, laat staan"
GO_ON = "Verder met een bewaard bestand"
CHOOSE = "Kies welke uitspraken u ziet"
WHICH = "Welke uitspraken"
ALL = "Alle"
SHOW_DONE = "Bekeken"
SHOW_REMARK = "Met een opmerking"
HOW_MANY = "Hoeveel tegelijk"
ONE = "Eén tegelijk"
TWENTY = "Lijst van 20"
SEARCH = "Zoek in de uitspraken"
LEAF = "Bladeren"
PREVIOUS = "Vorige"
NEXT_OPEN = "Volgende die nog niet bekeken is"
KEYBOARD = "Met het toetsenbord: Tab naar een vakje, spatie om te kiezen, Ctrl met Enter voor de volgende."
LITERAL = "De woorden van mensen staan hier zoals in de bestanden, ook met fouten."
SAVE = "Opslaan"
SHOW_OPEN = "Nog niet bekeken"
NEXT = "Volgende"

# -- what its script says -------------------------------------------------------------------------------------------

SCRIPT: dict[str, str | tuple[str, str]] = {
    "SEEN": "{n} van de {total} bekeken",
    "KEEPS": "Deze browser onthoudt wat u invult, op deze computer. Druk aan het eind op Opslaan.",
    "KEEPS_NOT": "Deze browser onthoudt niets. Druk op Opslaan voor u de pagina sluit.",
    "DEFINITION": "Wat het is",
    "INCLUDE": "Wel coderen als",
    "EXCLUDE": "Niet coderen als",
    "EXAMPLE": "Voorbeeld",
    "BORDERLINE": "Grensgeval",
    "HELP": "Uitleg",
    "HELP_OF": "van {code}",
    "WHY_THIS": "Waarom deze uitspraak: {why}",
    "BY_WORDS": "door de woorden ‘{quote}’",
    "PROPOSAL": "Voorstel van het programma",
    "TAKE_PROPOSAL": "Neem dit voorstel over",
    "NO_PROPOSAL": "Het programma vond geen code.",
    "DONE": "✓ Bekeken",
    "ONLY_REMARK": "Alleen een opmerking: dit telt nog niet als bekeken",
    "OPEN": "Nog niet bekeken",
    "TAKEN": "Het voorstel is overgenomen bij uitspraak {number}.",
    "CODES": "Codes",
    "AROUND": "Wat eromheen staat",
    "CARD": "Uitspraak {number} ({n} van {total})",
    "HEADING": "kop: {heading}",
    "UNDER": "Staat onder: {text}",
    "WHICH_CODES": "Welke codes passen?",
    "NO_CODE": "Geen code past",
    "REMARK": "Opmerking (mag leeg blijven)",
    "NONE_FIT": "Er zijn geen uitspraken die hierbij passen.",
    "CHOSEN": ("{n} uitspraak gekozen.", "{n} uitspraken gekozen."),
    "ALL_SEEN": "Alles wat u hier ziet, is bekeken. Vergeet niet om op Opslaan te drukken.",
    "NAME_FIRST": "Vul eerst uw naam in.",
    "NAME": "naam",
    "FILE": "nakijken_{name}_{day}.json",
    "SAVED": (
        "Opgeslagen: {file}, met {n} besluit. Stuur dit bestand terug.",
        "Opgeslagen: {file}, met {n} besluiten. Stuur dit bestand terug.",
    ),
    "BARE": "Let op: bij uitspraak {numbers} staat een opmerking zonder code. Dat telt nog niet als besluit.",
    "NO_SAVED_FILE": "Dit is geen bestand dat met Opslaan is gemaakt.",
    "OPENED": ("{n} besluit geopend.", "{n} besluiten geopend."),
    "ELSEWHERE": (
        "{n} besluit gaat over uitspraken die niet op deze pagina staan.",
        "{n} besluiten gaan over uitspraken die niet op deze pagina staan.",
    ),
    "UNKNOWN_CODES": "Onbekende codes: {codes}.",
    "WIPED": "Alles is gewist.",
    "WHERE_YOU_WERE": "U gaat verder waar u was.",
}
