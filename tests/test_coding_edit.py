"""Accepted changes in a codebook file: only those lines change, comments stay, the file before is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themes.coding import (
    Proposal,
    apply_proposals,
    change_codebook_file,
    read_codebook,
    write_codebook_file,
)
from themes.coding.codebook import parse_codebook
from themes.coding.codebook_edit import change_text
from themes.problems import InvalidCodebook, ThemesError

TEXT = """# Van de gemeente
version: 3
themes:
  - id: leven
    label: Leven  # breed
codes:
  - id: vervoer
    label: Vervoer
    definition: Ergens komen.
    parent: leven
    patterns: |
      bus*, tram
      "OV"

      trein ~3 laat
    version: 2
  # wonen komt van Anna
  - id: wonen
    label: Wonen
    definition: Huizen.
    patterns: [huis*, flat]
"""


def add(code: str, pattern: str) -> Proposal:
    return Proposal("add", code, pattern, 2, 0, 3, (), ())


def drop(code: str, pattern: str) -> Proposal:
    return Proposal("drop", code, pattern, 2, 0, 3, (), ())


def test_only_the_lines_that_change_are_changed() -> None:
    made = change_text(TEXT, [add("vervoer", "+fiets"), drop("vervoer", "tram"), drop("vervoer", "trein ~3 laat")])
    wanted = TEXT.replace("version: 3", "version: 4").replace("version: 2", "version: 3")
    wanted = wanted.replace("      bus*, tram\n", "      bus*\n").replace("      trein ~3 laat\n", "      +fiets\n")
    assert made == wanted
    windows = TEXT.replace("\n", "\r\n")
    assert change_text(windows, [add("vervoer", "+fiets")]) == change_text(TEXT, [add("vervoer", "+fiets")]).replace(
        "\n", "\r\n"
    )


def test_patterns_that_are_no_block_are_written_anew_and_mean_the_same() -> None:
    made = change_text(TEXT, [add("wonen", "+boerderij")])
    assert parse_codebook(made) == apply_proposals(parse_codebook(TEXT), [add("wonen", "+boerderij")])


def test_a_file_that_is_no_codebook_is_refused() -> None:
    with pytest.raises(InvalidCodebook):
        change_text("codes: 1", [add("wonen", "x")])


@given(
    st.lists(st.sampled_from(["bus*", "tram", '"OV"', "trein ~3 laat"]), unique=True),
    st.lists(st.sampled_from(["+fiets", "auto", "?snel", "!bus stop", "a ~2 b"]), unique=True),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["codebook.yml", "codebook.xlsx"])
def test_any_changes_give_the_codebook_that_was_accepted(
    tmp_path: Path, name: str, gone: list[str], new: list[str]
) -> None:
    path = tmp_path / name
    write_codebook_file(path, parse_codebook(TEXT))
    if name.endswith("yml"):
        path.write_text(TEXT, encoding="utf-8")
    before = path.read_bytes()
    accepted = [*(drop("vervoer", pattern) for pattern in gone), *(add("vervoer", pattern) for pattern in new)]
    made = change_codebook_file(path, accepted)
    assert made == read_codebook(path) == apply_proposals(parse_codebook(TEXT), accepted)
    assert path.with_name(name + ".bak").read_bytes() == before


def test_the_shipped_codebook_is_the_beginning_and_keeps_its_comments(tmp_path: Path) -> None:
    shipped = read_codebook()
    code = shipped.codes[3]
    path = tmp_path / "codebook.yml"
    made = change_codebook_file(path, [add(code.id, "+knikkerbaan"), drop(code.id, code.patterns[0])])
    assert made == apply_proposals(shipped, [add(code.id, "+knikkerbaan"), drop(code.id, code.patterns[0])])
    assert path.read_text("utf-8").startswith("#")
    assert [p.name for p in tmp_path.iterdir()] == ["codebook.yml"]


@pytest.mark.parametrize("name", ["c.yml", "c.xlsx", "c.qdc"])
def test_a_codebook_is_converted_without_loss(tmp_path: Path, name: str) -> None:
    write_codebook_file(tmp_path / name, read_codebook())
    assert read_codebook(tmp_path / name) == read_codebook()


def test_other_kinds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ThemesError):
        write_codebook_file(tmp_path / "c.docx", read_codebook())
    with pytest.raises(ThemesError):
        change_codebook_file(tmp_path / "c.qdc", [])
