"""What a reply does with each ask: changed, rejected, explained, later, or nothing.

A reply is cut into passages: a paragraph of the municipality's own words, with what it says that the adviser said
(under 'Zorgen en adviezen', 'Uw advies', or 'De raad adviseert ons ...') as its address. A passage answers an ask when
its own words are about it; repeating the adviser's words is not an answer, and an address alone isn't one either.
"""

from __future__ import annotations

import collections
import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.policy.ask_cues import ADVISER
from themes.policy.asks import Ask
from themes.policy.replies import Passage, decision
from themes.records import Unit

if TYPE_CHECKING:
    from themes.language import Pipeline

_REFERENCE = re.compile(r"\b(?:doel|hoofdstuk|paragraaf|pagina|bladzijde|punt|resultaat) \d[\d.]*", re.IGNORECASE)
_FRAME = re.compile(
    rf"^\W*(?:(?:ook|daarnaast|verder|tot slot|tevens|bovendien)\s+)?(?:wij|we|u|(?:de |"
    rf"uw )?{ADVISER}(?: \w+)?)\s+(?:\w+\s+)??"
    r"(?:adviseren|adviseert|vragen|vraagt|verzoeken|verzoekt|bevelen|beveelt|pleiten|pleit|willen|wil|missen|"
    r"mist|zouden|zou)\b"
    r"(?:\s+(?:u|de gemeente|het college|ons|ook|dan|verder|graag|als advies|meegeven|aan|voor|ervoor))*(?:\s+om\b)?",
    re.IGNORECASE,
)
_DIRECT = 0.34  # share of an ask's weight that a passage must carry
_SUBJECT = 0.45  # the same for a bare subject, where every word counts
_ADDRESSED = 0.16  # the same when the passage stands under words of the adviser that are this ask
_CLOSE = 0.45  # share of an ask's weight in the restated words that makes them this ask's address
_NAMED = 0.8  # share of a subject's weight in the restated words that names it there
_THEME = 0.6  # share of a heading's weight that an ask must carry to be what the heading is about
_FEW = 1  # a part of a reply that restates this many sentences is about one thing
_RESTATED = 0.5  # share of an ask's weight, or likeness, by which a sentence of the reply says it over
_MOST_POINTS = 3  # that a part of a reply may restate to be read as one answer for each
_NEAR = 0.45  # likeness of two sentences by meaning that counts as the same point
_ALIKE = 0.4  # the same where the reply restates one thing only
_HINTED = 0.3  # likeness by meaning that isn't enough alone
_TOGETHER = 0.48  # shared words and likeness added up


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the reply does with one ask."""

    kind: str  # changed, rejected, explained, later, none
    unit: Unit | None
    quote: str | None
    passage: Passage | None
    score: float


class Words:
    """Words of texts as weighted stems: rare ones in the exchange weigh most; parts of compounds match whole "
    "words."""

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
        return self._idf.get(word, self._rarest)

    def share(self, wanted: Mapping[str, tuple[str, ...]], text: str) -> float:
        """The share of the wanted words' weight that a text holds, 0..1; a compound's parts count when all "
        "are there."""
        total = sum(self.weight(word) for word in wanted)
        if not total:
            return 0.0
        pool = self._pools.get(text)
        if pool is None:
            here = self.of(text)
            pool = self._pools[text] = frozenset(here) | {part for parts in here.values() for part in parts}
        return sum(self.weight(word) * _held(word, parts, pool) for word, parts in wanted.items()) / total


def _held(word: str, parts: Sequence[str], pool: frozenset[str]) -> float:
    if word in pool:
        return 1.0
    if not parts:
        return 0.0
    share = sum(part in pool for part in parts) / len(parts)
    return 1.0 if share == 1 else 0.25 * share


def _tells(part: str, lemma: str) -> bool:
    return part != lemma and len(part) > 3 and part not in _EMPTY


def stem(lemma: str) -> str:
    """A lemma without the ending that tells noun from verb: 'monitoring' and 'monitoren' meet.

    >>> stem("formulering") == stem("formuleren")
    True
    """
    return re.sub(r"(?<=\w{4})(?:heid|ingen|ing|elijk|en|e)$", "", lemma)


_EMPTY = frozenset(
    [
        *("aan", "aandacht", "advies", "adviesraad", "adviseren", "ander", "asd", "belangrijk", "beleid", "brengen"),
        *(
            "college",
            "gaan",
            "gemeente",
            "geven",
            "goed",
            "graag",
            "hoe",
            "houden",
            "inwoner",
            "jaar",
            "komen",
            "krijgen",
        ),
        *("laten", "maken", "mee", "mens", "mogelijkheid", "nemen", "nieuw", "oplossing", "plan", "programma", "punt"),
        *("raad", "staan", "stuk", "uitvoeringsplan", "uitvoeringsprogramma", "verder", "vragen", "waar", "wanneer"),
        *("willen", "worden", "zetten", "zien", "zorgen", "stichting", "uitwerken", "opnemen", "meenemen", "toevoegen"),
        *("werken", "opzetten", "realiseren", "verschaffen", "besteden"),
    ]
)


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """How much texts of asks and reply are alike by meaning; without vectors nothing is alike."""

    rows: Mapping[str, int]
    vectors: Any = None

    def of(self, one: str, two: str) -> float:
        if self.vectors is None or one not in self.rows or two not in self.rows:
            return 0.0
        return float(self.vectors[self.rows[one]] @ self.vectors[self.rows[two]])


def bare(text: str) -> str:
    """A request without its opening: 'Wij adviseren u om meer te tellen' -> 'meer te tellen'."""
    return _FRAME.sub("", text).strip() or text


def sentences(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"(?<=[.!?])\s+", text) if piece.strip()]


def answer_asks(
    asks: Sequence[Ask],
    passages: Sequence[Passage],
    *,
    pipeline: Pipeline,
    vectors: Callable[[Sequence[str]], Any] | None = None,
) -> list[Answer]:
    """An answer for every ask, in their order. `vectors` gives unit-length rows; their mean is taken off here."""
    texts = [*(bare(ask.core) for ask in asks), *(unit.text for p in passages for unit in p.units)]
    texts += [bare(piece) for p in passages for piece in sentences(f"{p.restated} {p.address}")]
    words = Words([*(ask.text for ask in asks), *(unit.text for p in passages for unit in p.units)], pipeline)
    unique = sorted(set(texts))
    likeness = Likeness({})
    if vectors is not None and len(unique) > 2:
        from themes.language.vectors import centred

        likeness = Likeness({text: row for row, text in enumerate(unique)}, centred(vectors(unique)))
    answers = [answer_ask(ask, passages, words, likeness) for ask in asks]
    return _in_small_parts(asks, answers, passages, words, likeness)


def _in_small_parts(
    asks: Sequence[Ask], answers: Sequence[Answer], passages: Sequence[Passage], words: Words, likeness: Likeness
) -> list[Answer]:
    """Answers in other words: a part that restates a few asks, with at least a sentence for each, answers them all.

    'U vraagt wat het kost' and then 'Het bedrag staat in de begroting' share no word. Each ask that such a part
    restates and that has no answer yet gets the sentence that is nearest in meaning and answers no other ask.
    """
    result = list(answers)
    parts: dict[tuple[str, str], list[Passage]] = collections.defaultdict(list)
    for passage in passages:
        if 0 < len(sentences(passage.restated)) <= _MOST_POINTS:
            parts[passage.heading, passage.restated].append(passage)
    for (_, restated), group in parts.items():
        pointed = [number for number, ask in enumerate(asks) if _is_restated(ask, restated, words, likeness)]
        places = [(unit, passage) for passage in group for unit in passage.units]
        if not 0 < len(pointed) <= min(_MOST_POINTS, len(places)):
            continue
        taken = {answer.unit.unit_id for number in pointed if (answer := result[number]).unit is not None}
        for number in (number for number in pointed if result[number].kind == "none"):
            free = [place for place in places if place[0].unit_id not in taken]
            if not free:
                break
            request = bare(asks[number].core)
            unit, passage = max(free, key=lambda place: (likeness.of(request, place[0].text), -place[0].line_start))
            kind, decisive = decision(passage, unit)
            result[number] = Answer(kind, decisive, decisive.text, passage, _HINTED)
            taken.add(unit.unit_id)
    return result


def _is_restated(ask: Ask, restated: str, words: Words, likeness: Likeness) -> bool:
    """Whether a part of a reply says an ask over."""
    if ask.ranked or ask.kind in ("ontbreekt", "meer-uitwerking"):
        return False
    request = bare(ask.core)
    wanted = words.of(request)
    return any(
        words.share(wanted, piece) >= _RESTATED or likeness.of(request, bare(piece)) >= _RESTATED
        for piece in sentences(restated)
    )


def answer_ask(ask: Ask, passages: Sequence[Passage], words: Words, likeness: Likeness) -> Answer:
    """The passage that says most about an ask, and what it decides; kind 'none' when no passage is about it."""
    subject = subject_of(ask)
    wanted = words.of(subject or bare(ask.core)) or words.of(ask.text)
    best: tuple[float, Passage] | None = None
    for passage in passages:
        score = relevance(ask, wanted, passage, words, likeness)
        if score > 0 and (best is None or score > best[0]):
            best = (score, passage)
    if best is None:
        return Answer("none", None, None, None, 0.0)
    score, passage = best
    unit = max(passage.units, key=lambda unit: (_rated(ask, wanted, unit, words, likeness), -unit.line_start))
    kind, decisive = decision(passage, unit)
    return Answer(kind, decisive, decisive.text, passage, score)


def _rated(ask: Ask, wanted: Mapping[str, tuple[str, ...]], unit: Unit, words: Words, likeness: Likeness) -> float:
    return words.share(wanted, unit.text) + 0.2 * likeness.of(bare(ask.core), unit.text)


def subject_of(ask: Ask) -> str | None:
    """What a list of subjects names: the words before a dash, colon or comma, or a short item as a whole."""
    if ask.kind not in ("ontbreekt", "meer-uitwerking") or len(ask.units) > 2:
        return None
    match = re.match(r"^(.{3,80}?)(?:\s+[—–-]\s+|:\s|,\s|;|\.?$)", ask.core)
    return match[1] if match and len(match[1].split()) <= 8 else None


def relevance(
    ask: Ask,
    wanted: Mapping[str, tuple[str, ...]],
    passage: Passage,
    words: Words,
    likeness: Likeness,
) -> float:
    """How much a passage is about an ask, by its own words and by the adviser's words before it; 0 is not enough."""
    request = bare(ask.core)
    own = max([words.share(wanted, passage.text), *(words.share(wanted, unit.text) for unit in passage.units)])
    address = words.share(wanted, passage.address) if passage.address else 0.0
    if (address >= _CLOSE and own > 0) or address >= 0.7:
        return 1.0 + own + address
    restated = sentences(passage.restated)
    above = max((words.share(wanted, piece) for piece in restated), default=0.0)
    if ask.ranked or ask.kind in ("ontbreekt", "meer-uitwerking"):  # a subject is spoken of or it isn't
        return own if own >= _SUBJECT or (above >= _NAMED and own >= _ADDRESSED) else 0.0
    meant = max(likeness.of(request, unit.text) for unit in passage.units)
    same = max((likeness.of(request, bare(piece)) for piece in restated), default=0.0)
    heading = words.of(passage.heading)
    theme = words.share(heading, ask.text) if len(heading) > 1 else 0.0
    few = 0 < len(restated) <= _FEW
    under = above >= _CLOSE or same >= _NEAR
    enough = (
        own >= _DIRECT
        or (own > 0 and own + meant >= _TOGETHER)
        or (under and (own >= _ADDRESSED or (few and (own > 0 or meant >= _HINTED))))
        or (few and meant >= _ALIKE and same >= _HINTED)
        or (theme >= _THEME and own > 0)
    )
    return own + 0.25 * max(above, same, theme) + 0.5 * max(meant, 0.0) if enough else 0.0
