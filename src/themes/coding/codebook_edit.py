"""Accepted changes of patterns put in a codebook file: only the lines that change, with the file before kept beside it.

A person's comments and order stay as they were. A file whose lines can't be changed one by one (patterns on one line,
a workbook, a .qdc) is written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from themes.coding.codebook import SHIPPED, Codebook, format_codebook, parse_codebook, read_codebook
from themes.coding.patterns import split_patterns
from themes.coding.suggest import Proposal, apply_proposals
from themes.people_files import keep_version, replace_file
from themes.problems import InvalidCodebook, ThemesError
from themes.words import coding as words


def change_codebook_file(path: Path, accepted: Sequence[Proposal]) -> Codebook:
    """Put accepted proposals in the codebook at `path`; gives the codebook that it holds then.

    A file that isn't there yet begins as the one that comes with the package. The file before is kept with '.bak'
    behind its name. Raises InvalidCodebook for a file that doesn't hold, ThemesError for a .qdc, which can't be
    written without the GUIDs of the tool that made it.
    """
    suffix = path.suffix.lower()
    if suffix == ".qdc":
        raise ThemesError(words.OTHER_TOOLS_CODEBOOK, where=path.name, remedy=words.CHANGE_IT_THERE)
    if suffix == ".xlsx":
        from themes.coding.codebook_sheet import write_codebook_sheet

        made = apply_proposals(read_codebook(path), accepted)
        keep_version(path)
        write_codebook_sheet(path, made)
        return made
    if path.exists():
        text = path.read_bytes().decode("utf-8-sig")
    else:
        text = resources.files("themes.coding").joinpath(SHIPPED).read_text(encoding="utf-8")
    changed = change_text(text, accepted)
    replace_file(path, changed.encode("utf-8"))
    return parse_codebook(changed, where=path.name)


def change_text(text: str, accepted: Sequence[Proposal]) -> str:
    """The YAML text with accepted proposals in it. Raises InvalidCodebook for text that is no codebook.

    >>> old = "codes:\\n- id: ov\\n  label: OV\\n  definition: Reizen.\\n  patterns: |\\n    bus*\\n# einde\\n"
    >>> print(change_text(old, [Proposal("add", "ov", "+tram", 2, 0, 3, (), ())]))
    version: 2
    codes:
    - id: ov
      version: 2
      label: OV
      definition: Reizen.
      patterns: |
        bus*
        +tram
    # einde
    <BLANKLINE>
    """
    wanted = apply_proposals(parse_codebook(text), accepted)
    lines = text.replace("\r\n", "\n").split("\n")
    ends = "\r\n" if "\r\n" in text else "\n"
    try:
        for code_id in dict.fromkeys(proposal.code_id for proposal in accepted):
            own = [proposal for proposal in accepted if proposal.code_id == code_id]
            _change_patterns(lines, code_id, own)
            _set_version(lines, code_id, wanted.code(code_id).version)
        _set_version(lines, "", wanted.version)
        made = "\n".join(lines)
        if parse_codebook(made) == wanted:
            return made.replace("\n", ends)
    except (InvalidCodebook, LookupError, ValueError):
        pass
    return format_codebook(wanted)


def _nodes(lines: Sequence[str], code_id: str) -> dict[str, Any]:
    """Key -> (key node, value node) of a code, or of the whole file for ''."""
    import yaml

    root: Any = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    top = {key.value: (key, value) for key, value in root.value}
    if not code_id:
        return top
    for item in top["codes"][1].value:
        own = {key.value: (key, value) for key, value in item.value}
        if own["id"][1].value == code_id:
            return own
    raise KeyError(code_id)


def _change_patterns(lines: list[str], code_id: str, proposals: Sequence[Proposal]) -> None:
    """Change the lines of a block of patterns in place. Raises LookupError when they are no block."""
    key, value = _nodes(lines, code_id)["patterns"]
    if getattr(value, "style", None) != "|":
        raise LookupError(code_id)
    first, last = value.start_mark.line + 1, value.end_mark.line
    block = [number for number in range(first, min(last + 1, len(lines))) if _inside(lines[number], key.start_mark)]
    indent = next(lines[n][: len(lines[n]) - len(lines[n].lstrip())] for n in block if lines[n].strip())
    dropped = {proposal.pattern for proposal in proposals if proposal.action == "drop"}
    new = [proposal.pattern for proposal in proposals if proposal.action == "add"]
    end = max(n for n in block if lines[n].strip()) + 1
    lines[end:end] = [indent + pattern for pattern in dict.fromkeys(new)]
    for number in reversed([n for n in block if n < end]):
        pieces = split_patterns(lines[number])
        kept = [piece for piece in pieces if piece not in dropped]
        if len(kept) < len(pieces):
            lines[number : number + 1] = [indent + ", ".join(kept)] if kept else []


def _inside(line: str, key: Any) -> bool:
    """Whether a line belongs to the block under a key: blank, or further in."""
    return not line.strip() or len(line) - len(line.lstrip(" ")) > key.column


def _set_version(lines: list[str], code_id: str, version: int) -> None:
    nodes = _nodes(lines, code_id)
    if "version" in nodes:
        value = nodes["version"][1]
        number, start, end = value.start_mark.line, value.start_mark.column, value.end_mark.column
        lines[number] = f"{lines[number][:start]}{version}{lines[number][end:]}"
    elif code_id:
        key = nodes["id"][0]
        lines.insert(nodes["id"][1].end_mark.line + 1, f"{' ' * key.start_mark.column}version: {version}")
    else:
        first = next(iter(nodes.values()))[0]
        lines.insert(first.start_mark.line, f"version: {version}")
