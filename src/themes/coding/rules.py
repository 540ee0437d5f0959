"""The coder 'rules': patterns of the codebook on the words of a statement, and its context where words are left out.

A code is given when one of its patterns matches, or two of its hints at different words. `themes.coding.context`
then fills in what a fragment leaves out. Every coding keeps the words that carry it and says why. The coder abstains
by writing nothing. What the made-up examples say is laid beside that (`themes.coding.by_example`).
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.coding.codebook import Code, Codebook
from themes.coding.patterns import Matcher, Pattern, Place, Span, fold, parse_pattern, read_places
from themes.records import Coding, Records, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.coding.examples import Guess
    from themes.language import Pipeline

RULES = "rules"
MODEL = "model"
KINDS = ("statement", "question")
ONE_PATTERN, MORE_PATTERNS, HINTS, DEFINITION = 0.8, 0.9, 0.55, 0.5  # scores; context scores stand in `context`
MOST_KEPT = 20_000  # readings of texts in memory
SHARED_WORD = 4  # a definition word that more codes than this use says nothing about one of them


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that matched at `start` to `end` of the searched text."""

    pattern: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """Why a text gets a code: score 0..1, the pattern hits that carry it (best first)."""

    score: float
    hits: tuple[Hit, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What the patterns make of one text: codes, codes that are only hinted at, and its number of words."""

    codes: Mapping[str, Evidence]
    hints: Mapping[str, Evidence]
    n_words: int


class RuleCoder:
    """The patterns of one codebook, ready to read texts. Codes without patterns use the words of their definition."""

    def __init__(self, codebook: Codebook, pipeline: Pipeline) -> None:
        self.codebook = codebook
        self._pipeline = pipeline
        self.by_definition = {
            code.id for code in codebook.codes if all(pattern.strip()[:1] in ("!", "?") for pattern in code.patterns)
        }
        self._rows: list[tuple[str, str]] = []  # code, pattern as written
        words = definition_words(codebook, pipeline) if self.by_definition else {}
        for code in codebook.codes:
            self._rows.extend((code.id, pattern) for pattern in code.patterns)
            if code.id in self.by_definition:
                self._rows.extend((code.id, f"+{word}") for word in words[code.id])
        self.readings: dict[str, Reading] = {}  # by text; what is put here is not read again
        self.guessed: dict[str, list[Guess]] = {}  # by text, the same for what it looks like by examples

    @functools.cached_property
    def _codes(self) -> list[str]:
        return [code for code, _ in self._rows]

    @functools.cached_property
    def _patterns(self) -> list[Pattern]:
        return [parse_pattern(text) for _, text in self._rows]

    @functools.cached_property
    def _matcher(self) -> Matcher:
        """All patterns at once, made when a text is met that nobody read before."""
        return Matcher(self._patterns)

    def patterns_of(self) -> dict[str, tuple[str, ...]]:
        """Code id -> the patterns that find it, as written; those made of its definition begin with '='."""
        found: dict[str, list[str]] = {code.id: [] for code in self.codebook.codes}
        for code, pattern in self._rows:
            found[code].append(f"={pattern}" if code in self.by_definition else pattern.strip())
        return {code: tuple(patterns) for code, patterns in found.items()}

    def only(self, codes: Collection[str]) -> RuleCoder:
        """A coder with the patterns of these codes alone, which reads them as this one does."""
        made = RuleCoder.__new__(RuleCoder)
        made.codebook, made._pipeline, made.by_definition = self.codebook, self._pipeline, self.by_definition
        made._rows = [row for row in self._rows if row[0] in codes]
        made.readings, made.guessed = {}, {}
        return made

    def read(self, text: str) -> Reading:
        """Codes and hints of a text by its own words."""
        found = self.readings.get(text)
        if found is None:
            if len(self.readings) >= MOST_KEPT:
                self.readings.clear()
            found = self.readings[text] = self._read(text)
        return found

    def guesses(self, texts: Sequence[str]) -> list[list[Guess]]:
        """Per text the codes that it may have by the made-up examples, with the chance of each."""
        from themes.coding.examples import guesses

        if len(self.guessed) >= MOST_KEPT:
            self.guessed.clear()
        return guesses(texts, self.codebook, self._pipeline, self.guessed)

    def _read(self, text: str) -> Reading:
        places = read_places(text, self._pipeline)
        struck: dict[str, set[int]] = {}
        matched = self._matcher.find(places)
        for at, spans in matched:
            if self._patterns[at].sign == "minus":
                struck.setdefault(self._codes[at], set()).update(word for span in spans for word in span[2])
        strong: dict[str, list[tuple[Pattern, Span]]] = {}
        weak: dict[str, list[tuple[Pattern, Span]]] = {}
        for at, spans in matched:
            pattern, code = self._patterns[at], self._codes[at]
            if pattern.sign == "minus":
                continue
            free = [span for span in spans if struck.get(code, set()).isdisjoint(span[2])]
            if free:
                (strong if pattern.sign == "plus" else weak).setdefault(code, []).append((pattern, free[0]))
        codes = {code: self._evidence(code, hits, places) for code, hits in strong.items()}
        hints: dict[str, Evidence] = {}
        for code, hits in weak.items():
            if code in codes:
                continue
            evidence = Evidence(HINTS, _hits(hits, places))
            enough = len({word for _, span in hits for word in span[2]}) >= 2 and len(hits) >= 2
            (codes if enough else hints)[code] = evidence
        return Reading(codes, hints, len(places))

    def _evidence(self, code: str, hits: list[tuple[Pattern, Span]], places: Sequence[Place]) -> Evidence:
        words = {word for _, span in hits for word in span[2]}
        score = MORE_PATTERNS if len(hits) > 1 and len(words) > 1 else ONE_PATTERN
        return Evidence(DEFINITION if code in self.by_definition else score, _hits(hits, places))


@functools.lru_cache(maxsize=4)
def rule_coder(codebook: Codebook, pipeline: Pipeline) -> RuleCoder:
    """The coder of a codebook, made once: reading thousands of patterns takes a second."""
    return RuleCoder(codebook, pipeline)


def _hits(found: list[tuple[Pattern, Span]], places: Sequence[Place]) -> tuple[Hit, ...]:
    """Hits with the most words first, then in the order of the text."""
    ordered = sorted(found, key=lambda hit: (-len(hit[1][2]), hit[1][0], hit[0].text))
    return tuple(Hit(p.text, places[span[2][0]].start, places[span[2][-1]].end) for p, span in ordered)


def definition_words(codebook: Codebook, pipeline: Pipeline) -> dict[str, tuple[str, ...]]:
    """Per code the lemmas of its label and definition that tell it from most other codes."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codebook.codes:
        lemmas = (fold(lemma).strip("-'.") for lemma in pipeline.lemmas(f"{code.label}. {code.definition}"))
        found[code.id] = tuple(dict.fromkeys(lemma for lemma in lemmas if re.fullmatch(r"[\w'-]{3,}", lemma)))
    counts: dict[str, int] = {}
    for own in found.values():
        for word in own:
            counts[word] = counts.get(word, 0) + 1
    return {code: tuple(word for word in own if counts[word] <= SHARED_WORD) for code, own in found.items()}


def code_texts(texts: Sequence[str], codebook: Codebook, pipeline: Pipeline) -> list[dict[str, str]]:
    """Per text the codes its own words carry, each with the words: {code id: quote}. For goals and passages."""
    coder = rule_coder(codebook, pipeline)
    return [
        {code.id: _quote(text, reading.codes[code.id]) for code in codebook.codes if code.id in reading.codes}
        for text in texts
        for reading in (coder.read(text),)
    ]


def _quote(text: str, evidence: Evidence) -> str:
    return text[evidence.hits[0].start : evidence.hits[0].end]


def code_units(
    units: Sequence[Unit],
    codebook: Codebook,
    pipeline: Pipeline,
    *,
    vectors: Any = None,
    people: Sequence[Coding] = (),
    kinds: Iterable[str] = KINDS,
) -> Records[Coding]:
    """Code the units of these kinds; what people decided on a unit replaces what the machine says of it.

    Parameters
    ----------
    vectors : None, or a callable (texts) -> float array (n, d) of unit length; gives each score a little more or less
        and lets the model code where reviewed statements show that it helps, see `themes.coding.learned`.
    people : codings by people; one with code id 'geen-code' says that no code fits. All of them are kept as rows; on
        a unit with one, the machine has none. (For agreement of people with the machine call it without `people`.)

    Returns codings in the order of the documents, and per unit in the order of the codebook. The order of `units`
    doesn't count.
    """
    from themes.coding.by_example import with_examples
    from themes.coding.people import with_people

    kinds = frozenset(kinds)
    ordered = sorted(units, key=reading_order)
    content = [unit for unit in ordered if unit.kind in kinds]
    found = with_examples(by_rules(ordered, codebook, pipeline, kinds), content, rule_coder(codebook, pipeline))
    if vectors is not None:
        from themes.coding.learned import weigh

        found = weigh(found, ordered, codebook, vectors)
    if people:
        found = _with_model(found, ordered, codebook, pipeline, vectors, people, kinds)
    order = {code.id: at for at, code in enumerate(codebook.codes)}
    return Records(Coding, with_people(found, people, order))


def by_rules(
    units: Sequence[Unit], codebook: Codebook, pipeline: Pipeline, kinds: Iterable[str] = KINDS
) -> list[Coding]:
    """What patterns and context alone give, in the order of the documents and of the codebook."""
    from themes.coding.context import resolve

    order = {code.id: at for at, code in enumerate(codebook.codes)}
    found = []
    for unit, codes in resolve(sorted(units, key=reading_order), rule_coder(codebook, pipeline), frozenset(kinds)):
        for code, (evidence, context) in sorted(codes.items(), key=lambda item: order[item[0]]):
            found.append(_coding(unit, codebook.code(code), evidence, context))
    return found


def _with_model(
    found: list[Coding],
    units: Sequence[Unit],
    codebook: Codebook,
    pipeline: Pipeline,
    vectors: Any,
    people: Sequence[Coding],
    kinds: frozenset[str],
) -> list[Coding]:
    """The codings of the rules with those that the model learned from people's decisions, in the same order."""
    from themes.coding.model_coder import bars_by_review, model_codings, subject_codings

    found, _ = bars_by_review(units, found, people, codebook=codebook, pipeline=pipeline)
    added = subject_codings(units, found, people, kinds)
    if vectors is not None:
        both = [*found, *people]
        more, _ = model_codings(units, both, vectors, codebook=codebook, pipeline=pipeline)
        known = {(coding.unit_id, coding.code_id) for coding in added}
        added += [coding for coding in more if (coding.unit_id, coding.code_id) not in known]
    place = {unit.unit_id: at for at, unit in enumerate(units)}
    order = {code.id: at for at, code in enumerate(codebook.codes)}
    rows = [coding for coding in (*found, *added) if coding.code_id in order]
    return sorted(rows, key=lambda coding: (place[coding.unit_id], order[coding.code_id]))


def _coding(unit: Unit, code: Code, evidence: Evidence, context: str) -> Coding:
    if context:
        return Coding(unit.unit_id, code.id, RULES, evidence.score, unit.text, None, context)
    hit = evidence.hits[0]
    names = ", ".join(f"'{name}'" for name in dict.fromkeys(hit.pattern for hit in evidence.hits[:3]))
    quote = quote_in(unit, hit.start, hit.end)
    return Coding(unit.unit_id, code.id, RULES, evidence.score, quote, None, words.BY_PATTERNS.format(patterns=names))


def reading_order(unit: Unit) -> tuple[str, int, int, int, str]:
    """Sort key: by source, then by place."""
    first = re.match(r"\d+", unit.spans)
    return unit.source, unit.line_start, int(first.group()) if first else 0, unit.line_end, unit.unit_id


def quote_in(unit: Unit, start: int, end: int) -> str:
    """The words of `text` that stand where `start` to `end` of `clean_text` stand."""
    if unit.text == unit.clean_text:
        return unit.text[start:end]
    words = unit.clean_text[start:end]
    if words in unit.text:
        return words
    matcher = difflib.SequenceMatcher(None, unit.clean_text, unit.text, autojunk=False)
    first, last = None, None
    for _, a, b, c, d in matcher.get_opcodes():
        if b > start and a < end:
            exact = b - a == d - c
            first = (c + max(0, start - a) if exact else c) if first is None else first
            last = d - max(0, b - end) if exact else d
    if first is None or last is None or last <= first:
        return unit.text
    return unit.text[first:last]
