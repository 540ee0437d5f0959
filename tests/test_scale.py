"""A run in partitions gives the tables of a run as a whole, wherever the files lie."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import themes
from themes.cli import main
from themes.coding.decisions import record_decisions
from themes.ledger import Ledger
from themes.problems import ThemesError
from themes.records import TABLES, Coding, Records, Trace, Unit
from themes.report.run_tables import RunTables
from themes.scale import is_large, sample, sizes, tracing
from themes.scale.columns import Writer, table_of
from themes.scale.repeats import find_repeats, token_table
from themes.scale.storage import Storage
from themes.settings import Settings, read_settings
from themes.statements import mark_repeats
from themes.steps import read_documents, split_units
from themes.tables import read_table, write_table

CORPUS = Path(__file__).parents[1] / "corpus"
SMALL = (
    "01_raadsbrief_omzien_naar_elkaar.txt",
    "06_thematafel_vervoer_lutmerzijl.md",
    "08_coalitie_samen_op_de_dijk.txt",
    "11_programma_iedereen_doet_mee.pdf",
    "12_advies_adviesraad.txt",
    "themes.toml",
)


def small_corpus(folder: Path) -> Path:
    """A few documents of the shipped corpus: input, a plan, an advice."""
    folder.mkdir()
    for name in SMALL:
        shutil.copy(CORPUS / name, folder)
    return folder


def different(one: Path, other: Path) -> list[str]:
    """Names of tables whose bytes differ."""
    names = [f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")]
    return [name for name in names if (one / "tables" / name).read_bytes() != (other / "tables" / name).read_bytes()]


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions and blocks of texts so small that a few documents make several."""
    from themes.topics import large

    monkeypatch.setattr(sizes, "MEAN_STATEMENTS", 60)
    monkeypatch.setattr(large, "BLOCK", 80)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(corpus, run as a whole) of the small corpus."""
    folder = tmp_path_factory.mktemp("plain")
    corpus = small_corpus(folder / "corpus")
    themes.run(corpus, folder / "run", reports=False)
    return corpus, folder / "run"


def test_the_shipped_corpus_gives_the_same_bytes(demo: Path, tmp_path: Path, in_pieces: None) -> None:
    """Every table and the account of a run in partitions are those of the run as a whole."""
    made = themes.run(CORPUS, tmp_path / "run", partitions=True, reports=False)
    assert different(demo, tmp_path / "run") == []
    assert (tmp_path / "run" / "codebook.yml").read_bytes() == (demo / "codebook.yml").read_bytes()
    before = RunTables(demo).manifest
    for name in ("digests", "counts", "ledger", "inputs", "topic_quality", "pipeline", "codebook"):
        assert made.manifest[name] == before[name], name
    assert len(list((tmp_path / "run" / ".parts" / "parts").iterdir())) > 5
    assert len(list((tmp_path / "run" / ".parts" / "vectors").iterdir())) > 2


def test_only_what_changed_is_made_again(plain: tuple[Path, Path], tmp_path: Path, in_pieces: None) -> None:
    """A second run does nothing; a changed report and an empty one remake their own partitions, and tables follow."""
    corpus = tmp_path / "corpus"
    shutil.copytree(plain[0], corpus)
    first = themes.run(corpus, tmp_path / "run", partitions=True, reports=False)
    n_parts = first.manifest["steps"][0]["made"]
    assert n_parts > 2
    assert themes.run(corpus, tmp_path / "run", partitions=True, reports=False).reused
    report = corpus / "06_thematafel_vervoer_lutmerzijl.md"
    report.write_text(report.read_text("utf-8") + "\n\n- De haven is te ver lopen voor ouderen.\n", "utf-8")
    (corpus / "13_leeg.txt").write_text("", "utf-8")
    (tmp_path / "run" / ".parts" / "vectors" / "half.rest.part").write_bytes(b"x")  # a run was killed here
    changed = themes.run(corpus, tmp_path / "run", partitions=True, reports=False)
    assert (changed.manifest["steps"][0]["made"], changed.manifest["steps"][0]["reused"]) == (2, n_parts - 1)
    assert (changed.exit_code, changed.ledger.n_refused) == (1, 1)
    themes.run(corpus, tmp_path / "whole", reports=False)
    assert different(tmp_path / "whole", tmp_path / "run") == []
    vectors = tmp_path / "run" / ".parts" / "vectors"
    said = {document.document_id for document in changed.documents if document.role == "input"}
    texts = {u.clean_text for u in changed.units if u.document_id in said and u.kind in ("statement", "question")}
    assert sum(len(np.load(path)) for path in vectors.iterdir()) == len(texts)
    assert not list((tmp_path / "run" / ".parts").rglob("*.rest.part"))


def test_decisions_of_people_stand_where_they_stood(plain: tuple[Path, Path], tmp_path: Path, in_pieces: None) -> None:
    """Codes by people over those of the machine, also on units that the machine gives none, and one that was lost."""
    corpus = tmp_path / "corpus"
    shutil.copytree(plain[0], corpus)
    tables = RunTables(plain[1])
    coded = {coding.unit_id for coding in tables.codings}
    said = [unit for unit in tables.units if unit.kind == "statement"]
    bare = [unit for unit in said if unit.unit_id not in coded][:3]
    chosen = [*said[:6], *bare, dataclasses.replace(said[7], unit_id="weg", text="Een zin die nergens meer staat.")]
    code = tables.codebook.codes[0].id
    record_decisions(corpus, [Coding(u.unit_id, code, "Noor", 1.0, u.text, "2026-01-02") for u in chosen], chosen)
    whole_run = themes.run(corpus, tmp_path / "whole", reports=False)
    themes.run(corpus, tmp_path / "run", partitions=True, reports=False)
    assert bare and any("Noor" in finding.message for finding in whole_run.findings)
    assert different(tmp_path / "whole", tmp_path / "run") == []


def test_a_mistake_in_one_document_loses_no_other(
    plain: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that can't be split is refused with a sentence; the rest has its rows."""
    from themes import statements

    real = statements.split_units

    def split(source: Any, *more: Any) -> list[Unit]:
        if source.path.startswith("06"):
            raise ValueError
        return real(source, *more)

    monkeypatch.setattr(statements, "split_units", split)
    made = themes.run(plain[0], tmp_path / "run", partitions=True, reports=False)
    assert [row.key for row in made.findings if row.severity == "error"] == [SMALL[1]]
    before = {unit.unit_id for unit in RunTables(plain[1]).units if not unit.source.startswith("06")}
    assert {unit.unit_id for unit in made.units} == before


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_corpus_and_outcome_may_be_urls(
    kind: str, plain: tuple[Path, Path], tmp_path: Path, in_pieces: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documents, settings and outcome in an fsspec storage: the same tables, the manifest last, and work is reused."""
    fsspec = pytest.importorskip("fsspec")
    if kind == "file":
        corpus, out = f"file://{plain[0]}", f"file://{tmp_path / 'run'}"
    else:
        corpus, out = "memory://raad/corpus", "memory://raad/run"
        fsspec.filesystem("memory").put(str(plain[0]), "/raad/corpus", recursive=True)
    made = themes.run(corpus, out, reports=False, partitions=True)
    assert made.manifest["settings"]["roles"] == dict(read_settings(plain[0]).roles)
    storage = Storage.at(out)
    for name in TABLES:
        assert storage.read(f"tables/{name}.parquet") == (plain[1] / "tables" / f"{name}.parquet").read_bytes(), name
    assert json.loads(storage.read("manifest.json"))["digests"] == made.manifest["digests"]
    assert main(["run", corpus, "--out", out, "--no-reports", "--partitions"]) == 0
    assert f"Uitkomst:    {out}" in capsys.readouterr().out
    steps = json.loads(storage.read("manifest.json"))["steps"]
    assert kind == "file" or [step["made"] for step in steps if step["reused"]] == [0, 0, 0]


def test_a_storage_that_is_not_there_is_said_plainly() -> None:
    """An unknown kind of address, and one without documents."""
    pytest.importorskip("fsspec")
    with pytest.raises(ThemesError, match="plek kan niet"):
        themes.run("nergens://x/y", "memory://z")
    with pytest.raises(ThemesError, match="geen document"):
        themes.run("memory://leeg", "memory://z")


def test_size_decides_when_nobody_does(plain: tuple[Path, Path], tmp_path: Path) -> None:
    """Above `partitions_from` a run goes in partitions by itself; text counts for more statements than a PDF."""
    assert not is_large(plain[0])
    assert is_large(plain[0], Settings(partitions_from=50))
    assert sizes.reckoned("a.txt", 100_000) > sizes.reckoned("a.pdf", 100_000) > sizes.reckoned("a.pdf", 10)
    (tmp_path / "corpus").mkdir()
    shutil.copy(plain[0] / SMALL[1], tmp_path / "corpus")
    (tmp_path / "corpus" / "themes.toml").write_text("[run]\npartitions_from = 5\n", "utf-8")
    themes.run(tmp_path / "corpus", tmp_path / "run", reports=False)
    assert (tmp_path / "run" / ".parts").exists()


def test_partitions_hold_every_file_once_and_stay_where_they_were() -> None:
    """A file more changes one partition, or splits it."""
    files = {f"map/verslag {number:04d}.pdf": 40_000 for number in range(2_000)}
    before = sizes.cut_parts(files)
    assert [name for own in before.values() for name in own] == sorted(files)
    assert len(before) > 10
    after = sizes.cut_parts(files | {"map/verslag 0500b.pdf": 40_000})
    assert len(set(after.items()) - set(before.items())) <= 2


@pytest.mark.parametrize("seed", range(4))
def test_repeats_are_those_of_the_statements(seed: int) -> None:
    """Over thousands of units made of few words: each repeat is the one that `mark_repeats` finds."""
    draw = random.Random(seed)
    words = [f"woord{number}" for number in range(40)]
    texts = [" ".join(draw.sample(words, draw.randrange(1, 14))) for _ in range(300)]
    for _ in range(500):
        own = draw.choice(texts).split()
        own[draw.randrange(len(own))] = draw.choice(words)
        texts.append(" ".join(own))
    units = [
        Unit(
            f"u{draw.randrange(10**9):09d}",
            "d",
            "a.txt",
            "statement",
            text,
            text,
            at,
            at,
            None,
            None,
            spans=f"{at}-{at}",
        )
        for at, text in enumerate(texts)
    ]
    draw.shuffle(units)
    table = token_table(units)
    sizes = np.asarray(table.column("words").combine_chunks().value_lengths())
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    found = find_repeats(starts, np.asarray(table.column("words").combine_chunks().flatten()))
    ids = table.column("unit_id").to_pylist()
    repeats = {ids[at]: ids[first] for at, first in enumerate(found.tolist()) if first >= 0}
    expected = {unit.unit_id: unit.repeat_of for unit in mark_repeats(units) if unit.repeat_of}
    assert len(expected) > 100
    assert repeats == expected


def test_topics_of_a_sample_are_those_of_a_run_as_a_whole(
    plain: tuple[Path, Path], tmp_path: Path, in_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a sample smaller than the corpus: topics, memberships and figures as `fit_large` gives them."""
    from themes.steps import vectors
    from themes.topics import large

    monkeypatch.setattr(large, "SAMPLE", 70)
    made = themes.run(plain[0], tmp_path / "run", partitions=True, reports=False)
    tables = RunTables(plain[1])
    role = {document.document_id: document.role for document in tables.documents}
    points = [u for u in tables.units if role[u.document_id] == "input" and u.kind in ("statement", "question")]
    assert len(points) > 100
    whole_set = large.fit_large(
        points,
        vectors([unit.clean_text for unit in points]),
        pipeline=_pipe(),
        codings=tables.codings,
        codebook=tables.codebook,
        names=sorted({document.municipality for document in tables.documents if document.municipality}),
        sample=70,
    )
    assert made.tables["topics"] == whole_set.topics
    assert made.tables["memberships"] == Records(TABLES["memberships"], whole_set.memberships)
    assert made.manifest["topic_quality"] == whole_set.quality
    assert set(whole_set.findings) <= set(made.findings)


def _pipe() -> Any:
    from themes.language import pipeline

    return pipeline("auto")


def test_stretches_of_statements_join_to_one_trace(
    demo: Path, tmp_path: Path, in_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links, trace and coverage of many small stretches, of several municipalities, are those of one go."""
    from themes.policy import coverage, trace
    from themes.steps import vectors

    monkeypatch.setattr(sys.modules["themes.policy.trace"], "MEAN_BLOCK", 16)
    monkeypatch.setattr(sys.modules["themes.policy.trace"], "BLOCK", 24)
    monkeypatch.setattr(tracing, "MEAN_STRETCH", 30)
    monkeypatch.setattr(tracing, "MOST_STRETCH", 50)
    made = themes.run(CORPUS, tmp_path / "run", partitions=True, reports=False)
    assert next(step for step in made.manifest["steps"] if step["step"] == "spoor")["made"] > 10
    tables = RunTables(demo)
    units, codings, goals, documents = tables.units, tables.codings, tables.goals, tables.documents
    traced = trace(units, codings, goals, documents, codebook=tables.codebook, pipeline=_pipe(), vectors=vectors)
    assert read_table(Trace, tmp_path / "run" / "tables", "trace") == traced.trace
    assert made.tables["links"] == traced.links
    covered = coverage(traced.trace, codings, goals, units, tables.codebook, documents, pipeline=_pipe())
    assert made.tables["coverage"] == covered


def test_a_table_is_written_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes and digest when it fits one row group, the same rows in more of them when it doesn't."""
    import pyarrow.parquet

    from themes.scale import columns

    units = [*split_units(read_documents(small_corpus(tmp_path / "c")).where(role="input"))]
    assert len(units) > 100

    def write(name: str) -> Writer:
        with Writer(tmp_path, name, Unit) as writer:
            for start in range(0, len(units), 37):
                writer.add(table_of(units[start : start + 37], Unit))
        return writer

    writer = write("many")
    write_table(Records(Unit, units), tmp_path, "whole")
    assert writer.digest == Records(Unit, units).digest and len(writer) == len(units)
    for kind in ("parquet", "csv"):
        assert (tmp_path / f"many.{kind}").read_bytes() == (tmp_path / f"whole.{kind}").read_bytes()
    monkeypatch.setattr(columns, "ROWS", 50)
    write("groups")
    assert pyarrow.parquet.ParquetFile(tmp_path / "groups.parquet").num_row_groups == -(-len(units) // 50)
    assert read_table(Unit, tmp_path, "groups") == Records(Unit, units)
    with Writer(tmp_path, "none", Unit):
        pass
    write_table(Records(Unit), tmp_path, "empty")
    assert (tmp_path / "none.parquet").read_bytes() == (tmp_path / "empty.parquet").read_bytes()


def test_reports_of_many_statements_show_a_sample_and_say_so(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen by lot, with what people reacted to, under the numbers of the whole run; the tables stay whole."""
    shutil.copytree(demo / "tables", tmp_path / "run" / "tables")
    shutil.copy(demo / "manifest.json", tmp_path / "run")
    corpus = small_corpus(tmp_path / "corpus")
    tables = RunTables(demo)
    point = tables.points[-1]
    (corpus / "reacties.csv").write_text(f"unit_id\n{point.unit.unit_id}\n", "utf-8")
    seen: dict[str, RunTables] = {}

    real = sample._write

    def write(own: RunTables, *rest: Any) -> None:
        seen["tables"] = own
        real(own, *rest)

    monkeypatch.setattr(sample, "_write", write)
    ledger = Ledger(**tables.manifest["ledger"])
    sample.write_sampled_reports(tmp_path / "run", ledger, corpus=corpus, settings=Settings(), most=60)
    page = (tmp_path / "run" / "overzicht.html").read_text("utf-8")
    numbers = {own.unit.unit_id: own.number for own in tables.points}
    shown = {own.unit.unit_id: own.number for own in seen["tables"].points}
    assert 60 <= len(shown) <= 61 and point.unit.unit_id in shown
    assert all(numbers[unit_id] == number for unit_id, number in shown.items())
    start = page[page.index('id="samenvatting"') : page.index("<table")]
    assert f"{len(shown)} van de {ledger.n_statements} punten" in start
    assert (tmp_path / "run" / "werkboek.xlsx").exists()
    assert len(read_table(Unit, tmp_path / "run" / "tables", "units")) == len(tables.units)
