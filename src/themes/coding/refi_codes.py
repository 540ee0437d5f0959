"""The codebook part of REFI-QDA 1.0: a codebook as nested `Code` elements and back, with stable GUIDs.

Everything a `Code` element has no place for (when to use it, example, patterns, id, order) stands as labelled lines in
its Description, readable for people in another tool and read back by us.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from themes.coding.codebook import Codebook, Row, check_codebook
from themes.problems import InvalidCodebook
from themes.words import coding as words

CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "themes"
GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:themes:refi-qda")
COLOURS = ("#1F77B4", "#B45F06", "#38761D", "#A61C3C", "#674EA7", "#7F6000", "#134F5C", "#8E3B8E", "#505050")
FIELDS = {
    "definition": words.DEFINITION,
    "include": words.INCLUDE,
    "exclude": words.EXCLUDE,
    "example": words.EXAMPLE_SHORT,
    "example_source": words.EXAMPLE_SOURCE,
    "borderline": words.BORDERLINE,
}
PATTERN, CODE_ID, THEME_ID, VERSION, ORDER = words.PATTERN, words.CODE_ID, words.THEME_ID, words.VERSION, words.ORDER
GROUP = words.GROUP_SHORT
OTHER_ID = words.OTHER_ID  # codes that are no part of the codebook: goals, 'geen code'
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def guid(*parts: object) -> str:
    """The same GUID for the same parts, always (uuid5)."""
    return str(uuid.uuid5(GUIDS, "\x1f".join(str(part) for part in parts)))


def fit_for_xml(text: str) -> str:
    """Text with each sign that XML can't hold replaced by one other sign, so that positions stay.

    >>> len(fit_for_xml("a\\x00b"))
    3
    """
    return UNFIT.sub("\ufffd", text)


def describe(lines: list[tuple[str, str]]) -> str:
    """Labelled lines as one text; a line break inside a value is followed by two spaces."""
    return "\n".join(
        f"{label}: " + "\n  ".join(fit_for_xml(value).splitlines() or [""]) for label, value in lines if value
    )


def read_description(text: str) -> dict[str, list[str]]:
    """Label -> values of a Description; text without a label stands under ''."""
    labels = {*FIELDS.values(), PATTERN, CODE_ID, THEME_ID, VERSION, ORDER, GROUP, OTHER_ID}
    found: dict[str, list[str]] = {}
    last = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        label, colon, value = line.partition(":")
        if colon and label.strip() in labels:
            last = label.strip()
            found.setdefault(last, []).append(value.strip())
        elif found.get(last):
            found[last][-1] = f"{found[last][-1]}\n{line.strip()}".strip()
        elif line.strip():
            found[last] = [line.strip()]
    return found


def code_elements(codebook: Codebook, make: Callable[..., Any], guids: Mapping[str, str]) -> list[Any]:
    """The top `Code` elements of a codebook. `make(tag, **attributes)` makes an element, `guids` overrules by id."""
    tops: list[Any] = []
    made: dict[str, Any] = {}
    colour: dict[str, str] = {}
    for number, theme in enumerate(codebook.themes, 1):
        lines = [(FIELDS["definition"], theme.definition), (THEME_ID, theme.id), (ORDER, str(number))]
        colour[theme.id] = COLOURS[(number - 1) % len(COLOURS)]
        own = guids.get(theme.id) or guid("theme", theme.id)
        made[theme.id] = _code(make, own, theme.label, describe(lines), colour[theme.id], codable=False)
        tops.append(made[theme.id])
    for code in codebook.codes:
        theme_of = codebook.theme_of(code.id)
        number = [row.id for row in codebook.codes].index(code.id) + 1
        lines = [(label, getattr(code, key)) for key, label in FIELDS.items()]
        lines += [(PATTERN, pattern) for pattern in code.patterns]
        lines += [
            (GROUP, "ja" if code.group else ""),
            (CODE_ID, code.id),
            (VERSION, str(code.version)),
            (ORDER, str(number)),
        ]
        own = guids.get(code.id) or guid("code", code.id)
        shade = colour[theme_of.id] if theme_of else COLOURS[-1]
        made[code.id] = _code(make, own, code.label, describe(lines), shade)
    for code in codebook.codes:
        if code.parent in made:
            made[code.parent].append(made[code.id])
        else:
            tops.append(made[code.id])
    return tops


def _code(make: Callable[..., Any], own: str, name: str, description: str, colour: str, *, codable: bool = True) -> Any:
    element = make("Code", guid=own, name=fit_for_xml(name), isCodable="true" if codable else "false", color=colour)
    make("Description", element).text = description
    return element


@dataclasses.dataclass(frozen=True)
class ReadCode:
    """One `Code` element: its GUID, our id for it, name, kind ('code', 'theme', 'other') and what its text says."""

    guid: str
    id: str
    name: str
    kind: str
    parent: str
    said: Mapping[str, list[str]]


def read_codes(root: Any) -> list[ReadCode]:
    """All `Code` elements under an element, parents first. Wrappers like NVivo's 'Nodes' are taken away."""
    codes: list[ReadCode] = []
    taken: set[str] = set()

    def walk(element: Any, parent: str, parent_name: str) -> None:
        name = " ".join((element.get("name") or "naamloos").split())
        description = next((child.text or "" for child in element if local(child) == "Description"), "")
        said = read_description(description)
        children = [child for child in element if local(child) == "Code"]
        codable = (element.get("isCodable") or "true").strip() in ("true", "1")
        kind = "code" if codable else "theme"
        if OTHER_ID in said:
            kind = "other"
        if kind == "theme" and not codable and not said and name.casefold() in ("nodes", "codes", "knopen"):
            for child in children:
                walk(child, parent, parent_name)
            return
        if kind == "theme" and parent_name:
            name = f"{parent_name}: {name}"  # a theme within a theme: we have one level
        label = {"code": CODE_ID, "theme": THEME_ID, "other": OTHER_ID}[kind]
        own = _free(said.get(label, [""])[0] or slug(name), taken)
        codes.append(ReadCode(plain_guid(element.get("guid") or ""), own, name, kind, parent, said))
        for child in children:
            walk(child, own, name if kind == "theme" else parent_name)

    for child in root:
        if local(child) == "Code":
            walk(child, "", "")
    return codes


def codebook_from(codes: list[ReadCode], version: int, where: str) -> Codebook:
    """The codebook that read codes make, checked. Raises InvalidCodebook with all problems."""
    themes, rows = [], []
    for code in sorted(codes, key=_order):
        place = f"code '{code.name}'"
        said = code.said
        values: dict[str, Any] = {"id": code.id, "label": code.name}
        definition = (said.get(FIELDS["definition"]) or said.get("") or [""])[0]
        values["definition"] = definition
        if code.kind == "theme":
            themes.append(Row(place, {key: (value, place) for key, value in values.items()}))
        elif code.kind == "code":
            values["definition"] = definition or code.name  # other tools leave it out
            values |= {key: said[label][0] for key, label in FIELDS.items() if key != "definition" and label in said}
            values["patterns"] = "\n".join(said.get(PATTERN, []))
            values["parent"] = code.parent
            values["group"] = (said.get(GROUP) or ["nee"])[0]
            values["version"] = (said.get(VERSION) or ["1"])[0]
            rows.append(Row(place, {key: (value, place) for key, value in values.items()}))
    return check_codebook(themes, rows, version, where=where, failures=[])


def _order(code: ReadCode) -> tuple[int, str]:
    number = (code.said.get(ORDER) or [""])[0]
    return (int(number), "") if number.isdigit() else (10**9, "")


def _free(name: str, taken: set[str]) -> str:
    own, number = name, 2
    while own in taken:
        own, number = f"{name}-{number}", number + 1
    taken.add(own)
    return own


def slug(name: str) -> str:
    """A name as an id: lower case, no accents, hyphens for the rest.

    >>> slug("Taal & digitaal (nieuw)")
    'taal-digitaal-nieuw'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "code"


def plain_guid(text: str) -> str:
    """A GUID in lower case without braces, so that references are found however they are written."""
    return text.strip().strip("{}").lower()


def local(element: Any) -> str:
    """Name of an element without its name space; '' for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def maker(space: str) -> Callable[..., Any]:
    """A function that makes elements of a name space: make(tag, parent=None, **attributes)."""
    from lxml import etree

    def make(tag: str, parent: Any = None, /, **attributes: str) -> Any:
        name = f"{{{space}}}{tag}"
        if parent is None:
            return etree.Element(name, attributes, nsmap={None: space})
        return etree.SubElement(parent, name, attributes)

    return make


def parse_xml(content: bytes) -> Any:
    """Root element of XML from a stranger: no entities, no network. Raises ValueError when it is no XML."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = str(error)
        raise ValueError(message) from error


def as_bytes(root: Any) -> bytes:
    """A document as UTF-8 without byte order mark."""
    from lxml import etree

    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return content


def origin_of(version: int) -> str:
    """What we write as origin; the version of the codebook has no other place."""
    return f"{ORIGIN}, codeboek versie {version}"


def version_in(origin: str | None) -> int:
    """The codebook's version from an origin, 1 when it says none."""
    match = re.search(r"codeboek versie (\d+)", origin or "")
    return max(1, int(match[1])) if match else 1


def write_qdc(path: Path, codebook: Codebook, *, guids: Mapping[str, str] | None = None) -> None:
    """Write a codebook as REFI-QDA .qdc. `guids` (id -> GUID) keeps those of another tool; see `read_guids`."""
    make = maker(CODEBOOK_SPACE)
    root = make("CodeBook", origin=origin_of(codebook.version))
    make("Codes", root).extend(code_elements(codebook, make, guids or {}))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(root))


def read_qdc(path: Path) -> Codebook:
    """Read a .qdc of any tool. Raises InvalidCodebook when it is none, or with all that does not hold."""
    root = _root(path)
    return codebook_from(_codes_in(root), version_in(root.get("origin")), path.name)


def read_guids(path: Path) -> dict[str, str]:
    """Our id -> the GUID in a .qdc, to write the same ones back."""
    return {code.id: code.guid for code in _codes_in(_root(path)) if code.guid}


def _codes_in(root: Any) -> list[ReadCode]:
    holder = next((child for child in root if local(child) == "Codes"), root)
    return read_codes(holder)


def _root(path: Path) -> Any:
    remedy = words.SAVE_AS_QDC
    try:
        root = parse_xml(path.read_bytes())
    except FileNotFoundError:
        raise InvalidCodebook(words.NO_CODEBOOK, where=str(path), remedy=words.CHECK_THE_NAME) from None
    except ValueError as error:
        raise InvalidCodebook(words.BAD_QDC, where=path.name, remedy=remedy, failures=(str(error),)) from None
    if local(root) != "CodeBook":
        raise InvalidCodebook(words.NO_REFI_CODEBOOK, where=path.name, remedy=remedy)
    return root
