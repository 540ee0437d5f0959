"""What an adviser asks: requests, missing points, subjects that need more, concerns and priorities, from its letter.

A list item that holds a request is one ask, with the sentences that explain it; in prose an ask runs from the request
to the end of its paragraph. What stands under 'Wij missen:' is missing, also when the marks of the list are lost or
the list runs on in one sentence with semicolons.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from themes.records import Unit

ADVISER = (
    r"(?:ASD|[Aa]dviesraad|[Ww][Mm][Oo]-?(?:advies)?raad|[Cc]liënten(?:advies)?raad|[Jj]ongerenraad|"
    r"[Pp]articipatieraad|"
    r"[Ss]eniorenraad|[Oo]uderenraad|[Cc]ommissie|[Dd]orpsraad|[Rr]ekenkamer(?:commissie)?|[Rr]aad)"
)
_WE = rf"(?:wij|we|(?:de|onze|uw) {ADVISER}(?: \w+)?|{ADVISER})"
_REQUEST = re.compile(
    rf"\b{_WE}\s+(?:\w+\s+){{0,3}}?(?:adviseren|adviseert|bevelen|beveelt|verzoeken|verzoekt|pleiten|pleit|"
    rf"dringen|dringt"
    r"|roepen|roept|vragen|vraagt|raden|raadt|suggereren|suggereert|stellen voor|stelt voor|geven u mee|zien graag"
    r"|ziet graag|zouden graag|zou graag|zouden willen|willen graag|wil graag|stellen het op prijs|"
    r"stelt het op prijs)\b"
    rf"|\b(?:adviseren|adviseert|bevelen|beveelt|verzoeken|pleiten|vragen|raden|zouden)\s+(?:ook\s+|dan\s+)?{_WE}\b"
    rf"|\bzien\s+{_WE}\s+(?:\w+\s+){{0,2}}graag\b|\b{_WE}\b[^.;:]{{0,60}}\bmee(?:geven|\s?te geven)\b"
    rf"|\b{_WE}\b[^.;:]{{0,40}}\b(?:als advies|tips?)\b[^.;:]{{0,20}}\bmee\b|\bgeven (?:we|"
    rf"wij)\b[^.;:]{{0,60}}\bmee\b"
    r"|\b(?:kunt|gaat|bent|wilt) u\b[^.]*\?$"
    r"|\bwe adviseren u\b|\b(?:ons|het) advies (?:is|luidt)\b|\b(?:onze|de) aanbeveling (?:is|luidt)\b"
    r"|\b(?:laatste|tweede|volgende) (?:tip|advies)\b|^(?:advies|aanbeveling|tip)\s*\d*\s*[:.]\s*\w",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:het )?(?:zou|lijkt ons) (?:heel |zeer |erg )?(?:goed|wenselijk|nuttig|mooi|helpend|verstandig)(?: zijn)?\b"
    r"|\b(?:het loont|je zou (?:ook|bijvoorbeeld)|is behoefte aan|moet er aandacht|moet er meer aandacht)\b"
    r"|^(?:wees|start|maak|geef|zorg|neem|houd|hou|laat|zet|betrek|luister|vraag|bied|informeer|leg|ga|stel|"
    r"kijk|zend)\s"
    r"(?!u |je |het feit)",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:is|zijn|werd|hebben|heeft|hadden|had|eerder|al)\b[^.;]{0,60}\b(?:gevraagd|geadviseerd|verzocht)\b|"
    r"\bgemeente vraagt\b|\bu vraagt\b|\bvragen (?:op|over|gesteld|roept)\b|\bu adviseren\b.{0,20}\bmogen\b|"
    r"\bheeft u (?:nog )?vragen\b|\bzien? uit naar|\bzien uw reactie",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(?:missen|mist|gemist|ontbreekt|ontbreken|ontbrekende|niet terug(?: te vinden| te lezen)?|"
    r"vinden wij niet terug)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:meer|verder|verdere|nader|nadere|uitgebreide?r?e?|beter)\s+(?:\w+\s+){0,2}?(?:informatie|"
    r"uitwerking|uitgewerkt|uit te "
    r"werken|aandacht|toelichting|uitleg|terug|opgenomen|concretisering|lezen|weten)\b|\b(?:lezen|zien|horen|"
    r"weten|leest|ziet)"
    r"\s+(?:wij|we|de \w+)?\s*graag meer\b|\bgraag (?:\w+ ){0,2}meer\b|\bbehoeven? (?:meer|nadere?)\b",
    re.IGNORECASE,
)
_CONCERN = re.compile(
    r"\b(?:zorgen (?:over|dat|om|geuit|baart|rond)|baart|baren|zorgelijk\w*|zorgwekkend|bezorgd|vrezen|vreest|"
    r"risico\w*|"
    r"(?:on|niet (?:\w+ )?)(?:duidelijk|bekend|helder)|onvoldoende|nauwelijks|te weinig|weinig (?:zicht|"
    r"uitgewerkt)|mager|"
    r"verbaast|haaks|spanningsveld|overbelast\w*|overbelasting|lastig|tegenstelling|wensdenken|dupe|huiverig|"
    r"knelpunt\w*|"
    r"begrijpen (?:wij|we) niet|niet (?:\w+ )?(?:smart|scherp|concreet)|(?:grootste|belangrijke|onze) zorg\b|"
    r"punt(?:en)? van "
    r"zorg|benieuwd|betreur\w*|jammer|teleurgesteld|gaat ten koste|kwetsbaar punt|kan niet zo zijn|mag niet)\b"
    r"|\bzorgen dat er (?:een )?\w+ (?:toename|afname)|\bmaken? (?:wij |we |ons |de \w+ )+zorgen\b|"
    r"\bgebeurt er niets\b",
    re.IGNORECASE,
)
_PRIORITY = re.compile(r"\bpriorit(?:eiten(?:lijst)?|ering|eit)\b|\btop[ -]?(?:tien|vijf|10|5)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:advies|aanbeveling|verzoek|tip)\s*\d+\s*[:.)–-]?\s*", re.IGNORECASE)
_ABOUT_LETTER = re.compile(
    r"\b(?:staat een opsomming|treft u|vindt u|sturen .{0,30}mee|zie (?:ook )?(?:de )?bijlage|in deze brief|"
    r"eindigen we)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\bmet vriendelijke groet|^\W*namens\b|\bhoogachtend\b|\btelefoon", re.IGNORECASE)
_CLOSES = re.compile(r"^\W*(?:deze|dit) (?:lijst|opsomming|overzicht)\b.*\b(?:niet|geen)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\W?\d{1,2}[.)]?$")
_SECTION = re.compile(r"\b(?:adviezen|aanbevelingen|advies|tips|verzoeken|toelichting|tot slot)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """One thing that an adviser asks or fears: its units, the words that carry it, and its full text."""

    kind: str  # advies, ontbreekt, meer-uitwerking, zorg
    units: tuple[Unit, ...]
    text: str
    core: str  # the request itself, without the sentences that explain it
    section: str
    ranked: bool = False  # an item of a priority list


def read_asks(units: Iterable[Unit]) -> list[Ask]:
    """Every ask of one advice document, in reading order.

    >>> read_asks([])
    []
    """
    reader = _Reader()
    for block in _blocks(list(units)):
        reader.read(block)
    reader.close()
    return reader.asks


def _blocks(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Runs of units that make one list item, paragraph or heading."""
    block: list[Unit] = []
    for unit in units:
        if unit.kind == "noise" or not unit.text.strip():
            continue
        if block and _begins(unit, block[-1]):
            yield block
            block = []
        block.append(unit)
    if block:
        yield block


def _begins(unit: Unit, before: Unit) -> bool:
    """Whether a unit starts a new item or paragraph."""
    if "heading" in (unit.kind, before.kind) or unit.kind == "lead_in" or before.kind == "lead_in":
        return True
    if unit.item is not None or before.item is not None:
        if unit.item != before.item or unit.section != before.section:
            return True
        return unit.line_start > before.line_end and _holds_marker(unit)
    if unit.section != before.section or (unit.kind == "table_cell") != (before.kind == "table_cell"):
        return True
    return unit.line_start > before.line_end + 1 or before.text.rstrip().endswith(";")


def _holds_marker(unit: Unit) -> bool:
    """Whether the list marker stands in the unit's own span: it is the first of its item."""
    pieces = [tuple(map(int, piece.split("-"))) for piece in unit.spans.split()]
    if not pieces or unit.item is None:
        return True
    covered = sum(end - start for start, end in pieces) + len(pieces) - 1
    return covered - len(unit.text) >= len(unit.item)


class _Reader:
    """Reads block by block and remembers what the list or section at hand is about."""

    def __init__(self) -> None:
        self.listing: str | None = None  # kind that the items of the list have
        self.lead: list[Unit] = []  # a request that ends with a colon and waits for what it introduces
        self.advising = False  # under a heading such as 'Adviezen'
        self.priority = False  # in a priority list
        self.held: list[Unit] = []  # a numbered recommendation or ranked item that is being read
        self.asks: list[Ask] = []

    def read(self, block: list[Unit]) -> None:
        first, text = block[0], _joined(block)
        if self.priority and first.item and _NUMBER.match(first.item.strip()):
            self.close()
            self.held = list(block)
        elif _LABEL.match(text) and len(text) < 400:
            self.close()
            self.held, self.listing, self.priority = list(block), None, False
        elif self._explains(first, text):
            self.held += block
        elif first.kind == "heading" or (first.kind == "meta" and _is_head(text)):
            self.close()
            self._enter(text)
        elif first.kind == "meta" and not any(_sentence_kind(unit, wish=False) for unit in block):
            self.priority = self.priority or (bool(_PRIORITY.search(first.text)) and len(first.text) < 60)
        else:
            self._hold_ended()
            self._content(block, text)

    def close(self) -> None:
        """What was held back becomes an ask: nothing more follows that belongs to it."""
        self._hold_ended()
        if self.lead:
            self.asks.append(_ask("advies", self.lead))
        self.lead = []

    def _hold_ended(self) -> None:
        if self.held:
            units, body = self.held, _LABEL.sub("", _joined(self.held)).strip()
            core = next((unit.text for unit in units if _is_request(unit.text)), units[0].text)
            core, body = _LABEL.sub("", core) or body, body or _joined(units)
            self.asks.append(Ask("advies", tuple(units), body, core, units[0].section, ranked=self.priority))
        self.held = []

    def _explains(self, first: Unit, text: str) -> bool:
        """Whether a block belongs to the numbered or ranked ask before it."""
        if not self.held or first.kind == "heading" or len(_joined(self.held)) > 600:
            return False
        if self.priority:
            return first.item is None and len(text) < 300 and not _is_request(text)
        return not _CLOSING.search(text)

    def _enter(self, heading: str) -> None:
        short = len(heading) < 80
        going_on = self.priority and short and not _SECTION.search(heading)
        self.priority = (short and bool(_PRIORITY.search(heading))) or going_on
        self.advising = short and bool(_SECTION.search(heading))
        self.listing = _list_kind(heading) if short else None

    def _content(self, block: list[Unit], text: str) -> None:
        first, marked = block[0], block[0].item is not None
        if first.kind == "lead_in":
            self.close()
            self.priority = self.priority or (len(text) < 80 and bool(_PRIORITY.search(text)))
            self.listing = _list_kind(text)
            if self.listing is None and _is_request(text):
                self.listing, self.lead = "advies", list(block)
            return
        if _CLOSES.match(text):
            self.listing = None
            return
        run_on = _run_on(text)
        if run_on:
            kind, pieces = run_on
            self.asks += [Ask(kind, tuple(block), piece, piece, first.section) for piece in pieces]
            return
        requests = [unit for unit in block if _is_request(unit.text)]
        if self.lead and not marked and not text.rstrip().endswith(";"):
            self.asks.append(_ask("advies", [*self.lead, *block]))
            self.lead, self.listing = [], None
        elif self.listing and not requests and (marked or text.rstrip().endswith(";") or self._lost_mark(text)):
            self.lead = []
            self.asks.append(Ask(self.listing, tuple(block), text, text, first.section))
        elif requests and marked:
            self.lead = []
            self.asks.append(Ask("advies", tuple(block), text, " ".join(u.text for u in requests), first.section))
        else:
            self.close()
            self.listing = None if not marked else self.listing
            self.asks += _in_prose(block, item=marked, advising=self.advising)

    def _lost_mark(self, text: str) -> bool:
        """Whether a paragraph under a lead-in reads as a list item that lost its mark: short and not a sentence."""
        return len(text) < 120 and not re.search(r"[.!?]$", text.strip()) and not _CONCERN.search(text)


def _is_head(text: str) -> bool:
    """Whether words that pass for a part of the letterhead are a heading of the letter: 'Wat ontbreekt'."""
    short = len(text) < 60 and not re.search(r"[.!?;,]$", text)
    return short and bool(_list_kind(text) or _SECTION.match(text) or _PRIORITY.match(text))


def _list_kind(text: str) -> str | None:
    """The kind of the items under a heading or lead-in, or None when it says nothing of the kind."""
    if _MORE.search(text):
        return "meer-uitwerking"
    if _MISSING.search(text):
        return "ontbreekt"
    if re.search(r"\b(?:punten van zorg|zorgen|zorgpunten|aandachtspunten|risico\S*)\b", text, re.IGNORECASE):
        return "zorg"
    return None


def _run_on(text: str) -> tuple[str, list[str]] | None:
    """A list in one sentence, closed by semicolons: 'Wij missen: a; b; c.'"""
    match = re.match(r"^([^:;“”\"?]{3,140}):\s*(.+;.+)$", text, re.DOTALL)
    if not match:
        return None
    kind = _list_kind(match[1]) or ("advies" if _is_request(match[1]) else None)
    pieces = [piece.strip() for piece in match[2].split(";") if len(piece.strip()) > 3]
    if re.match(r"\W*[“”\"‘]", match[2]) or any("?" in piece or len(piece) > 250 for piece in pieces):
        return None  # a quotation or a long sentence, not a list
    return (kind, pieces) if kind and len(pieces) > 1 else None


def _is_request(text: str) -> bool:
    return bool(_REQUEST.search(text)) and not _NOT_NOW.search(text)


def _joined(block: Sequence[Unit]) -> str:
    return " ".join(unit.text.strip() for unit in block)


def _in_prose(block: Sequence[Unit], *, item: bool, advising: bool) -> list[Ask]:
    """Asks of a paragraph: from each request, else from the first gap or concern, to the next ask or the end."""
    asks: list[Ask] = []
    current: list[Unit] = []
    kind = ""
    for unit in block:
        found = _sentence_kind(unit, wish=item or advising)
        strong = found == "advies" and _is_request(unit.text)
        new = found is not None and (not current or strong or (kind != "advies" and found not in (kind, "zorg")))
        if new and current:
            asks.append(_ask(kind, current))
            current = []
        if new:
            kind = found or ""
        if new or current:
            current.append(unit)
    if current:
        asks.append(_ask(kind, current))
    if item and asks and block[0] is not asks[0].units[0]:  # what leads up to the ask in its list item belongs to it
        first = next(number for number, unit in enumerate(block) if unit is asks[0].units[0])
        asks[0] = _ask(asks[0].kind, [*block[:first], *asks[0].units], core=asks[0].core)
    return asks


def _ask(kind: str, units: Sequence[Unit], core: str | None = None) -> Ask:
    return Ask(kind, tuple(units), _joined(units), core or units[0].text, units[0].section)


def _sentence_kind(unit: Unit, *, wish: bool) -> str | None:
    text = unit.text
    if _is_request(text):
        return "advies"
    if unit.quoted or _ABOUT_LETTER.search(text):
        return None
    if _MISSING.search(text) and not _CLOSES.match(text):
        return "ontbreekt"
    if _CONCERN.search(text):
        return "zorg"
    return "advies" if _WISH.search(text) or (wish and _WISH.match(text)) else None
