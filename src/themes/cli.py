"""The command line: a subcommand a step, each a thin call of the library.

Exit codes: 0 all well; 1 done, but something in the data asks attention (a refused file, an unknown value);
2 not done: the command, the settings or the codebook don't hold.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from themes.problems import ThemesError
from themes.words import commands as words

DEFAULT_OUT = Path("outputs/run")

# what argparse says -> what we say
_ERRORS = (
    (re.compile(r"the following arguments are required: (?P<names>.+)"), words.ARGUMENT_MISSING),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), words.ARGUMENT_UNKNOWN),
    (
        re.compile(r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(.*choose from (?P<names>.+)\)"),
        words.NO_CHOICE,
    ),
    (re.compile(r"argument (?P<name>.+?): invalid \w+ value: (?P<value>.+)"), words.NO_NUMBER),
    (re.compile(r"argument (?P<name>.+?): expected (?:one|at least one|\d+) arguments?"), words.VALUE_MISSING),
    (re.compile(r"ambiguous option: (?P<name>\S+) could match (?P<names>.+)"), words.OPTION_UNCLEAR),
)


class _Help(argparse.HelpFormatter):
    """Help whose first word is Dutch too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, words.USAGE if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose own words are Dutch: heads, the option for help, and what it says of a wrong command."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"formatter_class": _Help, "add_help": False, **more})
        self._positionals.title, self._optionals.title = words.ARGUMENTS, words.OPTIONS
        self.add_argument("-h", "--help", action="help", help=words.HELP_HELP)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with a command line and end with code 2."""
        found = next(((form, match) for rule, form in _ERRORS if (match := rule.fullmatch(message))), None)
        told = found[0].format(**found[1].groupdict()) if found is not None else message
        self.print_usage(sys.stderr)
        self.exit(2, f"{told}\n{words.SEE_HELP.format(command=self.prog)}\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line; its texts are Dutch, as its users are."""
    from themes.report import names_command, sample

    top = _Parser(prog="themes", description=words.HELP_THEMES)
    top.add_argument("--debug", action="store_true", help=words.HELP_DEBUG)
    commands = top.add_subparsers(dest="command", metavar=words.COMMAND, required=True)  # help lists them in this order
    _add_run(commands)
    _add_find_and_show(commands)
    commands.add_parser("doctor", help=words.HELP_DOCTOR)
    _add_review(commands)
    _add_agreement(commands)
    _add_codebook(commands)
    _add_table(commands)
    names_command.add_parsers(commands, DEFAULT_OUT)
    sample.add_parser(commands)
    _add_compare(commands)
    return top


def _add_run(commands: Any) -> None:
    run = commands.add_parser("run", help=words.HELP_RUN)
    run.add_argument("corpus", nargs="?", default="corpus", help=words.HELP_RUN_CORPUS)
    run.add_argument("--out", default=str(DEFAULT_OUT), help=words.HELP_RUN_OUT.format(default=DEFAULT_OUT))
    run.add_argument("--force", action="store_true", help=words.HELP_RUN_FORCE)
    run.add_argument("--no-reports", action="store_true", help=words.HELP_RUN_NO_REPORTS)
    run.add_argument("--ocr", action="store_true", help=words.HELP_RUN_OCR)
    run.add_argument("--workers", type=int, default=None, help=words.HELP_RUN_WORKERS)
    run.add_argument("--seed", type=int, default=None, help=words.HELP_RUN_SEED)
    run.add_argument("--partitions", action="store_true", default=None, help=words.HELP_RUN_PARTITIONS)
    run.add_argument("--cluster", metavar=words.ADDRESS, default=None, help=words.HELP_RUN_CLUSTER)


def _add_find_and_show(commands: Any) -> None:
    find = commands.add_parser("find", help=words.HELP_FIND)
    find.add_argument("terms", nargs="+", metavar=words.WORD, help=words.HELP_FIND_TERMS)
    _run_option(find)
    find.add_argument("--json", action="store_true", help=words.HELP_JSON)

    show = commands.add_parser("show", help=words.HELP_SHOW)
    show.add_argument("number", help=words.HELP_SHOW_NUMBER)
    _run_option(show)


def _add_review(commands: Any) -> None:
    review = commands.add_parser("review", help=words.HELP_REVIEW)
    steps = review.add_subparsers(dest="step", metavar=words.STEP, required=True)
    out = steps.add_parser("out", help=words.HELP_REVIEW_OUT)
    out.add_argument("file", type=Path, nargs="?", help=words.HELP_REVIEW_FILE)
    out.add_argument("--page", type=Path, default=None, help=words.HELP_REVIEW_PAGE)
    out.add_argument("--coder", default=None, help=words.HELP_REVIEW_CODER)
    out.add_argument("--sample", type=int, default=None, help=words.HELP_REVIEW_SAMPLE)
    out.add_argument("--next", type=int, default=None, help=words.HELP_REVIEW_NEXT_ONLY)
    out.add_argument("--blind", action="store_true", help=words.HELP_REVIEW_BLIND)
    out.add_argument("--corpus", type=Path, default=Path("corpus"), help=words.HELP_REVIEW_CORPUS)
    _run_option(out)
    back = steps.add_parser("in", help=words.HELP_REVIEW_IN)
    back.add_argument("file", type=Path, nargs="+")
    back.add_argument("--corpus", type=Path, default=Path("corpus"), help=words.HELP_REVIEW_KEPT)
    _run_option(back)
    nxt = steps.add_parser("next", help=words.HELP_REVIEW_NEXT)
    nxt.add_argument("-n", type=int, default=20, help=words.HELP_REVIEW_N)
    _run_option(nxt)


def _add_agreement(commands: Any) -> None:
    agreement = commands.add_parser("agreement", help=words.HELP_AGREEMENT)
    agreement.add_argument("coders", nargs="*", metavar=words.NAME, help=words.HELP_AGREEMENT_CODERS)
    agreement.add_argument("--corpus", type=Path, default=Path("corpus"), help=words.HELP_DECISIONS)
    agreement.add_argument("--all", action="store_true", help=words.HELP_AGREEMENT_ALL)
    _run_option(agreement)


def _add_codebook(commands: Any) -> None:
    codebook = commands.add_parser("codebook", help=words.HELP_CODEBOOK)
    steps = codebook.add_subparsers(dest="step", metavar=words.STEP, required=True)
    check = steps.add_parser("check", help=words.HELP_CODEBOOK_CHECK)
    check.add_argument("file", nargs="?", type=Path)
    diff = steps.add_parser("diff", help=words.HELP_CODEBOOK_DIFF)
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    why = steps.add_parser("why", help=words.HELP_CODEBOOK_WHY)
    why.add_argument("number", help=words.HELP_WHY_NUMBER)
    why.add_argument("code", help=words.HELP_WHY_CODE)
    _run_option(why)
    suggest = steps.add_parser("suggest", help=words.HELP_SUGGEST)
    suggest.add_argument("--corpus", type=Path, default=Path("corpus"), help=words.HELP_SUGGEST_CORPUS)
    suggest.add_argument("-n", type=int, default=20, help=words.HELP_SUGGEST_N)
    suggest.add_argument("--effect", type=int, nargs="+", metavar=words.NUMBER, help=words.HELP_SUGGEST_EFFECT)
    suggest.add_argument("--accept", type=int, nargs="+", metavar=words.NUMBER, help=words.HELP_SUGGEST_ACCEPT)
    _run_option(suggest)
    convert = steps.add_parser("convert", help=words.HELP_CONVERT)
    convert.add_argument("old", type=Path)
    convert.add_argument("new", type=Path)


def _add_table(commands: Any) -> None:
    table = commands.add_parser("table", help=words.HELP_TABLE)
    table.add_argument("codes", nargs="*", metavar=words.THEME, help=words.HELP_TABLE_CODES)
    table.add_argument("--as", dest="form", default="markdown", help=words.HELP_TABLE_FORM)
    table.add_argument("--to", type=Path, default=None, help=words.HELP_TABLE_TO)
    _run_option(table)


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser("compare", help=words.HELP_COMPARE)
    compare.add_argument("old", type=Path, help=words.HELP_COMPARE_OLD)
    compare.add_argument("new", type=Path, help=words.HELP_COMPARE_NEW)
    compare.add_argument("--json", action="store_true", help=words.HELP_JSON)


def _run_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--run", type=Path, default=DEFAULT_OUT, help=words.HELP_RUN_FOLDER.format(default=DEFAULT_OUT)
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks and give the exit code; errors become one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not know every letter
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments = parser().parse_args(argv)
    try:
        from themes import commands

        return int(getattr(commands, f"do_{arguments.command}")(arguments))
    except ThemesError as error:
        if arguments.debug:
            raise
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print(words.STOPPED, file=sys.stderr)
        return 130


def entry() -> None:
    """Entry point of the installed `themes` command."""
    code = main()
    gc.freeze()  # the process ends: no looking for garbage among a million records that the system takes back at once
    sys.exit(code)
