"""The words of statements as topics use them: lemmas to count with, real word forms to show, names left out."""

from __future__ import annotations

import dataclasses
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


@dataclasses.dataclass(frozen=True)
class Words:
    """Words of n statements, each a tuple per statement.

    `lemmas` are content lemmas as they stand, `spread` the same with the parts of compounds added (for matching),
    `forms` the most frequent real form of each lemma, `parts` the parts of each compound lemma, `names` lemmas left
    out because they name a place, person or organisation.
    """

    lemmas: tuple[tuple[str, ...], ...]
    spread: tuple[tuple[str, ...], ...]
    forms: dict[str, str]
    parts: dict[str, frozenset[str]]
    names: frozenset[str]

    def show(self, lemma: str) -> str:
        """The form to show for a lemma."""
        return self.forms.get(lemma, lemma)


def gather_words(texts: Sequence[str], pipeline: Any, names: Iterable[str] = ()) -> Words:
    """Words of texts. `pipeline` has `tokens(text)`; `names` are names to leave out, next to those found by their form.

    A word counts as a name when, away from the start of a text or sentence, it is written with a capital first
    letter (and not in capitals throughout) at least once and never in lower case.
    """
    read = [pipeline.tokens(text) for text in texts]
    given = {word.casefold() for name in names for word in name.split() if len(word) > 2}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    parts: dict[str, frozenset[str]] = {}
    capital, lower = Counter[str](), Counter[str]()
    rows: list[list[str]] = []
    for tokens in read:
        row, opening = [], True
        for token in tokens:
            if not token.is_word:
                opening = opening or token.text in ".!?:;•-–\"'“‘("
                continue
            if not token.is_stop and len(token.lemma) > 2:
                row.append(token.lemma)
                shouted = len(token.text) > 1 and token.text.isupper()
                forms[token.lemma][token.text if shouted else token.text.lower()] += 1
                parts.setdefault(token.lemma, frozenset(p for p in token.parts if p != token.lemma and len(p) > 2))
                if token.text[0].islower():
                    lower[token.lemma] += 1
                elif not opening and not shouted:
                    capital[token.lemma] += 1
            opening = False
        rows.append(row)
    out = {lemma for lemma in capital if not lower[lemma]} | {lemma for lemma in forms if lemma.casefold() in given}
    kept = [tuple(lemma for lemma in row if lemma not in out) for row in rows]
    return Words(
        lemmas=tuple(kept),
        spread=tuple(tuple(dict.fromkeys(w for lemma in row for w in (lemma, *sorted(parts[lemma])))) for row in kept),
        forms={lemma: min(seen, key=lambda form: (-seen[form], form)) for lemma, seen in forms.items()},
        parts=parts,
        names=frozenset(out),
    )


def choose_terms(ranked: Sequence[str], words: Words, n_terms: int, found_in: Counter[str]) -> list[str]:
    """The first `n_terms` lemmas of a ranking that are worth showing.

    Left out: fillers, words in a single statement of the topic (`found_in` counts statements), a part of a compound
    that is shown and a compound of which all parts are shown, and a second lemma with the same form.
    """
    usable = [lemma for lemma in ranked if lemma not in FILLERS and found_in[lemma] > 1]
    usable += [lemma for lemma in ranked if lemma not in FILLERS and found_in[lemma] == 1]
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
