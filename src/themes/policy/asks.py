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
    r"(?:ASD|[Aa]dviesraad|[Ww][Mm][Oo]-?(?:advies)?raad|[Cc]liënten(?:advies)?raad|[Jj]ongerenraad|[Pp]articipatieraad|"
    r"[Ss]eniorenraad|[Oo]uderenraad|[Cc]ommissie|[Dd]orpsraad|[Rr]ekenkamer(?:commissie)?|[Rr]aad)"
)
_WE = rf"(?:wij|we|(?:de|onze|uw) {ADVISER}(?: \w+)?|{ADVISER})"
_REQUEST = re.compile(
    rf"\b{_WE}\s+(?:\w+\s+){{0,3}}?(?:adviseren|adviseert|bevelen|beveelt|verzoeken|verzoekt|pleiten|pleit|dringen|dringt"
    r"|roepen|roept|vragen|vraagt|raden|raadt|suggereren|suggereert|stellen voor|stelt voor|geven u mee|zien graag"
    r"|ziet graag|zouden graag|zou graag|zouden willen|willen graag|wil graag|stellen het op prijs|stelt het op prijs)\b"
    rf"|\b(?:adviseren|adviseert|bevelen|beveelt|verzoeken|pleiten|vragen|raden|zien|zouden)\s+(?:ook\s+|dan\s+)?{_WE}\b"
    rf"|\b{_WE}\b[^.;:]{{0,40}}\b(?:als advies|tips?)\b[^.;:]{{0,20}}\bmee\b|\bgeven (?:we|wij)\b[^.;:]{{0,60}}\bmee\b"
    r"|\bwe adviseren u\b|\b(?:ons|het) advies (?:is|luidt)\b|\b(?:onze|de) aanbeveling (?:is|luidt)\b"
    r"|\b(?:laatste|tweede|volgende) (?:tip|advies)\b|^(?:advies|aanbeveling|tip)\s*\d*\s*[:.]\s*\w",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:het )?(?:zou|lijkt ons) (?:heel |zeer |erg )?(?:goed|wenselijk|nuttig|mooi|helpend|verstandig)(?: zijn)?\b"
    r"|\b(?:het loont|je zou (?:ook|bijvoorbeeld)|is behoefte aan|moet er aandacht|moet er meer aandacht)\b"
    r"|^(?:wees|start|maak|geef|zorg|neem|houd|hou|laat|zet|betrek|luister|vraag|bied|informeer|leg|ga|stel|kijk|zend)\s"
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
    r"\b(?:missen|mist|gemist|ontbreekt|ontbreken|ontbrekende|niet terug(?: te vinden| te lezen)?|vinden wij niet terug)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:meer|verder|verdere|nader|nadere|uitgebreide?r?e?|beter)\s+(?:\w+\s+){0,2}?(?:informatie|uitwerking|uitgewerkt|uit te "
    r"werken|aandacht|toelichting|uitleg|terug|opgenomen|concretisering|lezen|weten)\b|\b(?:lezen|zien|horen|weten|leest|ziet)"
    r"\s+(?:wij|we|de \w+)?\s*graag meer\b|\bgraag (?:\w+ ){0,2}meer\b|\bbehoeven? (?:meer|nadere?)\b",
    re.IGNORECASE,
)
_CONCERN = re.compile(
    r"\b(?:zorgen (?:over|dat|om|geuit|baart|rond)|baart|baren|zorgelijk\w*|zorgwekkend|bezorgd|vrezen|vreest|risico\w*|"
    r"(?:on|niet (?:\w+ )?)(?:duidelijk|bekend|helder)|onvoldoende|nauwelijks|te weinig|weinig (?:zicht|uitgewerkt)|mager|"
    r"verbaast|haaks|spanningsveld|overbelast\w*|overbelasting|lastig|tegenstelling|wensdenken|dupe|huiverig|knelpunt\w*|"
    r"begrijpen (?:wij|we) niet|niet (?:\w+ )?(?:smart|scherp|concreet)|(?:grootste|belangrijke|onze) zorg\b|punt(?:en)? van "
    r"zorg|benieuwd|betreur\w*|jammer|teleurgesteld|gaat ten koste|kwetsbaar punt|kan niet zo zijn|mag niet)\b"
    r"|\bzorgen dat er (?:een )?\w+ (?:toename|afname)|\bmaken? (?:wij |we |ons |de \w+ )+zorgen\b|\bgebeurt er niets\b",
    re.IGNORECASE,
)
_PRIORITY = re.compile(r"\bpriorit(?:eiten(?:lijst)?|ering|eit)\b|\btop[ -]?(?:tien|vijf|10|5)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:advies|aanbeveling|verzoek|tip)\s*\d+\s*[:.)–-]?\s*", re.IGNORECASE)
_CLOSES = re.compile(r"^\W*(?:deze|dit) (?:lijst|opsomming|overzicht)\b.*\b(?:niet|geen)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\W?\d{1,2}[.)]?$")
_SKIPPED = ("noise", "meta")


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """One thing that an adviser asks or fears: its units, the words that carry it, and its full text."""

    kind: str  # advies, ontbreekt, meer-uitwerking, zorg
    units: tuple[Unit, ...]
    text: str
    core: str  # the request itself, without the sentences that explain it
    section: str


def read_asks(units: Iterable[Unit]) -> list[Ask]:
    """Every ask of one advice document, in reading order.

    >>> read_asks([])
    []
    """
    asks: list[Ask] = []
    mode = _Mode()
    blocks = list(_blocks(list(units)))
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        asks += mode.read(block, following)
    asks += mode.finish()
    return asks


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


class _Mode:
    """What the list or section being read is about; fed block by block."""

    def __init__(self) -> None:
        self.listing: str | None = None  # kind that a list's items have
        self.lead: str = ""  # words of the lead-in that opened the list
        self.advising = False  # under a heading such as 'Adviezen'
        self.priority = False
        self.ranked: list[Unit] = []
        self.labelled: list[Unit] = []  # a numbered recommendation that is being read

    def read(self, block: list[Unit], following: list[Unit] | None) -> list[Ask]:
        first, text = block[0], _joined(block)
        asks: list[Ask] = []
        if self._ranks(first):
            asks += self._flush()
            self.ranked = list(block)
            return asks
        if (
            self.ranked
            and first.kind != "heading"
            and first.item is None
            and len(text) < 300
            and not _REQUEST.search(text)
        ):
            self.ranked += block
            return asks
        if _LABEL.match(text) and len(text) < 400:
            asks += self._flush()
            self.labelled = list(block)
            self.listing = None
            return asks
        if self.labelled and first.kind != "heading" and first.kind not in _SKIPPED:
            if len(_joined(self.labelled)) < 600:
                self.labelled += block
                return asks
        asks += self._flush()
        if first.kind == "heading":
            self._enter(text)
            return asks
        if first.kind in _SKIPPED and not (_REQUEST.search(text) and not _NOT_NOW.search(text)):
            if _PRIORITY.search(text) and len(text) < 60:
                self.priority = True
            return asks
        return asks + self._content(block, text, following)

    def finish(self) -> list[Ask]:
        return self._flush()

    def _ranks(self, first: Unit) -> bool:
        """Whether a block is a ranked item of a priority list."""
        return self.priority and bool(first.item and _NUMBER.match(first.item.strip()))

    def _flush(self) -> list[Ask]:
        asks = []
        for held in (self.ranked, self.labelled):
            if held:
                core = next((u.text for u in held if _REQUEST.search(u.text)), held[0].text)
                body = _LABEL.sub("", _joined(held)) or _joined(held)
                asks.append(Ask("advies", tuple(held), body, _LABEL.sub("", core) or body, held[0].section))
        self.ranked, self.labelled = [], []
        return asks

    def _enter(self, heading: str) -> None:
        ranked_before = self.priority and not _PRIORITY.search(heading) and len(heading) < 60
        self.priority = bool(_PRIORITY.search(heading)) or (
            ranked_before and not re.search(r"advie|toelichting|tot slot", heading, re.IGNORECASE)
        )
        self.advising = (
            bool(re.search(r"\b(?:adviezen|aanbevelingen|advies|tips|verzoeken)\b", heading, re.IGNORECASE))
            and len(heading) < 80
        )
        self.lead = ""
        self.listing = _list_kind(heading) if len(heading) < 80 else None

    def _content(self, block: list[Unit], text: str, following: list[Unit] | None) -> list[Ask]:
        first = block[0]
        if first.kind == "lead_in" or (text.endswith(":") and following and following[0].item is not None):
            return self._lead_in(block, text)
        if _CLOSES.match(text):
            self.listing, self.lead = None, ""
            return []
        run_on = _run_on(text)
        if run_on:
            kind, pieces = run_on
            return [Ask(kind, tuple(block), piece, piece, first.section) for piece in pieces]
        requests = [u for u in block if _is_request(u.text)]
        if (
            first.item is None
            and self.lead
            and not text.endswith(";")
            and self.listing not in ("ontbreekt", "meer-uitwerking")
        ):
            self.listing, self.lead = None, ""
        if self.listing and (first.item is not None or text.endswith((";", ".")) or self.lead) and not requests:
            if (
                first.item is not None
                or text.endswith(";")
                or (self.lead and len(text) < 250 and not _CONCERN.search(text))
            ):
                return [Ask(self.listing, tuple(block), text.strip(), text.strip(), first.section)]
            self.listing = None
        if requests and first.item is not None:
            return [Ask("advies", tuple(block), text, " ".join(u.text for u in requests), first.section)]
        return _in_prose(block, item=first.item is not None, advising=self.advising)

    def _lead_in(self, block: list[Unit], text: str) -> list[Ask]:
        kind = _list_kind(text)
        before = [ask for ask in _in_prose(block[:-1], item=False, advising=False)] if len(block) > 1 else []
        self.lead, self.listing = text, kind
        if kind is None and _is_request(text):
            self.listing = "advies"
        return before


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
    match = re.match(r"^([^:;]{3,140}):\s*(.+;.+)$", text, re.DOTALL)
    if not match:
        return None
    kind = _list_kind(match[1]) or ("advies" if _is_request(match[1]) else None)
    pieces = [piece.strip() for piece in match[2].split(";") if len(piece.strip()) > 3]
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
        found = _sentence_kind(unit.text, wish=item or advising)
        new = found is not None and (
            not current or found == "advies" or (kind != "advies" and found != kind and found != "zorg")
        )
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
        lead = [unit for unit in block if unit.line_start <= asks[0].units[0].line_start and unit not in asks[0].units]
        asks[0] = _ask(asks[0].kind, [*lead, *asks[0].units], core=asks[0].core)
    return asks


def _ask(kind: str, units: Sequence[Unit], core: str | None = None) -> Ask:
    return Ask(kind, tuple(units), _joined(units), core or units[0].text, units[0].section)


def _sentence_kind(text: str, *, wish: bool) -> str | None:
    if _is_request(text):
        return "advies"
    if _MISSING.search(text) and not _CLOSES.match(text) and len(text) < 400:
        return "ontbreekt"
    if _CONCERN.search(text):
        return "zorg"
    return "advies" if _WISH.search(text) or (wish and _WISH.match(text)) else None
