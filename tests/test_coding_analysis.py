"""Frames of coded statements: counts that add up, pairs, saturation, negative cases, single mentions."""

from __future__ import annotations

import random

import pytest

from themes.coding.analysis import (
    NO_CODE,
    co_occurrence,
    coded_frame,
    codes_of_units,
    negative_cases,
    saturation,
    single_mentions,
    themes_by,
)
from themes.coding.codebook import read_codebook
from themes.records import Coding, Document, Stance, Unit


def document(number: int, **fields: object) -> Document:
    """An input document of one meeting."""
    values: dict[str, object] = {
        "document_id": f"d{number}",
        "source": f"{number:02d}.txt",
        "source_digest": "",
        "title": None,
        "role": "input",
        "municipality": "Wierdijk",
        "meeting": f"tafel {number}",
        "held_on": f"2025-01-{number:02d}",
        "speakers": "bewoners",
        "version": None,
        "line_start": 1,
        "line_end": 99,
        "page_start": None,
        "page_end": None,
    }
    return Document(**{**values, **fields})  # type: ignore[arg-type]


def unit(
    name: str, number: int, text: str = "Er is te weinig.", stance: Stance | None = None, **fields: object
) -> Unit:
    """A statement in document `number`."""
    line = int("".join(c for c in name if c.isdigit()) or 1)
    return Unit(
        name,
        f"d{number}",
        f"{number:02d}.txt",
        "statement",
        text,
        text,
        line,
        line,
        None,
        None,
        stance=stance,
        **fields,
    )  # type: ignore[arg-type]


def coding(unit_id: str, code_id: str, coder: str = "rules") -> Coding:
    """One code on one statement."""
    return Coding(unit_id, code_id, coder, 1.0, "")


DOCUMENTS = [
    document(1),
    document(2, speakers="professionals"),
    document(3, municipality="Lutmerzijl", speakers=None),
    document(9, role="policy"),
]
UNITS = [
    unit("u1", 1, "De bus rijdt niet.", "problem"),
    unit("u2", 1, "Een praatje bij de bushalte.", "observation"),
    unit("u3", 2, "Laat een busje rijden.", "proposal"),
    unit("u4", 3, "Het regent.", None),
    unit("u5", 3, "De bus rijdt niet.", "problem", repeat_of="u1"),
    unit("p1", 9, "Er komt een bus."),
]
CODINGS = [
    coding("u1", "vervoer"),
    coding("u2", "vervoer"),
    coding("u2", "ontmoeting"),
    coding("u3", "vervoer"),
    coding("u5", "vervoer"),
    coding("p1", "vervoer"),
]


def test_people_go_before_the_machine_and_no_code_is_a_decision() -> None:
    """A person who takes a code away leaves the statement without code."""
    codes = codes_of_units([*CODINGS, coding("u1", NO_CODE, "Anna"), coding("u3", "ontmoeting", "Anna")])
    assert codes["u1"] == () and codes["u3"] == ("ontmoeting",) and codes["u2"] == ("ontmoeting", "vervoer")


def test_every_input_statement_is_in_the_frame_and_policy_is_not() -> None:
    """What has no code stays, what a plan says is no input."""
    frame = coded_frame(UNITS, DOCUMENTS, CODINGS)
    assert set(frame.unit_id) == {"u1", "u2", "u3", "u4", "u5"}
    assert list(frame[frame.code_id == NO_CODE].unit_id) == ["u4"]
    assert set(frame.speakers) == {"bewoners", "professionals", "onbekend"}


def test_the_frame_keeps_its_columns_when_empty() -> None:
    """No statements is an empty frame, not an error."""
    assert coded_frame([], [], []).empty and "code_id" in coded_frame([], [], []).columns
    assert themes_by([], [], []).empty and co_occurrence([], [], []).empty
    assert negative_cases([], [], []).empty and single_mentions([], [], []).empty


@pytest.mark.parametrize("by", ["source", "meeting", "speakers", "stance", "municipality"])
def test_counts_by_group_add_up(by: str) -> None:
    """Over the values of any column the counts of a code are those of the whole corpus."""
    frame = themes_by(UNITS, DOCUMENTS, CODINGS, by=by)
    assert frame.groupby("code_id").n.sum().to_dict() == {"vervoer": 4, "ontmoeting": 1, NO_CODE: 1}
    assert frame.n_repeats.sum() == 1
    assert frame.share.between(0, 1).all()


def test_a_theme_counts_a_statement_once() -> None:
    """Two codes of one theme on one statement are one statement of that theme."""
    codebook = read_codebook()
    theme = codebook.themes[0]
    both = [code.id for code in codebook.codes if codebook.theme_of(code.id) == theme][:2]
    frame = themes_by(UNITS, DOCUMENTS, [coding("u1", code) for code in both], level="theme", codebook=codebook)
    assert frame[frame.theme == theme.label].n.sum() == 1
    assert frame[frame.theme == NO_CODE].n.sum() == 4


def test_unknown_columns_are_refused() -> None:
    """A wrong name is an error with the right ones in it."""
    with pytest.raises(ValueError, match="municipality"):
        themes_by(UNITS, DOCUMENTS, CODINGS, by="gemeente")
    with pytest.raises(ValueError, match="codebook"):
        themes_by(UNITS, DOCUMENTS, CODINGS, level="theme")
    with pytest.raises(ValueError, match="section"):
        co_occurrence(UNITS, DOCUMENTS, CODINGS, within="page")


def test_meetings_of_one_name_are_told_apart() -> None:
    """'thematafel vervoer' in two municipalities is two meetings."""
    documents = [document(1, meeting="thematafel"), document(2, meeting="thematafel", municipality="Lutmerzijl")]
    frame = themes_by(UNITS[:3], documents, CODINGS)
    assert set(frame.meeting) == {"thematafel (Wierdijk, 2025-01-01)", "thematafel (Lutmerzijl, 2025-01-02)"}


def test_co_occurrence_by_hand() -> None:
    """One of five statements has both codes, four have one of them, one the other: lift 5 / (4 * 1)."""
    frame = co_occurrence(UNITS, DOCUMENTS, CODINGS)
    assert len(frame) == 1
    row = frame.iloc[0]
    assert (row.code_a, row.code_b, row.n_both, row.n_a, row.n_b) == ("ontmoeting", "vervoer", 1, 1, 4)
    assert (row.jaccard, row.lift) == (0.25, 1.25)
    assert co_occurrence(UNITS, DOCUMENTS, CODINGS, within="document_id").iloc[0].n_a == 1


def meetings(codes: list[str]) -> tuple[list[Unit], list[Document], list[Coding]]:
    """A meeting per string; each letter is a code on a statement of its own."""
    pairs = [(number, letter, f"u{number}{letter}") for number, row in enumerate(codes, 1) for letter in row]
    return (
        [unit(name, number) for number, _, name in pairs],
        [document(number) for number in range(1, len(codes) + 1)],
        [coding(name, letter) for _, letter, name in pairs],
    )


def test_saturation_by_hand() -> None:
    """Base of four meetings a-e (5 codes); runs of two: f new -> 1/5, then g -> 2/5, 1/5, 0/5."""
    found = saturation(*meetings(["ab", "bc", "cd", "de", "a", "af", "g", "a", "b"]))
    assert list(found.frame.n_total) == [2, 3, 4, 5, 5, 6, 7, 7, 7]
    assert found.frame.new_information.tolist()[5:] == [0.2, 0.4, 0.2, 0.0]
    assert found.frame.new_information[:5].isna().all()
    assert found.reached_at == 9 and not found.findings
    assert found.frame.n_new.sum() == 7 and found.frame.new_codes[6] == "g"


def test_saturation_warns_when_meetings_are_few_and_does_not_depend_on_order() -> None:
    """Five meetings say nothing; shuffled input gives the same frame."""
    assert saturation(*meetings(["a"] * 5)).findings[0].severity == "warning"
    units, documents, codings = meetings(["ab", "bc", "c", "d", "de", "f"])
    expected = saturation(units, documents, codings).frame
    for rows in (units, documents, codings):
        random.Random(3).shuffle(rows)  # type: ignore[arg-type]
    assert saturation(units, documents, codings).frame.equals(expected)
    with pytest.raises(ValueError, match="threshold"):
        saturation(units, documents, codings, threshold=2)


def test_negative_cases_need_a_majority_or_a_word_of_contrast() -> None:
    """Five problems and one proposal: the proposal goes against them; 'maar' is the other sign."""
    units = [unit(f"u{n}", 1, "Het is te duur.", "problem") for n in range(1, 6)]
    units += [
        unit("u6", 1, "Geef korting, maar niet iedereen wil dat.", "proposal"),
        unit("u7", 1, "Maarten komt.", None),
    ]
    frame = negative_cases(units, DOCUMENTS, [coding(row.unit_id, "geld") for row in units])
    assert list(frame.unit_id) == ["u6"]
    row = frame.iloc[0]
    assert (row.most_say, row.contrast, row.n_signs) == ("problem", "maar", 2)
    few = negative_cases(units[3:6], DOCUMENTS, [coding(row.unit_id, "geld") for row in units[3:6]])
    assert list(few.n_signs) == [1] and few.iloc[0].most_say == ""


def test_single_mentions_are_codes_of_one_meeting() -> None:
    """'ontmoeting' was heard at one table; a repeat elsewhere would not have counted."""
    frame = single_mentions(UNITS, DOCUMENTS, CODINGS, labels={"ontmoeting": "Ontmoeting"})
    assert list(frame.code_id) == ["ontmoeting"] and frame.iloc[0].label == "Ontmoeting"
    again = [*CODINGS[:1], coding("u5", "vervoer")]
    assert list(single_mentions(UNITS, DOCUMENTS, again).unit_id) == ["u1"]
