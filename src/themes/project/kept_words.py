"""The words of texts met before, with their lemmas, kept between runs: a run over known texts loads no word list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from themes.language.tokens import Token

MOST = 60_000  # texts; a larger corpus is read in partitions and keeps nothing here

Packed = tuple[list[list[Any]], dict[str, list[int]]]  # different words; text -> start, end, number of the word, ...


class KeptWords:
    """Tokens by text. What was asked for in this run is what `packed` gives for the next."""

    def __init__(self, packed: Packed | None = None) -> None:
        entries, self._old = packed or ([], {})
        self._entries = [(*entry[:4], tuple(entry[4]), entry[5]) for entry in entries]
        self._tokens: dict[str, list[Token]] = {}
        self._is_new = False

    def get(self, text: str) -> list[Token] | None:
        """The tokens of a text met before, else None."""
        found = self._tokens.get(text)
        if found is None and (places := self._old.get(text)) is not None:
            found = self._tokens[text] = list(self._read(places))
        return found

    def put(self, text: str, tokens: list[Token]) -> None:
        """Keep the tokens of a text."""
        if len(self._tokens) < MOST:
            self._tokens[text] = list(tokens)
            self._is_new = True

    def _read(self, places: list[int]) -> Iterable[Token]:
        entries = self._entries
        for start, end, number in zip(places[::3], places[1::3], places[2::3], strict=True):
            form, lemma, is_stop, is_word, parts, pos = entries[number]
            yield Token(form, lemma, start, end, is_stop, is_word, parts, pos)

    def __len__(self) -> int:
        return len(self._tokens)

    def since(self, mark: int) -> dict[str, list[Token] | None]:
        """What was asked for since this had `mark` texts; None for what the last run kept."""
        texts = list(self._tokens)[mark:]
        return {text: None if text in self._old else self._tokens[text] for text in texts}

    def add(self, texts: dict[str, list[Token] | None]) -> None:
        """Take over what a copy of this was asked for."""
        for text, tokens in texts.items():
            if tokens is None:
                self.get(text)
            elif text not in self._tokens:
                self.put(text, tokens)

    @property
    def is_changed(self) -> bool:
        """Whether a new text was met, or more than half of what was kept was not asked for."""
        return self._is_new or 2 * len(self._tokens) < len(self._old)

    def packed(self) -> Packed:
        """What to keep for the next run: what was asked for, and the rest too until that is the greater part."""
        if 2 * len(self._tokens) >= len(self._old):
            for text in self._old:
                self.get(text)
        numbers: dict[tuple[Any, ...], int] = {}
        texts: dict[str, list[int]] = {}
        for text in sorted(self._tokens):
            places = texts[text] = []
            for token in self._tokens[text]:
                entry = (token.text, token.lemma, token.is_stop, token.is_word, token.parts, token.pos)
                places += [token.start, token.end, numbers.setdefault(entry, len(numbers))]
        return [list(entry) for entry in numbers], texts
