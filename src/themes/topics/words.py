"""The words of statements as topics use them: lemmas to count with, real word forms to show, names left out."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

# light verbs and adjectives that c-TF-IDF lifts in small topics although they name no subject; lemmas
_FILLERS = (
    "beter best betreffen doel eigen belangrijk blijken extra gemeente gebruiken genoeg geheel iemand inwoner juist "
    "kwestie meest merken nadenken onderdeel passen persoon proberen richten rol simpel situatie snel steeds thema "
    "totaal uitgaan vast verschil vertellen vol voldoende voorbeeld weinig wijze zin een twee drie vier vijf tien "
    "volgend laatst bestaand bekend circa direct jaarlijks deel"
)
FILLERS = frozenset(_FILLERS.split())
JOINT = "+"  # between the lemmas of a fixed pair
_NO_WORD = re.compile(r"[@.]|://")  # addresses and abbreviations with points
_EITHER = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")  # 'ouders/verzorgers'


@dataclasses.dataclass(frozen=True)
class Words:
    """Words of n statements, each a tuple per statement.

    `lemmas` are content lemmas as they stand, with fixed pairs as one ('huiselijk+geweld'); `spread` are single lemmas
    with the parts of compounds added, for matching. `forms` has the most frequent real form of each lemma and pair,
    `parts` the parts of each compound and pair, `names` the lemmas left out because they name a place, person or
    organisation.
    """

    lemmas: tuple[tuple[str, ...], ...]
    spread: tuple[tuple[str, ...], ...]
    forms: dict[str, str]
    parts: dict[str, frozenset[str]]
    names: frozenset[str]

    def show(self, lemma: str) -> str:
        """The form to show for a lemma."""
        return self.forms.get(lemma, lemma)

    @property
    def packed(self) -> dict[str, Any]:
        """As JSON values."""
        parts = {lemma: sorted(own) for lemma, own in self.parts.items()}
        return {**vars(self), "parts": parts, "names": sorted(self.names)}

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> Words:
        """The inverse of `packed`."""
        return cls(
            lemmas=tuple(map(tuple, kept["lemmas"])),
            spread=tuple(map(tuple, kept["spread"])),
            forms=kept["forms"],
            parts={lemma: frozenset(own) for lemma, own in kept["parts"].items()},
            names=frozenset(kept["names"]),
        )


@dataclasses.dataclass
class _Tally:
    """Counts over all texts while they are read."""

    forms: dict[str, Counter[str]] = dataclasses.field(default_factory=lambda: defaultdict(Counter))
    parts: dict[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    capital: Counter[str] = dataclasses.field(default_factory=Counter)
    lower: Counter[str] = dataclasses.field(default_factory=Counter)

    def row(self, tokens: Iterable[Any]) -> list[tuple[str, str, bool]]:
        """Content words of a text: lemma, form, and whether it stands right after the word before it in the row."""
        row: list[tuple[str, str, bool]] = []
        opening, joined = True, False
        for token in tokens:
            if not token.is_word:
                opening = opening or token.text in ".!?:;•-–\"'“‘("
                joined = False
                continue
            if token.is_stop or len(token.lemma) < 3 or _NO_WORD.search(token.text):
                opening = joined = False
                continue
            shouted = len(token.text) > 1 and token.text.isupper()
            form = token.text if shouted else token.text.lower()
            self.forms[token.lemma][form] += 1
            if token.lemma not in self.parts:
                self.parts[token.lemma] = frozenset(p for p in token.parts if p != token.lemma and len(p) > 2)
            if token.text[0].islower():
                self.lower[token.lemma] += 1
            elif not opening and not shouted:
                self.capital[token.lemma] += 1
            row.append((token.lemma, form, joined))
            opening, joined = False, True
        return row


def gather_words(texts: Sequence[str], pipeline: Any, names: Iterable[str] = ()) -> Words:
    """Words of texts. `pipeline` has `tokens(text)`; `names` are names to leave out, next to those found by their form.

    A word counts as a name when, away from the start of a text or sentence, it is written with a capital first
    letter (and not in capitals throughout) at least once and never in lower case.
    """
    tally = _Tally()
    rows = [tally.row(pipeline.tokens(_EITHER.sub(" / ", text))) for text in texts]
    given = {word.casefold() for name in names for word in name.split() if len(word) > 2}
    out = {lemma for lemma in tally.capital if not tally.lower[lemma]}
    out |= {lemma for lemma in tally.forms if lemma.casefold() in given}
    pairs = fixed_pairs([[(lemma, joined) for lemma, _, joined in row] for row in rows], out | FILLERS)
    forms = {lemma: _commonest(seen) for lemma, seen in tally.forms.items()}
    pair_forms: dict[str, Counter[str]] = defaultdict(Counter)
    lemmas = [_with_pairs(row, pairs, out, pair_forms) for row in rows]
    parts = dict(tally.parts)
    for pair, seen in pair_forms.items():
        first, second = pair.split(JOINT)
        forms[pair] = _commonest(seen)
        parts[pair] = frozenset((first, second))
    return Words(
        lemmas=tuple(lemmas),
        spread=tuple(
            tuple(
                dict.fromkeys(
                    w for lemma, _, _ in row if lemma not in out for w in (lemma, *sorted(tally.parts[lemma]))
                )
            )
            for row in rows
        ),
        forms=forms,
        parts=parts,
        names=frozenset(out),
    )


def _commonest(seen: Counter[str]) -> str:
    return min(seen, key=lambda form: (-seen[form], form))


def fixed_pairs(rows: Sequence[Sequence[tuple[str, bool]]], barred: Collection[str] = ()) -> frozenset[tuple[str, str]]:
    """Neighbouring lemmas that are one idea: at least four times together and normalised pointwise mutual information
    of 0.5 or more (Bouma 2009). `rows` have (lemma, stands right after the one before).

    >>> rows = [[("sociaal", False), ("kaart", True)]] * 4 + [[("kaas", False), ("brood", False)]] * 4
    >>> sorted(fixed_pairs(rows))
    [('sociaal', 'kaart')]
    """
    single, together = Counter[str](), Counter[tuple[str, str]]()
    for row in rows:
        single.update(lemma for lemma, _ in row)
        together.update((row[i - 1][0], lemma) for i, (lemma, joined) in enumerate(row) if i and joined)
    total, found = sum(single.values()), set()
    for (first, second), n in together.items():
        if n < 4 or first == second or first in barred or second in barred:
            continue
        mutual = math.log(n * total / (single[first] * single[second])) / -math.log(n / total)
        if mutual >= 0.5:
            found.add((first, second))
    return frozenset(found)


def _with_pairs(
    row: Sequence[tuple[str, str, bool]],
    pairs: Collection[tuple[str, str]],
    out: Collection[str],
    pair_forms: dict[str, Counter[str]],
) -> tuple[str, ...]:
    """Lemmas of a text with each fixed pair as one; counts the forms of pairs."""
    result: list[str] = []
    at = 0
    while at < len(row):
        lemma, form, _ = row[at]
        if at + 1 < len(row) and row[at + 1][2] and (lemma, row[at + 1][0]) in pairs:
            pair = f"{lemma}{JOINT}{row[at + 1][0]}"
            pair_forms[pair][f"{form} {row[at + 1][1]}"] += 1
            result.append(pair)
            at += 2
            continue
        if lemma not in out:
            result.append(lemma)
        at += 1
    return tuple(result)


def choose_terms(ranked: Sequence[str], words: Words, n_terms: int, found_in: Counter[str], size: int) -> list[str]:
    """The first `n_terms` lemmas of a ranking that are worth showing.

    Lemmas that stand in at least two and in five percent of the topic's `size` statements (`found_in` counts them) go
    first. Left out: fillers, a part of a compound that is shown and a compound of which all parts are shown, and a
    second lemma with the same form.
    """
    need = max(2.0, 0.05 * size)
    usable = [lemma for lemma in ranked if lemma not in FILLERS and found_in[lemma] >= need]
    usable += [lemma for lemma in ranked if lemma not in FILLERS and found_in[lemma] < need]
    chosen: list[str] = []
    shown: set[str] = set()
    for lemma in usable:
        inside = words.parts.get(lemma, frozenset())
        is_part = any(lemma in words.parts.get(other, ()) for other in chosen)
        is_sum = len(inside) > 1 and inside <= set(chosen)
        if is_part or is_sum or words.show(lemma) in shown:
            continue
        chosen.append(lemma)
        shown.add(words.show(lemma))
        if len(chosen) == n_terms:
            break
    return chosen


def have_something_in_common(spread: Sequence[Collection[str]]) -> list[bool]:
    """Whether each statement shares at least one word or part of a word with another one.

    >>> have_something_in_common([("bus", "halte"), ("bus",), ("boom",)])
    [True, True, False]
    """
    count = Counter(word for row in spread for word in set(row))
    return [any(count[word] > 1 for word in row) for row in spread]
