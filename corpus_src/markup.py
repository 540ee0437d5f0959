"""The mark-up in which the documents of the corpus are written: text and truth in one place.

A source file (`documents/*.src`) holds one unit a line; an empty line ends a paragraph.

    %key value                settings at the top (see `Script.settings`)
    # ## ###                  a heading, with its level
    h TEXT                    a heading that stands in no section path (a sub-title, a bold line)
    m s q l n TEXT            a unit: meta, statement, question, lead-in, noise
    M S Q L N TEXT            the same on a line of its own (header blocks, addresses)
    [MARK] s TEXT             the first sentence of a list item, with its mark as printed ([] = mark lost)
    {a ?b > G-1 ?G-2}         at a line's end: codes (? = doubtful) and, after >, the goals ('-' = none)
    {@A01 advies partly}      at a request of an advice: its id, kind and what the reply does; {=A01} at the answer
    %page                     a new page          %photo TEXT    a photo with stray text (noise)
    %group NAME               the group of what follows; %group alone ends it
    @goal ID < PARENT : TEXT  truth only: a node of the policy tree (effect, goal, elaboration)
    %table KIND ID W1 W2 ..   a ruled table (indicator, result, plain) until %end; a row is '| ID | cell | cell';
                              '! a | b' is its header; '//' parts the paragraphs of a cell
    %note N TEXT              a footnote of the page
    %body, %column            (two columns) here the columns start, a next one starts    %contents   a table of contents
    %part TEXT                (bundle) a new document on a new page, TEXT at the head of its pages
    %C LINE, %F LINE          a line of the concept or of the final version only
In a text: <PB> page break, <BL> empty line and <HY> hyphen at a line end, inside a sentence; ~ soft hyphen;
[[slip|right]] what the text layer says and what the page shows.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

KINDS = {"m": "meta", "s": "statement", "q": "question", "l": "lead_in", "n": "noise", "h": "heading"}
UNIT = re.compile(r"^([msqlnhMSQLN]) (.*)$")
ITEM = re.compile(r"^\[([^\]]*)\] ([msqlnhMSQLN]) (.*)$")
NOTE = re.compile(r"\s*\{([^{}]*)\}$")
BREAKS = re.compile(r"\s*<(PB|BL)>\s*")
SLIP = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")


@dataclasses.dataclass(slots=True)
class Piece:
    """One unit as written: its raw text, kind, codes and goals."""

    kind: str
    raw: str
    codes: list[str] = dataclasses.field(default_factory=list)
    maybe: list[str] = dataclasses.field(default_factory=list)
    goals: list[str] | None = None  # None: not judged
    maybe_goals: list[str] = dataclasses.field(default_factory=list)
    section: str = ""
    group: str | None = None
    item: str | None = None
    advice: str = ""  # '@A01 advies partly' or '=A01'

    @property
    def text(self) -> str:
        """The words of the unit as the file has them, line breaks and soft hyphens taken out."""
        raw = SLIP.sub(r"\1", self.raw).replace("<HY>", "").replace("~", "")
        return re.sub(r"<sup>(.*?)</sup>", r"\1", BREAKS.sub(" ", raw)).replace("<b>", "").replace("</b>", "")


@dataclasses.dataclass(slots=True)
class Block:
    """A heading, paragraph, list item, table, photo, footnote or page break."""

    kind: str  # heading, paragraph, item, table, photo, note, page, line
    pieces: list[Piece] = dataclasses.field(default_factory=list)
    level: int = 0
    mark: str | None = None
    gap: bool = False  # an empty line stands before it
    header: list[str] = dataclasses.field(default_factory=list)
    rows: list[list[str]] = dataclasses.field(default_factory=list)  # first cell: the id
    table: str = ""
    owner: str = ""
    widths: list[float] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Node:
    """One node of a policy tree."""

    id: str
    level: str
    text: str
    parent: str | None
    baseline: str | None = None
    target: str | None = None


@dataclasses.dataclass(slots=True)
class Script:
    """A parsed source file."""

    name: str
    settings: dict[str, str]
    blocks: list[Block]
    nodes: list[Node]

    @property
    def pieces(self) -> list[Piece]:
        """All units of prose in their order (cells of tables left out)."""
        return [piece for block in self.blocks for piece in block.pieces]


def _piece(kind: str, rest: str) -> Piece:
    rest = rest.rstrip()
    found, piece = NOTE.search(rest), Piece(KINDS[kind.lower()], NOTE.sub("", rest).strip())
    if found and found.group(1)[:1] in ("@", "="):
        piece.advice = found.group(1)
    elif found:
        codes, _, goals = found.group(1).partition(">")
        piece.codes = [c for c in codes.split() if not c.startswith("?")]
        piece.maybe = [c[1:] for c in codes.split() if c.startswith("?")]
        if ">" in found.group(1):
            piece.goals = [g for g in goals.split() if g != "-" and not g.startswith("?")]
            piece.maybe_goals = [g[1:] for g in goals.split() if g.startswith("?")]
    return piece


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[1:].split("|")]


def _row_nodes(block: Block, row: list[str]) -> list[Node]:
    """The goals that a table row states; a row without id goes on with the result above it."""
    ident, cells = row[0], row[1:]
    if block.table == "indicator":
        base, target = (cells[k].replace(" // ", " ") or None for k in (1, 2))
        return [Node(ident, "indicator", cells[0].replace(" // ", " "), block.owner, base, target)]
    if block.table != "result":
        return []
    names = [name.lower() for name in block.header]
    nodes = []
    if cells[0]:
        nodes.append(Node(ident, "result", cells[0].replace(" // ", " "), block.owner))
    for name, level, letter in (("indicator", "indicator", "i"), ("activiteit", "activity", "a")):
        column = next((k for k, n in enumerate(names) if n.startswith(name)), None)
        parts = [p.strip() for p in cells[column].split("//")] if column is not None else []
        start = 1 + sum(n.startswith(f"{ident}-{letter}") for n in block_ids(block))
        for k, part in enumerate((p for p in parts if p), start):
            nodes.append(Node(f"{ident}-{letter}{k}", level, part.removeprefix("- "), ident))
    return nodes


def block_ids(block: Block) -> list[str]:
    """Ids given so far in this table (kept in `block.mark`)."""
    return (block.mark or "").split()


def _lines(path: Path, version: str) -> list[str]:
    """The lines of one version: '%C' and '%F' lines of the other version left out."""
    result = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"%[CF] ", line):
            if line[1] == version:
                result.append(line[3:] if line[3] in "#@|!msqlnhMSQLN[" and line[3:5] != "ve" else "%" + line[3:])
        else:
            result.append(line)
    return result


def parse(path: Path, version: str = "F") -> Script:
    """Reads one source file in one version; a line it can't read is a ValueError with its number."""
    lines = _lines(path, version)
    script = Script(path.stem, {}, [], [])
    headings: list[tuple[int, str]] = []
    group: str | None = None
    current: Block | None = None
    table: Block | None = None
    gap = False
    in_section = "%nosection 1" not in lines
    for number, line in enumerate(lines, 1):
        if table is not None:
            if line.startswith("%end"):
                table = None
            elif line.startswith("!"):
                table.header = _cells(line)
            elif line.startswith("|"):
                row = _cells(line)
                row += [""] * (len(table.header) + 1 - len(row))
                row[0] = row[0] or table.rows[-1][0]
                table.rows.append(row)
                nodes = _row_nodes(table, row)
                table.mark = " ".join([*block_ids(table), *(n.id for n in nodes)])
                script.nodes += nodes
            continue
        if not line.strip():
            current, gap = None, True
            continue
        if line.startswith("@"):
            head, text = line[1:].split(" : ", 1)
            level, ident, _, parent = (*head.split(), None, None)[:4]
            script.nodes.append(Node(str(ident), str(level), text.strip(), parent))
            continue
        path_now = " > ".join(t for _, t in headings) if in_section else ""
        if line.startswith("%"):
            word, _, rest = line[1:].partition(" ")
            current = None
            if word in ("page", "body", "column", "contents"):
                script.blocks.append(Block(word))
            elif word == "part":
                headings = []
                script.blocks.append(Block("part", owner=rest))
            elif word == "photo":
                piece = Piece("noise", rest, section=path_now, group=group)
                script.blocks.append(Block("photo", [piece], gap=True))
            elif word == "note":
                piece = Piece("noise", rest, section=path_now, group=group)
                script.blocks.append(Block("note", [piece], mark=rest.split()[0], gap=True))
            elif word == "group":
                group = rest.strip() or None
            elif word == "table":
                kind, owner, *widths = rest.split()
                table = Block("table", table=kind, owner=owner, widths=[float(w) for w in widths], gap=gap)
                script.blocks.append(table)
            else:
                script.settings[word] = rest.strip()
            gap = False if word != "photo" else gap
            continue
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            piece = _piece("h", line.lstrip("#").strip())
            headings = [(lv, t) for lv, t in headings if lv < level]
            piece.section, piece.group = (" > ".join(t for _, t in headings) if in_section else ""), group
            headings.append((level, piece.text))
            script.blocks.append(Block("heading", [piece], level=level, gap=gap))
            current, gap = None, False
            continue
        item, unit = ITEM.match(line), UNIT.match(line)
        if item:
            piece = _piece(item.group(2), item.group(3))
            current = Block("item", mark=item.group(1).replace("§", "\uf0b7"), gap=gap)
            script.blocks.append(current)
        elif unit:
            piece = _piece(unit.group(1), unit.group(2))
            if current is None or unit.group(1).isupper() or current.kind == "line":
                current = Block("line" if unit.group(1).isupper() else "paragraph", gap=gap)
                script.blocks.append(current)
        else:
            message = f"{path.name}:{number}: not understood: {line!r}"
            raise ValueError(message)
        piece.section, piece.group, piece.item = path_now, group, current.mark or None
        current.pieces.append(piece)
        gap = False
    return script
