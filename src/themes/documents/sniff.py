"""What kind of file this is, by its first bytes and not by its name alone."""

from __future__ import annotations

from pathlib import PurePath

from themes.problems import UnreadableDocument

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
_WRONG = "Geef het bestand de juiste extensie of lever het aan als PDF, docx of tekst."


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
            f"Dit soort bestand ({suffix or 'zonder extensie'}) kan niet worden gelezen.",
            where=name,
            remedy="Lever het aan als PDF, docx, odt, txt, md, html of eml.",
        )
    if size == 0 or not head:
        raise UnreadableDocument(
            "Het bestand is leeg (0 bytes).", where=name, remedy="Vraag de afzender om een nieuwe kopie."
        )
    found = _content(head)
    if found == "ole":
        raise UnreadableDocument(
            "Dit is een Office-bestand van de oude soort of een Office-bestand met een wachtwoord.",
            where=name,
            remedy="Open het in Word en bewaar het zonder wachtwoord als .docx of PDF.",
        )
    if media == "pdf" and found != "pdf":
        what = {"zip": "een zip- of Word-bestand", "html": "een webpagina"}.get(found, "geen PDF")
        raise UnreadableDocument(
            f"Het bestand heet .pdf, maar de inhoud is {what}.", where=name, remedy=_wrong_suffix(found)
        )
    if media in ("docx", "odt") and found != "zip":
        what = {"pdf": "een PDF", "html": "een webpagina"}.get(found, f"geen {media}")
        raise UnreadableDocument(f"Het bestand heet {suffix}, maar de inhoud is {what}.", where=name, remedy=_WRONG)
    if media in ("text", "markdown", "html", "eml") and found in ("pdf", "zip"):
        what = "een PDF" if found == "pdf" else "een zip- of Word-bestand"
        raise UnreadableDocument(f"Het bestand heet {suffix}, maar de inhoud is {what}.", where=name, remedy=_WRONG)
    return media


def _wrong_suffix(found: str) -> str:
    if found == "zip":
        return "Is het een Word-bestand? Verander dan de extensie in .docx."
    if found == "html":
        return "Haal de PDF opnieuw op: vaak is dit een foutmelding van een website. Of verander de extensie in .html."
    return "Vraag de afzender om een nieuwe kopie."


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
