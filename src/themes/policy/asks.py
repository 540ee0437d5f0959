"""What an adviser asks: requests, missing points, subjects that need more, concerns and priorities, from its letter.

A list item that holds a request is one ask, with the sentences that explain it; in prose an ask runs from the first
request, gap or concern to the end of its paragraph. What stands under 'Wij missen:' is missing, also when the marks of
the list are lost or the list runs on in one sentence with semicolons. Sentences about the letter itself ('Eerst geven
wij ...'), quotations and the signature are no asks.

Every ask has a part: what the adviser lists as its advice, what it says while explaining, or a rank in a list of
priorities. A letter that lists nothing has all its requests as advice.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from themes.policy.ask_blocks import cut_blocks, is_numbered, joined_text, mark_kind, quoted_units
from themes.policy.ask_cues import (
    advises,
    closes_letter,
    closes_list,
    explains,
    is_concern,
    is_head,
    is_order,
    is_request,
    label_of,
    leans_back,
    leans_on,
    list_kind,
    ranks,
    sentence_kind,
)
from themes.records import Unit

RANKING = "prioriteiten, prioritering, volgorde van belang"  # what the reply speaks of when it answers a ranked list
LISTED, AROUND, RANKED = "advies", "toelichting", "prioriteit"
_LABEL = re.compile(r"^\W*(?:advies|aanbeveling|verzoek|tip)\s*\d{1,2}(?:\s*[:.)]|\s+[–-])?(?=\s|$)\s*", re.IGNORECASE)
_RANK = re.compile(r"^(\d{1,2})[.)]?\s+(?=\w)")
_NAME = 3  # words of a programme's name above its list of priorities
_NEXT_ITEM = re.compile(r"(?<=;)\s*[-–—•*]?\s*(?=\w)")  # where items of a list run on behind each other


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """One thing that an adviser asks or fears: its units, the words that carry it, and its full text."""

    kind: str  # advies, ontbreekt, meer-uitwerking, zorg
    units: tuple[Unit, ...]
    text: str
    core: str  # the request itself, without the sentences that explain it
    section: str
    part: str = AROUND
    label: tuple[str, int] | None = None  # name and number that the letter gives it: ('aanbeveling', 3)
    context: str = ""  # the sentence before, when it can't be understood without

    @property
    def ranked(self) -> bool:
        """Whether it is an item of a priority list."""
        return self.part == RANKED


def read_asks(units: Iterable[Unit]) -> list[Ask]:
    """Every ask of one advice document, in reading order.

    >>> read_asks([])
    []
    """
    units = list(units)
    reader = _Reader(quoted_units(units))
    for block in cut_blocks(units):
        reader.read(block)
    reader.close()
    return _with_parts(_ranked_lists(reader.asks))


def _ranked_lists(asks: Sequence[Ask]) -> list[Ask]:
    """Asks with each list of priorities as one: what is asked is the order. A list begins anew at its first number."""
    result: list[Ask] = []
    last = 0
    for ask in asks:
        if not ask.ranked:
            last = 0
            result.append(ask)
            continue
        mark = ask.units[0].item
        piece = ask.text if mark is None else f"{mark} {ask.text}"
        rank = _RANK.match(piece)
        number = int(rank[1]) if rank else last
        if last and number >= last and result[-1].ranked:
            before = result[-1]
            both, text = (*before.units, *ask.units), f"{before.text} {piece}"
            result[-1] = dataclasses.replace(before, units=both, text=text)
        else:
            result.append(dataclasses.replace(ask, text=piece, core=RANKING))
        last = number
    return result


def _with_parts(asks: Sequence[Ask]) -> list[Ask]:
    """Asks of a letter that lists no advice: its requests are its advice; without requests all that it says is."""
    if any(ask.part == LISTED and ask.kind == "advies" for ask in asks):
        return list(asks)
    requests = any(ask.kind == "advies" and ask.part == AROUND for ask in asks)
    return [
        dataclasses.replace(ask, part=LISTED) if ask.part == AROUND and (ask.kind == "advies" or not requests) else ask
        for ask in asks
    ]


class _Reader:
    """Reads block by block and remembers what the list or section at hand is about."""

    def __init__(self, quoted: frozenset[str]) -> None:
        self.quoted = quoted
        self.listing: str | None = None  # kind that the items of the list have
        self.mark: str | None = None  # kind of list mark that these items have
        self.lead: list[Unit] = []  # a request that ends with a colon and waits for what it introduces
        self.advising = False  # under a heading such as 'Adviezen'
        self.nested = False  # the heads under it are parts of the advice
        self.priority = False  # in a priority list
        self.held: list[Unit] = []  # a numbered recommendation or ranked item that is being read
        self.asks: list[Ask] = []
        self.said = False  # something was said since the last heading
        self.led = False  # the block before was a lead-in

    def read(self, block: list[Unit]) -> None:
        first, text = block[0], joined_text(block)
        if self.priority and (is_numbered(first) or _RANK.match(text)):
            self.close()
            self.held = list(block)
        elif _LABEL.match(text) and len(text) < 400:
            self.close()
            self.held, self.listing, self.priority = list(block), None, False
        elif self._explains(first, text):
            self.held += block
        elif first.kind == "heading" or (first.kind == "meta" and is_head(text)):
            self.close()
            if self.advising and (is_request(text) or is_order(text)):
                self.held = list(block)  # the advice is the heading, what stands under it explains
            else:
                self._enter(text)
            return
        elif first.kind == "meta" and not self.led and not any(self._kind(unit) for unit in block):
            self.priority = self.priority or (ranks(first.text) and len(first.text) < 60)
        else:
            self._hold_ended()
            self._content(block, text)
        self.said = True

    def close(self) -> None:
        """What was held back becomes an ask: nothing more follows that belongs to it."""
        self._hold_ended()
        if self.lead:
            self._add("advies", self.lead, listed=True)
        self.lead = []

    def _add(self, kind: str, units: Sequence[Unit], core: str | None = None, *, listed: bool) -> None:
        units = [unit for unit in units if not (closes_letter(unit.text) and not is_request(unit.text))] or units
        part = LISTED if listed else AROUND
        self.asks.append(Ask(kind, tuple(units), joined_text(units), core or units[0].text, units[0].section, part))

    def _hold_ended(self) -> None:
        if self.held:
            units, body = self.held, _LABEL.sub("", joined_text(self.held)).strip()
            core = next((unit.text for unit in units if is_request(unit.text)), units[0].text)
            core, body = _LABEL.sub("", core) or body, body or joined_text(units)
            part = RANKED if self.priority else LISTED
            label = label_of(units[0].text)
            self.asks.append(Ask("advies", tuple(units), body, core, units[0].section, part, label))
        self.held = []

    def _explains(self, first: Unit, text: str) -> bool:
        """Whether a block belongs to the numbered or ranked ask before it."""
        if not self.held or first.kind == "heading" or len(joined_text(self.held)) > 600:
            return False
        if self.priority:
            name = text[:1].isupper() and len(text.split()) <= _NAME  # of the next list
            own = is_request(text) or closes_letter(text)
            return first.item is None and len(text) < 300 and not own and not name
        return not closes_letter(text) and not (first.kind == "meta" and _is_title(text))

    def _enter(self, heading: str) -> None:
        short = len(heading) < 80
        own = advises(heading) or ranks(heading) or list_kind(heading) or explains(heading)
        going_on = self.priority and short and not own
        self.nested = self.advising and not own and short and (self.nested or not self.said)
        self.priority = (short and ranks(heading)) or going_on
        self.listing, self.mark = (list_kind(heading) if short else None), None
        self.advising = (len(heading) < 120 and advises(heading) and not self.priority) or self.nested
        self.said = False

    def _content(self, block: list[Unit], text: str) -> None:
        first, marked = block[0], block[0].item is not None
        led, self.led = self.led, False
        if first.kind == "lead_in" and len(block) == 1:
            self._lead_in(block, text)
            return
        if self.listing and marked:
            self.mark = self.mark or mark_kind(first)
            if mark_kind(first) != self.mark:
                self.listing = None  # an item of the list around this one
        ends_letter = all(closes_letter(unit.text) and not is_request(unit.text) for unit in block)
        if closes_list(text) or (ends_letter and not (marked and self.listing)):
            self.listing = None
            return
        run_on = _run_on(text)
        if run_on:
            kind, pieces = run_on
            self.asks += [Ask(kind, tuple(block), piece, piece, first.section, LISTED) for piece in pieces]
            return
        requests = [unit for unit in block if is_request(unit.text)]
        ends = text.rstrip().endswith(";")
        if self.lead and not marked and not ends:
            self._add("advies", [*self.lead, *block], listed=True)
            self.lead, self.listing = [], None
        elif led and self.listing in ("ontbreekt", "meer-uitwerking") and not (marked or requests or ";" in text):
            for piece in _enumerated(text):
                self.asks.append(Ask(self.listing, tuple(block), piece, piece, first.section, LISTED))
            self.listing = None
        elif self.listing and not requests and (marked or ends or (led and ";" in text) or _lost_mark(text)):
            self.lead = []
            self._subjects(self.listing, block)
        elif marked and (requests or self.advising):
            self.lead = []
            core = " ".join(unit.text for unit in requests) or None
            self._add("advies", block, core, listed=self.advising or self.listing is not None)
        else:
            self.close()
            self.listing = None if not marked else self.listing
            self._prose(block, item=marked)

    def _lead_in(self, block: list[Unit], text: str) -> None:
        self.close()
        self.led = True
        self.priority = self.priority or (len(text) < 80 and ranks(text))
        self.listing, self.mark = list_kind(text), None
        if self.listing is None and is_request(text):
            self.listing, self.lead = "advies", list(block)
        elif self.listing is None and advises(text):
            self.advising = True

    def _subjects(self, kind: str, block: Sequence[Unit]) -> None:
        """An item of a list of subjects; several where they run on behind each other; never the end of the letter."""
        part = AROUND if kind == "zorg" else LISTED
        units = [unit for unit in block if not closes_letter(unit.text) or ";" in unit.text]
        pieces = [piece for piece in _NEXT_ITEM.split(joined_text(units)) if not closes_letter(piece)]
        if len(pieces) > 1 and max(map(len, pieces)) > 200:
            pieces = [joined_text(units)]
        self.asks += [Ask(kind, tuple(units), piece, piece, units[0].section, part) for piece in pieces]

    def _kind(self, unit: Unit) -> str | None:
        return sentence_kind(unit, quoted=unit.unit_id in self.quoted)

    def _anew(self, unit: Unit, kind: str, before: Unit) -> bool:
        """Whether a sentence asks or fears something of its own, and does not go on about the one before."""
        if kind == "advies" and is_request(unit.text):
            return True
        return not leans_back(unit.text) and not (is_order(unit.text) and is_order(before.text))

    def _prose(self, block: Sequence[Unit], *, item: bool) -> None:
        """Asks of a paragraph: one from each request, gap or concern on, unless it goes on about the one before."""
        found = [self._kind(unit) for unit in block]
        starts: list[int] = []
        for at, (unit, kind) in enumerate(zip(block, found, strict=True)):
            if kind is not None and (not starts or (not item and self._anew(unit, kind, block[at - 1]))):
                starts.append(at)
        for number, start in enumerate(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(block)
            own = [at for at in range(start, end) if found[at]]
            asked = [at for at in own if found[at] == "advies"]
            core = block[asked[0] if asked else own[0]].text
            kind = "advies" if asked else str(found[own[0]])
            units = block[0 if item else start : end]
            self._add(kind, units, core, listed=self.advising and kind == "advies")
            if start and not item and leans_on(core):
                self.asks[-1] = dataclasses.replace(self.asks[-1], context=block[start - 1].text)


def _lost_mark(text: str) -> bool:
    """Whether a paragraph under a lead-in reads as a list item that lost its mark: short and not a sentence."""
    return len(text) < 120 and not re.search(r"[.!?]$", text.strip()) and not is_concern(text)


def _is_title(text: str) -> bool:
    """Whether a line reads as a title: short and no sentence."""
    return len(text) < 60 and not re.search(r"[.!?;:,]$", text.strip())


def _enumerated(text: str) -> list[str]:
    """The members of a list in a sentence ('kamers, de rol van de bibliotheek en hulp'); else the whole text."""
    body = re.sub(r"\s*\([^)]*\)", lambda held: held[0].replace(",", "\0"), text.strip())
    pieces = [piece.strip().replace("\0", ",") for piece in re.split(r",\s+(?:en\s+)?|\s+en\s+(?=[^,]*$)", body)]
    whole = len(pieces) > 2 and all(0 < len(piece.split()) <= 8 for piece in pieces) and text.count(". ") == 0
    return pieces if whole else [text]


def _run_on(text: str) -> tuple[str, list[str]] | None:
    """A list in one sentence, closed by semicolons: 'Wij missen: a; b; c.'"""
    match = re.match(r"^([^:;“”\"?]{3,140}):\s*(.+;.+)$", text, re.DOTALL)
    if not match:
        return None
    kind = list_kind(match[1]) or ("advies" if is_request(match[1]) else None)
    pieces = [piece.strip() for piece in match[2].split(";") if len(piece.strip()) > 3]
    if re.match(r"\W*[“”\"‘]", match[2]) or any("?" in piece or len(piece) > 250 for piece in pieces):
        return None  # a quotation or a long sentence, not a list
    return (kind, pieces) if kind and len(pieces) > 1 else None
