"""What kind of file this is, by its first bytes and not by its name alone."""

from __future__ import annotations

from pathlib import PurePath

from themes.problems import UnreadableDocument
from themes.words import reading as words

HEAD = 4096  # bytes that decide; a PDF header may stand behind 2 kB of junk

MEDIA_OF_SUFFIX: dict[str, str] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".eml": "eml",
}


def sniff(name: str, head: bytes, size: int) -> str:
    """The medium of a file: pdf, docx, odt, text, markdown, html or eml.

    Parameters
    ----------
    name : name or path of the file; only its suffix is used.
    head : the first `HEAD` bytes.
    size : size of the file in bytes.

    Raises
    ------
    UnreadableDocument
        For an empty file, an unknown kind, or content that is not what the suffix says.
    """
    suffix = PurePath(name).suffix.lower()
    media = MEDIA_OF_SUFFIX.get(suffix)
    if media is None:
        raise UnreadableDocument(
            words.UNKNOWN_KIND.format(suffix=suffix or words.NO_SUFFIX), where=name, remedy=words.DELIVER_AS
        )
    if size == 0 or not head:
        raise UnreadableDocument(words.EMPTY, where=name, remedy=words.NEW_COPY)
    found = _content(head)
    if found == "ole":
        raise UnreadableDocument(words.OLD_OFFICE, where=name, remedy=words.SAVE_AS_DOCX)
    if media == "pdf" and found != "pdf":
        what = {"zip": words.A_ZIP, "html": words.A_WEB_PAGE}.get(found, words.NO_PDF)
        raise UnreadableDocument(words.NAMED_PDF.format(what=what), where=name, remedy=_wrong_suffix(found))
    if media in ("docx", "odt") and found != "zip":
        what = {"pdf": words.A_PDF, "html": words.A_WEB_PAGE}.get(found, words.NOT_OF_SUFFIX.format(kind=media))
        raise UnreadableDocument(
            words.NAMED_OTHERWISE.format(suffix=suffix, what=what), where=name, remedy=words.RIGHT_SUFFIX
        )
    if media in ("text", "markdown", "html", "eml") and found in ("pdf", "zip"):
        what = words.A_PDF if found == "pdf" else words.A_ZIP
        raise UnreadableDocument(
            words.NAMED_OTHERWISE.format(suffix=suffix, what=what), where=name, remedy=words.RIGHT_SUFFIX
        )
    return media


def _wrong_suffix(found: str) -> str:
    if found == "zip":
        return words.IS_IT_WORD
    if found == "html":
        return words.FETCH_AGAIN
    return words.NEW_COPY


def _content(head: bytes) -> str:
    """pdf, zip, ole, html or other."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")[:512].lower()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if b"%PDF-" in head or (b"%!PS-Adobe-" in head[:64] and b"PDF-" in head[:64]):
        return "pdf"
    return "other"
