"""Where the plans speak of a word or phrase: by word, lemma, part of a compound, other words for it, or its theme."""

from __future__ import annotations

import collections
import dataclasses
import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from themes.language import is_word
from themes.policy.passages import Passage, current_programmes, passages
from themes.policy.ranking import Encoder
from themes.policy.wordings import named_by, spots_of
from themes.records import Document, Goal, Unit

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline

ENOUGH = 0.6  # share of a phrase's telling words that a passage must hold to speak of it
PLACES = 12  # places shown of one term in one programme
NEAR = 8  # words within which the words of a phrase must stand
COMMON = 0.03  # share of passages from which a word is too common to stand for a whole phrase
OTHER = 0.8  # strength of other words for a thing beside its own
FEWEST_WORDS = 4  # of a passage that is shown as near in meaning
LONG = 6  # letters from which a part of a compound says something by itself
_QUALIFIER = re.compile(r"\([^()]*\)")
_VAGUE = re.compile(
    r"\b(?:in\s+(?:het\s+algemeen|brede\s+zin|de\s+breedte|het\s+bijzonder)|algemeen|overig\w*|mogelijkheden"
    r"|gekoppeld\s+aan\s+.*|in\s+relatie\s+tot\s+.*|van\s+(?:de|het)\s+gemeente|voor\s+(?:de\s+)?inwoners)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    """One content word of a term: the lemma, the parts of a compound, and the groups of related words it names."""

    lemma: str
    parts: tuple[str, ...]
    surface: str
    groups: tuple[str, ...] = ()


def find(
    terms: Sequence[str],
    units: Sequence[Unit],
    goals: Sequence[Goal],
    documents: Sequence[Document],
    *,
    pipeline: Pipeline,
    vectors: Encoder | None,
    codebook: Codebook | None = None,
) -> list[dict[str, Any]]:
    """For each term how far the plans go into it and where.

    A row a term: `term`, `found` (result, approach or none), `how` (words, related, theme or none), `literal`, `places`
    (the strongest of each programme, with their quote and place), `n_places` (all of them), `programmes` (programme id
    -> found) and `nearest`.

    A slash or 'of' parts alternatives; text in brackets only qualifies. A passage speaks of an alternative when it
    holds all its words close together, or the most telling of them, counted by rarity: 'verslavingszorg' is met by
    'verslaving', since 'zorg' is everywhere, and 'cliëntondersteuning' is not met by 'ondersteuning'. Other words for
    the same thing count a little less ('belbus' for 'vervoer', never the reverse). When no plan has either and the term
    is the name of a code, passages that carry the code count. `how` says by which of these the strongest place was
    found, `literal` whether any place has the words themselves. Of a plan with a later version only the later counts.
    For terms that are found nowhere `nearest` holds the three passages nearest in meaning.
    """
    worked = worked_out(goals)
    index = _Index(searched(units, goals, documents), pipeline, codebook)
    result = []
    for term in terms:
        hits = index.by_words(term)
        if codebook is not None and not any(index.passages[hit.at].programme_id in worked for hit in hits):
            met = {hit.at for hit in hits}
            hits = [*hits, *(hit for hit in index.by_theme(term) if hit.at not in met)]
        result.append(index.shown(term, hits, vectors))
    return result


def worked_out(goals: Sequence[Goal]) -> set[str]:
    """Ids of the programmes that have elaborations, results or indicators; the others state an intention."""
    return {goal.programme_id for goal in goals if goal.level in {"elaboration", "result", "indicator"}}


def searched(units: Sequence[Unit], goals: Sequence[Goal], documents: Sequence[Document]) -> list[Passage]:
    """The passages that a search goes through: those of every plan but the worked out ones with a later version."""
    replaced = {goal.programme_id for goal in goals if goal.level == "programme"}
    replaced = (replaced - current_programmes(goals, documents)) & worked_out(goals)
    return [passage for passage in passages(units, goals, documents) if passage.programme_id not in replaced]


def sentences(texts: Sequence[str]) -> list[int]:
    """Positions of the texts of a few words at least, of all when there are none, each text once.

    A loose word is near anything.
    """
    first = {text: at for at, text in reversed(list(enumerate(texts)))}
    full = sorted(at for text, at in first.items() if len(text.split()) >= FEWEST_WORDS)
    return full or sorted(first.values())


@dataclasses.dataclass(frozen=True, slots=True)
class _Hit:
    """A passage that speaks of a term: its position, how strongly, and by what: 'words', 'related' or 'theme'."""

    at: int
    strength: float
    how: str


class _Index:
    def __init__(self, listed: Sequence[Passage], pipeline: Pipeline, codebook: Codebook | None) -> None:
        self.passages = list(listed)
        self.pipeline, self.codebook = pipeline, codebook
        self.spots: list[dict[str, tuple[int, ...]]] = []  # per passage: word or part -> its positions
        self.other: list[dict[str, tuple[int, ...]]] = []  # per passage: group of related words -> its positions
        self.folded = [f" {_fold(passage.search)} " for passage in self.passages]
        counts: collections.Counter[str] = collections.Counter()
        for passage in self.passages:
            tokens = [token for token in pipeline.tokens(passage.search) if token.is_word]
            spots: dict[str, list[int]] = collections.defaultdict(list)
            for position, token in enumerate(tokens):
                for form in {token.lemma, token.text.lower(), *(part for part in token.parts if len(part) > 3)}:
                    spots[form].append(position)
            self.spots.append({form: tuple(own) for form, own in spots.items()})
            self.other.append(spots_of(tokens))
            counts.update(list(spots))
        self.counts = counts
        self.codes: list[frozenset[str]] | None = None

    def weight(self, word: str) -> float:
        """How telling a word is in these plans: most when they never use it."""
        n = len(self.passages)
        return math.log(1 + (n + 0.5) / (self.counts[word] + 0.5))

    def words(self, text: str) -> list[_Word]:
        found = []
        tokens = [token for token in self.pipeline.tokens(text) if token.is_word]
        named = named_by(tokens)
        for at, token in enumerate(tokens):
            if not token.is_stop:
                parts = tuple(part for part in token.parts if part != token.lemma and len(part) > 3)
                groups = tuple(group for group, first, last in named if first <= at <= last)
                found.append(_Word(token.lemma, parts if len(parts) > 1 else (), token.text.lower(), groups))
        return found

    def by_words(self, term: str) -> list[_Hit]:
        """Passages that hold an alternative of the term, in its own or in other words."""
        named = alternatives(term)
        hits = self._by_phrase(named)
        if not hits:  # 'vervoer naar de dagbesteding' is about 'vervoer'
            heads = [head for phrase in named if (head := self._head(phrase))]
            hits = self._by_phrase(heads)
        return hits

    def _head(self, phrase: str) -> str | None:
        """What stands before the preposition of a phrase, when that is telling by itself."""
        head, preposition, _ = re.split(
            r"\s+(naar|voor|bij|van|vanuit|met|in|op|tegen|onder)\s+", f"{phrase} van ", maxsplit=1
        )
        if not preposition or head == phrase or not self.words(head):
            return None
        rare = all(self.counts[word.lemma] <= max(3, COMMON * len(self.passages)) for word in self.words(head))
        return head if rare else None

    def _by_phrase(self, phrases: Sequence[str]) -> list[_Hit]:
        best: dict[int, _Hit] = {}
        for alternative in phrases:
            words = self.words(alternative)
            phrase = _fold(alternative)
            for at in range(len(self.passages)):
                strength = 1.1 if phrase and f" {phrase} " in self.folded[at] else self._strength(words, at)
                how = "words"
                if strength < ENOUGH and any(group in self.other[at] for word in words for group in word.groups):
                    strength, how = self._strength(words, at, other=True), "related"
                if strength >= ENOUGH and (at not in best or strength > best[at].strength):
                    best[at] = _Hit(at, strength, how)
        return [best[at] for at in sorted(best)]

    def _strength(self, words: Sequence[_Word], at: int, *, other: bool = False) -> float:
        """Share of the telling words that a passage holds close together; `other`: in other words as well.

        A compound that isn't there whole counts by its long parts, and by short ones only side by side: 'leergeld' is
        not met by a passage on learning and money.
        """
        whole, met, places, missed = 0.0, 0.0, [], 0
        for word in words:
            own = word.parts or (word.lemma,)
            weights = {part: self.weight(part) / len(own) for part in own}  # a compound weighs as one word
            whole += sum(weights.values())
            found = self._where(at, word.lemma, word.surface)
            elsewhere = [spot for group in word.groups for spot in self.other[at].get(group, ())] if other else []
            if found:  # of 'beschermd wonen' one word may stand far from where the thing is said in other words
                met += sum(weights.values())
                places.append((*found, *elsewhere))
                continue
            if elsewhere:
                met += OTHER * sum(weights.values())
                places.append(tuple(elsewhere))
                continue
            parts = self._parts_met(word, at)
            met += sum(weights[part] for part in parts)
            places.extend(parts.values())
            missed += not parts
        if not whole or not _close(places) or (missed and len(words) < 3):
            return 0.0
        return met / whole

    def _parts_met(self, word: _Word, at: int) -> dict[str, tuple[int, ...]]:
        """The parts of a compound that a passage holds, with their positions; none without the first, which tells most.

        'schoolbezoek' does not speak of 'huisbezoek', though they end alike.
        """
        found: dict[str, tuple[int, ...]] = {}
        for part in word.parts:
            spots = self._where(at, part, part)
            others = [spot for other in word.parts if other != part for spot in self._where(at, other, other)]
            close = any(abs(spot - other) <= 1 for spot in spots for other in others)
            if spots and (len(part) >= LONG or close):
                found[part] = spots
        return found if word.parts and word.parts[0] in found else {}

    def _where(self, at: int, lemma: str, surface: str) -> tuple[int, ...]:
        """Positions in a passage of a word: by lemma, as part of a compound, as written, or in another word class."""
        spots = self.spots[at]
        found = [place for form in (lemma, surface, *_derived(lemma)) for place in spots.get(form, ())]
        return tuple(sorted(set(found)))

    def by_theme(self, term: str) -> list[_Hit]:
        """Passages that carry the code whose name the term is."""
        from themes.coding import code_texts

        assert self.codebook is not None
        named = {
            code.id
            for code in self.codebook.codes
            for alternative in alternatives(term)
            if self._names(code.label, alternative)
            and code.id in code_texts([alternative], self.codebook, self.pipeline)[0]
        }
        if not named:
            return []
        if self.codes is None:
            read = code_texts([passage.search for passage in self.passages], self.codebook, self.pipeline)
            self.codes = [frozenset(codes) for codes in read]
        return [_Hit(at, 0.5, "theme") for at, codes in enumerate(self.codes) if codes & named]

    def _names(self, label: str, term: str) -> bool:
        """Whether a term is (a part of) a code's name: all its content words stand in the label."""
        own = {word.lemma for word in self.words(term)}
        return bool(own) and own <= {word.lemma for word in self.words(label)}

    def shown(self, term: str, hits: Sequence[_Hit], vectors: Encoder | None) -> dict[str, Any]:
        order = {"result": 0, "approach": 1}
        ranked = sorted(hits, key=lambda hit: (order[self.passages[hit.at].level], -round(hit.strength, 4), hit.at))
        programmes = {passage.programme_id: "none" for passage in self.passages}
        for hit in ranked:
            passage = self.passages[hit.at]
            if programmes[passage.programme_id] != "result":
                programmes[passage.programme_id] = passage.level
        result: dict[str, Any] = {
            "term": term,
            "found": self.passages[ranked[0].at].level if ranked else "none",
            "how": ranked[0].how if ranked else "none",
            "literal": any(hit.how == "words" for hit in ranked),
            "places": [_place(self.passages[hit.at], hit.how) for hit in self._first(ranked)],
            "n_places": len(ranked),
            "programmes": programmes,
        }
        if not ranked and vectors is not None and self.passages:
            result["nearest"] = self._nearest(term, vectors)
        return result

    def _first(self, ranked: Sequence[_Hit]) -> Iterator[_Hit]:
        """The first hits of each programme, in their order."""
        counts: collections.Counter[str] = collections.Counter()
        for hit in ranked:
            programme = self.passages[hit.at].programme_id
            counts[programme] += 1
            if counts[programme] <= PLACES:
                yield hit

    def _nearest(self, term: str, vectors: Encoder) -> list[dict[str, Any]]:
        import numpy as np

        full = sentences([passage.search for passage in self.passages])
        encoded = np.asarray(vectors([self.passages[at].search for at in full]), dtype=np.float32)
        mean = encoded.mean(axis=0)
        query = np.asarray(vectors([term]), dtype=np.float32)[0] - mean
        shifted = encoded - mean
        near = np.round(shifted @ query / (np.linalg.norm(shifted, axis=1) * np.linalg.norm(query) + 1e-9), 4)
        return [_place(self.passages[full[at]]) for at in np.lexsort((np.arange(len(near)), -near))[:3]]


def _close(places: Sequence[Sequence[int]]) -> bool:
    """Whether one position of each word can be chosen such that all lie within `NEAR` words of the first word's."""
    if len(places) < 2:
        return bool(places)
    return any(all(any(abs(first - spot) <= NEAR for spot in own) for own in places[1:]) for first in places[0])


def _derived(lemma: str) -> tuple[str, ...]:
    """The same word in another class: 'eenzaamheid' and 'eenzaam', 'ontmoeting' and 'ontmoeten'."""
    if lemma.endswith("heid") and len(lemma) > 7:
        return (lemma[:-4],)
    if lemma.endswith("ing") and len(lemma) > 6:
        return (f"{lemma[:-3]}en",)
    return (f"{lemma}heid",) if len(lemma) > 4 else ()


def _place(passage: Passage, how: str = "") -> dict[str, Any]:
    return {
        "how": how,
        "document_id": passage.document_id,
        "programme_id": passage.programme_id,
        "source": passage.source,
        "line_start": passage.line_start,
        "page_start": passage.page_start,
        "level": passage.level,
        "quote": passage.text,
        "goal_id": passage.goal_id,
        "unit_id": passage.unit_id,
    }


def _fold(text: str) -> str:
    """Small letters, words parted by one space: punctuation never decides a match."""
    return " ".join(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.lower()))


def alternatives(term: str) -> list[str]:
    """The alternatives that a term names, without what only qualifies it.

    >>> alternatives("Vervoer / mobiliteit"), alternatives("Dagbesteding (anders dan nu)")
    (['Vervoer', 'mobiliteit'], ['Dagbesteding'])
    >>> alternatives("Dak- en thuislozen")
    ['daklozen', 'thuislozen']
    """
    bare = _VAGUE.sub(" ", _QUALIFIER.sub(" ", term))
    parts = [" ".join(part.split()) for part in re.split(r"\s*/\s*|\s+of\s+|\s*;\s*", bare)]
    return [whole for part in parts if part for whole in _written_out(part)] or [term]


def _written_out(text: str) -> list[str]:
    """'Dak- en thuislozen' names two words of which the first leaves out the end they share."""
    found = re.fullmatch(r"(\w{2,})-\s*(?:en|of|/)\s*(\w{5,})", text.strip())
    if not found:
        return [text]
    first, second = found.group(1).lower(), found.group(2).lower()
    for at in range(3, len(second) - 2):
        if is_word(first + second[at:]) and is_word(second[:at]):
            return [first + second[at:], second]
    return [text]
