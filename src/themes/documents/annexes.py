"""What a covering letter tells about the rest of its file: the titles of its annexes and whether they were adopted."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from themes.records import Line

NUMBERED = re.compile(r"^\s?(\d{1,2})(?:\.\d+)*\.?\s+\S")
_ANNEX_LIST = re.compile(
    r"^\W*bijlagen?(?:\(n\))?\b|bijlage\w* treft u|volgende (?:documenten|bijlagen|stukken)|meegestuurde stukken",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^(?:[-•*»–]|\d{1,2}[.)]|[a-z][.)]|bijlage\s*\d)", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(r"\s*\((?:documenten|document|zaak\w*|nr\.?|kenmerk)\b[^)]*\)")


@dataclasses.dataclass(frozen=True, slots=True)
class Announced:
    """A document that a letter announces: its title, and the line that does so."""

    title: str
    words: str


def announced_titles(lines: Sequence[Line]) -> list[Announced]:
    """The longest list of annexes in a letter at the start of a file; empty when the file starts with no such letter.

    An item may name several documents, each closed by its number in brackets, and may wrap over lines.
    """
    lists: list[list[Announced]] = []
    end = _first_letter_end(lines)
    for index, line in enumerate(lines[:end]):
        text = line.text.strip()
        if _ANNEX_LIST.search(text) and (len(text) < 90 or text.endswith(":")) and not NUMBERED.match(text):
            lists.append(_annex_items(lines[index + 1 : end], line.page))
    return max(lists, key=len, default=[])


def _annex_items(lines: Sequence[Line], page: int | None) -> list[Announced]:
    """The items below the head of a list, until the page ends or prose begins."""
    items: list[tuple[str, str]] = []
    group, last = "", ""
    for line in lines[:40]:
        text = line.text.strip()
        if line.page != page or len(text) > 110:
            break
        wrapped = len(last) >= 60 and not last.endswith((")", ";", ".")) and not _MARKED.match(text)
        if text.endswith(":"):
            group = re.sub(r"[’'`]?s$", "", text.rstrip(":").strip()) if len(text.split()) <= 2 else ""
        elif text and wrapped and items:
            items[-1] = (f"{items[-1][0]} {text}", items[-1][1])
        elif text:
            items.append((text, group))
        last = text
    return [found for item, under in items for found in _named(item, under)]


def _named(item: str, group: str) -> list[Announced]:
    """The titles that one item of a list of annexes names."""
    bare = re.sub(r"^\W*(?:\d+[.)]\s*)?(?:bijlagen?\s*\d*(?:\s*en\s*\d+)?\s*[:.-]\s*)?", "", item, flags=re.IGNORECASE)
    bullet = bool(re.match(r"^\W", item))
    names = [re.sub(r"^\W*(?:en\s+)?|[\s;.,]+$", "", name) for name in _DOCUMENT_NUMBER.split(bare)]
    return [
        Announced(f"{group} {name}" if group and bullet else name, item)
        for name in names
        if 4 <= len(name) <= 90 and not re.search(r"[.!?]\s", name)
    ]


def _first_letter_end(lines: Sequence[Line]) -> int:
    """Index after the last line that can belong to the letter: the page start that follows its list of annexes."""
    last = max((index for index, line in enumerate(lines[:400]) if _ANNEX_LIST.search(line.text.strip())), default=0)
    for index in range(last + 1, min(len(lines), last + 40) if last else 0):
        if lines[index].page != lines[index - 1].page:
            return index
    return min(len(lines), last + 25) if last else 0


_COMMON = frozenset(  # say nothing about which document a title names
    [
        "aan",
        "advie",
        "als",
        "bij",
        "brief",
        "het",
        "naar",
        "nota",
        "notitie",
        "onze",
        "over",
        "per",
        "reactie",
        "uit",
        "van",
        "voor",
        "met",
        "een",
        "bijlage",
        "rapport",
        "document",
        "beschrijving",
    ]
)


def content_stems(text: str) -> list[str]:
    """Lower-case stems of the words that carry a title, in order, a plural ending taken off."""
    words = (re.sub(r"(?:[’'`]s|en|s)$", "", word.lower()) for word in re.findall(r"[^\W\d][\w’'`]{2,}", text))
    return [word for word in words if len(word) > 2 and word not in _COMMON]


def announced_as(name: str, announced: Sequence[Announced]) -> Announced | None:
    """The announced title that a title repeats: most of its words, or its one long word at the front."""
    words = content_stems(name)
    ranked: list[tuple[float, Announced]] = []
    for each in announced:
        wanted = set(content_stems(each.title))
        shared = wanted & set(words)
        single = len(wanted) == 1 and len(words[:1]) == 1 and words[0] in wanted and len(words[0]) >= 8
        if single or (len(shared) >= 2 and len(shared) >= 0.65 * len(wanted)):
            ranked.append((len(shared) / len(wanted), each))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def kind_of_letter(part: Sequence[Line]) -> tuple[str, str] | None:
    """What a letter without a subject calls itself ('deze raadsinformatiebrief')."""
    for line in part:
        match = re.search(
            r"\bdeze (raadsinformatiebrief|raadsbrief|collegebrief|aanbiedingsbrief|memo|notitie)\b", line.text
        )
        if match:
            return match[1].capitalize(), line.text.strip()
    return None


_PLAN = r"(?:uitvoerings(?:programma|plan)\w*|beleids(?:plan|kader|nota)\w*|actieplan\w*|programma\w*|nota\w*)"
_DECIDED = re.compile(
    r"[^.]*\b(?:vaststell(?:en|ing) van|hebben (?:wij|we)|heeft het college|vastgestelde?)\s+(?:[\w-]+ ){0,3}"
    + _PLAN
    + r"[^.]*",
    re.IGNORECASE,
)
_DRAFTS = re.compile(rf"\bconcept(?:en|-)?\s?(?:van de )?(?:\w+ ){{0,2}}{_PLAN}", re.IGNORECASE)


def adopted_or_draft(letter: Sequence[Line]) -> tuple[str, str] | None:
    """What a covering letter says of its annexes' version: that they are (being) adopted, or a draft."""
    text = " ".join(line.text.strip() for line in letter)
    for match in _DECIDED.finditer(text):
        if re.search(r"vastgesteld|vaststell", match[0], re.IGNORECASE):
            return "vastgesteld", match[0].strip()[:200]
    draft = _DRAFTS.search(text)
    return ("concept", draft[0]) if draft else None
