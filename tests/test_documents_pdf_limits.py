"""PDF: damaged, refused, locked and hostile files, and the limits of what is read, on PDFs made here."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pytest

from pdf_maker import LEFT, RIGHT, columns_pdf, page_of
from test_documents_pdf import SHARED, holds, read, texts
from themes.problems import UnreadableDocument


def test_damaged_file_is_repaired_and_says_so(tmp_path: Path) -> None:
    """A file cut near its end is rewritten and read."""
    whole = columns_pdf(tmp_path / "heel.pdf").read_bytes()
    cut = tmp_path / "afgekapt.pdf"
    cut.write_bytes(whole[: whole.rindex(b"xref") - 1])
    source = read(cut)
    assert holds(texts(source), LEFT + RIGHT)
    assert source.n_pages == 3


def test_page_listed_twice_is_not_lost(tmp_path: Path) -> None:
    """pdfminer drops a page that the tree names twice; the rewrite keeps it."""
    import pikepdf

    columns_pdf(tmp_path / "een.pdf", 2)
    with pikepdf.open(tmp_path / "een.pdf") as pdf:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages.Kids[0])
        pdf.Root.Pages.Count = 3
        pdf.save(tmp_path / "twee.pdf")
    source = read(tmp_path / "twee.pdf")
    assert source.n_pages == 3
    assert {line.page for line in source.lines} == {1, 2, 3}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("leeg.pdf", b"", "leeg"),
        ("word.pdf", b"PK\x03\x04" + bytes(50), "Word"),
        ("web.pdf", b"<!DOCTYPE html><html><body>404</body></html>", "webpagina"),
        ("niets.pdf", b"zomaar wat tekst", "geen PDF"),
        ("stuk.pdf", b"%PDF-1.4\n%%EOF", "beschadigd"),
        ("oud.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "wachtwoord"),
        ("pdf.docx", b"%PDF-1.4 en zo voort", "een PDF"),
        ("plaatje.png", b"\x89PNG", "kan niet worden gelezen"),
    ],
)
def test_files_that_cannot_be_read_get_one_sentence(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """Each kind of wrong file is refused in Dutch, with the file's name and what to do."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path / name)
    assert words in caught.value.message and caught.value.where == name and caught.value.remedy


def test_password_is_asked_for_in_one_sentence(tmp_path: Path) -> None:
    """An encrypted PDF is refused, one with an empty user password is read."""
    import pikepdf

    columns_pdf(tmp_path / "open.pdf", 1)
    for name, user in (("dicht.pdf", "geheim"), ("leesbaar.pdf", "")):
        with pikepdf.open(tmp_path / "open.pdf") as pdf:
            pdf.save(tmp_path / name, encryption=pikepdf.Encryption(owner="eigenaar", user=user))
    with pytest.raises(UnreadableDocument, match="wachtwoord"):
        read(tmp_path / "dicht.pdf")
    assert holds(texts(read(tmp_path / "leesbaar.pdf")), LEFT + RIGHT)


def test_junk_before_the_header_is_no_problem(tmp_path: Path) -> None:
    """Two kilobytes before %PDF don't matter."""
    whole = columns_pdf(tmp_path / "heel.pdf", 1).read_bytes()
    (tmp_path / "rommel.pdf").write_bytes(b"rommel \n" * 250 + whole)
    assert holds(texts(read(tmp_path / "rommel.pdf")), LEFT + RIGHT)


def test_character_cap_keeps_what_was_read(tmp_path: Path) -> None:
    """A page with more characters than allowed is cut off, and the limit is named."""
    content = b"BT /F1 10 Tf 50 700 Td " + b"(woord ) Tj " * 2000 + b"ET"
    path = page_of(tmp_path / "vol.pdf", content, "<< /Font << /F1 5 0 R >> >>")
    source = read(path, max_chars_per_page=600)
    assert 400 <= sum(len(line.text) for line in source.lines) <= 700
    assert any("max_chars_per_page (600)" in finding.message for finding in source.findings)


def test_unpacking_bomb_is_stopped_by_name(tmp_path: Path) -> None:
    """A stream that unpacks to more than allowed stops the page, quickly."""
    content = zlib.compress(b" " * 30_000_000, 9)
    path = page_of(tmp_path / "bom.pdf", content, compress=True)
    source = read(path, max_decompressed_mb=5)
    assert any("max_decompressed_mb (5)" in finding.message for finding in source.findings)


@pytest.mark.slow
def test_page_that_never_ends_is_stopped(tmp_path: Path) -> None:
    """A page of drawing that takes too long is read by PDFium or named, within the limit."""
    content = b"q " * 3_000_000
    path = page_of(tmp_path / "lang.pdf", content)
    began = time.monotonic()
    try:
        messages = [finding.message for finding in read(path, max_seconds_per_page=1).findings]
    except UnreadableDocument as problem:
        messages = [problem.message]
    assert any("eenvoudiger lezer" in message or "max_seconds_per_page" in message for message in messages)
    assert time.monotonic() - began < 20


def test_page_cap_names_the_pages_left_out(tmp_path: Path) -> None:
    """Pages over max_pages are named."""
    source = read(columns_pdf(tmp_path / "lang.pdf", 5), max_pages=3)
    assert source.n_pages == 5 and max(line.page or 0 for line in source.lines) == 3
    found = [finding for finding in source.findings if "max_pages (3)" in finding.message]
    assert found and "4-5" in found[0].message and found[0].severity == "error"


def test_table_search_is_skipped_on_a_drawing(tmp_path: Path) -> None:
    """Hundreds of ruling lines make no table and cost no time."""
    lines = "".join(f"{x} 0 m {x} 800 l S 0 {x} m 500 {x} l S " for x in range(0, 500, 2))
    content = lines.encode() + b"BT /F1 10 Tf 50 810 Td (Kaart van de wijk) Tj ET"
    source = read(page_of(tmp_path / "kaart.pdf", content, "<< /Font << /F1 5 0 R >> >>"))
    assert [line.cell for line in source.lines] == [None]


@pytest.mark.skipif(not (SHARED / "pdfs" / "hostile").exists(), reason="hostile PDFs are not here")
@pytest.mark.slow
def test_hostile_files_give_text_or_a_sentence() -> None:
    """A good part of the hostile set: no traceback, and either text or a finding or a refusal."""
    for path in sorted((SHARED / "pdfs" / "hostile").glob("*.pdf")):
        if not path.name.startswith(
            ("qpdf", "pypdf", "pdfplumber", "samplefiles", "flate", "form-x", "leading", "mediabox")
        ):
            continue
        try:
            source = read(path)
        except UnreadableDocument as problem:
            assert problem.message and problem.where == path.name
        else:
            assert any(line.text for line in source.lines) or source.findings, path.name
