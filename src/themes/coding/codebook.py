"""The codebook: themes with codes, read from YAML or a workbook, checked as a whole, compared, and written back."""

from __future__ import annotations

import dataclasses
import difflib
import functools
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from themes.coding.patterns import InvalidPattern, parse_pattern, split_patterns
from themes.problems import InvalidCodebook
from themes.records import digest
from themes.words import coding as words

SHIPPED = "codebook.yml"
CODE_KEYS = (
    "id",
    "label",
    "definition",
    "include",
    "exclude",
    "example",
    "example_source",
    "borderline",
    "patterns",
    "parent",
    "group",
    "version",
)
THEME_KEYS = ("id", "label", "definition")
TOP_KEYS = ("version", "themes", "codes")


@dataclasses.dataclass(frozen=True, slots=True)
class Theme:
    """A grouping of codes."""

    id: str
    label: str
    definition: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """A named idea: what it means, when to use it and when not, an example, and the patterns that find it.

    `include` and `exclude` are 'wel coderen als' and 'niet coderen als'; `parent` is the id of a theme or of another
    code, '' for none; `patterns` are written in the language of `themes.coding.patterns`; `group` says that the code
    is about a group of people, so that 'zij' or 'deze groep' in the next sentence takes it along.
    """

    id: str
    label: str
    definition: str
    include: str = ""
    exclude: str = ""
    example: str = ""
    example_source: str = ""
    borderline: str = ""
    patterns: tuple[str, ...] = ()
    parent: str = ""
    version: int = 1
    group: bool = False


@dataclasses.dataclass(frozen=True)
class Codebook:
    """A versioned list of themes and codes. Make it with `read_codebook`, which checks it."""

    codes: tuple[Code, ...]
    themes: tuple[Theme, ...] = ()
    version: int = 1

    @property
    def digest(self) -> str:
        """Digest of everything in the codebook."""
        themes = [dataclasses.astuple(theme) for theme in self.themes]
        return digest("codebook", self.version, themes, [dataclasses.astuple(code) for code in self.codes])

    def code(self, code_id: str) -> Code:
        """The code with this id. Raises KeyError when there is none."""
        for code in self.codes:
            if code.id == code_id:
                return code
        raise KeyError(code_id)

    def theme_of(self, code_id: str) -> Theme | None:
        """The theme a code falls under, also through parent codes; None when it has none."""
        themes = {theme.id: theme for theme in self.themes}
        parents = {code.id: code.parent for code in self.codes}
        at: str | None = code_id
        while at:
            if at in themes:
                return themes[at]
            at = parents.get(at)
        return None

    def with_code(self, code: Code) -> Codebook:
        """A codebook in which this code takes the place of the one with the same id (or is added at the end)."""
        known = any(old.id == code.id for old in self.codes)
        codes = tuple(code if old.id == code.id else old for old in self.codes)
        return dataclasses.replace(self, codes=codes if known else (*codes, code))

    def _repr_html_(self) -> str:
        import html

        rows = "".join(
            f"<tr><td>{html.escape(code.id)}</td><td>{html.escape(code.label)}</td>"
            f"<td>{html.escape(code.definition)}</td><td>{len(code.patterns)}</td></tr>"
            for code in self.codes
        )
        head = "".join(f"<th scope='col'>{name}</th>" for name in words.CODEBOOK_HEAD)
        caption = words.CODEBOOK_CAPTION.format(version=self.version)
        return f"<table><caption>{caption}</caption><tr>{head}</tr>{rows}</table>"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A theme or code as found in a file, not yet checked: where it stands, and per key the value and its place."""

    where: str
    values: Mapping[str, tuple[Any, str]]


def read_codebook(path: Path | None = None) -> Codebook:
    """Read and check a codebook: .yml or .yaml, .xlsx, or .qdc; None reads the one that comes with the package.

    Raises InvalidCodebook that lists every problem with its place and remedy.
    """
    if path is None:
        return _shipped()
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from themes.coding.codebook_sheet import read_codebook_sheet

        return read_codebook_sheet(path)
    if suffix == ".qdc":
        from themes.coding.refi import read_qdc

        return read_qdc(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InvalidCodebook(words.NO_CODEBOOK, where=str(path), remedy=words.CHECK_THE_NAME) from None
    except UnicodeDecodeError:
        raise InvalidCodebook(words.NOT_UTF8, where=str(path), remedy=words.SAVE_AS_UTF8) from None
    return parse_codebook(text, where=path.name)


@functools.cache
def _shipped() -> Codebook:
    text = resources.files("themes.coding").joinpath(SHIPPED).read_text(encoding="utf-8")
    return parse_codebook(text, where=SHIPPED)


def parse_codebook(text: str, *, where: str = "") -> Codebook:
    """A codebook from YAML text. Raises InvalidCodebook with all problems."""
    import yaml

    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = words.AT_LINE.format(line=mark.line + 1) + ": " if mark else ""
        raise InvalidCodebook(
            words.NOT_YAML,
            where=where,
            remedy=words.MIND_INDENTS,
            failures=(f"{line}{getattr(error, 'problem', error)}",),
        ) from None
    failures: list[str] = []
    top = _mapping(root, words.THE_CODEBOOK, failures)
    _unknown_keys(top, TOP_KEYS, failures)
    themes = _rows(top, "themes", failures)
    codes = _rows(top, "codes", failures)
    version = top["version"][0] if "version" in top else 1
    return check_codebook(themes, codes, version, where=where, failures=failures)


def _compose(text: str) -> Any:
    """The nodes of YAML text: by the parser in C where it is installed (twenty times as fast), else by that in Python.

    The second also says what is wrong, since its messages are the ones that people know.
    """
    import yaml

    fast = getattr(yaml, "CSafeLoader", None)
    if fast is not None:
        try:
            return yaml.compose(text, Loader=fast)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _mapping(node: Any, what: str, failures: list[str]) -> dict[str, tuple[Any, str]]:
    """Key -> (value, place) of a YAML mapping; sequences keep their nodes for `_rows`."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        failures.append(words.KEYS_WANTED.format(place=what))
        return {}
    values: dict[str, tuple[Any, str]] = {}
    loader = yaml.SafeLoader("")
    for key_node, value_node in node.value:
        key, place = str(key_node.value), words.AT_LINE.format(line=key_node.start_mark.line + 1)
        if key in values:
            failures.append(words.KEY_TWICE.format(place=place, key=key))
        plain = isinstance(value_node, yaml.ScalarNode) or key == "patterns"
        value = loader.construct_object(value_node, deep=True) if plain else value_node
        values[key] = (value, place)
    return values


def _rows(top: Mapping[str, tuple[Any, str]], key: str, failures: list[str]) -> list[Row]:
    import yaml

    if key not in top or top[key][0] is None:
        return []
    node, place = top[key]
    if not isinstance(node, yaml.SequenceNode):
        failures.append(words.LIST_WANTED.format(place=place, key=key))
        return []
    rows = []
    for item in node.value:
        where = words.AT_LINE.format(line=item.start_mark.line + 1)
        rows.append(Row(where, _mapping(item, where, failures)))
    return rows


def _unknown_keys(values: Mapping[str, tuple[Any, str]], known: Sequence[str], failures: list[str]) -> None:
    for key, (_, place) in values.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = words.DID_YOU_MEAN.format(name=near[0]) if near else words.KNOWN_ARE.format(names=", ".join(known))
            failures.append(words.UNKNOWN_KEY.format(place=place, key=key, hint=hint))


def check_codebook(
    theme_rows: Iterable[Row], code_rows: Iterable[Row], version: Any, *, where: str, failures: list[str]
) -> Codebook:
    """The codebook that the rows make. Raises InvalidCodebook with these and earlier `failures`, all at once."""
    themes = []
    seen: dict[str, str] = {}
    for row in theme_rows:
        _unknown_keys(row.values, THEME_KEYS, failures)
        text = {key: _text(row, key, failures) for key in THEME_KEYS}
        _check_id(row, text["id"], seen, failures)
        _required(row, text, ("label",), failures)
        themes.append(Theme(**text))
    codes: list[Code] = []
    places: list[str] = []  # where each code's parent stands
    for row in code_rows:
        _unknown_keys(row.values, CODE_KEYS, failures)
        text = {key: _text(row, key, failures) for key in CODE_KEYS if key not in ("patterns", "version", "group")}
        _check_id(row, text["id"], seen, failures)
        _required(row, text, ("label", "definition"), failures)
        places.append(row.values.get("parent", (None, row.where))[1])
        codes.append(
            Code(**text, patterns=_patterns(row, failures), version=_number(row, failures), group=_flag(row, failures))
        )
    if not codes:
        failures.append(words.NO_CODES)
    failures.extend(_parent_failures(codes, {theme.id for theme in themes}, places))
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        failures.append(words.BAD_VERSION.format(version=version))
        version = 1
    if failures:
        raise InvalidCodebook(
            (words.ONE_FAILURE if len(failures) == 1 else words.FAILURES).format(n=len(failures)),
            where=where,
            remedy=words.CHANGE_THE_LINES,
            failures=tuple(failures),
        )
    return Codebook(tuple(codes), tuple(themes), version)


def _text(row: Row, key: str, failures: list[str]) -> str:
    value, place = row.values.get(key, ("", row.where))
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        failures.append(words.TEXT_WANTED.format(place=place, key=key))
        return ""
    text = " ".join(str(value).split())
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 or ord(sign) in (0xFFFE, 0xFFFF) for sign in text):
        failures.append(words.CONTROL_SIGNS.format(place=place, key=key))
        return "".join(sign for sign in text if sign.isprintable())
    return text


def _required(row: Row, text: Mapping[str, str], keys: Sequence[str], failures: list[str]) -> None:
    names = {"label": words.LABEL_FIELD, "definition": words.DEFINITION_FIELD}
    for key in keys:
        if not text[key]:
            failures.append(words.NAME_MISSING.format(place=row.where, id=text["id"] or "?", what=names[key]))


def _check_id(row: Row, name: str, seen: dict[str, str], failures: list[str]) -> None:
    if not name:
        failures.append(words.ID_MISSING.format(place=row.where))
    elif any(sign.isspace() for sign in name):
        failures.append(words.ID_WITH_SPACE.format(place=row.where, name=name))
    elif name in seen:
        failures.append(words.ID_TAKEN.format(place=row.where, name=name, other=seen[name]))
    else:
        seen[name] = row.where


def _patterns(row: Row, failures: list[str]) -> tuple[str, ...]:
    value, place = row.values.get("patterns", ("", row.where))
    fields = [value] if isinstance(value, str) else value if isinstance(value, list) else None if value else []
    if fields is None or not all(isinstance(field, str) for field in fields):
        failures.append(words.PATTERNS_AS_TEXT.format(place=place))
        return ()
    found = list(dict.fromkeys(pattern for field in fields for pattern in split_patterns(field)))
    for pattern in found:
        try:
            parse_pattern(pattern)
        except InvalidPattern as error:
            failures.append(words.BAD_PATTERN.format(place=place, pattern=pattern, error=error))
    return tuple(found)


def _number(row: Row, failures: list[str]) -> int:
    value, place = row.values.get("version", (1, row.where))
    try:
        if isinstance(value, bool) or int(value) != float(value) or int(value) < 1:
            raise ValueError
        return int(value)
    except (TypeError, ValueError):
        failures.append(words.BAD_CODE_VERSION.format(place=place, value=value))
        return 1


def _flag(row: Row, failures: list[str]) -> bool:
    value, place = row.values.get("group", (False, row.where))
    word = str(value).strip().casefold()
    if word not in ("true", "ja", "1", "false", "nee", "0"):
        failures.append(words.GROUP_YES_NO.format(place=place, value=value))
    return word in ("true", "ja", "1")


def _parent_failures(codes: Sequence[Code], themes: set[str], places: Sequence[str]) -> list[str]:
    parents = {code.id: code.parent for code in codes if code.id}
    found = []
    for code, place in zip(codes, places, strict=True):
        if code.parent and code.parent not in themes and code.parent not in parents:
            near = difflib.get_close_matches(code.parent, sorted({*themes, *parents}), n=1, cutoff=0.5)
            hint = words.DID_YOU_MEAN.format(name=near[0]) if near else words.MAKE_A_THEME
            found.append(words.NO_PARENT.format(place=place, parent=code.parent, id=code.id, hint=hint))
        at, steps = code.parent, 0
        while at and at in parents and steps <= len(parents):
            at, steps = parents[at], steps + 1
        if steps > len(parents):
            found.append(words.OWN_PARENT.format(place=place, id=code.id))
    return found


def write_codebook(path: Path, codebook: Codebook) -> None:
    """Write as YAML, one pattern a line. Reading it back gives the same codebook; comments are not kept."""
    path.write_text(format_codebook(codebook), encoding="utf-8", newline="\n")


def format_codebook(codebook: Codebook) -> str:
    """The codebook as YAML text; empty fields are left out."""
    import yaml

    fast: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(fast):  # type: ignore[misc]
        pass

    def as_text(dumper: Any, text: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)

    Dumper.add_representer(str, as_text)
    rows = []
    for code in codebook.codes:
        row: dict[str, Any] = {
            key: getattr(code, key) for key in CODE_KEYS if getattr(code, key) not in ("", (), False)
        }
        if code.patterns:
            row["patterns"] = "\n".join(code.patterns) + "\n"
        rows.append(row)
    themes = [{key: value for key, value in dataclasses.asdict(theme).items() if value} for theme in codebook.themes]
    content = {"version": codebook.version, **({"themes": themes} if themes else {}), "codes": rows}
    return yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
