"""A person's correction becomes a proposed change of a pattern, with its effect shown; a person confirms it.

A code that a person added where the rules had none: a word of that statement is proposed as a pattern. A coding that a
person took away: the pattern behind it is proposed to be dropped. Every proposal says what it would do to the reviewed
statements (right and wrong) and how many statements of the corpus would change, with examples. Nothing changes before
`apply_proposals` gets the ones that a person accepted.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from themes.coding.codebook import Codebook
from themes.coding.patterns import read_places
from themes.coding.rules import Reading, RuleCoder, rule_coder
from themes.records import Coding, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.language import Pipeline

SHORTEST_WORD = 4  # letters of a proposed word
MOST_EXAMPLES = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """Add or drop one pattern of one code.

    `right` and `wrong` count reviewed statements: for 'add', those that would rightly and wrongly get the code; for
    'drop', those where the pattern alone carries the code, wrongly (`right`: the drop mends them) and rightly
    (`wrong`). `n_changed` counts all statements of the corpus that would get or lose the code, reviewed or not.
    `because` are the ids of the corrected units. `nearness` is the cosine of the word to the definition, 0 unknown.
    """

    action: Literal["add", "drop"]
    code_id: str
    pattern: str
    right: int
    wrong: int
    n_changed: int
    examples: tuple[str, ...]
    because: tuple[str, ...]
    nearness: float = 0.0

    @property
    def gain(self) -> int:
        """Reviewed statements mended minus those spoiled."""
        return self.right - self.wrong

    def sentence(self) -> str:
        """The proposal in plain Dutch."""
        verb = words.TO_ADD if self.action == "add" else words.TO_DROP
        return words.PROPOSAL.format(
            pattern=self.pattern,
            code=self.code_id,
            action=verb,
            right=_counted(self.right, words.REVIEWED),
            wrong=self.wrong,
            changed=_counted(self.n_changed),
        )


def _counted(n: int, which: str = "") -> str:
    template = words.STATEMENT_BECOMES if n == 1 else words.STATEMENTS_BECOME
    return " ".join(template.format(n=n, which=which).split())


def propose_changes(
    units: Sequence[Unit],
    people: Sequence[Coding],
    codebook: Codebook,
    pipeline: Pipeline,
    *,
    vectors: Any = None,
    options: int = 1,
) -> list[Proposal]:
    """Proposals from the decisions of people on units of the corpus, the most useful first.

    options : how many words to propose for each code that was missed, for a person to choose from.
    vectors : None, or a callable (texts) -> unit-length vectors, to prefer words that are near the definition.
    """
    from themes.coding.learned import decided

    coder = rule_coder(codebook, pipeline)
    content = sorted((u for u in units if u.kind in ("statement", "question")), key=lambda unit: unit.unit_id)
    readings = {unit.unit_id: coder.read(unit.clean_text) for unit in content}
    truth = {unit_id: codes for unit_id, codes in decided(people).items() if unit_id in readings}
    words = {unit.unit_id: _words(unit, pipeline) for unit in content}
    texts = {unit.unit_id: unit.text for unit in content}
    where: dict[str, list[str]] = defaultdict(list)
    for unit_id, own in words.items():
        for word in own:
            where[word].append(unit_id)
    added = _added(codebook, readings, truth, words, where, texts, vectors, options)
    dropped = _dropped(coder, readings, truth, texts)
    order = {code.id: at for at, code in enumerate(codebook.codes)}
    return sorted(
        [*added, *dropped], key=lambda p: (-p.gain, -p.nearness, p.n_changed, order[p.code_id], p.action, p.pattern)
    )


def _words(unit: Unit, pipeline: Pipeline) -> frozenset[str]:
    """Patterns that a unit's words could become: the lemma, or '+part' for a part of a compound."""
    tokens = pipeline.tokens(unit.clean_text)
    names = {token.start for token in tokens[1:] if token.text[:1].isupper()}  # a place or person makes no pattern
    stops = {token.lemma for token in tokens if token.is_stop or not token.is_word}
    found = set()
    for place in read_places(unit.clean_text, pipeline):
        if place.start in names:
            continue
        for word in {place.lemma, *place.parts}:
            if len(word) >= SHORTEST_WORD and word.isalpha() and word not in stops:
                found.add(f"+{word}")
    return frozenset(found)


def _added(
    codebook: Codebook,
    readings: Mapping[str, Reading],
    truth: Mapping[str, frozenset[str]],
    words: Mapping[str, frozenset[str]],
    where: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
    vectors: Any,
    most: int,
) -> list[Proposal]:
    """For each missed code of each reviewed unit the best words, proposals for the same word joined."""
    missed = [
        (unit_id, code.id)
        for unit_id in sorted(truth)
        for code in codebook.codes
        if code.id in truth[unit_id] and code.id not in readings[unit_id].codes and words[unit_id]
    ]
    near = _nearness(codebook, sorted({(word, code) for unit_id, code in missed for word in words[unit_id]}), vectors)
    chosen: dict[tuple[str, str], Proposal] = {}
    for unit_id, code in missed:
        options = [_addition(word, code, readings, truth, where, texts, near) for word in sorted(words[unit_id])]
        options.sort(key=lambda p: (-p.gain, -round(p.nearness, 3), p.n_changed, p.pattern))
        for best in options[:most]:
            known = chosen.get((best.pattern, code))
            because = (*known.because, unit_id) if known else (unit_id,)
            chosen[best.pattern, code] = dataclasses.replace(best, because=because)
    return [proposal for proposal in chosen.values() if proposal.gain > 0]


def _addition(
    word: str,
    code: str,
    readings: Mapping[str, Reading],
    truth: Mapping[str, frozenset[str]],
    where: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
    near: Mapping[tuple[str, str], float],
) -> Proposal:
    new = [unit_id for unit_id in where[word] if code not in readings[unit_id].codes]
    right = sum(unit_id in truth and code in truth[unit_id] for unit_id in new)
    wrong = sum(unit_id in truth and code not in truth[unit_id] for unit_id in new)
    examples = tuple(texts[unit_id] for unit_id in new if unit_id not in truth)[:MOST_EXAMPLES]
    return Proposal("add", code, word, right, wrong, len(new), examples, (), near.get((word, code), 0.0))


def _nearness(codebook: Codebook, pairs: Sequence[tuple[str, str]], vectors: Any) -> dict[tuple[str, str], float]:
    """Cosine of each (word, code) pair: the word's vector with that of the code's label and definition."""
    if vectors is None or not pairs:
        return {}
    import numpy as np

    names = sorted({word for word, _ in pairs})
    codes = [code.id for code in codebook.codes]
    rows = np.asarray(vectors([name.lstrip("+") for name in names]), dtype=np.float64)
    columns = np.asarray(vectors([f"{code.label}. {code.definition}" for code in codebook.codes]), dtype=np.float64)
    table = rows @ columns.T
    table -= table.mean(axis=0)  # some definitions are near to any word
    at = {name: row for row, name in enumerate(names)}
    return {(word, code): round(float(table[at[word], codes.index(code)]), 4) for word, code in pairs}


def _dropped(
    coder: RuleCoder,
    readings: Mapping[str, Reading],
    truth: Mapping[str, frozenset[str]],
    texts: Mapping[str, str],
) -> list[Proposal]:
    """Patterns that alone carry a coding which a person took away, when that is more often wrong than right."""
    alone: dict[tuple[str, str], list[str]] = defaultdict(list)
    for unit_id, reading in readings.items():
        for code, evidence in reading.codes.items():
            patterns = {hit.pattern for hit in evidence.hits}
            if len(patterns) == 1:
                alone[code, next(iter(patterns))].append(unit_id)
    own = {code.id: set(code.patterns) for code in coder.codebook.codes}
    found = []
    for (code, pattern), unit_ids in alone.items():
        wrong = tuple(unit_id for unit_id in unit_ids if unit_id in truth and code not in truth[unit_id])
        right = sum(unit_id in truth and code in truth[unit_id] for unit_id in unit_ids)
        if len(wrong) > right and pattern in own[code]:
            examples = tuple(texts[unit_id] for unit_id in unit_ids if unit_id not in truth)[:MOST_EXAMPLES]
            found.append(Proposal("drop", code, pattern, len(wrong), right, len(unit_ids), examples, wrong))
    return found


def apply_proposals(codebook: Codebook, accepted: Iterable[Proposal]) -> Codebook:
    """The codebook with the accepted changes; each changed code and the codebook get the next version number."""
    by_code: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in accepted:
        by_code[proposal.code_id].append(proposal)
    result = codebook
    for code_id, proposals in by_code.items():
        code = codebook.code(code_id)
        drop = {p.pattern for p in proposals if p.action == "drop"}
        kept = [pattern for pattern in code.patterns if pattern not in drop]
        new = [p.pattern for p in proposals if p.action == "add" and p.pattern not in kept]
        patterns = (*kept, *dict.fromkeys(new))
        if patterns != code.patterns:
            result = result.with_code(dataclasses.replace(code, patterns=patterns, version=code.version + 1))
    return result if result == codebook else dataclasses.replace(result, version=codebook.version + 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """What a changed codebook does to the whole corpus: codings of the rules that come and go, as (unit id, code).

    `n_before` and `n_after` count codings; `f1_before` and `f1_after` are over the statements that people reviewed
    (all codes together), None when there are none.
    """

    n_before: int
    n_after: int
    added: tuple[tuple[str, str], ...]
    dropped: tuple[tuple[str, str], ...]
    n_reviewed: int
    f1_before: float | None
    f1_after: float | None


def effect_of(
    units: Sequence[Unit], people: Sequence[Coding], before: Codebook, after: Codebook, pipeline: Pipeline
) -> Effect:
    """The effect of going from one codebook to another, context of statements included.

    `Proposal.n_changed` looks at a statement's own words only; here every statement is coded anew.
    """
    from themes.coding.learned import decided
    from themes.coding.rules import code_units

    one = [(coding.unit_id, coding.code_id) for coding in code_units(units, before, pipeline)]
    two = [(coding.unit_id, coding.code_id) for coding in code_units(units, after, pipeline)]
    was, now = set(one), set(two)
    truth = decided(people)
    wanted = {(unit_id, code) for unit_id, codes in truth.items() for code in codes}

    def f1(given: set[tuple[str, str]]) -> float | None:
        own = {pair for pair in given if pair[0] in truth}
        total = len(own) + len(wanted)
        return round(2 * len(own & wanted) / total, 4) if total else None

    added, dropped = tuple(pair for pair in two if pair not in was), tuple(pair for pair in one if pair not in now)
    return Effect(len(one), len(two), added, dropped, len(truth), f1(was), f1(now))
