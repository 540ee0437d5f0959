"""The codebook: every problem at once, nothing lost on the way to YAML or a workbook and back, and what changed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.coding import Code, Codebook, Theme, diff, read_codebook, read_codebook_sheet, write_codebook
from themes.coding.codebook import format_codebook, parse_codebook
from themes.coding.codebook_sheet import write_codebook_sheet
from themes.coding.patterns import InvalidPattern, parse_pattern, split_patterns
from themes.problems import InvalidCodebook

SHARED = Path(__file__).parents[2] / "shared"

WORDS = [
    "taboe*",
    "*armoede*",
    "+geld",
    '"ouders"',
    "sociale kaart",
    "gebrek ~3 (contact|aanspraak)",
    "!zelfvertrouwen",
]
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=40).map(
    lambda text: " ".join(text.split())
)
FILLED = PLAIN.filter(bool)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    names = draw(
        st.lists(st.from_regex(r"[a-z]{1,6}(-[a-z]{1,3})?", fullmatch=True), min_size=2, max_size=6, unique=True)
    )
    themes = tuple(Theme(name, draw(FILLED), draw(PLAIN)) for name in names[:1])
    codes = tuple(
        Code(
            name,
            draw(FILLED),
            draw(FILLED),
            *(draw(PLAIN) for _ in range(5)),
            patterns=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=4, unique=True))),
            parent=draw(st.sampled_from(["", names[0]])),
            version=draw(st.integers(1, 99)),
            group=draw(st.booleans()),
        )
        for name in names[1:]
    )
    return Codebook(codes, themes, draw(st.integers(1, 99)))


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_yaml_round_trip(codebook: Codebook) -> None:
    """Written as YAML and read back, a codebook is the same."""
    assert parse_codebook(format_codebook(codebook)) == codebook


@settings(max_examples=25, deadline=None)
@given(codebook=codebooks())
def test_workbook_round_trip(codebook: Codebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Written as a workbook and read back, a codebook is the same, also where a text begins with '='."""
    path = tmp_path_factory.mktemp("sheet") / "codeboek.xlsx"
    write_codebook_sheet(path, codebook)
    assert read_codebook_sheet(path) == codebook


def test_shipped_codebook_round_trips(tmp_path: Path) -> None:
    """The codebook of the package survives both forms."""
    codebook = read_codebook()
    write_codebook(tmp_path / "a.yml", codebook)
    write_codebook_sheet(tmp_path / "a.xlsx", codebook)
    assert read_codebook(tmp_path / "a.yml") == codebook == read_codebook(tmp_path / "a.xlsx")


def test_shipped_codebook_is_complete() -> None:
    """25 codes, each with everything that a coder needs, under a theme that exists."""
    codebook = read_codebook()
    assert len(codebook.codes) == 25
    for code in codebook.codes:
        assert all((code.include, code.exclude, code.example, code.example_source, code.borderline)), code.id
        assert len(code.patterns) >= 15, code.id
        assert codebook.theme_of(code.id) is not None, code.id


@pytest.mark.skipif(not SHARED.exists(), reason="the public example documents are not here")
def test_ids_labels_and_definitions_are_the_contract() -> None:
    """What coders agreed on has not changed."""
    agreed = yaml.safe_load((SHARED / "codebook.yml").read_text(encoding="utf-8"))["codes"]
    ours = [(code.id, code.label, code.definition) for code in read_codebook().codes]
    assert ours == [(row["id"], row["label"], row["definition"]) for row in agreed]
    bare = read_codebook(SHARED / "codebook.yml")
    assert [code.patterns for code in bare.codes] == [()] * 25


BROKEN = """
version: nul
codes:
  - id: vervoer
    label: Vervoer
    defintion: Van A naar B
    patterns: |
      bus*, (trein
      taxi ~50 rit
    parent: reizn
  - id: vervoer
    label: Nog eens
    definition: Dubbel
  - label: Zonder id
    definition: Iets
themes:
  - id: reizen
    label: Reizen
"""


def test_all_problems_are_listed_with_place_and_remedy() -> None:
    """One reading gives every problem: unknown key, definition, patterns, parent, double id, no id, version."""
    with pytest.raises(InvalidCodebook) as caught:
        parse_codebook(BROKEN, where="codeboek.yml")
    text = "\n".join(caught.value.failures)
    assert "regel 6: onbekende sleutel 'defintion'; bedoelt u 'definition'?" in text
    assert "regel 4: 'vervoer' heeft geen definitie" in text
    assert "regel 7: patroon '(trein' is niet te lezen: een haakje sluit niet" in text
    assert "regel 7: patroon 'taxi ~50 rit' is niet te lezen" in text
    assert "regel 10: bovenliggend thema 'reizn' van 'vervoer' bestaat niet; bedoelt u 'reizen'?" in text
    assert "regel 11: id 'vervoer' bestaat al (regel 4)" in text
    assert "regel 14: 'id' ontbreekt" in text
    assert "'version' is 'nul'" in text
    assert len(caught.value.failures) == 8
    assert "codeboek.yml" in str(caught.value)


def test_workbook_problems_name_sheet_and_row(tmp_path: Path) -> None:
    """A workbook with a misspelt column and an empty definition says which sheet and row."""
    import openpyxl

    path = tmp_path / "codeboek.xlsx"
    write_codebook_sheet(path, Codebook((Code("bus", "Bus", "De bus"), Code("trein", "Trein", "De trein"))))
    book = openpyxl.load_workbook(path)
    sheet = book["Codeboek"]
    sheet["C3"] = None
    sheet["D1"] = "Wel codere als"
    book.save(path)
    with pytest.raises(InvalidCodebook) as caught:
        read_codebook_sheet(path)
    assert caught.value.failures == (
        "blad 'Codeboek', rij 1: onbekende kolom 'Wel codere als'; bedoelt u 'Wel coderen als'?",
        "blad 'Codeboek', rij 3: 'trein' heeft geen definitie (definition); vul die in",
    )


@pytest.mark.parametrize("text", ["", "- los", "codes: []", "codes:\n  - id: a\n  label: b\n: :", "codes: tekst"])
def test_what_is_no_codebook_is_refused(text: str) -> None:
    """Text that is no codebook raises the one error that users can act on."""
    with pytest.raises(InvalidCodebook):
        parse_codebook(text)


def test_missing_and_damaged_files(tmp_path: Path) -> None:
    """A file that is absent, not UTF-8 or no workbook is said so in Dutch."""
    (tmp_path / "latin.yml").write_bytes("codes: ö".encode("latin-1"))
    (tmp_path / "kapot.xlsx").write_bytes(b"PK\x03\x04 kapot")
    for name, words in (("weg.yml", "er niet"), ("latin.yml", "UTF-8"), ("kapot.xlsx", "niet te openen")):
        with pytest.raises(InvalidCodebook, match=words):
            read_codebook(tmp_path / name)


def test_code_under_itself_is_refused() -> None:
    """Codes may stand under codes, but not in a circle."""
    rows = [{"id": a, "label": a, "definition": a, "parent": b} for a, b in (("x", "y"), ("y", "x"))]
    with pytest.raises(InvalidCodebook, match="valt onder zichzelf"):
        parse_codebook(yaml.safe_dump({"version": 1, "codes": rows}))


def test_diff_names_each_change() -> None:
    """New, dropped and renamed codes, changed fields, and patterns one by one; the same codebook has no changes."""
    bus = Code("bus", "Bus", "De bus", patterns=("bus*", "halte"))
    old = Codebook((bus, Code("fiets", "Fiets", "De fiets"), Code("oud", "Boot", "Varen")))
    new = Codebook(
        (
            dataclasses.replace(bus, definition="Bus en halte", patterns=("bus*", "lijn*")),
            Code("boot", "Boot", "Varen"),
        ),
        version=2,
    )
    assert diff(old, old) == ()
    found = {(change.kind, change.id, change.field, change.old, change.new) for change in diff(old, new)}
    assert found == {
        ("changed", "", "version", "1", "2"),
        ("renamed", "boot", "id", "oud", "boot"),
        ("dropped", "fiets", "", "Fiets", ""),
        ("changed", "bus", "definition", "De bus", "Bus en halte"),
        ("changed", "bus", "patterns", "halte", ""),
        ("changed", "bus", "patterns", "", "lijn*"),
    }


def test_digest_follows_content() -> None:
    """The digest is equal for equal codebooks and differs when one pattern differs."""
    codebook = read_codebook()
    code = codebook.codes[0]
    other = codebook.with_code(dataclasses.replace(code, patterns=code.patterns[1:]))
    assert codebook.digest == read_codebook().digest != other.digest


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("a* b*", "twee letters"),
        ("~3 geld", "tussen twee woorden"),
        ("geld ~3", "ontbreekt een woord"),
        ("(geld|)", "ontbreekt een woord"),
        ("geld)", "zonder dat het opende"),
        ("ge*ld", "aan het begin en het einde"),
        ("_", "past dus op alles"),
        ('"geld', "aanhalingsteken"),
        ("geld tenzij", "voor en na 'tenzij'"),
        ("!", "leeg"),
        ("geld ~x bus", "geen afstand"),
        ("***", "geen woord"),
    ],
)
def test_patterns_that_cannot_be_read_say_why(pattern: str, words: str) -> None:
    """Each kind of slip has its own words."""
    with pytest.raises(InvalidPattern, match=words):
        parse_pattern(pattern)


@given(st.text(alphabet='ab*~>1()|!?+"_, \n', max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the pattern reader fail in another way than by saying what is wrong."""
    for pattern in split_patterns(text):
        try:
            assert parse_pattern(pattern).text == pattern
        except InvalidPattern as error:
            assert str(error)
