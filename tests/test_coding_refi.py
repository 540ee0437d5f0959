"""REFI-QDA: valid against the schemas, stable GUIDs, positions that hold, and a round trip without loss."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.coding.codebook import Code, Codebook, Theme, read_codebook
from themes.coding.refi import read_guids, read_qdc, read_qdpx, write_qdc, write_qdpx
from themes.coding.refi_codes import parse_xml, read_description
from themes.coding.refi_write import selections, source_text
from themes.problems import InvalidCodebook, InvalidTable
from themes.records import NO_CODE, Coding, Document, Goal, Line, Source, Trace, Unit, digest

SCHEMAS = Path(__file__).parents[2] / "shared" / "refi"
SPACE = "{urn:QDA-XML:project:1.0}"
LINES = [
    "Verslag van de buurtavond",
    "- De bus rijdt na zes uur niet meer 🚌 naar",
    "  het dorp.",
    "Pagina 3",
    "- Huurhuizen zijn er amper.",
    "- De koffie was lekker.",
]
BOOK = Codebook(
    (
        Code("wonen", "Wonen", "Huizen.", parent="leven", patterns=("huis*", "?wonen ~3 duur")),
        Code("vervoer", "Vervoer & reizen", "Ergens komen.", "bus", "telefoon", "Er is geen <bus>.", "Boek", "grens"),
        Code("bus", "De bus", "Alleen de bus.", parent="vervoer", version=2),
    ),
    (Theme("leven", "Leven", "Alles."), Theme("leeg", "Leeg thema")),
    version=4,
)


def make_source(path: str = "a/b.txt") -> Source:
    return Source(path, "x", "text", tuple(Line(number, text) for number, text in enumerate(LINES, 1)))


def make_unit(source: Source, first: int, last: int, text: str, spans: str | None = None) -> Unit:
    starts = source.starts
    spans = spans or f"{starts[first]}-{starts[last] + len(source.lines[last].text)}"
    return Unit(
        unit_id=digest(source.path, first, text), document_id="d1", source=source.path, kind="statement", text=text,
        clean_text=text, line_start=first + 1, line_end=last + 1, page_start=None, page_end=None, spans=spans,
    )  # fmt: skip


SOURCE = make_source()
UNITS = [
    make_unit(SOURCE, 1, 2, "De bus rijdt na zes uur niet meer 🚌 naar het dorp."),
    make_unit(SOURCE, 4, 4, "Huurhuizen zijn er amper."),
    make_unit(SOURCE, 5, 5, "De koffie was lekker."),
]
CODINGS = [
    Coding(UNITS[0].unit_id, "vervoer", "rules", 1.0, UNITS[0].text),
    Coding(UNITS[0].unit_id, "vervoer", "Anna & Bo", 1.0, UNITS[0].text, "2024-05-06", "rijdt <niet>"),
    Coding(UNITS[1].unit_id, "wonen", "Anna & Bo", 1.0, UNITS[1].text, "2024-05-06"),
    Coding(UNITS[2].unit_id, NO_CODE, "Anna & Bo", 1.0, "", "2024-05-06"),
]
DOCUMENT = Document(
    "d1", "a/b.txt", "x", "Buurtavond", "input", "Wierdijk", None, "2024-05-01", None, None, 1, 6, None, None
)


def project_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde")


def check(content: bytes, schema: str) -> None:
    if not SCHEMAS.exists():
        pytest.skip("the schemas are not here")
    xmlschema = pytest.importorskip("xmlschema")
    xmlschema.XMLSchema(str(SCHEMAS / schema)).validate(io.BytesIO(content))


def full(path: Path, **changes: object) -> list[str]:
    goals = [
        Goal("g1", None, "goal", "Iedereen kan reizen", None, None, None, "p", "p.txt", 1, 1, None, number="Doel 1"),
        Goal("g2", "g1", "result", "Een belbus in 2026", None, None, None, "p", "p.txt", 2, 2, None),
    ]
    trace = [
        Trace(UNITS[0].unit_id, "result", "g2", None, None, 0.8, "[]"),
        Trace(UNITS[1].unit_id, "none", None, None, None, 0.1, "[]"),
    ]
    given = {"sources": [SOURCE], "units": UNITS, "codings": CODINGS, "codebook": BOOK, "documents": [DOCUMENT]}
    return write_qdpx(path, **(given | {"goals": goals, "trace": trace} | changes))  # type: ignore[arg-type]


# -- codebook ---------------------------------------------------------------------------------------------------


def test_the_shipped_codebook_goes_out_and_comes_back(tmp_path):
    book = read_codebook()
    write_qdc(tmp_path / "c.qdc", book)
    assert read_qdc(tmp_path / "c.qdc") == book
    assert read_codebook(tmp_path / "c.qdc").digest == book.digest


def test_codebook_is_valid(tmp_path):
    write_qdc(tmp_path / "c.qdc", BOOK)
    check((tmp_path / "c.qdc").read_bytes(), "Codebook.xsd")


def test_same_codebook_same_bytes_and_guids_follow_ids(tmp_path):
    write_qdc(tmp_path / "a.qdc", BOOK)
    write_qdc(tmp_path / "b.qdc", BOOK)
    assert (tmp_path / "a.qdc").read_bytes() == (tmp_path / "b.qdc").read_bytes()
    renamed = BOOK.with_code(Code("wonen", "Wonen en bouwen", "Huizen en meer.", parent="leven"))
    write_qdc(tmp_path / "c.qdc", renamed)
    assert read_guids(tmp_path / "a.qdc")["wonen"] == read_guids(tmp_path / "c.qdc")["wonen"]


line = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(
    lambda text: " ".join(text.replace("\ufffe", "").replace("\uffff", "").split())
)


@given(
    st.lists(
        st.builds(
            Code,
            id=st.just(""),
            label=line.filter(bool),
            definition=line.filter(bool),
            include=line,
            exclude=line,
            example=line,
            example_source=line,
            borderline=line,
            patterns=st.lists(st.sampled_from(["bus*", "?geld", "a ~3 b", "!nee"]), unique=True).map(tuple),
            version=st.integers(1, 9),
            group=st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 99),
)
@settings(max_examples=60, deadline=None)
def test_any_codebook_comes_back_as_it_was(tmp_path_factory, codes, version):
    import dataclasses

    codes = [
        dataclasses.replace(code, id=f"c{i}", parent=f"c{i - 1}" if i % 2 else "t") for i, code in enumerate(codes)
    ]
    book = Codebook(tuple(codes), (Theme("t", "Thema: alles", "Definitie: niets"),), version)
    path = tmp_path_factory.mktemp("qdc") / "c.qdc"
    write_qdc(path, book)
    assert read_qdc(path) == book


def test_a_codebook_of_another_tool(tmp_path):
    (tmp_path / "n.qdc").write_text(
        '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="NVivo"><Codes>'
        '<Code guid="{AAAAAAAA-1111-2222-3333-444444444444}" name="Nodes" isCodable="false">'
        '<Code guid="c001" name="Zorg" isCodable="false"><Code guid="c002" name="Wachtlijst &amp; zo" isCodable="true">'
        "<Description>Te lang wachten.\nOok: bellen.</Description></Code></Code>"
        '<Code guid="c003" name="Zorg" isCodable="true" color="red"/></Code></Codes></CodeBook>',
        encoding="utf-8",
    )
    book = read_qdc(tmp_path / "n.qdc")
    assert [(theme.id, theme.label) for theme in book.themes] == [("zorg", "Zorg")]
    assert [(code.id, code.label, code.parent) for code in book.codes] == [
        ("wachtlijst-zo", "Wachtlijst & zo", "zorg"),
        ("zorg-2", "Zorg", ""),
    ]
    assert book.codes[0].definition == "Te lang wachten. Ook: bellen."
    assert book.codes[1].definition == "Zorg"
    assert read_guids(tmp_path / "n.qdc")["wachtlijst-zo"] == "c002"


@pytest.mark.parametrize("content", ["geen xml", "<Project/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_no_codebook_is_said_so(tmp_path, content):
    (tmp_path / "x.qdc").write_text(content)
    with pytest.raises(InvalidCodebook):
        read_qdc(tmp_path / "x.qdc")


def test_entities_of_strangers_are_not_filled_in(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("wachtwoord")
    root = parse_xml(f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{secret}">]><a>&b;</a>'.encode())
    assert "wachtwoord" not in "".join(root.itertext(with_tail=False))


def test_description_lines():
    assert read_description("Los.\nDefinitie: een\n  twee\nPatroon: a: b\nPatroon: c") == {
        "": ["Los."],
        "Definitie": ["een\ntwee"],
        "Patroon": ["a: b", "c"],
    }


# -- project ----------------------------------------------------------------------------------------------------


def test_project_is_valid(tmp_path):
    assert full(tmp_path / "p.qdpx") == []
    check(project_of(tmp_path / "p.qdpx"), "Project.xsd")


def test_smallest_project_is_valid(tmp_path):
    write_qdpx(tmp_path / "p.qdpx", sources=[], units=[], codings=[], codebook=BOOK)
    check(project_of(tmp_path / "p.qdpx"), "Project.xsd")


def test_positions_are_the_words_in_the_text_file(tmp_path):
    full(tmp_path / "p.qdpx")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        names = archive.namelist()
        text = archive.read(names[1]).decode("utf-8")
    root = parse_xml(project_of(tmp_path / "p.qdpx"))
    found = {
        element.get("name"): text[int(element.get("startPosition")) : int(element.get("endPosition"))]
        for element in root.iter(f"{SPACE}PlainTextSelection")
    }
    assert found == {
        UNITS[0].unit_id: "- De bus rijdt na zes uur niet meer 🚌 naar\n  het dorp.",
        UNITS[1].unit_id: "- Huurhuizen zijn er amper.",
        UNITS[2].unit_id: "- De koffie was lekker.",
    }
    assert names[0] == "project.qde"
    assert names[1].startswith("sources/")
    own = next(root.iter(f"{SPACE}TextSource")).get("plainTextPath")
    assert own == "internal://" + names[1].removeprefix("sources/")


def test_codings_come_back(tmp_path):
    full(tmp_path / "p.qdpx")
    back = read_qdpx(tmp_path / "p.qdpx", UNITS)
    assert back.codebook == BOOK
    assert back.texts == {SOURCE.path: SOURCE.text}
    assert set(back.codings) == set(CODINGS)
    assert [finding.message for finding in back.findings] == [
        "Niet overgenomen uit het project: een koppeling aan beleid ('Een belbus in 2026').",
        "Niet overgenomen uit het project: een koppeling aan beleid ('Niet gevonden in beleid').",
    ]


def test_nvivo_positions_count_utf16(tmp_path):
    full(tmp_path / "p.qdpx", utf16_offsets=True)
    root = parse_xml(project_of(tmp_path / "p.qdpx"))
    ends = [int(element.get("endPosition")) for element in root.iter(f"{SPACE}PlainTextSelection")]
    assert ends[-1] == len(SOURCE.text) + 1
    back = read_qdpx(tmp_path / "p.qdpx", UNITS)
    assert set(back.codings) == set(CODINGS)
    assert {row.text for row in back.selections} >= {"- De koffie was lekker."}


def test_same_input_same_bytes_in_any_order_of_codings(tmp_path):
    full(tmp_path / "a.qdpx")
    full(tmp_path / "b.qdpx", codings=CODINGS[::-1])
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_what_is_lost_is_said(tmp_path):
    codings = [*CODINGS, Coding(UNITS[0].unit_id, "weg", "Anna", 1.0, ""), Coding("nergens", "bus", "Anna", 1.0, "")]
    lost = full(tmp_path / "p.qdpx", codings=codings)
    assert lost == [
        "1 keer: codering met een code die niet in het codeboek staat (weg)",
        "1 keer: codering zonder uitspraak of bron",
    ]


def foreign(path: Path, origin: str, text: bytes, selections: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "Project.qde",
            f'<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="{origin}">'
            f'<Users><User guid="{"1" * 8}" name="Cor"/>'
            '</Users><CodeBook><Codes><Code guid="{ABC}" name="Vervoer" isCodable="true"/></Codes></CodeBook><Sources>'
            f'<TextSource guid="t" name="b" plainTextPath="t.txt">{selections}</TextSource>'
            '<PictureSource guid="f" name="foto.jpg"/></Sources></Project>',
        )
        archive.writestr("sources/T.txt", text)


def selection(start: int, end: int) -> str:
    coding = f'<Coding guid="x" creatingUser="{"1" * 8}"><CodeRef targetGUID="abc"/></Coding>'
    return f'<PlainTextSelection guid="s" startPosition="{start}" endPosition="{end}">{coding}</PlainTextSelection>'


@pytest.mark.parametrize("origin", ["MAXQDA 24", "ATLAS.ti 23", "QualCoder"])
def test_a_project_of_another_tool_lands_on_our_units(tmp_path, origin):
    windows = SOURCE.text.replace("\n", "\r\n")
    counted = SOURCE.text if origin.startswith("ATLAS") else windows
    start = counted.index("Huurhuizen")
    foreign(tmp_path / "f.qdpx", origin, b"\xef\xbb\xbf" + windows.encode(), selection(start, start + 25))
    back = read_qdpx(tmp_path / "f.qdpx", UNITS)
    assert back.selections[0].text == "Huurhuizen zijn er amper."
    assert [(row.unit_id, row.code_id, row.coder) for row in back.codings] == [(UNITS[1].unit_id, "vervoer", "Cor")]
    assert "foto.jpg" in back.findings[0].message


def test_a_selection_over_two_statements_codes_both_and_one_beside_all_is_reported(tmp_path):
    text = SOURCE.text
    foreign(
        tmp_path / "f.qdpx", "QualCoder", text.encode(), selection(text.index("- Huur"), len(text)) + selection(0, 7)
    )
    back = read_qdpx(tmp_path / "f.qdpx", UNITS)
    assert {row.unit_id for row in back.codings} == {UNITS[1].unit_id, UNITS[2].unit_id}
    assert "past op geen uitspraak" in back.findings[-1].message


def test_no_project_is_said_so(tmp_path):
    (tmp_path / "x.qdpx").write_text("geen zip")
    with pytest.raises(InvalidTable, match="leesbaar"):
        read_qdpx(tmp_path / "x.qdpx")
    with zipfile.ZipFile(tmp_path / "y.qdpx", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InvalidTable, match=r"project\.qde"):
        read_qdpx(tmp_path / "y.qdpx")


def test_a_unit_in_pieces_gets_a_selection_per_piece(tmp_path):
    text = "a" * 10 + "\n\n" + "b" * 10 + "c" * 300 + "d" * 10
    assert selections("0-10 12-22 322-332", text) == [(0, 22), (322, 332)]
    source = Source("s.txt", "x", "text", (Line(1, "\ufeffeen\x00\rtwee"),))
    assert source_text(source) == " een\ufffd twee"
    assert len(source_text(source)) == len(source.text)
