"""What the page needs to search as `themes find` does: the Dutch of its own words, made when the page is made.

The search itself (templates/page_search.js) reads the texts of the page in the browser. Put beside them are the lemmas
of their words, the parts of their compounds, the groups of related words that they name, the names of codes, and for
words that no plan uses the passages nearest in meaning. The page asks nothing of a network.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from themes.policy.search import sentences, worked_out
from themes.words import searching

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline
    from themes.language.tokens import Token
    from themes.report.page_rows import PageRows

SAY = {name.lower(): value for name, value in vars(searching).items() if name.isupper()}

MOST_NEAR = 1_500  # words with the passages nearest in meaning: the most used ones that no plan has
NEAREST = 3
_MARKS = frozenset(" |")  # part what is packed
_LONGEST_NAME = 6  # content words of a code's name whose combinations are tried
_LAST_PARTS = 1_200  # words that most compounds end in, for compounds that are typed and stand nowhere on the page


@functools.lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """A word in lower case without accents: how words are compared.

    >>> plain("Cliëntondersteuning")
    'clientondersteuning'
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("’", "'")


def page_index(entries: Sequence[tuple[int, str]], rows: PageRows) -> dict[str, Any]:
    """What the search needs to know of the Dutch in these (entry number, text) pairs: `make_index` and `nearest`."""
    plan = range(len(rows.points), len(rows.points) + len(rows.passages))
    made = make_index(entries, rows.pipeline, plan)
    said, passages = ([text for at, text in entries if (at in plan) is side] for side in (False, True))
    vectors = rows.tables.vectors
    made["near"] = nearest(said, passages, rows.pipeline, vectors) if vectors is not None else {}
    return made


def page_facts(entries: Sequence[tuple[int, str]], rows: PageRows, *, with_plan: bool) -> dict[str, Any]:
    """What the search needs to know of the run; `with_plan` when the plans stand on the page.

    Returns
    -------
    {'texts': entry -> what is searched, where that is not what stands there, 'plan': number of its first entry, the
    degree of each, and of each plan its title and whether it has results, 'codes': see `code_names`}
    """
    shown = {at: f"{point.unit.text} {point.unit.lead_in or ''}" for at, point in enumerate(rows.points)}
    shown |= {passage.entry: passage.text for passage in rows.passages}
    passages = rows.passages if with_plan else ()
    ids = list(dict.fromkeys(passage.programme_id for passage in passages))
    worked = worked_out(list(rows.tables.goals))
    return {
        "texts": {at: text for at, text in entries if not _same_words(text, shown.get(at, text))},
        "plan": {
            "first": len(rows.points),
            "level": "".join("r" if passage.degree == "result" else "a" for passage in passages),
            "worked": [name in worked for name in ids],
            "titles": [rows.programme_title(name) for name in ids],
        },
        "codes": code_names(rows.tables.codebook, {code for row in passages for code in row.codes}, rows.pipeline),
    }


def _same_words(one: str, other: str) -> bool:
    return one == other or _words(one) == _words(other)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def make_index(
    entries: Sequence[tuple[int, str]], pipeline: Pipeline, plan: Container[int] = frozenset()
) -> dict[str, Any]:
    """What the search knows of the words of these (entry number, text) pairs.

    Parameters
    ----------
    plan : numbers of the entries that are passages of plans; every form of their words is known.

    Returns
    -------
    {'forms': 'lemma|form|form ...' each form as `packed_form`, 'alone': 'form|lemma ...' where a word typed by itself
    is read otherwise than in most of the texts, 'here': 'entry|form|lemma ...' where one text reads it otherwise,
    'parts': 'lemma|part|part ...' of compounds, 'groups': [name, patterns for the whole, other patterns that the texts
    meet] of related words, and 'stop', 'not_first', 'last', 'whole', 'er' of `_dutch`}
    """
    from themes.language.stop_words import STOP_WORDS

    readings: dict[str, Counter[str]] = defaultdict(Counter)
    in_entry: dict[tuple[int, str], str] = {}
    parts: dict[str, tuple[str, ...]] = {}
    met: set[tuple[str, tuple[str, ...]]] = set()
    asked: set[str] = set()
    for number, text in entries:
        tokens = [token for token in pipeline.tokens(text) if token.is_word]
        for token in tokens:
            form, lemma = plain(token.text), plain(token.lemma)
            readings[form][lemma] += 1
            in_entry[number, form] = lemma
            if token.parts != (token.lemma,):
                parts[lemma] = tuple(plain(part) for part in token.parts)
            if number in plan and not token.is_stop:
                asked.add(token.lemma)
        met |= _related_met(tokens)
    usual = {form: min(found, key=lambda lemma: (-found[lemma], lemma)) for form, found in readings.items()}
    forms = _all_forms(asked | STOP_WORDS) | usual
    by_lemma: dict[str, list[str]] = defaultdict(list)
    for form, lemma in sorted(forms.items()):
        if form != lemma:
            by_lemma[lemma].append(packed_form(form, lemma))
    alone = ((form, plain(pipeline.tokens(form)[0].lemma)) for form in sorted(usual) if len(usual[form]) > 1)
    return {
        "forms": _packed((lemma, *own) for lemma, own in sorted(by_lemma.items())),
        "alone": _packed((form, lemma) for form, lemma in alone if lemma != usual[form]),
        "here": _packed(
            (str(number), form, lemma) for (number, form), lemma in sorted(in_entry.items()) if lemma != usual[form]
        ),
        "parts": _packed((lemma, *own) for lemma, own in sorted(parts.items())),
        "groups": _groups(met),
        **_dutch(asked, set(usual.values())),
    }


def _all_forms(lemmas: set[str]) -> dict[str, str]:
    """Form -> lemma of every form of these words that the table of forms has."""
    from themes.language.lemmas import lemma
    from themes.language.lexicon import lemma_table

    result = {}
    for form, listed in lemma_table().items():
        if listed.replace("_", "") in lemmas and form.islower():
            found = lemma(form)
            if found in lemmas and found != form:
                result[plain(form)] = plain(found)
    return result


def _related_met(tokens: Sequence[Token]) -> set[tuple[str, tuple[str, ...]]]:
    from themes.language.related import SAME, related

    return {(hit.group, hit.words) for hit, _, _ in related().hits(tokens) if hit.strength >= SAME}


def _groups(met: set[tuple[str, tuple[str, ...]]]) -> list[tuple[str, list[str], list[str]]]:
    """Groups that the texts speak of and that can be named: every pattern that names one, and of the others those met.

    What names a group may be typed, so it must be known also where no text has it.
    """
    from themes.language.related import SAME, related

    spoken = {group for group, _ in met}
    sides: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for pattern in related().patterns:
        known = pattern.head or (pattern.group, pattern.words) in met
        if known and pattern.group in spoken and pattern.strength >= SAME:
            sides[pattern.group][0 if pattern.head else 1].append(plain(" ".join(pattern.words)))
    return [(group, heads, rest) for group, (heads, rest) in sides.items() if heads]


def _dutch(asked: set[str], known: set[str]) -> dict[str, Any]:
    """What holds for any text: stop words, and how compounds are taken apart that are typed and stand nowhere.

    'not_first' never begin a compound, 'last' often end one, 'er' are those with a plural in -er before a next part,
    and 'whole' begin with a word of a plan (`asked`) but are no compound. `known` are the words of the texts.
    """
    from themes.language.compounds import ER_PLURALS, NO_FIRST, NO_LAST, PRODUCTIVE, WHOLE, part_counts
    from themes.language.stop_words import STOP_WORDS

    counts = part_counts()
    last = sorted((word for word in counts if len(word) > 3 and word not in NO_LAST), key=lambda w: (-counts[w][1], w))
    begins = tuple(sorted(word for word in asked if len(word) > 3))
    whole = {word for word, own in counts.items() if sum(own) >= PRODUCTIVE and len(word) > 7} | WHOLE
    return {
        "stop": _packed((plain(word),) for word in sorted(STOP_WORDS)),
        "not_first": _packed((word,) for word in sorted(NO_FIRST) if len(word) > 3),
        "last": _packed((plain(word),) for word in sorted(last[:_LAST_PARTS])),
        "whole": _packed((plain(word),) for word in sorted(whole - known) if word.startswith(begins)),
        "er": _packed((word,) for word in sorted(ER_PLURALS)),
    }


def code_names(codebook: Codebook, wanted: set[str], pipeline: Pipeline) -> list[list[Any]]:
    """Codes that can be asked for by (a part of) their name: [id, name, its lemmas, the least that names it].

    The last is a list of combinations of these lemmas: with any of them typed the code's own patterns fire.
    """
    from themes.coding import code_texts

    result: list[list[Any]] = []
    for code in codebook.codes:
        if code.id not in wanted:
            continue
        tokens = [token for token in pipeline.tokens(code.label) if token.is_word and not token.is_stop]
        tokens = tokens[:_LONGEST_NAME]
        tries = [own for size in range(1, len(tokens) + 1) for own in combinations(tokens, size)]
        read = code_texts([" ".join(token.text for token in own) for own in tries], codebook, pipeline)
        least: list[list[str]] = []
        for own, codes in zip(tries, read, strict=True):
            named = sorted({plain(token.lemma) for token in own})
            if code.id in codes and not any(set(known) <= set(named) for known in least):
                least.append(named)
        if least:
            result.append([code.id, code.label, sorted({plain(token.lemma) for token in tokens}), least])
    return result


def nearest(
    said: Iterable[str], plan: Sequence[str], pipeline: Pipeline, vectors: Callable[[list[str]], Any]
) -> Mapping[str, list[int]]:
    """Of words in what was said that no passage has: lemma -> numbers of the passages nearest in meaning.

    The words are encoded one by one, as `themes find` encodes a word that it finds nowhere.
    """
    import numpy as np

    if not plan:
        return {}
    known = {
        plain(form)
        for text in plan
        for token in pipeline.tokens(text)
        for form in (token.text, token.lemma, *token.parts)
    }
    counts: Counter[str] = Counter(
        token.lemma
        for text in said
        for token in pipeline.tokens(text)
        if token.is_word and not token.is_stop and token.lemma.isalpha() and len(token.lemma) > 3
    )
    words = [word for word in counts if plain(word) not in known]
    words = sorted(sorted(words, key=lambda word: (-counts[word], word))[:MOST_NEAR])
    if not words:
        return {}
    full = sentences(plan)
    passages = np.asarray(vectors([plan[at] for at in full]), dtype=np.float32)
    mean = passages.mean(axis=0)
    asked = np.asarray(vectors(words), dtype=np.float32) - mean
    shifted = passages - mean
    shifted /= np.linalg.norm(shifted, axis=1, keepdims=True) + 1e-9
    asked /= np.linalg.norm(asked, axis=1, keepdims=True) + 1e-9
    near = np.round(asked @ shifted.T, 4)
    order = np.argsort(-near, axis=1, kind="stable")[:, :NEAREST]
    return {plain(word): [full[at] for at in row] for word, row in zip(words, order, strict=True)}


def packed_form(form: str, lemma: str) -> str:
    """A form as a letter for how much to take off the lemma, then what to put on.

    >>> packed_form("kaarten", "kaart"), packed_form("huizen", "huis")
    ('aen', 'bzen')
    """
    same = next((at for at, (one, other) in enumerate(zip(form, lemma, strict=False)) if one != other), None)
    kept = min(len(form), len(lemma)) if same is None else same
    return chr(97 + len(lemma) - kept) + form[kept:] if len(lemma) - kept < 26 else "|"


def _packed(rows: Iterable[Sequence[str]]) -> str:
    """Rows of words as one string; a row whose words hold a mark that parts them is left out."""
    return " ".join("|".join(row) for row in rows if not any(_MARKS & set(word) for word in row))
