"""The cases that a reader of the real documents tries first; skipped where those documents are absent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

SHARED = Path(__file__).parents[2] / "shared"
DOCUMENTS = SHARED / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.exists(), reason="the shared documents are not here")
FOUND = {"result", "approach", "partly", "none", "unsure"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from themes.project import run

    folder = tmp_path_factory.mktemp("gold") / "out"
    run(DOCUMENTS, folder, reports=False)
    return folder


@pytest.fixture(scope="module")
def units(made: Path) -> pd.DataFrame:
    return pd.read_parquet(made / "tables" / "units.parquet")


@pytest.fixture(scope="module")
def traced(made: Path, units: pd.DataFrame) -> pd.DataFrame:
    """One row a statement of the minutes of the plan's own municipality."""
    rows = pd.read_parquet(made / "tables" / "trace.parquet")
    return rows.merge(units[["unit_id", "text", "source"]], on="unit_id").query("source.str.startswith('000')")


@pytest.fixture(scope="module")
def advice(made: Path) -> pd.DataFrame:
    return pd.read_parquet(made / "tables" / "advice.parquet")


def about(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    found = rows[rows["text"].str.contains(words, flags=re.IGNORECASE)]
    assert len(found), words
    return found


def find(made: Path, *terms: str) -> dict[str, dict[str, Any]]:
    """`themes find` as people call it: term -> its row."""
    command = [sys.executable, "-m", "themes", "find", *terms, "--run", str(made), "--json"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {row["term"]: row for row in json.loads(printed)}


def test_sociale_kaart_is_covered_in_part(traced: pd.DataFrame) -> None:
    rows = about(traced, "sociale kaart")
    assert len(rows) == 4
    assert set(rows["found"]) == {"partly"}
    assert not rows["plan_quote"].str.contains("sociale kaart", case=False).any()  # in other words only


def test_transport_is_named_in_the_explanation_only(traced: pd.DataFrame, made: Path) -> None:
    assert set(about(traced, r"\bvervoer\b")["found"]) == {"approach"}
    places = find(made, "Vervoer")["Vervoer"]
    assert places["found"] == "approach"
    assert any("eenzaamheid" in place["quote"] for place in places["places"])


def test_distrust_of_the_government_is_named_for_another_group(traced: pd.DataFrame) -> None:
    row = about(traced, "^wantrouwen").iloc[0]
    assert row["found"] == "approach"
    assert "werkende armen" in row["plan_quote"]


def test_independent_support_is_in_no_plan_and_gets_no_answer(made: Path, advice: pd.DataFrame) -> None:
    term = "Onafhankelijke cliëntondersteuning"
    assert find(made, term)[term]["found"] == "none"
    assert set(about(advice, "onafhankelijke cli.ntondersteuning")["answer"]) == {"none"}


def test_leergeld_is_refused_with_a_reason(advice: pd.DataFrame) -> None:
    row = about(advice, "^leergeld").iloc[0]
    assert row["answer"] == "rejected"
    assert "andere" in row["answer_quote"]


def test_the_prevention_agreement_was_added_and_is_in_the_plan(advice: pd.DataFrame) -> None:
    row = about(advice, "nationaal preventieakkoord").iloc[0]
    assert row["answer"] == "changed"
    assert bool(row["claim_found"])
    assert row["claim_unit_id"]


def test_meeting_each_other_is_a_result_of_the_plan(traced: pd.DataFrame, made: Path) -> None:
    assert find(made, "Ontmoeting")["Ontmoeting"]["found"] == "result"
    row = about(traced, "humanistisch").iloc[0]
    assert row["found"] == "result"
    assert "eenzaamheid" in row["plan_quote"]


@pytest.mark.parametrize("term", ["Koffieprijzen", "huisbezoeken", "waakvlamcontact"])
def test_what_no_plan_names_is_not_found(term: str, made: Path) -> None:
    assert find(made, term)[term]["found"] == "none"


def test_a_statement_about_prices_of_coffee_is_not_called_found(traced: pd.DataFrame) -> None:
    assert not set(about(traced, "koffieprijzen")["found"]) & {"result", "partly"}


def test_home_visits_are_not_called_found(traced: pd.DataFrame) -> None:
    assert not set(about(traced, "huisbezoek")["found"]) & {"result", "partly"}


def test_a_remark_about_an_address_is_no_policy(units: pd.DataFrame) -> None:
    assert set(units[units["text"].str.contains("geeltjes.*mailadres")]["kind"]) == {"meta"}


def test_every_statement_has_one_degree_and_a_quote_or_the_nearest(traced: pd.DataFrame) -> None:
    assert set(traced["found"]) <= FOUND
    assert traced["unit_id"].is_unique
    known = traced[traced["found"].isin(["result", "partly", "approach"])]
    assert known["plan_quote"].str.len().gt(0).all()
    assert traced[traced["found"] == "none"]["nearest"].str.len().gt(10).all()


def test_no_statement_of_another_municipality_counts(made: Path, units: pd.DataFrame) -> None:
    rows = pd.read_parquet(made / "tables" / "trace.parquet").merge(units[["unit_id", "source"]], on="unit_id")
    assert set(rows.query("source.str.startswith('001')")["found"]) == {"none"}
