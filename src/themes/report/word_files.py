"""The shorter Word files: participatieparagraaf, terugkoppeling per meeting, questions to the municipality, methods."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from themes.records import Document
from themes.report import wording
from themes.report.nota import TO_FILL, answer_text, found_table
from themes.report.page_rows import found_counts, meeting_name, speaker, upper_first
from themes.report.page_summary import account, summarise
from themes.report.people import Entry, People
from themes.report.run_tables import Point, RunTables
from themes.report.sheets_about import sample_sentence
from themes.report.theme_tables import theme_table
from themes.report.word_parts import Report
from themes.report.work_rows import WorkRows, work_rows
from themes.store import Store
from themes.words import shared

MOST_PER_PART = 6  # points in each part of a report back to participants: one or two pages
_TO_WRITE = "[Vul aan: {}]"


def write_word_files(
    tables: RunTables, folder: str | Path, *, people: People | None = None, template: str | Path | None = None
) -> list[Path]:
    """Write all shorter Word files of a run to a folder; gives their paths."""
    folder, people = Path(folder), people or People()
    rows = work_rows(tables)
    made = [
        _saved(participation(rows, people, template), folder / "participatieparagraaf.docx", tables.keep),
        _saved(questions(rows, people, template), folder / "vragen_aan_het_college.docx", tables.keep),
        _saved(methods(rows, people, template), folder / "methodeverantwoording.docx", tables.keep),
    ]
    for number, document in enumerate(tables.input_documents, 1):
        name = f"{number:02d}_{file_name(meeting_name(document))}.docx"
        report = feedback(rows, document, people, template)
        made.append(_saved(report, folder / "terugkoppeling" / name, tables.keep))
    return made


def file_name(text: str) -> str:
    """A name for a file that every system takes.

    >>> file_name("Thematafel Één: geld & werk")
    'thematafel_een_geld_werk'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60] or "bijeenkomst"


def _saved(report: Report, path: Path, keep: Store | None) -> Path:
    report.save(path, keep=keep)
    return path


# -- participatieparagraaf -------------------------------------------------------------------------------------


def participation(rows: WorkRows, people: People, template: str | Path | None = None) -> Report:
    """Text block for a proposal: who, when, how, what came out, what was done with it, who was missing."""
    report = Report(
        f"Participatieparagraaf {rows.municipality}".strip(), manifest=rows.tables.manifest, template=template
    )
    summary = summarise(rows.page)
    report.text(
        "Dit is een eerste versie van de tekst. De cijfers komen uit de verslagen. Vul aan wat tussen haken staat."
    )
    report.heading("Wie heeft meegepraat, wanneer en hoe?")
    report.text(summary.sentences[1])
    report.table(
        "Bijeenkomsten en verslagen",
        ("Bijeenkomst", "Datum", "Wie sprak?", "Gemeente", "Aantal punten"),
        [
            (
                meeting_name(document),
                wording.date_text(document.held_on) or "Niet genoemd",
                speaker(document),
                document.municipality or "Niet bekend",
                sum(point.document.document_id == document.document_id for point in rows.points),
            )
            for document in rows.tables.input_documents
        ],
        widths=(5.5, 3.2, 3.8, 2.6, 1.9),
    )
    report.text(_TO_WRITE.format("hoe mensen zijn uitgenodigd en hoe er is gepraat"))
    report.heading("Wat hebben we opgehaald?")
    report.text(summary.sentences[0])
    table = theme_table(rows.tables)
    report.table(
        "Aantal punten per thema",
        table.head[:4],
        [row[:4] for row in table.cells],
        widths=(5.6, 2.4, 3.2, 5.8),
    )
    report.text(f"{table.n}. {table.source} {table.note}", italic=True)
    report.text(_TO_WRITE.format("waar mensen het over eens waren, en waarover niet"))
    report.heading("Wat staat daarvan in het plan?")
    report.text(summary.sentences[2])
    report.text(shared.NOT_ADOPTED_NOTE)
    found_table(report, rows)
    report.heading("Wat deed de gemeente ermee, en wat niet?")
    _handled(report, rows, people)
    report.heading("Wie ontbrak?")
    unknown = sum(speaker(document) == shared.UNKNOWN_SPEAKER for document in rows.tables.input_documents)
    if unknown:
        verb = "zegt" if unknown == 1 else "zeggen"
        report.text(f"{wording.counted(unknown, *shared.REPORTS)} {verb} niet wie er sprak.")
    report.text(_TO_WRITE.format("welke groepen er niet bij waren en wat u daaraan doet"))
    return report


def _handled(report: Report, rows: WorkRows, people: People) -> None:
    numbers: dict[str, list[str]] = {}
    for point in rows.points:
        value = people.value("reaction", point.unit.unit_id, "handling")
        if value:
            numbers.setdefault(value, []).append(point.number)
    n_open = len(rows.points) - sum(len(own) for own in numbers.values())
    if not numbers:
        report.text("De gemeente heeft nog niet ingevuld wat zij met de punten doet. Dat kan in het werkboek.")
        return
    lines = [(name, len(own), ", ".join(own)) for name, own in sorted(numbers.items(), key=lambda row: _order(row[0]))]
    lines.append(("Nog niet ingevuld", n_open, ""))
    report.table(f"Verwerking van de {len(rows.points)} punten", ("Verwerking", "Aantal punten", "Nummers"), lines,
                 widths=(5.5, 2.5, 9.0))  # fmt: skip


def _order(value: str) -> int:
    return next((at for at, name in enumerate(shared.HANDLING) if value.startswith(name.split(",")[0])), 99)


# -- terugkoppeling --------------------------------------------------------------------------------------------


def feedback(rows: WorkRows, document: Document, people: People, template: str | Path | None = None) -> Report:
    """To the participants of one meeting: you said, this is in the plan, this is not."""
    title = f"Wat is er met uw inbreng gebeurd? {upper_first(meeting_name(document))}"
    report = Report(title, manifest=rows.tables.manifest, template=template)
    points = [point for point in rows.points if point.document.document_id == document.document_id]
    day = wording.date_text(document.held_on)
    counts = found_counts(points)
    verb = "staat" if len(points) == 1 else "staan"
    report.text(
        f"U praatte mee{f' op {day}' if day else ''}. Dank u wel. In het verslag {verb} "
        f"{wording.counted(len(points), *shared.POINTS)}. Hieronder leest u wat daarvan in het plan staat."
    )
    parts = [f"{counts[key]} keer ‘{name}’" for key, name in shared.FOUND.items()]
    if points:
        report.text(f"Wij zochten alle punten terug in het plan: {wording.listed(parts)}.")
    report.text(shared.NOT_ADOPTED_NOTE)
    _part(
        report,
        rows,
        people,
        "Dit vonden wij als doel of resultaat in het plan",
        [p for p in points if p.found == "result"],
    )
    _part(report, rows, people, "Dit vonden wij voor een deel in het plan", [p for p in points if p.found == "partly"])
    _part(
        report,
        rows,
        people,
        "Dit wordt alleen genoemd in de uitleg van het plan",
        [p for p in points if p.found == "approach"],
    )
    _part(report, rows, people, "Dit vonden wij niet in het plan", [p for p in points if p.found == "none"])
    _part(report, rows, people, "Dit kijken wij nog na", [p for p in points if p.found == "unsure"])
    report.heading("Vragen?")
    report.text(_TO_WRITE.format("naam, telefoonnummer en mailadres van de gemeente"))
    return report


def _part(report: Report, rows: WorkRows, people: People, title: str, points: Sequence[Point]) -> None:
    """Points under a heading; those that rest on one sentence of the plan stand together."""
    if not points:
        return
    report.heading(f"{title} ({len(points)})", 2)
    shown = points[:MOST_PER_PART]
    by_quote: dict[str, list[Point]] = {}
    for point in shown:
        by_quote.setdefault(rows.words_in_plan(point) or point.number, []).append(point)
    for own in by_quote.values():
        for point in own:
            report.labelled("U zei", f"‘{point.unit.text}’ ({point.number})")
            answer = answer_text(point.unit.unit_id, people)
            if answer:
                report.labelled("De gemeente zegt", answer.replace("\n", ". "))
            elif point.found == "none":
                report.labelled("Waarom niet", TO_FILL)
        if rows.words_in_plan(own[0]):
            report.labelled("In het plan staat", f"‘{rows.words_in_plan(own[0])}’ ({rows.short_place(own[0])})")
    rest = [point.number for point in points[MOST_PER_PART:]]
    if rest:
        verb = "Ook punt" if len(rest) == 1 else "Ook de punten"
        report.text(f"{verb} {wording.listed(rest)}. U vindt ze met dit nummer op de overzichtspagina.")


# -- vragen aan het college ------------------------------------------------------------------------------------


def to_ask(people: People) -> list[Entry]:
    """The last opinions that ask for an answer."""
    return [entry for entry in people.of_kind("verdict") if entry.field == "opinion" and entry.value in shared.TO_ASK]


def questions(rows: WorkRows, people: People, template: str | Path | None = None) -> Report:
    """Numbered questions, from the rows that a reviewer marked Niet eens or Bespreken."""
    report = Report(
        f"Vragen aan het college {rows.municipality}".strip(), manifest=rows.tables.manifest, template=template
    )
    asked = {entry.item_id: entry for entry in to_ask(people)}
    points = [point for point in rows.points if point.unit.unit_id in asked]
    advice = [row for row in rows.advice if row.advice.advice_id in asked]
    if not points and not advice:
        report.text(
            "Er zijn nog geen vragen. In het werkboek heeft niemand bij een punt ‘Niet eens’ of ‘Bespreken’ gekozen."
        )
        return report
    total = wording.counted(len(points) + len(advice), *shared.QUESTIONS)
    report.text(f"Wij hebben {total}. Ze gaan over punten die naar ons oordeel nog niet goed zijn verwerkt.")
    number = 0
    for point in points:
        number += 1
        said = f"‘{point.unit.text}’ ({point.number}; {speaker(point.document)}; {rows.where_said(point)})"
        quote = rows.words_in_plan(point)
        plan = shared.FOUND[point.found] + (f": ‘{quote}’ ({rows.place_in_plan(point)})" if quote else "")
        answer = answer_text(point.unit.unit_id, people).replace("\n", ". ")
        _question(report, number, [("Gezegd is", said), ("In het plan", plan), ("De gemeente zegt", answer)],
                  asked[point.unit.unit_id], people)  # fmt: skip
    for row in advice:
        number += 1
        answer = shared.ANSWER[row.advice.answer] + (
            f": ‘{row.advice.answer_quote}’" if row.advice.answer_quote else ""
        )
        parts = [
            ("Ons advies", f"‘{row.advice.text}’ ({row.number}; {row.place})"),
            ("Antwoord van het college", answer),
            ("Staat het nu in het plan?", row.in_plan),
        ]
        _question(report, number, parts, asked[row.advice.advice_id], people)
    return report


def _question(report: Report, number: int, parts: Sequence[tuple[str, str]], entry: Entry, people: People) -> None:
    report.heading(f"Vraag {number}", 2)
    for label, text in parts:
        if text:
            report.labelled(label, text)
    remark = people.value("verdict", entry.item_id, "remark")
    report.labelled(f"Ons oordeel: {entry.value}. Onze vraag", remark or _TO_WRITE.format("uw vraag"))


# -- methodeverantwoording -------------------------------------------------------------------------------------


def methods(rows: WorkRows, people: People, template: str | Path | None = None) -> Report:
    """How it was done: COREQ items that apply (Tong, Sainsbury and Craig 2007), versions, agreement, repeating it."""
    report = Report("Methodeverantwoording", manifest=rows.tables.manifest, template=template)
    manifest = rows.tables.manifest
    report.text(
        "Hier staat hoe dit overzicht is gemaakt. De nummers zijn die van COREQ, een lijst voor kwalitatief onderzoek."
    )
    report.heading("De aanpak in het kort")
    report.text(
        "Wij volgen een codeboek-aanpak: een vaste lijst van thema's met regels. De thema's zijn onderwerpen. "
        "Het is geen reflexieve thematische analyse."
    )
    report.table(
        "Punten van COREQ die hier gelden", ("Nr", "Onderwerp", "Hoe het hier is"), _coreq(rows, people),
        widths=(1.2, 4.6, 11.2),
    )  # fmt: skip
    report.heading("De sommen")
    report.table(
        "Sommen van deze uitkomst", ("Wat", "Aantal", "Is gelijk aan"),
        [(what, n, parts) for what, n, parts in account(rows.page)], widths=(4.5, 2.0, 10.5),
    )  # fmt: skip
    add_agreement(report, rows)
    report.heading("Versies")
    codebook = manifest["codebook"]
    lines = [
        ("Themes", manifest["themes"]), ("Codeboek", f"versie {codebook['version']}, kenmerk {codebook['digest']}"),
        ("Nederlandse taal", manifest["pipeline"]), ("Betekenis van zinnen", manifest["encoder"]),
        ("Startgetal voor loten", manifest["seed"]), *sorted((manifest.get("libraries") or {}).items()),
    ]  # fmt: skip
    report.table("Programma's en versies", ("Wat", "Versie"), lines, widths=(6.0, 11.0))
    inputs = sorted((manifest.get("inputs") or {}).items())
    report.table("Bestanden en hun kenmerk", ("Bestand", "Kenmerk (SHA-256, begin)"), inputs, widths=(11.0, 6.0))
    report.heading("Zo herhaalt u dit")
    for line in (
        "Zet dezelfde bestanden in een map, met hetzelfde codeboek en dezelfde antwoorden van mensen.",
        f"Installeer Themes versie {manifest['themes']}.",
        "Draai: themes run MAP --out UITKOMST",
        "De kenmerken in manifest.json zijn dan gelijk aan die in deze verantwoording.",
    ):
        report.item(line, numbered=True)
    report.heading("Wat het programma niet ziet")
    for line in summarise(rows.page).blind:
        report.item(line)
    return report


def _coreq(rows: WorkRows, people: People) -> list[tuple[str, str, str]]:
    tables = rows.tables
    coders = sorted({coding.coder for coding in tables.codings} - {"rules", "model"})
    with_people = len({coding.unit_id for coding in tables.codings if coding.coder in coders})
    human = (
        f"Daarnaast {wording.counted(len(coders), 'mens', 'mensen')}, "
        f"bij {wording.counted(with_people, *shared.POINTS)}. Kiest een mens, dan telt dat."
        if coders
        else "Er heeft nog geen mens gecodeerd."
    )
    n_minor = sum(len(row.points) == 1 for row in rows.page.themes)
    n_major, n_none = len(rows.page.themes) - n_minor, len(rows.page.without_theme)
    checked = sample_sentence(people) or "Er is nog geen steekproef nagekeken."
    topics = f"Een model zoekt ook zelf onderwerpen ({len(tables.topics)}). Die veranderen het codeboek niet."
    return [
        ("12", "Steekproef", f"Alle {len(tables.input_documents)} verslagen die zijn aangeleverd."),
        ("22", "Verzadiging", "Niet bepaald: de verslagen zijn niet gekozen tot er niets nieuws meer kwam."),
        ("24", "Aantal codeurs", f"De vaste regels van het codeboek. {human}"),
        ("25", "Codeboom", f"{len(tables.codebook.codes)} codes in {len(tables.codebook.themes)} groepen."),
        ("26", "Herkomst van de thema's", f"Vooraf vastgelegd in het codeboek. {topics}"),
        ("27", "Programma's", f"Themes {tables.manifest['themes']}; zie Versies."),
        ("28", "Controle door deelnemers", f"Deelnemers kunnen reageren op de terugkoppeling. {checked}"),
        ("29", "Citaten", "Elk punt staat er letterlijk, met een nummer, de bijeenkomst en de plek."),
        ("30", "Samenhang", "Elk thema bij een punt komt met de woorden waar dat op rust."),
        ("31", "Grote thema's", f"{n_major} thema's met meer dan één punt. {shared.COUNT_NOTE}"),
        ("32", "Kleine thema's", f"{n_minor} thema's met één punt; {n_none} punten zonder thema."),
    ]  # fmt: skip


def add_agreement(report: Report, rows: WorkRows) -> None:
    """How alike coders were, when two or more people coded the same points."""
    from themes.coding import agreement

    report.heading("Hoe goed codeurs het eens zijn")
    tables = rows.tables
    coders = sorted({coding.coder for coding in tables.codings} - {"rules", "model"})
    if len(coders) < 2:
        report.text("Dit is nog niet te zeggen: er zijn geen twee mensen die dezelfde punten hebben gecodeerd.")
        return
    try:
        made = agreement(list(tables.codings), list(tables.units), *coders)
    except ValueError:
        report.text("Dit is niet te zeggen: de codeurs hebben geen punt gemeen.")
        return
    labels = {code.id: code.label for code in tables.codebook.codes}
    lines = [
        (labels.get(row.code_id, row.code_id), row.n, row.n_yes, decimal(row.share_same), decimal(row.positive),
         decimal(row.alpha), row.warning or row.reason)
        for row in made.rows
    ]  # fmt: skip
    report.text(f"Codeurs: {wording.listed(list(made.coders))}; {wording.counted(made.n_units, *shared.POINTS)} samen.")
    report.table(
        "Overeenstemming per code",
        ("Code", "n", "Met ja", "Zelfde antwoord", "Eens over ja", "Krippendorffs alfa", "Let op"),
        lines, widths=(4.4, 1.2, 1.5, 2.1, 2.0, 2.3, 3.5), size=8.5,
    )  # fmt: skip


def decimal(value: float | None) -> str:
    """A share with a decimal comma, 'n.v.t.' when it can't be computed.

    >>> decimal(0.5), decimal(None)
    ('0,50', 'n.v.t.')
    """
    return "n.v.t." if value is None else f"{value:.2f}".replace(".", ",")
