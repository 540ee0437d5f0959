"""The command line: a subcommand a step, each a thin call of the library.

Exit codes: 0 all well; 1 done, but something in the data asks attention (a refused file, an unknown value);
2 not done: the command, the settings or the codebook don't hold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from themes.problems import ThemesError

DEFAULT_OUT = Path("outputs/run")


def parser() -> argparse.ArgumentParser:
    """The whole command line; its texts are Dutch, as its users are."""
    top = argparse.ArgumentParser(
        prog="themes",
        description="Wat is er gezegd in bijeenkomsten, en wat doet het beleid ermee? Alles blijft op deze computer.",
    )
    top.add_argument("--debug", action="store_true", help="toon bij een fout waar in het programma die ontstond")
    commands = top.add_subparsers(dest="command", metavar="OPDRACHT", required=True)

    run = commands.add_parser("run", help="lees een map met verslagen en beleid en maak alle tabellen en rapporten")
    run.add_argument("corpus", nargs="?", default="corpus", help="de map of URL (zonder: corpus)")
    run.add_argument("--out", default=str(DEFAULT_OUT), help=f"map of URL voor de uitkomst (zonder: {DEFAULT_OUT})")
    run.add_argument("--force", action="store_true", help="doe elke stap opnieuw")
    run.add_argument("--no-reports", action="store_true", help="alleen tabellen, geen pagina, werkboek en Word")
    run.add_argument("--ocr", action="store_true", help="lees bladzijden zonder tekst met Tesseract")
    run.add_argument("--workers", type=int, default=None, help="aantal bestanden dat tegelijk gelezen wordt")
    run.add_argument("--seed", type=int, default=None, help="beginwaarde van alles wat trekt")
    run.add_argument(
        "--partitions",
        action="store_true",
        default=None,
        help="werk in delen, zodat een heel grote map in het geheugen past (vanzelf boven partitions_from)",
    )
    run.add_argument(
        "--cluster",
        metavar="ADRES",
        default=None,
        help="laat een Dask-cluster het werk doen: tcp://naam:poort, of local voor alle kernen van deze computer",
    )

    find = commands.add_parser("find", help="zoek waar het beleid over een woord of onderwerp spreekt")
    find.add_argument("terms", nargs="+", metavar="WOORD", help="een woord of woordgroep; meer mag")
    _run_option(find)
    find.add_argument("--json", action="store_true", help="als JSON")

    show = commands.add_parser("show", help="toon één uitspraak met alles wat erbij hoort")
    show.add_argument("number", help="het nummer (2.14) of het id van de uitspraak")
    _run_option(show)

    commands.add_parser("doctor", help="wat is er op deze computer, en wat kan er bij")

    review = commands.add_parser("review", help="laat mensen coderen: werkblad uit, werkblad terug, wat nu")
    steps = review.add_subparsers(dest="step", metavar="STAP", required=True)
    out = steps.add_parser("out", help="maak een werkblad (.xlsx), pagina (.html) of project (.qdpx) om te coderen")
    out.add_argument("file", type=Path, nargs="?", help="wat er gemaakt wordt; het eind van de naam zegt de soort")
    out.add_argument("--page", type=Path, default=None, help="maak een pagina voor de browser (.html)")
    out.add_argument("--coder", default=None, help="naam van wie het invult")
    out.add_argument("--sample", type=int, default=None, help="trek zoveel uitspraken")
    out.add_argument("--next", type=int, default=None, help="alleen zoveel uitspraken die een blik waard zijn")
    out.add_argument("--blind", action="store_true", help="zonder wat de computer vond")
    out.add_argument("--corpus", type=Path, default=Path("corpus"), help="map met de stukken (voor .qdpx)")
    _run_option(out)
    back = steps.add_parser("in", help="lees ingevulde bestanden terug: .json van de pagina, .xlsx of .qdpx")
    back.add_argument("file", type=Path, nargs="+")
    back.add_argument("--corpus", type=Path, default=Path("corpus"), help="map waar de besluiten bewaard worden")
    _run_option(back)
    nxt = steps.add_parser("next", help="welke uitspraken zijn een blik waard")
    nxt.add_argument("-n", type=int, default=20, help="hoeveel (zonder: 20)")
    _run_option(nxt)

    agreement = commands.add_parser("agreement", help="hoe eens zijn codeurs het, per code en in het geheel")
    agreement.add_argument("coders", nargs="*", metavar="NAAM", help="namen van codeurs; 'rules' is de computer")
    agreement.add_argument("--corpus", type=Path, default=Path("corpus"), help="map met de besluiten")
    agreement.add_argument("--all", action="store_true", help="toon alle uitspraken om te bespreken")
    _run_option(agreement)

    codebook = commands.add_parser("codebook", help="controleer, vergelijk en ondervraag het codeboek")
    steps = codebook.add_subparsers(dest="step", metavar="STAP", required=True)
    check = steps.add_parser("check", help="controleer een codeboek; zonder bestand het meegeleverde")
    check.add_argument("file", nargs="?", type=Path)
    diff = steps.add_parser("diff", help="wat veranderde tussen twee codeboeken")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    why = steps.add_parser("why", help="waarom kreeg een uitspraak een code (of niet)")
    why.add_argument("number", help="nummer of id van de uitspraak")
    why.add_argument("code", help="id van de code")
    _run_option(why)

    suggest = steps.add_parser("suggest", help="woorden erbij of eraf, uit wat mensen besloten")
    suggest.add_argument("--corpus", type=Path, default=Path("corpus"), help="map met de besluiten en het codeboek")
    suggest.add_argument("-n", type=int, default=20, help="hoeveel voorstellen (zonder: 20)")
    suggest.add_argument("--effect", type=int, nargs="+", metavar="NUMMER", help="toon het gevolg in alle stukken")
    suggest.add_argument("--accept", type=int, nargs="+", metavar="NUMMER", help="neem deze voorstellen over")
    _run_option(suggest)
    convert = steps.add_parser("convert", help="zet een codeboek om: .yml, .xlsx of .qdc")
    convert.add_argument("old", type=Path)
    convert.add_argument("new", type=Path)

    table = commands.add_parser("table", help="een thematabel voor in een rapport")
    table.add_argument("codes", nargs="*", metavar="THEMA", help="ids van codes; zonder: alle")
    table.add_argument(
        "--as", dest="form", default="markdown", help="word, excel, markdown, latex, html, csv of csv-nl"
    )
    table.add_argument("--to", type=Path, default=None, help="bestand (zonder: op het scherm)")
    _run_option(table)

    from themes.report.names_command import add_parsers
    from themes.report.sample import add_parser

    add_parsers(commands, DEFAULT_OUT)
    add_parser(commands)

    compare = commands.add_parser("compare", help="vergelijk twee versies van een plan, of twee runs")
    compare.add_argument("old", type=Path, help="map van de oude run")
    compare.add_argument("new", type=Path, help="map van de nieuwe run")
    compare.add_argument("--json", action="store_true", help="als JSON")
    return top


def _run_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--run", type=Path, default=DEFAULT_OUT, help=f"map van de run (zonder: {DEFAULT_OUT})")


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
        print("Afgebroken. De vorige uitkomst is er nog.", file=sys.stderr)
        return 130


def entry() -> None:
    """Entry point of the installed `themes` command."""
    sys.exit(main())
