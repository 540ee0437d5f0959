"""What the patterns of each code make of each text, kept between runs: a changed code reads the texts for itself alone.

What the codes of one text do to another (lead-in, heading, the sentence before) is worked out anew in every run that
codes, from these readings; so are decisions of people. What a text looks like by the examples hangs on no pattern and
is kept by text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from themes.coding.examples import Guess
from themes.coding.rules import MOST_KEPT, Evidence, Hit, Reading, RuleCoder
from themes.records import digest
from themes.store import Store

T = TypeVar("T")
_CODE, _HINT = 1, 0


class _Asked(dict[str, T]):
    """Values by text: those of an earlier run, which of them were asked for, and whether new ones came."""

    def __init__(self, kept: Iterable[tuple[str, T]] = ()) -> None:
        super().__init__(kept)
        self.asked: set[str] = set()
        self.is_new = False

    def get(self, text: str, default: Any = None) -> Any:
        self.asked.add(text)
        return super().get(text, default)

    def __setitem__(self, text: str, value: T) -> None:
        self.is_new = True
        super().__setitem__(text, value)

    def to_keep(self) -> list[str] | None:
        """The texts that were asked for, the others too until they are the greater part; None when nothing changed."""
        asked = self.asked & self.keys()
        few = 2 * len(asked) < len(self)
        return sorted(asked if few else self) if self.is_new or few else None


class KeptCodes:
    """Puts what earlier runs kept in a coder, and keeps what it read.

    `key` : of all that readings and guesses depend on, but for the texts and patterns themselves.
    """

    def __init__(self, store: Store, key: str, coder: RuleCoder) -> None:
        self._store, self._key, self._coder = store, key, coder
        self._patterns = {code: digest(*patterns) for code, patterns in coder.patterns_of().items()}
        self._there: set[str] = set()  # codes whose readings are kept as they are
        self._texts: list[str] = []
        self._readings = _Asked(self._kept_readings())
        guessed = store.read("guesses", key) or {}
        self._guessed = _Asked((text, [Guess(*row) for row in rows]) for text, rows in guessed.items())
        coder.readings, coder.guessed = self._readings, self._guessed

    def _kept_readings(self) -> Iterable[tuple[str, Reading]]:
        """The readings of the last run; codes that changed since read its texts anew."""
        kept = self._store.read("texts", self._key)
        if not kept:
            return ()
        texts, sizes = kept
        codes: list[dict[str, Evidence]] = [{} for _ in texts]
        hints: list[dict[str, Evidence]] = [{} for _ in texts]
        places = self._places(texts)
        for code, place in places.items():
            rows = self._store.read("readings", place)
            if rows is None:
                continue
            self._there.add(code)
            for at, kind, score, hits in zip(*rows, strict=True):
                evidence = Evidence(score, tuple([Hit(*hit) for hit in hits]))
                (codes if kind == _CODE else hints)[at][code] = evidence
        changed = self._patterns.keys() - self._there
        if changed:
            coder = self._coder.only(changed)
            for at, text in enumerate(texts):
                more = coder.read(text)
                codes[at].update(more.codes)
                hints[at].update(more.hints)
        self._texts = texts
        return zip(texts, map(Reading, codes, hints, sizes), strict=True)

    def _places(self, texts: list[str]) -> dict[str, str]:
        """Code -> where its readings of these texts are kept."""
        all_texts = digest(*texts)
        return {code: digest(self._key, patterns, all_texts) for code, patterns in self._patterns.items()}

    def keep(self) -> None:
        """Keep readings and guesses for the next run; of too many texts none."""
        if len(self._readings) < MOST_KEPT:
            self._keep_readings()
        texts = self._guessed.to_keep()
        if texts is not None and len(texts) < MOST_KEPT:
            rows = {text: [[g.code_id, g.odds, g.start, g.end] for g in self._guessed[text]] for text in texts}
            self._store.write("guesses", self._key, rows)

    def _keep_readings(self) -> None:
        texts = self._readings.to_keep()
        if texts is not None:
            self._texts, self._there = texts, set()
            sizes = [self._readings[text].n_words for text in texts]
            self._store.write("texts", self._key, [texts, sizes])
        rows: dict[str, tuple[list[Any], ...]] = {
            code: ([], [], [], []) for code in self._patterns if code not in self._there
        }
        for at, text in enumerate(self._texts if rows else ()):
            reading = self._readings[text]
            for kind, found in ((_CODE, reading.codes), (_HINT, reading.hints)):
                for code, evidence in found.items():
                    if code in rows:
                        hits = [[hit.pattern, hit.start, hit.end] for hit in evidence.hits]
                        for column, value in zip(rows[code], (at, kind, evidence.score, hits), strict=True):
                            column.append(value)
        places = self._places(self._texts)
        for code, own in rows.items():
            self._store.write("readings", places[code], own)
