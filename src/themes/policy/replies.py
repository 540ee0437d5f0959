"""A reply to an advice cut into passages: the municipality's own words, with the adviser's words that they answer.

What stands under 'Zorgen en adviezen van ...' or 'Uw advies', what begins with 'U vraagt' or 'De raad adviseert ons',
and what says over a sentence of the advice are the adviser's words: an address, never an answer. Thanks and
compliments are neither.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from themes.policy.ask_cues import ADVISER, label_of
from themes.records import Unit

if TYPE_CHECKING:
    from themes.language import Pipeline

_RESTATES_HEAD = re.compile(
    rf"^\W*(?:\d+[.)]?\s*)?(?:(?:zorgen?|vragen|opmerkingen|punten|aanbevelingen?|"
    rf"advie\w+)\b.{{0,40}}\b(?:van|door)\b.{{0,20}}"
    rf"\b{ADVISER}\b.{{0,30}}|(?:uw|het|de|samenvatting(?: van)?)\s.{{0,30}}\b(?:advies|adviezen|vraag|vragen|"
    rf"opmerking\w*|"
    r"aanbeveling\w*|zorg\w*|punt\w*|inbreng)\b.{0,20}|(?:advies|aanbeveling|vraag|zorg|opmerking)(?:\s*\d+)?|"
    r"wat (?:zegt|adviseert|vraagt|schrijft|wil) .{1,30})\W*$",
    re.IGNORECASE,
)
_ANSWERS_HEAD = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:(?:hoe|zo) .{0,60}(?:verwerkt|gedaan|omge(?:ga|g)an|mee)\b.{0,50}|wat (?:doen|hebben|"
    r"gaan) (?:we|wij)\b.{0,50}|"
    r"(?:onze |ons |de )?(?:reactie|antwoord|beantwoording|standpunt|afweging)\b.{0,50})\W*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?P<what>uw advies|advies|aanbeveling|vraag|opmerking|zorg|reactie(?: (?:van )?(?:het )?college)?|"
    r"antwoord|college)"
    r"(?:\s+\d+)?\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_SAYS = (
    r"(?:adviseert|vraagt|stelt|geeft|wijst|constateert|pleit|mist|merkt|noemt|benoemt|benadrukt|verzoekt|"
    r"vindt|schrijft|"
    r"beveelt|wilt|wil|maakt|bent|signaleert|vreest|doet|heeft|ziet|leest|spreekt)"
)
_RESTATES = re.compile(
    rf"^\W*(?:(?:ook|daarnaast|verder|tot slot|tevens|bovendien)\s+)?(?:(?:de |uw )?{ADVISER}|u|{_SAYS} (?:u|"
    rf"de {ADVISER}))\b"
    rf"(?:\s+\w+){{0,2}}?\s*(?:{_SAYS})?\b|^\W*in uw (?:inleiding|advies|brief|reactie)\b[^.]*\bu\b|"
    rf"\bvolgens u\b|\bverdient volgens\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\b(?:delen (?:wij |we )?uw (?:waardering|zorg\w*|mening)|waarderen (?:wij |we )?|hartelijk dank|"
    r"danken (?:wij |we )?u|"
    r"stellen (?:wij |we )?.{0,20}op prijs|nodigen (?:wij |we )?u|gecategoriseerd|gebundeld in|vatten (?:wij|"
    r"we) samen|"
    r"waardevolle suggesties|uw betrokkenheid|he(?:bt|eft) u (?:nog )?vragen)\b|^\W*(?:onderwerp|betreft)\b|"
    r"met vriendelijke groet|^\W*namens (?:het|de|burgemeester)\b|^\W*hoogachtend\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:toegevoegd|aangepast|aangevuld|aanvullen|gewijzigd|overgenomen|verduidelijkt|aangescherpt|"
    r"verwerkt in|uitgebreid met|"
    r"geschrapt|vervangen door|opgenomen|extra (?:nadruk|aandacht)|nemen (?:wij|we) .{0,60}\bover|"
    r"daar staat nu|staat nu)\b",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"\bniet (?:\w+ ){0,2}?(?:over(?:genomen|nemen)?|opgenomen|opnemen|mogelijk|haalbaar|wenselijk|nodig|"
    r"passend|aan de orde)\b|"
    r"\b(?:neemt|nemen|volgt|volgen|nam|namen)\b.{0,40}\bniet\b|\b(?:zien|ziet) (?:wij |we |"
    r"het college )?(?:hiervoor |hierin |daarvoor )?"
    r"geen (?:aanleiding|reden|noodzaak)|\bgeen aanleiding\b|\bvalt? (?:weliswaar )?buiten\b|"
    r"\bvallen (?:weliswaar )?buiten\b|\bbuiten de scope\b|\b(?:blijft|blijven|houden|laten) (?:\w+ ){0,3}buiten\b|"
    r"\bwijzen? .{0,40}\baf\b|\bafgewezen\b|\bkiezen er (?:bewust )?(?:niet|voor om niet)|\b(?:wordt|worden|"
    r"is|zijn|vergoedt?|vallen|gebeurt) "
    r".{0,30}\bal (?:door|uitgevoerd|geregeld|vergoed|gedaan|voldoende)|\bmaken wij niet\b|\bdoen (?:wij|"
    r"we) niet\b|\b(?:al|reeds) "
    r"(?:door (?:andere|anderen)|uitgevoerd|geregeld|belegd|ondergebracht)\b|\bhoort (?:thuis )?(?:in|bij) (?:de|"
    r"het) (?!programma)\w+ en valt\b|\bkunnen (?:wij|we) (?:\w+ ){0,3}?niet\b|\bkan (?:\w+ )?niet(?=\W*$|[,;])",
    re.IGNORECASE,
)
_NOT_OVERTURNED = re.compile(r"\bniet (?:meer )?(?:vrijblijvend|alleen|langer)\b", re.IGNORECASE)
_YET = re.compile(r"\bmaar .{0,30}\bwel\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"^\W*(?:deze|dit|dat|die|daar\w*|hier\w*|want|omdat|bovendien|zij|het (?:is|wordt|gaat|betreft))\b|"
    r"^\W*(?:wij|we) zien (?:\w+ )?geen (?:reden|aanleiding|noodzaak)\b[^.;]{0,20}\b(?:er|hier\w*|daar\w*|dit|dat)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:nog (?:uitgewerkt|onderzocht|bepaald|besloten|een)|later|volgt in|in \d{4} (?:uitgewerkt|"
    r"onderzocht|verschijnt)|"
    r"in het (?:eerste|tweede|derde|vierde) (?:half ?jaar|kwartaal)|(?:eerste|tweede) helft van|"
    r"onderzoeken (?:wij|we)|onderzoekt|(?:dit|komend|volgend) (?:voorjaar|najaar|kwartaal)|"
    r"(?:wij|we) onderzoeken|gaan (?:wij|we) (?:na|onderzoeken|bekijken|uitwerken)|nemen (?:wij|we) mee in|"
    r"betrekken (?:wij|we) bij|"
    r"komend(?:e)? (?:jaar|jaren|periode)|volgend jaar|bij de (?:uitwerking|voorjaarsnota|begroting)|"
    r"die in \d{4}|beslist de raad|"
    r"vanaf (?:de \w+ van )?\d{4}|zullen (?:wij|we)|(?:begin|medio|halverwege|eind(?:e)?|voorjaar|zomer|najaar|"
    r"winter|uiterlijk|in de loop van) (?:van )?\d{4}|in het (?:voorjaar|najaar|nieuwe jaar)|na de zomer|"
    r"(?:bekijken|bepalen|beslissen|besluiten|beoordelen) (?:wij|we)|volgt in|na het eerste jaar|"
    r"werken (?:wij|we) (?:\w+ ){0,4}uit)\b|"
    r"\b(?!hebben|hadden|waren|deden|gingen|\w+(?:dden|tten)\b)\w+en (?:wij|we) (?:\w+ ){0,4}in 20\d\d\b",
    re.IGNORECASE,
)


_TITLE = 10  # words that a title has at most


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a reply in the municipality's own words, and the words that it answers."""

    units: tuple[Unit, ...]
    heading: str
    restated: str  # said by the adviser, in the same part of the reply
    address: str = ""  # said by the adviser right before, in the same paragraph or the one above
    whole: bool = False  # all of it is about one ask, which it names by its number

    @property
    def text(self) -> str:
        """Its units, joined by spaces."""
        return " ".join(unit.text for unit in self.units)


def read_passages(units: Iterable[Unit], advice_units: Sequence[Unit], pipeline: Pipeline) -> list[Passage]:
    """The reply cut into passages, in order. Repeated words of the advice are addresses, never passages."""
    said = _shingles(advice_units, pipeline)
    parts = _Parts()
    before: Unit | None = None
    read = [unit for unit in units if unit.kind != "noise" and unit.text.strip()]
    heads = collections.Counter(unit.text.strip().lower() for unit in read if _is_theme(unit) or _is_title(unit))
    for at, unit in enumerate(read):
        text = unit.text.strip()
        label = _LABEL.match(text)
        fresh = (
            before is None or unit.line_start > before.line_end + 1 or unit.item is not None or before.kind == "heading"
        )
        if label:
            parts.switch(restating=not re.match(r"reactie|antwoord|college", label["what"], re.IGNORECASE))
            parts.add(unit, restated=parts.restating, fresh=True)
        elif _RESTATES_HEAD.match(text) and len(text) < 90:
            if label_of(text) and not _answers_follow(read[at + 1 :], heads):
                parts.enter(text)  # 'Aanbeveling 3', and then the answer itself
            else:
                parts.switch(restating=True)
        elif (_ANSWERS_HEAD.match(text) and len(text) < 120) or heads[text.lower()] > 1:  # every part has that head
            parts.switch(restating=False)
        elif _is_theme(unit):
            parts.enter(text)
        elif unit.kind == "meta" and (
            (len(text.split()) < 8 and (not parts.heading or not text.endswith((".", "?", "!"))))
            or re.search(r"telefoon|contact op|vragen\? bel", text, re.IGNORECASE)
        ):
            parts.close()
        else:
            if not parts.restating and _COURTESY.search(text):
                continue
            own = not parts.restating and not _RESTATES.match(text) and not _repeats(text, said, pipeline)
            parts.add(unit, restated=not own, fresh=fresh)
        before = unit
    parts.leave()
    return parts.passages


def _answers_follow(units: Sequence[Unit], heads: Mapping[str, int]) -> bool:
    """Whether words that open the answers come before the next head that names a point of the adviser."""
    for unit in units:
        text = unit.text.strip()
        label = _LABEL.match(text)
        if label and re.match(r"reactie|antwoord|college", label["what"], re.IGNORECASE):
            return True
        if _ANSWERS_HEAD.match(text) and len(text) < 120:
            return True
        if _RESTATES_HEAD.match(text) and len(text) < 90:
            return False
        if heads[text.lower()] > 1:
            return True
    return False


def _is_theme(unit: Unit) -> bool:
    """A heading of the reply, also when it was taken for a numbered list item without a verb."""
    text = unit.text.strip()
    return unit.kind == "heading" or (
        bool(unit.item and re.match(r"^\W?\d{1,2}[.)]?$", unit.item.strip()))
        and not re.search(r"[.!?;:]$", text)
        and len(text) < 160
    )


def _is_title(unit: Unit) -> bool:
    """Whether a line reads as a title, whatever its kind: short, and no sentence."""
    text = unit.text.strip()
    return unit.item is None and len(text.split()) <= _TITLE and not re.search(r"[.!?;:,]$", text)


class _Parts:
    """Collects the passages of a reply, theme by theme."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.heading = ""
        self.restating = False
        self.restated: list[str] = []
        self.address: list[str] = []
        self.open: list[Unit] = []
        self.fresh_address = False

    def enter(self, heading: str) -> None:
        self.leave()
        self.heading = heading

    def leave(self) -> None:
        self.close()
        self.heading, self.restating, self.restated, self.address = "", False, [], []

    def switch(self, *, restating: bool) -> None:
        self.close()
        if restating and not self.restating and self.restated:
            self.restated = []
        self.restating = restating
        self.address = []

    def close(self) -> None:
        if self.open:
            self.passages.append(
                Passage(tuple(self.open), self.heading, " ".join(self.restated), " ".join(self.address))
            )
        self.open = []

    def add(self, unit: Unit, *, restated: bool, fresh: bool) -> None:
        if restated and self.restating:
            self.restated.append(unit.text)
        elif restated:
            self.close()
            self.address = [unit.text] if fresh or not self.fresh_address else [*self.address, unit.text]
            self.fresh_address = True
        else:
            if fresh:
                self.close()
                if not self.fresh_address:
                    self.address = []
            self.fresh_address = False
            self.open.append(unit)


def _shingles(units: Sequence[Unit], pipeline: Pipeline, size: int = 3) -> set[tuple[str, ...]]:
    """Runs of `size` content lemmas of the advice."""
    found: set[tuple[str, ...]] = set()
    for unit in units:
        lemmas = pipeline.lemmas(unit.clean_text)
        found.update(tuple(lemmas[at : at + size]) for at in range(len(lemmas) - size + 1))
    return found


def _repeats(text: str, said: set[tuple[str, ...]], pipeline: Pipeline) -> bool:
    """Whether a sentence says over what the advice says: most of its runs of three words, and no decision."""
    lemmas = pipeline.lemmas(text)
    runs = [tuple(lemmas[at : at + 3]) for at in range(len(lemmas) - 2)]
    if len(runs) < 5 or _CHANGED.search(text) or _REJECTED.search(text):  # a decision isn't a repetition
        return False
    return sum(run in said for run in runs) >= 0.6 * len(runs)


def decision(passage: Passage, unit: Unit) -> tuple[str, Unit]:
    """What the sentence about an ask decides, or one of those that go on about it, and the sentence that decides it.

    rejected goes before changed, changed before later; with none of these the passage explains.
    """
    scope = list(passage.units) if passage.whole else _goes_on(passage.units, passage.units.index(unit))
    for piece in scope:
        if _REJECTED.search(_NOT_OVERTURNED.sub(" ", piece.text)) and not _YET.search(piece.text):
            return "rejected", piece
    for kind, pattern in (("changed", _CHANGED), ("later", _LATER)):
        decided = next((piece for piece in scope if pattern.search(piece.text)), None)
        if decided is not None:
            return kind, decided
    return "explained", unit


def goes_back(unit: Unit) -> bool:
    """Whether a sentence goes on about the one before."""
    return bool(_POINTS_BACK.match(unit.text))


def _goes_on(units: Sequence[Unit], at: int) -> list[Unit]:
    """A sentence and those after it that point back to it ('Deze', 'Dit', 'Daarom')."""
    end = at + 1
    while end < len(units) and _POINTS_BACK.match(units[end].text):
        end += 1
    return list(units[at:end])
