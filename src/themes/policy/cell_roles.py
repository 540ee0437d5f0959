"""What the cells of a plan's tables say: which column a text fits by the way it is phrased.

The words are those of municipal plans in general: how counts are phrased, the bodies and surveys that Dutch figures
come from, the verbs of a result.
"""

from __future__ import annotations

import functools
import re

_COUNT = re.compile(
    r"^(?:het\s+|de\s+)?(?:aantal(?:len)?|percentage|%|aandeel|mate\s+waarin|mate\s+van|hoe\s+vaak|hoeveel|gebruik|bereik"
    r"|rapportcijfer|tevredenheid|meting|gemiddelde?|score|soort(?:en)?|toename\s+van|afname\s+van|-\s?\d+%|\d+\s?%\s"
    r"|indicator\s+voor|doorlooptijd|duur|wachtlijst)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^(?:cbs|(?:inwoners?|burger)-?panel|ggd|rivm|nibud|duo|scp|uwv|vng|cijfers?\b|data\b|gemeente(?:lijk)?\b|gezondheidsmonitor|monitor"
    r"|regionale?\s+monitor|afspraken\s+met|rapport|centrum-?|eigen\s+registratie|registratie|www\.|https?:|wmo[- ]cli"
    r"|cli[eé]ntervaring|jaarverslag|enquête|burgerpeiling|zorgaanbieders?|partners?|dashboard|leefbaar(?:o)?meter|politie"
    r"|scholen|-\s?(?:monitor|cbs|ggd|data|\w+monitor))",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"^(?:n\.?v\.?t\.?|nog\s+(?:te\s+bepalen|uit\s+te\s+werken|onbekend)|te\s+ontwikkelen|onbekend|volgt|na\s+20\d\d"
    r"|p\.?m\.?|nulmeting\b|\(nulmeting|\(?20\d\d\)?$|idem|-)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"^(?:meer|minder|betere?|een\s+(?:stijging|daling|toename|afname|verbetering|vermindering|beeld)"
    r"|er\s+(?:is|zijn|komt|komen)|eris|iedere?|alle|we\s|wij\s|inwoners|ouderen|jongeren|kinderen|mensen|afname|toename"
    r"|structureel|sterke?)\b"
    r"|\b(?:is|zijn|heeft|hebben|wordt|worden|kan|kunnen|krijgen|krijgt|weten|neemt|nemen|stijgt|daalt|blijft|blijven|leveren"
    r"|maken|vinden|ervaren|ervaart|doen|voelen|beschikken|participeert|behaalt|ondersteunen|mag|moet)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=\w\.)\s+(?=[A-ZÀ-Ý])")  # a count may be explained below; that makes it no statement
# 'Het aantal ... daalt' is a sentence and so a result; 'Aantal ... ' without article a count
_OUTCOME = re.compile(
    r"^(?:het|de)\s+(?:aantal|percentage|aandeel)\b.*\b(?:daalt|stijgt|neemt\s+(?:toe|af)|blijft\s+\w+)\W*$",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"^(?:maximaal|minimaal|ten\s+minste|tenminste|hoogstens|tussen\s+de|in\s+20\d\d|streefwaarde|we\s+streven"
    r"|specifieke\s+streefwaarde|gelijk|stijg|daling|het\s+aantal\b.*(?:neemt|stijgt|daalt)|<|>|≥|≤|een\s+behoud"
    r"|de\s+huidige|te\s+bepalen)",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"^(?:nulmeting|(?:op|van|per)\s+\d|\(?\d[\d.,]*\s?%?|landelijk|q\d|januari|(?:nog\s+)?(?:niet\s+bekend|te\s+(?:ontwikkelen|meten))|deze\s+indicator"
    r"|\([a-z ,]*20\d\d\)|[A-Z][\w ]+\s?[:=]\s?\d)",
    re.IGNORECASE,
)


# a whole sentence about a year or a figure that tells how things stand: what a first measurement says, never a name
_REPORTS = re.compile(r"\b(?:is|zijn|was|waren|heeft|hebben|had|kan|kunnen|krijgt|krijgen|blijkt)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:,\d+)?\s?%|\b\d{2,}\b")


def _reports(line: str) -> bool:
    if len(line) <= 30 or not line.rstrip(")*0123456789 ").endswith(".") or not _REPORTS.search(line):
        return False
    return not _COUNT.match(line) or bool(_FIGURE.search(line))


def is_source(text: str) -> bool:
    """Whether a cell starts as the name of where figures come from."""
    return bool(_SOURCE.match(text))


def is_statement(text: str) -> bool:
    """Whether a text says something of a subject: it has a finite verb or the opening of a result."""
    return bool(_STATEMENT.search(text))


def is_filler(text: str) -> bool:
    """Whether a cell holds no content of its own: 'n.v.t.', 'nog te bepalen', 'na 2027'."""
    return bool(_FILLER.match(text))


@functools.lru_cache(maxsize=50_000)
def role_score(role: str, text: str) -> float:
    """How well a cell's opening words fit a column: above 0 fits, below 0 does not, about -3 to 3.

    >>> role_score("result", "Meer mensen fietsen naar hun werk") > 0 > role_score("result", "CBS")
    True
    """
    line = text.strip().lstrip("-•* ")
    count, source, filler = bool(_COUNT.match(line)), bool(_SOURCE.match(line)), bool(_FILLER.match(line))
    statement = bool(_STATEMENT.search(_SENTENCE.split(line, maxsplit=1)[0] if count else line))
    words = len(line.split())
    if role == "result":
        return (
            ((2.0 if words > 5 else 1.5) if statement else -0.5)
            - (1.5 if count and not statement else 0.0)
            - (3.0 if source or filler else 0.0)
        )
    if role == "indicator":
        plain = statement and not count
        if _OUTCOME.search(line):
            count = False
        return (
            (2.0 if count else -0.8 if plain else 0.0)
            - (2.0 if source and not count else 0.0)
            - (1.0 if filler else 0.0)
            - (2.5 if _reports(line) and not source else 0.0)
        )
    if role == "source":
        return (
            (2.0 if source else 0.0)
            + (-1.0 if line.lower().startswith("nulmeting") else 1.0 if filler else 0.0)
            + (0.5 if words <= 4 else -0.5)
            - (1.5 if count else 0.0)
        )
    if role == "baseline":
        return (
            (2.0 if _BASELINE.match(line) else 1.0 if _reports(line) else 0.0)
            - (2.0 if _TARGET.match(line) else 0.0)
            - (1.0 if source else 0.0)
        )
    if role == "target":
        return (2.0 if _TARGET.match(line) else 0.0) - (1.0 if source else 0.0)
    if role == "other":  # who leads, when: a name or two
        return (0.8 if words <= 3 else -1.0) - (1.5 if statement or count else 0.0)
    if role == "activity":
        return -1.5 if source else 0.5
    return 0.0
