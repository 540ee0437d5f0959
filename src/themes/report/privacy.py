"""Two copies of the reports: the internal one is full, the public one has names, mail addresses and phones taken out.

The program proposes, a person decides: each wording in `namen.csv` in the corpus folder gets 'weghalen' or 'laten
staan'. The public copy is refused while a wording waits for a decision. Roles and organisations stay, they carry the
meaning. It is called 'namen weggehaald', not anonymous: the originals still exist.
"""

from __future__ import annotations

import csv
import dataclasses
import html
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.decisions import flat
from themes.folder import MANIFEST
from themes.problems import ThemesError
from themes.records import TABLES, Records
from themes.report import NAMES as NAMES
from themes.report import wording
from themes.report.cells import guarded, unguarded
from themes.report.name_rules import HIDE, KEEP, NAME, Hit, find_hits, is_plain, name_parts, pattern
from themes.report.people import Entry, People
from themes.report.run_tables import RunTables
from themes.tables import write_table
from themes.words import names as words

PROPOSAL = "namen_te_controleren.csv"  # in the folder of the run: to decide on and to keep as namen.csv
PUBLIC = "openbaar"  # folder of the public copy
READ_ME = "leesmij.txt"
LOG = "wat_is_weggehaald.csv"
MARK = words.MARK
_HEADER = (words.KIND, words.TEXT, words.PROPOSAL, words.DECISION, words.BY, words.WHY, words.COUNT, words.PLACE,
           words.SENTENCE)  # fmt: skip
_NO_TEXT = frozenset({"unit_id", "document_id", "source_digest", "goal_id", "parent_id", "plan_unit_id", "code_id",
                      "programme_id", "topic_id", "advice_id", "goal_ids", "repeat_of", "spans"})  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a wording: 'weghalen', 'laten staan', or '' for not yet."""

    hit: Hit
    decision: str = ""
    who: str = ""


def find_names(tables: RunTables, people: People | None = None, *, recogniser: bool = True) -> list[Hit]:
    """Wordings in the texts of a run, in its settings and in what people wrote that may point to a person."""
    texts = [(unit.text, wording.place_text(unit.source, None, unit.line_start)) for unit in tables.units]
    texts += [(text, document.source) for document in tables.documents for text in _own_text(document)]
    names = sorted({document.source for document in tables.documents})
    texts += [(re.sub(r"[_.]+", " ", Path(name).stem), words.NAME_OF_FILE.format(file=name)) for name in names]
    texts += [(code.example, words.OF_CODEBOOK) for code in tables.codebook.codes if code.example]
    author = (tables.manifest.get("settings") or {}).get("author")
    texts += [(words.MADE_BY.format(author=author), "themes.toml")] if author else []
    texts += [(entry.value, words.OF_WORKBOOK) for entry in (people.entries if people is not None else ())]
    return find_hits(texts, recogniser=recogniser)


def _own_text(document: Any) -> list[str]:
    return [text for text in (document.title, document.meeting, document.speakers) if text]


def read_names(corpus: str | Path) -> dict[tuple[str, str], Decision]:
    """The decisions in namen.csv, by (kind, wording in lower case). Raises ThemesError for a decision not known."""
    path = Path(corpus) / NAMES
    if not path.exists():
        return {}
    made: dict[tuple[str, str], Decision] = {}
    for number, row in csv_rows(path):
        values = {key: row.get(key, "") for key in _HEADER}
        chosen = flat(values[words.DECISION])
        if chosen not in ("", HIDE, KEEP):
            raise ThemesError(
                words.NO_DECISION.format(n=number, value=values[words.DECISION]),
                where=NAMES,
                remedy=words.CHOOSE.format(hide=HIDE, keep=KEEP),
            )
        if values[words.TEXT]:
            hit = Hit(values[words.KIND], values[words.TEXT], values[words.PROPOSAL], values[words.WHY])
            made[hit.kind, flat(hit.text)] = Decision(hit, chosen, values[words.BY])
    return made


def merged(hits: Sequence[Hit], known: Mapping[tuple[str, str], Decision]) -> list[Decision]:
    """All wordings with the decisions that there are, first those found, then those that only people named."""
    rows = [
        dataclasses.replace(known[hit.kind, flat(hit.text)], hit=hit)
        if (hit.kind, flat(hit.text)) in known
        else _first(hit)
        for hit in hits
    ]
    found = {(hit.kind, flat(hit.text)) for hit in hits}
    return rows + [decision for key, decision in known.items() if key not in found]


def _first(hit: Hit) -> Decision:
    """A wording that nobody decided on yet; an address of an organisation stays without a question."""
    if hit.ground == words.OFFICIAL:
        return Decision(hit, KEEP, words.BY_PROGRAM)
    return Decision(hit)


def csv_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(row number, column -> text) of a CSV file with ; or , between the cells."""
    text = path.read_bytes().decode("utf-8-sig", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    return [
        (number, {str(key).strip(): unguarded(str(value or "")).strip() for key, value in row.items() if key})
        for number, row in enumerate(reader, 2)
    ]


def write_names(path: str | Path, hits: Sequence[Hit], known: Mapping[tuple[str, str], Decision]) -> list[Decision]:
    """Write all wordings with the decisions that there are; gives the rows, also of those no longer found."""
    rows = merged(hits, known)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [
        (
            row.hit.kind,
            row.hit.text,
            row.hit.proposal,
            row.decision,
            row.who,
            row.hit.ground,
            str(row.hit.count),
            row.hit.place,
            row.hit.sentence,
        )
        for row in rows
    ]
    path.write_bytes(_csv(_HEADER, cells))
    return rows


def write_public(
    tables: RunTables, folder: str | Path, *, corpus: str | Path, people: People | None = None,
    template: str | Path | None = None, recogniser: bool = True, to: str | Path | None = None,
) -> list[Path]:  # fmt: skip
    """Write the public copy of all reports, with the log of what was taken out and why beside it.

    Parameters
    ----------
    folder : of the run; gets namen_te_controleren.csv and the log.
    corpus : holds namen.csv with the decisions.
    to : folder of the copy; `folder`/openbaar when None. What stood there goes.

    Raises ThemesError while a wording waits for a decision, and when one that was taken out still stands in a file;
    there is no public copy then.
    """
    from themes.report import write_set

    people = people or People()
    target = Path(to) if to is not None else Path(folder) / PUBLIC
    if (target / READ_ME).exists():  # an earlier copy: never the folder of something else
        shutil.rmtree(target)
    hits = find_names(tables, people, recogniser=recogniser)
    decisions = write_names(Path(folder) / PROPOSAL, hits, read_names(corpus))
    waiting = [row for row in decisions if not row.decision]
    if waiting:
        message = wording.told(len(waiting), words.WAITING)
        raise ThemesError(message, remedy=words.DECIDE_FIRST.format(hide=HIDE, keep=KEEP))
    hidden = [row for row in decisions if row.decision == HIDE]
    clean = Cleaner(
        [*(row.hit for row in hidden), *_cut_names(decisions)], [r.hit for r in decisions if r.decision == KEEP]
    )
    with tempfile.TemporaryDirectory() as place:
        run, made = Path(place) / "run", Path(place) / "copy"
        run.mkdir()
        _clean_run(tables, clean, run)
        public = RunTables(run, _clean_codebook(tables.codebook, clean), vectors=tables.vectors)
        write_set(public, made, corpus=None, people=_clean_people(people, clean), template=template)
        (made / READ_ME).write_text(_read_me(hidden), encoding="utf-8")
        kept = Cleaner((), [row.hit for row in decisions if row.decision == KEEP])
        left = left_over([kept.without(text) for text in copy_texts(made)], [row.hit for row in hidden])
        if left:
            raise ThemesError(
                words.STILL_THERE.format(text=left[0]),
                remedy=words.REPORT_IT,
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, target, dirs_exist_ok=True)
    log = [(row.hit.kind, row.hit.text, clean.sign(row.hit.kind), row.hit.ground or words.DECIDED_BY_PERSON, row.who,
            str(row.hit.count)) for row in hidden]  # fmt: skip
    head = (words.KIND, words.TEXT, words.NOW_AS, words.WHY, words.DECIDED_BY, words.COUNT)
    (Path(folder) / LOG).write_bytes(_csv(head, log))  # beside the public copy, never in it: it holds the names
    return sorted(path for path in target.rglob("*") if path.is_file())


def _cut_names(decisions: Sequence[Decision]) -> list[Hit]:
    """Parts of names that are taken out: a quote may end halfway a name. Plain words are none of them."""
    decided = {flat(row.hit.text) for row in decisions}
    names = [row.hit.text for row in decisions if row.decision == HIDE and row.hit.kind == NAME]
    parts = dict.fromkeys(part for name in names for part in name_parts(name))
    return [Hit(NAME, part, HIDE, "") for part in parts if flat(part) not in decided and not is_plain(part)]


def _read_me(hidden: Sequence[Decision]) -> str:
    """What a reader of the public copy should know: how much was taken out, never what."""
    counts = Counter(row.hit.kind for row in hidden)
    lines = [words.COPY_WHAT, "", words.COPY_REMOVED]
    lines += [words.COPY_COUNT.format(kind=kind, n=number) for kind, number in sorted(counts.items())]
    lines += ["", words.COPY_DECIDED, words.COPY_NOT_ANONYMOUS, ""]
    return "\r\n".join(lines)


def copy_texts(folder: Path) -> list[str]:
    """The text of every file of a copy, without marks, as a reader can see or search it."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as file:
                parts = [file.read(name).decode("utf-8", "ignore") for name in file.namelist() if name.endswith(".xml")]
            texts += [
                html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(?:w:p|si|w:tc)>", "\n", part))) for part in parts
            ]
        elif path.is_file():
            text = path.read_text("utf-8-sig")
            texts.append(html.unescape(re.sub(r"<[^>]+>", " ", text)) if path.suffix == ".html" else text)
    return texts


class Cleaner:
    """Takes wordings out of text: the longest first, as whole words, whatever white space is between them.

    Parameters
    ----------
    hits : what to take out.
    kept : wordings that stay, also where one to take out stands within them ('Jan' in the name of a square).
    """

    signs: Mapping[str, str] = {
        kind: words.SIGN.format(kind=kind) for kind in (words.NAME, words.MAIL, words.PHONE, words.HOME, words.NUMBER)
    }

    def __init__(self, hits: Iterable[Hit], kept: Iterable[Hit] = ()) -> None:
        rules = [(hit.text, self.sign(hit.kind)) for hit in hits] + [(hit.text, "") for hit in kept]
        ordered = sorted(dict(reversed(rules)).items(), key=lambda rule: (-len(rule[0]), rule[0]))
        self._names = [text for text, sign in ordered if sign == self.signs[NAME] and len(text) > 3]
        self._signs = [sign for _, sign in ordered]
        self._form = re.compile("|".join(f"({pattern(text).pattern})" for text, _ in ordered)) if ordered else None

    @classmethod
    def sign(cls, kind: str) -> str:
        """What stands in the text instead of a wording of this kind."""
        return cls.signs.get(kind, words.SIGN_OTHER)

    def __call__(self, text: str) -> str:
        """The text without the wordings.

        >>> Cleaner([Hit("naam", "Ans Duin", "weghalen", "")])("Ans  Duin zei het")
        '[naam] zei het'
        """
        if self._form is None:
            return text
        return self._form.sub(lambda match: self._signs[(match.lastindex or 1) - 1] or match.group(), text)

    def without(self, text: str) -> str:
        """The text with every wording that it knows replaced by a blank."""
        return self._form.sub(" ", text) if self._form is not None else text

    def source(self, name: str) -> str:
        """A path without the names in it, whatever signs stand between their words."""
        for text in self._names:
            parts = r"[\s_.-]+".join(re.escape(part) for part in re.findall(r"\w+", text))
            name = re.sub(rf"(?<![^\W_]){parts}(?![^\W_])", words.NAME, name, flags=re.IGNORECASE)
        return name

    def deep(self, value: Any) -> Any:
        """The same for all text in lists and dicts; keys of a dict stay."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.deep(item) for item in value]
        if isinstance(value, dict):
            return {key: self.deep(item) for key, item in value.items()}
        return value


def _clean_run(tables: RunTables, clean: Cleaner, folder: Path) -> None:
    """Write a copy of the run's tables and manifest without the wordings."""
    for name, record_type in TABLES.items():
        rows = []
        for row in tables.table(name):
            changes = {}
            for field in dataclasses.fields(record_type):
                value = getattr(row, field.name)
                if isinstance(value, str) and field.name not in _NO_TEXT:
                    cleaned = _clean_json(value, clean) if value[:1] in "[{" else clean(value)
                    cleaned = clean.source(cleaned) if field.name == "source" else cleaned
                    if cleaned != value:
                        changes[field.name] = cleaned
            if name == "codings" and row.coder not in ("rules", "model"):
                changes["coder"] = words.A_CODER
            rows.append(dataclasses.replace(row, **changes) if changes else row)
        write_table(Records(record_type, rows), folder / "tables", name)
    manifest = clean.deep(tables.manifest)
    inputs = manifest.get("inputs")
    if isinstance(inputs, dict):
        manifest["inputs"] = {clean.source(name): value for name, value in inputs.items()}
    manifest["copy"] = "public"
    settings = dict(manifest.get("settings") or {})
    place = settings.get("municipality") or ""
    settings["municipality"] = f"{place} ({MARK})".strip()
    (folder / MANIFEST).write_text(json.dumps({**manifest, "settings": settings}, ensure_ascii=False), encoding="utf-8")


def _clean_codebook(codebook: Any, clean: Cleaner) -> Any:
    """The codebook with its examples cleaned: they are often words of people."""
    codes = tuple(
        dataclasses.replace(code, example=clean(code.example), borderline=clean(code.borderline),
                            example_source=clean.source(code.example_source))
        for code in codebook.codes
    )  # fmt: skip
    return dataclasses.replace(codebook, codes=codes)


def _clean_json(value: str, clean: Cleaner) -> str:
    try:
        return json.dumps(clean.deep(json.loads(value)), ensure_ascii=False)
    except ValueError:
        return clean(value)


def _clean_people(people: People, clean: Cleaner) -> People:
    """What people wrote, without wordings, and without who wrote or checked it."""
    kept = [entry for entry in people.entries if entry.field != "checked"]
    return People(_cleaned(entry, clean) for entry in kept)


def _cleaned(entry: Entry, clean: Cleaner) -> Entry:
    return dataclasses.replace(
        entry, value=clean(entry.value), before=clean(entry.before), text=clean(entry.text), who=""
    )


def left_over(texts: Iterable[str], hits: Sequence[Hit]) -> list[str]:
    """Wordings that still stand in texts: the last check before a public copy leaves the house."""
    whole = re.sub(r"\s+", " ", "\n".join(texts))
    return [hit.text for hit in hits if pattern(hit.text).search(whole)]


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "replace")
