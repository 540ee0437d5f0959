"""What coded statements show together: themes by document and speaker, pairs of codes, saturation, what stands apart.

Every function takes records and gives a DataFrame. A person's decision on a statement puts the machine's aside; a
statement without any code is in the row 'geen-code', so that counts add up; a count never comes without the number
of meetings it comes from. Counts say nothing about weight: minutes are a scribe's notes.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.coding.agreement import MACHINES
from themes.records import NO_CODE, Coding, Document, Finding, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    import pandas as pd

UNKNOWN = words.UNKNOWN
FEWEST_MEETINGS = 6
DOMINANT = 0.6  # share of a code's statements with one stance, from which the others go against it
FEWEST_FOR_DOMINANT = 5
_CONTRAST = re.compile(
    r"\b(?:maar|echter|behalve|uitgezonderd|tenzij|integendeel|daarentegen|terwijl|hoewel|ook al|toch"
    r"|juist (?:niet|wel)|(?:lang )?niet (?:iedereen|alle|altijd|overal)|sommigen? (?:wel|niet))\b",
    re.IGNORECASE,
)


def codes_of_units(codings: Iterable[Coding]) -> dict[str, tuple[str, ...]]:
    """Unit id -> its codes in order of id: those that people decided on, else those of the machine; () for none."""
    from themes.coding.learned import decided

    codings = list(codings)
    by_machine: dict[str, set[str]] = defaultdict(set)
    for coding in codings:
        if coding.coder in MACHINES:
            by_machine[coding.unit_id].update({coding.code_id} - {NO_CODE, ""})
    return {unit_id: tuple(sorted(own)) for unit_id, own in {**by_machine, **decided(codings)}.items()}


def coded_frame(
    units: Sequence[Unit], documents: Sequence[Document], codings: Iterable[Coding], *, codebook: Any = None
) -> pd.DataFrame:
    """A row per statement of an input document and code: the frame that the others count in.

    Columns: unit_id, code_id ('geen-code' for none), theme (label of the code's theme; '' without `codebook`), text,
    stance, section, group, document_id, source, meeting, held_on, speakers, municipality, repeat (says what an earlier
    statement says), line_start. A document that names no meeting is a meeting of its own, and meetings of one name in
    two municipalities or on two days are told apart; what is unknown is 'onbekend'.
    """
    import pandas as pd

    inputs = {document.document_id: document for document in documents if document.role == "input"}
    meetings = _meeting_names(list(inputs.values()))
    codes = codes_of_units(codings)
    rows = []
    for unit in units:
        document = inputs.get(unit.document_id)
        if document is None or unit.kind != "statement":
            continue
        for code_id in codes.get(unit.unit_id) or (NO_CODE,):
            rows.append(_row(unit, document, code_id, meetings[document.document_id], codebook))
    columns = [
        *("unit_id", "code_id", "theme", "text", "stance", "section", "group", "document_id", "source", "meeting"),
        *("held_on", "speakers", "municipality", "repeat", "line_start"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _meeting_names(documents: Sequence[Document]) -> dict[str, str]:
    """Document id -> name of its meeting, with municipality and date where another meeting has the same name."""
    named = {document.document_id: document.meeting or document.title or document.source for document in documents}
    variants: dict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    for document in documents:
        variants[named[document.document_id]].add((document.municipality, document.held_on))
    result = {}
    for document in documents:
        name = named[document.document_id]
        extra = ", ".join(filter(None, (document.municipality, document.held_on)))
        result[document.document_id] = f"{name} ({extra})" if len(variants[name]) > 1 and extra else name
    return result


def _row(unit: Unit, document: Document, code_id: str, meeting: str, codebook: Any) -> dict[str, Any]:
    theme = None if codebook is None or code_id == NO_CODE else codebook.theme_of(code_id)
    return {
        "unit_id": unit.unit_id,
        "code_id": code_id,
        "theme": theme.label if theme is not None else "",
        "text": unit.text,
        "stance": unit.stance or UNKNOWN,
        "section": unit.section,
        "group": unit.group or UNKNOWN,
        "document_id": unit.document_id,
        "source": unit.source,
        "meeting": meeting,
        "held_on": document.held_on or UNKNOWN,
        "speakers": document.speakers or UNKNOWN,
        "municipality": document.municipality or UNKNOWN,
        "repeat": unit.repeat_of is not None,
        "line_start": unit.line_start,
    }


def themes_by(
    units: Sequence[Unit],
    documents: Sequence[Document],
    codings: Iterable[Coding],
    *,
    by: str = "meeting",
    level: str = "code_id",
    codebook: Any = None,
) -> pd.DataFrame:
    """How many statements a code (or theme) has per document, meeting, speaker group, stance or municipality.

    Parameters
    ----------
    by : source, meeting, speakers, stance, municipality, held_on, section or group.
    level : 'code_id', or 'theme' (needs `codebook`; a statement with two codes of one theme counts once).

    Columns: `by`, `level`, n (statements), n_meetings, n_repeats (of n, those that say again what was said before),
    share (of the statements with this value of `by`; these add up to more than 1 when statements have several codes).
    Raises ValueError for another `by` or `level`.
    """
    options = ("source", "meeting", "speakers", "stance", "municipality", "held_on", "section", "group")
    if by not in options:
        message = f"by must be one of {', '.join(options)}, got {by!r}"
        raise ValueError(message)
    if level not in ("code_id", "theme") or (level == "theme" and codebook is None):
        message = f"level must be 'code_id', or 'theme' with a codebook, got {level!r}"
        raise ValueError(message)
    frame = coded_frame(units, documents, codings, codebook=codebook)
    if level == "theme":
        frame.loc[frame.code_id == NO_CODE, "theme"] = NO_CODE
        frame = frame.drop_duplicates(["unit_id", "theme"])
    total = frame.groupby(by).unit_id.nunique()
    counted = (
        frame.groupby([by, level])
        .agg(n=("unit_id", "nunique"), n_meetings=("meeting", "nunique"), n_repeats=("repeat", "sum"))
        .reset_index()
    )
    counted["share"] = (counted.n / counted[by].map(total)).round(4)
    return counted.sort_values([by, "n", level], ascending=[True, False, True], ignore_index=True)


def co_occurrence(
    units: Sequence[Unit], documents: Sequence[Document], codings: Iterable[Coding], *, within: str = "unit_id"
) -> pd.DataFrame:
    """Pairs of codes that occur together in a statement (`within='unit_id'`), or in a 'section' or 'document_id'.

    Columns: code_a, code_b, n_both, n_a, n_b, jaccard (both / either), lift (times more often than by chance). Pairs
    that never meet are left out. Raises ValueError for another `within`.
    """
    import itertools

    import pandas as pd

    if within not in ("unit_id", "section", "document_id"):
        message = f"within must be unit_id, section or document_id, got {within!r}"
        raise ValueError(message)
    frame = coded_frame(units, documents, codings)
    keys = ["document_id", "section"] if within == "section" else [within]
    held = [frozenset(own) - {NO_CODE} for _, own in frame.groupby(keys).code_id]
    alone: dict[str, int] = defaultdict(int)
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for codes in held:
        for code in codes:
            alone[code] += 1
        for pair in itertools.combinations(sorted(codes), 2):
            pairs[pair] += 1
    rows = [
        {
            "code_a": a,
            "code_b": b,
            "n_both": n,
            "n_a": alone[a],
            "n_b": alone[b],
            "jaccard": round(n / (alone[a] + alone[b] - n), 4),
            "lift": round(n * len(held) / (alone[a] * alone[b]), 2),
        }
        for (a, b), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["code_a", "code_b", "n_both", "n_a", "n_b", "jaccard", "lift"])


@dataclasses.dataclass(frozen=True)
class Saturation:
    """What `saturation` found. `reached_at` is the number of meetings after which a run brought no more than the
    threshold of new codes; None when that never happened."""

    frame: pd.DataFrame
    base_size: int
    run_length: int
    threshold: float
    reached_at: int | None
    findings: tuple[Finding, ...] = ()

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False, na_rep=""))


def saturation(
    units: Sequence[Unit],
    documents: Sequence[Document],
    codings: Iterable[Coding],
    *,
    base_size: int = 4,
    run_length: int = 2,
    threshold: float = 0.05,
) -> Saturation:
    """How much new each further meeting brings (Guest, Namey and Chen 2020), counted in codes.

    The base is the number of different codes in the first `base_size` meetings; after each later meeting the new codes
    of the last `run_length` meetings are divided by it. At or under `threshold` the collection is called saturated.
    Meetings go by date, undated ones last, by file. The codebook limits what can be new: a theme without a code is not
    seen. Under six meetings there is a warning.

    The frame's columns: n (meetings so far), meeting, held_on, n_codes (in this meeting), n_new, new_codes (joined by
    ' '), n_total (different codes so far), base, n_new_in_run, new_information (share of the base; missing within the
    base). Raises ValueError for sizes under 1 or a threshold outside [0, 1].
    """
    import pandas as pd

    if base_size < 1 or run_length < 1 or not 0 <= threshold <= 1:
        message = "base_size and run_length must be at least 1 and threshold between 0 and 1"
        raise ValueError(message)
    meetings = _meetings(coded_frame(units, documents, codings))
    seen: set[str] = set()
    new_of: list[int] = []
    rows: list[dict[str, Any]] = []
    base = 0
    for n, (meeting, held_on, codes) in enumerate(meetings, 1):
        new = sorted(codes - seen)
        seen |= codes
        new_of.append(len(new))
        base = len(seen) if n <= base_size else base
        in_run = sum(new_of[n - run_length :]) if n >= base_size + run_length else None
        rows.append(
            {
                "n": n,
                "meeting": meeting,
                "held_on": held_on,
                "n_codes": len(codes),
                "n_new": len(new),
                "new_codes": " ".join(new),
                "n_total": len(seen),
                "base": base,
                "n_new_in_run": in_run,
                "new_information": None if in_run is None or not base else round(in_run / base, 4),
            }
        )
    shares = [(row["n"], row["new_information"]) for row in rows if row["new_information"] is not None]
    reached = next((n for n, new in shares if new <= threshold), None)
    columns = [
        *("n", "meeting", "held_on", "n_codes", "n_new", "new_codes", "n_total", "base", "n_new_in_run"),
        "new_information",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return Saturation(frame, base_size, run_length, threshold, reached, tuple(_few_meetings(len(rows), base_size)))


def _meetings(frame: pd.DataFrame) -> list[tuple[str, str, set[str]]]:
    """Name, date and codes of each meeting, by date; undated ones last, by file."""
    found: list[tuple[tuple[bool, str, str], str, str, set[str]]] = []
    for meeting, own in frame.groupby("meeting", sort=True):
        date = min(own.held_on)
        key = (date == UNKNOWN, date, min(own.source))
        found.append((key, str(meeting), date, set(own.code_id) - {NO_CODE}))
    return [(meeting, date, codes) for _, meeting, date, codes in sorted(found, key=lambda row: (row[0], row[1]))]


def _few_meetings(n: int, base_size: int) -> list[Finding]:
    if n >= FEWEST_MEETINGS and n > base_size:
        return []
    message = words.FEW_MEETINGS.format(n=n)
    return [Finding("warning", "codings", "saturation", message, words.USE_MORE_MEETINGS.format(n=FEWEST_MEETINGS))]


def negative_cases(
    units: Sequence[Unit], documents: Sequence[Document], codings: Iterable[Coding], *, share: float = DOMINANT
) -> pd.DataFrame:
    """Statements that go against what most statements of their code say, for a person to read first.

    Two signs, both weak by themselves: another stance than at least `share` of the code's statements have (codes with
    five or more), and a word of contrast in the statement ('maar', 'niet iedereen', 'behalve').

    Columns: code_id, unit_id, text, stance, most_say (the dominant stance, '' for none), share_most, contrast (the
    words, '' for none), n_signs, meeting, speakers, source, line_start; two signs first, then by code.
    """
    import pandas as pd

    frame = coded_frame(units, documents, codings)
    rows: list[dict[str, Any]] = []
    for code_id, own in frame[frame.code_id != NO_CODE].groupby("code_id"):
        known = own[own.stance != UNKNOWN].stance.value_counts()
        most, part = "", 0.0
        if len(own) >= FEWEST_FOR_DOMINANT and len(known) and known.iloc[0] >= share * len(own):
            most, part = str(known.index[0]), float(known.iloc[0] / len(own))
        for row in own.itertuples():
            found = _CONTRAST.search(row.text)
            other = bool(most) and row.stance not in (most, UNKNOWN)
            if not other and found is None:
                continue
            rows.append(
                {
                    "code_id": code_id,
                    "unit_id": row.unit_id,
                    "text": row.text,
                    "stance": row.stance,
                    "most_say": most if other else "",
                    "share_most": round(part, 4) if other else None,
                    "contrast": found.group() if found else "",
                    "n_signs": int(other) + int(found is not None),
                    "meeting": row.meeting,
                    "speakers": row.speakers,
                    "source": row.source,
                    "line_start": row.line_start,
                }
            )
    columns = [
        *("code_id", "unit_id", "text", "stance", "most_say", "share_most", "contrast", "n_signs", "meeting"),
        *("speakers", "source", "line_start"),
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["n_signs", "code_id", "source", "line_start"], ascending=[False, True, True, True], ignore_index=True
    )


def single_mentions(
    units: Sequence[Unit],
    documents: Sequence[Document],
    codings: Iterable[Coding],
    *,
    labels: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Codes that were heard in one meeting only, with their statements: said once is not said in vain.

    A repeat of a statement is not counted again. Columns: code_id, label (from `labels`, else the id), n (statements of
    the code), meeting, speakers, municipality, unit_id, text, source, line_start; fewest statements first.
    """
    frame = coded_frame(units, documents, codings)
    frame = frame[(frame.code_id != NO_CODE) & ~frame.repeat.astype(bool)]
    meetings = frame.groupby("code_id").meeting.nunique()
    once = frame[frame.code_id.map(meetings) == 1].copy()
    once["n"] = once.groupby("code_id").unit_id.transform("nunique")
    once["label"] = [(labels or {}).get(code_id, code_id) for code_id in once.code_id]
    columns = [
        "code_id",
        "label",
        "n",
        "meeting",
        "speakers",
        "municipality",
        "unit_id",
        "text",
        "source",
        "line_start",
    ]
    return once[columns].sort_values(["n", "code_id", "source", "line_start"], ignore_index=True)
