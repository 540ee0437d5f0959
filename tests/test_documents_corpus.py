"""The corpus folder: what is a document, order, findings, workers."""

from __future__ import annotations

from pathlib import Path

from pdf_maker import columns_pdf
from themes.documents import document_paths, read_corpus
from themes.documents.worker import Worker, WorkerStopped, give_back, take_worker


def make_corpus(folder: Path) -> Path:
    """A folder with documents, people's files, hidden files, a broken and an unknown file."""
    (folder / "b").mkdir()
    columns_pdf(folder / "b" / "kolommen.pdf", 2)
    (folder / "a.txt").write_text("Een regel tekst.\n", encoding="utf-8")
    (folder / "c.md").write_text("# Kop\n\nTekst.\n", encoding="utf-8")
    (folder / "d.html").write_text("<html><body><p>Tekst</p></body></html>", encoding="utf-8")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7 verder niets")
    (folder / "leeg.txt").write_bytes(b"")
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    for name in ("themes.toml", "codebook.yml", "goals.csv", "codings.xlsx", "README.md", ".verborgen.txt", "~$a.docx"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD.txt").write_text("x", encoding="utf-8")
    (folder / "b" / "README.md").write_text("Dit is hier wel een document.\n", encoding="utf-8")
    return folder


def test_documents_of_a_folder(tmp_path: Path) -> None:
    """Settings, people's tables and hidden files are no documents; a README deeper down is."""
    names = [path.relative_to(tmp_path).as_posix() for path in document_paths(make_corpus(tmp_path))]
    assert names == ["a.txt", "b/README.md", "b/kolommen.pdf", "c.md", "d.html", "foto.jpg", "kapot.pdf", "leeg.txt"]


def test_every_file_is_a_source_or_a_finding(tmp_path: Path) -> None:
    """Bad files become findings in the order of their paths and stop nothing."""
    calls: list[tuple[int, int, str]] = []
    sources, findings = read_corpus(make_corpus(tmp_path), progress=lambda *call: calls.append(call))
    assert [source.path for source in sources] == ["a.txt", "b/README.md", "b/kolommen.pdf", "c.md", "d.html"]
    assert [(finding.key, finding.severity) for finding in findings] == [
        ("foto.jpg", "note"), ("kapot.pdf", "error"), ("leeg.txt", "error"),
    ]  # fmt: skip
    assert len(calls) == 8 and calls[-1][:2] == (8, 8)


def test_workers_make_no_difference(tmp_path: Path) -> None:
    """One and three workers give the same, digests included."""
    folder = make_corpus(tmp_path)
    assert read_corpus(folder, workers=1) == read_corpus(folder, workers=3)  # type: ignore[comparison-overlap]


def test_a_child_that_dies_loses_only_its_job(tmp_path: Path) -> None:
    """After a kill the next file is read by a new child."""
    worker = take_worker(700)
    worker.kill()
    give_back(worker)
    path = columns_pdf(tmp_path / "kolommen.pdf", 1)
    sources, findings = read_corpus(tmp_path)
    assert [source.path for source in sources] == [path.name] and not findings


def test_a_silent_child_is_killed() -> None:
    """A child that says nothing in time is ended; the caller is told which limit it was."""
    import time

    worker = Worker(700)
    worker.jobs = 1  # no patience for the start
    try:
        list(worker.run({"media": "pdf"}, stall=0.001, until=time.monotonic() + 5))
    except WorkerStopped as stop:
        assert stop.reason == "stalled"
    else:
        raise AssertionError("the child was not stopped")
    assert worker.spent
