"""E-mail (.eml) to lines, and its attachments to files that are read as any other.

Runs in the child process, which unpacks the attachments into a folder of the parent's.
"""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path, PurePath
from typing import Any

from themes.documents.limits import Limits
from themes.documents.lister import LineList, Piece
from themes.documents.markup import read_html
from themes.documents.sniff import MEDIA_OF_SUFFIX
from themes.documents.text import decode, text_lines
from themes.records import Finding, Line
from themes.words import reading as words

_HEADS = (("From", "Van"), ("To", "Aan"), ("Cc", "Cc"), ("Date", "Datum"), ("Subject", "Onderwerp"))


def read_mail(path: Path, folder: Path, limits: Limits) -> tuple[list[Line], list[tuple[str, str]], list[Finding]]:
    """Lines of the message, its attachments as (name, path of the unpacked file), and findings.

    The plain text is read when there is any, else the HTML.
    """
    message: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    out = LineList()
    for head, label in _HEADS:
        value = _header(message, head)
        if value:
            out.paragraph([Piece(f"{label}: {value}")])
    out.blank()
    findings: list[Finding] = []
    _body(message, out, findings, limits)
    attachments: list[tuple[str, str]] = []
    skipped: list[str] = []
    for part in _attachments(message):
        name = PurePath((part.get_filename() or "bijlage").replace("\\", "/")).name
        suffix = PurePath(name).suffix.lower()
        if suffix not in MEDIA_OF_SUFFIX:
            skipped.append(name)
            continue
        if len(attachments) >= limits.max_attachments:
            text = words.TOO_MANY_ATTACHMENTS.format(limit=limits.max_attachments, name=name)
            findings.append(Finding("error", "documents", "", text, words.ATTACHMENTS_APART))
            break
        target = folder / f"{len(attachments):03d}{suffix}"
        target.write_bytes(_payload(part))
        attachments.append((name, str(target)))
    if skipped:
        text = words.ATTACHMENTS_NOT_READ.format(names=", ".join(skipped))
        findings.append(Finding("note", "documents", "", text))
    return out.lines, attachments, findings


def _header(message: Any, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except Exception:  # the parser of address headers raises anything on a malformed one
        return ""


def _payload(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return bytes(inner[0]) if isinstance(inner, list) and inner else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attachments(message: EmailMessage) -> list[Any]:
    found: list[Any] = []
    stack: list[Any] = [message]
    while stack and len(found) < 10_000:
        part = stack.pop()
        if part.get_content_type() == "message/rfc822":
            if not part.get_filename():
                part.add_header("Content-Disposition", "attachment", filename="bericht.eml")
            found.append(part)
        elif part.is_multipart():
            stack.extend(reversed(list(part.iter_parts())))
        elif part.get_filename() and _is_attached(part):
            found.append(part)
    return found


def _is_attached(part: Any) -> bool:
    """True for an attachment, also a document that stands 'inline'; pictures in the text are not."""
    known = PurePath(part.get_filename()).suffix.lower() in MEDIA_OF_SUFFIX
    return known or part.get_content_disposition() != "inline"


def _body(message: EmailMessage, out: LineList, findings: list[Finding], limits: Limits) -> None:
    try:
        part: Any = message.get_body(preferencelist=("plain", "html"))
    except Exception:  # a message that isn't built as it should be
        part = message if not message.is_multipart() else None
    if part is None:
        return
    data = _payload(part)
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        lines, _, found = read_html(_as_utf8(data, charset), "", limits)
        findings += found
        for line in lines:
            out.paragraph([Piece(line.text)], size=line.size or 11.0, bold=line.bold, cell=line.cell, role=line.role)
        return
    paragraph: list[Piece] = []
    for line in text_lines(_as_utf8(data, charset).decode("utf-8", "replace").strip("\n"))[0]:
        if line.text.strip():
            paragraph.append(Piece(line.text))
        else:
            out.paragraph(paragraph)
            out.blank()
            paragraph = []
    out.paragraph(paragraph)


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """The bytes in UTF-8, read in the encoding that the message names when that fits."""
    try:
        return data.decode(charset or "utf-8").encode()
    except (LookupError, UnicodeError):
        return decode(data)[0].encode("utf-8", "replace")
