"""Which municipality a text is about: names after 'gemeente', in letterheads, of advisory councils and residents.

A list of municipalities helps to tell a name from another capitalised word; a name that isn't in it can still win
when the text uses it as one often enough. A neighbour that is only called 'centrumgemeente' or that stands in a
row of 'gemeenten' gets no votes.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import resources

from themes.records import Document

_NAME = (
    r"((?:'s-|’s-|Den |De |Het |Oude? |Ten |Sint |Land van |West |Oost |Hof van )?[A-ZÀ-Ý][\wà-ÿ]+(?:-[A-Z][\wà-ÿ]+)*)"
)
_HEAD_LINES = 12  # non-blank lines that can hold a letterhead or title
_HEAD_WIDTH = 75  # characters of a line of a letterhead; prose is wider
_SEVERAL = 4  # votes of passing mentions ('in X') that are enough
_MOST_VOTES = 12  # that one part of a file can give
_HEAD_VOTES = 10  # extra votes of a letterhead
_PATTERNS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"(?<!centrum)(?<![\w-])[Gg]emeente\s+{_NAME}"), 2),
    (re.compile(rf"(?<!\w)GEMEENTE\s+{_NAME}"), 2),
    (re.compile(rf"\b(?:[Ii]nwoners|[Bb]ewoners|[Bb]urgers|[Jj]ongeren|[Oo]uderen)\s+van\s+{_NAME}"), 2),
    (re.compile(rf"\b(?:[Cc]ollege|[Ww]ethouders|[Gg]emeenteraad|[Rr]aad)\s+van\s+(?:de\s+gemeente\s+)?{_NAME}"), 2),
    (re.compile(rf"\b(?:ASD|WMO-raad|Wmo-raad|[Aa]dviesraad(?: [Ss]ociaal [Dd]omein)?|[Cc]liëntenraad)\s+{_NAME}"), 2),
    (re.compile(rf"\b(?:[Ll]ocatie|[Pp]laats)\s*:[^\n]*?,\s*{_NAME}\s*$"), 2),
    (re.compile(rf"\b(?:in|uit|binnen|van)\s+{_NAME}"), 1),
)
_ADDRESS = re.compile(r"\b\d{4}\s?[A-Z]{2}\s+([A-ZÀ-Ý][A-ZÀ-Ý' -]{2,})\s*$")
_WEBSITE = re.compile(r"\b(?:www\.|@)(?:gemeente)?([a-z][a-z-]+)\.nl\b")


@functools.cache
def known_municipalities() -> dict[str, str]:
    """Lower-case name -> name as written, for every municipality in the list that ships with the package."""
    text = resources.files("themes.documents").joinpath("municipalities.txt").read_text(encoding="utf-8")
    return {name.lower(): name for name in text.splitlines() if name and not name.startswith("#")}


@functools.cache
def _known_pattern() -> re.Pattern[str]:
    names = sorted(known_municipalities(), key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in names) + r")(?![\w-])", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Municipality:
    """A name, the words it was read from, its votes, and whether a letterhead, title or address names it."""

    name: str
    evidence: str
    votes: int
    in_head: bool


def find_municipality(lines: Sequence[str]) -> Municipality | None:
    """The municipality that a text is about, or None when it names none.

    Every phrase that uses a name as a municipality is a vote ('gemeente X', 'inwoners van X', 'ASD X'); known names
    count double, and a letterhead, address or website counts extra. A tie goes to the name that comes first.
    """
    votes: collections.Counter[str] = collections.Counter()
    first: dict[str, tuple[int, str]] = {}
    strong: set[str] = set()
    spelled = _spellings(lines)

    def vote(name: str, weight: int, words: str, *, head: bool) -> None:
        name = spelled.get(fold(name), name)
        votes[name] += weight
        if name not in first or weight > first[name][0]:
            first[name] = (weight, " ".join(words.split()))
        if head:
            strong.add(name)

    seen, text = 0, list(lines)
    for number, line in enumerate(text):
        if not line.strip():
            continue
        seen += 1
        joined = f"{line.rstrip()} {text[number + 1].strip()}" if number + 1 < len(text) else line
        _vote_line(line, joined, seen <= _HEAD_LINES and len(line) <= _HEAD_WIDTH, vote)
    certain = {name for name in votes if first[name][0] > 1 or votes[name] >= _SEVERAL}
    if not certain:
        return None
    order = list(first)
    winner = max(certain, key=lambda name: (votes[name], -order.index(name)))
    return Municipality(winner, first[winner][1], votes[winner], winner in strong)


def fold(name: str) -> str:
    """A name without case and with the figures of misread capitals as letters: 'MERW0LDE' and 'Merwolde' are one.

    >>> fold("MERW0LDE")
    'merwolde'
    """
    return name.lower().translate(_MISREAD)


_MISREAD = str.maketrans("01|", "oll")


def _spellings(lines: Sequence[str]) -> dict[str, str]:
    """Folded name -> the way running text writes it most: for names that a letterhead has in capitals."""
    written: collections.Counter[str] = collections.Counter()
    for line in lines:
        written.update(re.findall(r"(?<![\w-])[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)*(?![\w-])", line))
    result: dict[str, str] = {}
    for name, _ in written.most_common():
        result.setdefault(fold(name), name)
    return result


def agree(found: Sequence[Municipality | None]) -> Municipality | None:
    """The municipality of a whole file: what its parts say, letterheads first, none shouting the others down."""
    votes: collections.Counter[str] = collections.Counter()
    best: dict[str, Municipality] = {}
    for each in found:
        if each:
            votes[each.name] += min(each.votes, _MOST_VOTES) + _HEAD_VOTES * each.in_head
            if each.name not in best or (each.in_head and not best[each.name].in_head):
                best[each.name] = each
    return best[max(votes, key=lambda name: (votes[name], -list(best).index(name)))] if votes else None


def _vote_line(line: str, joined: str, head: bool, vote: Callable[..., None]) -> None:
    known = known_municipalities()
    for pattern, weight in _PATTERNS:
        for match in pattern.finditer(joined):
            if match.start() >= len(line):
                continue  # counted with the next line
            name = _full_name(joined, match.start(1), match.group(1))
            if name.lower() in known:
                strength = weight * 2 if weight > 1 else 1
                vote(known[name.lower()], strength + (6 if head and weight > 1 else 0), match[0], head=head)
            elif weight > 1 and not _ordinary(name):  # a village can have residents, only a municipality a council
                sure = pattern is not _PATTERNS[2][0]
                vote(name, 2 + (2 if head else 0) if sure else 1, match[0], head=head and sure)
    if not head:
        return
    for match in re.finditer(r"(?i)(?<!\w)gemeente\W+(?:\w*\d\w*\W+)?", joined):  # a logo: word and name, any case
        rest = _known_pattern().match(joined, match.end())
        if rest and match.start() < len(line):
            vote(known[rest[0].lower()], 8, joined[match.start() : rest.end()], head=True)
    for match in (*_ADDRESS.finditer(line), *_WEBSITE.finditer(line)):
        name = match.group(1).strip().lower()
        if name in known:
            vote(known[name], 4, match[0], head=True)


def _full_name(text: str, at: int, fallback: str) -> str:
    """The longest known name at a position, else the word that the pattern took."""
    match = _known_pattern().match(text, at)
    return match[0] if match and len(match[0]) >= len(fallback) else fallback


def _ordinary(name: str) -> bool:
    """Whether a capitalised word is a word of the language and no name: 'Gemeente Zorg'."""
    from themes.language.lexicon import words

    return name.lower() in _NOT_A_NAME or name.lower() in words()


_NOT_A_NAME = frozenset(
    [
        "almanak",
        "bij",
        "college",
        "dat",
        "deze",
        "die",
        "dit",
        "geeft",
        "heeft",
        "kan",
        "moet",
        "nederland",
        "of",
        "raad",
        "stelt",
        "van",
        "voor",
        "we",
        "wij",
        "wil",
        "zal",
        "zij",
    ]
)


def settle_municipalities(documents: Sequence[Document], texts: Mapping[str, str]) -> list[Document]:
    """Documents without a municipality get the one that the rest of the corpus is about and that they name themselves.

    `texts` is document id -> its text. A small or made-up name that a text uses only in passing ('bibliotheek
    Wierdijk') is recognised when another document establishes it as a municipality. One mention settles nothing, nor
    does a tie.
    """
    written: collections.Counter[str] = collections.Counter(d.municipality for d in documents if d.municipality)
    spelled: dict[str, str] = {}
    for name in sorted(written, key=lambda name: (name.isupper(), any(map(str.isdigit, name)), -written[name], name)):
        spelled.setdefault(fold(name), name)
    known = sorted(set(spelled.values()))
    settled = []
    for document in documents:
        if document.municipality:
            document = dataclasses.replace(document, municipality=spelled[fold(document.municipality)])
        if document.municipality is None:
            text = texts.get(document.document_id, "")
            counts = {name: len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)) for name in known}
            best = max(counts.values(), default=0)
            names = [name for name, count in counts.items() if count == best >= 2]
            if len(names) == 1:
                evidence = {**json.loads(document.evidence), "municipality": names[0]}
                document = dataclasses.replace(
                    document, municipality=names[0], evidence=json.dumps(evidence, ensure_ascii=False, sort_keys=True)
                )
        settled.append(document)
    return settled
