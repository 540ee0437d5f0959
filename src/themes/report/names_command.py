"""`themes names out | in` and `themes public`: names proposed, decided on by a person, and the copy without them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from themes.words import commands as words

MOST_SHOWN = 10  # small groups on the screen; all are in the list


def add_parsers(commands: Any, default_run: Path) -> None:
    """Add the subcommands to the command line."""
    names = commands.add_parser("names", help=words.HELP_NAMES)
    steps = names.add_subparsers(dest="step", metavar=words.STEP, required=True)
    out = steps.add_parser("out", help=words.HELP_NAMES_OUT)
    out.add_argument("file", nargs="?", type=Path, default=Path("namen.xlsx"), help=words.HELP_NAMES_FILE)
    back = steps.add_parser("in", help=words.HELP_NAMES_IN)
    back.add_argument("file", nargs="?", type=Path, default=Path("namen.xlsx"), help=words.HELP_NAMES_FILE)
    public = commands.add_parser("public", help=words.HELP_PUBLIC)
    public.add_argument("--to", type=Path, default=None, help=words.HELP_PUBLIC_TO)
    for step in (out, public):
        step.add_argument(
            "--run", type=Path, default=default_run, help=words.HELP_RUN_FOLDER.format(default=default_run)
        )
    for step in (out, back, public):
        step.add_argument("--corpus", type=Path, default=Path("corpus"), help=words.HELP_PUBLIC_CORPUS)


def do_names(arguments: argparse.Namespace) -> int:
    """`themes names out | in`: 0 all decided or done, 1 a value that is not known."""
    from themes.report.names_sheet import read_sheet, write_sheet
    from themes.report.privacy import read_names

    if arguments.step == "in":
        added, findings = read_sheet(arguments.file, arguments.corpus)
        print(words.DECISIONS_READ.format(n=added))
        for row in findings:
            print(f"{row.key}: {row.message} {row.remedy}", file=sys.stderr)
        return 1 if findings else 0
    from themes.report.privacy import find_names
    from themes.report.small_groups import find_small_groups

    tables, people = _run(arguments)
    hits = find_names(tables, people)
    groups = find_small_groups(tables)
    rows = write_sheet(arguments.file, hits, read_names(arguments.corpus), groups)
    waiting = sum(not row.decision for row in rows)
    print(words.NAMES_FOUND.format(n=len(rows), waiting=waiting))
    print(words.READY.format(file=arguments.file))
    _warn(groups)
    return 0


def do_public(arguments: argparse.Namespace) -> int:
    """`themes public`: the copy without names; refuses while a wording waits for a decision."""
    from themes.report.privacy import LOG, write_public
    from themes.report.small_groups import find_small_groups
    from themes.settings import read_settings

    tables, people = _run(arguments)
    settings = read_settings(arguments.corpus)
    template = arguments.corpus / settings.template if settings.template else None
    made = write_public(
        tables, arguments.run, corpus=arguments.corpus, people=people, template=template, to=arguments.to
    )
    folder = made[0].parent if made else arguments.run
    print(words.PUBLIC_MADE.format(folder=folder, n=len(made)))
    print(words.PUBLIC_LOG.format(file=arguments.run / LOG))
    print(words.PUBLIC_READ)
    _warn(find_small_groups(tables))
    return 0


def _run(arguments: argparse.Namespace) -> tuple[Any, Any]:
    """The tables of the run and what people wrote about it."""
    from themes.report import codebook_of
    from themes.report.people import read_people
    from themes.report.run_tables import RunTables
    from themes.report.work_rows import work_rows
    from themes.settings import read_settings

    tables = RunTables(arguments.run, codebook_of(arguments.corpus, read_settings(arguments.corpus)))
    return tables, read_people(arguments.corpus, work_rows(tables).items)


def _warn(groups: list[Any]) -> None:
    if not groups:
        return
    print(words.GROUPS_FOUND.format(n=len(groups)), file=sys.stderr)
    for group in groups[:MOST_SHOWN]:
        print(f"  {group.sentence()}", file=sys.stderr)
    if len(groups) > MOST_SHOWN:
        print(words.GROUPS_MORE.format(n=len(groups) - MOST_SHOWN), file=sys.stderr)
