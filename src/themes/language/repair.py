"""Slips of text recognition mended for search ('Hetis', 'ledereen', 'cliént'); the text itself is never touched.

Each rule is a function from a piece of text between white space to its mended form; a rule acts only where the
mended form is a Dutch word and the found one is not, or where no Dutch word can look like the found one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from themes.language.compounds import split_compound
from themes.language.lexicon import is_listed, is_word
from themes.language.listed import listed

QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"'}
)
LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""})
PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")
# l for I where a sentence starts; 'leder' is leather as well, so only here, and 'laat' stays
INITIAL_L = {"leder": "Ieder", "ledere": "Iedere", "ledereen": "Iedereen", "lemand": "Iemand", "lets": "Iets"}
# words that a lost space glues to the next one
GLUED = listed(
    "het er is bij de een dit dat deze die van met en of als wat hoe waar ook niet wij we zij ze hij ik "
    "je te zijn wordt worden heeft kan moet"
)
SENTENCE_END = re.compile(r"[.!?:;]['\")\]]*$")
# a bullet read as e, o or e\\; but 'eHerkenning' is a word
MARKER = re.compile(r"^(?:[eo]?\\(?=[A-ZÀ-Þ])|e(?=[A-ZÀ-Þ][a-zà-ÿ]))")
E_WORDS = re.compile(r"^e(?:Health|Herkenning|Mail|Learning|Book|Consult|Depot|Factuur|Facturering|Overheid|Bike)")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
DIAERESIS = {"e": "ë", "i": "ï", "o": "ö", "u": "ü", "a": "ä", "é": "ë", "E": "Ë", "I": "Ï", "O": "Ö"}
ADDRESS = re.compile(r"://|www\.|@|\.(?:nl|com|org|eu|net|be)\b", re.IGNORECASE)


class Repair(NamedTuple):
    """The mended text and every change as (found, repaired), in the order of the text."""

    text: str
    changes: tuple[tuple[str, str], ...]


def repair(text: str) -> Repair:
    """Mend a text for search.

    >>> repair("Hetis voor cliénten .")
    Repair(text='Het is voor cliënten.', changes=(('Hetis', 'Het is'), ('cliénten', 'cliënten'), (' .', '.')))
    """
    changes: list[tuple[str, str]] = []
    for _ in range(ROUNDS):
        mended, found = _one_round(text)
        changes += found
        if mended == text:
            break
        text = mended
    return Repair(text, tuple(changes))


ROUNDS = 12  # each rule takes away what it acts on, so a text is done after a few rounds


def _one_round(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Every piece mended once, then lost and stray spaces."""
    changes: list[tuple[str, str]] = []
    result: list[str] = []
    starts = True
    for piece in re.split(r"(\s+)", text):
        if not piece or piece.isspace():
            result.append(piece)
            continue
        mended = mend_piece(piece, starts)
        if mended != piece:
            changes.append((piece, mended))
        result.append(mended)
        starts = bool(SENTENCE_END.search(mended)) or mended in ("-", "•", "–")
    joined = "".join(result)

    def close(match: re.Match[str]) -> str:
        changes.append((match[0], match[0].strip()))
        return match[0].strip()

    def drop(match: re.Match[str]) -> str:
        changes.append((match[0], ""))
        return ""

    mended = STRAY_COLON.sub(drop, STRAY_SPACE.sub(close, joined))
    lone = lone_quotes(mended)
    changes += [(mended[at], "") for at in lone]
    return "".join(sign for at, sign in enumerate(mended) if at not in lone), changes


STRAY_SPACE = re.compile(r"(?<=\w) +(?:\.(?=\s|$)|[,;!?](?=\s|$))")
STRAY_COLON = re.compile(r"(?<=[a-zà-ÿ][.!?]) +:(?=\s|$)")


def lone_quotes(text: str) -> list[int]:
    """Places of quotation marks without another half; an apostrophe in a word, before 's' or after an s is none.

    >>> lone_quotes('Het "werk is zwaar'), lone_quotes("foto's van 'thuis' zijn")
    ([4], [])
    """
    drop: set[int] = set()
    open_at: dict[str, int] = {}
    for at, sign in enumerate(text):
        if sign not in "\"'":
            continue
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if sign == "'" and after.isalnum() and (before.isalnum() or CLITIC.match(text, at)):
            continue
        if sign == "'" and PLURAL_END.search(text[:at]):
            open_at.pop(sign, None)  # it may close a quotation
            continue
        if sign in open_at and not (after.isalnum() and not before.isalnum()):
            del open_at[sign]
        elif not before.strip() or before in "(-/":
            if sign in open_at:
                drop.add(open_at[sign])
            open_at[sign] = at
        else:
            drop.add(at)
    drop.update(open_at.values())
    return sorted(drop)


CLITIC = re.compile(r"'(?:[stnmrk]|[0-9]{2}|ns|em|ie)(?![^\W\d_])", re.IGNORECASE)
PLURAL_END = re.compile(r"[sxz]$", re.IGNORECASE)  # Hans' fiets


@functools.lru_cache(maxsize=200_000)
def mend_piece(piece: str, starts: bool) -> str:
    """One piece between white space, mended by all rules; `starts` when a sentence may start here."""
    piece = PRIVATE.sub("", piece.translate(QUOTES).translate(LIGATURES)) or piece
    piece = re.sub(
        r"''+", '"' if piece.count("''") > 1 or piece.endswith("''") or piece.startswith("''") else "'", piece
    )
    piece = re.sub(r'"{2,}', '"', re.sub(r"'\"|\"'", '"', piece))
    if ADDRESS.search(piece):
        return piece
    if starts and not E_WORDS.match(piece):
        piece = MARKER.sub("", piece)
    piece = LOST_STOP_SPACE.sub(r"\1 \2", piece)
    piece = DOUBLE_STOP.sub(r"\1", piece)
    piece = NOTE_MARK.sub(drop_note_mark, piece)
    piece = LOST_COMMA_SPACE.sub(part_words, piece)
    piece = mend_zero(piece)
    piece = re.sub(r"^([\"'(]?)\|(?=[a-z]{2})", r"\1I", piece)
    piece = re.sub(r"(?<=[^\W\d_])€(?=[^\W\d_])", "ë", piece)
    return WORD.sub(lambda match: mend_word(match[0], starts and match.start() == _first_letter(piece)), piece)


DOUBLE_STOP = re.compile(r"^((?:[a-z]\.){2,})\.$")  # 'd.m.v..'
# a note mark read as a digit or a sign at the end of a word: 'gevolgen3', 'problemen®'
NOTE_MARK = re.compile(r"(?<![^\W_])([a-zà-ÿ-]{5,})(?:\d{1,2}|[®©°*]{1,2})(?=[.,;:!?)]*$)")


LOST_COMMA_SPACE = re.compile(r"(?<![^\W_])([^\W\d_]{2,}),([a-zà-ÿ]{2,})(?![^\W_])")


def part_words(match: re.Match[str]) -> str:
    """Two words with a blank after the comma, when both are Dutch words."""
    return f"{match[1]}, {match[2]}" if is_word(match[1]) and is_word(match[2]) else match[0]


def drop_note_mark(match: re.Match[str]) -> str:
    """The word without the mark, when it is a Dutch word."""
    return match[1] if is_word(match[1]) or _known(match[1]) else match[0]


LOST_STOP_SPACE = re.compile(r"([a-zà-ÿ]{3}[.!?])([A-ZÀ-Þ][a-zà-ÿ]+)")


def _first_letter(piece: str) -> int:
    match = WORD.search(piece)
    return match.start() if match else -1


def mend_zero(piece: str) -> str:
    """A nought among capitals is an O: '0GGZ', 'O0A'; not in a code with digits ('A10', '2020')."""
    if re.search(r"[1-9]", piece) or not re.search(r"[A-Z]{2}|0[A-Z]|[A-Z]0", piece) or re.search(r"[a-z]", piece):
        return piece
    return re.sub(r"0(?=[A-Z])|(?<=[A-Z])0", "O", piece)


@functools.lru_cache(maxsize=200_000)
def mend_word(word: str, starts: bool) -> str:
    """One word, mended by the first rule that gives a Dutch word (or that needs none)."""
    if word in INITIAL_L and (starts or word in ("ledereen", "ledere")):
        return INITIAL_L[word] if starts else INITIAL_L[word].lower()
    if is_listed(word) or word.isupper() or len(word) < 3:
        return word
    if is_word(word):  # simplemma's forms hold some without their accents
        return mend_lost_accent(word)
    for rule in RULES:
        mended = rule(word)
        if mended != word:
            return mended
    return word


def _known(word: str) -> bool:
    return is_word(word) or (len(word) > 8 and len(split_compound(word.lower())) > 1)


def mend_acute(word: str) -> str:
    """An acute accent read for a diaeresis or a grave: 'cliént', 'financiéle', 'barriére'."""
    if "é" not in word and "É" not in word:
        return word
    for other in ("ë", "è"):
        form = word.replace("é", other)
        if is_word(form):
            return form
    form = re.sub(r"(?<=[aeiou])é(?=[a-zë])", "ë", word, flags=re.IGNORECASE)
    return form if form != word and "éé" not in word else word


def mend_lost_accent(word: str) -> str:
    """A diaeresis or accent that was lost: 'geinformeerd', 'clienten', 'cooperatie'."""
    if word.isupper() or not word.isascii():
        return word
    found = {form for form in _accented(word) if is_listed(form)}
    if len(found) == 1:
        return found.pop()
    if not found and not is_word(word) and not _known(word):
        form = re.sub(r"^((?:on)?ge)i(?=[ns])", r"\1ï", word, flags=re.IGNORECASE)
        stem = re.sub(r"^(?:on)?geï", "i", form, flags=re.IGNORECASE)
        return form if form != word and len(stem) > 5 else word
    return word


def _accented(word: str) -> list[str]:
    forms = []
    for at, sign in enumerate(word):
        if at and sign in DIAERESIS and word[at - 1].lower() in "aeiou":
            forms.append(word[:at] + DIAERESIS[sign] + word[at + 1 :])
        if sign == "e":
            forms += [word[:at] + other + word[at + 1 :] for other in "éèê"]
    return forms


def mend_ligature(word: str) -> str:
    """'vi' read for 'vl', 'fi' for 'fl': 'viak', 'invioed'."""
    for found, right in (("vi", "vl"), ("Vi", "Vl"), ("fi", "fl"), ("Fi", "Fl")):
        if found in word and not _known(word):
            form = word.replace(found, right, 1)
            if _known(form):
                return form
    return word


def mend_doubled(word: str) -> str:
    """'VVoor' is 'Voor' or 'Woor'; the word list decides. 'VVE' is an abbreviation and never comes here."""
    if not re.match(r"^VV[a-zà-ÿ]", word):
        return word
    for form in ("V" + word[2:], "W" + word[2:]):
        if _known(form):
            return form
    return word


def mend_initial(word: str) -> str:
    """l read for I at the start of a word that isn't one otherwise: 'lnwoners' is 'Inwoners'."""
    if word.startswith("l") and len(word) > 3 and word[1:2] not in "aeiouyëéï" and is_word("i" + word[1:]):
        return "I" + word[1:]
    return word


def mend_glued(word: str) -> str:
    """A lost space after a function word: 'Hetis', 'Eriseen', 'Bijdoel'."""
    if not word[0].isupper() or not word[1:].islower() or _known(word):
        return word
    for size in range(2, 6):
        first, rest = word[:size], word[size:]
        if first.lower() not in GLUED or len(rest) < 2:
            continue
        if rest in GLUED or (len(rest) > 3 and is_word(rest)):
            return f"{first} {rest}"
        for second in range(2, 6):
            middle, last = rest[:second], rest[second:]
            if middle in GLUED and (last in GLUED or (len(last) > 3 and is_word(last))):
                return f"{first} {middle} {last}"
    return word


RULES: tuple[Callable[[str], str], ...] = (
    mend_doubled,
    mend_acute,
    mend_initial,
    mend_ligature,
    mend_lost_accent,
    mend_glued,
)
