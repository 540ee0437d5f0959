"""Bounded reading of zip packages (docx, odt): what they unpack to is checked before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from themes.documents.limits import Limits
from themes.problems import UnreadableDocument
from themes.words import reading as words

MAX_PARTS = 20_000


def check_package(path: Path, limits: Limits) -> None:
    """Raise when the text parts of a package unpack to more than max_decompressed_mb.

    Pictures don't count: they are not read.

    Raises
    ------
    UnreadableDocument
        When the package is too large or no zip file.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            size = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise UnreadableDocument(words.DAMAGED, where=path.name, remedy=words.SAVE_AGAIN_OR_PDF) from problem
    if size > limits.max_decompressed_mb * 2**20 or len(parts) > MAX_PARTS:
        raise too_large(limits, path.name)


def part_of(package: zipfile.ZipFile, part: str, limits: Limits, name: str) -> bytes:
    """The bytes of one part, empty when there is none.

    Raises
    ------
    UnreadableDocument
        When the part unpacks to more than max_decompressed_mb, whatever its header says.
    """
    if part not in package.namelist():
        return b""
    bound = round(limits.max_decompressed_mb * 2**20)
    with package.open(part) as file:
        data = file.read(bound + 1)
    if len(data) > bound:
        raise too_large(limits, name)
    return data


def too_large(limits: Limits, name: str) -> UnreadableDocument:
    """The error that names the limit."""
    return UnreadableDocument(
        words.UNPACKS_TOO_LARGE.format(limit=limits.max_decompressed_mb),
        where=name,
        remedy=words.SPLIT_OR_RAISE.format(limit="max_decompressed_mb"),
    )
