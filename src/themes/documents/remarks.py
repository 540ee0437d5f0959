"""What is said about a PDF after reading: pages without text, limits that were hit, repairs, doubtful order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from themes.documents.limits import Limits
from themes.documents.pagelines import PageContent
from themes.documents.symbols import is_private
from themes.records import Finding, Line

FEW_WORDS = 5  # fewer visible words on a page that draws something: no text layer
ORDER_DOUBT = 0.6  # agreement of reading order and drawing order below this is worth a look
_VOWEL = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE)


def pages_text(numbers: Sequence[int]) -> str:
    """Page numbers as people write them.

    >>> pages_text([3]), pages_text([1, 2, 3, 7])
    ('pagina 3', "pagina's 1-3 en 7")
    """
    parts: list[str] = []
    at = 0
    while at < len(numbers):
        end = at
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        parts.append(f"{numbers[at]}" if end == at else f"{numbers[at]}-{numbers[end]}")
        at = end + 1
    if len(parts) == 1:
        return f"pagina{chr(39) + 's' if '-' in parts[0] else ''} {parts[0]}"
    return f"pagina's {', '.join(parts[:-1])} en {parts[-1]}"


def pages_without_text(pages: Sequence[PageContent], lines: Sequence[Line]) -> list[int]:
    """Pages that draw something but have (almost) no words outside running heads."""
    words: dict[int, int] = {}
    for line in lines:
        if line.page is not None and line.role not in ("running_head", "page_number", "hidden"):
            words[line.page] = words.get(line.page, 0) + len(line.text.split())
    return [
        page.number
        for page in pages
        if words.get(page.number, 0) < FEW_WORDS
        and not (page.facts.get("ocr") and page.lines)
        and (page.facts.get("images", 0) > 0.2 or page.facts.get("shapes", 0) > 50)
    ]


def unusable_pages(lines: Sequence[Line]) -> list[int]:
    """Pages whose text layer is no text: over a fifth of the words are codes, unknown signs or without vowels."""
    total: dict[int, int] = {}
    bad: dict[int, int] = {}
    for line in lines:
        if line.page is None or line.role == "hidden":
            continue
        for word in line.text.split():
            letters = sum(char.isalpha() for char in word)
            total[line.page] = total.get(line.page, 0) + 1
            strange = "(cid:" in word or any(char == "\ufffd" or is_private(char) for char in word)
            if strange or (letters > 3 and letters == len(word) and word.islower() and not _VOWEL.search(word)):
                bad[line.page] = bad.get(line.page, 0) + 1
    return sorted(page for page, count in bad.items() if count > 0.2 * total[page] and total[page] >= 10)


def remarks(
    name: str, pages: Sequence[PageContent], lines: Sequence[Line], opened: dict[str, Any], limits: Limits
) -> list[Finding]:
    """Findings about one PDF, in a fixed order.

    Parameters
    ----------
    opened : what the child said on opening: n_pages, last, repaired, engine.
    """
    found: list[Finding] = []

    def remark(severity: Any, message: str, remedy: str = "") -> None:
        found.append(Finding(severity, "documents", name, message, remedy))

    if opened.get("repaired"):
        remark("note", "De PDF was beschadigd en is voor het lezen hersteld.", "Vergelijk de tekst met het origineel.")
    if opened.get("engine") == "pdfium":
        remark(
            "note",
            "De PDF is met een eenvoudiger lezer gelezen, omdat anders bladzijden zouden wegvallen; "
            "tabellen zijn niet herkend.",
        )
    _remark_limits(remark, pages, opened, limits)
    for failure in sorted({page.facts.get("failure", "") for page in pages if page.engine == "none"}):
        lost = [page.number for page in pages if page.engine == "none" and page.facts.get("failure", "") == failure]
        limit = f" (grens {failure}, {getattr(limits, failure):g})" if hasattr(limits, failure) else ""
        remark(
            "error",
            f"Niet te lezen: {pages_text(lost)}{limit}.",
            "Bewaar de PDF opnieuw (bijvoorbeeld via afdrukken naar PDF) of vraag om een nieuwe kopie.",
        )
    simple = [page.number for page in pages if page.engine == "pdfium"]
    if simple and opened.get("engine") != "pdfium":
        remark(
            "note",
            f"Met een eenvoudiger lezer gelezen: {pages_text(simple)}; tabellen met lijnen zijn daar niet herkend.",
            "Vergelijk deze bladzijden met het origineel.",
        )
    bare = pages_without_text(pages, lines)
    if bare:
        remark(
            "warning",
            f"Geen tekstlaag (een scan of een plaatje): {pages_text(bare)}. Wat daar staat is niet gelezen.",
            "Maak de PDF doorzoekbaar met tekstherkenning (OCR) of gebruik: themes run --ocr.",
        )
    broken = unusable_pages(lines)
    if broken:
        remark(
            "warning",
            f"De tekst in het bestand is onbruikbaar (vreemde tekens): {pages_text(broken)}.",
            "Vraag om een andere PDF of gebruik tekstherkenning: themes run --ocr.",
        )
    if not bare and not any(line.text.strip() for line in lines):
        remark("warning", "In de PDF staat geen tekst.", "Controleer of dit het bedoelde bestand is.")
    _remark_layout(remark, pages)
    return found


def ocr_remarks(name: str, pages: Sequence[PageContent], unread: Sequence[int], *, installed: bool) -> list[Finding]:
    """Findings about text recognition: which pages were read by it, which not, and where it is unsure."""
    if not installed:
        return [
            Finding(
                "warning",
                "documents",
                name,
                "Tekstherkenning is gevraagd, maar Tesseract met Nederlands is niet geïnstalleerd.",
                "Installeer tesseract-ocr en tesseract-ocr-nld, of vraag dat aan uw beheerder.",
            )
        ]
    found = []
    read = [page.number for page in pages if page.facts.get("ocr") and page.number not in unread and page.lines]
    doubtful = [page.number for page in pages if page.facts.get("doubtful")]
    if read:
        text = f"Gelezen met tekstherkenning (OCR): {pages_text(read)}."
        found.append(Finding("note", "documents", name, text, "Vergelijk deze bladzijden met het origineel."))
    if doubtful:
        text = f"De tekstherkenning is onzeker over regels op {pages_text(doubtful)}."
        found.append(Finding("warning", "documents", name, text, "Controleer deze bladzijden met het origineel."))
    if unread:
        text = f"Tekstherkenning lukte niet op {pages_text(list(unread))}."
        found.append(Finding("error", "documents", name, text, "Lever een betere scan aan."))
    return found


def _remark_limits(remark: Any, pages: Sequence[PageContent], opened: dict[str, Any], limits: Limits) -> None:
    n_pages, last = opened.get("n_pages", len(pages)), opened.get("last", len(pages))
    if n_pages > last:
        remark(
            "error",
            f"De grens max_pages ({limits.max_pages}) is bereikt: niet gelezen is "
            f"{pages_text(list(range(last + 1, n_pages + 1)))}.",
            "Deel het bestand op, of verhoog max_pages onder [limits] in themes.toml.",
        )
    read = max((page.number for page in pages), default=0)
    if read < last and opened.get("stopped"):
        limit = opened["stopped"]
        value = f" ({getattr(limits, limit):g})" if hasattr(limits, limit) else ""
        remark(
            "error",
            f"De grens {limit}{value} is bereikt: niet gelezen is {pages_text(list(range(read + 1, last + 1)))}.",
            f"Deel het bestand op, of verhoog {limit} onder [limits] in themes.toml.",
        )
    by_limit: dict[str, list[int]] = {}
    for page in pages:
        limit = page.facts.get("full") or ""
        if limit:
            by_limit.setdefault(limit, []).append(page.number)
    for limit, numbers in sorted(by_limit.items()):
        remark(
            "warning",
            f"De grens {limit} ({getattr(limits, limit):g}) is bereikt op {pages_text(numbers)}; "
            "de rest van die bladzijden is niet gelezen.",
            f"Verhoog {limit} onder [limits] in themes.toml als dit een gewone bladzijde is.",
        )


def _remark_layout(remark: Any, pages: Sequence[PageContent]) -> None:
    doubtful = [page.number for page in pages if page.facts.get("order", 1.0) < ORDER_DOUBT]
    if doubtful:
        remark("note", f"De leesvolgorde is onzeker (los geplaatste tekst): {pages_text(doubtful)}.")
    mixed = [page.number for page in pages if page.facts.get("mixed")]
    if mixed:
        remark("note", f"Tekst ligt over andere tekst heen: {pages_text(mixed)}.")
    hidden = [page.number for page in pages if any(line.role == "hidden" for line in page.lines)]
    if hidden:
        remark(
            "note",
            f"Er staat tekst die een lezer niet ziet (wit, buiten de bladzijde of piepklein): {pages_text(hidden)}.",
            "Deze tekst is gemerkt als 'hidden' en telt niet als uitspraak.",
        )
    doubled = [page.number for page in pages if page.facts.get("doubled")]
    if doubled:
        remark("note", f"Dubbel getekende letters zijn een keer gelezen: {pages_text(doubled)}.")
