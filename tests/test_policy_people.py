"""Decisions of people: nothing is lost, wrong values are named, changed texts ask again."""

from __future__ import annotations

import csv
import dataclasses
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.policy.people import (
    REACTIONS,
    VERDICTS,
    AcceptedGap,
    Reaction,
    Verdict,
    add_rows,
    end_digest,
    read_accepted,
    read_reactions,
    read_verdicts,
)
from themes.policy.placing import last_rows, place_rows
from themes.problems import InvalidTable

WORDS = st.text(alphabet="abé€ '\"=+-@;,\t\r\n|ïü0", max_size=12)
ROW = st.builds(
    lambda about, value, who, when, text, reason: Reaction(
        about, value, who, when, text, end_digest(text), reason=f"omdat {reason}", where=f"doel {reason}"
    ),
    st.sampled_from(["u1", "u2", "u3"]),
    st.sampled_from(REACTIONS),
    st.sampled_from(["Anna", "Wim de Boer", ""]),
    st.sampled_from(["2026-01-02", "2026-03-04"]),
    WORDS,
    WORDS,
)


def raw_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=4), max_size=6))
def test_nothing_is_ever_lost(batches: list[list[Reaction]]) -> None:
    """After any series of additions, every decision is there once, in order, word for word."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected: list[Reaction] = []
        for batch in batches:
            before = (folder / "reacties.csv").read_bytes() if expected else b""
            added = add_rows(folder, batch)
            last = {(row.about, row.who): row for row in expected}
            fresh = []
            for row in batch:
                known = last.get((row.about, row.who))
                if known is None or dataclasses.replace(known, when=row.when) != row:
                    fresh.append(row)
                    last[row.about, row.who] = row
            expected += fresh
            assert added == len(fresh)
            rows, findings = read_reactions(folder)
            assert rows == expected
            assert findings == []
            assert (folder / "reacties.csv").read_bytes().startswith(before)
            if before and fresh:
                assert (folder / "reacties.csv.bak").read_bytes() == before


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5), st.lists(ROW, min_size=1, max_size=3), st.permutations(range(12)))
def test_columns_in_another_order_and_extra_ones_stay(
    first: list[Reaction], more: list[Reaction], order: list[int]
) -> None:
    """A person who reorders columns and adds one loses nothing when rows are added."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "reacties.csv"
        add_rows(Path(name), first)
        table = raw_rows(path)
        places = [at for at in order if at < len(table[0])]
        shuffled = [["eigen notitie" if not n else f"n{n}", *(row[at] for at in places)] for n, row in enumerate(table)]
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=";").writerows(shuffled)
        path.write_bytes(buffer.getvalue().encode("utf-8-sig"))
        known, _ = read_reactions(path)
        added = add_rows(Path(name), more)
        rows, _ = read_reactions(path)
        assert rows[: len(known)] == known
        assert len(rows) == len(known) + added
        assert [row[0] for row in raw_rows(path)[: len(table)]] == [row[0] for row in shuffled]


def test_formulas_are_never_written(tmp_path: Path) -> None:
    add_rows(tmp_path, [Verdict("u1", "Bespreken", "Anna", "2026-01-01", "-10% vraag", remark="=1+1")])
    cells = raw_rows(tmp_path / "oordelen.csv")[1]
    assert not any(cell.startswith(("=", "-", "+", "@")) for cell in cells)
    rows, _ = read_verdicts(tmp_path)
    assert (rows[0].text, rows[0].remark) == ("-10% vraag", "=1+1")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Reaction("u1", "Overgenomen", "Anna"), "waar het plan is aangepast"),
        (Reaction("u1", "Niet overgenomen", "Anna"), "ontbreekt de reden"),
        (Reaction("u1", "Mooi", "Anna", reason="x"), "geen bekende waarde"),
        (Verdict("", "Eens", "Anna"), "waar de regel over gaat"),
        (AcceptedGap("u1", "Geaccepteerd", reason="te duur"), "de naam en de datum"),
    ],
)
def test_incomplete_rows_are_refused_and_nothing_is_written(tmp_path: Path, row: Reaction, words: str) -> None:
    with pytest.raises(InvalidTable, match=words):
        add_rows(tmp_path, [row])
    assert list(tmp_path.iterdir()) == []


def test_a_file_filled_in_by_hand(tmp_path: Path) -> None:
    """Commas, old Excel, other case, a typing error: what can be read counts, the rest is named with its row."""
    lines = [
        "ID,Waarde,Reden,Wie",
        "u1,was al BELEID,loopt sinds 2020,Renée",
        "u2,Niet overgenome,,Wim",
        "u3,Niet overgenomen,,Wim",
    ]
    lines += ['u4,"Valt buiten dit plan, doorgegeven aan het Rijk",geen taak,Wim', ",Overgenomen,,"]
    path = tmp_path / "reacties.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    rows, findings = read_reactions(path)
    assert [(row.about, row.value, row.where) for row in rows] == [
        ("u1", "Was al beleid", ""),
        ("u3", "Niet overgenomen", ""),
        ("u4", "Valt buiten dit plan", "doorgegeven aan het Rijk"),
    ]
    assert rows[0].who == "Renée"
    assert [finding.key for finding in findings] == ["rij 3", "rij 4", "rij 6"]
    assert "'Niet overgenomen'?" in findings[0].message
    before = path.read_bytes()
    add_rows(tmp_path, [Reaction("u5", "Was al beleid", "Wim", reason="ja")])
    after, _ = read_reactions(path)
    assert len(after) == 4
    assert "\r\n".join(lines[1:]).encode("cp1252") in path.read_bytes()
    assert (tmp_path / "reacties.csv.bak").read_bytes() == before


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    """An open quotation mark would swallow what is added, so nothing is written."""
    path = tmp_path / "oordelen.csv"
    path.write_text('id;waarde\nu1;"Eens\n', encoding="utf-8")
    with pytest.raises(InvalidTable, match="beschadigd"):
        add_rows(tmp_path, [Verdict("u2", "Eens", "Wim")])
    assert path.read_text(encoding="utf-8") == 'id;waarde\nu1;"Eens\n'
    assert [each.name for each in tmp_path.iterdir()] == ["oordelen.csv"]


def test_file_without_its_head(tmp_path: Path) -> None:
    (tmp_path / "oordelen.csv").write_text("u1;Eens\n", encoding="utf-8")
    rows, findings = read_verdicts(tmp_path)
    assert rows == []
    assert findings[0].severity == "error"


def test_no_file_and_accepted_gaps(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) == ([], [])
    gap = AcceptedGap("vervoer", "Geaccepteerd", "Anna", "2026-02-03", reason="ligt bij de provincie")
    assert add_rows(tmp_path, [gap]) == 1
    assert add_rows(tmp_path, [dataclasses.replace(gap, when="2026-05-06")]) == 0
    rows, _ = read_accepted(tmp_path)
    assert [row.reason for row in rows] == ["ligt bij de provincie"]
    (tmp_path / "geaccepteerd.csv").write_text("id;reden\nhuis;duur\n", encoding="utf-8")
    rows, findings = read_accepted(tmp_path)
    assert rows[0].value == "Geaccepteerd"
    assert "de naam en de datum" in findings[0].message


TEXTS = {"u1": "De bus rijdt te weinig in de avond.", "u2": "Er is geen zwembad meer in het dorp."}
PLAN = {"u1": "Wij verbeteren het vervoer.", "u2": None}


def decided(about: str, text: str, policy: str = "", value: str = "Eens", who: str = "Anna") -> Verdict:
    return Verdict(about, value, who, "2026-01-01", text, policy_text=policy).with_digests()


def test_unchanged_ends_are_not_suspect() -> None:
    rows = [decided("u1", TEXTS["u1"], "Wij  verbeteren het\nvervoer."), decided("u2", TEXTS["u2"])]
    placed, findings = place_rows(rows, TEXTS, PLAN)
    assert [(each.about, each.suspect) for each in placed] == [("u1", False), ("u2", False)]
    assert findings == []


def test_changed_ends_ask_again() -> None:
    rows = [
        decided("u1", TEXTS["u1"], "Wij onderzoeken het vervoer."),
        decided("u2", "Er is geen zwembad meer in dit dorp."),
    ]
    placed, findings = place_rows(rows, TEXTS, PLAN)
    assert [each.changed for each in placed] == ["de tekst in het plan", "de inbreng"]
    assert len(findings) == 2
    again = decided("u1", TEXTS["u1"], "Wij verbeteren het vervoer.")
    placed, findings = place_rows([*rows, again], TEXTS, PLAN)
    assert [each.suspect for each in last_rows(placed)] == [True, False]
    assert len(findings) == 1


def test_placed_by_words_when_ids_change() -> None:
    """The exact words win over an id that now stands for something else; nearly the same words are found too."""
    rows = [decided("u1", TEXTS["u2"]), decided("weg", "De bus rijdt te weinig in de avonden.")]
    placed, _findings = place_rows(rows, TEXTS, PLAN)
    assert [each.about for each in placed] == ["u2", "u1"]
    assert not placed[0].suspect
    assert placed[1].suspect


def test_what_cannot_be_placed_is_told_in_dutch() -> None:
    placed, findings = place_rows([decided("weg", "Iets heel anders over fietsen.", value=VERDICTS[2])], TEXTS, PLAN)
    assert placed == []
    assert findings[0].message.startswith("Het oordeel 'Niet eens' van Anna bij 'Iets heel anders")
    assert "oordelen.csv" in findings[0].remedy


@given(st.lists(st.sampled_from(["u1", "u2", "weg"]), max_size=8))
def test_every_row_is_placed_or_told(abouts: list[str]) -> None:
    rows = [decided(about, TEXTS.get(about, "Niet te vinden woorden")) for about in abouts]
    placed, findings = place_rows(rows, TEXTS, {})
    lost = [finding for finding in findings if finding.severity == "warning"]
    assert len(placed) + len(lost) == len(rows)


def test_last_row_counts_per_person() -> None:
    rows = [
        decided("u1", TEXTS["u1"]),
        decided("u1", TEXTS["u1"], value="Niet eens", who="Wim"),
        decided("u1", TEXTS["u1"]),
    ]
    placed, _ = place_rows(rows, TEXTS, {})
    assert [each.row.who for each in last_rows(placed)] == ["Anna"]
    assert [each.row.who for each in last_rows(placed, by_person=True)] == ["Wim", "Anna"]
