"""Dutch words: the OpenTaal list that the package ships, with the forms of simplemma's Dutch table beside it."""

from __future__ import annotations

import functools
import lzma
import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from importlib import resources
from typing import Any, TypeVar

from themes.language.listed import listed

T = TypeVar("T")
# a hyphen after these stays before a comma or one of these words: 'op- en afbouw', 'in-, door- en uitstroom'
SUSPENDED_BEFORE = frozenset({"en", "of", "tot", "én", "óf", "als", "dan", "noch", "en/of", "maar", "respectievelijk"})
# first parts that Dutch spelling ties with a hyphen
HYPHENATED = listed(
    "adjunct anti aspirant bijna collega ex interim kandidaat leerling niet non oud post pro quasi semi sint vice"
)
_ADJECTIVE = re.compile(r"(?:aal|eel|isch|ief|air|lijk|baar|iek|aat)$")
_INFLECTED_ADJECTIVE = re.compile(r"(?:ale|aal|ele|eel|ische?|ieve|ief|aire?|lijke?|iek|ieke|ate|aat)$")
_CLASHES = frozenset(["aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ij", "oe", "oi", "oo", "ou", "ui", "uu", "éé"])


class Answers:
    """What the lists said of the forms that were asked for, kept between runs: loading the lists takes half a second.

    `packed` : the answers of an earlier run, as `packed` of this class gave them.
    """

    def __init__(self, packed: dict[str, dict[str, Any]] | None = None) -> None:
        self.of: dict[str, dict[str, Any]] = packed or {}
        self.is_changed = False

    @property
    def packed(self) -> dict[str, dict[str, Any]]:
        """As JSON values: name of a list -> form -> answer."""
        return self.of


class Listed(Mapping[str, T]):
    """A list that is loaded when it can't be avoided: for a form that no earlier run asked for, or to go through it."""

    answers: Answers | None = None  # of all lists, while a run keeps them

    def __init__(self, name: str, load: Callable[[], Mapping[str, T]]) -> None:
        self._name, self._load = name, functools.cache(load)

    def __getitem__(self, form: str) -> T:
        found = self.get(form)
        if found is None:
            raise KeyError(form)
        return found

    def get(self, form: str, default: Any = None) -> Any:
        """What the list has for a form."""
        if Listed.answers is None:
            return self._load().get(form, default)
        known = Listed.answers.of.setdefault(self._name, {})
        if form not in known:
            known[form] = self._load().get(form)
            Listed.answers.is_changed = True
        found = known[form]
        return default if found is None else found

    def __contains__(self, form: object) -> bool:
        return self.get(str(form)) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())

    def items(self) -> Any:
        """Forms with what the list has for them; much faster than one by one."""
        return self._load().items()

    def __len__(self) -> int:
        return len(self._load())


def _read_words() -> Mapping[str, bool]:
    packed = resources.files("themes.language").joinpath("data/words.txt.xz").read_bytes()
    return dict.fromkeys(lzma.decompress(packed).decode("utf-8").split("\n"), True)


def _read_lemmas() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary("nl")


_WORDS: Listed[bool] = Listed("words", _read_words)
_LEMMAS: Listed[str] = Listed("lemmas", _read_lemmas)


def words() -> Collection[str]:
    """Every entry of the shipped list, spelled as it stands there (413,288 entries)."""
    return _WORDS


def lemma_table() -> Mapping[str, str]:
    """simplemma's Dutch table, form to lemma, as it is (369,748 forms)."""
    return _LEMMAS


@functools.lru_cache(maxsize=200_000)
def is_word(word: str) -> bool:
    """True for a Dutch word form; a capital at the start or throughout doesn't matter, other capitals do.

    >>> is_word("bewoners"), is_word("Bewoners"), is_word("bewonres")
    (True, True, False)
    """
    if is_listed(word):
        return True
    table = lemma_table()
    return any(form in table for form in _cases(word))


@functools.lru_cache(maxsize=200_000)
def is_listed(word: str) -> bool:
    """True for a word of the shipped list; capitals as in `is_word`."""
    known = words()
    return any(form in known for form in _cases(word))


def _cases(word: str) -> tuple[str, ...]:
    if not word[:1].isupper():
        return (word,) if word else ()
    lowered = word[0].lower() + word[1:]
    return (word, lowered, word.lower(), word.capitalize()) if word.isupper() else (word, lowered)


def join_hyphen(left: str, right: str, *, seen: Container[str] = ()) -> str:
    """The end of one line and the start of the next as they read without the line break.

    Parameters
    ----------
    left : last word of a line, mostly with a hyphen ('gefor-'); without one, a word cut in a table cell.
    right : first word of the next line ('muleerd').
    seen : word forms of the same document; a form met there decides before the word list does.

    >>> join_hyphen("gefor-", "muleerd"), join_hyphen("om-", "of"), join_hyphen("24-", "uursopvang")
    ('geformuleerd', 'om- of', '24-uursopvang')
    >>> join_hyphen("bestuursovereenkom", "st"), join_hyphen("goede", "zorg")
    ('bestuursovereenkomst', 'goede zorg')
    """
    if not left.endswith(("-", "‐", "\u00ad")):
        return join_cut(left, right)
    stem = left[:-1]
    first = re.sub(r"^\W+", "", stem)
    bare = re.sub(r"\W+$", "", right)
    if left.endswith("\u00ad"):
        return stem + right
    if bare.lower() in SUSPENDED_BEFORE or not bare or not stem:
        return f"{left} {right}"
    if "://" in stem or stem.lower().startswith("www.") or "@" in stem:
        return left + right
    joined, tied = first + bare, f"{first}-{bare}"
    for form, result in ((tied, left + right), (joined, stem + right)):
        if form in seen or form.lower() in seen:
            return result
    if not first[-1:].isalpha() or not bare[:1].islower() or (len(first) > 1 and first[-2:].isupper()):
        return left + right
    if is_listed(tied) or (tied.endswith("s") and is_listed(tied[:-1])):
        return left + right
    if is_listed(joined):
        return stem + right
    if "-" in first or first.lower() in HYPHENATED or _reads_apart(first, bare):
        return left + right
    return stem + right


def _reads_apart(first: str, second: str) -> bool:
    """Two words that spelling keeps apart: clashing vowels (zee-egel) or two adjectives side by side."""
    if not (is_word(first) and is_word(second)):
        return False
    clash = (first[-1:] + second[:1]).lower() in _CLASHES
    return clash or bool(_ADJECTIVE.search(first) and _INFLECTED_ADJECTIVE.search(second))


def join_cut(left: str, right: str) -> str:
    """Join a word that was cut without a hyphen (a narrow table cell), when only the joined form is a word."""
    bare = re.sub(r"\W+$", "", right)
    first = re.sub(r"^\W+", "", left)
    if (
        first[-1:].isalpha()
        and bare[:1].islower()
        and not (is_word(first) and is_word(bare))
        and _is_known(first + bare)
        and not is_word(first)
    ):
        return left + right
    return f"{left} {right}"


def _is_known(word: str) -> bool:
    from themes.language.compounds import split_compound

    return is_word(word) or len(split_compound(word.lower())) > 1
