"""One file becomes its logical documents: a letter with its annexes, several reports in one file, usually just one.

Where a document starts is decided in `starts`; here each gets its title, role, municipality and what else is read from
its own lines or from the letter that announced it. Every line of the file is in exactly one document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

from themes.documents.annexes import (
    Announced,
    adopted_or_draft,
    announced_as,
    announced_titles,
    content_stems,
    kind_of_letter,
)
from themes.documents.metadata import held_on, meeting, speakers, title, version
from themes.documents.municipality import Municipality, agree, find_municipality
from themes.documents.roles import find_role
from themes.documents.starts import document_starts
from themes.problems import InvalidSettings
from themes.records import ROLES, Document, Line, Source, digest
from themes.words import reading as words

FIELDS = ("title", "role", "municipality", "meeting", "held_on", "speakers", "version")  # what themes.toml can set


def split_documents(
    source: Source,
    *,
    roles: Mapping[str, str] = {},
    fields: Mapping[str, Mapping[str, str]] = {},
) -> list[Document]:
    """The logical documents of one file, in order; their line ranges partition the file.

    Parameters
    ----------
    source : the file as read.
    roles : file pattern (glob on the path or the file name) -> role, which wins over what the form says.
    fields : file pattern -> {field: value} for title, role, municipality, meeting, held_on, speakers, version.

    Raises InvalidSettings for a role or field that isn't known. A file without lines gives no documents.
    """
    given = _overrides(source.path, roles, fields)
    if not source.lines:
        return []
    announced = announced_titles(source.lines)
    starts = document_starts(source, announced)
    parts = [source.lines[a:b] for a, b in zip(starts, [*starts[1:], len(source.lines)], strict=True)]
    titles = _titles(parts, announced)
    places = _municipalities(parts)
    letter = adopted_or_draft(parts[0]) if len(parts) > 1 else None
    made: list[Document] = []
    seen: dict[str, int] = {}
    for number, part in enumerate(parts):
        values: dict[str, tuple[str, str] | None] = {"title": titles[number], "municipality": places[number]}
        name = titles[number][0] if titles[number] else None  # type: ignore[index]
        covers = len(parts) > 1 and number == 0 and len(announced) > 1
        known = announced_as(name or "", announced)
        role, why = find_role(part, name, announced=known.title if known else None, covers=covers)
        values["role"] = (role, why)
        values["meeting"] = meeting(part, role)
        values["held_on"] = held_on(part, role)
        values["speakers"] = speakers(part, role)
        values["version"] = version(part, name, role) or (letter if role == "policy" and number else None)
        values |= {field: (value, "themes.toml") for field, value in given.items()}
        made.append(_document(source, part, values, seen))
    return made


def _document(
    source: Source, part: Sequence[Line], values: Mapping[str, tuple[str, str] | None], seen: dict[str, int]
) -> Document:
    opening = next((line.text.strip() for line in part if line.text.strip()), "")
    seen[opening] = seen.get(opening, 0) + 1
    pages = [line.page for line in part if line.page is not None]
    got = {field: value[0] if value else None for field, value in values.items()}
    evidence = {field: value[1] for field, value in values.items() if value and value[1]}
    return Document(
        document_id=digest("document", source.path, opening, seen[opening]),
        source=source.path,
        source_digest=source.digest,
        title=got["title"],
        role=got["role"] or "other",  # type: ignore[arg-type]
        municipality=got["municipality"],
        meeting=got["meeting"],
        held_on=got["held_on"],
        speakers=got["speakers"],
        version=got["version"],
        line_start=part[0].number,
        line_end=part[-1].number,
        page_start=min(pages) if pages else None,
        page_end=max(pages) if pages else None,
        evidence=json.dumps(evidence, ensure_ascii=False, sort_keys=True),
    )


def _overrides(path: str, roles: Mapping[str, str], fields: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    def fits(pattern: str) -> bool:
        return fnmatch(path, pattern) or fnmatch(PurePosixPath(path).name, pattern)

    given: dict[str, str] = {}
    for pattern, values in fields.items():
        unknown = sorted(set(values) - set(FIELDS))
        if unknown:
            raise InvalidSettings(
                words.NO_FIELD.format(field=unknown[0]),
                where=f"themes.toml, {pattern}",
                remedy=words.CHOOSE_FROM.format(names=", ".join(FIELDS)),
            )
        if fits(pattern):
            given |= {field: str(value) for field, value in values.items()}
    for pattern, role in roles.items():
        if fits(pattern):
            given["role"] = role
    if given.get("role", "other") not in ROLES:
        raise InvalidSettings(
            words.NO_ROLE.format(role=given["role"]),
            where=f"themes.toml, {path}",
            remedy=words.CHOOSE_FROM.format(names=", ".join(ROLES)),
        )
    return given


def _titles(parts: Sequence[Sequence[Line]], announced: Sequence[Announced]) -> list[tuple[str, str] | None]:
    """Each part's own title; a part without one takes the announced title whose words its opening uses most."""
    own = [title(part) for part in parts]
    taken = {known.title for name in own if name and (known := announced_as(name[0], announced))}
    free = {each.title: each for each in announced if each.title not in taken}
    shared = set.intersection(*(set(content_stems(name)) for name in free)) if len(free) > 1 else set()
    options: list[tuple[float, int, str]] = []
    for number, part in enumerate(parts):
        if own[number] or not number:
            continue
        stems = [stem for line in part[:150] for stem in content_stems(line.text)]
        for name in free:
            distinct = set(content_stems(name)) - shared
            if distinct:
                options.append((sum(stems.count(word) for word in distinct) / len(distinct), number, name))
    for score, number, name in sorted(options, key=lambda option: (-option[0], option[1], option[2])):
        if score >= 1 and own[number] is None and name in free:
            own[number] = (name, free.pop(name).words)
    if len(parts) > 1 and own[0] is None:
        own[0] = kind_of_letter(parts[0])
    return own


def _municipalities(parts: Sequence[Sequence[Line]]) -> list[tuple[str, str] | None]:
    """Each part's municipality. Parts of a bundle inherit the file's, unless they never name it and head another."""
    found = [find_municipality([line.text for line in part]) for part in parts]
    whole = agree(found)
    result: list[tuple[str, str] | None] = []
    for part, own in zip(parts, found, strict=True):
        texts = [line.text for line in part]
        same = own is not None and (whole is None or own.name == whole.name)
        another = own is not None and whole is not None and own.in_head and not _names(texts, whole.name)
        result.append((own.name, own.evidence) if own and (same or another) else _inherited(whole))
    return result


def _names(texts: Sequence[str], municipality: str) -> bool:
    return bool(re.search(rf"\b{re.escape(municipality)}\b", "\n".join(texts)))


def _inherited(whole: Municipality | None) -> tuple[str, str] | None:
    return (whole.name, words.OF_THE_FILE.format(evidence=whole.evidence)) if whole else None
