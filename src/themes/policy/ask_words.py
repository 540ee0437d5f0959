"""Words of asks and replies as weighted stems, likeness by meaning, and what an ask is about without its opening."""

from __future__ import annotations

import collections
import dataclasses
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.language.listed import listed
from themes.policy.ask_cues import ADVISER
from themes.policy.asks import Ask

if TYPE_CHECKING:
    from themes.language import Pipeline

_REFERENCE = re.compile(
    r"\b(?:doel|hoofdstuk|bijlage|artikel|paragraaf|pagina|bladzijde|punt|resultaat) \d[\d.]*", re.IGNORECASE
)
_FRAME = re.compile(
    r"^\W*(?:(?:ook|daarnaast|verder|tot slot|tevens|bovendien)\s+)?"
    rf"(?:wij|we|u|(?:de |uw )?{ADVISER}(?: \w+)?)\s+(?:\w+\s+)??"
    r"(?:adviseren|adviseert|vragen|vraagt|verzoeken|verzoekt|bevelen|beveelt|pleiten|pleit|"
    r"willen|wil|missen|mist|zouden|zou)\b"
    r"(?:\s+(?:u|de gemeente|het college|ons|ook|dan|verder|graag|als advies|meegeven|aan|voor|ervoor))*(?:\s+om\b)?",
    re.IGNORECASE,
)
_ORDER = re.compile(  # verbs of an order that say little by themselves
    r"^(?:wees|maak|geef|zorg|neem|houd|hou|laat|zet|leg|ga|stel|kijk|kies|breng)\s+"
    r"(?:(?:ook|dan|vooral|in elk geval|in ieder geval|er voor|ervoor|zelf)\s+)*",
    re.IGNORECASE,
)
_CLAUSE = 4  # words that a part of a sentence must have to be a point of its own


class Words:
    """Words of texts as weighted stems: rare ones in the exchange weigh most; parts of compounds match whole words."""

    def __init__(self, texts: Iterable[str], pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._cache: dict[str, dict[str, tuple[str, ...]]] = {}
        self._pools: dict[str, frozenset[str]] = {}
        counts: collections.Counter[str] = collections.Counter()
        n = 0
        for text in texts:
            n += 1
            counts.update({part for word, parts in self.of(text).items() for part in (word, *parts)})
        self._idf = {word: math.log((1 + n) / (1 + count)) + 0.3 for word, count in counts.items()}
        self._rarest = math.log(1 + n) + 0.3

    def of(self, text: str) -> dict[str, tuple[str, ...]]:
        """Stem of each word that carries meaning -> the stems of its parts."""
        known = self._cache.get(text)
        if known is None:
            known = self._cache[text] = {
                stem(token.lemma): tuple(stem(part) for part in token.parts if _tells(part, token.lemma))
                for token in self._pipeline.tokens(_REFERENCE.sub(" ", text))
                if token.is_word and not token.is_stop and token.lemma not in _EMPTY and len(token.lemma) > 2
            }
        return known

    def weight(self, word: str) -> float:
        """How rare a stem is in the exchange, above 0 (idf); one that was never seen counts as the rarest."""
        return self._idf.get(word, self._rarest)

    def share(self, wanted: Mapping[str, tuple[str, ...]], text: str) -> float:
        """Share of the wanted words' weight that a text holds, 0..1; a compound counts when all its parts are there."""
        total = sum(self.weight(word) for word in wanted)
        if not total:
            return 0.0
        pool = self._pool(text)
        return sum(self.weight(word) * _held(word, parts, pool) for word, parts in wanted.items()) / total

    def held(self, wanted: Mapping[str, tuple[str, ...]], text: str) -> int:
        """How many of the wanted words a text holds."""
        pool = self._pool(text)
        return sum(_held(word, parts, pool) == 1 for word, parts in wanted.items())

    def _pool(self, text: str) -> frozenset[str]:
        pool = self._pools.get(text)
        if pool is None:
            here = self.of(text)
            pool = self._pools[text] = frozenset(here) | {part for parts in here.values() for part in parts}
        return pool


def _held(word: str, parts: Sequence[str], pool: frozenset[str]) -> float:
    if word in pool:
        return 1.0
    if not parts:
        return 0.0
    share = sum(part in pool for part in parts) / len(parts)
    return 1.0 if share == 1 else 0.25 * share


def _tells(part: str, lemma: str) -> bool:
    return part != lemma and len(part) > 2 and part not in _EMPTY


def stem(lemma: str) -> str:
    """A lemma without the ending that tells noun from verb: 'monitoring' and 'monitoren' meet.

    >>> stem("formulering") == stem("formuleren")
    True
    """
    return re.sub(r"(?<=\w{4})(?:heid|ingen|ing|elijk|en|e)$", "", lemma)


_EMPTY = listed(  # lemmas that any ask or reply may hold: they tell nothing of its subject
    """
    aan aandacht advies adviesraad adviseren ander asd baren belangrijk beleid besteden bezorgd brengen college gaan
    gemeente geval geven goed graag hoe houden inwoner jaar jammer komen krijgen laten maken mee meenemen mens
    missen mogelijkheid nauwelijks nemen nieuw onduidelijk ontbreken onvoldoende oplossing opnemen opzetten plan
    programma punt raad realiseren staan staat stichting stuk toevoegen uitvoeringsplan uitvoeringsprogramma
    uitwerken verder verschaffen vragen vrezen waar wanneer werken willen worden zetten zien zorgen
    """
)


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """How much texts of asks and reply are alike by meaning; without vectors nothing is alike."""

    rows: Mapping[str, int]
    vectors: Any = None

    def of(self, one: str, two: str) -> float:
        """Cosine of two texts, -1..1; 0 for a text without a row."""
        if self.vectors is None or one not in self.rows or two not in self.rows:
            return 0.0
        return float(self.vectors[self.rows[one]] @ self.vectors[self.rows[two]])


def bare(text: str) -> str:
    """A request without its opening: 'Wij adviseren u om meer te tellen' -> 'meer te tellen'.

    >>> bare("Stel in elk geval een beheerder aan")
    'een beheerder aan'
    """
    rest = _FRAME.sub("", text).strip() or text
    return _ORDER.sub("", rest).strip() or rest


def sentences(text: str) -> list[str]:
    """A text cut behind full stops, question marks and exclamation marks; for texts that are sentences already."""
    return [piece.strip() for piece in re.split(r"(?<=[.!?])\s+", text) if piece.strip()]


def clauses(text: str) -> list[str]:
    """Sentences, cut where a new point begins: at a semicolon, and at 'en' between stretches of four words or more.

    >>> clauses("U vraagt om een later loket en wilt weten wat het kost.")
    ['U vraagt om een later loket', 'wilt weten wat het kost.']
    """
    found: list[str] = []
    for sentence in sentences(text):
        for piece in re.split(r";\s+", sentence):
            start = 0
            for match in re.finditer(r",?\s+en\s+", piece):
                left, right = piece[start : match.start()], piece[match.end() :]
                if min(len(left.split()), len(right.split())) >= _CLAUSE:
                    found.append(left)
                    start = match.end()
            found.append(piece[start:])
    return found


def subject_of(ask: Ask) -> str | None:
    """What a list of subjects names: the words before a dash, colon or comma, or a short item as a whole."""
    if ask.kind not in ("ontbreekt", "meer-uitwerking") or len(ask.units) > 2:
        return None
    match = re.match(r"^(.{3,80}?)(?:\s+[—–-]\s+|:\s|,\s|;|\.?$)", ask.core)
    return match[1] if match and len(match[1].split()) <= 8 else None
