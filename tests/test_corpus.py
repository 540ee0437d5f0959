"""The shipped corpus: what the script makes is what is committed, and the truth beside it stands in the documents."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CORPUS, REFERENCE, SOURCES = ROOT / "corpus", Path(__file__).parent / "reference", ROOT / "corpus_src"
SHARED = Path(__file__).parents[2] / "shared"
DOCUMENTS = sorted(path for path in CORPUS.glob("[0-9]*") if path.suffix in {".pdf", ".txt", ".md", ".docx"})
PDFS = [path for path in DOCUMENTS if path.suffix == ".pdf"]


def key(text: str) -> str:
    """Letters and digits only, lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def rows(name: str) -> list[dict[str, Any]]:
    """Rows of all reference files that fit the pattern."""
    return [
        json.loads(line)
        for path in sorted(REFERENCE.glob(name))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@cache
def extracted(path: Path) -> str:
    """The text of a document, read without our own readers."""
    if path.suffix == ".pdf":
        import pdfplumber

        with pdfplumber.open(path) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            xml = parts.read("word/document.xml").decode("utf-8")
        return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml)).replace("&amp;", "&")
    return path.read_text(encoding="utf-8")


@cache
def lines_of(stem: str) -> tuple[str, ...]:
    """The lines of a document as the reader numbers them."""
    from themes.documents import read_source

    path = next(p for p in DOCUMENTS if p.stem == stem)
    return tuple(line.text for line in read_source(path, root=CORPUS).lines)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus made anew."""
    sys.path.insert(0, str(SOURCES))
    try:
        from make_corpus import make

        folder = tmp_path_factory.mktemp("corpus")
        make(folder)
        return folder
    finally:
        sys.path.remove(str(SOURCES))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_script_makes_the_committed_documents(path: Path, made: Path) -> None:
    """Same text in each document; no document is committed that the script does not make."""
    assert extracted(made / path.name) == extracted(path)


def test_same_bytes_twice(made: Path, tmp_path: Path) -> None:
    """Making a PDF and a Word file twice gives the same bytes: no clock and no chance in them."""
    sys.path.insert(0, str(SOURCES))
    try:
        from make_corpus import make

        for number in ("02", "04", "05", "14"):
            (again,) = make(tmp_path, number)
            assert again.read_bytes() == (made / again.name).read_bytes()
    finally:
        sys.path.remove(str(SOURCES))


def test_at_least_eight_pdfs_in_all_forms() -> None:
    """Eight PDFs, the other forms beside them, all together small."""
    assert len(PDFS) >= 8
    assert {path.suffix for path in DOCUMENTS} == {".pdf", ".txt", ".md", ".docx"}
    assert all(path.read_bytes().startswith(b"%PDF-") for path in PDFS)
    assert sum(path.stat().st_size for path in DOCUMENTS) < 3_000_000


def test_traps_are_really_there() -> None:
    """Private glyphs, invisible text over a page image, columns side by side, tables on both sides of a page turn."""
    import pdfplumber

    by_number = {path.stem[:2]: path for path in PDFS}
    assert "\uf0b7" in extracted(by_number["07"])
    with pdfplumber.open(by_number["02"]) as pdf:
        page = pdf.pages[0]
        assert page.images[0]["width"] > 0.9 * page.width
        assert b"3 Tr" in b"".join(part.get_data() for part in page.page_obj.contents)
    with pdfplumber.open(by_number["03"]) as pdf:
        words = pdf.pages[0].crop((0, 300, pdf.pages[0].width, 700)).extract_words()
        middle = pdf.pages[0].width / 2
        assert not [w for w in words if w["x0"] < middle - 2 and w["x1"] > middle + 10]
    for number in ("10", "11"):
        with pdfplumber.open(by_number[number]) as pdf:
            tables = [page.find_tables() for page in pdf.pages]
            heights = [float(page.height) for page in pdf.pages]
        low = [bool(t) and t[-1].bbox[3] > 0.8 * h for t, h in zip(tables, heights, strict=True)]
        high = [bool(t) and t[0].bbox[1] < 70 for t in tables]
        assert any(a and b for a, b in zip(low, high[1:], strict=False))


@pytest.mark.parametrize("stem", sorted({row["doc"] for row in rows("seg_*.jsonl")}))
def test_every_unit_stands_in_its_lines(stem: str) -> None:
    """The words of each unit of the truth are in the lines that it names, in their order."""
    for row in rows(f"seg_{stem}.jsonl"):
        lines = key(" ".join(lines_of(stem)[row["line_start"] - 1 : row["line_end"]]))
        at = 0
        for word in row["text"].split():
            found = lines.find(key(word), at)
            assert found >= 0, f"{word!r} is not in its lines; places anew: corpus_src/make_truth.py; {row}"
            at = found + len(key(word))


def test_no_letter_of_a_document_is_outside_the_truth() -> None:
    """Each line of a segmented document is in some unit."""
    for stem in {row["doc"] for row in rows("seg_*.jsonl")}:
        covered = {n for row in rows(f"seg_{stem}.jsonl") for n in range(row["line_start"], row["line_end"] + 1)}
        assert not [n for n, text in enumerate(lines_of(stem), 1) if text.strip() and n not in covered]


def test_codes_are_known_and_all_used() -> None:
    """All 25 codes of the shipped codebook occur, several of them rarely; every coded text is a statement."""
    from themes.coding import read_codebook

    known = {code.id for code in read_codebook(None).codes}
    coded = rows("codes_*.jsonl")
    counts = {code: sum(code in row["codes"] for row in coded) for code in known}
    assert {code for row in coded for code in row["codes"] + row["maybe"]} <= known
    assert len(coded) >= 350
    assert min(counts.values()) >= 3
    assert sum(count < 15 for count in counts.values()) >= 3
    statements = {row["text"] for row in rows("seg_*.jsonl") if row["kind"] == "statement"}
    assert {row["text"] for row in coded} <= statements


def test_goals_form_trees_and_links_point_into_them() -> None:
    """Every parent is a node of a higher level, every text is in its document, every link names a node."""
    goals = json.loads((REFERENCE / "goals.json").read_text(encoding="utf-8"))["items"]
    level = {goal["id"]: goal["level"] for goal in goals}
    above = {
        "programme": {None},
        "effect": {"programme"},
        "goal": {"effect"},
        "elaboration": {"goal"},
        "result": {"elaboration"},
        "indicator": {"goal"},
        "activity": {"result"},
    }
    assert len(level) == len(goals)
    for goal in goals:
        if not goal["id"].endswith("-concept"):
            assert level.get(goal["parent"]) in above[goal["level"]], goal["id"]
        words = re.findall(r"\w+", extracted(next(p for p in DOCUMENTS if p.stem == goal["doc"])).lower())
        assert set(re.findall(r"\w{4,12}", goal["text"].lower())) - set(words) <= split_words(goal["text"])
    links = rows("links_*.jsonl")
    assert {goal for row in links for goal in row["goals"] + row["maybe"]} <= set(level)
    assert sum(bool(row["goals"]) for row in links) >= 80
    assert sum(not row["goals"] and not row["maybe"] for row in links) >= 40


def split_words(text: str) -> set[str]:
    """Words of a cell that a narrow column may break in two."""
    return {part for word in re.findall(r"\w{13,}", text.lower()) for part in re.findall(r"\w{4,12}", word)}


def test_advice_and_answers() -> None:
    """Every kind of answer occurs, a claim that is true and one that is not, and each text is in its letter."""
    advice = rows("advice.jsonl")
    assert {row["status"] for row in advice} == {"answered", "partly", "not_answered", "rejected"}
    assert {row["claim"] for row in advice} == {True, False, None}
    everything = key("".join(extracted(path) for path in DOCUMENTS))
    for row in advice:
        assert key(row["text"]) in key(extracted(next(p for p in DOCUMENTS if p.stem == row["doc"])))
        assert (row["answer"] is None) == (row["status"] == "not_answered")
        assert row["answer"] is None or key(row["answer"]) in everything


def test_claims_are_as_the_programmes_say() -> None:
    """What the reply says was added stands in the final programme and not in the concept; the false one in neither."""
    final = key(extracted(CORPUS / "10_programma_gezond_en_verbonden.pdf"))
    concept = key(extracted(CORPUS / "09_programma_gezond_en_verbonden_concept.docx"))
    other = key(extracted(CORPUS / "11_programma_iedereen_doet_mee.pdf"))
    assert "zorgtijdelijk" in final
    assert "overdragen" not in concept
    assert "412000euro" in final
    assert "412000euro" not in concept
    assert "clientondersteuning" not in other.replace("ë", "e")


def test_changes_between_concept_and_final() -> None:
    """What was removed is in the concept alone, what was added in the final programme alone."""
    final = extracted(CORPUS / "10_programma_gezond_en_verbonden.pdf")
    concept = extracted(CORPUS / "09_programma_gezond_en_verbonden_concept.docx")
    for row in rows("changes.jsonl"):
        if not row["table"]:
            assert (key(row["text"]) in key(concept)) == (row["change"] == "removed"), row["text"]
            assert (key(row["text"]) in key(final)) == (row["change"] == "added"), row["text"]


def test_names_and_organisations_stand_where_the_list_says() -> None:
    """Each planted name, address and number is in its line (or goes on in the next); organisations occur."""
    names = json.loads((REFERENCE / "names.json").read_text(encoding="utf-8"))
    for row in names["names"] + names["emails"] + names["phones"]:
        lines = " ".join(lines_of(row["doc"])[row["line"] - 1 : row["line"] + 1])
        assert row["text"] in re.sub(r"\s+", " ", lines)
    assert len({row["text"] for row in names["names"]}) >= 20
    written = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.src"))
    everything = key("".join(extracted(path) for path in DOCUMENTS))
    for organisation in names["organisations"]:
        assert organisation in written, organisation
        assert all(key(word) in everything for word in organisation.split()), organisation


def test_terms_by_word() -> None:
    """A term that is nowhere by the truth has no word in any programme."""
    plans = "".join(extracted(path) for path in DOCUMENTS if path.stem[:2] in {"10", "11"}).lower()
    terms = rows("topics.jsonl")
    assert len(terms) >= 25
    assert {row["found"] for row in terms} == {"result", "approach", "none"}
    for row in terms:
        if row["wierdijk"] == "none":
            assert row["term"].lower() not in plans, row["term"]


def test_double_coding_agrees_for_the_most_part() -> None:
    """Two coders, the same sixty statements, about 85 percent agreement on codes."""
    import csv

    sheets = []
    for name in ("anna", "bram"):
        with (CORPUS / "dubbelcodering" / f"codering_{name}.csv").open(encoding="utf-8") as file:
            sheets.append({row["tekst"]: set(row["codes"].split()) for row in csv.DictReader(file)})
    anna, bram = sheets
    assert list(anna) == list(bram)
    assert len(anna) >= 50
    both = sum(len(anna[text] & bram[text]) for text in anna)
    agreement = 2 * both / sum(len(codes) for sheet in sheets for codes in sheet.values())
    assert 0.8 < agreement < 0.9


def test_nothing_is_copied_from_the_real_documents() -> None:
    """No twelve words in a row stand in the real documents too."""
    if not (SHARED / "documents").is_dir():
        pytest.skip("the real documents are not here")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[k : k + 12]) for k in range(len(words) - 11)}

    real = set().union(*(runs(p.read_text(encoding="utf-8")) for p in (SHARED / "documents").glob("*.txt")))
    ours = [extracted(path) for path in DOCUMENTS]
    ours += [p.read_text(encoding="utf-8") for p in [*SOURCES.rglob("*.src"), *REFERENCE.iterdir()]]
    assert not real & set().union(*map(runs, ours))
