"""What the subcommands about coding do: `themes review`, `themes codebook` and `themes agreement`."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.problems import ThemesError
from themes.records import Finding
from themes.words import commands as words

if TYPE_CHECKING:
    import numpy as np

MOST_SHOWN = 10  # lines of a list on the screen
OPTIONS = 3  # words proposed for a code that was missed


def tables_of(arguments: argparse.Namespace) -> Any:
    """The tables of the run that the command line names."""
    from themes.report.run_tables import RunTables

    return RunTables(arguments.run)


def vectors_of(tables: Any) -> Callable[[Sequence[str]], np.ndarray]:
    """Sentence vectors (n, d) by the encoder of that run, from the folder of vectors kept between runs."""
    from themes.language.vectors import encode
    from themes.project import vector_folder

    return lambda texts: encode(texts, encoder=tables.manifest["encoder"], cache=vector_folder())


def numbers_of(tables: Any) -> dict[str, str]:
    """Unit id -> number of the statement on the page."""
    return {point.unit.unit_id: point.number for point in tables.points}


def point_of(tables: Any, number: str) -> Any:
    """The statement with this number or id. Raises ThemesError when there is none."""
    for point in tables.points:
        if number in (point.number, point.unit.unit_id):
            return point
    raise ThemesError(words.NO_STATEMENT.format(number=number), remedy=words.LOOK_IN_COLUMN)


def do_review(arguments: argparse.Namespace) -> int:
    """`themes review out | in | next`."""
    tables = tables_of(arguments)
    if arguments.step == "out":
        return _out(arguments, tables)
    if arguments.step == "in":
        return _in(arguments, tables)
    numbers = numbers_of(tables)
    for candidate in _queue(tables, arguments.n):
        print(f"{numbers[candidate.unit_id]:8s} {candidate.reason}")
    return 0


def _queue(tables: Any, n: int) -> list[Any]:
    """The statements most worth a look."""
    from themes.coding import next_to_review
    from themes.language import pipeline

    units = [point.unit for point in tables.points]
    return next_to_review(units, tables.codings, vectors_of(tables), n, codebook=tables.codebook, pipeline=pipeline())


def _out(arguments: argparse.Namespace, tables: Any) -> int:
    files = [path for path in (arguments.file, arguments.page) if path is not None]
    if not files:
        raise ThemesError(words.NO_FILE, remedy=words.NAME_A_FILE)
    units, reasons = [point.unit for point in tables.points], {}
    if arguments.next is not None:  # a blind page doesn't show the reasons
        by_id = {unit.unit_id: unit for unit in units}
        queue = _queue(tables, arguments.next)
        units, reasons = [by_id[row.unit_id] for row in queue], {row.unit_id: row.reason for row in queue}
    options = {
        "coder": arguments.coder,
        "blind": arguments.blind,
        "sample": arguments.sample,
        "seed": tables.manifest["seed"],
    }
    for path in files:
        if path.suffix.lower() == ".qdpx":
            _write_project(path, arguments.corpus, tables)
        elif path is arguments.page or path.suffix.lower() in (".html", ".htm"):
            from themes.report.review_page import review_page

            review_page(
                units,
                tables.codings,
                tables.codebook,
                numbers=numbers_of(tables),
                speakers={point.unit.unit_id: point.document.speakers or "" for point in tables.points},
                reasons=reasons,
                around=tables.units,
                **options,
            ).save(path)
        else:
            from themes.coding import write_review_sheet

            write_review_sheet(path, units, tables.codings, tables.codebook, **options)
        print(words.READY.format(file=path))
    return 0


def _write_project(path: Path, corpus: Path, tables: Any) -> None:
    """The run as a project for other tools; says what that format can't hold."""
    from themes.coding.refi import write_qdpx
    from themes.documents import Limits, read_source
    from themes.settings import read_settings

    settings = read_settings(corpus)
    extra: dict[str, Any] = {"ocr": True} if settings.ocr else {}
    names = sorted({unit.source for unit in tables.units})
    limits = Limits(**settings.limits)
    sources = [read_source(corpus / name, root=corpus, limits=limits, **extra) for name in names]
    path.parent.mkdir(parents=True, exist_ok=True)
    lost = write_qdpx(
        path,
        sources=sources,
        units=tables.units,
        codings=tables.codings,
        codebook=tables.codebook,
        documents=tables.documents,
        goals=tables.goals,
        trace=tables.trace,
    )
    for line in lost:
        print(words.NOT_CARRIED.format(what=line), file=sys.stderr)


def _in(arguments: argparse.Namespace, tables: Any) -> int:
    from themes.coding import read_review, record_decisions
    from themes.report import read_back

    findings: list[Finding] = []
    for path in arguments.file:
        if path.suffix.lower() in (".json", ".qdpx"):
            today = datetime.date.today().isoformat()
            codings, found = read_review(path, tables.units, tables.codebook, decided_on=today)
            counts = {"coding_log.jsonl": record_decisions(arguments.corpus, codings, tables.units)}
        else:
            counts, found = read_back(path, tables, arguments.corpus)
        findings.extend(found)
        for what, n in counts.items():
            print(f"{path.name} -> {what}: {n}" if len(arguments.file) > 1 else f"{what}: {n}")
    return _tell(findings)


def do_agreement(arguments: argparse.Namespace) -> int:
    """`themes agreement`: per code and overall, people with people and people with the computer."""
    from themes.coding import agreement, agreement_between_all, code_units, read_decisions
    from themes.coding.agreement import COMPUTER
    from themes.language import pipeline

    tables = tables_of(arguments)
    decisions, findings = read_decisions(arguments.corpus, tables.units)
    machine = code_units(list(tables.units), tables.codebook, pipeline())  # without people's decisions laid over it
    codings = [*machine, *decisions]
    if not decisions:
        raise ThemesError(words.NO_DECISIONS, where=str(arguments.corpus), remedy=words.LET_FILL_IN)
    codes = [code.id for code in tables.codebook.codes]
    if arguments.coders:
        names = arguments.coders if len(arguments.coders) > 1 else [*arguments.coders, COMPUTER]
        known = {COMPUTER, *(coding.coder for coding in codings)}
        wrong = [name for name in names if name not in known]
        if wrong:
            raise ThemesError(
                words.NO_DECISIONS_OF.format(name=wrong[0]), remedy=words.KNOWN.format(names=", ".join(sorted(known)))
            )
        pairs = {tuple(names): agreement(codings, tables.units, *names, codes=codes)}
    else:
        pairs = agreement_between_all(codings, tables.units, codes=codes)
    numbers = numbers_of(tables)
    for names, found in pairs.items():
        print(words.AGREED.format(names=words.AND.join(names), n=found.n_units))
        print(_narrow(found.frame).to_string(index=False, na_rep="-", float_format="{:.2f}".format))
        for row in found.findings:
            print(words.ATTENTION.format(message=row.message, remedy=row.remedy))
        most = len(found.disagreements) if arguments.all else MOST_SHOWN
        if found.disagreements:
            print(words.TO_DISCUSS.format(n=len(found.disagreements)))
        for split in found.disagreements[:most]:
            number = numbers.get(split.unit_id, split.unit_id)
            print(
                words.SPLIT.format(
                    number=number,
                    code=split.code_id,
                    given=split.given_by,
                    not_given=split.not_given_by,
                    text=split.text[:90],
                )
            )
        if len(found.disagreements) > most:
            print(words.SPLIT_MORE.format(n=len(found.disagreements) - most))
    return _tell(findings)


def _narrow(frame: Any) -> Any:
    """The rows with a yes, and both ends of an interval in one column."""
    shown = frame[(frame["n_yes"] > 0) | (frame.index == 0)].copy()
    for name in ("cohen_kappa", "alpha", "gwet_ac1"):
        ends = zip(shown.pop(f"{name}_low"), shown.pop(f"{name}_high"), strict=True)
        text = ["" if low is None or low != low else f"{low:.2f}..{high:.2f}" for low, high in ends]
        shown.insert(shown.columns.get_loc(name) + 1, f"{name}_95%", text)
    return shown


def do_codebook(arguments: argparse.Namespace) -> int:
    """`themes codebook check | diff | why | suggest | convert`."""
    from themes.coding import diff, explain, read_codebook

    if arguments.step == "check":
        codebook = read_codebook(arguments.file)
        n_patterns = sum(len(code.patterns) for code in codebook.codes)
        print(words.CODEBOOK_CHECKED.format(version=codebook.version, n=len(codebook.codes), patterns=n_patterns))
        return 0
    if arguments.step == "diff":
        for change in diff(read_codebook(arguments.old), read_codebook(arguments.new)):
            print(change)
        return 0
    if arguments.step == "convert":
        from themes.coding import write_codebook_file

        write_codebook_file(arguments.new, read_codebook(arguments.old))
        print(words.WRITTEN.format(file=arguments.new))
        return 0
    if arguments.step == "suggest":
        return _suggest(arguments)
    from themes.language import pipeline

    tables = tables_of(arguments)
    point = point_of(tables, arguments.number)
    known = {code.id for code in tables.codebook.codes}
    if arguments.code not in known:
        raise ThemesError(
            words.CODE_UNKNOWN.format(code=arguments.code), remedy=words.KNOWN.format(names=", ".join(sorted(known)))
        )
    units = list(tables.units)
    for line in explain(units, point.unit.unit_id, arguments.code, tables.codebook, pipeline(), codings=tables.codings):
        print(line)
    return 0


def _suggest(arguments: argparse.Namespace) -> int:
    """Changes of patterns that follow from what people decided; nothing changes before a person accepts."""
    from themes.coding import change_codebook_file, propose_changes, read_codebook, read_decisions
    from themes.language import pipeline
    from themes.settings import read_settings

    tables, pipe = tables_of(arguments), pipeline()
    path = arguments.corpus / (read_settings(arguments.corpus).codebook or "codebook.yml")
    codebook = read_codebook(path if path.exists() else None)
    people, findings = read_decisions(arguments.corpus, tables.units)
    proposals = propose_changes(
        tables.units,
        people,
        codebook,
        pipe,
        vectors=vectors_of(tables),
        options=OPTIONS,
    )
    chosen = sorted({*(arguments.accept or ()), *(arguments.effect or ())})
    wrong = [number for number in chosen if not 1 <= number <= len(proposals)]
    if wrong:
        raise ThemesError(words.NO_PROPOSAL.format(n=wrong[0]), remedy=words.PROPOSALS_THERE.format(n=len(proposals)))
    numbers = numbers_of(tables)
    if not chosen:
        n_units = len({coding.unit_id for coding in people})
        print(words.PROPOSALS.format(n=len(proposals), reviewed=n_units, file=path.name))
        for number, proposal in list(enumerate(proposals, 1))[: arguments.n]:
            print(f"{number:3d}. {proposal.sentence()}")
            print(
                words.BECAUSE.format(numbers=", ".join(numbers.get(unit_id, unit_id) for unit_id in proposal.because))
            )
            for example in proposal.examples:
                print(words.ALSO.format(text=example[:100]))
        if proposals:
            print(words.SEE_EFFECT)
        return _tell(findings)
    picked = [proposals[number - 1] for number in chosen]
    for number, proposal in zip(chosen, picked, strict=True):
        print(f"{number:3d}. {proposal.sentence()}")
    _show_effect(tables, people, codebook, picked, pipe, numbers)
    if arguments.accept:
        made = change_codebook_file(path, [proposals[number - 1] for number in sorted(set(arguments.accept))])
        print(words.ACCEPTED.format(file=path, version=made.version, name=path.name))
        print(words.RUN_NOW)
    return _tell(findings)


def _show_effect(
    tables: Any, people: Sequence[Any], codebook: Any, picked: Sequence[Any], pipe: Any, numbers: dict[str, str]
) -> None:
    from themes.coding import apply_proposals, effect_of

    units = list(tables.units)
    effect = effect_of(units, people, codebook, apply_proposals(codebook, picked), pipe)
    print(
        words.EFFECT.format(
            before=effect.n_before, after=effect.n_after, added=len(effect.added), dropped=len(effect.dropped)
        )
    )
    if effect.f1_before is not None and effect.f1_after is not None:
        print(words.EFFECT_F1.format(n=effect.n_reviewed, before=effect.f1_before, after=effect.f1_after))
    texts = {unit.unit_id: unit.text for unit in units}
    for word, pairs in ((words.ADDED, effect.added), (words.DROPPED, effect.dropped)):
        for unit_id, code in pairs[:MOST_SHOWN]:
            print(f"  {word}: {numbers.get(unit_id, unit_id):8s} {code}: {texts[unit_id][:90]}")
        if len(pairs) > MOST_SHOWN:
            print(words.EFFECT_MORE.format(word=word, n=len(pairs) - MOST_SHOWN))


def _tell(findings: Iterable[Finding]) -> int:
    """Print findings; 1 when one asks attention."""
    rows = list(findings)
    for row in rows:
        print(f"{row.key}: {row.message} {row.remedy}", file=sys.stderr)
    return int(any(row.severity != "note" for row in rows))
