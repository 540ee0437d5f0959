"""What is said about a PDF after reading: pages without text, limits that were hit, repairs, doubtful order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from themes.documents.limits import Limits
from themes.documents.pagelines import PageContent
from themes.documents.symbols import is_private
from themes.records import Finding, Line
from themes.words import reading as words

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
        return (words.PAGES if "-" in parts[0] else words.PAGE).format(number=parts[0])
    return words.PAGES_AND.format(first=", ".join(parts[:-1]), last=parts[-1])


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
        remark("note", words.PDF_MENDED, words.COMPARE_WITH_ORIGINAL)
    if opened.get("engine") == "pdfium":
        remark("note", words.SIMPLER_READER)
    _remark_limits(remark, pages, opened, limits)
    for failure in sorted({page.facts.get("failure", "") for page in pages if page.engine == "none"}):
        lost = [page.number for page in pages if page.engine == "none" and page.facts.get("failure", "") == failure]
        limit = (
            words.LIMIT_AND_VALUE.format(limit=failure, value=getattr(limits, failure))
            if hasattr(limits, failure)
            else ""
        )
        remark("error", words.PAGES_UNREADABLE.format(pages=pages_text(lost), limit=limit), words.PRINT_TO_PDF)
    simple = [page.number for page in pages if page.engine == "pdfium"]
    if simple and opened.get("engine") != "pdfium":
        remark("note", words.PAGES_SIMPLER.format(pages=pages_text(simple)), words.COMPARE_PAGES)
    bare = pages_without_text(pages, lines)
    if bare:
        remark("warning", words.NO_TEXT_LAYER.format(pages=pages_text(bare)), words.MAKE_SEARCHABLE)
    broken = unusable_pages(lines)
    if broken:
        remark("warning", words.TEXT_UNUSABLE.format(pages=pages_text(broken)), words.OTHER_PDF_OR_OCR)
    if not bare and not any(line.text.strip() for line in lines):
        remark("warning", words.PDF_WITHOUT_TEXT, words.IS_IT_THIS_FILE)
    _remark_layout(remark, pages)
    return found


def ocr_remarks(name: str, pages: Sequence[PageContent], unread: Sequence[int], *, installed: bool) -> list[Finding]:
    """Findings about text recognition: which pages were read by it, which not, and where it is unsure."""
    if not installed:
        return [Finding("warning", "documents", name, words.OCR_NOT_INSTALLED, words.INSTALL_OCR)]
    found = []
    read = [page.number for page in pages if page.facts.get("ocr") and page.number not in unread and page.lines]
    doubtful = [page.number for page in pages if page.facts.get("doubtful")]
    if read:
        text = words.READ_BY_OCR.format(pages=pages_text(read))
        found.append(Finding("note", "documents", name, text, words.COMPARE_PAGES))
    if doubtful:
        text = words.OCR_UNSURE.format(pages=pages_text(doubtful))
        found.append(Finding("warning", "documents", name, text, words.CHECK_PAGES))
    if unread:
        text = words.OCR_FAILED.format(pages=pages_text(list(unread)))
        found.append(Finding("error", "documents", name, text, words.BETTER_SCAN))
    return found


def _remark_limits(remark: Any, pages: Sequence[PageContent], opened: dict[str, Any], limits: Limits) -> None:
    n_pages, last = opened.get("n_pages", len(pages)), opened.get("last", len(pages))
    if n_pages > last:
        remark(
            "error",
            words.STOPPED_AT_LIMIT.format(
                limit="max_pages", value=f" ({limits.max_pages})", pages=pages_text(list(range(last + 1, n_pages + 1)))
            ),
            words.SPLIT_OR_RAISE.format(limit="max_pages"),
        )
    read = max((page.number for page in pages), default=0)
    if read < last and opened.get("stopped"):
        limit = opened["stopped"]
        value = f" ({getattr(limits, limit):g})" if hasattr(limits, limit) else ""
        remark(
            "error",
            words.STOPPED_AT_LIMIT.format(limit=limit, value=value, pages=pages_text(list(range(read + 1, last + 1)))),
            words.SPLIT_OR_RAISE.format(limit=limit),
        )
    by_limit: dict[str, list[int]] = {}
    for page in pages:
        limit = page.facts.get("full") or ""
        if limit:
            by_limit.setdefault(limit, []).append(page.number)
    for limit, numbers in sorted(by_limit.items()):
        remark(
            "warning",
            words.PAGES_CUT_AT_LIMIT.format(limit=limit, value=getattr(limits, limit), pages=pages_text(numbers)),
            words.RAISE_LIMIT.format(limit=limit),
        )


def _remark_layout(remark: Any, pages: Sequence[PageContent]) -> None:
    doubtful = [page.number for page in pages if page.facts.get("order", 1.0) < ORDER_DOUBT]
    if doubtful:
        remark("note", words.ORDER_UNSURE.format(pages=pages_text(doubtful)))
    mixed = [page.number for page in pages if page.facts.get("mixed")]
    if mixed:
        remark("note", words.TEXT_OVER_TEXT.format(pages=pages_text(mixed)))
    hidden = [page.number for page in pages if any(line.role == "hidden" for line in page.lines)]
    if hidden:
        remark("note", words.HIDDEN_TEXT.format(pages=pages_text(hidden)), words.HIDDEN_IS_NO_POINT)
    doubled = [page.number for page in pages if page.facts.get("doubled")]
    if doubled:
        remark("note", words.DOUBLED_LETTERS.format(pages=pages_text(doubled)))
