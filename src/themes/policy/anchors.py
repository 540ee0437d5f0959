"""The words by which Dutch plans announce a goal, an elaboration, a result, an indicator or an activity.

An anchor is a label at the start of a line ('Doel 2:', 'Uitwerking doel:', 'Resultaat'). Labels differ between
municipalities (doelstelling, ambitie, opgave, speerpunt, inspanning, prestatie-indicator), so each level has a family
of words. Column heads of tables are read with the same families.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Sequence

_SECTION = r"(?:(?P<section>\d{1,2}(?:\s?\.\s?\d{1,2})*)\s*[.)]?\s+)?"
_SET_BY = r"(?:vastgesteld|bepaald|gesteld)\s+door\s+(?:de\s+)?(?:gemeente|provincie)?raad"
_COUNCIL = rf"(?P<council>[,(]?\s*(?:zoals\s+)?{_SET_BY}\)?)?"
_NUMBER = r"(?P<number>[A-Z]?\d{1,2}(?:\.\d{1,2})*|[A-Z](?=\s*[:.\-–—)]))?"

GOAL = re.compile(
    rf"^{_SECTION}(?P<word>(?:(?:hoofd|raads|beleids|programma)(?:doel(?:stelling)?)|strategische?\s+doel(?:stelling)?"
    rf"|maatschappelijke?\s+doel(?:stelling)?|maatschappelijke\s+opgave|doel(?:stelling)?|ambitie|opgave|speerpunt))\b"
    rf"\s*{_NUMBER}\s*{_COUNCIL}\s*(?P<mark>[:.\-–—])?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
ELABORATION = re.compile(
    rf"^{_SECTION}(?P<word>(?:nadere\s+)?uitwerking\s+(?:van\s+(?:het\s+)?)?doel(?:stelling)?|sub-?doel(?:stelling)?"
    rf"|deel-?doel(?:stelling)?|operatione(?:el|le)\s+doel(?:stelling)?|tussendoel|neven-?doel)\b\s*{_NUMBER}"
    rf"\s*(?:(?P<mark>[:.\-–—])|(?<=\d)(?=\s+(?-i:[A-ZÀ-Ý])))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
EFFECT = re.compile(
    r"\b(?:maatschappelijke?|beoogde?|gewenste?)\s+(?:maatschappelijke?\s+)?effect(?:en)?\b(?P<between>[^:]{0,25}):\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
EFFECT_HEAD = re.compile(
    rf"^{_SECTION}(?:het\s+)?(?:maatschappelijke?|beoogde?|gewenste?)\s+(?:maatschappelijke?\s+)?effect(?:en)?\s*\d?$",
    re.IGNORECASE,
)
PROBLEM = re.compile(
    r"^(?:probleem(?:stelling)?|aanleiding|opgave)\s*(?:/\s*(?:aanleiding|probleem|kans))?\s*:", re.IGNORECASE
)
RESULT = re.compile(
    rf"^(?P<word>(?:beoogde?\s+|gewenste?\s+|concrete?\s+)?resulta(?:at|ten))\s*{_NUMBER}\s*:\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
INDICATOR = re.compile(
    rf"^(?P<word>(?:prestatie-?|effect-?|kritische\s+prestatie-?)?indicator(?:en)?|kpi)\s*{_NUMBER}\s*:\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
BASELINE = re.compile(
    r"^(?P<word>nulmeting|nulwaarde|uitgangswaarde|startwaarde|beginwaarde|huidige\s+(?:waarde|situatie|stand))"
    r"(?:\s*\(?20\d\d\)?)?\s*:\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"^(?P<word>streefwaarde|streefcijfer|doelwaarde|norm)(?:\s*\(?20\d\d\)?)?\s*:\s*(?P<rest>.*)$", re.IGNORECASE
)
SOURCE = re.compile(
    r"^(?P<word>bron(?:nen)?|monitoring(?:\s*/\s*bron)?|meetinstrument|gemeten\s+met|meetbron)\s*:\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
ACTIVITY = re.compile(
    rf"^(?P<word>(?:activiteit|inspanning|actie|maatregel)(?:en|s)?)\s*{_NUMBER}\s*(?P<mark>[:.\-–—])\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
# a line that stands alone above a list: level of the items under it
LIST_HEADS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"^{_SECTION}(?:{words})\s*[?:]?$", re.IGNORECASE), level)
    for words, level in (
        (r"wat\s+willen\s+we\s+(?:gaan\s+)?bereiken|onze\s+(?:doelen|ambities|doelstellingen)", "goal"),
        (
            r"wat\s+gaan\s+(?:we|wij)\s+(?:daarvoor\s+|hiervoor\s+)?doen|wat\s+doen\s+we(?:\s+daarvoor)?"
            r"|activiteiten|inspanningen|acties|maatregelen|prestaties",
            "activity",
        ),
        (r"(?:beoogde\s+|gewenste\s+|concrete\s+)?resultaten", "result"),
        (r"wanneer\s+zijn\s+(?:we|wij)\s+(?:tevreden|geslaagd)|waar\s+zijn\s+(?:we|wij)\s+tevreden\s+mee", "indicator"),
        (
            r"(?:prestatie-?|effect-?)?indicatoren|hoe\s+meten\s+(?:we|wij)\s+dat|waaraan\s+meten\s+we\s+dat",
            "indicator",
        ),
    )
)
# a question or name that stands alone above prose: what is the matter, how it is done; the list above it is over
PROSE_HEAD = re.compile(
    r"^(?:(?:wat|waarom|hoe|waar|wie|welke|wanneer)\b.{3,60}\?|(?:de\s+|onze\s+)?(?:aanpak|probleemanalyse|analyse|toelichting|context"
    r"|aanleiding|achtergrond|stand\s+van\s+zaken|risico['’]?s|financi[eéë]n|kosten|planning|monitoring|samenhang)\s*:?)$",
    re.IGNORECASE,
)
# indicators of a whole goal, also when they stand below its last elaboration
OF_GOAL = re.compile(
    r"^(?:(?:prestatie|effect)-?\s?)?indicatoren\s+(?:bij|van|voor|op)\s+(?:de\s+|het\s+|deze\s+|dit\s+)?"
    r"(?:ambitie|opgave|doel(?:stelling)?|maatschappelijk\s+effect)\b",
    re.IGNORECASE,
)
# 'Aan dit effect zijn nog twee andere doelen gekoppeld, namelijk': what follows belongs elsewhere
SIBLINGS = re.compile(
    r"\b(?:andere?|nog|ook|overige)\b.{0,80}\b(?:doel(?:en|stelling(?:en)?)?|ambities?|opgaven)\b.{0,140}"
    r"\b(?:gekoppeld|valt|vallen|horen|hoort|dragen|draagt|verbonden)\b"
    r"|\b(?:dit|hetzelfde)\s+(?:maatschappelijke?\s+)?effect\b.{0,60}\b(?:andere|volgende|nog|ook)\b.{0,60}"
    r"|\b(?:gekoppeld|horen|hoort|dragen|draagt|verbonden)\b.{0,80}\bandere\s+(?:doelen|doelstellingen|ambities|opgaven)\b",
    re.IGNORECASE,
)
SIBLING_TAIL = re.compile(r"\((?:opgave|programma|uitvoeringsprogramma|pijler|thema)\b[^)]*\)?\s*[.;]?$", re.IGNORECASE)
NUMBERED_HEAD = re.compile(r"^(?P<section>\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})\s*[.)]?\s+(?P<rest>[A-Za-zÀ-ÿ%‘“'\"].*)$")
END_MATTER = re.compile(
    r"^(?:\d+\.?\s+)?(?:begrippen|begrippenlijst|begrippen-\s*en\s+afkortingenlijst|afkortingen|afkortingenlijst|literatuur|literatuurlijst"
    r"|bronnenlijst|verklarende\s+woordenlijst|voetnoten)\b\s*\d*:?$",
    re.IGNORECASE,
)
BULLET = re.compile(r"^(?:[-–—•▪●*»>¢®°o]|e(?=\s[A-ZÀ-Ý])|\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[a-z][.)])\s+")

# column heads: role ('other' is a column that is not kept), words; longest first so that 'Indicator op resultaat' is
# not read as two heads
COLUMN_HEADS: tuple[tuple[str, str], ...] = (
    ("indicator", r"indicator(?:en)?\s+(?:op|van|bij|voor)\s+(?:het\s+)?resulta(?:at|ten)"),
    (
        "indicator",
        r"(?:prestatie-?\s?|effect-?\s?|resultaat-?)indicator(?:en)?|kritische\s+prestatie-?indicator|indicator(?:en)?|kpi",
    ),
    (
        "result",
        r"(?:beoogde?\s+|gewenste?\s+|concrete?\s+)?resulta(?:at|ten)|wat\s+willen\s+we\s+bereiken\??|subdoel(?:en)?",
    ),
    (
        "baseline",
        r"(?:nulmeting|nulwaarde|uitgangswaarde|startwaarde|beginwaarde|huidige\s+(?:waarde|situatie|stand)|realisatie|nu"
        r"|stand(?:\s+van\s+zaken)?|uitgangs(?:situatie|punt)|vertrekpunt|meting)"
        r"(?:\s*\(?20\d\d\)?)?",
    ),
    (
        "target",
        r"(?:streefwaarde|streefcijfer|doelwaarde|streefdoel|norm|gewenste\s+(?:waarde|situatie)|beoogd)"
        r"(?:\s*\(?20\d\d(?:\s?[-–]\s?20\d\d)?\)?)?",
    ),
    (
        "source",
        r"monitor(?:ing)?\s?/\s?bron|bron(?:nen)?|meetinstrument|monitoring|databron|meetbron|hoe\s+meten\s+we(?:\s+dat)?\??",
    ),
    (
        "activity",
        r"activiteit(?:en)?|inspanning(?:en)?|acties?|maatregel(?:en)?|wat\s+gaan\s+we\s+(?:daarvoor\s+)?doen\??",
    ),
    (
        "other",
        r"planning|wanneer|wie|trekkers?|uitvoerder|verantwoordelijke?|kosten|budget|partners?|toelichting|status|nr\.?|nummer",
    ),
)
_HEADS = [(role, re.compile(rf"\s*\|?\s*(?:{words})(?![\w-])", re.IGNORECASE)) for role, words in COLUMN_HEADS]
_SPLIT_TAIL = re.compile(r"^(?:op|van|bij)\s+(?:het\s+)?resulta(?:at|ten)$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Anchor:
    """A label that a line starts with: the level it announces, its number as printed, and the text after it."""

    level: str  # effect, goal, elaboration, result, indicator, baseline, target, source, activity; problem: no goal
    number: str | None
    rest: str
    council: bool = False  # 'vastgesteld door de raad'
    heading: bool = False  # carries a section number
    word: str = ""


def anchor_of(text: str) -> Anchor | None:
    """The label at the start of a line, or None.

    >>> anchor_of("3. Doel 2: Meer mensen fietsen").number
    '2'
    >>> anchor_of("Uitwerking doel: De fietspaden zijn heel").level
    'elaboration'
    >>> anchor_of("Doelgroepen zijn jongeren en ouderen") is None
    True
    """
    line = text.strip()
    if PROBLEM.match(line) and line[:6].lower() != "opgave":
        return Anchor("problem", None, line.partition(":")[2].strip())
    for level, pattern in (
        ("elaboration", ELABORATION),
        ("baseline", BASELINE),
        ("target", TARGET),
        ("source", SOURCE),
        ("indicator", INDICATOR),
        ("result", RESULT),
        ("activity", ACTIVITY),
    ):
        found = pattern.match(line)
        if found:
            groups = found.groupdict()
            return Anchor(
                level,
                groups.get("number"),
                found["rest"].strip(),
                heading=bool(groups.get("section")),
                word=found["word"].lower(),
            )
    goal = _goal_anchor(line)
    if goal:
        return goal
    effect = EFFECT.search(line)
    if effect and not SIBLINGS.search(line):
        return Anchor("effect", None, effect["rest"].strip())
    if EFFECT_HEAD.match(line):
        return Anchor("effect", None, "", heading=True)
    return None


def _goal_anchor(line: str) -> Anchor | None:
    found = GOAL.match(line)
    if not found:
        return None
    section, number, council, mark = (found[name] for name in ("section", "number", "council", "mark"))
    rest = found["rest"].strip()
    announced = bool(council) or bool(mark) or bool(number)
    if not announced or not (line[:1].isupper() or line[:1].isdigit()):
        return None
    if (mark == "." and not number) or (number and rest and not (mark or council or section or rest[:1].isupper())):
        return None  # running prose: 'Doel 3 is in 2024 gehaald'
    if rest and not re.search(r"[A-Za-zÀ-ÿ]{2}", rest):
        return None
    return Anchor("goal", number, rest, bool(council), bool(section), re.sub(r"\s+", " ", found["word"].lower()))


def words_below(lines: Sequence[str]) -> frozenset[str]:
    """Words for a goal that in this plan stand one level lower: 'Speerpunt 1.2' under 'Ambitie 1'."""
    numbers: dict[str, set[str]] = collections.defaultdict(set)
    for line in lines:
        anchor = anchor_of(line)
        if anchor and anchor.level == "goal" and anchor.number:
            numbers[anchor.word].add(anchor.number)
    whole = {word for word, own in numbers.items() if not any("." in number for number in own)}
    return frozenset(
        word
        for word, own in numbers.items()
        if (all("." in number for number in own) and whole) or (word == "speerpunt" and whole - {word})
    )


def column_roles(text: str) -> tuple[str, ...]:
    """Roles of a line that holds nothing but column heads; empty when it holds anything else.

    >>> column_roles("Indicator Nulmeting 2025 Streefwaarde 2028 Monitoring/ bron")
    ('indicator', 'baseline', 'target', 'source')
    >>> column_roles("Resultaat van het onderzoek")
    ()
    """
    rest, roles = text.strip().rstrip("|").strip(), []
    while rest:
        for role, pattern in _HEADS:
            found = pattern.match(rest)
            if found:
                roles.append(role)
                rest = rest[found.end() :].strip()
                break
        else:
            return ()
    return tuple(roles)


def is_head_tail(text: str) -> bool:
    """'op resultaat' alone on a line: the second half of the head 'Indicator op resultaat'."""
    return bool(_SPLIT_TAIL.match(text.strip()))


def is_question(text: str) -> bool:
    """Whether a line is a question that heads prose: 'Hoe pakken wij dit aan?'."""
    return text.rstrip().endswith("?") and bool(PROSE_HEAD.match(text.strip()))


def list_head(text: str) -> str | None:
    """Level of the items under a line such as 'Wat gaan we doen?', or None."""
    line = text.strip()
    for pattern, level in LIST_HEADS:
        if pattern.match(line):
            return level
    return None
