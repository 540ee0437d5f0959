"""What a reply does with each ask: changed, rejected, explained, later, or nothing.

A reply is cut into passages: a paragraph of the municipality's own words, with what it says that the adviser said
(under 'Zorgen en adviezen', 'Uw advies', or 'De raad adviseert ons ...') as its address. A passage answers an ask when
its own words are about it; repeating the adviser's words is not an answer, and an address alone isn't one either.
Where a part of a reply says several asks over and goes through them in the same order, an ask between two that are
answered is answered by what stands between their answers.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.policy.ask_cues import label_of
from themes.policy.ask_words import Likeness, Words, bare, clauses, sentences, subject_of
from themes.policy.asks import LISTED, Ask
from themes.policy.replies import Passage, decision, goes_back
from themes.records import Unit

if TYPE_CHECKING:
    from themes.language import Pipeline

_DIRECT = 0.34  # share of an ask's weight that a passage must carry
_SUBJECT = 0.45  # the same for a bare subject, where every word counts
_HALF = 0.4  # share of a subject's words that must be there as well
_ADDRESSED = 0.16  # share of an ask's weight when the passage stands under words of the adviser that are this ask
_SAID = 0.1  # the same where the reply says the ask over in so many words
_ABROAD = 0.5  # the same when the reply says the ask over in another part
_CLOSE = 0.45  # share of an ask's weight in the restated words that makes them this ask's address
_ADDRESS = 0.7  # the same when the passage itself shares no word with it
_RIGHT_AFTER = 0.2  # for the sentence that comes right after the adviser's words
_NAMED = 0.8  # share of a subject's weight in the restated words that names it there
_THEME = 0.6  # share of a heading's weight that an ask must carry to be what the heading is about
_FEW = 1  # a part of a reply that restates this many sentences is about one thing
_RESTATED = 0.5  # share of an ask's weight, or likeness, by which a sentence of the reply says it over
_MUTUAL = 0.35  # the same for an ask and a clause that are nearest to each other
_TELLING = 3  # words that a clause must have to say an ask over in fewer words: two only name it
_NEXT = 0.8  # share of the nearest ask's score by which another ask is said over by the same clause
_SHORTER = 0.6  # share of a restating sentence's weight that the ask must hold: it says the ask over in fewer words
_MOST_POINTS = 3  # that a part of a reply may restate to be read as one answer for each
_NEAR = 0.45  # likeness of two sentences by meaning that counts as the same point
_ALIKE = 0.4  # the same where the reply restates one thing only
_HINTED = 0.3  # likeness by meaning that isn't enough alone
_BESIDE = 0.2  # likeness by meaning in a part that takes up the section of the letter that an ask belongs to
_TOGETHER = 0.48  # shared words and likeness added up


_TO_ADVISER = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the reply does with one ask."""

    kind: str  # changed, rejected, explained, later, none
    unit: Unit | None
    quote: str | None
    passage: Passage | None
    score: float


_NONE = Answer("none", None, None, None, 0.0)


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """A part of a reply: the sentences that say the adviser's points over, and the passages that follow."""

    pieces: tuple[str, ...]  # clauses
    passages: tuple[Passage, ...]

    @property
    def places(self) -> list[tuple[Unit, Passage]]:
        return [(unit, passage) for passage in self.passages for unit in passage.units]

    def in_place(self) -> tuple[list[tuple[Unit, Passage]], dict[str, int]]:
        """Sentences that begin a point, and id of each sentence -> number of the point that it goes on about."""
        places: list[tuple[Unit, Passage]] = []
        position: dict[str, int] = {}
        for place in self.places:
            if not (places and goes_back(place[0])):
                places.append(place)
            position[place[0].unit_id] = len(places) - 1
        return places, position


def answer_asks(
    asks: Sequence[Ask],
    passages: Sequence[Passage],
    *,
    pipeline: Pipeline,
    vectors: Callable[[Sequence[str]], Any] | None = None,
) -> list[Answer]:
    """An answer for every ask, in their order. `vectors` gives unit-length rows; their mean is taken off here."""
    texts = [*(bare(ask.core) for ask in asks), *(unit.text for p in passages for unit in p.units)]
    texts += [
        bare(piece) for p in passages for piece in (*clauses(p.restated), *sentences(f"{p.restated} {p.address}"))
    ]
    words = Words([*(ask.text for ask in asks), *(unit.text for p in passages for unit in p.units)], pipeline)
    unique = sorted(set(texts))
    likeness = Likeness({})
    if vectors is not None and len(unique) > 2:
        from themes.language.vectors import centred

        likeness = Likeness({text: row for row, text in enumerate(unique)}, centred(vectors(unique)))
    return _Answering(asks, passages, words, likeness).answers


def _is_subject(ask: Ask) -> bool:
    """Whether an ask is an item of a list of subjects: it is spoken of by name or it isn't."""
    return ask.kind in ("ontbreekt", "meer-uitwerking") and (ask.part == LISTED or subject_of(ask) is not None)


class _Answering:
    """Reads the reply for all asks of one advice."""

    def __init__(self, asks: Sequence[Ask], passages: Sequence[Passage], words: Words, likeness: Likeness) -> None:
        self.asks, self.words, self.likeness = asks, words, likeness
        by_part: dict[tuple[str, str], list[Passage]] = collections.defaultdict(list)
        for passage in passages:
            by_part[passage.heading, passage.restated].append(passage)
        self.parts = [_Part(tuple(clauses(restated)), tuple(own)) for (_, restated), own in by_part.items()]
        self.said = self._said_over()  # per ask: part -> number of the clause that restates it
        self.themes = self._through_sections()
        self.answers = [self._answer(number) for number in range(len(asks))]
        for at, part in enumerate(self.parts):
            if len(part.places) <= len(part.pieces) + 1:  # a sentence a point
                self._one_each(at, part)
            self._in_order(at, part)

    def _said_over(self) -> list[dict[int, int]]:
        """Per ask the parts of the reply that say it over, each with the number of the clause that does so most.

        A clause says an ask over when it is near enough, or when the two are nearest to each other.
        """
        found: list[dict[int, int]] = [{} for _ in self.asks]
        whole = [number for number, ask in enumerate(self.asks) if not ask.ranked and not _is_subject(ask)]
        for at, part in enumerate(self.parts):
            if not part.pieces:
                continue
            scores = {n: [self._restates(self.asks[n], piece) for piece in part.pieces] for n in whole}
            nearest = [max(whole, key=lambda n: (scores[n][c], -n), default=-1) for c in range(len(part.pieces))]
            for number, own in scores.items():
                best = max(own)
                clause = own.index(best)
                beaten = best < _NEXT * scores[nearest[clause]][clause]
                if not beaten and (best >= _RESTATED or (best >= _MUTUAL and nearest[clause] == number)):
                    found[number][at] = clause
        return found

    def _through_sections(self) -> list[frozenset[int]]:
        """Per ask the parts of the reply that say over what the letter says under the heading that the ask names.

        An adviser lists its advice apart from the section that explains it; the reply often takes up the section.
        """
        said: dict[str, set[int]] = collections.defaultdict(set)
        for ask, own in zip(self.asks, self.said, strict=True):
            if ask.part != LISTED:
                said[ask.section.rsplit(" > ", 1)[-1]].update(own)
        found: list[frozenset[int]] = []
        for ask in self.asks:
            named = [
                parts
                for heading, parts in said.items()
                if ask.part == LISTED
                and not _is_subject(ask)
                and self.words.held(self.words.of(heading), ask.core) > 1
                and self.words.share(self.words.of(heading), ask.core) >= _THEME
            ]
            found.append(frozenset().union(*named))
        return found

    def _restates(self, ask: Ask, piece: str) -> float:
        """How much a clause of the reply says an ask over: in its words, in fewer of them, or by meaning."""
        request = bare(ask.core)
        own = self.words.of(bare(piece))
        tells = len(own) >= _TELLING or (len(own) > 1 and _TO_ADVISER.search(piece))
        shorter = self.words.share(own, ask.core) if tells else 0.0
        return max(
            self.words.share(self.words.of(request), piece),
            shorter if shorter >= _SHORTER else 0.0,
            self.likeness.of(request, bare(piece)),
        )

    def _answer(self, number: int) -> Answer:
        """The passage that says most about an ask, and what it decides; kind 'none' when no passage is about it."""
        ask = self.asks[number]
        wanted = self._wanted(ask)
        numbered = self._by_number(ask)
        if numbered is not None:
            named = max(numbered.units, key=lambda unit: (self.words.share(wanted, unit.text), -unit.line_start))
            return self._made(numbered, named, 2.0)
        best: tuple[float, Passage] | None = None
        for at, part in enumerate(self.parts):
            for passage in part.passages:
                score = self._relevance(ask, wanted, passage, at, self.said[number], at in self.themes[number])
                if score > 0 and (best is None or score > best[0]):
                    best = (score, passage)
        if best is None:
            return _NONE
        score, passage = best
        request = bare(ask.core)

        follows = max((self._restates(ask, piece) for piece in sentences(passage.address)), default=0.0) >= _ADDRESS

        def rated(unit: Unit) -> tuple[float, int]:
            near = 0.2 * self.likeness.of(request, unit.text)
            first = _RIGHT_AFTER if follows and unit is passage.units[0] else 0.0
            return self.words.share(wanted, unit.text) + near + first, -unit.line_start

        return self._made(passage, max(passage.units, key=rated), score)

    def _by_number(self, ask: Ask) -> Passage | None:
        """All that the reply says under the number that the letter gives an ask: 'Aanbeveling 3'."""
        units = [
            unit
            for part in self.parts
            for passage in part.passages
            if ask.label is not None and label_of(passage.heading) == ask.label
            for unit in passage.units
        ]
        return Passage(tuple(units), "", "", whole=True) if units else None

    def _wanted(self, ask: Ask) -> dict[str, tuple[str, ...]]:
        """The words that an answer to an ask must hold: of its subject or request, of all it says when that is one."""
        subject = subject_of(ask)
        words = self.words.of(subject or bare(ask.core))
        if ask.context:
            words = words | self.words.of(ask.context)
        return words if len(words) > 1 or (words and subject) else self.words.of(ask.text) or words

    def _made(self, passage: Passage, unit: Unit, score: float) -> Answer:
        kind, decisive = decision(passage, unit)
        return Answer(kind, decisive, decisive.text, passage, score)

    def _relevance(
        self,
        ask: Ask,
        wanted: Mapping[str, tuple[str, ...]],
        passage: Passage,
        part: int,
        said: Mapping[int, int],
        section: bool,
    ) -> float:
        """How much a passage is about an ask, by its own words and the adviser's words before it; 0 is not enough."""
        words, likeness = self.words, self.likeness
        request = bare(ask.core)
        own = max([words.share(wanted, passage.text), *(words.share(wanted, unit.text) for unit in passage.units)])
        address = words.share(wanted, passage.address) if passage.address else 0.0
        address = max([address, *(self._restates(ask, piece) for piece in sentences(passage.address))])
        if (address >= _CLOSE and own > 0) or address >= _ADDRESS:
            return 1.0 + own + address
        if said and part not in said and own < _ABROAD:
            return 0.0
        restated = sentences(passage.restated)
        above = max((words.share(wanted, piece) for piece in restated), default=0.0)
        if ask.ranked or _is_subject(ask):
            named = above >= _NAMED
            elsewhere = not named and any(
                self.words.share(wanted, piece) >= _NAMED for other in self.parts for piece in other.pieces
            )
            return self._on_subject(ask, wanted, passage, own, named=named) if own >= _NAMED or not elsewhere else 0.0
        meant = max(likeness.of(request, unit.text) for unit in passage.units)
        same = max((likeness.of(request, bare(piece)) for piece in restated), default=0.0)
        heading = words.of(passage.heading)
        theme = words.share(heading, ask.text) if len(heading) > 1 else 0.0
        few = 0 < len(restated) <= _FEW
        under = above >= _CLOSE or same >= _NEAR or part in said
        enough = (
            own >= _DIRECT
            or (own > 0 and own + meant >= _TOGETHER)
            or (under and (own >= _ADDRESSED or (few and (own > 0 or meant >= _HINTED))))
            or (part in said and own >= _SAID)
            or (section and own > 0 and meant >= _BESIDE)
            or (few and meant >= _ALIKE and same >= _HINTED)
            or (theme >= _THEME and own > 0)
        )
        at_home = 0.5 if part in said else 0.0
        return own + 0.25 * max(above, same, theme) + 0.5 * max(meant, 0.0) + at_home if enough else 0.0

    def _on_subject(
        self, ask: Ask, wanted: Mapping[str, tuple[str, ...]], passage: Passage, own: float, *, named: bool
    ) -> float:
        """A subject is spoken of or it isn't: by its own words, or where it is named above by those that explain it."""
        enough = max(self.words.held(wanted, unit.text) for unit in passage.units) >= _HALF * len(wanted)
        if (own >= _SUBJECT and enough) or (named and own >= _ADDRESSED):
            return own
        if named:
            told = {word: parts for word, parts in self.words.of(ask.text).items() if word not in wanted}
            most = max(self.words.held(told, unit.text) for unit in passage.units)
            return _ADDRESSED if most > 1 else 0.0
        return 0.0

    def _one_each(self, at: int, part: _Part) -> None:
        """Of the asks of one part that lean on one sentence, those that hold few of its words give way to the best."""
        _, position = part.in_place()
        of_place: dict[int, list[int]] = collections.defaultdict(list)
        for number, said in enumerate(self.said):
            unit = self.answers[number].unit
            if at in said and unit is not None and unit.unit_id in position:
                of_place[position[unit.unit_id]].append(number)
        for numbers in of_place.values():
            best = max(numbers, key=lambda number: self._claim_on(number, at))
            for number in numbers:
                unit = self.answers[number].unit
                same = self.said[number][at] == self.said[best][at]
                if unit is None or number == best or same:
                    continue
                if self.words.share(self._wanted(self.asks[number]), unit.text) < _DIRECT:
                    self.answers[number] = _NONE

    def _claim_on(self, number: int, at: int) -> tuple[int, int, float]:
        """How strong an ask's claim is on the passage that answers it: its words there, then who is said over first."""
        answer = self.answers[number]
        there = self.words.held(self._wanted(self.asks[number]), answer.passage.text) if answer.passage else 0
        return there, -self.said[number][at], answer.score

    def _in_order(self, at: int, part: _Part) -> None:
        """Asks that a part says over and that have no answer yet, by their place between those that have one.

        'U vraagt wat het kost' and then 'Het bedrag staat in de begroting' share no word. After the last answered
        ask only a part that restates a few asks is read so; and a part that does not go in their order never is.
        """
        places, position = part.in_place()
        pointed = sorted((said[at], number) for number, said in enumerate(self.said) if at in said)
        small = len(part.pieces) <= _MOST_POINTS and len(pointed) <= len(places)
        known = [
            (piece, position[unit.unit_id])
            for piece, number in pointed
            if (unit := self.answers[number].unit) is not None and unit.unit_id in position
        ]
        if [place for _, place in known] != sorted(place for _, place in known):
            return
        for piece, number in pointed:
            if self.answers[number].kind != "none":
                continue
            taken = {place for _, place in known}
            after = max((place for other, place in known if other <= piece), default=-1)
            before = min((place for other, place in known if other > piece), default=len(places))
            free = [place for place in range(after + 1, before) if place not in taken]
            if free and (small or before < len(places)):
                request = bare(self.asks[number].core)
                chosen = max(free, key=lambda place: (self.likeness.of(request, places[place][0].text), -place))
                unit, passage = places[chosen]
                self.answers[number] = self._made(passage, unit, _HINTED)
                known = sorted([*known, (piece, chosen)])
