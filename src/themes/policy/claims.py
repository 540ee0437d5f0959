"""What a reply claims to have done to a plan, checked in that plan.

A claim is a sentence that says that something was added, changed or used in a programme. Its own words, without those
of the claiming, must stand together in one passage of the programme that it names; then the claim is true and the
passage is the place. A sentence without words of its own ('een aantal aanpassingen') can't be checked.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from themes.language.listed import listed
from themes.policy.ask_words import Words, stem
from themes.policy.replies import Passage
from themes.records import Document, Goal, Unit

_CLAIMS = re.compile(
    r"\b(?:toegevoegd|aangevuld|opgenomen|aangepast|gewijzigd|aangescherpt|verduidelijkt|verwerkt in|"
    r"uitgebreid met|beschreven in|extra (?:nadruk|aandacht)|daar staat nu|staat nu)\b",
    re.IGNORECASE,
)
_USED = re.compile(r"\b(?:gebruikt bij|benut bij|meegenomen in)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(  # in a document that is no plan: 'staat beschreven in de prestatieafspraken'
    r"\b(?:beschreven|vastgelegd|opgenomen|verwerkt) in (?:de|het|een|onze|ons) (?:\w+ )?"
    r"(?:\w*(?:afspraken|begroting|verordening|kadernota|perspectiefnota|contract\w*|convenant|overeenkomst\w*|"
    r"agenda|woonvisie|omgevingsvisie|mobiliteitsvisie|monitor|besluit|regeling))\b",
    re.IGNORECASE,
)
_NO_CLAIM = re.compile(r"\bniet\b.{0,30}\b(?:opgenomen|toegevoegd|aangepast|verwerkt)\b|\bnog niet\b", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"\b(?:(?:in|aan|bij|van|voor)\s+)?(?:(?:het|de|ons|onze)\s+)?(?:uvp|uitvoerings(?:programma|plan)|"
    r"beleids(?:plan|kader|nota)"
    r"|actieplan|programma|plan|nota)(?:[’'`]?s)?\b(?:\s+[A-Z]\w*(?:\s+(?:en\s+)?[A-Z]\w*)*)?"
)
_REFERENCE = re.compile(
    r"\b(?:doel|hoofdstuk|bijlage|artikel|paragraaf|pagina|bladzijde|resultaat) \d[\d.]*", re.IGNORECASE
)
_BEFORE = re.compile(r"\bstonde?n?\b|\bluidde\b", re.IGNORECASE)  # tells how the plan was, not how it is
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_POINTS_BACK = re.compile(r"^\W*(?:deze|dit|dat|die|hierin|daarin)\b", re.IGNORECASE)
_CLAIMING = frozenset(
    stem(word)
    for word in listed(
        """
        aandacht aanleiding aanpassen aanpassing aantal aanvullen aanvulling advies adviesraad adviseren alinea
        asd basis bekijken benoemen beschrijven bespreken bestaan blijven bovengenoemd college document doel
        domein enkel extra feedback gaan gebruiken geven hieronder hoofdstuk indicator inleiding input komen
        kritisch leggen leiden nadruk nu onderwerp opmerking opnemen opstellen paragraaf passage plan programma
        resultaat sociaal staan suggestie tekst toevoegen uitvoeringsprogramma uvp uw verwerken vragen wijzigen
        wijziging zin
        """
    )
)
_TOGETHER = 0.75  # share of a claim's weight that one passage of the plan must hold


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply that says a plan was changed, and whether the plan shows it (None: it can't be checked)."""

    text: str
    unit: Unit
    found: bool | None
    plan_unit: Unit | None


def claim_of(passage: Passage, unit: Unit) -> Unit | None:
    """The sentence that claims a change: the one about the ask itself, else the next one that points back to it."""
    at = passage.units.index(unit)
    following = [*passage.units[at:], *(passage.units[:at] if passage.whole else ())]
    for number, piece in enumerate(following):
        if number and not passage.whole and not _POINTS_BACK.match(piece.text):
            return None
        if _claims(piece.text):
            return piece
    return None


def _claims(text: str) -> bool:
    """Whether a sentence says that the plan itself was changed: not another document, and not something yet to come."""
    used = _USED.search(text)
    if used and not _PROGRAMME.search(text):
        return False
    return bool(used or _CLAIMS.search(text)) and not _NO_CLAIM.search(text) and not _ELSEWHERE.search(text)


def check_claim(
    claimed: Unit,
    passage: Passage,
    units: Mapping[str, Sequence[Unit]],
    plans: Sequence[Document],
    goals: Iterable[Goal],
    words: Words,
) -> Claim:
    """Whether the plan that a claim names holds what was claimed.

    Parameters
    ----------
    claimed : the sentence; when it points back ('Deze input is gebruikt'), the sentence before it is read with it.
    units : document id -> its units; plans : the policy documents of the same municipality.
    goals : the goals of these plans, for the names of programmes.
    words : weights of the words of advice and reply.
    """
    text = claimed.text
    if _POINTS_BACK.match(text):
        at = passage.units.index(claimed)
        text = f"{passage.units[at - 1].text} {text}" if at else text
    named = named_plans(text, plans, goals)
    said = " ".join(clause for clause in text.split(";") if not _BEFORE.search(clause)) or text
    names = {word for plan in named for word in words.of(plan.title or "")}
    own = words.of(_PROGRAMME.sub(" ", said))
    wanted = {word: parts for word, parts in own.items() if word not in _CLAIMING | names and word.isalpha()}
    numbers = set(_NUMBER.findall(_REFERENCE.sub(" ", said)))
    if not wanted or not plans:
        return Claim(claimed.text, claimed, None, None)
    best: tuple[float, Unit] | None = None
    for plan in named or plans:
        for pair in _windows(units.get(plan.document_id, ())):
            around = " ".join(unit.clean_text for unit in pair)
            share = words.share(wanted, around)
            if (best is None or share > best[0]) and numbers <= set(_NUMBER.findall(around)):
                best = (share, max(pair, key=lambda unit: words.share(wanted, unit.clean_text)))
    if best is not None and best[0] >= _TOGETHER:
        return Claim(claimed.text, claimed, True, best[1])
    return Claim(claimed.text, claimed, False, None)


def _windows(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Each unit of a plan with the one after it in the same section: what was added may be two sentences."""
    kept = [unit for unit in units if unit.kind not in ("noise", "meta")]
    for number, unit in enumerate(kept):
        yield [unit, *(after for after in kept[number + 1 : number + 2] if after.section == unit.section)]


def named_plans(text: str, plans: Sequence[Document], goals: Iterable[Goal]) -> list[Document]:
    """The plans that a text names by the words of their title, or by initials after 'UVP' or 'programma'."""
    names: dict[str, set[str]] = {plan.document_id: {plan.title} if plan.title else set() for plan in plans}
    for goal in goals:
        if goal.level == "programme" and goal.document_id in names:
            names[goal.document_id].add(goal.text)
    initials = set(re.findall(r"\b[A-Z]{2,4}\b", text))
    lower = text.lower()
    found = []
    for plan in plans:
        for name in sorted(names[plan.document_id]):
            proper = [word for word in re.findall(r"[^\W\d_]{2,}", name) if word.lower() not in _PLAN_WORDS]
            first = [word for word in proper if len(word) > 2]
            short = {
                "".join(word[0] for word in first[:count]).upper()
                for count in (2, 3, len(first))
                if count <= len(first)
            }
            whole = first[:2] and all(re.search(rf"\b{re.escape(word.lower())}\b", lower) for word in first[:2])
            if whole or initials & short:
                found.append(plan)
                break
    return found


_PLAN_WORDS = listed(
    """
    actieplan beleidskader beleidsplan concept de domein en het kader nota plan programma sociaal strategisch
    uitvoeringsplan uitvoeringsprogramma van
    """
)
