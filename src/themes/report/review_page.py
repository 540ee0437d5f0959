"""The page on which a person codes statements: one HTML file that opens from disk and asks nothing of a network.

A statement at a time or a list, with its literal words, its place, what the rules proposed and by which words, and the
definitions at hand. The browser keeps the work in progress where it can; 'Opslaan' makes a file that
`themes.coding.review_file` reads back.
"""

from __future__ import annotations

import dataclasses
import html
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.agreement import MACHINES, NO_CODE
from themes.coding.review_file import FILE_KIND, FILE_VERSION
from themes.coding.review_rows import code_labels
from themes.coding.sheets import CONTENT, draw_sample
from themes.records import Coding, Unit, digest
from themes.report import wording
from themes.words import review_page as words

FRAME_HEIGHT = 760  # pixels, in a notebook


@dataclasses.dataclass(frozen=True)
class ReviewPage:
    """A page to review on. `html` is the whole page, `n` the number of statements. In a notebook it shows itself."""

    html: str
    n: int

    def save(self, path: str | Path) -> Path:
        """Write the page; gives its path."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.html.encode("utf-8", "replace"))  # half a surrogate pair is no text
        return path

    def __repr__(self) -> str:
        return f"<ReviewPage of {self.n} statements>"

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that its style and the notebook's don't meet."""
        return (
            f'<iframe title="{words.FRAME}" width="100%" height="{FRAME_HEIGHT}" style="border:1px solid #8a94a0" '
            f'srcdoc="{html.escape(self.html)}"></iframe>'
        )


def review_page(
    units: Sequence[Unit],
    codings: Iterable[Coding],
    codebook: Any,
    *,
    coder: str | None = None,
    blind: bool = False,
    sample: int | None = None,
    seed: int = 7,
    numbers: Mapping[str, str] | None = None,
    speakers: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    around: Sequence[Unit] = (),
    title: str = words.TITLE,
) -> ReviewPage:
    """A page on which a person codes statements.

    Parameters
    ----------
    units : in the order in which they will stand; statements and questions are taken.
    codings : the machine's become proposals, those of `coder` are filled in already.
    coder : name of the person; None leaves it to be filled in on the page.
    blind : no proposals, no reasons and nothing of anyone filled in, for coding twice independently.
    sample, seed : draw this many statements, the same ones for everyone with this seed.
    numbers, speakers, reasons : per unit id the number that reports give it, who spoke, and why it is worth a look.
    around : units of the same documents, for the sentence before and after.
    title : heading of the page.
    """
    chosen = [unit for unit in units if unit.kind in CONTENT] if sample is None else draw_sample(units, sample, seed)
    codings = () if blind else tuple(codings)
    own: dict[str, list[Coding]] = defaultdict(list)
    machine: dict[str, list[Coding]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    for coding in codings:
        if coding.coder in MACHINES:
            machine[coding.unit_id].append(coding)
        elif coding.coder == coder:
            own[coding.unit_id].append(coding)
        elif coding.coder not in others[coding.unit_id]:
            others[coding.unit_id].append(coding.coder)
    beside = _beside(around)
    items = []
    for number, unit in enumerate(chosen, 1):
        before, after = beside.get(unit.unit_id, ("", ""))
        items.append(
            {
                "id": unit.unit_id,
                "nr": (numbers or {}).get(unit.unit_id, str(number)),
                "text": unit.text,
                "source": unit.source,
                "line": unit.line_start,
                "place": wording.place_text(unit.source, unit.page_start, unit.line_start),
                "section": unit.section,
                "lead": unit.lead_in or "",
                "before": before,
                "after": after,
                "who": (speakers or {}).get(unit.unit_id, ""),
                "reason": "" if blind else (reasons or {}).get(unit.unit_id, ""),
                "earlier": _earlier(others[unit.unit_id]),
                "proposals": [
                    {"code": row.code_id, "quote": row.quote, "why": _plain_why(row)} for row in machine[unit.unit_id]
                ],
                "own": _own(own[unit.unit_id]),
            }
        )
    data = _data(items, codebook, coder or "", blind=blind)
    made = _template().render(
        title=title,
        words=words,
        intro=wording.told(len(items), words.STATEMENTS),
        blind=blind,
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        style=_part("review.css"),
        script=_part("review.js"),
    )
    return ReviewPage(made, len(items))


def _data(items: list[dict[str, Any]], codebook: Any, coder: str, *, blind: bool) -> dict[str, Any]:
    labels = code_labels(codebook)
    codes, themes = [], []
    for code in codebook.codes:
        theme = codebook.theme_of(code.id)
        name = theme.label if theme is not None else ""
        if name not in themes:
            themes.append(name)
        fields = {key: getattr(code, key) for key in ("definition", "include", "exclude", "example", "borderline")}
        codes.append({"id": code.id, "label": labels[code.id], "theme": name, **fields})
    key = digest(blind, coder, codebook.digest, *(item["id"] for item in items))
    return {"kind": FILE_KIND, "version": FILE_VERSION, "key": key, "blind": blind, "coder": coder,
            "themes": themes, "codes": codes, "items": items, "words": words.SCRIPT}  # fmt: skip


def _own(rows: Sequence[Coding]) -> dict[str, Any] | None:
    """What the person decided before, None when nothing."""
    if not rows:
        return None
    return {
        "codes": [row.code_id for row in rows if row.code_id not in (NO_CODE, "")],
        "why": next((row.why for row in rows if row.why), ""),
        "when": rows[0].decided_on or "",
    }


def _plain_why(row: Coding) -> str:
    """Why a code was given, where the marked words don't tell it already."""
    return "" if row.why.startswith("patroon") else row.why


def _earlier(names: Sequence[str]) -> str:
    """Why the machine proposes nothing where a person decided; not what that person chose."""
    return words.DECIDED_BY.format(names=wording.listed(sorted(names))) if names else ""


def _beside(units: Sequence[Unit]) -> dict[str, tuple[str, str]]:
    """Unit id -> text of the unit before and after it in the same document, headings left out."""
    found: dict[str, tuple[str, str]] = {}
    kept = [unit for unit in units if unit.kind in (*CONTENT, "lead_in")]
    kept.sort(key=lambda unit: (unit.document_id, unit.line_start, int(unit.spans.partition("-")[0] or 0)))
    for at, unit in enumerate(kept):
        near = [
            kept[there].text if 0 <= there < len(kept) and kept[there].document_id == unit.document_id else ""
            for there in (at - 1, at + 1)
        ]
        found[unit.unit_id] = (near[0], near[1])
    return found


def _part(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("review.html.j2")
