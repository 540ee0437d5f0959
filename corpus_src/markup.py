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
    measured_by: list[str] = dataclasses.field(default_factory=list)  # of a result


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


def _row_nodes(block: Block, row: list[str], nodes: list[Node]) -> None:
    """Adds the goals that a table row states; a row without a result goes on with the one above it."""
    ident, cells = row[0], row[1:]
    if block.table == "indicator":
        base, target = (cells[k].replace(" // ", " ") or None for k in (1, 2))
        nodes.append(Node(ident, "indicator", cells[0].replace(" // ", " "), block.owner, base, target))
    if block.table != "result":
        return
    if cells[0]:
        nodes.append(Node(ident, "result", cells[0].replace(" // ", " "), block.owner))
    result = next(node for node in reversed(nodes) if node.id == ident)
    parts = {
        name.lower(): [part.strip().removeprefix("- ") for part in cell.split("//") if part.strip()]
        for name, cell in zip(block.header, cells, strict=True)
    }
    result.measured_by += parts["indicator"]
    done = sum(node.parent == ident for node in nodes)
    nodes += [Node(f"{ident}-a{k}", "activity", part, ident) for k, part in enumerate(parts["activiteit"], done + 1)]


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


class _Reader:
    """Reads the lines of one source into a script."""

    def __init__(self, name: str, in_section: bool) -> None:
        self.script = Script(name, {}, [], [])
        self.in_section = in_section
        self.headings: list[tuple[int, str]] = []
        self.group: str | None = None
        self.current: Block | None = None  # what a next unit joins
        self.table: Block | None = None
        self.gap = False

    @property
    def section(self) -> str:
        """The headings above the line."""
        return " > ".join(text for _, text in self.headings) if self.in_section else ""

    def line(self, line: str) -> bool:
        """Takes one line; False when it can't be read."""
        if self.table is not None:
            self._table_line(line)
        elif not line.strip():
            self.current, self.gap = None, True
        elif line.startswith("@"):
            head, text = line[1:].split(" : ", 1)
            level, ident, _, parent = (*head.split(), None, None)[:4]
            self.script.nodes.append(Node(str(ident), str(level), text.strip(), parent))
        elif line.startswith("%"):
            self._directive(*line[1:].partition(" ")[::2])
        elif line.startswith("#"):
            self._heading(line)
        else:
            return self._unit(line)
        return True

    def _table_line(self, line: str) -> None:
        table = self.table
        assert table is not None
        if line.startswith("%end"):
            self.table = None
        elif line.startswith("!"):
            table.header = _cells(line)
        elif line.startswith("|"):
            row = _cells(line)
            row += [""] * (len(table.header) + 1 - len(row))
            row[0] = row[0] or table.rows[-1][0]
            table.rows.append(row)
            _row_nodes(table, row, self.script.nodes)

    def _directive(self, word: str, rest: str) -> None:
        self.current, rest, blocks = None, rest.strip(), self.script.blocks
        if word in ("page", "body", "column", "contents"):
            blocks.append(Block(word))
        elif word == "part":
            self.headings = []
            blocks.append(Block("part", owner=rest))
        elif word in ("photo", "note"):
            piece = Piece("noise", rest, section=self.section, group=self.group)
            blocks.append(Block(word, [piece], mark=rest.split()[0] if word == "note" else None, gap=True))
        elif word == "group":
            self.group = rest or None
        elif word == "table":
            kind, owner, *widths = rest.split()
            self.table = Block("table", table=kind, owner=owner, widths=[float(w) for w in widths], gap=self.gap)
            blocks.append(self.table)
        else:
            self.script.settings[word] = rest
        self.gap = False

    def _heading(self, line: str) -> None:
        level = len(line) - len(line.lstrip("#"))
        piece = _piece("h", line.lstrip("#").strip())
        self.headings = [(lv, text) for lv, text in self.headings if lv < level]
        piece.section, piece.group = self.section, self.group
        self.headings.append((level, piece.text))
        self.script.blocks.append(Block("heading", [piece], level=level, gap=self.gap))
        self.current, self.gap = None, False

    def _unit(self, line: str) -> bool:
        item, unit = ITEM.match(line), UNIT.match(line)
        if item:
            mark, kind, text = item.groups()
            self._start(Block("item", mark=mark.replace("§", "\uf0b7"), gap=self.gap))
        elif unit:
            kind, text = unit.groups()
            if self.current is None or kind.isupper() or self.current.kind == "line":
                self._start(Block("line" if kind.isupper() else "paragraph", gap=self.gap))
        else:
            return False
        assert self.current is not None
        piece = _piece(kind, text)
        piece.section, piece.group, piece.item = self.section, self.group, self.current.mark or None
        self.current.pieces.append(piece)
        self.gap = False
        return True

    def _start(self, block: Block) -> None:
        self.current = block
        self.script.blocks.append(block)


def parse(path: Path, version: str = "F") -> Script:
    """Reads one source file in one version; a line it can't read is a ValueError with its number."""
    lines = _lines(path, version)
    reader = _Reader(path.stem, "%nosection 1" not in lines)
    for number, line in enumerate(lines, 1):
        if not reader.line(line):
            message = f"{path.name}:{number}: not understood: {line!r}"
            raise ValueError(message)
    return reader.script
